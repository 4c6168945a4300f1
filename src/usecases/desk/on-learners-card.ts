import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Task } from '../../domain/task.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { isOnLearnersCard } from '../core/want-card.ts';
import { closeEndOfDay, reopenEndOfDay } from '../registers/end-of-day.task.ts';
import { type DecideInput, takeDecision, undoDecision } from '../risk/decide-case.ts';
import { maySeeCase } from '../risk/show-case.ts';
import { viewCase } from '../risk/view-case.ts';
import { viewLearner } from './view-learner.ts';
import { showTask, viewTask } from './view-task.ts';

/** The card about a task's learner, for whom the task is on it; else the task's own. */
export async function viewTaskInPlace(
  world: World,
  task: Task,
  viewer: Person,
  firstId?: string,
): Promise<CardModel | undefined> {
  if (!isOnLearnersCard(world, task, viewer._id)) return viewTask(world, task, viewer);
  return viewLearner(world, task.learnerId ?? '', viewer, firstId);
}

/** The same, for those whose the task is. */
export async function showTaskInPlace(world: World, actor: Person, taskId: string): Promise<Outcome<CardModel>> {
  const shown = await showTask(world, actor, taskId);
  const task = isRefusal(shown) ? null : await world.records.tasks.byId(taskId);
  return (task && (await viewTaskInPlace(world, task, actor))) ?? shown;
}

/** The card about a case's learner, for those who may see the case. */
export async function showCaseInPlace(world: World, actor: Person, caseId: string): Promise<Outcome<CardModel>> {
  const riskCase = await world.records.cases.byId(caseId);
  if (!riskCase || !(await maySeeCase(world, actor, riskCase))) return refuse('not-allowed');
  return (await viewLearner(world, riskCase.learnerId, actor)) ?? viewCase(world, riskCase, actor);
}

/** A word of why is asked first, as a small second step on the same card. */
async function askWhy(world: World, actor: Person, { caseId, option }: DecideInput): Promise<CardModel | undefined> {
  const one = await world.records.cases.byId(caseId);
  return one ? viewLearner(world, one.learnerId, actor, caseId, option) : undefined;
}

/** Decides a case on the card about its learner, which is the answer. */
export async function decideOnCard(world: World, actor: Person, input: DecideInput): Promise<Outcome<CardModel>> {
  const decided = await takeDecision(world, actor, input);
  if (isRefusal(decided))
    return (
      (world.undoMinutes && decided.refused === 'needs-a-reason' && (await askWhy(world, actor, input))) || decided
    );
  await world.together((inside) => closeEndOfDay(inside, decided.ownerId));
  return showCaseInPlace(world, actor, input.caseId);
}

/** Takes a decision back on that card; the owner's list of the evening is back where it had gone. */
export async function undoOnCard(
  world: World,
  actor: Person,
  input: { caseId: string; version: number },
): Promise<Outcome<CardModel>> {
  const undone = await undoDecision(world, actor, input);
  if (!isRefusal(undone)) await world.together((inside) => reopenEndOfDay(inside, [undone.ownerId]));
  return caseAnswer(world, actor, undone);
}

/** What follows a press on a case: the card about its learner. */
export async function caseAnswer(world: World, actor: Person, done: Outcome<RiskCase>): Promise<Outcome<CardModel>> {
  return isRefusal(done) ? done : showCaseInPlace(world, actor, done._id);
}

/** The card about a learner with one of its parts open, for whom that part is theirs to see. */
export async function showPart(
  world: World,
  actor: Person,
  { id, on }: { id: string; on: string },
): Promise<Outcome<CardModel>> {
  const shown = await viewLearner(world, on, actor, id);
  const isThere = shown?.card === 'learner-follow' && shown.data.parts.some((one) => one.id === id);
  return isThere ? shown : refuse('not-allowed');
}
