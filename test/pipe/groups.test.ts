import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { checkGroups } from '../../src/cli/doctor/check-groups.ts';
import { addMinutes, instantOf } from '../../src/domain/calendar.ts';
import type { Person } from '../../src/domain/person.ts';
import { createGraphGroups } from '../../src/graph/graph-groups.ts';
import { LoopbackGroups } from '../providers/loopback-groups.ts';
import { College, monday } from '../support/college.ts';

/** Who is in the college's Entra groups gets their account here, if the import has brought them (P). */
const twin = new LoopbackGroups();
const [learners, staff] = ['10000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002'];
const readerOf = (groupIds = [learners, staff]) => createGraphGroups({ ...twin.access, groupIds });
let college: College;
let minutes = 0;

/** Someone in Entra who is in a group. */
function member(groupId: string, upn: string, more: { id?: string; mail?: string; userType?: string } = {}): string {
  const { id = randomUUID(), ...rest } = more;
  twin.users.set(id, { displayName: upn.split('@')[0] ?? '', userPrincipalName: upn, userType: 'Member', ...rest });
  twin.join(groupId, id);
  return id;
}

/** Time goes on until the groups have been read once more. */
async function look(): Promise<void> {
  const before = twin.asked.length;
  for (let tries = 0; tries < 10 && twin.asked.length === before; tries++) {
    minutes += 16;
    await college.bot.clock.moveTo(addMinutes(instantOf(monday, '08:00'), minutes));
    college.bot.world.wake();
    await college.settled();
  }
}

const person = (_id: string) => college.c.people.findOne({ _id });
const unknown = async () => (await college.c.groupMembers.find().sort({ name: 1 }).toArray()).map((one) => one.name);

let stranger: string;
beforeAll(async () => {
  await twin.start();
  college = await College.open({ learners: 3 });
  await college.people.install(college.user('O1'));
  await college.c.people.updateOne(
    { _id: 'L2' },
    { $unset: { email: '' }, $set: { addresses: ['ben@brookvale.example'] } },
  );
  // Of a device, a nested group and a deleted account nothing is made.
  twin.join(learners, randomUUID(), '#microsoft.graph.device');
  twin.join(staff, randomUUID(), '#microsoft.graph.group');
  twin.join(staff, randomUUID());
  member(learners, 'L1@brookvale.example', { id: college.user('L1').entraId });
  member(learners, 'ben@brookvale.example', { id: college.user('L2').entraId, mail: 'Ben.Carter@brookvale.example' });
  // The mail of an account is no proof: L3 signs in with another name.
  stranger = member(learners, 'zoe@brookvale.example', { mail: 'l3@brookvale.example' });
  member(staff, 'guest_else.example#EXT#@brookvale.example', { mail: 'l3@brookvale.example' });
  college.set({ groups: readerOf() });
  await college.restart();
  await college.settled();
});
beforeEach(() => {
  twin.faults.length = 0;
});
afterAll(async () => {
  await college.close();
  await twin.stop();
});

test('whom the import has brought gets account and address; whoever it has not is on the office’s list and nobody here', async () => {
  expect(await person('L1')).toMatchObject({ entraId: college.user('L1').entraId, roles: ['learner'] });
  expect(await person('L2')).toMatchObject({
    entraId: college.user('L2').entraId,
    email: 'Ben.Carter@brookvale.example',
  });
  expect(await person('L3')).not.toHaveProperty('entraId');
  expect(await unknown()).toEqual(['guest_else.example#EXT#', 'zoe']);
  const card = await college.words('O1', 'In your groups, not in the import');
  expect(card).toContain('2 people are in your Entra groups');
  expect(card).toContain('zoe@brookvale.example');
  expect(await college.c.people.countDocuments({ name: 'zoe' })).toBe(0);
});

test('an import or leaving the group takes somebody off the list; a member who leaves keeps what the import gave', async () => {
  await college.c.people.updateOne({ _id: 'L3' }, { $set: { addresses: ['zoe@brookvale.example'] } });
  await look();
  expect(await person('L3')).toMatchObject({ entraId: stranger });
  expect(await unknown()).toEqual(['guest_else.example#EXT#']);
  const later = member(staff, 'late@brookvale.example');
  twin.join(learners, later);
  twin.leave(learners, college.user('L1').entraId);
  await look();
  expect(await unknown()).toEqual(['guest_else.example#EXT#', 'late']);
  expect(await person('L1')).toMatchObject({ entraId: college.user('L1').entraId, roles: ['learner'] });
  twin.leave(staff, later);
  await look();
  // Still in the other group.
  expect(await unknown()).toContain('late');
  twin.leave(learners, later);
  await look();
  expect(await unknown()).toEqual(['guest_else.example#EXT#']);
});

test('an account that the directory calls a guest’s is nobody’s without the office’s word, whatever it signs in with', async () => {
  await college.addPerson('T8', 'Nia Bowen', ['tutor'], { addresses: ['nia@brookvale.example'] } as Partial<Person>);
  await college.c.people.updateOne({ _id: 'T8' }, { $unset: { entraId: '' } });
  const guest = member(staff, 'nia@brookvale.example', { userType: 'Guest' });
  await look();
  expect(await person('T8')).not.toHaveProperty('entraId');
  expect(await unknown()).toContain('nia');
  twin.leave(staff, guest);
  await look();
  expect(await unknown()).not.toContain('nia');
});

test('throttled it waits, and goes on where it was; a link that was forgotten is begun anew and what has gone is forgotten', async () => {
  twin.faults.push({ status: 429, code: 'TooManyRequests', retryAfter: '1800' });
  const newcomer = member(staff, 'new@brookvale.example');
  await look();
  expect(await unknown()).not.toContain('new');
  const reading = await college.c.groupReadings.findOne({});
  expect(reading?.lastCode).toBe('429 TooManyRequests');
  expect((reading?.next?.at.getTime() ?? 0) - college.bot.clock.now().getTime()).toBeGreaterThan(1_700_000);
  await look();
  expect(await unknown()).toContain('new');
  twin.leave(staff, newcomer);
  twin.expire();
  await look();
  await look();
  expect(await unknown()).toEqual(['guest_else.example#EXT#']);
  expect(await college.bot.due.deadLetters()).toEqual([]);
});

test('doctor names a group that cannot be read; with no groups nobody asks, and the list stays what it was', async () => {
  const env = { GRAPH_GROUPS: learners };
  expect((await checkGroups(env, readerOf())).map((one) => one.what)).toEqual(['the Entra groups can be read']);
  const gone = '10000000-0000-4000-8000-000000000009';
  const [found] = await checkGroups(env, readerOf([gone]));
  expect(found?.what).toContain(`Graph answers 404 Request_ResourceNotFound for the group ${gone}`);
  expect(await checkGroups({})).toEqual([]);
  const asked = twin.asked.length;
  college.set({ groups: undefined });
  await college.restart();
  await college.moveTo('20:00');
  expect(twin.asked.length).toBe(asked);
});
