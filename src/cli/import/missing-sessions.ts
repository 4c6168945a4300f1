import { addDays, dayOf } from '../../domain/calendar.ts';
import { nameSession } from '../../domain/session.ts';
import type { Collections } from '../../store/database.ts';
import type { World } from '../../usecases/core/ports.ts';
import { tellChange } from '../../usecases/core/tell-people.task.ts';
import { cancelSession, concernedBy } from '../../usecases/timetable/change-session.form.ts';
import type { Plan } from './plan.ts';

/**
 * Sessions still to come that the files have no more: those of the programmes the files have sessions of, up to the last
 * day they have one on. What was agreed in chat was never in a timetable.
 */
export async function missingSessions(c: Collections, plan: Plan, now: Date): Promise<string[]> {
  const planned = plan.sessions.map((one) => one.doc);
  const days = planned.map((one) => one.day).toSorted();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return [];
  const filter = {
    programmeId: { $in: [...new Set(planned.map((one) => one.programmeId))] },
    day: { $gte: from, $lte: to },
    startsAt: { $gt: now },
    cancelled: { $exists: false },
    agreedIn: { $exists: false },
  };
  const has = new Set(planned.map((one) => one._id));
  const found = await c.sessions
    .find(filter, { projection: { _id: 1 } })
    .sort({ day: 1, startsAt: 1 })
    .toArray();
  return found.map((one) => one._id).filter((id) => !has.has(id));
}

/** Who cancels in the history of a session that the timetable has no more. */
const byTimetable = 'timetable';
const why = 'The timetable has it no more';

/**
 * Cancels sessions as staff do in chat: registers close, what was asked of people about them goes. Of those of today and
 * tomorrow everyone concerned is told; of later ones the timetable tells in time.
 */
export async function cancelMissing(world: World, ids: readonly string[]): Promise<void> {
  const tomorrow = addDays(dayOf(world.clock.now()), 1);
  for (const id of ids)
    await world.together(async (inside) => {
      const session = await inside.records.sessions.byId(id);
      if (!session || session.cancelled) return;
      await cancelSession(inside, session, { _id: byTimetable }, why);
      if (session.day > tomorrow) return;
      const telling = {
        key: `gone|${id}`,
        title: 'Session cancelled',
        lines: [nameSession(session), why],
        sessionId: id,
      };
      await tellChange(inside, telling, await concernedBy(inside, session));
    });
}
