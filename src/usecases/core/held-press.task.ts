import { defineClock } from './task-kind.ts';
import type { HeldPress } from './undo.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'held-press': HeldPress;
  }
}

/** A press that can still be undone: it is carried out once its minutes are over (`desk/run-task`). Nobody sees the task itself. */
export const heldPress = defineClock<HeldPress>({
  clause: 'P',
  label: 'A press that can be undone',
  onTime: async () => undefined,
});
