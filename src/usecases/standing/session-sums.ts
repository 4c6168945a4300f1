import { mondayOf, timeOf, weekdayOf } from '../../domain/calendar.ts';
import { addCounts, type CountedMarks, type LessonLine, type SessionSums } from '../../domain/lesson-sums.ts';
import type { Session } from '../../domain/session.ts';
import { countedOf } from '../../policy/rules/tally.ts';
import type { StoredLessons, StoredMark } from '../core/records/standing.ts';

/** Marks of the same code together. */
function together(marks: readonly CountedMarks[]): CountedMarks[] {
  const sums = new Map<string, CountedMarks>();
  for (const one of marks) {
    const sum = sums.get(codeKey(one));
    if (sum) addCounts(sum, one);
    else sums.set(codeKey(one), { ...one });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

const apart = '|apart';
/** Under which name sums of a code are kept; of those who did not take part under one of their own. */
export function codeKey({ code, notTakingPart }: Pick<CountedMarks, 'code' | 'notTakingPart'>): string {
  return notTakingPart ? `${code}${apart}` : code;
}
export function codeOfKey(key: string): Pick<CountedMarks, 'code' | 'notTakingPart'> {
  return key.endsWith(apart)
    ? { code: key.slice(0, -apart.length), notTakingPart: true }
    : { code: key, notTakingPart: false };
}

/** When in the week a session is: its weekday, 0 Sunday, and local time, as "2 09:00". */
export function slotOf({ day, startsAt, zone }: Pick<Session, 'day' | 'startsAt' | 'zone'>): string {
  return `${weekdayOf(day)} ${timeOf(startsAt, zone)}`;
}

/** What the marks of a session add to the sums of lessons; undefined while there are none. */
export function sessionSums(
  session: Pick<Session, 'tutorIds' | 'type' | 'groups' | 'day' | 'startsAt' | 'zone'>,
  marks: readonly StoredMark[],
): SessionSums | undefined {
  const [first] = marks;
  if (!first) return undefined;
  const { programmeId, packId, year } = first;
  return {
    ...{ programmeId, packId, year, type: session.type },
    tutorIds: session.tutorIds.toSorted(),
    groups: session.groups.toSorted(),
    monday: mondayOf(session.day),
    slot: slotOf(session),
    marks: together(marks.map(countedOf)),
  };
}

/** The id of a line's sums. */
export function lineId({ programmeId, packId, year, tutorIds, type, groups }: LessonLine): string {
  return JSON.stringify([programmeId, packId, year, tutorIds, type, groups]);
}

/** What lies under a key, put there where nothing does. */
export function under<T>(all: Record<string, T>, key: string, empty: T): T {
  const found = all[key] ?? empty;
  all[key] = found;
  return found;
}

/** Adds what a session adds to the sums of its line, which are made where there are none. */
export function addToLessons(lessons: Map<string, StoredLessons>, sums: SessionSums): void {
  const { monday, slot, marks, ...line } = sums;
  const _id = lineId(line);
  const known = lessons.get(_id) ?? { _id, ...line, weeks: {}, slots: {} };
  lessons.set(_id, known);
  const week = under(known.weeks, monday, {});
  const at = under(under(known.slots, monday, {}), slot, {});
  for (const one of marks) {
    const key = codeKey(one);
    addCounts(under(week, key, { count: 0, late: 0, plannedMinutes: 0, lostMinutes: 0 }), one);
    at[key] = (at[key] ?? 0) + one.count;
  }
}

/** Two of the same marks, tutors, type and time. */
export function isSameSums(a: SessionSums | undefined, b: SessionSums | undefined): boolean {
  const essence = (one: SessionSums | undefined) =>
    one && [
      ...[lineId(one), one.monday, one.slot],
      ...one.marks.map((mark) => [codeKey(mark), mark.count, mark.late, mark.plannedMinutes, mark.lostMinutes]),
    ];
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b));
}

/** Sums as they compare: without what is zero, in one order. */
export function lessonsEssence({ _id, weeks, slots }: StoredLessons): string {
  const found: string[] = [];
  for (const [monday, byCode] of Object.entries(weeks))
    for (const [key, { count, late, plannedMinutes, lostMinutes }] of Object.entries(byCode))
      if (count || late || plannedMinutes || lostMinutes)
        found.push([monday, key, count, late, plannedMinutes, lostMinutes].join());
  for (const [monday, bySlot] of Object.entries(slots))
    for (const [slot, byCode] of Object.entries(bySlot))
      for (const [key, count] of Object.entries(byCode)) if (count) found.push([monday, slot, key, count].join());
  return [_id, ...found.sort()].join(' ');
}
