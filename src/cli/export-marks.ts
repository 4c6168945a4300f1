import { closeSync, openSync, writeSync } from 'node:fs';
import type { Day } from '../domain/calendar.ts';
import { timeOf } from '../domain/calendar.ts';
import type { Programme } from '../domain/enrolment.ts';
import { callName } from '../domain/person.ts';
import { type Mark, type Register, registerAsOf } from '../domain/register.ts';
import { plannedMinutes, type Session } from '../domain/session.ts';
import { type LoadedPack, markType, packOn } from '../policy/pack-shelf.ts';
import { tallyOf } from '../policy/rules/tally.ts';
import { csvOf } from '../sheets/write-csv.ts';
import type { Collections } from '../store/database.ts';
import type { World } from '../usecases/core/ports.ts';
import { holdOn } from '../usecases/core/silence.ts';

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

/**
 * Every mark of sessions from one day to another as a CSV file for a spreadsheet (SPEC P), in order of start, without
 * cancelled sessions. Of a learner under a safeguarding hold it says what it said before the hold began, so that nobody
 * can tell from it that there is one (S11). Returns how many rows were written.
 */
export async function exportMarks(
  world: World,
  c: Collections,
  path: string,
  range: { from?: Day; to?: Day },
): Promise<number> {
  const { records } = world;
  const programmes = new Map((await records.enrolments.programmes()).map((one) => [one._id, one]));
  const holds = new Map<string, Date | undefined>();
  const heldSince = async (learnerId: string) => {
    if (!holds.has(learnerId)) holds.set(learnerId, (await holdOn(world, learnerId))?.since);
    return holds.get(learnerId);
  };
  // It holds personal data: for whoever runs this alone. The mark at the start tells spreadsheets that it is UTF-8.
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, `\ufeff${csvOf([columns])}`);
    let count = 0;
    const days = { $gte: range.from ?? '0000', $lte: range.to ?? '9999' };
    // A timetable reaches months ahead, where there are no marks.
    const begun = { day: days, startsAt: { $lte: world.clock.now() } };
    for await (const session of c.sessions.find(begun).sort({ startsAt: 1, _id: 1 }).allowDiskUse()) {
      const register = await records.registers.byId(session._id);
      const programme = programmes.get(session.programmeId);
      if (!register || !programme || register.state === 'cancelled') continue;
      const pack = packOn(world.packs, programme.pack, session.day);
      const people = await records.people.byIds(register.rows.map((row) => row.learnerId));
      for (const stored of register.rows) {
        const since = await heldSince(stored.learnerId);
        const shown = since ? registerAsOf(register, since) : register;
        const row = shown.rows.find((one) => one.enrolmentId === stored.enrolmentId);
        if (!row?.mark) continue;
        const learner = people.find((one) => one._id === row.learnerId);
        const cells: Row = {
          ...rowOf({ session, register: shown, programme, pack }, row, row.mark),
          learner_ref: learner?.ref ?? row.learnerId,
          learner_name: learner ? callName(learner) : '',
        };
        writeSync(file, csvOf([columns.map((column) => cells[column])]));
        count++;
      }
    }
    return count;
  } finally {
    closeSync(file);
  }
}
