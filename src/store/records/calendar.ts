import type { CalendarEvents } from '../../usecases/core/records/calendar.ts';
import type { Access } from './access.ts';

export function calendarOf({ c, o, again }: Access): CalendarEvents {
  return {
    want: (taskId, at) =>
      again(async () => {
        const change = {
          $inc: { wanted: 1 },
          $setOnInsert: { shown: 0 },
          $set: { next: { step: 'show' as const, at } },
        };
        await c.calendarEvents.updateOne({ _id: taskId }, change, { ...o, upsert: true });
      }),
  };
}
