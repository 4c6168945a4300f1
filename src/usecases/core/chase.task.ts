import { dayOf, sayDay } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import { type Task, type TaskOf, taskOf } from '../../domain/task.ts';
import type { ChaseRule } from '../../policy/policy-pack.ts';
import { standIns } from './acting-for.ts';
import type { ListItem } from './card-model.ts';
import {
  type ChaseData,
  type ChasedThing,
  chaseId,
  chaseRuleOf,
  isPressed,
  isWaiting,
  labelOf,
  leaders,
  peopleAbove,
  peopleBeside,
  programmesUnder,
} from './chase.ts';
import { canDecide, canDo, passCase } from './pass-work.ts';
import type { World } from './ports.ts';
import { moveTask, type TaskMove } from './put-task.ts';
import { isContested } from './silence.ts';
import { defineTask } from './task-kind.ts';
import { heldOn } from './undo.ts';
import { wantCase, wantTask } from './want-card.ts';
import { morningAfter, nextMorning, termDaysBetween } from './working-time.ts';
import { awaitsYearTurn } from './year-of-case.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    chase: ChaseData;
  }
}

/** What is asked, of whom now; undefined once nobody is to act on it any more. */
type Asked = {
  label: string;
  /** The session it is about, "13:00 Workshop, Thursday 26 November"; empty where it is about none. */
  session: string;
  ownerIds: string[];
  isResting: boolean;
  isPersonal?: boolean;
  /** Who may not answer it, since it is about what they decided themselves. */
  notIds: string[];
  /** Brings its card to the bottom of somebody's chat. */
  bring(person: string): Promise<void>;
};

/** What a case asks for, as people call it. */
export const caseLabels = {
  fall: 'A decision about attendance',
  noticed: 'Something noticed',
  report: 'A learner at risk',
};

/** True while an answer to it waits for the minutes in which it can be undone. */
const isAnswered = async (world: World, about: ChasedThing) => (await heldOn(world, about)) !== undefined;

async function askedBy(world: World, { kind, id }: ChasedThing): Promise<Asked | undefined> {
  if (kind === 'case') {
    const one = await world.records.cases.byId(id);
    if (one?.state !== 'open') return undefined;
    // Of an ended year it is first closed or carried over, which is asked for by itself.
    const isResting =
      awaitsYearTurn(world, one) ||
      (await isContested(world, one.learnerId)) ||
      (await isAnswered(world, { kind, id }));
    const bring = (person: string) => wantCase(world, one, person, 'bottom');
    return { label: caseLabels[one.kind], session: '', ownerIds: [one.ownerId], isResting, notIds: [], bring };
  }
  const task = await world.records.tasks.byId(id);
  if (!task || !(isWaiting(world, task) || isPressed(world, task))) return undefined;
  const { rests, isPersonal = false } = world.traits[task.kind];
  const label = labelOf(world, task);
  const isContestedNow =
    rests.includes('contested') && task.learnerId !== undefined && (await isContested(world, task.learnerId));
  const isResting = isContestedNow || isPressed(world, task) || (await isAnswered(world, { kind, id }));
  const bring = (person: string) => wantTask(world, task, person, 'bottom');
  const notId = taskOf('contest', task)?.data.notId;
  const found = task.sessionId ? await world.records.sessions.byId(task.sessionId) : null;
  const session = found ? nameSession(found) : '';
  return { label, session, ownerIds: task.ownerIds, isResting, isPersonal, notIds: notId ? [notId] : [], bring };
}

function programmeOf(world: World, task: Pick<Task, 'programmeId'>): Promise<Programme | null> {
  return task.programmeId ? world.records.enrolments.programme(task.programmeId) : Promise.resolve(null);
}

function waitedFor(world: World, { since }: ChaseData, programme: Programme | null): number {
  const [from, to] = [since, world.clock.now()].map((at) => dayOf(at, programme?.zone)) as [string, string];
  return termDaysBetween(world, programme, from, to);
}

/** The next number of working days at which something is due. */
function nextStop({ remindAfter, above, leader, thenEvery }: ChaseRule, waited: number): number {
  const stops = [...remindAfter, above, leader].filter((days) => days !== null && days > waited);
  return Math.min(...(stops as number[]), waited + thenEvery);
}

/** Working days as people say them. */
function sayWorkingDays(count: number): string {
  return `${count} working ${count === 1 ? 'day' : 'days'}`;
}

/** "Asked again. Waiting since Monday 23 November." for the card of what is asked; empty before it was asked again. */
export async function sayChased(world: World, about: ChasedThing, learnerId: string | undefined): Promise<string> {
  const chase = taskOf('chase', await world.records.tasks.byId(chaseId(about), learnerId));
  if (!chase?.isOpen || chase.data.asked === 0) return '';
  return `Asked again: this has waited since ${sayDay(dayOf(chase.data.since))}.`;
}

async function askAgain(world: World, { ownerIds, isPersonal, bring }: Asked): Promise<void> {
  for (const person of isPersonal ? ownerIds : await standIns(world, ownerIds)) await bring(person);
}

async function sayWith(world: World, ids: readonly string[]): Promise<string> {
  return (await world.records.people.byIds(ids)).map(callName).join(' and ') || 'nobody';
}

/** "A register to save, 13:00 Workshop, Thursday 26 November": what someone left undone, for whoever it was passed up to. */
export async function nameAsked(world: World, { data }: TaskOf<'chase'>, learner: Person | undefined): Promise<string> {
  const asked = await askedBy(world, data.about);
  return [asked?.label, learner ? callName(learner) : '', asked?.session].filter(Boolean).join(', ');
}

/** What lies with others on the programmes somebody heads: what it is, with whom, since when; the oldest first. */
export async function liesWithOthers(world: World, viewer: Person, most: number): Promise<ListItem[]> {
  const programmes = await programmesUnder(world, viewer);
  if (programmes.length === 0) return [];
  const items: ListItem[] = [];
  for (const task of await world.records.tasks.waitingOn(programmes.map((one) => one._id))) {
    const asked = items.length < most ? await askedBy(world, task.data.about) : undefined;
    // What was passed up to the viewer stands on their own list already.
    if (!asked || [...asked.ownerIds, ...task.ownerIds].includes(viewer._id)) continue;
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    const since = `With ${await sayWith(world, asked.ownerIds)} since ${sayDay(dayOf(task.data.since))}`;
    const about = [learner ? callName(learner) : '', asked.session].filter(Boolean).join(', ');
    items.push({ title: about ? `${asked.label}: ${about}` : asked.label, detail: since });
  }
  return items;
}

/** Whether someone above has the right to do it themselves, such as a case to decide; a register is its tutor's. */
async function canTake(world: World, { kind, id }: ChasedThing, person: Person): Promise<boolean> {
  if (kind === 'case') {
    const one = await world.records.cases.byId(id);
    return one?.state === 'open' && canDecide(person, one);
  }
  const task = await world.records.tasks.byId(id);
  return task?.isOpen === true && canDo(person, task);
}

/** The person to whom it was passed up makes it their own: who had it sees so, and is not asked any more. */
async function takeOver(world: World, about: ChasedThing, personId: string): Promise<boolean> {
  const person = await world.records.people.byId(personId);
  if (!person || !(await canTake(world, about, person))) return false;
  if (about.kind === 'case') {
    const one = await world.records.cases.byId(about.id);
    if (!one) return false;
    await passCase(world, one, personId);
    return true;
  }
  const task = await world.records.tasks.byId(about.id);
  if (!task) return false;
  const watcherIds = [...new Set([...task.watcherIds, ...task.ownerIds])].filter((id) => id !== personId);
  await moveTask(world, task, { act: 'taken-over', ownerIds: [personId], watcherIds });
  return true;
}

/**
 * What someone left undone: asked again by the pack's times, then passed up to whoever is above them, who sees what it
 * is and with whom since when, and can ask again or take it over (SPEC P, "Nothing left lying"). Nobody sees it before.
 */
export const chase = defineTask<ChaseData>({
  clause: 'P',
  label: 'Not answered yet',
  chase: 'nobody-waits',
  rests: ['held', 'break'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  isOver: (_world, task) => !task.isOpen,
  async face(world, task, viewer) {
    const asked = task.isOpen ? await askedBy(world, task.data.about) : undefined;
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    const who = learner ? nameAndRef(learner) : (asked?.session ?? '');
    if (!asked) return { title: 'Answered', tone: 'good', who, lines: ['Nothing more to do here.'] };
    const programme = await programmeOf(world, task);
    const waited = sayWorkingDays(waitedFor(world, task.data, programme));
    const again = task.data.asked === 1 ? 'once' : task.data.asked === 2 ? 'twice' : `${task.data.asked} times`;
    const last = task.history.at(-1);
    return {
      title: `Not answered yet: ${asked.label}`,
      tone: 'warning',
      who,
      lines: [
        ...(learner && asked.session ? [asked.session] : []),
        `With ${await sayWith(world, asked.ownerIds)} since ${sayDay(dayOf(task.data.since))} (${waited}). Asked again ${again}.`,
      ],
      acts: [
        { act: 'ask', title: 'Ask again now', style: 'positive' },
        ...((await canTake(world, task.data.about, viewer)) ? [{ act: 'take-over', title: 'Take it over' }] : []),
      ],
      said: last?.act === 'asked-by-hand' ? 'Asked again just now.' : '',
    };
  },
  acts: {
    ask: {
      by: 'owner',
      async run({ world, task }) {
        const asked = await askedBy(world, task.data.about);
        if (asked) await askAgain(world, asked);
        return { act: 'asked-by-hand', data: { asked: task.data.asked + 1 } };
      },
    },
    'take-over': {
      by: 'owner',
      async run({ world, task, acting }) {
        if (!(await takeOver(world, task.data.about, acting._id))) return refuse('not-allowed');
        return { act: 'taken-over', state: 'done', isOpen: false, next: null };
      },
    },
  },
  async onTime(world, task): Promise<TaskMove<ChaseData>> {
    const { about, class: name } = task.data;
    const asked = await askedBy(world, about);
    if (!asked) return { act: 'answered', state: 'done', isOpen: false, next: null };
    const programme = await programmeOf(world, task);
    const today = dayOf(world.clock.now(), programme?.zone);
    if (asked.isResting)
      return { act: 'rests', next: { step: 'look', at: nextMorning(world, programme ?? undefined) } };
    const rule = chaseRuleOf(world, programme, name);
    if (asked.ownerIds.join() !== task.data.ownerIds.join())
      return {
        act: 'with-somebody-else-now',
        data: { ownerIds: asked.ownerIds, since: world.clock.now(), asked: 0, passedTo: {} },
        next: { step: 'look', at: morningAfter(world, programme, today, rule.remindAfter[0] ?? 1) },
      };
    const waited = waitedFor(world, task.data, programme);
    await askAgain(world, asked);
    const passedTo = { ...task.data.passedTo };
    const notThese = [...asked.ownerIds, ...asked.notIds];
    if (rule.above !== null && waited >= rule.above) passedTo.above ??= await peopleAbove(world, notThese, programme);
    if (rule.leader !== null && waited >= rule.leader) passedTo.leader ??= await leaders(world);
    const passed = [...new Set([...(passedTo.above ?? []), ...(passedTo.leader ?? [])])];
    const able = passed.filter((id) => !notThese.includes(id));
    const isTheirOwn = able.length === 0 && passed.some((id) => asked.notIds.includes(id));
    const ownerIds = isTheirOwn
      ? await peopleBeside(world, [...notThese, ...(task.learnerId ? [task.learnerId] : [])], programme)
      : able;
    return {
      act: ownerIds.length > task.ownerIds.length ? 'passed-up' : 'asked-again',
      data: { asked: task.data.asked + 1, passedTo },
      ownerIds,
      isShown: ownerIds.length > 0,
      toBottom: ownerIds.filter((id) => !task.ownerIds.includes(id)),
      next: { step: 'look', at: morningAfter(world, programme, today, nextStop(rule, waited) - waited) },
    };
  },
});
