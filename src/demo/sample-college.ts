import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { importCollege } from '../cli/import/import-college.ts';
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../domain/calendar.ts';
import type { PackShelf } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';
import { addressOf } from './personas.ts';
import { confirmPolicies } from './sample-confirmed.ts';
import { writeSteps } from './sample-steps.ts';
import { writeTerm } from './sample-term.ts';

const studyLearners = [
  'Aisha Khan',
  'Ben Carter',
  'Chloe Evans',
  'Daniel Osei',
  'Ella Wright',
  'Freddie Novak',
  'Grace Liu',
  'Harry Singh',
  'Isla Murphy',
  'Kofi Mensah',
  'Lena Kowalska',
  'Noah Jones',
];
const levelThree = ['Amelia Ward', 'Bilal Hussain', 'Caitlin Moore', 'Deepa Rao', 'Ewan Price', 'Fatima Noor'];
const apprentices = ['Jamie Smith', 'Olivia Brown', 'Priya Shah', 'Tomasz Nowak', 'Zoe Hughes'];
const learnerId = (name: string) => `L-${(name.split(' ')[0] ?? name).toUpperCase()}`;

function csv(rows: Record<string, string>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  // Read by our own importer, never by a spreadsheet: a phone number keeps its plus.
  return stringify([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]);
}

function peopleRows(): Record<string, string>[] {
  const person = (id: string, name: string, roles: string, more: Record<string, string> = {}) => ({
    person_id: id,
    ref: id,
    name,
    roles,
    email: addressOf(name),
    ...more,
  });
  const learner = (name: string, index: number) =>
    person(learnerId(name), name, 'learner', {
      ref: `BV26${String(41 + index * 7).padStart(4, '0')}`,
      mobile: `+44 7700 9001${String(index).padStart(2, '0')}`,
      parent_name: `${name.split(' ')[1]} family`,
      parent_mobile: `+44 7700 9002${String(index).padStart(2, '0')}`,
    });
  return [
    person('T-SAM', 'Sam Lee', 'tutor'),
    person('T-TONI', 'Toni Okafor', 'tutor'),
    person('E-JORDAN', 'Jordan Blake', 'employer'),
    person('M-MAYA', 'Maya Patel', 'mentor'),
    person('A-ALEX', 'Alex Morgan', 'apprenticeship-manager'),
    person('H-RUTH', 'Ruth Adeyemi', 'hosp'),
    person('O-PAT', 'Pat Quinn', 'office-manager;admin'),
    person('S-NIA', 'Nia Roberts', 'safeguarding'),
    person('D-GRACE', 'Grace Holt', 'leader'),
    ...[...studyLearners, ...apprentices, ...levelThree].map(learner),
  ];
}

type Slot = {
  programme: string;
  title: string;
  type: string;
  mode: string;
  room: string;
  starts: string;
  ends: string;
  lesson?: string;
  learners?: string;
  on: number[];
  tutor?: string;
};
const weekdays = [1, 2, 3, 4, 5];
const timetable: Slot[] = [
  {
    programme: 'BUS2',
    title: 'Business communication',
    type: 'teaching',
    mode: 'face-to-face',
    room: 'Room 4',
    starts: '09:00',
    ends: '12:00',
    lesson: '1',
    on: weekdays,
  },
  {
    programme: 'TL3',
    title: 'Workshop',
    type: 'workshop',
    mode: 'face-to-face',
    room: 'Training room',
    starts: '13:00',
    ends: '15:00',
    on: weekdays,
  },
  {
    programme: 'BUS2',
    title: 'Tutorial',
    type: 'tutorial',
    mode: 'remote',
    room: '',
    starts: '15:30',
    ends: '16:30',
    lesson: '5',
    on: [1, 3],
  },
  {
    programme: 'TL3',
    title: 'Coaching 1-2-1',
    type: 'one-to-one',
    mode: 'face-to-face',
    room: 'Room 2',
    starts: '15:15',
    ends: '16:00',
    learners: 'L-JAMIE',
    on: [2, 4],
  },
  {
    programme: 'BUS3',
    title: 'Business law',
    type: 'teaching',
    mode: 'face-to-face',
    room: 'Room 6',
    starts: '15:30',
    ends: '17:00',
    lesson: '6',
    on: [2, 4, 5],
    tutor: 'T-TONI',
  },
  {
    programme: 'TL3',
    title: 'Independent study',
    type: 'independent-study',
    mode: 'remote',
    room: '',
    starts: '10:00',
    ends: '11:30',
    on: [3],
  },
];

function sessionRows(from: Day, to: Day): Record<string, string>[] {
  const rows: Record<string, string>[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    for (const slot of timetable.filter((one) => one.on.includes(weekdayOf(day))))
      rows.push({
        session_id: `${slot.programme}-${day}-${slot.starts.replace(':', '')}`,
        programme_id: slot.programme,
        tutor_ids: slot.tutor ?? 'T-SAM',
        title: slot.title,
        type: slot.type,
        mode: slot.mode,
        room: slot.room,
        lesson: slot.lesson ?? '',
        learners: slot.learners ?? '',
        day,
        starts: slot.starts,
        ends: slot.ends,
      });
  return rows;
}

function writeCollege(folder: string, from: Day, to: Day): void {
  mkdirSync(folder, { recursive: true });
  const programmes = [
    {
      programme_id: 'BUS2',
      name: 'Level 2 Business',
      kind: 'study-programme',
      pack: 'green-labyrinth',
      hosp_id: 'H-RUTH',
      manager_id: '',
    },
    {
      programme_id: 'BUS3',
      name: 'Level 3 Business',
      kind: 'study-programme',
      pack: 'green-labyrinth',
      hosp_id: 'H-RUTH',
      manager_id: '',
    },
    {
      programme_id: 'TL3',
      name: 'Level 3 Team Leader',
      kind: 'apprenticeship',
      pack: 'sts',
      hosp_id: '',
      manager_id: 'A-ALEX',
    },
  ];
  const enrol = (name: string, programme: string, more: Record<string, string>) => ({
    enrolment_id: `${programme}-${learnerId(name)}`,
    learner_id: learnerId(name),
    programme_id: programme,
    from,
    ...more,
  });
  const enrolments = [
    ...studyLearners.map((name) => enrol(name, 'BUS2', { mentor_id: 'M-MAYA' })),
    ...levelThree.map((name) => enrol(name, 'BUS3', { mentor_id: 'M-MAYA' })),
    ...apprentices.map((name) => enrol(name, 'TL3', { coach_id: 'T-SAM', employer_id: 'E-JORDAN' })),
  ];
  for (const [name, rows] of Object.entries({
    people: peopleRows(),
    programmes,
    enrolments,
    sessions: sessionRows(from, to),
  }))
    writeFileSync(join(folder, `${name}.csv`), csv(rows));
}

/** Days from a weekday on which tomorrow is free to the Monday after it. */
const toMonday = new Map([
  [5, 3],
  [6, 2],
  [0, 1],
]);

/** The morning a demo plays on: today, or the coming Monday from Friday on, since what is tried first is “not in tomorrow”. */
export function demoDay(now: Date): Day {
  const today = dayOf(now);
  return addDays(today, toMonday.get(weekdayOf(today)) ?? 0);
}

/** When the demo's first session starts, in business time. */
export function firstStart(day: Day): Date {
  return instantOf(day, '09:00');
}

/** Fills an empty database with Brookvale College, through the same import a real college uses, and a term of history. */
export async function seedCollege(c: Collections, packs: PackShelf, day: Day, folder: string): Promise<void> {
  const from = addDays(day, -77);
  writeCollege(folder, from, addDays(day, 21));
  const report = await importCollege(c, folder, {
    packs,
    now: new Date(firstStart(day).getTime() - 60_000),
    dryRun: false,
  });
  if (report.problems.length > 0) throw new Error(`sample college: ${JSON.stringify(report.problems[0])}`);
  await writeTerm(c, packs, day);
  await confirmPolicies(c, packs, day);
  await writeSteps(c, packs, day);
}
