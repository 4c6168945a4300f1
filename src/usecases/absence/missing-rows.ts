import { type Day, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import { sayStart } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { sayUnmarked, type Unmarked, unmarkedOf } from '../../domain/unmarked.ts';
import type { FormRow } from '../core/card-model.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { becameOf } from '../core/say-delivery.ts';
import { sayHeard } from './heard-of.ts';

/** What a manager can say came of it. */
export const outcomes = {
  contacted: 'Contacted',
  'no-answer': 'Could not reach',
  'not-appropriate': 'Not appropriate',
} as const;
export type Outcome = keyof typeof outcomes;

type Row = { learnerId: string; sessionId: string; outcome?: Outcome; byId?: string; at?: Date; isGone?: boolean };
/** One list a programme and part of the day. */
export type Missing = {
  day: Day;
  part: 'morning' | 'afternoon' | 'evening';
  /** By `session|enrolment`. Dots cannot stand in a key of a document. */
  rows: Row[];
  /** Sessions whose register is overdue: their learners are not known (S7). */
  unknown: string[];
  /** Registers saved after their day, and what was known of their learners at its end; stays on record. */
  late?: ({ sessionId: string; savedAt: Date } & Pick<Unmarked, 'unknown'> & Partial<Unmarked>)[];
};
/** A row as its buttons name it. */
export const keyOf = (row: Pick<Row, 'sessionId' | 'learnerId'>) => `${row.sessionId}|${row.learnerId}`;

/** The employer, with the number to call, and what became of the message to them. */
async function employerLine(world: World, row: Row, programmeId: string): Promise<string> {
  const [absence] = (await world.records.tasks.ofLearner(row.learnerId, 'absence')).filter(
    (one) => one.sessionId === row.sessionId,
  );
  const told = (absence?.data.told ?? []).find((one) => one.who === 'employer');
  const employer = await employerOf(world, row.learnerId, programmeId);
  const name = employer ? callName(employer) : told?.name;
  if (!name) return '';
  const whom = ` · ${[`${name} (employer)`, employer?.mobile].filter(Boolean).join(', ')}`;
  if (!told) return whom;
  const [became] = told.id ? await becameOf(world, [told.id]) : [];
  if (told.channel === 'teams' && became?.has !== 'failed') return `${whom}: written to in Teams at ${timeOf(told.at)}`;
  return `${whom}: ${became?.words ?? `written to at ${timeOf(told.at)}`}`;
}

/** The list's lines: who is missing, registers not saved, registers saved late. */
export async function rowsOf(world: World, task: Task<Missing>): Promise<FormRow[]> {
  const rows = task.data.rows.filter((row) => !row.isGone);
  const people = await world.records.people.byIds(rows.flatMap((row) => [row.learnerId, row.byId ?? row.learnerId]));
  const names = new Map(people.map((person) => [person._id, nameAndRef(person)]));
  const byId = new Map(people.map((person) => [person._id, callName(person)]));
  const shown: FormRow[] = [];
  for (const row of rows) {
    // A hold covers the learner here too (S11); the row comes back when it is released.
    if (await world.records.concerns.isHeld(row.learnerId)) continue;
    const session = await world.records.sessions.byId(row.sessionId);
    const where = session ? `${sayStart(session)}, ${session.mode === 'remote' ? 'remote' : 'face to face'}` : '';
    const employer = await employerLine(world, row, task.programmeId ?? '');
    const heard = session ? await sayHeard(world, row.learnerId, session) : '';
    const done =
      row.outcome && row.at
        ? `${outcomes[row.outcome]}: ${byId.get(row.byId ?? '') ?? 'someone'}, ${timeOf(row.at)}`
        : '';
    shown.push({
      key: keyOf(row),
      title: names.get(row.learnerId) ?? row.learnerId,
      detail: [where + employer, heard, done].filter(Boolean).join(' · '),
      tone: row.outcome && row.outcome !== 'no-answer' ? 'good' : 'default',
      // “Could not reach” can be followed by another attempt.
      acts:
        row.outcome && row.outcome !== 'no-answer'
          ? []
          : Object.entries(outcomes)
              .filter(([act]) => act !== row.outcome)
              .map(([act, title]) => ({ act, title })),
    });
  }
  for (const sessionId of task.data.unknown) {
    const session = await world.records.sessions.byId(sessionId);
    const register = await world.records.registers.byId(sessionId);
    const tutors = session ? (await world.records.people.byIds(session.tutorIds)).map(callName).join(', ') : '';
    shown.push({
      key: sessionId,
      title: session ? sayStart(session) : sessionId,
      detail: `Register not saved (${tutors}): ${sayUnmarked(unmarkedOf(register?.rows ?? []))}`,
      tone: 'attention',
    });
  }
  for (const { sessionId, savedAt, unknown, told = 0, elsewhere = 0 } of task.data.late ?? []) {
    const session = await world.records.sessions.byId(sessionId);
    if (!session) continue;
    const learners = sayUnmarked({ unknown, told, elsewhere }, 'not known that day');
    shown.push({
      key: sessionId,
      title: sayStart(session),
      detail: `Register saved late, ${sayDay(dayOf(savedAt, session.zone))} at ${timeOf(savedAt, session.zone)}: ${learners}`,
      tone: 'default',
    });
  }
  return shown;
}
