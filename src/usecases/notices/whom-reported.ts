import { callName, type Person } from '../../domain/person.ts';
import type { ReadEvent } from '../../language/reading.ts';
import { thoseOf } from '../core/learners-of.ts';
import { reachOf } from '../core/rights.ts';

/** Whom a report is about: each of `learners`, one of `candidates` (the sender is asked which), or nobody, and why. */
export type Whom = { learners: Person[] } | { candidates: Person[] } | { refusal: string };

/** A question with more names than this is no question any more. */
export const mostCandidates = 12;

function sayLearners(learners: readonly Person[]): string {
  if (learners.length === 0) return 'No learner is linked to you yet; the college office can do that.';
  const names = learners.slice(0, 6).map(callName);
  return `You can report for ${names.join(', ')}${learners.length > 6 ? ` and ${learners.length - 6} more` : ''}.`;
}

function oneOf(candidates: readonly Person[], learners: readonly Person[]): Whom {
  const isFew = candidates.length > 0 && candidates.length <= mostCandidates;
  return isFew
    ? { candidates: [...candidates] }
    : { refusal: `Who is this about? Please write it again with the full name. ${sayLearners(learners)}` };
}

function named(who: Extract<ReadEvent['who'], { type: 'named' }>, actor: Person, learners: readonly Person[]): Whom {
  const meant = thoseOf(learners, who.ids);
  if (meant.length === 1) return { learners: meant };
  if (meant.length > 1) return oneOf(meant, learners);
  const near = thoseOf(learners, who.near);
  if (near.length > 0 && !actor.roles.includes('learner')) return oneOf(near, learners);
  const name = who.name.slice(0, 60);
  if (reachOf(actor, 'report-absence') === 'any')
    return { refusal: `I know no learner called ${name}. Please check the name, or write the reference with it.` };
  if (actor.roles.includes('learner'))
    return {
      refusal: `I can write down your own absence only. Please ask ${name} to write to me, or to ring the college.`,
    };
  return { refusal: `${name} is not one of yours, so I cannot write that down. ${sayLearners(learners)}` };
}

/** "all my lads" are everyone, or everyone but those named; "both" the only two, never more than were counted. */
function everyone(
  { count, except = [] }: Extract<ReadEvent['who'], { type: 'all' }>,
  actor: Person,
  learners: readonly Person[],
): Whom {
  // Whoever may report for the whole college means some of it.
  if (except.length > 0 && reachOf(actor, 'report-absence') === 'any')
    return { refusal: 'Whom do you mean? Please write their names.' };
  const unsure = except.find((one) => one.ids.length !== 1);
  if (unsure)
    return {
      refusal: `Who is ${unsure.name.slice(0, 60)}? Please write it again with the full name. ${sayLearners(learners)}`,
    };
  const left = new Set(except.flatMap((one) => one.ids));
  if (count === undefined || count === learners.length)
    return { learners: learners.filter((one) => !left.has(one._id)) };
  const which = count === 2 ? 'Which two do you mean?' : 'Whom do you mean?';
  return { refusal: `${which} Please write their names. ${sayLearners(learners)}` };
}

/** Finds the learners an event is about among those the sender may report for (S2, G2). Nothing is said of anyone else, not even that they exist. */
export function whomReported(event: Pick<ReadEvent, 'who'>, actor: Person, learners: readonly Person[]): Whom {
  const { who } = event;
  if (who.type === 'named') return named(who, actor, learners);
  if (who.type === 'self') {
    const self = learners.filter((one) => one._id === actor._id);
    return self.length > 0
      ? { learners: self }
      : { refusal: 'I write down learners’ absences only. Type away to say when you are away and who stands in.' };
  }
  if (who.type === 'all') return everyone(who, actor, learners);
  return learners.length === 1 ? { learners: [...learners] } : oneOf(learners, learners);
}
