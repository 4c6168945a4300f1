import { addDays, instantOf } from '../../domain/calendar.ts';
import { type Register, registerAsOf } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { type Unmarked, unmarkedOf } from '../../domain/unmarked.ts';
import type { World } from './ports.ts';

/** What was known of a register's learners without a mark when the day of its session ended (S7). */
export async function unmarkedThatDay(
  world: World,
  register: Register,
  { day, zone }: Pick<Session, 'day' | 'zone'>,
): Promise<Unmarked> {
  const end = instantOf(addDays(day, 1), '00:00', zone);
  const rows = registerAsOf(register, end).rows.filter((row) => !row.mark);
  const then = [];
  for (const { told, ...row } of rows) {
    const notice = told && (await world.records.notices.byId(told.noticeId));
    // What was told on a later day was not known on its own.
    then.push(notice?.confirmedAt && notice.confirmedAt <= end ? { ...row, told } : row);
  }
  return unmarkedOf(then);
}
