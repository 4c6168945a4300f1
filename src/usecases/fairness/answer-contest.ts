import { type Day, dayOf } from '../../domain/calendar.ts';
import { plannedMinutes } from '../../domain/session.ts';
import type { Occurrence, Standing } from '../../domain/standing.ts';
import type { Task } from '../../domain/task.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, withdrawTask } from '../core/put-task.ts';
import type { TaskPress } from '../core/task-kind.ts';
import { settleNotice } from '../notices/decide-notice.ts';
import { parseChoice } from '../registers/register-choices.ts';
import { setMarks } from '../registers/set-mark.ts';
import { putCase } from '../risk/put-case.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import type { ContestData } from './contest-subject.ts';

/** A contested decision is put to whoever answered, not to who made it; what it had set going and is still open rests. */
async function decideAnew(world: World, task: Task<ContestData>, answererId: string): Promise<boolean> {
  const { subject } = task.data;
  if (subject.kind === 'task') {
    const decided = await world.records.tasks.byId(subject.id);
    if (!decided || decided.isOpen) return false;
    const move = {
      act: 'contested' as const,
      state: 'open',
      isOpen: true,
      ownerIds: [answererId],
      watcherIds: decided.ownerIds,
    };
    await moveTask(world, decided, move);
    return true;
  }
  const riskCase = subject.kind === 'case' ? await world.records.cases.byId(subject.id) : null;
  if (riskCase?.state !== 'decided') return false;
  const ownerId = (await world.records.people.byId(answererId))?.roles.includes('hosp') ? answererId : riskCase.ownerId;
  const again = {
    ...riskCase,
    state: 'open' as const,
    ownerId,
    reopenedAt: world.clock.now(),
    version: riskCase.version + 1,
  };
  await putCase(world, again, riskCase, 'bottom');
  for (const kind of ['step', 'conduct-review', 'fitness-to-study'] as const)
    for (const one of await world.records.tasks.ofLearner(riskCase.learnerId, kind))
      if (one.data.caseId === riskCase._id && !['running', 'final'].includes(one.state))
        await withdrawTask(world, one, 'decided-anew');
  return true;
}

/** A notice that was not accepted is, by whoever looked at it again. */
async function acceptAfterAll(world: World, task: Task<ContestData>, answererId: string): Promise<boolean> {
  const { subject } = task.data;
  const notice = subject.kind === 'notice' ? await world.records.notices.byId(subject.id) : null;
  if (notice?.state !== 'confirmed') return false;
  const { packId } = task.data;
  await settleNotice(world, notice, { packId, state: 'accepted', byId: answererId, at: world.clock.now() });
  return true;
}

/** The last occurrence that a contested flag came from and that still counts: one that came since is not set aside unseen. */
export function lastContested(
  { data, openedAt }: Pick<Task<ContestData>, 'data' | 'openedAt'>,
  standing: Standing | null,
): Occurrence | undefined {
  // A contest of an earlier release does not say which there were.
  const wasThere = (day: Day) => data.occurredOn?.includes(day) ?? day <= dayOf(openedAt);
  return standing?.occurrences.findLast((one) => wasThere(one.day));
}

/** Amends the contested mark, reopens the contested decision, or sets the latest occurrence aside: whatever the answer asks for. */
export async function answerContest({ world, task, actor, fields, now }: TaskPress<ContestData>): Promise<boolean> {
  const { subject } = task.data;
  if (subject.kind === 'mark') {
    const context = await loadSession(world, subject.sessionId);
    const choice = context && parseChoice(fields.mark ?? '', context.pack, plannedMinutes(context.session));
    if (!context || !choice) return false;
    return setMarks(world, subject.sessionId, new Map([[subject.enrolmentId, choice]]), {
      id: actor._id,
      pressId: `${task._id}|${task.version}`,
      pack: context.pack,
      cause: 'contested',
      words: fields.answer ?? '',
    });
  }
  if (subject.kind === 'case' || subject.kind === 'task') return decideAnew(world, task, actor._id);
  if (subject.kind === 'notice') return acceptAfterAll(world, task, actor._id);
  const learner = await world.records.people.byId(task.learnerId ?? '');
  const last = lastContested(task, (await pictureOf(world, task.learnerId ?? '', task.data.packId)).standing);
  if (!learner || !last) return false;
  const aside = {
    packId: task.data.packId,
    day: last.day,
    byId: actor._id,
    at: now,
    why: `contested: ${fields.answer ?? ''}`,
  };
  await world.records.people.setFairness(learner._id, { setAside: [...(learner.setAside ?? []), aside] });
  return true;
}
