import { addMinutes } from '../../domain/calendar.ts';
import { passCase, passTask } from '../core/pass-work.ts';
import type { World } from '../core/ports.ts';
import type { NewTask } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { passSessionWork } from '../registers/pass-session-work.ts';
import { listNoOwner } from './no-owner.task.ts';

/** Somebody else answers for a learner, a programme or a session than before, or somebody has lost a role or left. */
export type Change =
  | { about: 'learner'; learnerId: string; programmeId: string; fromId: string; toId: string }
  | { about: 'programme'; programmeId: string; fromId: string; toId: string }
  | { about: 'session'; sessionId: string; fromIds: string[]; toIds: string[] }
  | { about: 'person'; personId: string };

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
  const at = change.about === 'person' ? addMinutes(now, settleMinutes) : now;
  const whose = change.about === 'learner' ? { learnerId: change.learnerId } : {};
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

async function passProgramme(world: World, { programmeId, fromId, toId }: Change & { about: 'programme' }) {
  for (const one of await world.records.cases.openOf([fromId]))
    if (one.programmeId === programmeId) await passCase(world, one, toId);
  for (const task of await world.records.tasks.openOf([fromId]))
    if (task.programmeId === programmeId) await passTask(world, task, fromId, toId);
}

/** Whoever takes over a role takes over its open cases and tasks (SPEC "What holds for both"). Nobody sees it itself. */
export const changeOfPeople = defineTask<Data>({
  clause: 'P',
  label: 'A change of people',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  face: async () => undefined,
  acts: {},
  async onTime(world, task) {
    const { change } = task.data;
    if (change.about === 'learner') await passLearner(world, change);
    if (change.about === 'programme') await passProgramme(world, change);
    if (change.about === 'session') {
      const session = await world.records.sessions.byId(change.sessionId);
      if (session) await passSessionWork(world, { ...session, tutorIds: change.fromIds }, change.toIds);
    }
    if (change.about === 'person') await listNoOwner(world, change.personId);
    return { act: 'followed', state: 'done', isOpen: false, next: null };
  },
});
