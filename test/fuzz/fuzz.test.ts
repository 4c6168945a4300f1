import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { College, monday } from '../support/college.ts';
import { hostileActivities, type Targets } from './hostile.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 20_000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const lanes = 16;
let college: College;
let targets: Targets;
/** What the bot logged as failed: where, and what kind of error. */
const faults: string[] = [];

/** What none of the actors below has a right to change. */
async function protectedState(): Promise<string> {
  const { c } = college;
  const sorted = { sort: { _id: 1 } } as const;
  const people = await c.people.find({}, { ...sorted, projection: { roles: 1, name: 1, entraId: 1 } }).toArray();
  const state = [
    people.filter((one) => one.entraId || one.roles.length > 1),
    (await c.registers.find({}, sorted).toArray()).map(({ touched: _, rows, ...register }) => ({
      ...register,
      // One of the writers is a learner on it, who may tell us about themself; of nobody else's row anything may change.
      rows: rows.map(({ told, formerly, ...row }) => (row.learnerId === 'L3' ? row : { ...row, told, formerly })),
    })),
    await c.notices.find({ learnerId: { $in: ['L1', 'L2'] } }, sorted).toArray(),
    await c.cases.find({ ownerId: 'M1' }, sorted).toArray(),
    await c.concerns.find({ 'messages.fromId': 'L2' }, sorted).toArray(),
    await c.marks.find({}, sorted).toArray(),
    await c.programmes.find({}, sorted).toArray(),
    await c.enrolments.find({}, sorted).toArray(),
    await c.sessions.find({}, sorted).toArray(),
  ];
  return JSON.stringify(state);
}

beforeAll(async () => {
  const logTo = new PassThrough().on('data', (chunk) => faults.push(String(chunk)));
  college = await College.open({ logTo, logLevel: 'error' });
  await college.addPerson('M2', 'Other Mentor', ['mentor']);
  await college.addPerson('E2', 'Other Employer', ['employer']);
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.people.say(college.user('L1'), 'not in tomorrow, dentist at 2');
  await college.people.say(college.user('L2'), 'i do not feel safe at home');
  await college.settled();
  const pack = college.bot.world.packs[0]?.ref ?? { id: '', version: '', hash: '' };
  const evidence = {
    percent: 80,
    punctualityPercent: 100,
    rank: 'red',
    flag: 'red' as const,
    occurrences: [],
    lostToLateness: 0,
    lostToAbsence: 0,
    plannedMinutes: 60,
    sessions: 1,
  };
  await college.c.cases.insertOne({
    _id: 'case-1',
    kind: 'fall',
    learnerId: 'L1',
    programmeId: 'BUS',
    ownerId: 'M1',
    causes: [{ code: 'below-line', percent: 80, line: 90 }],
    pack,
    state: 'open',
    askedAt: 'red',
    evidence,
    decisions: [],
    presses: [],
    version: 1,
    openedAt: new Date(`${monday}T09:00:00Z`),
  });
  targets = {
    registerId: 's1',
    noticeId: (await college.c.notices.findOne({}))?._id ?? '',
    caseId: 'case-1',
    concernId: (await college.c.concerns.findOne({}))?._id ?? '',
  };
  // Everyone here has written once, so that linking is no change below.
  for (const id of ['L3', 'T2', 'M2', 'E2', 'A1', 'H1']) await college.people.say(college.user(id), 'help');
  await college.settled();
});
afterAll(() => college.close());

test(`${runs.toLocaleString('en')} hostile activities: no 500, no crash, no change without a right (FUZZ_SEED=${seed})`, async () => {
  console.log(`fuzz seed ${seed}`);
  const actors = ['L3', 'T2', 'M2', 'E2', 'A1', 'H1'].map((id) => college.user(id));
  actors.push(college.teams.addUser('A Stranger', { email: 'stranger@elsewhere.example' }));
  const before = await protectedState();
  const activities = fc.sample(hostileActivities(targets), { numRuns: runs, seed });
  const statuses = new Map<number, number>();
  let next = 0;
  const work = async () => {
    for (let i = next++; i < activities.length; i = next++) {
      const { who, fields } = activities[i]!;
      const actor = actors[who % actors.length]!;
      const answer = await college.people.deliver({ ...college.people.activity(actor, {}), ...fields });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const isFault = answer.status >= 500 || answer.body.statusCode === 500;
      if (isFault)
        throw new Error(
          `seed ${seed}, activity ${i} gave a fault: ${faults.join('')} ${JSON.stringify(fields).slice(0, 500)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));

  expect([...statuses.keys()].filter((status) => ![200, 400, 403].includes(status))).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(runs / 4);
  expect(statuses.get(400)).toBeGreaterThan(runs / 100);
  expect((await fetch(college.people.botUrl.replace('/api/messages', '/readyz'))).status).toBe(200);
  expect(await protectedState()).toBe(before);
});
