import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { Task, TaskTraits } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import type { World } from '../core/ports.ts';
import { sayWithdrawn } from '../core/put-task.ts';
import { isContested } from '../core/silence.ts';
import { defineTask, type TaskFace, type TaskKindOf, type TaskPress } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { pictureOf } from '../standing/attendance-picture.ts';

/** What every decision holds: the policy it is under, and after it the figures it rested on. */
export type DecisionData = { packId?: string; why?: string; evidence?: { label: string; value: string }[] };

type Choice<Data> = {
  act: TaskStep;
  title: string;
  style?: 'positive' | 'destructive';
  /** The decider must say why. */
  needsWhy?: boolean;
  /** When it is looked at again, for a choice that only puts it off. */
  again?(world: World, task: Task<Data>): Promise<Date>;
  /** What is carried out with it; a part of the same transaction. */
  carryOut?(press: TaskPress<Data>): Promise<void>;
};

/**
 * A kind of task on which one named person decides among a few choices, seeing the evidence; the bot only proposes.
 * Who decided, when, why and on which figures is kept and shown.
 */
export function defineDecision<Data extends DecisionData>(
  kind: TaskTraits & {
    clause: string;
    title: string;
    /** What it is called among decisions; the title unless said. */
    name?: string;
    /** Why it is asked; may look things up. */
    lines(world: World, task: Task<Data>): Promise<string[]> | string[];
    choices: Choice<Data>[];
    /** What the decision rests on beside the learner's figures. */
    basis?(world: World, task: Task<Data>, viewer: Person): Promise<Required<Pick<TaskFace, 'facts' | 'links'>>>;
    /** What happens next, once decided, by choice. */
    next?: Record<string, string>;
    page?: TaskKindOf<Data>['page'];
    /** What its clock does: one that is not asked yet, or was put off. */
    onTime?: TaskKindOf<Data>['onTime'];
  },
): TaskKindOf<Record<string, unknown>> {
  const {
    clause,
    title: _title,
    name: _name,
    lines: _lines,
    choices: _choices,
    next: _next,
    basis: _basis,
    ...traits
  } = kind;
  return defineTask<Data>({
    ...traits,
    clause,
    decides: {
      name: kind.name ?? kind.title,
      steps: Object.fromEntries(kind.choices.map((one) => [one.act, one.title])),
    },
    async face(world, task, viewer) {
      const isOwner = task.isOpen && task.ownerIds.includes(viewer._id);
      const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
      const picture =
        task.isOpen && task.learnerId && task.data.packId
          ? await pictureOf(world, task.learnerId, task.data.packId)
          : undefined;
      const basis = await kind.basis?.(world, task, viewer);
      const last = task.history.findLast((entry) => kind.choices.some((one) => one.act === entry.act));
      const chosen = kind.choices.find((one) => one.act === last?.act);
      const by = last ? `${await nameOf(world, last.byId)}, ${sayDay(dayOf(last.at))} ${timeOf(last.at)}` : '';
      const next = chosen ? kind.next?.[chosen.act] : undefined;
      return {
        title: task.isOpen
          ? kind.title
          : `${kind.title}: ${task.state === 'withdrawn' ? 'no longer needed' : 'decided'}`,
        tone: task.isOpen ? 'attention' : 'default',
        ...(learner ? { who: nameAndRef(learner) } : {}),
        lines: task.state === 'withdrawn' ? [sayWithdrawn(task)] : await kind.lines(world, task),
        facts: picture ? [...(basis?.facts ?? []), ...picture.facts] : (task.data.evidence ?? []),
        links: basis?.links ?? [],
        chart: picture?.chart ?? [],
        fields: isOwner
          ? [
              {
                id: 'why',
                label: kind.choices.some((one) => one.needsWhy) ? 'Why' : 'Note (optional)',
                type: 'words' as const,
              },
            ]
          : [],
        acts: isOwner ? kind.choices.map(({ act, title, style }) => ({ act, title, ...(style ? { style } : {}) })) : [],
        said: chosen
          ? `${chosen.title}: ${by}.${task.data.why ? ` “${task.data.why}”` : ''}${next ? ` ${next}` : ''}`
          : '',
      };
    },
    acts: Object.fromEntries(
      kind.choices.map((choice) => [
        choice.act,
        {
          by: 'owner' as const,
          undo: true as const,
          takes: ['why'],
          async run(press: TaskPress<Data>) {
            const why = press.fields.why ?? '';
            if (choice.needsWhy && why.length < 3) return refuse('needs-a-reason');
            const { task, world } = press;
            if (task.learnerId && (await isContested(world, task.learnerId))) return refuse('contested');
            const picture =
              task.learnerId && task.data.packId ? await pictureOf(world, task.learnerId, task.data.packId) : undefined;
            const basis = await kind.basis?.(world, task, press.actor);
            await choice.carryOut?.(press);
            const evidence = picture ? { evidence: [...(basis?.facts ?? []), ...picture.facts] } : {};
            return {
              act: choice.act,
              ...(why ? { words: why } : {}),
              state: choice.act,
              isOpen: false,
              data: { why, ...evidence } as Partial<Data>,
              next: choice.again ? { step: 'again', at: await choice.again(world, task) } : null,
            };
          },
        },
      ]),
    ),
  });
}
