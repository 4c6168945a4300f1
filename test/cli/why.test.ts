import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { why } from '../../src/cli/why.ts';
import { College } from '../support/college.ts';

let college: College;
const say = async (id: string) => (await why(college.bot.world, college.c, id))?.join('\n');
beforeAll(async () => {
  college = await College.open({ learners: 2 });
  await college.addSession({ _id: 's1', at: '09:00', title: 'Law' });
  await college.addSession({ _id: 's0', at: '07:00', title: 'Past', next: undefined as never });
});
afterAll(() => college.close());

test('a session: what is due, then its register, its cards with why one waits, what people pressed', async () => {
  expect(await say('s1')).toMatch(
    /^09:00 Law, Monday 23 November \(s1\), BUS, of T1\.\nNo register yet\. Next: "open", due Monday 23 November, 09:00\.$/,
  );
  expect(await say('s0')).toMatch(/No register was ever opened: .* after it had begun/);
  await college.moveTo('09:00');
  expect(await say('s1')).toMatch(
    /Its register is open, version 1: 0 of 2 marked\.[\s\S]*register card for Sam Lee \(T1\): shown, and up to date/,
  );
  await college.save('s1', { 'BUS-L2': 'unauthorised' });
  await college.settled();
  const saved = await say('s1');
  expect(saved).toMatch(/Its register is saved, version 2: 2 of 2 marked, saved Monday 23 November, 09:00 by T1\./);
  expect(saved).toMatch(/What follows of it .* is carried on/);
});

test('a person nobody has linked: why their cards wait, and what was sent instead; no words anybody wrote', async () => {
  await college.c.tasks.insertOne({ _id: 'meeting|x', kind: 'meeting' } as never);
  await college.c.slots.insertOne({
    _id: 'task|meeting|x|L1',
    kind: 'task',
    subjectId: 'meeting|x',
    recipient: { person: 'L1' },
    revision: 1,
    bumps: 0,
    wanted: 1,
    shown: 0,
    parked: 'never-seen',
  });
  const told = await say('L1');
  expect(told).toMatch(/Linked to no account yet: .* signed in as l1@brookvale.example/);
  expect(told).toContain('meeting card for Aisha Khan (L1): waits, since it cannot be shown: has never opened the app');
});

test('somebody who is away by two absences: the one said later holds, with its deputy', async () => {
  await college.c.people.updateOne(
    { _id: 'T1' },
    {
      $set: {
        away: [
          { from: '2026-11-20', to: '2026-11-24', deputyId: 'T2' },
          { from: '2026-11-23', to: '2026-11-27', deputyId: 'M1' },
        ],
      },
    },
  );
  expect(await say('T1')).toContain('Away until Friday 27 November; M1 stands in.');
});

test('a message: when it was wanted and what became of it; nothing of that id is said', async () => {
  const now = college.bot.clock.now();
  await college.c.outbox.insertOne({
    _id: 'sms|x',
    kind: 'sms',
    to: '+447700900123',
    about: 'L1',
    body: 'secret words',
    createdAt: now,
    failed: { at: now, why: 'number-not-in-use', code: '6' },
  });
  expect(await say('sms|x')).toBe(
    'A message about L1.\n  sms|x: wanted Monday 23 November, 09:00, text message could not be delivered: number not in use.',
  );
  expect(await say('nothing')).toBeUndefined();
});

test('a MIS event: when it was written, which number it has, and what each way to the MIS made of it', async () => {
  await college.settled();
  const _id = 'mark|s1|BUS-L2|2';
  expect(await say(_id)).toMatch(
    /^The MIS is told of L2\.\n {2}mark\|s1\|BUS-L2\|2: written Monday 23 November, 09:00, is number \d+ since Monday 23 November, 09:00, taken by the webhook Monday 23 November, 09:00\.$/,
  );
  expect(await say('s1')).toContain(`What the MIS is told of it:\n  mark|s1|BUS-L`);
  expect(await say('L2')).toMatch(/What the MIS is told of them, newest first:\n {2}mark\|s1\|BUS-L2\|2: /);
  const at = college.bot.clock.now();
  const made = { type: 'mark' as const, subject: 'mark|x', learnerId: 'L2', body: '{}', createdAt: at, listedAt: at };
  await college.c.misEvents.insertMany([
    { ...made, _id: 'away', seq: 901, waits: true },
    { ...made, _id: 'never', seq: 902, refused: { at, code: 'http-422', says: 'words of theirs' } },
    { ...made, _id: 'kept', held: true },
  ]);
  await college.c.misLanes.updateOne(
    { _id: 'L2' },
    { $set: { lastCode: 'http-503', failingSince: at } },
    { upsert: true },
  );
  expect(await say('away')).toContain('waits for the webhook; the last answer was http-503, failing since Monday');
  expect(await say('never')).toContain('with http-422, which waits for the MIS officer');
  expect(await say('never')).not.toContain('words of theirs');
  expect(await say('kept')).toContain('has no place among the events yet');
  expect(await say('kept')).not.toMatch(/hold|held|kept back|safeguarding/i);
});
