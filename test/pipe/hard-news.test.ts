import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { nodesOf } from '../cards/check-card.ts';
import { College, monday } from '../support/college.ts';

const day = (ahead: number) => addDays(monday, ahead);
const week = [0, 1, 2, 3, 4].map(day);

describe('who tells of a death, a sick child or from hospital', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const [i, on] of week.entries()) await college.addSession({ _id: `bus-${i}`, on });
  });
  afterAll(() => college.close());

  /** The card somebody gets for it. */
  async function told(id: string, text: string) {
    await college.say(id, text);
    const words = await college.words(id, 'Is this right?');
    const { card } = await college.card(id, 'Is this right?');
    return { words, inputs: nodesOf(card).filter(({ type }) => String(type).startsWith('Input.')).length };
  }

  test.each([
    ['L1', 'my nan died last night', /^I am so sorry for your loss\./, week],
    ['L2', 'my dad passed away this morning wont be in', /^I am so sorry for your loss\./, week],
    ['L3', 'my mum died, dont know when ill be back', /^I am so sorry for your loss\./, week],
    ['L4', 'im in hospital, no idea when im out', /^Sorry to hear you are not well\./, week],
    [
      'L5',
      'my daughter has been taken into hospital, will be off for a while',
      /^Sorry to hear that\. I hope everyone is all right\./,
      week,
    ],
    ['L6', 'my son has been sick all night wont be in', /^Sorry to hear that\. I hope everyone/, [monday]],
    ['L7', 'my grandads funeral is on friday so i wont be in', /^I am so sorry for your loss\./, [day(4)]],
    ['L8', 'bu farw nain neithiwr', /^I am so sorry for your loss\./, week],
  ])('%s “%s”: a kind sentence, what is assumed, and one thing to press', async (id, text, kind, days) => {
    const { words, inputs } = await told(id, text);
    expect(words).toMatch(kind);
    expect(inputs).toBe(0);
    expect(words.includes('for a week; you can change that')).toBe(days === week);
    await college.press(id, 'Is this right?', 'Confirm');
    const notices = await college.c.notices.find({ learnerId: id, state: 'confirmed' }).toArray();
    expect(notices).toMatchObject([{ days }]);
    expect(notices[0]?.fromTime ?? notices[0]?.toTime).toBeUndefined();
  });

  test('an employer’s and the office’s words about somebody go the same way', async () => {
    const { words } = await told('E1', 'Ben Carters brother died last night, no idea when he will be back');
    expect(words).toMatch(/^We are very sorry\. Our thoughts are with Ben\./);
    expect(words).toContain('Monday 23 November to Friday 27 November');
    await college.say('O1', 'Harry Singh rang, his dad died, off until further notice');
    expect(await college.words('O1', ['Harry Singh', 'Is this right?'])).toContain('Friday 27 November');
  });

  test('each reads what is kind to them: another’s loss in the same message is not theirs', async () => {
    await college.say('E1', 'Aisha Khans nan died, Chloe Evans will be 20 mins late, bus');
    expect(await college.words('E1', 'About Chloe Evans')).not.toContain('Our thoughts');
  });

  test('written in the evening it is about the days to come, and still nothing is asked', async () => {
    await college.moveTo('19:30');
    const { words, inputs } = await told('L9', 'my nan passed away this afternoon');
    expect(words).toContain('Monday 23 November to Friday 27 November');
    expect(inputs).toBe(0);
  });
});

describe('where one thing is asked', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const [i, on] of week.entries()) await college.addSession({ _id: `bus-${i}`, on });
  });
  afterAll(() => college.close());

  /** The inputs that can be seen without a press. */
  const seen = (card: unknown): string[] => {
    if (Array.isArray(card)) return card.flatMap(seen);
    if (card === null || typeof card !== 'object') return [];
    const { type, id, isVisible } = card as { type?: string; id?: string; isVisible?: boolean };
    if (isVisible === false) return [];
    return type?.startsWith('Input.') ? [String(id)] : Object.values(card).flatMap(seen);
  };

  test.each([
    ['L1', 'running late', 'About how many minutes late?', ['minutesLate', 'arriveAt']],
    ['L2', 'half day friday', 'Which half of the day', ['half']],
    ['L3', 'off from tomorrow until further notice', 'Until which day?', ['firstDay', 'lastDay']],
  ])('%s “%s” shows what answers it; the rest waits behind a row', async (id, text, question, inputs) => {
    await college.say(id, text);
    const { card } = await college.card(id, question);
    expect(seen(card)).toEqual(inputs);
    expect(nodesOf(card).filter(({ type }) => String(type).startsWith('Input.'))).toHaveLength(7);
  });

  test('what waits there is sent along as it was understood; “Change” shows all of it', async () => {
    await college.press('L1', 'About how many minutes late?', 'Confirm', { 'Minutes late, if late': '15' });
    expect(await college.c.notices.findOne({ learnerId: 'L1' })).toMatchObject({
      kind: 'lateness',
      days: [monday],
      minutesLate: 15,
      state: 'confirmed',
    });
    const changing = await college.press('L1', '15 minutes late', 'Change');
    expect(seen(changing.card)).toHaveLength(7);
  });
});

test('of a message about two whoever decides reads each part as it was written', async () => {
  const college = await College.open();
  await college.addSession({ _id: 'bus' });
  await college.say(
    'O1',
    'Ella Wright has tonsillitis, Freddie Novak has the dentist at 9 (tooth), Ella back on Thursday',
  );
  await college.say('O1', 'yes all');
  await college.say('L7', 'Not in today, bus strike, sorry!');
  await college.say('L7', 'yes');
  const words = await college.words('O1', 'Absences to decide');
  expect(words).toContain('“Ella Wright has tonsillitis … Ella back on Thursday”');
  expect(words).toContain('“Freddie Novak has the dentist at 9 (tooth)”');
  expect(words).toContain('“Not in today, bus strike, sorry!”');
  await college.close();
});
