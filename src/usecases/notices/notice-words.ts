import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, dayOf, instantOf } from '../../domain/calendar.ts';
import { taskOf } from '../../domain/task.ts';
import { saysMore } from '../../language/says-more.ts';
import { knownAs } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';

const mostWords = 300;

/** The next night, when it is looked at whether anybody may still need the words. */
export function nextLook(world: World): { step: string; at: Date } {
  return { step: 'look', at: instantOf(addDays(dayOf(world.clock.now()), 1), '04:00') };
}

/**
 * Keeps the words a notice was told in for whoever decides it, apart from the notice, of which only the category stays
 * (S2, G3). Part of a transaction. Never words that hint at harm: those are the Safeguarding Team's alone (S11).
 */
export async function keepWords(world: World, notice: AbsenceNotice, text: string): Promise<void> {
  const _id = taskId('notice-words', notice._id);
  const words = text.trim().slice(0, mostWords);
  if (!words) return;
  const known = taskOf('notice-words', await world.records.tasks.byId(_id));
  if (!known) {
    await openTask(world, {
      _id,
      kind: 'notice-words',
      ...(notice.candidates ? {} : { learnerId: notice.learnerId }),
      ownerIds: [],
      state: 'kept',
      isShown: false,
      data: { noticeId: notice._id, words },
      next: nextLook(world),
    });
    return;
  }
  if (!known.isOpen || known.data.words.includes(words)) return;
  const all = `${known.data.words} … ${words}`.slice(0, mostWords);
  await moveTask(world, known, { act: 'said-more', data: { words: all } });
}

/** The words as they were told; empty once they are deleted. */
export async function wordsKept(world: World, notice: AbsenceNotice): Promise<string> {
  const task = taskOf('notice-words', await world.records.tasks.byId(taskId('notice-words', notice._id)));
  return task?.isOpen ? task.data.words : '';
}

/**
 * The words, for whoever decides the notice; empty where they say no more than its days and category, as most do. So a
 * notice without words is nothing to wonder at: it may be of somebody whose words only the Safeguarding Team may read
 * (S11). What was told in other words is shown under a hold as ever: if it went, that would tell of the hold.
 */
export async function wordsOfNotice(world: World, notice: AbsenceNotice): Promise<string> {
  const words = await wordsKept(world, notice);
  const learner = words && (await world.records.people.byId(notice.learnerId));
  return saysMore(words, learner ? knownAs([learner]) : []) ? words : '';
}
