import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';
import { addLessons, missOneTooMany, start } from '../support/review.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

describe('what a mentor is to decide comes before what follows of it', () => {
  let college: College;
  const cardOf = (name: string) => college.card('M1', `${name} (BV-`);
  const titlesOf = async (name: string) => actionsOf((await cardOf(name)).card).map((one) => one.title);
  beforeAll(async () => {
    // As it is run, a decision can be undone for ten minutes.
    college = await College.open({ undoMinutes: 10 });
    await addLessons(college, [0, 1, 2, 3, 4]);
    await missOneTooMany(college, ['L2', 'L3']);
    await college.moveTo('09:30');
    // Decided on the day it was asked; Ben's case is left until the steps of his occurrences come in their turn.
    await college.press('M1', ['Chloe Evans', 'B: Disciplinary'], 'B: Disciplinary');
    await college.moveTo('09:41');
  });
  afterAll(() => college.close());

  test('G8: decided on discipline, the same one is proposed, and a press on an older card says what comes first', async () => {
    const ready = await cardOf('Chloe Evans');
    expect((await titlesOf('Chloe Evans')).filter((one) => one === 'Propose it')).toHaveLength(1);
    expect(await college.c.tasks.countDocuments({ kind: 'conduct-review', learnerId: 'L3' })).toBe(1);
    await college.c.cases.updateMany({ learnerId: 'L3' }, { $set: { state: 'open' } });
    const early = await college.people.press(college.user('M1'), ready, 'Propose it', { 'Starts on': start });
    expect(JSON.stringify(early.body)).toContain('Please decide about this learner first');
    await college.c.cases.updateMany({ learnerId: 'L3' }, { $set: { state: 'decided' } });
    await college.people.press(college.user('M1'), ready, 'Propose it', { 'Starts on': start });
    await college.settled();
    expect(await college.words('H1', ['Approve this Conduct Review?', 'Chloe Evans'])).toContain('Approve');
  });

  test('G8, G9: a Conduct Review of an occurrence cannot be proposed before the mentor has decided, nor while that can be undone', async () => {
    const later = day(9);
    await college.moveTo('09:30', later);
    expect(wordsOf((await cardOf('Ben Carter')).card)).toContain('Conduct Review: after your decision');
    expect(await titlesOf('Ben Carter')).toContain('A: No action');
    expect(await titlesOf('Ben Carter')).not.toContain('Propose it');
    await college.press('M1', ['Ben Carter', 'A: No action'], 'A: No action');
    expect(await titlesOf('Ben Carter')).not.toContain('Propose it');
    await college.moveTo('09:41', later);
    // The policy asks for it at an occurrence whatever was decided: the mentor proposes it, or finds it not needed.
    expect(await titlesOf('Ben Carter')).toEqual(expect.arrayContaining(['Propose it', 'Not needed']));
  });
});
