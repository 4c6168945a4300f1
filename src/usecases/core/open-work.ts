import type { RiskCase } from '../../domain/risk-case.ts';
import type { Task } from '../../domain/task.ts';
import { isWaiting } from './chase.ts';
import type { World } from './ports.ts';
import { heldAmong } from './undo.ts';
import { awaitsYearTurn } from './year-of-case.ts';

type Work = { tasks: Task[]; cases: RiskCase[] };
/** What is open with somebody: what waits for them, what was pressed and can still be undone, and tasks that go on without them for now. */
type OpenWork = { waits: Work; pressed: Work; goesOn: Task[] };

/**
 * What is open with these people, the oldest first, told apart in one way for every list of it: a running review or a
 * meeting that has been arranged waits for nobody, and a case of an ended year is asked about by itself.
 */
export async function openWork(world: World, ids: readonly string[]): Promise<OpenWork> {
  const tasks = (await world.records.tasks.openOf(ids)).filter((one) => one.isShown);
  const cases = (await world.records.cases.openOf(ids)).filter((one) => !awaitsYearTurn(world, one));
  const idsOf = (all: readonly { _id: string }[]) => all.map((one) => one._id);
  const held = {
    tasks: await heldAmong(world, 'task', idsOf(tasks)),
    cases: await heldAmong(world, 'case', idsOf(cases)),
  };
  const isFree = (one: Task) => !held.tasks.has(one._id);
  return {
    waits: {
      tasks: tasks.filter((one) => isFree(one) && isWaiting(world, one)),
      cases: cases.filter((one) => !held.cases.has(one._id)),
    },
    pressed: {
      tasks: tasks.filter((one) => !isFree(one)),
      cases: cases.filter((one) => held.cases.has(one._id)),
    },
    goesOn: tasks.filter((one) => isFree(one) && !isWaiting(world, one)),
  };
}
