import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const told = 'You told us about Ben Carter';
const about = 'Jordan Blake told us about you';
const asked = ['A learner contests', 'there were no buses at all'];

/** An absence an employer told of, from nobody deciding to the answer after its contest, over Christmas (S2, G2, SPEC P). */
describe('a notice that is decided late, and contested', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('A2', 'Ade Bello', ['apprenticeship-manager']);
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.c.programmes.updateMany({}, { $set: { division: 'england-and-wales' } });
    // On this programme alone: else the office decides about the same day under the other policy.
    await college.c.enrolments.deleteOne({ _id: 'BUS-L2' });
    for (const id of ['E1', 'L2', 'T1', 'A1', 'A2', 'O1', 'V1']) await college.say(id, 'help');
    const lesson = { programmeId: 'APP', type: 'other', title: 'Thursday class' };
    await college.addSession({ ...lesson, _id: 'thu', on: day(24), minutes: 60 });
    await college.moveTo('10:00', day(23));
    await college.say('E1', 'Ben Carter is off tomorrow, train strike');
    await college.press('E1', 'About Ben Carter', 'Confirm');
    await college.moveTo('09:00', day(24));
    await college.save('thu');
  });
  afterAll(() => college.close());

  const list = ['Absences to decide', 'Ben Carter'];
  /** The leader's card that this lies with others, as long as there is something to press on it. */
  const passedUp = (what: string) => college.find('V1', ['Not answered yet', what, 'Ask again now']);
  const mark = async () =>
    (await college.c.registers.findOne({ _id: 'thu' }))?.rows.find((one) => one.learnerId === 'L2')?.mark;
  /** Cards of somebody that hold these words. */
  const cards = (id: string, ...words: string[]) =>
    college.teams.shownTo(college.user(id)).filter(({ card }) => words.every((one) => wordsOf(card).includes(one)));

  test('S2: nobody decides: the manager is asked again, after five working days the leader sees with whom it lies; the mark stays pending, and nobody hears a decision', async () => {
    const first = (await college.card('A1', list)).id;
    await college.moveTo('09:01', day(28));
    expect(college.find('A1', list)?.id).not.toBe(first);
    expect(cards('A1', ...list)).toHaveLength(1);
    await college.moveTo('18:00', day(29));
    expect(passedUp('Absences to decide')).toBeUndefined();
    await college.moveTo('09:01', day(30));
    expect(wordsOf(passedUp('Absences to decide')?.card)).toContain('With Alex Morgan since Wednesday 16 December');
    expect((await mark())?.code).toBe('notice-pending');
    expect([cards('L2', about, 'ccepted'), cards('E1', told, 'ccepted')]).toEqual([[], []]);
  });

  test('S2: a new manager has it over the bank holidays and rejects it; whoever told of it and the learner each read that once', async () => {
    await college.passProgramme('APP', 'A2');
    expect(college.find('A1', list)).toBeUndefined();
    expect(passedUp('Absences to decide')).toBeUndefined();
    await college.card('A2', list);
    // From Christmas Eve's evening on nobody is at work.
    await college.moveTo('20:00', day(31));
    const before = (await college.card('A2', list)).id;
    await college.moveTo('20:00', day(35));
    expect(college.find('A2', list)?.id).toBe(before);
    await college.moveTo('12:01', day(36));
    const id = (await college.c.notices.findOne({ learnerId: 'L2' }))?._id;
    await college.press('A2', list, 'Reject', { 'Reason, before': 'buses ran' }, id);
    const words = 'Not accepted by Ade Bello: buses ran';
    expect([cards('L2', about, words), cards('E1', told, words)].map((all) => all.length)).toEqual([1, 1]);
    expect((await mark())?.code).toBe('unauthorised');
    expect(passedUp('Absences to decide')).toBeUndefined();
  });

  test('P: the learner contests it from its card; unanswered it is asked again, and passed up past the manager who decided it, to who may answer', async () => {
    const form = await college.people.press(
      college.user('L2'),
      await college.card('L2', about),
      'Ask for another look',
    );
    await college.people.press(college.user('L2'), { card: form.card! }, 'Send', { 'Why?': asked[1] ?? '' });
    await college.settled();
    expect(await college.words('L2', about)).toContain('You asked for another look; Pat Quinn');
    const first = (await college.card('O1', asked)).id;
    await college.moveTo('09:01', day(37));
    expect((await college.card('O1', asked)).id).toBe(first);
    await college.moveTo('09:01', day(38));
    expect((await college.card('O1', asked)).id).not.toBe(first);
    // New Year's Day counts for nothing.
    await college.moveTo('18:00', day(43));
    expect(passedUp('A contest')).toBeUndefined();
    await college.moveTo('09:01', day(44));
    expect(wordsOf(passedUp('A contest')?.card)).toContain('With Pat Quinn since Tuesday 29 December');
    expect(college.find('A2', ['Not answered yet', 'A contest'])).toBeUndefined();
  });

  test('P: the leader takes it over and accepts the absence; both hear, once, in place of the rejection, and the register has it', async () => {
    await college.press('V1', ['Not answered yet', 'A contest'], 'Take it over');
    expect(college.find('O1', [...asked, 'It stays'])).toBeUndefined();
    await college.press('V1', asked, 'Accept the absence', { 'Your answer': 'the strike ran that day' });
    expect(await mark()).toMatchObject({ code: 'authorised', byId: 'V1' });
    const words = 'Accepted by Val Grant';
    expect([cards('L2', about, words), cards('E1', told, words)].map((all) => all.length)).toEqual([1, 1]);
    expect([cards('L2', about, 'buses ran'), cards('E1', told, 'buses ran')]).toEqual([[], []]);
    expect(await college.words('L2', 'Changed')).toContain('the strike ran that day');
    await college.moveTo('09:01', day(58));
    for (const id of ['A2', 'O1', 'V1']) expect(college.find(id, list)).toBeUndefined();
    const waiting = { learnerId: 'L2', isOpen: true, kind: { $in: ['contest', 'chase', 'decide-notices'] as const } };
    const left = await college.c.tasks.find(waiting as never).toArray();
    expect(left.filter((one) => !one._id.includes('policy-read'))).toEqual([]);
  });
});
