import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';

const praise = 'Well done, ';

/** A kind word when the next week begins, over weeks (policy 1.2, SPEC P). */
describe('praise', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['T1', 'M1', 'H1', 'O1', 'L1', 'L2', 'L3', 'L4', 'L5']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const praises = (id: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => JSON.stringify(one.card ?? '').includes(praise)).length;
  const teach = async (week: number, marks: Record<string, string> = {}, programmeId = 'BUS') => {
    for (const n of [0, 1, 2]) {
      const on = day(7 * week + n);
      const at = programmeId === 'BUS' ? '10:00' : '14:00';
      await college.addSession({ _id: `${programmeId}-${week}-${n}`, programmeId, on, at, minutes: 60 });
      await college.moveTo(at, on);
      await college.save(`${programmeId}-${week}-${n}`, n === 2 ? marks : {});
    }
  };

  test('P: a full week after one with a gap brings one warm message on the next working morning, to the learner alone; a full week after a full one brings none', async () => {
    await teach(0, {
      'BUS-L2': 'unauthorised',
      'BUS-L3': 'unauthorised',
      'BUS-L4': 'unauthorised',
      'BUS-L5': 'unauthorised',
    });
    await teach(1);
    await college.moveTo('20:00', day(13));
    expect(praises('L2')).toBe(0);
    await college.press('L4', 'Attendance: please read this', 'Read and understood');
    await college.moveTo('09:01', day(14));
    expect(praises('L2')).toBe(1);
    expect(await college.words('L2', praise)).toContain(
      'You were at every session last week. Well done, and thank you.',
    );
    expect(praises('L1')).toBe(0);
    for (const id of ['T1', 'M1', 'H1']) expect(praises(id)).toBe(0);
    expect((await college.sent('L2')).filter((one) => one.includes('every session'))).toEqual([]);
  });

  test('P: nothing comes under a hold, while something is contested, or on a break', async () => {
    const { enrolments } = college.c;
    await teach(2, {
      'BUS-L2': 'unauthorised',
      'BUS-L3': 'unauthorised',
      'BUS-L4': 'unauthorised',
      'BUS-L5': 'unauthorised',
    });
    await college.say('L4', 'contest');
    await college.press('L4', 'Ask for another look', 'Send', {
      'What do you': 'mark|BUS-2-2|BUS-L4',
      'Why?': 'I was in',
    });
    await teach(3);
    await college.say('L3', 'i dont want to be here any more');
    await enrolments.updateOne({ _id: 'BUS-L5' }, { $set: { breaks: [{ from: day(27) }] } });
    const before = Object.fromEntries(['L2', 'L3', 'L4', 'L5'].map((id) => [id, praises(id)]));
    await college.moveTo('09:01', day(28));
    expect(praises('L2')).toBe((before.L2 ?? 0) + 1);
    for (const id of ['L3', 'L4', 'L5']) expect([id, praises(id)]).toEqual([id, before[id]]);
  });

  test('P: at most one a week, on however many programmes; where the pack is silent nothing is said', async () => {
    const sts = college.bot.world.packs.find((one) => one.id === 'sts');
    if (!sts) throw new Error('no pack');
    expect(sts.praise).toBeNull();
    sts.praise = { clause: 'P', for: ['full-week'], leastSessions: 3 };
    const gaps = { 'BUS-L1': 'unauthorised', 'BUS-L2': 'unauthorised' };
    await teach(7, gaps);
    await teach(8);
    const marks = { 'APP-L1': 'authorised' };
    await teach(9, marks, 'APP');
    const before = praises('L1');
    for (const n of [0, 1, 2])
      for (const [programmeId, at] of [
        ['BUS', '10:00'],
        ['APP', '14:00'],
      ] as const) {
        const id = `both-${programmeId}-${n}`;
        await college.addSession({ _id: id, programmeId, on: day(70 + n), at, minutes: 60 });
        await college.moveTo(at, day(70 + n));
        await college.save(id);
      }
    await college.moveTo('09:01', day(77));
    expect(praises('L1')).toBe(before + 1);
    expect(await college.c.tasks.countDocuments({ kind: 'praise', isOpen: true })).toBe(0);
  });
});
