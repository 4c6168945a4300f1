import { defineClock } from '../core/task-kind.ts';
import { refoldLearner } from './fold-learner.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'late-marks': Record<string, never>;
  }
}

/** Registers saved late have settled: what they come to is asked now, as if they had been saved together (G8, G9, S13). */
export const lateMarks = defineClock<Record<string, never>>({
  clause: 'G8, G9, S13',
  label: 'Registers saved late',
  async onTime(world, task) {
    await refoldLearner(world, task.learnerId ?? '');
    return { act: 'settled', state: 'settled', isOpen: false, next: null };
  },
});
