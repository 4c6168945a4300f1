import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { holidaysFrom } from '../../src/config/load-holidays.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import { personas } from '../../src/demo/personas.ts';
import { seedCollege } from '../../src/demo/sample-college.ts';
import { addDays, dayOf, instantOf } from '../../src/domain/calendar.ts';
import { isRefusal } from '../../src/domain/failure.ts';
import type { Role } from '../../src/domain/person.ts';
import { openClock } from '../../src/store/clock.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { caseload } from '../../src/usecases/overview/caseload.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

test.each([0, 1, 2, 3, 4])(
  'the demo begun %i days after a Monday has the same term behind it: Ben below 90% with two occurrences and what was done after each, somebody falling and somebody better',
  async (after) => {
    const day = addDays(monday, after);
    const client = await connect(process.env.TEST_MONGODB_URI ?? '');
    const db = client.db(`test-demo-${after}`);
    const folder = mkdtempSync(join(tmpdir(), 'sample-college-'));
    try {
      await migrate(db);
      const c = collectionsOf(db);
      const clock = await openClock(db, c, true);
      // On a Monday morning no week has begun that could be less or more: it is the end of the one before that is looked at.
      await clock.moveTo(after === 0 ? instantOf(addDays(day, -3), '17:30') : instantOf(day, '08:45'));
      const packs = loadPacks();
      await seedCollege(c, packs, day, folder);
      const parts = { clock, packs, traits: taskKindsOf, holidays: holidaysFrom(), wake: () => undefined };
      const world = createWorld(client, c, parts);
      await recount(world, true);

      const ben = await c.standings.findOne({ learnerId: 'L-BEN' });
      expect(ben?.occurrences).toHaveLength(2);
      expect(ben?.percent).toBeGreaterThan(85);
      expect(ben?.percent).toBeLessThan(90);
      // What the policy asks after each of Ben's occurrences was done the same day: by the mentor and the tutor, in their words.
      const days = ben?.occurrences.map((one) => one.day) ?? [];
      const done = await c.tasks.find({ learnerId: 'L-BEN', kind: { $in: ['step', 'meeting'] } }).toArray();
      expect(done.map(({ kind, ownerIds, isOpen }) => [kind, ...ownerIds, isOpen]).toSorted()).toEqual([
        ['meeting', 'M-MAYA', false],
        ['step', 'M-MAYA', false],
        ['step', 'M-MAYA', false],
        ['step', 'T-SAM', false],
      ]);
      for (const { _id, openedAt, history, data } of done)
        for (const { at, byId, words } of history.slice(1))
          expect([_id, dayOf(at), at > openedAt, byId !== undefined, (words ?? '').length > 3]).toEqual([
            _id,
            days[Number((data as { n?: number }).n) - 1],
            ...[true, true, true],
          ]);
      const found = await caseload(world, (await c.people.findOne({ _id: 'M-MAYA' }))!);
      const rows = isRefusal(found) ? [] : found.rows;
      expect(rows.filter(({ is }) => is.falling).map(({ name }) => name)).toContain('Chloe Evans');
      expect(rows.filter(({ is }) => is.better).length).toBeGreaterThan(0);
      // Whoever has a Playground of their own is there, as what the README says they are.
      const people = new Map((await c.people.find({}).toArray()).map((one) => [one._id, one]));
      expect(personas.map(({ personId, name }) => [personId, people.get(personId)?.name === name])).toEqual(
        personas.map(({ personId }) => [personId, true]),
      );
      expect(new Set(personas.map(({ port }) => port)).size).toBe(personas.length);
      const withRole = (role: Role) => personas.filter(({ personId }) => people.get(personId)?.roles.includes(role));
      expect(withRole('tutor').length).toBeGreaterThan(1);
      expect(withRole('leader')).toHaveLength(1);
      const apprenticeships = await c.programmes.find({ kind: 'apprenticeship' }).toArray();
      const taking = await c.enrolments
        .find({ programmeId: { $in: apprenticeships.map((one) => one._id) }, to: { $exists: false } })
        .toArray();
      const apprentices = withRole('learner').filter(({ personId }) =>
        taking.some((one) => one.learnerId === personId),
      );
      expect(apprentices.map(({ role }) => role)).toEqual(['apprentice']);
    } finally {
      rmSync(folder, { recursive: true });
      await db.dropDatabase();
      await client.close();
    }
  },
);

test('the demo lists everybody with their pages and opens one as them, on this machine; no other bot does', async () => {
  for (const isDemo of [true, false]) {
    const college = await College.open({ learners: 1, isDemo });
    const base = `http://127.0.0.1:${college.bot.port}`;
    const list = await fetch(`${base}/pages`);
    expect(list.status).toBe(isDemo ? 200 : 404);
    expect((await list.text()).includes('<a href="/pages/H1/today">Today</a>')).toBe(isDemo);
    const opened = await fetch(`${base}/pages/H1/today`, { redirect: 'manual' });
    expect(opened.status).toBe(isDemo ? 303 : 404);
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const page = isDemo && (await fetch(`${base}${opened.headers.get('location')}`, { headers: { cookie } }));
    if (page) expect(await page.text()).toContain('Ruth Adeyemi');
    for (const path of ['/pages', '/pages/H1', '/inbox'])
      expect((await fetch(base + path, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(404);
    await college.close();
  }
});

test('the demo’s inbox can be answered from: a text from a number is heard as its owner’s; no other bot takes one so', async () => {
  for (const isDemo of [true, false]) {
    const college = await College.open({ learners: 1, isDemo, rulesAlone: true });
    await college.addSession({ _id: 'next', on: '2026-11-24' });
    const base = `http://127.0.0.1:${college.bot.port}`;
    const number = '+447700900100';
    const say = new URLSearchParams({ from: number, words: 'not in tomorrow', id: 'a' });
    for (let twice = 0; twice < 2; twice++)
      expect((await fetch(`${base}/inbox/say?${say}`)).status).toBe(isDemo ? 200 : 404);
    await college.settled();
    expect(await college.c.incoming.countDocuments()).toBe(isDemo ? 1 : 0);
    const page = await (await fetch(`${base}/inbox?to=${encodeURIComponent(number)}`)).text();
    expect([page.includes('Answer YES to tell the college'), page.includes(`Write from ${number}`)]).toEqual([
      isDemo,
      isDemo,
    ]);
    await college.close();
  }
});

test('cards and pages say the time that it is in the demo, wherever the machine’s own clock stands', async () => {
  const college = await College.open({ isDemo: true, rulesAlone: true });
  for (const id of ['H1', 'T1', 'L2', 'O1']) await college.say(id, 'help');
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.moveTo('09:41');
  await college.save('s1', { 'BUS-L2': 'unauthorised' });
  await college.say('L3', 'not in tomorrow, dentist');
  await college.say('L3', 'yes');
  expect(await college.words('T1', ['Monday 23 November', 'Saved'])).toContain('Saved 09:41 by Sam Lee');
  expect(await college.words('O1', 'Medical or dental')).toContain('said Monday 23 November 09:41');
  const visitor = visitorOf(college);
  const today = pageWords((await visitor.see('H1', 'today')).text);
  expect(today).toContain('Monday 23 November, 09:41.');
  expect(today).toContain('text message accepted 09:41, delivered 09:41');
  const story = pageWords((await visitor.see('O1', 'story/L2')).text);
  expect(story).toContain('Mon 23 Nov, 09:41');
  expect(story).toContain('Teams to Ben Carter: sent 09:41');
  await college.close();
});
