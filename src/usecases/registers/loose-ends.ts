import { dayOf, sayDay } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import { type Task, type TaskKind, taskOf } from '../../domain/task.ts';
import { caseLabels, nameAsked } from '../core/chase.task.ts';
import { labelOf } from '../core/chase.ts';
import { openWork } from '../core/open-work.ts';
import type { World } from '../core/ports.ts';
import { isAtRest } from '../core/silence.ts';
import { wantCase, wantTask } from '../core/want-card.ts';

/** One thing that somebody has not done yet. `isBrought`: a press brings its card; `sessionId`: a register instead. */
export type LooseEnd = {
  what: 'register' | 'lesson' | 'question';
  key: string;
  title: string;
  detail: string;
  learnerId?: string;
  sessionId?: string;
  isBrought?: true;
};

/** Lists of what waits are no thing to do themselves. */
const lists: readonly TaskKind[] = ['end-of-day', 'week-digest'];

/** The task as what waits for its owner; `title` names the learner. */
function ofTask(world: World, task: Task, learner: Person | undefined, session: Session | undefined): LooseEnd {
  const label = labelOf(world, task);
  const what = task.kind === 'conduct-lesson' ? 'lesson' : task.kind === 'register-due' ? 'register' : 'question';
  return {
    what,
    key: task._id,
    title: learner ? `${label}: ${callName(learner)}` : label,
    ...(task.learnerId ? { learnerId: task.learnerId } : {}),
    detail: session
      ? `${sayDay(session.day)}, ${sayStart(session)}`
      : task.dueAt
        ? `by ${sayDay(dayOf(task.dueAt))}`
        : `since ${sayDay(dayOf(task.openedAt))}`,
    ...(what === 'register' && task.sessionId ? { sessionId: task.sessionId } : { isBrought: true as const }),
  };
}

/** What waits for somebody themself, the oldest first: tasks that do not rest and are not theirs alone, and cases to decide. */
export async function looseEndsOf(world: World, { _id }: Person): Promise<LooseEnd[]> {
  const { people, sessions } = world.records;
  const { tasks, cases: open } = (await openWork(world, [_id])).waits;
  const waiting = [];
  for (const task of tasks) {
    const isTheirs = !lists.includes(task.kind) && !world.traits[task.kind].isPersonal;
    if (isTheirs && !(await isAtRest(world, task))) waiting.push(task);
  }
  const ids = [...waiting, ...open].flatMap((one) => one.learnerId ?? []);
  const learners = new Map((await people.byIds([...new Set(ids)])).map((one) => [one._id, one]));
  const sessionIds = waiting.flatMap((one) => one.sessionId ?? []);
  const lessons = new Map((await sessions.byIds([...new Set(sessionIds)])).map((one) => [one._id, one]));
  const found: { at: Date; end: LooseEnd }[] = [];
  for (const task of waiting) {
    const learner = learners.get(task.learnerId ?? '');
    const end = ofTask(world, task, learner, lessons.get(task.sessionId ?? ''));
    const chase = taskOf('chase', task);
    const asked = chase ? await nameAsked(world, chase, learner) : '';
    const title = asked ? `${world.traits.chase.label}: ${asked}` : end.title;
    found.push({ at: task.openedAt, end: { ...end, title } });
  }
  for (const one of open) {
    const at = one.reopenedAt ?? one.openedAt;
    const learner = learners.get(one.learnerId);
    const title = learner ? `${caseLabels[one.kind]}: ${callName(learner)}` : caseLabels[one.kind];
    const detail = `since ${sayDay(dayOf(at))}`;
    found.push({
      at,
      end: { what: 'question', key: one._id, title, detail, learnerId: one.learnerId, isBrought: true },
    });
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ end }) => end);
}

/** Brings the card of what was pressed on a list to the bottom of the actor's chat; nothing where it is not `acting`'s. */
export async function bringLooseEnd(world: World, actor: Person, acting: Person, id: string): Promise<void> {
  const { tasks, cases } = world.records;
  const task = await tasks.byId(id);
  if (task?.ownerIds.includes(acting._id)) return wantTask(world, task, actor._id, 'bottom');
  const one = task ? null : await cases.byId(id);
  if (one?.ownerId === acting._id) await wantCase(world, one, actor._id, 'bottom');
}
