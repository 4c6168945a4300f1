import { givenYears } from '../config/load-holidays.ts';
import { addDays, addMonths, collegeYearOf, type Day, dayOf, sayDayOfYear, yearStart } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import type { Programme } from '../domain/enrolment.ts';
import type { Task } from '../domain/task.ts';
import type { Collections } from '../store/database.ts';
import { type YearAhead, yearAhead } from '../store/looks/year-ahead.ts';
import type { World } from '../usecases/core/ports.ts';
import { list } from './doctor/finding.ts';

/** One line of the checklist: seen to be done, seen to be open, or for a person to look at. */
type YearItem = { state: 'done' | 'to do' | 'look'; what: string; todo?: string };

const done = (what: string): YearItem => ({ state: 'done', what });
const toDo = (what: string, todo: string): YearItem => ({ state: 'to do', what, todo });
const look = (what: string, todo: string): YearItem => ({ state: 'look', what, todo });

/** From May on the year that comes is prepared. */
const monthsAhead = 3;
/** What begins this long before 1 August is of the new year, too. */
const earlyDays = 31;

function policies({ packs }: World, programmes: readonly Programme[], start: Day): YearItem[] {
  const used = [...new Set(programmes.map((one) => one.pack))].toSorted();
  return used.map((id) => {
    const versions = packs.filter((one) => one.id === id).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    const fresh = versions.findLast((one) => one.validFrom >= addDays(start, -earlyDays));
    if (fresh)
      return done(`policy ${id}: version ${fresh.version} comes into force on ${sayDayOfYear(fresh.validFrom)}`);
    const last = versions.at(-1);
    return look(
      `policy ${id}: version ${last?.version} of ${last ? sayDayOfYear(last.validFrom) : 'no day'} goes on`,
      `right if it stays; else write a version of its own with "validFrom": "${start}"`,
    );
  });
}

function terms(programmes: readonly Programme[], start: Day): YearItem[] {
  const ids = (some: readonly Programme[]) => list(some.map((one) => one._id));
  const [without, withTerms] = [
    programmes.filter((one) => !one.terms?.length),
    programmes.filter((one) => one.terms?.length),
  ];
  const lacking = withTerms.filter(
    (one) => !one.terms?.some((span) => (span.to ?? start) >= addDays(start, earlyDays)),
  );
  return [
    ...(lacking.length > 0
      ? [
          toDo(
            `term dates of ${ids(lacking)} end before the new year does`,
            'import programmes.csv with the new terms beside the old',
          ),
        ]
      : withTerms.length > 0
        ? [done(`term dates reach into the new year for ${count(withTerms.length, 'programme')}`)]
        : []),
    ...(without.length > 0
      ? [
          look(
            `no term dates for ${ids(without)}`,
            'people are reminded on every working day; import terms if that is wrong',
          ),
        ]
      : []),
  ];
}

function holidays(file: string | undefined, start: Day): YearItem {
  const last = Math.max(...givenYears(file));
  const ends = Number(start.slice(0, 4)) + 1;
  return last >= ends
    ? done(`bank holidays are known until the end of ${last}`)
    : look(
        `bank holidays of ${ends} are computed: one-off days are not among them`,
        'put GOV.UK’s newer bank-holidays.json into BANK_HOLIDAYS_FILE once it is out',
      );
}

async function learners(ahead: YearAhead): Promise<YearItem[]> {
  const [gone, { fresh, open }] = [await ahead.withoutPlace(), await ahead.places()];
  return [
    gone.length > 0
      ? toDo(
          `leavers: ${count(gone.length, 'learner')} with no place in the new year and no last day: ${list(gone)}`,
          'give their last day in `left` of people.csv, or a place in enrolments.csv',
        )
      : done('leavers: everyone without a place in the new year has a last day'),
    ...(open > 0
      ? [
          look(
            `${count(open, 'place')} from before ${open === 1 ? 'goes' : 'go'} on without an end`,
            'right for a second year; else give `to`',
          ),
        ]
      : []),
    fresh > 0
      ? done(`intake: ${count(fresh, 'place')} ${fresh === 1 ? 'begins' : 'begin'} in the new year`)
      : toDo('intake: no place begins in the new year', 'import people.csv and enrolments.csv of the new learners'),
  ];
}

function timetable(ahead: number): YearItem {
  return ahead > 0
    ? done(`timetable: ${count(ahead, 'session')} in the new year`)
    : toDo('timetable: no session in the new year', 'import sessions.csv, or whatever your timetable exports');
}

function yearTurn(turns: readonly Task[]): YearItem {
  const planned = turns.find((one) => one.ownerIds.length === 0);
  const asked = turns.filter((one) => one.ownerIds.length > 0 && one.isOpen);
  if (asked.length > 0)
    return toDo(
      `what the old year left open waits for ${count(asked.length, 'colleague')}: ${list(asked.flatMap((one) => one.ownerIds))}`,
      'each has a card to close it or carry it over; until then none of it can be decided',
    );
  if (planned?.isOpen && planned.next)
    return done(`what is left open is put to its owners on ${sayDayOfYear(dayOf(planned.next.at))}, by itself`);
  if (planned) return done('what the old year left open is closed or carried over');
  return done('what is left open is put to its owners on the first working morning of August, by itself');
}

function keys(env: NodeJS.ProcessEnv): YearItem[] {
  const partsOf = (name: string) => (env[name] ?? '').split(',').filter((one) => one.trim() !== '');
  const readers = partsOf('MIS_READ_KEYS').map((one) => one.split(/[:+]/)[0]?.trim());
  const twice = [...new Set(readers.filter((one, i) => readers.indexOf(one) !== i))];
  const left = [
    ...(env.LINK_SECRET_BEFORE ? ['LINK_SECRET_BEFORE'] : []),
    ...(partsOf('MIS_WEBHOOK_KEYS').length > 1 ? ['the second of MIS_WEBHOOK_KEYS'] : []),
    ...twice.map((one) => `the old key of ${one} in MIS_READ_KEYS`),
  ];
  return [
    left.length > 0
      ? toDo(`keys from before a change are still taken: ${left.join(', ')}`, 'take them out once nobody needs them')
      : done('keys: none from before a change is taken any more'),
    look(
      'the bot’s client secret ends on the day Azure gives it',
      'Entra → App registrations → Certificates & secrets; README, "Change a key"',
    ),
  ];
}

/** What 1 August asks of whoever looks after the bot, looked up as far as it can be; ids and counts alone. Changes nothing. */
export async function newYear(
  world: World,
  c: Collections,
  env: NodeJS.ProcessEnv,
): Promise<{ title: string; items: YearItem[] }> {
  const year = collegeYearOf(addMonths(dayOf(world.clock.now()), monthsAhead));
  const start = yearStart(year);
  const programmes = await world.records.enrolments.programmes();
  const ahead = yearAhead(c, start, addDays(start, -earlyDays));
  return {
    title: `The college year ${year}–${year + 1}, from ${sayDayOfYear(start)}`,
    items: [
      ...policies(world, programmes, start),
      ...terms(programmes, start),
      holidays(env.BANK_HOLIDAYS_FILE || undefined, start),
      ...(await learners(ahead)),
      timetable(await ahead.sessions()),
      yearTurn(await ahead.turns(year)),
      ...keys(env),
      look('a copy of the database from before the year turns', 'README, "Back up and restore": make one, and try it'),
    ],
  };
}
