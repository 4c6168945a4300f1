import { type Day, dayOf, isDay, type TimeOfDay } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Task, type TaskKind, taskOf } from '../../domain/task.ts';
import { peopleFor } from '../core/acting-for.ts';
import { askedSince, decideBy, isWaiting, labelOf } from '../core/chase.ts';
import { openWork } from '../core/open-work.ts';
import type { World } from '../core/ports.ts';
import { readOnce } from '../core/read-once.ts';
import { reachOf, rightFor } from '../core/rights.ts';
import { sightOf } from '../core/sight.ts';
import { isToCome } from '../measures/conduct-review-face.ts';

/** A day in words around it: by which something is to be done, since when it waits, or when it is, begins or ends. */
type When = { word: 'by' | 'since' | 'on' | 'from' | 'to'; day: Day; time?: TimeOfDay };
/**
 * What comes next about a learner. `isMine`: it waits for the viewer; `withWhom`: for somebody else; neither: it comes on
 * its day by itself. `id`: the case or task it is; `reviewId`: the Conduct Review whose page the viewer may read.
 */
export type NextThing = {
  id: string;
  label: string;
  isMine: boolean;
  withWhom?: string;
  when?: When;
  reviewId?: string;
};

/** What is open about some learners, for one viewer. */
export type OpenAbout = {
  /** The cases that wait for the viewer, then those of others. */
  cases: RiskCase[];
  next(learnerId: string): Promise<NextThing | undefined>;
};

/** When a task that waits is due, or since when it waits. */
function dueOf({ state, dueAt, openedAt, kind }: Task): When {
  // A review's last day is what its final review waits for, and no time by which it is to be done.
  const isOver = kind === 'conduct-review' && state === 'final';
  return dueAt ? { word: isOver ? 'since' : 'by', day: dayOf(dueAt) } : { word: 'since', day: dayOf(openedAt) };
}

/** When comes what goes on without anybody for now; undefined where no day is known. */
function comesOn(world: World, task: Task): When | undefined {
  const meeting = taskOf('meeting', task)?.data;
  if (meeting?.day && isDay(meeting.day))
    return { word: 'on', day: meeting.day, ...(meeting.time ? { time: meeting.time as TimeOfDay } : {}) };
  const review = taskOf('conduct-review', task);
  const { from, to } = review?.data ?? {};
  if (review && from && to) return isToCome(world, review) ? { word: 'from', day: from } : { word: 'to', day: to };
  const reviewOn = taskOf('action-plan', task)?.data.reviewOn;
  return reviewOn ? { word: 'on', day: reviewOn } : undefined;
}

const byTime = (of: (one: Task) => Date) => (a: Task, b: Task) => of(a).getTime() - of(b).getTime();

/**
 * What is open about these learners on these programmes: what waits for the viewer, with the day by which a decision is
 * due; else what waits for somebody else, with whom and since when; else what comes on a day. What is asked of others the
 * viewer sees by the table of rights.
 */
export async function openAbout(
  world: World,
  viewer: Person,
  learnerIds: readonly string[],
  programmeIds: readonly string[],
): Promise<OpenAbout> {
  const once = readOnce(world);
  const { cases, tasks, people } = once.records;
  const mine = await peopleFor(once, viewer);
  const ids = mine.map((one) => one._id);
  const { waits } = await openWork(once, ids);
  const others: RiskCase[] = [];
  // On another programme of theirs somebody may be a learner the viewer has nothing to do with.
  for (const one of await cases.openOn(programmeIds))
    if (!ids.includes(one.ownerId) && learnerIds.includes(one.learnerId))
      if ((await sightOf(once, viewer, one.learnerId)).may('view-case', one.programmeId)) others.push(one);
  const isPartOf = (task: Task, who: readonly string[]) =>
    mine.some((one) => who.includes(one._id) && reachOf(one, rightFor(task.kind)) !== undefined);
  const own = waits.tasks
    .filter((task) => isPartOf(task, task.ownerIds))
    .toSorted(byTime((one) => one.dueAt ?? one.openedAt));
  const kinds = (Object.keys(world.traits) as TaskKind[]).filter((kind) => world.traits[kind].onLearnersCard);
  const about = Map.groupBy(
    (await tasks.openAbout(learnerIds, kinds)).filter(({ kind }) => kind !== 'chase'),
    ({ learnerId = '' }) => learnerId,
  );
  const nameOf = async (id: string | undefined) => {
    const person = id ? await people.byId(id) : null;
    return person ? callName(person) : 'someone who has left';
  };
  const reviewOf = (task: Task) =>
    task.kind === 'conduct-review' && isPartOf(task, [...task.ownerIds, ...task.watcherIds])
      ? { reviewId: task._id }
      : {};
  /** Tasks about a learner that the viewer may know of and that do not wait for them. */
  const seenOf = async (learnerId: string) => {
    const left = (about.get(learnerId) ?? []).filter((one) => !own.includes(one));
    if (left.length === 0) return [];
    const sight = await sightOf(once, viewer, learnerId);
    return left.filter(
      (one) => isPartOf(one, [...one.ownerIds, ...one.watcherIds]) || sight.may(rightFor(one.kind), one.programmeId),
    );
  };
  const ofTheirs = async (task: Task): Promise<NextThing> => {
    const since = (await askedSince(once, task)) ?? task.openedAt;
    return {
      id: task._id,
      label: labelOf(world, task),
      isMine: false,
      withWhom: await nameOf(task.ownerIds[0]),
      when: { word: 'since', day: dayOf(since) },
      ...reviewOf(task),
    };
  };
  return {
    cases: [...waits.cases, ...others],
    async next(learnerId) {
      const isTheirs = (one: { learnerId?: string }) => one.learnerId === learnerId;
      const decide = waits.cases.find(isTheirs);
      if (decide) {
        const by = await decideBy(once, decide);
        return { id: decide._id, label: 'Decide', isMine: true, ...(by ? { when: { word: 'by', day: by } } : {}) };
      }
      const task = own.find(isTheirs);
      if (task)
        return { id: task._id, label: labelOf(world, task), isMine: true, when: dueOf(task), ...reviewOf(task) };
      const other = others.find(isTheirs);
      if (other) {
        const since = dayOf(other.reopenedAt ?? other.openedAt);
        const withWhom = await nameOf(other.ownerId);
        return { id: other._id, label: 'Decision', isMine: false, withWhom, when: { word: 'since', day: since } };
      }
      const seen = await seenOf(learnerId);
      const theirs = seen.find((one) => isWaiting(world, one) && !isPartOf(one, one.ownerIds));
      if (theirs) return ofTheirs(theirs);
      const [ahead] = seen
        .filter((one) => !isWaiting(world, one))
        .flatMap((one) => {
          const when = comesOn(world, one);
          return when ? [{ one, when }] : [];
        })
        .toSorted((a, b) => (a.when.day < b.when.day ? -1 : 1));
      return (
        ahead && {
          id: ahead.one._id,
          label: labelOf(world, ahead.one),
          isMine: false,
          when: ahead.when,
          ...reviewOf(ahead.one),
        }
      );
    },
  };
}
