import type { Day } from '../../../domain/calendar.ts';
import type { SessionSums } from '../../../domain/lesson-sums.ts';
import type { Mark, Register, RegisterHistory, RegisterRow } from '../../../domain/register.ts';
import type { Unmarked } from '../../../domain/unmarked.ts';

/** A mark that was changed after it was given. */
export type Amendment = Pick<RegisterHistory, 'byId' | 'at' | 'cause' | 'words'> & {
  sessionId: string;
  from: Mark;
  to: Mark;
};

/** How a register stands, without its rows. */
export type RegisterState = Pick<Register, '_id' | 'state' | 'savedAt' | 'savedById'> & {
  learners: number;
} & Unmarked;

/** When a register was saved and by whom; nothing of who is on it. */
export type RegisterSaved = Pick<Register, '_id' | 'state' | 'savedAt' | 'savedById'>;

/** Whose registers are counted, and of which days; `within`: the minutes after the start in which they are due. */
export type InTimeAsk = {
  programmeIds: readonly string[];
  days: readonly Day[];
  within: number;
  today: Day;
  now: Date;
};

export type Registers = {
  /** How these registers stand; read for many at once. */
  states(ids: readonly string[]): Promise<RegisterState[]>;
  /** When the registers of these programmes were saved, of those opened since then. */
  savedSince(programmeIds: readonly string[], since: Date): Promise<RegisterSaved[]>;
  /** The same of these registers. */
  savedOf(ids: readonly string[]): Promise<RegisterSaved[]>;
  /**
   * How many registers were due, by the day of their session, and how many of them saved in time; counted by the database, and
   * never in a transaction. One that nobody opened counts today alone: of days before the bot was there none was asked for.
   */
  inTime(ask: InTimeAsk): Promise<{ day: Day; due: number; inTime: number }[]>;
  byId(id: string): Promise<Register | null>;
  byIds(ids: readonly string[]): Promise<Register[]>;
  /** Inserts unless it exists; returns what is stored. */
  open(register: Register): Promise<Register>;
  /**
   * Writes what changed since `before`, as it was read, if version and touched are still the same; majority. False: someone else was first, or,
   * outside a transaction, it cannot be told whether this one or another written at once was: look again.
   */
  replace(register: Register, before: Register): Promise<boolean>;
  /** Adds what a notice says to the open register's row, without touching its version (nothing is redrawn). */
  setTold(id: string, enrolmentId: string, told: Register['rows'][number]['told']): Promise<void>;
  /** Puts learners on an open register who were enrolled late; without touching its version. */
  addRows(id: string, rows: Register['rows']): Promise<void>;
  /** Marks of a learner on these registers that were changed after they were given. */
  amendments(learnerId: string, ids: readonly string[]): Promise<Amendment[]>;
  /** A learner's own row on these registers, by session. */
  rowsOf(learnerId: string, ids: readonly string[]): Promise<Map<string, RegisterRow>>;
  ofLearner(learnerId: string): Promise<Register[]>;
  /** Registers with a row that this notice told about. */
  telling(noticeId: string): Promise<Register[]>;
  /**
   * Counts some learners as carried on, if the register is still at this version. In a transaction it makes a change of
   * the register meanwhile a conflict. False: the register has moved on.
   */
  countCarried(id: string, version: number): Promise<boolean>;
  /**
   * The register is carried on whole; `added`: what its marks have added to the sums of lessons. False: it has moved on, and
   * its new version is due, or another has carried it on.
   */
  setProjected(register: Pick<Register, '_id' | 'version' | 'projected' | 'added'>): Promise<boolean>;
  /** Has a register that was carried on before carried on once more, as when its session is somebody else's now. */
  carryAgain(id: string, at: Date): Promise<void>;
  /** What the registers of a programme have added, those that have. */
  addedOf(programmeId: string): Promise<SessionSums[]>;
  /** What a register's marks have added, unless it was saved or is to be carried on since it was read; only for a recount. */
  setAdded(register: Pick<Register, '_id' | 'version' | 'projected'>, added: Register['added']): Promise<void>;
  all(): AsyncIterable<Register>;
};
