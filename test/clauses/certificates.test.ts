import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';

/** Illness around bank holidays and the end of term, and a certificate that never comes (G3). */
describe('certificates over weeks', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    for (const id of ['L2', 'L3', 'L4', 'O1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'missed', on: day(1), minutes: 60 });
  });
  afterAll(() => college.close());

  async function sick(id: string, words: string, from: string): Promise<void> {
    await college.say(id, `off sick ${words}`);
    await college.press(id, ['Not in', from], 'Confirm');
  }
  const asked = (id: string) => college.c.tasks.countDocuments({ kind: 'evidence', learnerId: id, isOpen: true });

  test('G3: four days before Christmas and three after it are eleven days of illness; a day of work between parts them', async () => {
    await college.moveTo('08:00', '2026-12-18');
    await sick('L4', 'from 21 december to 24 december', '21 December');
    expect(await asked('L4')).toBe(0);
    await sick('L4', 'from 29 december to 31 december', '29 December');
    expect(await asked('L4')).toBe(1);
    expect(await college.words('L4', 'Evidence for your absence')).toContain('medical certificate');
    await sick('L3', 'from 21 december to 24 december', '21 December');
    await sick('L3', 'from 30 december to 31 december', '30 December');
    expect(await asked('L3')).toBe(0);
  });

  test('G3: what is needed stands on the office’s card, and “accept all” leaves it out', async () => {
    expect(await college.words('O1', ['Absences to decide', 'Daniel Osei'])).toMatch(
      /29 December[^\n]*a certificate is asked for, nothing has come in yet/,
    );
    await college.say('O1', 'accept all');
    expect(await college.words('O1', 'needs evidence first')).toContain('stays on the list');
  });

  test('G3: none by its date goes back to the office to decide, once; the learner reads the truth; what the office then decides is on the register', async () => {
    await college.moveTo('08:30', '2027-01-04');
    await sick('L2', 'today and tomorrow', '4 January');
    await college.addSession({ _id: 'later', on: '2027-01-04', at: '09:00', minutes: 60 });
    await college.moveTo('09:00', '2027-01-04');
    await college.save('later');
    const id = (await college.c.notices.findOne({ learnerId: 'L2' }))?._id;
    await college.press('O1', ['Absences to decide', 'Ben Carter'], 'Ask for evidence', {}, id);
    for (const n of [7, 10, 13]) {
      // Each reminder counts from the last, so each look is a little later in the day.
      await college.moveTo(`12:${String(n).padStart(2, '0')}`, `2027-01-${String(n).padStart(2, '0')}`);
      const asked = await college.words('L2', 'Evidence for your absence');
      expect(asked).toContain('we need evidence');
      expect(asked).toContain('If you cannot get any, call the college office.');
    }
    await college.moveTo('12:16', '2027-01-16');
    expect(await college.words('L2', 'Evidence for your absence')).toContain(
      'the office now decides about this absence',
    );
    expect(await college.words('O1', ['Absences to decide', 'Ben Carter'])).toMatch(
      /Ben Carter[\s\S]*no certificate had come by Saturday 16 January/,
    );
    expect(await college.c.tasks.countDocuments({ kind: 'evidence', learnerId: 'L2' })).toBe(1);
    await college.press('O1', ['Absences to decide', 'Ben Carter'], 'Reject', { Reason: 'no certificate' }, id);
    const register = await college.c.registers.findOne({ _id: 'later' });
    expect(register?.rows.find((row) => row.learnerId === 'L2')?.mark?.code).toBe('unauthorised');
    expect(await college.words('L2', ['Not accepted'])).toContain('no certificate');
  });

  test('G3: a half-term between two absences joins them, a day of teaching does not', async () => {
    const terms = [
      { from: '2027-01-04', to: '2027-02-12' },
      { from: '2027-02-22', to: '2027-04-01' },
    ];
    await college.c.programmes.updateMany({}, { $set: { terms } });
    await college.moveTo('08:00', '2027-02-10');
    await college.say('L1', 'help');
    await sick('L1', 'on 11 february and 12 february', '11 February');
    expect(await asked('L1')).toBe(0);
    await sick('L1', 'on 22 february', '22 February');
    expect(await asked('L1')).toBe(1);
    await sick('L3', 'on 11 february and 12 february', '11 February');
    await sick('L3', 'on 23 february', '23 February');
    expect(await asked('L3')).toBe(0);
  });
});

/** A note nobody asked for, from the day it comes to the day it is deleted, under two mentors (G3). */
describe('a note sent unasked, over weeks', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('M2', 'Mo Adams', ['mentor']);
    for (const id of ['L3', 'M1', 'M2', 'O1', 'H1', 'T1']) await college.say(id, 'help');
    for (const n of [0, 1]) await college.addSession({ _id: `n${n}`, on: day(n), at: '10:00', minutes: 60 });
  });
  afterAll(() => college.close());

  const look = ['Evidence to look at', 'Chloe Evans'];
  const task = (state: string) => college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L3', state });
  const requests = () => college.c.tasks.countDocuments({ kind: 'evidence', learnerId: 'L3' });
  const seen = (who: string) => college.find(who, look)?.id;
  async function told(words: string): Promise<void> {
    await college.say('L3', words);
    await college.say('L3', 'yes');
  }

  test('G3: it goes to the absence its sender names, is put to office and mentor, asked again, and accepted by the new mentor; the learner hears it once', async () => {
    await told('not in today, dentist at 10');
    await told('off sick tomorrow');
    for (const n of [0, 1]) {
      await college.moveTo('10:00', day(n));
      await college.save(`n${n}`);
    }
    await college.moveTo('12:00', day(2));
    const file = {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'GP note.pdf',
      content: { downloadUrl: college.teams.hostFile('note', pdfOf('note')), uniqueId: 'note', fileType: 'pdf' },
    };
    await college.people.say(college.user('L3'), '', { attachments: [file] });
    await college.settled();
    const sick = (await college.c.notices.findOne({ learnerId: 'L3', reason: 'sickness' }))?._id ?? '';
    expect(await college.words('L3', 'Which absence is this file for?')).toMatch(/Monday[\s\S]*Tuesday/);
    await college.press('L3', 'Which absence is this file for?', 'This one', {}, sick);
    expect(await task('sent')).toMatchObject({ data: { noticeId: sick } });
    const first = seen('M1');
    expect(first).toBeDefined();
    expect(seen('O1')).toBeDefined();
    // The morning after, then on the third working day: Monday.
    await college.moveTo('09:01', day(3));
    expect(seen('M1')).not.toBe(first);
    const row = 'BUS-L3,L3,BUS,2026-08-01,M2';
    await college.import({ 'enrolments.csv': ['enrolment_id,learner_id,programme_id,from,mentor_id', row] });
    expect(seen('M1')).toBeUndefined();
    const hers = seen('M2');
    expect(hers).toBeDefined();
    await college.moveTo('09:01', day(8));
    expect(seen('M2')).not.toBe(hers);
    await college.press('M2', look, 'Accept');
    const accepted = college.teams
      .shownTo(college.user('L3'))
      .filter(({ card }) => JSON.stringify(card ?? '').includes('Your evidence was accepted'));
    expect(accepted).toHaveLength(1);
    const marks = await Promise.all([0, 1].map((n) => college.c.registers.findOne({ _id: `n${n}` })));
    const codes = marks.map((one) => one?.rows.find(({ learnerId }) => learnerId === 'L3')?.mark?.code);
    expect(codes).toEqual(['notice-pending', 'authorised']);
  });

  test('G3: weeks later nobody has been asked for it again, and it is deleted; another illness has a request of its own, reminded in the morning though told at night', async () => {
    for (const n of [11, 14, 17, 28]) {
      await college.moveTo('12:00', day(n));
      expect([n, await requests(), await college.c.files.countDocuments()]).toEqual([n, 1, 1]);
    }
    await college.moveTo('12:00', day(37));
    expect(await college.c.files.countDocuments()).toBe(0);
    expect(await task('accepted')).not.toBeNull();
    expect(college.find('L3', ['Evidence for your absence', 'we need evidence'])).toBeUndefined();
    await college.moveTo('22:30', '2027-01-10');
    await told('off sick from 11 january to 20 january');
    expect(await requests()).toBe(2);
    const asked = () => college.find('L3', ['Evidence for your absence', 'we need evidence'])?.id;
    const first = asked();
    expect(first).toBeDefined();
    await college.moveTo('08:59', '2027-01-13');
    expect(asked()).toBe(first);
    await college.moveTo('09:01', '2027-01-13');
    const morning = asked();
    expect(morning).not.toBe(first);
    await college.moveTo('23:00', '2027-01-13');
    expect(asked()).toBe(morning);
  });
});
