import { addDays, addMinutes, dayOf, instantOf, type TimeOfDay, timeOf } from './calendar.ts';

/** Nobody is reminded between these local times. */
const night = { from: '21:00', to: '07:00' } as const satisfies Record<string, TimeOfDay>;
const eveningBefore = '19:00';
/** What someone has only just written needs no reminder yet. */
const leastMinutes = 5;

/**
 * When to remind someone of what they must do before a session: an hour before its start, else ten minutes, else the
 * evening before, never at night. Undefined where there is no such time between `from` and the start.
 */
export function reminderBefore(startsAt: Date, from: Date, zone: string): Date | undefined {
  const evening = instantOf(addDays(dayOf(startsAt, zone), -1), eveningBefore, zone);
  const isNight = (at: Date) => timeOf(at, zone) >= night.from || timeOf(at, zone) < night.to;
  return [addMinutes(startsAt, -60), addMinutes(startsAt, -10), evening].find(
    (at) => at >= addMinutes(from, leastMinutes) && !isNight(at),
  );
}
