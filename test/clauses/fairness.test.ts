import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { saidBy, wordsOf } from '../teams/client.ts';

const history = Array.from({ length: 12 }, (_, i) => ({ code: i < 9 ? 'present' : 'authorised', on: day(-14 + i) }));

describe('what holds for both', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L2', 'L3', 'L4', 'L5', 'M1', 'H1', 'O1', 'T1']) await college.say(id, 'help');
    for (const id of ['L2', 'L3', 'L4', 'L5']) await college.addHistory(id, history);
    await recount(college.bot.world, true);
    for (const [n, marks] of [
      [0, ['L2', 'L3', 'L4', 'L5']],
      [1, ['L2', 'L3', 'L4', 'L5']],
    ] as const) {
      await college.addSession({ _id: `f${n}`, on: day(n), minutes: 60, title: `Session ${n}` });
      await college.moveTo('09:00', day(n));
      await college.save(`f${n}`, Object.fromEntries(marks.map((id) => [`BUS-${id}`, 'unauthorised'])));
    }
  });
  afterAll(() => college.close());
  const standing = (id: string) => college.c.standings.findOne({ learnerId: id, packId: 'green-labyrinth' });

  test('P: a contested mark is looked at by someone else; escalation rests meanwhile; changed, everything follows', async () => {
    expect((await standing('L2'))?.flag).toBe('amber');
    await college.say('L2', 'contest');
    expect(
      (
        await college.press('L2', 'Ask for another look', 'Send', {
          'What do you': 'mark|f1|BUS-L2',
          'Why?': 'I was in the back row',
        })
      ).words,
    ).toContain('Ruth Adeyemi looks at it');
    expect(await college.words('H1', 'A learner contests')).toContain('“I was in the back row”');
    expect(college.find('T1', 'A learner contests')).toBeUndefined();
    await college.c.tasks.updateMany(
      { learnerId: 'L2', kind: 'step', 'data.n': 1 },
      { $set: { isOpen: false, state: 'done' } },
    );
    await college.moveTo('09:01', day(2));
    expect(
      await college.c.tasks.countDocuments({ learnerId: 'L2', 'data.n': 2, kind: { $in: ['step', 'meeting'] } }),
    ).toBe(0);
    expect(
      (
        await college.press('H1', 'A learner contests', 'Change the mark', {
          'New mark': 'present',
          'Your answer': 'the tutor remembers you',
        })
      ).words,
    ).toContain('the tutor remembers you');
    expect(await college.words('L2', 'Changed')).toContain('“the tutor remembers you”');
    const register = await college.c.registers.findOne({ _id: 'f1' });
    expect(register?.rows.find((row) => row.learnerId === 'L2')?.mark).toMatchObject({ code: 'present', byId: 'H1' });
    expect((await standing('L2'))?.flag).toBe('none');
  });

  test('P: a decision may be contested and is then decided anew, with the first decision kept', async () => {
    await college.press('M1', ['A: No action', 'Chloe Evans'], 'B: Disciplinary');
    await college.say('L3', 'contest');
    const caseId = (await college.c.cases.findOne({ learnerId: 'L3' }))?._id ?? '';
    await college.press('L3', 'Ask for another look', 'Send', {
      'What do you': `case|${caseId}`,
      'Why?': 'my mum is ill',
    });
    await college.press('H1', ['A learner contests', 'Chloe Evans'], 'Decide it anew', {
      'Your answer': 'we look at it again',
    });
    const riskCase = await college.c.cases.findOne({ _id: caseId });
    expect(riskCase?.state).toBe('open');
    expect(riskCase?.decisions).toHaveLength(1);
    await college.press('H1', ['C: Fitness to study', 'Chloe Evans'], 'C: Fitness to study', {
      Note: 'family illness',
    });
    expect((await college.c.cases.findOne({ _id: caseId }))?.decisions.map((one) => one.option)).toEqual(['b', 'c']);
  });

  test('P: two things contested are two contests, however alike they are called; more words on the same reach who looks', async () => {
    const decided = await college.c.cases.findOne({ learnerId: 'L3' });
    if (!decided) throw new Error('no case');
    const about = { learnerId: 'L5', state: 'decided' as const };
    for (const _id of ['fall|L5|green-labyrinth|2026|BUS-1', 'fall|L5|green-labyrinth|2026|BUS-10'])
      await college.c.cases.insertOne({ ...decided, ...about, _id });
    const send = async (subject: string, words: string) => {
      await college.say('L5', 'contest');
      const inputs = { 'What do you': `case|${subject}`, 'Why?': words };
      return (await college.press('L5', 'Ask for another look', 'Send', inputs)).words;
    };
    expect(await send('fall|L5|green-labyrinth|2026|BUS-10', 'the tenth was not me')).toContain('looks at it');
    expect(await send('fall|L5|green-labyrinth|2026|BUS-1', 'nor was the first')).toContain('looks at it');
    await send('fall|L5|green-labyrinth|2026|BUS-1', 'I have a letter');
    const stored = await college.c.tasks.find({ kind: 'contest', learnerId: 'L5' }).toArray();
    expect(stored.map((one) => [one.data.subject, one.data.words])).toEqual([
      [{ kind: 'case', id: 'fall|L5|green-labyrinth|2026|BUS-10' }, 'the tenth was not me'],
      [{ kind: 'case', id: 'fall|L5|green-labyrinth|2026|BUS-1' }, 'nor was the first'],
    ]);
    const [owner = ''] = stored[1]?.ownerIds ?? [];
    expect(await college.words(owner, ['A learner contests', 'nor was the first'])).toContain('“I have a letter”');
    await college.c.cases.deleteMany(about);
    await college.c.tasks.deleteMany({ kind: 'contest', learnerId: 'L5' });
  });

  test('P: a decision made anew rests what it had set going, and nothing of another case', async () => {
    const step = await college.c.tasks.findOne({ kind: 'step', learnerId: 'L3', 'data.caseId': { $exists: true } });
    if (!step) throw new Error('no step of a decision');
    const caseId = step.data.caseId as string;
    const open = { isOpen: true, state: 'open' };
    await college.c.tasks.updateOne({ _id: step._id }, { $set: open });
    const other = { ...step, ...open, _id: 'step|decision|other', data: { ...step.data, caseId: `${caseId}0` } };
    // Its id holds the other's name, as a session BUS-10 holds that of BUS-1.
    await college.c.tasks.insertOne({ ...other, _id: step._id.replace(caseId, `${caseId}0`) });
    await college.say('L3', 'contest');
    await college.press('L3', 'Ask for another look', 'Send', {
      'What do you': `case|${caseId}`,
      'Why?': 'my gran is ill too',
    });
    await college.press('O1', ['A learner contests', 'my gran'], 'Decide it anew', { 'Your answer': 'again then' });
    const isOpen = async (_id: string) => (await college.c.tasks.findOne({ _id }))?.isOpen;
    expect([await isOpen(step._id), await isOpen(step._id.replace(caseId, `${caseId}0`))]).toEqual([false, true]);
  });

  test('G9, P: an occurrence is set aside by a named person with a reason; the flag follows; it can be counted again', async () => {
    await college.say('H1', 'adjustments');
    const form = await college.press('H1', 'Adjustments for one learner', 'Go on', { Learner: 'L4' });
    const refused = await college.people.press(college.user('H1'), { card: form.card! }, 'Decide', {
      'What to do': `aside:green-labyrinth:${day(1)}`,
    });
    expect(saidBy(refused)).toContain('Please say in a few words why');
    await college.people.press(college.user('H1'), { card: form.card! }, 'Decide', {
      'What to do': `aside:green-labyrinth:${day(1)}`,
      Why: 'funeral, told too late',
    });
    await college.settled();
    expect((await standing('L4'))?.flag).toBe('none');
    expect((await college.c.people.findOne({ _id: 'L4' }))?.setAside?.[0]).toMatchObject({
      byId: 'H1',
      why: 'funeral, told too late',
    });
    expect((await recount(college.bot.world, false)).differences).toEqual([]);
    const again = await college.people.invoke(college.user('H1'), 'form-submit', {
      id: 'set-fairness|L4',
      version: 1,
      act: 'set',
      f_what: `count:green-labyrinth:${day(1)}`,
      f_why: 'wrong learner',
    });
    expect(again.status).toBe(200);
    await college.settled();
    expect((await standing('L4'))?.flag).toBe('amber');
  });

  test('P: a reasonable adjustment gives one learner another line; others and other colleagues see nothing of it', async () => {
    const set = await college.people.invoke(college.user('H1'), 'form-submit', {
      id: 'set-fairness|L5',
      version: 1,
      act: 'set',
      f_what: 'threshold',
      f_below: '50',
      f_why: 'long-term condition',
    });
    expect(JSON.stringify(set.body)).toContain('Decided for Ella Wright');
    await college.settled();
    expect((await standing('L5'))?.occurrences).toEqual([]);
    expect((await standing('L3'))?.flag).toBe('amber');
    const forged = await college.people.invoke(college.user('T1'), 'form-open', { id: 'set-fairness|L5', version: 1 });
    expect(saidBy(forged)).toContain('You cannot do that here');
    for (const id of ['T1', 'M1', 'L5']) expect(college.find(id, 'long-term condition')).toBeUndefined();
  });

  test('P: do-not-contact is looked at again at sending', async () => {
    await college.c.outbox.insertOne({
      _id: 'queued',
      kind: 'sms',
      to: '+44 7700 900900',
      about: 'L2',
      isContact: true,
      body: 'queued before',
      createdAt: new Date(),
      next: { step: 'send', at: addMs(college.bot.clock.now(), 60_000) },
    });
    const person = await college.c.people.findOne({ _id: 'L2' });
    await college.c.people.updateOne(
      { _id: 'L2' },
      { $set: { contacts: (person?.contacts ?? []).map((one) => ({ ...one, doNotContact: true })) } },
    );
    await college.moveTo('09:10', day(2));
    const row = await college.c.outbox.findOne({ _id: 'queued' });
    expect(row?.acceptedAt).toBeUndefined();
    expect(row).toHaveProperty('droppedAt');
  });

  test('P: a break silences it all: no case, step, report or message for someone on a break', async () => {
    await college.addHistory('L6', history);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'brk', on: day(3), minutes: 60, title: 'Before the break' });
    await college.moveTo('09:00', day(3));
    await college.c.enrolments.updateMany({ learnerId: 'L6' }, { $set: { breaks: [{ from: day(3) }] } });
    await college.save('brk', { 'BUS-L6': 'unauthorised' });
    await college.moveTo('10:00', day(3));
    expect(
      await college.c.tasks.countDocuments({ learnerId: 'L6', kind: { $nin: ['funding-clock', 'policy-read'] } }),
    ).toBe(0);
    expect(await college.c.cases.countDocuments({ learnerId: 'L6' })).toBe(0);
    expect(await college.sent('L6')).toEqual([]);
  });

  test('S6: an employer confirms the policy once; typed again it comes as confirmed', async () => {
    await college.say('E1', 'policy');
    expect(await college.words('E1', 'Attendance: please read this')).toContain(
      'tell me here before the session starts',
    );
    expect((await college.press('E1', 'Attendance: please read this', 'Read and understood')).words).toContain(
      'Confirmed on',
    );
    await college.say('E1', 'policy');
    expect(await college.c.tasks.find({ kind: 'policy-read', ownerIds: 'E1' }).toArray()).toMatchObject([
      { _id: 'policy-read|E1', state: 'confirmed', data: { confirmed: [{ packId: 'sts', version: '1.2' }] } },
    ]);
  });

  test('P: who marked it cannot answer, not by being handed it, nor in the stead of who looks at it', async () => {
    await college.addPerson('H2', 'Hana Cole', ['hosp', 'tutor']);
    await college.say('H2', 'help');
    await college.addSession({ _id: 'fair', on: day(4), at: '11:00', minutes: 60, title: 'Class', tutorIds: ['H2'] });
    await college.moveTo('11:00', day(4));
    await college.save('fair', { 'BUS-L7': 'unauthorised' }, 'H2');
    await college.say('L7', 'contest');
    const contested = { 'What do you': 'mark|fair|BUS-L7', 'Why?': 'I was there' };
    await college.press('L7', 'Ask for another look', 'Send', contested);
    const contest = () => college.c.tasks.findOne({ kind: 'contest', learnerId: 'L7' });
    expect(await contest()).toMatchObject({ ownerIds: ['H1'], data: { notId: 'H2' } });

    await college.say('H1', 'cover');
    const handed = await college.press('H1', 'Cover or hand over', 'Hand over', { What: 'tasks', To: 'H2' });
    expect(handed.words).toMatch(/stays? with you/);
    expect((await contest())?.ownerIds).toEqual(['H1']);

    const away = [{ from: day(4), to: day(4), deputyId: 'H2' }];
    await college.c.people.updateOne({ _id: 'H1' }, { $set: { away } });
    for (const act of ['change', 'uphold']) {
      const { _id: id, version } = (await contest())!;
      const fields = { f_answer: 'I know what I saw', f_mark: 'present' };
      const answer = await college.people.invoke(college.user('H2'), 'task-act', { id, version, act, ...fields });
      expect(saidBy(answer)).toContain('You marked or decided this yourself, so someone else has to answer');
    }
    await college.c.people.updateOne({ _id: 'H1' }, { $unset: { away: '' } });
    expect((await contest())?.isOpen).toBe(true);
    await college.press('H1', ['A learner contests', 'I was there'], 'It stays', { 'Your answer': 'the room says so' });
  });
});

/** One learner's own line from the day it is decided to weeks after it ended, under two heads (4.3, SPEC "What holds for both"). */
describe('an adjustment over weeks', () => {
  let college: College;
  const decide = ['decision needed', 'Ella Wright'];
  const standing = (id: string) => college.c.standings.findOne({ learnerId: id, packId: 'green-labyrinth' });
  beforeAll(async () => {
    college = await College.open({ learners: 5 });
    await college.addPerson('H2', 'Hana Reid', ['hosp']);
    for (const id of ['M1', 'H1', 'H2', 'T1', 'L5']) await college.say(id, 'help');
    for (const id of ['L3', 'L5']) await college.addHistory(id, history);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function lesson(n: number, marks: Record<string, string> = both): Promise<void> {
    await college.addSession({ _id: `w${n}`, on: day(n), minutes: 60, title: `Week ${n}` });
    await college.moveTo('09:00', day(n));
    await college.save(`w${n}`, marks);
    await college.moveTo('09:31', day(n));
  }
  const both = { 'BUS-L3': 'unauthorised', 'BUS-L5': 'unauthorised' };
  /** Every text about a learner that says attendance is below the policy's line. */
  const warned = async (id: string) => (await college.sent(id)).filter((one) => one.includes('below the line'));
  const say = async (who: string, what: string, more: Record<string, string>, learner = 'L5') => {
    await college.say(who, 'adjustments');
    const form = await college.press(who, 'Adjustments for one learner', 'Go on', { Learner: learner });
    const done = { 'What to do': what, ...more };
    const answer = await college.people.press(college.user(who), { card: form.card! }, 'Decide', done);
    await college.settled();
    return saidBy(answer);
  };

  test('G9: for weeks the same absences are occurrences for others and none for the learner with a line of their own; parents still hear of each absence, once', async () => {
    await college.moveTo('08:30');
    expect(await say('H1', 'threshold', { Percent: '50', Why: 'long-term condition' })).toContain('Decided for Ella');
    for (const n of [0, 7, 14]) await lesson(n);
    expect((await standing('L3'))?.flag).toBe('red');
    await college.card('M1', ['decision needed', 'Chloe Evans']);
    expect(await standing('L5')).toMatchObject({ flag: 'none', occurrences: [], falls: [] });
    expect(college.find('M1', decide)).toBeUndefined();
    expect(await warned('L5')).toEqual([]);
    for (const on of ['Monday 23 November', 'Monday 30 November', 'Monday 7 December'])
      expect((await college.sent('L5')).filter((one) => one.includes(on) && one.includes('900900'))).toHaveLength(1);
  });

  test('G9: a new head ends it: what was judged under it stays so, nobody hears of weeks that are over, and the next absence is the first occurrence', async () => {
    await college.passProgramme('BUS', 'H2');
    await college.say('H1', 'adjustments');
    const form = await college.card('H1', 'Adjustments for one learner');
    expect(JSON.stringify(form.card)).not.toContain('Ella Wright');
    await college.moveTo('10:00', day(15));
    const [sent, before] = [await college.sent('L5'), await standing('L5')];
    expect(await say('H2', 'end', { Why: 'well again, agreed with her' })).toContain('Decided for Ella');
    await college.moveTo('09:01', day(18));
    const { fold: _f, ...was } = before!;
    expect(await standing('L5')).toMatchObject(was);
    expect(await college.sent('L5')).toEqual(sent);
    expect(college.find('M1', decide)).toBeUndefined();
    await lesson(21, { 'BUS-L5': 'unauthorised' });
    expect((await standing('L5'))?.occurrences.map((one) => one.day)).toEqual([day(21)]);
    expect(await college.words('M1', decide)).toContain('No action');
    expect(await warned('L5')).toEqual([expect.stringMatching(/^\+44 7700 900900: .*Monday 14 December/)]);
    expect((await recount(college.bot.world, false)).differences).toEqual([]);
    expect((await college.c.people.findOne({ _id: 'L5' }))?.adjustments).toMatchObject([
      { below: 50, byId: 'H1', ended: { byId: 'H2', why: 'well again, agreed with her' } },
    ]);
  });

  const occurredOn = async (id: string) => (await standing(id))?.occurrences.map((one) => one.day);
  const weeks = [0, 7, 14].map(day);

  test('G9: one that has ended can still be taken back as a mistake: its days are judged by the policy’s line, and both endings are kept', async () => {
    await college.say('H2', 'adjustments');
    const { card } = await college.press('H2', 'Adjustments for one learner', 'Go on', { Learner: 'L5' });
    const form = wordsOf(card!);
    expect(form).toContain('Adjustment: line at 50% for days before Tuesday 8 December, “long-term condition”');
    expect(form).toContain('Take all adjustments back: they were a mistake');
    expect(form).not.toContain('End all adjustments from today');
    expect(await say('H2', 'mistake', { Why: 'meant for somebody else' })).toContain('Decided for Ella');
    expect(await occurredOn('L5')).toEqual([...weeks, day(21)]);
    expect((await college.c.people.findOne({ _id: 'L5' }))?.adjustments).toMatchObject([
      { ended: { why: 'well again, agreed with her' }, mistake: { byId: 'H2', why: 'meant for somebody else' } },
    ]);
    await college.say('H2', 'adjustments');
    const again = await college.press('H2', 'Adjustments for one learner', 'Go on', { Learner: 'L5' });
    expect(wordsOf(again.card!)).not.toContain('they were a mistake');
  });

  test('G9: a line mistyped and put right on its day judges no day; found only later, it is taken back', async () => {
    const what = { Why: 'long-term condition' };
    await say('H2', 'threshold', { ...what, Percent: '8' }, 'L3');
    expect(await occurredOn('L3')).toEqual([]);
    await say('H2', 'threshold', { ...what, Percent: '80' }, 'L3');
    expect(await standing('L3')).toMatchObject({ flag: 'red' });
    expect(await occurredOn('L3')).toEqual(weeks);
    await say('H2', 'threshold', { ...what, Percent: '8' }, 'L3');
    await college.moveTo('09:00', day(22));
    await say('H2', 'threshold', { ...what, Percent: '80' }, 'L3');
    expect(await occurredOn('L3')).toEqual([]);
    await say('H2', 'mistake', { Why: 'typed 8 for 80' }, 'L3');
    await say('H2', 'threshold', { ...what, Percent: '80' }, 'L3');
    expect(await standing('L3')).toMatchObject({ flag: 'red' });
    expect(await occurredOn('L3')).toEqual(weeks);
    expect((await recount(college.bot.world, false)).differences).toEqual([]);
  });

  test('G9: one ended before its days were kept judges none of them anew: they stand as they were judged when it ended', async () => {
    expect(await occurredOn('L3')).toEqual(weeks);
    const stamp = { byId: 'H1', at: college.bot.world.clock.now(), why: 'old' };
    const own = [{ kind: 'threshold' as const, below: 8, ...stamp, ended: stamp }];
    await college.c.people.updateOne({ _id: 'L3' }, { $set: { adjustments: own } });
    await lesson(23, { 'BUS-L3': 'present' });
    expect((await recount(college.bot.world, true)).differences).toEqual([]);
    expect(await occurredOn('L3')).toEqual(weeks);
    await college.say('H2', 'adjustments');
    const { card } = await college.press('H2', 'Adjustments for one learner', 'Go on', { Learner: 'L3' });
    expect(wordsOf(card!)).not.toContain('Adjustment: ');
  });
});

function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
