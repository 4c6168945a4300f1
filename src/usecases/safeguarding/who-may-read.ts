import { type Concern, isUnreleased } from '../../domain/concern.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { isOfSites } from '../../domain/site.ts';
import { peopleFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf, may } from '../core/rights.ts';

/** Whom a concern is, or may be, about. */
type About = Pick<Concern, 'holds' | 'asks'>;
/** What decides who has it. */
type Whose = About & Pick<Concern, 'sites' | 'state'>;

/** True where a concern is, or may be, about somebody themself: then it is the rest of the team's, whatever roles they hold. */
export function isOwnConcern(person: Pick<Person, '_id'>, { holds, asks }: About): boolean {
  const ids = [...holds.map((hold) => hold.learnerId), ...(asks?.suggestedIds ?? [])];
  return ids.some((id) => isAboutSelf(person, id));
}

/**
 * Those of everybody on the Safeguarding Team whose a concern is: the team of its sites and who is of the whole college.
 * Where that leaves nobody to answer an open one it is everybody's: no cry for help waits for an import.
 */
function ofItsSites(all: readonly Person[], concern: Whose): readonly Person[] {
  const { sites = [] } = concern;
  if (sites.length === 0) return all;
  const own = all.filter((one) => isOfSites(one, sites));
  const isLeft = isUnreleased(concern) && own.every((one) => isOwnConcern(one, concern));
  return isLeft ? all : own;
}

const everyone = ({ records }: World): Promise<Person[]> => records.people.withRole('safeguarding');

/** The Safeguarding Team of a concern as it is now, without whoever the concern is about. */
export async function teamFor(world: World, concern: Whose): Promise<Person[]> {
  return ofItsSites(await everyone(world), concern).filter((one) => !isOwnConcern(one, concern));
}

/** Whom its team named for when nobody answers; only those who still work here, and whom it is not about. */
export async function deputiesFor(world: World, concern: Whose): Promise<Person[]> {
  const ids = ofItsSites(await everyone(world), concern).flatMap((one) => (one.deputyId ? [one.deputyId] : []));
  return (await world.records.people.byIds(ids)).filter((one) => isStaff(one) && !isOwnConcern(one, concern));
}

/**
 * Which concerns a person may read and answer (S11): those of their sites for the Safeguarding Team, and for staff who
 * stand in for one of them today; for deputies those that went to them; nobody one about themself. All of it is looked at
 * anew each time: a right ends with its role.
 */
export async function readerOf(world: World, actor: Person): Promise<(concern: Concern) => boolean> {
  if (!isStaff(actor)) return () => false;
  const all = await everyone(world);
  const acting = new Set(
    (await peopleFor(world, actor)).filter((one) => may(one, 'view-concern', false)).map((one) => one._id),
  );
  return (concern) => {
    if (isOwnConcern(actor, concern)) return false;
    const team = ofItsSites(all, concern);
    if (team.some((one) => acting.has(one._id))) return true;
    return team.some((one) => one.deputyId === actor._id) && (concern.escalatedTo ?? []).includes(actor._id);
  };
}

/** True when a person may read and answer this concern. */
export async function mayReadConcern(world: World, actor: Person, concern: Concern): Promise<boolean> {
  return (await readerOf(world, actor))(concern);
}

/** Senior leaders, who hear that an old hold exists, and nothing else of it. */
export function leadersOf({ records }: World): Promise<Person[]> {
  return records.people.withRole('leader');
}
