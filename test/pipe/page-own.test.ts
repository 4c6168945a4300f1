import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('pages of who is not of the staff', () => {
  let college: College;
  const see = async (person: string, path: string) => pageWords((await visitorOf(college).see(person, path)).text);

  beforeAll(async () => {
    college = await College.open();
    await college.addHistory(
      'L1',
      Array.from({ length: 20 }, (_, i) => ({
        code: i === 3 ? 'unauthorised' : 'present',
        on: addDays(monday, -i - 1),
      })),
      'APP',
    );
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1', programmeId: 'APP', title: 'Workshop' });
    for (const i of [1, 2, 3])
      await college.addSession({ _id: `n${i}`, programmeId: 'APP', title: 'Workshop', on: addDays(monday, i) });
    await college.addSession({ _id: 'b1', title: 'Business communication', at: '14:00' });
    await college.moveTo('09:00');
    await college.save('s1', { 'APP-L2': 'unauthorised' });
    await college.say('L1', 'not in on Wednesday, dentist');
    await college.say('L1', 'yes');
    await college.moveTo('10:00');
  });
  afterAll(() => college.close());

  test('a learner’s own page: the week, the year, what is still reachable, what was told, how to contest', async () => {
    const words = await see('L1', 'me');
    expect(words).toMatch(
      /Mon 23 Nov 09:00 to 12:00 Workshop Room 4, Sam Lee Present 14:00 to 17:00 Business communication/,
    );
    expect(words).toMatch(/Wed 25 Nov 09:00 to 12:00 Workshop Room 4, Sam Lee Told us: not in/);
    expect(words).toMatch(/What you told us .* Not in, Wednesday 25 November Confirmed · you said it/);
    expect(words).toMatch(/Ask for another look You can also write contest to Attendance in the chat/);
    // 20 of 21 attended, three to come: 23 of 24.
    expect(words).toMatch(
      /Still reachable: Level 3 Team Leader 3 sessions ahead, in the timetable until 26 Nov\. Come to all of them, and you are at 95% \. The aim, 100% : not reachable any more this year/,
    );
  });

  test('an employer reads who is in, the week, attendance and what was told, of the programme they employ for', async () => {
    const words = await see('E1', 'apprentices');
    expect(words).toMatch(/Aisha Khan Present Tue 24 Nov, 09:00 Workshop/);
    expect(words).toMatch(/Ben Carter Absent/);
    expect(words).toMatch(/Not in, Wednesday 25 November Confirmed · Aisha Khan said it/);
    // What they do at the college besides, and why they are away, is none of the employer's business.
    expect(words).not.toMatch(/Business communication|dentist|medical|Daniel Osei/);
  });

  test('nothing of it moves while a hold covers the learner, whoever marks or decides meanwhile (S11)', async () => {
    const freeze = async () =>
      [await see('E1', 'apprentices'), await see('L1', 'me')].map((one) => one.replaceAll(/\d\d:\d\d/g, ''));
    const before = await freeze();
    await college.say('L1', 'i dont want to be here any more');
    await college.press('S1', 'Aisha Khan', 'I have it');
    await college.c.notices.updateOne(
      { learnerId: 'L1' },
      {
        $push: {
          decisions: { packId: 'sts', state: 'rejected', byId: 'A1', at: college.bot.clock.now(), why: 'too late' },
        },
      },
    );
    await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: 's1',
      version: 2,
      page: 0,
      rest: 'leave',
      'm_APP-L1': 'unauthorised',
      why: 'wrong mark',
    });
    await college.settled();
    const register = await college.c.registers.findOne({ _id: 's1' });
    expect(register?.rows.find((one) => one.learnerId === 'L1')?.mark?.code).toBe('unauthorised');
    expect(await freeze()).toEqual(before);
  });
});
