import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);

describe('what was sent is sent once for its occasion, and says when, by whom and to whom (G8, G9)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L2', 'M1', 'H1', 'T1']) await college.say(id, 'help');
    const past = Array.from({ length: 10 }, (_, i) => ({
      code: i < 8 ? 'present' : 'authorised',
      on: addDays(monday, -14 + i),
    }));
    await college.addHistory('L2', past);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  const miss = async (on: string) => {
    await college.addSession({ _id: on, on, at: '09:00', minutes: 60, title: 'Lesson' });
    await college.moveTo('09:00', on);
    await college.save(on, { 'BUS-L2': 'unauthorised' });
  };
  const texts = async () =>
    (await college.sent('L2')).filter((one) => one.includes('Ben Carter’s attendance this year'));
  const cards = () =>
    college.teams.shownTo(college.user('L2')).filter((one) => wordsOf(one.card).startsWith('Your attendance\n'));
  const titles = async (words: string[]) => actionsOf((await college.card('M1', words)).card).map((one) => one.title);

  test('the details are offered in one place of a card: pressed on an older one they are sent, the others say so, a second press sends nothing', async () => {
    await miss(monday);
    const report = await college.card('M1', ['Attendance report', 'Ben Carter']);
    await college.press('M1', ['B: Disciplinary', 'Ben Carter'], 'B: Disciplinary', {});
    expect(await titles(['Next steps', 'Ben Carter'])).toContain('Send it now');
    // One offer on one card: the step's takes the report's place.
    expect(await titles(['Attendance report', 'Ben Carter'])).not.toContain('Send to learner and parent');
    const next = await college.card('M1', ['Next steps', 'Ben Carter']);

    await college.people.press(college.user('M1'), report, 'Send to learner and parent');
    await college.settled();
    const told =
      /Told Monday 23 November, 09:0\d, by Maya Patel: Ben Carter \(Teams\), Parent \(text message accepted 09:0\d, delivered 09:0\d\)\./;
    expect(await college.words('M1', ['Attendance report', 'Ben Carter'])).toMatch(told);
    expect(await college.words('M1', ['Next steps', 'Ben Carter'])).toMatch(told);
    expect(await titles(['Next steps', 'Ben Carter'])).not.toContain('Send it now');
    expect([(await texts()).length, cards().length]).toEqual([1, 1]);

    // Both buttons once more, on the cards as they were.
    const again = await college.people.press(college.user('M1'), report, 'Send to learner and parent');
    expect(wordsOf(again.card)).toMatch(told);
    const step = await college.people.press(college.user('M1'), next, 'Send it now');
    expect(wordsOf(step.card)).toMatch(told);
    await college.settled();
    expect([(await texts()).length, cards().length]).toEqual([1, 1]);
  });

  test('another absence is another occasion: nothing is said to have been sent about it', async () => {
    await miss(tuesday);
    const report = await college.words('M1', ['Attendance report', 'Unauthorised absence on Tuesday 24 November']);
    expect(report).not.toMatch(/Told Tuesday/);
    expect(await titles(['Attendance report', 'Ben Carter'])).toContain('Send to learner and parent');
    await college.press('M1', ['Attendance report', 'Ben Carter'], 'Send to learner and parent');
    expect(await college.words('M1', ['Attendance report', 'Ben Carter'])).toContain('Told Tuesday 24 November');
    expect([(await texts()).length, cards().length]).toEqual([2, 2]);
  });

  test('a step that asks for it afterwards is closed from the start', async () => {
    for (const row of ['monitor', 'evidence'])
      await college.press('M1', ['First occurrence', 'Ben Carter'], 'Done', { Note: 'seen' }, row);
    await college.press('T1', ['First occurrence', 'Ben Carter'], 'Done', { Note: 'seen' });
    expect(
      await college.c.tasks.findOne({ kind: 'step', 'data.n': 2, 'data.items.does': 'send-details' }),
    ).toMatchObject({
      state: 'done',
      isOpen: false,
      data: { items: [{ closed: { outcome: 'told', byId: 'M1' } }] },
    });
    expect((await texts()).length).toBe(2);
  });
});
