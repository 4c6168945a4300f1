import { addDays, collegeYearOf, type Day, mondayOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import {
  addMissed,
  byWeekday,
  type Missed,
  missedOf,
  noneMissed,
  weekdayPattern,
  withoutMissed,
} from '../../policy/rules/patterns.ts';
import { tallyOf, tallyOfMany } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { sightOf } from '../core/sight.ts';
import { slotOf } from '../standing/session-sums.ts';
import { programmesFor } from './programmes-for.ts';
import { todayOf } from './weeks.ts';

/** Whose missed sessions are looked at: a learner's, a tutor's, a group's or a whole programme's. */
export type HeatOf = { learnerId?: string; tutorId?: string; group?: string; programmeId?: string };
/** How many of how many sessions were missed at a weekday and time, by those looked at and by all the others. */
export type HeatCell = { weekday: number; time: string; own: Missed; others: Missed };
export type HeatMap = {
  at: Date;
  title: string;
  cells: HeatCell[];
  /** The weekday that is missed far more often than other days and than the others miss it. */
  pattern?: { weekday: number; on: Missed; else: Missed; group: Missed };
  programmes: { id: string; name: string }[];
};

const weeks = 12;

type Sums = Map<string, Missed>;
const add = (sums: Sums, key: string, one: Missed) => sums.set(key, addMissed(sums.get(key) ?? noneMissed, one));

/**
 * The programmes looked at, as far as the viewer may: those of a learner they follow, else those whose figures they see.
 * `all`: the ones they may choose from; none where a learner is looked at.
 */
async function seenProgrammes(
  world: World,
  viewer: Person,
  { learnerId, programmeId }: HeatOf,
): Promise<{ all: Programme[]; programmes: Programme[] }> {
  if (!learnerId) {
    const all = await programmesFor(world, viewer, 'view-report');
    return { all, programmes: programmeId ? all.filter((one) => one._id === programmeId) : all };
  }
  const sight = await sightOf(world, viewer, learnerId);
  const ids = sight.programmeIds.filter((id) => sight.may('view-story', id));
  const programmes = isAboutSelf(viewer, learnerId)
    ? []
    : (await world.records.enrolments.programmes()).filter((one) => ids.includes(one._id));
  return { all: [], programmes };
}

async function titleOf(world: World, { learnerId, tutorId, group }: HeatOf, programmes: readonly Programme[]) {
  const person = learnerId || tutorId ? await world.records.people.byId(learnerId ?? tutorId ?? '') : null;
  if (person) return callName(person);
  const name = programmes.length === 1 ? (programmes[0]?.name ?? '') : 'All programmes';
  return group ? `${name}, ${group}` : name;
}

const weekdaysOf = (sums: Sums) => byWeekday([...sums].map(([key, one]) => [Number(key.split(' ')[0]), one]));

/** What a learner missed on these programmes since that day, at which weekday and time. */
async function missedSlots(world: World, learnerId: string, programmes: readonly Programme[], from: Day) {
  const found = new Map<string, Missed>();
  for (const packId of new Set(programmes.map((one) => one.pack)))
    for (const mark of await world.records.marks.ofLearner(learnerId, packId, collegeYearOf(todayOf(world)))) {
      if (mark.day < from || !programmes.some((one) => one._id === mark.programmeId)) continue;
      const missed = missedOf(tallyOf(mark, packOn(world.packs, packId, todayOf(world))));
      if (missed.of > 0) found.set(mark.sessionId, missed);
    }
  const sessions = await world.records.sessions.byIds([...found.keys()]);
  return sessions.map((one) => [slotOf(one), found.get(one._id) ?? noneMissed] as const);
}

/**
 * When sessions are missed, by weekday and time of the last twelve weeks, and beside it how often everybody else misses
 * them: only what differs says something (SPEC "What holds for both"). Refuses with `not-allowed`.
 */
export async function heatMap(world: World, viewer: Person, of: HeatOf): Promise<Outcome<HeatMap>> {
  const { all: choices, programmes } = await seenProgrammes(world, viewer, of);
  if (programmes.length === 0) return refuse('not-allowed');
  const today = todayOf(world);
  const from = addDays(mondayOf(today), -7 * (weeks - 1));
  const sums = await world.records.marks.lessonSlotSums(
    programmes.map((one) => one._id),
    { year: collegeYearOf(today), from, to: mondayOf(today) },
  );
  const [all, own]: [Sums, Sums] = [new Map(), new Map()];
  for (const {
    of: { packId, tutorIds, groups },
    slot,
    code,
    notTakingPart,
    count,
  } of sums) {
    const marks = { code, notTakingPart, count, late: 0, plannedMinutes: 0, lostMinutes: 0 };
    const missed = missedOf(tallyOfMany(marks, packOn(world.packs, packId, today)));
    if (missed.of === 0) continue;
    add(all, slot, missed);
    const isOwn = (!of.tutorId || tutorIds.includes(of.tutorId)) && (!of.group || groups.includes(of.group));
    if (!of.learnerId && isOwn) add(own, slot, missed);
  }
  if (of.learnerId)
    for (const [slot, missed] of await missedSlots(world, of.learnerId, programmes, from)) add(own, slot, missed);
  const others: Sums = new Map([...all].map(([key, one]) => [key, withoutMissed(one, own.get(key) ?? noneMissed)]));
  const cells = [...own].map(([key, one]): HeatCell => {
    const [weekday = '', time = ''] = key.split(' ');
    return { weekday: Number(weekday), time, own: one, others: others.get(key) ?? noneMissed };
  });
  const pattern = weekdayPattern(weekdaysOf(own), weekdaysOf(others));
  return {
    at: world.clock.now(),
    title: await titleOf(world, of, programmes),
    cells,
    ...(pattern ? { pattern } : {}),
    programmes: choices.map((one) => ({ id: one._id, name: one.name })),
  };
}
