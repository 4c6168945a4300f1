import { addDays, addMinutes, type Day, instantOf, mondayOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { isCurrent, sayRoom } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import type { RegisterSaved } from '../core/records/registers.ts';
import type { SessionTimes } from '../core/records/timetable.ts';
import { staffSessionTimes } from '../core/staff-sessions.ts';
import { todayOf } from './weeks.ts';

/** `in-time`: saved within the policy's minutes of the start; `late` and `later-day` stay so for good (S7). */
export type BoardState = 'to-come' | 'open' | 'overdue' | 'in-time' | 'late' | 'later-day';
/** Of each session: when it was, and how its register stands. */
type BoardFact = {
  id: string;
  day: Day;
  startsAt: Date;
  tutorIds: string[];
  state: BoardState;
  savedAt?: Date;
  savedById?: string;
};
export type BoardSession = Omit<BoardFact, 'tutorIds' | 'savedById'> & {
  zone: string;
  title: string;
  room: string;
  tutors: string[];
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
export const boardSpans = ['today', 'week', 'late'] as const;
export type BoardSpan = (typeof boardSpans)[number];
/** `within`: the most minutes a policy allows; `counts`: how many sessions each span has; `unknown`: learners on today's open registers. */
type Board = {
  at: Date;
  within: number;
  facts: BoardFact[];
  counts: Record<BoardSpan, number>;
  shown: BoardSession[];
  unknown: number;
  tutors: BoardTutor[];
};

/** Today and the four weeks before. */
export const boardDays = { back: 27, ahead: 0 };
/** So few sessions are looked up one by one. */
const fewSessions = 500;
const left = 'someone who has left';

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

/** Those of each tutor; what two teach together stands with both. */
function byTutor(facts: readonly BoardFact[]): Map<string, BoardFact[]> {
  const own = new Map<string, BoardFact[]>();
  for (const one of facts)
    for (const id of one.tutorIds) {
      const list = own.get(id);
      if (list) list.push(one);
      else own.set(id, [one]);
    }
  return own;
}

function tutorsOf(facts: readonly BoardFact[], names: ReadonlyMap<string, string>, today: Day): BoardTutor[] {
  const mondays = new Map([...new Set(facts.map((one) => one.day))].map((day) => [day, mondayOf(day)]));
  const weeks = [...new Set(dueOf(facts).map((one) => mondays.get(one.day) ?? ''))].sort();
  return [...byTutor(facts)]
    .map(([id, own]): BoardTutor => {
      const due = dueOf(own);
      const now = own.filter((one) => one.day === today && one.state !== 'to-come');
      const of = (...states: BoardState[]) => now.filter((one) => states.includes(one.state)).length;
      return {
        name: names.get(id) ?? left,
        today: { due: now.length, inTime: of('in-time'), late: of('late'), open: of('open', 'overdue') },
        weeks: weeks.map((monday) => {
          const week = due.filter((one) => mondays.get(one.day) === monday);
          return { monday, due: week.length, inTime: inTimeOf(week) };
        }),
        laterDay: due.filter((one) => one.state === 'later-day').length,
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}

/** What each span shows. */
function spansOf(facts: readonly BoardFact[], today: Day): Record<BoardSpan, BoardFact[]> {
  const weekAgo = addDays(today, -6);
  const isLate = ({ state }: BoardFact) => state === 'late' || state === 'later-day' || state === 'overdue';
  return {
    today: facts.filter((one) => one.day === today),
    week: facts.filter((one) => one.day >= weekAgo),
    late: facts.filter(isLate),
  };
}

/** When each of these registers was saved: of whole programmes by time, of a tutor's own by name. */
async function savedOf(world: World, sessions: readonly SessionTimes[], from: Day): Promise<RegisterSaved[]> {
  const { registers } = world.records;
  if (sessions.length < fewSessions) return registers.savedOf(sessions.map((one) => one._id));
  const programmeIds = [...new Set(sessions.map((one) => one.programmeId))];
  // A register is opened on its session's day, or later.
  return registers.savedSince(programmeIds, instantOf(addDays(from, -1), '00:00'));
}

const firstShown: Record<BoardState, number> = {
  overdue: 0,
  open: 1,
  'later-day': 2,
  late: 3,
  'to-come': 4,
  'in-time': 5,
};

/** Of more than that many, those open or late first, then the newest; in the order they lie in. */
function mostOf(facts: readonly BoardFact[], most: number): readonly BoardFact[] {
  if (facts.length <= most) return facts;
  const order = (a: BoardFact, b: BoardFact) =>
    firstShown[a.state] - firstShown[b.state] || b.startsAt.getTime() - a.startsAt.getTime();
  const kept = new Set(facts.toSorted(order).slice(0, most));
  return facts.filter((one) => kept.has(one));
}

/** What is said of the sessions that are shown, beyond when they were. */
async function describe(
  world: World,
  facts: readonly BoardFact[],
  names: ReadonlyMap<string, string>,
): Promise<BoardSession[]> {
  const { sessions, registers } = world.records;
  const ids = facts.map((one) => one.id);
  const known = new Map((await sessions.byIds(ids)).map((one) => [one._id, one]));
  const states = new Map((await registers.states(ids)).map((one) => [one._id, one]));
  const now = world.clock.now();
  return facts.flatMap(({ tutorIds, savedById, ...fact }): BoardSession[] => {
    const session = known.get(fact.id);
    if (!session) return [];
    const { learners = 0, unknown = 0 } = states.get(fact.id) ?? {};
    const until = (fact.savedAt ?? now).getTime();
    return [
      {
        ...fact,
        zone: session.zone,
        title: session.title,
        room: sayRoom(session),
        tutors: tutorIds.map((id) => names.get(id) ?? left),
        ...(savedById ? { savedBy: names.get(savedById) ?? 'the bot' } : {}),
        minutes: Math.max(0, Math.floor((until - fact.startsAt.getTime()) / 60_000)),
        learners,
        unknown,
      },
    ];
  });
}

/** In how many minutes of its start a session's register is due, and the most of those asked for so far. */
async function limitsOf({ records, packs }: World) {
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

/**
 * Registers of today and the four weeks before by session and tutor: open, saved, late and by how long (S7). Saving one
 * later closes the task, not the record. Those of one span are described in full, `most` of them at the most. Refuses with
 * `not-allowed`.
 */
export async function registerBoard(
  world: World,
  viewer: Person,
  span: BoardSpan = 'today',
  most = Number.POSITIVE_INFINITY,
): Promise<Outcome<Board>> {
  if (!(await mayAtAll(world, viewer, 'view-late-registers'))) return refuse('not-allowed');
  const { records, clock } = world;
  const facts: BoardFact[] = [];
  const limits = await limitsOf(world);
  for await (const sessions of staffSessionTimes(world, viewer, 'view-late-registers', boardDays))
    for (const one of await factsOf(world, sessions, limits)) facts.push(one);
  facts.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const today = todayOf(world);
  const spans = spansOf(facts, today);
  const ids = new Set([...facts.flatMap((one) => one.tutorIds), ...spans[span].flatMap((one) => one.savedById ?? [])]);
  const names = new Map((await records.people.byIds([...ids])).map((one) => [one._id, callName(one)]));
  const open = spans.today.filter((one) => one.state === 'open' || one.state === 'overdue');
  const unknown = (await records.registers.states(open.map((one) => one.id))).map((one) => one.unknown);
  return {
    at: clock.now(),
    within: limits.most(),
    facts,
    counts: { today: spans.today.length, week: spans.week.length, late: spans.late.length },
    shown: await describe(world, mostOf(spans[span], most), names),
    unknown: unknown.reduce((sum, one) => sum + one, 0),
    tutors: tutorsOf(facts, names, today),
  };
}
