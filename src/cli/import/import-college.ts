import { resolve } from 'node:path';
import { dayOf } from '../../domain/calendar.ts';
import type { PackShelf } from '../../policy/pack-shelf.ts';
import type { Collections } from '../../store/database.ts';
import { leaveOutErased } from '../erasure/leave-out-erased.ts';
import { type BadTableRow, readCollege, type Table, tableNames } from '../tables/read-college.ts';
import { givenOf, problemsOf, type TableRow } from '../tables/read-rows.ts';
import type { RowProblem } from '../tables/sheet.ts';
import { checkPlan } from './check-college.ts';
import { findUnhanded } from './check-leavers.ts';
import { findImpossibleTimes } from './check-times.ts';
import { missingSessions } from './missing-sessions.ts';
import { type Plan, wholeOf } from './plan.ts';
import { planCollege } from './plan-college.ts';
import { countPlanned, type ImportCount, type Tell } from './plan-import.ts';
import { losesRole, tellLeavers, tellPeople } from './tell-changes.ts';
import { tooMuch } from './too-much.ts';
import { writeBadRows } from './write-bad-rows.ts';
import { writePlan } from './write-college.ts';

export type ImportReport = {
  problems: RowProblem[];
  counts: Record<string, ImportCount>;
  /** What someone should look at though it is no problem, such as a change of what protects a person. */
  notes: string[];
  /** Rows left out with `skipBad`, and the folder they stand in to be mended. */
  skipped?: { rows: number; folder: string; problems: RowProblem[] };
  /** Sessions still to come that the timetable does not have any more; looked for with `cancelMissing` alone. */
  missing: string[];
};

export type ImportOptions = {
  packs: PackShelf;
  now: Date;
  dryRun: boolean;
  /** Imports all rows but those with a problem, which go into a folder of their own. */
  skipBad?: boolean;
  /** Nothing is written where more changes than this: a share of what is stored (`10%`), or a number of rows. */
  maxChanges?: string;
  /** Says which sessions the files' programmes have no more, in the days the files cover. */
  cancelMissing?: boolean;
  tell?: Tell;
};

type Sessions = TableRow<{ programme_id: string; day: string; starts: string; ends: string }>;

/** How many sessions each person who is a tutor no more has from today on. */
async function sessionsAhead(c: Collections, { people }: Plan, now: Date): Promise<Map<string, number>> {
  const ids = people.filter((one) => losesRole(one, 'tutor')).map((one) => one.doc._id);
  if (ids.length === 0) return new Map();
  const match = { tutorIds: { $in: ids }, day: { $gte: dayOf(now) }, cancelled: { $exists: false } };
  const group = { _id: '$tutorIds', count: { $sum: 1 } };
  const rows = await c.sessions.aggregate([{ $match: match }, { $unwind: '$tutorIds' }, { $group: group }]).toArray();
  return new Map(rows.map((row) => [String(row._id), Number(row.count)]));
}

async function check(c: Collections, plan: Plan, tables: readonly Table<unknown>[], options: ImportOptions) {
  const zones = new Map(wholeOf(plan, 'programmes').map((one) => [one._id, one.zone]));
  const rows = tables.filter((one) => one.name === 'sessions').flatMap((one) => one.rows as Sessions[]);
  return [
    ...checkPlan(plan, options.packs, options.now),
    ...findImpossibleTimes(rows, (id) => zones.get(id)),
    ...(await findUnhanded(c, plan, options.now)),
  ];
}

const placeOf = ({ file, line }: { file: string; line: number }) => `${file}|${line}`;

/** The tables without rows that have a problem, and those rows. */
function without(tables: readonly Table<unknown>[], problems: readonly RowProblem[]) {
  const wrong = Map.groupBy(problems, placeOf);
  const bad: BadTableRow[] = [];
  const kept = tables.map((table) => ({
    ...table,
    rows: table.rows.filter((row) => {
      const own = wrong.get(placeOf(row));
      if (own) {
        const { file, line, cells } = row;
        const given = givenOf(cells, table.sources);
        bad.push({ file, line, given, table: table.name, problems: own.map((one) => one.problem) });
      }
      return !own;
    }),
  }));
  return { kept, bad };
}

/** Plans, and leaves out what has a problem until nothing has: without a person their places go too. */
async function planGood(c: Collections, tables: readonly Table<unknown>[], options: ImportOptions) {
  let bad: BadTableRow[] = [];
  let left = [...tables];
  for (;;) {
    const plan = await planCollege(c, left, options);
    const problems = await check(c, plan, left, options);
    if (problems.length === 0 || !options.skipBad) return { plan, problems, bad, left };
    const next = without(left, problems);
    if (next.bad.length === 0) return { plan, problems, bad, left };
    left = next.kept;
    bad = [...bad, ...next.bad];
  }
}

/** A college without sites is one: what its files say of sites is left out, and said. */
function tellNoSites(plan: Plan, tables: readonly Table<unknown>[]): string[] {
  if (wholeOf(plan, 'sites').length > 0) return [];
  return tables
    .filter((one) => one.name !== 'sites' && one.columns.includes('site_id'))
    .map((one) => `${one.file}: left out, as no sites.csv says which sites there are: site_id`);
}

/** By table, then file and line. */
function inOrder(problems: readonly RowProblem[], tables: readonly Table<unknown>[]): RowProblem[] {
  const tableOf = (file: string) => tableNames.indexOf(tables.find((one) => one.file === file)?.name ?? 'people');
  const places = new Map(problems.map(({ file }) => [file, tableOf(file)]));
  const order = (one: RowProblem) => places.get(one.file) ?? 0;
  return problems.toSorted((a, b) => order(a) - order(b) || a.file.localeCompare(b.file) || a.line - b.line);
}

/**
 * Imports a college from a folder or file: people, programmes, enrolments, sessions, sites; any of them may be left out.
 * Nothing is written while any row has a problem (unless those are to be skipped), nor in a dry run. Twice is the same as
 * once; only the columns a file has are changed; nothing is deleted, and no session of the past sends a card.
 */
export async function importCollege(c: Collections, path: string, options: ImportOptions): Promise<ImportReport> {
  const tell = options.tell ?? (() => undefined);
  const { tables: given, bad: misread, problems: unreadable, notes } = await readCollege(path, options.now);
  const { kept: tables, notes: leftOut } = await leaveOutErased(c, given);
  notes.push(...leftOut);
  const fail = (problems: RowProblem[]): ImportReport => ({
    problems: inOrder(problems, tables),
    counts: {},
    notes,
    missing: [],
  });
  // Without a whole file it is not known what the others mean.
  if (unreadable.length > 0 && (options.skipBad || tables.length === 0)) return fail(unreadable);
  const { plan, problems, bad, left } = await planGood(c, tables, options);
  const wrong = [...unreadable, ...problems, ...(options.skipBad ? [] : problemsOf(misread))];
  if (wrong.length > 0) return fail(wrong);
  const missing = options.cancelMissing ? await missingSessions(c, plan, options.now) : [];
  const stop = options.maxChanges ? await tooMuch(c, plan, missing.length, options.maxChanges) : undefined;
  if (stop) return fail([{ file: path, line: 0, problem: stop }]);
  notes.push(
    ...tellNoSites(plan, tables),
    ...tellPeople(plan.people),
    ...tellLeavers(plan, await sessionsAhead(c, plan, options.now)),
  );
  if (!options.dryRun) await writePlan(c, plan, options.now, tell);
  const counts = Object.fromEntries(
    tableNames
      .filter((name) => name !== 'sites' || plan.sites.length > 0)
      .map((name) => [name, countPlanned(plan[name].filter((one) => one.file))]),
  );
  const skipped = [...misread, ...bad];
  const report: ImportReport = { problems: [], counts, notes, missing };
  if (skipped.length === 0) return report;
  const folder = `${resolve(path).replace(/\.[a-z]+$/i, '')}-to-mend`;
  if (!options.dryRun) writeBadRows(folder, skipped, [...left, ...tables]);
  const told = inOrder(problemsOf(skipped), tables);
  return { ...report, skipped: { rows: skipped.length, folder, problems: told } };
}
