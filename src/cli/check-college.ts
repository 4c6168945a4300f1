import { addMonths, type Day, dayOf } from '../domain/calendar.ts';
import type { Enrolment, Programme } from '../domain/enrolment.ts';
import { type Role, roles } from '../domain/person.ts';
import type { Session } from '../domain/session.ts';
import type { PackShelf } from '../policy/pack-shelf.ts';
import type { StoredPerson } from './college-docs.ts';
import type { Planned } from './plan-import.ts';
import type { RowProblem } from './read-csv.ts';

/** The whole college as it would be: what is stored, and what the files say of it. */
export type Plan = {
  people: Planned<StoredPerson>[];
  programmes: Planned<Programme>[];
  enrolments: Planned<Enrolment>[];
  sessions: Planned<Session>[];
  /** Stored people, programmes and enrolments that the files say nothing of. */
  rest: { people: StoredPerson[]; programmes: Programme[]; enrolments: Enrolment[] };
};

type Row = { file: string; line: number };
const problem = ({ file, line }: Row, text: string): RowProblem => ({ file, line, problem: text });

function findDoubles(planned: readonly Planned<{ _id: string }>[]): RowProblem[] {
  const first = new Map<string, number>();
  return planned.flatMap((row) => {
    const before = first.get(row.doc._id);
    first.set(row.doc._id, before ?? row.line);
    return before === undefined ? [] : [problem(row, `${row.doc._id} stands on line ${before} already`)];
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

type Want = [column: string, wanted: string | undefined, known: { has(id: string): boolean }];

function checkRefs<T>(planned: readonly Planned<T>[], wants: (doc: T) => Want[]): RowProblem[] {
  return planned.flatMap((row) =>
    wants(row.doc).flatMap(([column, wanted, known]) =>
      // What the file does not speak of is none of its mistakes.
      wanted === undefined || known.has(wanted) || !row.has(column)
        ? []
        : [problem(row, `${column}: ${wanted} is not known here, or not in that role`)],
    ),
  );
}

function findUnknown(plan: Plan, packs: PackShelf): RowProblem[] {
  const everyone = [...plan.rest.people, ...plan.people.map((one) => one.doc)];
  const having = (...wanted: Role[]) =>
    new Set(everyone.filter((one) => one.roles.some((role) => wanted.includes(role))).map((one) => one._id));
  const programmes = new Map(
    [...plan.rest.programmes, ...plan.programmes.map((one) => one.doc)].map((one) => [one._id, one]),
  );
  const staff = having(...roles.filter((role) => role !== 'learner' && role !== 'employer'));
  const [learners, tutors, mentors] = [having('learner'), having('tutor'), having('mentor')];
  const [managers, heads, employers] = [
    having('apprenticeship-manager', 'adults-manager'),
    having('hosp'),
    having('employer'),
  ];
  const packIds = new Set(packs.map((pack) => pack.id));
  const typesOf = (programmeId: string) => {
    const own = packs.filter((pack) => pack.id === programmes.get(programmeId)?.pack);
    return new Set(own.flatMap((pack) => pack.sessionTypes.map((type) => type.code)));
  };
  return [
    ...checkRefs(plan.people, (one) => [['deputy_id', one.deputyId, { has: (id) => id !== one._id && staff.has(id) }]]),
    ...checkRefs(plan.programmes, (one) => [
      ['pack', one.pack, packIds],
      ['manager_id', one.managerId, managers],
      ['hosp_id', one.hospId, heads],
    ]),
    ...plan.enrolments.flatMap((row) =>
      (['mentor_id', 'coach_id', 'employer_id'] as const).flatMap((column) =>
        row.doc[fieldOf[column]] === row.doc.learnerId && row.has(column)
          ? [problem(row, `${column}: ${row.doc.learnerId} is the learner`)]
          : [],
      ),
    ),
    ...checkRefs(plan.enrolments, (one) => [
      ['learner_id', one.learnerId, learners],
      ['programme_id', one.programmeId, programmes],
      ['mentor_id', one.mentorId, mentors],
      ['coach_id', one.coachId, tutors],
      ['employer_id', one.employerId, employers],
    ]),
    ...checkRefs(plan.sessions, (one) => {
      const types = typesOf(one.programmeId);
      return [
        ['programme_id', one.programmeId, programmes],
        ...(types.size > 0 ? [['type', one.type, types] as Want] : []),
        ...one.tutorIds.map((tutor): Want => ['tutor_ids', tutor, tutors]),
        ...(one.learnerIds ?? []).map((learner): Want => ['learners', learner, learners]),
      ];
    }),
  ];
}

const fieldOf = { mentor_id: 'mentorId', coach_id: 'coachId', employer_id: 'employerId' } as const;
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
    ...enrolments.flatMap((row) => (isFar(row.doc.from) ? [problem(row, `from: "${row.doc.from}" ${far}`)] : [])),
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
    ...findUnknown(plan, packs),
    ...findOverlaps(plan),
    ...findImpossible(plan, now),
  ];
}
