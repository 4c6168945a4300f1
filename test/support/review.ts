import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { type College, monday } from './college.ts';

const start = addDays(monday, 7);
const away = { code: 'unauthorised' };

/**
 * Ben on a Conduct Review whose second day is over: lesson 1 signed on both days, lesson 2 signed on the first, and on the
 * second Ben was late and nobody signed.
 */
export async function runReview(college: College): Promise<void> {
  const history = Array.from({ length: 12 }, (_, i) => ({
    code: i % 3 === 0 ? away.code : 'present',
    on: addDays(monday, -16 + i),
  }));
  await college.addHistory('L2', history);
  await recount(college.bot.world, true);
  await college.addSession({ _id: 'first', minutes: 60 });
  for (let n = 0; n < 5; n++)
    for (const [lesson, at] of [
      [1, '09:00'],
      [2, '11:00'],
    ] as const)
      await college.addSession({
        _id: `cr-${n}-${lesson}`,
        on: addDays(start, n),
        at,
        minutes: 60,
        lesson,
        title: `Day ${n} lesson ${lesson}`,
      });
  await college.moveTo('09:00');
  await college.save('first', { 'BUS-L2': away.code });
  await college.press('M1', ['B: Disciplinary', 'Ben Carter'], 'B: Disciplinary');
  await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', { 'Starts on': start });
  await college.press('H1', ['Approve this Conduct Review?', 'Ben Carter'], 'Approve');
  for (const n of [0, 1])
    for (const [lesson, at] of [
      [1, '09:00'],
      [2, '11:00'],
    ] as const) {
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
