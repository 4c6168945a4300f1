import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskKind } from '../../src/domain/task.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { openFitness } from '../../src/usecases/measures/fitness-to-study.task.ts';
import { openLaterReferral } from '../../src/usecases/measures/referral.task.ts';
import { openRemoval } from '../../src/usecases/measures/removal.task.ts';
import { openSeriousReview } from '../../src/usecases/measures/serious-review.task.ts';
import { openStep } from '../../src/usecases/measures/step.task.ts';
import { openLongAbsence } from '../../src/usecases/notices/long-absence.task.ts';
import { openRollCheck } from '../../src/usecases/registers/roll-check.task.ts';
import { College, day, learnerNames } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

/** Working days after Monday 23 November, where Monday 30 November is a bank holiday (Scotland). */
const afterThree = day(3);
const holiday = day(7);
const afterFive = day(8);

type Chased = {
  clause: string;
  kind: TaskKind;
  learnerId: string;
  owner: string;
  above: string;
  card: string;
  answer: [title: string, inputs: Record<string, string>];
  open(world: World, about: { learnerId: string; programmeId: string; packId: string }): Promise<void>;
};

const mentor = async (world: World) => (await world.records.people.byId('M1'))!;
const why = { Why: 'talked about it today' };
const chased: Chased[] = [
  {
    clause: 'G12',
    kind: 'referral',
    learnerId: 'L1',
    owner: 'H1',
    above: 'V1',
    card: 'Referred to you',
    answer: ['Mentor keeps it', {}],
    open: (world, about) =>
      openLaterReferral(
        world,
        { ...about, ownerId: 'H1', causes: [{ code: 'said', words: 'again away' }], occurrences: 4 },
        'standing',
      ),
  },
  {
    clause: 'G13',
    kind: 'serious-review',
    learnerId: 'L2',
    owner: 'H1',
    above: 'V1',
    card: 'Serious review',
    answer: ['The learner stays', why],
    open: (world, about) =>
      openSeriousReview(world, { ...about, causes: [{ code: 'said', words: 'not kept to' }] }, 'chased'),
  },
  {
    clause: 'G8',
    kind: 'fitness-to-study',
    learnerId: 'L3',
    owner: 'H1',
    above: 'V1',
    card: 'Fitness to study',
    answer: ['No further action', why],
    async open(world, about) {
      await openFitness(
        world,
        { ...about, caseId: 'none' },
        await mentor(world),
        [{ code: 'said', words: 'pain in the back' }],
        'chased',
      );
    },
  },
  {
    clause: 'S14',
    kind: 'removal',
    learnerId: 'L4',
    owner: 'H1',
    above: 'V1',
    card: 'Removal proposed',
    answer: ['Keep on the programme', why],
    async open(world, about) {
      const plan = { _id: 'plan', learnerId: about.learnerId, programmeId: 'BUS', data: { packId: about.packId } };
      await openRemoval(world, plan as never, await mentor(world), 'no contact for two weeks');
    },
  },
  {
    clause: 'G4',
    kind: 'long-absence',
    learnerId: 'L5',
    owner: 'M1',
    above: 'H1',
    card: 'Long absence: alternative study',
    answer: ['Not needed', {}],
    async open(world, { learnerId, programmeId }) {
      const days = [day(0), day(1)];
      const told = { learnerId, byId: learnerId, kind: 'absence' as const, reason: 'sickness', zone: 'Europe/London' };
      const at = world.clock.now();
      const notice = { ...told, _id: 'long', days, state: 'draft' as const, presses: [], version: 1, createdAt: at };
      await world.records.notices.draft(notice);
      await openLongAbsence(world, notice, { mentorId: 'M1', programmeId, pack: world.packs[0]! });
    },
  },
  {
    clause: 'G10',
    kind: 'place-decision',
    learnerId: 'L7',
    owner: 'H1',
    above: 'V1',
    card: 'A place at risk',
    answer: ['Keep the place', {}],
    async open(world, about) {
      await openTask(world, {
        _id: 'place-decision|exam|chased',
        kind: 'place-decision',
        learnerId: about.learnerId,
        programmeId: about.programmeId,
        ownerIds: ['H1'],
        state: 'open',
        data: { packId: about.packId, what: 'exam', below: 64 },
        pack: world.packs[0]!.ref,
      });
    },
  },
  {
    clause: 'G9',
    kind: 'step',
    learnerId: 'L8',
    owner: 'M1',
    above: 'H1',
    card: 'Next steps',
    answer: ['Done', {}],
    open: (world, about) =>
      openStep(world, { ...about, ownerId: 'M1', items: [{ code: 'warning', does: 'note' }] }, 'chased'),
  },
  {
    clause: 'G5',
    kind: 'roll-check',
    learnerId: 'L6',
    owner: 'O1',
    above: 'V1',
    card: 'Please check the roll',
    answer: ['Roll is right as it is', {}],
    async open(world, { learnerId }) {
      const session = (await world.records.sessions.byId('roll'))!;
      const programme = (await world.records.enrolments.programme('BUS'))!;
      const by = (await world.records.people.byId('T1'))!;
      await openRollCheck(
        world,
        { session, programme, pack: world.packs[0]! },
        learnerId,
        'another-group' as never,
        by,
      );
    },
  },
];

/** What a person is asked to decide or do, kind by kind, from the day it comes to the day it is answered (SPEC P). */
describe('each kind is chased over a bank holiday, passed up, and at rest once answered', () => {
  let college: College;
  const nameOf = (id: string) => learnerNames[Number(id.slice(1)) - 1] ?? '';
  const shown = (one: Chased, who = one.owner) => college.card(who, [one.card, nameOf(one.learnerId)]);
  const passedUp = (one: Chased) => ['Not answered yet', nameOf(one.learnerId)];
  const first = new Map<string, string>();
  beforeAll(async () => {
    college = await College.open({ learners: 8 });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'scotland' } });
    for (const id of ['M1', 'H1', 'O1', 'V1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'roll', next: undefined as never });
    await college.moveTo('10:00');
    const { world } = college.bot;
    for (const one of chased) {
      const about = { learnerId: one.learnerId, programmeId: 'BUS', packId: 'green-labyrinth' };
      await world.together((inside) => one.open(inside, about));
    }
    world.wake();
    await college.settled();
    for (const one of chased) first.set(one.kind, (await shown(one)).id);
    await college.moveTo('09:01', day(2));
  });
  afterAll(() => college.close());

  test.each(chased)('$clause: $kind is not asked for again in the first two working days', async (one) => {
    expect((await shown(one)).id).toBe(first.get(one.kind));
  });

  test('P: the third working day comes, the bank holiday, and the day after it', async () => {
    await college.moveTo('09:01', afterThree);
    for (const one of chased) {
      expect((await shown(one)).id).not.toBe(first.get(one.kind));
      expect(college.find(one.above, passedUp(one))).toBeUndefined();
    }
    await college.moveTo('18:00', holiday);
    for (const one of chased) expect(college.find(one.above, passedUp(one))).toBeUndefined();
    await college.moveTo('09:01', afterFive);
  });

  test.each(chased)(
    '$clause: $kind goes to $above after 5 working days; answered, nobody is asked again',
    async (one) => {
      expect(await college.words(one.above, passedUp(one))).toContain('since Monday 23 November (5 working days)');
      await college.press(one.owner, [one.card, nameOf(one.learnerId)], ...one.answer);
      expect(college.find(one.above, passedUp(one))).toBeUndefined();
      expect(college.find(one.above, ['Not answered yet', nameOf(one.learnerId)])).toBeUndefined();
    },
  );

  test('P: two weeks later nothing of it has come down again', async () => {
    // Who has not confirmed the policy, or cannot be reached, has lists of the office's own.
    const lists = /^(Policy not confirmed|People we cannot reach)/;
    const count = (id: string) =>
      college.teams.shownTo(college.user(id)).filter(({ card }) => !lists.test(wordsOf(card))).length;
    const before = new Map(['H1', 'M1', 'O1', 'V1'].map((id) => [id, count(id)]));
    await college.moveTo('09:01', day(22));
    for (const one of chased) expect(college.find(one.above, passedUp(one))).toBeUndefined();
    for (const [id, had] of before) expect([id, count(id)]).toEqual([id, had]);
    const open = { kind: { $in: chased.map((one) => one.kind) }, isOpen: true };
    expect(await college.c.tasks.countDocuments(open)).toBe(0);
  });
});

/** The same with their owners suddenly away, and a half-term between: who stands in is asked, and nobody in the break (SPEC People, P). */
describe('each kind is chased at the deputy of an owner who fell ill, and rests in a term break', () => {
  let college: College;
  const deputies: Record<string, string> = { H1: 'H2', M1: 'M2', O1: 'O2' };
  const title = (one: Chased) => [one.card, learnerNames[Number(one.learnerId.slice(1)) - 1] ?? ''];
  const deputy = (one: Chased) => deputies[one.owner] ?? '';
  const passedUp = (one: Chased) => ['Not answered yet', title(one)[1] ?? ''];
  const above = (one: Chased) => deputies[one.above] ?? one.above;
  const ids = new Map<string, string>();
  /** The cards of those who are away: they stay where they are, and never come again. */
  const own = new Map<string, string>();
  const stays = async (one: Chased) => {
    const { id } = await college.card(one.owner, title(one));
    expect([one.kind, id]).toEqual([one.kind, own.get(one.kind)]);
  };
  beforeAll(async () => {
    college = await College.open({ learners: 8 });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.addPerson('H2', 'Hana Reid', ['hosp']);
    await college.addPerson('M2', 'Mo Adams', ['mentor']);
    // Whoever stands in acts with the rights of who is away: no Office Manager themself.
    await college.addPerson('O2', 'Olu Bright', ['admin']);
    const terms = [
      { from: '2026-09-07', to: day(1) },
      { from: day(9), to: '2027-04-01' },
    ];
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { terms } });
    for (const id of ['M1', 'M2', 'H1', 'H2', 'O1', 'O2', 'V1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'roll', next: undefined as never });
    await college.moveTo('10:00');
    const { world } = college.bot;
    for (const one of chased)
      await world.together((inside) =>
        one.open(inside, { learnerId: one.learnerId, programmeId: 'BUS', packId: 'green-labyrinth' }),
      );
    world.wake();
    await college.settled();
    for (const one of chased) own.set(one.kind, (await college.card(one.owner, title(one))).id);
    await college.moveTo('09:30', day(1));
    for (const [away, to] of Object.entries(deputies)) {
      await college.say('V1', 'colleague away');
      const form = await college.press('V1', 'A colleague is away', 'Go on', { 'Who is away': away });
      const days = { 'Last day away': day(14), Deputy: to };
      const set = await college.people.press(college.user('V1'), { card: form.card! }, 'Set', days);
      // Pat has two roles, Ruth and Maya one.
      expect(JSON.stringify(set.body)).toContain('stands in for');
      await college.settled();
    }
    for (const one of chased) ids.set(one.kind, (await college.card(deputy(one), title(one))).id);
  });
  afterAll(() => college.close());

  test.each(chased)('$clause: $kind lies with the deputy at once', async (one) => {
    expect(await college.words(deputy(one), title(one))).toContain(one.answer[0]);
  });

  test('P: in the half-term nobody is asked again; the third working day in term comes two days after it, at the deputy alone', async () => {
    await college.moveTo('18:00', day(8));
    await college.moveTo('18:00', day(9));
    for (const one of chased) expect((await college.card(deputy(one), title(one))).id).toBe(ids.get(one.kind));
    await college.moveTo('09:01', day(10));
    for (const one of chased) {
      expect((await college.card(deputy(one), title(one))).id).not.toBe(ids.get(one.kind));
      expect(college.find(above(one), passedUp(one))).toBeUndefined();
      await stays(one);
    }
    await college.moveTo('09:01', day(14));
  });

  test.each(chased)(
    '$clause: $kind then goes to who is above, or stands in for them; the deputy answers it',
    async (one) => {
      expect(await college.words(above(one), passedUp(one))).toContain('since Monday 23 November (5 working days)');
      await stays(one);
      await college.press(deputy(one), title(one), ...one.answer);
      expect(college.find(above(one), passedUp(one))).toBeUndefined();
    },
  );

  test('P: back at work, nobody finds any of it open', async () => {
    await college.moveTo('09:01', day(15));
    await college.moveTo('09:01', day(29));
    for (const one of chased)
      for (const id of [one.owner, deputy(one), above(one)]) expect(college.find(id, passedUp(one))).toBeUndefined();
    const open = { kind: { $in: chased.map((one) => one.kind) }, isOpen: true };
    expect(await college.c.tasks.countDocuments(open)).toBe(0);
  });
});
