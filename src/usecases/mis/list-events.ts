import { untoldAmong } from '../core/hold-gate.ts';
import type { World } from '../core/ports.ts';

const mostAtOnce = 200;

/**
 * Gives every committed event its place in the one order in which the MIS hears them, and wakes their learners' lanes.
 * What is about a learner under a hold is kept back until its release (S11): this is the gate of everything the MIS is
 * told. Any number of instances may do it at once, and a kill at any point only delays it.
 */
export async function listEvents(world: World, hasWebhook: boolean): Promise<void> {
  const { records, clock } = world;
  for (;;) {
    const events = await records.mis.unlisted(clock.now(), mostAtOnce);
    if (events.length === 0) break;
    const held = await untoldAmong(
      world,
      events.map((one) => one.learnerId),
    );
    const open = events.filter((one) => one.seq !== undefined || !held.has(one.learnerId));
    const kept = events.filter((one) => !open.includes(one));
    await records.mis.keepBack(kept.map((one) => one._id));
    // The release may have come between the look and the write.
    const still = await untoldAmong(world, held);
    for (const id of held) if (!still.has(id)) await records.mis.release(id, clock.now());
    const placeless = open.filter((one) => one.seq === undefined).map((one) => one._id);
    if (placeless.length > 0)
      await world.together((inside) => inside.records.mis.list(placeless, clock.now(), hasWebhook));
    if (hasWebhook) await records.mis.wake([...new Set(open.map((one) => one.learnerId))], clock.now());
    await records.mis.settleListed(open.map((one) => one._id));
    if (events.length < mostAtOnce) break;
  }
  world.wake();
}
