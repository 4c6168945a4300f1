import type { Collections } from '../../store/database.ts';
import type { World } from '../../usecases/core/ports.ts';

/** Cards in colleagues' chats that show somebody are drawn again by the bot, now without the name, or leave the chat. */
export async function redrawAbout(world: World, c: Collections, personId: string): Promise<void> {
  const own = { learnerId: personId };
  const lists = { $or: [own, { 'data.rows.learnerId': personId }, { 'data.learnerIds': personId }] };
  const [taskIds, noticeIds, registerIds] = await Promise.all([
    c.tasks.distinct('_id', lists),
    c.notices.distinct('_id', { $or: [own, { byId: personId }] }),
    c.registers.distinct('_id', { 'rows.learnerId': personId }),
  ]);
  const toDecide = await c.tasks.distinct('_id', { kind: 'decide-notices', 'data.rows.noticeId': { $in: noticeIds } });
  // A meeting with them leaves the calendars it stands in.
  const made = { _id: { $in: taskIds }, made: { $exists: true } };
  for (const { _id } of await c.calendarEvents.find(made).toArray())
    await world.records.calendar.want(_id, world.clock.now());
  const shown = [
    { kind: 'learner', subjectId: personId },
    { kind: 'task', subjectId: { $in: [...taskIds, ...toDecide] } },
    { kind: 'notice', subjectId: { $in: noticeIds } },
    { kind: 'register', subjectId: { $in: registerIds } },
  ];
  const slots = c.slots.find({ $or: shown, activityId: { $exists: true } } as object);
  for await (const { kind, subjectId, recipient, revision } of slots)
    await world.records.slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, world.clock.now());
}
