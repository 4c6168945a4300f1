import type { Holidays } from '../../domain/calendar.ts';
import { dayOf, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { readMessage } from '../../language/read-message.ts';
import type { Reading } from '../../language/reading.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import { knownAs, reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';
import { answerCard } from './answer-card.ts';
import { draftFrom, putDraft } from './draft-notice.ts';
import { dropMessage, isUnchanged, type Message, noticesOfMessage } from './follow-message.ts';
import { filledFrom, namedLast, noticeBefore, replacedBy } from './follow-up.ts';
import { meanSessions } from './mean-sessions.ts';
import { whomReported } from './whom-reported.ts';
import { askToWithdraw } from './withdraw-by-words.ts';

function note(text: string, tone: 'good' | 'attention' | 'default' = 'default'): CardModel {
  return { card: 'note-plain', data: { text, tone } };
}

/** How it reached the college, when the office writes it down on someone's behalf (G2). */
function viaOf(actor: Person, text: string): { via?: string } {
  if (reachOf(actor, 'report-absence') !== 'any') return {};
  if (/\b(phone|phoned|rang|rung|called|call)\b/i.test(text)) return { via: 'by phone' };
  if (/\b(text|texted|sms)\b/i.test(text)) return { via: 'by text' };
  return { via: /\be-?mail(ed)?\b/i.test(text) ? 'by email' : 'by the office' };
}

type Report = { text: string; reading: Reading; learners: readonly Person[]; message: Message | undefined };

async function draftReport(world: World, actor: Person, report: Report): Promise<CardModel[]> {
  const { text, reading, learners, message } = report;
  const now = world.clock.now();
  const answers: CardModel[] = [];
  const before = message?.isEdit ? await noticesOfMessage(world, actor, message.id) : [];
  const left = new Set(before);
  const { follows } = reading;
  const earlier = follows ? await noticeBefore(world, actor, follows, learners) : undefined;
  if (follows === 'answers' && !earlier && reading.events.every((one) => one.isBare)) return [note(notUnderstood)];
  const isCounted = reading.events.some(({ who }) => who.type === 'all' && who.count !== undefined);
  const lately = isCounted ? await namedLast(world, actor, learners) : [];
  for (const read of reading.events) {
    const event = earlier ? filledFrom(read, earlier) : read;
    const isUnnamed = event.who.type === 'relation' && earlier;
    const whom = isUnnamed
      ? { learners: learners.filter((one) => one._id === earlier.learnerId) }
      : whomReported(event, actor, learners, lately);
    if ('refusal' in whom) {
      answers.push(note(whom.refusal));
      continue;
    }
    const via = viaOf(actor, text);
    const asked = 'candidates' in whom ? { candidates: whom.candidates.map((one) => one._id) } : {};
    for (const learner of 'candidates' in whom ? whom.candidates.slice(0, 1) : whom.learners) {
      // What the message said of this learner before it was changed gives way to what it says now.
      const own = before.filter((one) => one.learnerId === learner._id);
      const replaces = [
        ...own.map((one) => ({ noticeId: one._id, days: one.days })),
        ...(follows && earlier?.learnerId === learner._id ? replacedBy(event, follows, earlier) : []),
      ];
      const messageId = message ? { messageId: message.id } : {};
      const of = { learnerId: learner._id, byId: actor._id, text, replaces, ...messageId, ...asked, ...via };
      const draft = await meanSessions(world, event, draftFrom(event, of, now));
      const same = own.find((one) => isUnchanged(draft, one));
      for (const one of same ? [same] : own) left.delete(one);
      const answer = same ? undefined : await putDraft(world, draft, message?.isEdit);
      if (answer) answers.push(answer);
    }
  }
  for (const said of await dropMessage(world, [...left], 'edited')) answers.push(note(said));
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
 * Returns what to answer at once; notice cards follow as slots. A changed `message` is read as it stands now: what it
 * said before gives way, once the new card is confirmed where the old one was.
 */
export async function reportAbsence(
  world: World,
  actor: Person,
  text: string,
  message?: Message,
): Promise<CardModel[]> {
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
    if (reading.intent === 'report') return draftReport(world, actor, { text, reading, learners, message });
    const before = message?.isEdit ? await noticesOfMessage(world, actor, message.id) : [];
    // Beside a cry for help nothing else is said; what was told stays as it is.
    if (before.length > 0)
      return kind.length > 0 ? [] : (await dropMessage(world, before, 'edited')).map((said) => note(said));
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
    if (kind.length > 0) return [];
    return [note((await answerCard(world, actor, text)) ?? notUnderstood)];
  };
  const answers = [...kind, ...(await answer())];
  world.wake();
  return answers;
}

const notUnderstood =
  'I did not understand that as an absence. You can write, for example, "not in tomorrow, dentist at 2" or "running 20 mins late". Type help to see what I can do.';
