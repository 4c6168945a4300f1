import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { inputsOf, seenOn, wordsOf } from '../teams/client.ts';

const friday = '2026-11-27';

describe('after a missed session', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'E1']) await college.say(id, 'help');
    await college.c.people.updateOne({ _id: 'L4' }, { $set: { born: '2010-01-05' } });
  });
  afterAll(() => college.close());

  test('S4: an alternative 1-2-1 lived whole across a restart: times offered, none suits, other times, agreed, in the timetable', async () => {
    await college.addSession({
      _id: 'one',
      programmeId: 'APP',
      title: 'Coaching 1-2-1',
      type: 'one-to-one',
      learnerIds: ['L1'],
      minutes: 60,
    });
    await college.moveTo('09:00');
    await college.save('one', { 'APP-L1': 'authorised' });
    const offer = await college.words('T1', 'Agree an alternative 1-2-1');
    expect(offer).toContain('Aisha Khan');
    expect(offer).toContain('Monday 30 November');
    const offered = await college.press('T1', 'Agree an alternative 1-2-1', 'Offer these times');
    expect(offered.words).toContain('Waiting for them to pick');
    expect(await college.words('L1', 'Pick a time for your 1-2-1')).toContain('Time that suits you');
    await college.press('L1', 'Pick a time for your 1-2-1', 'None of these suit me', {
      'If none suits': 'Thursday afternoon',
    });
    expect(await college.words('T1', 'Agree an alternative')).toContain('The times did not suit: Thursday afternoon');
    await college.restart();
    await college.moveTo('10:00', '2026-11-25');
    await college.press('T1', 'Agree an alternative', 'Offer these times', {
      'Times to offer': '',
      'Or another day': '2026-11-26',
      at: '14:00',
    });
    const picked = await college.press('L1', 'Pick a time for your 1-2-1', 'Agree this time');
    expect(picked.words).toContain('Thursday 26 November, 14:00');
    expect(await college.words('T1', 'Alternative 1-2-1 agreed')).toContain('its register will come');
    const session = await college.c.sessions.findOne({ agreedIn: /^alternative-session/ });
    expect(session).toMatchObject({ learnerIds: ['L1'], day: '2026-11-26', tutorIds: ['T1'] });
    await college.moveTo('14:00', '2026-11-26');
    expect(await college.words('T1', `"registerId":"${session?._id}"`)).toContain('Aisha Khan');
    await college.save(session?._id ?? '');
    const task = await college.c.tasks.findOne({ kind: 'alternative-session' });
    expect(task?.history.map((one) => one.act)).toEqual(
      expect.arrayContaining(['opened', 'asked', 'offered', 'none-suits', 'agreed', 'held']),
    );
  });

  test('S3: the employer sees when release is needed and can answer; “not possible” goes back to the tutor', async () => {
    await college.addSession({
      _id: 'two',
      programmeId: 'APP',
      on: '2026-11-26',
      at: '15:30',
      title: 'Review 1-2-1',
      type: 'one-to-one',
      learnerIds: ['L2'],
      minutes: 60,
    });
    await college.moveTo('15:30', '2026-11-26');
    await college.save('two', { 'APP-L2': 'unauthorised' });
    await college.press('T1', 'Ben Carter (BV-L2): 15:30 Review 1-2-1', 'Offer these times');
    await college.press('L2', 'Pick a time', 'Agree this time');
    const release = await college.words('E1', 'Release for a 1-2-1');
    expect(release).toContain('Ben Carter');
    expect(
      (await college.press('E1', 'Release for a 1-2-1', 'Not possible then', { 'If not': 'stocktaking' })).words,
    ).toContain('stocktaking');
    expect(await college.words('T1', 'The times did not suit: stocktaking')).toContain('Ben Carter');
    expect(await college.c.sessions.countDocuments({ agreedIn: /two/, cancelled: { $exists: true } })).toBe(1);
    await college.press('T1', 'stocktaking', 'Offer these times');
    await college.press('L2', 'Pick a time', 'Agree this time');
    const again = await college.c.tasks.find({ kind: 'release', state: 'asked' }).toArray();
    expect(again).toHaveLength(1);
    const shown = (await college.teams.shownTo(college.user('E1'))).filter((one) =>
      wordsOf(one.card).includes('I will release them'),
    );
    const answer = await college.people.press(college.user('E1'), shown.at(-1)!, 'I will release them');
    expect(wordsOf(answer.card)).toContain('Jordan Blake: will be released');
  });

  test('S4: not agreed within 5 working days it is overdue, and goes to the manager', async () => {
    await college.addSession({
      _id: 'three',
      programmeId: 'APP',
      on: friday,
      at: '09:00',
      title: 'Late 1-2-1',
      type: 'one-to-one',
      learnerIds: ['L3'],
      minutes: 60,
    });
    await college.moveTo('09:00', friday);
    await college.save('three', { 'APP-L3': 'unauthorised' });
    expect(await college.words('T1', 'Chloe Evans (BV-L3): 09:00 Late 1-2-1')).toContain('Friday 4 December');
    await college.moveTo('16:59', '2026-12-04');
    expect(college.find('A1', 'Alternative 1-2-1 overdue')).toBeUndefined();
    await college.moveTo('17:00', '2026-12-04');
    expect(await college.words('A1', 'Alternative 1-2-1 overdue')).toContain('Chloe Evans');
    expect((await college.press('A1', 'Alternative 1-2-1 overdue', 'Agreed otherwise')).words).toContain(
      'Closed by Alex Morgan',
    );
  });

  test('S4: an amended mark takes it back, and the agreed session with it', async () => {
    await college.moveTo('09:00', '2026-12-07');
    await college.addSession({
      _id: 'four',
      programmeId: 'APP',
      on: '2026-12-07',
      at: '09:30',
      title: 'Amended 1-2-1',
      type: 'one-to-one',
      learnerIds: ['L1'],
      minutes: 60,
    });
    await college.moveTo('09:30', '2026-12-07');
    await college.save('four', { 'APP-L1': 'unauthorised' });
    await college.press('T1', 'Aisha Khan (BV-L1): 09:30 Amended', 'Offer these times');
    await college.press('L1', 'Pick a time', 'Agree this time');
    await college.amend('four', { 'Aisha Khan': 'present' });
    expect(await college.words('T1', '1-2-1: nothing to do')).toContain('The mark was amended');
    expect(await college.c.sessions.countDocuments({ agreedIn: /four/, cancelled: { $exists: true } })).toBe(1);
  });

  test('S5: work set once for all who missed it, another date asked for, done, not yet, done, accepted; overdue comes back to the tutor', async () => {
    await college.addSession({
      _id: 'ws',
      programmeId: 'APP',
      on: '2026-12-07',
      at: '13:00',
      title: 'Group workshop',
      type: 'workshop',
      minutes: 120,
    });
    await college.moveTo('13:00', '2026-12-07');
    await college.save('ws', { 'APP-L1': 'authorised', 'APP-L2': 'unauthorised' });
    expect(await college.words('T1', 'Set the missed work')).toMatch(/Missed by \nAisha Khan\n, \nBen Carter\n\.$/m);
    await college.press('T1', 'Set the missed work', 'Set the work', {
      'What they are': 'Read unit 4 and answer the questions',
      By: '2026-12-10',
    });
    expect(await college.words('L1', 'Read unit 4')).toContain('Thursday 10 December');
    await college.press('L1', 'Read unit 4', 'Ask for another date', { 'Another date': '2026-12-11' });
    await college.press('T1', 'Another date asked for', 'Agree the new date');
    await college.press('L1', 'Read unit 4', 'I have done it', { 'Anything your': 'sent by mail' });
    await college.press('T1', 'Missed work handed in', 'Not yet', { 'If not yet': 'question 3' });
    expect(await college.words('L1', 'Tutor: question 3')).toContain('I have done it');
    await college.press('L1', 'Tutor: question 3', 'I have done it');
    await college.press('T1', 'Missed work handed in', 'Accept');
    expect(await college.words('L1', 'Missed work done')).toContain('Accepted by Sam Lee');
    // Of what is over a colleague sees two lines and what came of it.
    expect(seenOn((await college.card('T1', ['Missed work done', 'Aisha Khan'])).card)).toMatch(
      /^Missed work done\n {2}▾\nAisha Khan \(BV-L1\): .*\nAccepted by Sam Lee\.\nUnfold: Missed work done$/,
    );

    await college.moveTo('17:00', '2026-12-10');
    expect(await college.words('T1', 'Missed work overdue')).toContain('Ben Carter');
    expect(await college.words('L2', 'overdue')).toContain('I have done it');
    await college.press('T1', 'Missed work overdue', 'Give a new date', { 'New date': '2026-12-14' });
    expect(await college.words('L2', 'Read unit 4')).toContain('Monday 14 December');
  });

  test('S5: unset work is shown to the tutor again on the next working morning', async () => {
    await college.addSession({
      _id: 'ws2',
      programmeId: 'APP',
      on: '2026-12-11',
      at: '13:00',
      title: 'Friday workshop',
      type: 'workshop',
      minutes: 120,
    });
    await college.moveTo('13:00', '2026-12-11');
    await college.save('ws2', { 'APP-L3': 'unauthorised' });
    const before = college.teams
      .shownTo(college.user('T1'))
      .filter(
        (one) => wordsOf(one.card).includes('Friday workshop') && wordsOf(one.card).includes('Set the missed work'),
      )
      .at(-1);
    await college.moveTo('09:00', '2026-12-14');
    const after = await college.card('T1', 'Set the missed work');
    expect(after.id).not.toBe(before?.id);
  });

  test('S10: managers see who is missing, remote and face to face; Contacted closes a row, Could not reach is shown again; the employer is told', async () => {
    await college.addSession({
      _id: 'm1',
      programmeId: 'APP',
      on: '2026-12-15',
      at: '09:00',
      title: 'Remote group',
      type: 'group',
      mode: 'remote',
      minutes: 60,
    });
    await college.moveTo('09:05', '2026-12-15');
    await college.save('m1', { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised', 'APP-L3': 'authorised' });
    expect(college.find('A1', 'Missing: Tuesday 15 December, morning')).toBeUndefined();
    await college.moveTo('09:30', '2026-12-15');
    const list = await college.words('A1', 'Missing: Tuesday 15 December, morning');
    expect(list).toContain('Aisha Khan');
    expect(list).toContain('Remote group, remote');
    expect(list).not.toContain('Chloe');
    expect(await college.words('E1', 'Aisha Khan was not in Remote group')).toContain('If you know why');
    await college.press('A1', 'Missing: Tuesday', 'Contacted', {}, 'L1');
    await college.press('A1', 'Missing: Tuesday', 'Could not reach', {}, 'L2');
    const shown = await college.card('A1', 'Missing: Tuesday');
    expect(wordsOf(shown.card)).toContain('Contacted: Alex Morgan, 09:30');
    expect(wordsOf(shown.card)).toContain('(employer): written to in Teams at 09:30');
    await college.moveTo('11:31', '2026-12-15');
    const again = await college.card('A1', 'Missing: Tuesday');
    expect(again.id).not.toBe(shown.id);
    expect((await college.press('A1', 'Missing: Tuesday', 'Not appropriate', {}, 'L2')).words).toContain(
      'Everyone here has been dealt with',
    );
    // Nothing is left to press: it leaves the chat, and comes back with whoever is missing next.
    expect(college.find('A1', 'Missing: Tuesday')).toBeUndefined();
    await college.amend('m1', { 'Chloe Evans': 'unauthorised' });
    expect(await college.words('A1', 'Missing: Tuesday 15 December, morning')).toContain('Chloe Evans');
    const last = await college.press('A1', 'Missing: Tuesday', 'Contacted', {}, 'L3');
    expect(last.words).toContain('Everyone here has been dealt with');
    expect(last.words).not.toMatch(/Khan|Carter|Evans/);
    expect(college.find('A1', 'Missing: Tuesday')).toBeUndefined();
  });

  test('S10: in the afternoon there is a list of its own, and an amended mark leaves it', async () => {
    await college.addSession({
      _id: 'm2',
      programmeId: 'APP',
      on: '2026-12-15',
      at: '13:00',
      title: 'After lunch',
      type: 'other',
      minutes: 60,
    });
    await college.moveTo('13:00', '2026-12-15');
    await college.save('m2', { 'APP-L1': 'unauthorised' });
    await college.moveTo('13:30', '2026-12-15');
    expect(await college.words('A1', 'Missing: Tuesday 15 December, afternoon')).toContain('Aisha Khan');
    await college.amend('m2', { 'Aisha Khan': 'present' });
    expect(college.find('A1', 'Missing: Tuesday 15 December, afternoon')).toBeUndefined();
    expect(await college.words('E1', 'Correction for After lunch')).toContain('Aisha Khan is now marked “Present”');
  });

  test('G6: after +30, learner, parent and key worker are told by the channel each has, never why; do-not-contact and adults’ parents are not; corrections follow', async () => {
    const parent = { name: 'Mo Osei', relation: 'parent or carer', mobile: '+44 7700 900201' };
    const worker = { name: 'Kay Hill', relation: 'key worker', email: 'kay@council.example' };
    await college.c.people.updateOne({ _id: 'L4' }, { $set: { contacts: [parent, worker] } });
    await college.c.people.updateOne({ _id: 'L5' }, { $set: { born: '2000-05-05', contacts: [parent] } });
    await college.c.people.updateOne({ _id: 'L6' }, { $set: { contacts: [{ ...parent, doNotContact: true }] } });
    const day = '2026-12-16';
    await college.addSession({ _id: 'g6', on: day, title: 'English', minutes: 60 });
    await college.moveTo('08:00', day);
    await college.say('L7', 'not in today, dentist');
    await college.press('L7', 'Not in, Wednesday 16', 'Confirm');
    await college.moveTo('09:00', day);
    await college.save('g6', { 'BUS-L4': 'unauthorised', 'BUS-L5': 'unauthorised', 'BUS-L6': 'unauthorised' });
    const only = async (id: string) => (await college.sent(id)).filter((one) => /English/.test(one));
    expect(await only('L4')).toEqual([]);
    await college.moveTo('09:30', day);
    const told = (await only('L4')).sort();
    expect(told).toHaveLength(3);
    expect(told.join('\n')).toContain(
      '+44 7700 900201: Daniel Osei was not in English at 09:00 on Wednesday 16 December',
    );
    expect(told.join('\n')).toContain('kay@council.example: Daniel Osei was not in English');
    expect(told.join('\n')).toContain('+44 7700 900100: Hello Daniel, we missed you in English');
    expect((await only('L5')).join()).not.toContain('900201');
    expect((await only('L6')).join()).not.toContain('900201');
    expect(await college.words('L7', 'You were not in')).not.toMatch(/dentist|medical/);
    for (const id of ['L4', 'L5', 'L6', 'L7']) expect((await only(id)).join()).not.toMatch(/dentist|medical|sick/i);

    await college.amend('g6', { 'Daniel Osei': 'late:10' });
    const corrections = (await college.sent('L4')).filter((one) => one.includes('Correction for English'));
    expect(corrections).toHaveLength(3);
    expect(corrections.join()).toContain('Daniel Osei is now marked “Late”');
  });

  test('G6: someone who comes late before +30 is never reported missing', async () => {
    const day = '2026-12-17';
    await college.addSession({ _id: 'g6b', on: day, title: 'Maths', minutes: 60 });
    await college.moveTo('09:00', day);
    await college.save('g6b', { 'BUS-L4': 'unauthorised' });
    await college.moveTo('09:20', day);
    await college.amend('g6b', { 'Daniel Osei': 'late:15' });
    await college.moveTo('09:40', day);
    expect((await college.sent('L4')).filter((one) => one.includes('Maths'))).toEqual([]);
    expect(Object.keys(inputsOf((await college.card('T1', '"registerId":"g6b"')).card))).toEqual([]);
  });

  test('G6: without a birth date and consent no parent is told on an adult programme; on a study programme it counts as a child’s', async () => {
    const study = await college.c.programmes.findOne({ _id: 'BUS' });
    if (!study) throw new Error('no programme');
    await college.c.programmes.insertOne({ ...study, _id: 'EVE', name: 'Evening class', kind: 'adult' });
    const parent = (mobile: string) => ({ name: 'Parent', relation: 'parent or carer', mobile });
    for (const [id, contact, programmes] of [
      ['N1', parent('+44 7700 900001'), ['BUS']],
      ['N2', parent('+44 7700 900002'), ['EVE']],
      ['N3', { ...parent('+44 7700 900003'), consent: true }, ['EVE']],
      ['N4', parent('+44 7700 900004'), ['BUS', 'EVE']],
      ['N5', parent('01632 960005'), ['BUS']],
    ] as const) {
      await college.addPerson(id, `Nobody ${id}`, ['learner'], { contacts: [contact] });
      for (const programmeId of programmes)
        await college.c.enrolments.insertOne({
          _id: `${programmeId}-${id}`,
          learnerId: id,
          programmeId,
          groups: [],
          from: '2026-08-01',
        });
    }
    await college.addSession({ _id: 'unborn', programmeId: 'EVE', on: friday, at: '18:00', minutes: 60 });
    await college.addSession({ _id: 'unborn2', on: friday, at: '18:00', minutes: 60 });
    await college.moveTo('18:00', friday);
    await college.save('unborn', Object.fromEntries(['N2', 'N3', 'N4'].map((id) => [`EVE-${id}`, 'unauthorised'])));
    await college.save('unborn2', Object.fromEntries(['N1', 'N4', 'N5'].map((id) => [`BUS-${id}`, 'unauthorised'])));
    await college.moveTo('18:31', friday);
    const toParent = async (id: string) =>
      (await college.sent(id)).filter((one) => /7700 90000|960005/.test(one)).length > 0;
    const told = [];
    for (const id of ['N1', 'N2', 'N3', 'N4', 'N5']) told.push([id, await toParent(id)]);
    expect(told).toEqual([
      ['N1', true],
      ['N2', false],
      ['N3', true],
      ['N4', false],
      // A landline takes no texts.
      ['N5', false],
    ]);
  });
});

/** An employer who lets a question lie, over a weekend and a bank holiday (S3). */
describe('release that nobody answers', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    // Monday 30 November is a bank holiday there.
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { division: 'scotland' } });
    for (const id of ['L1', 'L2', 'E1', 'T1']) await college.say(id, 'help');
    const one = { programmeId: 'APP', on: '2026-11-26', type: 'one-to-one', minutes: 60 };
    await college.addSession({ ...one, _id: 'a', at: '09:00', learnerIds: ['L1'] });
    await college.addSession({ ...one, _id: 'b', at: '10:00', learnerIds: ['L2'] });
    await college.moveTo('09:00', '2026-11-26');
    await college.save('a', { 'APP-L1': 'unauthorised' });
    await college.moveTo('10:00', '2026-11-26');
    await college.save('b', { 'APP-L2': 'unauthorised' });
    for (const [id, name, at] of [
      ['L1', 'Aisha Khan', '14:00'],
      ['L2', 'Ben Carter', '15:00'],
    ] as const) {
      const times = { 'Times to offer': '', 'Or another day': '2026-12-01', at };
      await college.press('T1', ['Agree an alternative', name], 'Offer these times', times);
      await college.press(id, 'Pick a time', 'Agree this time');
    }
    await college.press('E1', ['Release for a 1-2-1', 'Ben Carter'], 'I will release them');
  });
  afterAll(() => college.close());

  const ids = () =>
    ['Aisha Khan', 'Ben Carter'].flatMap((name) =>
      ['E1', 'T1'].map((who) => college.find(who, ['Release for a 1-2-1', name])?.id),
    );

  test('S3: the employer is asked again on the working day before and that morning, when the tutor sees it too; who answered is not', async () => {
    const [asked, tutors, ...answered] = ids();
    await college.moveTo('18:00', '2026-11-26');
    expect(ids()).toEqual([asked, tutors, ...answered]);
    await college.moveTo('09:00', '2026-11-27');
    const [friday] = ids();
    expect(friday).not.toBe(asked);
    await college.moveTo('18:00', '2026-11-30');
    expect(ids()).toEqual([friday, tutors, ...answered]);
    await college.moveTo('08:30', '2026-12-01');
    const [tuesday, tutorsNow, ...others] = ids();
    expect(tuesday).not.toBe(friday);
    expect(tutorsNow).not.toBe(tutors);
    expect(others).toEqual(answered);
    expect(await college.words('T1', ['Release for a 1-2-1', 'Aisha Khan'])).toContain('has not answered yet');
    await college.moveTo('14:00', '2026-12-01');
    expect(await college.words('T1', ['Release for a 1-2-1', 'Aisha Khan'])).toContain('No answer came');
    expect(college.find('E1', ['Aisha Khan', 'I will release them'])).toBeUndefined();
  });
});
