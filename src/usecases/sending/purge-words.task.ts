import { addDays, addMinutes, dayOf, instantOf } from '../../domain/calendar.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'purge-words': { last?: Date };
  }
}

/** How many days the words of a message are kept after it was wanted; that it was sent, to whom and when stays. */
export const wordsKeptDays = { sms: 90, mail: 90, safeguarding: 30 } as const;
/** Events for the MIS are kept for a consumer that reads a whole college year, and a little more; what came in as long. */
const eventsKeptDays = 400;

/** At night, when nothing else is due. */
const nextNight = (world: World) => instantOf(addDays(dayOf(world.clock.now()), 1), '03:00');

/** Plans the nightly purge. Twice is once. */
export async function planPurge(world: World): Promise<void> {
  await openTask(world, {
    _id: taskId('purge-words', 'nightly'),
    kind: 'purge-words',
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: {},
    next: { step: 'purge', at: nextNight(world) },
  });
}

async function purge(world: World): Promise<void> {
  const now = world.clock.now();
  const before = (days: number) => addMinutes(now, -days * 1_440);
  for (const kind of ['sms', 'mail'] as const)
    await world.records.outbox.purge({ kind }, before(wordsKeptDays[kind]), now);
  await world.records.outbox.purge({ lane: 'safeguarding' }, before(wordsKeptDays.safeguarding), now);
  // What came in and nobody has dealt with by then.
  await world.records.incoming.purge(before(wordsKeptDays.sms), before(eventsKeptDays));
  await world.records.mis.purge(before(eventsKeptDays));
}

/** The words of what was sent, and old events for the MIS, are purged each night (UK GDPR Art. 5: storage limitation). */
export const purgeWords = defineClock<{ last?: Date }>({
  clause: 'P',
  label: 'Old messages lose their words',
  async onTime(world) {
    await purge(world);
    return { act: 'purged', data: { last: world.clock.now() }, next: { step: 'purge', at: nextNight(world) } };
  },
});
