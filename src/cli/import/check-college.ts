import { addMonths, type Day, dayOf } from '../../domain/calendar.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { PackShelf } from '../../policy/pack-shelf.ts';
import type { RowProblem } from '../tables/sheet.ts';
import { findNobodysGroups, findUnknown } from './check-references.ts';
import type { StoredPerson } from './college-docs.ts';
import { type Plan, problem } from './plan.ts';
import type { Planned } from './plan-import.ts';

type Row = { file: string; line: number };

function findDoubles(planned: readonly Planned<{ _id: string }>[]): RowProblem[] {
  const first = new Map<string, Row>();
  return planned.flatMap((row) => {
    const before = first.get(row.doc._id);
    first.set(row.doc._id, before ?? row);
    if (before === undefined) return [];
    const where = before.file === row.file ? `on line ${before.line}` : `in ${before.file} on line ${before.line}`;
    return [problem(row, `${row.doc._id} stands ${where} already`)];
  });
}

/** Addresses and Entra ids say who someone is: each may belong to one person only. */
function findShared({ people, rest }: Plan): RowProblem[] {
  const namesOf = ({ addresses, entraId }: StoredPerson) => [...addresses, ...(entraId ? [entraId] : [])];
  const owners = new Map(rest.people.flatMap((one) => namesOf(one).map((name) => [name, one._id] as const)));
  return people.flatMap((row) =>
    namesOf(row.doc).flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? row.doc._id);
      const isShared = owner !== undefined && owner !== row.doc._id;
      return isShared ? [problem(row, `${name} belongs to ${owner} already`)] : [];
    }),
  );
}

const sayEnd = (to: Day | undefined) => to ?? 'no end';

/** A learner enrolled twice at once on one programme would stand twice on its registers and count twice. */
function findOverlaps({ enrolments, rest }: Plan): RowProblem[] {
  const key = (one: Enrolment) => `${one.learnerId}|${one.programmeId}`;
  const seen = Map.groupBy(rest.enrolments, key);
  return enrolments.flatMap((row) => {
    const { doc } = row;
    const others = seen.get(key(doc)) ?? [];
    seen.set(key(doc), [...others, doc]);
    const other = others.find(
      (one) => one._id !== doc._id && one.from <= (doc.to ?? '9999') && doc.from <= (one.to ?? '9999'),
    );
    if (!other) return [];
    const what = `"${doc.from}" to ${sayEnd(doc.to)} overlaps ${other._id} (${other.from} to ${sayEnd(other.to)})`;
    const whom = `of ${doc.learnerId} on ${doc.programmeId}`;
    return [problem(row, `from: ${what} ${whom}; put several groups into one row, as A;B`)];
  });
}

const ages = { least: 10, most: 110 };
/** How far back and ahead a timetable or enrolment may lie, in years; what lies further is a slip. */
const years = { back: 10, ahead: 3 };

function findImpossible({ people, enrolments, sessions }: Plan, now: Date): RowProblem[] {
  const inYears = (count: number) => addMonths(dayOf(now), count * 12);
  const [earliest, latest] = [inYears(-years.back), inYears(years.ahead)];
  const isFar = (day: Day) => day < earliest || day > latest;
  const far = `is more than ${years.back} years ago or ${years.ahead} ahead`;
  const isNoBirth = (born: Day) => born < inYears(-ages.most) || born > inYears(-ages.least);
  return [
    ...people.flatMap((row) =>
      row.doc.born && row.doc.born !== row.old?.born && isNoBirth(row.doc.born)
        ? [problem(row, `born: "${row.doc.born}" is no birth date of someone between ${ages.least} and ${ages.most}`)]
        : [],
    ),
    ...enrolments.flatMap((row) =>
      row.has('from') && isFar(row.doc.from) ? [problem(row, `from: "${row.doc.from}" ${far}`)] : [],
    ),
    ...sessions.flatMap((row) => (isFar(row.doc.day) ? [problem(row, `day: "${row.doc.day}" ${far}`)] : [])),
  ];
}

/** Everything about the rows that only the whole college shows, by file and line. */
export function checkPlan(plan: Plan, packs: PackShelf, now: Date): RowProblem[] {
  return [
    ...findDoubles(plan.people),
    ...findShared(plan),
    ...findDoubles(plan.programmes),
    ...findDoubles(plan.enrolments),
    ...findDoubles(plan.sessions),
    ...findDoubles(plan.sites),
    ...findUnknown(plan, packs),
    ...findNobodysGroups(plan),
    ...findOverlaps(plan),
    ...findImpossible(plan, now),
  ];
}
