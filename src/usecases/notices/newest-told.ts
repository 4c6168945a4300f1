import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes, latestOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';

/** Words that put something right are about what was told no longer ago than this. */
const freshMinutes = 1_440;

/** When a notice was last told, asked about or shown anew, in milliseconds. */
export const touchedAt = (one: AbsenceNotice) =>
  latestOf(one.createdAt, one.confirmedAt, one.askedAt, one.remindedAt, one.correctedAt);

/** What someone told and still stands, the newest thing told, asked or shown first: what their next words are about. */
export async function newestTold(world: World, actor: Person): Promise<AbsenceNotice[]> {
  const told = await world.records.notices.toldBy(actor._id, addMinutes(world.clock.now(), -freshMinutes));
  return told.filter((one) => one.state !== 'withdrawn').toSorted((a, b) => touchedAt(b) - touchedAt(a));
}

/** Those of them that came last, together: the cards of one message. */
export function lastOf(told: readonly AbsenceNotice[]): AbsenceNotice[] {
  const [first] = told;
  if (!first) return [];
  const isOfMessage = (one: AbsenceNotice) => first.messageId !== undefined && one.messageId === first.messageId;
  return told.filter((one) => touchedAt(one) === touchedAt(first) || isOfMessage(one));
}

const told = ['kind', 'days', 'fromTime', 'toTime', 'minutesLate', 'arriveAt', 'notMeant', 'question'] as const;

/** True when two notices tell the same, whoever they are about. */
export function isSameTold(a: AbsenceNotice, b: AbsenceNotice): boolean {
  return told.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));
}
