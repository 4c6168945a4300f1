import ICAL from 'ical.js';
import { addDays, type Day, dayOf, defaultZone, instantOf } from '../../domain/calendar.ts';
import { stemOf } from './parse-csv.ts';
import { cleanCell, type Parsed, type RowProblem, type SheetRecord } from './sheet.ts';

/** The columns of a calendar's sheet: what stands in an event, and when it is. */
const calendarColumns = [
  'UID',
  'SUMMARY',
  'LOCATION',
  'CATEGORIES',
  'DESCRIPTION',
  'ORGANIZER',
  'ATTENDEE',
  'session_id',
  'day',
  'starts',
  'ends',
] as const;

/** How far an event without an end is repeated, in days from now; two years back is left out, too. */
const reach = { back: 400, ahead: 400 };
/** One event does not come more often than this within that. */
const mostTimes = 2_000;

const pad = (number: number) => String(number).padStart(2, '0');

/** The zone a time names, which its type does not show. */
const zoneOf = (time: ICAL.Time) => (time as unknown as { timezone?: string }).timezone;

/** The instant of a time in a calendar; one that floats is in the zone of the college. Undefined for a zone nobody knows. */
function instantAt(time: ICAL.Time): Date | undefined {
  const { year, month, day, hour, minute } = time;
  const named = zoneOf(time);
  const zone = named === 'floating' ? '' : named;
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toJSDate();
  // The calendar's own rules for its zone, such as Outlook's "GMT Standard Time".
  if (time.zone?.component) return new Date(time.toUnixTime() * 1_000);
  const at = instantOf(`${year}-${pad(month)}-${pad(day)}`, `${pad(hour)}:${pad(minute)}`, zone || defaultZone);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

const places = (event: ICAL.Event, name: string) =>
  event.component
    .getAllProperties(name)
    .map((one) => String(one.getFirstValue() ?? '').replace(/^mailto:/i, ''))
    .join(';');

function cellsOf(event: ICAL.Event, id: string, startsAt: Date, endsAt: Date): string[] {
  const text = (name: string) =>
    cleanCell(String(event.component.getFirstPropertyValue(name) ?? '').replace(/\s+/g, ' '));
  const categories = event.component.getAllProperties('categories').flatMap((one) => one.getValues().map(String));
  return [
    event.uid ?? '',
    text('summary'),
    text('location'),
    categories.join(';'),
    text('description'),
    places(event, 'organizer'),
    places(event, 'attendee'),
    id,
    dayOf(startsAt),
    startsAt.toISOString(),
    endsAt.toISOString(),
  ];
}

type Found = { records: SheetRecord[]; problems: string[]; cancelled: number; allDay: number };

/** Every time an event takes place, its exceptions as they were moved or changed; what was cancelled is left out. */
function timesOf(event: ICAL.Event, from: Day, to: Day, found: Found): void {
  const add = (one: ICAL.Event, start: ICAL.Time, end: ICAL.Time, recurrence: ICAL.Time | undefined) => {
    const name = `"${one.summary ?? event.uid}"`;
    if (one.component.getFirstPropertyValue('status') === 'CANCELLED') return found.cancelled++;
    if (start.isDate) return found.allDay++;
    const [startsAt, endsAt] = [instantAt(start), instantAt(end)];
    if (!startsAt || !endsAt)
      return found.problems.push(`${name} on ${start} is in the time zone "${zoneOf(start)}", which is not known`);
    const key = recurrence ? `${event.uid}-${recurrence.toICALString()}` : String(event.uid);
    found.records.push({ cells: cellsOf(one, idOf(key), startsAt, endsAt), line: found.records.length + 1 });
  };
  if (!event.isRecurring()) return void add(event, event.startDate, event.endDate, undefined);
  const times = event.iterator();
  for (let i = 0; i < mostTimes; i++) {
    const next = times.next();
    if (!next || next.toString().slice(0, 10) > to) return;
    if (next.toString().slice(0, 10) < from) continue;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    add(item, startDate, endDate, next);
  }
}

/** An id of ours made of a calendar's, which may be long and hold anything; the same whenever it is read. */
function idOf(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  if (plain.length <= 60) return plain;
  let hash = 5381n;
  for (const letter of key) hash = (hash * 33n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 64n;
  return `${plain.slice(-40).replace(/^[^A-Za-z0-9]+/, '')}-${hash.toString(36)}`;
}

/**
 * A calendar (iCalendar) as rows of sessions: what repeats once for each time, in the zone the calendar names, with its
 * exceptions. A line counts events, since a calendar's own lines say nothing to anybody.
 */
export function parseCalendar(bytes: Uint8Array, file: string, now: Date): { parsed: Parsed; problems: RowProblem[] } {
  let events: ICAL.Event[];
  try {
    const parsed = ICAL.parse(new TextDecoder().decode(bytes)) as unknown[];
    const whole = typeof parsed[0] === 'string' ? [parsed] : parsed;
    events = (whole as ConstructorParameters<typeof ICAL.Component>[0][]).flatMap((each) =>
      new ICAL.Component(each).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)),
    );
  } catch (error) {
    const why = `is no calendar that can be read (${(error as Error).message.split('\n')[0]})`;
    return { parsed: { why: { file, line: 0, problem: why } }, problems: [] };
  }
  const found: Found = { records: [], problems: [], cancelled: 0, allDay: 0 };
  const [from, to] = [addDays(dayOf(now), -reach.back), addDays(dayOf(now), reach.ahead)];
  for (const event of events) if (!event.isRecurrenceException()) timesOf(event, from, to, found);
  const notes = [
    ...(found.allDay > 0 ? [`${file}: left out what lasts all day: ${found.allDay}`] : []),
    ...(found.cancelled > 0 ? [`${file}: left out what is cancelled there: ${found.cancelled}`] : []),
  ];
  const header = [...calendarColumns];
  return {
    parsed: {
      sheet: { file, names: [stemOf(file).toLowerCase()], header, headLine: 0, records: found.records, notes },
    },
    problems: found.problems.map((problem) => ({ file, line: 0, problem })),
  };
}
