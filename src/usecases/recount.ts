import { collegeYearOf } from '../domain/calendar.ts';
import { addTally, emptyTally, type Tally, tallyKeys } from '../domain/standing.ts';
import { type LoadedPack, packOn } from '../policy/policy-pack.ts';
import { foldYear } from '../policy/rules/fold-year.ts';
import { tallyOf } from '../policy/rules/tally.ts';
import { type StoredMark, type StoredStanding, standingId, type World } from './ports.ts';
import { marksOf } from './project-register.ts';

export type Recount = { registers: number; marks: number; learners: number; differences: string[] };

type Sum = { enrolmentId: string; learnerId: string; packId: string; year: number; tally: Tally };

function sameTally(a: Tally, b: Tally): boolean {
  return tallyKeys.every((key) => a[key] === b[key]);
}

/**
 * Computes all marks, totals and standings again from the registers and compares them with what is stored; with
 * `repair` it stores what it computed. Registers not projected yet count as they will.
 */
export async function recount(world: World, repair: boolean): Promise<Recount> {
  const { records } = world;
  const marks: StoredMark[] = [];
  const packs = new Map<string, LoadedPack>();
  let registers = 0;
  for await (const register of records.registers.all()) {
    registers++;
    const session = await records.sessions.byId(register._id);
    const programme = session && (await records.enrolments.programme(session.programmeId));
    if (!session || !programme) continue;
    const pack = packOn(world.packs, programme.pack, session.day);
    packs.set(`${pack.id}|${collegeYearOf(session.day)}`, pack);
    marks.push(...marksOf(register, session, pack));
  }
  const differences: string[] = [];
  const byLearner = Map.groupBy(marks, (mark) => standingId(mark.learnerId, mark.packId, mark.year));
  const sums = new Map<string, Sum>();
  const standings: StoredStanding[] = [];
  for (const [id, own] of byLearner) {
    const [{ learnerId, packId, year }] = own as [StoredMark];
    const pack = packs.get(`${packId}|${year}`);
    if (!pack) continue;
    standings.push({ ...foldYear(own, pack), _id: id, learnerId, packId, year });
    for (const mark of own) {
      const key = `${mark.enrolmentId}|${packId}|${year}`;
      const sum = sums.get(key) ?? { enrolmentId: mark.enrolmentId, learnerId, packId, year, tally: emptyTally };
      sums.set(key, { ...sum, tally: addTally(sum.tally, tallyOf(mark, pack)) });
    }
  }
  for (const standing of standings) {
    const stored = await records.marks.standing(standing._id);
    const isSame =
      stored &&
      sameTally(stored.tally, standing.tally) &&
      stored.flag === standing.flag &&
      stored.flaggedOn === standing.flaggedOn &&
      stored.occurrences.length === standing.occurrences.length &&
      stored.rank === standing.rank &&
      stored.percent === standing.percent;
    if (!isSame) differences.push(`standing ${standing._id}`);
    const totals = await records.marks.totalsOf(standing.learnerId);
    for (const [key, sum] of sums)
      if (sum.learnerId === standing.learnerId && sum.packId === standing.packId && sum.year === standing.year) {
        const own = totals.find((one) => one._id === key);
        if (!own || !sameTally(own, sum.tally)) differences.push(`totals ${key}`);
      }
  }
  if (repair && differences.length > 0)
    await records.together(async (records) => {
      await records.marks.clear();
      for (const mark of marks) await records.marks.put(mark);
      for (const [_id, { tally, ...ids }] of sums) await records.marks.addTotals({ _id, ...ids }, tally);
      for (const standing of standings) await records.marks.putStanding(standing);
    });
  return { registers, marks: marks.length, learners: byLearner.size, differences };
}
