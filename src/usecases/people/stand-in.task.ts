import { addDays, type Day, instantOf } from '../../domain/calendar.ts';
import { passOn } from '../core/pass-on.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineClock } from '../core/task-kind.ts';

type Data = { personId: string; deputyId: string; from: Day; to: Day };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'stand-in': Data;
  }
}

/** Plans the passing on of what is open, at the start and at the end of an absence (SPEC People). */
export async function planStandIn(world: World, data: Data): Promise<void> {
  await openTask(world, {
    _id: taskId('stand-in', data.personId, data.from, data.to, data.deputyId),
    kind: 'stand-in',
    ownerIds: [],
    state: 'planned',
    isShown: false,
    // Taken back and set once more.
    again: ['away', 'done'],
    data,
    next: { step: 'start', at: instantOf(data.from, '00:05') },
  });
}

/** The start and end of an absence. Nobody sees it itself. */
export const standIn = defineClock<Data>({
  clause: 'P',
  label: 'An absence of a colleague',
  async onTime(world, task) {
    const { personId, deputyId, from, to } = task.data;
    const person = await world.records.people.byId(personId);
    const isSet = person?.away?.some((one) => one.from === from && one.to === to && one.deputyId === deputyId);
    // Taken back or ended early: it was passed on then.
    if (!person || !isSet) return { act: 'not-needed', state: 'done', isOpen: false, next: null };
    await passOn(world, person, deputyId);
    if (task.state === 'away') return { act: 'back', state: 'done', isOpen: false, next: null };
    return { act: 'away', state: 'away', next: { step: 'end', at: instantOf(addDays(to, 1), '00:05') } };
  },
});
