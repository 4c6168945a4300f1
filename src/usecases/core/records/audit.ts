import type { AuditEntry } from '../../../domain/audit.ts';

export type Audit = {
  /** Adds a line unless there is one of its id; there is no way to change one. */
  add(entry: AuditEntry): Promise<void>;
  /** Lines by or about a person, or all, from `since` to before `until`; the newest first, at most this many. */
  find(which: { personId?: string; since?: Date; until?: Date }, most: number): Promise<AuditEntry[]>;
};
