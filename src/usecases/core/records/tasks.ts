import type { Day } from '../../../domain/calendar.ts';
import type { Task, TaskKind, TaskOf } from '../../../domain/task.ts';

export type Tasks = {
  /** With a learner: only a task about them, which spares looking for one that cannot be. */
  byId(id: string, learnerId?: string): Promise<Task | null>;
  /** Those of these ids that exist. */
  known(ids: readonly string[]): Promise<string[]>;
  /** Inserts unless it exists; true when inserted. */
  open(task: Task): Promise<boolean>;
  replace(task: Task, expected: number): Promise<boolean>;
  /** Open tasks in which one of these people is to act, the 200 oldest. */
  openOf(ownerIds: readonly string[]): Promise<Task[]>;
  openOfKind<Kind extends TaskKind>(ownerIds: readonly string[], kind: Kind): Promise<TaskOf<Kind>[]>;
  /** Tasks about a session, of all kinds. */
  allOfSession(sessionId: string): Promise<Task[]>;
  ofSession<Kind extends TaskKind>(sessionId: string, kind: Kind): Promise<TaskOf<Kind>[]>;
  allOfLearner(learnerId: string): Promise<Task[]>;
  ofLearner<Kind extends TaskKind>(learnerId: string, kind: Kind): Promise<TaskOf<Kind>[]>;
  /** Open tasks of these kinds about any of these learners whose cards are out, the oldest first. */
  openAbout(learnerIds: readonly string[], kinds: readonly TaskKind[]): Promise<Task[]>;
  /** Open tasks of a kind whose cards are out, the oldest first. */
  shownOfKind<Kind extends TaskKind>(kind: Kind): Promise<TaskOf<Kind>[]>;
  /** What people are asked for on these programmes and have not done, the oldest first; the policy to be read is none of it. */
  waitingOn(programmeIds: readonly string[]): Promise<TaskOf<'chase'>[]>;
  /** Reports to these mentors of what happened on or after a day, the oldest first. */
  reportsTo(ownerIds: readonly string[], from: Day): Promise<TaskOf<'mentor-report'>[]>;
  ofKind<Kind extends TaskKind>(kind: Kind, from: Date): Promise<TaskOf<Kind>[]>;
};
