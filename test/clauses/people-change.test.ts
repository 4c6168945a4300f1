import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, past } from '../support/college.ts';
import { putReview } from '../support/put-to-people.ts';
import { addLessons, start } from '../support/review.ts';

const header = 'enrolment_id,learner_id,programme_id,from,mentor_id';

/** People who answer for learners, programmes and sessions change; open work follows, over weeks (SPEC "What holds for both"). */
describe('people change', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('M2', 'Mo Adams', ['mentor']);
    await college.addPerson('M3', 'Gil Moss', ['mentor']);
    await college.addPerson('H2', 'Hana Reid', ['hosp']);
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['M1', 'M2', 'M3', 'H1', 'H2', 'T1', 'T2', 'A1', 'O1', 'L1', 'L2', 'L3'])
      await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    await college.moveTo('08:55', day(0));
    await college.addSession({ _id: 'fall', on: day(0), at: '09:00', minutes: 60 });
    await college.moveTo('09:00', day(0));
    await college.save('fall', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  test('P: a new mentor by import takes over the open decision and tasks, is chased in the old one’s place, and the old one sees them no more', async () => {
    expect(await college.words('M1', ['decision needed', 'Ben Carter'])).toContain('No action');
    const had = await college.c.tasks.countDocuments({ ownerIds: 'M1', learnerId: 'L2', isOpen: true });
    expect(had).toBeGreaterThan(0);
    await college.moveTo('10:00', day(1));
    await college.import({ 'enrolments.csv': [header, 'BUS-L2,L2,BUS,2026-08-01,M2'] });
    expect(await college.words('M2', ['decision needed', 'Ben Carter'])).toContain('No action');
    expect(college.find('M1', ['decision needed', 'Ben Carter'])).toBeUndefined();
    const theirs = { $or: [{ ownerIds: 'M1' }, { watcherIds: 'M1' }], learnerId: 'L2', isOpen: true };
    expect(await college.c.tasks.countDocuments(theirs)).toBe(0);
    expect(await college.c.tasks.countDocuments({ ownerIds: 'M2', learnerId: 'L2', isOpen: true })).toBe(had);
    await college.say('M1', 'at risk');
    expect(await college.words('M1', 'At risk')).toContain('Nobody is flagged to you');
    // Asked anew of her on Tuesday, so not passed up before Friday.
    await college.moveTo('09:01', day(3));
    expect(await college.words('M2', ['decision needed', 'Ben Carter'])).toContain('Asked again');
    expect(college.find('H1', ['Not answered yet', 'A decision about attendance'])).toBeUndefined();
    expect(college.find('M1', ['decision needed', 'Ben Carter'])).toBeUndefined();
  });

  test('P: “All my open tasks” hands over the decisions too', async () => {
    await college.say('M2', 'cover');
    const done = await college.press('M2', 'Cover or hand over', 'Hand over', {
      What: 'tasks',
      To: 'M3',
    });
    expect(done.words).toContain('Gil Moss has');
    expect(await college.words('M3', ['decision needed', 'Ben Carter'])).toContain('No action');
    expect(college.find('M2', ['decision needed', 'Ben Carter'])).toBeUndefined();
  });

  test('P: who loses the role leaves what has no owner on the office’s list, asked again each working morning, until somebody is named', async () => {
    await college.import({ 'people.csv': ['person_id,name,roles', 'M3,Gil Moss,none'] });
    await college.moveTo('10:00', day(3));
    const list = await college.card('O1', 'Work without an owner');
    expect(await college.words('O1', 'Work without an owner')).toContain('Gil Moss');
    expect(await college.words('O1', 'Work without an owner')).toContain('1 decision and');
    // Friday to Monday.
    await college.moveTo('09:01', day(4));
    const friday = await college.card('O1', 'Work without an owner');
    expect(friday.id).not.toBe(list.id);
    await college.moveTo('20:00', day(6));
    expect((await college.card('O1', 'Work without an owner')).id).toBe(friday.id);
    const given = await college.press('O1', 'Work without an owner', 'Hand these over', {
      'Who takes them over': 'M1',
    });
    expect(given.words).toContain('Everything has an owner');
    expect(await college.words('M1', ['decision needed', 'Ben Carter'])).toContain('No action');
    await college.moveTo('09:01', day(8));
    expect(college.find('O1', 'Work without an owner')).toBeUndefined();
  });

  test('P: a new Head of Study Programme has what was passed up to the old one; a new tutor has the session’s tasks', async () => {
    await college.moveTo('09:01', day(14));
    await college.card('H1', ['Not answered yet', 'A decision about attendance']);
    await college.addSession({
      _id: 'sts',
      programmeId: 'APP',
      type: 'workshop',
      title: 'Workshop',
      on: day(14),
      at: '10:00',
      minutes: 60,
    });
    await college.moveTo('10:00', day(14));
    await college.save('sts', { 'APP-L1': 'unauthorised' });
    await college.card('T1', 'Set the missed work');
    await college.import({
      'programmes.csv': [
        'programme_id,name,kind,pack,hosp_id',
        'BUS,Level 2 Business,study-programme,green-labyrinth,H2',
      ],
      'sessions.csv': [
        'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
        `sts,APP,T2,Workshop,workshop,face-to-face,${day(14)},10:00,11:00`,
      ],
    });
    expect(await college.words('H2', ['Not answered yet', 'A decision about attendance'])).toContain('With Maya Patel');
    expect(college.find('H1', ['Not answered yet', 'A decision about attendance'])).toBeUndefined();
    await college.card('T2', 'Set the missed work');
    expect(college.find('T1', 'Set the missed work')).toBeUndefined();
  });

  test('P: a mentor falls ill without a word: the office says so, the deputy gets what waits, is chased for it, and it comes back after', async () => {
    await college.moveTo('09:30', day(15));
    await college.say('O1', 'colleague away');
    const form = await college.press('O1', 'A colleague is away', 'Go on', { 'Who is away': 'M1' });
    expect(form.words).toContain('Maya Patel');
    const days = { 'Last day away': day(24), Deputy: 'M2' };
    await college.people.press(college.user('O1'), { card: form.card! }, 'Set', days);
    await college.settled();
    expect(await college.words('M2', 'Mo Adams stands in for Maya Patel')).toContain('Pat Quinn has set it');
    expect(await college.words('M1', 'Mo Adams stands in for Maya Patel')).toContain('Thursday 17 December');
    expect(await college.words('M2', ['decision needed', 'Ben Carter'])).toContain('No action');
    const before = (await college.card('M2', ['decision needed', 'Ben Carter'])).id;
    await college.moveTo('09:01', day(24));
    expect((await college.card('M2', ['decision needed', 'Ben Carter'])).id).not.toBe(before);
    await college.moveTo('09:01', day(25));
    expect(await college.words('M1', ['decision needed', 'Ben Carter'])).toContain('No action');
    expect(college.find('M2', ['decision needed', 'Ben Carter'])).toBeUndefined();
    await college.say('T1', 'colleague away');
    expect(college.find('T1', 'A colleague is away')).toBeUndefined();
  });

  test('P: a group move is dated: a register of before it, entered late, has who was in the group then; two groups are one row', async () => {
    const rows = ['enrolment_id,learner_id,programme_id,from,group'];
    await college.import({
      'enrolments.csv': [
        ...rows,
        `BUS-L3,L3,BUS,2026-08-01,A 2026-08-01/${day(20)};B ${day(21)}/`,
        'BUS-L4,L4,BUS,2026-08-01,A;B',
      ],
    });
    await college.moveTo('09:00', day(28));
    const both = { programmeId: 'BUS', on: day(16), minutes: 60 };
    await college.addSession({ ...both, _id: 'was-a', groups: ['A'] });
    await college.addSession({ ...both, _id: 'was-b', groups: ['B'] });
    await college.addSession({ ...both, _id: 'is-b', on: day(28), groups: ['A', 'B'] });
    await college.moveTo('09:01', day(28));
    const on = async (id: string) => (await college.c.registers.findOne({ _id: id }))?.rows.map((row) => row.learnerId);
    expect(await on('was-a')).toEqual(['L3', 'L4']);
    expect(await on('was-b')).toEqual(['L4']);
    expect(await on('is-b')).toEqual(['L3', 'L4']);
    await college.save('is-b', { 'BUS-L4': 'unauthorised' });
    // With the lesson of the first Monday.
    const totals = await college.c.totals.find({ learnerId: 'L4' }).toArray();
    expect(totals).toMatchObject([{ sessions: 2, attended: 1 }]);
  });
});

/** The same for whoever heads a programme, while something long runs (SPEC "What holds for both"). */
describe('a head changes while something runs', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('H2', 'Hana Reid', ['hosp']);
    await addLessons(college, [0, 7]);
    for (const id of ['M1', 'H1', 'H2', 'T1', 'L2']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const running = (who: string) => college.find(who, ['Conduct Review running', 'Ben Carter'])?.id;

  test('G11: a new Head of Study Programme has the Conduct Review that runs, and hears of its comment that is missing; the old one does not', async () => {
    await college.moveTo('10:00');
    await putReview(college, 'L2');
    await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', { 'Starts on': start });
    await college.press('H1', ['Approve this Conduct Review?', 'Ben Carter'], 'Approve');
    await college.moveTo('09:00', addDays(start, 1));
    expect(running('H1')).toBeDefined();
    await college.passProgramme('BUS', 'H2');
    expect(running('H1')).toBeUndefined();
    await college.moveTo('18:00', addDays(start, 7));
    const before = running('H2');
    expect(before).toBeDefined();
    // Three working days after the Friday on which the comment was due.
    await college.moveTo('09:01', addDays(start, 9));
    expect(running('H2')).toBeDefined();
    expect(running('H2')).not.toBe(before);
    expect(running('H1')).toBeUndefined();
    expect(await college.words('H2', ['Conduct Review running', 'Ben Carter'])).toContain('approved by Ruth Adeyemi');
  });
});

/** An apprentice's manager and coach change while a report and an action plan run (S12, SPEC "What holds for both"). */
describe('a manager and a coach change', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    await college.addPerson('A2', 'Ade Bello', ['apprenticeship-manager']);
    await college.addPerson('A3', 'Amy Lund', ['apprenticeship-manager']);
    for (const id of ['A1', 'A2', 'A3', 'T1', 'T2', 'E1', 'L1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const report = ['at risk of disengaging', 'Aisha Khan'];
  const manager = (id: string) => college.passProgramme('APP', id);

  test('S12: the new manager has a report nobody has acknowledged, is asked again in the old one’s place, and acknowledges it', async () => {
    await college.moveTo('10:00');
    await college.say('T1', 'report at risk');
    const told = { Learner: 'L1', 'What have': 'keeps missing Tuesday mornings' };
    await college.press('T1', 'Who is at risk', 'Send to the manager', told);
    await college.card('A1', report);
    await manager('A2');
    expect(await college.words('A2', report)).not.toContain('Asked again');
    expect(college.find('A1', report)).toBeUndefined();
    // Asked anew of him on Tuesday.
    await college.moveTo('09:01', day(1));
    await college.moveTo('09:01', day(2));
    await college.card('A2', [...report, 'Asked again']);
    expect(college.find('A1', report)).toBeUndefined();
    await college.press('A2', report, 'Acknowledge');
  });

  test('S12: an action of a coach who hands the learner over is the new one’s, overdue too, and on its day the newest manager reviews the plan', async () => {
    await college.press('A2', report, 'Action plan');
    const action = { Action: 'Weekly call with Aisha', Who: 'T1', By: day(14) };
    await college.press('A2', 'what is to be done?', 'Add this action', action);
    await college.press('A2', 'what is to be done?', 'Start the plan', { 'Review the plan': day(21) });
    await college.card('T1', 'Weekly call with Aisha');
    await college.moveTo('10:00', day(7));
    await college.import({
      'enrolments.csv': ['enrolment_id,learner_id,programme_id,from,coach_id', 'APP-L1,L1,APP,2026-08-01,T2'],
    });
    await manager('A3');
    expect(await college.words('T2', 'Weekly call with Aisha')).toContain('Aisha Khan');
    expect(await college.words('A3', ['Action plan running', 'Aisha Khan'])).toMatch(
      /Weekly call with Aisha\s+Toni Okafor, by Monday 7 December: open/,
    );
    await college.moveTo('17:00', day(14));
    expect(await college.words('T2', 'Action overdue')).toContain('Weekly call with Aisha');
    expect(college.find('T1', 'Weekly call with Aisha')).toBeUndefined();
    await college.moveTo('09:00', day(21));
    expect(await college.words('A3', ['time to review', 'Aisha Khan'])).toContain('Weekly call with Aisha');
    for (const old of ['A1', 'A2']) expect(college.find(old, ['time to review', 'Aisha Khan'])).toBeUndefined();
  });

  test('S12: an action that is only written down is asked of whoever is coach or manager when the plan starts, and chased there; the learner reads that name', async () => {
    const draft = ['what is to be done?', 'Aisha Khan'];
    await college.press('A3', ['time to review', 'Aisha Khan'], 'Another round', { 'What has': 'calls were missed' });
    const write = (Action: string, Who: string) =>
      college.press('A3', draft, 'Add this action', { Action, Who, By: day(30) });
    await write('Call on Fridays', 'T2');
    await write('Speak to the site lead', 'A3');
    await write('Set two alarms', 'L1');
    await college.import({
      'enrolments.csv': ['enrolment_id,learner_id,programme_id,from,coach_id', 'APP-L1,L1,APP,2026-08-01,T1'],
    });
    await manager('A1');
    expect(await college.words('A1', draft)).toMatch(
      /Call on Fridays\s+Sam Lee, by Wednesday 23 December: not started/,
    );
    await college.press('A1', draft, 'Start the plan', { 'Review the plan': day(44) });
    expect(await college.words('T1', 'Call on Fridays')).toContain('An action for you');
    await college.card('A1', ['An action for you', 'Speak to the site lead']);
    await college.card('L1', ['An action for you', 'Set two alarms']);
    const plan = await college.words('L1', ['Your action plan', 'Call on Fridays']);
    expect(plan).toContain('Sam Lee: Call on Fridays');
    expect(plan).toContain('Alex Morgan: Speak to the site lead');
    // What was asked in the round before stays whose it was.
    expect(plan).toContain('Sam Lee: Weekly call with Aisha');
    await college.moveTo('17:00', day(30));
    await college.card('T1', ['Action overdue', 'Call on Fridays']);
    for (const id of ['T2', 'A3']) {
      expect(college.find(id, 'Call on Fridays')).toBeUndefined();
      expect(college.find(id, ['An action for you', 'Speak to the site lead'])).toBeUndefined();
    }
  });
});

/** A place on a programme that ends while something is open about the learner there (SPEC "What holds for both"). */
describe('a place ends', () => {
  let college: College;
  const decide = (name: string) => ['decision needed', name];
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('M2', 'Mo Adams', ['mentor']);
    for (const id of ['M1', 'M2', 'H1', 'T1']) await college.say(id, 'help');
    for (const id of ['L2', 'L3']) await college.addHistory(id, [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'fall', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('fall', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'unauthorised' });
    for (const name of ['Ben Carter', 'Chloe Evans']) await college.card('M1', decide(name));
    await college.moveTo('09:01', day(2));
    await college.import({
      'programmes.csv': ['programme_id,name,kind,pack,hosp_id', 'MED,Level 2 Media,study-programme,green-labyrinth,H1'],
      'enrolments.csv': [
        'enrolment_id,learner_id,programme_id,from,to,mentor_id',
        `BUS-L2,L2,BUS,2026-08-01,${day(4)},M1`,
        `BUS-L3,L3,BUS,2026-08-01,${day(4)},M1`,
        `MED-L3,L3,MED,${day(5)},,M2`,
      ],
    });
  });
  afterAll(() => college.close());

  const open = (learnerId: string, ownerIds: string) =>
    college.c.tasks.countDocuments({
      learnerId,
      ownerIds,
      isOpen: true,
      isShown: true,
      kind: { $ne: 'mentor-report' },
    });

  test('P: until its last day is over all stays; then what was open closes by itself and says why, and nobody is asked about it again', async () => {
    await college.moveTo('18:00', day(4));
    await college.card('M1', decide('Ben Carter'));
    expect(await open('L2', 'M1')).toBeGreaterThan(0);
    await college.card('H1', ['Not answered yet', 'Ben Carter']);
    await college.moveTo('09:01', day(5));
    expect(college.find('M1', decide('Ben Carter'))).toBeUndefined();
    expect(await open('L2', 'M1')).toBe(0);
    expect(await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' })).toMatchObject({
      state: 'closed',
      decisions: [],
      notes: [{ code: 'place-ended', day: day(4) }],
    });
    await college.moveTo('09:01', day(21));
    expect(college.find('H1', ['Not answered yet', 'Ben Carter'])).toBeUndefined();
    expect(college.find('M1', decide('Ben Carter'))).toBeUndefined();
  });

  test('P: who goes on under the same policy is their new mentor’s, with what is open', async () => {
    await college.card('M2', decide('Chloe Evans'));
    // What fell due since then, such as the steps of a later occurrence, is hers too.
    expect(college.find('M1', decide('Chloe Evans'))).toBeUndefined();
    expect(await open('L3', 'M1')).toBe(0);
    expect(await open('L3', 'M2')).toBeGreaterThan(0);
    await college.press('M2', decide('Chloe Evans'), 'A: No action');
    expect((await college.c.cases.findOne({ learnerId: 'L3', kind: 'fall' }))?.decisions).toMatchObject([
      { option: 'a', byId: 'M2' },
    ]);
  });
});
