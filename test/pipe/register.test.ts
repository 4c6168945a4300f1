import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';
import { inputsOf, saidBy, wordsOf } from '../teams/client.ts';

describe('registers (S7)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
  });
  afterAll(() => college.close());

  const registerOf = (id: string) => college.c.registers.findOne({ _id: id });

  test('opens at the session’s start, reaches a tutor who never wrote, and is saved by one press', async () => {
    await college.addSession({ _id: 's1', at: '09:00' });
    await college.moveTo('08:59');
    expect(college.find('T1', 'Business communication')).toBeUndefined();

    await college.moveTo('09:00');
    const shown = await college.card('T1', 'Business communication');
    expect(wordsOf(shown.card)).toContain('Aisha Khan');
    const answer = await college.people.press(college.user('T1'), shown, 'Rest present, save', {
      'Aisha Khan': 'late:10',
      'Ben Carter': 'unauthorised',
    });

    expect(wordsOf(answer.card)).toContain('Saved 09:00 by Sam Lee');
    const register = await registerOf('s1');
    expect(register?.state).toBe('saved');
    expect(register?.rows.map((row) => row.mark?.code)).toEqual(['late', 'unauthorised', ...Array(8).fill('present')]);
    expect(register?.rows[2]?.mark?.how).toBe('rest');
    expect(register?.history).toHaveLength(1);
  });

  test('the same card is updated in place, and only one stands in the chat', async () => {
    await college.settled();
    const cards = college.teams
      .shownTo(college.user('T1'))
      .filter((one) => wordsOf(one.card).includes('Business communication'));
    expect(cards).toHaveLength(1);
    expect(wordsOf(cards[0]?.card)).toContain('Saved 09:00');
    expect(cards[0]?.edits).toBeGreaterThan(0);
  });

  test('a redelivered press changes nothing, with the same activity id or a new one', async () => {
    await college.addSession({ _id: 's2', at: '10:00' });
    await college.moveTo('10:00');
    const shown = await until('second register', () =>
      college.teams
        .shownTo(college.user('T1'))
        .find((one) => inputsOf(one.card) && JSON.stringify(one.card).includes('"s2"')),
    );
    const data = { registerId: 's2', version: 1, page: 0, rest: 'present', 'm_BUS-L1': 'late:5' };
    const activity = college.people.activity(college.user('T1'), {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: shown.id,
      value: { action: { type: 'Action.Execute', verb: 'register-save', data } },
    });

    const [first, second] = await Promise.all([college.people.deliver(activity), college.people.deliver(activity)]);
    const third = await college.people.deliver({ ...activity, id: 'another-id' });

    expect([first?.status, second?.status, third.status]).toEqual([200, 200, 200]);
    expect(wordsOf(third.body.value)).toContain('Saved');
    const register = await registerOf('s2');
    expect(register?.version).toBe(2);
    expect(register?.history).toHaveLength(1);
  });

  test('two tutors at once do not overwrite each other; the second sees what changed', async () => {
    await college.addSession({ _id: 's3', at: '11:00', tutorIds: ['T1', 'T2'], title: 'Shared session' });
    await college.moveTo('11:00');
    const first = await college.card('T1', 'Shared session');
    const second = await college.card('T2', 'Shared session');

    await college.people.press(college.user('T1'), first, 'Rest present, save', { 'Aisha Khan': 'unauthorised' });
    const answer = await college.people.press(college.user('T2'), second, 'Rest present, save', {
      'Aisha Khan': 'late:15',
      'Ben Carter': 'late:5',
    });

    const words = wordsOf(answer.card);
    expect(words).toContain('Aisha Khan: Sam Lee saved Absent meanwhile. You chose Late 15 min.');
    const register = await registerOf('s3');
    expect(register?.rows[0]?.mark).toMatchObject({ code: 'unauthorised', byId: 'T1' });
    expect(register?.rows[1]?.mark).toMatchObject({ code: 'present', byId: 'T1' });
  });

  test('presses of two tutors on six registers at once: each is kept, and each once', async () => {
    const ids = Array.from({ length: 6 }, (_, i) => `at-once-${i}`);
    for (const _id of ids) await college.addSession({ _id, at: '11:30', tutorIds: ['T1', 'T2'], title: _id });
    await college.moveTo('11:30');
    await college.settled();
    const press = (tutor: string, registerId: string, row: string) =>
      college.people.invoke(college.user(tutor), 'register-save', {
        registerId,
        version: 1,
        page: 0,
        rest: 'leave',
        [row]: 'late:5',
      });

    const answers = await Promise.all(
      ids.flatMap((id) => [
        press('T1', id, 'm_BUS-L1'),
        press('T2', id, 'm_BUS-L2'),
        press('T2', id, 'm_BUS-L2'),
        press('T1', id, 'm_BUS-L3'),
      ]),
    );

    expect(answers.map(({ body }) => body.type)).toEqual(Array(24).fill('application/vnd.microsoft.card.adaptive'));
    for (const id of ids) {
      const register = await registerOf(id);
      expect(register?.rows.slice(0, 3).map((row) => row.mark?.byId)).toEqual(['T1', 'T2', 'T1']);
      expect(register?.history.map((entry) => entry.changes.length)).toEqual([1, 1, 1]);
    }
  });

  test('an amendment keeps who, when, from what to what and why', async () => {
    await college.settled();
    const saved = await college.card('T1', 'Shared session');
    const form = await college.people.press(college.user('T1'), saved, 'Amend');
    const answer = await college.people.press(college.user('T1'), { ...saved, card: form.card! }, 'Save changes', {
      'Aisha Khan': 'late:5',
      'Why is it changed?': 'arrived later',
    });

    expect(wordsOf(answer.card)).toContain('amended');
    const register = await registerOf('s3');
    const last = register?.history.at(-1);
    expect(last).toMatchObject({
      byId: 'T1',
      words: 'arrived later',
      changes: [{ from: { code: 'unauthorised' }, to: { code: 'late', minutesLate: 5 } }],
    });
    await college.settled();
    const mark = await college.c.marks.findOne({ _id: 's3|BUS-L1' });
    expect(mark).toMatchObject({ code: 'late', minutesLate: 5 });
  });

  test('an amend form is not redrawn under the tutor’s fingers', async () => {
    const saved = await college.card('T1', 'Shared session');
    await college.people.press(college.user('T1'), saved, 'Amend');
    const edits = saved.edits;

    const other = await college.card('T2', 'Shared session');
    const form = await college.people.press(college.user('T2'), other, 'Amend');
    await college.people.press(college.user('T2'), { ...other, card: form.card! }, 'Save changes', {
      'Chloe Evans': 'unauthorised',
    });
    await until(
      'the second tutor’s card to be updated',
      () => (college.find('T2', 'Shared session')?.edits ?? 0) > other.edits,
    );

    expect(college.find('T1', 'Shared session')?.edits).toBe(edits);
    const slot = await college.c.slots.findOne({ kind: 'register', subjectId: 's3', 'recipient.person': 'T1' });
    expect(slot?.heldUntil).toBeInstanceOf(Date);
  });

  test('"Late, other" asks for the minutes and saves all else', async () => {
    await college.addSession({ _id: 's4', at: '13:00', title: 'Minutes' });
    await college.moveTo('13:00');
    const shown = await college.card('T1', 'Minutes');

    const asked = await college.people.press(college.user('T1'), shown, 'Rest present, save', {
      'Grace Liu': 'late:ask',
    });
    expect(wordsOf(asked.card)).toContain('How many minutes?');
    const refused = await college.people.press(college.user('T1'), { ...shown, card: asked.card! }, 'Save', {
      'Grace Liu': '9999',
    });
    expect(saidBy(refused)).toContain('Late for the whole session?');
    const answer = await college.people.press(college.user('T1'), { ...shown, card: asked.card! }, 'Save', {
      'Grace Liu': '37',
    });

    expect(wordsOf(answer.card)).toContain('Late 37 min');
    expect((await registerOf('s4'))?.state).toBe('saved');
  });

  test('a guest is added and marked', async () => {
    await college.addPerson('LX', 'Zed Guest', ['learner']);
    await college.c.enrolments.insertOne({
      _id: 'APP-LX',
      learnerId: 'LX',
      programmeId: 'APP',
      groups: [],
      from: '2026-08-01',
    });
    await college.addSession({ _id: 's5', at: '14:00', title: 'With a guest' });
    await college.moveTo('14:00');
    const shown = await college.card('T1', 'With a guest');
    const form = await college.people.press(college.user('T1'), shown, 'Someone is not on my list');
    const added = await college.people.press(
      college.user('T1'),
      { ...shown, card: form.card! },
      'Add to this register',
      { 'Who is here?': 'LX' },
    );

    expect(wordsOf(added.card)).toContain('Zed Guest · Guest');
    const saved = await college.people.press(college.user('T1'), { ...shown, card: added.card! }, 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('Saved');
    expect((await registerOf('s5'))?.rows.at(-1)).toMatchObject({
      learnerId: 'LX',
      guest: true,
      mark: { code: 'present' },
    });
  });

  test('someone else’s register is refused and nothing changes', async () => {
    const before = await registerOf('s4');
    const answer = await college.people.invoke(college.user('T2'), 'register-save', {
      registerId: 's4',
      version: 1,
      page: 0,
      rest: 'present',
      'm_BUS-L1': 'unauthorised',
    });
    expect(saidBy(answer)).toContain('You cannot do that here');
    expect(await registerOf('s4')).toEqual(before);
  });

  test('a register due while the bot was down is posted when it is back, and says so', async () => {
    await college.addSession({ _id: 's6', at: '15:00', title: 'While away' });
    await college.bot.stop();
    await college.startBot();
    await college.moveTo('15:20');
    const shown = await college.card('T1', '"registerId":"s6"');
    expect(wordsOf(shown.card)).toContain('This register comes late: the bot was away at its start.');
  });

  test('a cancelled session opens no register', async () => {
    await college.addSession({
      _id: 's7',
      at: '16:00',
      title: 'Snow',
      cancelled: { by: 'O1', at: new Date(), why: 'snow' },
    });
    await college.moveTo('16:00');
    expect(await registerOf('s7')).toBeNull();
    expect(college.find('T1', 'Snow')).toBeUndefined();
  });

  test('only learners enrolled that day and not in a break are on it', async () => {
    await college.c.enrolments.updateOne({ _id: 'BUS-L1' }, { $set: { breaks: [{ from: monday, to: '2026-11-30' }] } });
    await college.c.enrolments.updateOne({ _id: 'BUS-L2' }, { $set: { to: '2026-11-22' } });
    await college.addSession({ _id: 's8', at: '17:00', title: 'Who counts' });
    await college.moveTo('17:00');
    const ids = (await registerOf('s8'))?.rows.map((row) => row.learnerId);
    expect(ids).toEqual(['L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10']);
  });
});

describe('large groups', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 40 });
  });
  afterAll(() => college.close());

  test('40 learners come as two pages of one register, each under 25,000 characters', async () => {
    await college.addSession({ _id: 'big', title: 'Big group' });
    await college.moveTo('09:00');
    const shown = await college.card('T1', 'Big group');
    expect(JSON.stringify(shown.card).length).toBeLessThan(25_000);
    expect(wordsOf(shown.card)).toContain('Page 1 of 2');

    const second = await college.people.press(college.user('T1'), shown, 'Rest present, next page', {
      'Ben Carter': 'unauthorised',
    });
    expect(wordsOf(second.card)).toContain('Page 2 of 2');
    expect((await college.c.registers.findOne({ _id: 'big' }))?.state).toBe('open');
    const saved = await college.people.press(
      college.user('T1'),
      { ...shown, card: second.card! },
      'Rest present, save',
    );

    expect(wordsOf(saved.card)).toContain('Saved');
    const register = await college.c.registers.findOne({ _id: 'big' });
    expect(register?.rows.filter((row) => row.mark?.code === 'present')).toHaveLength(39);
  });
});
