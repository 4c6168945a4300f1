import { addMinutes } from '../domain/calendar.ts';
import type { MisEvent, MisLane } from '../domain/mis-event.ts';
import type { Claim, Due, Sender, SendResult } from '../usecases/core/delivery.ts';
import { isUntold } from '../usecases/core/hold-gate.ts';
import type { World } from '../usecases/core/ports.ts';
import { listRefused, shortenRefused } from '../usecases/mis/mis-refused.task.ts';
import { nextTry } from './next-try.ts';

/** An event is tried this long before somebody is asked to look (S8). */
const tryDays = 7;
const mostWaitMinutes = 30;
/** While the MIS is away, lanes that were not tried yet wait no longer than this with the others. */
const mostPauseMs = 60_000;
/** Told in one go; then other learners have their turn. */
const mostAtOnce = 50;

/**
 * Tells the MIS what waits of one learner, in its order: the next one leaves only when the one before is taken, or a
 * person has it. One claim holds a learner's lane, so that this is true across tries and instances; other learners go on.
 */
export function createTellMis(world: World, due: Due, sender: Sender) {
  const { records, clock } = world;
  const well = ['failingSince', 'lastCode'];

  const tell = ({ _id, body, createdAt }: MisEvent): Promise<SendResult> =>
    sender.send({ _id, kind: 'mis', to: 'mis', ref: _id, body, createdAt });

  /** Nothing more to tell just now. What came between the look and the write wakes the lane again. */
  async function rest(claim: Claim): Promise<void> {
    if (!(await due.settle(claim, {}, null, well))) return;
    const [left] = await records.mis.firstWaiting(claim.id);
    if (left && !(await isUntold(world, claim.id))) await records.mis.wake([claim.id], clock.now());
  }

  async function later(
    claim: Claim,
    event: MisEvent,
    { code, retryAfterMs }: { code: string; retryAfterMs?: number },
    failedSince: Date | undefined,
  ): Promise<void> {
    const now = clock.now();
    const failingSince = failedSince ?? now;
    const isTooLong = failedSince && addMinutes(event.listedAt ?? event.createdAt, tryDays * 1_440) <= now;
    const at = nextTry(failingSince, now, mostWaitMinutes, retryAfterMs);
    // The MIS is away for everyone: the other learners need not each find out.
    await records.mis.putOff(new Date(Math.min(at.getTime(), now.getTime() + (retryAfterMs ?? mostPauseMs))));
    const isOurs = await due.settle(claim, { failingSince, lastCode: code }, at);
    if (!isOurs || !isTooLong || event.refused) return;
    // It stays the learner's next, so that nothing overtakes it.
    await records.mis.refuse(event._id, { at: now, code: 'not-in-time', says: code }, true);
    await listRefused(world);
  }

  return async function tellMis(claim: Claim): Promise<void> {
    let { failingSince } = claim.doc as MisLane;
    for (let told = 0; told < mostAtOnce; told++) {
      // What was listed before a hold waits for its release too (S11).
      if (await isUntold(world, claim.id)) return rest(claim);
      const [event, another] = await records.mis.firstWaiting(claim.id);
      if (!event) return rest(claim);
      if (!(await due.mark(claim, {}))) return;
      const answer = await tell(event);
      if (!answer.ok && answer.kind !== 'for-good') return later(claim, event, answer, failingSince);
      if (!answer.ok) {
        const refused = { at: clock.now(), code: answer.code, says: answer.says ?? '' };
        await records.mis.refuse(event._id, refused, false);
        await listRefused(world);
      } else if (await records.mis.taken(event, clock.now())) await shortenRefused(world);
      if (failingSince) await records.mis.hurry(clock.now());
      failingSince = undefined;
      if (!another) return rest(claim);
    }
    await due.settle(claim, {}, clock.now(), well);
  };
}
