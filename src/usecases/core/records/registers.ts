import type { Register } from '../../../domain/register.ts';

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
