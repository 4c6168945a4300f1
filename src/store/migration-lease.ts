import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Db } from 'mongodb';

const _id = 'migration';
const leaseMs = 15_000;

type Held = { _id: string; lease?: { owner: string; until: Date } };

/** What holds the lease: `check` throws once another may have taken it over, as after this process stood still. */
export type Holder = { check(): void };
/** The right to bring the database along, which one process has at a time. */
type Lease = Holder & { release(): Promise<void> };

/**
 * Takes the lease unless another process holds it; says who. It is on the server's clock, renewed until released, and free
 * again soon after its holder died.
 */
export async function takeLease(db: Db): Promise<Lease | { heldBy: string }> {
  const meta = db.collection<Held>('meta');
  const owner = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const until = { $add: ['$$NOW', leaseMs] };
  let end = performance.now() + leaseMs;
  const lease = { $cond: [{ $gt: ['$lease.until', '$$NOW'] }, '$lease', { owner: { $literal: owner }, until }] };
  const held = await meta.findOneAndUpdate({ _id }, [{ $set: { lease } }], { upsert: true, returnDocument: 'after' });
  if (held?.lease?.owner !== owner) return { heldBy: held?.lease?.owner ?? 'unknown' };
  const mine = { _id, 'lease.owner': owner };
  const renew = async () => {
    const sent = performance.now();
    const { matchedCount } = await meta.updateOne(mine, [{ $set: { 'lease.until': until } }]);
    end = matchedCount === 1 ? Math.max(end, sent + leaseMs) : 0;
  };
  // A database that is away just now renews nothing: the next one may, and `check` knows until when it holds.
  const timer = setInterval(() => void renew().catch(() => undefined), leaseMs / 5).unref();
  return {
    check() {
      if (performance.now() >= end) throw new Error('another process may be bringing the database along by now');
    },
    async release() {
      clearInterval(timer);
      // Not released is free a little later.
      await meta.updateOne(mine, { $unset: { lease: '' } }).catch(() => undefined);
    },
  };
}
