import type { Task, TaskKind } from '../../../domain/task.ts';

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
