import { type AuditEntry, sayAudited } from '../../domain/audit.ts';
import { addDays, type Day, instantOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import { noteSeen } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';

export type TrailName = { id: string; name: string };
/** A line in words, with the people in it; `by` is missing where a command or the bot did it. */
export type TrailLine = Pick<AuditEntry, 'at' | 'how' | 'thingId'> & {
  by?: TrailName;
  /** Who, where it was nobody of the college. */
  who: string;
  did: string;
  about: TrailName[];
  more: string;
};
/** `people`: whom the asked name may mean. Lines are those of one alone; of several or of nobody there are none. */
export type AuditTrail = { at: Date; people?: TrailName[]; lines: TrailLine[]; hasMore: boolean };

type TrailAsk = { person?: string; from?: Day; to?: Day; most: number };

/** More people of one name are not offered. */
const mostNamed = 20;

/** Lines of the trail as they are read, with the names people go by now. */
export async function toTrailLines(world: World, found: readonly AuditEntry[]): Promise<TrailLine[]> {
  const ids = found.flatMap((one) => [...(one.byId ? [one.byId] : []), ...one.aboutIds]);
  const names = new Map((await world.records.people.byIds([...new Set(ids)])).map((one) => [one._id, nameAndRef(one)]));
  const named = (id: string): TrailName => ({ id, name: names.get(id) ?? id });
  return found.map(({ at, how, thingId, byId, osUser, did, what, aboutIds, more = {} }) => ({
    at,
    how,
    thingId,
    ...(byId ? { by: named(byId) } : {}),
    who: byId ? named(byId).name : osUser ? `${osUser} (on the machine)` : 'the bot',
    did: `${did} ${sayAudited(what)}`,
    about: aboutIds.map(named),
    more: Object.entries(more)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
  }));
}

/**
 * Who saw and changed restricted things, the newest first, by person (id, reference or whole name) and days, ends included
 * (UK GDPR Art. 5(2)). That it was looked at is a line of it. Refuses with `not-allowed`.
 */
export async function auditTrail(
  world: World,
  viewer: Person,
  { person, from, to, most }: TrailAsk,
): Promise<Outcome<AuditTrail>> {
  if (!(await mayAtAll(world, viewer, 'view-audit'))) return refuse('not-allowed');
  const at = world.clock.now();
  const people = person
    ? (await world.records.people.named(person, mostNamed)).map((one) => ({ id: one._id, name: nameAndRef(one) }))
    : undefined;
  const [only] = people ?? [];
  const thingId = ['trail', only?.id, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
  await noteSeen(world, { byId: viewer._id, what: 'audit', thingId, aboutIds: only ? [only.id] : [], how: 'page' });
  if (people && people.length !== 1) return { at, people, lines: [], hasMore: false };
  const which = {
    ...(only ? { personId: only.id } : {}),
    ...(from ? { since: instantOf(from, '00:00') } : {}),
    ...(to ? { until: instantOf(addDays(to, 1), '00:00') } : {}),
  };
  const found = await world.records.audit.find(which, most + 1);
  const lines = await toTrailLines(world, found.slice(0, most));
  return { at, ...(people ? { people } : {}), lines, hasMore: found.length > most };
}
