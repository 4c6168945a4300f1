import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newYear } from '../../src/cli/new-year.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { College } from '../support/college.ts';

let college: College;
beforeAll(async () => {
  college = await College.open({ learners: 3, rulesAlone: true });
});
afterAll(() => college.close());

const asked = async (env: NodeJS.ProcessEnv = {}) => {
  const { title, items } = await newYear(college.bot.world, college.c, env);
  return { title, lines: items.map((one) => `${one.state}: ${one.what}`) };
};
const goTo = (day: string) => college.bot.clock.moveTo(instantOf(day, '09:00'));

test('from May on it is about the year that comes, before that about the one that runs', async () => {
  await goTo('2027-04-30');
  expect((await asked()).title).toBe('The college year 2026–2027, from Saturday 1 August 2026');
  await goTo('2027-05-04');
  expect((await asked()).title).toBe('The college year 2027–2028, from Sunday 1 August 2027');
});

test('what nobody has done for the new year is to do, by ids and numbers alone', async () => {
  await goTo('2027-07-01');
  await college.c.enrolments.updateMany({ learnerId: 'L1' }, { $set: { to: '2027-07-16' } });
  await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { terms: [{ from: '2026-09-07', to: '2027-07-09' }] } });
  const { lines } = await asked({
    LINK_SECRET_BEFORE: 'x',
    MIS_WEBHOOK_KEYS: 'b:1,a:2',
    MIS_READ_KEYS: 'bi+names:1,bi:2,x:3',
  });
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^look: policy green-labyrinth: version \S+ of .* goes on$/),
      'to do: term dates of BUS end before the new year does',
      'look: no term dates for APP',
      'done: bank holidays are known until the end of 2028',
      'to do: leavers: 1 learner with no place in the new year and no last day: L1',
      'to do: intake: no place begins in the new year',
      'to do: timetable: no session in the new year',
      'to do: keys from before a change are still taken: LINK_SECRET_BEFORE, the second of MIS_WEBHOOK_KEYS, the old key of bi in MIS_READ_KEYS',
    ]),
  );
});

test('what has been done is done', async () => {
  await college.c.people.updateOne({ _id: 'L1' }, { $set: { left: '2027-07-16' } });
  const terms = [
    { from: '2026-09-07', to: '2027-07-09' },
    { from: '2027-09-06', to: '2027-12-17' },
  ];
  await college.c.programmes.updateMany({}, { $set: { terms } });
  const place = { _id: 'E-new', learnerId: 'L2', programmeId: 'BUS', groups: [], from: '2027-08-30' };
  await college.c.enrolments.insertOne(place);
  await college.addSession({ _id: 's-new', on: '2027-09-06', at: '09:00', title: 'Welcome' });
  const { lines } = await asked();
  expect(lines.filter((one) => one.startsWith('to do'))).toEqual([]);
  expect(lines).toEqual(
    expect.arrayContaining([
      'done: term dates reach into the new year for 2 programmes',
      'done: leavers: everyone without a place in the new year has a last day',
      'done: intake: 1 place begins in the new year',
      'done: timetable: 1 session in the new year',
      'done: keys: none from before a change is taken any more',
    ]),
  );
});

test('once the year has turned, whoever has still to close or carry over is named', async () => {
  await college.c.tasks.insertOne({
    _id: 'year-turn|2027|M1',
    kind: 'year-turn',
    ownerIds: ['M1'],
    state: 'asked',
    isOpen: true,
    isShown: true,
    data: { year: 2027, ownerId: 'M1' },
    history: [],
    openedAt: college.bot.clock.now(),
  } as never);
  await goTo('2027-08-03');
  expect((await asked()).lines).toContain('to do: what the old year left open waits for 1 colleague: M1');
});
