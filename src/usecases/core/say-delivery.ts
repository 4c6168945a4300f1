import { hasGone, isSettled, type OutboxRow, sayOutcome } from '../../domain/outbox-row.ts';
import type { Slot } from '../../domain/slot.ts';
import type { World } from './ports.ts';

/** One of those somebody had told: their name, and the outbox row or the card's slot that knows what became of it. */
export type ToldTo = { name: string; id: string };

/** What became of what is on its way under an id, an outbox row's or a slot's. */
export type Became = { words: string; has: 'gone' | 'failed' | 'pending' };

function becameOfCard(slot: Slot | null): Became {
  if (slot?.parked) return { words: 'cannot be reached in Teams', has: 'failed' };
  // Teams takes a card in the same second as a rule; that it has been read nobody claims.
  return { words: 'Teams', has: 'gone' };
}

function becameOfRow(row: OutboxRow, zone: string | undefined): Became {
  const has = hasGone(row) ? 'gone' : isSettled(row) ? 'failed' : 'pending';
  return { words: sayOutcome(row, zone), has };
}

/** What became of each, in order; never more than is known. */
export async function becameOf(world: World, ids: readonly string[], zone?: string): Promise<Became[]> {
  const rows = new Map((await world.records.outbox.byIds(ids)).map((row) => [row._id, row]));
  return Promise.all(
    ids.map(async (id) => {
      const row = rows.get(id);
      return row ? becameOfRow(row, zone) : becameOfCard(await world.records.slots.byId(id));
    }),
  );
}

/**
 * "Ben Carter (Teams), Parent (text message accepted 09:31, delivered 09:32)", and whether it has gone to all. What was
 * kept in words by an earlier release is said as it was kept.
 */
export async function sayToldTo(
  world: World,
  to: readonly (ToldTo | string)[],
): Promise<{ words: string; isToAll: boolean }> {
  const known = to.filter((one) => typeof one !== 'string');
  const ids = known.map((one) => one.id);
  const became = new Map((await becameOf(world, ids)).map((one, i) => [ids[i], one]));
  const say = (one: ToldTo | string) => (typeof one === 'string' ? one : `${one.name} (${became.get(one.id)?.words})`);
  return { words: to.map(say).join(', '), isToAll: [...became.values()].every((one) => one.has === 'gone') };
}
