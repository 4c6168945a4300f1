import { addDays, addMinutes, type Day, instantOf } from '../../domain/calendar.ts';
import { isCurrent } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import type { RegisterSaved } from '../core/records/registers.ts';
import type { SessionTimes } from '../core/records/timetable.ts';
import { todayOf } from './weeks.ts';

/** `in-time`: saved within the policy's minutes of the start; `late` and `later-day` stay so for good (S7). */
export type BoardState = 'to-come' | 'open' | 'overdue' | 'in-time' | 'late' | 'later-day';
/** Of each session: when it was, and how its register stands. */
export type BoardFact = {
  id: string;
  day: Day;
  startsAt: Date;
  tutorIds: string[];
  state: BoardState;
  savedAt?: Date;
  savedById?: string;
};
/** Today and the four weeks before. */
export const boardDays = { back: 27, ahead: 0 };
/** So few sessions are looked up one by one. */
const fewSessions = 500;

function stateOf(
  session: SessionTimes,
  register: RegisterSaved | undefined,
  overdueMinutes: number,
  now: Date,
): BoardState {
  const due = addMinutes(session.startsAt, overdueMinutes);
  if (register?.state === 'saved' && register.savedAt) {
    if (register.savedAt <= due) return 'in-time';
    return isCurrent(session, register.savedAt) ? 'late' : 'later-day';
  }
  if (session.startsAt > now) return 'to-come';
  return due <= now ? 'overdue' : 'open';
}

/** Those whose register was due: saved, or late and still open. */
export function dueOf<One extends Pick<BoardFact, 'state'>>(sessions: readonly One[]): One[] {
  return sessions.filter((one) => one.state !== 'to-come' && one.state !== 'open');
}

/** How many registers were saved in time. */
export function inTimeOf(sessions: readonly Pick<BoardFact, 'state'>[]): number {
  return sessions.filter((one) => one.state === 'in-time').length;
}

/** In whole percent of those due, cut; null where none was. */
export function inTimePercent({ due, inTime }: { due: number; inTime: number }): number | null {
  return due === 0 ? null : Math.floor((inTime * 100) / due);
}

/** When each of these registers was saved: of whole programmes by time, of a tutor's own by name. */
async function savedOf(world: World, sessions: readonly SessionTimes[], from: Day): Promise<RegisterSaved[]> {
  const { registers } = world.records;
  if (sessions.length < fewSessions) return registers.savedOf(sessions.map((one) => one._id));
  const programmeIds = [...new Set(sessions.map((one) => one.programmeId))];
  // A register is opened on its session's day, or later.
  return registers.savedSince(programmeIds, instantOf(addDays(from, -1), '00:00'));
}

/** In how many minutes of its start a session's register is due, and the most of those asked for so far. */
export async function limitsOf({ records, packs }: World) {
  const policies = new Map((await records.enrolments.programmes()).map((one) => [one._id, one.pack]));
  const limits = new Map<string, number>();
  return {
    of({ programmeId, day }: SessionTimes): number {
      const packId = policies.get(programmeId) ?? '';
      const key = `${packId}|${day}`;
      const known = limits.get(key) ?? packOn(packs, packId, day).register.overdueMinutes;
      limits.set(key, known);
      return known;
    },
    most: () => Math.max(0, ...limits.values()),
  };
}
type Limits = Awaited<ReturnType<typeof limitsOf>>;

/** When the registers of these sessions were due and saved (S7), cancelled ones left out. */
export async function factsOf(world: World, sessions: readonly SessionTimes[], known?: Limits): Promise<BoardFact[]> {
  const limits = known ?? (await limitsOf(world));
  const now = world.clock.now();
  const today = todayOf(world);
  const held = sessions.filter((one) => !one.cancelled);
  const registers = new Map((await savedOf(world, held, addDays(today, -boardDays.back))).map((one) => [one._id, one]));
  const facts: BoardFact[] = [];
  for (const session of held) {
    const { _id: id, day, startsAt, tutorIds } = session;
    const register = registers.get(id);
    const state = stateOf(session, register, limits.of(session), now);
    // Of days before the bot was there no register was ever asked for.
    if (state !== 'to-come' && !register && day !== today) continue;
    const fact: BoardFact = { id, day, startsAt, tutorIds, state };
    if (register?.state === 'saved') {
      if (register.savedAt) fact.savedAt = register.savedAt;
      if (register.savedById) fact.savedById = register.savedById;
    }
    facts.push(fact);
  }
  return facts;
}
