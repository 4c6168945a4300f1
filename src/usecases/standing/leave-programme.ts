import { callName, type Person } from '../../domain/person.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { withdrawTask } from '../core/put-task.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { recordStatus } from './record-status.ts';

/** What learners and employers are asked for on a programme; it ends with the place there. */
const asked = ['missed-work', 'alternative-session', 'release', 'log-activity', 'plan-action'] as const;

/**
 * A learner's place on a programme ends by somebody's decision (S14, G13): the MIS and the employer hear of it, nothing
 * more is asked of them, and from then on they stand on no register there. Part of the decision's transaction.
 */
export async function leaveProgramme(
  world: World,
  about: { learnerId: string; programmeId: string },
  status: 'removed' | 'exit',
  by: { actor: Person; key: string },
): Promise<void> {
  const { learnerId, programmeId } = about;
  await recordStatus(world, about, status, by.actor._id);
  for (const kind of asked)
    for (const task of await world.records.tasks.ofLearner(learnerId, kind))
      if (task.programmeId === programmeId) await withdrawTask(world, task, 'not-needed');
  const employer = await employerOf(world, learnerId, programmeId);
  const learner = await world.records.people.byId(learnerId);
  const programme = await world.records.enrolments.programme(programmeId);
  if (!employer || !learner || !programme) return;
  const title = `${callName(learner)} has left ${programme.name}`;
  const lines = [
    `Their place ends today. It was decided by ${callName(by.actor)}, who will gladly explain it.`,
    'You will hear of no more absences from this programme.',
  ];
  await tellChange(world, { key: `left|${by.key}`, title, lines, aboutId: learnerId }, [employer]);
}
