import { isDay, sayDay } from '../../domain/calendar.ts';
import type { Concern } from '../../domain/concern.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Task, type TaskKind, taskOf } from '../../domain/task.ts';
import { type TaskStep, taskSteps } from '../../domain/task-steps.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { stepsOfHold } from '../core/hold-gate.ts';
import type { World } from '../core/ports.ts';
import { labelOfStep } from '../measures/step.task.ts';
import { type CaseWords, caseSayer } from '../risk/say-case.ts';
import { packOfCase } from '../risk/view-case.ts';
import { concernActs } from '../safeguarding/view-concern.ts';
import type { StoryRow } from './story-row.ts';

const flags = { none: 'Put to be decided', amber: 'Amber risk', red: 'Red risk' } as const;

/** Cases as they came, what was decided on each and by whom, and what became of it otherwise. */
export async function caseRows(world: World, cases: readonly RiskCase[]): Promise<StoryRow[]> {
  const say = await caseSayer(world, cases);
  return cases.flatMap((one) => rowsOf(world, one, say(one)).map((row) => ({ ...row, of: one._id })));
}

function rowsOf(world: World, one: RiskCase, said: CaseWords): StoryRow[] {
  const options = packOfCase(world, one).options[one.kind];
  const { programmeId, askedAt } = one;
  return [
    {
      at: one.openedAt,
      kind: 'decision',
      what: `${flags[askedAt]}: ${said.why}`,
      byIds: one.openedById ? [one.openedById] : [],
      ...(askedAt === 'none' ? {} : { event: { kind: 'flag', title: flags[askedAt], programmeId } }),
    },
    ...one.decisions.map(({ option, at, byId, note }): StoryRow => {
      const label = options.find((candidate) => candidate.code === option)?.label ?? option;
      return {
        at,
        kind: 'decision',
        what: `Decided: ${label}`,
        byIds: [byId],
        ...(note ? { words: note } : {}),
        event: { kind: 'decision', title: `Decided ${label}`, programmeId },
      };
    }),
    ...said.notes.map(({ at, words, byIds }): StoryRow => ({ at, kind: 'decision', what: words, byIds })),
    ...(one.withdrawn
      ? [{ at: one.withdrawn.at, kind: 'decision' as const, what: `Withdrawn: ${said.withdrawn}`, byIds: [] }]
      : []),
  ];
}

/** Kinds that are about cards and clocks, not about the learner, or that stand in the story as messages already. */
const left: readonly TaskKind[] = [
  'absence',
  'session-change',
  'chase',
  'register-due',
  'late-marks',
  'occurrence-steps',
  'check-in',
];

/** Steps of a Conduct Review that stand on the line of the year. */
const reviewSteps: Partial<Record<TaskStep, string>> = {
  approved: 'Review approved',
  commented: 'Review comment',
  passed: 'Review passed',
  'not-passed': 'Review not passed',
  'ended-early': 'Review ended early',
  'ended-for-serious-review': 'Serious review',
};

function eventOf({ kind, programmeId }: Task, act: TaskStep): Pick<StoryRow, 'event'> {
  const title = kind === 'conduct-review' ? reviewSteps[act] : undefined;
  return title ? { event: { kind: 'review', title, ...(programmeId ? { programmeId } : {}) } } : {};
}

/** What somebody was asked to do, each step a person took on it, and who was asked next by it. `withWords`: what they wrote on the way, too. */
export function taskRows(world: World, task: Task, withWords: boolean): StoryRow[] {
  if (left.includes(task.kind) || !task.isShown) return [];
  const { label } = world.traits[task.kind];
  const opened = task.history.find(({ act }) => act === 'opened');
  const steps = task.history.filter((entry) => entry !== opened && entry.byId && !stepsOfHold.has(entry.act));
  const rows: StoryRow[] = [
    {
      at: task.openedAt,
      kind: 'task',
      what: `${label}: asked`,
      byIds: opened?.byId ? [opened.byId] : [],
      ...(opened?.askedIds ? { asked: { ids: opened.askedIds, as: 'of' } } : {}),
    },
    ...steps.map(
      ({ at, act, byId, words, askedIds }): StoryRow => ({
        at,
        kind: 'task',
        what: `${label}: ${taskSteps[act]}`,
        byIds: byId ? [byId] : [],
        ...(askedIds ? { asked: { ids: askedIds, as: 'now with' } } : {}),
        ...(withWords && words ? { words: wordsOfStep(task, words) } : {}),
        ...eventOf(task, act),
      }),
    ),
  ];
  return rows.map((row) => ({ ...row, of: task._id }));
}

/** Of several steps on one task, which one it was, and what was noted; of one about a day, the day; else what was written. */
function wordsOfStep(task: Task, words: string): string {
  const item = taskOf('step', task)?.data.items.find((one) => one.code === words);
  if (isDay(words)) return sayDay(words);
  return item ? [labelOfStep(item).replace(/\.$/, ''), item.closed?.words].filter(Boolean).join(': ') : words;
}

/** Statuses that were recorded for the MIS, and breaks in learning. */
export function enrolmentRows(world: World, one: Enrolment, programme: Programme): StoryRow[] {
  const label = (status: string, at: Date) =>
    packOn(world.packs, programme.pack, at.toISOString().slice(0, 10)).statuses.find(({ code }) => code === status)
      ?.label;
  return [
    ...(one.statuses ?? []).map(
      ({ status, byId, at }): StoryRow => ({
        at,
        kind: 'decision',
        what: `Status on ${programme.name}: ${label(status, at) ?? status}`,
        byIds: [byId],
      }),
    ),
    ...(one.breaks ?? []).flatMap(({ from, to, byId, at }): StoryRow[] => {
      const until = to ? `to ${to}` : 'with no end named';
      return at
        ? [{ at, kind: 'change', what: `Break in learning from ${from} ${until}`, byIds: byId ? [byId] : [] }]
        : [];
    }),
  ];
}

/** What was written, and what the Safeguarding Team did about it; for those who may read it alone (S11). */
export function concernRows({ messages, log }: Concern): StoryRow[] {
  return [
    ...messages.map(
      ({ at, fromId, words, level }): StoryRow => ({
        at,
        kind: 'safeguarding',
        what: level === 'urgent' ? 'Urgent concern' : 'Concern',
        ...(words ? { words } : {}),
        byIds: [fromId],
      }),
    ),
    ...log.map(
      ({ at, byId, act, words }): StoryRow => ({
        at,
        kind: 'safeguarding',
        what: `Safeguarding Team: ${concernActs[act]}`,
        byIds: [byId],
        ...(words ? { words } : {}),
        ...(act === 'released' ? { event: { kind: 'release', title: 'Hold released' } } : {}),
      }),
    ),
  ];
}
