import type { OutboxRow } from '../domain/outbox-row.ts';
import type { Room, Senders } from '../usecases/core/delivery.ts';

type Kind = OutboxRow['kind'];
const kinds: readonly Kind[] = ['sms', 'mail'];
/** How many of one kind may be under way at once, by what they are: a slow provider always has room for what goes first. */
const places: readonly { below: number; urgency: number }[] = [
  { below: 2, urgency: 0 },
  { below: 3, urgency: 1 },
  { below: 4, urgency: 2 },
];
/** What no limit of a provider's holds back: there is hardly any of it, and it cannot wait (S11). */
const mostUrgent = 2;

/** The lane of everything one provider takes: told to wait, all of it waits. */
export function sendLane(kind: Kind): string {
  return `send:${kind}`;
}

/**
 * Which outbox rows may be claimed now. Each kind has places of its own, the last of them kept for today's absences and
 * for the Safeguarding Team; and each keeps to the messages a second its provider takes.
 */
export function createOutboxRoom(
  perSecond: Partial<Record<Kind, number>>,
  now: () => number = performance.now.bind(performance),
) {
  const buckets = new Map<Kind, { tokens: number; at: number }>();

  /** What is left of a kind's second, filled up by the time since. */
  function bucketOf(kind: Kind) {
    const rate = perSecond[kind] ?? Number.POSITIVE_INFINITY;
    const most = Math.max(1, rate);
    const bucket = buckets.get(kind) ?? { tokens: most, at: now() };
    bucket.tokens = Math.min(most, bucket.tokens + (rate * (now() - bucket.at)) / 1_000);
    bucket.at = now();
    buckets.set(kind, bucket);
    return bucket;
  }

  return {
    /** `paused`: lanes of providers that asked to wait. */
    rooms(underWay: readonly { kind: Kind }[], paused: readonly string[]): Room[] {
      return kinds.flatMap((of) => {
        if (paused.includes(sendLane(of))) return [];
        const count = underWay.filter((row) => row.kind === of).length;
        const place = places.find(({ below }) => count < below);
        if (!place) return [];
        return [{ of, urgency: bucketOf(of).tokens >= 1 ? place.urgency : mostUrgent }];
      });
    },
    took(kind: Kind): void {
      if (perSecond[kind]) bucketOf(kind).tokens -= 1;
    },
  };
}

/** Messages a second that each sender takes, where it says. */
export function perSecondOf(senders: Senders): Partial<Record<keyof Senders, number>> {
  return Object.fromEntries(
    Object.entries(senders).flatMap(([kind, { perSecond }]) => (perSecond ? [[kind, perSecond]] : [])),
  );
}
