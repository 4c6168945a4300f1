import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addMinutes } from '../../src/domain/calendar.ts';
import { isOutside } from '../../src/domain/person.ts';
import { type Task, taskKinds } from '../../src/domain/task.ts';
import { isHiddenByHold } from '../../src/usecases/core/hold-gate.ts';
import { messageTo } from '../../src/usecases/core/reach-person.ts';
import { tellChange } from '../../src/usecases/core/tell-people.task.ts';
import { viewTask } from '../../src/usecases/desk/view-task.ts';
import { College, day } from '../support/college.ts';

/** Everything an employer, a learner and another learner have been shown about someone, drawn again under a hold (S11). */
describe('the gate of a hold', () => {
  let college: College;

  beforeAll(async () => {
    college = await College.open();
    for (const id of ['T1', 'A1', 'E1', 'L1', 'L2']) await college.say(id, 'help');
    const common = { programmeId: 'APP', type: 'one-to-one', learnerIds: ['L1'], minutes: 60 };
    await college.addSession({ _id: 'gate', at: '09:00', title: 'Coaching 1-2-1', ...common });
    await college.moveTo('09:00');
    await college.save('gate', { 'APP-L1': 'unauthorised' });
    await college.press('T1', 'Agree an alternative 1-2-1', 'Offer these times');
    await college.press('L1', 'Pick a time', 'Agree this time');
    await college.moveTo('09:31');
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', {
      Learner: 'L1',
      'What have': 'keeps missing Tuesday mornings',
    });
    await college.press('A1', ['at risk of disengaging', 'Aisha Khan'], 'Action plan');
    for (const who of ['E1', 'L1'])
      await college.press('A1', 'what is to be done?', 'Add this action', {
        Action: `Weekly call with ${who}`,
        Who: who,
        By: day(18),
      });
    await college.press('A1', 'what is to be done?', 'Start the plan');
    const employer = await college.c.people.findOne({ _id: 'E1' });
    const change = { key: 'gate-change', title: 'About Aisha Khan', lines: ['A room has changed.'], aboutId: 'L1' };
    await tellChange(college.bot.world, change, [employer!]);
    await college.settled();
  });
  afterAll(() => college.close());

  /** Kinds of which someone outside sees a card about L1 now. */
  async function drawnFor(personId: string): Promise<string[]> {
    const viewer = (await college.c.people.findOne({ _id: personId }))!;
    const tasks = await college.c.tasks.find({ learnerId: 'L1' }).toArray();
    const drawn = new Set<string>();
    for (const task of tasks) {
      const card = await viewTask(college.bot.world, task, viewer);
      if (card?.card === 'form-plain') drawn.add(task.kind);
    }
    return [...drawn].toSorted();
  }

  test('without a hold employer and learner see their cards; under one the employer keeps what stands in their chat and sees nothing that moved since, the learner their own', async () => {
    const theirs = ['absence', 'plan-action', 'release', 'session-change'];
    expect(await drawnFor('E1')).toEqual(theirs);
    const own = ['alternative-session', 'plan-action', 'policy-read', 'session-change'];
    expect(await drawnFor('L1')).toEqual(own);
    await college.say('L1', 'i want to kill myself');
    // A card that vanished would tell the employer that somebody has written.
    expect(await drawnFor('E1')).toEqual(theirs);
    const moved = { at: addMinutes(college.bot.clock.now(), 1), act: 'changed' as const };
    await college.c.tasks.updateMany({ learnerId: 'L1' }, { $push: { history: moved } });
    expect(await drawnFor('E1')).toEqual([]);
    expect(await drawnFor('L1')).toEqual(own);
  });

  test('under one nobody is told anything of the learner, and a text about them that waits is dropped; of another both go out', async () => {
    const { world } = college.bot;
    const employer = (await college.c.people.findOne({ _id: 'E1' }))!;
    for (const [learnerId, isHeld] of [
      ['L1', true],
      ['L2', false],
    ] as const) {
      const change = {
        key: `told-${learnerId}`,
        title: 'A change',
        lines: ['A room has changed.'],
        aboutId: learnerId,
      };
      expect([learnerId, await tellChange(world, change, [employer])]).toEqual([learnerId, isHeld ? 0 : 1]);
      const message = { key: `text-${learnerId}`, about: learnerId, subject: 'A text', body: 'A room has changed.' };
      const row = messageTo({ channel: 'sms', to: '+447700900155' }, message);
      await world.records.outbox.put([row], world.clock.now());
      world.wake();
      await college.settled();
      const became = await college.c.outbox.findOne({ _id: row._id });
      expect([learnerId, became?.droppedAt !== undefined, became?.handedAt !== undefined]).toEqual([
        learnerId,
        isHeld,
        !isHeld,
      ]);
    }
  });

  test.each(taskKinds)(
    'under a hold a new card of the kind %s shows nothing to an employer, another learner or a colleague at work',
    async (kind) => {
      const { world } = college.bot;
      const outsiders = await college.c.people.find({ _id: { $in: ['E1', 'L2'] } }).toArray();
      expect(outsiders.every(isOutside)).toBe(true);
      const at = college.bot.clock.now();
      const task: Task = {
        _id: `new|${kind}`,
        kind,
        ownerIds: [],
        watcherIds: [],
        state: 'open',
        isOpen: true,
        isShown: true,
        data: {},
        history: [{ at, act: 'opened' }],
        presses: [],
        version: 1,
        openedAt: at,
      };
      for (const viewer of outsiders) {
        // Only the Safeguarding Team's own words go to whom they are for.
        const isHidden = world.traits[kind].whileHeld !== 'everyone';
        expect(await isHiddenByHold(world, { ...task, learnerId: 'L1' }, viewer)).toBe(isHidden);
        expect(await isHiddenByHold(world, { ...task, learnerId: 'L2' }, viewer)).toBe(false);
      }
      expect(taskKinds.filter((one) => world.traits[one].whileHeld === 'everyone')).toEqual(['outside-message']);
    },
  );
});
