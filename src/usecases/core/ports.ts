import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { Day, Division, Holidays } from '../../domain/calendar.ts';
import type { Concern } from '../../domain/concern.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import type { OutboxRow, OutboxWish } from '../../domain/outbox-row.ts';
import type { Chat, Person, Role, Unreachable } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Session } from '../../domain/session.ts';
import type { Recipient, Slot, SlotKind, SlotWish } from '../../domain/slot.ts';
import type { Standing, Tally } from '../../domain/standing.ts';
import type { Task, TaskKind, TaskTraits } from '../../domain/task.ts';
import type { Opinion } from '../../language/opinion.ts';
import type { PackShelf } from '../../policy/policy-pack.ts';
import type { YearFold } from '../../policy/rules/fold-year.ts';
import type { CountedMarks } from '../../policy/rules/tally.ts';
import type { CardModel } from './card-model.ts';

/** A mark as projected from its register: one per session and enrolment. `version` is the register's. */
export type StoredMark = {
  _id: string;
  sessionId: string;
  enrolmentId: string;
  learnerId: string;
  programmeId: string;
  packId: string;
  year: number;
  code: string;
  minutesLate: number;
  minutesEarly?: number;
  notTakingPart?: boolean;
  plannedMinutes: number;
  startsAt: Date;
  day: Day;
  version: number;
};

/** Marks of one code of a programme together, by day or by enrolment (`key`). */
export type MarkSum = CountedMarks & { programmeId: string; packId: string; key: string };

/** Totals of one enrolment in one college year, kept by difference. */
export type StoredTotals = Tally & {
  _id: string;
  enrolmentId: string;
  learnerId: string;
  packId: string;
  year: number;
};

/** How far a year is folded: with the standing, all that a later mark needs. `by` names what judged it. */
export type FoldPoint = Pick<YearFold, 'wasBelow' | 'notices'> & { upTo: Date; by: string };

/** Where a learner stands, over all enrolments under one pack in one college year (G1). */
export type StoredStanding = Standing & {
  _id: string;
  learnerId: string;
  packId: string;
  year: number;
  fold?: FoldPoint;
};

/** The key of a learner's standing. */
export function standingId(learnerId: string, packId: string, year: number): string {
  return `${learnerId}|${packId}|${year}`;
}

export type People = {
  byId(id: string): Promise<Person | null>;
  byIds(ids: readonly string[]): Promise<Person[]>;
  byEntraId(entraId: string): Promise<Person | null>;
  byAddress(address: string): Promise<Person | null>;
  withRole(role: Person['roles'][number]): Promise<Person[]>;
  /** Ties a person to an Entra id; refuses (null) when either is tied already to another. */
  link(id: string, entraId: string): Promise<Person | null>;
  /** Undefined forgets a chat that Teams says is gone. True when this call changed it. */
  setChat(id: string, chat: Chat | undefined): Promise<boolean>;
  /** Clears why someone cannot be reached. */
  clearUnreachable(id: string): Promise<void>;
  /** Notes why someone cannot be reached, unless they have another chat by now than the one tried; `since` of an earlier note stays. */
  setUnreachable(id: string, why: Unreachable, tried: Chat | undefined): Promise<void>;
  /** Everyone who cannot be reached in Teams, the longest first. */
  outOfReach(): Promise<Person[]>;
  /** People who named this person as their deputy for an absence. */
  deputisedBy(id: string): Promise<Person[]>;
  /** Writes what was decided for one learner alone. */
  setFairness(id: string, own: Pick<Person, 'adjustments' | 'setAside'>): Promise<void>;
  setAway(id: string, away: NonNullable<Person['away']>): Promise<void>;
};

export type Enrolments = {
  ofProgramme(programmeId: string): Promise<Enrolment[]>;
  ofLearner(learnerId: string): Promise<Enrolment[]>;
  ofEmployer(personId: string): Promise<Enrolment[]>;
  ofCoach(personId: string): Promise<Enrolment[]>;
  ofMentor(personId: string): Promise<Enrolment[]>;
  programme(id: string): Promise<Programme | null>;
  programmes(): Promise<Programme[]>;
  addStatus(id: string, status: NonNullable<Enrolment['statuses']>[number]): Promise<void>;
  setBreaks(id: string, breaks: NonNullable<Enrolment['breaks']>): Promise<void>;
};

export type Sessions = {
  byId(id: string): Promise<Session | null>;
  ofProgrammes(programmeIds: readonly string[], from: Day, to: Day): Promise<Session[]>;
  ofTutor(personId: string, from: Day, to: Day): Promise<Session[]>;
  clearNext(id: string): Promise<void>;
  /** Writes what staff change in the day: tutors, room, cancellation, times of what comes next. */
  change(
    id: string,
    set: Partial<Pick<Session, 'tutorIds' | 'room' | 'cancelled' | 'changes' | 'next'>>,
  ): Promise<void>;
  /** Inserts unless it exists: a session agreed in chat (S4). */
  add(session: Session): Promise<void>;
};

export type Tasks = {
  /** With a learner: only a task about them, which spares looking for one that cannot be. */
  byId(id: string, learnerId?: string): Promise<Task | null>;
  /** Those of these ids that exist. */
  known(ids: readonly string[]): Promise<string[]>;
  /** Inserts unless it exists; true when inserted. */
  open(task: Task): Promise<boolean>;
  replace(task: Task, expected: number): Promise<boolean>;
  /** Open tasks in which one of these people is to act. */
  openOf(ownerIds: readonly string[]): Promise<Task[]>;
  /** Tasks about a session, of all kinds unless one is named. */
  ofSession(sessionId: string, kind?: TaskKind): Promise<Task[]>;
  ofLearner(learnerId: string, kind?: TaskKind): Promise<Task[]>;
  ofKind(kind: TaskKind, from: Date): Promise<Task[]>;
};

export type Registers = {
  byId(id: string): Promise<Register | null>;
  byIds(ids: readonly string[]): Promise<Register[]>;
  /** Inserts unless it exists; returns what is stored. */
  open(register: Register): Promise<Register>;
  /** Writes the register if version and touched are still those of `before`; majority. False: someone else was first. */
  replace(register: Register, before: Pick<Register, 'version' | 'touched'>): Promise<boolean>;
  /** Adds what a notice says to the open register's row, without touching its version (nothing is redrawn). */
  setTold(id: string, enrolmentId: string, told: Register['rows'][number]['told']): Promise<void>;
  /** Puts learners on an open register who were enrolled late; without touching its version. */
  addRows(id: string, rows: Register['rows']): Promise<void>;
  ofLearner(learnerId: string): Promise<Register[]>;
  /** Registers with a row that this notice told about. */
  telling(noticeId: string): Promise<Register[]>;
  /**
   * Counts some learners as carried on, if the register is still at this version. In a transaction it makes a change of
   * the register meanwhile a conflict. False: the register has moved on.
   */
  countCarried(id: string, version: number): Promise<boolean>;
  /** The register is carried on whole. False: it has moved on, and its new version is due. */
  setProjected(id: string, version: number): Promise<boolean>;
  all(): AsyncIterable<Register>;
};

export type Marks = {
  /** The marks of a session, of everyone or of one learner. */
  ofSession(sessionId: string, learnerId?: string): Promise<StoredMark[]>;
  ofLearner(learnerId: string, packId: string, year: number): Promise<StoredMark[]>;
  /** An enrolment's marks, the newest first, at most this many. */
  latestOf(enrolmentId: string, most: number): Promise<StoredMark[]>;
  /** Marks of these programmes on days of a span, ends included, added up by the database. */
  sums(programmeIds: readonly string[], span: { from: Day; to: Day }, by: 'day' | 'enrolment'): Promise<MarkSum[]>;
  put(mark: StoredMark): Promise<void>;
  addTotals(id: Pick<StoredTotals, '_id' | 'enrolmentId' | 'learnerId' | 'packId' | 'year'>, by: Tally): Promise<void>;
  totalsOf(learnerId: string): Promise<StoredTotals[]>;
  standing(id: string): Promise<StoredStanding | null>;
  standingsOf(learnerIds: readonly string[]): Promise<StoredStanding[]>;
  putStanding(standing: StoredStanding): Promise<void>;
  /** Removes a learner's projections; only for a recount. */
  clear(learnerId: string): Promise<void>;
};

export type Notices = {
  byId(id: string): Promise<AbsenceNotice | null>;
  /** Confirmed notices of these learners that touch the day. */
  touching(learnerIds: readonly string[], day: Day): Promise<AbsenceNotice[]>;
  ofLearner(learnerId: string, from: Day): Promise<AbsenceNotice[]>;
  /** What someone told us and is still asked about: drafts, and notices they may take back; written or asked since then. */
  openOf(byId: string, since: Date): Promise<AbsenceNotice[]>;
  /** What one chat message was read as. */
  ofMessage(messageId: string): Promise<AbsenceNotice[]>;
  /** What someone told us since then, whatever became of it, the newest first; never trips set by staff. */
  toldBy(byId: string, since: Date): Promise<AbsenceNotice[]>;
  /** Confirmed “elsewhere” someone set for days from then on, newest first. */
  elsewhereBy(byId: string, from: Day): Promise<AbsenceNotice[]>;
  /** Inserts unless its key exists; true when inserted. */
  draft(notice: AbsenceNotice): Promise<boolean>;
  /** Confirmed notices of these learners that touch the day are spread once more: what they are about has changed. */
  lookAgain(learnerIds: readonly string[], day: Day, at: Date): Promise<void>;
  replace(notice: AbsenceNotice, expected: number): Promise<boolean>;
  clearNext(id: string, version: number): Promise<void>;
};

export type Cases = {
  byId(id: string): Promise<RiskCase | null>;
  open(riskCase: RiskCase): Promise<boolean>;
  replace(riskCase: RiskCase, expected: number): Promise<boolean>;
  ofLearner(learnerId: string, packId: string): Promise<RiskCase[]>;
  ofOwner(ownerId: string): Promise<RiskCase[]>;
  /** Cases decided since then, for the view of decisions by decider. */
  decidedSince(from: Date): Promise<RiskCase[]>;
};

export type Concerns = {
  byId(id: string): Promise<Concern | null>;
  raise(concern: Concern): Promise<boolean>;
  /** All that are not released, oldest first. */
  unreleased(): Promise<Concern[]>;
  /** Those of them that cover a learner, whose hold began first first. */
  covering(learnerId: string): Promise<Concern[]>;
  /** All that ever covered a learner, oldest first. */
  ofLearner(learnerId: string): Promise<Concern[]>;
  /** Those not released with words of this person. */
  writtenBy(personId: string): Promise<Concern[]>;
  /** Those that hold this message, whatever became of them. */
  withMessage(messageId: string): Promise<Concern[]>;
  /** True while a hold covers the learner (S11). */
  isHeld(learnerId: string): Promise<boolean>;
  /** Those of these learners whom a hold covers. */
  heldAmong(learnerIds: readonly string[]): Promise<string[]>;
  replace(concern: Concern, expected: number): Promise<boolean>;
};

/** A file someone sent, such as a medical certificate (G3). */
export type StoredFile = {
  _id: string;
  learnerId: string;
  fromId: string;
  name: string;
  type: string;
  bytes: Uint8Array;
  at: Date;
};

export type Files = {
  byId(id: string): Promise<StoredFile | null>;
  put(file: StoredFile): Promise<void>;
  remove(id: string): Promise<void>;
};

export type Slots = {
  byId(id: string): Promise<Slot | null>;
  /** Makes or raises a slot: wanted never goes down; wakes the worker. */
  want(wish: SlotWish, at: Date): Promise<void>;
  /** The slots that show one subject. */
  about(kind: SlotKind, subjectId: string): Promise<Slot[]>;
  openOf(recipient: Recipient): Promise<Slot[]>;
  /** Takes a card someone touched as the slot's own, when none is known yet: its post had an unknown outcome. */
  adopt(id: string, activityId: string, conversationId: string, at: Date): Promise<boolean>;
  /** Keeps the worker from redrawing a form someone is filling in. */
  hold(id: string, until: Date | undefined): Promise<void>;
  /** Lives again what was parked because its recipient could not be reached. */
  revive(recipient: Recipient, at: Date): Promise<number>;
};

export type Outbox = {
  /** Queues each row unless its key exists. */
  put(wishes: readonly OutboxWish[], at: Date): Promise<void>;
  byIds(ids: readonly string[]): Promise<OutboxRow[]>;
  /** Takes back what begins with this key and is not sent yet; returns to whom it was sent already. */
  takeBack(key: string): Promise<string[]>;
  /** Lets go what was kept back under a hold on the learner. */
  release(learnerId: string, at: Date): Promise<void>;
};

/** Where a talk stands: what the bot said last that must not be said twice in a row, whom it was about; no words of theirs. */
export type TalkState = { said?: string | null; aboutId?: string; at: Date };

export type Talks = {
  of(personId: string): Promise<TalkState | null>;
  /** What is not given stays as it is; `said: null` forgets it. */
  note(personId: string, state: { said?: string | null; aboutId?: string; at: Date }): Promise<void>;
  /** Counts one message from someone of a role in a month; never its words. */
  count(role: Role, month: string, isUnderstood: boolean): Promise<void>;
  /** Messages by role and month, how many there were and how many were not understood; the newest month first. */
  counts(): Promise<{ role: Role; month: string; heard: number; missed: number }[]>;
};

/** Everything the use cases read and write. Inside `together` all of it belongs to one transaction. */
export type Records = {
  people: People;
  enrolments: Enrolments;
  sessions: Sessions;
  registers: Registers;
  marks: Marks;
  notices: Notices;
  cases: Cases;
  concerns: Concerns;
  tasks: Tasks;
  files: Files;
  slots: Slots;
  outbox: Outbox;
  talks: Talks;
  /**
   * Runs work as one transaction, again after a passing conflict or an ambiguous failure: it must be idempotent. `ahead`
   * names whom it is about: what it will ask about them is read in a few calls, what it writes is sent together.
   */
  together<T>(work: (records: Records) => Promise<T>, ahead?: ReadAhead): Promise<T>;
};

/** The learners of one session, under one pack in one college year. */
export type ReadAhead = { learnerIds: readonly string[]; sessionId: string; packId: string; year: number };

/** Business time: the database server's clock plus the stored shift (zero in production). */
export type Clock = { now(): Date };

/** What a use case needs from outside. */
/** Something trained that reads people's words: an opinion a text, in order; undefined where it has none. Never throws. */
export type Reader = { judge(texts: readonly string[]): Promise<readonly (Opinion | undefined)[]> };

export type World = {
  records: Records;
  clock: Clock;
  packs: PackShelf;
  /** What each kind of task declares. */
  traits: Readonly<Record<TaskKind, TaskTraits>>;
  /** Bank holidays of a division; England and Wales when a programme names none. */
  holidays(division: Division | undefined): Holidays;
  /** A signed address on the bot's own web pages, or undefined where the bot has no public host. */
  link?(purpose: 'file' | 'register' | 'report', id: string, viewerId: string, until: Date): string;
  /** Without it words are read by grammar and rules alone. */
  reader?: Reader;
  /** Wakes the worker in this process; others notice within a second. */
  wake(): void;
};

/** Where a card ended up. */
export type Posted = { activityId: string; conversationId: string };

/** How a call to Teams failed, and what to do about it. */
export type SendFailure = {
  kind:
    | 'throttled'
    | 'passing'
    | 'ambiguous'
    | 'blocked'
    | 'not-installed'
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
  /** Installs the app for a person, where Graph may; false: cannot. */
  install?(entraId: string): Promise<boolean>;
};

/** Sends SMS, mail and MIS events. Throws on failure; `key` lets the service drop a repeat. */
export type Channel = { send(row: OutboxRow): Promise<void> };

/** The collections whose documents can have something due. */
export const dueKinds = ['sessions', 'registers', 'notices', 'concerns', 'tasks', 'slots', 'outbox'] as const;
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

export type DeadLetter = { kind: DueKind; id: string; step: string; error: string; at: Date };

/** What is due, in the database: claimed with leases on the server's clock by any number of instances. */
export type Due = {
  /** Takes what is due and held by nobody; not what lies in these lanes, nor these ids. */
  claim(
    kind: DueKind,
    now: Date,
    leaseMs: number,
    not: { lanes: readonly string[]; ids: readonly string[] },
  ): Promise<Claim | null>;
  /** Begins the lease anew while its step still runs. False: the lease was lost to another claim. */
  renew(claim: Claim): Promise<boolean>;
  /** The earliest business time at which something of this kind falls due. */
  nextAt(kind: DueKind): Promise<Date | null>;
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
