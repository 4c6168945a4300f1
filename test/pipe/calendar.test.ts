import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runDoctor } from '../../src/cli/doctor.ts';
import { createGraphCalendar } from '../../src/graph/graph-calendar.ts';
import { LoopbackCalendar } from '../providers/loopback-calendar.ts';
import { accessTo } from '../providers/loopback-graph.ts';
import { College } from '../support/college.ts';
import { putMeeting, putPlan, putReview } from '../support/put-to-people.ts';
import { addLessons } from '../support/review.ts';

/** What is agreed stands in people's calendars, and what stands there is not offered (S4, G17). */
const twin = new LoopbackCalendar();
let college: College;
let tutor: string;
let mentor: string;

beforeAll(async () => {
  await twin.start();
  college = await College.open({ calendar: createGraphCalendar(accessTo(twin.url)) });
  for (const id of ['L1', 'L2', 'E1', 'M1']) await college.say(id, 'help');
  tutor = college.user('T1').entraId;
  mentor = college.user('M1').entraId;
});
afterAll(async () => {
  await college.close();
  await twin.stop();
});

/** A 1-2-1 is missed, and another time agreed: the first one offered. */
async function agreeAnother(_id: string, learner: string, on: string, title: string): Promise<void> {
  const fields = { programmeId: 'APP', type: 'one-to-one' as const, learnerIds: [learner], minutes: 60 };
  await college.addSession({ _id, on, title, ...fields });
  await college.moveTo('09:00', on);
  await college.save(_id, { [`APP-${learner}`]: 'unauthorised' });
  await college.press('T1', ['Agree an alternative', title], 'Offer these times');
  await college.press(learner, ['Pick a time'], 'Agree this time');
}
const made = async () => college.c.calendarEvents.find({ made: { $exists: true } }).toArray();

test('an agreed 1-2-1 stands once in the tutor’s calendar, private, the learner invited, though the answer was lost', async () => {
  twin.busy.set('t1@brookvale.example', [
    { from: '2026-11-23T09:00:00', to: '2026-11-23T17:00:00', status: 'busy' },
    { from: '2026-11-24T09:00:00', to: '2026-11-24T11:00:00', status: 'tentative' },
    { from: '2026-11-24T11:00:00', to: '2026-11-24T17:00:00', status: 'free' },
  ]);
  const fields = { programmeId: 'APP', type: 'one-to-one' as const, learnerIds: ['L1'], minutes: 60 };
  await college.addSession({ _id: 'one', title: 'Coaching 1-2-1', ...fields });
  await college.moveTo('09:00');
  await college.save('one', { 'APP-L1': 'unauthorised' });
  const offer = await college.words('T1', 'Agree an alternative 1-2-1');
  // The first hour free in both timetables and in the tutor's calendar.
  expect(offer).toMatch(/Times to offer\s+Tuesday 24 November, 11:00/);
  await college.press('T1', 'Agree an alternative 1-2-1', 'Offer these times');
  twin.faults.push('lost');
  await college.press('L1', 'Pick a time for your 1-2-1', 'Agree this time');
  await college.moveTo('10:00');
  expect(twin.of(tutor)).toMatchObject([
    {
      subject: 'Coaching 1-2-1 (alternative)',
      start: { dateTime: '2026-11-24T11:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' },
      sensitivity: 'private',
      attendees: [{ emailAddress: { address: 'l1@brookvale.example', name: 'Aisha Khan' } }],
    },
  ]);
  expect(twin.calls.filter((one) => one === 'POST event')).toHaveLength(2);
  // What is kept here is where it stands, not what it says.
  expect(JSON.stringify(await made())).not.toMatch(/Aisha|1-2-1/);
});

test('the employer cannot release the learner: it leaves the calendar, and the next time agreed stands there', async () => {
  await college.press('E1', 'Release for a 1-2-1', 'Not possible then');
  expect(twin.of(tutor)).toEqual([]);
  await college.press('T1', 'Agree an alternative', 'Offer these times', {
    'Times to offer': '',
    'Or another day': '2026-11-26',
    at: '14:00',
  });
  await college.press('L1', 'Pick a time for your 1-2-1', 'Agree this time');
  expect(twin.of(tutor).map((one) => one.start.dateTime)).toEqual(['2026-11-26T14:00:00']);
});

test('a meeting moved moves there; one that is not needed goes; one deleted there by hand comes again only when it moves', async () => {
  await putMeeting(college, 'L2', 'calendar');
  expect(twin.of(mentor)).toEqual([]);
  const card = ['eeting', 'Ben Carter'];
  const invite = { Day: '2026-11-25', Time: '15:30', 'Place, or a link': 'Room 2' };
  await college.press('M1', card, 'Invite learner and parent', invite);
  const [first] = twin.of(mentor);
  expect(first).toMatchObject({
    subject: 'Meeting with Ben Carter',
    start: { dateTime: '2026-11-25T15:30:00' },
    location: { displayName: 'Room 2' },
  });
  await college.press('M1', card, 'Move it and tell them', { Day: '2026-11-26', Time: '09:30' });
  expect(twin.of(mentor)).toMatchObject([{ id: first?.id, start: { dateTime: '2026-11-26T09:30:00' } }]);

  twin.events.delete(first?.id ?? '');
  const calls = twin.calls.length;
  // Another step that changes nothing about when and where.
  await college.moveTo('09:00', '2026-11-25');
  expect([twin.of(mentor), twin.calls.length]).toEqual([[], calls]);
  await college.press('M1', card, 'Move it and tell them', { Day: '2026-11-27', Time: '09:30' });
  expect(twin.of(mentor)).toMatchObject([{ start: { dateTime: '2026-11-27T09:30:00' } }]);

  await college.press('M1', card, 'Not needed', { 'What was agreed': 'spoke on the phone' });
  expect(twin.of(mentor)).toEqual([]);
  expect(await college.c.calendarEvents.findOne({ _id: /calendar/ })).not.toHaveProperty('next');
});

test('a calendar that is throttled or away is asked again; one that does not exist, or is closed to us, holds nothing up', async () => {
  twin.faults.push(
    { status: 429, code: 'ApplicationThrottled', retryAfter: '1' },
    { status: 503, code: 'ServiceUnavailable' },
  );
  await agreeAnother('three', 'L2', '2026-11-30', 'Review 1-2-1');
  expect(twin.of(tutor).some((one) => one.subject === 'Review 1-2-1 (alternative)')).toBe(true);

  twin.withoutMailbox.add(tutor);
  await agreeAnother('four', 'L2', '2026-12-07', 'Planning 1-2-1');
  const failed = await college.c.calendarEvents.find({ failed: { $exists: true } }).toArray();
  expect(failed.map((one) => [one.failed?.code, one.next])).toEqual([['MailboxNotEnabledForRESTAPI', undefined]]);
  expect(await college.words('T1', ['Alternative 1-2-1 agreed', 'Planning'])).toContain('its register will come');
  expect(await college.bot.due.deadLetters()).toEqual([]);
  const said = await runDoctor({}, { uri: college.uri, database: college.database });
  expect(said.map((one) => one.what)).toContain('one meeting is in no calendar: MailboxNotEnabledForRESTAPI');
});

test('a review, which has a day and no hour, is all of that day with whoever holds it, and keeps nobody busy', async () => {
  await college.moveTo('09:30', '2026-12-08');
  const manager = college.user('A1').entraId;
  await putPlan(college, 'L2');
  const plan = ['what is to be done?', 'Ben Carter'];
  await college.press('A1', plan, 'Add this action', { Action: 'Weekly call', Who: 'T1', By: '2026-12-09' });
  await college.press('A1', plan, 'Start the plan', { 'Review the plan': '2026-12-10' });
  const allDay = (day: string, next: string) => ({
    isAllDay: true,
    showAs: 'free',
    sensitivity: 'private',
    start: { dateTime: `${day}T00:00:00`, timeZone: 'GMT Standard Time' },
    end: { dateTime: `${next}T00:00:00`, timeZone: 'GMT Standard Time' },
    attendees: [],
  });
  expect(twin.of(manager)).toMatchObject([{ subject: 'Review: Ben Carter', ...allDay('2026-12-10', '2026-12-11') }]);
  await college.moveTo('09:30', '2026-12-10');
  expect(twin.of(manager)).toHaveLength(1);
  await college.press('A1', ['time to review', 'Ben Carter'], 'Improved, close it', {
    'What has come': 'came each day',
  });
  expect(twin.of(manager)).toEqual([]);

  await putReview(college, 'L1');
  await addLessons(college, [14, 15, 21, 22]);
  await college.press('M1', ['Propose a Conduct Review', 'Aisha Khan'], 'Propose it', { 'Starts on': '2026-12-14' });
  expect(twin.of(mentor)).toEqual([]);
  await college.press('H1', ['Approve this Conduct Review?', 'Aisha Khan'], 'Approve');
  // Its last Friday is Christmas Day.
  expect(twin.of(mentor)).toMatchObject([{ subject: 'Review: Aisha Khan', ...allDay('2026-12-24', '2026-12-25') }]);
});

test('without the setting no calendar is asked, and everything else is as before', async () => {
  const calls = twin.calls.length;
  college.set({ calendar: undefined });
  await college.restart();
  await agreeAnother('five', 'L1', '2026-12-14', 'Closing 1-2-1');
  expect(twin.calls.length).toBe(calls);
  expect(await college.words('T1', ['Alternative 1-2-1 agreed', 'Closing'])).toContain('its register will come');
});
