import type { Meetings } from '../../usecases/core/records/meetings.ts';
import type { Access } from './access.ts';

export function meetingsOf({ c, o, again, insertOnce }: Access): Meetings {
  return {
    watch: ({ _id, endsAt }, at) =>
      again(
        async () =>
          void (await insertOnce(c.meetingReports, { _id, endsAt, looks: 0, next: { step: 'look' as const, at } })),
      ),
    of: (sessionId) => again(() => c.meetingReports.findOne({ _id: sessionId }, o)),
  };
}
