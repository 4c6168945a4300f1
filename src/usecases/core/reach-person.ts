import { createHash } from 'node:crypto';
import type { Day } from '../../domain/calendar.ts';
import type { OutboxWish } from '../../domain/outbox-row.ts';
import { type Contact, mayTell, type Person } from '../../domain/person.ts';
import { dialled, isLandline } from '../../domain/phone.ts';

export type Reach = { channel: 'teams' } | { channel: 'sms' | 'mail'; to: string } | { channel: 'none' };

/** The best way to reach someone: Teams where they have it, else SMS, else email (G6). */
export function reachPerson(person: Person): Reach {
  if ((person.entraId || person.chat) && !person.unreachable) return { channel: 'teams' };
  return reachContact(person);
}

/** The same for someone without a Teams account. */
export function reachContact(contact: Pick<Contact, 'mobile' | 'email'>): Reach {
  if (contact.mobile && !isLandline(contact.mobile)) return { channel: 'sms', to: contact.mobile };
  return contact.email ? { channel: 'mail', to: contact.email } : { channel: 'none' };
}

/** A learner's parents and carers who may be told on a day; key workers hear of absences only (G6, G9). */
export function familyOf(learner: Person, today: Day): Contact[] {
  return (learner.contacts ?? []).filter((one) => mayTell(learner, one, today) && !isKeyWorker(one));
}

/** True for a key worker among a learner's contacts. */
export function isKeyWorker(contact: Pick<Contact, 'relation'>): boolean {
  return /key worker/i.test(contact.relation);
}

/** One place in one spelling, so that two ways of writing a number or address are not two places. */
function samePlace({ channel, to }: { channel: 'sms' | 'mail'; to: string }): string {
  return channel === 'sms' ? dialled(to) : to.toLowerCase();
}

/** A message by SMS or mail, keyed so that the same thing is never sent twice to one place. */
export function messageTo(
  reach: { channel: 'sms' | 'mail'; to: string },
  message: {
    key: string;
    about: string;
    subject: string;
    body: string;
    isContact?: boolean;
    lane?: OutboxWish['lane'];
  },
): OutboxWish {
  const place = createHash('sha256').update(samePlace(reach)).digest('hex').slice(0, 12);
  return {
    _id: `${message.key}|${place}`,
    kind: reach.channel,
    to: reach.to,
    about: message.about,
    body: message.body,
    ...(message.isContact ? { isContact: true } : {}),
    ...(message.lane ? { lane: message.lane } : {}),
    ...(reach.channel === 'mail' ? { subject: message.subject } : {}),
  };
}
