import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { isHiddenByHold } from '../core/hold-gate.ts';
import { enrolmentsOfEmployer } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf, rightFor } from '../core/rights.ts';
import { sightOf } from '../core/sight.ts';
import { shownFigures } from '../standing/figures.ts';
import { type Call, callsOf } from './calls.ts';
import { daysAhead, type PlannedDay } from './days-ahead.ts';
import { type ToldUs, toldUs } from './told-us.ts';

export type Apprentice = {
  learnerId: string;
  name: string;
  programmes: { name: string; percent: number | null; attended: number; sessions: number }[];
  days: PlannedDay[];
  told: ToldUs[];
  /** What the employer is asked for about them, on cards in the chat. */
  waits: { label: string; due?: Date }[];
  calls: Call[];
};
type MyApprentices = { at: Date; apprentices: Apprentice[] };

const week = 7;

async function waitsOf(world: World, viewer: Person, tasks: readonly Task[]): Promise<Apprentice['waits']> {
  const found: Apprentice['waits'] = [];
  for (const task of tasks) {
    if (!task.isShown || reachOf(viewer, rightFor(task.kind)) === undefined) continue;
    if (await isHiddenByHold(world, task, viewer)) continue;
    found.push({ label: world.traits[task.kind].label, ...(task.dueAt ? { due: task.dueAt } : {}) });
  }
  return found;
}

/**
 * An employer's apprentices of today: who is in, the week ahead, attendance on the programmes they employ them for, what
 * was told, and what waits for the employer (S3, S10). Under a hold as before it (S11). Refuses with `not-allowed`.
 */
export async function myApprentices(world: World, viewer: Person): Promise<Outcome<MyApprentices>> {
  if (!viewer.roles.includes('employer') || reachOf(viewer, 'view-my-learners') === undefined)
    return refuse('not-allowed');
  const { records } = world;
  const enrolments = await enrolmentsOfEmployer(world, viewer);
  const people = await records.people.byIds([...new Set(enrolments.map((one) => one.learnerId))]);
  const names = listNames(people);
  const programmes = new Map((await records.enrolments.programmes()).map((one) => [one._id, one.name]));
  const open = await records.tasks.openOf([viewer._id]);
  const apprentices: Apprentice[] = [];
  for (const learner of people) {
    const own = enrolments.filter((one) => one.learnerId === learner._id);
    const figures = (await shownFigures(world, learner._id)).flatMap((one) => one.programmes ?? []);
    apprentices.push({
      learnerId: learner._id,
      name: names.get(learner._id) ?? '',
      programmes: own.map(({ programmeId }) => {
        const {
          percent = null,
          attended = 0,
          sessions = 0,
        } = figures.find((one) => one.programmeId === programmeId) ?? {};
        const name = programmes.get(programmeId) ?? '';
        return { name, percent: percent === null ? null : Math.floor(percent), attended, sessions };
      }),
      days: await daysAhead(world, viewer, learner, week),
      told: await toldUs(world, viewer, learner._id),
      waits: await waitsOf(
        world,
        viewer,
        open.filter((one) => one.learnerId === learner._id),
      ),
      calls: await callsOf(world, viewer, await sightOf(world, viewer, learner._id), learner, own),
    });
  }
  return { at: world.clock.now(), apprentices: apprentices.toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB')) };
}
