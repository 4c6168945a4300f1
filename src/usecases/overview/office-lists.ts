import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person, sayRole } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { listedFor } from '../core/site-of.ts';
import { lostFirst, sayInstead, sayUnreachable } from '../people/out-of-reach.task.ts';
import { askedAt, unread } from '../people/policy-unread.task.ts';
import { reachable } from './calls.ts';

/** Somebody on a list of the office: since when, why, and how else to reach them. */
export type ListedPerson = {
  name: string;
  ref: string;
  roles: string;
  since: Date;
  why?: string;
  mobile?: string;
  email?: string;
};
export type OfficeList = { at: Date; people: ListedPerson[]; unheard?: number };

function listed(person: Person, since: Date, why?: string): ListedPerson {
  return {
    name: callName(person),
    ref: person.ref,
    roles: person.roles.map(sayRole).join(', '),
    since,
    ...(why ? { why } : {}),
    ...reachable(person),
  };
}

/** Who was asked and has not confirmed the policy, the longest first, and how many never wrote (S6). Refuses with `not-allowed`. */
export async function notConfirmed(world: World, viewer: Person): Promise<Outcome<OfficeList>> {
  if (!(await mayAtAll(world, viewer, 'task-policy-unread'))) return refuse('not-allowed');
  const all = await listedFor(world, viewer, await unread(world), (one) => one.person);
  const people = all.map(({ person, task }) => listed(person, askedAt(task)));
  return { at: world.clock.now(), people, unheard: await world.records.people.countUnheard() };
}

/** Whom Teams does not reach, why, and since when (SPEC P). Refuses with `not-allowed`. */
export async function cannotReach(world: World, viewer: Person): Promise<Outcome<OfficeList>> {
  if (!(await mayAtAll(world, viewer, 'view-out-of-reach'))) return refuse('not-allowed');
  const all = await listedFor(world, viewer, await world.records.people.outOfReach(), (one) => one);
  const people = lostFirst(world, all).map((person) =>
    listed(person, person.unreachable?.since ?? new Date(0), `${sayUnreachable(person)}; ${sayInstead(world, person)}`),
  );
  return { at: world.clock.now(), people };
}
