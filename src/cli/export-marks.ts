import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type Day, timeOf } from '../domain/calendar.ts';
import type { Programme } from '../domain/enrolment.ts';
import { callName } from '../domain/person.ts';
import { type Mark, type Register, registerAsOf } from '../domain/register.ts';
import { plannedMinutes, type Session } from '../domain/session.ts';
import { type LoadedPack, markType, packOn } from '../policy/pack-shelf.ts';
import { tallyOf } from '../policy/rules/tally.ts';
import { csvOf } from '../sheets/write-csv.ts';
import type { Collections } from '../store/database.ts';
import { begunSessions } from '../store/looks/begun-sessions.ts';
import type { World } from '../usecases/core/ports.ts';
import { holdOn } from '../usecases/core/silence.ts';
import type { Tell } from './import/plan-import.ts';

const columns = [
  'session_id',
  'learner_ref',
  'learner_name',
  'programme',
  'subcontractor',
  'day',
  'starts',
  'type',
  'mark',
  'counts',
  'authorised',
  'minutes_late',
  'minutes_early',
  'planned_minutes',
  'attended_minutes',
  'employer_present',
  'recorded_by',
  'recorded_at',
  'amended',
] as const;
type Row = Record<(typeof columns)[number], string | number>;

type Context = { session: Session; register: Register; programme: Programme; pack: LoadedPack };

/** Empty where it is not said. */
const sayYes = (is: boolean | null | undefined) => (is === null || is === undefined ? '' : is ? 'yes' : 'no');

function rowOf({ session, register, programme, pack }: Context, row: Register['rows'][number], mark: Mark) {
  const type = markType(pack, mark.code);
  const planned = plannedMinutes(session);
  const counted = { ...mark, plannedMinutes: planned, notTakingPart: (row.notes?.length ?? 0) > 0 };
  const isAmended = register.history.some((entry) =>
    entry.changes.some((change) => change.enrolmentId === row.enrolmentId && change.from),
  );
  return {
    session_id: session._id,
    programme: programme.name,
    subcontractor: programme.subcontractor ?? '',
    day: session.day,
    starts: timeOf(session.startsAt, session.zone),
    type: session.type,
    mark: mark.code,
    counts: type.counts,
    authorised: sayYes(type.authorised),
    minutes_late: mark.minutesLate,
    minutes_early: mark.minutesEarly ?? 0,
    planned_minutes: planned,
    attended_minutes: tallyOf(counted, pack).attendedMinutes,
    employer_present: sayYes(register.employerThere),
    recorded_by: mark.byId,
    recorded_at: mark.at.toISOString(),
    amended: isAmended ? 'yes' : 'no',
  };
}

/** `heldSince`: of everyone looked at so far. */
type Known = { programmes: ReadonlyMap<string, Programme>; heldSince: Map<string, Date | undefined> };

/** Looks at who is under a hold, of those not looked at before; since when is asked of the few alone. */
async function learnHolds(world: World, learnerIds: readonly string[], { heldSince }: Known): Promise<void> {
  const fresh = [...new Set(learnerIds)].filter((id) => !heldSince.has(id));
  const held = new Set(await world.records.concerns.heldAmong(fresh));
  for (const id of fresh) heldSince.set(id, held.has(id) ? (await holdOn(world, id))?.since : undefined);
}

/** Sessions looked up at once: few enough to hold, many enough that the database is not asked for each. */
const chunk = 200;

/** The rows of some sessions, in their order. */
async function rowsOfSessions(world: World, sessions: readonly Session[], known: Known): Promise<Row[]> {
  const { records } = world;
  const registers = new Map(
    (await records.registers.byIds(sessions.map((one) => one._id))).map((one) => [one._id, one]),
  );
  const learnerIds = [...registers.values()].flatMap((one) => one.rows.map((row) => row.learnerId));
  const people = new Map((await records.people.byIds(learnerIds)).map((one) => [one._id, one]));
  await learnHolds(world, learnerIds, known);
  const rows: Row[] = [];
  for (const session of sessions) {
    const register = registers.get(session._id);
    const programme = known.programmes.get(session.programmeId);
    if (!register || !programme || register.state === 'cancelled') continue;
    const pack = packOn(world.packs, programme.pack, session.day);
    for (const stored of register.rows) {
      const since = known.heldSince.get(stored.learnerId);
      const shown = since ? registerAsOf(register, since) : register;
      const row = shown.rows.find((one) => one.enrolmentId === stored.enrolmentId);
      if (!row?.mark) continue;
      const learner = people.get(row.learnerId);
      rows.push({
        ...rowOf({ session, register: shown, programme, pack }, row, row.mark),
        learner_ref: learner?.ref ?? row.learnerId,
        learner_name: learner ? callName(learner) : '',
      });
    }
  }
  return rows;
}

/**
 * Every mark of sessions from one day to another as a CSV file for a spreadsheet (SPEC P), in order of start, without
 * cancelled sessions. Of a learner under a safeguarding hold it says what it said before the hold began, so that nobody
 * can tell from it that there is one (S11). The file has its name once it is whole: one that was stopped leaves none,
 * and the last one stays. Returns how many rows were written.
 */
export async function exportMarks(
  world: World,
  c: Collections,
  path: string,
  range: { from?: Day; to?: Day },
  tell: Tell = () => undefined,
): Promise<number> {
  const known: Known = {
    programmes: new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one])),
    heldSince: new Map(),
  };
  const part = `${path}.part-${process.pid}`;
  const clean = () => rmSync(part, { force: true });
  // Stopped by hand, it ends as any program does, and sweeps up.
  const stop = () => process.exit(130);
  process.on('exit', clean).once('SIGINT', stop).once('SIGTERM', stop);
  // It holds personal data: for whoever runs this alone. The mark at the start tells spreadsheets that it is UTF-8.
  const file = openSync(part, 'w', 0o600);
  let count = 0;
  try {
    writeSync(file, `\ufeff${csvOf([columns])}`);
    // A timetable reaches months ahead, where there are no marks.
    const begun = begunSessions(c, world.clock.now(), range);
    const all = await begun.count();
    let done = 0;
    const write = async (sessions: readonly Session[]) => {
      const rows = await rowsOfSessions(world, sessions, known);
      if (rows.length > 0) writeSync(file, csvOf(rows.map((row) => columns.map((column) => row[column]))));
      count += rows.length;
      done += sessions.length;
      tell('export', done, all);
    };
    const some: Session[] = [];
    for await (const session of begun.inOrder()) {
      some.push(session);
      if (some.length === chunk) await write(some.splice(0));
    }
    await write(some);
    fsyncSync(file);
    closeSync(file);
    renameSync(part, path);
    return count;
  } finally {
    clean();
    process.off('exit', clean).off('SIGINT', stop).off('SIGTERM', stop);
  }
}
