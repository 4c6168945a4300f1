import { calendarAddress, isStaff } from '../../domain/person.ts';
import type { Guest, Invitation } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { taskKindsOf } from './task-kinds.ts';

/** A task's event as it should stand now, and in whose mailbox. */
export type Wanted = { mailbox: string; event: Invitation };

/**
 * What of a task stands in calendars now (S4, G17); undefined: nothing. In the calendar of a colleague who has a mailbox,
 * never a learner's or employer's own; guests are who has an address. Nothing about why: a calendar is read by others.
 */
export async function appointmentOf(world: World, taskId: string): Promise<Wanted | undefined> {
  const task = await world.records.tasks.byId(taskId);
  if (!task || task.erased) return undefined;
  const appointment = await taskKindsOf[task.kind].appointment?.(world, task);
  if (!appointment) return undefined;
  const { ownerId, guestIds, ...event } = appointment;
  const people = await world.records.people.byIds([ownerId, ...guestIds]);
  const owner = people.find((one) => one._id === ownerId);
  const mailbox = owner && isStaff(owner) ? (owner.entraId ?? owner.upn) : undefined;
  if (!mailbox) return undefined;
  const guests = people.flatMap((one): Guest[] => {
    const address = one === owner ? undefined : calendarAddress(one);
    return address ? [{ address, name: one.name }] : [];
  });
  return { mailbox, event: { ...event, guests } };
}
