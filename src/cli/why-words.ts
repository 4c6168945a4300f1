import { dayOf, sayDay, timeOf } from '../domain/calendar.ts';
import type { Held } from '../store/database.ts';
import { most } from '../store/looks/ways.ts';

export type At = (time: Date | undefined) => string;

/** "Monday 23 November, 09:00". */
export const sayAt =
  (zone?: string): At =>
  (time) =>
    time ? `${sayDay(dayOf(time, zone))}, ${timeOf(time, zone)}` : 'nobody knows when';

/** What is to happen to a thing, who holds it just now, and what was given up. */
export function sayDue(
  { next, lease, tries, lastError, dead }: Held & { next?: { step: string; at: Date } },
  at: At,
): string[] {
  if (dead)
    return [
      `Given up ${at(dead.at)} at "${dead.step}": ${dead.error}. Once the cause is mended, "cli dead-letters --retry" tries it again.`,
    ];
  const held = lease && lease.until > new Date() ? ` ${lease.owner} is at it.` : '';
  const tried =
    (tries ?? 0) > 1 && next ? ` Tried ${tries} times${lastError ? `, the last time: ${lastError}` : ''}.` : '';
  return next ? [`Next: "${next.step}", due ${at(next.at)}.${held}${tried}`] : [];
}

/** Lines under a title, or nothing where there are none. */
export const under = (title: string, lines: readonly string[]) =>
  lines.length === 0
    ? []
    : [title, ...lines.slice(0, most), ...(lines.length > most ? [`  … ${lines.length - most} more`] : [])];
