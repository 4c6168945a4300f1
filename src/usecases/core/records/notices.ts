import type { AbsenceNotice } from '../../../domain/absence-notice.ts';
import type { Day } from '../../../domain/calendar.ts';

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
  /** What of it still stands for days from then on, however long ago it was told, the oldest first. */
  standingBy(byId: string, from: Day): Promise<AbsenceNotice[]>;
  /** Confirmed “elsewhere” someone set for days from then on, newest first. */
  elsewhereBy(byId: string, from: Day): Promise<AbsenceNotice[]>;
  /** Inserts unless its key exists; true when inserted. */
  draft(notice: AbsenceNotice): Promise<boolean>;
  /** Confirmed notices of these learners that touch the day are spread once more: what they are about has changed. */
  lookAgain(learnerIds: readonly string[], day: Day, at: Date): Promise<void>;
  replace(notice: AbsenceNotice, expected: number): Promise<boolean>;
  clearNext(id: string, version: number): Promise<void>;
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
