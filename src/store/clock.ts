import type { Db } from 'mongodb';
import type { Clock } from '../usecases/core/ports.ts';
import type { Collections } from './database.ts';
import { retryPassing } from './retry.ts';

/**
 * Business time: the database server's clock plus a stored shift. Between looks at the server it runs on this
 * process's monotonic clock, so a wrong or jumping wall clock here changes nothing.
 */
export type BusinessClock = Clock & {
  /** Looks at the server's clock and the stored shift again. */
  sync(): Promise<void>;
  /** Moves business time to an instant; only where it is movable. */
  moveTo(instant: Date): Promise<void>;
};

/** By how many milliseconds business time is away from the server's. */
export async function shiftOf(c: Collections): Promise<number> {
  return (await c.meta.findOne({ _id: 'clock' }))?.shiftMs ?? 0;
}

/** Opens the clock. Where time is not `movable` (production) a stored shift is refused. */
export async function openClock(db: Db, c: Collections, movable: boolean): Promise<BusinessClock> {
  let serverMs = 0;
  let readAt = 0;
  let shiftMs = 0;
  let latest = 0;
  let begun = 0;
  let taken = 0;
  const sync = () =>
    retryPassing(async () => {
      const turn = ++begun;
      const hello = await db.command({ hello: 1 });
      // Taken after the answer: after a slow one the clock is late by the way back, never early.
      const now = performance.now();
      const stored = await shiftOf(c);
      if (stored !== 0 && !movable)
        throw new Error(
          'business time is shifted in this database; production refuses that. Use a database that no demo has run on',
        );
      // A look that began before another one ended may have read a shift that has been moved since.
      if (turn < taken) return;
      taken = turn;
      serverMs = (hello.localTime as Date).getTime();
      readAt = now;
      // Only a move of business time may lead back.
      if (stored !== shiftMs) latest = 0;
      shiftMs = stored;
    });
  await sync();
  return {
    now() {
      // A look at the server that took longer than the last would set the clock back a little: it waits instead.
      latest = Math.max(latest, Math.round(serverMs + (performance.now() - readAt) + shiftMs));
      return new Date(latest);
    },
    sync,
    async moveTo(instant) {
      if (!movable) throw new Error('business time cannot be moved in production');
      const shift = Math.round(instant.getTime() - (serverMs + (performance.now() - readAt)));
      await c.meta.updateOne({ _id: 'clock' }, { $set: { shiftMs: shift } }, { upsert: true });
      await sync();
    },
  };
}

/** True for the database of a demo, whose time may be moved. */
export async function isOfDemo(c: Collections): Promise<boolean> {
  return (await c.meta.findOne({ _id: 'demo' })) !== null;
}
