import type { Collection } from 'mongodb';
import { addDays } from '../../domain/calendar.ts';
import type { MarkSum, Marks, StoredWeek, WeekSum } from '../../usecases/core/records/standing.ts';
import type { Access } from './access.ts';
import { enrolmentOf, lessonUpdates, lineOf, ofSpan, slotSums, weekSums, weeksIn, weekUpdate } from './sums.ts';

/** What sums of marks of one code hold. */
const lost = { $add: ['$minutesLate', { $ifNull: ['$minutesEarly', 0] }] };
const counted = {
  count: { $sum: 1 },
  late: { $sum: { $cond: [{ $gt: ['$minutesLate', 0] }, 1, 0] } },
  plannedMinutes: { $sum: '$plannedMinutes' },
  lostMinutes: { $sum: { $min: [lost, '$plannedMinutes'] } },
};
const notTakingPart = { $ifNull: ['$notTakingPart', false] };

function sumOf({ _id, learnerId: _l, programmeId: _p, year: _y, days, ...sum }: StoredWeek): WeekSum {
  const given = Object.entries(days).filter(([, count]) => count > 0);
  return { ...sum, on: given.map(([weekday]) => addDays(sum.monday, Number(weekday))) };
}

export function marksOf({ c, o, again }: Access): Marks {
  const addedUp = (match: Record<string, unknown>, key: string) =>
    again(async () => {
      const _id = { programmeId: '$programmeId', packId: '$packId', key, code: '$code', notTakingPart };
      const rows = await c.marks.aggregate([{ $match: match }, { $group: { _id, ...counted } }], o).toArray();
      return rows.map(({ _id: of, ...sum }) => ({ ...of, ...sum })) as MarkSum[];
    });
  /** Documents of programmes in a span of weeks. */
  const within = <Doc extends object>(kept: Collection<Doc>, { filter, options }: ReturnType<typeof ofSpan>) =>
    again(() => kept.find<Doc>(filter as object, { ...o, ...options }).toArray());
  return {
    ofSession: (sessionId, learnerId) =>
      again(() => c.marks.find({ sessionId, ...(learnerId ? { learnerId } : {}) }, o).toArray()),
    ofLearner: (learnerId, packId, year) =>
      again(() => c.marks.find({ learnerId, packId, year }, o).sort({ startsAt: 1, _id: 1 }).toArray()),
    ofLearners: (learnerIds, { from, to }) =>
      again(() => {
        const match = { learnerId: { $in: [...learnerIds] }, day: { $gte: from, $lte: to } };
        return c.marks.find(match, o).sort({ startsAt: 1, _id: 1 }).toArray();
      }),
    latestOf: (enrolmentId, most) =>
      again(() => c.marks.find({ enrolmentId }, o).sort({ startsAt: -1 }).limit(most).toArray()),
    sums: (programmeIds, { from, to }, by) => {
      const key = { day: '$day', enrolment: '$enrolmentId' }[by];
      return addedUp({ programmeId: { $in: [...programmeIds] }, day: { $gte: from, $lte: to } }, key);
    },
    sumsOfSessions: (sessionIds) => addedUp({ sessionId: { $in: [...sessionIds] } }, '$enrolmentId'),
    weekSums: (enrolmentIds, year, from) =>
      again(async () => {
        const found = await c.weeks.find({ enrolmentId: { $in: [...enrolmentIds] }, year }, o).toArray();
        const weeks = found.flatMap(weeksIn);
        return weeks.filter((one) => one.monday >= from && one.count > 0).map(sumOf);
      }),
    enrolmentWeekSums: async (programmeIds, span) =>
      weekSums(await within(c.weeks, ofSpan(enrolmentOf, 'weeks', programmeIds, span))),
    lessonWeekSums: async (programmeIds, span) =>
      weekSums(await within(c.lessons, ofSpan(lineOf, 'weeks', programmeIds, span))),
    lessonSlotSums: async (programmeIds, span) =>
      slotSums(await within(c.lessons, ofSpan(lineOf, 'slots', programmeIds, span))),
    // Like totals, not done again by itself.
    moveLessons: async (before, after) => {
      for (const { filter, update } of lessonUpdates(before, after))
        await c.lessons.updateOne(filter, update, { ...o, upsert: true });
    },
    lessons: () => c.lessons.find({}, o),
    putLessons: (programmeId, lessons) =>
      again(async () => {
        await c.lessons.deleteMany({ programmeId }, o);
        if (lessons.length > 0) await c.lessons.insertMany([...lessons], o);
      }),
    // Like totals, not done again by itself.
    addWeek: async (id, by) => {
      const { filter, update } = weekUpdate(id, by);
      await c.weeks.updateOne(filter, update, { ...o, upsert: true });
    },
    weeksOf: (learnerId) => again(async () => (await c.weeks.find({ learnerId }, o).toArray()).flatMap(weeksIn)),
    put: (mark) => again(async () => void (await c.marks.replaceOne({ _id: mark._id }, mark, { ...o, upsert: true }))),
    addTotals: (id, by) =>
      // Outside a transaction this would not be idempotent, so it is never done again by itself.
      (async () => {
        const { _id, ...set } = id;
        await c.totals.updateOne({ _id }, { $set: set, $inc: by }, { ...o, upsert: true });
      })(),
    totalsOf: (learnerId) => again(() => c.totals.find({ learnerId }, o).toArray()),
    standing: (id) => again(() => c.standings.findOne({ _id: id }, o)),
    standingsOf: (learnerIds) => again(() => c.standings.find({ learnerId: { $in: [...learnerIds] } }, o).toArray()),
    flagged: (year) => again(() => c.standings.find({ flag: { $in: ['amber', 'red'] }, year }, o).toArray()),
    putStanding: (standing) =>
      again(async () => void (await c.standings.replaceOne({ _id: standing._id }, standing, { ...o, upsert: true }))),
    clear: (learnerId) =>
      again(async () => {
        // One after the other: a transaction takes no two calls at once.
        await c.marks.deleteMany({ learnerId }, o);
        await c.totals.deleteMany({ learnerId }, o);
        await c.weeks.deleteMany({ learnerId }, o);
        await c.standings.deleteMany({ learnerId }, o);
      }),
  };
}
