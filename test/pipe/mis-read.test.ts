import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeMisKey } from '../../src/cli/make-mis-key.ts';
import { misFrom } from '../../src/config/mis-settings.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { College } from '../support/college.ts';

const [old, fresh, named] = [makeMisKey('pics', false), makeMisKey('pics', false), makeMisKey('bi', true)];
const { readers = [] } = misFrom({
  MIS_SENDER: 'read',
  MIS_FILE_TEMPLATE: 'generic',
  MIS_FILE_AT: '21:00',
  MIS_READ_KEYS: [old.entry, fresh.entry, named.entry].join(','),
});

type Page = { events: Record<string, unknown>[]; next: number; more: boolean; error?: string };

describe('what the MIS is told can be read (S8)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 5, misReaders: readers });
  });
  afterAll(() => college.close());
  const ask = (query: string, key = old.key) =>
    fetch(`http://127.0.0.1:${college.bot.port}/api/marks${query}`, { headers: { authorization: `Bearer ${key}` } });
  const page = async (query: string, key?: string) => (await (await ask(query, key)).json()) as Page;

  test('from a place on, page by page, each mark and amendment once and in order', async () => {
    await college.addSession({ _id: 'r-1', title: 'First' });
    await college.moveTo('09:00');
    await college.save('r-1', { 'BUS-L1': 'unauthorised' });
    const first = await page('?since=0&limit=3');
    expect(first).toMatchObject({ more: true, next: 3 });
    const second = await page(`?since=${first.next}&limit=3`);
    expect(second).toMatchObject({ more: false, next: 5 });
    const all = [...first.events, ...second.events];
    expect(new Set(all.map((event) => event.learner_id)).size).toBe(5);
    expect(all[0]).toMatchObject({
      seq: 1,
      type: 'mark',
      session_id: 'r-1',
      learner_ref: 'BV-L1',
      mark: 'unauthorised',
    });
    expect(JSON.stringify(all)).not.toMatch(/Aisha|Khan/);
    await college.save('r-1', { 'BUS-L1': 'present' });
    expect((await page('?since=5')).events).toMatchObject([{ mark: 'present', amended_from: 'unauthorised' }]);
    expect(await page('?since=6')).toMatchObject({ events: [], next: 6, more: false });
  });

  test('names only for a consumer whose entry says so; both keys of one consumer hold', async () => {
    expect((await page('?since=0&limit=1', named.key)).events).toMatchObject([{ learner_name: 'Aisha Khan' }]);
    expect((await ask('?since=0', fresh.key)).status).toBe(200);
  });

  test('notices and status are there where they are asked for', async () => {
    await college.say('L2', 'not in tomorrow, dentist at 2');
    await college.say('L2', 'yes');
    const { events } = await page('?since=0&types=notice');
    expect(events.at(-1)).toMatchObject({
      type: 'notice',
      learner_id: 'L2',
      kind: 'absence',
      state: 'confirmed',
      days: ['2026-11-24'],
    });
    expect(JSON.stringify(events)).not.toMatch(/dentist|appointment/i);
    expect((await page('?since=0')).events.some((event) => event.type === 'notice')).toBe(false);
  });

  test('no key, a wrong key and a wrong question are told apart in words', async () => {
    expect((await ask('?since=0', 'a-wrong-key-that-is-long-enough')).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${college.bot.port}/api/marks`)).status).toBe(401);
    for (const [query, why] of [
      ['?since=yesterday', 'since: the number'],
      ['?limit=0', 'limit: a whole number from 1 to 1000'],
      ['?limit=5000', 'limit:'],
      ['?types=names', 'types: mark, notice'],
      ['?from=1', '"from" is not known'],
      ['?since=99999', 'since: there is no such place'],
    ]) {
      const answer = await ask(query ?? '');
      expect([answer.status, ((await answer.json()) as Page).error]).toEqual([400, expect.stringContaining(why ?? '')]);
    }
  });

  test('a consumer that asks too fast is told when to come again; another is not kept waiting', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('?since=0', old.key)));
    const late = answers.find((one) => one.status === 429);
    expect(late?.headers.get('retry-after')).toBe('1');
    expect((await ask('?since=0', named.key)).status).toBe(200);
  });

  test('whoever reads while many write at once misses nothing and gets nothing twice', async () => {
    const { world } = college.bot;
    const from = (await world.records.mis.bounds()).last;
    const wish = (i: number) => ({
      _id: `mark|many|${i}`,
      type: 'mark' as const,
      subject: `mark|many|${i}`,
      learnerId: `L${(i % 5) + 1}`,
      body: JSON.stringify({ id: `mark|many|${i}` }),
    });
    const second = await college.startSecond();
    const seen: string[] = [];
    let since = from;
    const read = async () => {
      const found = await world.records.mis.after(since, ['mark'], 7);
      seen.push(...found.map((one) => one._id));
      since = found.at(-1)?.seq ?? since;
    };
    const writing = Array.from({ length: 120 }, (_, i) =>
      (i % 2 ? world : second.world).together((inside) => inside.records.mis.put([wish(i)], world.clock.now())),
    );
    // It reads all the while, until the last of them has its place.
    let isListed = false;
    const listed = Promise.all(writing)
      .then(() => college.settled())
      .then(() => {
        isListed = true;
      });
    while (!isListed) await read();
    await listed;
    for (let before = -1; before < seen.length; ) {
      before = seen.length;
      await read();
    }
    await second.stop();
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  test('an event that has its place leaves no gap where it is listed once more, by two at once', async () => {
    const { world } = college.bot;
    const from = (await world.records.mis.bounds()).last;
    const ids = ['again|1', 'again|2', 'again|3', 'again|4'];
    // Not due: listed by this test alone.
    const rows = ids.map((_id) => ({
      _id,
      type: 'mark',
      subject: _id,
      learnerId: 'L1',
      body: '{}',
      createdAt: world.clock.now(),
    }));
    await college.c.misEvents.insertMany(rows as never);
    const list = (some: string[]) =>
      world.together((inside) => inside.records.mis.list(some, world.clock.now(), false));
    await list(ids.slice(0, 2));
    await Promise.all([list(ids.slice(0, 3)), list(ids.slice(0, 3)), list(ids)]);
    const placed = await world.records.mis.byIds(ids);
    expect(placed.map((one) => one.seq).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      [1, 2, 3, 4].map((i) => from + i),
    );
    expect((await world.records.mis.bounds()).last).toBe(from + 4);
  });

  test('of a learner under a hold it says what was said before the hold, and the rest after the release (S11)', async () => {
    const from = (await college.bot.world.records.mis.bounds()).last;
    await college.say('L3', 'i do not feel safe at home');
    await college.save('r-1', { 'BUS-L3': 'unauthorised' });
    expect(await page(`?since=${from}`, named.key)).toMatchObject({ events: [], next: from });
    expect(JSON.stringify(await page('?since=0&limit=5', named.key))).toMatch(/"learner_id":"L3"/);
    await college.press('S1', 'safe at home', 'I have it');
    await college.press('S1', 'safe at home', 'Release the hold', { 'What was done': 'spoke with her' });
    expect((await page(`?since=${from}`, named.key)).events).toMatchObject([
      { learner_id: 'L3', mark: 'unauthorised' },
    ]);
  });

  test('what is kept no longer is gone by night; who stopped before it is told so, and begins again at 0', async () => {
    const { last } = await college.bot.world.records.mis.bounds();
    await college.addSession({ _id: 'r-late', title: 'A year on', on: '2027-12-20' });
    await college.moveTo('09:00', '2027-12-20');
    await college.save('r-late');
    await college.moveTo('04:00', addDays('2026-11-23', 402));
    const answer = await ask('?since=1');
    expect([answer.status, ((await answer.json()) as Page).error]).toEqual([410, expect.stringContaining('from 0')]);
    const { events } = await page('?since=0');
    expect(events.map((event) => event.session_id)).toEqual(events.map(() => 'r-late'));
    expect((await page(`?since=${last}`)).events).toEqual(events);
  });
});
