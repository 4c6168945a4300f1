import { addMinutes, type Day, mondayOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { isCurrent, type Session, sayRoom } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import type { RegisterState } from '../core/records/registers.ts';
import { staffSessions } from '../core/staff-sessions.ts';
import { todayOf } from './weeks.ts';

/** `in-time`: saved within the policy's minutes of the start; `late` and `later-day` stay so for good (S7). */
export type BoardState = 'to-come' | 'open' | 'overdue' | 'in-time' | 'late' | 'later-day';
export type BoardSession = {
  id: string;
  day: Day;
  startsAt: Date;
  zone: string;
  title: string;
  room: string;
  tutors: string[];
  state: BoardState;
  savedAt?: Date;
  savedBy?: string;
  /** From the start to the save, or till now where it is open. */
  minutes: number;
  learners: number;
  /** Not marked yet. */
  unknown: number;
};
export type BoardTutor = {
  name: string;
  /** Those of today that have begun. */
  today: Record<'due' | 'inTime' | 'late' | 'open', number>;
  /** By week, the oldest first: how many were due, and how many of them in time. */
  weeks: { monday: Day; due: number; inTime: number }[];
  laterDay: number;
};
export type Board = { at: Date; within: number; sessions: BoardSession[]; tutors: BoardTutor[] };

const backDays = 27;

function stateOf(session: Session, register: RegisterState | undefined, overdueMinutes: number, now: Date): BoardState {
  const due = addMinutes(session.startsAt, overdueMinutes);
  if (register?.state === 'saved' && register.savedAt) {
    if (register.savedAt <= due) return 'in-time';
    return isCurrent(session, register.savedAt) ? 'late' : 'later-day';
  }
  if (session.startsAt > now) return 'to-come';
  return due <= now ? 'overdue' : 'open';
}

/** Those whose register was due: saved, or late and still open. */
export function dueOf(sessions: readonly BoardSession[]): BoardSession[] {
  return sessions.filter((one) => one.state !== 'to-come' && one.state !== 'open');
}

/** How many registers were saved in time. */
export function inTimeOf(sessions: readonly BoardSession[]): number {
  return sessions.filter((one) => one.state === 'in-time').length;
}

/** In whole percent of those due, cut; null where none was. */
export function inTimePercent({ due, inTime }: { due: number; inTime: number }): number | null {
  return due === 0 ? null : Math.floor((inTime * 100) / due);
}

function tutorsOf(sessions: readonly BoardSession[], today: Day): BoardTutor[] {
  const names = [...new Set(sessions.flatMap((one) => one.tutors))].sort((a, b) => a.localeCompare(b, 'en-GB'));
  const begun = dueOf(sessions);
  const mondays = [...new Set(begun.map((one) => mondayOf(one.day)))].sort();
  return names.map((name) => {
    const own = begun.filter((one) => one.tutors.includes(name));
    const now = sessions.filter((one) => one.tutors.includes(name) && one.day === today && one.state !== 'to-come');
    const of = (...states: BoardState[]) => now.filter((one) => states.includes(one.state)).length;
    return {
      name,
      today: { due: now.length, inTime: of('in-time'), late: of('late'), open: of('open', 'overdue') },
      weeks: mondays.map((monday) => {
        const week = own.filter((one) => mondayOf(one.day) === monday);
        return { monday, due: week.length, inTime: inTimeOf(week) };
      }),
      laterDay: own.filter((one) => one.state === 'later-day').length,
    };
  });
}

/**
 * Registers of today and the four weeks before by session and tutor: open, saved, late and by how long (S7). Saving one
 * later closes the task, not the record. Of own sessions, headed programmes, or all. Refuses with `not-allowed`.
 */
export async function registerBoard(world: World, viewer: Person): Promise<Outcome<Board>> {
  if (!(await mayAtAll(world, viewer, 'view-late-registers'))) return refuse('not-allowed');
  const now = world.clock.now();
  const all = await staffSessions(world, viewer, 'view-late-registers', { back: backDays, ahead: 0 });
  const held = all.filter((one) => !one.cancelled);
  const registers = new Map(
    (await world.records.registers.states(held.map((one) => one._id))).map((one) => [one._id, one]),
  );
  const programmes = new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one.pack]));
  const ids = held.flatMap((one) => [...one.tutorIds, registers.get(one._id)?.savedById ?? '']);
  const names = new Map((await world.records.people.byIds(ids.filter(Boolean))).map((one) => [one._id, callName(one)]));
  const limits = held.map(
    (one) => packOn(world.packs, programmes.get(one.programmeId) ?? '', one.day).register.overdueMinutes,
  );
  const sessions = held
    .map((session, i): BoardSession => {
      const register = registers.get(session._id);
      const state = stateOf(session, register, limits[i] ?? 0, now);
      const { savedAt, savedById } = register?.state === 'saved' ? register : {};
      return {
        id: session._id,
        day: session.day,
        startsAt: session.startsAt,
        zone: session.zone,
        title: session.title,
        room: sayRoom(session),
        tutors: session.tutorIds.map((id) => names.get(id) ?? 'someone who has left'),
        state,
        ...(savedAt ? { savedAt } : {}),
        ...(savedById ? { savedBy: names.get(savedById) ?? 'the bot' } : {}),
        minutes: Math.max(0, Math.floor(((savedAt ?? now).getTime() - session.startsAt.getTime()) / 60_000)),
        learners: register?.learners ?? 0,
        unknown: register?.unknown ?? 0,
      };
    })
    // Of days before the bot was there no register was ever asked for.
    .filter((one) => one.state === 'to-come' || registers.has(one.id) || one.day === todayOf(world));
  return { at: now, within: Math.max(0, ...limits), sessions, tutors: tutorsOf(sessions, todayOf(world)) };
}
