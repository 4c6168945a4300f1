import type { OutboxRow } from '../../domain/outbox-row.ts';
import { type Contact, isStaff, type Person } from '../../domain/person.ts';
import { isAt } from '../core/reach-person.ts';
import type { Sight } from '../core/sight.ts';
import type { Instead } from './story-row.ts';

export type MayCall = (whom: Person | Contact) => boolean;

/** Whose number a viewer may see and call: the family's by right, unless they are not to be contacted; colleagues' and employers' as all of the staff. */
export function callable(viewer: Person, sight: Sight): MayCall {
  return (whom) => {
    const isFamily = 'relation' in whom || whom.roles.includes('learner');
    if ('doNotContact' in whom && whom.doNotContact) return false;
    return isFamily ? sight.may('view-contacts') : isStaff(viewer);
  };
}

/** A number that a text did not reach can be rung all the same, unless it is nobody's; an address that failed is no second way. */
const isDead = (row: OutboxRow, place: { mobile?: string; email?: string }) =>
  isAt(place, row) && (row.kind === 'mail' || row.failed?.why === 'number-not-in-use');

/** How to tell somebody whom a message did not reach (`row`, unless it was a card in Teams): by phone, else by mail. Empty: no other way is on record. */
export function insteadOf({ mobile, email }: Person | Contact, row?: OutboxRow): Instead {
  const isOpen = (place: { mobile?: string; email?: string }) => !row || !isDead(row, place);
  if (mobile && isOpen({ mobile })) return { mobile };
  return email && isOpen({ email }) ? { email } : {};
}
