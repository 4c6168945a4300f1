import { createHash } from 'node:crypto';
import { type AbsenceNotice, noticeQuestions } from '../../domain/absence-notice.ts';
import type { Holidays } from '../../domain/calendar.ts';
import { dayOf, defaultZone, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { readMessage } from '../../language/read-message.ts';
import type { ReadEvent, Reading } from '../../language/reading.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import { knownAs, reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { againAfterMs, raiseConcern } from '../safeguarding/raise-concern.ts';
import { whomReported } from './whom-reported.ts';
import { askToWithdraw } from './withdraw-by-words.ts';

function note(text: string, tone: 'good' | 'attention' | 'default' = 'default'): CardModel {
  return { card: 'note-plain', data: { text, tone } };
}

/** The same words from the same person about the same learner on one day are one notice, however often delivered. */
function noticeId(senderId: string, learnerId: string, event: ReadEvent, text: string, today: string): string {
  const what = JSON.stringify([senderId, learnerId, event.kind, text.trim().toLowerCase(), today]);
  return createHash('sha256').update(what).digest('hex').slice(0, 24);
}

/** How it reached the college, when the office writes it down on someone's behalf (G2). */
function viaOf(actor: Person, text: string): { via?: string } {
  if (reachOf(actor, 'report-absence') !== 'any') return {};
  if (/\b(phone|phoned|rang|rung|called|call)\b/i.test(text)) return { via: 'by phone' };
  if (/\b(text|texted|sms)\b/i.test(text)) return { via: 'by text' };
  return { via: /\be-?mail(ed)?\b/i.test(text) ? 'by email' : 'by the office' };
}

function draftFrom(
  event: ReadEvent,
  ids: { _id: string; learnerId: string; byId: string; candidates?: string[]; via?: string },
  now: Date,
): AbsenceNotice {
  const isOf = (one: string) => one !== 'who' && (event.questions as string[]).includes(one);
  const question = ids.candidates ? 'who' : noticeQuestions.find(isOf);
  return {
    ...ids,
    kind: event.kind,
    days: event.days,
    reason: event.reason,
    state: 'draft',
    presses: [],
    version: 1,
    createdAt: now,
    zone: defaultZone,
    ...(event.fromTime ? { fromTime: event.fromTime } : {}),
    ...(event.toTime ? { toTime: event.toTime } : {}),
    ...(event.minutesLate ? { minutesLate: event.minutesLate } : {}),
    ...(event.arriveAt ? { arriveAt: event.arriveAt } : {}),
    ...(question ? { question } : {}),
  };
}

/**
 * Stores the draft and asks for its card, in one write. The same words again while the draft stands show its card once
 * more when it was a while ago (a redelivery is sooner); after it was taken back they are a new notice.
 */
async function putDraft(world: World, notice: AbsenceNotice): Promise<CardModel | undefined> {
  const now = world.clock.now();
  return world.records.together(async (records) => {
    const isRecent = (at: Date) => now.getTime() - at.getTime() <= againAfterMs;
    let wanted = notice;
    let stored = await records.notices.byId(wanted._id);
    while (stored?.state === 'withdrawn' && !isRecent(stored.withdrawnAt ?? stored.createdAt)) {
      wanted = { ...notice, _id: `${stored._id}-${stored.version}` };
      stored = await records.notices.byId(wanted._id);
    }
    if (stored?.state === 'withdrawn')
      return note('You took that back a moment ago. If you will be away after all, write it again in other words.');
    if (!stored) await records.notices.draft(wanted);
    const revision = stored?.version ?? wanted.version;
    const wish = { kind: 'notice' as const, subjectId: wanted._id, recipient: { person: wanted.byId }, revision };
    await records.slots.want(
      { ...wish, ...(stored && !isRecent(stored.createdAt) ? { ask: 'bottom' as const } : {}) },
      now,
    );
    return undefined;
  });
}

async function draftReport(
  world: World,
  actor: Person,
  text: string,
  reading: Reading,
  learners: readonly Person[],
): Promise<CardModel[]> {
  const now = world.clock.now();
  const answers: CardModel[] = [];
  for (const event of reading.events) {
    const whom = whomReported(event, actor, learners);
    if ('refusal' in whom) {
      answers.push(note(whom.refusal));
      continue;
    }
    const via = viaOf(actor, text);
    const asked = 'candidates' in whom ? { candidates: whom.candidates.map((one) => one._id) } : {};
    for (const learner of 'candidates' in whom ? whom.candidates.slice(0, 1) : whom.learners) {
      const _id = noticeId(actor._id, learner._id, event, text, dayOf(now));
      const ids = { _id, learnerId: learner._id, byId: actor._id, ...asked, ...via };
      const answer = await putDraft(world, draftFrom(event, ids, now));
      if (answer) answers.push(answer);
    }
  }
  return answers;
}

/** The bank holidays that hold where the learner is, if it is about one; else England and Wales'. */
async function holidaysOf(world: World, learners: readonly Person[]): Promise<Holidays> {
  const [only] = learners;
  const [enrolment] = learners.length === 1 && only ? await world.records.enrolments.ofLearner(only._id) : [];
  const programme = enrolment && (await world.records.enrolments.programme(enrolment.programmeId));
  return world.holidays(programme?.division);
}

/**
 * Reads a chat message from someone who may report absence (S2, S3, G2) and drafts a notice to confirm.
 * A hint at harm goes to the Safeguarding Team first, whatever else the message says (S11).
 * Returns what to answer at once; notice cards follow as slots.
 */
export async function reportAbsence(world: World, actor: Person, text: string): Promise<CardModel[]> {
  const now = world.clock.now();
  const learners = await reportableLearners(world.records, actor);
  const sender = actor.roles.includes('learner') ? 'learner' : actor.roles.includes('employer') ? 'employer' : 'staff';
  const { harm, opinionOf } = await hearWords(world, text);
  const reading = readMessage(text, {
    today: dayOf(now),
    now: timeOf(now),
    sender,
    people: knownAs(learners),
    holidays: await holidaysOf(world, learners),
    opinionOf,
  });
  const about = [
    ...new Set(
      reading.events.flatMap((event) => {
        const whom = whomReported(event, actor, learners);
        return 'learners' in whom ? whom.learners : [];
      }),
    ),
  ];
  const others = about.flatMap((one) => (one._id === actor._id ? [] : [one._id]));
  const kind =
    harm === 'none'
      ? []
      : [await raiseConcern(world, actor, await aboutWhom(world, actor, text, { claimed: others }), text, harm)];
  const answer = async (): Promise<CardModel[]> => {
    if (reachOf(actor, 'report-absence') === undefined) return [note(notUnderstood)];
    if (reading.intent === 'report') return draftReport(world, actor, text, reading, learners);
    if (reading.intent === 'retract') {
      const days = reading.events.flatMap((event) => event.days);
      const said = await askToWithdraw(world, about.length > 0 ? about : learners, actor._id, days);
      return said === undefined ? [] : [note(said)];
    }
    if (reading.intent === 'mark-dispute')
      return [
        note(
          'If a mark looks wrong, please tell your tutor. They can amend the register, and the change is kept in its history.',
        ),
      ];
    return kind.length > 0 ? [] : [note(notUnderstood)];
  };
  const answers = [...kind, ...(await answer())];
  world.wake();
  return answers;
}

const notUnderstood =
  'I did not understand that as an absence. You can write, for example, "not in tomorrow, dentist at 2" or "running 20 mins late". Type help to see what I can do.';
