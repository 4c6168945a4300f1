import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';

/** Weeks without attendance, as the MIS officer is told of them before a funding clock runs out (SPEC P). */
describe('four weeks without attendance', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await college.addPerson('MIS', 'Ivo Marsh', ['mis-officer']);
    for (const id of ['MIS', 'M1', 'H1', 'O1', 'T1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const hint = (name: string, who = 'MIS') => college.find(who, ['No attendance for a while', name]);
  async function held(n: number, marks: Record<string, string>): Promise<void> {
    await college.addSession({ _id: `d${n}`, on: day(n), minutes: 60 });
    await college.moveTo('09:00', day(n));
    await college.save(`d${n}`, marks);
  }

  test('P: the hint comes a week before, to the MIS officer alone, and not of someone who was there or is on a break', async () => {
    await held(0, {});
    await held(4, { 'BUS-L3': 'unauthorised' });
    const onBreak = [{ from: day(8) }];
    await college.c.enrolments.updateOne({ _id: 'BUS-L4' }, { $set: { breaks: onBreak } });
    await college.moveTo('18:00', day(20));
    expect(hint('Chloe Evans')).toBeUndefined();
    await college.moveTo('09:00', day(21));
    expect(await college.words('MIS', ['No attendance for a while', 'Chloe Evans'])).toContain(
      '4 weeks without attendance end on Monday 21 December',
    );
    await held(23, { 'BUS-L1': 'unauthorised' });
    expect(await college.words('MIS', ['Attending again', 'Chloe Evans'])).toContain('Nothing to do.');
    await college.moveTo('09:00', day(25));
    expect(await college.words('MIS', ['No attendance for a while', 'Aisha Khan'])).toContain('Friday 25 December');
    for (const name of ['Ben Carter', 'Chloe Evans', 'Daniel Osei']) expect(hint(name)).toBeUndefined();
    for (const id of ['M1', 'H1', 'O1', 'T1']) expect(hint('Aisha Khan', id)).toBeUndefined();
  });

  test('P: it comes once more on the last working day before it runs out, here Christmas Eve; noted, it is quiet until they attend again', async () => {
    const first = hint('Aisha Khan')?.id;
    await college.moveTo('18:00', day(30));
    expect(hint('Aisha Khan')?.id).toBe(first);
    await college.moveTo('09:00', day(31));
    const again = hint('Aisha Khan')?.id;
    expect(again).not.toBe(first);
    await college.moveTo('18:00', day(32));
    expect(hint('Aisha Khan')?.id).toBe(again);
    await college.press('MIS', ['No attendance for a while', 'Aisha Khan'], 'Noted', {
      'Note (optional)': 'on the file',
    });
    await college.moveTo('09:00', day(60));
    expect(hint('Aisha Khan')).toBeUndefined();
    expect(await college.c.tasks.countDocuments({ kind: 'funding-clock', learnerId: 'L1', isOpen: true })).toBe(0);
  });

  test('P: someone who came back and stayed away once more is told of once more', async () => {
    // Last there on Wednesday 16 December: a week before Wednesday 13 January.
    expect(await college.words('MIS', ['No attendance for a while', 'Chloe Evans'])).toContain('Wednesday 13 January');
    expect(await college.c.tasks.countDocuments({ kind: 'funding-clock', learnerId: 'L3' })).toBe(1);
  });
});
