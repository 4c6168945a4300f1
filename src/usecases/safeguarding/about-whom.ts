import type { Person } from '../../domain/person.ts';
import { harmTo } from '../../language/harm-to.ts';
import { normalise } from '../../language/normalise.ts';
import { peopleFor } from '../core/acting-for.ts';
import { allNamedIn, enrolmentsOfEmployer, enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';

/** Whom a hold covers at once, and whether the team is asked to say whom the words are about. */
export type AboutWhom = { heldIds: string[]; asks: boolean; suggestedIds: string[] };

export type AboutHints = { own?: readonly string[]; claimed?: readonly string[]; typed?: string };

/** More people than this named at once are no choice any more: then nobody is held until the team says. */
const mostHeld = 3;
const mostSuggested = 5;

/**
 * The learners someone has a right over: their apprentices, those they teach, coach, mentor or manage, also in place of
 * a colleague who is away; for the office and the Safeguarding Team every learner. Nobody else is held by their words.
 */
export async function learnersUnder(world: World, actor: Person): Promise<Person[]> {
  const reach = reachOf(actor, 'raise-concern');
  if (reach === 'any') return world.records.people.withRole('learner');
  const found = actor.roles.includes('employer') ? [...(await enrolmentsOfEmployer(world, actor))] : [];
  for (const colleague of await peopleFor(world, actor))
    if (colleague.roles.some((role) => role !== 'learner')) found.push(...(await enrolmentsOfStaff(world, colleague)));
  return world.records.people.byIds([...new Set(found.map((one) => one.learnerId))]);
}

/** Those on a learner's programmes: whom a first name in their words may mean. */
async function peersOf(world: World, learner: Person): Promise<Person[]> {
  const own = await world.records.enrolments.ofLearner(learner._id);
  const all = await Promise.all(own.map((one) => world.records.enrolments.ofProgramme(one.programmeId)));
  const ids = new Set(all.flat().map((one) => one.learnerId));
  ids.delete(learner._id);
  return world.records.people.byIds([...ids]);
}

/**
 * Whom words of harm are about (S11). A hold is made only on the writer themself, or on someone they have a right over:
 * a name or id of anybody else is a suggestion to the team and holds nobody. `own` are learners they have to do with by the
 * task, case or register they wrote on, `claimed` whom the card says it is about, `typed` what they wrote as a name; the
 * last two count only for someone they have a right over. Where it stays open, the careful choice is made until the team
 * has said:
 * - a learner's words hold that learner, whoever else they name: a cry for help is often told about a friend;
 * - of two or three people named each is held: a message held back for minutes can be sent again, one that went to the
 *   home of a child at risk cannot be taken back;
 * - of more, or of nobody, nobody is held, and the card says so first of all.
 */
export async function aboutWhom(
  world: World,
  writer: Person,
  words: string,
  { own = [], claimed = [], typed = '' }: AboutHints = {},
): Promise<AboutWhom> {
  const isLearner = writer.roles.includes('learner');
  const isOnlyLearner = isLearner && writer.roles.length === 1;
  const under = [
    ...(isOnlyLearner ? [] : await learnersUnder(world, writer)),
    ...(await world.records.people.byIds(own)),
  ];
  const theirs = [...new Map(under.map((one) => [one._id, one])).values()].filter((one) => one._id !== writer._id);
  const subject = theirs.filter((one) => claimed.includes(one._id));
  const named = allNamedIn(theirs, words);
  const others = isOnlyLearner ? await peersOf(world, writer) : await world.records.people.withRole('learner');
  const strangers = [...others.filter((one) => claimed.includes(one._id)), ...allNamedIn(others, words)].filter(
    (one) => one._id !== writer._id,
  );
  const whole = (held: readonly Person[], asks: boolean): AboutWhom => {
    const heldIds = [...new Set(held.map((one) => one._id))];
    const suggested = new Set([...named, ...strangers].map((one) => one._id).filter((id) => !heldIds.includes(id)));
    return { heldIds, asks, suggestedIds: [...suggested].slice(0, mostSuggested) };
  };
  const harm = harmTo(normalise(words));
  const onCard = [...new Set([...subject, ...named])];
  if (subject.length > 0 && onCard.length <= mostHeld) return whole(onCard, onCard.length > 1);
  if (typed !== '') {
    const meant = allNamedIn(theirs, typed);
    return meant.length <= mostHeld ? whole(meant, meant.length !== 1) : whole([], true);
  }
  if (isLearner) {
    const meant = named.length > 0 && named.length <= mostHeld ? named : [];
    // Who also works here and writes about a learner of theirs: that learner, unless the words may be about themself.
    if (meant.length > 0 && harm === 'other') return whole(meant, true);
    return whole([writer, ...meant], meant.length > 0 || strangers.length > 0 || harm === 'other');
  }
  if (named.length > 0) return named.length <= mostHeld ? whole(named, named.length > 1) : whole([], true);
  const [only] = theirs;
  const isEmployer = writer.roles.includes('employer');
  // An employer who writes "he" and has one apprentice means that one, unless they named somebody else in full.
  const isElse = strangers.some((one) => words.toLowerCase().includes(one.name.toLowerCase()));
  if (isEmployer && only && theirs.length === 1 && !isElse) return whole([only], true);
  return whole([], true);
}
