import { dayOf, sayDay } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Task } from '../../domain/task.ts';
import { idsFor } from '../core/acting-for.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { caseLabels, liesWithOthers } from '../core/chase.task.ts';
import { openWork } from '../core/open-work.ts';
import type { World } from '../core/ports.ts';
import { sayDone } from '../core/undo.ts';
import { wantCase, wantTask } from '../core/want-card.ts';
import { untouchedReports } from '../risk/mentor-report.task.ts';
import { maySeeCase } from '../risk/show-case.ts';
import { wantConcern } from '../safeguarding/ring.ts';
import { holdItem, readableHolds } from '../safeguarding/show-holds.ts';
import { drawTask, partOf } from './view-task.ts';

const mostResent = 5;
const mostListed = 20;

/** Whether all of these were pressed and can still be undone: then they say until when. */
type Pressed = { isPressed: boolean };

/** Cases to decide as rows of a list. */
async function caseItems(
  world: World,
  actor: Person,
  cases: readonly RiskCase[],
  { isPressed }: Pressed,
): Promise<ListItem[]> {
  const shown = cases.slice(0, mostListed);
  const learners = new Map(
    (await world.records.people.byIds(shown.map((one) => one.learnerId))).map((one) => [one._id, callName(one)]),
  );
  const items: ListItem[] = [];
  for (const one of shown) {
    const title = `${caseLabels[one.kind]}: ${learners.get(one.learnerId) ?? ''}`;
    const done = isPressed ? await sayDone(world, { kind: 'case', id: one._id }, actor) : undefined;
    const detail = done ?? `since ${sayDay(dayOf(one.reopenedAt ?? one.openedAt))}`;
    items.push({ title, detail, tone: 'default', shows: one._id });
  }
  return items;
}

/** Tasks as rows of a list; nothing of those of which the viewer sees no card. */
async function taskItems(
  world: World,
  actor: Person,
  tasks: readonly Task[],
  { isPressed }: Pressed,
): Promise<ListItem[]> {
  const items: ListItem[] = [];
  for (const task of tasks.slice(0, mostListed)) {
    const part = await partOf(world, actor, task);
    const card = part && (await drawTask(world, task, actor, part));
    if (card?.card !== 'form-plain') continue;
    const done = isPressed ? await sayDone(world, { kind: 'task', id: task._id }, actor) : undefined;
    const by = task.dueAt ? `by ${sayDay(dayOf(task.dueAt))}` : '';
    const detail = [card.data.who, done ?? by].filter(Boolean).join(', ');
    items.push({ title: card.data.title, detail, tone: 'default', shows: task._id });
  }
  return items;
}

/** Attendance reports with which nothing was done yet: they wait for nobody, and whoever looks for one finds it here (G9). */
async function reportsOf(world: World, actor: Person): Promise<ListItem[]> {
  const items: ListItem[] = [];
  for (const task of (await untouchedReports(world, await idsFor(world, actor))).slice(0, mostListed)) {
    const part = await partOf(world, actor, task);
    const learner = part ? await world.records.people.byId(task.learnerId ?? '') : null;
    if (!learner) continue;
    const detail = `Unauthorised absence on ${sayDay(task.data.day)}, nothing recorded yet`;
    items.push({ title: `Attendance report: ${callName(learner)}`, detail, tone: 'default', shows: task._id });
  }
  return items;
}

/**
 * What waits for a person, holds they may read first, then decisions; a row's press brings its card, and one thing alone
 * comes by itself. Reports to look at follow, what they pressed and can still undo, and what goes on without them for now,
 * such as a meeting that has been arranged; none of these asks for anything.
 */
export async function showTasks(world: World, actor: Person, said = ''): Promise<Outcome<CardModel>> {
  const items: ListItem[] = [];
  const holds = (await readableHolds(world, actor)).slice(0, mostListed);
  // A hold has a place on somebody's list until it is released, and comes at once (S11).
  for (const concern of holds) {
    const { title, ...line } = await holdItem(world, concern);
    items.push({ ...line, title: `Safeguarding: ${title}` });
  }
  for (const concern of said ? [] : holds.slice(0, mostResent)) await wantConcern(world, concern, [actor._id]);
  const { waits, pressed, goesOn } = await openWork(world, await idsFor(world, actor));
  const rowsOf = async ({ cases, tasks }: { cases: RiskCase[]; tasks: Task[] }, how: Pressed) => [
    ...(await caseItems(world, actor, cases, how)),
    ...(await taskItems(world, actor, tasks, how)),
  ];
  items.push(...(await rowsOf(waits, { isPressed: false })));
  const [only] = items;
  const isAlone = items.length === 1 && only?.shows !== undefined && said === '';
  if (isAlone) await bringTask(world, actor, only.shows ?? '');
  world.wake();
  const reports = await reportsOf(world, actor);
  const done = await rowsOf(pressed, { isPressed: true });
  const running = await rowsOf({ cases: [], tasks: goesOn }, { isPressed: false });
  const others = await liesWithOthers(world, actor, mostListed);
  return {
    card: 'list-plain',
    data: {
      title: 'My tasks',
      lead: said || leadOf(items, holds.length, { reports, others }),
      items: [...items, ...reports, ...done, ...running, ...others],
      commands: [],
    },
  };
}

function leadOf(
  items: readonly ListItem[],
  holds: number,
  { reports, others }: Record<'reports' | 'others', readonly ListItem[]>,
): string {
  const toRead = reports.length > 0 ? ` ${count(reports.length, 'report')} to look at.` : '';
  const withOthers = reports.length === 0 && others.length > 0 ? ' This lies with others.' : '';
  if (items.length === 0) return `Nothing is waiting for you.${toRead}${withOthers}`;
  if (items.length === 1) return 'One thing waits for you. It comes again below.';
  const first = holds > 0 ? `Holds come again below${items.length > holds ? '; press' : '.'}` : 'Press';
  return `${items.length} things wait for you. ${first}${items.length > holds ? ' a row and its card comes again below.' : ''}`;
}

/** Brings the card of a task, or of a case to decide, to the bottom of the chat of somebody whose it is. */
async function bringTask(world: World, actor: Person, id: string): Promise<boolean> {
  const task = await world.records.tasks.byId(id);
  const one = task ? null : await world.records.cases.byId(id);
  if (task && (await partOf(world, actor, task))) await wantTask(world, task, actor._id, 'bottom');
  else if (one && (await maySeeCase(world, actor, one))) await wantCase(world, one, actor._id, 'bottom');
  else return false;
  world.wake();
  return true;
}

/** A row of the list was pressed: its card comes again below. */
export async function showTaskBelow(world: World, actor: Person, id: string): Promise<Outcome<CardModel>> {
  const isThere = await bringTask(world, actor, id);
  return isThere ? showTasks(world, actor, 'It comes again below.') : refuse('not-allowed');
}
