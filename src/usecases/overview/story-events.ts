import { type Day, dayOf, mondayOf } from '../../domain/calendar.ts';
import { eventKinds, type StoryEvent, type StoryRow } from './story-row.ts';

/** What happened in a week, each thing once, what weighs most first; `day`: when that was. */
export type WeekEvent = { monday: Day; day: Day; titles: string[] };

/** What happened on these programmes, week by week, the oldest first. */
export function weekEvents(rows: readonly StoryRow[], programmeIds: readonly string[]): WeekEvent[] {
  const own = rows.flatMap(({ at, event }) =>
    event && (!event.programmeId || programmeIds.includes(event.programmeId)) ? [{ ...event, day: dayOf(at) }] : [],
  );
  const rank = ({ kind }: StoryEvent) => eventKinds.indexOf(kind);
  return [...Map.groupBy(own, ({ day }) => mondayOf(day))]
    .map(([monday, events]): WeekEvent => {
      const sorted = events.toSorted((a, b) => rank(a) - rank(b) || (a.day < b.day ? -1 : 1));
      return { monday, day: sorted[0]?.day ?? monday, titles: [...new Set(sorted.map(({ title }) => title))] };
    })
    .toSorted((a, b) => (a.monday < b.monday ? -1 : 1));
}
