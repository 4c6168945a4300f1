import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { endOfDayId, ensureEndOfDay } from '../../src/usecases/registers/end-of-day.task.ts';
import { College, day } from '../support/college.ts';
import { putReview } from '../support/put-to-people.ts';
import { addLessons, start } from '../support/review.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

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

  test('P: the list of an earlier day that comes late takes the place of none of a later day', async () => {
    const [friday, next] = [addDays(start, 4), addDays(start, 7)];
    for (const time of ['09:00', '11:00']) await college.moveTo(time, friday);
    const _id = endOfDayId('T1', friday);
    const late = await college.c.tasks.findOne({ _id });
    const at = new Date(late!.next!.at.getTime() + 3 * 24 * 3_600_000 + 5 * 60_000);
    await college.c.tasks.updateOne({ _id }, { $set: { 'next.at': at } });
    await college.addSession({ _id: 'next', on: next, at: '10:00', minutes: 60 });
    await college.moveTo('10:00', next);
    await college.moveTo('18:00', next);
    const titles = () => lists().map(({ card }) => wordsOf(card).split('\n')[0]);
    const own = ['Still open, Monday 7 December'];
    expect(titles()).toEqual(own);
    await college.moveTo('18:06', next);
    expect(await college.c.tasks.findOne({ _id })).toMatchObject({ state: 'replaced', isOpen: false });
    expect(titles()).toEqual(own);
    // A register of that day whose end is seen only now is said by the list that is there.
    const { world } = college.bot;
    await world.together((inside) => ensureEndOfDay(inside, 'T1', friday, world.clock.now()));
    await college.settled();
    expect(titles()).toEqual(own);
  });
});

/** Whoever heads a programme and teaches, too: one list of an evening, whatever brings it (S7, SPEC P). */
describe('the evening of a head who teaches', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2, undoMinutes: 10 });
    await college.addPerson('H2', 'Hana Reid', ['hosp', 'tutor']);
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { hospId: 'H2' } });
    for (const id of ['T1', 'T2', 'H2']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const titles = (id: string) =>
    college.teams
      .shownTo(college.user(id))
      .map(({ card }) => wordsOf(card).split('\n')[0] ?? '')
      .filter((one) => one.startsWith('Still open, '));
  /** The rows of “my tasks” that bring an evening list. */
  const rows = async (id: string) => {
    await college.say(id, 'my tasks');
    const buttons = actionsOf((await college.card(id, 'My tasks')).card).map((one) => one.title ?? '');
    return buttons.filter((one) => one.startsWith('Still open, '));
  };

  test('S7: a list that is back because a press was undone takes the place of the day before’s, in the chat and under “my tasks”', async () => {
    await college.addSession({ _id: 'mon', at: '10:00', minutes: 60 });
    await college.moveTo('10:00');
    await college.moveTo('11:30');
    // From Tuesday on the programme is in its break: nobody is chased there.
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { terms: [{ from: '2026-09-01', to: day(0) }] } });
    const { world } = college.bot;
    const whose = { learnerId: 'L2', programmeId: 'BUS', ownerIds: ['H2'] };
    const data = { packId: 'green-labyrinth', what: 'exam' as const, below: 64 };
    await world.together((inside) =>
      openTask(inside, { _id: 'place-decision|exam|L2', kind: 'place-decision', state: 'open', ...whose, data }),
    );
    await college.addSession({
      _id: 'tue',
      programmeId: 'APP',
      type: 'other',
      on: day(1),
      at: '10:00',
      minutes: 60,
      tutorIds: ['H2'],
    });
    await college.moveTo('10:00', day(1));
    expect(await rows('H2')).toEqual(['Still open, Monday 23 November']);
    await college.save('tue', {}, 'H2');
    await college.moveTo('11:10', day(1));
    await college.press('H2', ['Ben Carter', 'Keep the place'], 'Keep the place');
    await college.moveTo('11:16', day(1));
    await college.press('H2', ['Ben Carter', 'Undo (until'], 'Undo (until 11:20)');
    expect(titles('H2')).toEqual(['Still open, Tuesday 24 November']);
    expect(await rows('H2')).toEqual(['Still open, Tuesday 24 November']);
  });

  test('S7: who stands in for a colleague has a list of their own and the colleague’s, which says whose it is', async () => {
    const away = [{ from: day(2), to: day(2), deputyId: 'H2' }];
    await college.c.people.updateOne({ _id: 'T1' }, { $set: { away } });
    const lesson = { programmeId: 'APP', type: 'other', on: day(2), at: '10:00', minutes: 60 };
    for (const id of ['T1', 'H2']) await college.addSession({ ...lesson, _id: `wed-${id}`, tutorIds: [id] });
    await college.moveTo('10:00', day(2));
    await college.moveTo('11:30', day(2));
    expect(await rows('H2')).toEqual(['Still open, Wednesday 25 November', 'Still open, Wednesday 25 November']);
    const words = await college.words('H2', 'My tasks');
    expect(words.match(/For Sam Lee, who is away/g)).toHaveLength(1);
    await college.card('H2', ['Still open, Wednesday', 'For Sam Lee, who is away']);
  });
});
