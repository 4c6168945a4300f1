import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { saidBy, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);

describe('week one at a college', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'T1', 'T2', 'E1', 'O1', 'A1', 'H1', 'M1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  test('P: a session is handed over; the register, its clock, its tasks and the rights follow, and the colleague is told', async () => {
    await college.addSession({ _id: 'c1', programmeId: 'APP', title: 'Covered', type: 'workshop' });
    await college.moveTo('09:00');
    await college.card('T1', '"registerId":"c1"');
    await college.say('T1', 'cover');
    expect((await college.press('T1', 'Cover or hand over', 'Hand over', { What: 'c1', To: 'T2' })).words).toContain(
      'Toni Okafor has one session now',
    );
    expect(await college.words('T2', 'Sam Lee handed you one session')).toContain('09:00 Covered');
    expect(await college.words('T2', '"registerId":"c1"')).toContain('Rest present, save');
    await college.moveTo('09:20');
    expect(await college.words('T2', 'Register still open')).toContain('Covered');
    expect(await college.save('c1', {}, 'T1')).toContain('You cannot do that here');
    expect((await college.c.registers.findOne({ _id: 'c1' }))?.state).toBe('open');
    expect(await college.save('c1', { 'APP-L1': 'unauthorised' }, 'T2')).toContain('Saved');
    expect(await college.words('T2', 'Set the missed work')).toContain('Aisha Khan');
    expect((await college.c.sessions.findOne({ _id: 'c1' }))?.changes?.[0]).toMatchObject({
      byId: 'T1',
      code: 'handed-over',
      toId: 'T2',
    });
    expect(
      college.teams.shownTo(college.user('T1')).some((one) => wordsOf(one.card).includes('someone else’s now')),
    ).toBe(true);
  });

  test('P: a whole day and all open tasks are handed over', async () => {
    await college.addSession({ _id: 'd1', on: tuesday, title: 'Morning' });
    await college.addSession({ _id: 'd2', on: tuesday, at: '13:00', title: 'Afternoon' });
    await college.say('T1', 'cover');
    await college.press('T1', 'Cover or hand over', 'Hand over', { What: `day:${tuesday}`, To: 'T2' });
    expect(await college.c.sessions.countDocuments({ day: tuesday, tutorIds: ['T2'] })).toBe(2);
    await college.say('T2', 'cover');
    expect((await college.press('T2', 'Cover or hand over', 'Hand over', { What: 'tasks', To: 'T1' })).words).toContain(
      'Sam Lee has one task of yours',
    );
    await college.press('T1', 'Set the missed work', 'No work needed');
  });

  test('P: a room change and a cancellation from chat; everyone concerned is told, a cancelled session counts for nothing', async () => {
    await college.addSession({
      _id: 'r1',
      programmeId: 'APP',
      at: '11:00',
      title: 'Moves',
      type: 'group',
      minutes: 60,
    });
    await college.say('T1', 'change a session');
    await college.press('T1', 'Change or cancel', 'Change and tell everyone', { Session: 'r1', 'New room': 'Room 9' });
    expect(await college.words('L1', 'New room: Room 9')).toContain('11:00 Moves');
    expect(await college.words('E1', 'New room: Room 9')).toContain('Moves');
    await college.moveTo('11:00');
    expect(await college.words('T1', '"registerId":"r1"')).toContain('Room 9');
    const before = await college.c.standings.findOne({ learnerId: 'L2', packId: 'sts' });
    await college.save('r1', { 'APP-L2': 'unauthorised' });
    await college.say('T1', 'change a session');
    const told = await college.press('T1', 'Change or cancel', 'Change and tell everyone', {
      Session: 'r1',
      'What changes': 'cancel',
      Why: 'heating broken',
    });
    expect(told.words).toMatch(/Cancelled\. \d+ people are told/);
    expect(await college.words('L2', 'Session cancelled')).toContain('heating broken');
    expect((await college.c.registers.findOne({ _id: 'r1' }))?.state).toBe('cancelled');
    const after = await college.c.standings.findOne({ learnerId: 'L2', packId: 'sts' });
    expect(after?.tally).toEqual(before?.tally ?? { ...after?.tally, sessions: 0 });
    expect(await college.c.tasks.countDocuments({ sessionId: 'r1', kind: 'set-work', isOpen: true })).toBe(0);
  });

  test('P: a whole centre is closed for a day: face-to-face sessions of that centre only, by those allowed', async () => {
    await college.c.programmes.updateMany({}, { $set: { centre: 'Swindon' } });
    await college.addSession({ _id: 'snow1', on: '2026-11-26', title: 'In the centre' });
    await college.addSession({
      _id: 'snow2',
      on: '2026-11-26',
      programmeId: 'APP',
      at: '13:00',
      title: 'Also there',
      tutorIds: ['T2'],
    });
    await college.addSession({ _id: 'snow3', on: '2026-11-26', at: '14:00', mode: 'remote', title: 'At home' });
    await college.say('T1', 'change a session');
    const shown = await college.card('T1', 'Change or cancel');
    const refused = await college.people.press(college.user('T1'), shown, 'Change and tell everyone', {
      Session: 'snow1',
      'What changes': 'centre',
      Why: 'snow',
    });
    expect(saidBy(refused)).toContain('You cannot do that here');
    await college.say('O1', 'change a session');
    expect(
      (
        await college.press('O1', 'Change or cancel', 'Change and tell everyone', {
          Session: 'snow1',
          'What changes': 'centre',
          Why: 'snow',
        })
      ).words,
    ).toContain('2 sessions cancelled');
    expect(await college.c.sessions.countDocuments({ _id: /^snow/, cancelled: { $exists: true } })).toBe(2);
    expect(await college.words('L1', 'Closed on Thursday 26 November')).toContain('snow');
  });

  test('P: “elsewhere” for a group overrides that day’s sessions, saved or still to come, and counts for nothing', async () => {
    const day = '2026-11-25';
    await college.addSession({ _id: 'e1', on: day, title: 'Before the trip', minutes: 60 });
    await college.addSession({ _id: 'e2', on: day, at: '13:00', title: 'After the trip', minutes: 60 });
    await college.moveTo('09:00', day);
    await college.save('e1', { 'BUS-L5': 'unauthorised' });
    await college.say('H1', 'elsewhere');
    expect(
      (await college.press('H1', 'Elsewhere: trip', 'Set elsewhere', { 'A whole group': 'BUS|', Where: 'Bath museum' }))
        .words,
    ).toContain('10 learners are elsewhere');
    const register = await college.c.registers.findOne({ _id: 'e1' });
    expect(new Set(register?.rows.map((row) => row.mark?.code))).toEqual(new Set(['elsewhere']));
    await college.moveTo('13:00', day);
    expect(await college.words('T1', '"registerId":"e2"')).toContain('Aisha Khan · Elsewhere today');
    await college.save('e2');
    const totals = await college.c.totals.findOne({ enrolmentId: 'BUS-L5' });
    expect(totals?.lostToAbsence ?? 0).toBe(0);
  });

  test('P: “elsewhere” is taken back: the marks that stood before are back', async () => {
    await college.say('H1', 'elsewhere');
    const form = await college.card('H1', 'Take it back');
    const which = /"value":"(2026-11-25T[^"]+)"/.exec(JSON.stringify(form.card))?.[1] ?? '';
    const answer = await college.press('H1', 'Take it back', 'Take it back', { 'Or take back': which });
    expect(answer.words).toContain('Taken back for 10 learners');
    const register = await college.c.registers.findOne({ _id: 'e1' });
    expect(register?.rows.find((row) => row.learnerId === 'L5')?.mark?.code).toBe('unauthorised');
    expect(register?.rows.find((row) => row.learnerId === 'L4')?.mark?.code).toBe('present');
  });

  test('P: a learner enrolled late appears on the open register and gets no absences for the past', async () => {
    const day = '2026-11-27';
    await college.addSession({ _id: 'late1', on: day, title: 'Late joiner', minutes: 60 });
    await college.moveTo('09:00', day);
    await college.addPerson('LN', 'Nina New', ['learner']);
    await college.c.enrolments.insertOne({ _id: 'BUS-LN', learnerId: 'LN', programmeId: 'BUS', groups: [], from: day });
    await college.c.sessions.updateOne(
      { _id: 'late1' },
      { $set: { next: { step: 'open', at: college.bot.clock.now() } } },
    );
    await college.moveTo('09:01', day);
    expect(await college.words('T1', '"registerId":"late1"')).toContain('Nina New');
    await college.save('late1', { 'BUS-LN': 'present' });
    expect(await college.c.marks.countDocuments({ learnerId: 'LN' })).toBe(1);
  });

  test('P: a break in learning takes a learner off registers and silences everything; they return with a press', async () => {
    const day = '2026-11-30';
    await college.moveTo('08:00', day);
    await college.say('O1', 'break in learning');
    expect(
      (await college.press('O1', 'Break in learning', 'Set the break', { Learner: 'L9', 'First day': day })).words,
    ).toContain('Isla Murphy is on a break in learning from Monday 30 November');
    await college.addSession({ _id: 'br1', on: day, title: 'While on a break', minutes: 60 });
    await college.moveTo('09:00', day);
    expect(await college.words('T1', '"registerId":"br1"')).not.toContain('Isla Murphy');
    await college.moveTo('09:00', addDays(day, 1));
    await college.say('O1', 'break in learning');
    await college.press('O1', 'Break in learning', 'Has returned today', { Learner: 'L9' });
    await college.addSession({ _id: 'br2', on: addDays(day, 1), at: '10:00', title: 'Back again', minutes: 60 });
    await college.moveTo('10:00', addDays(day, 1));
    expect(await college.words('T1', '"registerId":"br2"')).toContain('Isla Murphy');
  });

  test('P: admin enters a register for a tutor, also one whose timetable came late; it says who entered it', async () => {
    const day = addDays('2026-11-30', 1);
    await college.addSession({
      _id: 'ent1',
      on: day,
      at: '09:00',
      title: 'Imported late',
      minutes: 60,
      next: undefined as never,
    });
    expect(college.find('T1', 'Imported late')).toBeUndefined();
    await college.say('O1', 'enter a register');
    const form = await college.press('O1', 'Enter a register', 'Open it', { Session: 'ent1' });
    const saved = await college.people.press(college.user('O1'), { card: form.card! }, 'Rest present, save', {
      'Ben Carter': 'late:5',
    });
    expect(wordsOf(saved.card)).toContain('entered by Pat Quinn');
    expect((await college.c.registers.findOne({ _id: 'ent1' }))?.rows[0]?.mark?.byId).toBe('O1');
  });

  test('P: while someone is away their deputy gets the cards, with their rights; back, they get them again', async () => {
    const day = '2026-12-02';
    await college.moveTo('08:00', day);
    await college.say('T1', 'away');
    expect(
      (
        await college.press('T1', 'Away: who stands in?', 'Set', {
          'First day away': day,
          'Last day away': day,
          Deputy: 'T2',
        })
      ).words,
    ).toContain('Toni Okafor stands in for you');
    await college.addSession({
      _id: 'aw1',
      programmeId: 'APP',
      on: day,
      title: 'Stood in for',
      minutes: 60,
      type: 'workshop',
    });
    await college.moveTo('09:00', day);
    expect(await college.save('aw1', { 'APP-L3': 'unauthorised' }, 'T2')).toContain('Saved');
    expect(await college.words('T2', 'Set the missed work')).toContain('Chloe Evans');
    await college.press('T2', 'Set the missed work', 'Set the work', { 'What they are': 'pages 10 to 12' });
    expect((await college.c.tasks.findOne({ _id: 'set-work|aw1' }))?.history.at(-1)).toMatchObject({
      byId: 'T2',
      act: 'set',
    });
    await college.moveTo('09:00', addDays(day, 1));
    await college.addSession({
      _id: 'aw2',
      programmeId: 'APP',
      on: addDays(day, 1),
      at: '10:00',
      title: 'Back',
      minutes: 60,
    });
    await college.moveTo('10:00', addDays(day, 1));
    expect(await college.save('aw2', {}, 'T2')).toContain('You cannot do that here');
    expect(await college.save('aw2', {}, 'T1')).toContain('Saved');
  });

  test('P: leave planned for later leaves today’s stand-in in place; back, the later leave stays; it can be taken back', async () => {
    const day = addDays('2026-12-02', 1);
    const away = async (first: string, last: string, deputy: string) => {
      await college.say('T1', 'away');
      const inputs = { 'First day away': first, 'Last day away': last, Deputy: deputy };
      return (await college.press('T1', 'Away: who stands in?', 'Set', inputs)).words;
    };
    await away(day, addDays(day, 1), 'T2');
    expect(await away('2026-12-21', '2026-12-24', 'H1')).toContain('Ruth Adeyemi stands in for you');
    await college.addSession({ _id: 'aw3', on: day, at: '11:00', title: 'Stands in still', minutes: 60 });
    await college.moveTo('11:00', day);
    expect(await college.save('aw3', {}, 'T2')).toContain('Saved');
    await college.say('T1', 'away');
    expect(await college.words('T1', 'Away: who stands in?')).toContain('Monday 21 December to Thursday 24 December');
    await college.press('T1', 'Away: who stands in?', 'I am back');
    await college.addSession({ _id: 'aw4', on: day, at: '11:30', title: 'Back early', minutes: 20 });
    await college.moveTo('11:30', day);
    expect(await college.save('aw4', {}, 'T2')).toContain('You cannot do that here');
    expect(await college.save('aw4', {}, 'T1')).toContain('Saved');
    const planned = { from: '2026-12-21', to: '2026-12-24', deputyId: 'H1' };
    const stored = async () => (await college.c.people.findOne({ _id: 'T1' }))?.away?.filter((one) => one.to > day);
    expect(await stored()).toEqual([planned]);
    await college.say('T1', 'away');
    const card = await college.card('T1', 'Away: who stands in?');
    expect(wordsOf(card.card)).not.toContain('I am back');
    await college.press('T1', 'Away: who stands in?', 'Take back', {}, '2026-12-21');
    expect(await stored()).toEqual([]);
  });

  test('P: “has returned” ends only the break that runs; one planned for later stays until it is taken back', async () => {
    const day = addDays('2026-12-02', 1);
    const press = async (title: string, first = day) => {
      await college.say('O1', 'break in learning');
      const inputs = {
        Learner: 'L8',
        'First day': first,
        'Last day': title === 'Set the break' ? addDays(first, 3) : '',
      };
      return (await college.press('O1', 'Break in learning', title, inputs)).words;
    };
    const stored = async () =>
      (await college.c.enrolments.findOne({ learnerId: 'L8' }))?.breaks?.map(({ from, to }) => `${from}/${to}`);
    expect(await press('Has returned today')).toContain('There is no break in learning to end');
    await press('Set the break', addDays(day, -1));
    await press('Set the break', '2027-01-04');
    expect(await press('Has returned today')).toContain('is back from today');
    expect(await stored()).toEqual([`${addDays(day, -1)}/${addDays(day, -1)}`, '2027-01-04/2027-01-07']);
    expect(await press('Take this break back', '2027-01-05')).toContain('no break planned');
    await press('Take this break back', '2027-01-04');
    expect(await stored()).toEqual([`${addDays(day, -1)}/${addDays(day, -1)}`]);
  });

  test('P: “my tasks” brings back what waits; nothing waiting says so', async () => {
    await college.say('S1', 'my tasks');
    expect(await college.words('S1', 'My tasks')).toContain('Nothing is waiting for you');
    await college.addSession({
      _id: 'mt',
      programmeId: 'APP',
      on: addDays('2026-12-02', 1),
      at: '12:00',
      title: 'Waits',
      minutes: 60,
      type: 'workshop',
    });
    await college.moveTo('12:00', addDays('2026-12-02', 1));
    await college.save('mt', { 'APP-L1': 'authorised' });
    const before = (await college.card('T1', ['Missed by', 'Aisha Khan'])).id;
    await college.say('T1', 'my tasks');
    expect(await college.words('T1', 'My tasks')).toContain('Set the missed work');
    await college.press('T1', 'My tasks', 'Set the missed work');
    expect((await college.card('T1', 'Set the missed work')).id).not.toBe(before);
  });
});
