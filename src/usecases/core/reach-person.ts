import { createHash } from 'node:crypto';
import { type Day, dayOf } from '../../domain/calendar.ts';
import { covers } from '../../domain/enrolment.ts';
import type { OutboxWish } from '../../domain/outbox-row.ts';
import { type Contact, isOutsideRole, keyWorker, mayTell, type Person } from '../../domain/person.ts';
import { dialled, isLandline } from '../../domain/phone.ts';
import type { World } from './ports.ts';

export type Reach = { channel: 'teams' } | { channel: 'sms' | 'mail'; to: string } | { channel: 'none' };

/**
 * True for those who get by links what Teams does not bring them: learners, employers and tutors, who may have no
 * account here. What others decide is for people who have signed in.
 */
export function takesLinks(person: Pick<Person, 'roles'>): boolean {
  return person.roles.length > 0 && person.roles.every((role) => role === 'tutor' || isOutsideRole(role));
}

/** The best way to reach someone: Teams where they have it, else SMS, else email (G6). */
export function reachPerson(person: Person): Reach {
  if ((person.entraId || person.chat) && !person.unreachable) return { channel: 'teams' };
  return reachContact(person);
}

/** The same for someone without a Teams account. */
export function reachContact(contact: Pick<Contact, 'mobile' | 'email'>): Exclude<Reach, { channel: 'teams' }> {
  if (contact.mobile && !isLandline(contact.mobile)) return { channel: 'sms', to: contact.mobile };
  return contact.email ? { channel: 'mail', to: contact.email } : { channel: 'none' };
}

/** For what is read at a desk: by mail, else by text. */
export function reachByMailFirst(contact: Pick<Contact, 'mobile' | 'email'>): Exclude<Reach, { channel: 'teams' }> {
  return contact.email ? { channel: 'mail', to: contact.email } : reachContact(contact);
}

/**
 * A learner's contacts who may be told today (G6). Without a birth date a learner counts as a child where they are on a
 * study programme and on none for adults; elsewhere as an adult, whose parent is told only with consent.
 */
export async function contactsToTell(world: Pick<World, 'records' | 'clock'>, learner: Person): Promise<Contact[]> {
  const contacts = learner.contacts ?? [];
  const today = dayOf(world.clock.now());
  if (contacts.length === 0) return [];
  const enrolments = await world.records.enrolments.ofLearner(learner._id);
  const own = new Set(enrolments.filter((one) => covers(one, today)).map((one) => one.programmeId));
  const kinds = (await world.records.enrolments.programmes()).filter((one) => own.has(one._id)).map((one) => one.kind);
  const unknownIsChild = kinds.includes('study-programme') && !kinds.includes('adult');
  return contacts.filter((one) => mayTell(learner, one, today, unknownIsChild));
}

/** A learner's parents and carers who may be told today; key workers hear of absences only (G6, G9). */
export async function familyOf(world: Pick<World, 'records' | 'clock'>, learner: Person): Promise<Contact[]> {
  return (await contactsToTell(world, learner)).filter((one) => !isKeyWorker(one));
}

/** True for a key worker among a learner's contacts. */
export function isKeyWorker(contact: Pick<Contact, 'relation'>): boolean {
  return contact.relation === keyWorker;
}

/** One place in one spelling, so that two ways of writing a number or address are not two places. */
export function samePlace({ channel, to }: { channel: 'sms' | 'mail'; to: string }): string {
  return channel === 'sms' ? dialled(to) : to.toLowerCase();
}

/** True for a person or contact who is reached at the place of a message. */
export function isAt(one: Pick<Contact, 'mobile' | 'email'>, { kind, to }: Pick<OutboxWish, 'kind' | 'to'>): boolean {
  if (kind === 'mail') return one.email?.toLowerCase() === to.toLowerCase();
  return one.mobile !== undefined && dialled(one.mobile) === dialled(to);
}

/** The key of the text about an occurrence of a day (G9): it is the one text about that absence. */
export function occurrenceTextKey(standing: string, day: Day): string {
  return `occurrence|${standing}|${day}`;
}

/** A message by SMS or mail, keyed so that the same thing is never sent twice to one place. */
export function messageTo(
  reach: { channel: 'sms' | 'mail'; to: string },
  message: {
    key: string;
    about: string;
    subject: string;
    body: string;
    byId?: string;
    toId?: string;
    taskId?: string | undefined;
    sessionId?: string | undefined;
    isContact?: boolean;
    evenStopped?: boolean;
    lane?: OutboxWish['lane'];
  },
): OutboxWish {
  const place = createHash('sha256').update(samePlace(reach)).digest('hex').slice(0, 12);
  return {
    _id: `${message.key}|${place}`,
    key: message.key,
    kind: reach.channel,
    to: reach.to,
    about: message.about,
    body: message.body,
    ...(message.byId ? { byId: message.byId } : {}),
    ...(message.toId && message.toId !== message.about ? { toId: message.toId } : {}),
    ...(message.taskId ? { taskId: message.taskId } : {}),
    ...(message.sessionId ? { sessionId: message.sessionId } : {}),
    ...(message.isContact ? { isContact: true } : {}),
    ...(message.evenStopped ? { evenStopped: true } : {}),
    ...(message.lane ? { lane: message.lane } : {}),
    ...(reach.channel === 'mail' ? { subject: message.subject } : {}),
  };
}
