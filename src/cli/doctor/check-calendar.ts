import { readSettings } from '../../config/settings.ts';
import { calendarOf } from '../../senders.ts';
import type { Collections } from '../../store/database.ts';
import { failedEvents } from '../../store/looks/failed-events.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Whether the calendar setting works: a token for Graph. Nothing where it is off. */
export async function checkCalendar(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  if (env.GRAPH_CALENDAR !== 'on') return [];
  try {
    await calendarOf(readSettings(env))?.probe();
    return [fine('Microsoft gives a token for calendars')];
  } catch (error) {
    return [
      wrong(`calendars: ${(error as Error).message}`, 'GRAPH_CALENDAR needs Graph Calendars.ReadWrite, consented'),
    ];
  }
}

/** What could not be put into calendars, by the reason Exchange gave. */
export async function checkEvents(c: Collections): Promise<Finding[]> {
  return (await failedEvents(c)).map(({ code, count }) =>
    wrong(
      `${count === 1 ? 'one meeting is' : `${count} meetings are`} in no calendar: ${code}`,
      /mailbox/i.test(code)
        ? 'that colleague has no mailbox in Exchange Online; the meetings themselves stand'
        : 'give the app Graph Calendars.ReadWrite for these mailboxes; each goes in when it next moves',
    ),
  );
}
