import { daysBetween, mondayOf } from '../../domain/calendar.ts';
import { addCounts } from '../../domain/lesson-sums.ts';
import { countedOf } from '../../policy/rules/tally.ts';
import type { Records } from '../core/ports.ts';
import { enrolmentYearId, type StoredMark, type StoredWeek } from '../core/records/standing.ts';
import { codeKey } from './session-sums.ts';

/** What one mark adds to the sums of its week; `sign` -1 takes it out again. */
function weekOfMark(mark: StoredMark, sign: 1 | -1 = 1): StoredWeek {
  const { code, notTakingPart, count, late, plannedMinutes, lostMinutes } = countedOf(mark);
  const { enrolmentId, learnerId, programmeId, packId, year } = mark;
  const monday = mondayOf(mark.day);
  return {
    _id: [enrolmentYearId(mark), monday, codeKey({ code, notTakingPart })].join('|'),
    ...{ enrolmentId, learnerId, programmeId, packId, year, monday, code, notTakingPart },
    count: sign * count,
    late: sign * late,
    plannedMinutes: sign * plannedMinutes,
    lostMinutes: sign * lostMinutes,
    days: { [daysBetween(monday, mark.day)]: sign },
  };
}

/** Marks added up by enrolment, week and code. */
export function addedUp(marks: readonly StoredMark[]): StoredWeek[] {
  const weeks = new Map<string, StoredWeek>();
  for (const one of marks.map((mark) => weekOfMark(mark))) {
    const sum = weeks.get(one._id);
    if (!sum) {
      weeks.set(one._id, one);
      continue;
    }
    addCounts(sum, one);
    for (const [day, n] of Object.entries(one.days)) sum.days[day] = (sum.days[day] ?? 0) + n;
  }
  return [...weeks.values()];
}

/** Moves the sums of a mark's week by a mark, and back by the one it replaces. */
export async function moveWeek(records: Records, mark: StoredMark, before?: StoredMark): Promise<void> {
  for (const week of [...(before ? [weekOfMark(before, -1)] : []), weekOfMark(mark)]) {
    const { count, late, plannedMinutes, lostMinutes, days, ...id } = week;
    await records.marks.addWeek(id, { count, late, plannedMinutes, lostMinutes, days });
  }
}
