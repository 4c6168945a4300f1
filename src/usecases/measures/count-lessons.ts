import { sayDay, timeOf } from '../../domain/calendar.ts';
import type { Session } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';
import type { ConductReview } from './conduct-review.ts';
import { sayTarget } from './review-target.ts';

/** One lesson of a review: what its tutor signed, or that there was nothing to sign. */
export type ConductLesson = { reviewId: string; met: number[]; note?: string; isCorrecting?: boolean };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'conduct-lesson': ConductLesson;
  }
}

/** The lessons of a review that took place or will; of the others nothing is left, whenever they were cancelled (G11). */
export type ReviewLessons = {
  held: { task: Task<ConductLesson>; session: Session }[];
  signed: number;
  /** Signed with all targets met. */
  met: number;
  /** The learner was not there, without leave and with. */
  missed: number;
  away: number;
  open: number;
};

/** Counts a review's lessons as they stand. */
export async function countLessons(world: World, reviewId: string, learnerId: string): Promise<ReviewLessons> {
  const own = (await world.records.tasks.ofLearner(learnerId, 'conduct-lesson')).filter(
    (one) => one.data.reviewId === reviewId && !['cancelled', 'withdrawn'].includes(one.state),
  );
  const found = await world.records.sessions.byIds(own.flatMap((one) => one.sessionId ?? []));
  const sessions = new Map(found.map((one) => [one._id, one]));
  const held = own.flatMap((task): ReviewLessons['held'] => {
    const session = sessions.get(task.sessionId ?? '');
    return session && !session.cancelled ? [{ task, session }] : [];
  });
  held.sort((a, b) => a.session.startsAt.getTime() - b.session.startsAt.getTime());
  const inState = (state: string) => held.filter(({ task }) => task.state === state);
  return {
    held,
    signed: inState('signed').length,
    met: inState('signed').filter(({ task }) => task.data.met.length === 3).length,
    missed: inState('missed').length,
    away: inState('away').length,
    open: inState('open').length,
  };
}

/** "12 of 14 signed with all targets met, 1 missed, 1 not signed yet". */
export function sayLessons({ held, signed, met, missed, away, open }: ReviewLessons): string {
  if (held.length === 0) return 'none yet';
  return [
    signed > 0 ? `${met} of ${signed} signed with all targets met` : `none of ${held.length} signed yet`,
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(away > 0 ? [`${away} away with leave`] : []),
    ...(open > 0 && signed > 0 ? [`${open} not signed yet`] : []),
  ].join(', ');
}

/** The lessons that are over and that nobody has signed. */
export function unsignedOf(world: World, { held }: ReviewLessons): ReviewLessons['held'] {
  return held.filter(({ task, session }) => task.state === 'open' && session.endsAt < world.clock.now());
}

const mostNamed = 6;

/** "Tuesday 24 November 09:00 (Sam Lee)", one a line; empty when all are signed. */
export async function sayUnsigned(world: World, unsigned: ReviewLessons['held']): Promise<string> {
  const said = [];
  for (const { task, session } of unsigned.slice(0, mostNamed)) {
    const when = `${sayDay(session.day)} ${timeOf(session.startsAt, session.zone)}`;
    said.push(`${when} (${await nameOf(world, task.ownerIds[0], 'no tutor')})`);
  }
  const more = unsigned.length - said.length;
  return [...said, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** What a review has brought, for those who read it: targets, signatures, comments, and its outcome once there is one. */
export async function reviewFacts(world: World, task: Task<ConductReview>) {
  const { targets, comments, wins, patterns, nextSteps } = task.data;
  const facts = [
    { label: 'Targets', value: targets.map((one, i) => `${i + 1}. ${sayTarget(one)}`).join('\n') },
    { label: 'Lessons', value: sayLessons(await countLessons(world, task._id, task.learnerId ?? '')) },
    ...comments.map((comment, i) => ({ label: `Week ${i + 1}`, value: comment })),
    { label: 'Wins and areas', value: wins ?? '' },
    { label: 'Patterns', value: patterns ?? '' },
    { label: 'Next steps', value: nextSteps ?? '' },
  ];
  return facts.filter((one) => one.value !== '');
}
