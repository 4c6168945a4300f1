import type { Day } from '../../domain/calendar.ts';
import { resolvePhrase } from '../days/resolve-phrase.ts';
import type { Who } from '../reading.ts';
import type { Cue } from './cues.ts';
import { ownDays, type Statement, strong } from './statement.ts';

/** Statements about one happening of the same people. */
export type Happening = { people: Who[]; statements: Statement[] };

const kindsOf = (statements: readonly Statement[]) => {
  const cues = new Set(statements.flatMap((one) => [...one.cues]));
  return strong.filter((cue) => cues.has(cue));
};
/** "Shift overran by 2 hours": how long of something else. */
const overran = /\b(overran|overrunning|ran over)\b/;
const isTimed = ({ clause }: Statement) =>
  !overran.test(clause.text) && clause.items.some(({ time, minutes }) => (time && time.lead !== 'since') || minutes);
/** The days a statement has of its own, each as what can be compared: "the 26th" is "Thursday", "Thursday" is the "Thursday morning" said before. */
type DaysOf = (statement: Statement) => readonly { day: string; part: string }[];
const daysOn =
  (today: Day): DaysOf =>
  (statement) =>
    ownDays(statement).map(({ item: { day } }) => {
      const { spans, part = '' } = resolvePhrase(day!, { today });
      const dates = spans.map(({ from, to }) => `${from} ${to}`).join();
      return { day: dates || JSON.stringify(day!.pieces), part };
    });
const isAmong = (known: ReturnType<DaysOf>, one: ReturnType<DaysOf>[number]) =>
  known.some(({ day, part }) => day === one.day && (part === one.part || part === '' || one.part === ''));
/** An appointment and the like, told as such. */
const isEvent = (one: Statement) => one.cues.has('weak') && !one.isMain && !one.cues.has('told');

/** True when a statement tells of another happening than the open one. */
function isAnother(open: Happening, statement: Statement, daysOf: DaysOf): boolean {
  if (!statement.isMain && !statement.cues.has('weak')) return false;
  const before = kindsOf(open.statements);
  const now = kindsOf([statement]);
  const known = open.statements.flatMap(daysOf);
  const isOtherDay = daysOf(statement).some((day) => !isAmong(known, day));
  const hasDays = open.statements.some((one) => ownDays(one).length > 0 || one.days.some((day) => day.role === 'free'));
  // "in late tomorrow (10ish) and leaving early (2pm)": two happenings of one day.
  const wasLate = before.includes('late') && open.statements.some(isTimed);
  if (wasLate && now.includes('leave') && isTimed(statement)) return true;
  if (!isOtherDay) return false;
  // "ill in bed, also got an appointment on Monday at 9": ill now, and away then.
  if (isEvent(statement) && before.includes('away') && /^(and )?(also|plus)\b/.test(statement.clause.text)) return true;
  // "sick today and the optician Wednesday at 2", "in for 1 on Wednesday, then the op is Friday"
  if (isEvent(statement) && hasDays && (isTimed(statement) || (before.length > 0 && !before.includes('away'))))
    return true;
  if (now.length === 0 || now.some((kind) => before.includes(kind))) return false;
  // A lateness without day or time is no happening but a reason: "flight delayed so not back until Tuesday".
  if (before.length > 0) return hasDays || wasLate;
  // "on shift tomorrow and I go early on Wednesday"; but "funeral Tuesday so off Monday" is one.
  return hasDays && !now.includes('away');
}

/** Each of them tells what it is, and not of the same; or it is an appointment besides. */
function isOfItsOwn(open: Happening, statement: Statement): boolean {
  const [before, now] = [kindsOf(open.statements), kindsOf([statement])];
  if (isEvent(statement)) return before.length > 0 && /\balso\b/.test(statement.clause.text);
  return before.length > 0 && now.length > 0 && !now.some((kind) => before.includes(kind));
}

const namely = /^(so )?(that is|that 's|thats|namely|i mean) NAME\b/;
const tellsMore = / (is|are|will|has|have|can|not|off|who|DAY)\b/;
/** "That is Jamie, Tom and Big Dave's lad Sol" */
const isNamed = ({ clause: { text } }: Statement) =>
  namely.test(text) && text.endsWith('NAME') && !tellsMore.test(text.replace(namely, ''));

const isNext = ({ clause }: Statement) => /^(and |so )?(then|also|plus|second(ly)?)\b/.test(clause.text);

/**
 * "leave from 7th to 11th, and on the 14th bloods, so in by 11 that day", "in for 11 tomorrow, then Friday is the wedding
 * so off": the last clause begins with the one before it.
 */
function beginsBefore(open: Happening, statement: Statement, daysOf: DaysOf): boolean {
  const last = open.statements.at(-1);
  const rest = open.statements.slice(0, -1);
  if (!last || statement.days.length > 0) return false;
  const now = kindsOf([statement]);
  if (now.length === 0) return false;
  const before = kindsOf(rest);
  const isEventFirst = isEvent(last) && isTimed(statement) && !now.includes('away') && before.includes('away');
  const isNextFirst = isNext(last) && !last.isMain && before.length > 0 && !now.some((kind) => before.includes(kind));
  if (!(isEventFirst || isNextFirst)) return false;
  const known = rest.flatMap(daysOf);
  return rest.some((one) => ownDays(one).length > 0) && daysOf(last).some((day) => !isAmong(known, day));
}

/** Only the days of what was said before, for a further happening on the same days. */
function daysAlone(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((one) => {
    const items = one.days.map((day) => day.item);
    if (items.length === 0) return [];
    const clause = { ...one.clause, items, text: 'DAY', plain: '' };
    return [{ clause, cues: new Set<Cue>(), days: one.days, isMain: false }];
  });
}

const key = (who: readonly Who[]) =>
  JSON.stringify(who.map((one) => (one.type === 'named' ? one.ids.join() || one.name : one.type)));

/**
 * Gathers clauses into happenings: each new subject opens one, and so does a clause of another kind with days of its
 * own. A clause about some of several people ("Aisha - driving test, Tom - vomiting") parts them. What is said before
 * any person is named ("absent today: …") holds for each who is then only named.
 */
export function gather(
  statements: readonly Statement[],
  subjectOf: (statement: Statement) => readonly Who[] | undefined,
  today: Day,
): Happening[] {
  const resolved = new Map(statements.map((one) => [one, daysOn(today)(one)]));
  const daysOf: DaysOf = (statement) => resolved.get(statement) ?? daysOn(today)(statement);
  const found: Happening[] = [];
  let open: Happening = { people: [], statements: [] };
  let preface: readonly Statement[] = [];
  for (const statement of statements) {
    const subject = subjectOf(statement);
    // "All our lot are off that week, that's Jamie, Tom and Priya"
    if (subject && open.people[0]?.type === 'all' && isNamed(statement)) open.people = [...subject];
    const isNew = subject !== undefined && key(subject) !== key(open.people);
    // "Poppy and Grace leave at 2 tomorrow, Grace is also off all day Friday"
    const isFurther = isNew && isOfItsOwn(open, statement) && isAnother(open, statement, daysOf);
    if (
      isNew &&
      !isFurther &&
      open.people.length > 1 &&
      subject.length < open.people.length &&
      within(subject, open.people)
    ) {
      found.push({ people: [...subject], statements: [...open.statements, statement] });
      open.people = open.people.filter((one) => !within([one], subject));
      continue;
    }
    const parted = isNew ? found.findLast((one) => key(one.people) === key(subject)) : undefined;
    if (parted && !statement.isMain) {
      parted.statements.push(statement);
      continue;
    }
    if (isNew && open.people.length === 0) {
      preface = open.statements;
      open = { people: [...subject], statements: [...preface] };
    } else if (!isNew && beginsBefore(open, statement, daysOf)) {
      const last = open.statements.at(-1)!;
      found.push({ ...open, statements: open.statements.slice(0, -1) });
      open = { people: open.people, statements: [last] };
    } else if (isNew || (open.statements.length > 0 && isAnother(open, statement, daysOf))) {
      found.push(open);
      const carried = isNew || ownDays(statement).length > 0 ? [] : daysAlone(open.statements);
      open = { people: isNew ? [...subject] : open.people, statements: carried };
    }
    open.statements.push(statement);
  }
  found.push(open);
  const named = found.some((one) => one.people.length > 0) ? found.filter((one) => one.people.length > 0) : found;
  const isBare = (one: Happening) =>
    !one.statements.some((statement) => statement.isMain || preface.includes(statement));
  return named
    .filter((one) => one.statements.length > 0)
    .map((one) => (isBare(one) ? { ...one, statements: [...preface, ...one.statements] } : one));
}

function within(some: readonly Who[], all: readonly Who[]): boolean {
  return some.every((one) => all.some((other) => key([one]) === key([other])));
}
