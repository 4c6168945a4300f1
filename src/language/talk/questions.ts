import type { Day } from '../../domain/calendar.ts';
import { resolvePhrase } from '../days/resolve-phrase.ts';
import { type NameMention, nearNames } from '../people/known-names.ts';
import type { Known } from '../people/name-words.ts';
import { type QuestionKind, questionPhrases } from './question-phrases.ts';
import { type Shape, shapeOf } from './shape.ts';
import { isOurWord, mendWord } from './vocabulary.ts';

/** Whom a question is about: a name as it fits those the asker may see, or "he" and "she". */
export type AskedWho =
  | { type: 'named'; written: string; ids: readonly string[]; near: readonly string[] }
  | { type: 'pronoun' };

export type Question = {
  kind: QuestionKind;
  who?: AskedWho;
  /** The first day that was named. */
  day?: Day;
  /** Of that day, where only a part was named. */
  part?: 'am' | 'pm';
  mark?: 'present' | 'late' | 'absent';
  minutes?: number;
  /** Why, for a closure: "snow". */
  why?: string;
  /** Whose weeks are asked for, as it was said: "attendance level 2". */
  of?: string;
};

const questions = questionPhrases.map(([kind, pattern]) => ({ kind, asks: new RegExp(`^(?:${pattern})$`) }));

function mended(text: string): string {
  return text
    .split(' ')
    .map((word) => (/^[A-Z-]+$/.test(word) ? word : mendWord(word)))
    .join(' ');
}

const marks: Record<string, Question['mark']> = { late: 'late', absent: 'absent', away: 'absent', off: 'absent' };
const markOf = (word: string): Question['mark'] => marks[word] ?? (/\b(not|no)\b/.test(word) ? 'absent' : 'present');

function whoOf(shape: Shape, people: readonly Known[]): AskedWho | undefined {
  const [name] = shape.names as (NameMention | undefined)[];
  if (name)
    return { type: 'named', written: name.written, ids: name.ids, near: name.near ?? nearNames(name.written, people) };
  return /\b(he|she|they|him|her|his|their|my apprentice|my learner)\b/.test(shape.text)
    ? { type: 'pronoun' }
    : undefined;
}

function dayOf(shape: Shape, today: Day, isPast: boolean): Pick<Question, 'day' | 'part'> {
  const item = shape.clauses.flatMap((clause) => clause.items).find((one) => one.day);
  const day = item?.day && resolvePhrase(item.day, { today, isPast }).spans[0]?.from;
  const part = item?.day?.pieces[0]?.from.part;
  return { ...(day ? { day } : {}), ...(part === 'am' || part === 'pm' ? { part } : {}) };
}

function minutesOf(shape: Shape, written: string | undefined): number | undefined {
  const item = shape.clauses.flatMap((clause) => clause.items).find((one) => one.minutes);
  return item?.minutes?.most ?? (written ? Number(written) : undefined);
}

type QuestionContext = { today: Day; people: readonly Known[] };

function read(shape: Shape, { today, people }: QuestionContext): Question | undefined {
  if (shape.text === '') return undefined;
  const said = mended(shape.text);
  for (const { kind, asks } of questions) {
    const found = asks.exec(said);
    if (!found) continue;
    const groups = found.groups ?? {};
    const about = whoOf(shape, people);
    const when = dayOf(shape, today, kind === 'my-mark' || /\b(was|were|did|has)\b/.test(said));
    const minutes = minutesOf(shape, groups.minutes);
    return {
      kind,
      ...(about ? { who: about } : {}),
      ...when,
      ...(groups.mark ? { mark: markOf(groups.mark) } : {}),
      ...(minutes && groups.mark ? { minutes } : {}),
      ...(groups.of ? { of: groups.of.trim() } : {}),
      ...(groups.why && /[a-z]{3}/.test(groups.why) ? { why: groups.why.trim() } : {}),
    };
  }
  return undefined;
}

const leastLetters = 3;
/** A question with more words that are none of ours is none of the table's; each costs a look at everybody's name. */
const mostStrange = 4;

/** The same with a name typed wrong put right for the table; whom it may mean stays a guess to be asked about. */
function readMistyped(text: string, shape: Shape, context: QuestionContext): Question | undefined {
  const { people } = context;
  if (people.length === 0 || shape.names.length > 0) return undefined;
  const strange = shape.tokens.filter(
    ({ shape: kind, plain, word }) => kind === 'word' && plain.length >= leastLetters && !isOurWord(word),
  );
  if (strange.length > mostStrange) return undefined;
  for (const token of strange) {
    const near = nearNames(token.raw, people);
    const name = people.find((one) => one.id === near[0])?.names[0]?.split(' ')[0];
    if (!name) continue;
    const mendedShape = shapeOf(`${text.slice(0, token.start)}${name}${text.slice(token.stop)}`, people);
    const question = mendedShape && read(mendedShape, context);
    if (question?.who) return { ...question, who: { type: 'named', written: token.raw, ids: [], near } };
  }
  return undefined;
}

/**
 * The question a short message asks, by the table alone; undefined for everything else. The whole message must be the
 * question: whoever adds something to it tells something too, and that is read as a message.
 */
export function questionOf(text: string, context: QuestionContext): Question | undefined {
  const shape = shapeOf(text, context.people);
  return shape && (read(shape, context) ?? readMistyped(text, shape, context));
}
