import type { Db } from 'mongodb';
import type { Session } from '../domain/session.ts';
import type { StoredLessons, StoredMark, StoredWeek, StoredWeeks } from '../usecases/core/records/standing.ts';
import { addToLessons, codeKey, sessionSums, under } from '../usecases/standing/session-sums.ts';
import { addedUp } from '../usecases/standing/week-of-mark.ts';

/** Learners added up in one call. */
const atOnce = 100;

/** Weeks as they lie together: those of an enrolment in one document. */
function byEnrolment(all: readonly StoredWeek[]): StoredWeeks[] {
  const found = new Map<string, StoredWeeks>();
  for (const { _id: _, monday, code, notTakingPart, ...week } of all) {
    const { count, late, plannedMinutes, lostMinutes, days, ...of } = week;
    const _id = `${of.enrolmentId}|${of.packId}|${of.year}`;
    const known = found.get(_id) ?? { _id, ...of, weeks: {}, days: {} };
    found.set(_id, known);
    const key = codeKey({ code, notTakingPart });
    under(known.weeks, monday, {})[key] = { count, late, plannedMinutes, lostMinutes };
    under(known.days, monday, {})[key] = days;
  }
  return [...found.values()];
}

/** Adds up the marks there are by week, as the projector keeps them from now on. Can be done twice: it begins anew. */
export async function sumWeeks(db: Db): Promise<void> {
  const weeks = db.collection<StoredWeeks>('weeks');
  await weeks.deleteMany({});
  for (const name of ['enrolmentWeek', 'programmeWeek']) await weeks.dropIndex(name).catch(() => undefined);
  const marks = db.collection<StoredMark>('marks');
  const ids = (await marks.aggregate<{ _id: string }>([{ $group: { _id: '$learnerId' } }]).toArray()).map(
    (one) => one._id,
  );
  for (let from = 0; from < ids.length; from += atOnce) {
    const own = await marks.find({ learnerId: { $in: ids.slice(from, from + atOnce) } }).toArray();
    await weeks.insertMany(byEnrolment(addedUp(own)));
  }
}

/** Adds up the lessons there are, programme by programme, and notes on each register what it has added. Can be done twice. */
export async function sumLessons(db: Db): Promise<void> {
  const lessons = db.collection<StoredLessons>('lessons');
  await lessons.deleteMany({});
  const marks = db.collection<StoredMark>('marks');
  const programmes = await db.collection<{ _id: string }>('programmes').find({}).project({ _id: 1 }).toArray();
  for (const { _id: programmeId } of programmes) {
    const sessions = new Map(
      (await db.collection<Session>('sessions').find({ programmeId }).toArray()).map((one) => [one._id, one]),
    );
    const bySession = Map.groupBy(await marks.find({ programmeId }).toArray(), (one) => one.sessionId);
    const found = new Map<string, StoredLessons>();
    const added = [...bySession].flatMap(([_id, own]) => {
      const session = sessions.get(_id);
      const sums = session && sessionSums(session, own);
      if (sums) addToLessons(found, sums);
      return sums ? [{ updateOne: { filter: { _id }, update: { $set: { added: sums } } } }] : [];
    });
    if (added.length > 0) await db.collection<{ _id: string }>('registers').bulkWrite(added, { ordered: false });
    if (found.size > 0) await lessons.insertMany([...found.values()]);
  }
}
