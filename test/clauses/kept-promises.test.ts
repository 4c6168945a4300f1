import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { actionsOf } from '../teams/client.ts';

/** What cards say will happen does, and who cannot press is reached otherwise (S4, S10, S12, G4, G12). */
describe('what is said is done', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 6 });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.c.people.updateOne({ _id: 'E1' }, { $set: { mobile: '+44 7700 900321' } });
    for (const id of ['T1', 'A1', 'M1', 'H1', 'L4', 'V1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const shown = (id: string, words: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => JSON.stringify(one.card ?? '').includes(words)).length;

  test('S4: what tutor and learner agree by phone is in the timetable, while times wait to be picked too; held, it is overdue for nobody', async () => {
    // L2 has never opened the bot.
    const about = ['Coaching 1-2-1', 'Ben Carter'];
    const one = { programmeId: 'APP', title: 'Coaching 1-2-1', type: 'one-to-one', learnerIds: ['L2'], minutes: 60 };
    await college.addSession({ ...one, _id: 'missed' });
    await college.moveTo('09:00');
    await college.save('missed', { 'APP-L2': 'unauthorised' });
    await college.press('T1', about, 'Offer these times');
    await college.moveTo('11:00', day(2));
    const press = (changes: Record<string, string>) => college.press('T1', about, 'Agreed by phone', changes);
    expect((await press({})).words).toContain('time');
    expect((await press({ 'If you agreed by phone': day(1), at: '14:00' })).words).toContain('time');
    const agreed = await press({ 'If you agreed by phone': day(3), at: '14:00' });
    expect(agreed.words).toContain('Thursday 26 November, 14:00. It is in the timetable');
    expect(await college.words('E1', 'Ben Carter')).toContain('Thursday 26 November');
    const session = await college.c.sessions.findOne({ agreedIn: /^alternative-session/ });
    expect(session).toMatchObject({ learnerIds: ['L2'], day: day(3) });
    await college.moveTo('14:00', day(3));
    await college.save(session?._id ?? '');
    await college.moveTo('17:01', day(7));
    expect(college.find('A1', 'Alternative 1-2-1 overdue')).toBeUndefined();
    expect(await college.c.tasks.findOne({ kind: 'alternative-session' })).toMatchObject({ isOpen: false });
  });

  test('S12: the coach records the risk status at any time; the MIS has it at once, for their own learners alone', async () => {
    const record = async (learner: string, status: string) => {
      await college.say('T1', 'risk status');
      const form = await college.press('T1', 'Risk status for the MIS', 'Go on', { Learner: learner });
      const answer = await college.people.press(college.user('T1'), { card: form.card! }, 'Record it', {
        Status: status,
      });
      await college.settled();
      return JSON.stringify(answer.body);
    };
    expect(await record('L1', 'APP|at-risk')).toContain('Recorded for Aisha Khan');
    const sent = await college.c.misEvents.find({ _id: /^risk-status\|APP-L1/, takenAt: { $exists: true } }).toArray();
    expect(sent.map((one) => JSON.parse(one.body))).toMatchObject([{ risk_status: 'at-risk', recorded_by: 'T1' }]);
    // They are asked nothing more of, and the manager is not asked by it.
    expect(await college.c.cases.countDocuments({ learnerId: 'L1' })).toBe(0);
    await college.say('T1', 'risk status');
    expect(JSON.stringify(college.find('T1', 'Risk status for the MIS')?.card)).not.toContain('Ella Wright');
  });

  test('S12: an action left undone is reminded on its last morning and every third working day after; the plan comes to its manager with it; done, it is quiet', async () => {
    await college.say('T1', 'report at risk');
    const report = { Learner: 'L3', 'What have': 'very quiet' };
    await college.press('T1', 'Who is at risk', 'Send to the manager', report);
    await college.press('A1', ['at risk of disengaging', 'Chloe Evans'], 'Action plan');
    const plan = ['Action plan', 'Chloe Evans'];
    await college.press('A1', plan, 'Add this action', { Action: 'Weekly call', Who: 'E1', By: day(8) });
    await college.press('A1', plan, 'Start the plan', { 'Review the plan': day(28) });
    const action = async () => (await college.card('E1', ['Weekly call', 'From the action plan of'])).id;
    const plans = async () => (await college.card('A1', plan)).id;
    const ids = [await action()];
    const plan0 = await plans();
    for (const [time, n] of [
      ['09:00', 8],
      ['17:00', 8],
      ['09:00', 11],
    ] as const) {
      await college.moveTo(time, day(n));
      ids.push(await action());
      expect((await plans()) === plan0).toBe(n === 8);
    }
    expect(new Set(ids).size).toBe(4);
    expect(await college.words('A1', plan)).toMatch(/overdue/i);
    await college.press('E1', ['Weekly call', 'From the action plan of'], 'Done');
    const last = await action();
    await college.moveTo('09:00', day(16));
    expect(await action()).toBe(last);
  });

  test('G4: who will be away for long reads whom to talk to, once, and the mentor has that to do', async () => {
    await college.say('L4', 'off sick from 14 december to 31 december');
    await college.press('L4', 'Not in', 'Confirm');
    const words = await college.words('L4', 'While you are away');
    expect(words).toContain('Maya Patel will talk with you about studying in another way');
    expect(await college.words('M1', ['Long absence: alternative study', 'Daniel Osei'])).toContain('Arranged');
    await college.moveTo('09:01', day(18));
    expect(shown('L4', 'While you are away')).toBe(1);
    await college.press('M1', ['Long absence', 'Daniel Osei'], 'Arranged', { 'What was': 'work packs by post' });
    await college.moveTo('09:01', day(21));
    expect(college.find('H1', ['Not answered yet: A long absence', 'Daniel Osei'])).toBeUndefined();
  });

  test('G12: where nobody heads the programme a referral says so and nothing is promised; with a head it is theirs', async () => {
    const past = (code: string, count: number) => Array.from({ length: count }, () => ({ code, on: day(-3) }));
    await college.addHistory('L5', past('present', 10));
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'gone', on: day(22), minutes: 60 });
    await college.moveTo('09:00', day(22));
    await college.save('gone', { 'BUS-L5': 'unauthorised' });
    const report = ['Attendance report', 'Ella Wright'];
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $unset: { hospId: '' } });
    const refer = () => college.press('M1', report, 'Refer to Head of Study', { Note: 'third Tuesday' });
    const refused = await refer();
    expect(refused.words).toContain('No manager is set for this programme');
    expect(await college.words('M1', report)).not.toContain('Referred to the Head');
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { hospId: 'H1' } });
    expect((await refer()).words).toContain('Referred to the Head of Study Programme.');
    expect(await college.words('H1', ['Referred to you', 'Ella Wright'])).toContain('third Tuesday');
  });

  test('S10: with 27 missing the card can be sent: eighteen at a time with the employer to call, everybody by name; dealt with, the others come up', async () => {
    const more = Array.from({ length: 24 }, (_, i) => `X${i}`);
    for (const [i, id] of more.entries()) {
      const group = ['A', 'B', 'C'][i % 3] ?? 'A';
      await college.addPerson(id, `Learner ${String(i).padStart(2, '0')}`, ['learner']);
      await college.c.enrolments.insertOne({
        _id: `APP-${id}`,
        learnerId: id,
        programmeId: 'APP',
        groups: [{ name: group, from: '2026-08-01' }],
        from: '2026-08-01',
        employerId: 'E1',
      });
    }
    for (const [i, id] of ['L1', 'L2', 'L3'].entries())
      await college.c.enrolments.updateOne(
        { _id: `APP-${id}` },
        { $set: { groups: [{ name: ['A', 'B', 'C'][i] ?? 'A', from: '2026-08-01' }] } },
      );
    for (const group of ['A', 'B', 'C'])
      await college.addSession({ _id: `g${group}`, programmeId: 'APP', groups: [group], on: day(23), type: 'other' });
    await college.moveTo('09:00', day(23));
    for (const group of ['A', 'B', 'C']) {
      const rows = (await college.c.registers.findOne({ _id: `g${group}` }))?.rows ?? [];
      expect(rows).toHaveLength(9);
      await college.save(`g${group}`, Object.fromEntries(rows.map((one) => [one.enrolmentId, 'unauthorised'])));
    }
    await college.moveTo('09:31', day(23));
    const list = () => college.card('A1', 'Missing: Wednesday 16 December');
    const card = (await list()).card;
    expect(JSON.stringify(card).length).toBeLessThan(25_000);
    const contacted = (one: unknown) => actionsOf(one).filter(({ title }) => title === 'Contacted').length;
    expect(contacted(card)).toBe(18);
    const words = await college.words('A1', 'Missing: Wednesday 16 December');
    for (const id of [...more, 'L1', 'L2', 'L3']) expect(words).toContain(`BV-${id}`);
    expect(words).toContain('Jordan Blake (employer), +44 7700 900321');
    expect(words).toContain('They come up as you deal with these.');
    let said = '';
    for (let left = 27; left > 0; left--) {
      const answer = await college.press('A1', 'Missing: Wednesday 16 December', 'Contacted');
      expect(contacted(answer.card)).toBe(Math.min(18, left - 1));
      said = answer.words;
    }
    expect(said).toContain('Everyone here has been dealt with');
    expect(college.find('A1', 'Missing: Wednesday 16 December')).toBeUndefined();
  });

  test('P: a leader closes the centre for a day of snow', async () => {
    await college.c.programmes.updateMany({}, { $set: { centre: 'Swindon' } });
    await college.addSession({ _id: 'snow', on: day(24), title: 'In the snow' });
    await college.say('V1', 'change a session');
    const done = await college.press('V1', 'Change or cancel', 'Change and tell everyone', {
      Session: 'snow',
      'What changes': 'centre',
      Why: 'snow',
    });
    expect(done.words).toMatch(/cancel|closed/i);
    expect((await college.c.sessions.findOne({ _id: 'snow' }))?.cancelled).toMatchObject({ why: 'snow' });
  });
});
