/** Restricted things of which it is kept who saw or changed them (UK GDPR Art. 5(2)). */
type AuditedThing =
  | 'certificate'
  | 'concern'
  | 'story'
  | 'page-export'
  | 'marks-export'
  | 'subject-export'
  | 'erasure'
  | 'retention'
  | 'audit';

/**
 * One line of the trail: who, what, when, by which way; no names, no words but the reason of an erasure. Lines are added,
 * never changed, and go by age alone. Either a person of the college or whoever ran a command did it; neither: the bot by itself.
 */
export type AuditEntry = {
  _id: string;
  at: Date;
  byId?: string;
  /** The account of the operating system under which a command ran. */
  osUser?: string;
  did: 'saw' | 'changed' | 'took' | 'deleted';
  what: AuditedThing;
  /** The thing itself: a file's, concern's or person's id, a page's name. */
  thingId: string;
  /** Whom it is about. */
  aboutIds: string[];
  how: 'card' | 'page' | 'cli' | 'bot';
  /** Figures and codes that say more, such as how many were deleted, or the reason an operator gave. */
  more?: Record<string, string | number>;
};

const things: Record<AuditedThing, string> = {
  certificate: 'a certificate',
  concern: 'a safeguarding concern',
  story: 'a learner’s story',
  'page-export': 'a page as a file',
  'marks-export': 'marks as a file',
  'subject-export': 'all that is stored about somebody',
  erasure: 'somebody’s data',
  retention: 'what was kept long enough',
  audit: 'the audit trail',
};

const ways: Record<AuditEntry['how'], string> = {
  card: 'on a card',
  page: 'on a page',
  cli: 'by a command',
  bot: 'the bot by itself',
};

/** By which way it was done, at the end of a sentence. */
export function sayWay(how: AuditEntry['how']): string {
  return ways[how];
}

/** What a thing is called in the middle of a sentence. */
export function sayAudited(what: AuditedThing): string {
  return things[what];
}
