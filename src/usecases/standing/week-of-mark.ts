import { daysBetween, mondayOf } from '../../domain/calendar.ts';
import { countedOf } from '../../policy/rules/tally.ts';
import type { Records } from '../core/ports.ts';
import type { StoredMark, StoredWeek } from '../core/records/standing.ts';
import { codeKey } from './session-sums.ts';

/** What one mark adds to the sums of its week; `sign` -1 takes it out again. */
export function weekOfMark(mark: StoredMark, sign: 1 | -1 = 1): StoredWeek {
  const { code, notTakingPart, count, late, plannedMinutes, lostMinutes } = countedOf(mark);
  const { enrolmentId, learnerId, programmeId, packId, year } = mark;
  const monday = mondayOf(mark.day);
  return {
    _id: [enrolmentId, packId, year, monday, codeKey({ code, notTakingPart })].join('|'),
    ...{ enrolmentId, learnerId, programmeId, packId, year, monday, code, notTakingPart },
    count: sign * count,
    late: sign * late,
    plannedMinutes: sign * plannedMinutes,
    lostMinutes: sign * lostMinutes,
    days: { [daysBetween(monday, mark.day)]: sign },
  };
}

/** Two of the same week and code together. */
function addWeeks(a: StoredWeek, b: StoredWeek): StoredWeek {
  const days = { ...a.days };
  for (const [day, n] of Object.entries(b.days)) days[day] = (days[day] ?? 0) + n;
  return {
    ...a,
    count: a.count + b.count,
    late: a.late + b.late,
    plannedMinutes: a.plannedMinutes + b.plannedMinutes,
    lostMinutes: a.lostMinutes + b.lostMinutes,
    days,
  };
}

/** Marks added up by enrolment, week and code. */
export function addedUp(marks: readonly StoredMark[]): StoredWeek[] {
  const weeks = new Map<string, StoredWeek>();
  for (const one of marks.map((mark) => weekOfMark(mark))) {
    const sum = weeks.get(one._id);
    weeks.set(one._id, sum ? addWeeks(sum, one) : one);
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
