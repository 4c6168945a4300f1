import { type AbsenceNotice, type Half, halves } from '../../domain/absence-notice.ts';
import { dayOf, sayDay } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { isRefusal, type Outcome, type Refusal } from '../../domain/failure.ts';
import { type Incoming, type Thread, threadId } from '../../domain/incoming.ts';
import type { Person } from '../../domain/person.ts';
import { saysYes, smallTalkOf } from '../../language/talk/small-talk.ts';
import type { CardModel, ListView } from '../core/card-model.ts';
import { ownPageLink } from '../core/own-page.ts';
import type { World } from '../core/ports.ts';
import { collegeOf } from '../core/site-of.ts';
import { askedAt, newestOf, openCards } from '../notices/answer-card.ts';
import { changeNotice, chooseLearner, tellLate } from '../notices/confirm-notice.ts';
import type { FileRead } from '../notices/receive-evidence.ts';
import { sayWhat } from '../notices/say-notice.ts';
import { isTooLate } from '../notices/view-notice.ts';
import { giveToOfficeOf, siteOfPlace } from '../sending/messages-in.task.ts';
import { hearMessage } from '../talk/hear-message.ts';
import { answerBack, answerKindly, fitting } from './answer-back.ts';
import { askOpen } from './say-open.ts';

/** The words for a refusal. */
export type SayRefusal = (refusal: Refusal) => string;
/** The files that came with a message; undefined where they could not be had. */
export type ReadFiles = (
  message: Pick<Incoming, '_id' | 'kind' | 'hasFile'>,
) => Promise<readonly (() => Promise<FileRead>)[] | undefined>;
/** What hearing needs from outside. Without `readFiles` files stay where they are. */
export type Hearing = { sayRefusal: SayRefusal; readFiles?: ReadFiles | undefined };

const onlyAbsence =
  'By text or email I can take word of an absence or of being late. For anything else, please call your college.';
const tryThis =
  'You can write, for example: not in tomorrow, dentist at 2. For anything else, please call your college.';
/** What is said of cards and buttons helps nobody who has none. */
const ofCards = /\b(cards?|press|button|type|below|this chat|Change|Confirm)\b/;
const noFilesByText = 'I cannot take photos or files by text. Please send it by email, or show it to your college.';
/** A clock of a provider's may be this much behind ours. */
const clockMs = 60_000;

/** Whole sentences that make sense without a card. */
function plainSentences(text: string): string {
  const sentences = (text.match(/[^.!?]+(?:[.!?]+|$)/g) ?? []).map((one) => one.trim());
  // Thanked once is enough, however many were confirmed.
  return [...new Set(sentences)].filter((one) => one !== '' && !ofCards.test(one) && !one.endsWith(':')).join(' ');
}

/** Of a list its title where that is an answer by itself; figures and rows are for the chat, where it is known who reads. */
function sayList({ title, lead, items, commands }: ListView): string {
  // What buttons would say is written instead.
  const [example] = commands.flatMap((one) => ('say' in one ? [one.say] : []));
  if (/^Which one\b/.test(title) && example)
    return `${title} ${commands.map((one) => one.title).join(' or ')}. Please write it again like this: ${example}.`;
  if (items.length > 0 || !title.endsWith('.')) return onlyAbsence;
  return commands.length === 0 ? plainSentences(`${title} ${lead}`) : `${title} ${tryThis}`;
}

/** Figures are not for a text or mail; the link to one's own page is, where there is one. */
async function leadToOwnPage(world: World, person: Person, { kind, from }: Incoming): Promise<string> {
  const own = await ownPageLink(world, person, { channel: kind, to: from });
  if (!own) return onlyAbsence;
  return `By text or email I take word of an absence. ${capital(own.holds)}: ${own.url} It is for you alone, until ${sayDay(dayOf(own.until))}.`;
}

/** What an answer of the chat says in a short message. */
function sayCard(card: CardModel): string {
  if (card.card === 'note-plain') return plainSentences(card.data.text);
  if (card.card === 'list-plain') return sayList(card.data);
  // Which of the open ones is meant is asked by numbers.
  const isAskedOtherwise = card.card === 'form-plain' && /^(notice-who|confirm-all)\b/.test(card.data.id);
  return isAskedOtherwise ? '' : onlyAbsence;
}

const isHalf = (text: string | undefined): text is Half => halves.some((half) => half === text);

type Told = { said: string };

/** The form's answers, as they stand, with one of them given now. */
async function settle(
  world: World,
  person: Person,
  notice: AbsenceNotice,
  given: { half?: Half; minutesLate?: number },
  pressId: string,
): Promise<Outcome<CardModel>> {
  const { _id: noticeId, kind, days, reason, arriveAt } = notice;
  const [firstDay = ''] = days;
  const asTold = { kind, firstDay, lastDay: days.at(-1) ?? firstDay, reason, ...(arriveAt ? { arriveAt } : {}) };
  return changeNotice(world, person, { noticeId, pressId, ...asTold, ...given });
}

/** A number that answers what was asked about a notice; undefined where none was, or it is no longer open. */
async function answerNumber(
  world: World,
  person: Person,
  message: Incoming,
  choice: Thread['choice'],
): Promise<Outcome<Told> | undefined> {
  const number = /^\s*\(?(\d{1,3})[).]?\s*$/.exec(message.words ?? '')?.[1];
  if (number === undefined) return undefined;
  const pressId = `said|${message._id}`;
  const isThis = (one: AbsenceNotice) => one._id === choice?.noticeId && one.question === choice.asks;
  const open = await openCards(world, person);
  const chosen = open.find(isThis);
  const picked = choice?.options[Number(number) - 1];
  if (chosen && choice) {
    if (picked === undefined) return { said: '' };
    if (choice.asks === 'who') {
      const done = await chooseLearner(world, person, { noticeId: chosen._id, learnerId: picked, pressId });
      return isRefusal(done) ? done : { said: '' };
    }
    return isHalf(picked) ? confirmedBy(world, person, chosen, { half: picked }, pressId) : undefined;
  }
  const late = newestOf(open).find((one) => one.question === 'how-late');
  return late && confirmedBy(world, person, late, { minutesLate: Number(number) }, pressId);
}

async function confirmedBy(
  world: World,
  person: Person,
  notice: AbsenceNotice,
  given: { half?: Half; minutesLate?: number },
  pressId: string,
): Promise<Outcome<Told>> {
  const done = await settle(world, person, notice, given, pressId);
  if (isRefusal(done)) return done;
  const after = await world.records.notices.byId(notice._id);
  return { said: after?.state === 'confirmed' ? `Thank you. Confirmed: ${sayWhat(after)}.` : '' };
}

/** A yes to what is over already tells the office, as the card's own button does (S10). */
async function answerLate(
  world: World,
  person: Person,
  message: Incoming,
  asked: readonly AbsenceNotice[],
): Promise<Told | undefined> {
  const late: AbsenceNotice[] = [];
  for (const one of asked) if (!one.question && one.kind === 'absence' && (await isTooLate(world, one))) late.push(one);
  for (const { _id: noticeId } of late) await tellLate(world, person, { noticeId, pressId: `said|${message._id}` });
  return late.length > 0 ? { said: 'Thank you. The office has it now and decides.' } : undefined;
}

/** True for a yes or no that was written before what is open was asked: it answers something else. */
function isBeforeAsked(at: Date, [asked]: readonly AbsenceNotice[]): boolean {
  return asked !== undefined && askedAt(asked) > at.getTime() + clockMs;
}

/** Hears the words; what to say of them at once, and the kind words after a cry for help apart. */
async function hear(
  world: World,
  person: Person,
  message: Incoming,
  { choice, files }: { choice: Thread['choice']; files: readonly (() => Promise<FileRead>)[] },
  sayRefusal: SayRefusal,
): Promise<{ said: string; kind?: CardModel }> {
  const { words = '', at, _id } = message;
  // A picture by text, without a word.
  if (words.trim() === '' && files.length === 0 && message.hasFile) return { said: '' };
  const answer = await answerNumber(world, person, message, choice);
  if (answer) return { said: isRefusal(answer) ? plainSentences(sayRefusal(answer)) : answer.said };
  const talk = smallTalkOf(words);
  const isYes = talk !== undefined && saysYes(talk);
  if (isYes || talk === 'no') {
    const asked = newestOf(await openCards(world, person));
    if (isBeforeAsked(at, asked)) return { said: '' };
    const late = isYes ? await answerLate(world, person, message, asked) : undefined;
    if (late) return late;
  }
  const cards = await hearMessage(world, person, { text: words, files, message: { id: _id, isEdit: false }, at });
  const said: string[] = [];
  let kind: CardModel | undefined;
  for (const card of cards) {
    if (isRefusal(card)) said.push(plainSentences(sayRefusal(card)));
    else if (card.card === 'note-plain' && card.data.isPrivate) kind = card;
    else said.push(sayCard(card));
  }
  const own = said.includes(onlyAbsence) ? await leadToOwnPage(world, person, message) : '';
  const answers = [...new Set(said)].filter(Boolean).map((one) => (one === onlyAbsence ? own : one));
  return { said: answers.join(' '), ...(kind ? { kind } : {}) };
}

/**
 * Hears a text or mail as somebody's own words, as in the chat: for harm first (S11), then what it tells (G2, S2, S3).
 * The answer says what was understood and asks for a yes, where they wrote from.
 */
export async function hearAs(
  world: World,
  person: Person,
  message: Incoming,
  { sayRefusal, readFiles }: Hearing,
): Promise<void> {
  const files = message.hasFile ? await readFiles?.(message) : [];
  const thread = threadId(message);
  const before = await world.records.incoming.thread(thread);
  const heard = { choice: before?.choice, files: files ?? [] };
  const { said: answered, kind } = await hear(world, person, message, heard, sayRefusal);
  const isPicture = message.kind === 'sms' && message.hasFile;
  const said = [answered, isPicture ? noFilesByText : ''].filter(Boolean).join(' ');
  if (kind) await answerKindly(world, message, person, kind);
  const asked = await askOpen(world, person);
  await world.records.incoming.setThread(thread, { choice: asked?.choice ?? null });
  const variants = asked ? asked.variants.map((one) => [said, one].filter(Boolean).join(' ')) : [said];
  const college = await collegeOf(world, person);
  const body =
    message.kind === 'sms' ? fitting(college, [...variants, ...(asked?.variants ?? [])]) : (variants[0] ?? '');
  await answerBack(world, message, { key: 'answer', body, toId: person._id });
  // Last of all, so that what breaks off is done again.
  await world.together(async (inside) => {
    const isLeft = message.kind === 'mail' && files === undefined;
    const became = { became: 'heard' as const, personId: person._id };
    if (!isLeft) return inside.records.incoming.note(message._id, became, { words: false });
    const site = await siteOfPlace(inside, { people: [person], contacts: [] });
    return giveToOfficeOf(inside, site, message._id, { ...became, why: 'file' }, { words: false });
  });
}
