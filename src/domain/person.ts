import type { Day } from './calendar.ts';

/** The roles of SPEC "People". Parents and carers have no account: they are contacts of a learner. */
export const roles = [
  'learner',
  'employer',
  'tutor',
  'mentor',
  'hosp',
  'office-manager',
  'admin',
  'apprenticeship-manager',
  'adults-manager',
  'safeguarding',
  'mis-officer',
  'leader',
  'data-protection-officer',
] as const;
export type Role = (typeof roles)[number];

/** A role as people call it: "office manager". */
export function sayRole(role: Role): string {
  return role === 'hosp' ? 'Head of Study Programme' : role.replaceAll('-', ' ');
}

/** Roles of people who do not work for the college. */
const outsideRoles: readonly Role[] = ['learner', 'employer'];

/** True for a role of someone who does not work for the college. */
export function isOutsideRole(role: Role): boolean {
  return outsideRoles.includes(role);
}

/** True for someone who does not work for the college in any role. */
export function isOutside(person: { roles: readonly Role[] }): boolean {
  return person.roles.every(isOutsideRole);
}

/** Another line than the pack's, or marks of a code that do not count, for one learner. */
export type Adjustment = ({ kind: 'threshold'; below: number } | { kind: 'ignore-mark'; code: string }) & {
  byId: string;
  at: Date;
  why: string;
  /** `until`: the first day it holds no more, so that those before stay judged by it; without one it holds for no day. */
  ended?: Ended & { until?: Day };
  /** It should never have been, whenever it ended: it holds for no day. */
  mistake?: Ended;
};

/** Nothing that was decided is overwritten: what ends keeps who ended it, when and why. */
export type Ended = { byId: string; at: Date; why: string };

/** An occurrence that does not count, and who decided so. */
export type SetAside = { packId: string; day: Day; byId: string; at: Date; why: string; ended?: Ended };

/** True where an adjustment holds for a day; without one: for any. */
export function holdsOn({ ended, mistake }: Adjustment, day?: Day): boolean {
  if (mistake) return false;
  return !ended || (ended.until !== undefined && (day === undefined || day < ended.until));
}

/** Where the bot can reach a person in Teams; learned from what Teams sends, never from a card. */
export type Chat = { conversationId: string; serviceUrl: string; tenantId: string; since: Date };

/** Why a person cannot be reached in Teams just now, and when it was last tried. Cleared when they install or write. */
export type Unreachable = { code: string; since: Date; tried?: Date };

/** What the relations of contacts that a file brings are called; others are in the words of whoever wrote them. */
export const keyWorker = 'key worker';
export const parentOrCarer = 'parent or carer';

/** Someone without a Teams account who is told about a learner (G6). */
export type Contact = {
  name: string;
  relation: string;
  mobile?: string;
  email?: string;
  doNotContact?: boolean;
  consent?: boolean;
};

export type Person = {
  _id: string;
  /** The college's own reference, shown in part to tell two people of one name apart. */
  ref: string;
  name: string;
  preferredName?: string;
  roles: Role[];
  email?: string;
  /** The name they sign in to Teams with, where the office says it. */
  upn?: string;
  /** The office says that they come as a guest of the tenant: only then a guest's account is linked by address. */
  guest?: boolean;
  mobile?: string;
  born?: Day;
  contacts?: Contact[];
  /** Entra object id; set once, at installation or first message. */
  entraId?: string;
  chat?: Chat;
  unreachable?: Unreachable;
  /** Signed links made before this open nothing any more. */
  linksFrom?: Date;
  /** Reasonable adjustments (Equality Act 2010): set by a named person, seen by few. */
  adjustments?: Adjustment[];
  /** Occurrences a named person set aside (G9, policy 4.3: each case individually). */
  setAside?: SetAside[];
  /** Who is called on when this person does not answer (S11), and stands in unless an absence names another. */
  deputyId?: string;
  away?: Away[];
  /** Their last day at the college; the day after they have no roles any more. */
  left?: Day;
  /** When they were erased (UK GDPR Art. 17): what the law has one keep hangs on their id and names nobody. */
  erased?: Date;
  /** Codes of the sites they are of; none: of the whole college. */
  sites?: string[];
  /** An erasure that is not through yet: since when. */
  erasing?: Date;
};

/** What somebody is called who was erased. */
export const erasedName = 'Erased person';

/** An absence, ends included, and who stands in for that time. */
export type Away = { from: Day; to: Day; deputyId: string };

/** The address of somebody's calendar; undefined where none is known. */
export function calendarAddress(person: Pick<Person, 'upn' | 'email'>): string | undefined {
  return person.upn ?? person.email;
}

/** The absence of a person who is away on a day, by the later word of two; undefined when they are there. */
export function awayOn(person: Pick<Person, 'away'>, day: Day): Away | undefined {
  return person.away?.findLast((span) => span.from <= day && day <= span.to);
}

/** Who acts for a person who is away on a day; undefined when they are there. */
export function deputyOn(person: Pick<Person, 'away'>, day: Day): string | undefined {
  return awayOn(person, day)?.deputyId;
}

/** Whole years on a day. */
export function ageOn(born: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}

/** True until the day on which somebody born then is eighteen. */
export function isUnder18(born: Day, today: Day): boolean {
  return ageOn(born, today) < 18;
}

/**
 * True when a contact may be told about the learner on a day (G6): never one marked do not contact; an adult's only with
 * consent. `unknownIsChild`: whether a learner whose birth date nobody gave counts as a child.
 */
export function mayTell(learner: Pick<Person, 'born'>, contact: Contact, today: Day, unknownIsChild: boolean): boolean {
  const isChild = learner.born ? isUnder18(learner.born, today) : unknownIsChild;
  return !contact.doNotContact && (isChild || contact.consent === true);
}

/** True for someone who works for the college: any role but learner or employer. */
export function isStaff(person: Pick<Person, 'roles'>): boolean {
  return person.roles.some((role) => role !== 'learner' && role !== 'employer');
}

/** The name a person goes by. */
export function callName(person: Pick<Person, 'name' | 'preferredName'>): string {
  return person.preferredName ?? person.name;
}

/** The name with the college's reference, so that two people of one name are never taken for one another. */
export function nameAndRef(person: Pick<Person, 'name' | 'preferredName' | 'ref'>): string {
  return `${callName(person)} (${person.ref})`;
}

/** The first word of the name a person goes by. */
export function firstName(person: Pick<Person, 'name' | 'preferredName'>): string {
  return callName(person).split(' ')[0] ?? callName(person);
}

/** Names for a list in which two people alike are told apart by the end of their reference. */
export function listNames(people: readonly Person[]): Map<string, string> {
  const seen = new Map<string, number>();
  for (const person of people) seen.set(callName(person), (seen.get(callName(person)) ?? 0) + 1);
  return new Map(
    people.map((person) => {
      const name = callName(person);
      return [person._id, (seen.get(name) ?? 0) > 1 ? `${name} (…${person.ref.slice(-3)})` : name];
    }),
  );
}
