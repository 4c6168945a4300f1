import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nodesOf } from '../cards/check-card.ts';
import { College, day } from '../support/college.ts';
import { putMeeting } from '../support/put-to-people.ts';
import { wordsOf } from '../teams/client.ts';

/** A meeting about attendance from its invitation to what came of it, moved once, and over its day (G17). */
describe('a meeting, before and after its day', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    // Monday 30 November is a bank holiday in Scotland.
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'scotland' } });
    for (const id of ['L2', 'M1', 'H1']) await college.say(id, 'help');
    await putMeeting(college, 'L2');
  });
  afterAll(() => college.close());

  const card = () => college.card('M1', ['eeting', 'Ben Carter', 'missed a lot']);
  const notAnswered = () => college.find('H1', ['Not answered yet', 'Ben Carter', 'With Maya Patel']);
  /** True when the mentor's card has come to the bottom of the chat anew between two times. */
  async function comesAgain(time: string, on: string): Promise<boolean> {
    const before = (await card()).id;
    await college.moveTo(time, on);
    return (await card()).id !== before;
  }

  /** What of a card stands behind a row, by the labels of its inputs, fold by fold. */
  const foldedIn = (shown: unknown) =>
    nodesOf(shown)
      .filter((one) => one.isVisible === false)
      .map((one) =>
        nodesOf(one).flatMap(({ type, label }) => (String(type).startsWith('Input.') ? [String(label)] : [])),
      )
      .filter((labels) => labels.length > 0);

  test('G17: what came of it is asked behind a row, which a refusal that asks for it opens', async () => {
    const arrange = await college.card('M1', ['Arrange a meeting', 'Ben Carter']);
    expect(foldedIn(arrange.card)).toEqual([['Who came', 'What was agreed']]);
    const refused = await college.press('M1', ['Arrange a meeting', 'Ben Carter'], 'It has been held');
    expect(refused.words).toContain('Who came');
    expect(foldedIn(refused.card)).toEqual([]);
  });

  test('G17: once learner and parent are invited it comes back the working day before and that morning, and its end asks whether it happened', async () => {
    await college.press('M1', ['Arrange a meeting', 'Ben Carter'], 'Invite learner and parent', {
      Day: day(8),
      Time: '15:30',
    });
    expect(await comesAgain('08:59', day(4))).toBe(false);
    // Tuesday 1 December: the working day before is Friday, not the bank holiday.
    expect(await comesAgain('09:00', day(4))).toBe(true);
    expect(await comesAgain('12:00', day(7))).toBe(false);
    expect(await comesAgain('08:30', day(8))).toBe(true);
    expect(await comesAgain('16:29', day(8))).toBe(false);
    expect(await comesAgain('16:30', day(8))).toBe(true);
    const asked = await college.card('M1', ['did it happen?', 'Ben Carter']);
    expect(wordsOf(asked.card)).toContain('Invited: Ben Carter (Teams), Parent');
    expect(foldedIn(asked.card)).toEqual([['Day', 'Time', 'Place, or a link']]);
  });

  test('G17: moved, its clock is the new day’s, and both are told once', async () => {
    await college.press('M1', ['did it happen?', 'Ben Carter'], 'Move it and tell them', {
      Day: day(9),
      Time: '10:00',
    });
    expect(await college.words('M1', ['Meeting arranged', 'Ben Carter'])).toContain('Wednesday 2 December at 10:00');
    const invitations = (await college.sent('L2')).filter((one) => one.includes('Maya Patel invites you to a meeting'));
    expect(invitations).toHaveLength(2);
    expect(await comesAgain('11:00', day(9))).toBe(true);
  });

  test('G17: not answered, it is asked again after 1 and 3 working days, then goes to the Head of Study Programme; recorded, it leaves every list', async () => {
    expect(await comesAgain('09:00', day(10))).toBe(true);
    expect(notAnswered()).toBeUndefined();
    expect(await comesAgain('09:00', day(11))).toBe(false);
    expect(await comesAgain('09:00', day(14))).toBe(true);
    expect(JSON.stringify(notAnswered()?.card)).toContain('With Maya Patel since Wednesday 2 December');
    await college.press('M1', ['did it happen?', 'Ben Carter'], 'Record the meeting', {
      'Who came': 'Ben and his mother',
      'What was agreed': 'bus pass',
    });
    expect(notAnswered()).toBeUndefined();
    expect(await college.c.tasks.findOne({ kind: 'meeting' })).toMatchObject({ state: 'held', data: { day: day(9) } });
    expect(await comesAgain('09:00', day(25))).toBe(false);
  });
});
