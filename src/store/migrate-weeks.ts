import type { Db } from 'mongodb';

/** The Monday of a mark's day, and how many days after it that day is. */
const dayOfMark = { $dateFromString: { dateString: '$day' } };
const monday = {
  $dateToString: {
    format: '%Y-%m-%d',
    date: { $dateTrunc: { date: dayOfMark, unit: 'week', startOfWeek: 'monday' } },
  },
};
const weekday = { $toString: { $subtract: [{ $isoDayOfWeek: dayOfMark }, 1] } };
const apart = { $ifNull: ['$notTakingPart', false] };
const lost = { $min: [{ $add: ['$minutesLate', { $ifNull: ['$minutesEarly', 0] }] }, '$plannedMinutes'] };
const of = ['enrolmentId', 'packId', 'year', 'monday', 'code'] as const;
/** Learners added up in one call: few enough that none waits for the driver's time limit. */
const atOnce = 100;
const sums = { count: '$count', late: '$late', plannedMinutes: '$plannedMinutes', lostMinutes: '$lostMinutes' };

/** Adds up the marks there are by week, as the projector keeps them from now on. Can be done twice: it begins anew. */
export async function sumWeeks(db: Db): Promise<void> {
  await db.collection('weeks').deleteMany({});
  const key = Object.fromEntries(of.map((name) => [name, name === 'monday' ? monday : `$${name}`]));
  const whose = { learnerId: { $first: '$learnerId' }, programmeId: { $first: '$programmeId' } };
  const counts = {
    count: { $sum: 1 },
    late: { $sum: { $cond: [{ $gt: ['$minutesLate', 0] }, 1, 0] } },
    plannedMinutes: { $sum: '$plannedMinutes' },
    lostMinutes: { $sum: lost },
  };
  const again = Object.fromEntries(Object.keys(sums).map((name) => [name, { $sum: `$${name}` }]));
  const kept = Object.fromEntries(of.map((name) => [name, `$_id.${name}`]));
  const id = { $concat: of.flatMap((name, i) => [...(i > 0 ? ['|'] : []), { $toString: `$_id.${name}` }]) };
  const perDay = { $push: { k: '$_id.weekday', v: '$count' } };
  const steps = [
    { $group: { _id: { ...key, notTakingPart: apart, weekday }, ...whose, ...counts } },
    { $group: { _id: { ...kept, notTakingPart: '$_id.notTakingPart' }, ...whose, ...again, days: perDay } },
    {
      $project: {
        _id: { $cond: ['$_id.notTakingPart', { $concat: [id, '|apart'] }, id] },
        ...kept,
        notTakingPart: '$_id.notTakingPart',
        ...{ learnerId: 1, programmeId: 1 },
        ...sums,
        days: { $arrayToObject: '$days' },
      },
    },
    { $merge: { into: 'weeks' } },
  ];
  const marks = db.collection<{ learnerId: string }>('marks');
  const ids = (await marks.aggregate<{ _id: string }>([{ $group: { _id: '$learnerId' } }]).toArray()).map(
    (one) => one._id,
  );
  for (let from = 0; from < ids.length; from += atOnce)
    await marks.aggregate([{ $match: { learnerId: { $in: ids.slice(from, from + atOnce) } } }, ...steps]).toArray();
}
