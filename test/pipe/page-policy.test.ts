import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/universal';
import { replay } from '../../src/cli/replay.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { isRefusal } from '../../src/domain/failure.ts';
import type { Person } from '../../src/domain/person.ts';
import { replayRun } from '../../src/usecases/overview/replay-run.ts';
import { type Tried, tryPolicy } from '../../src/usecases/overview/try-policy.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
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
    const begun = await tryPolicy(college.bot.world, await person(id), asked);
    if (isRefusal(begun)) throw new Error(JSON.stringify(begun));
    await begun.ended;
    const done = await tryPolicy(college.bot.world, await person(id), asked);
    if (isRefusal(done) || !done.result) throw new Error('no result');
    return { ...done, result: done.result };
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
      /Green Labyrinth, version 1\.0 would have shown \d+, Skills and Training Services, version 1\.2 \d+/,
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

  test('what takes long is done in pieces: the page says how far it is, everything else goes on, and then it is there', async () => {
    const { world } = college.bot;
    const visit = visitorOf(college);
    const packs = [world.packs[0]!, world.packs[1]!] as const;
    const learnerIds = Array.from({ length: 400_000 }, (_, i) => `nobody-${i}`);
    const days = { from: monday, to: addDays(monday, 1) };
    const slow = replayRun(world, 'slow', { learnerIds, programmeIds: ['BUS'], ...days, packs });
    const waiting = await visit.see('O1', `try-policy?programme=BUS&span=last-year&first=${gl}&second=${gl}`);
    expect(pageWords(waiting.text)).toContain('Being worked out: 0 of 10 learners');
    expect(waiting.text).toContain('data-again');
    expect(waiting.text).not.toContain('export=csv');
    expect((await visit.see('M1', 'caseload')).status).toBe(200);
    expect(slow.run.learners).toBeUndefined();
    // Newer ones take its place: it stops, and what waited behind it is begun again when somebody looks.
    const few = Array.from({ length: 6 }, (_, i) =>
      replayRun(world, `quick-${i}`, { learnerIds: ['L1'], programmeIds: ['BUS'], ...days, packs }),
    );
    await Promise.all([slow.ended, ...few.map((one) => one.ended)]);
    expect(slow.run.learners).toBeUndefined();
    expect(slow.run.done).toBeLessThan(learnerIds.length);
    const { result } = await tried({ programme: 'BUS', span: 'last-year', first: gl, second: gl });
    expect(result).toMatchObject({ learners: 0, neither: 0, shown: [] });
    const done = await visit.see('O1', `try-policy?programme=BUS&span=last-year&first=${gl}&second=${gl}`);
    expect(pageWords(done.text)).toContain('Neither would have shown anybody.');
  });
});
