import type { Programme } from '../../domain/enrolment.ts';
import { type Role, roles } from '../../domain/person.ts';
import type { PackShelf } from '../../policy/pack-shelf.ts';
import type { RowProblem } from '../tables/sheet.ts';
import { type Plan, problem, wholeOf } from './plan.ts';
import type { Planned } from './plan-import.ts';

/** What a row names, who is right there, and what they are called. */
type Want = [column: string, wanted: string | undefined, known: { has(id: string): boolean }, what: string];

function checkRefs<T>(
  planned: readonly Planned<T>[],
  all: ReadonlyMap<string, unknown>,
  wants: (doc: T) => Want[],
): RowProblem[] {
  return planned.flatMap((row) =>
    wants(row.doc).flatMap(([column, wanted, known, what]) =>
      // What the file does not speak of is none of its mistakes.
      wanted === undefined || known.has(wanted) || !row.has(column)
        ? []
        : [
            problem(
              row,
              `${column}: ${wanted} is ${all.has(wanted) ? `known here, but no ${what}` : 'not known here'}`,
            ),
          ],
    ),
  );
}

/** What is one of few is told with those few. */
function checkCodes<T>(
  planned: readonly Planned<T>[],
  column: string,
  read: (doc: T) => { code: string; allowed: ReadonlySet<string>; whose: string },
): RowProblem[] {
  return planned.flatMap((row) => {
    const { code, allowed, whose } = read(row.doc);
    if (allowed.size === 0 || allowed.has(code) || !row.has(column)) return [];
    return [problem(row, `${column}: "${code}" is none of ${whose}: ${[...allowed].join(', ')}`)];
  });
}

/** Sites that people and programmes name and nobody knows. */
function findUnknownSites(plan: Plan): RowProblem[] {
  const codes = new Set(wholeOf(plan, 'sites').map((one) => one._id));
  const unknown = (row: Planned<object>, named: readonly string[]) =>
    named
      .filter((one) => !codes.has(one) && row.has('site_id'))
      .map((one) => problem(row, `site_id: "${one}" is none of the sites: ${[...codes].join(', ')}`));
  return [
    ...plan.people.flatMap((row) => unknown(row, row.doc.sites ?? [])),
    ...plan.programmes.flatMap((row) => unknown(row, row.doc.site ? [row.doc.site] : [])),
  ];
}

const fieldOf = { mentor_id: 'mentorId', coach_id: 'coachId', employer_id: 'employerId' } as const;

/** The types of session of each programme, by its pack. */
function typesReader(programmes: ReadonlyMap<string, Programme>, packs: PackShelf) {
  const known = new Map<string, ReadonlySet<string>>();
  return (programmeId: string): ReadonlySet<string> => {
    const types =
      known.get(programmeId) ??
      new Set(
        packs
          .filter((pack) => pack.id === programmes.get(programmeId)?.pack)
          .flatMap((pack) => pack.sessionTypes.map((type) => type.code)),
      );
    known.set(programmeId, types);
    return types;
  };
}

/** Whoever or whatever rows name and nobody knows. */
export function findUnknown(plan: Plan, packs: PackShelf): RowProblem[] {
  const everyone = wholeOf(plan, 'people');
  const people = new Map(everyone.map((one) => [one._id, one]));
  const having = (...wanted: Role[]) =>
    new Set(everyone.filter((one) => one.roles.some((role) => wanted.includes(role))).map((one) => one._id));
  const programmes = new Map(wholeOf(plan, 'programmes').map((one) => [one._id, one]));
  const staff = having(...roles.filter((role) => role !== 'learner' && role !== 'employer'));
  const [learners, tutors, mentors] = [having('learner'), having('tutor'), having('mentor')];
  const [managers, heads, employers] = [
    having('apprenticeship-manager', 'adults-manager'),
    having('hosp'),
    having('employer'),
  ];
  // Places of the past stand, also of learners who have left since.
  const left = new Set(everyone.filter((one) => one.left !== undefined).map((one) => one._id));
  const everLearners = { has: (id: string) => learners.has(id) || left.has(id) };
  const packIds = new Set(packs.map((pack) => pack.id));
  const typesOf = typesReader(programmes, packs);
  return [
    ...checkRefs(plan.people, people, (one) => [
      ['deputy_id', one.deputyId, { has: (id) => id !== one._id && staff.has(id) }, 'other member of staff'],
    ]),
    ...checkCodes(plan.programmes, 'pack', (one) => ({ code: one.pack, allowed: packIds, whose: 'the policy packs' })),
    ...findUnknownSites(plan),
    ...checkRefs(plan.programmes, people, (one) => [
      ['manager_id', one.managerId, managers, 'apprenticeship-manager or adults-manager'],
      ['hosp_id', one.hospId, heads, 'hosp'],
    ]),
    ...plan.enrolments.flatMap((row) =>
      (['mentor_id', 'coach_id', 'employer_id'] as const).flatMap((column) =>
        row.doc[fieldOf[column]] === row.doc.learnerId && row.has(column)
          ? [problem(row, `${column}: ${row.doc.learnerId} is the learner`)]
          : [],
      ),
    ),
    ...checkRefs(plan.enrolments, people, (one) => [
      ['learner_id', one.learnerId, everLearners, 'learner'],
      ['programme_id', one.programmeId, programmes, 'programme'],
      ['mentor_id', one.mentorId, mentors, 'mentor'],
      ['coach_id', one.coachId, tutors, 'tutor'],
      ['employer_id', one.employerId, employers, 'employer'],
    ]),
    ...checkRefs(plan.sessions, people, (one) => [
      ['programme_id', one.programmeId, programmes, 'programme'],
      ...one.tutorIds.map((tutor): Want => ['tutor_ids', tutor, tutors, 'tutor']),
      ...(one.learnerIds ?? []).map((learner): Want => ['learners', learner, learners, 'learner']),
    ]),
    ...checkCodes(plan.sessions, 'type', (one) => ({
      code: one.type,
      allowed: typesOf(one.programmeId),
      whose: `the types of ${one.programmeId}`,
    })),
  ];
}

/** Sessions for groups that nobody of their programme is in; where nobody is enrolled yet there is nothing to compare. */
export function findNobodysGroups(plan: Plan): RowProblem[] {
  const groups = new Map<string, Set<string>>();
  for (const one of wholeOf(plan, 'enrolments')) {
    const own = groups.get(one.programmeId) ?? new Set();
    for (const { name } of one.groups) own.add(name);
    groups.set(one.programmeId, own);
  }
  return plan.sessions.flatMap((row) => {
    const own = groups.get(row.doc.programmeId);
    if (!own || !row.has('groups')) return [];
    return row.doc.groups
      .filter((one) => !own.has(one))
      .map((one) => {
        const known = own.size > 0 ? `its groups are ${[...own].toSorted().slice(0, 12).join(', ')}` : 'nobody has one';
        return problem(row, `groups: "${one}" has nobody on ${row.doc.programmeId}; ${known}`);
      });
  });
}
