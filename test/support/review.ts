import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { type College, monday } from './college.ts';

/** The Monday on which a review begins. */
export const start = addDays(monday, 7);
/** The lessons of each of its days, by number and time. */
export const lessons = [
  [1, '09:00'],
  [2, '11:00'],
] as const;
const away = 'unauthorised';

/** Twelve past sessions, every third of them missed: the next absence is the one too many. */
export const thirdMissed = Array.from({ length: 12 }, (_, i) => ({
  code: i % 3 === 0 ? away : 'present',
  on: addDays(monday, -16 + i),
}));

/** The lessons of these days after the first Monday. */
export async function addLessons(
  college: College,
  days: readonly number[],
  tutorOf: (lesson: number) => string = () => 'T1',
): Promise<void> {
  for (const n of days)
    for (const [lesson, at] of lessons)
      await college.addSession({
        _id: `cr-${n}-${lesson}`,
        on: addDays(start, n),
        at,
        minutes: 60,
        lesson,
        title: `Day ${n} lesson ${lesson}`,
        tutorIds: [tutorOf(lesson)],
      });
}

/** Learners miss the first lesson of the term after a past as `thirdMissed`; it is nine o’clock on its Monday. */
export async function missOneTooMany(college: College, learnerIds: readonly string[]): Promise<void> {
  for (const id of learnerIds) await college.addHistory(id, thirdMissed);
  await recount(college.bot.world, true);
  await college.addSession({ _id: 'first', minutes: 60 });
  await college.moveTo('09:00');
  await college.save('first', Object.fromEntries(learnerIds.map((id) => [`BUS-${id}`, away])));
}

/**
 * Ben on a Conduct Review whose second day is over: lesson 1 signed on both days, lesson 2 signed on the first, and on the
 * second Ben was late and nobody signed.
 */
export async function runReview(college: College): Promise<void> {
  await addLessons(college, [0, 1, 2, 3, 4]);
  await missOneTooMany(college, ['L2']);
  await college.press('M1', ['B: Disciplinary', 'Ben Carter'], 'B: Disciplinary');
  await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', { 'Starts on': start });
  await college.press('H1', ['Approve this Conduct Review?', 'Ben Carter'], 'Approve');
  for (const n of [0, 1])
    for (const [lesson, at] of lessons) {
      await college.moveTo(at, addDays(start, n));
      const isLast = n === 1 && lesson === 2;
      await college.save(`cr-${n}-${lesson}`, isLast ? { 'BUS-L2': 'late:10' } : {});
      if (!isLast)
        await college.press('T1', ['Conduct Review: this lesson', `Day ${n} lesson ${lesson}`], 'Sign', {
          'Targets met': n === 0 && lesson === 2 ? '1,2' : '1,2,3',
        });
    }
  await college.moveTo('13:00', addDays(start, 1));
}
