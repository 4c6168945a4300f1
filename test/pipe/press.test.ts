import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';

describe('Teams on iOS sends every input of the card with each press', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addSession({ _id: 's1', title: 'Workshop' });
    await college.moveTo('09:00');
  });
  afterEach(() => {
    college.people.isIos = false;
  });
  afterAll(() => college.close());

  test('a notice is taken back from its form of change', async () => {
    await college.say('L1', 'not in tomorrow, dentist at 2');
    college.people.isIos = true;
    const shown = await college.card('L1', 'obody has been told yet');
    const form = await college.people.press(college.user('L1'), shown, 'Change');
    const answer = await college.people.press(college.user('L1'), { ...shown, card: form.card! }, 'Not this');

    expect(JSON.stringify(answer.card)).toContain('Taken back');
    expect((await college.c.notices.findOne({ learnerId: 'L1' }))?.state).toBe('withdrawn');
  });

  test('the form for someone not on the list is left again, with a learner picked', async () => {
    college.people.isIos = true;
    const shown = await college.card('T1', 'Workshop');
    const form = await college.people.press(college.user('T1'), shown, 'Someone is not on my list');
    const answer = await college.people.invoke(college.user('T1'), 'register-show', {
      registerId: 's1',
      version: 1,
      page: 0,
      learnerId: 'L9',
    });

    expect(form.card).toBeDefined();
    expect(JSON.stringify(answer.body.value)).toContain('Rest present, save');
    expect((await college.c.registers.findOne({ _id: 's1' }))?.version).toBe(1);
  });
});
