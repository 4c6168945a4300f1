import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import type { Task, TaskKind } from '../../src/domain/task.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { openTask, redrawTask } from '../../src/usecases/core/put-task.ts';
import { openContest } from '../../src/usecases/fairness/contest.task.ts';
import { openFitness } from '../../src/usecases/measures/fitness-to-study.task.ts';
import { openReferral } from '../../src/usecases/measures/referral.task.ts';
import { openRemoval } from '../../src/usecases/measures/removal.task.ts';
import { openSeriousReview } from '../../src/usecases/measures/serious-review.task.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, inputsOf } from '../teams/client.ts';

const packId = 'green-labyrinth';
const bus = (learnerId: string) => ({ learnerId, programmeId: 'BUS', packId });
const mentor = async (world: World) => (await world.records.people.byId('M1'))!;

/** One kind of decision: how it is asked, what is pressed, and what it has become once it is carried out. */
type Decided = {
  kind: TaskKind;
  name: string;
  learnerId: string;
  owner: string;
  open(world: World): Promise<unknown>;
  card: string;
  /** The button its inputs stand behind. */
  opener?: string;
  press: string;
  fields: Record<string, string>;
  state: string;
  /** True where a contest stops it. */
  rests: boolean;
};

const review =
  (learnerId: string, state: 'draft' | 'proposed' | 'running' | 'final', ownerId = 'M1') =>
  (world: World) =>
    openTask(world, {
      _id: `conduct-review|${learnerId}`,
      kind: 'conduct-review',
      learnerId,
      programmeId: 'BUS',
      ownerIds: [ownerId],
      state,
      data: {
        packId,
        causes: [{ code: 'said', words: 'Late often' }],
        targets: ['a', 'b', 'c'].map((words) => ({ code: 'own', words })) as never,
        comments: state === 'final' ? ['on time', 'on time'] : [],
        from: addDays(monday, state === 'final' ? -14 : 0),
        to: addDays(monday, state === 'final' ? -3 : 11),
      },
    });
const plan = (learnerId: string) => (world: World) =>
  openTask(world, {
    _id: `action-plan|${learnerId}`,
    kind: 'action-plan',
    learnerId,
    programmeId: 'BUS',
    ownerIds: ['A1'],
    state: 'review',
    data: { packId, caseId: 'a-case', actions: [], rounds: 0 },
  });
const final = { 'Wins and areas': 'on time each day', 'Next steps': 'back to usual' };

const decisions: Decided[] = [
  {
    kind: 'serious-review',
    name: 'Aisha Khan',
    learnerId: 'L1',
    owner: 'H1',
    open: (world) => openSeriousReview(world, { ...bus('L1'), causes: [{ code: 'review-not-passed' }] }, 'L1'),
    card: 'Serious review',
    press: 'The learner stays',
    fields: { Why: 'a clear plan now' },
    state: 'stays',
    rests: true,
  },
  {
    kind: 'fitness-to-study',
    name: 'Ben Carter',
    learnerId: 'L2',
    owner: 'H1',
    open: async (world) =>
      openFitness(
        world,
        { ...bus('L2'), caseId: 'case-L2' },
        await mentor(world),
        [{ code: 'said', words: 'health' }],
        'L2',
      ),
    card: 'Fitness to study',
    press: 'Second report',
    fields: { Why: 'we have talked' },
    state: 'second-report',
    rests: true,
  },
  {
    kind: 'removal',
    name: 'Chloe Evans',
    learnerId: 'L3',
    owner: 'A1',
    open: async (world) =>
      openRemoval(
        world,
        { _id: 'plan', learnerId: 'L3', programmeId: 'APP', data: { packId: 'sts' } } as Task<{ packId: string }>,
        await mentor(world),
        'no contact',
      ),
    card: 'Removal proposed',
    press: 'Remove from the programme',
    fields: { Why: 'no contact for weeks' },
    state: 'remove',
    rests: true,
  },
  {
    kind: 'place-decision',
    name: 'Daniel Osei',
    learnerId: 'L4',
    owner: 'H1',
    open: (world) =>
      openTask(world, {
        _id: 'place-decision|exam|L4',
        kind: 'place-decision',
        learnerId: 'L4',
        programmeId: 'BUS',
        ownerIds: ['H1'],
        state: 'open',
        data: { packId, what: 'exam', below: 64 },
      }),
    card: 'A place at risk',
    press: 'Not entered, no progress',
    fields: { Why: 'too much was missed' },
    state: 'lose',
    rests: true,
  },
  {
    kind: 'referral',
    name: 'Ella Wright',
    learnerId: 'L5',
    owner: 'H1',
    open: async (world) =>
      openReferral(
        world,
        { _id: 'report', version: 1, learnerId: 'L5', programmeId: 'BUS', data: { packId } } as Task<{
          packId: string;
        }>,
        await mentor(world),
        'does not answer',
      ),
    card: 'Referred to you',
    press: 'Serious review',
    fields: { Why: 'nothing has helped' },
    state: 'serious-review',
    rests: true,
  },
  {
    kind: 'conduct-review',
    name: 'Freddie Novak',
    learnerId: 'L6',
    owner: 'M1',
    open: review('L6', 'final'),
    card: 'final review',
    opener: 'Write the final review',
    press: 'Record the review',
    fields: { ...final, 'Has the learner': 'yes' },
    state: 'passed',
    rests: true,
  },
  {
    kind: 'conduct-review',
    name: 'Grace Liu',
    learnerId: 'L7',
    owner: 'M1',
    open: review('L7', 'final'),
    card: 'final review',
    opener: 'Write the final review',
    press: 'Record the review',
    fields: { ...final, 'Has the learner': 'no' },
    state: 'failed',
    rests: true,
  },
  {
    kind: 'conduct-review',
    name: 'Harry Singh',
    learnerId: 'L8',
    owner: 'M1',
    open: review('L8', 'running'),
    card: 'Conduct Review running',
    opener: 'Comment, or end it early',
    press: 'End it early',
    fields: { 'This week': 'new timetable, on time' },
    state: 'ended',
    rests: false,
  },
  {
    kind: 'conduct-review',
    name: 'Isla Murphy',
    learnerId: 'L9',
    owner: 'M1',
    open: review('L9', 'running'),
    card: 'Conduct Review running',
    opener: 'Comment, or end it early',
    press: 'End it: serious review',
    fields: { 'This week': 'did not keep to it' },
    state: 'escalated',
    rests: true,
  },
  {
    kind: 'conduct-review',
    name: 'Aisha Khan',
    learnerId: 'L1',
    owner: 'H1',
    open: review('L1', 'proposed', 'H1'),
    card: 'Approve this Conduct Review?',
    press: 'Not approved',
    fields: { 'If not: why': 'talk to him first' },
    state: 'draft',
    rests: false,
  },
  {
    kind: 'conduct-review',
    name: 'Daniel Osei',
    learnerId: 'L4',
    owner: 'M1',
    open: review('L4', 'draft'),
    card: 'Propose a Conduct Review',
    press: 'Not needed',
    fields: {},
    state: 'not-needed',
    rests: false,
  },
  {
    kind: 'action-plan',
    name: 'Ella Wright',
    learnerId: 'L5',
    owner: 'A1',
    open: plan('L5'),
    card: 'Action plan: time to review',
    press: 'Improved, close it',
    fields: { 'What has come of it?': 'in every day now' },
    state: 'improved',
    rests: false,
  },
  {
    kind: 'action-plan',
    name: 'Ben Carter',
    learnerId: 'L2',
    owner: 'A1',
    open: plan('L2'),
    card: 'Action plan: time to review',
    press: 'Another round',
    fields: { 'What has come of it?': 'a little better' },
    state: 'draft',
    rests: false,
  },
  {
    kind: 'action-plan',
    name: 'Harry Singh',
    learnerId: 'L8',
    owner: 'A1',
    open: plan('L8'),
    card: 'Action plan: time to review',
    press: 'Propose removal',
    fields: { 'What has come of it?': 'nothing at all' },
    state: 'no-improvement',
    rests: true,
  },
  {
    kind: 'contest',
    name: 'Jamie Smith',
    learnerId: 'L10',
    owner: 'H1',
    open: (world) =>
      openContest(world, 'L10', {
        ...bus('L10'),
        subject: { kind: 'flag', packId },
        label: 'Risk flag: amber',
        words: 'the bus was cancelled',
        byId: undefined,
      }),
    card: 'A learner contests',
    press: 'It stays',
    fields: { 'Your answer': 'the record is right' },
    state: 'upheld',
    rests: false,
  },
];

/** The minutes of grace of every decision on a task (SPEC P); those on a case, a lesson and a hold are in `undo.test.ts`. */
describe('undo of what is decided', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ undoMinutes: 10, rulesAlone: true });
    for (const id of ['M1', 'H1', 'A1', ...decisions.map((one) => one.learnerId)]) await college.say(id, 'help');
    // What a new chat brings by itself has come.
    await pass(30);
  });
  afterAll(() => college.close());

  let minute = 0;
  /** Business time goes on by so many minutes. */
  const pass = (minutes: number) => {
    minute += minutes;
    return college.moveTo(`${8 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`.padStart(5, '0'));
  };
  const taskOf = ({ kind, learnerId }: Decided) => college.c.tasks.findOne({ kind, learnerId });
  /** What others have of it: tasks, statuses, texts, MIS events, and cards of the learner. */
  async function elsewhere({ learnerId }: Decided): Promise<unknown> {
    const enrolments = await college.c.enrolments.find({ learnerId }).toArray();
    return {
      tasks: await college.c.tasks.countDocuments({ learnerId, kind: { $nin: ['held-press', 'chase'] } }),
      statuses: enrolments.map((one) => one.statuses?.map(({ status }) => status)),
      sent: (await college.sent(learnerId)).length,
      events: await college.c.misEvents.countDocuments({ learnerId }),
      cards: college.teams.shownTo(college.user(learnerId)).length,
    };
  }
  const titles = async (one: Decided) =>
    actionsOf((await college.card(one.owner, [one.card, one.name])).card).map(({ title }) => title);
  async function press(one: Decided, fields = one.fields): Promise<string> {
    const on = [one.card, one.name];
    const isOpen = one.opener === undefined || (await titles(one)).includes(one.press);
    const answer = isOpen
      ? await college.press(one.owner, on, one.press, fields)
      : await college.write(one.owner, on, one.opener ?? '', one.press, fields);
    return answer.words;
  }

  describe.each(decisions)('$kind: $press ($name)', (one) => {
    test('P: pressed, nothing of it happens; undone, its card asks again with all that was written', async () => {
      await college.bot.world.together(one.open);
      college.bot.world.wake();
      await college.settled();
      const before = await elsewhere(one);
      const asked = await taskOf(one);
      expect(await press(one)).toContain('Nothing has gone out yet');
      expect(await elsewhere(one)).toEqual(before);
      expect(await taskOf(one)).toMatchObject({ state: asked?.state, isOpen: true });
      expect(await titles(one)).not.toContain(one.press);
      await pass(2);
      const undone = await college.undo(one.owner, [one.card, one.name]);
      expect(undone.words).not.toContain('Nothing has gone out yet');
      const asks = one.opener ? await college.press(one.owner, [one.card, one.name], one.opener) : undone;
      expect(actionsOf(asks.card).map(({ title }) => title)).toContain(one.press);
      const given = Object.values(inputsOf(asks.card));
      for (const written of Object.values(one.fields)) expect(given).toContain(written);
      await pass(12);
      expect(await elsewhere(one)).toEqual(before);
      const after = await taskOf(one);
      expect(after).toMatchObject({ state: asked?.state, isOpen: true });
      expect(after?.history.map(({ act }) => act).filter((act) => act === 'pressed' || act === 'taken-back')).toEqual([
        'pressed',
        'taken-back',
      ]);
    });

    test('P: what cannot be carried out once its minutes are over says so on its card, with what was written', async () => {
      await press(one);
      const before = await elsewhere(one);
      const asked = (await taskOf(one))!;
      const setState = (state: string) => college.c.tasks.updateOne({ _id: asked._id }, { $set: { state } });
      const contest = { ...asked, _id: 'contest|x', kind: 'contest' as const, ownerIds: [], isShown: false };
      if (one.rests) await college.c.tasks.insertOne(contest);
      else await setState('final');
      await pass(11);
      expect(await taskOf(one)).toMatchObject({ isOpen: true });
      expect((await taskOf(one))?.history.at(-1)).toMatchObject({ act: 'not-carried-out' });
      const said = await college.words(one.owner, [one.name, 'could not be carried out any more']);
      for (const written of Object.values(one.fields).filter((words) => words.includes(' ')))
        expect(said).toContain(written);
      await college.c.tasks.deleteOne({ _id: 'contest|x' });
      expect(await elsewhere(one)).toEqual(before);
      if (one.rests) return;
      await setState(asked.state);
      await college.bot.world.together(async (inside) =>
        redrawTask(inside, await inside.records.tasks.byId(asked._id)),
      );
      await college.settled();
    });

    test('P: not undone, it is carried out once its minutes are over, in the name of who pressed', async () => {
      await press(one);
      await pass(11);
      const task = await taskOf(one);
      expect(task).toMatchObject({ state: one.state, isOpen: one.state === 'draft' });
      expect(task?.history.findLast((step) => step.byId)).toMatchObject({ byId: one.owner });
      expect((await college.c.tasks.findOne({ kind: 'held-press', 'data.about.id': task?._id }))?.data).toMatchObject({
        press: {},
        wrote: [],
      });
    });
  });

  test('P: words of a press that came to nothing are kept for a day', async () => {
    await college.bot.world.together(review('L10', 'final'));
    college.bot.world.wake();
    await college.settled();
    const card = ['final review', 'Jamie Smith'];
    await college.write('M1', card, 'Write the final review', 'Record the review', {
      ...final,
      'Has the learner': 'no',
    });
    const held = () => college.c.tasks.findOne({ kind: 'held-press', 'data.about.id': 'conduct-review|L10' });
    await college.undo('M1', card);
    expect(JSON.stringify((await held())?.data)).toContain('on time each day');
    await college.moveTo('23:59', addDays(monday, 1));
    expect((await held())?.data).toMatchObject({ press: {}, wrote: [] });
  });
});
