import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import { dayOf } from '../domain/calendar.ts';
import { isExpected } from '../domain/enrolment.ts';
import type { Person } from '../domain/person.ts';
import type { Choice } from '../domain/register.ts';
import { plannedMinutes } from '../domain/session.ts';
import type { LoadedPack } from '../policy/pack-shelf.ts';
import { mayFor } from '../usecases/core/acting-for.ts';
import { loadSession } from '../usecases/core/load-session.ts';
import type { World } from '../usecases/core/ports.ts';
import { isAboutSelf, reachOf } from '../usecases/core/rights.ts';
import { openRegister } from '../usecases/registers/open-register.ts';
import { parseChoice, writeChoice } from '../usecases/registers/register-choices.ts';
import { setMarks } from '../usecases/registers/set-mark.ts';
import type { Tell } from './import/plan-import.ts';
import { readCsv, type TableRow } from './tables/read-rows.ts';
import type { RowProblem } from './tables/sheet.ts';

const minutes = z.coerce
  .number('a number of minutes')
  .int('whole minutes')
  .min(0, 'not negative')
  .max(999, 'at most 999');
const MarkRow = z.object({
  session_id: z.string(),
  learner_id: z.string(),
  mark: z.string(),
  minutes_late: minutes.default(0),
  minutes_early: minutes.default(0),
});
type MarkRow = z.output<typeof MarkRow>;

/** The marks of one session as the file has them. */
type Batch = {
  sessionId: string;
  pack: LoadedPack;
  /** Choice by enrolment id. */
  marks: Map<string, Choice>;
  /**
   * True when its day is over by now: marks for those who had none are history, which counts and is put to nobody. Who
   * was marked that day already is amended, and what followed from it is too.
   */
  isPast: boolean;
  /** True when the register must be opened, or lacks someone who is on it by now. */
  opens: boolean;
  changed: number;
};
type MarksReport = { problems: RowProblem[]; sessions: number; changed: number; same: number };

/** The choice a row stands for, or what is wrong with it. Tutors give what the register offers them; the office any mark. */
function readChoice(row: MarkRow, pack: LoadedPack, planned: number, by: Person): Choice | string {
  const isOffice = reachOf(by, 'mark-register') === 'any';
  const marks = pack.marks.filter((one) => isOffice || (one.offered && one.code !== pack.markRoles.noticePending));
  const type = marks.find((one) => one.code === row.mark);
  if (!type) return `mark: ${row.mark} is none of ${marks.map((one) => one.code).join(', ')}`;
  const [minutesLate, minutesEarly] = [row.minutes_late, row.minutes_early];
  if (!type.asksMinutes)
    return minutesLate + minutesEarly === 0 ? { code: type.code, minutesLate } : `mark: ${row.mark} takes no minutes`;
  return (
    parseChoice(`${type.code}:${minutesLate}:${minutesEarly}`, pack, planned) ??
    `minutes_late: ${row.mark} needs minutes late or early, together 1 to ${planned}`
  );
}

/** Checks one session's rows against its timetable, register and rights. */
async function checkSession(
  world: World,
  by: Person,
  sessionId: string,
  rows: readonly TableRow<MarkRow>[],
): Promise<{ batch?: Batch; wrong: [number, string][] }> {
  const refuse = (words: string) => ({ wrong: rows.map((row): [number, string] => [row.line, words]) });
  const context = await loadSession(world, sessionId);
  if (!context) return refuse(`session_id: ${sessionId} is not known here`);
  const { session, programme, pack } = context;
  if (!(await mayFor(world, by, 'mark-register', session.tutorIds)))
    return refuse(`session_id: ${by._id} may not mark ${sessionId}`);
  const register = await world.records.registers.byId(sessionId);
  if (session.cancelled || register?.state === 'cancelled') return refuse(`session_id: ${sessionId} is cancelled`);
  if (session.startsAt > world.clock.now()) return refuse(`session_id: ${sessionId} has not begun`);
  const enrolled = (await world.records.enrolments.ofProgramme(programme._id)).filter((one) =>
    isExpected(one, session),
  );
  const onList = register?.rows ?? [];
  const addable = register && register.state !== 'open' ? [] : enrolled;
  const isPast = session.day < dayOf(world.clock.now(), session.zone);
  const batch: Batch = { sessionId, pack, marks: new Map(), isPast, opens: !register, changed: 0 };
  const wrong: [number, string][] = [];
  for (const { line, value } of rows) {
    const listed = onList.find((one) => one.learnerId === value.learner_id);
    const enrolmentId = listed?.enrolmentId ?? addable.find((one) => one.learnerId === value.learner_id)?._id;
    const choice = readChoice(value, pack, plannedMinutes(session), by);
    if (!enrolmentId) wrong.push([line, `learner_id: ${value.learner_id} is not on the register of ${sessionId}`]);
    if (typeof choice === 'string') wrong.push([line, choice]);
    if (isAboutSelf(by, value.learner_id)) wrong.push([line, `learner_id: ${by._id} may not mark themself`]);
    if (!enrolmentId || typeof choice === 'string') continue;
    if (batch.marks.has(enrolmentId)) wrong.push([line, `${value.learner_id} stands twice for ${sessionId}`]);
    batch.marks.set(enrolmentId, choice);
    batch.opens ||= !listed;
    if (!listed?.mark || writeChoice(listed.mark) !== writeChoice(choice)) batch.changed++;
  }
  if (register?.presses.includes(pressIdOf(by, batch))) batch.changed = 0;
  return { batch, wrong };
}

/** The same for every run of the same marks: a mark amended since is not set back by running the file again. */
function pressIdOf(by: Person, { sessionId, marks }: Batch): string {
  const rows = [...marks].map(([id, choice]) => [id, writeChoice(choice)]).sort();
  return createHash('sha256')
    .update(JSON.stringify(['marks', by._id, sessionId, rows]))
    .digest('hex')
    .slice(0, 32);
}

/** A session at a time, whole or not at all: opening its register and marking it are one. */
async function apply(world: World, by: Person, batch: Batch): Promise<void> {
  const made = { id: by._id, pack: batch.pack, cause: 'from-file' as const };
  const pressId = pressIdOf(by, batch);
  await world.together(async (inside) => {
    if (batch.opens) await openRegister(inside, batch.sessionId, batch.isPast);
    const rows = batch.isPast ? ((await inside.records.registers.byId(batch.sessionId))?.rows ?? []) : [];
    const isHistory = (id: string) =>
      rows.some((row) => row.enrolmentId === id && (!row.mark || row.mark.how === 'history'));
    const [history, live] = [
      new Map([...batch.marks].filter(([id]) => isHistory(id))),
      new Map([...batch.marks].filter(([id]) => !isHistory(id))),
    ];
    if (history.size > 0) await setMarks(inside, batch.sessionId, history, { ...made, pressId, how: 'history' });
    const again = history.size > 0 ? `${pressId}+` : pressId;
    if (live.size > 0) await setMarks(inside, batch.sessionId, live, { ...made, pressId: again });
  });
}

/** Each is mostly waiting for the database to have it safe; a few at once wait together. */
async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const next = all.values();
  const lane = async () => {
    for (const one of next) await work(one);
  };
  await Promise.all(Array.from({ length: 6 }, lane));
}

/**
 * Marks from a CSV file, for those who keep registers elsewhere, such as subcontractors (S17). They are given in the
 * name of a person with the right to: the session's tutor, or the office. Nothing is written while any row has a
 * problem, nor in a dry run. Twice is the same as once. Marks of an earlier day than today make totals and standings,
 * and nothing else.
 */
export async function importMarks(
  world: World,
  path: string,
  options: { byId: string; dryRun: boolean; tell?: Tell },
): Promise<MarksReport> {
  const file = basename(path);
  const { rows, problems } = readCsv(path, file, MarkRow);
  const person = await world.records.people.byId(options.byId);
  const by = person && reachOf(person, 'mark-register') !== undefined ? person : undefined;
  if (!by) problems.push({ file, line: 0, problem: `--by ${options.byId} is not someone who marks registers` });
  const batches: Batch[] = [];
  const tell = options.tell ?? (() => undefined);
  const sessions = by ? [...Map.groupBy(rows, (row) => row.value.session_id)] : [];
  let checked = 0;
  await sideBySide(sessions, async ([sessionId, own]) => {
    const { batch, wrong } = await checkSession(world, by as Person, sessionId, own);
    problems.push(...wrong.map(([line, problem]) => ({ file, line, problem })));
    if (batch) batches.push(batch);
    tell('checked', ++checked, sessions.length);
  });
  problems.sort((a, b) => a.line - b.line);
  const changed = batches.reduce((sum, one) => sum + one.changed, 0);
  const same = batches.reduce((sum, one) => sum + one.marks.size - one.changed, 0);
  if (problems.length > 0 || !by) return { problems, sessions: 0, changed: 0, same: 0 };
  const different = options.dryRun ? [] : batches.filter((one) => one.changed > 0);
  let marked = 0;
  await sideBySide(different, async (batch) => {
    await apply(world, by, batch);
    tell('registers', ++marked, different.length);
  });
  return { problems, sessions: batches.length, changed, same };
}
