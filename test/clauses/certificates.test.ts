import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';

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
      expect(await college.words('L2', 'Evidence for your absence')).toContain('we need evidence');
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
