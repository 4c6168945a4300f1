import { addDays, type Day, dayOf } from '../domain/calendar.ts';
import type { Session } from '../domain/session.ts';
import type { Collections } from '../store/database.ts';
import type { StoredPerson } from './college-docs.ts';
import { type Plan, problem } from './plan.ts';
import type { Planned } from './plan-import.ts';
import type { RowProblem } from './tables/sheet.ts';

const count = (number: number, one: string) => `${number} ${number === 1 ? one : one.replace(' ', 's ')}`;

/** Sessions that somebody of these teaches after a day, as they would be once the files were imported. */
async function taughtBy(c: Collections, plan: Plan, ids: readonly string[], after: Day): Promise<Session[]> {
  const planned = plan.sessions.map((one) => one.doc);
  const isPlanned = new Set(planned.map((one) => one._id));
  const stored = await c.sessions.find({ tutorIds: { $in: [...ids] }, day: { $gt: after } }).toArray();
  return [...planned, ...stored.filter((one) => !isPlanned.has(one._id))].filter((one) => !one.cancelled);
}

/** What a leaver still answers for after their last day, in words; undefined when it is all handed over. */
function workOf(plan: Plan, person: StoredPerson, taught: readonly Session[], today: Day): string | undefined {
  const last = person.left && person.left >= today ? person.left : addDays(today, -1);
  const id = person._id;
  const places = [...plan.rest.enrolments, ...plan.enrolments.map((one) => one.doc)].filter(
    (one) => one.to === undefined || one.to > last,
  );
  const programmes = [...plan.rest.programmes, ...plan.programmes.map((one) => one.doc)];
  const colleagues = [...plan.rest.people, ...plan.people.map((one) => one.doc)].filter((one) => !one.left);
  const work: [number, string][] = [
    [taught.filter((one) => one.tutorIds.includes(id) && one.day > last).length, 'session after it'],
    [places.filter((one) => one.coachId === id).length, 'learner as coach'],
    [places.filter((one) => one.mentorId === id).length, 'learner as mentor'],
    [places.filter((one) => one.employerId === id).length, 'learner as employer'],
    [programmes.filter((one) => one.hospId === id).length, 'programme as head'],
    [programmes.filter((one) => one.managerId === id).length, 'programme as manager'],
    [colleagues.filter((one) => one.deputyId === id).length, 'colleague as deputy'],
  ];
  const left = work.filter(([number]) => number > 0).map(([number, words]) => count(number, words));
  return left.length > 0 ? left.join(', ') : undefined;
}

function comesBack(plan: Plan, row: Planned<StoredPerson>): RowProblem[] {
  const { left = '', _id } = row.doc;
  const places = [...plan.rest.enrolments, ...plan.enrolments.map((one) => one.doc)];
  const later = places.find((one) => one.learnerId === _id && one.from > left);
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
  return [
    ...news.flatMap((row) => {
      const work = workOf(plan, row.doc, taught, today);
      return work
        ? [problem(row, `left: "${row.doc.left}", and still has ${work}; name somebody else for it first`)]
        : [];
    }),
    ...leavers.flatMap((row) => comesBack(plan, row)),
  ];
}
