import { dayOf } from '../../domain/calendar.ts';
import { isRefusal, type Outcome } from '../../domain/failure.ts';
import { callName, firstName, isStaff, type Person } from '../../domain/person.ts';
import { detectHarm } from '../../language/detect-harm.ts';
import { normalise } from '../../language/normalise.ts';
import { type SmallTalk, smallTalkOf } from '../../language/talk/small-talk.ts';
import { whomMeant } from '../../language/talk/whom-meant.ts';
import type { CardModel } from '../core/card-model.ts';
import { knownAs, thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { openForm } from '../desk/forms.ts';
import { showHelp } from '../desk/show-help.ts';
import { answerCard, sayStanding } from '../notices/answer-card.ts';
import { confirmable } from '../notices/confirm-all.form.ts';
import { correctNotice } from '../notices/correct-notice.ts';
import { correctWhom } from '../notices/correct-whom.ts';
import { dropMessage, type Message, noticesOfMessage } from '../notices/follow-message.ts';
import { answerReport, hearReport, passOnHarm } from '../notices/read-report.ts';
import { type FileRead, receiveFiles } from '../notices/receive-evidence.ts';
import { examplesFor } from './answer-question.ts';
import { answerSaid } from './answer-said.ts';
import { answerStaffReport } from './lead-to-form.ts';
import { kindAnswer, notUnderstood } from './not-understood.ts';
import { nothingAsked, nothingOpen, notYours } from './offer-help.ts';

/** What came: words, files, and which chat message it is, for when it is changed later. */
export type Heard = {
  text: string;
  files: readonly (() => Promise<FileRead>)[];
  message?: Message | undefined;
  /** When it was written, where that was well before it came: “tomorrow” is the day after that. */
  at?: Date | undefined;
};
/** `said`: what must not be said twice in a row. `named`: whom the message names and says nothing of. */
type Answer = { cards: Outcome<CardModel>[]; isUnderstood: boolean; said?: string; named?: Person[] };

const putRight =
  'I take nothing back by a word. Press it on its card: Amend on a register, Change on an absence, Correct it on what you signed. For anything else ask the office.';

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });
const understood = (cards: Outcome<CardModel>[], said?: string): Answer => ({
  cards,
  isUnderstood: true,
  ...(said ? { said } : {}),
});

/** Thanks, goodbye and the like: answered once, kindly, then not again in a row. */
async function answerKindly(
  world: World,
  actor: Person,
  talk: SmallTalk,
  saidBefore: string | null | undefined,
): Promise<Answer> {
  if (saidBefore === 'kind') return understood([], 'kind');
  const name = firstName(actor);
  const first =
    talk === 'sorry' ? 'No need to be sorry.' : talk === 'bye' ? `Bye for now, ${name}.` : `You’re welcome, ${name}.`;
  const then = await sayStanding(world, actor);
  return understood([note(then ? `${first} ${then}` : first)], 'kind');
}

async function answerSmallTalk(
  world: World,
  actor: Person,
  talk: SmallTalk,
  saidBefore: string | null | undefined,
): Promise<Answer | undefined> {
  if (talk === 'thanks' || talk === 'sorry' || talk === 'bye') return answerKindly(world, actor, talk, saidBefore);
  const said = await answerCard(world, actor, talk);
  if (said !== undefined) return understood(said === '' ? [] : [note(said)]);
  if (talk === 'okay') return answerKindly(world, actor, talk, saidBefore);
  if (talk === 'yes-all' || talk === 'yes-both' || talk === 'undo') return undefined;
  return understood([nothingAsked(actor, examplesFor(actor))]);
}

/** What stands wholly in our own tables needs no learned reader to hear fear in it; the rules listen all the same (S11). */
const isHarmless = (text: string) => detectHarm(normalise(text), true) === 'none';

/** Several cards of an employer or the office wait for a yes, and a message brought one of them: one button confirms them all. */
async function offerAll(world: World, actor: Person, messageAt: Date): Promise<Outcome<CardModel>[]> {
  // A learner's are answered one by one.
  if (actor.roles.includes('learner')) return [];
  const now = world.clock.now();
  const waiting = await confirmable(world, actor, now);
  if (waiting.length < 2 || waiting.every((one) => one.createdAt < messageAt)) return [];
  return [await openForm(world, actor, `confirm-all|${now.getTime()}`)];
}

async function answerClosed(
  world: World,
  actor: Person,
  text: string,
  saidBefore: string | null | undefined,
  message: Message | undefined,
): Promise<Answer | undefined> {
  if (!isHarmless(text)) return undefined;
  // A name after “which learner?”, or in another’s place, asks for nothing that is known of them.
  const now = world.clock.now();
  const whom = message?.isEdit
    ? undefined
    : await correctWhom(world, actor, text, { words: text, messageId: message?.id });
  if (whom) return understood([...whom, ...(await offerAll(world, actor, now))]);
  const talk = smallTalkOf(text);
  const answer = talk && (await answerSmallTalk(world, actor, talk, saidBefore));
  if (answer) return answer;
  const outcome = await answerSaid(world, actor, text);
  // What staff press is put right where it was pressed; nothing of it hangs on a word.
  if (!outcome && talk === 'undo')
    return understood([isStaff(actor) ? note(putRight) : nothingOpen(actor, examplesFor(actor))]);
  // Who asks for what others may do hears what is theirs to ask.
  if (outcome && isRefusal(outcome) && outcome.refused === 'not-allowed')
    return understood([notYours(actor, examplesFor(actor))]);
  return outcome && understood([outcome]);
}

/** Names and nothing else: what about them? */
function askWhat(people: readonly Person[]): CardModel {
  const all = people.length === 2 ? 'both of them' : `all ${people.length} of them`;
  return note(`What about ${people.map(callName).join(' and ')}? You can write, for example: ${all} are off tomorrow.`);
}

/** How often in a row words were not understood, from what was said last. */
const timesLost = (said: string | null | undefined) => (said?.startsWith('lost-') ? Number(said.slice(5)) + 1 : 0);

async function answerOpen(
  world: World,
  actor: Person,
  text: string,
  saidBefore: string | null | undefined,
  { files, message, at }: Omit<Heard, 'text'>,
): Promise<Answer> {
  const heard = await hearReport(world, actor, text, at);
  const kind = await passOnHarm(world, actor, text, heard);
  // A message that was changed stands for itself; it puts nothing right that came before it.
  const changed = message?.isEdit
    ? undefined
    : await correctNotice(world, actor, text, heard.harm === 'none' ? text : '');
  const { intent, events } = heard.reading;
  const led = changed || intent !== 'report' ? undefined : await answerStaffReport(world, actor, events);
  const answers = changed ?? (led ? [led] : await answerReport(world, actor, text, heard, message));
  if (answers)
    return understood([...kind, ...answers, ...(intent === 'report' ? await offerAll(world, actor, heard.at) : [])]);
  // Words beside a file say what it is; what becomes of it is answered with it.
  if (kind.length > 0 || files.length > 0) return understood(kind);
  const named = whomMeant(text, knownAs(heard.learners));
  const people = thoseOf(heard.learners, named?.right.flatMap((one) => (one.ids.length === 1 ? one.ids : [])) ?? []);
  if (people.length > 1) return { ...understood([askWhat(people)]), named: people };
  const kindly = saidBefore === 'felt' ? undefined : kindAnswer(actor, text);
  if (kindly) return understood([kindly], 'felt');
  const times = timesLost(saidBefore);
  return { cards: [await notUnderstood(world, actor, text, times)], isUnderstood: false, said: `lost-${times}` };
}

/**
 * Hears one message in the chat with the bot: an answer to a card, a command or question, words that tell something, or
 * files. Hints at harm go to the Safeguarding Team first, whatever else it says (S11). Returns what to answer at once;
 * cards that stay up to date follow as slots.
 */
export async function hearMessage(
  world: World,
  actor: Person,
  { text, files, message, at }: Heard,
): Promise<Outcome<CardModel>[]> {
  if (text === '' && files.length === 0) return [await showHelp(world, actor)];
  const cards: Outcome<CardModel>[] = [];
  if (text !== '') {
    const now = world.clock.now();
    const before = await world.records.talks.of(actor._id);
    const closed = await answerClosed(world, actor, text, before?.said, message);
    if (closed && message?.isEdit) await dropMessage(world, await noticesOfMessage(world, actor, message.id), 'edited');
    const answer = closed ?? (await answerOpen(world, actor, text, before?.said, { files, message, at }));
    const namedIds = (answer.named ?? []).map((one) => one._id);
    await world.records.talks.note(actor._id, { said: answer.said ?? null, namedIds, at: now });
    const role = actor.roles[0];
    if (role) await world.records.talks.count(role, dayOf(now).slice(0, 7), answer.isUnderstood);
    cards.push(...answer.cards);
  }
  cards.push(...(await receiveFiles(world, actor, files, { text, messageId: message?.id })));
  world.wake();
  return cards;
}

/** Whatever a learner gets after a message has the quiet way to the Safeguarding Team on it (S11). */
export function withWayOut(actor: Person, card: CardModel): CardModel {
  return actor.roles.includes('learner') ? { ...card, needsSomeone: true } : card;
}
