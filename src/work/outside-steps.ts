import type { Calendar, Due, GroupReader, MeetingReader } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { createReadGroups } from './read-groups.ts';
import { createReadMeeting } from './read-meeting.ts';
import { createShowEvent } from './show-event.ts';

/** What of Microsoft 365 is asked beside Teams itself. */
export type Outside = {
  /** Keeps agreed meetings in people's calendars and knows when they are busy. */
  calendar?: Calendar | undefined;
  /** Reads Teams' reports of remote sessions. */
  meetings?: MeetingReader | undefined;
  /** Reads who is in the college's Entra groups. */
  groups?: GroupReader | undefined;
};

/** What use cases know of it. */
export function outsideWorld({
  calendar,
  meetings,
}: Outside): Pick<World, 'keepsCalendar' | 'busyAt' | 'readsMeetings'> {
  return {
    ...(calendar ? { keepsCalendar: true, busyAt: calendar.busyAt } : {}),
    ...(meetings ? { readsMeetings: true } : {}),
  };
}

/** What is due there: events in calendars, reports of meetings, groups. */
export function createOutsideSteps(
  world: World,
  due: Due,
  { calendar, meetings, groups, app }: Outside & { app: { tenantId: string } },
  log: { warn(data: object, message: string): void },
) {
  return {
    handlers: {
      calendarEvents: createShowEvent(world, due, calendar),
      meetingReports: createReadMeeting(world, due, meetings, log),
      groupReadings: createReadGroups(world, due, groups, app.tenantId, log),
    },
    /** Begins to read the groups, or goes on where it was left. */
    async plan(): Promise<void> {
      if (groups) await world.records.groups.watch(world.clock.now());
    },
  };
}
