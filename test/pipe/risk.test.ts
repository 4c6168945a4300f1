import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';
import { actionsOf, saidBy, wordsOf } from '../teams/client.ts';

describe('risk, the Green Labyrinth way (G7, G8, G9)', () => {
  let college: College;
  const mark = async (day: string, id: string, code: string) => {
    await college.addSession({ _id: id, on: day, title: `Class ${id}`, minutes: 60 });
    await college.moveTo('09:00', day);
    const shown = await college.card('T1', `Class ${id}`);
    await college.people.press(college.user('T1'), shown, 'Rest present, save', { 'Aisha Khan': code });
    await college.settled();
  };
  const standing = () => college.c.standings.findOne({ learnerId: 'L1' });
  const cases = () => college.c.cases.find({ learnerId: 'L1' }).toArray();

  beforeAll(async () => {
    college = await College.open();
    const days = Array.from({ length: 10 }, (_, i) => addDays(monday, -14 + i));
    await college.addHistory(
      'L1',
      days.map((on) => ({ code: 'present', on })),
    );
    await recount(college.bot.world, true);
    const contacts = { name: 'Kay Worker', relation: 'key worker', mobile: '+44 7700 900777' };
    await college.c.people.updateOne({ _id: 'L1' }, { $push: { contacts } });
  });
  afterAll(() => college.close());

  test('first occurrence: recorded, text messages to learner and parent and not to a key worker, and the mentor is asked below 90%', async () => {
    await mark(monday, 'd1', 'unauthorised');
    expect(await standing()).toMatchObject({ percent: 90.9, rank: 'green', flag: 'none', occurrences: [] });
    await mark(addDays(monday, 1), 'd2', 'unauthorised');
    expect(await standing()).toMatchObject({
      percent: 83.33,
      rank: 'red',
      flag: 'none',
      occurrences: [{ day: '2026-11-24', percent: 83.33 }],
    });
    expect(await college.c.outbox.countDocuments({ _id: /^occurrence\|L1/ })).toBe(2);
    const card = await college.card('M1', 'first unauthorised absence');
    expect(wordsOf(card.card)).toContain('A: No action');
  });

  test('option A is kept; the second occurrence is Amber and asks again', async () => {
    const card = await college.card('M1', 'first unauthorised absence');
    const answer = await college.people.press(college.user('M1'), card, 'A: No action', { Note: 'Spoke to Aisha' });
    expect(wordsOf(answer.card)).toContain('Spoke to Aisha');
    await mark(addDays(monday, 2), 'd3', 'unauthorised');
    expect(await standing()).toMatchObject({ flag: 'amber', flaggedOn: '2026-11-25' });
    const amber = await college.card('M1', 'Amber risk');
    expect(wordsOf(amber.card)).toContain('second unauthorised absence');
  });

  test('the third is Red; option B is stored with who, when, pack version and the figures it rested on', async () => {
    await mark(addDays(monday, 3), 'd4', 'unauthorised');
    expect(await standing()).toMatchObject({ flag: 'red', flaggedOn: '2026-11-26' });
    const card = await college.card('M1', 'Red risk');
    const answer = await college.people.press(college.user('M1'), card, 'B: Disciplinary');
    expect(wordsOf(answer.card)).toContain('Conduct Review');
    const [fall] = await cases();
    expect(fall?.state).toBe('decided');
    expect(fall?.decisions.at(-1)).toMatchObject({
      option: 'b',
      byId: 'M1',
      pack: { id: 'green-labyrinth', version: '1.0' },
      evidence: { flag: 'red' },
    });
    const again = await college.people.press(college.user('M1'), card, 'C: Fitness to study');
    expect(saidBy(again)).toContain('decided already');
  });

  test('another mentor, and the learner, are refused', async () => {
    const [fall] = await cases();
    await college.addPerson('M2', 'Other Mentor', ['mentor']);
    for (const id of ['M2', 'L1', 'T1', 'E1']) {
      const answer = await college.people.invoke(college.user(id), 'case-decide', {
        caseId: fall?._id,
        version: 1,
        option: 'a',
      });
      expect(saidBy(answer)).toContain('You cannot do that here');
    }
  });

  test('an amended mark moves totals and flag; what falls away is withdrawn with a note, not deleted', async () => {
    for (const id of ['d1', 'd2', 'd3', 'd4']) {
      const shown = await college.card('T1', `Class ${id}`);
      const form = await college.people.press(college.user('T1'), shown, 'Amend');
      await college.people.press(college.user('T1'), { ...shown, card: form.card! }, 'Save changes', {
        'Aisha Khan': 'present',
      });
      await college.settled();
    }
    expect(await standing()).toMatchObject({
      percent: 100,
      rank: 'dark-green',
      flag: 'none',
      flaggedOn: null,
      occurrences: [],
    });
    // The decided one goes with the first mark; what is asked anew then goes with the last.
    const withdrawn = (await cases()).map((one) => [one.state, one.withdrawn?.code, one.decisions.length]);
    expect(withdrawn).toEqual([
      ['withdrawn', 'another-fall', 2],
      ['withdrawn', 'no-fall', 0],
    ]);
    expect(await recount(college.bot.world, false)).toMatchObject({ differences: [] });
  });
});

describe('risk, the STS way (S12, S13)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addHistory(
      'L1',
      [
        { code: 'present', on: addDays(monday, -4) },
        { code: 'unauthorised', on: addDays(monday, -3) },
      ],
      'APP',
    );
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  test('what the pack’s rules notice goes to the tutor first, then by their report to the manager', async () => {
    await college.addSession({ _id: 'w1', programmeId: 'APP', title: 'Workshop', type: 'workshop' });
    await college.moveTo('09:00');
    await college.people.press(college.user('T1'), await college.card('T1', 'Workshop'), 'Rest present, save', {
      'Aisha Khan': 'unauthorised',
    });
    const noticed = await college.card('T1', 'has missed 2 sessions running');
    expect(college.find('A1', 'Aisha Khan')).toBeUndefined();

    await college.people.press(college.user('T1'), noticed, 'Report at risk', { Note: 'No answer to calls' });
    const report = await college.card('A1', 'at risk of disengaging');
    expect(wordsOf(report.card)).toContain('Sam Lee reports: No answer to calls');
  });

  test('the manager acknowledges, informs the employer, plans and closes; each step is stored', async () => {
    for (const title of ['Acknowledge', 'Inform employer', 'Action plan', 'Close']) {
      const card = await until(`a card with ${title}`, () =>
        college.teams
          .shownTo(college.user('A1'))
          .findLast((one) => actionsOf(one.card).some((action) => action.title === title)),
      );
      await college.people.press(college.user('A1'), card, title);
      await college.settled();
    }
    const report = await college.c.cases.findOne({ kind: 'report' });
    expect(report?.decisions.map((one) => one.option)).toEqual([
      'acknowledge',
      'inform-employer',
      'action-plan',
      'close',
    ]);
    expect(report).toMatchObject({ state: 'decided', ownerId: 'A1', pack: { id: 'sts', version: '1.2' } });
    const seen = await college.card('T1', 'Sam Lee reports');
    expect(wordsOf(seen.card)).toContain('Close: Alex Morgan');
  });

  test('a tutor’s own report, by command', async () => {
    await college.people.say(college.user('T1'), 'report at risk');
    const form = await college.card('T1', 'Who is at risk of disengaging?');
    const answer = await college.people.press(college.user('T1'), form, 'Send to the manager', {
      Learner: 'L2',
      'What have you noticed?': 'Very quiet lately',
    });
    expect(wordsOf(answer.card)).toContain('Very quiet lately');
    await college.card('A1', 'Very quiet lately');
  });
});

describe('what the mentor reads of a pattern and of reasons (G8)', () => {
  let college: College;
  /** Ten Mondays and Tuesdays; the last four Mondays were missed. */
  const past = [-35, -34, -33, -32, -28, -27, -21, -20, -14, -13, -7, -6];
  const history = past.map((n) => ({
    code: [-28, -21, -14, -7].includes(n) ? 'unauthorised' : 'present',
    on: addDays(monday, n),
  }));
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2']) await college.addHistory(id, history);
    await recount(college.bot.world, true);
    for (const text of ['not in tomorrow, dentist at 2', 'off sick wednesday']) {
      await college.say('L2', text);
      await college.press('L2', 'obody has been told yet', 'Confirm');
    }
    await college.addSession({ _id: 'p1', minutes: 60, title: 'Class' });
    await college.moveTo('09:00');
    await college.save('p1', { 'BUS-L1': 'unauthorised', 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  test('the days mostly missed stand on the card, and in what the figures suggest', async () => {
    const card = await college.words('M1', ['A: No action', 'Aisha Khan']);
    expect(card).toContain('Mondays: misses 5 of 6, 0 of 7 on other days; the others miss 5 of 14 on Mondays');
    expect(card).toMatch(/B: Disciplinary[\s\S]*occurrences, and nothing told points to health or family/);
  });

  test('where what was told points to health, support is suggested and no discipline', async () => {
    const card = await college.words('M1', ['A: No action', 'Ben Carter']);
    expect(card).toContain('2 of 2 notices name health or family.');
    expect(card).not.toContain('nothing told points to health');
  });

  test('marks of weeks ago that are amended make occurrences, and no text about days long gone', async () => {
    await college.addHistory(
      'L3',
      history.map(({ on }) => ({ code: 'present', on })),
    );
    await recount(college.bot.world, true);
    for (const n of [0, 1, 2]) {
      const id = `past-BUS-L3-${n}`;
      const { version } = (await college.c.registers.findOne({ _id: id }))!;
      const amended = { registerId: id, version, page: 0, rest: 'leave', why: 'mistake', 'm_BUS-L3': 'unauthorised' };
      await college.people.invoke(college.user('T1'), 'register-save', amended);
      await college.settled();
    }
    const standing = await college.c.standings.findOne({ learnerId: 'L3', packId: 'green-labyrinth' });
    expect(standing?.occurrences.length).toBeGreaterThan(1);
    expect(await college.c.outbox.countDocuments({ _id: /^occurrence\|L3/ })).toBe(0);
  });
});
