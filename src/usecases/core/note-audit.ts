import type { AuditEntry } from '../../domain/audit.ts';
import type { World } from './ports.ts';

/** Looking at the same thing again within this time is one look: a page is loaded anew, a card drawn anew. */
const oneLookMs = 15 * 60_000;

type Seen = Pick<AuditEntry, 'byId' | 'what' | 'thingId' | 'aboutIds' | 'how'>;

/** Notes that somebody is about to see something; before it is shown, so that nothing is shown that nobody knows of. */
export async function noteSeen(world: World, seen: Seen): Promise<void> {
  const at = world.clock.now();
  const look = Math.floor(at.getTime() / oneLookMs);
  const _id = `saw|${seen.what}|${seen.thingId}|${seen.byId}|${look}`;
  await world.records.audit.add({ ...seen, _id, at, did: 'saw' });
}

/** Notes that something was changed, taken out or deleted. `key` is the same for the same deed done again. */
export async function noteDone(world: World, key: string, done: Omit<AuditEntry, '_id' | 'at'>): Promise<void> {
  await world.records.audit.add({ ...done, _id: `${done.did}|${done.what}|${key}`, at: world.clock.now() });
}
