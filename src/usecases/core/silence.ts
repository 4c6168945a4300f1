import { dayOf } from '../../domain/calendar.ts';
import type { Hold } from '../../domain/concern.ts';
import { covers, isOnBreak } from '../../domain/enrolment.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from './ports.ts';

/** True while the learner contests something: escalation rests until someone else has answered. */
export async function isContested(world: World, learnerId: string): Promise<boolean> {
  return (await world.records.tasks.ofLearner(learnerId, 'contest')).some((one) => one.isOpen);
}

/** True when every enrolment that runs today is on a break in learning. */
export async function isOnBreakToday(world: World, learnerId: string): Promise<boolean> {
  const today = dayOf(world.clock.now());
  const current = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => covers(one, today));
  return current.length > 0 && current.every((one) => isOnBreak(one, today));
}

/** The hold on a learner that began first; undefined when there is none (S11). */
export async function holdOn(world: World, learnerId: string): Promise<Hold | undefined> {
  const [first] = await world.records.concerns.covering(learnerId);
  return first?.holds.find((hold) => hold.learnerId === learnerId);
}

/** True while nothing goes to a learner: under a hold (S11) or on a break. */
export async function isSilent(world: World, learnerId: string): Promise<boolean> {
  return (await world.records.concerns.isHeld(learnerId)) || (await isOnBreakToday(world, learnerId));
}

/** True while nothing more may be asked about a learner: contested, under a hold (S11), or on a break. */
export async function isResting(world: World, learnerId: string): Promise<boolean> {
  return (await isContested(world, learnerId)) || (await isSilent(world, learnerId));
}

/** True while the task's kind says that its clock rests for its learner. */
export async function isAtRest(world: World, { kind, learnerId }: Pick<Task, 'kind' | 'learnerId'>): Promise<boolean> {
  const { rests } = world.traits[kind];
  if (!learnerId) return false;
  if (rests.includes('held') && (await world.records.concerns.isHeld(learnerId))) return true;
  if (rests.includes('break') && (await isOnBreakToday(world, learnerId))) return true;
  return rests.includes('contested') && (await isContested(world, learnerId));
}
