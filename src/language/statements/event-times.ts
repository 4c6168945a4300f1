import { hoursOfHalf } from '../../domain/absence-notice.ts';
import type { Day, TimeOfDay } from '../../domain/calendar.ts';
import type { ReadEvent } from '../reading.ts';
import { hasThing } from './cues.ts';
import type { DaysRead } from './read-days.ts';
import type { HoursRead } from './read-hours.ts';
import type { Statement } from './statement.ts';

type Times = Pick<ReadEvent, 'fromTime' | 'toTime' | 'atTime' | 'minutesLate' | 'minutesLeast' | 'arriveAt' | 'part'>;

const session =
  /\b(workshops?|sessions?|(?<!\b(no|to|in) )class|(?<!no )lesson|tutorial|seminar|lecture|webinar|1-2-1|review|yard duty|food tech|logging on)\b/;
const whole = /\b(all|whole) day\b/;
const onlyThen =
  /^(?!.*\b(not|off|away|out|no)\b).*(\bonly (\S+ ){0,3}DAY\b|\b(in|do|make|come|attend|there|here) (\S+ )?DAY only\b)/;

/** "I can only do the morning" is away in the afternoon. */
function otherPart(part: DaysRead['part']): DaysRead['part'] {
  return part === 'am' ? 'pm' : part === 'pm' ? 'am' : part;
}

/** An evening begins at five. */
const hoursOfPart = { ...hoursOfHalf, evening: { fromTime: '17:00' } } as const;

/** Only what is known: a time that was not said is left out. */
function known<T extends object>(times: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined)) as T;
}

/** "Late, the doctor's is at 9.40": when the appointment is says nothing of when they come. */
const isOfAppointment = (statements: readonly Statement[]) =>
  statements.some(
    ({ clause, cues }) => (cues.has('weak') || hasThing.test(clause.text)) && clause.items.some((item) => item.time),
  );

/** "In at 8", written in the evening: the eight o'clock that is still to come. */
export function stillToCome(
  { arriveAt }: HoursRead,
  { days, isPast }: DaysRead,
  today: Day,
  now: TimeOfDay,
): TimeOfDay | undefined {
  const isGone = arriveAt !== undefined && arriveAt < now && arriveAt < '12:00' && now >= '16:00';
  if (!isGone || isPast || days.length !== 1 || days[0] !== today) return arriveAt;
  return `${Number(arriveAt.slice(0, 2)) + 12}${arriveAt.slice(2)}`;
}

function ofLateness(hours: HoursRead, days: DaysRead, statements: readonly Statement[]): Times {
  const hasNone = hours.minutesLate === undefined && hours.arriveLesson === undefined;
  const isCounted = hours.arriveAt === undefined || hours.usualAt !== undefined;
  return known<Times>({
    atTime: hours.atTime,
    arriveAt: hours.arriveAt ?? (hasNone && !isOfAppointment(statements) ? hours.atTime : undefined),
    minutesLate: isCounted
      ? (hours.minutesLate ?? (hasNone && !hours.arriveAt && !hours.atTime ? hours.bareNumber : undefined))
      : undefined,
    minutesLeast: isCounted ? hours.minutesLeast : undefined,
    part:
      hours.lessons.length > 0 ? 'lessons' : (days.part ?? ((hours.arriveAt ?? '') >= '17:00' ? 'evening' : undefined)),
  });
}

function ofLeaving(hours: HoursRead): Times {
  const fromTime = hours.leaveAt ?? hours.fromTime ?? hours.atTime;
  const part = fromTime === undefined ? undefined : fromTime < '12:00' ? ('am' as const) : ('pm' as const);
  return known<Times>({ atTime: hours.atTime, fromTime, part });
}

function ofAbsence(hours: HoursRead, days: DaysRead, statements: readonly Statement[], isBySubject: boolean): Times {
  const { fromTime, toTime } = hours;
  const atTime = hours.atTime ?? hours.usualAt;
  if (hours.lessons.length > 0) return known<Times>({ atTime, part: 'lessons' });
  if (isBySubject)
    return known<Times>({ atTime, ...(days.part ? hoursOfPart[days.part] : { fromTime, toTime }), part: 'lessons' });
  if (fromTime || toTime) {
    const half = (toTime ?? '24') <= '13:00' ? 'am' : (fromTime ?? '00') >= '12:00' ? 'pm' : undefined;
    return known<Times>({ atTime, fromTime, toTime, part: half });
  }
  const main = statements.filter((one) => one.isMain);
  const part = main.some((one) => onlyThen.test(one.clause.text)) ? otherPart(days.part) : days.part;
  // A day said with the missing itself keeps its part; one said elsewhere gives way to the session that is missed.
  const isOwnPart = main.some((one) => one.days.length > 0) || part === undefined;
  const partHours = part ? hoursOfPart[part] : {};
  if (isOwnPart && main.some((one) => session.test(one.clause.plain)))
    return known<Times>({ atTime, ...partHours, part: 'session' });
  if (part) return known<Times>({ atTime, ...partHours, part });
  // "dentist at 2.30 so missing the last two lessons" is no whole day.
  const isMissed = (one: Statement) =>
    one.cues.has('away') &&
    !/\bmiss(ing|ed)? (the |my |out on )?(last|first|next|couple|few|two|2|some)\b/.test(one.clause.text);
  const isWhole = statements.some((one) => isMissed(one) || whole.test(one.clause.plain));
  if (atTime === undefined || isWhole) return known<Times>({ atTime });
  // An appointment, and nobody said that they are away all day: the half it falls in.
  const half = atTime < '12:00' ? 'am' : 'pm';
  return { atTime, ...hoursOfPart[half], part: half };
}

/** The times that belong to a kind of event, from all that were read. */
export function eventTimes(
  kind: ReadEvent['kind'],
  hours: HoursRead,
  days: DaysRead,
  statements: readonly Statement[],
  isBySubject: boolean,
): Times {
  if (kind === 'lateness') return ofLateness(hours, days, statements);
  return kind === 'early_leave' ? ofLeaving(hours) : ofAbsence(hours, days, statements, isBySubject);
}
