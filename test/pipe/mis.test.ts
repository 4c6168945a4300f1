import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';

let college: College;
beforeAll(async () => {
  college = await College.open({ learners: 3 });
});
afterAll(() => college.close());

const folder = join(tmpdir(), `attendance-outbox-${process.pid}`, 'mis');
const eventsOf = (learner: string) =>
  readdirSync(folder)
    .map((name) => JSON.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')).body))
    .filter((event) => event.learner_id === learner && event.session_id?.startsWith('mis-'));

test('every mark and amendment reaches the MIS once, with figures and ids only (S8); under a hold it waits (S11)', async () => {
  await college.addSession({ _id: 'mis-1', title: 'For the MIS' });
  await college.moveTo('09:00');
  await college.people.say(college.user('L3'), 'i do not feel safe at home');
  const shown = await college.card('T1', 'For the MIS');
  const saved = await college.people.press(college.user('T1'), shown, 'Rest present, save', {
    'Aisha Khan': 'late:10',
    'Ben Carter': 'unauthorised',
  });
  await college.settled();

  expect(eventsOf('L1')).toMatchObject([
    {
      mark: 'late',
      minutes_late: 10,
      planned_minutes: 180,
      attended_minutes: 170,
      counts: 'present',
      amended_from: null,
      recorded_by: 'T1',
    },
  ]);
  expect(eventsOf('L2')).toMatchObject([
    { mark: 'unauthorised', authorised: false, counts: 'absent', attended_minutes: 0 },
  ]);
  expect(eventsOf('L3')).toEqual([]);
  expect(JSON.stringify(eventsOf('L1'))).not.toMatch(/Aisha|Khan/);

  const form = await college.people.press(college.user('T1'), { card: saved.card! }, 'Amend');
  await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', { 'Ben Carter': 'present' });
  await college.settled();
  expect(eventsOf('L2').map((event) => [event.mark, event.amended_from])).toEqual(
    expect.arrayContaining([['present', 'unauthorised']]),
  );

  const concern = await college.card('S1', 'safe at home');
  const held = await college.people.press(college.user('S1'), concern, 'I have it');
  await college.people.press(college.user('S1'), { card: held.card! }, 'Release the hold', {
    'What was done': 'spoke with her',
  });
  await college.moveTo('09:20');
  expect(eventsOf('L3')).toMatchObject([{ mark: 'present' }]);
});
