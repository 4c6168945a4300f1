import { callName, type Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { withdrawTask } from './put-task.ts';
import { tellChange } from './tell-people.task.ts';

/** What learners and employers are asked for on a programme; it ends with the place there. */
const asked = ['missed-work', 'alternative-session', 'release', 'log-activity', 'plan-action'] as const;

/**
 * A learner's place on a programme has ended: nothing more is asked of them there, and the employer hears of it (S14),
 * with `how` it came and by whose decision, where it was one. Once under a key. Part of a transaction.
 */
export async function tellLeft(
  world: World,
  { learnerId, programmeId }: { learnerId: string; programmeId: string },
  employer: Person | undefined,
  { key, how, byId }: { key: string; how: string; byId?: string },
): Promise<void> {
  for (const kind of asked)
    for (const task of await world.records.tasks.ofLearner(learnerId, kind))
      if (task.programmeId === programmeId) await withdrawTask(world, task, 'not-needed');
  const learner = await world.records.people.byId(learnerId);
  const programme = await world.records.enrolments.programme(programmeId);
  if (!employer?.roles.includes('employer') || !learner || !programme) return;
  const title = `${callName(learner)} has left ${programme.name}`;
  const lines = [how, 'You will hear of no more absences from this programme.'];
  const by = byId ? { byId } : {};
  await tellChange(world, { key: `left|${key}`, title, lines, aboutId: learnerId, isLast: true, ...by }, [employer]);
}
