import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { dayOf, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { Harm } from '../../language/opinion.ts';
import { readMessage } from '../../language/read-message.ts';
import { askedAtLeast, type ReadEvent, type Reading } from '../../language/reading.ts';
import { saysAway } from '../../language/says-away.ts';
import { deniedIn, saysWhomMeant } from '../../language/talk/whom-meant.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import { knownAs, reportableLearners, thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';
import { askLittle } from './ask-little.ts';
import { takeBackOthers } from './correct-whom.ts';
import { draftFrom, putDraft } from './draft-notice.ts';
import { dropMessage, isUnchanged, type Message, noticesOfMessage } from './follow-message.ts';
import { filledFrom, namedLast, replacedBy, toldOf } from './follow-up.ts';
import { holidaysOf } from './holidays-of.ts';
import { meanSessions } from './mean-sessions.ts';
import { newestTold } from './newest-told.ts';
import { listedReason, packsUnder } from './reasons-under.ts';
import { type Whom, whomReported } from './whom-reported.ts';
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

type Report = Pick<HeardReport, 'reading' | 'learners' | 'harm' | 'at'> & {
  text: string;
  message: Message | undefined;
};

/**
 * What somebody told before that a message is about: where it puts that right, says of whom it was (`saysWhom`), or denies
 * it of somebody. `taken`: what speaks of days that it takes back, however long ago it was told.
 */
type Before = {
  told: readonly AbsenceNotice[];
  taken: readonly AbsenceNotice[];
  isCorrection: boolean;
  saysWhom: boolean;
  denied: readonly string[];
};
const nothingBefore: Before = { told: [], taken: [], isCorrection: false, saysWhom: false, denied: [] };

async function toldBefore(world: World, actor: Person, { text, reading, learners }: Report): Promise<Before> {
  const isOfOthers = learners.length > 1;
  const denied = isOfOthers ? deniedIn(text, knownAs(learners)) : [];
  const saysWhom = isOfOthers && saysWhomMeant(text);
  const isCorrection = reading.isCorrection || saysWhom;
  const ids = new Set(learners.map((one) => one._id));
  const told = isCorrection || denied.length > 0 ? await newestTold(world, actor) : [];
  const days = reading.isCorrection ? reading.events.flatMap((event) => event.insteadOf) : [];
  const taken = await toldOf(world, actor, learners, days);
  return { isCorrection, saysWhom, denied, taken, told: told.filter((one) => ids.has(one.learnerId)) };
}

/** Of whom an event is; what is counted or names nobody may be told of whom the message before was about. */
function whomMeantBy(
  event: ReadEvent,
  actor: Person,
  learners: readonly Person[],
  { lately, before: { told, isCorrection } }: { lately: readonly (readonly Person[])[]; before: Before },
): Whom[] {
  const { who } = event;
  const isCounted = who.type === 'all' && who.count !== learners.length && who.count === lately.length;
  const [last] = isCorrection ? told : [];
  const asBefore =
    who.type === 'relation' && last
      ? [thoseOf(learners, last.candidates ?? [last.learnerId])]
      : isCounted
        ? lately
        : [];
  if (asBefore.length === 0) return [whomReported(event, actor, learners)];
  return asBefore.map((some) => (some.length === 1 ? { learners: [...some] } : { candidates: [...some] }));
}

/** The notice that a message about a learner goes on from: the newest about them, else the one about the wrong person. */
function goesOnFrom(
  { told, taken, isCorrection, saysWhom, denied }: Before,
  learner: Person,
): AbsenceNotice | undefined {
  const own = isCorrection ? [...taken, ...told].find((one) => one.learnerId === learner._id) : undefined;
  return own ?? told.find((one) => denied.includes(one.learnerId)) ?? (saysWhom ? told[0] : undefined);
}

/** `quote`: the words that are about the learner; `edited`: what the message said of them before it was changed. */
type Told = Report & { quote: string; before: Before; edited: readonly AbsenceNotice[] };

/** What one event says of one learner, as a notice to confirm. */
async function draftEvent(
  world: World,
  actor: Person,
  { event: read, learner, candidates }: { event: ReadEvent; learner: Person; candidates?: string[] | undefined },
  { text, quote, harm, message, at: now, before, edited }: Told,
): Promise<AbsenceNotice> {
  const earlier = goesOnFrom(before, learner);
  const filled = earlier ? filledFrom(read, earlier) : read;
  const event = harm === 'none' ? filled : { ...filled, questions: askedAtLeast(filled) };
  const taken = before.taken.filter((one) => one.learnerId === learner._id);
  const replaces = [
    ...edited.map((one) => ({ noticeId: one._id, days: one.days })),
    ...(earlier?.learnerId === learner._id ? replacedBy(event, earlier, { taken, told: before.told }) : []),
  ];
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
    ...(message ? { messageId: message.id } : {}),
    ...(candidates ? { candidates } : {}),
    ...viaOf(actor, text),
  };
  const holidays = await holidaysOf(world, [learner]);
  const little = askLittle(event, { text: quote, reason, today: dayOf(now), holidays });
  return meanSessions(world, little.event, { ...draftFrom(little.event, of, now), ...little.more });
}

async function draftReport(world: World, actor: Person, report: Report): Promise<CardModel[]> {
  const { text, reading, learners, message, harm, at } = report;
  const answers: CardModel[] = [];
  const edited = message?.isEdit ? await noticesOfMessage(world, actor, message.id) : [];
  const left = new Set(edited);
  const before = await toldBefore(world, actor, report);
  const lately = await namedLast(world, actor, learners, reading.events);
  const drafts: AbsenceNotice[] = [];
  for (const event of reading.events) {
    // What was said of somebody else in the same message is not theirs.
    const quote = reading.events.length === 1 ? text : event.text;
    for (const whom of whomMeantBy(event, actor, learners, { lately, before })) {
      if ('refusal' in whom) {
        answers.push(note(whom.refusal));
        continue;
      }
      const candidates = 'candidates' in whom ? whom.candidates.map((one) => one._id) : undefined;
      for (const learner of 'candidates' in whom ? whom.candidates.slice(0, 1) : whom.learners) {
        // What the message said of this learner before it was changed gives way to what it says now.
        const own = edited.filter((one) => one.learnerId === learner._id);
        const draft = await draftEvent(
          world,
          actor,
          { event, learner, candidates },
          { ...report, quote, before, edited: own },
        );
        drafts.push(draft);
        const same = own.find((one) => isUnchanged(draft, one));
        for (const one of same ? [same] : own) left.delete(one);
        // What hints at harm is the Safeguarding Team's alone (S11).
        const words = harm !== 'none' ? '' : quote;
        const answer = same ? undefined : await putDraft(world, draft, { isAnew: message?.isEdit, words });
        if (answer) answers.push(answer);
      }
    }
  }
  answers.push(...(await takeBackOthers(world, actor, { text, at, drafts, ...before })));
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

/** True where an event names or counts people, and not whoever writes it. */
const isOfOthers = ({ who }: ReadEvent, actor: Person) =>
  (who.type === 'named' || who.type === 'all') && !actor.roles.includes('learner');

/** Asks what is to be taken back, of each person on the days that were said of them. What to say where there is nothing. */
async function takeBack(
  world: World,
  actor: Person,
  learners: readonly Person[],
  events: readonly ReadEvent[],
): Promise<CardModel[]> {
  const said = new Set<string>();
  const lately = await namedLast(world, actor, learners, events);
  for (const [, ofOne] of Map.groupBy(events, ({ who }) => JSON.stringify(who))) {
    const whom = whomMeantBy(ofOne[0]!, actor, learners, { lately, before: nothingBefore });
    const refused = whom.flatMap((one) => ('refusal' in one ? [one.refusal] : []));
    // Who named or counted others than we know of is not asked about somebody else.
    if (refused.length > 0 && isOfOthers(ofOne[0]!, actor)) {
      for (const one of refused) said.add(one);
      continue;
    }
    const named = whom.flatMap((one) => ('learners' in one ? one.learners : []));
    const asked = whom.flatMap((one) => ('candidates' in one ? one.candidates : []));
    // Where no day was named, whatever they told is shown.
    const days = ofOne.flatMap((event) => (event.isDayImplied ? [] : event.days));
    const answer = await askToWithdraw(world, actor._id, {
      learners: named.length > 0 ? named : asked.length > 0 ? asked : learners,
      isNamed: named.length > 0,
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
    // "Better off without me" is a cry for help and no day off: of such words only what is said outright makes a card (S11).
    const events = harm === 'none' ? reading.events : reading.events.filter(saysAway);
    const back = await takeBack(world, actor, learners, reading.takenBack ?? []);
    return [
      ...back,
      ...(await draftReport(world, actor, { text, reading: { ...reading, events }, learners, harm, message, at })),
    ];
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
