import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { exportSubject } from '../../src/cli/subject-export.ts';
import { College } from '../support/college.ts';

let college: College;
const folder = mkdtempSync(join(tmpdir(), 'attendance-subject-'));
const out = join(folder, 'L1.zip');
beforeAll(async () => {
  college = await College.open({ learners: 3 });
});
afterAll(async () => {
  await college.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a learner gets all that is theirs, and what is left out with its reason; never whether there is a concern', async () => {
  await college.c.people.updateOne(
    { _id: 'L1' },
    { $set: { contacts: [{ name: 'Noor Khan', relation: 'parent or carer', mobile: '+447700900123' }] } },
  );
  await college.addSession({ _id: 's1', at: '09:00' });
  await college.moveTo('09:00');
  await college.save('s1', { 'BUS-L1': 'unauthorised', 'BUS-L2': 'unauthorised' });
  await college.say('L1', 'not in tomorrow, dentist at 2');
  await college.press('L1', 'Confirm', 'Confirm');
  await college.say('L1', 'i do not feel safe at home');
  await college.settled();
  expect(await college.c.concerns.countDocuments()).toBe(1);

  const { world } = college.bot;
  const data = await exportSubject(world, college.c, 'L1', { out, college: 'Brookvale & Co' });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const files = Object.fromEntries(
    Object.entries(unzipSync(readFileSync(out))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
  const rows = (name: string) => parse(files[name] ?? '', { bom: true, columns: true }) as Record<string, string>[];
  expect(rows('marks.csv')).toEqual([expect.objectContaining({ session: 's1', mark: 'unauthorised' })]);
  expect(rows('absences.csv')).toEqual([
    expect.objectContaining({ by: 'Aisha Khan', state: 'confirmed', days: '2026-11-24' }),
  ]);
  expect(rows('words.csv')).toEqual([expect.objectContaining({ words: 'not in tomorrow, dentist at 2' })]);
  expect(rows('person.csv')).toContainEqual({ field: 'contact: parent or carer', value: 'Noor Khan; +447700900123' });
  expect(files['page.html']).toContain('Brookvale &amp; Co');
  expect(data?.withheld.map((one) => one.what)).toEqual([
    'Records of the Safeguarding Team, whether there are any or not',
    'Numbers and addresses of others, and what is about other learners',
  ]);
  const all = Object.values(files).join('\n');
  for (const word of ['safe at home', 'BUS-L2', 'Ben Carter']) expect(all).not.toContain(word);
  expect(all.replace(files['page.html'] ?? '', '')).not.toMatch(/\bhold\b|\bheld\b|concern/i);
  // The same is left out for somebody about whom there is nothing.
  const other = await exportSubject(world, college.c, 'L3', { out: join(folder, 'L3.zip'), college: 'B' });
  expect(other?.withheld).toEqual(data?.withheld);
});

test('words that somebody else wrote about a learner, and a file they sent, are left out and said', async () => {
  await college.c.files.insertOne({
    _id: 'f1',
    learnerId: 'L2',
    fromId: 'E1',
    name: 'note.png',
    type: 'image/png',
    bytes: new Uint8Array([1]),
    at: college.bot.clock.now(),
  } as never);
  await college.c.files.insertOne({
    _id: 'f2',
    learnerId: 'L2',
    fromId: 'L2',
    name: 'my note.png',
    type: 'image/png',
    bytes: new Uint8Array([1, 2]),
    at: college.bot.clock.now(),
  } as never);
  const at = college.bot.clock.now();
  const steps = (['invited', 'rests', 'hold-released', 'held'] as const).map((act) => ({ at, act }));
  const meeting = { _id: 'm1', kind: 'meeting', learnerId: 'L2', state: 'held', ownerIds: [], openedAt: at };
  await college.c.tasks.insertOne({ ...meeting, data: {}, history: steps } as never);
  const data = await exportSubject(college.bot.world, college.c, 'L2', { out, college: 'B' });
  // That a meeting was held is told; that a hold came or went is not.
  const told = data?.tables.find((one) => one.name === 'tasks.csv')?.rows.find((row) => row[2] === 'held')?.[4];
  expect(String(told).replace(/^\S+ \S+ /gm, '')).toBe('invited\nheld');
  expect(data?.withheld.map((one) => one.what)).toContain('1 file that somebody else sent');
  expect(Object.keys(unzipSync(readFileSync(out)))).toContain('files/f2-my-note.png');
  expect(await exportSubject(college.bot.world, college.c, 'nobody', { out, college: 'B' })).toBeUndefined();
});
