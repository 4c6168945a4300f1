import type { Person } from '../../domain/person.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import type { LearnerPart } from '../core/card-model.ts';

/** What is asked first of what nobody else waits for: what decides about the learner, then what is to be arranged, then noted. */
export const ranks: readonly (TaskKind | 'case')[] = [
  'case',
  'removal',
  'serious-review',
  'fitness-to-study',
  'place-decision',
  'conduct-review',
  'action-plan',
  'referral',
  'step',
  'meeting',
  'long-absence',
  'mentor-report',
  'chase',
];
/** Kinds that are always there because a colleague took something further. */
const putKinds: readonly TaskKind[] = ['removal', 'serious-review', 'fitness-to-study', 'referral'];
/** More of what is done stands in the learner's story. */
const mostDone = 6;
const mostOpen = 8;

/** A part with where it stands in the order. `asked`: since when a case waits to be decided, or a colleague for the reader. */
export type FoundPart = LearnerPart & { packId: string; at: Date; rank: number; asked?: Date };

/** Since when a colleague waits for this reader's press; undefined where a rule asks, or they moved it on themselves. */
export function askedByOthers(task: Task, viewer: Person): Date | undefined {
  const last = task.history.findLast((one) => one.byId);
  if (last && last.byId !== viewer._id && last.byId !== task.learnerId) return last.at;
  return !last && putKinds.includes(task.kind) ? task.openedAt : undefined;
}

const byRank = (a: FoundPart, b: FoundPart) => a.rank - b.rank || b.at.getTime() - a.at.getTime();
/** Decisions and what others wait for come before the rest, the oldest first: nobody's waiting is hidden behind what is newer. */
const byTurn = (a: FoundPart, b: FoundPart) =>
  Number(b.asked !== undefined) - Number(a.asked !== undefined) ||
  (a.asked && b.asked ? a.asked.getTime() - b.asked.getTime() : 0) ||
  byRank(a, b);

/** The parts in the order they are asked; one is asked first, what else is the reader's to press is open, then what waits for others. */
export function inOrder(found: readonly FoundPart[], firstId?: string): FoundPart[] {
  const waiting = found.filter((one) => one.state === 'next').sort(byTurn);
  const chosen = found.find((one) => one.id === firstId);
  const first = chosen ?? waiting[0];
  const of = (state: LearnerPart['state']) => found.filter((one) => one.state === state && one !== first);
  const later = waiting.filter((one) => one !== first).map((one) => ({ ...one, state: 'open' as const }));
  const open = [...later, ...of('open').sort(byRank), ...of('waits').sort(byRank)];
  const done = of('done').sort((a, b) => b.at.getTime() - a.at.getTime());
  return [
    ...(first ? [{ ...first, state: 'next' as const }] : []),
    ...open.slice(0, mostOpen),
    ...done.slice(0, mostDone),
  ];
}
