import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/universal';
import { replay } from '../../src/cli/replay.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { isRefusal } from '../../src/domain/failure.ts';
import type { Person } from '../../src/domain/person.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf, connect } from '../../src/store/database.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import type { ReplayedLearner } from '../../src/usecases/core/records/replays.ts';
import { countReplayed } from '../../src/usecases/overview/count-replayed.ts';
import { replayRun } from '../../src/usecases/overview/replay-run.ts';
import { type Tried, tryPolicy } from '../../src/usecases/overview/try-policy.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
import { until } from '../support/until.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

const [gl, sts] = ['green-labyrinth_1.0', 'sts_1.2'];
const query = `span=this-year&first=${gl}&second=${sts}`;

type FromCommand = {
  learner: string;
  percent: number;
  flag?: string;
  occurrences?: { date: string }[];
  noticed?: { date: string; rule: string }[];
};

describe('a policy tried on the college’s own past, as a page', () => {
  let college: College;
  let folder: string;
  const person = async (id: string) => (await college.c.people.findOne({ _id: id })) as Person;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attendance-try-policy-'));
    college = await College.open();
    await college.addPerson('D1', 'Dana Head', ['leader']);
    await fillTerm(college, 70, 5);
    await recount(college.bot.world, true);
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true });
  });

  async function tried(
    asked: Parameters<typeof tryPolicy>[2],
    id = 'O1',
  ): Promise<Tried & Required<Pick<Tried, 'result'>>> {
    const who = await person(id);
    let found: Tried | undefined;
    await until('the figures to be there', async () => {
      const now = await tryPolicy(college.bot.world, who, asked);
      if (isRefusal(now)) throw new Error(JSON.stringify(now));
      found = now;
      return now.result !== undefined;
    });
    if (!found?.result) throw new Error('no result');
    return { ...found, result: found.result };
  }

  /** The same marks, as a file, given to the command. */
  async function byCommand(packId: string, programmeIds: string[], from = '2026-08-01'): Promise<FromCommand[]> {
    const marks = await college.c.marks
      .find({ programmeId: { $in: programmeIds }, day: { $gte: from } })
      .sort({ startsAt: 1, _id: 1 })
      .toArray();
    const rows = marks.map((one) =>
      [one.learnerId, one.startsAt.toISOString(), one.plannedMinutes, '', one.code, one.minutesLate].join(),
    );
    const file = join(folder, 'marks.csv');
    writeFileSync(file, `learner,starts_at,planned_minutes,lesson,mark,minutes_late\n${rows.join('\n')}\n`);
    return replay(file, packId, college.bot.world.packs).map((line) => JSON.parse(line));
  }

  test.each([
    ['BUS', ['BUS']],
    ['APP', ['APP']],
    ['', ['BUS', 'APP']],
  ])('the figures of programme “%s” are those of the command, under either policy', async (programme, programmeIds) => {
    const { result } = await tried({ programme, span: 'this-year', first: gl, second: sts });
    const under = [await byCommand('green-labyrinth', programmeIds), await byCommand('sts', programmeIds)] as const;
    expect(result.learners).toBe(under[0].length);
    const [flagged, noticed] = [
      under[0].filter((one) => one.flag !== 'none'),
      under[1].filter((one) => (one.noticed ?? []).length > 0),
    ];
    expect(flagged.length).toBeGreaterThan(0);
    expect(noticed.length).toBeGreaterThan(0);
    expect(result.policies.map((one) => one.shown)).toEqual([flagged.length, noticed.length]);
    for (const flag of ['amber', 'red'] as const)
      expect(result.policies[0][flag]).toBe(under[0].filter((one) => one.flag === flag).length);
    const ids = new Set([...flagged, ...noticed].map((one) => one.learner));
    expect(result.shown.map((one) => one.learnerId).sort()).toEqual([...ids].sort());
    expect(result.neither).toBe(result.learners - ids.size);
    for (const { learnerId, by } of result.shown) {
      const [first, second] = under.map((all) => all.find((one) => one.learner === learnerId));
      expect([learnerId, by[0].percent, by[0].flag]).toEqual([learnerId, first?.percent, first?.flag]);
      // The second occurrence makes the flag amber, the third red.
      const flags = (first?.occurrences ?? [])
        .slice(1, 3)
        .map(({ date }, i) => ({ day: date, what: ['amber', 'red'][i] }));
      expect([learnerId, by[0].signs]).toEqual([learnerId, flags]);
      expect([learnerId, by[1].percent]).toEqual([learnerId, second?.percent]);
      const rules = (second?.noticed ?? []).map(({ date, rule }) => ({ day: date, what: rule }));
      expect([learnerId, by[1].signs]).toEqual([learnerId, rules]);
    }
    for (const { byWeek, shown } of result.policies) expect(byWeek.reduce((all, one) => all + one, 0)).toBe(shown);
  });

  test('under its own policy a whole year has the flags that learners really have', async () => {
    const { result } = await tried({ programme: 'BUS', span: 'this-year', first: gl, second: sts });
    for (const { learnerId, by } of result.shown) {
      const own = await college.c.standings.findOne({ learnerId, packId: 'green-labyrinth', year: 2026 });
      expect([learnerId, by[0].flag, by[0].percent]).toEqual([learnerId, own?.flag, own?.percent]);
    }
  });

  test('the last term that is over stands first; its marks alone count', async () => {
    const terms = [
      { from: '2026-09-14', to: '2026-10-23' },
      { from: '2026-11-02', to: '2026-12-18' },
    ];
    await college.c.programmes.updateMany({}, { $set: { terms } });
    const { from, to, result } = await tried({ programme: 'BUS' });
    expect([from, to]).toEqual(['2026-09-14', '2026-10-23']);
    const marks = await college.c.marks.find({ programmeId: 'BUS', day: { $gte: from, $lte: to } }).toArray();
    for (const one of result.shown)
      expect(one.marks).toBe(marks.filter((mark) => mark.learnerId === one.learnerId).length);
    await college.c.programmes.updateMany({}, { $unset: { terms: '' } });
  });

  test('the office reads who and when, and takes it along as a sheet; a leader reads numbers and no name', async () => {
    const visit = visitorOf(college);
    const names = (await college.c.people.find({ roles: 'learner' }).toArray()).map((one) => one.name);
    const { shown } = (await tried({ span: 'this-year', first: gl, second: sts })).result;
    const office = pageWords((await visit.see('O1', `try-policy?${query}`)).text);
    for (const { name } of shown) expect(office).toContain(name);
    expect(office).toMatch(
      /learners, \d+ would have been shown under Green Labyrinth, version 1\.0, \d+ under Skills and Training Services, version 1\.2; \d+ under both, \d+ under neither\./,
    );
    const leader = (await visit.see('D1', `try-policy?${query}`)).text;
    for (const name of names) expect(leader).not.toContain(name);
    expect(pageWords(leader)).toContain('counted here, never named');
    for (const [who, rows] of [
      ['O1', shown.length + 1],
      ['D1', 3],
    ] as const) {
      const csv = await visit.see(who, `try-policy?${query}&export=csv`);
      const { bytes } = await visit.see(who, `try-policy?${query}&export=xlsx`);
      const sheet = (await readSheet(new Blob([new Uint8Array(bytes)]))) as unknown[][];
      expect([who, sheet.length, csv.text.trim().split('\r\n').length]).toEqual([who, rows, rows]);
      if (who === 'D1') for (const name of names) expect(csv.text).not.toContain(name);
    }
  });

  test('nothing is changed by it, and what is not among the choices is as if nothing was picked', async () => {
    const db = college.client.db(college.database);
    const count = async () => {
      const all = (await db.listCollections().toArray()).map((one) => one.name).filter((name) => name !== 'audit');
      return Object.fromEntries(
        await Promise.all(all.sort().map(async (name) => [name, await db.collection(name).countDocuments()])),
      );
    };
    const before = await count();
    const standings = await college.c.standings.find({}).sort({ _id: 1 }).toArray();
    const { url, cookie } = await visitorOf(college).enter('O1', 'try-policy');
    const bad = 'programme=x&span=%00&first=../../etc&second=constructor';
    const page = await fetch(`${url}?${bad}`, { headers: { cookie } });
    expect(await page.text()).toContain('Try a policy on your own past');
    expect(page.status).toBe(200);
    expect(await count()).toEqual(before);
    expect(await college.c.standings.find({}).sort({ _id: 1 }).toArray()).toEqual(standings);
  });

  const many = Array.from({ length: 400_000 }, (_, i) => `nobody-${i}`);
  const days = { from: monday, to: addDays(monday, 1) };
  /** A run that goes on until it is stopped. */
  const slowly = (world: World, key: string) => {
    const packs = [world.packs[0]!, world.packs[1]!] as const;
    return replayRun(world, 'O1', key, async () => ({ learnerIds: many, programmeIds: ['BUS'], ...days, packs }));
  };
  const runOf = (id: string) => college.c.replays.findOne({ _id: id });
  const page = async (id: string) =>
    visitorOf(college).see(id, `try-policy?programme=BUS&span=last-year&first=${gl}&second=${gl}`);
  const key = `BUS|last-year|${gl}|${gl}`;

  test('what takes long is done in pieces: the page says how far it is, everything else goes on, and then it is there', async () => {
    const slow = await slowly(college.bot.world, 'slow');
    const waiting = await page('O1');
    expect(pageWords(waiting.text)).toMatch(
      /What you asked for before is still being worked out: \d+ of 400000 learners/,
    );
    expect(waiting.text).toContain('data-again');
    expect(waiting.text).not.toContain('export=csv');
    expect((await visitorOf(college).see('M1', 'caseload')).status).toBe(200);
    // A run is its person's: nobody waits for somebody else's.
    expect(pageWords((await page('D1')).text)).not.toContain('being worked out');
    expect(await runOf('O1')).toMatchObject({ key: 'slow', of: slow.of });
    expect((await runOf('O1'))?.result).toBeUndefined();
    // Another in its place ends it.
    await college.c.replays.deleteOne({ _id: 'O1' });
    const { result } = await tried({ programme: 'BUS', span: 'last-year', first: gl, second: gl });
    expect(result).toMatchObject({ learners: 0, neither: 0, shown: [] });
    expect(pageWords((await page('O1')).text)).toContain('Neither would have shown anybody.');
    expect(await runOf('O1')).toMatchObject({ key, of: 10, done: 10 });
  });

  test('every instance shows how far it is; where the one that works on it is gone, that is said, and it begins anew', async () => {
    const client = await connect(process.env.TEST_MONGODB_URI ?? '');
    const other = createWorld(client, collectionsOf(client.db(college.database)), college.bot.world);
    await college.c.replays.deleteMany({});
    await slowly(other, key);
    await until('some to be done', async () => ((await runOf('O1'))?.done ?? 0) > 0);
    expect(pageWords((await page('O1')).text)).toMatch(/Being worked out: [1-9]\d* of 400000 learners/);
    const { run } = (await runOf('O1'))!;
    // Asked for again anywhere, it is the same run.
    await slowly(other, key);
    expect((await runOf('O1'))?.run).toBe(run);
    await client.close(true);
    const said = (await runOf('O1'))?.done;
    expect(pageWords((await page('O1')).text)).toContain('Being worked out');
    await college.moveTo('12:00');
    expect(pageWords((await page('O1')).text)).toContain(`Cut off after ${said} of 400000 learners.`);
    await tried({ programme: 'BUS', span: 'last-year', first: gl, second: gl });
    expect(pageWords((await page('O1')).text)).toContain('Neither would have shown anybody.');
  });

  test('of a very large college all are counted and the first 5,000 listed, which the page and its sheet say', async () => {
    const all = 60_000;
    const signs = (n: number, more: number) =>
      Array.from({ length: 1 + more }, (_, i) => ({ day: addDays('2025-09-01', (n % 200) + i), what: 'lateness' }));
    const learnerOf = (n: number): ReplayedLearner => ({
      learnerId: n < 10 ? `L${n + 1}` : `learner-of-a-very-large-college-${n}`,
      marks: 400,
      by: [
        { percent: 71.5, flag: n % 3 === 0 ? 'red' : 'none', signs: n % 2 === 0 ? signs(n, 6) : [] },
        { percent: 70.5, flag: n % 4 === 0 ? 'amber' : 'none', signs: n % 5 === 0 ? [] : signs(n, 40) },
      ],
    });
    const counted = countReplayed();
    const learners = Array.from({ length: all }, (_, n) => learnerOf(n));
    for (const one of learners) counted.add(one);
    const result = counted.result();
    const withSigns = (isOf: (one: ReplayedLearner) => boolean) => learners.filter(isOf).length;
    const isShown = (one: ReplayedLearner, i: 0 | 1) => one.by[i].signs.length > 0;
    expect(result).toMatchObject({
      learners: all,
      either: withSigns((one) => isShown(one, 0) || isShown(one, 1)),
      both: withSigns((one) => isShown(one, 0) && isShown(one, 1)),
      policies: [
        { red: 20_000, amber: 0, shown: withSigns((one) => isShown(one, 0)) },
        { red: 0, amber: 15_000, shown: withSigns((one) => isShown(one, 1)) },
      ],
    });
    for (const { byWeek, shown } of result.policies)
      expect(Object.values(byWeek).reduce((sum, one) => sum + one, 0)).toBe(shown);
    // Rows with that many signs are fewer, so that they fit into the run's one document.
    expect(result.rows.length).toBeGreaterThan(1_000);
    expect(result.rows.length).toBeLessThanOrEqual(5_000);
    const days = result.rows.map(({ by }) => by.flatMap((one) => one.signs[0]?.day ?? []).sort()[0]);
    expect(days).toEqual(days.toSorted());
    const few = countReplayed();
    for (const one of learners) few.add({ ...one, by: [{ ...one.by[0], signs: signs(0, 0) }, one.by[0]] });
    expect(few.result().rows).toHaveLength(5_000);
    const { run } = (await runOf('O1'))!;
    await college.c.replays.updateOne({ _id: 'O1' }, { $set: { at: college.bot.clock.now() } });
    expect(await college.bot.world.records.replays.move('O1', run, { result })).toBe(true);
    const said = `Listed are the ${result.rows.length} who would have been shown first, of ${result.either}. The numbers are of all.`;
    const shown = pageWords((await page('O1')).text);
    expect(shown).toContain(said);
    expect(shown).toContain(`Of 60000 learners, ${result.policies[0].shown} would have been shown`);
    const sheet = `try-policy?programme=BUS&span=last-year&first=${gl}&second=${gl}`;
    const csv = await visitorOf(college).see('O1', `${sheet}&export=csv`);
    expect(csv.text.trim().split('\r\n').at(-1)).toBe(`"${said}"`);
    expect(pageWords((await page('D1')).text)).not.toContain('Listed are');
    await college.c.replays.deleteMany({});
    await tried({ programme: 'BUS', span: 'last-year', first: gl, second: gl });
  });

  test('one that failed is told of once, and begins anew', async () => {
    const { _id, ...kept } = (await runOf('O1'))!;
    const { result: _, ...failed } = kept;
    await college.c.replays.replaceOne({ _id }, { ...failed, error: 'out of reach' });
    expect((await page('O1')).status).toBe(503);
    await tried({ programme: 'BUS', span: 'last-year', first: gl, second: gl });
  });
});
