import { addDays, type Day, mondayOf } from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { median } from '../../domain/median.ts';
import { callName, type Person } from '../../domain/person.ts';
import { sayRoom } from '../../domain/session.ts';
import type { Unmarked } from '../../domain/unmarked.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { staffSessionTimes } from '../core/staff-sessions.ts';
import { unmarkedThatDay } from '../core/unmarked-then.ts';
import { type BoardFact, type BoardState, boardDays, dueOf, factsOf, inTimeOf, limitsOf } from './register-facts.ts';
import { todayOf } from './weeks.ts';

export type BoardSession = Omit<BoardFact, 'tutorIds' | 'savedById'> & {
  zone: string;
  title: string;
  room: string;
  tutors: string[];
  savedBy?: string;
  /** From the start to the save, or till now where it is open. */
  minutes: number;
  learners: number;
  /** What is known of those not marked yet. */
  unmarked: Unmarked;
  /** Of one saved on a later day: what was known of them when its own day ended. */
  unmarkedThen?: Unmarked;
};
export type BoardTutor = {
  id: string;
  name: string;
  /** Those of today that have begun. */
  today: Record<'due' | 'inTime' | 'late' | 'open', number>;
  /** By week, the oldest first: how many were due, and how many of them in time. */
  weeks: { monday: Day; due: number; inTime: number }[];
  /** The usual minutes from start to save of those late on their day; null where none was. */
  delay: number | null;
  laterDay: number;
};
export const boardSpans = ['today', 'week', 'late'] as const;
export type BoardSpan = (typeof boardSpans)[number];
/**
 * `within`: the most minutes a policy allows; `counts`: how many sessions each span has; `unmarked`: learners on today's open
 * registers; `delay`: the usual minutes of all that were late on their day.
 */
type Board = {
  at: Date;
  within: number;
  facts: BoardFact[];
  counts: Record<BoardSpan, number>;
  shown: BoardSession[];
  unmarked: Unmarked;
  delay: number | null;
  tutors: BoardTutor[];
};
/** Those of one span are described in full, `most` of them at the most; of one tutor alone where one is named. */
type BoardAsk = { span?: BoardSpan; most?: number; tutorId?: string | undefined };

/** Registers read whole at a time. */
const registersAtOnce = 50;
const left = 'someone who has left';
const nobody = { learners: 0, unknown: 0, told: 0, elsewhere: 0 };

const minutesBetween = (from: Date, to: Date) => Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));

/** In how many minutes of the start those were usually saved that were late on their day. */
function usualDelay(facts: readonly BoardFact[]): number | null {
  return median(
    facts.flatMap((one) => (one.state === 'late' && one.savedAt ? [minutesBetween(one.startsAt, one.savedAt)] : [])),
  );
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
        id,
        name: names.get(id) ?? left,
        today: { due: now.length, inTime: of('in-time'), late: of('late'), open: of('open', 'overdue') },
        weeks: weeks.map((monday) => {
          const week = due.filter((one) => mondays.get(one.day) === monday);
          return { monday, due: week.length, inTime: inTimeOf(week) };
        }),
        delay: usualDelay(own),
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
  const unmarkedThen = new Map<string, Unmarked>();
  // Only of those that are shown, and some at a time: a register is large.
  for (const some of chunksOf(
    facts.filter((one) => one.state === 'later-day').map((one) => one.id),
    registersAtOnce,
  ))
    for (const register of await registers.byIds(some)) {
      const session = known.get(register._id);
      if (session) unmarkedThen.set(register._id, await unmarkedThatDay(world, register, session));
    }
  const now = world.clock.now();
  return facts.flatMap(({ tutorIds, savedById, ...fact }): BoardSession[] => {
    const session = known.get(fact.id);
    if (!session) return [];
    const { learners, unknown, told, elsewhere } = states.get(fact.id) ?? nobody;
    const then = unmarkedThen.get(fact.id);
    return [
      {
        ...fact,
        zone: session.zone,
        title: session.title,
        room: sayRoom(session),
        tutors: tutorIds.map((id) => names.get(id) ?? left),
        ...(savedById ? { savedBy: names.get(savedById) ?? 'the bot' } : {}),
        minutes: minutesBetween(fact.startsAt, fact.savedAt ?? now),
        learners,
        unmarked: { unknown, told, elsewhere },
        ...(then === undefined ? {} : { unmarkedThen: then }),
      },
    ];
  });
}

/**
 * Registers of today and the four weeks before by session and tutor: open, saved, late and by how long (S7). Saving one
 * later closes the task, not the record. Refuses with `not-allowed`.
 */
export async function registerBoard(
  world: World,
  viewer: Person,
  { span = 'today', most = Number.POSITIVE_INFINITY, tutorId }: BoardAsk = {},
): Promise<Outcome<Board>> {
  if (!(await mayAtAll(world, viewer, 'view-late-registers'))) return refuse('not-allowed');
  const { records, clock } = world;
  const facts: BoardFact[] = [];
  const limits = await limitsOf(world);
  for await (const sessions of staffSessionTimes(world, viewer, 'view-late-registers', boardDays))
    for (const one of await factsOf(world, sessions, limits))
      if (tutorId === undefined || one.tutorIds.includes(tutorId)) facts.push(one);
  facts.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const today = todayOf(world);
  const spans = spansOf(facts, today);
  const ids = new Set([...facts.flatMap((one) => one.tutorIds), ...spans[span].flatMap((one) => one.savedById ?? [])]);
  const names = new Map((await records.people.byIds([...ids])).map((one) => [one._id, callName(one)]));
  const open = spans.today.filter((one) => one.state === 'open' || one.state === 'overdue');
  const states = await records.registers.states(open.map((one) => one.id));
  const sum = (key: keyof Unmarked) => states.reduce((all, one) => all + one[key], 0);
  return {
    at: clock.now(),
    within: limits.most(),
    facts,
    counts: { today: spans.today.length, week: spans.week.length, late: spans.late.length },
    shown: await describe(world, mostOf(spans[span], most), names),
    unmarked: { unknown: sum('unknown'), told: sum('told'), elsewhere: sum('elsewhere') },
    delay: usualDelay(facts),
    tutors: tutorsOf(facts, names, today).filter((one) => tutorId === undefined || one.id === tutorId),
  };
}
