import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf, sayDay, timeOf } from '../domain/calendar.ts';
import type { BusinessClock } from '../store/clock.ts';
import { type Due, isQuiet } from '../usecases/core/delivery.ts';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** "90m", "2h", "2d" or "1w" in milliseconds; undefined when it is none of these or more than a year. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,4})([mhdw])$/.exec(text);
  if (!match) return undefined;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return ms > 0 && ms <= 366 * unitMs.d ? ms : undefined;
}

async function settled(due: Due, clock: BusinessClock, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  // Twice in a row: what one step does may fall due a moment after the count's own time.
  for (let quiet = 0; performance.now() < end; ) {
    quiet = isQuiet(await due.firstAt(), clock.now()) ? quiet + 1 : 0;
    if (quiet === 2) return true;
    await sleep(25);
  }
  return false;
}

/**
 * Moves business time forward and lives what falls due on the way: it stops at each due time and lets the running bot
 * carry it out before going on. Returns how many stops there were, and whether anything stayed undone.
 */
export async function advance(
  due: Due,
  clock: BusinessClock,
  ms: number,
  say: (line: string) => void,
  // Longer than a lease: a step whose instance was lost is taken up by another in this time.
  patienceMs = 45_000,
): Promise<{ stops: number; undone: boolean }> {
  const target = clock.now().getTime() + ms;
  let stops = 0;
  let undone = !(await settled(due, clock, patienceMs));
  for (;;) {
    const times = [...(await due.firstAt()).values()].map((at) => at.getTime());
    const ahead = times.filter((time) => time > clock.now().getTime());
    const next = Math.min(...ahead, target);
    if (next <= clock.now().getTime()) break;
    await clock.moveTo(new Date(next));
    undone = !(await settled(due, clock, patienceMs)) || undone;
    if (next >= target) break;
    stops++;
    say(`${sayDay(dayOf(new Date(next)))} ${timeOf(new Date(next))}`);
  }
  return { stops, undone };
}
