import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { moveTask, openTask } from '../../src/usecases/core/put-task.ts';
import { College, monday } from '../support/college.ts';
import { seenOn } from '../teams/client.ts';

const packId = 'green-labyrinth';

/** What stands open on a colleague's card about a learner, and what it says while it is somebody else's turn (SPEC P). */
describe('whose turn it is', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, rulesAlone: true });
    for (const id of ['M1', 'H1']) await college.say(id, 'help');
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const about = (learnerId: string) => ({ learnerId, programmeId: 'BUS' });
  const place = (learnerId: string) => (world: World) =>
    openTask(world, {
      ...about(learnerId),
      _id: `place-decision|exam|${learnerId}`,
      kind: 'place-decision',
      ownerIds: ['H1'],
      state: 'open',
      data: { packId, what: 'exam', below: 64 },
    });
  /** A review that the mentor has proposed to the head. */
  const proposed = (learnerId: string) => async (world: World) => {
    const task = await openTask(world, {
      ...about(learnerId),
      _id: `conduct-review|${learnerId}`,
      kind: 'conduct-review',
      ownerIds: ['M1'],
      state: 'draft',
      data: { packId, causes: [{ code: 'said', words: 'Late often' }], targets: [], comments: [] },
    });
    const dates = { from: addDays(monday, 7), to: addDays(monday, 18), proposedBy: 'M1' };
    const move = { act: 'proposed', state: 'proposed', ownerIds: ['H1'], watcherIds: ['M1'], data: dates } as const;
    await moveTask(
      world,
      task,
      { ...move, ownerIds: ['H1'], watcherIds: ['M1'] },
      { actorId: 'M1', pressId: task._id },
    );
  };
  async function put(...all: ((world: World) => Promise<unknown>)[]) {
    for (const one of all) {
      await college.bot.world.together(one);
      college.bot.world.wake();
      await college.settled();
    }
  }
  const seen = async (id: string, name: string) => seenOn((await college.card(id, name)).card);

  test('P: on the head’s card what the mentor waits for stands open, and the place at risk is a row below it, whichever came first', async () => {
    await put(proposed('L1'), place('L1'), place('L2'), proposed('L2'));
    for (const name of ['Aisha Khan', 'Ben Carter']) {
      const head = await seen('H1', name);
      expect(head).toContain('Approve this Conduct Review?');
      expect(head).toContain('\nApprove\n');
      expect(head).toContain('○ Open: \nA place at risk');
      expect(head).not.toContain('Keep the place');
    }
  });

  test('P: what the mentor just proposed is said once on their card, not in a row as well', async () => {
    expect((await seen('M1', 'Ben Carter')).split('Conduct Review proposed')).toHaveLength(2);
  });

  test('P: the mentor’s card, with nothing to press, is two lines: whose turn it is and since when', async () => {
    await college.moveTo('09:30', addDays(monday, 2));
    const mentor = await seen('M1', 'Aisha Khan');
    expect(mentor).toContain('◷ Waits for Ruth Adeyemi since Monday 23 November: Conduct Review proposed');
    for (const words of ['Late often', 'Figures', 'Open:', 'attended']) expect(mentor).not.toContain(words);
  });

  test('P: declined, it is the mentor’s turn again, and their card opens', async () => {
    await college.press('H1', 'Aisha Khan', 'Not approved', { 'If not: why': 'talk to her first' });
    expect(await seen('M1', 'Aisha Khan')).toContain('talk to her first');
    expect(await seen('H1', 'Aisha Khan')).toContain('A place at risk');
    expect(await seen('H1', 'Aisha Khan')).toContain('Keep the place');
  });
});
