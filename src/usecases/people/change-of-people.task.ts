import { addDays, addMinutes, type Day, instantOf, laterOf, sayDay } from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft } from '../../domain/enrolment.ts';
import type { Task } from '../../domain/task.ts';
import { passCase, passTask } from '../core/pass-work.ts';
import type { World } from '../core/ports.ts';
import type { NewTask } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';
import { tellLeft } from '../core/tell-left.ts';
import { morningOf, nextMorning } from '../core/working-time.ts';
import { passSessionWork } from '../registers/pass-session-work.ts';
import { closeWork, moveWork } from '../risk/close-work.ts';
import { listNoOwner } from './no-owner.task.ts';
import { listIfLost } from './note-out-of-reach.ts';

/**
 * Somebody else answers for a learner, a programme or a session than before, somebody has lost a role or left, or has
 * nothing by which they can be reached.
 */
export type Change =
  | { about: 'learner'; learnerId: string; programmeId: string; fromId: string; toId: string }
  | { about: 'programme'; programmeId: string; fromId: string; toId: string }
  | { about: 'place'; enrolmentId: string; learnerId: string; programmeId: string; to: Day }
  | { about: 'session'; sessionId: string; fromIds: string[]; toIds: string[] }
  | { about: 'person'; personId: string }
  | { about: 'left'; personId: string; day: Day }
  | { about: 'lost'; personId: string };

type Data = { change: Change };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'change-of-people': Data;
  }
}

/** The office's list is made once the rest of the import has been followed. */
const settleMinutes = 1;

/** What the import leaves for the bot to follow, for each change of people; carried out at once. */
export function followChange(id: string, change: Change, now: Date): NewTask<'change-of-people'> {
  const at =
    change.about === 'person'
      ? addMinutes(now, settleMinutes)
      : change.about === 'place'
        ? laterOf(now, morningOf(addDays(change.to, 1)))
        : change.about === 'left'
          ? laterOf(now, instantOf(addDays(change.day, 1), '00:05'))
          : now;
  const whose = change.about === 'learner' || change.about === 'place' ? { learnerId: change.learnerId } : {};
  return {
    _id: `change-of-people|${id}`,
    kind: 'change-of-people',
    ...whose,
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: { change },
    next: { step: 'follow', at },
  };
}

/** Cases of one learner on a programme, decided ones too: what is asked of them next is asked of whoever has them now. */
async function passLearner(world: World, { learnerId, programmeId, fromId, toId }: Change & { about: 'learner' }) {
  const programme = await world.records.enrolments.programme(programmeId);
  for (const one of programme ? await world.records.cases.ofLearner(learnerId, programme.pack) : [])
    if (one.ownerId === fromId && one.programmeId === programmeId && one.state !== 'withdrawn')
      await passCase(world, one, toId);
  for (const task of await world.records.tasks.allOfLearner(learnerId)) {
    const isTheirs = task.ownerIds.includes(fromId) || task.watcherIds.includes(fromId);
    // The report is nothing to do, yet what is on it is theirs who has the learner now.
    const isLive = task.isOpen || task.kind === 'mentor-report';
    if (isLive && isTheirs && task.programmeId === programmeId) await passTask(world, task, fromId, toId);
  }
}

/** What whoever heads or manages a programme sees without having to act: a running Conduct Review, what is overdue. */
const seenByHeads = ['conduct-review', 'alternative-session', 'missed-work'] as const;

async function passProgramme(world: World, { programmeId, fromId, toId }: Change & { about: 'programme' }) {
  for (const one of await world.records.cases.openOf([fromId]))
    if (one.programmeId === programmeId) await passCase(world, one, toId);
  for (const task of await world.records.tasks.openOf([fromId]))
    if (task.programmeId === programmeId) await passTask(world, task, fromId, toId);
  for (const kind of seenByHeads)
    for (const task of await world.records.tasks.shownOfKind(kind))
      if (task.programmeId === programmeId && task.watcherIds.includes(fromId))
        await passTask(world, task as Task, fromId, toId);
}

/** Where a learner goes on under the policy of a place that ended, the day after. */
async function goesOnUnder(world: World, pack: string, own: readonly Enrolment[], day: Day) {
  for (const next of own.filter((other) => covers(other, addDays(day, 1)))) {
    const programme = await world.records.enrolments.programme(next.programmeId);
    if (programme?.pack === pack) return { next, programme };
  }
  return undefined;
}

/**
 * What was open about a learner on a place that ended goes to whoever has them on their next one under the same policy;
 * without one it closes by itself.
 */
async function settleWork(world: World, ended: Enrolment, day: Day): Promise<void> {
  const { learnerId, programmeId } = ended;
  const programme = await world.records.enrolments.programme(programmeId);
  if (!programme) return;
  const packId = programme.pack;
  const others = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => one._id !== ended._id);
  const goesOn = await goesOnUnder(world, packId, others, day);
  const about = { learnerId, programmeId, packId };
  if (!goesOn) return closeWork(world, about, day);
  const { next } = goesOn;
  const roles = [
    [ended.mentorId, next.mentorId],
    [ended.coachId, next.coachId],
    [programme.hospId, goesOn.programme.hospId],
    [programme.managerId, goesOn.programme.managerId],
  ];
  const swap = (id: string) => roles.find(([from, to]) => from === id && to !== undefined)?.[1] ?? id;
  await moveWork(world, about, { programmeId: next.programmeId, swap });
}

/**
 * An enrolment has ended: what was open there closes or goes along, and the employer hears of it, unless the learner goes
 * on there, or left by a decision that told them.
 */
async function followPlace(world: World, { enrolmentId, learnerId, programmeId, to }: Change & { about: 'place' }) {
  const own = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => one.programmeId === programmeId);
  const ended = own.find((one) => one._id === enrolmentId);
  const goesOn = own.some((one) => one._id !== enrolmentId && (one.to === undefined || one.to > to));
  if (ended?.to !== to || goesOn || hasLeft(ended, to)) return;
  await settleWork(world, ended, to);
  const employer = ended.employerId ? await world.records.people.byId(ended.employerId) : null;
  const how = `Their place ended on ${sayDay(to)}. The college office will gladly explain it.`;
  await tellLeft(world, { learnerId, programmeId }, employer ?? undefined, { key: `${enrolmentId}|${to}`, how });
}

/** Whoever takes over a role takes over its open cases and tasks (SPEC "What holds for both"). Nobody sees it itself. */
export const changeOfPeople = defineClock<Data>({
  clause: 'P',
  label: 'A change of people',
  async onTime(world, task) {
    const { change } = task.data;
    // Under a hold nobody outside hears anything of them; it waits (S11).
    if (change.about === 'place' && (await world.records.concerns.isHeld(change.learnerId)))
      return { act: 'rests', next: { step: 'follow', at: nextMorning(world, undefined) } };
    if (change.about === 'learner') await passLearner(world, change);
    if (change.about === 'programme') await passProgramme(world, change);
    if (change.about === 'place') await followPlace(world, change);
    if (change.about === 'session') {
      const session = await world.records.sessions.byId(change.sessionId);
      if (session) await passSessionWork(world, { ...session, tutorIds: change.fromIds }, change.toIds);
    }
    // Another last day, or none, was given meanwhile: that has a change of its own.
    const isGone = change.about === 'left' && (await world.records.people.leave(change.personId, change.day));
    if (change.about === 'person' || (change.about === 'left' && isGone)) await listNoOwner(world, change.personId);
    const person = change.about === 'lost' ? await world.records.people.byId(change.personId) : null;
    if (person) await listIfLost(world, person);
    return { act: 'followed', state: 'done', isOpen: false, next: null };
  },
});
