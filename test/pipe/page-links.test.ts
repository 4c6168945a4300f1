import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { pagesOn, teamsAppId } from '../support/pages-on.ts';
import { thirdMissed } from '../support/review.ts';
import { visitorOf } from '../support/visitor.ts';
import { actionsOf } from '../teams/client.ts';

/** A college in which Ben's third occurrence came this morning. */
async function openCollege(options: { teamsAppId?: string }): Promise<College> {
  const college = await College.open({ learners: 4, ...options });
  await college.addHistory('L2', thirdMissed);
  await recount(college.bot.world, true);
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.save('s1', { 'BUS-L2': 'unauthorised' });
  return college;
}

describe('cards lead to pages', () => {
  let college: College;
  beforeAll(async () => {
    college = await openCollege({ teamsAppId });
    await college.addPerson('D1', 'Dee Head', ['leader']);
  });
  afterAll(() => college.close());

  /** What the answer to these words leads to; opened, it is theirs. */
  async function asked(person: string, text: string): Promise<string[]> {
    const before = new Set(college.teams.shownTo(college.user(person)).map((one) => one.id));
    await college.say(person, text);
    const fresh = college.teams.shownTo(college.user(person)).filter((one) => !before.has(one.id));
    const paths = [...new Set(fresh.flatMap((one) => pagesOn(one.card)))];
    for (const path of paths)
      expect([person, path, (await visitorOf(college).see(person, path)).status]).toEqual([person, path, 200]);
    return paths;
  }

  test('a card about a learner leads the staff to their story, and nobody else', async () => {
    const risk = await college.card('M1', ['Red risk', 'Ben Carter']);
    expect(pagesOn(risk.card)).toEqual(['story/L2']);
    await college.press('M1', ['Red risk', 'Ben Carter'], 'B: Disciplinary');
    const draft = await college.card('M1', ['Propose a Conduct Review', 'Ben Carter']);
    expect(pagesOn(draft.card)).toEqual(['story/L2']);
    for (const id of ['L2', 'E1'])
      expect(college.teams.shownTo(college.user(id)).flatMap((one) => pagesOn(one.card))).toEqual([]);
  });

  test.each([
    ['M1', 'Ben', ['story/L2']],
    ['M1', 'who worries me', ['story/L2', 'caseload']],
    ['M1', 'what changed', ['caseload']],
    ['H1', 'what changed', ['college']],
    ['D1', 'who worries me', ['college']],
    ['H1', 'registers late', ['registers']],
    ['H1', 'attendance Level 2 by week', ['programmes?by=programme&of=percent&programme=BUS']],
    ['M1', 'attendance by week', ['caseload']],
    ['H1', 'how are we doing', ['college']],
    ['O1', 'who is out', ['story/L2', 'today']],
    ['O1', 'not confirmed', ['not-confirmed']],
    ['E1', 'my learners', ['apprentices']],
    ['L2', 'how much have i missed', ['me']],
    // They have no page of the day; the name leads to the story all the same.
    ['T1', 'who is out', ['story/L2']],
  ])('%s: %s', async (person, text, pages) => {
    expect(await asked(person, text)).toEqual(pages);
  });

  test('the list of the missing leads to Today, where phones stand on the rows', async () => {
    await college.addSession({ _id: 's2', programmeId: 'APP', at: '10:00' });
    await college.moveTo('10:00');
    await college.save('s2', { 'APP-L1': 'unauthorised' });
    await college.moveTo('10:30');
    const { card } = await college.card('A1', 'Missing: Monday');
    expect(pagesOn(card)).toEqual(['story/L1', 'today']);
    expect((await visitorOf(college).see('A1', 'today')).status).toBe(200);
  });
});

test('without the app’s id, and outside the demo, no card leads anywhere', async () => {
  const college = await openCollege({});
  const risk = await college.card('M1', ['Red risk', 'Ben Carter']);
  expect(actionsOf(risk.card).map((one) => one.type)).not.toContain('Action.OpenUrl');
  await college.close();
});
