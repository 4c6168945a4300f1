import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, type Day, weekdayOf } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { thirdMissed } from '../support/review.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const days: Day[] = Array.from({ length: 16 }, (_, i) => addDays(monday, i)).filter(
  (day) => ![0, 6].includes(weekdayOf(day)),
);
/** Ten sessions, two of them missed with leave: 80%, enough history, no occurrence. */
const history = Array.from({ length: 10 }, (_, i) => ({
  code: i < 8 ? 'present' : 'authorised',
  on: addDays(monday, i - 14),
}));
const daily = { programmeId: 'BUS', at: '09:00', lesson: 1, title: 'Business communication' };
const workshop = { programmeId: 'APP', at: '13:00', type: 'workshop', title: 'Workshop' };
const tutorial = { programmeId: 'BUS', at: '15:30', minutes: 60, lesson: 5, type: 'tutorial', title: 'Tutorial' };
const coaching = {
  programmeId: 'APP',
  at: '15:15',
  minutes: 45,
  type: 'one-to-one',
  learnerIds: ['L1'],
  title: 'Coaching',
};

async function pressAll(
  college: College,
  id: string,
  words: string,
  button: string,
  inputs: Record<string, string> = {},
): Promise<void> {
  for (let left = 6; left > 0; left--) {
    const shown = college.teams
      .shownTo(college.user(id))
      .findLast(({ card }) => wordsOf(card).includes(words) && actionsOf(card).some((one) => one.title === button));
    if (!shown) return;
    await college.people.press(college.user(id), shown, button, inputs, undefined, [words]);
    await college.settled();
  }
}

/** The words of each card and message that stands in a person's chat. */
const shownTo = (college: College, id: string): string[] =>
  college.teams.shownTo(college.user(id)).map(({ card, text }) => wordsOf(card) || String(text));

/** Twelve working days of one tutor with four groups and a mentor with two learners she decides about. */
describe('twelve working days', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ withDigests: true, undoMinutes: 10 });
    for (const id of ['T1', 'M1', 'H1', 'A1', 'O1', 'E1', 'L4', 'L5', 'L1', 'L2']) await college.say(id, 'help');
    for (const id of ['L4', 'L5']) await college.addHistory(id, history);
    await recount(college.bot.world, true);
    for (const day of days) {
      const own = [1, 3].includes(weekdayOf(day)) ? tutorial : [2, 4].includes(weekdayOf(day)) ? coaching : undefined;
      for (const one of [daily, workshop, ...(own ? [own] : [])])
        await college.addSession({ ...one, _id: `${day}-${one.at}`, on: day });
    }
  });
  afterAll(() => college.close());

  const away: Record<string, Record<string, string>> = {
    [`${days[0]}-09:00`]: { 'BUS-L4': 'unauthorised' },
    [`${days[1]}-13:00`]: { 'APP-L1': 'unauthorised' },
    [`${days[3]}-09:00`]: { 'BUS-L5': 'unauthorised' },
    [`${days[4]}-09:00`]: { 'BUS-L5': 'unauthorised', 'BUS-L4': 'unauthorised' },
    [`${days[6]}-13:00`]: { 'APP-L2': 'unauthorised' },
    [`${days[8]}-09:00`]: { 'BUS-L5': 'unauthorised' },
  };
  /** Saved after they were due: minutes late, or the next morning. */
  const late: Record<string, string> = { [`${days[2]}-13:00`]: '13:40', [`${days[7]}-09:00`]: '09:25' };

  async function live(day: Day): Promise<void> {
    const sessions = await college.c.sessions.find({ day }).sort({ startsAt: 1 }).toArray();
    for (const { _id } of sessions) {
      const at = _id.slice(-5);
      await college.moveTo(at, day);
      if (late[_id]) await college.moveTo(late[_id] ?? at, day);
      await college.save(_id, away[_id]);
      await pressAll(college, 'T1', 'Conduct Review: this lesson', 'Sign');
      await pressAll(college, 'M1', 'Risk', 'B: Disciplinary');
      await pressAll(college, 'M1', 'decision needed', 'B: Disciplinary');
      await pressAll(college, 'M1', 'Propose a Conduct Review', 'Propose it');
      await pressAll(college, 'H1', 'Approve this Conduct Review?', 'Approve');
      await pressAll(college, 'M1', 'steps', 'Done', { Note: 'talked' });
      await pressAll(college, 'M1', 'Next steps', 'Send it now');
      await pressAll(college, 'T1', 'steps', 'Done', { Note: 'talked' });
      await pressAll(college, 'T1', 'Set the missed work', 'No work needed');
    }
    await college.moveTo('18:30', day);
  }

  const titles = (id: string) => {
    const counts = new Map<string, number>();
    for (const words of shownTo(college, id)) {
      const [title = ''] = words.split('\n');
      counts.set(title, (counts.get(title) ?? 0) + 1);
    }
    return [...counts].toSorted(([, a], [, b]) => b - a);
  };

  test('P: leave at most forty cards in a tutor’s chat and twelve in a mentor’s, one a learner', async () => {
    for (const day of days) await live(day);
    if (process.env.TELL_CARDS)
      for (const id of ['T1', 'M1', 'H1', 'A1', 'O1']) console.log(id, shownTo(college, id).length, titles(id));
    // A day's list of the missing ends with its day, and says what remained.
    const lists = await college.c.tasks.find({ kind: 'missing' }).toArray();
    expect(lists.map((one) => [one._id, one.isOpen])).toEqual(lists.map((one) => [one._id, false]));
    expect(await college.words('A1', 'Missing: Tuesday 24 November')).toContain(
      'Its day is over. One was not dealt with.',
    );
    expect(shownTo(college, 'T1').length).toBeLessThanOrEqual(40);
    expect(shownTo(college, 'M1').length).toBeLessThanOrEqual(12);
    for (const name of ['Daniel Osei', 'Ella Wright'])
      expect(
        shownTo(college, 'M1').filter((words) => words.includes(name) && !words.startsWith('Your week')),
      ).toHaveLength(1);
    // What the tutor follows about a learner is one card, too, however many lessons they signed.
    for (const name of ['Daniel Osei', 'Ella Wright'])
      expect(shownTo(college, 'T1').filter((words) => words.startsWith(name))).toHaveLength(1);
    // However many weeks there were, one digest.
    expect(shownTo(college, 'M1').filter((words) => words.startsWith('Your week'))).toHaveLength(1);
  });
});

/** Twelve working days of a coach and a manager who follow two apprentices: one gets better, one gets a plan. */
describe('twelve working days with apprentices at risk', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ withDigests: true, undoMinutes: 10 });
    for (const id of ['T1', 'A1', 'E1', 'L1', 'L2']) await college.say(id, 'help');
    for (const id of ['L1', 'L2'])
      await college.addHistory(id, [{ code: 'unauthorised', on: addDays(monday, -3) }], 'APP');
    await recount(college.bot.world, true);
    for (const day of days) await college.addSession({ ...workshop, _id: day, on: day });
  });
  afterAll(() => college.close());

  const away = new Map([
    [days[0], ['APP-L1', 'APP-L2']],
    [days[3], ['APP-L2']],
    [days[7], ['APP-L2']],
    [days[8], ['APP-L2']],
  ]);

  test('P: leave, besides the registers, at most twelve cards in either chat, one a learner', async () => {
    for (const day of days) {
      await college.moveTo('13:00', day);
      await college.save(day, Object.fromEntries((away.get(day) ?? []).map((one) => [one, 'unauthorised'])));
      await pressAll(college, 'T1', 'noticed', 'I have it in hand');
      await pressAll(college, 'A1', 'at risk of disengaging', 'Acknowledge');
      if (day === days[10]) {
        // What was pressed can be undone for ten minutes, and only then is done.
        await college.moveTo('13:11', day);
        await pressAll(college, 'A1', 'at risk of disengaging', 'Action plan');
        await college.moveTo('13:22', day);
        const action = { Action: 'Weekly call', Who: 'T1', By: day };
        await college.press('A1', 'what is to be done?', 'Add this action', action);
        await college.press('A1', 'what is to be done?', 'Start the plan');
      }
      await college.moveTo('18:30', day);
    }
    // Figures as people say them, of the day they were drawn.
    expect(await college.words('T1', ['Ben Carter', 'this year'])).toContain(
      'Monday 7 December: 58% this year, up 4 points since last week. Last attended Monday 7 December.',
    );
    const chat = (id: string) => shownTo(college, id).filter((words) => !words.startsWith('Level 3'));
    expect(
      await college.c.cases.findOne({ kind: 'report', learnerId: 'L2', 'decisions.option': 'action-plan' }),
    ).not.toBeNull();
    for (const id of ['T1', 'A1']) {
      expect([id, chat(id).length <= 12 ? 'quiet' : chat(id).map((words) => words.split('\n')[0])]).toEqual([
        id,
        'quiet',
      ]);
      for (const name of ['Aisha Khan', 'Ben Carter'])
        expect([id, name, chat(id).filter((words) => words.startsWith(name)).length]).toEqual([
          id,
          name,
          id === 'A1' && name === 'Aisha Khan' ? 0 : 1,
        ]);
    }
    if (process.env.TELL_CARDS) for (const id of ['T1', 'A1', 'E1']) console.log(id, chat(id));
  });
});

/** Six days on which a learner is missing and nobody answers what is asked about him: it is passed up. */
describe('six working days on which a mentor answers nothing', () => {
  let college: College;
  const six = days.slice(0, 6);
  beforeAll(async () => {
    college = await College.open({ withDigests: true, undoMinutes: 10 });
    for (const id of ['T1', 'M1', 'H1', 'L2']) await college.say(id, 'help');
    await college.addHistory('L2', thirdMissed);
    await recount(college.bot.world, true);
    for (const day of six) await college.addSession({ ...daily, _id: day, on: day });
  });
  afterAll(() => college.close());

  const about = (id: string) =>
    shownTo(college, id).filter((words) => words.includes('Ben Carter') && !words.startsWith('Your week'));

  test('P: leave one card about him with the head, what is late as rows of it; answered, a row goes', async () => {
    for (const day of six) {
      await college.moveTo('09:00', day);
      await college.save(day, { 'BUS-L2': 'unauthorised' });
      await college.moveTo('18:30', day);
    }
    if (process.env.TELL_CARDS) for (const id of ['M1', 'H1']) console.log(id, about(id));
    expect(about('H1')).toHaveLength(1);
    expect(about('M1')).toHaveLength(1);
    const late = () => (about('H1')[0]?.match(/Not answered yet: /g) ?? []).length;
    const before = late();
    expect(before).toBeGreaterThanOrEqual(2);
    expect(about('H1')[0]).toContain('Not answered yet: A decision about attendance');
    await college.press('M1', 'Ben Carter', 'B: Disciplinary');
    await college.moveTo('18:41', six[5]);
    expect(about('H1')).toHaveLength(1);
    expect(late()).toBeLessThan(before);
    expect(about('H1')[0]).not.toContain('Not answered yet: A decision about attendance');
  });
});

describe('a first installation', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
  });
  afterAll(() => college.close());

  test('P: is told twice at once by Teams and greeted once', async () => {
    const user = college.user('T1');
    const added = college.people.activity(user, { type: 'conversationUpdate', membersAdded: [{ id: user.id }] });
    await Promise.all([college.people.install(user), college.people.deliver(added)]);
    await college.settled();
    expect(college.teams.shownTo(user).filter(({ card }) => wordsOf(card).startsWith('Hello Sam'))).toHaveLength(1);
  });
});
