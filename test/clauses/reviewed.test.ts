import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, monday } from '../support/college.ts';
import { actionOf, wordsOf } from '../teams/client.ts';

/** Sequences that once went wrong, found by reviews; each names the clause it would break. */
describe('what reviews found', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'T1', 'T2', 'O1', 'H1', 'M1', 'A1', 'E1'])
      await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const markOf = async (session: string, learner: string) =>
    (await college.c.registers.findOne({ _id: session }))?.rows.find((row) => row.learnerId === learner)?.mark;

  test('G2: admin accepts while the tutor’s register is open: the tutor’s card still saves, and the decision counts', async () => {
    await college.say('L4', 'not in today, dentist');
    await college.press('L4', 'Not in, Monday', 'Confirm');
    await college.addSession({ _id: 'r1', title: 'Accepted meanwhile', minutes: 60 });
    await college.moveTo('09:00');
    const open = await college.card('T1', '"registerId":"r1"');
    await college.press('O1', 'Absences to decide', 'Accept');
    const saved = await college.people.press(college.user('T1'), open, 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('Saved');
    expect((await markOf('r1', 'L4'))?.code).toBe('authorised');
  });

  test('G2: what is written beside accept or reject goes along, as Teams would send it', async () => {
    await college.say('L5', 'not in tomorrow, annual leave');
    await college.press('L5', 'Not in, Tuesday', 'Confirm');
    const batch = await college.card('O1', 'Absences to decide');
    expect(actionOf(batch.card, 'Reject').associatedInputs).toBe('auto');
    expect(
      actionOf(batch.card, 'Accept', (await college.c.notices.findOne({ learnerId: 'L5' }))?._id).associatedInputs,
    ).toBe('auto');
  });

  test('S10: an absence told after the start is absent on saving, never present by “rest”', async () => {
    await college.addSession({
      _id: 'r2',
      programmeId: 'APP',
      at: '10:00',
      title: 'Told late',
      minutes: 60,
      type: 'other',
    });
    await college.moveTo('10:05');
    const open = await college.card('T1', '"registerId":"r2"');
    await college.say('L3', 'I am ill today');
    await college.press('L3', 'Not in', 'Confirm');
    await college.people.press(college.user('T1'), open, 'Rest present, save');
    await college.settled();
    expect((await markOf('r2', 'L3'))?.code).toBe('unauthorised');
  });

  test('G2, S2: what one policy’s office decides leaves the other policy alone', async () => {
    await college.addSession({ _id: 'r3', on: day(1), title: 'GL day', minutes: 60 });
    await college.addSession({
      _id: 'r4',
      on: day(1),
      at: '13:00',
      programmeId: 'APP',
      title: 'STS day',
      minutes: 60,
      type: 'other',
    });
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.press('L1', 'Not in, Tuesday', 'Confirm');
    const id = (await college.c.notices.findOne({ learnerId: 'L1' }))?._id ?? '';
    await college.press('O1', 'Absences to decide', 'Reject', { Reason: 'routine check-up' }, id);
    await college.moveTo('09:00', day(1));
    await college.save('r3');
    await college.moveTo('13:00', day(1));
    await college.save('r4');
    expect((await markOf('r3', 'L1'))?.code).toBe('unauthorised');
    expect((await markOf('r4', 'L1'))?.code).toBe('authorised');
  });

  test('S4: no tutor is booked twice: times with another learner are not free, and a time taken meanwhile is refused', async () => {
    for (const [id, learner] of [
      ['o1', 'L1'],
      ['o2', 'L2'],
    ] as const)
      await college.addSession({
        _id: id,
        programmeId: 'APP',
        on: day(1),
        at: '15:00',
        title: `1-2-1 ${learner}`,
        type: 'one-to-one',
        learnerIds: [learner],
        minutes: 60,
      });
    await college.moveTo('15:00', day(1));
    for (const id of ['o1', 'o2']) await college.save(id, { [`APP-${id === 'o1' ? 'L1' : 'L2'}`]: 'unauthorised' });
    for (const name of ['Aisha Khan', 'Ben Carter'])
      await college.press('T1', [name, '15:00', 'Agree an alternative'], 'Offer these times');
    await college.press('L1', 'Pick a time', 'Agree this time');
    const second = await college.press('L2', 'Pick a time', 'Agree this time');
    expect(second.words).toContain('Somebody else has that time now');
    expect(await college.c.sessions.countDocuments({ agreedIn: { $exists: true } })).toBe(1);
  });

  test('S5: a learner cannot move their own deadline by a forged press', async () => {
    await college.addSession({
      _id: 'w1',
      programmeId: 'APP',
      on: day(2),
      title: 'Workshop',
      type: 'workshop',
      minutes: 60,
    });
    await college.moveTo('09:00', day(2));
    await college.save('w1', { 'APP-L1': 'unauthorised' });
    await college.press('T1', ['Set the missed work', 'Workshop'], 'Set the work', {
      'What they': 'read chapter 2',
      By: day(4),
    });
    const id = 'missed-work|w1|L1';
    for (const act of ['extend', 'agree', 'accept'])
      await college.people.invoke(college.user('L1'), 'task-act', { id, version: 1, act, f_deadline: '2027-06-01' });
    expect((await college.c.tasks.findOne({ _id: id }))?.data).toMatchObject({ deadline: day(4) });
  });

  test('S1: who told us they are away is not asked to log, and is not marked absent at the deadline', async () => {
    await college.say('L2', 'not in tomorrow, dentist at 2');
    await college.press('L2', 'Not in, Thursday', 'Confirm');
    await college.addSession({
      _id: 'st',
      programmeId: 'APP',
      on: day(3),
      at: '10:00',
      title: 'Study',
      type: 'independent-study',
      minutes: 60,
    });
    await college.moveTo('11:00', day(3));
    expect(college.find('L2', 'Did you do this?')).toBeUndefined();
    await college.moveTo('17:01', day(7));
    expect((await markOf('st', 'L2'))?.code).toBe('authorised');
    expect((await markOf('st', 'L3'))?.code).toBe('unauthorised');
  });

  test('P: a break set backwards takes back marks and what followed', async () => {
    await college.say('O1', 'break in learning');
    await college.press('O1', 'Break in learning', 'Set the break', { Learner: 'L3', 'First day': monday });
    expect((await markOf('r2', 'L3'))?.code).toBe('not-expected');
    expect((await college.c.totals.findOne({ enrolmentId: 'APP-L3' }))?.lostToAbsence).toBe(0);
  });

  test('P: a session cancelled before its day leaves nothing due for ever', async () => {
    const startsAt = new Date(`${day(8)}T09:00:00Z`);
    await college.addSession({
      _id: 'cx',
      on: day(8),
      title: 'Called off',
      next: { step: 'prepare', at: new Date(startsAt.getTime() - 900_000) },
    });
    await college.c.sessions.updateOne(
      { _id: 'cx' },
      { $set: { cancelled: { by: 'T1', at: new Date(), why: 'ill' } } },
    );
    await college.moveTo('09:00', day(8));
    expect((await college.c.sessions.findOne({ _id: 'cx' }))?.next).toBeUndefined();
  });

  test('P: nobody is away for more than a year: a year typed wrong changes nothing, and is named', async () => {
    await college.say('T1', 'away');
    const century = { 'First day away': day(8), 'Last day away': '2126-11-30', Deputy: 'H1' };
    const answer = await college.press('T1', 'Away: who stands in?', 'Set', century);
    expect(answer.words).toContain('more than a year ahead');
    expect((await college.c.people.findOne({ _id: 'T1' }))?.away ?? []).toEqual([]);
  });

  test('S11: a concern while the lead is away reaches the stand-in at once; harm written in a channel is not lost', async () => {
    await college.addPerson('S2', 'Sia Second', ['safeguarding']);
    await college.say('S1', 'away');
    await college.press('S1', 'Away: who stands in?', 'Set', {
      'First day away': day(8),
      'Last day away': day(9),
      Deputy: 'H1',
    });
    await college.say('L4', 'i want to kill myself');
    expect(await college.words('H1', 'Urgent safeguarding concern')).toContain('kill myself');
    await college.people.deliver(
      college.people.activity(college.user('E1'), {
        type: 'message',
        text: 'Ben Carter said he wants to kill himself',
        conversation: { id: 'a:group', conversationType: 'groupChat', tenantId: college.teams.tenantId },
      }),
    );
    await college.settled();
    expect(await college.c.concerns.findOne({ 'messages.fromId': 'E1' })).toMatchObject({
      holds: [{ learnerId: 'L2' }],
    });
  });

  test('P: open tasks handed over go only to who may do them; the rest stays and is said', async () => {
    await college.c.tasks.insertOne({
      _id: 'contest|L5|x|1',
      kind: 'contest',
      learnerId: 'L5',
      programmeId: 'BUS',
      ownerIds: ['H1'],
      watcherIds: [],
      state: 'open',
      isOpen: true,
      isShown: true,
      data: {
        about: 'flag',
        packId: 'green-labyrinth',
        subject: 'flag|green-labyrinth',
        label: 'Risk flag',
        words: 'no',
      },
      history: [],
      presses: [],
      version: 1,
      openedAt: new Date(),
    });
    await college.say('H1', 'cover');
    const answer = await college.press('H1', 'Cover or hand over', 'Hand over', { What: 'tasks', To: 'T2' });
    expect(answer.words).toMatch(/stays? with you/);
    expect((await college.c.tasks.findOne({ _id: 'contest|L5|x|1' }))?.ownerIds).toEqual(['H1']);
    await college.c.tasks.deleteOne({ _id: 'contest|L5|x|1' });
  });

  test('S7, S10: a session past midnight belongs to its day: its register comes, and an absence is told', async () => {
    await college.addSession({
      _id: 'night',
      programmeId: 'APP',
      on: day(8),
      at: '23:30',
      title: 'Night shift',
      type: 'other',
      minutes: 90,
    });
    await college.moveTo('00:10', day(9));
    expect(await college.words('T1', '"registerId":"night"')).toContain('Night shift');
    await college.save('night', { 'APP-L1': 'unauthorised' });
    expect((await college.c.registers.findOne({ _id: 'night' }))?.rows.length).toBeGreaterThan(0);
    expect((await college.c.sessions.findOne({ _id: 'night' }))?.day).toBe(day(8));
    expect(await college.words('E1', 'Aisha Khan was not in Night shift')).toContain('23:30');
  });

  test('G9: a flag never falls silently', async () => {
    const history = Array.from({ length: 10 }, (_, i) => ({
      code: i < 8 ? 'present' : 'unauthorised',
      on: day(-20 + i),
    }));
    await college.addHistory('L10', history);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'ff', on: day(9), title: 'Flagged', minutes: 60 });
    await college.moveTo('09:00', day(9));
    await college.save('ff', { 'BUS-L10': 'unauthorised' });
    expect(await college.words('M1', ['Red risk', 'Jamie Smith'])).toContain('decision needed');
    await college.amend('ff', { 'Jamie Smith': 'present' });
    expect(await college.words('M1', ['Jamie Smith', 'The risk flag fell'])).toContain('from Red to Amber');
  });

  test('G9: lateness that does not count never makes a learner worse off; what is ended keeps its history', async () => {
    const marks = Array.from({ length: 20 }, (_, i) => ({
      code: i % 2 ? 'late' : i < 4 ? 'unauthorised' : 'present',
      ...(i % 2 ? { minutesLate: 5 } : {}),
      on: day(-40 + i),
    }));
    await college.addHistory('L9', marks);
    await recount(college.bot.world, true);
    const before = await college.c.standings.findOne({ learnerId: 'L9' });
    const decide = async (what: string, why: string) => {
      const fields = { id: 'set-fairness|L9', version: 1, act: 'set', f_what: what, f_why: why };
      await college.people.invoke(college.user('H1'), 'form-submit', fields);
      await college.settled();
      return (await college.c.standings.findOne({ learnerId: 'L9' }))?.percent ?? 0;
    };
    const eased = await decide('ignore-late', 'bus pass');
    expect(eased).toBeGreaterThan(before?.percent ?? 100);
    expect(await decide('mistake', 'agreed')).toBe(before?.percent);
    expect(await decide('ignore-late', 'bus pass')).toBe(eased);
    // What merely ends has held for the days before.
    expect(await decide('end', 'moved nearer')).toBe(eased);
    expect((await college.c.people.findOne({ _id: 'L9' }))?.adjustments?.[0]).toMatchObject({
      why: 'bus pass',
      ended: { byId: 'H1', why: 'agreed' },
    });
    expect((await recount(college.bot.world, false)).differences).toEqual([]);
  });
});
