import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { liesWithOthers } from '../../src/usecases/core/chase.task.ts';
import { looseEndsOf } from '../../src/usecases/registers/loose-ends.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

/** What comes on a later day than its own: still told, once, saying so; and registers left open, over days (S7, S10, G6). */
describe('late is still told', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['T1', 'T2', 'A1', 'H1', 'E1', 'O1', 'V1', 'L1', 'L2']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const shown = (id: string, words: string | string[]) => {
    const wanted = [words].flat();
    return college.teams
      .shownTo(college.user(id))
      .filter((one) => wanted.every((word) => JSON.stringify(one.card ?? '').includes(word)));
  };

  test('S7, S10: a register left open on Friday is asked for each working morning, a bank holiday between; saved, employer and manager hear which day it was and that it comes late', async () => {
    await college.c.programmes.updateOne({ _id: 'APP' }, { $set: { division: 'scotland' } });
    // Friday 27 November; Monday 30 November is St Andrew's Day in Scotland.
    await college.addSession({ _id: 'fri', programmeId: 'APP', title: 'Workshop', type: 'workshop', on: day(4) });
    await college.moveTo('18:00', day(4));
    const evening = (await college.card('T1', 'Register overdue')).id;
    expect(college.find('A1', 'Not answered yet')).toBeUndefined();
    await college.moveTo('12:00', day(7));
    expect((await college.card('T1', 'Register overdue')).id).toBe(evening);

    await college.moveTo('09:01', day(8));
    const tuesday = await college.card('T1', 'Register overdue');
    expect(tuesday.id).not.toBe(evening);
    expect(wordsOf(tuesday.card)).toContain('Asked again: this has waited since Friday 27 November.');
    expect(shown('T1', 'Register overdue')).toHaveLength(1);
    const passed = await college.words('A1', 'Not answered yet: A register to save');
    // Two registers left open are two cards: each says which.
    expect(passed).toContain('09:00 Workshop, Friday 27 November');
    expect(passed).toContain('With Sam Lee since Friday 27 November (1 working day)');
    // A manager marks no register, so there is nothing for them to take over.
    expect(passed).not.toContain('Take it over');
    // So do its rows: in the list of a Monday, and of what lies with others, for who has no card of it.
    const { world } = college.bot;
    const rowsOf = async (id: string) => {
      const person = await world.records.people.byId(id);
      if (!person) throw new Error(id);
      const titles = [await looseEndsOf(world, person), await liesWithOthers(world, person, 20)].map((list) =>
        list.map(({ title }) => title),
      );
      return { own: titles[0], others: titles[1] };
    };
    const name = '09:00 Workshop, Friday 27 November';
    expect(await rowsOf('A1')).toEqual({ own: [`Not answered yet: A register to save, ${name}`], others: [] });
    expect(await rowsOf('V1')).toMatchObject({ others: [`A register to save: ${name}`] });
    await college.moveTo('09:01', day(9));
    expect((await college.card('T1', 'Register overdue')).id).not.toBe(tuesday.id);
    expect(college.find('V1', 'Not answered yet')).toBeUndefined();
    await college.moveTo('09:01', day(10));
    expect(await college.words('V1', 'Not answered yet: A register to save')).toContain('(3 working days)');
    expect(shown('A1', 'Not answered yet')).toHaveLength(1);

    await college.save('fri', { 'APP-L1': 'unauthorised' });
    // Nothing is left to do with it: it leaves the chat.
    expect(college.find('A1', 'Not answered yet')).toBeUndefined();
    const employer = await college.words('E1', 'Not in on Friday 27 November');
    expect(employer).toContain('Aisha Khan was not in Workshop at 09:00 on Friday 27 November.');
    expect(employer).toContain('This comes late: it was settled only on Thursday 3 December.');
    const list = await college.words('A1', 'Missing: Friday 27 November, morning');
    expect(list).toContain('Aisha Khan');
    expect(list).toContain('Register saved late, Thursday 3 December at 09:01: 3 learners not known that day');
    await college.press('A1', 'Missing: Friday 27 November', 'Contacted', {}, 'L1');
    // Who was dealt with makes room; that the register came late stays.
    const rest = await college.words('A1', 'Missing: Friday 27 November, morning');
    expect(rest).toContain('Register saved late');
    expect(rest).not.toContain('Aisha Khan');
    await college.moveTo('09:01', day(11));
    expect(shown('E1', 'Not in on Friday 27 November')).toHaveLength(1);
    expect(college.find('T1', 'Register overdue')).toBeUndefined();
  });

  test('S10: a notice waits as pending and nobody outside is told; rejected on a later day the employer hears, not at night, and it is on the manager’s list', async () => {
    await college.say('L2', 'not in today, my bus did not come');
    await college.press('L2', ['Not in', 'Friday 4 December'], 'Confirm');
    await college.addSession({ _id: 'pending', programmeId: 'APP', title: 'Coaching group', on: day(11), at: '11:00' });
    await college.moveTo('11:00', day(11));
    await college.save('pending');
    await college.moveTo('12:00', day(11));
    expect(await college.c.marks.findOne({ _id: 'pending|APP-L2' })).toMatchObject({ code: 'notice-pending' });
    expect(college.find('E1', ['Ben Carter was not in', 'Coaching group'])).toBeUndefined();
    await college.moveTo('21:00', day(14));
    const id = (await college.c.notices.findOne({ learnerId: 'L2' }))?._id ?? '';
    await college.press('A1', 'Ben Carter', 'Reject', { 'Reason, before': 'buses ran' }, id);
    // Nobody is told at night.
    expect(college.find('E1', ['Ben Carter was not in', 'Coaching group'])).toBeUndefined();
    await college.moveTo('08:00', day(15));
    expect(await college.words('E1', ['Ben Carter was not in', 'Coaching group'])).toContain(
      'This comes late: it was settled only on Tuesday 8 December.',
    );
    expect(await college.words('A1', 'Missing: Friday 4 December')).toContain('Ben Carter');
  });

  test('G6: a register of Monday saved on Tuesday still tells learner and parent, once; a mark put right is corrected', async () => {
    const born = '2010-01-05';
    await college.c.people.updateOne({ _id: 'L4' }, { $set: { born } });
    await college.addSession({ _id: 'gl', title: 'English', on: day(21), minutes: 60 });
    await college.moveTo('18:00', day(21));
    await college.moveTo('08:30', day(22));
    await college.save('gl', { 'BUS-L4': 'unauthorised' });
    const texts = async () => (await college.sent('L4')).filter((one) => one.includes('English'));
    expect(await texts()).toEqual([
      expect.stringContaining('we missed you in English at 09:00 on Monday 14 December. This comes late'),
      expect.stringContaining('Daniel Osei was not in English at 09:00 on Monday 14 December. This comes late'),
    ]);
    expect(college.find('H1', 'Not answered yet: A register to save')).toBeUndefined();
    await college.moveTo('09:01', day(23));
    expect(await texts()).toHaveLength(2);
    await college.amend('gl', { 'Daniel Osei': 'present' });
    expect((await texts()).filter((one) => one.includes('Correction for English, Monday 14 December'))).toHaveLength(2);
  });
});

/** A week of registers saved on its last day, in any order: what they mean on the way is asked of nobody (G8, G9). */
describe('several registers saved late', () => {
  let college: College;
  const present = Array.from({ length: 12 }, () => ({ code: 'present', on: day(-3) }));
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    for (const id of ['M1', 'H1', 'T1']) await college.say(id, 'help');
    await college.addHistory('L2', present);
    await recount(college.bot.world, true);
    for (const n of [0, 1, 2, 3]) {
      await college.addSession({ _id: `late-${n}`, on: day(n), minutes: 60, title: `Lesson ${n}` });
      await college.moveTo('12:00', day(n));
    }
  });
  afterAll(() => college.close());

  const decisions = () =>
    college.teams
      .shownTo(college.user('M1'))
      .filter((one) => JSON.stringify(one.card ?? '').includes('decision needed'));
  const cases = () => college.c.cases.find({ learnerId: 'L2' }).toArray();

  test('G8, G9: the mentor is asked once, twenty minutes after the last of them, about where it ends; nothing is withdrawn on the way; the absences themselves are told at once', async () => {
    await college.moveTo('10:00', day(4));
    for (const [i, n] of [2, 0, 3, 1].entries()) {
      await college.moveTo(`10:0${i * 2}`, day(4));
      await college.save(`late-${n}`, { 'BUS-L2': 'unauthorised' });
    }
    const told = (await college.sent('L2')).filter((one) => one.startsWith('+44 7700 900900'));
    expect(new Set(told.map((one) => /(Mon|Tues|Wednes|Thurs)day \d+ November/.exec(one)?.[0])).size).toBe(4);
    expect(await college.words('M1', ['Attendance report', 'Ben Carter'])).toContain(
      'Unauthorised absence on Tuesday 24 November, entered on Friday 27 November.',
    );
    await college.moveTo('10:25', day(4));
    expect(decisions()).toHaveLength(0);
    expect(await cases()).toEqual([]);

    await college.moveTo('10:27', day(4));
    const card = await college.words('M1', ['Red risk: decision needed', 'Ben Carter']);
    expect(card).toContain('a third unauthorised absence');
    expect(decisions()).toHaveLength(1);
    expect((await cases()).map((one) => one.state)).toEqual(['open']);
    expect(college.find('M1', ['withdrawn', 'Ben Carter'])).toBeUndefined();
    await college.press('M1', ['Red risk: decision needed', 'Ben Carter'], 'A: No action');
    await college.moveTo('16:00', day(4));
    expect(decisions()).toHaveLength(0);
  });

  test('G9: a mark of its own day is asked about at once again', async () => {
    await college.addSession({ _id: 'today', on: day(7), minutes: 60 });
    await college.moveTo('09:00', day(7));
    await college.save('today', { 'BUS-L2': 'unauthorised' });
    expect(await college.words('M1', ['Red risk: decision needed', 'Ben Carter'])).toContain('a fourth unauthorised');
  });

  test('G9: what raises attendance over the line afterwards takes back what the text said of it, and not the absence', async () => {
    const texts = async () => (await college.sent('L3')).filter((one) => one.startsWith('+44 7700 900900'));
    await college.addHistory('L3', [...present, { code: 'authorised', on: day(-3) }]);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'left', on: day(7), at: '14:00', minutes: 60 });
    await college.addSession({ _id: 'gone', on: day(8), minutes: 60 });
    await college.moveTo('09:00', day(8));
    await college.save('gone', { 'BUS-L3': 'unauthorised' });
    await college.moveTo('10:00', day(8));
    const before = await texts();
    expect(before.join()).toContain('Tuesday 1 December: missed class. Attendance is now below the line');
    await college.save('left');
    await college.moveTo('10:30', day(8));
    expect((await texts()).filter((one) => !before.includes(one))).toEqual([
      expect.stringContaining('Chloe Evans was not in on Tuesday 1 December, but what our message said'),
    ]);
  });
});

/** A tutor had the wrong learner all week and puts it right, register by register (G8, G9). */
describe('marks of earlier days, put right one by one', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    for (const id of ['M1', 'H1', 'T1']) await college.say(id, 'help');
    const weeks = [-28, -21].flatMap((from) => [0, 1, 2, 3].map((n) => ({ code: 'present', on: day(from + n) })));
    await college.addHistory('L3', weeks);
    await recount(college.bot.world, true);
    for (const n of [0, 1, 2, 3, 4])
      await college.addSession({ _id: `own-${n}`, on: day(n), minutes: 120, title: `Own ${n}` });
  });
  afterAll(() => college.close());

  const cases = () => college.c.cases.find({ learnerId: 'L3' }).toArray();
  const put = (n: number, mark: string) => college.save(`own-${n}`, { 'BUS-L3': mark });

  test('G8: earlier registers saved after the mentor was asked move the fall; it is asked on the same card', async () => {
    await college.moveTo('12:00', day(3));
    await put(2, 'unauthorised');
    await put(3, 'unauthorised');
    await college.moveTo('12:30', day(3));
    expect(await college.words('M1', ['decision needed', 'Chloe Evans'])).toContain(
      'has a second unauthorised absence',
    );
    await put(1, 'unauthorised');
    await put(0, 'unauthorised');
    await college.moveTo('13:00', day(3));
    expect((await cases()).map((one) => [one.state, one.evidence.occurrences.length])).toEqual([['open', 4]]);
    const card = await college.words('M1', ['Red risk: decision needed', 'Chloe Evans']);
    expect(card).toContain('has a fourth unauthorised absence');
    expect(card).not.toContain('withdrawn');
  });

  test('G8: amended one after another the question stays one, with its words true, until attendance is above the line', async () => {
    for (const [n, count] of [
      [0, 'third'],
      [1, 'second'],
      [2, 'first'],
    ] as const) {
      await put(n, 'present');
      expect((await cases()).map((one) => one.state)).toEqual(['open']);
      expect(await college.words('M1', ['decision needed', 'Chloe Evans'])).toContain(`has a ${count} unauthorised`);
    }
    await put(3, 'present');
    expect((await cases()).map((one) => one.state)).toEqual(['withdrawn']);
    expect(await college.words('M1', ['withdrawn', 'Chloe Evans'])).toContain('did not fall below the line then');
  });

  test('G8: one that was decided and whose fall moved is asked about anew, and says why the old one went', async () => {
    await put(3, 'unauthorised');
    await put(2, 'unauthorised');
    await college.moveTo('13:30', day(3));
    await college.press('M1', ['decision needed', 'Chloe Evans'], 'A: No action');
    const [decided] = (await cases()).filter((one) => one.state === 'decided');
    expect(decided).toBeDefined();
    await put(2, 'present');
    expect((await cases()).map((one) => [one.state, one.withdrawn?.code ?? '', one.decisions.length])).toEqual([
      ['withdrawn', 'another-fall', 1],
      ['open', '', 0],
    ]);
    expect(await college.words('M1', ['withdrawn', 'Chloe Evans'])).toContain(
      'attendance fell below the line on another day',
    );
  });
});

/** Registers saved after weeks: what they count for counts, and nobody is asked or written to about what is long past (S13, G9). */
describe('registers saved weeks late', () => {
  let college: College;
  const weeksLater = 21;
  const open = async (_id: string, n: number, programmeId: string) => {
    await college.addSession({ _id, programmeId, on: day(n), minutes: 60, title: `Lesson ${_id}`, type: 'other' });
    await college.moveTo('12:00', day(n));
  };
  /** Saves both with one learner absent, and waits until late marks have settled. */
  const save = async (ids: string[], enrolment: string, settled: string) => {
    for (const id of ids) await college.save(id, { [enrolment]: 'unauthorised' });
    await college.moveTo(settled, day(weeksLater));
  };
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    for (const id of ['M1', 'T1']) await college.say(id, 'help');
    const present = Array.from({ length: 12 }, () => ({ code: 'present', on: day(-3) }));
    await college.addHistory('L2', present);
    await college.addHistory('L3', present);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  test('S13: what the rules would have noticed weeks ago is put to nobody; what they notice now is', async () => {
    for (const n of [0, 1]) await open(`old-${n}`, n, 'APP');
    for (const n of [weeksLater - 1, weeksLater]) await open(`new-${n}`, n, 'APP');
    await save(['old-0', 'old-1'], 'APP-L1', '12:40');
    expect(await college.c.marks.countDocuments({ learnerId: 'L1', code: 'unauthorised' })).toBe(2);
    expect(await college.c.cases.countDocuments({ learnerId: 'L1' })).toBe(0);
    await save([`new-${weeksLater - 1}`, `new-${weeksLater}`], 'APP-L2', '13:20');
    expect(await college.words('T1', ['noticed', 'Ben Carter'])).toContain('missed 2 sessions running');
  });

  test('G9: an occurrence of weeks ago is in the figures and in no text; one of today is', async () => {
    const texts = (id: string) => college.c.outbox.countDocuments({ _id: new RegExp(`^occurrence\\|${id}\\|`) });
    const occurrences = async (id: string) =>
      (await college.c.standings.find({ learnerId: id }).toArray()).flatMap((one) => one.occurrences ?? []).length;
    await college.bot.clock.moveTo(new Date(`${day(weeksLater)}T13:30:00Z`));
    for (const n of [2, 3])
      await college.addSession({
        _id: `far-${n}`,
        on: day(n),
        minutes: 60,
        title: `Far ${n}`,
        next: { step: 'open', at: new Date() },
      });
    await college.settled();
    await save(['far-2', 'far-3'], 'BUS-L2', '14:10');
    expect([await occurrences('L2'), await texts('L2')]).toEqual([1, 0]);
    for (const at of ['14:15', '15:20']) {
      await college.addSession({ _id: `near-${at}`, on: day(weeksLater), at, minutes: 60, title: `Near ${at}` });
      await college.moveTo(at, day(weeksLater));
      await college.save(`near-${at}`, { 'BUS-L3': 'unauthorised' });
    }
    await college.moveTo('16:30', day(weeksLater));
    expect(await occurrences('L3')).toBeGreaterThan(0);
    expect(await texts('L3')).toBeGreaterThan(0);
  });
});
