import { addDays, addMinutes, dayOf, instantOf } from '../../domain/calendar.ts';
import { keptFrom, type RetentionKind, retentionKinds, usualRetention } from '../../domain/retention.ts';
import { noteDone } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';
import { forgetHandedOver } from '../safeguarding/hand-over-words.ts';

/** `taken`: what this night has taken so far. */
type Data = { last?: Date; taken?: Partial<Record<RetentionKind, number>> };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    retention: Data;
  }
}

/** Taken of each kind at once; what is left goes with the next look, straight after it. */
const mostAtOnce = 500;
/** Concerns at once: each has its cards drawn anew. */
const mostConcerns = 50;
/** Texts and mails that came in: how long their words wait for the office, and how long it is known that they came. */
export const sentIn = { wordsDays: 90, days: 400 };
/** More are not counted. */
const mostCounted = 100_000;

/** At night, when nothing else is due. */
const nextNight = (world: World) => instantOf(addDays(dayOf(world.clock.now()), 1), '03:00');

/** Plans the nightly look. Twice is once. */
export async function planRetention(world: World): Promise<void> {
  await openTask(world, {
    _id: taskId('retention', 'nightly'),
    kind: 'retention',
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: {},
    next: { step: 'look', at: nextNight(world) },
  });
}

/** Before when what came about of a kind goes today. */
function goesBefore(world: World, kind: RetentionKind): Date {
  const rule = (world.retention ?? usualRetention)[kind];
  const now = world.clock.now();
  if (rule.unit === 'days') return addMinutes(now, -rule.keep * 1_440);
  return instantOf(keptFrom(rule, dayOf(now)), '00:00');
}

/** How much of each kind would go now. */
export async function countOld(world: World): Promise<{ kind: RetentionKind; before: Date; count: number }[]> {
  const found = [];
  for (const kind of retentionKinds) {
    const before = goesBefore(world, kind);
    const { ageing, concerns } = world.records;
    const old =
      kind === 'concern-words'
        ? (await concerns.handedOver(before, mostCounted)).length
        : await ageing.count(kind, before, mostCounted);
    found.push({ kind, before, count: old });
  }
  return found;
}

/**
 * What is kept goes when it is old enough, each night, a bounded batch at a time (UK GDPR Art. 5(1)(e)); what came in by
 * text and mail goes last, at once. What else went is said by kind in the log and in the audit trail.
 */
export const retention = defineClock<Data>({
  clause: 'P',
  label: 'What is old enough goes',
  async onTime(world, task) {
    const now = world.clock.now();
    const taken = { ...task.data.taken };
    let isMore = false;
    for (const kind of retentionKinds) {
      const before = goesBefore(world, kind);
      const isConcerns = kind === 'concern-words';
      const most = isConcerns ? mostConcerns : mostAtOnce;
      const count = isConcerns
        ? await forgetHandedOver(world, before, most)
        : await world.records.ageing.take(kind, before, most, now);
      if (count > 0) taken[kind] = (taken[kind] ?? 0) + count;
      if (count >= most) isMore = true;
    }
    if (isMore) return { act: 'purged', data: { taken }, next: { step: 'look', at: now } };
    await world.records.incoming.purge(
      addMinutes(now, -sentIn.wordsDays * 1_440),
      addMinutes(now, -sentIn.days * 1_440),
    );
    if (Object.keys(taken).length > 0) {
      const line = { thingId: 'nightly', aboutIds: [] as string[], how: 'bot' as const, more: taken };
      await noteDone(world, dayOf(now), { ...line, did: 'deleted', what: 'retention' });
      world.note?.({ taken }, 'what was old enough is gone');
    }
    return { act: 'purged', data: { last: now, taken: {} }, next: { step: 'look', at: nextNight(world) } };
  },
});
