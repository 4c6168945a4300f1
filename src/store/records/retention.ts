import type { Collection, Document } from 'mongodb';
import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import type { Ageing, AgeingKind } from '../../usecases/core/records/retention.ts';
import type { Access } from './access.ts';

/** `hanging`: takes what hangs on these, so that nothing is left that nobody looks for any more. */
type Old = {
  from: Collection<Document>;
  filter: object;
  words?: true;
  hanging?: (ids: string[]) => Promise<unknown>;
};

/**
 * What goes by age, on MongoDB. In bounded batches, none of them a transaction: whatever is left over after a kill goes
 * with the next.
 */
export function ageingOf({ c, again }: Access): Ageing {
  const all = (from: unknown, filter: object, hanging?: Old['hanging']): Old => ({
    from: from as Collection<Document>,
    filter,
    ...(hanging ? { hanging } : {}),
  });
  const settled = { next: { $exists: false } };

  async function hangingOnSessions(ids: string[]): Promise<void> {
    await c.marks.deleteMany({ sessionId: { $in: ids } });
    await c.tasks.deleteMany({ sessionId: { $in: ids }, isOpen: false });
    await c.meetingReports.deleteMany({ _id: { $in: ids } });
    await c.registers.deleteMany({ _id: { $in: ids } });
  }
  const hangingOnTasks = (ids: string[]) => c.calendarEvents.deleteMany({ _id: { $in: ids } });

  /** What of a kind is older, in the order in which it goes. */
  async function olds(kind: AgeingKind, before: Date): Promise<Old[]> {
    const words = { createdAt: { $lt: before }, purgedAt: { $exists: false }, ...settled };
    const day = dayOf(before);
    const year = { $lt: collegeYearOf(day) };
    switch (kind) {
      case 'message-words':
        return [{ ...all(c.outbox, { ...words, lane: { $ne: 'safeguarding' } }), words: true }];
      case 'safeguarding-message-words':
        return [{ ...all(c.outbox, { ...words, lane: 'safeguarding' }), words: true }];
      case 'talk-states':
        return [all(c.talks, { at: { $lt: before } })];
      case 'files':
        return [all(c.files, { at: { $lt: before } })];
      case 'mis-events': {
        // The last one stays, so that no place is given twice.
        const [last] = await c.misEvents
          .find({ seq: { $gt: 0 } })
          .sort({ seq: -1 })
          .limit(1)
          .toArray();
        const told = { seq: { $lt: last?.seq ?? 0 }, waits: { $ne: true }, 'refused.at': { $exists: false } };
        return [all(c.misEvents, { createdAt: { $lt: before }, ...told, ...settled })];
      }
      case 'meeting-reports':
        return [all(c.meetingReports, { endsAt: { $lt: before }, ...settled })];
      case 'messages':
        return [all(c.outbox, { createdAt: { $lt: before }, ...settled })];
      case 'audit':
        return [all(c.audit, { at: { $lt: before } })];
      case 'evidence': {
        const left = { left: { $lt: day }, roles: { $size: 0 } };
        return [
          all(c.sessions, { startsAt: { $lt: before } }, hangingOnSessions),
          all(c.weeks, { year }),
          all(c.lessons, { year }),
          all(c.totals, { year }),
          all(c.standings, { year }),
          all(c.notices, { createdAt: { $lt: before } }),
          all(c.cases, { openedAt: { $lt: before }, state: { $ne: 'open' } }),
          all(c.tasks, { openedAt: { $lt: before }, isOpen: false }, hangingOnTasks),
          all(c.enrolments, { to: { $lt: day } }),
          all(c.people, left),
        ];
      }
    }
  }

  /** Ids of some that are older. */
  const someOf = ({ from, filter }: Old, most: number) =>
    from
      .find(filter, { projection: { _id: 1 } })
      .limit(most)
      .map((one) => one._id)
      .toArray();

  async function takeSome(old: Old, most: number, at: Date): Promise<number> {
    const ids = await someOf(old, most);
    if (ids.length === 0) return 0;
    const these = { _id: { $in: ids } };
    if (old.words) {
      await old.from.updateMany(these, { $set: { body: '', purgedAt: at }, $unset: { subject: '' } });
      return ids.length;
    }
    // Itself it goes last.
    await old.hanging?.(ids as unknown as string[]);
    return (await old.from.deleteMany(these)).deletedCount;
  }

  return {
    count: (kind, before, most) =>
      again(async () => {
        let count = 0;
        for (const { from, filter } of await olds(kind, before))
          count += await from.countDocuments(filter, { limit: most });
        return Math.min(count, most);
      }),
    take: (kind, before, most, at) =>
      again(async () => {
        let taken = 0;
        for (const old of await olds(kind, before)) {
          taken += await takeSome(old, most - taken, at);
          if (taken >= most) break;
        }
        return taken;
      }),
  };
}
