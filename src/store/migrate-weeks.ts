import type { Collection, Db, Filter } from 'mongodb';
import { chunksOf } from '../domain/chunks.ts';
import type { Session } from '../domain/session.ts';
import {
  enrolmentYearId,
  type StoredLessons,
  type StoredMark,
  type StoredWeek,
  type StoredWeeks,
} from '../usecases/core/records/standing.ts';
import { addToLessons, codeKey, sessionSums, under } from '../usecases/standing/session-sums.ts';
import { addedUp } from '../usecases/standing/week-of-mark.ts';
import type { Holder } from './migration-lease.ts';

/** Learners, or sessions, added up in one call. */
const atOnce = 100;

/** Weeks as they lie together: those of an enrolment in one document. */
function byEnrolment(all: readonly StoredWeek[]): StoredWeeks[] {
  const found = new Map<string, StoredWeeks>();
  for (const { _id: _, monday, code, notTakingPart, ...week } of all) {
    const { count, late, plannedMinutes, lostMinutes, days, ...of } = week;
    const _id = enrolmentYearId(of);
    const known = found.get(_id) ?? { _id, ...of, weeks: {}, days: {} };
    found.set(_id, known);
    const key = codeKey({ code, notTakingPart });
    under(known.weeks, monday, {})[key] = { count, late, plannedMinutes, lostMinutes };
    under(known.days, monday, {})[key] = days;
  }
  return [...found.values()];
}

/** Puts these sums in place of those that `of` finds: each anew, and what is left over goes. Can be done twice. */
async function putSums<T extends { _id: string }>(
  kept: Collection<T>,
  of: Filter<T>,
  sums: readonly T[],
): Promise<void> {
  const put = sums.map((one) => ({
    replaceOne: { filter: { _id: one._id } as Filter<T>, replacement: one as never, upsert: true },
  }));
  if (put.length > 0) await kept.bulkWrite(put, { ordered: false });
  await kept.deleteMany({ ...of, _id: { $nin: sums.map((one) => one._id) } } as Filter<T>);
}

/** Adds up the marks there are by week, as the projector keeps them from now on. Can be done twice. */
export async function sumWeeks(db: Db, lease: Holder): Promise<void> {
  const weeks = db.collection<StoredWeeks>('weeks');
  for (const name of ['enrolmentWeek', 'programmeWeek']) await weeks.dropIndex(name).catch(() => undefined);
  const marks = db.collection<StoredMark>('marks');
  const only = { $project: { learnerId: 1 } };
  const everybody = [only, { $unionWith: { coll: 'weeks', pipeline: [only] } }, { $group: { _id: '$learnerId' } }];
  const ids = (await marks.aggregate<{ _id: string }>(everybody).toArray()).map((one) => one._id);
  for (const some of chunksOf(ids, atOnce)) {
    const learners = { learnerId: { $in: some } };
    const sums = byEnrolment(addedUp(await marks.find(learners).toArray()));
    lease.check();
    await putSums(weeks, learners, sums);
  }
}

/** Sessions of a programme, some hundred at a time: the marks of years are too many to hold at once. */
async function* sessionsOf(db: Db, programmeId: string): AsyncIterable<Session[]> {
  let some: Session[] = [];
  for await (const session of db.collection<Session>('sessions').find({ programmeId })) {
    some.push(session);
    if (some.length < atOnce) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Adds up the lessons there are, programme by programme, and notes on each register what it has added. Can be done twice. */
export async function sumLessons(db: Db, lease: Holder): Promise<void> {
  const lessons = db.collection<StoredLessons>('lessons');
  const marks = db.collection<StoredMark>('marks');
  const programmes = await db.collection<{ _id: string }>('programmes').find({}).project({ _id: 1 }).toArray();
  for (const { _id: programmeId } of programmes) {
    const found = new Map<string, StoredLessons>();
    for await (const sessions of sessionsOf(db, programmeId)) {
      const sessionIds = sessions.map((one) => one._id);
      const own = await marks.find({ sessionId: { $in: sessionIds } }).toArray();
      const bySession = Map.groupBy(own, (one) => one.sessionId);
      const added = sessions.flatMap((session) => {
        const { _id } = session;
        const sums = sessionSums(session, bySession.get(_id) ?? []);
        if (sums) addToLessons(found, sums);
        return sums ? [{ updateOne: { filter: { _id }, update: { $set: { added: sums } } } }] : [];
      });
      lease.check();
      if (added.length > 0) await db.collection<{ _id: string }>('registers').bulkWrite(added, { ordered: false });
    }
    lease.check();
    await putSums(lessons, { programmeId }, [...found.values()]);
  }
  await lessons.deleteMany({ programmeId: { $nin: programmes.map((one) => one._id) } });
}
