import { addWorkingDays, collegeYearOf, dayOf } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import { cutPercent, tallyOf } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { standingId } from '../core/records/standing.ts';
import { defineClock } from '../core/task-kind.ts';
import { morningOf, nextMorning } from '../core/working-time.ts';
import { evidenceOf, putCase } from './put-case.ts';
import { putReport } from './put-report.ts';

type Data = { caseId: string; packId: string; since: Date };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'improvement-watch': Data;
  }
}

/** What the rules noticed is with the tutor or coach; if nothing improves in the pack's time, it goes to management (S13). */
export async function watchImprovement(world: World, riskCase: RiskCase): Promise<void> {
  const programme = await world.records.enrolments.programme(riskCase.programmeId);
  const now = world.clock.now();
  const pack = programme && packOn(world.packs, programme.pack, dayOf(now));
  if (!programme || !pack?.atRisk) return;
  const day = addWorkingDays(dayOf(now), pack.atRisk.improveWithinWorkingDays, world.holidays(programme));
  await openTask(world, {
    _id: taskId('improvement-watch', riskCase._id),
    kind: 'improvement-watch',
    learnerId: riskCase.learnerId,
    programmeId: programme._id,
    ownerIds: [],
    state: 'watching',
    isShown: false,
    data: { caseId: riskCase._id, packId: pack.id, since: now },
    pack: pack.ref,
    again: ['done', 'improved', 'escalated'],
    next: { step: 'look', at: morningOf(day, programme.zone) },
  });
}

/** Percent of the sessions since then attended, or attended on time where lateness was noticed; null when there were none. */
async function percentSince(
  world: World,
  { learnerId, packId, since, isLateness }: { learnerId: string; packId: string; since: Date; isLateness: boolean },
): Promise<number | null> {
  const pack = packOn(world.packs, packId, dayOf(world.clock.now()));
  const year = (await world.records.marks.standingsOf([learnerId]))
    .filter((one) => one.packId === packId)
    .map((one) => one.year);
  const marks = await world.records.marks.ofLearner(learnerId, packId, Math.max(...year));
  // Absence that was accepted, or waits to be, is held against nobody.
  const isAccepted = (mark: StoredMark) => {
    const type = markType(pack, mark.code);
    return type.counts === 'absent' && type.authorised !== false;
  };
  const counted = marks.filter(
    (mark) => mark.startsAt > since && tallyOf(mark, pack).sessions > 0 && !isAccepted(mark),
  );
  const good = counted.filter((mark) => {
    const tally = tallyOf(mark, pack);
    return tally.attended > 0 && !(isLateness && tally.late > 0);
  });
  return cutPercent(good.length, counted.length);
}

/** Looks whether attendance improved; if not, the manager gets the case (S13, S14). Nobody sees it itself. */
export const improvementWatch = defineClock<Data>({
  clause: 'S13, S14',
  label: 'Improvement watched',
  rests: ['held', 'break', 'contested'],
  async onTime(world, task) {
    const { caseId, packId, since } = task.data;
    const riskCase = await world.records.cases.byId(caseId);
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    if (!riskCase || !programme || riskCase.state === 'withdrawn')
      return { act: 'no-longer-applies', state: 'done', isOpen: false, next: null };
    // Nobody is put to management in a new year for what was noticed in the last.
    if (collegeYearOf(dayOf(since)) !== collegeYearOf(dayOf(world.clock.now())))
      return { act: 'the-year-ended', state: 'done', isOpen: false, next: null };
    const learnerId = task.learnerId ?? '';
    const later = { step: 'look', at: nextMorning(world, programme) };
    const pack = packOn(world.packs, packId, dayOf(world.clock.now()));
    const isLateness = riskCase.gathered?.some((one) => one.rule === 'lateness') ?? false;
    const percent = await percentSince(world, { learnerId, packId, since, isLateness });
    if (percent === null) return { act: 'no-sessions-since', next: later };
    const reports = pack.options[riskCase.kind].filter((option) => option.opens.includes('report'));
    if (riskCase.decisions.some((one) => reports.some((option) => option.code === one.option)))
      return { act: 'reported-already', state: 'done', isOpen: false, next: null };
    const of = isLateness ? ('on-time' as const) : ('attended' as const);
    if (percent >= (pack.atRisk?.improvedPercent ?? 100)) {
      const note = { at: world.clock.now(), code: 'improved' as const, percent, of };
      const notes = [...(riskCase.notes ?? []), note];
      await putCase(world, { ...riskCase, notes, version: riskCase.version + 1 }, riskCase);
      return { act: 'improved', words: `${percent}%`, state: 'improved', isOpen: false, next: null };
    }
    const ownerId = programme.managerId ?? programme.hospId;
    const standing = await world.records.marks.standing(standingId(learnerId, packId, collegeYearOf(dayOf(since))));
    if (!ownerId || !standing) return { act: 'no-manager', state: 'done', isOpen: false, next: null };
    const cause: Cause = { code: 'not-improved', percent, of, causes: riskCase.causes };
    const about = { learnerId, programmeId: programme._id, ownerId, openedById: riskCase.ownerId };
    const _id = `report|watch|${caseId}|${dayOf(since)}`;
    await putReport(world, { _id, ...about, cause, evidence: evidenceOf(standing) }, pack);
    return { act: 'to-management', words: `${percent}%`, state: 'escalated', isOpen: false, next: null };
  },
});
