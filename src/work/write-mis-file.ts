import { addDays, addMinutes, dayOf, instantOf, type TimeOfDay } from '../domain/calendar.ts';
import type { MisEvent, MisLane } from '../domain/mis-event.ts';
import type { Claim, Due } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import type { MisFileWriter } from '../usecases/mis/mis-file.ts';

const pageSize = 1_000;
/** A folder that cannot be written is tried again this often. */
const retryMinutes = 5;

/** Begins the clock of the daily file; a file that is due already, since nothing ran then, is written at once. */
export async function planMisFile(world: World, at: TimeOfDay): Promise<void> {
  const now = world.clock.now();
  const today = dayOf(now);
  const isOver = instantOf(today, at) <= now;
  const day = isOver ? addDays(today, 1) : today;
  await world.records.mis.planFile(day, instantOf(day, at));
}

/**
 * Writes a day's file: everything listed since the file before, so that what was amended is in it and nothing comes
 * twice. Of one mark the last event counts. Days that were missed come one after the other, each with its own file; one
 * that breaks off is written anew with the same content, under the same name.
 */
export function createWriteMisFile(world: World, due: Due, file: MisFileWriter, at: TimeOfDay) {
  const { records, clock } = world;
  return async function writeMisFile(claim: Claim): Promise<void> {
    const { forDay = dayOf(clock.now()), fileSeq = 0 } = claim.doc as MisLane;
    const until = instantOf(forDay, at);
    let last = fileSeq;
    const latest = new Map<string, MisEvent>();
    for (let isMore = true; isMore; ) {
      const page = await records.mis.after(last, file.types, pageSize);
      const own = page.findIndex((event) => (event.listedAt ?? until) > until);
      const taken = own < 0 ? page : page.slice(0, own);
      for (const event of taken) {
        // In the order of the last word on each.
        latest.delete(event.subject);
        latest.set(event.subject, event);
      }
      last = taken.at(-1)?.seq ?? last;
      isMore = own < 0 && page.length === pageSize;
    }
    try {
      await file.write(forDay, [...latest.values()]);
    } catch (error) {
      const lastCode = `file-${(error as { code?: string }).code ?? 'failed'}`;
      await due.settle(claim, { lastCode, forDay }, addMinutes(clock.now(), retryMinutes));
      return;
    }
    const next = addDays(forDay, 1);
    await due.settle(claim, { forDay: next, fileSeq: last }, instantOf(next, at), ['lastCode']);
  };
}
