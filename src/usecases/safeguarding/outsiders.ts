import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/calendar.ts';
import type { ConcernEntry } from '../../domain/concern.ts';
import { covers } from '../../domain/enrolment.ts';
import { sayOutcome } from '../../domain/outbox-row.ts';
import { type Contact, callName, type Person } from '../../domain/person.ts';
import type { ChoiceOption } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { contactsToTell, type Reach, reachContact, reachPerson } from '../core/reach-person.ts';

/** Someone outside whom the team may tell about a learner, and how. `value` names them on the card, never how to reach them. */
export type Outsider = {
  value: string;
  name: string;
  learner: Person;
  reach: Exclude<Reach, { channel: 'none' }>;
  personId?: string;
};

const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

async function employersOf(world: World, learner: Person, today: string): Promise<Outsider[]> {
  const current = (await world.records.enrolments.ofLearner(learner._id)).filter((one) => covers(one, today));
  const ids = [...new Set(current.flatMap((one) => one.employerId ?? []))];
  return (await world.records.people.byIds(ids)).flatMap((person) => {
    const reach = reachPerson(person);
    if (reach.channel === 'none') return [];
    const name = `${callName(person)} (employer)`;
    return [{ value: `employer|${short(`${learner._id} ${person._id}`)}`, name, learner, reach, personId: person._id }];
  });
}

function contactOf(contact: Contact, learner: Person): Outsider[] {
  const reach = reachContact(contact);
  if (reach.channel === 'none') return [];
  const value = `contact|${short(`${learner._id} ${contact.name} ${reach.to}`)}`;
  return [{ value, name: `${contact.name} (${contact.relation})`, learner, reach }];
}

/** Who may be told: current employers, and contacts the college may tell; never one marked do not contact (G6). */
export async function outsidersOf(world: World, learners: readonly Person[]): Promise<Outsider[]> {
  const today = dayOf(world.clock.now());
  const found: Outsider[] = [];
  for (const learner of learners) {
    found.push(...(await employersOf(world, learner, today)));
    for (const contact of await contactsToTell(world, learner)) found.push(...contactOf(contact, learner));
  }
  return found;
}

const channels = { teams: 'Teams', sms: 'text message', mail: 'email' } as const;

/** The same as choices of the card. */
export async function recipientsOf(world: World, learners: readonly Person[]): Promise<ChoiceOption[]> {
  const several = learners.length > 1;
  return (await outsidersOf(world, learners)).map(({ value, name, learner, reach }) => ({
    value,
    title: `${name}${several ? ` about ${callName(learner)}` : ''}, by ${channels[reach.channel]}`,
  }));
}

/** What became of what was told: never "sent" before it has been. */
export async function sayDelivery(world: World, { rowIds = [] }: ConcernEntry): Promise<string> {
  const [id = ''] = rowIds;
  const [row] = await world.records.outbox.byIds([id]);
  if (row) return `(${sayOutcome(row)})`;
  const slot = await world.records.slots.byId(id);
  if (!slot) return '';
  return slot.shown > 0
    ? '(shown in Teams)'
    : slot.parked
      ? '(cannot be reached in Teams)'
      : '(not shown in Teams yet)';
}
