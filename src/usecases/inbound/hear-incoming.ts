import { addMinutes } from '../../domain/calendar.ts';
import { type Incoming, type Thread, threadId, type WhyOffice } from '../../domain/incoming.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { type WhosePlace, whosePlace } from '../core/whose-place.ts';
import { answerBack, fitting } from './answer-back.ts';
import { type Hearing, hearAs } from './hear-as.ts';
import { giveToOffice, isShut, passOnStrangers } from './hear-stranger.ts';
import { optOut } from './opt-out.ts';

/** More people at one number are not asked which of them wrote. */
const mostAsked = 5;
/** Who said that it is them is taken to go on writing for so long. */
const themMinutes = 60;
/** So long somebody has to say who wrote; then the office reads it. */
const unsaidMinutes = 60;
/** More from one number or address in an hour is a script; it is listened to for harm alone (S11). */
const mostAnHour = 30;
/** What came later than this is read by a person: its “tomorrow” is over. */
const mostLateMinutes = 720;
/** More messages than this do not wait for one answer. */
const mostWaiting = 10;

type Option = NonNullable<Thread['who']>['options'][number];

/** Those who may have written from a place that several have. */
function optionsOf({ people, contacts }: WhosePlace): Option[] {
  return [...people.map((one) => ({ personId: one._id })), ...contacts.map((one) => ({ contactOf: one.learner._id }))];
}

function titlesOf({ people, contacts }: WhosePlace): string[] {
  const names = listNames(people);
  return [...people.map((one) => names.get(one._id) ?? callName(one)), ...contacts.map((one) => one.contact.name)];
}

/** Asks which of them wrote; the message waits (G2). */
async function askWhoWrote(world: World, message: Incoming, whose: WhosePlace, thread: Thread | null): Promise<void> {
  const { incoming } = world.records;
  const next = { step: 'unsaid' as const, at: addMinutes(world.clock.now(), unsaidMinutes) };
  const messageIds = [...new Set([...(thread?.who?.messageIds ?? []), message._id])].slice(-mostWaiting);
  await incoming.setThread(threadId(message), { who: { options: optionsOf(whose), messageIds }, personId: null });
  const numbered = titlesOf(whose).map((title, i) => `${i + 1} ${title}`);
  const ask = 'Several people have this number. Who is writing? Answer with a number:';
  const body = fitting(world.college, [`${ask} ${numbered.join(', ')}.`]);
  await answerBack(world, message, { key: 'who', body });
  // Last of all, so that what breaks off is done again.
  await incoming.note(message._id, { became: 'asked-who' }, { words: true, next });
}

/** Who answered that it is them; undefined where the words are no such answer. */
function pickedBy(message: Incoming, thread: Thread | null): Option | undefined {
  const number = /^\s*\(?(\d)[).]?\s*$/.exec(message.words ?? '')?.[1];
  return number === undefined ? undefined : thread?.who?.options[Number(number) - 1];
}

/** What waited for “it is me” is heard now, in order, as theirs. */
async function hearWaiting(
  world: World,
  message: Incoming,
  { thread, picked, whose }: { thread: Thread; picked: Option; whose: WhosePlace },
  hearing: Hearing,
): Promise<void> {
  const { incoming } = world.records;
  const person = 'personId' in picked ? whose.people.find((one) => one._id === picked.personId) : undefined;
  const said = person ? { personId: person._id, saidAt: world.clock.now() } : {};
  for (const id of thread.who?.messageIds ?? []) {
    const waiting = await incoming.byId(id);
    if (!waiting?.words || waiting.became !== 'asked-who') continue;
    if (person) await hearPerson(world, person, waiting, whose, hearing);
    else await giveToOffice(world, waiting, whose, 'contact');
  }
  await incoming.setThread(thread._id, { who: null, ...said });
  await incoming.note(message._id, { became: 'answered' }, { words: false });
}

/** Whoever tells of absences by themselves is heard; what others do is done in Teams, where it is known who they are. */
async function hearPerson(
  world: World,
  person: Person,
  message: Incoming,
  whose: WhosePlace,
  hearing: Hearing,
): Promise<void> {
  const isReporter = reachOf(person, 'report-absence') === 'own';
  const isLate = addMinutes(message.at, mostLateMinutes) < world.clock.now();
  if (isReporter && !isLate) return hearAs(world, person, message, hearing);
  if (!(await passOnStrangers(world, message, whose)))
    await giveToOffice(world, message, whose, isReporter ? 'late' : 'staff');
}

/** Who wrote, as far as it is known: the only one on record there, or who said lately that it is them. */
function writerOf(world: World, { people, contacts }: WhosePlace, thread: Thread | null): Person | undefined {
  const [only] = people;
  if (only && people.length === 1 && contacts.length === 0) return only;
  const isLately = thread?.saidAt && addMinutes(thread.saidAt, themMinutes) > world.clock.now();
  return isLately ? people.find((one) => one._id === thread.personId) : undefined;
}

/** Why a person has to read what nobody can be heard by; undefined where it can be asked who wrote. */
function whyOffice({ isUnproven }: Incoming, whose: WhosePlace): WhyOffice | undefined {
  if (isUnproven) return 'unproven';
  const count = whose.people.length + whose.contacts.length;
  if (count === 0) return 'unknown';
  if (whose.people.length === 0 || isShut(whose)) return 'contact';
  return count > mostAsked ? 'several' : undefined;
}

async function hear(world: World, message: Incoming, hearing: Hearing): Promise<void> {
  const { incoming } = world.records;
  if (message.isAutomatic) return incoming.note(message._id, { became: 'automatic' }, { words: false });
  const whose = await whosePlace(world, message.kind, message.from);
  if (await optOut(world, message, whose)) return;
  const recent = await incoming.countFrom(message.kind, message.from, addMinutes(world.clock.now(), -60));
  if (recent > mostAnHour) {
    if (!(await passOnStrangers(world, message, whose)))
      await incoming.note(message._id, { became: 'too-many' }, { words: false });
    return;
  }
  const thread = await incoming.thread(threadId(message));
  const picked = pickedBy(message, thread);
  if (thread && picked) return hearWaiting(world, message, { thread, picked, whose }, hearing);
  const writer = message.isUnproven ? undefined : writerOf(world, whose, thread);
  if (writer) {
    if (thread?.personId === writer._id) await incoming.setThread(thread._id, { saidAt: world.clock.now() });
    return hearPerson(world, writer, message, whose, hearing);
  }
  if (await passOnStrangers(world, message, whose)) return;
  const why = whyOffice(message, whose);
  return why ? giveToOffice(world, message, whose, why) : askWhoWrote(world, message, whose, thread);
}

/**
 * Hears a text or mail that came in (G2). Whose it is, the number or address on record says; where several have it they are
 * asked, and what nobody can be heard by is for the office. Done twice it is heard once.
 */
export async function hearIncoming(world: World, id: string, hearing: Hearing): Promise<void> {
  const message = await world.records.incoming.byId(id);
  if (!message?.next) return;
  if (message.next.step === 'hear') return hear(world, message, hearing);
  const whose = await whosePlace(world, message.kind, message.from);
  await giveToOffice(world, message, whose, 'unsaid');
  await world.records.incoming.setThread(threadId(message), { who: null });
}
