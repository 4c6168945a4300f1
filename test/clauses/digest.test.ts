import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { programmesOfDigest } from '../../src/usecases/overview/digest-changes.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { nodesOf } from '../cards/check-card.ts';
import { College, day } from '../support/college.ts';
import { pagesOn, teamsAppId } from '../support/pages-on.ts';
import { wordsOf } from '../teams/client.ts';

/** Monday's digest: what waits first, then what changed; one a person, none in a break (SPEC P). */
describe('the digest of a Monday', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, rulesAlone: true, withDigests: true, teamsAppId });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const n of [0, 1, 2, 3, 4, 7, 8, 9, 10, 11])
      await college.addSession({ _id: `d-${n}`, on: day(n), minutes: 60, title: `Day ${n}` });
    await college.c.people.updateOne(
      { _id: 'H1' },
      { $set: { away: [{ from: day(14), to: day(14), deputyId: 'M1' }] } },
    );
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'england-and-wales' } });
    for (const id of ['T1', 'M1', 'H1', 'A1', 'V1', 'S1', 'L3']) await college.say(id, 'help');
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  const digests = (id: string) =>
    college.teams.shownTo(college.user(id)).filter(({ card }) => wordsOf(card).startsWith('Your week from'));
  const own = (id: string) =>
    digests(id)
      .filter(({ card }) => !wordsOf(card).includes('who is away'))
      .at(-1);
  const words = (id: string) => wordsOf(own(id)?.card);
  async function live(n: number, away: readonly string[]): Promise<void> {
    await college.moveTo('09:00', day(n));
    await college.save(`d-${n}`, Object.fromEntries(away.map((id) => [`BUS-${id}`, 'unauthorised'])));
  }

  test('P: comes on a Monday at eight, with what waits on top and what changed below it, and names nobody under a hold', async () => {
    for (const n of [0, 1, 2, 3, 4]) await live(n, n < 2 ? ['L4'] : []);
    for (const n of [7, 8, 9, 10, 11]) await live(n, n < 9 ? ['L2', 'L3'] : []);
    await college.say('L3', 'i dont want to be here any more');
    expect(digests('M1').map(({ card }) => wordsOf(card))).toEqual([]);
    await college.moveTo('08:00', day(14));
    const mentor = words('M1');
    expect(mentor).toContain('Your week from Monday 7 December');
    const runs = nodesOf(own('M1')?.card).filter(({ type }) => type === 'TextRun');
    const said = runs.map(({ text }) => text).join('');
    expect(said).toContain('Last week: 1 down: Ben Carter 100 to 60. 1 up: Daniel Osei 60 to 100.');
    expect(mentor).not.toContain('Chloe');
    // Nothing waits for who manages the other programme, and no week with marks is over on it.
    expect(digests('A1')).toEqual([]);
    expect(words('V1')).toMatch(/Attendance was \d+%/);
    expect(words('V1')).not.toMatch(/Carter|Evans|Osei/);
    expect(await college.find('T1', 'Your week from')).toBeUndefined();
  });

  test('P: each learner whom it says something of leads their mentor to the story', () => {
    const led = nodesOf(own('M1')?.card).flatMap(({ type, text, selectAction }) =>
      type === 'TextRun' && selectAction ? [[text, ...pagesOn(selectAction)]] : [],
    );
    expect(led).toEqual([
      ['Ben Carter', 'story/L2'],
      ['Daniel Osei', 'story/L4'],
    ]);
    expect(pagesOn(own('V1')?.card).filter((one) => one.startsWith('story'))).toEqual([]);
  });

  test('P: a deputy has the digest of somebody who is away, beside their own', () => {
    expect(digests('H1')).toEqual([]);
    expect(digests('M1')).toHaveLength(2);
    expect(college.find('M1', ['Your week from', 'For Ruth Adeyemi, who is away'])).toBeDefined();
  });

  test('P: is left out for the programmes of a pack that does without', async () => {
    const { world } = college.bot;
    const programmesWith = async (mondayDigest: boolean) => {
      const packs = world.packs.map((one) => ({ ...one, mondayDigest }));
      const mentor = await world.records.people.byId('M1');
      return mentor && (await programmesOfDigest({ ...world, packs }, mentor)).map((one) => one._id);
    };
    expect(await programmesWith(true)).toEqual(['BUS']);
    expect(await programmesWith(false)).toEqual([]);
  });

  test('P: a row brings what waits', async () => {
    const row = (await college.c.cases.findOne({ ownerId: 'M1', learnerId: 'L2', state: 'open' }))?._id ?? 'no case';
    const before = college.find('M1', ['Ben Carter', 'B: Disciplinary'])?.id;
    expect(before).toBeDefined();
    await college.people.press(college.user('M1'), own('M1') ?? {}, 'Show it here', {}, row);
    await college.settled();
    const shown = college.teams
      .shownTo(college.user('M1'))
      .findLast(({ card }) => wordsOf(card).startsWith('Ben Carter'));
    expect(shown).toBeDefined();
    expect(shown?.id).not.toBe(before);
  });

  test('P: the next one takes its place; on a bank holiday it waits for the day after, and in a break there is none', async () => {
    await college.c.programmes.updateMany({}, { $set: { division: 'england-and-wales' } });
    await college.moveTo('08:00', day(21));
    expect(digests('M1')).toHaveLength(1);
    expect(words('M1')).toContain('Your week from Monday 14 December');
    expect(digests('H1')).toHaveLength(1);
    await college.c.programmes.updateMany(
      {},
      {
        $set: {
          terms: [
            { from: '2026-09-07', to: '2026-12-18' },
            { from: '2027-01-05', to: '2027-04-30' },
          ],
        },
      },
    );
    for (const n of [28, 35]) {
      await college.moveTo('08:00', day(n));
      expect([n, digests('M1').length, digests('V1').length]).toEqual([n, 0, 0]);
    }
    // Term begins on a Tuesday.
    await college.moveTo('08:00', day(42));
    expect(digests('V1')).toEqual([]);
    await college.moveTo('08:00', day(43));
    expect(words('V1')).toContain('Your week from Monday 4 January');
  });
});
