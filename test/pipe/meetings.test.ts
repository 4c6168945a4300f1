import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { checkMeetings, checkOrganisers } from '../../src/cli/doctor/check-meetings.ts';
import type { Day } from '../../src/domain/calendar.ts';
import { createGraphMeetings } from '../../src/graph/graph-meetings.ts';
import { type Joined, LoopbackMeetings } from '../providers/loopback-meetings.ts';
import { College, monday } from '../support/college.ts';

/** Teams' own reports of remote sessions stand beside the tutor's marks and never change one (P). */
const twin = new LoopbackMeetings();
let college: College;
let log = '';
const readerOf = () => createGraphMeetings(twin.access);
const entra = (id: string) => college.user(id).entraId;

beforeAll(async () => {
  await twin.start();
  const logTo = new Writable({
    write(chunk, _, done) {
      log += chunk;
      done();
    },
  });
  college = await College.open({ learners: 4, meetings: readerOf(), logTo, logLevel: 'warn' });
  for (const id of ['L1', 'L3', 'L4']) await college.people.install(college.user(id));
});
beforeEach(() => {
  twin.faults.length = 0;
  log = '';
});
afterAll(async () => {
  await college.close();
  await twin.stop();
});

/** A time on a day of the term as Teams writes it. */
const at = (time: string, on: Day = monday) => `${on}T${time}:00.0000000Z`;
const there = (who: Omit<Joined, 'spans'>, from: string, to: string, on: Day = monday): Joined => ({
  ...who,
  spans: [{ from: at(from, on), to: at(to, on) }],
});
const remote = (_id: string, joinUrl: string, on: Day = monday) =>
  college.addSession({ _id, title: `Online ${_id}`, mode: 'remote', joinUrl, on, minutes: 60 });
const report = (id: string) => college.c.meetingReports.findOne({ _id: id });
const nothingSaid = async (id: string) =>
  expect(await college.words('T1', `Online ${id}`)).not.toMatch(/Teams (saw|did not)|Also in the meeting/);

test('a report that comes late stands beside the marks, by account then mail, never by a name; strangers are named and nobody is marked', async () => {
  const meeting = twin.make('first', entra('T1'));
  await remote('late', meeting.joinUrl);
  await college.moveTo('09:00');
  await college.save('late', { 'BUS-L2': 'unauthorised' });
  await college.moveTo('10:20');
  expect(await report('late')).toMatchObject({ lastCode: 'not-yet', looks: 1 });
  await nothingSaid('late');

  twin.end(meeting, { from: at('08:50'), to: at('10:02') }, [
    there({ id: entra('T1'), name: 'Sam Lee' }, '08:50', '10:02'),
    // Two devices at once: the time counts once.
    {
      id: entra('L1'),
      name: 'Aisha Khan',
      spans: [
        { from: at('09:04'), to: at('09:40') },
        { from: at('09:30'), to: at('09:56') },
      ],
    },
    there({ mail: 'L2@brookvale.example', name: 'Ben C' }, '09:10', '09:11'),
    there({ name: 'Chloe’s iPhone' }, '09:00', '09:30'),
    // Whoever joins as a guest may call themselves what they like.
    there({ name: 'Daniel Osei' }, '09:00', '10:00'),
    there({ id: entra('M1'), name: 'Maya Patel' }, '09:00', '09:01'),
    // Gone before it began.
    there({ id: entra('L4'), name: 'Daniel Osei' }, '08:50', '08:55'),
  ]);
  const before = await college.c.registers.findOne({ _id: 'late' });
  await college.moveTo('11:05');
  const card = await college.words('T1', 'Online late');
  expect(card).toContain(
    'Marked absent, but Teams saw them in the meeting: Ben Carter (joined 09:10, 1 minute). Is that right?',
  );
  expect(card).toContain(
    'Marked as there, but Teams did not see their account in the meeting: Chloe Evans; Daniel Osei. Is that right?',
  );
  expect(card).toContain(
    'Also in the meeting, by an account that is nobody’s on this register: Chloe’s iPhone (joined 09:00, 30 minutes); Daniel Osei (joined 09:00, 60 minutes); Maya Patel (joined 09:00, 1 minute). Nobody is marked for it.',
  );
  const after = await college.c.registers.findOne({ _id: 'late' });
  expect([after?.rows, after?.version]).toEqual([before?.rows, before?.version]);

  const form = await college.press('T1', 'Online late', 'Amend');
  const said = JSON.stringify(form.card);
  expect(said).toContain('Aisha Khan · Teams: joined 09:04, 52 minutes');
  expect(said).toContain('Daniel Osei · Teams: not seen');
  expect(await report('late')).not.toHaveProperty('next');
});

test('of a meeting held each week the report of that day is read, page by page; throttled, away or broken it is asked again', async () => {
  const [tuesday, earlier] = ['2026-11-24', '2026-11-17'] as const;
  const meeting = twin.make('weekly', entra('T1'));
  for (let i = 0; i < 60; i++)
    twin.end(meeting, { from: at('09:00', earlier), to: at('10:00', earlier) }, [
      there({ id: entra('L3'), name: 'Chloe Evans' }, '09:00', '10:00', earlier),
    ]);
  twin.end(meeting, { from: at('09:00', tuesday), to: at('10:00', tuesday) }, [
    there({ id: entra('L1'), name: 'Aisha Khan' }, '09:00', '10:00', tuesday),
    there({ mail: 'l2@brookvale.example', name: 'Ben Carter' }, '09:00', '10:00', tuesday),
    there({ id: entra('L4'), name: 'Daniel Osei' }, '09:00', '10:00', tuesday),
  ]);
  await remote('weekly', meeting.joinUrl, tuesday);
  await college.moveTo('09:00', tuesday);
  await college.save('weekly', { 'BUS-L3': 'unauthorised' });
  twin.faults.push({ status: 429, code: 'TooManyRequests', retryAfter: '1800' });
  await college.moveTo('10:20', tuesday);
  expect(await report('weekly')).toMatchObject({ lastCode: '429 TooManyRequests' });
  const asked = twin.asked.length;
  await college.moveTo('10:40', tuesday);
  expect(twin.asked.length).toBe(asked);
  for (const [i, fault] of (['lost', 'broken', { status: 503, code: 'ServiceUnavailable' }] as const).entries()) {
    twin.faults.push(fault);
    await college.moveTo(`11:${(i + 1) * 15}`, tuesday);
    expect(await report('weekly')).not.toHaveProperty('readAt');
  }
  await college.moveTo('12:00', tuesday);
  expect(await report('weekly')).toHaveProperty('readAt');
  expect((await report('weekly'))?.seen?.map((one) => one.learnerId).sort()).toEqual(['L1', 'L2', 'L4']);
  await nothingSaid('weekly');
  expect(await college.bot.due.deadLetters()).toEqual([]);
});

test('an organiser without the policy is told by doctor, and in the log once; the look ends by itself', async () => {
  const wednesday = '2026-11-25';
  twin.withoutPolicy.add(entra('T1'));
  const meeting = twin.make('closed', entra('T1'));
  for (const id of ['closed', 'closed-2']) await remote(id, meeting.joinUrl, wednesday);
  await college.moveTo('09:00', wednesday);
  for (const time of ['10:20', '11:05', '13:05', '20:05']) await college.moveTo(time, wednesday);
  expect(log.match(/may not be read/g)).toHaveLength(1);
  const { c } = college;
  const said = await checkOrganisers(c, readerOf(), college.bot.clock.now());
  expect(said.map((one) => one.what).join()).toContain(`the meetings of organiser ${entra('T1')}, session closed`);
  await college.moveTo('10:10', '2026-11-26');
  expect(await report('closed')).toMatchObject({ lastCode: 'no-policy' });
  expect(await report('closed')).not.toHaveProperty('next');

  twin.withoutPolicy.clear();
  const after = await checkOrganisers(c, readerOf(), college.bot.clock.now());
  expect(after.map((one) => one.what)).toEqual(['attendance reports of remote sessions can be read']);
  expect(await checkMeetings({}, undefined)).toEqual([]);
});

test('a report that is late by evening is looked for in the morning: no card comes at night', async () => {
  const meeting = twin.make('evening', entra('T1'));
  const thursday = '2026-11-26';
  await college.addSession({
    _id: 'evening',
    title: 'Online evening',
    mode: 'remote',
    joinUrl: meeting.joinUrl,
    on: thursday,
    at: '18:00',
    minutes: 90,
  });
  await college.moveTo('18:00', thursday);
  await college.save('evening');
  for (const time of ['19:50', '20:35']) await college.moveTo(time, thursday);
  const next = (await report('evening'))?.next?.at;
  expect(next).toEqual(new Date('2026-11-27T08:00:00Z'));
  const everyone = ['l1', 'l2', 'l3', 'l4'].map((one) => ({ mail: `${one}@brookvale.example`, name: one }));
  twin.end(
    meeting,
    { from: at('18:00', thursday), to: at('19:30', thursday) },
    everyone.map((who) => there(who, '18:00', '19:30', thursday)),
  );
  await college.moveTo('08:05', '2026-11-27');
  expect((await report('evening'))?.seen).toHaveLength(4);
});

test('an open register shows what Teams says when it is drawn, and its report is read without waiting for the tutor; it marks nobody', async () => {
  const friday = '2026-11-27';
  const meeting = twin.make('open', entra('T1'));
  twin.end(meeting, { from: at('09:00', friday), to: at('10:00', friday) }, [
    there({ id: entra('L1'), name: 'Aisha Khan' }, '09:00', '10:00', friday),
  ]);
  await remote('open', meeting.joinUrl, friday);
  await college.moveTo('09:00', friday);
  const before = await college.c.registers.findOne({ _id: 'open' });
  await college.moveTo('10:20', friday);
  expect(await report('open')).toHaveProperty('readAt');
  const after = await college.c.registers.findOne({ _id: 'open' });
  expect(before?.rows).toHaveLength(4);
  expect([after?.rows, after?.state]).toEqual([before?.rows, 'open']);
  expect(await college.save('open')).toContain(
    'Teams did not see their account in the meeting: Ben Carter; Chloe Evans; Daniel Osei',
  );
});

test('face to face, in no meeting of Teams, or switched off, nobody asks', async () => {
  const on = '2026-11-30';
  const meeting = twin.make('none', entra('T1'));
  const asked = twin.asked.length;
  await college.addSession({ _id: 'room', on, joinUrl: meeting.joinUrl, minutes: 60 });
  await remote('zoom', 'https://zoom.example/j/1', on);
  await college.moveTo('10:30', on);
  college.set({ meetings: undefined });
  await college.restart();
  await remote('off', meeting.joinUrl, '2026-12-01');
  await college.moveTo('10:30', '2026-12-01');
  expect(twin.asked.length).toBe(asked);
});
