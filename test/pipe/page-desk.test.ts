import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

const worried = 'i dont want to be here any more';
const outcomes = [
  'spoke with his mother',
  `rang the council: ${'they look into it. '.repeat(40)}the end`,
  'met him',
  'saw a doctor',
];

describe('what the Safeguarding Team knows of a learner beside the words (S8, S11)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3, rulesAlone: true });
    await college.c.meta.insertOne({ _id: 'demo' });
    await college.addHistory('L2', [
      { code: 'present', on: day(-4) },
      { code: 'unauthorised', on: day(-3) },
    ]);
    await recount(college.bot.world, true);
    for (const id of ['S1', 'L2', 'L3']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const desk = async () => pageWords((await visitorOf(college).see('S1', 'safeguarding')).text);
  const card = () => college.words('S1', ['Ben Carter', 'Last seen']);

  test('when the learner was last seen is on card and desk: the last lesson they came to, also one since the hold began', async () => {
    await college.say('L2', worried);
    await college.say('L3', worried);
    for (const words of [await card(), await desk()]) {
      expect(words).toMatch(/Last seen\s+Thursday 19 November, 09:00, .*on time/);
      expect(words).toMatch(/Earlier concerns\s+none/);
    }
    expect(await desk()).toContain('Last seen at no lesson this college year');
    await college.addSession({ _id: 's1', minutes: 60, title: 'Workshop' });
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'late:10' });
    expect(await desk()).toContain('Last seen Monday 23 November, 09:00, Workshop, 10 minutes late');
  });

  test('what came of each earlier concern is there: on the card the last three, cut where they are long, on the desk all and whole', async () => {
    for (const [i, outcome] of outcomes.entries()) {
      await college.press('S1', ['Ben Carter', 'Last seen'], 'Release the hold', { 'What was done': outcome });
      await college.moveTo(`09:${30 + i}`);
      await college.say('L2', `${worried}, ${i}`);
    }
    const page = await desk();
    for (const outcome of outcomes) expect(page).toContain(`released by Nia Roberts: “${outcome}”`);
    expect(page).toContain('Earlier concerns 4 ');
    const words = await card();
    expect(words).toContain('4; the older ones are on the desk page');
    expect(outcomes.map((one) => words.includes(one.slice(0, 20)))).toEqual([false, true, true, true]);
    expect(words).toMatch(/they look into i…”/);
    expect(words).not.toContain('the end');
  });

  test('once the words of an earlier concern were handed over, what came of it stands on no card and on no desk', async () => {
    const handed = { 'Where are the words kept': 'CPOMS 7', 'Have they arrived there': 'yes' };
    const isHanded = ['Ben Carter', 'The words stay here', 'met him'];
    await college.press('S1', isHanded, 'Handed over, delete here', handed);
    await college.moveTo('03:30', day(1));
    await college.card('S1', ['Ben Carter', 'Last seen', 'released by Nia Roberts, its words are handed over']);
    expect(JSON.stringify(college.teams.shownTo(college.user('S1')))).not.toContain('met him');
    expect(await desk()).not.toContain('met him');
  });

  test('a deputy reads of an earlier concern that never came to them only that there was one', async () => {
    await college.press('S1', ['Chloe Evans', 'Last seen'], 'Release the hold', { 'What was done': 'talked with her' });
    await college.moveTo('10:00', day(1));
    await college.say('M1', 'help');
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'M1' } });
    await college.say('L3', worried);
    await college.moveTo('14:00', day(1));
    const words = await college.words('M1', ['Chloe Evans', 'Earlier concerns']);
    expect(words).toContain('1 that others of the team have read: please ask them');
    expect(words).not.toContain('talked with her');
    expect(await college.words('S1', ['Chloe Evans', 'Earlier concerns'])).toContain('talked with her');
  });
});
