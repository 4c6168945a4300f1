import { type Concern, isUnreleased } from '../../domain/concern.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import { allNamedIn } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { changeConcern, logged } from './answer-concern.ts';
import { putConcern } from './put-concern.ts';
import { heldBy, holdsOn } from './put-hold.ts';
import { ringTeam } from './ring.ts';
import { viewConcern } from './view-concern.ts';
import { givenTo, movedTo, sayTeam } from './whose-team.ts';

/** What the team typed: "Ben Carter, BV-L3" or "nobody". The words of what could not be told apart, for the card. */
function readNames(learners: readonly Person[], typed: string): Person[] | { problem: string } {
  const found: Person[] = [];
  for (const part of typed.split(/[,;\n]| and /i).map((one) => one.trim())) {
    if (part === '') continue;
    const named = allNamedIn(learners, part);
    const [only] = named;
    if (named.length === 1 && only) found.push(only);
    else
      return {
        problem:
          named.length === 0
            ? `I find no learner “${part}”. Please write the whole name or the reference.`
            : `“${part}” can be ${named.length > 4 ? `${named.length} learners` : named.map(nameAndRef).join(' or ')}. Please write the reference.`,
      };
  }
  return found;
}

/**
 * The team says whom a concern is about; the hold moves with it, and whoever else was held is not any more (S11). Where
 * they are of another site now, or of another than was thought, it is passed on to the team there.
 * `nobody` ends the question without a hold. Where that learner has a concern already, the messages join it.
 */
export async function setAbout(
  world: World,
  actor: Person,
  input: { concernId: string; personId?: string; whom?: string },
): Promise<Outcome<CardModel>> {
  const { concernId, personId, whom = '' } = input;
  let problem: string | undefined;
  const moved = await changeConcern(world, actor, concernId, async (inside, concern) => {
    problem = undefined;
    if (!isUnreleased(concern)) return undefined;
    const isNobody = /^(nobody|no one|none|no learner)\.?$/i.test(whom.trim());
    const learners = await inside.records.people.withRole('learner');
    const chosen = personId
      ? learners.filter((one) => one._id === personId)
      : readNames(learners, isNobody ? '' : whom);
    if ('problem' in chosen) {
      problem = chosen.problem;
      return undefined;
    }
    if (chosen.length === 0 && !isNobody) return refuse('learner-not-found');
    const ids = [...new Set(chosen.map((one) => one._id))];
    const words = chosen.length > 0 ? chosen.map(nameAndRef).join(', ') : 'no learner';
    const entry = { at: world.clock.now(), byId: actor._id, act: 'about' as const, words };
    const joined = await joinTo(inside, concern, ids, actor);
    if (joined) {
      const { next: _, asks: _a, ...rest } = logged(concern, { ...entry, act: 'joined' });
      return { ...rest, state: 'joined' };
    }
    const { asks: _, ...rest } = logged(concern, entry);
    const set = { ...rest, holds: await holdsOn(inside, ids, concern.holds) };
    const moved = await movedTo(inside, { ...concern, ...set });
    if (!moved) return set;
    // It is another team's then: theirs from here on, and no more of who had it.
    const to = await sayTeam(inside, moved);
    const given = await givenTo(inside, set, moved);
    return { ...given, log: [...given.log, { ...entry, act: 'passed-on', words: '', to }] };
  });
  if (isRefusal(moved) || problem === undefined) return moved;
  const stored = await world.records.concerns.byId(concernId);
  return stored ? viewConcern(world, stored, { viewer: actor, problem, whom }) : moved;
}

/** Puts a concern's messages to the one that learner has already, in order; undefined where there is none. */
async function joinTo(
  world: World,
  concern: Concern,
  ids: readonly string[],
  actor: Person,
): Promise<Concern | undefined> {
  const [only] = ids;
  if (only === undefined || ids.length > 1) return undefined;
  const into = (await world.records.concerns.covering(only)).find(
    (one) => one._id !== concern._id && one.asks === undefined && heldBy(one).length === 1,
  );
  if (!into) return undefined;
  const messages = [...into.messages, ...concern.messages].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const isOpen = concern.state === 'open' || into.state === 'open';
  const after = await putConcern(world, into, {
    ...into,
    messages,
    level: [into.level, concern.level].includes('urgent') ? 'urgent' : 'possible',
    state: isOpen ? 'open' : into.state,
    // Read here already, so it need not wait for anybody; but what nobody has taken stays asked.
    ...(isOpen && into.state !== 'open' && concern.next ? { next: concern.next } : {}),
    log: [...into.log, ...concern.log, { at: world.clock.now(), byId: actor._id, act: 'joined' as const }],
  });
  await ringTeam(world, after);
  return after;
}
