import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College } from '../support/college.ts';
import { putReview } from '../support/put-to-people.ts';
import { addLessons, start } from '../support/review.ts';
import { wordsOf } from '../teams/client.ts';

/** The evening's line to a tutor: what is loose, once, on one card, each row a press (S7, SPEC P). */
describe('the evening of a tutor', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await addLessons(college, [0, 1, 2, 3, 4]);
    for (const id of ['T1', 'T2', 'M1', 'H1', 'L2']) await college.say(id, 'help');
    await putReview(college, 'L2');
    await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', { 'Starts on': start });
    await college.press('H1', ['Approve this Conduct Review?', 'Ben Carter'], 'Approve');
  });
  afterAll(() => college.close());

  const list = () => college.find('T1', 'Still open, ');
  const lists = () =>
    college.teams.shownTo(college.user('T1')).filter(({ card }) => wordsOf(card).startsWith('Still open, '));
  const unsigned = 'Conduct Review: a lesson to sign: Ben Carter';

  test('S7, G11: says once what is loose, and a row brings what it names', async () => {
    await college.moveTo('09:00', start);
    await college.save('cr-0-1', { 'BUS-L1': 'unauthorised' });
    await college.moveTo('11:00', start);
    await college.save('cr-0-2');
    await college.press('T1', ['Conduct Review: this lesson', 'Day 0 lesson 2'], 'Sign', { 'Targets met': '1,2,3' });
    expect(list()).toBeUndefined();
    await college.moveTo('18:00', start);
    const words = await college.words('T1', 'Still open, Monday 30 November');
    expect(words).toContain('One lesson is not signed.');
    expect(words.split('\n').filter((one) => one === unsigned)).toHaveLength(1);
    const before = (await college.card('T1', ['Conduct Review: this lesson', 'Day 0 lesson 1'])).id;
    await college.press('T1', 'Still open, Monday', 'Show it here', {}, 'conduct-lesson');
    expect((await college.card('T1', ['Conduct Review: this lesson', 'Day 0 lesson 1'])).id).not.toBe(before);
  });

  test('P: goes when nothing is loose any more', async () => {
    await college.press('T1', ['Conduct Review: this lesson', 'Day 0 lesson 1'], 'Sign', { 'Targets met': '1,2,3' });
    expect(lists()).toEqual([]);
    await college.moveTo('18:30', start);
    expect(lists()).toEqual([]);
  });

  test('P: the next day’s takes the place of the one before, with what that one left; a deputy has it while they are away', async () => {
    const day = (n: number) => addDays(start, n);
    await college.moveTo('09:00', day(1));
    await college.moveTo('11:00', day(1));
    await college.save('cr-1-2');
    await college.moveTo('18:00', day(1));
    expect(await college.words('T1', 'Still open, Tuesday')).toContain(
      'One register is not saved, 2 lessons are not signed.',
    );
    await college.c.people.updateOne({ _id: 'T1' }, { $set: { away: [{ from: day(2), to: day(2), deputyId: 'T2' }] } });
    await college.moveTo('09:00', day(2));
    await college.save('cr-2-1', {}, 'T2');
    await college.moveTo('11:00', day(2));
    await college.save('cr-2-2', {}, 'T2');
    await college.moveTo('18:00', day(2));
    expect(lists()).toEqual([]);
    expect(await college.words('T2', 'Still open, Wednesday')).toContain(
      'One register is not saved, 4 lessons are not signed.',
    );
    await college.save('cr-1-1', {}, 'T2');
    expect(await college.words('T2', 'Still open, Wednesday')).toContain('4 lessons are not signed.');
    expect(await college.words('T2', 'Still open, Wednesday')).not.toContain('register');
  });

  test('P: takes that place, too, for somebody with hundreds of older things open', async () => {
    const hidden = (_: unknown, i: number) => ({
      _id: `week-digest|old|${i}`,
      kind: 'week-digest' as const,
      ownerIds: ['T1'],
      watcherIds: [],
      state: 'planned',
      isOpen: true,
      isShown: false,
      data: { monday: start },
      history: [],
      presses: [],
      version: 1,
      openedAt: new Date(0),
    });
    await college.c.tasks.insertMany(Array.from({ length: 200 }, hidden));
    for (const time of ['09:00', '11:00', '18:00']) await college.moveTo(time, addDays(start, 3));
    expect(await college.words('T1', 'Still open, Thursday')).toContain('registers are not saved');
    expect(await college.find('T2', 'Still open, Wednesday')).toBeUndefined();
  });
});
