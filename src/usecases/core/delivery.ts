import type { Appointment } from '../../domain/calendar-event.ts';
import type { Attendee } from '../../domain/meeting-report.ts';
import type { OutboxRow, WhyUndelivered } from '../../domain/outbox-row.ts';
import type { Chat } from '../../domain/person.ts';
import type { Site } from '../../domain/site.ts';
import type { College } from '../../domain/sms-text.ts';
import type { CardModel } from './card-model.ts';
import type { World } from './ports.ts';

/** Where a card ended up. */
type Posted = { activityId: string; conversationId: string };

/** How a call to Teams failed, and what to do about it. */
export type SendFailure = {
  kind:
    | 'throttled'
    | 'passing'
    | 'ambiguous'
    | 'blocked'
    | 'not-installed'
    | 'graph-silent'
    | 'chat-gone'
    | 'card-gone'
    | 'too-large'
    | 'broken';
  /** Stable code for people who operate this. */
  code: string;
  /** Throttled only: how long Teams asked to wait, in milliseconds. */
  retryAfterMs?: number;
};

export type Sent<T> = { ok: true; value: T } | { ok: false; failure: SendFailure };

/** What came of installing the app for somebody; `not-now`: Graph does not answer, which may pass. */
export type Installed = 'installed' | 'not-in-catalogue' | 'may-not-install' | 'no-such-account' | 'not-now';

/** Posts and changes cards in Teams. One attempt a call, with a time limit; retrying is the worker's business. */
export type CardSender = {
  post(chat: Chat, card: CardModel, key: string): Promise<Sent<Posted>>;
  update(chat: Chat, activityId: string, card: CardModel, key: string): Promise<Sent<void>>;
  remove(chat: Chat, activityId: string): Promise<Sent<void>>;
  /** The one-to-one chat with a person, made if need be. */
  openChat(entraId: string): Promise<Sent<Chat>>;
  /** Entra ids of everyone in a team's channel. */
  members(chat: Chat): Promise<Sent<string[]>>;
  /** The bot's own earlier card with this key in its chat with a person, where Graph may be asked; undefined: cannot know. */
  find?(entraId: string, key: string): Promise<string | null | undefined>;
  /** Installs the app for a person, where Graph may be asked. */
  install?(entraId: string): Promise<Installed>;
  /** The account that signs in with a name, where Graph may be asked; null: none that can be seen, undefined: cannot know now. */
  account?(signInName: string): Promise<(Account & { entraId: string }) | null | undefined>;
};

/** What leaves: texts and mails, which are outbox rows, and what the MIS is told (`domain/mis-event`). */
type SentKind = OutboxRow['kind'] | 'mis';

/** One message as it leaves: whom to, its words as they are read, and the name its receipts come back under. */
export type Outgoing = Pick<OutboxRow, '_id' | 'to' | 'subject' | 'isContact' | 'createdAt'> & {
  kind: SentKind;
  ref: string;
  body: string;
  /** The site it is of, where the college has several: who writes, from which sender, and where answers go. */
  site?: { college: College } & Pick<Site, 'smsSender' | 'replyTo'>;
};

/**
 * What a provider made of it. `for-good`: it will never arrive there; `says` are its own words, if it had any.
 * `throttled`, `refused`: nothing of this kind goes out just now. `passing`: worth another try. `unknown`: it may have
 * taken it.
 */
export type SendResult =
  | { ok: true; providerId?: string; isDelivered?: boolean }
  | { ok: false; kind: 'for-good'; why: WhyUndelivered; code: string; says?: string }
  | { ok: false; kind: 'throttled' | 'refused' | 'passing' | 'unknown'; code: string; retryAfterMs?: number };

/** Sends SMS, mail or MIS events by one provider. One attempt a call, with a time limit; never throws for what the provider answers. */
export type Sender = {
  send(message: Outgoing): Promise<SendResult>;
  /** Whether the provider has a message, first tried at `since`, of which a try had no answer; undefined: it cannot be asked now. */
  find?(message: Outgoing, since: Date): Promise<{ providerId: string } | null | undefined>;
  /** Tries credentials and settings without sending anything to anybody. Throws with words for the operator. */
  probe(): Promise<void>;
  /** Messages a second the provider takes; as many as there are unless told. */
  perSecond?: number;
  /** Proves and reads what the provider reports to `/receipts/<path>`; without it nothing is known beyond acceptance. */
  receipts?: Reader<ReceiptAnswer>;
  /** Proves and reads the texts people send, as the provider hands them over to `/texts/<path>`; without it none come in. */
  texts?: Reader<TextsAnswer>;
};

/** Proves and reads what a provider hands over to an address of ours that ends in `path`; it comes as JSON, or as a form. */
export type Reader<Answer> = {
  path: string;
  isForm?: boolean;
  /** For a provider that asks first whether it may hand anything over here (CloudEvents 1.0, OPTIONS). */
  mayHandOver?(request: Pick<ReceiptRequest, 'url'>): boolean;
  read(request: ReceiptRequest): Answer | Promise<Answer>;
};

/** A provider's report as it comes in. `url`: path and query. */
export type ReceiptRequest = {
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawBody: string;
  now: Date;
};
/** What it says, once it is proven; else only the answer, 401 or 400. */
export type ReceiptAnswer = { status: number; body?: unknown; receipts: readonly Receipt[] };

/** A text as its provider hands it over. `id`: the provider's own, the same however often; `sentAt`: real time, where it says. */
export type TextIn = {
  id: string;
  from: string;
  words: string;
  sentAt?: Date | undefined;
  /** Stop and start as far as the provider carries them out itself; `lifts`: words that also lift a stop there. */
  optOut?: 'stop' | 'start' | 'lifts' | undefined;
  /** Something came with it, such as a picture. */
  hasFile?: true;
};
export type TextsAnswer = { status: number; body?: unknown; texts: readonly TextIn[] };

/** A mail as its mailbox hands it over: its writer's own words, and what is known of whom it is from. */
export type MailIn = Omit<TextIn, 'optOut'> & { isAutomatic?: true; isUnproven?: true };
/** What came with a mail. `gone`: it is not there any more, or may not be read. */
type MailFiles =
  | { ok: true; files: readonly { name: string; size: number; read(): Promise<Uint8Array | undefined> }[] }
  | { ok: false; kind: 'gone' | 'passing'; code: string };
/** What is read on from a link was not read. `expired`: begin anew. */
export type DeltaFailed = { ok: false; kind: 'expired' | 'passing'; code: string; retryAfterMs?: number };
/** What came since a link was given, or since a time (real time); `link` goes on from there. */
type MailboxRead = { ok: true; mails: readonly MailIn[]; link: string; isLast: boolean } | DeltaFailed;
/** Reads a shared mailbox. One attempt a call, with a time limit; never throws for what the service answers. */
export type MailReader = {
  address: string;
  read(from: { since: Date; link?: string | undefined }): Promise<MailboxRead>;
  /** The files of a mail, none of them fetched yet; one that cannot be fetched is undefined. */
  files(mailId: string): Promise<MailFiles>;
  /** Tries whether it may be read. Throws with words for the operator. */
  probe(): Promise<void>;
};

/** Who sends what; a kind left out is sent by nobody, and people are asked to tell it themselves; an MIS is not told. */
export type Senders = Partial<Record<SentKind, Sender>>;

/** A provider's word on a message it took, by the name it was handed over under. */
export type Receipt = { ref: string } & (
  | { is: 'delivered' }
  /** `isPassing`: worth another try, the phone was off. */
  | { is: 'failed'; why: WhyUndelivered; code: string; isPassing?: boolean }
);

/** What a calendar made of a call. `gone`: the event is there no more. `no-mailbox`, `refused`: it will not be, as things are. */
export type CalendarAnswer =
  | { ok: true; eventId: string }
  | { ok: false; kind: 'gone' | 'no-mailbox' | 'refused' | 'later'; code: string; retryAfterMs?: number };

/** Someone at their address, as calendars know people. */
export type Guest = { address: string; name: string };

/** An event as a calendar takes it. */
export type Invitation = Pick<Appointment, 'title' | 'startsAt' | 'endsAt' | 'place' | 'day'> & {
  guests: readonly Guest[];
};

/** Keeps events in the calendars of people's mailboxes. One attempt a call, with a time limit; never throws. */
export type Calendar = {
  /** `key` names the call, so that a repeated one makes no second event. */
  create(mailbox: string, event: Invitation, key: string): Promise<CalendarAnswer>;
  change(mailbox: string, eventId: string, event: Invitation): Promise<CalendarAnswer>;
  /** Takes it out, and tells who was invited. */
  remove(mailbox: string, eventId: string): Promise<CalendarAnswer>;
  busyAt: NonNullable<World['busyAt']>;
  /** Tries the credentials. Throws with words for the operator. */
  probe(): Promise<void>;
};

/** A meeting, and whose it may be where its link does not say: Entra ids. */
export type MeetingAsked = { joinUrl: string; tutors: readonly string[]; startsAt: Date; endsAt: Date };
/**
 * Who was in it, and until when it was held. `not-yet`: there is no report of that time; `no-policy`, `no-right`: the
 * college has not opened this organiser's meetings, or any, to the bot.
 */
export type MeetingRead =
  | { ok: true; attendees: readonly Attendee[]; until: Date }
  | {
      ok: false;
      kind: 'not-yet' | 'no-meeting' | 'no-policy' | 'no-right' | 'later';
      code: string;
      organiser?: string;
      retryAfterMs?: number;
    };
/** Reads Teams' reports of meetings. One attempt a call, with a time limit; never throws for what Graph answers. */
export type MeetingReader = {
  read(asked: MeetingAsked): Promise<MeetingRead>;
  /** Tries the credentials. Throws with words for the operator. */
  probe(): Promise<void>;
};

/** What an account in Entra is called, what it signs in with, and whether it is a guest's. */
export type Account = { name: string; upn?: string; mail?: string; role?: 'guest' };
/** Who came into groups and left them since a link was given; `link` goes on from there. */
type GroupsRead =
  | {
      ok: true;
      changes: readonly { groupId: string; entraId: string; isGone: boolean }[];
      link: string;
      isLast: boolean;
    }
  | DeltaFailed;
/** Reads the college's Entra groups. One attempt a call, with a time limit; never throws for what Graph answers. */
export type GroupReader = {
  groupIds: readonly string[];
  read(link: string | undefined): Promise<GroupsRead>;
  /** The account with this id; none where it is there no more. */
  account(entraId: string): Promise<{ ok: true; account?: Account } | DeltaFailed>;
  /** Tries whether each group may be read. Throws with words for the operator. */
  probe(): Promise<void>;
};

/** The collections whose documents can have something due. */
export const dueKinds = [
  'sessions',
  'registers',
  'notices',
  'concerns',
  'tasks',
  'slots',
  'outbox',
  'incoming',
  'mailboxes',
  'misEvents',
  'misLanes',
  'calendarEvents',
  'meetingReports',
  'groupReadings',
] as const;

export type DueKind = (typeof dueKinds)[number];

/** A due step held under a lease. `fence` rises with every claim, so that a holder who lost the lease cannot write. */
export type Claim<T = unknown> = {
  kind: DueKind;
  id: string;
  step: string;
  fence: number;
  tries: number;
  leaseMs: number;
  doc: T;
};

type DeadLetter = { kind: DueKind; id: string; step: string; error: string; at: Date };

/** Room for outbox rows of a kind, of this urgency or higher. */
export type Room = { of: OutboxRow['kind']; urgency: number };

/** What is due, in the database: claimed with leases on the server's clock by any number of instances. */
export type Due = {
  /** Takes what is due and held by nobody; not what lies in these lanes, nor these ids, and only what has room. */
  claim(
    kind: DueKind,
    now: Date,
    leaseMs: number,
    not: { lanes: readonly string[]; ids: readonly string[]; rooms?: readonly Room[] },
  ): Promise<Claim | null>;
  /** Begins the lease anew while its step still runs. False: the lease was lost to another claim. */
  renew(claim: Claim): Promise<boolean>;
  /** The earliest business time at which something of each kind falls, or fell, due; kinds of which nothing does are left out. */
  firstAt(): Promise<Map<DueKind, Date>>;
  /** Fenced write of fields; `at` moves the step, null ends it. False: the lease was lost. */
  settle(claim: Claim, set: Record<string, unknown>, at: Date | null, unset?: readonly string[]): Promise<boolean>;
  /** Settles a slot's claim: it ends, or is due again at once when a higher revision was wanted meanwhile; in one write. */
  settleShown(
    claim: Claim,
    shown: { shown: number; activityId?: string; conversationId?: string },
    now: Date,
  ): Promise<boolean>;
  /** Fenced write of fields that begins the lease anew: the intent mark before a call. False: the lease was lost. */
  mark(claim: Claim, set: Record<string, unknown>, unset?: readonly string[]): Promise<boolean>;
  /** Gives the step back to be tried again after a delay; `isTry` false burns no attempt. */
  release(claim: Claim, delayMs: number, error: string, isTry: boolean): Promise<void>;
  /** Gives up visibly: a dead letter. */
  bury(claim: Claim, error: string): Promise<void>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Lives dead letters again, all or one; returns how many. */
  retryDead(id?: string): Promise<number>;
  /** Lanes told to wait by Retry-After, and how long more in milliseconds. */
  paused(): Promise<Map<string, number>>;
  pause(lane: string, ms: number): Promise<void>;
  /** `parked`: cards whose recipient cannot be reached just now. */
  counts(now: Date): Promise<{ due: number; oldestDueMs: number; dead: number; parked: number }>;
  /** Parked cards by reason. */
  parkedBy(): Promise<{ code: string; count: number }[]>;
};

/** True where nothing is due by then, told by what `firstAt` says. */
export function isQuiet(firstAt: Awaited<ReturnType<Due['firstAt']>>, now: Date): boolean {
  return [...firstAt.values()].every((at) => at > now);
}
