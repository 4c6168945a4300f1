import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { importCollege } from '../cli/import-college.ts';
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../domain/calendar.ts';
import type { PackShelf } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';
import { writeTerm } from './sample-term.ts';

/**
 * The people who have a Playground of their own. Ports lie below the range that systems lend to outgoing connections
 * (from 32768 on Linux, 49152 elsewhere): one of those may sit on a port for minutes.
 */
export const personas = [
  { role: 'tutor', personId: 'T-SAM', name: 'Sam Lee', entraId: 'a1a1a1a1-0000-4000-8000-000000000001', port: 15_150 },
  {
    role: 'learner',
    personId: 'L-ISLA',
    name: 'Isla Murphy',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000002',
    port: 15_151,
  },
  {
    role: 'employer',
    personId: 'E-JORDAN',
    name: 'Jordan Blake',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000003',
    port: 15_152,
  },
  {
    role: 'mentor',
    personId: 'M-MAYA',
    name: 'Maya Patel',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000004',
    port: 15_153,
  },
  {
    role: 'apprenticeship manager',
    personId: 'A-ALEX',
    name: 'Alex Morgan',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000005',
    port: 15_154,
  },
  {
    role: 'head of study programme',
    personId: 'H-RUTH',
    name: 'Ruth Adeyemi',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000006',
    port: 15_155,
  },
  {
    role: 'office manager, admin',
    personId: 'O-PAT',
    name: 'Pat Quinn',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000007',
    port: 15_156,
  },
  {
    role: 'safeguarding team',
    personId: 'S-NIA',
    name: 'Nia Roberts',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000008',
    port: 15_157,
  },
  {
    role: 'tutor, to take cover',
    personId: 'T-TONI',
    name: 'Toni Okafor',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000009',
    port: 15_158,
  },
] as const;
export type Persona = (typeof personas)[number];

/** The address a persona signs in to Teams with. */
export function addressOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@brookvale.example`;
}

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
    ...[...studyLearners, ...apprentices].map(learner),
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
        tutor_ids: 'T-SAM',
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

/** The weekday morning a demo plays on: today, or the coming Monday at a weekend. */
export function demoDay(now: Date): Day {
  const today = dayOf(now);
  return weekdayOf(today) === 6 ? addDays(today, 2) : weekdayOf(today) === 0 ? addDays(today, 1) : today;
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
}
