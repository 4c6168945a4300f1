import type { Next } from './due.ts';
import { dialled } from './phone.ts';

export type MessageKind = 'sms' | 'mail';

/** Why a text or mail that came in is for the office to read. */
export type WhyOffice =
  /** Nobody on record has this number or address. */
  | 'unknown'
  /** A parent, carer or key worker: they are on record, and report nothing by themselves. */
  | 'contact'
  /** More people have this number than can be asked which of them wrote. */
  | 'several'
  /** Asked which of them wrote, nobody said. */
  | 'unsaid'
  /** Somebody who works here: what they do is done in Teams. */
  | 'staff'
  /** A mail that may not be from the address it names. */
  | 'unproven'
  /** It came so late that its “tomorrow” is over. */
  | 'late'
  /** A file that came with a mail could not be read. */
  | 'file';

/** What became of it: heard as somebody's own words, asked who wrote it, and so on. */
type Became =
  | 'heard'
  | 'asked-who'
  | 'answered'
  | 'stopped'
  | 'started'
  | 'to-office'
  | 'passed-on'
  | 'automatic'
  | 'too-many';

/** A text or mail that came in (G2). Its id is its provider's, so that however often it is handed over it is heard once. */
export type Incoming = {
  _id: string;
  kind: MessageKind;
  /** The number in its one spelling, or the address in small letters. */
  from: string;
  /** Kept until somebody has heard or read it. */
  words?: string;
  /** When it was sent, in business time; it may come much later. */
  at: Date;
  createdAt: Date;
  /** What the provider makes of it: a stop or start it has carried out itself, or a yes that also lifts a stop. */
  optOut?: 'stop' | 'start' | 'lifts';
  /** Written by a machine, such as an answer that somebody is away: no words of theirs. */
  isAutomatic?: true;
  /** Nothing proves that it comes from the address it names. */
  isUnproven?: true;
  hasFile?: true;
  became?: Became;
  why?: WhyOffice;
  /** The site whose office reads it; none: the whole college's. */
  officeSite?: string;
  /** Whose words it was heard as. */
  personId?: string;
  /** Read by the office. */
  done?: { byId: string; at: Date };
  next?: Next<'hear' | 'unsaid'>;
};

/** A mailbox that people write to, by its address, and how far it has been read. Times but `next` are real time. */
export type Mailbox = {
  _id: string;
  /** What came before is not read. */
  since: Date;
  /** Where to go on; the service's own word. */
  link?: string;
  readAt?: Date;
  lastCode?: string;
  next?: Next<'read'>;
};

/** Where one can be answered: a number that can be called back; texts that name a company or a short code cannot. */
export function canBeAnswered({ kind, from }: Pick<Incoming, 'kind' | 'from'>): boolean {
  return kind === 'mail' || /^\+\d{8,15}$/.test(from);
}

/** A number or address in its one spelling. */
export function oneSpelling(kind: MessageKind, from: string): string {
  return kind === 'mail' ? from.trim().toLowerCase() : dialled(from);
}

/** What was asked of a number or address and is not answered yet, and who answers there. */
export type Thread = {
  _id: string;
  /** Who said last that it is them, where several have the number; for a while only. */
  personId?: string;
  saidAt?: Date;
  /** Which of these wrote the messages that wait: people, or a contact of a learner. */
  who?: { options: ({ personId: string } | { contactOf: string })[]; messageIds: string[] };
  /** What a number answers: one of these about a notice. */
  choice?: { noticeId: string; asks: 'who' | 'which-half'; options: string[] };
  /** When it was last said here that the office reads it. */
  toldAt?: Date;
};

/** A thread's key. */
export function threadId({ kind, from }: Pick<Incoming, 'kind' | 'from'>): string {
  return `${kind}|${from}`;
}
