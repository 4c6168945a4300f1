import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportMarks } from '../../src/cli/export-marks.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { LinkedPage } from '../support/linked-page.ts';
import { inputsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const wednesday = addDays(monday, 2);
const nextMonday = addDays(monday, 7);

describe('sessions and registers', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'T2', 'O1', 'H1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  test('S7: nudge at +20, overdue at +30 with “not known” for the manager, end of day for both; done when saved', async () => {
    await college.addSession({ _id: 'w1', programmeId: 'APP', title: 'Workshop one', type: 'workshop' });
    await college.moveTo('09:19');
    expect(college.find('T1', 'Register still open')).toBeUndefined();
    await college.moveTo('09:20');
    const nudge = await college.card('T1', 'Register still open');
    expect(wordsOf(nudge.card)).toContain('It is due by 09:30.');
    const shown = college.teams.shownTo(college.user('T1')).length;
    await college.people.press(college.user('T1'), nudge, 'Show the register here');
    await college.settled();
    expect(college.teams.shownTo(college.user('T1')).length).toBe(shown);
    expect(college.teams.shownTo(college.user('T1')).at(-1)?.card).toMatchObject(
      (await college.card('T1', '"registerId":"w1"')).card ?? {},
    );
    await college.moveTo('09:30');
    expect(await college.words('T1', 'Register overdue')).toContain('not known');
    expect(await college.words('A1', 'Missing: Monday 23 November, morning')).toContain(
      'Register not saved (Sam Lee): 3 learners not known',
    );
    await college.moveTo('12:15');
    expect(await college.words('T1', 'Still open, Monday 23 November')).toContain('Workshop one');
    expect(await college.words('A1', 'Still open, Monday 23 November')).toContain('Register not saved by Sam Lee');

    await college.save('w1');
    // Nothing of it is left to do, so no card says so: they leave the chat.
    for (const [id, title] of [
      ['T1', 'Still open, Monday'],
      ['T1', 'Register overdue'],
      ['A1', 'Still open, Monday'],
      ['A1', 'Missing: Monday'],
    ] as const)
      expect([id, title, college.find(id, title)]).toEqual([id, title, undefined]);
    expect(await college.words('T1', '"registerId":"w1"')).toContain('Saved');
  });

  test('S7: no nudge for a register that is done, a cancelled session, a bank holiday or a term break', async () => {
    await college.addSession({ _id: 'w2', title: 'Done early', at: '13:00', minutes: 60 });
    await college.addSession({ _id: 'w3', title: 'Cancelled one', at: '13:00', minutes: 60, tutorIds: ['T2'] });
    await college.addSession({ _id: 'w4', title: 'On a holiday', on: '2026-12-25', minutes: 60 });
    await college.addSession({ _id: 'w-break', title: 'In the break', on: '2026-12-21', minutes: 60 });
    const terms = [{ from: '2026-09-07', to: '2026-12-18' }];
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { terms } });
    await college.moveTo('13:01');
    await college.save('w2');
    await college.c.sessions.updateOne(
      { _id: 'w3' },
      { $set: { cancelled: { by: 'T2', at: new Date(), why: 'ill' } } },
    );
    await college.moveTo('13:40');
    await college.moveTo('10:00', '2026-12-21');
    await college.card('T1', '"registerId":"w-break"');
    await college.moveTo('10:00', '2026-12-25');
    await college.card('T1', '"registerId":"w4"');
    for (const title of ['Done early', 'Cancelled one', 'On a holiday', 'In the break'])
      for (const tutor of ['T1', 'T2'])
        expect(
          college.teams
            .shownTo(college.user(tutor))
            .some((one) => wordsOf(one.card).includes(title) && wordsOf(one.card).includes('It is due by')),
        ).toBe(false);
    const quiet = { kind: 'register-due' as const, sessionId: { $in: ['w4', 'w-break'] } };
    expect(await college.c.tasks.countDocuments(quiet)).toBe(0);
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $unset: { terms: '' } });
    await college.moveTo('14:00');
  });

  test('S9: off by default; turned on, today’s notices and a check-in come 15 minutes before, and a late one reaches the manager', async () => {
    expect(await college.c.tasks.countDocuments({ kind: 'check-in' })).toBe(0);
    const pack = college.bot.world.packs.find((one) => one.id === 'sts');
    if (!pack) throw new Error('no pack');
    pack.staffCheckIn.on = true;
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.press('L1', 'Not in, Tuesday', 'Confirm');
    const startsAt = new Date(`${tuesday}T10:00:00Z`);
    await college.addSession({
      _id: 'w5',
      programmeId: 'APP',
      on: tuesday,
      at: '10:00',
      title: 'Checked in late',
      next: { step: 'prepare', at: new Date(startsAt.getTime() - 15 * 60_000) },
    });
    await college.addSession({
      _id: 'w6',
      programmeId: 'APP',
      on: tuesday,
      at: '13:30',
      title: 'Checked in well',
      next: { step: 'prepare', at: new Date(startsAt.getTime() + 195 * 60_000) },
    });
    await college.moveTo('09:45', tuesday);
    const card = await college.words('T1', 'Before your session');
    expect(card).toContain('Aisha Khan · Told us: not in');
    expect(card).toContain('managers see late check-ins');
    expect(card).not.toMatch(/dentist|medical/i);
    await college.moveTo('09:55', tuesday);
    expect((await college.press('T1', 'Checked in late', 'I am here')).words).toContain('Checked in at 09:55, late.');
    await college.moveTo('13:16', tuesday);
    expect((await college.press('T1', 'Checked in well', 'I am here')).words).toContain('Checked in at 13:16.');
    await college.moveTo('10:01', tuesday);
    for (const id of ['w5', 'w6']) {
      await college.moveTo('13:31', tuesday);
      await college.save(id);
    }
    await college.moveTo('17:00', tuesday);
    const list = await college.words('A1', 'Still open, Tuesday');
    expect(list).toContain('Sam Lee checked in at 09:55');
    expect(list).not.toContain('Checked in well');
    pack.staffCheckIn.on = false;
  });

  test('S9: cover within the quarter of an hour before: the colleague is asked to check in, and nobody waits for who gave it away', async () => {
    const pack = college.bot.world.packs.find((one) => one.id === 'sts');
    if (!pack) throw new Error('no pack');
    pack.staffCheckIn.on = true;
    const startsAt = new Date(`${tuesday}T18:00:00Z`);
    await college.addSession({
      _id: 'w7',
      programmeId: 'APP',
      on: tuesday,
      at: '18:00',
      title: 'Covered at the last minute',
      next: { step: 'prepare', at: new Date(startsAt.getTime() - 15 * 60_000) },
    });
    await college.moveTo('17:52', tuesday);
    expect(await college.words('T1', 'Covered at the last minute')).toContain('check in by 17:50');
    await college.say('T1', 'cover');
    await college.press('T1', 'Cover or hand over', 'Hand over', { What: 'w7', To: 'T2' });
    expect(await college.words('T1', ['Before your session', 'Covered at the last minute'])).toContain(
      'Someone else takes this session.',
    );
    expect(await college.words('T2', ['Before your session', 'Covered at the last minute'])).toContain('I am here');
    await college.moveTo('17:55', tuesday);
    const answer = await college.press('T2', ['Before your session', 'Covered at the last minute'], 'I am here');
    expect(answer.words).toContain('Checked in at 17:55.');
    await college.moveTo('18:30', tuesday);
    expect(await college.words('A1', 'Still open, Tuesday')).not.toMatch(/Lee did not check in|Okafor/);
    await college.save('w7', {}, 'T2');
    pack.staffCheckIn.on = false;
  });

  test('S15: minutes late and minutes left early for one learner; lost to lateness apart from lost to absence', async () => {
    await college.addSession({ _id: 'p1', programmeId: 'APP', on: wednesday, title: 'Punctual', minutes: 60 });
    await college.moveTo('09:00', wednesday);
    const asked = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"p1"'),
      'Rest present, save',
      {
        'Ben Carter': 'late:ask',
        'Chloe Evans': 'unauthorised',
      },
    );
    const saved = await college.people.press(college.user('T1'), { ...asked }, 'Save', {
      'Ben Carter: minutes late': '10',
      'Ben Carter: minutes left early': '20',
    });
    expect(wordsOf(saved.card)).toContain('Late 10 min, left 20 min early');
    await college.settled();
    const totals = await college.c.totals.findOne({ enrolmentId: 'APP-L2' });
    expect(totals).toMatchObject({ lostToLateness: 30, lostToAbsence: 0 });
    const other = await college.c.totals.findOne({ enrolmentId: 'APP-L3' });
    expect(other).toMatchObject({ lostToLateness: 0, lostToAbsence: 60 });
    const standing = await college.c.standings.findOne({ learnerId: 'L2', packId: 'sts' });
    expect(standing?.percent).toBe(100);
    expect(standing?.punctualityPercent).toBeLessThan(100);
    const mis = await college.c.misEvents.findOne({ _id: /^mark\|p1\|APP-L2/ });
    expect(JSON.parse(mis?.body ?? '{}')).toMatchObject({ minutes_late: 10, minutes_left_early: 20 });
  });

  test('S16: the learner sees the target of 100%', async () => {
    await college.say('L2', 'my attendance');
    expect(await college.words('L2', 'My attendance')).toContain('The aim is 100%');
  });

  test('S1: independent study is logged by the learner, from its start, and accepted by the tutor, who has no register of it; a question goes back; unlogged it is asked for on its last day, then counts as absent', async () => {
    await college.addSession({
      _id: 'study',
      programmeId: 'APP',
      on: wednesday,
      at: '14:00',
      minutes: 90,
      title: 'Independent study',
      type: 'independent-study',
    });
    await college.moveTo('14:00', wednesday);
    expect(await college.words('L1', 'Did you do this?')).toContain('Independent study');
    await college.moveTo('15:30', wednesday);
    await college.say('T1', 'my registers');
    expect(await college.words('T1', 'My registers today')).toContain('The learners log it themselves');
    await college.say('T1', 'overdue registers');
    expect(await college.words('T1', 'Overdue registers')).not.toContain('Independent study');
    expect(college.find('T1', '"registerId":"study"')).toBeUndefined();
    await college.press('L1', 'Did you do this?', 'I did it', {
      'For how many minutes?': '60',
      'What did you': 'read chapter 3',
    });
    await college.press('T1', 'Accept what was logged?', 'Ask the learner', { 'If you have': 'which chapter?' });
    await college.press('L1', 'Your tutor asks: which chapter?', 'I did it', { 'For how many minutes?': '90' });
    expect((await college.press('T1', '90 minutes', 'Accept')).words).toContain('Accepted by Sam Lee');
    await college.press('L2', 'Did you do this?', 'I did it', { 'For how many minutes?': '60' });
    await college.press('T1', 'Ben Carter', 'Accept');
    const asked = (await college.card('L3', 'Did you do this?')).id;
    await college.moveTo('20:00', '2026-11-26');
    expect((await college.card('L3', 'Did you do this?')).id).toBe(asked);
    await college.moveTo('09:00', '2026-11-27');
    expect((await college.card('L3', 'Did you do this?')).id).not.toBe(asked);
    await college.moveTo('17:01', '2026-11-27');
    expect(college.find('T1', '"registerId":"study"')).toBeUndefined();
    const register = await college.c.registers.findOne({ _id: 'study' });
    const mark = (id: string) => register?.rows.find((row) => row.learnerId === id)?.mark;
    expect(mark('L1')).toMatchObject({ code: 'present', byId: 'T1' });
    expect(mark('L2')).toMatchObject({ code: 'late', minutesLate: 0, minutesEarly: 30 });
    expect(mark('L3')).toMatchObject({ code: 'unauthorised', how: 'deadline', byId: 'bot' });
    expect(register?.state).toBe('saved');
    expect(await college.words('L3', 'Not logged')).toContain('counts as absent');
  });

  test('S1: a coach visit is a register of one on which the employer’s presence is noted; a drop-in has no absentees', async () => {
    await college.addSession({
      _id: 'visit',
      programmeId: 'APP',
      on: nextMonday,
      at: '09:00',
      title: 'Coach visit',
      type: 'coach-visit',
      learnerIds: ['L1'],
      minutes: 45,
    });
    await college.addSession({
      _id: 'drop',
      programmeId: 'APP',
      on: nextMonday,
      at: '09:00',
      title: 'Maths drop-in',
      type: 'drop-in',
      minutes: 45,
    });
    await college.moveTo('09:00', nextMonday);
    const visit = await college.card('T1', '"registerId":"visit"');
    expect(Object.keys(inputsOf(visit.card)).concat(wordsOf(visit.card).match(/Ben|Chloe/g) ?? [])).toEqual([]);
    const saved = await college.people.press(college.user('T1'), visit, 'Rest present, save', {
      'Was the employer': 'yes',
    });
    expect(wordsOf(saved.card)).toContain('employer there');
    await college.settled();
    const told = await college.c.misEvents.findOne({ type: 'mark', body: /"employer_present":true/ });
    expect(told?.takenAt).toBeInstanceOf(Date);
    const drop = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"drop"'),
      'Others not there, save',
      { 'Ben Carter': 'present' },
    );
    expect(wordsOf(drop.card)).toContain('Absent\n');
    await college.settled();
    const register = await college.c.registers.findOne({ _id: 'drop' });
    expect(register?.rows.map((row) => row.mark?.code).sort()).toEqual(['not-expected', 'not-expected', 'present']);
    const before = await college.c.totals.findOne({ enrolmentId: 'APP-L3' });
    expect(before?.lostToAbsence).toBe(60 + 90);
  });

  test('G1: attendance is minutes attended of minutes planned over all enrolments, and lessons 1 to 6 have their number', async () => {
    await college.addSession({
      _id: 'lesson2',
      on: nextMonday,
      at: '11:00',
      minutes: 60,
      lesson: 2,
      title: 'Lesson of the day',
    });
    await college.moveTo('11:00', nextMonday);
    expect(await college.words('T1', '"registerId":"lesson2"')).toContain('Lesson 2');
    await college.save('lesson2', { 'BUS-L4': 'late:15', 'BUS-L5': 'unauthorised' });
    expect(await college.c.standings.findOne({ learnerId: 'L4', packId: 'green-labyrinth' })).toMatchObject({
      tally: { lostToLateness: 15 },
    });
    expect(await college.words('T1', '"registerId":"lesson2"')).toContain('Amend');
  });

  test('G1: a placement is logged by the learner too', async () => {
    await college.addSession({
      _id: 'placement',
      on: nextMonday,
      at: '12:00',
      minutes: 240,
      type: 'work-placement',
      title: 'Placement day',
      learnerIds: ['L3'],
    });
    await college.moveTo('16:01', nextMonday);
    await college.press('L3', 'Placement day', 'I did it', { 'For how many minutes?': '240' });
    await college.press('T1', 'Placement day', 'Accept');
    expect((await college.c.registers.findOne({ _id: 'placement' }))?.rows[0]?.mark?.code).toBe('present');
  });

  test('G5: a guest, and someone on the wrong list, are tasks for the HoSP and the Office Manager; one closes it for both', async () => {
    await college.addPerson('LG', 'Gina Guest', ['learner']);
    await college.c.enrolments.insertOne({
      _id: 'APP-LG',
      learnerId: 'LG',
      programmeId: 'APP',
      groups: [],
      from: '2026-08-01',
    });
    const summary = await college.card('T1', '"registerId":"lesson2"');
    const form = await college.people.press(college.user('T1'), summary, 'Someone is not on my list');
    await college.people.press(college.user('T1'), { ...summary, card: form.card! }, 'Add to this register', {
      'Who is here?': 'LG',
    });
    await college.settled();
    expect(await college.words('H1', 'Please check the roll')).toContain(
      'Gina Guest was in the room but not on the register',
    );
    expect(await college.words('O1', 'Please check the roll')).toContain('Gina Guest');
    expect((await college.press('O1', 'Gina Guest', 'Roll corrected', { Note: 'moved to BUS' })).words).toContain(
      'Pat Quinn: roll corrected. “moved to BUS”',
    );
    expect(await college.words('H1', 'Gina Guest')).toContain('Roll checked');
    await college.save('lesson2');
    const about = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"lesson2"'),
      'About a learner',
    );
    const done = await college.people.press(college.user('T1'), { card: about.card! }, 'Send', {
      Learner: 'L6',
      'What is it?': 'wrong-list',
    });
    expect(wordsOf(done.card)).toContain('have a task to check Freddie Novak');
    expect(await college.words('H1', 'Freddie Novak')).toContain('belong to another group');
  });

  test('G16: not taking part is noted beside the mark, shows on the register, and does not count by default', async () => {
    const about = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"lesson2"'),
      'About a learner',
    );
    const before = await college.c.standings.findOne({ learnerId: 'L7', packId: 'green-labyrinth' });
    const done = await college.people.press(college.user('T1'), { card: about.card! }, 'Send', {
      Learner: 'L7',
      'What is it?': 'no-part',
      'In a few': 'camera off all hour',
    });
    expect(wordsOf(done.card)).toContain('does not change the mark');
    await college.settled();
    expect(await college.words('T1', '"registerId":"lesson2"')).toContain('Present, did not take part');
    expect((await college.c.marks.findOne({ _id: 'lesson2|BUS-L7' }))?.notTakingPart).toBe(true);
    expect((await college.c.standings.findOne({ learnerId: 'L7', packId: 'green-labyrinth' }))?.percent).toBe(
      before?.percent,
    );
  });

  test('S17: a subcontractor’s tutor without Teams gets the register by mail as a signed link and saves it; reports tell the subcontractor', async () => {
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { subcontractor: 'Northway Training' } });
    await college.c.people.insertOne({
      _id: 'X1',
      ref: 'NW-1',
      name: 'Xenia Stone',
      roles: ['tutor'],
      email: 'xenia@northway.example',
      addresses: ['xenia@northway.example'],
    });
    await college.addSession({
      _id: 'nw',
      programmeId: 'APP',
      on: addDays(nextMonday, 1),
      title: 'At Northway',
      type: 'other',
      tutorIds: ['X1'],
      minutes: 60,
    });
    await college.moveTo('09:00', addDays(nextMonday, 1));
    const mail = await college.c.outbox.findOne({ to: 'xenia@northway.example', acceptedAt: { $exists: true } });
    const url = /http\S+/.exec(mail?.body ?? '')?.[0] ?? '';
    const page = await LinkedPage.open(url);
    expect(page.words).toContain('Aisha Khan');
    expect((await page.press('Rest present, save', { 'Ben Carter': 'unauthorised' })).words).toContain('Saved');
    await college.settled();
    const register = await college.c.registers.findOne({ _id: 'nw' });
    expect(register).toMatchObject({ state: 'saved', savedById: 'X1' });
    expect(register?.rows.find((row) => row.learnerId === 'L2')?.mark).toMatchObject({
      code: 'unauthorised',
      byId: 'X1',
    });
    const out = join(mkdtempSync(join(tmpdir(), 'export-')), 'marks.csv');
    await exportMarks(college.bot.world, college.c, out, {});
    expect(readFileSync(out, 'utf8')).toMatch(/nw,.*Northway Training/);
  });

  test('S8: every mark reaches the MIS the same day, an amendment too', async () => {
    const of = (id: string) =>
      college.c.misEvents.countDocuments({ _id: new RegExp(`^mark\\|${id}\\|`), takenAt: { $exists: true } });
    expect(await of('p1')).toBe(3);
    const summary = await college.card('T1', '"registerId":"p1"');
    const form = await college.people.press(college.user('T1'), summary, 'Amend');
    await college.people.press(college.user('T1'), { ...summary, card: form.card! }, 'Save changes', {
      'Chloe Evans': 'present',
    });
    await college.settled();
    expect(await of('p1')).toBe(4);
  });
});
