import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { deadButtons } from '../support/dead-buttons.ts';
import { inputsOf, saidBy } from '../teams/client.ts';

describe('Teams on iOS sends every input of the card with each press', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addSession({ _id: 's1', title: 'Workshop' });
    await college.moveTo('09:00');
  });
  afterEach(() => {
    college.people.isIos = false;
  });
  afterAll(() => college.close());

  test('a notice is taken back from its form of change', async () => {
    await college.say('L1', 'not in tomorrow, dentist at 2');
    college.people.isIos = true;
    const shown = await college.card('L1', 'obody has been told yet');
    const form = await college.people.press(college.user('L1'), shown, 'Change');
    const answer = await college.people.press(college.user('L1'), { ...shown, card: form.card! }, 'Not this');

    expect(JSON.stringify(answer.card)).toContain('Taken back');
    expect((await college.c.notices.findOne({ learnerId: 'L1' }))?.state).toBe('withdrawn');
  });

  test('the form for someone not on the list is left again, with a learner picked', async () => {
    college.people.isIos = true;
    const shown = await college.card('T1', 'Workshop');
    const form = await college.people.press(college.user('T1'), shown, 'Someone is not on my list');
    const answer = await college.people.invoke(college.user('T1'), 'register-show', {
      registerId: 's1',
      version: 1,
      page: 0,
      learnerId: 'L9',
    });

    expect(form.card).toBeDefined();
    expect(JSON.stringify(answer.body.value)).toContain('Rest present, save');
    expect((await college.c.registers.findOne({ _id: 's1' }))?.version).toBe(1);
  });
});

describe('nothing that is written is thrown away by a button beside it', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const one of ['O1', 'T1', 'L4', 'L5']) await college.people.install(college.user(one));
  });
  afterAll(() => college.close());

  test('a reason written for one notice stays while another is accepted; where it could not stay, the press is refused', async () => {
    for (const id of ['L4', 'L5']) {
      await college.say(id, 'not in tomorrow, dentist at 2');
      await college.press(id, 'Not in', 'Confirm');
    }
    const office = college.user('O1');
    const reason = 'that day is an exam';
    const shown = await college.card('O1', ['Absences to decide', 'Daniel Osei', 'Ella Wright']);
    const notice = async (learnerId: string) => (await college.c.notices.findOne({ learnerId }))!;
    const { _id: first } = await notice('L4');
    const { _id: second } = await notice('L5');

    const kept = await college.people.press(office, shown, 'Accept', { Reason: reason }, first);
    await college.settled();
    expect((await notice('L4')).decisions).toMatchObject([{ state: 'accepted' }]);
    expect(inputsOf(kept.card).f_why).toBe(reason);
    // Nothing is drawn over it while it stands there.
    expect(college.find('O1', 'Absences to decide')).toEqual(shown);

    const refused = await college.people.press(office, { ...shown, card: kept.card! }, 'Accept', {}, second);
    expect(saidBy(refused)).toMatch(/^“Reason, before you reject one”\. That button would throw away what you wrote/);
    expect(inputsOf(refused.card).f_why).toBe(reason);
    expect((await notice('L5')).decisions).toBeUndefined();

    await college.people.press(office, { ...shown, card: refused.card! }, 'Reject', {}, second);
    await college.settled();
    expect((await notice('L5')).decisions).toMatchObject([{ state: 'rejected', why: reason }]);
    await college.card('O1', 'Absences decided');
  });

  test('“No work needed” beside work already written is refused, and the work is still there', async () => {
    await college.addSession({ _id: 'w1', programmeId: 'APP', type: 'workshop', title: 'Workshop' });
    await college.moveTo('09:00');
    await college.save('w1', { 'APP-L1': 'unauthorised' });
    const shown = await college.card('T1', 'Set the missed work');
    const work = { 'What they are to do': 'read chapter two' };
    const refused = await college.people.press(college.user('T1'), shown, 'No work needed', work);
    expect(saidBy(refused)).toMatch(/^“What they are to do”\. That button would throw away what you wrote/);
    const set = await college.people.press(college.user('T1'), { ...shown, card: refused.card! }, 'Set the work');
    expect(saidBy(set)).toContain('“read chapter two”');
  });
});

describe('a button of an older card', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const one of ['O1', 'T1', 'M1']) await college.people.install(college.user(one));
  });
  afterAll(() => college.close());

  test('pressed once its task is done gives back what was written beside it, and changes nothing', async () => {
    await college.addSession({ _id: 'w1', programmeId: 'APP', type: 'workshop', title: 'Workshop' });
    await college.moveTo('09:00');
    await college.save('w1', { 'APP-L1': 'unauthorised' });
    const shown = await college.card('T1', 'Set the missed work');
    await college.people.press(college.user('T1'), shown, 'No work needed');
    const work = { 'What they are to do': 'read chapter two' };
    const late = await college.people.press(college.user('T1'), shown, 'Set the work', work);
    expect(saidBy(late)).toMatch(/^You wrote “read chapter two”\. This card had moved on before you pressed/);
    expect(await college.c.tasks.findOne({ kind: 'set-work' })).toMatchObject({ isOpen: false });
    // Without words it shows how things stand, as before.
    const plain = await college.people.press(college.user('T1'), shown, 'No work needed');
    expect(saidBy(plain)).not.toContain('moved on');
  });

  test('words that went to the Safeguarding Team are not given back (S11)', async () => {
    const late = await college.people.invoke(college.user('T1'), 'task-act', {
      id: (await college.c.tasks.findOne({ kind: 'set-work' }))?._id,
      version: 1,
      act: 'set',
      f_work: 'she said she wants to kill herself',
    });
    expect(JSON.stringify(late.body)).not.toMatch(/kill herself|passed on/);
  });
});

describe('no card has a button its viewer may not press', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const one of ['O1', 'T1', 'L4']) await college.people.install(college.user(one));
    await college.addSession({ _id: 's1', title: 'Workshop' });
    await college.moveTo('09:00');
  });
  afterAll(() => college.close());

  test('the check that goes over every card of the scenarios sees one, and names card, person and button', async () => {
    const { world } = college.bot;
    const dead = async (id: string, card: unknown) =>
      deadButtons(world, (await college.c.people.findOne({ _id: id }))!, card);
    const { card } = await college.card('T1', 'Workshop');

    expect(await dead('T1', card)).toEqual([]);
    expect(await dead('O1', card)).toEqual([]);
    expect(await dead('T2', card)).toEqual([
      '"Level 2 Business: Workshop" shows T2 “Rest present, save”',
      '"Level 2 Business: Workshop" shows T2 “Someone is not on my list”',
    ]);
    await college.say('L4', 'not in tomorrow, dentist at 2');
    await college.press('L4', 'Not in', 'Confirm');
    const batch = await college.card('O1', 'Absences to decide');
    expect(await dead('O1', batch.card)).toEqual([]);
    expect(await dead('T1', batch.card)).toContain('"Absences to decide" shows T1 “Accept”');
  });

  test('who stands in for a tutor may press what the tutor may, whatever their own role', async () => {
    await college.say('T1', 'away');
    const days = { 'First day': '2026-11-24', 'Last day': '2026-11-24', Deputy: 'H1' };
    await college.press('T1', 'Away: who stands in?', 'Set', days);
    await college.addSession({ _id: 's2', title: 'Covered', on: '2026-11-24' });
    await college.moveTo('09:00', '2026-11-24');
    const answer = await college.press('H1', ['Covered', 'Rest present, save'], 'Rest present, save');
    expect(answer.words).toContain('Saved 09:00');
  });
});
