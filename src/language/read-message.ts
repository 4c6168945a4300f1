import type { NoticeKind } from '../domain/absence-notice.ts';
import { detectHarm } from './detect-harm.ts';
import { normalise } from './normalise.ts';
import { readDays } from './read-days.ts';
import { readReason } from './read-reason.ts';
import { readTimes, type TimesRead } from './read-times.ts';
import { readWho } from './read-who.ts';
import type { Question, ReadEvent, Reading, ReadingContext } from './reading.ts';

const away =
  /\b(not (be |going to |gonna |able |make|feeling|coming|come|in\b|attend\w*|do\b|here|there|well|available|today|tomorrow|joining)|no come|off\b|ill\b|sick\b|poorly|unwell|absent|absence|leave\b|a\/l\b|holiday|vacation|dentist|doctor'?s?|dr'?s?\b|gp\b|hospital|appt|appointment|appoitment|interview|funeral|isolating|covid|flu\b|jury|migraine|stay(ing)? (at )?home|can not|no good for|none of (my|our|the)|in bed\b|missed|miss\b|missing|bereavement|signed off|throwing up|rough\b|need .* off|out of (the )?(office|class)|unable|wont|skip\w*)/;
const leaving =
  /\b(leav(e|ing)|go(ing)?|finish(ing)?|get off|off) (a bit |slightly )?(early|at \d|before)|\b(leave|go) (today |tomorrow )?(at|early)\b/;
const dispute =
  /\b(marked|my mark|the register|down as|put me|got me)\b.*\b(wrong|mistake|absent|late|was there|was in|here)\b|\bi was (there|in|here)\b/;
const retraction =
  /\b(actually|change of plan|ignore|scrap|cancel|never ?mind|forget)\b.*\b(can|will|am|is|coming|make it|be in|come|message|that|in after all|absence|not needed)\b|\b(coming|be|am|is) in after all\b|\b(disregard|no longer (off|sick|ill|away|absent))\b|\bnot (sick|ill|off)( \w+)? (any ?more|now|after all)\b|\bfeeling better\b.*\b(in|coming|will be)\b|\bcan (make it|come) (in )?(now|after all)\b/;
const question =
  /^(when|what|who|where|which|how|is|are|do|does|did|can (i|you|we)|could (i|you)|please can|will there|has)\b/;
const reportInQuestion =
  /\b(i am (ill|sick|off|going to be|not)|i will (not|be)|i can not|can i (have|take|leave|book)|is it (ok|okay|alright)|mind if)\b/;

function decideKind(text: string, times: TimesRead): NoticeKind | undefined {
  const isLate =
    times.lateWords || times.arriveAt !== undefined || (times.minutesLate !== undefined && !away.test(text));
  if (leaving.test(text) && !times.lateWords) return 'early_leave';
  if (isLate && !/\bnot (be )?(coming|in|able)\b(?! (until|till|til|for))/.test(text)) return 'lateness';
  return away.test(text) || times.part ? 'absence' : undefined;
}

function timesOf(kind: NoticeKind, times: TimesRead): Partial<ReadEvent> {
  if (kind === 'lateness')
    return {
      ...(times.minutesLate === undefined ? {} : { minutesLate: times.minutesLate }),
      ...(times.arriveAt === undefined ? {} : { arriveAt: times.arriveAt }),
    };
  if (kind === 'early_leave') return times.leaveAt === undefined ? {} : { fromTime: times.leaveAt };
  if (times.part === 'morning') return { toTime: '12:00' };
  if (times.part === 'afternoon') return { fromTime: '12:00' };
  if (times.part === 'evening') return { fromTime: '17:00' };
  return {};
}

/** Reads one chat message (S2, S3, G2). Pure: today and the known names are arguments; nothing is acted on here. */
export function readMessage(raw: string, context: ReadingContext): Reading {
  const text = normalise(raw);
  const safeguarding = detectHarm(text);
  const none = (intent: Reading['intent']): Reading => ({ intent, events: [], safeguarding, questions: [] });
  if (dispute.test(text) && !/\b(tomorrow|will be|going to)\b/.test(text)) return none('mark-dispute');
  const times = readTimes(text);
  const days = readDays(text, context.today);
  const who = readWho(raw, text, context);
  const base = {
    days: days.days,
    isDayImplied: days.isImplied,
    isOpenEnded: days.isOpenEnded,
    reason: readReason(text),
  };
  if (retraction.test(text)) {
    const events = (who.length ? who : [{ type: 'relation' as const }]).map((one) => ({
      ...base,
      kind: 'absence' as const,
      who: one,
    }));
    return { intent: 'retract', events, safeguarding, questions: [] };
  }
  if ((question.test(text) || /\?\s*$/.test(text)) && !reportInQuestion.test(text)) return none('query');
  const kind = decideKind(text, times);
  if (!kind) return none('off-topic');
  const questions: Question[] = [];
  if (who.length === 0) questions.push('who');
  if (days.isUnsure || days.days.length === 0) questions.push('which-day');
  if (kind === 'lateness' && times.minutesLate === undefined && times.arriveAt === undefined)
    questions.push('how-late');
  if (days.isOpenEnded) questions.push('until-when');
  const people = who.length > 0 ? who : [{ type: 'relation' as const }];
  return {
    intent: 'report',
    events: people.map((one) => ({ ...base, kind, who: one, ...timesOf(kind, times) })),
    safeguarding,
    questions,
  };
}
