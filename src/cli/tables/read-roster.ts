import type { RowProblem, Sheet } from './sheet.ts';

/** What a roster says by our columns. `courses` become programmes once somebody says their kind and policy. */
type Roster = { people: Sheet; enrolments: Sheet; courses: Sheet; problems: RowProblem[] };

type Row = { line: number; cell: (name: string) => string };

/** Rows by the names of their columns, however these are spelt in capitals. */
function rowsOf(sheet: Sheet | undefined): Row[] {
  const at = new Map(sheet?.header.map((one, i) => [one.toLowerCase(), i]));
  return (sheet?.records ?? []).map(({ cells, line }) => ({
    line,
    cell: (name) => cells[at.get(name.toLowerCase()) ?? -1] ?? '',
  }));
}

/** What a role there is here; all others have none of ours, and nothing is given them by a guess. */
const roleOf: Record<string, string> = { student: 'learner', teacher: 'tutor', faculty: 'tutor' };

const isGone = (row: Row) => row.cell('status').toLowerCase() === 'tobedeleted';
const dayIn = (text: string) => text.slice(0, 10);
/** In days, the earlier and the later; an empty one is without end. */
const earlier = (a: string, b: string) => (a === '' || (b !== '' && b < a) ? b : a);

type Class = { line: number; programmeId: string; group: string; from: string };
type Place = {
  line: number;
  learnerId: string;
  programmeId: string;
  groups: { name: string; from: string; to: string }[];
};

/** The sheet of that name in a roster; both kinds name their files alike. */
const named = (sheets: readonly Sheet[], name: string) => sheets.find((one) => one.names.includes(name));

/** True for files of OneRoster 1.1 or 1.2, or of Microsoft School Data Sync 2.1. */
function isRoster(sheets: readonly Sheet[]): boolean {
  const has = (name: string, column: string) =>
    named(sheets, name)?.header.some((one) => one.toLowerCase() === column.toLowerCase()) === true;
  return has('users', 'sourcedId') && (has('enrollments', 'classSourcedId') || has('roles', 'userSourcedId'));
}

const rosterFiles = [
  'users',
  'roles',
  'orgs',
  'classes',
  'courses',
  'enrollments',
  'academicsessions',
  'demographics',
  'manifest',
  'relationships',
  'userflags',
];
/** True for a sheet that is part of a roster, whether anything here needs it or not. */
export function isOfRoster(sheet: Sheet): boolean {
  return sheet.names.some((one) => rosterFiles.includes(one));
}

function rolesOf(sheets: readonly Sheet[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  const add = (id: string, role: string) => all.set(id, (all.get(id) ?? new Set()).add(role.toLowerCase()));
  for (const row of rowsOf(named(sheets, 'users')))
    if (row.cell('role') !== '') add(row.cell('sourcedId'), row.cell('role'));
  for (const row of rowsOf(named(sheets, 'roles'))) if (!isGone(row)) add(row.cell('userSourcedId'), row.cell('role'));
  return all;
}

const peopleHeader = ['person_id', 'ref', 'name', 'preferred_name', 'roles', 'email', 'upn', 'mobile'] as const;

function peopleOf(sheets: readonly Sheet[], users: Sheet): Sheet {
  const rolesBy = rolesOf(sheets);
  const bornBy = new Map(
    rowsOf(named(sheets, 'demographics')).map((row) => [row.cell('sourcedId'), row.cell('birthDate')]),
  );
  const without = new Map<string, number>();
  const records = rowsOf(users).flatMap((row) => {
    const id = row.cell('sourcedId');
    const theirs = [...(rolesBy.get(id) ?? [])];
    const roles = [...new Set(theirs.flatMap((one) => roleOf[one] ?? []))];
    if (roles.length === 0 && !isGone(row)) {
      for (const one of theirs.length > 0 ? theirs : ['no role']) without.set(one, (without.get(one) ?? 0) + 1);
      return [];
    }
    const family = row.cell('familyName');
    const preferred = row.cell('preferredFirstName') || row.cell('preferredGivenName');
    const cells = [
      id,
      row.cell('identifier'),
      `${row.cell('givenName')} ${family}`.trim(),
      preferred && preferred !== row.cell('givenName') ? `${preferred} ${family}` : '',
      isGone(row) ? 'none' : roles.join(';'),
      row.cell('email'),
      row.cell('username').includes('@') ? row.cell('username') : '',
      row.cell('sms'),
      ...(bornBy.size > 0 ? [bornBy.get(id) ?? ''] : []),
    ];
    return [{ cells, line: row.line }];
  });
  const counts = [...without].map(([role, count]) => `${role} (${count})`).join(', ');
  return {
    file: users.file,
    names: ['people'],
    // A column that the roster has not changes nothing of what is stored.
    header: [...peopleHeader, ...(bornBy.size > 0 ? ['born'] : [])],
    headLine: users.headLine,
    records,
    notes: counts
      ? [
          `${users.file}: left out people whose role there is none here: ${counts}. Who works here with more than a tutor's role belongs into people.csv.`,
        ]
      : [],
  };
}

function classesOf(sheets: readonly Sheet[]): Map<string, Class> {
  const codes = new Map(
    rowsOf(named(sheets, 'courses')).map((row) => [
      row.cell('sourcedId'),
      row.cell('courseCode') || row.cell('code') || row.cell('sourcedId'),
    ]),
  );
  const begins = new Map(
    rowsOf(named(sheets, 'academicsessions')).map((row) => [row.cell('sourcedId'), dayIn(row.cell('startDate'))]),
  );
  return new Map(
    rowsOf(named(sheets, 'classes')).map((row) => {
      const id = row.cell('sourcedId');
      const course = codes.get(row.cell('courseSourcedId'));
      const terms = (row.cell('termSourcedIds') || row.cell('sessionSourcedIds'))
        .split(/[,;]/)
        .map((one) => one.trim());
      const from = terms.map((one) => begins.get(one) ?? '').reduce(earlier, '');
      const group = row.cell('classCode') || row.cell('code') || row.cell('title');
      return [id, { line: row.line, programmeId: course ?? id, group: course ? group : '', from }];
    }),
  );
}

/** A learner's classes of one course are one place on it, with a group for each class. */
function placesOf(enrollments: Sheet, classes: ReadonlyMap<string, Class>, problems: RowProblem[]): Place[] {
  const places = new Map<string, Place>();
  for (const row of rowsOf(enrollments)) {
    if ((roleOf[row.cell('role').toLowerCase()] ?? '') !== 'learner') continue;
    const own = classes.get(row.cell('classSourcedId'));
    if (!own) {
      const problem = `classSourcedId: "${row.cell('classSourcedId')}" is not in classes.csv`;
      problems.push({ file: enrollments.file, line: row.line, problem });
      continue;
    }
    const learnerId = row.cell('userSourcedId');
    const key = `${learnerId}|${own.programmeId}`;
    const place = places.get(key) ?? { line: row.line, learnerId, programmeId: own.programmeId, groups: [] };
    places.set(key, place);
    const to = dayIn(row.cell('endDate')) || (isGone(row) ? dayIn(row.cell('dateLastModified')) : '');
    place.groups.push({ name: own.group, from: dayIn(row.cell('beginDate')) || own.from, to });
  }
  return [...places.values()];
}

function placeCells({ learnerId, programmeId, groups }: Place): string[] {
  const from = groups.map((one) => one.from).reduce(earlier);
  const isOpen = groups.some((one) => one.to === '');
  const to = isOpen
    ? ''
    : (groups
        .map((one) => one.to)
        .toSorted()
        .at(-1) ?? '');
  const named = groups
    .filter((one) => one.name !== '')
    .map((one) => (one.from === from && one.to === to ? one.name : `${one.name} ${one.from}/${one.to}`));
  return [`${learnerId}-${programmeId}`, learnerId, programmeId, from, to, named.join(';')];
}

/** OneRoster 1.1 and 1.2, and School Data Sync 2.1: people, and their places on courses; there is no timetable in them. */
export function readRoster(sheets: readonly Sheet[]): Roster | undefined {
  const users = named(sheets, 'users');
  if (!users || !isRoster(sheets)) return undefined;
  const problems: RowProblem[] = [];
  const enrollments = named(sheets, 'enrollments');
  const classes = classesOf(sheets);
  const places = enrollments ? placesOf(enrollments, classes, problems) : [];
  const courses = named(sheets, 'courses');
  const taught = new Set([...classes.values()].map((one) => one.programmeId));
  const blank = { headLine: 1, notes: [] };
  return {
    problems,
    people: peopleOf(sheets, users),
    enrolments: {
      ...blank,
      file: enrollments?.file ?? 'enrollments.csv',
      names: ['enrolments'],
      header: ['enrolment_id', 'learner_id', 'programme_id', 'from', 'to', 'group'],
      records: places.map((place) => ({ cells: placeCells(place), line: place.line })),
    },
    courses: {
      ...blank,
      file: courses?.file ?? 'courses.csv',
      names: ['programmes'],
      header: ['programme_id', 'name'],
      records: rowsOf(courses)
        .filter((row) => !isGone(row))
        .map((row) => ({
          cells: [row.cell('courseCode') || row.cell('code') || row.cell('sourcedId'), row.cell('title')],
          line: row.line,
        }))
        .filter(({ cells }) => taught.has(cells[0] ?? '')),
    },
  };
}
