import { addMinutes } from '../../domain/calendar.ts';
import type { Concern } from '../../domain/concern.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { sitesOfLearner } from '../core/site-of.ts';
import { heldBy } from './put-hold.ts';
import { minutesToAnswer } from './ring.ts';

/**
 * Whose team a concern goes to: that of the sites of the learners it is about; while nobody is known, of whoever wrote.
 * None: the whole team, also where one of them is of no site.
 */
export async function sitesFor(world: World, learnerIds: readonly string[], writerId: string): Promise<string[]> {
  if ((await world.records.sites.all()).length === 0) return [];
  const found = new Set<string>();
  for (const id of learnerIds.length > 0 ? learnerIds : [writerId]) {
    const person = await world.records.people.byId(id);
    const sites = person ? await sitesOf(world, person) : [];
    if (sites.length === 0) return [];
    for (const one of sites) found.add(one);
  }
  return [...found].toSorted();
}

async function sitesOf(world: World, person: Person): Promise<readonly string[]> {
  return person.roles.includes('learner') ? sitesOfLearner(world, person) : (person.sites ?? []);
}

/** "the Safeguarding Team of Brookvale Leeds"; of everywhere where it names no site. */
export async function sayTeam(world: World, { sites = [] }: Pick<Concern, 'sites'>): Promise<string> {
  const names = (await world.records.sites.all()).filter((one) => sites.includes(one._id)).map((one) => one.name);
  return names.length > 0 ? `the Safeguarding Team of ${names.join(' and ')}` : 'the whole Safeguarding Team';
}

/** True where two teams are of the same sites. */
export function isSameTeam(a: Pick<Concern, 'sites'>, b: Pick<Concern, 'sites'>): boolean {
  return (a.sites ?? []).join() === (b.sites ?? []).join();
}

/** The sites whose team a concern would go to were it raised now, where that is another than has it; undefined: it is where it belongs. */
export async function movedTo(world: World, concern: Concern): Promise<Pick<Concern, 'sites'> | undefined> {
  const ids = heldBy(concern);
  if (ids.length === 0) return undefined;
  const sites = await sitesFor(world, ids, '');
  return isSameTeam({ sites }, concern) ? undefined : { sites };
}

/** A concern as another team gets it: asked of all of them anew, whoever had it before. */
export async function givenTo<C extends Omit<Concern, 'version'>>(
  world: World,
  concern: C,
  { sites = [] }: Pick<Concern, 'sites'>,
): Promise<C> {
  const now = world.clock.now();
  const { ownerId: _o, askedAt: _a, escalatedTo: _e, escalations: _n, sites: _s, ...rest } = concern;
  const minutes = await minutesToAnswer(world, concern);
  return {
    ...rest,
    ...(sites.length > 0 ? { sites } : {}),
    state: 'open',
    rangAt: now,
    next: { step: 'escalate', at: addMinutes(now, minutes) },
  } as C;
}
