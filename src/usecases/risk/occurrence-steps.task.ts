import { collegeYearOf, dayOf, workingDaysBetween } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId, withdrawTask } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';
import { enrolmentOn } from '../core/whose.ts';
import { nextMorning } from '../core/working-time.ts';
import { openMeeting } from '../measures/meeting.task.ts';
import { openConductReview } from '../measures/propose-review.ts';
import { openStep } from '../measures/step.task.ts';
import { isHistory, type StandingMove } from '../standing/standing-move.ts';

type Data = { standingId: string; packId: string; n: number; offeredOn?: string; steps: string[] };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'occurrence-steps': Data;
  }
}

/** Keeps one set of steps a counted occurrence: new ones wait to be offered, those of an occurrence that fell away go (G9). */
export async function followSteps(world: World, { after, pack, programme }: StandingMove): Promise<void> {
  const steps = pack.occurrences?.steps ?? [];
  const most = Math.max(0, ...steps.map((one) => one.at));
  for (let n = 1; n <= most; n++) {
    const _id = taskId('occurrence-steps', after._id, String(n));
    const known = taskOf('occurrence-steps', await world.records.tasks.byId(_id, after.learnerId));
    const occurrence = after.occurrences[n - 1];
    const isReached = occurrence !== undefined;
    if (isReached && !known && !(await isHistory(world, after.learnerId, occurrence)))
      await openTask(world, {
        _id,
        kind: 'occurrence-steps',
        learnerId: after.learnerId,
        programmeId: programme._id,
        ownerIds: [],
        state: 'waiting',
        isShown: false,
        data: { standingId: after._id, packId: pack.id, n, steps: [] },
        pack: pack.ref,
        next: { step: 'offer', at: world.clock.now() },
      });
    if (isReached && known?.state === 'withdrawn')
      await moveTask(world, known, {
        act: 'counts-again',
        state: 'waiting',
        isOpen: true,
        next: { step: 'offer', at: world.clock.now() },
      });
    if (!isReached && known && known.state !== 'withdrawn') await withdrawSteps(world, known);
  }
}

const underWay = ['running', 'final', 'invited', 'over'];

async function withdrawSteps(world: World, task: Task<Data>): Promise<void> {
  for (const id of task.data.steps) {
    const own = await world.records.tasks.byId(id);
    // What people have been told of already goes on until its owner ends it.
    if (own && !underWay.includes(own.state)) await withdrawTask(world, own, 'does-not-count');
  }
  await moveTask(world, task, { act: 'withdrawn', state: 'withdrawn', isOpen: false, next: null });
}

/** Offered in order: the steps before are closed or old enough, and the learner has some history (G9, reading in the pack). */
async function mayOffer(
  world: World,
  task: Task<Data>,
  pack: LoadedPack,
  programme: Programme | null,
): Promise<boolean> {
  const rule = pack.occurrences;
  const standing = await world.records.marks.standing(task.data.standingId);
  if (!rule || !standing || standing.tally.sessions < rule.leastHistorySessions) return false;
  if (task.data.n === 1) return true;
  const before = taskOf(
    'occurrence-steps',
    await world.records.tasks.byId(taskId('occurrence-steps', task.data.standingId, String(task.data.n - 1))),
  );
  // What happened before the bot was there has no steps to wait for.
  if (!before) return true;
  if (before.state !== 'offered' || !before.data.offeredOn) return false;
  const steps: (Task | null)[] = [];
  for (const id of before.data.steps) steps.push(await world.records.tasks.byId(id));
  const age = workingDaysBetween(before.data.offeredOn, dayOf(world.clock.now()), world.holidays(programme));
  return steps.every((one) => !one?.isOpen) || age >= rule.nextStepAfterWorkingDays;
}

/** The people who own steps, for one learner. */
async function ownersOf(world: World, learnerId: string, programme: Programme, sessionId: string | undefined) {
  const enrolment = await enrolmentOn(world, learnerId, programme._id);
  const missed = sessionId ? await world.records.sessions.byId(sessionId) : null;
  const mentor = enrolment?.mentorId ?? programme.hospId ?? '';
  return { mentor, hosp: programme.hospId ?? mentor, tutor: missed?.tutorIds[0] ?? mentor };
}

/** True after fitness to study was decided: nothing disciplinary is offered before somebody decides otherwise (G8). */
async function isSupported(world: World, learnerId: string, pack: LoadedPack): Promise<boolean> {
  const cases = await world.records.cases.ofLearner(learnerId, pack.id);
  const last = cases
    .flatMap((one) => (one.kind === 'fall' ? one.decisions : []))
    .toSorted((a, b) => +a.at - +b.at)
    .at(-1);
  return pack.options.fall.some((one) => one.code === last?.option && one.means === 'support');
}

async function offer(world: World, task: Task<Data>, pack: LoadedPack, programme: Programme): Promise<string[]> {
  const learnerId = task.learnerId ?? '';
  const standing = await world.records.marks.standing(task.data.standingId);
  const owners = await ownersOf(world, learnerId, programme, standing?.occurrences[task.data.n - 1]?.sessionId);
  const made: string[] = [];
  const { standingId, n } = task.data;
  const own = (pack.occurrences?.steps ?? []).filter((one) => one.at === n);
  const about = { learnerId, programmeId: programme._id, packId: pack.id, standingId, n };
  // What one person only has to do and note stands on one card.
  const plain = own.flatMap(({ code, label, does, owner }) =>
    does === 'note' || does === 'send-details' ? [{ ownerId: owners[owner], item: { code, label, does } }] : [],
  );
  for (const [ownerId, all] of Map.groupBy(plain, (one) => one.ownerId)) {
    const key = `${standingId}|${n}|${ownerId}`;
    await openStep(world, { ...about, ownerId, items: all.map((one) => one.item) }, key);
    made.push(taskId('step', key));
  }
  for (const one of own) {
    const key = `${standingId}|${n}|${one.code}`;
    const ownerId = owners[one.owner];
    const causes = [{ code: 'said' as const, words: one.label }];
    if (one.does === 'meeting') await openMeeting(world, { ...about, ownerId, causes }, key);
    if (one.does === 'conduct-review') {
      if (await isSupported(world, learnerId, pack)) continue;
      const isOnOne = (await world.records.tasks.ofLearner(learnerId, 'conduct-review')).some(
        (review) => review.isOpen,
      );
      if (isOnOne) continue;
      // Who approves it reads what happened, not the policy's instruction to the mentor.
      const happened = [{ code: 'occurrence' as const, nth: n, line: pack.occurrences?.belowPercent ?? 0 }];
      await openConductReview(world, { ...about, ownerId, causes: happened }, key);
    }
    if (one.does === 'meeting' || one.does === 'conduct-review') made.push(taskId(one.does, key));
  }
  return made;
}

/** Offers an occurrence's steps when their turn has come. Nobody sees it itself (G9). */
export const occurrenceSteps = defineClock<Data>({
  clause: 'G9',
  label: 'Steps of an occurrence',
  rests: ['held', 'break', 'contested'],
  async onTime(world, task) {
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    const standing = await world.records.marks.standing(task.data.standingId);
    if (!programme || !standing || standing.occurrences.length < task.data.n)
      return { act: 'does-not-count', state: 'withdrawn', isOpen: false, next: null };
    // Nothing of an ended year is offered in the next: what is open of it its owners close or carry over.
    if (standing.year !== collegeYearOf(dayOf(world.clock.now())))
      return { act: 'the-year-ended', state: 'withdrawn', isOpen: false, next: null };
    const pack = packOn(world.packs, task.data.packId, dayOf(world.clock.now()));
    const later = { step: 'offer', at: nextMorning(world, programme) };
    if (!(await mayOffer(world, task, pack, programme))) return { act: 'waits', next: later };
    const steps = await offer(world, task, pack, programme);
    return {
      act: 'offered',
      state: 'offered',
      isOpen: false,
      data: { steps, offeredOn: dayOf(world.clock.now()) },
      next: null,
    };
  },
});
