import { dayOf, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { Harm } from '../../language/opinion.ts';
import { readMessage } from '../../language/read-message.ts';
import { askedAtLeast, type ReadEvent, type Reading } from '../../language/reading.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import { knownAs, reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';
import { askLittle } from './ask-little.ts';
import { draftFrom, putDraft } from './draft-notice.ts';
import { dropMessage, isUnchanged, type Message, noticesOfMessage } from './follow-message.ts';
import { filledFrom, namedLast, noticeBefore, replacedBy, toldOf } from './follow-up.ts';
import { holidaysOf } from './holidays-of.ts';
import { meanSessions } from './mean-sessions.ts';
import { listedReason, packsUnder } from './reasons-under.ts';
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

/** Whom "both of them" means. */
async function countedLast(world: World, actor: Person, learners: readonly Person[], events: readonly ReadEvent[]) {
  const isCounted = events.some(({ who }) => who.type === 'all' && who.count !== undefined);
  return isCounted ? namedLast(world, actor, learners) : [];
}

type Report = Pick<HeardReport, 'reading' | 'learners' | 'harm' | 'at'> & {
  text: string;
  message: Message | undefined;
};

async function draftReport(world: World, actor: Person, report: Report): Promise<CardModel[]> {
  const { text, reading, learners, message, harm, at: now } = report;
  const answers: CardModel[] = [];
  const before = message?.isEdit ? await noticesOfMessage(world, actor, message.id) : [];
  const left = new Set(before);
  const denied = await toldOf(
    world,
    actor,
    learners,
    reading.events.flatMap((event) => event.insteadOf),
  );
  const earlier = reading.isCorrection ? (denied[0] ?? (await noticeBefore(world, actor, learners))) : undefined;
  const lately = await countedLast(world, actor, learners, reading.events);
  for (const read of reading.events) {
    const filled = earlier ? filledFrom(read, earlier) : read;
    const event = harm === 'none' ? filled : { ...filled, questions: askedAtLeast(filled) };
    const isUnnamed = event.who.type === 'relation' && earlier;
    const whom = isUnnamed
      ? { learners: learners.filter((one) => one._id === earlier.learnerId) }
      : whomReported(event, actor, learners, lately);
    if ('refusal' in whom) {
      answers.push(note(whom.refusal));
      continue;
    }
    const via = viaOf(actor, text);
    // What was said of somebody else in the same message is not theirs.
    const quote = reading.events.length === 1 ? text : event.text;
    const asked = 'candidates' in whom ? { candidates: whom.candidates.map((one) => one._id) } : {};
    for (const learner of 'candidates' in whom ? whom.candidates.slice(0, 1) : whom.learners) {
      // What the message said of this learner before it was changed gives way to what it says now.
      const own = before.filter((one) => one.learnerId === learner._id);
      const replaces = [
        ...own.map((one) => ({ noticeId: one._id, days: one.days })),
        ...(earlier?.learnerId === learner._id
          ? replacedBy(
              event,
              denied.filter((one) => one.learnerId === learner._id),
              earlier,
            )
          : []),
      ];
      const messageId = message ? { messageId: message.id } : {};
      const packs = await packsUnder(world, { learnerId: learner._id, days: event.days });
      const listed = listedReason(packs, event.text, event.reason);
      // “Other” asks what else it was: where only the Safeguarding Team may know that, no reason was given (S11).
      const reason = harm !== 'none' && listed === 'other' ? 'none' : listed;
      const of = {
        learnerId: learner._id,
        byId: actor._id,
        text: quote,
        reason,
        replaces,
        ...messageId,
        ...asked,
        ...via,
      };
      const holidays = await holidaysOf(world, [learner]);
      const little = askLittle(event, { text: quote, reason, today: dayOf(now), holidays });
      const drafted = { ...draftFrom(little.event, of, now), ...little.more };
      const draft = await meanSessions(world, little.event, drafted);
      const same = own.find((one) => isUnchanged(draft, one));
      for (const one of same ? [same] : own) left.delete(one);
      // What hints at harm is the Safeguarding Team's alone (S11).
      const words = harm !== 'none' ? '' : quote;
      const answer = same ? undefined : await putDraft(world, draft, { isAnew: message?.isEdit, words });
      if (answer) answers.push(answer);
    }
  }
  for (const said of await dropMessage(world, [...left], 'edited')) answers.push(note(said));
  return answers;
}

/** What was read in a message: what it says, whom the sender may report for, and whom of them it is about. */
type HeardReport = { reading: Reading; harm: Harm; learners: Person[]; about: Person[]; at: Date };

/** Reads a message of a time (S2, S3, G2); nothing is stored or told yet. */
export async function hearReport(
  world: World,
  actor: Person,
  text: string,
  now = world.clock.now(),
): Promise<HeardReport> {
  const learners = await reportableLearners(world, actor);
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
  const about = new Set(
    [...reading.events, ...(reading.takenBack ?? [])].flatMap((event) => {
      const whom = whomReported(event, actor, learners);
      return 'learners' in whom ? whom.learners : [];
    }),
  );
  return { reading, harm, learners, about: [...about], at: now };
}

/** Asks what is to be taken back, of each person on the days that were said of them. What to say where there is nothing. */
async function takeBack(
  world: World,
  actor: Person,
  learners: readonly Person[],
  events: readonly ReadEvent[],
): Promise<CardModel[]> {
  const said = new Set<string>();
  const lately = await countedLast(world, actor, learners, events);
  for (const [, ofOne] of Map.groupBy(events, ({ who }) => JSON.stringify(who))) {
    const whom = whomReported(ofOne[0]!, actor, learners, lately);
    // Where no day was named, whatever they told is shown.
    const days = ofOne.flatMap((event) => (event.isDayImplied ? [] : event.days));
    const answer = await askToWithdraw(world, actor._id, {
      learners: 'learners' in whom ? whom.learners : 'candidates' in whom ? whom.candidates : learners,
      isNamed: 'learners' in whom,
      days,
      isOnwards: ofOne.some((event) => event.isOnwards),
      isLast: ofOne.some((event) => event.isLast),
    });
    if (answer !== undefined) said.add(answer);
  }
  return [...said].map((one) => note(one));
}

/** A hint at harm goes to the Safeguarding Team first, whatever else the message says; kind words to its writer (S11). */
export async function passOnHarm(world: World, actor: Person, text: string, heard: HeardReport): Promise<CardModel[]> {
  if (heard.harm === 'none') return [];
  const others = heard.about.flatMap((one) => (one._id === actor._id ? [] : [one._id]));
  const whom = await aboutWhom(world, actor, text, { claimed: others });
  return [await raiseConcern(world, actor, whom, text, heard.harm)];
}

const disputed =
  'If a mark looks wrong, ask for another look here: somebody else checks it. Your tutor can also amend the register, and the change is kept in its history.';
const disputedByOthers =
  'If a mark looks wrong, please tell the tutor or the college office. They can amend the register, and the change is kept in its history.';

/**
 * Drafts notices to confirm from what was read, or takes back. Returns what to answer at once; notice cards follow as
 * slots. A changed `message` is read as it stands now: what it said before gives way, once the new card is confirmed
 * where the old one was. Undefined where the message reports nothing, or its sender may not report.
 */
export async function answerReport(
  world: World,
  actor: Person,
  text: string,
  { reading, learners, harm, at }: HeardReport,
  message?: Message,
): Promise<CardModel[] | undefined> {
  if (reachOf(actor, 'report-absence') === undefined) return undefined;
  if (reading.intent === 'report') {
    const back = await takeBack(world, actor, learners, reading.takenBack ?? []);
    return [...back, ...(await draftReport(world, actor, { text, reading, learners, harm, message, at }))];
  }
  const before = message?.isEdit ? await noticesOfMessage(world, actor, message.id) : [];
  // Beside a cry for help nothing else is said; what was told stays as it is.
  if (before.length > 0)
    return harm !== 'none' ? [] : (await dropMessage(world, before, 'edited')).map((said) => note(said));
  if (reading.intent === 'retract') return takeBack(world, actor, learners, reading.events);
  if (reading.intent !== 'mark-dispute') return undefined;
  if (reachOf(actor, 'contest') === undefined) return [note(disputedByOthers)];
  const commands = [{ title: 'Ask for another look', say: 'contest' }];
  return [{ card: 'list-plain', data: { title: 'A mark that looks wrong', lead: disputed, items: [], commands } }];
}
