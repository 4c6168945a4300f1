import { addMinutes, dayOf, sayDay, timeOf } from './calendar.ts';
import type { Next } from './due.ts';

/** Why a message did not arrive, as stable codes; `sayWhy` has the words. */
export const whysUndelivered = [
  /** The network knows no such number, or the mail server no such address. */
  'number-not-in-use',
  'address-unknown',
  /** A landline, or a number of a kind that takes no texts. */
  'takes-no-texts',
  /** The network, the mail server or the phone's owner blocks it. */
  'blocked',
  'said-stop',
  /** The phone was off or out of reach for as long as the provider tries. */
  'not-reached',
  /** Tried for as long as it makes sense. */
  'not-in-time',
  /** The provider does not take it from this college: its account, template or sender is not in order. */
  'refused',
  /** The college has no sender of this kind. */
  'no-sender',
  /** Nothing is on record to reach them by. */
  'no-place',
] as const;
export type WhyUndelivered = (typeof whysUndelivered)[number];

/** An SMS or mail. `_id` says what it is about, so the same thing is never queued twice. */
export type OutboxRow = {
  _id: string;
  /** What one message goes by, where it may go to several places. */
  key?: string;
  kind: 'sms' | 'mail';
  to: string;
  about: string;
  /** The task it tells of: whoever may not see that does not read this either. */
  taskId?: string;
  /** The session it tells of, where no task says it. */
  sessionId?: string;
  body: string;
  subject?: string;
  /** Who had it sent; nobody: a rule did. */
  byId?: string;
  /** Whom it is for, where that is somebody else than `about` or one of their contacts. */
  toId?: string;
  /** When it was wanted. What became of it since is in the times below; `stateOf` reads them. */
  createdAt: Date;
  /** What the provider's receipts name it by; there from the first handing over on. */
  ref?: string;
  attempts?: number;
  firstTriedAt?: Date;
  /** Given to the provider, before its answer. */
  handedAt?: Date;
  /** The provider has taken it. */
  acceptedAt?: Date;
  providerId?: string;
  /** The provider says that it has arrived. */
  deliveredAt?: Date;
  /** The provider's answer to the last try, where it was not taken. */
  lastCode?: string;
  /** It will not arrive; `code` is the provider's own. */
  failed?: { at: Date; why: WhyUndelivered; code: string };
  /** The site whose office has it on its list of what is not sent; none: the whole college's. */
  officeSite?: string;
  /** Not sent after all: the learner is under a hold, or the contact may not be told any more. */
  droppedAt?: Date;
  /** Somebody told them in another way, or said that it is not needed any more. */
  byHand?: { at: Date; byId: string; how: 'told' | 'not-needed' };
  /** The words are gone, the fact stays. */
  purgedAt?: Date;
  /** To one of the learner's contacts: whether they may be told is looked at again at sending (G6). */
  isContact?: boolean;
  /**
   * What goes before the rest. `safeguarding`: the Safeguarding Team's own messages, first of all, and no hold keeps back
   * or drops them (S11). `absence`: today's absences, to whoever hears of them the same day (G6, S10). `answer`: to who has
   * just written, who waits for it, at night too.
   */
  lane?: 'safeguarding' | 'absence' | 'answer';
  /** Sent also to who said STOP: that there will be no more, and kind words after a cry for help (S11). */
  evenStopped?: true;
  next?: Next<'send'>;
};
export type OutboxWish = Pick<
  OutboxRow,
  | '_id'
  | 'key'
  | 'kind'
  | 'to'
  | 'toId'
  | 'taskId'
  | 'sessionId'
  | 'about'
  | 'body'
  | 'subject'
  | 'byId'
  | 'isContact'
  | 'evenStopped'
  | 'lane'
>;

type OutboxState = 'wanted' | 'handed' | 'accepted' | 'delivered' | 'failed' | 'dropped' | 'by-hand';

/** Where a row stands. Receipts come late, twice and in any order: that it arrived is true whatever else was said. */
export function stateOf(row: OutboxRow): OutboxState {
  if (row.deliveredAt) return 'delivered';
  if (row.byHand) return 'by-hand';
  if (row.failed) return 'failed';
  if (row.droppedAt) return 'dropped';
  if (row.acceptedAt) return 'accepted';
  return row.handedAt ? 'handed' : 'wanted';
}

/** How many minutes after its first try a message is worth trying again; then it is given up, which somebody sees. */
const worthMinutes = { safeguarding: 30, absence: 6 * 60, answer: 60, rest: 24 * 60 };

/** True once a message is no longer worth another try: who reads days later that somebody is absent is misled. */
export function isTooLate({ firstTriedAt, lane }: OutboxRow, now: Date): boolean {
  return firstTriedAt !== undefined && addMinutes(firstTriedAt, worthMinutes[lane ?? 'rest']) <= now;
}

const whys: Record<WhyUndelivered, string> = {
  'number-not-in-use': 'number not in use',
  'address-unknown': 'address unknown',
  'takes-no-texts': 'this number takes no texts',
  blocked: 'blocked',
  'said-stop': 'they answered STOP',
  'not-reached': 'phone off or out of reach',
  'not-in-time': 'the service did not take it in time',
  refused: 'the service refuses it',
  'no-sender': 'nothing is sent this way',
  'no-place': 'no mobile number or email on record',
};

/** Why it did not arrive, in words. */
export function sayWhy(why: WhyUndelivered): string {
  return whys[why];
}

const kinds = { sms: 'text message', mail: 'email' } as const;

/** What the kind is called in the middle of a sentence. */
export function sayKind(kind: OutboxRow['kind']): string {
  return kinds[kind];
}

/**
 * What became of a message, never more than is known: "text message accepted 09:31, delivered 09:32"; "text message could
 * not be delivered: number not in use". A time of another day than the row's own says its day.
 */
export function sayOutcome(row: OutboxRow, zone?: string): string {
  const own = dayOf(row.createdAt, zone);
  const at = (time: Date) => {
    const day = dayOf(time, zone);
    return day === own ? timeOf(time, zone) : `${sayDay(day)}, ${timeOf(time, zone)}`;
  };
  const accepted = row.acceptedAt ? `accepted ${at(row.acceptedAt)}` : '';
  const kind = kinds[row.kind];
  switch (stateOf(row)) {
    case 'wanted':
      return `${kind} not sent yet`;
    case 'handed':
      return `${kind} handed over ${at(row.handedAt ?? row.createdAt)}, no answer yet`;
    case 'accepted':
      return `${kind} ${accepted}`;
    case 'delivered':
      return `${kind} ${[accepted, `delivered ${at(row.deliveredAt ?? row.createdAt)}`].filter(Boolean).join(', ')}`;
    case 'failed':
      if (row.failed?.why === 'no-place') return `not told: ${sayWhy('no-place')}`;
      return row.failed?.why === 'no-sender'
        ? `no ${kind} is sent: please tell them yourself${row.to ? `, ${row.to}` : ''}`
        : `${kind} could not be delivered: ${sayWhy(row.failed?.why ?? 'refused')}`;
    case 'dropped':
      return `${kind} not sent`;
    case 'by-hand':
      return row.byHand?.how === 'told' ? `told another way ${at(row.byHand.at)}` : `${kind} not needed any more`;
  }
}

/** True once nothing more is going to be tried or known, unless a receipt comes after all. */
export function isSettled(row: OutboxRow): boolean {
  return !['wanted', 'handed', 'accepted'].includes(stateOf(row));
}

/** True when it is taken or has arrived: as much as most services ever say. */
export function hasGone(row: OutboxRow): boolean {
  return ['accepted', 'delivered', 'by-hand'].includes(stateOf(row));
}

const signedLink = /https?:\/\/[^\s/]{1,253}\/l\/[\w.-]{1,2000}/g;

/** A message's words as anybody else reads them: who holds a signed link acts as the one it was sent to. */
export function shownBody({ body }: Pick<OutboxRow, 'body'>): string {
  return body.replace(signedLink, '(a link that is theirs alone)');
}
