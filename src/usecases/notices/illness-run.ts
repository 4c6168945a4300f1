import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, type Day, daysBetween, type Holidays, isWorkingDay } from '../../domain/calendar.ts';
import { type Enrolment, isInTerm, isOnBreak, type Programme } from '../../domain/enrolment.ts';

/** A gap between two days of illness longer than this, such as a summer, joins nothing. */
const longestGapDays = 30;

/** True on a day on which the learner would not have been in: it parts no illness (G3). */
function isFree(day: Day, programme: Programme, enrolment: Enrolment, holidays: Holidays): boolean {
  return !isWorkingDay(day, holidays) || !isInTerm(programme, day) || isOnBreak(enrolment, day);
}

/**
 * How many calendar days the absence of a notice lasts, together with those of the same reason that touch it: days on
 * which the learner would not have been in anyway, weekends, bank holidays, breaks, lie between and count (G3).
 */
export function runLength(
  notice: AbsenceNotice,
  others: readonly AbsenceNotice[],
  { programme, enrolment, holidays }: { programme: Programme; enrolment: Enrolment; holidays: Holidays },
): number {
  const same = others.filter((one) => one.kind === 'absence' && one.reason === notice.reason);
  const days = new Set([notice, ...same.filter((one) => one.state === 'confirmed')].flatMap((one) => one.days));
  /** The next day of illness in a direction, if only free days lie between. */
  const next = (from: Day, step: 1 | -1): Day | undefined => {
    for (let day = addDays(from, step), i = 0; i < longestGapDays; day = addDays(day, step), i++) {
      if (days.has(day)) return day;
      if (!isFree(day, programme, enrolment, holidays)) return undefined;
    }
    return undefined;
  };
  const [start = ''] = notice.days;
  let [first, last] = [start, start];
  for (let day = next(first, -1); day; day = next(day, -1)) first = day;
  for (let day = next(last, 1); day; day = next(day, 1)) last = day;
  return daysBetween(first, last) + 1;
}
