import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';

const day = (n: number) => addDays(monday, n);

describe('the app is installed again', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    for (const one of ['L1', 'T1']) await college.people.install(college.user(one));
    await college.settled();
  });
  afterAll(() => college.close());
  const hellos = (person: string) =>
    college.teams.shownTo(college.user(person)).filter((one) => JSON.stringify(one).includes('Hello')).length;

  test('with nothing waiting it says hello, so that no chat is empty', async () => {
    expect(hellos('L1')).toBe(1);
    await college.press('L1', 'please read this', 'Read and understood');
    await college.moveTo('08:00', day(1));
    await college.people.install(college.user('L1'));
    await college.settled();
    expect(hellos('L1')).toBe(2);
  });

  test('with a register waiting that comes again, and no second hello', async () => {
    await college.addSession({ _id: 'again', on: day(1) });
    await college.moveTo('09:00', day(1));
    await college.card('T1', '"registerId":"again"');
    const before = hellos('T1');
    await college.people.install(college.user('T1'));
    await college.settled();
    expect(hellos('T1')).toBe(before);
  });
});
