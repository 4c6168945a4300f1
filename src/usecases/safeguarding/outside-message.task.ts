import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { defineTask } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';

type OutsideMessage = { about: string; words: string; byId: string; at: Date };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'outside-message': OutsideMessage;
  }
}

/** What the Safeguarding Team says to an employer in its own words (S11). It names no concern, and no hold keeps it back. */
export const outsideMessage = defineTask<OutsideMessage>({
  clause: 'S11',
  label: 'A message from the Safeguarding Team',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'everyone',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const { about, words, byId, at } = task.data;
    return {
      title: 'A message from the Safeguarding Team',
      who: `About ${about}`,
      lines: [words || 'What it said is not kept here any more.'],
      said: `${await nameOf(world, byId)}, ${sayDay(dayOf(at))}, ${timeOf(at)}.`,
    };
  },
  acts: {},
});
