import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRetention } from '../../src/config/retention-settings.ts';
import { addDays, instantOf } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';

const ago = (days: number) => instantOf(addDays(monday, -days), '09:00');

/** Everything goes when it is old enough, and not before (SPEC: Data protection). */
describe('what is kept', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.c.meta.insertOne({ _id: 'demo' });
    // Two sessions of the year that is just too old on this day, and one of the year after it.
    await college.addHistory('L1', [
      { code: 'unauthorised', on: '2020-07-30' },
      { code: 'present', on: '2020-09-08' },
      { code: 'present', on: addDays(monday, -3) },
    ]);
    await recount(college.bot.world, true);
    await college.c.talks.insertMany(Array.from({ length: 1_200 }, (_, i) => ({ _id: `gone-${i}`, at: ago(31) })));
    await college.c.talks.insertOne({ _id: 'kept', at: ago(10) });
    const file = { learnerId: 'L1', fromId: 'L1', name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array([1]) };
    await college.c.files.insertMany([
      { ...file, _id: 'old', at: ago(366) },
      { ...file, _id: 'new', at: ago(300) },
    ] as never);
  });
  afterAll(() => college.close());

  const cli = async (...args: string[]) => (await runCli(mongoOf(college), ...args)).stdout;

  test('the command says how long, why, and what would go; it takes nothing', async () => {
    const said = await cli('retention');
    expect(said).toMatch(
      /Certificates and other files \(files\): 365 days, health data[^\n]*\n {2}from before 2025-11-23: 1 to go/,
    );
    expect(said).toMatch(
      /\(evidence\): 6 years after the college year[^\n]*\n {2}from before 2020-08-01: [1-9]\d* to go/,
    );
    expect(said).toMatch(/\(talk-states\)[^\n]*\n[^\n]*: 1200 to go/);
    // What the nightly look by kinds does not tell.
    expect(said).toMatch(
      /^Words of a notice: until 6 weeks after its last day, and as long as it is undecided or contested\.$/m,
    );
    expect(said).toMatch(
      /^Words of a concern: never by age; the Safeguarding Team has them until it has handed them over\.$/m,
    );
    expect(said).toMatch(/\(concern-words\): 0 days, [^\n]*\n[^\n]*: nothing/);
    expect(said).toMatch(/^Texts and mails that came in: their words 90 days, that they came 400 days\.$/m);
    expect(await college.c.files.countDocuments()).toBe(2);
  });

  test('at night it goes, batch by batch; whole years at once, so that totals agree; counts stand in the audit trail', async () => {
    await college.moveTo('03:30', addDays(monday, 1));
    expect((await college.c.talks.find({}).toArray()).map((one) => one._id)).toEqual(['kept']);
    expect((await college.c.files.find({}).toArray()).map((one) => one._id)).toEqual(['new']);
    expect(await college.c.sessions.distinct('day')).toEqual(['2020-09-08', addDays(monday, -3)]);
    for (const name of ['marks', 'totals', 'weeks', 'lessons', 'standings'] as const)
      expect([name, await college.c[name].distinct('year')]).toEqual([name, [2020, 2026]]);
    expect(await recount(college.bot.world, false)).toMatchObject({ registers: 2, differences: [] });
    const [line, ...more] = await college.c.audit.find({ what: 'retention' }).toArray();
    expect(line).toMatchObject({ did: 'deleted', how: 'bot', more: { 'talk-states': 1_200, files: 1 } });
    expect(line?.more?.evidence).toBeGreaterThan(0);
    expect(more).toEqual([]);
    expect(await cli('retention')).not.toMatch(/to go/);
    // A night on which nothing goes says nothing.
    await college.moveTo('03:30', addDays(monday, 2));
    expect(await college.c.audit.countDocuments({ what: 'retention' })).toBe(1);
  });

  test('rows whose words are gone long since are not looked through again each night', async () => {
    const row = { kind: 'sms', to: '+447700900123', about: 'L1', body: '', fence: 1 };
    const at = ago(200);
    const many = Array.from({ length: 2_000 }, (_, i) => ({ ...row, _id: `empty-${i}`, createdAt: at, purgedAt: at }));
    await college.c.outbox.insertMany([...many, { ...row, _id: 'still', body: 'Hello', createdAt: ago(100) }] as never);
    const db = college.client.db(college.database);
    await db.command({ profile: 2 });
    await college.moveTo('03:30', addDays(monday, 3));
    await db.command({ profile: 0 });
    expect(await college.c.outbox.findOne({ _id: 'still' })).toMatchObject({ body: '', purgedAt: expect.any(Date) });
    const looks = await db
      .collection('system.profile')
      .find({ op: 'query', 'command.find': 'outbox', 'command.filter.purgedAt': { $exists: true } })
      .toArray();
    expect(looks.length).toBeGreaterThan(1);
    expect(Math.max(...looks.map((one) => one.docsExamined))).toBeLessThan(10);
  });

  test('how large it all is, and what a week of teaching adds', async () => {
    const said = await cli('size');
    expect(said).toMatch(/^registers +2 {2}\d+ KB on disk, \d+ KB of indexes$/m);
    expect(said).toMatch(/Each session that has begun takes [\d.]+ [KM]B; in the last four weeks \d+ began a week\./);
  });

  test('a college’s own times are checked: kind, number, and none so short that it cannot be meant', () => {
    expect(readRetention('files:200, messages:900').retention).toMatchObject({
      files: { keep: 200 },
      messages: { keep: 900 },
      evidence: { keep: 6 },
    });
    expect(readRetention('photos:3,files:x,audit:5').mistakes).toEqual([
      expect.stringMatching(/^photos is none of message-words, /),
      'files: a whole number of days, at least 42',
      'audit: a whole number of days, at least 365',
    ]);
  });
});
