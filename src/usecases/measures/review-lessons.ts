import { addMinutes, type Day, laterOf } from '../../domain/calendar.ts';
import type { RegisterRow } from '../../domain/register.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { nextMorning } from '../core/working-time.ts';
import type { ConductReview } from './conduct-review.ts';
import type { ConductLesson } from './count-lessons.ts';
import { isSignedFor } from './review-weeks.ts';

type Data = ConductLesson;

/** Reviews of these learners that run on a day. */
async function runningReviews(world: World, learnerIds: readonly string[], day: Day): Promise<Task<ConductReview>[]> {
  const found: Task<ConductReview>[] = [];
  for (const learnerId of learnerIds)
    for (const task of await world.records.tasks.ofLearner(learnerId, 'conduct-review')) {
      const { from = '', to = '' } = task.data;
      if (['running', 'final'].includes(task.state) && from <= day && day <= to) found.push(task);
    }
  return found;
}

const fiveBefore = ({ session }: SessionContext) => addMinutes(session.endsAt, -5);

/** Each lesson of a learner on a Conduct Review, its tutor gets a card with the three targets (G11). */
export async function openLessons(world: World, context: SessionContext, rows: readonly RegisterRow[]): Promise<void> {
  const { session, programme, pack } = context;
  if (!pack.conductReview || !isSignedFor(session, pack)) return;
  // Of a register that is opened only after its day the tutor is asked again once, the next morning.
  const isOver = session.endsAt < world.clock.now();
  for (const review of await runningReviews(
    world,
    rows.map((row) => row.learnerId),
    session.day,
  )) {
    await openTask(world, {
      _id: taskId('conduct-lesson', review._id, session._id),
      kind: 'conduct-lesson',
      sessionId: session._id,
      learnerId: review.learnerId ?? '',
      programmeId: programme._id,
      ownerIds: session.tutorIds,
      state: 'open',
      data: { reviewId: review._id, met: [] },
      pack: pack.ref,
      next: isOver
        ? { step: 'morning', at: nextMorning(world, programme) }
        : { step: 'remind', at: fiveBefore(context) },
    });
    await redrawTask(world, review);
  }
}

const isNotThere = ({ state }: Task<Data>) => state === 'missed' || state === 'away';

type Redone = { act: TaskStep; state: string; isOpen: boolean; next: Task['next'] | null };

/** What a lesson's register makes of it: a learner who was not there leaves nothing to tick; one who was, something. */
function settled(
  world: World,
  task: Task<Data>,
  context: SessionContext,
  rows: readonly RegisterRow[],
): Redone | undefined {
  const own = rows.filter((row) => row.learnerId === task.learnerId);
  const mark = own.find((row) => row.mark)?.mark;
  const end = { isOpen: false, next: null };
  if (task.state === 'signed' || (!task.isOpen && !isNotThere(task))) return undefined;
  if (own.length === 0) return task.isOpen ? { act: 'not-on-it-any-more', state: 'withdrawn', ...end } : undefined;
  const type = mark && markType(context.pack, mark.code);
  if (!type || type.counts === 'present') {
    if (task.isOpen) return undefined;
    const at = laterOf(fiveBefore(context), world.clock.now());
    return { act: 'was-there', state: 'open', isOpen: true, next: { step: 'remind', at } };
  }
  const state = type.authorised === false ? 'missed' : 'away';
  return task.state === state ? undefined : { act: 'not-there', state, ...end };
}

/** A register saved or amended answers targets of lessons that are not signed yet, or that there is nothing to sign. */
export async function settleLessons(
  world: World,
  context: SessionContext,
  rows: readonly RegisterRow[],
): Promise<void> {
  const lessons = await world.records.tasks.ofSession(context.session._id, 'conduct-lesson');
  for (const task of lessons) {
    const move = settled(world, task, context, rows);
    if (!move) {
      if (task.isOpen) await redrawTask(world, task);
      if (context.session.cancelled) await redrawReview(world, task);
      continue;
    }
    await moveTask(world, task, { ...move, next: move.next ?? null });
    await redrawReview(world, task);
  }
}

/** The running card is true whenever it is read. */
export async function redrawReview(world: World, { data, learnerId }: Task<Data>): Promise<void> {
  await redrawTask(world, await world.records.tasks.byId(data.reviewId, learnerId));
}
