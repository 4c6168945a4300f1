import type { SessionSums } from '../../domain/lesson-sums.ts';
import type { Register } from '../../domain/register.ts';
import { addTally, emptyTally, type Tally, tallyKeys } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { foldYear } from '../../policy/rules/fold-year.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { Records, World } from '../core/ports.ts';
import {
  enrolmentYearId,
  type StoredMark,
  type StoredStanding,
  type StoredTotals,
  type StoredWeek,
  standingId,
} from '../core/records/standing.ts';
import { sessionSums } from '../standing/session-sums.ts';
import { addedUp, moveWeek } from '../standing/week-of-mark.ts';
import { marksOf } from './project-register.ts';
import { lessonCount, repairLessons } from './recount-lessons.ts';

type Recount = { registers: number; waiting: number; marks: number; learners: number; differences: string[] };

type Counted = { marks: StoredMark[]; totals: StoredTotals[]; weeks: StoredWeek[]; standings: StoredStanding[] };

function sameTally(a: Tally, b: Tally): boolean {
  return tallyKeys.every((key) => a[key] === b[key]);
}

type Found = { marks: StoredMark[]; added?: SessionSums };

/** The marks of a register, and what they add to the sums of lessons. */
async function foundIn(world: World, records: Records, register: Register): Promise<Found> {
  const session = await records.sessions.byId(register._id);
  const programme = session && (await records.enrolments.programme(session.programmeId));
  if (!session || !programme) return { marks: [] };
  const marks = marksOf(register, session, packOn(world.packs, programme.pack, session.day));
  const added = sessionSums(session, marks);
  return { marks, ...(added ? { added } : {}) };
}

/** Totals and standings of one learner, from nothing but their marks. */
async function countMarks(world: World, records: Records, marks: readonly StoredMark[]): Promise<Counted> {
  const totals = new Map<string, StoredTotals>();
  const standings: StoredStanding[] = [];
  const inOrder = marks.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a._id < b._id ? -1 : 1));
  for (const [id, own] of Map.groupBy(inOrder, (mark) => standingId(mark.learnerId, mark.packId, mark.year))) {
    const last = own.at(-1);
    if (!last) continue;
    const { learnerId, packId, year } = last;
    const pack = packOn(world.packs, packId, last.day);
    const learner = await records.people.byId(learnerId);
    standings.push({
      ...foldYear(own, pack, learner ?? {}, (day) => packOn(world.packs, packId, day)),
      _id: id,
      learnerId,
      packId,
      year,
    });
    for (const mark of own) {
      const _id = enrolmentYearId(mark);
      const sum = totals.get(_id) ?? { ...emptyTally, _id, enrolmentId: mark.enrolmentId, learnerId, packId, year };
      totals.set(_id, { ...sum, ...addTally(sum, tallyOf(mark, packOn(world.packs, packId, mark.day))) });
    }
  }
  return { marks: [...marks], totals: [...totals.values()], weeks: addedUp(marks), standings };
}

async function compare(records: Records, learnerId: string, counted: Counted): Promise<string[]> {
  const storedTotals = new Map((await records.marks.totalsOf(learnerId)).map((one) => [one._id, one]));
  const storedStandings = new Map((await records.marks.standingsOf([learnerId])).map((one) => [one._id, one]));
  const badTotals = counted.totals.filter((one) => {
    const stored = storedTotals.get(one._id);
    return !stored || !sameTally(stored, one);
  });
  const badStandings = counted.standings.filter((one) => {
    const stored = storedStandings.get(one._id);
    return !stored || JSON.stringify(essence(stored)) !== JSON.stringify(essence(one));
  });
  const storedWeeks = (await records.marks.weeksOf(learnerId)).filter((one) => one.count !== 0);
  const sameWeeks = new Set(storedWeeks.map(weekEssence));
  const badWeeks = counted.weeks.filter((one) => !sameWeeks.delete(weekEssence(one)));
  const leftWeeks = storedWeeks.filter((one) => sameWeeks.has(weekEssence(one)));
  const weeks = [...new Set([...badWeeks, ...leftWeeks].map((one) => `week ${one._id}`))];
  return [
    ...weeks,
    ...badTotals.map((one) => `totals ${one._id}`),
    ...badStandings.map((one) => `standing ${one._id}`),
  ];
}

function weekEssence({ _id, count, late, plannedMinutes, lostMinutes, days }: StoredWeek): string {
  const taught = Object.entries(days)
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => Number(a) - Number(b));
  return JSON.stringify([_id, count, late, plannedMinutes, lostMinutes, taught]);
}

function essence({ tally, percent, rank, flag, flaggedOn, occurrences, falls, noticed }: StoredStanding): unknown {
  const days = occurrences.map((one) => [one.day, one.percent]);
  const fell = falls.map((one) => one.sessionId);
  const rules = noticed.map((one) => [one.rule, one.day]);
  return [tallyKeys.map((key) => tally[key]), percent, rank, flag, flaggedOn, days, fell, rules];
}

/** Stores one learner's recount. One transaction that reads the registers itself, so that a save meanwhile is not lost. */
async function repairLearner(world: World, learnerId: string): Promise<void> {
  await world.together(async ({ records }) => {
    const registers = await records.registers.ofLearner(learnerId);
    // One not projected yet must still be: its marks, and what follows from them, are the projector's.
    if (registers.some((one) => one.projected < one.version)) return;
    const marks: StoredMark[] = [];
    for (const register of registers)
      marks.push(...(await foundIn(world, records, register)).marks.filter((mark) => mark.learnerId === learnerId));
    const counted = await countMarks(world, records, marks);
    await records.marks.clear(learnerId);
    for (const mark of counted.marks) {
      await records.marks.put(mark);
      await moveWeek(records, mark);
    }
    for (const { _id, enrolmentId, packId, year, ...tally } of counted.totals)
      await records.marks.addTotals({ _id, enrolmentId, learnerId, packId, year }, pick(tally));
    for (const standing of counted.standings) await records.marks.putStanding(standing);
  });
}

function pick(tally: Tally): Tally {
  return Object.fromEntries(tallyKeys.map((key) => [key, tally[key]])) as Tally;
}

/**
 * Computes all marks, totals, weeks, standings and sums of lessons again from the registers and compares them with what is stored; with
 * `repair` it stores, learner by learner and programme by programme, what it computed. Registers not projected yet are counted as waiting.
 */
export async function recount(world: World, repair: boolean): Promise<Recount> {
  const { records } = world;
  const byLearner = new Map<string, StoredMark[]>();
  const waitingFor = new Set<string>();
  const lessons = lessonCount();
  let registers = 0;
  let waiting = 0;
  let marks = 0;
  for await (const register of records.registers.all()) {
    registers++;
    if (register.projected < register.version) {
      waiting++;
      for (const row of register.rows) waitingFor.add(row.learnerId);
    }
    const found = await foundIn(world, records, register);
    lessons.see({ register, now: found.added });
    for (const mark of found.marks) {
      marks++;
      const own = byLearner.get(mark.learnerId) ?? [];
      byLearner.set(mark.learnerId, own);
      own.push(mark);
    }
  }
  const differences: string[] = [];
  for (const [learnerId, own] of byLearner) {
    if (waitingFor.has(learnerId)) continue;
    const found = await compare(records, learnerId, await countMarks(world, records, own));
    differences.push(...found);
    if (repair && found.length > 0) await repairLearner(world, learnerId);
  }
  const { differences: ofLessons, wrong } = await lessons.compare(world);
  differences.push(...ofLessons);
  if (repair) await repairLessons(world, wrong, async (register) => (await foundIn(world, records, register)).added);
  return { registers, waiting, marks, learners: byLearner.size, differences };
}
