import type { Collections } from '../database.ts';

/** How many meetings could not be put into a calendar, by the reason Exchange gave. */
export function failedEvents(c: Collections): Promise<{ code: string; count: number }[]> {
  return c.calendarEvents
    .aggregate<{ code: string; count: number }>([
      { $match: { failed: { $exists: true } } },
      { $group: { _id: '$failed.code', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
      { $project: { _id: 0, code: '$_id', count: 1 } },
    ])
    .toArray();
}
