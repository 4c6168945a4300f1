import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { saidBy } from '../teams/client.ts';

describe('risk, the STS way: one case from being noticed to a manager’s decision, across restarts', () => {
  let college: College;
  let sessions = 0;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'E1', 'T1', 'A1']) await college.say(id, 'help');
    for (const id of ['L1', 'L2']) await college.addHistory(id, [{ code: 'unauthorised', on: day(-1) }], 'APP');
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function session(on: string, marks: Record<string, string>): Promise<void> {
    const _id = `sts${++sessions}`;
    await college.addSession({ _id, programmeId: 'APP', on, minutes: 60, title: 'Planned session', type: 'other' });
    await college.moveTo('09:00', on);
    await college.save(_id, marks);
  }

  test('S13: what the rules notice goes to the tutor or coach first', async () => {
    await session(day(0), { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    const card = await college.words('T1', ['noticed', 'Ben Carter']);
    expect(card).toContain('Ben Carter has missed 2 sessions running without authorisation.');
    expect(card).toContain('Last attended');
    expect(card).not.toMatch(/Noticed\s+Monday/);
    expect(college.find('A1', ['at risk of disengaging', 'Ben Carter'])).toBeUndefined();
    expect((await college.press('T1', ['noticed', 'Ben Carter'], 'I have it in hand')).words).toContain(
      'I have it in hand: Sam Lee',
    );
  });

  test('S13: if nothing improves in the pack’s time it goes to management; if attendance improves it does not', async () => {
    for (const n of [2, 4, 7, 9, 11]) await session(day(n), { 'APP-L2': n === 7 ? 'unauthorised' : 'present' });
    await college.restart();
    await college.moveTo('09:00', day(14));
    const card = await college.words('A1', ['at risk of disengaging', 'Ben Carter']);
    expect(card).toContain('It was put to the tutor or coach; since then 80% attended');
    expect(await college.words('T1', ['at risk of disengaging', 'Ben Carter'])).toContain('With the manager');
    expect(college.find('A1', ['at risk of disengaging', 'Aisha Khan'])).toBeUndefined();
    expect((await college.c.tasks.findOne({ kind: 'improvement-watch', learnerId: 'L1' }))?.state).toBe('improved');
    // Who works with the learner reads it on their card, with figures of that day.
    expect(await college.words('T1', ['Aisha Khan', 'Better since: 100% attended.'])).toMatch(
      /Monday 7 December: 7\d% this year/,
    );
  });

  test('S12: a tutor’s own report goes to the manager by kind of programme; acknowledged, the MIS hears the risk status', async () => {
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', {
      Learner: 'L3',
      'What have': 'has stopped answering messages',
    });
    expect(await college.words('A1', ['at risk of disengaging', 'Chloe Evans'])).toContain(
      'Sam Lee reports: has stopped answering messages',
    );
    await college.press('A1', ['at risk of disengaging', 'Ben Carter'], 'Acknowledge');
    const event = await college.c.misEvents.findOne({ _id: /^risk-status\|APP-L2/ });
    expect(JSON.parse(event?.body ?? '{}')).toMatchObject({ risk_status: 'at-risk', recorded_by: 'A1' });
  });

  test('S12: the employer is told of the concern, without details, and takes on an action of the plan', async () => {
    await college.press('A1', ['at risk of disengaging', 'Ben Carter'], 'Inform employer');
    expect(await college.words('E1', 'About Ben Carter')).toContain('work with you on it');
    await college.press('A1', ['at risk of disengaging', 'Ben Carter'], 'Action plan');
    await college.press('A1', 'what is to be done?', 'Add this action', {
      Action: 'Ring-fence Tuesday mornings',
      Who: 'E1',
      By: day(18),
    });
    await college.press('A1', 'what is to be done?', 'Add this action', {
      Action: 'Weekly call with Ben',
      Who: 'T1',
      By: day(21),
    });
    expect(
      (await college.press('A1', 'what is to be done?', 'Start the plan', { 'Review the plan': day(28) })).words,
    ).toContain('Action plan running');
    for (const [who, title] of [
      ['L2', 'Your action plan'],
      ['E1', 'Action plan for Ben Carter'],
    ] as const)
      expect(await college.words(who, title)).toMatch(
        /Jordan Blake: Ring-fence Tuesday[\s\S]*Alex Morgan looks at it with you/,
      );
    expect(await college.words('E1', ['Ring-fence Tuesday mornings', 'From the action plan of'])).toContain(
      'Ben Carter',
    );
    await college.press('E1', ['Ring-fence Tuesday mornings', 'From the action plan of'], 'Done', {
      Note: 'rota changed',
    });
    await college.moveTo('17:00', day(21));
    expect(await college.words('T1', 'Action overdue')).toContain('Weekly call with Ben');
    expect(await college.words('A1', 'Action plan running')).toMatch(/rota changed[\s\S]*overdue/);
  });

  test('S12, S14: on its day the plan is reviewed; no improvement leads to a proposal only a manager can decide; the MIS hears each status', async () => {
    await college.restart();
    await college.moveTo('09:00', day(28));
    const review = await college.words('A1', 'time to review');
    expect(review).toMatch(/Attendance\s+\d/);
    await college.press('A1', 'time to review', 'Propose removal', { 'What has come': 'no contact for two weeks' });
    const proposal = await college.words('A1', 'Removal proposed');
    expect(proposal).toContain('One named person decides');
    const forged = await college.people.invoke(college.user('T1'), 'task-act', {
      id: (await college.c.tasks.findOne({ kind: 'removal' }))?._id,
      version: 1,
      act: 'remove',
      f_why: 'because',
    });
    expect(saidBy(forged)).toContain('You cannot do that here');
    expect((await college.press('A1', 'Removal proposed', 'Remove from the programme')).words).toContain(
      'Please say in a few words why',
    );
    expect(
      (
        await college.press('A1', 'Removal proposed', 'Remove from the programme', {
          Why: 'agreed with employer and learner',
        })
      ).words,
    ).toContain('Remove from the programme: Alex Morgan');
    const statuses = (await college.c.enrolments.findOne({ _id: 'APP-L2' }))?.statuses?.map((one) => one.status);
    expect(statuses).toEqual(['at-risk', 'action-plan', 'removal-proposed', 'removed']);
    expect(await college.c.misEvents.countDocuments({ _id: /^risk-status\|APP-L2/, takenAt: { $exists: true } })).toBe(
      4,
    );
    expect(await college.words('E1', 'Ben Carter has left Level 3 Team Leader')).toContain('decided by Alex Morgan');
    // “Close” would record “no concern”, but who has been removed stays so in the MIS.
    await college.press('A1', ['at risk of disengaging', 'Ben Carter'], 'Close');
    expect((await college.c.enrolments.findOne({ _id: 'APP-L2' }))?.statuses?.at(-1)?.status).toBe('removed');
    const closed = await college.c.cases.findOne({ kind: 'report', learnerId: 'L2' });
    expect(closed?.decisions.map((one) => [one.option, one.byId, one.pack.version])).toEqual([
      ['acknowledge', 'A1', '1.2'],
      ['inform-employer', 'A1', '1.2'],
      ['action-plan', 'A1', '1.2'],
      ['close', 'A1', '1.2'],
    ]);
  });

  test('S14: from the removal on the learner is on no register there, and nobody is told of an absence; decided anew, they are back', async () => {
    const told = (await college.teams.shownTo(college.user('E1'))).length;
    await college.addSession({ _id: 'after', programmeId: 'APP', title: 'Workshop after', on: day(29), minutes: 60 });
    await college.moveTo('09:00', day(29));
    const rows = (await college.c.registers.findOne({ _id: 'after' }))?.rows.map((row) => row.learnerId);
    expect(rows).toEqual(['L1', 'L3']);
    await college.save('after', {});
    // A mark of before the removal that comes late tells nobody either.
    await college.addSession({ _id: 'before', programmeId: 'APP', title: 'Workshop before', on: day(27), minutes: 60 });
    await college.moveTo('09:01', day(29));
    await college.save('before', { 'APP-L2': 'unauthorised' });
    await college.moveTo('10:00', day(29));
    expect((await college.c.marks.findOne({ _id: 'before|APP-L2' }))?.code).toBe('unauthorised');
    expect((await college.teams.shownTo(college.user('E1'))).length).toBe(told);
    await college.addPerson('H9', 'Hugh Price', ['hosp']);
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { hospId: 'H9' } });
    await college.say('H9', 'help');
    await college.say('L2', 'contest');
    await college.press('L2', 'Ask for another look', 'Send', {
      'What do you think is wrong?': `task|${(await college.c.tasks.findOne({ kind: 'removal' }))?._id}`,
      'Why?': 'I was in hospital',
    });
    await college.press('H9', ['I was in hospital'], 'Decide it anew', {
      'Your answer': 'the hospital letter is here',
    });
    await college.press('H9', 'Removal proposed', 'Keep on the programme', { Why: 'was in hospital' });
    await college.addSession({ _id: 'back', programmeId: 'APP', title: 'Workshop again', on: day(30), minutes: 60 });
    await college.moveTo('09:00', day(30));
    const again = (await college.c.registers.findOne({ _id: 'back' }))?.rows.map((row) => row.learnerId);
    expect(again).toEqual(['L1', 'L2', 'L3']);
  });
});

describe('what the rules notice (S13)', () => {
  let college: College;
  let sessions = 0;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['T1', 'A1']) await college.say(id, 'help');
    await college.addHistory(
      'L2',
      [-40, -39].map((n) => ({ code: 'unauthorised', on: day(n) })),
      'APP',
    );
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function session(on: string, marks: Record<string, string>): Promise<void> {
    const _id = `noticed${++sessions}`;
    await college.addSession({ _id, programmeId: 'APP', on, minutes: 60, title: 'Planned session', type: 'other' });
    await college.moveTo('09:00', on);
    await college.save(_id, marks);
  }

  test('S13: lateness that goes on goes to management as lateness, though every session was attended', async () => {
    for (const n of [0, 1, 2]) await session(day(n), { 'APP-L1': 'late:10' });
    await college.press('T1', ['was late 3 times', 'Aisha Khan'], 'I have it in hand');
    for (const n of [7, 8]) await session(day(n), { 'APP-L1': 'late:10' });
    await college.moveTo('09:10', day(16));
    expect(await college.words('A1', ['at risk of disengaging', 'Aisha Khan'])).toContain('since then 0% on time');
  });

  test('S13: a run of absences of weeks ago, as an import brings it, is put to nobody', async () => {
    expect((await college.c.standings.findOne({ learnerId: 'L2', packId: 'sts' }))?.noticed).toHaveLength(1);
    expect(await college.c.cases.countDocuments({ learnerId: 'L2' })).toBe(0);
    expect(college.find('T1', ['noticed', 'Ben Carter'])).toBeUndefined();
  });

  test('S13: one card a learner, however many rules notice: what was seen when, in the learner’s own numbers, decisions kept', async () => {
    const gone = [5, 8];
    const past = Array.from({ length: 9 }, (_, i) => ({
      code: gone.includes(i) ? 'unauthorised' : 'present',
      on: day(4 + i),
    }));
    await college.addHistory('L3', past, 'APP');
    await recount(college.bot.world, true);
    const noticed = () => college.c.cases.find({ kind: 'noticed', learnerId: 'L3' }).toArray();
    const cards = () =>
      college.teams
        .shownTo(college.user('T1'))
        .filter(
          ({ card }) => JSON.stringify(card).includes(': noticed') && JSON.stringify(card).includes('Chloe Evans'),
        );
    await session(day(17), { 'APP-L3': 'unauthorised' });
    expect(await noticed()).toHaveLength(1);
    expect(await college.words('T1', ['noticed', 'Chloe Evans', 'I have it in hand'])).toMatch(
      /missed 2 sessions running without authorisation\.[\s\S]*attended 7 of the last 10 sessions/,
    );
    await session(day(18), { 'APP-L3': 'unauthorised' });
    expect(await college.words('T1', ['noticed', 'Chloe Evans', 'I have it in hand'])).toContain(
      'missed 3 sessions running',
    );
    expect(cards()).toHaveLength(1);
    expect(await college.words('T1', ['noticed', 'Chloe Evans', 'I have it in hand'])).toMatch(/Since 10 December/);
    await college.press('T1', ['noticed', 'Chloe Evans', 'I have it in hand'], 'I have it in hand');
    for (const n of [21, 22, 23]) await session(day(n), { 'APP-L3': 'late:10' });
    expect(await noticed()).toHaveLength(1);
    const again = await college.words('T1', ['noticed', 'Chloe Evans', 'I have it in hand']);
    expect(again).toMatch(
      /Noticed[\s\S]*10 December: [\s\S]*missed 3 [\s\S]*16 December: [\s\S]*late 3 times in the last 5/,
    );
    // What was decided on keeps its day, without a word that it lasts.
    expect(again).not.toMatch(/Since 10 December/);
    expect(again).toContain('I have it in hand: Sam Lee');
    expect(cards()).toHaveLength(1);
    await college.press('T1', ['noticed', 'Chloe Evans', 'I have it in hand'], 'Report at risk');
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', {
      Learner: 'L3',
      'What have': 'stopped answering',
    });
    expect(await college.c.cases.countDocuments({ kind: 'report', learnerId: 'L3' })).toBe(1);
    expect(await college.words('A1', ['at risk of disengaging', 'Chloe Evans'])).toMatch(
      /Reported[\s\S]*late 3 times[\s\S]*Sam Lee reports: stopped answering/,
    );
  });
});

test('S13: what a register saved days late brings up is put to the coach with its day', async () => {
  const college = await College.open();
  await college.say('T1', 'help');
  await college.addHistory('L2', [{ code: 'unauthorised', on: day(-1) }], 'APP');
  await recount(college.bot.world, true);
  await college.addSession({ _id: 'late', programmeId: 'APP', minutes: 60, type: 'other' });
  await college.moveTo('09:00', day(2));
  await college.save('late', { 'APP-L2': 'unauthorised' });
  await college.moveTo('09:30', day(2));
  expect(await college.words('T1', ['noticed', 'Ben Carter'])).toMatch(
    /Noticed\s+Since 23 November: Ben Carter has missed 2 sessions running/,
  );
  await college.close();
});
