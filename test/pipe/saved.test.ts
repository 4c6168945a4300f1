import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { inputsOf, wordsOf } from '../teams/client.ts';

describe('a register can always be saved (S7)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const one of ['O1', 'T1', 'L9']) await college.people.install(college.user(one));
  });
  afterAll(() => college.close());

  const registerOf = (id: string) => college.c.registers.findOne({ _id: id });
  const markOf = async (id: string, learnerId: string) =>
    (await registerOf(id))?.rows.find((row) => row.learnerId === learnerId)?.mark;

  test('after a notice was accepted, and then taken back, while the tutor’s card still shows what it said first', async () => {
    await college.addSession({ _id: 'back', title: 'Taken back' });
    await college.say('L9', 'not in today, dentist at 2');
    await college.press('L9', 'Not in', 'Confirm');
    await college.moveTo('09:05');
    const open = await college.card('T1', 'Taken back');
    expect(inputsOf(open.card)['m_BUS-L9']).toBe('notice-pending');
    await college.press('O1', 'Absences to decide', 'Accept');
    await college.press('L9', 'Accepted by', 'Take back');

    const answer = await college.people.press(college.user('T1'), open, 'Rest present, save', {
      'Ella Wright': 'late:5',
    });

    expect(wordsOf(answer.card)).toContain('Saved 09:05 by Sam Lee');
    expect(wordsOf(answer.card)).toContain('Isla Murphy took back “not in”, and is marked present with the rest.');
    expect(await markOf('back', 'L5')).toMatchObject({ code: 'late', minutesLate: 5 });
    expect(await markOf('back', 'L9')).toMatchObject({ code: 'present', how: 'rest' });
  });

  test('a refusal names the learner and the mark, saves nothing, and brings the card back with all that was picked', async () => {
    await college.addSession({ _id: 'forged', at: '10:00', title: 'Not to give' });
    await college.moveTo('10:00');
    const open = await college.card('T1', 'Not to give');
    const answer = await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: 'forged',
      version: 1,
      page: 0,
      rest: 'present',
      'm_BUS-L2': 'authorised',
      'm_BUS-L5': 'late:5',
      'm_BUS-L6': 'unauthorised',
    });

    expect(wordsOf(answer.body.value)).toMatch(
      /^Ben Carter: Absent, authorised\. That mark is not one you can give here/,
    );
    expect(inputsOf(answer.body.value)).toMatchObject({ 'm_BUS-L5': 'late:5', 'm_BUS-L6': 'unauthorised' });
    expect((await registerOf('forged'))?.version).toBe(1);
    const again = await college.people.press(
      college.user('T1'),
      { ...open, card: answer.body.value as never },
      'Rest present, save',
    );
    expect(wordsOf(again.card)).toContain('Saved');
    expect(await markOf('forged', 'L6')).toMatchObject({ code: 'unauthorised' });
  });

  test('minutes that reach the session’s end are asked about, not cut; one can go back and choose Absent', async () => {
    await college.addSession({ _id: 'minutes', at: '11:00', title: 'Long late', minutes: 60 });
    await college.moveTo('11:00');
    const open = await college.card('T1', 'Long late');
    const marks = { 'Grace Liu': 'late:ask', 'Harry Singh': 'late:ask' };
    const asked = await college.people.press(college.user('T1'), open, 'Rest present, save', marks);
    const minutes = { 'Grace Liu: minutes late': '500', 'Harry Singh: minutes late': '12' };
    const refused = await college.people.press(college.user('T1'), { ...open, card: asked.card! }, 'Save', minutes);

    expect(wordsOf(refused.card)).toMatch(/^Grace Liu: 500 minutes late\. Late for the whole session\?/);
    expect(inputsOf(refused.card)).toMatchObject({ 'm_BUS-L7': '500', 'm_BUS-L8': '12' });
    expect(await markOf('minutes', 'L8')).toBeUndefined();
    const wrong = { 'Grace Liu: minutes late': '-5', 'Harry Singh: minutes left early': '2.5' };
    const again = await college.people.press(college.user('T1'), { ...open, card: refused.card! }, 'Save', wrong);
    expect(wordsOf(again.card)).toMatch(
      /^Grace Liu: -5 minutes late; Harry Singh: 12 minutes late, 2.5 minutes left early\. Those minutes do not fit/,
    );

    const form = await college.people.press(college.user('T1'), { ...open, card: again.card! }, 'Back to the register');
    expect(inputsOf(form.card)).toMatchObject({ 'm_BUS-L7': 'late:ask', 'm_BUS-L8': 'late:ask' });
    const absent = { 'Grace Liu': 'unauthorised', 'Harry Singh': 'late:10' };
    const saved = await college.people.press(
      college.user('T1'),
      { ...open, card: form.card! },
      'Rest present, save',
      absent,
    );
    expect(wordsOf(saved.card)).toContain('Saved 11:00 by Sam Lee');
    expect(await markOf('minutes', 'L7')).toMatchObject({ code: 'unauthorised' });
    expect(await markOf('minutes', 'L8')).toMatchObject({ code: 'late', minutesLate: 10 });
  });

  test('a mark of another day’s rules that no one may give now does not hold up an amendment', async () => {
    await college.c.registers.updateOne(
      { _id: 'minutes', 'rows.learnerId': 'L8' },
      { $set: { 'rows.$.mark.minutesLate': 60 } },
    );
    await college.settled();
    const saved = await college.card('T1', 'Long late');
    const form = await college.people.press(college.user('T1'), saved, 'Amend');
    expect(inputsOf(form.card)['m_BUS-L8']).toBe('late:60');
    const answer = await college.people.press(college.user('T1'), { ...saved, card: form.card! }, 'Save changes', {
      'Aisha Khan': 'late:5',
    });
    expect(wordsOf(answer.card)).toContain('amended');
    expect(await markOf('minutes', 'L1')).toMatchObject({ code: 'late', minutesLate: 5 });
    expect(await markOf('minutes', 'L8')).toMatchObject({ minutesLate: 60 });
  });
});

describe('a saved register stays saved, by whom and when it was', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('LX', 'Zed Guest', ['learner']);
    const enrolment = { _id: 'APP-LX', learnerId: 'LX', programmeId: 'APP', groups: [], from: '2026-08-01' };
    await college.c.enrolments.insertOne(enrolment);
    await college.addSession({ _id: 's1', title: 'Morning' });
    await college.moveTo('09:01');
    await college.save('s1');
  });
  afterAll(() => college.close());

  const registerOf = (id: string) => college.c.registers.findOne({ _id: id });
  const nudge = () => college.c.tasks.findOne({ _id: 'register-due|s1' });

  test('a guest is marked present as an amendment; nothing is asked for again', async () => {
    const before = await registerOf('s1');
    await college.moveTo('09:40');
    const shown = await college.card('T1', 'Saved 09:01 by Sam Lee');
    const form = await college.people.press(college.user('T1'), shown, 'Someone is not on my list');
    const added = await college.people.press(
      college.user('T1'),
      { ...shown, card: form.card! },
      'Add to this register',
      {
        'Who is here?': 'LX',
      },
    );
    await college.settled();

    expect(wordsOf(added.card)).toContain('Zed Guest is added and marked present.');
    expect(wordsOf(added.card)).toContain('Saved 09:01 by Sam Lee, amended 09:40 by Sam Lee: guest added');
    const after = await registerOf('s1');
    expect(after).toMatchObject({ state: 'saved', savedAt: before?.savedAt, savedById: 'T1' });
    expect(after?.rows.at(-1)).toMatchObject({ learnerId: 'LX', guest: true, mark: { code: 'present', byId: 'T1' } });
    expect(after?.history.at(-1)).toMatchObject({ cause: 'guest-added', changes: [{ to: { code: 'present' } }] });
    expect(await nudge()).toMatchObject({ isOpen: false });
    await college.say('H1', 'who is out');
    expect(
      wordsOf(college.find('H1', 'Out today')?.card ?? college.teams.shownTo(college.user('H1')).at(-1)?.card),
    ).not.toContain('not saved yet');
    expect(await college.c.marks.findOne({ _id: 's1|APP-LX' })).toMatchObject({ code: 'present' });
  });

  test('a break set by the office is an amendment, and the learner does not vanish from the card', async () => {
    const before = await registerOf('s1');
    await college.moveTo('15:24');
    await college.say('O1', 'break in learning');
    await college.press('O1', 'Break in learning', 'Set the break', { Learner: 'L9' });

    const after = await registerOf('s1');
    expect(after).toMatchObject({ state: 'saved', savedAt: before?.savedAt, savedById: 'T1' });
    const words = await college.words('T1', 'Morning');
    expect(words).toContain('Saved 09:01 by Sam Lee, amended 15:24 by Pat Quinn: break in learning');
    expect(words).toMatch(/Isla Murphy\n {2}Not expected/);
  });

  test('an enrolment that comes late leaves it as it is', async () => {
    const before = await registerOf('s1');
    await college.addPerson('LY', 'Yara Late', ['learner']);
    const enrolment = { _id: 'BUS-LY', learnerId: 'LY', programmeId: 'BUS', groups: [], from: '2026-08-01' };
    await college.c.enrolments.insertOne(enrolment);
    await college.c.sessions.updateOne({ _id: 's1' }, { $set: { next: { step: 'open', at: new Date(0) } } });
    await college.settled();
    expect(await registerOf('s1')).toEqual(before);
  });
});

describe('what is picked stays picked', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 25 });
    await college.addPerson('LX', 'Zed Guest', ['learner']);
    const enrolment = { _id: 'APP-LX', learnerId: 'LX', programmeId: 'APP', groups: [], from: '2026-08-01' };
    await college.c.enrolments.insertOne(enrolment);
    await college.addSession({ _id: 's1', title: 'Two pages' });
    await college.moveTo('09:00');
  });
  afterAll(() => college.close());

  test('over the form for a guest and over pages, until the register is saved', async () => {
    const tutor = college.user('T1');
    const shown = await college.card('T1', 'Two pages');
    const on = (card: unknown) => ({ ...shown, card: card as never });
    const form = await college.people.press(tutor, shown, 'Someone is not on my list', { 'Ben Carter': 'late:10' });
    const back = await college.people.press(tutor, on(form.card), 'Back');
    expect(inputsOf(back.card)['m_BUS-L2']).toBe('late:10');
    const again = await college.people.press(tutor, on(back.card), 'Someone is not on my list');
    const added = await college.people.press(tutor, on(again.card), 'Add to this register', { 'Who is here?': 'LX' });
    expect(wordsOf(added.card)).toContain('Page 2 of 2');
    expect(inputsOf(added.card)['m_APP-LX']).toBe('present');
    const first = await college.people.press(tutor, on(added.card), 'Back a page', { 'Learner 021': 'unauthorised' });
    expect(inputsOf(first.card)['m_BUS-L2']).toBe('late:10');

    const second = await college.people.press(tutor, on(first.card), 'Rest present, next page');
    expect(wordsOf(second.card)).toContain('Page 2 of 2');
    const saved = await college.people.press(tutor, on(second.card), 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('Saved');
    const rows = (await college.c.registers.findOne({ _id: 's1' }))?.rows ?? [];
    const codeOf = (id: string) => rows.find((row) => row.learnerId === id)?.mark?.code;
    expect([codeOf('L2'), codeOf('L21'), codeOf('LX'), codeOf('L1')]).toEqual([
      'late',
      'unauthorised',
      'present',
      'present',
    ]);
  });
});
