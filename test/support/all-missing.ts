import { type Day, instantOf } from '../../src/domain/calendar.ts';
import type { College } from './college.ts';

/** A session of the study programme at 9 that these learners missed without word, saved half an hour later. */
export async function allMissing(college: College, id: string, on: Day, missing: readonly string[]): Promise<void> {
  if (college.bot.clock.now() < instantOf(on, '08:59')) await college.moveTo('08:59', on);
  await college.addSession({ _id: id, on });
  await college.moveTo('09:30', on);
  await college.save(id, Object.fromEntries(missing.map((one) => [`BUS-${one}`, 'unauthorised'])));
}
