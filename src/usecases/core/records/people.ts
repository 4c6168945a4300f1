import type { Day } from '../../../domain/calendar.ts';
import type { Chat, Contact, Person, Role, Unreachable } from '../../../domain/person.ts';

export type People = {
  byId(id: string): Promise<Person | null>;
  byIds(ids: readonly string[]): Promise<Person[]>;
  byEntraId(entraId: string): Promise<Person | null>;
  byAddress(address: string): Promise<Person | null>;
  /** Everyone with this number, in its one spelling, or this address; and learners of whom a contact has it. */
  atPlace(kind: 'sms' | 'mail', place: string): Promise<Person[]>;
  /** Those with this id, reference or whole name, however it is capitalised; at most so many. */
  named(text: string, most: number): Promise<Person[]>;
  withRole(role: Person['roles'][number]): Promise<Person[]>;
  /** Ties a person to an Entra id; refuses (null) when either is tied already to another. */
  link(id: string, entraId: string): Promise<Person | null>;
  /** Writes what somebody signs in with and their address, each where there is none yet. */
  fillIn(id: string, own: Pick<Person, 'upn' | 'email'>): Promise<void>;
  /** Undefined forgets a chat that Teams says is gone. True when this call changed it. */
  setChat(id: string, chat: Chat | undefined): Promise<boolean>;
  /** Clears why someone cannot be reached. */
  clearUnreachable(id: string): Promise<void>;
  /** Notes why someone cannot be reached, unless they have another chat by now than the one tried; `since` of an earlier note stays. */
  setUnreachable(id: string, why: Unreachable, tried: Chat | undefined): Promise<void>;
  /** Everyone with a role, in order of their ids after this one; at most this many. */
  known(after: string, most: number): Promise<Person[]>;
  /** How many people with a role the bot has never heard from, nor tried to reach. */
  countUnheard(): Promise<number>;
  /** Everyone who cannot be reached in Teams, the longest first. */
  outOfReach(): Promise<Person[]>;
  /** People who named this person as their deputy for an absence. */
  deputisedBy(id: string): Promise<Person[]>;
  /** Writes what was decided for one learner alone. */
  setFairness(id: string, own: Pick<Person, 'adjustments' | 'setAside'>): Promise<void>;
  /** Changes where a person, or one of a learner's contacts, gets messages; who they are in Teams stays as it is. */
  setPlace(id: string, place: 'mobile' | 'email', to: string, contact?: Contact): Promise<void>;
  /** Takes the roles of someone whose last day that was; false when it is another day by now. */
  leave(id: string, day: Day): Promise<boolean>;
  setAway(id: string, away: NonNullable<Person['away']>): Promise<void>;
};

/** Where a talk stands: what the bot said last that must not be said twice in a row, whom it was about, whom their last message named and said nothing of; no words of theirs. */
export type TalkState = { said?: string | null; aboutId?: string; namedIds?: string[]; at: Date };

export type Talks = {
  of(personId: string): Promise<TalkState | null>;
  /** What is not given stays as it is; `said: null` forgets it. */
  note(personId: string, state: TalkState): Promise<void>;
  /** Counts one message from someone of a role in a month; never its words. */
  count(role: Role, month: string, isUnderstood: boolean): Promise<void>;
  /** Messages by role and month, how many there were and how many were not understood; the newest month first. */
  counts(): Promise<{ role: Role; month: string; heard: number; missed: number }[]>;
};
