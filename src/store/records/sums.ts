import { addDays, type Day } from '../../domain/calendar.ts';
import type { SessionSums } from '../../domain/lesson-sums.ts';
import {
  enrolmentYearId,
  type LessonSlotSum,
  type StoredLessons,
  type StoredWeek,
  type StoredWeeks,
  type WeekDifference,
  type WeekSpan,
  type WeekSumOf,
} from '../../usecases/core/records/standing.ts';
import { codeKey, codeOfKey, isSameSums, lineId } from '../../usecases/standing/session-sums.ts';

type WeekId = Omit<StoredWeek, keyof WeekDifference>;

/** The one document of an enrolment's weeks, and what a difference adds there. */
export function weekUpdate({ enrolmentId, learnerId, programmeId, packId, year, ...week }: WeekId, by: WeekDifference) {
  const { days, ...sums } = by;
  const at = `${week.monday}.${codeKey(week)}`;
  const added = [
    ...Object.entries(sums).map(([name, n]) => [`weeks.${at}.${name}`, n] as const),
    ...Object.entries(days).map(([day, n]) => [`days.${at}.${day}`, n] as const),
  ];
  return {
    filter: { _id: enrolmentYearId({ enrolmentId, packId, year }) },
    update: {
      $set: { enrolmentId, learnerId, programmeId, packId, year },
      $inc: Object.fromEntries(added),
    },
  };
}

/** What a session's sums add to their line; `sign` -1 takes them out again. */
function lessonUpdate({ monday, slot, marks, ...line }: SessionSums, sign: 1 | -1) {
  const added = marks.flatMap((one): [string, number][] => {
    const { count, late, plannedMinutes, lostMinutes } = one;
    const sums = Object.entries({ count, late, plannedMinutes, lostMinutes });
    return [
      ...sums.map(([name, n]): [string, number] => [`weeks.${monday}.${codeKey(one)}.${name}`, sign * n]),
      [`slots.${monday}.${slot}.${codeKey(one)}`, sign * count],
    ];
  });
  return { filter: { _id: lineId(line) }, update: { $set: line, $inc: Object.fromEntries(added) } };
}

/** The updates that move sums of lessons; none where they stay as they are. */
export function lessonUpdates(before: SessionSums | undefined, after: SessionSums | undefined) {
  if (isSameSums(before, after)) return [];
  return [...(before ? [lessonUpdate(before, -1)] : []), ...(after ? [lessonUpdate(after, 1)] : [])];
}

/** Documents of one answer: all of a college's in few. */
const batchSize = 10_000;
export const lineOf = ['programmeId', 'packId', 'year', 'tutorIds', 'type', 'groups'] as const;
export const enrolmentOf = ['enrolmentId', 'programmeId', 'packId'] as const;

/** What finds documents of these programmes in a college year, and of each the weeks of a span alone. */
export function ofSpan(
  of: readonly string[],
  field: 'weeks' | 'slots',
  programmeIds: readonly string[],
  { year, from, to }: WeekSpan,
) {
  const mondays: Day[] = [];
  for (let monday = from; monday <= to; monday = addDays(monday, 7)) mondays.push(monday);
  const kept = [...of, ...mondays.map((one) => `${field}.${one}`)];
  return {
    filter: { programmeId: { $in: [...programmeIds] }, year },
    options: { projection: { _id: 0, ...Object.fromEntries(kept.map((one) => [one, 1])) }, batchSize },
  };
}

/** Documents of enrolments or lessons as sums by week. A document without weeks of the span has none. */
export function weekSums<Doc extends Pick<StoredWeeks | StoredLessons, 'weeks'>>(
  docs: readonly Doc[],
): WeekSumOf<Omit<Doc, 'weeks'>>[] {
  const sums: WeekSumOf<Omit<Doc, 'weeks'>>[] = [];
  for (const { weeks = {}, ...of } of docs)
    for (const [monday, byCode] of Object.entries(weeks))
      for (const [key, { count, late, plannedMinutes, lostMinutes }] of Object.entries(byCode)) {
        if (count <= 0) continue;
        const { code, notTakingPart } = codeOfKey(key);
        sums.push({ of, monday, marks: { code, notTakingPart, count, late, plannedMinutes, lostMinutes } });
      }
  return sums;
}

/** Documents of lessons as sums by weekday and time. */
export function slotSums(docs: readonly StoredLessons[]): LessonSlotSum[] {
  const sums: LessonSlotSum[] = [];
  for (const { slots = {}, ...of } of docs)
    for (const bySlot of Object.values(slots))
      for (const [slot, byCode] of Object.entries(bySlot))
        for (const [key, count] of Object.entries(byCode))
          if (count > 0) sums.push({ of, slot, count, ...codeOfKey(key) });
  return sums;
}

/** An enrolment's document as single sums. */
export function weeksIn({ weeks, days, ...id }: StoredWeeks): StoredWeek[] {
  return Object.entries(weeks).flatMap(([monday, byCode]) =>
    Object.entries(byCode).map(([key, sum]): StoredWeek => {
      const taught = days[monday]?.[key] ?? {};
      return { ...id, ...sum, days: taught, _id: `${id._id}|${monday}|${key}`, monday, ...codeOfKey(key) };
    }),
  );
}
