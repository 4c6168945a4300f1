import { type AbsenceNotice, contestableDays, decisionUnder } from '../../domain/absence-notice.ts';
import { addDays, addMinutes, dayOf } from '../../domain/calendar.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { redrawTask } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';
import { isMoot } from './notice-list.ts';
import { nextLook } from './notice-words.ts';

type Data = { noticeId: string; words: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'notice-words': Data;
  }
}

/** The lists a notice stands on. */
async function listsOf(world: World, notice: AbsenceNotice): Promise<TaskOf<'decide-notices'>[]> {
  const lists = await world.records.tasks.ofKind('decide-notices', addMinutes(notice.createdAt, -1_440));
  return lists.filter(({ data }) => data.rows.some((row) => row.noticeId === notice._id));
}

/** True while it stands on somebody's list and is not decided there. */
async function isUndecided(world: World, notice: AbsenceNotice): Promise<boolean> {
  for (const { data } of await listsOf(world, notice)) {
    const decision = decisionUnder(notice, data.packId)?.state;
    if (decision !== 'accepted' && decision !== 'rejected' && !(await isMoot(world, notice, data.packId))) return true;
  }
  return false;
}

const contestsOf = (world: World, notice: AbsenceNotice) => world.records.tasks.ofLearner(notice.learnerId, 'contest');

/** True while somebody may have to decide it, or to decide it anew. */
async function isNeeded(world: World, notice: AbsenceNotice | null): Promise<boolean> {
  if (!notice || notice.state === 'withdrawn') return false;
  const today = dayOf(world.clock.now(), notice.zone);
  if (addDays(notice.days.at(-1) ?? dayOf(notice.createdAt), contestableDays) >= today) return true;
  if (notice.state === 'draft') return false;
  return (await contestsOf(world, notice)).some((one) => one.isOpen) || isUndecided(world, notice);
}

/** The words of a notice: kept until it is decided and can no longer be contested, then deleted; its category stays. */
export const noticeWords = defineClock<Data>({
  clause: 'S2, G3',
  label: 'Words of a notice',
  async onTime(world, task) {
    const notice = await world.records.notices.byId(task.data.noticeId);
    if (await isNeeded(world, notice)) return { act: 'still-needed', next: nextLook(world) };
    // Off the cards that showed them, too.
    if (notice)
      for (const one of [...(await listsOf(world, notice)), ...(await contestsOf(world, notice))])
        await redrawTask(world, one);
    return { act: 'deleted', state: 'deleted', isOpen: false, data: { words: '' }, next: null };
  },
});
