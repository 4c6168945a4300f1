import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { openTask, taskId } from './put-task.ts';
import { messageTo, reachPerson } from './reach-person.ts';
import { defineTask } from './task-kind.ts';

type Data = { title: string; lines: string[]; at: Date };

/** Tells everyone concerned of a change, by the best channel each has; the same change is told once (SPEC P). */
export async function tellChange(
  world: World,
  change: { key: string; title: string; lines: string[]; sessionId?: string; aboutId?: string },
  people: readonly Person[],
): Promise<number> {
  const inTeams = people.filter((person) => reachPerson(person).channel === 'teams').map((person) => person._id);
  const now = world.clock.now();
  if (inTeams.length > 0)
    await openTask<Data>(world, {
      _id: taskId('session-change', change.key),
      kind: 'session-change',
      ...(change.sessionId ? { sessionId: change.sessionId } : {}),
      ...(change.aboutId ? { learnerId: change.aboutId } : {}),
      ownerIds: [],
      watcherIds: inTeams,
      state: 'told',
      isOpen: false,
      data: {
        title: change.title,
        lines: change.lines,
        at: now,
      },
    });
  let told = inTeams.length;
  for (const person of people) {
    const reach = reachPerson(person);
    if (reach.channel !== 'sms' && reach.channel !== 'mail') continue;
    const message = {
      key: `change|${change.key}`,
      about: change.aboutId ?? person._id,
      subject: change.title,
      body: [change.title, ...change.lines].join('. '),
    };
    await world.records.outbox.put([messageTo(reach, message)], now);
    told++;
  }
  return told;
}

/** A short message about a change, such as a cancelled session. */
export const sessionChange = defineTask<Data>({
  clause: 'P',
  label: 'A change',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(_world, task) {
    return {
      title: task.data.title,
      tone: 'warning',
      lines: task.data.lines,
      said: `Told ${sayDay(dayOf(task.data.at))}, ${timeOf(task.data.at)}.`,
    };
  },
  acts: {},
});
