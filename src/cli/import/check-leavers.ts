import { addDays, type Day, dayOf } from '../../domain/calendar.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { Collections } from '../../store/database.ts';
import type { RowProblem } from '../tables/sheet.ts';
import type { StoredPerson } from './college-docs.ts';
import { type Plan, problem, wholeOf } from './plan.ts';
import type { Planned } from './plan-import.ts';
import { sayWork, workReader } from './work-of.ts';

/** Sessions that these people teach after a day, by person, as they would be once the files were imported. */
async function taughtBy(c: Collections, plan: Plan, ids: readonly string[], after: Day) {
  const planned = plan.sessions.map((one) => one.doc);
  const isPlanned = new Set(planned.map((one) => one._id));
  const stored = await c.sessions.find({ tutorIds: { $in: [...ids] }, day: { $gt: after } }).toArray();
  const taught = new Map<string, Session[]>(ids.map((id) => [id, []]));
  for (const one of [...planned, ...stored.filter((each) => !isPlanned.has(each._id))])
    if (!one.cancelled) for (const id of new Set(one.tutorIds)) taught.get(id)?.push(one);
  return taught;
}

function comesBack(row: Planned<StoredPerson>, own: readonly Enrolment[]): RowProblem[] {
  const { left = '' } = row.doc;
  const later = own.find((one) => one.from > left);
  if (!later) return [];
  return [problem(row, `left: "${left}" is before ${later._id} begins (${later.from}); none if they are back`)];
}

/** People with a last day who would leave work behind that nobody has taken over, or who are back. */
export async function findUnhanded(c: Collections, plan: Plan, now: Date): Promise<RowProblem[]> {
  const today = dayOf(now);
  const leavers = plan.people.filter((row) => row.doc.left !== undefined);
  if (leavers.length === 0) return [];
  const news = leavers.filter((row) => row.doc.left !== row.old?.left);
  const first = news.map((row) => row.doc.left ?? today).toSorted()[0] ?? today;
  const taught = await taughtBy(
    c,
    plan,
    news.map((row) => row.doc._id),
    first < today ? addDays(today, -1) : first,
  );
  const workOf = workReader(plan);
  const placesOf = Map.groupBy(wholeOf(plan, 'enrolments'), (one) => one.learnerId);
  return [
    ...news.flatMap((row) => {
      const { _id, left } = row.doc;
      const last = left && left >= today ? left : addDays(today, -1);
      const isRunning = ({ to }: Enrolment) => to === undefined || to > last;
      const after = (taught.get(_id) ?? []).filter((one) => one.day > last).length;
      const work = sayWork({ after, ...workOf(_id, { isRunning, isThere: (one) => !one.left }) });
      return work ? [problem(row, `left: "${left}", and still has ${work}; name somebody else for it first`)] : [];
    }),
    ...leavers.flatMap((row) => comesBack(row, placesOf.get(row.doc._id) ?? [])),
  ];
}
