import { dayOf, sayDay } from '../../domain/calendar.ts';
import type { TaskKind } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';

/** What is done about a learner's attendance. */
const measures: readonly TaskKind[] = [
  'step',
  'meeting',
  'conduct-review',
  'serious-review',
  'fitness-to-study',
  'place-decision',
  'referral',
  'action-plan',
  'removal',
];

/** "Conduct Review (Maya Patel)", one a line: what is open about a learner, and with whom; empty where nothing is. */
export async function sayStillOpen(world: World, learnerId: string, but?: string): Promise<string> {
  const said = new Set<string>();
  for (const kind of measures)
    for (const task of await world.records.tasks.ofLearner(learnerId, kind))
      if (task.isOpen && task.isShown && task._id !== but)
        said.add(`${world.traits[kind].label} (${await nameOf(world, task.ownerIds[0], 'nobody')})`);
  return [...said].join('\n');
}

/** Of more decisions the last ones are told; all of them stand in the learner's story. */
const mostDecided = 2;

/** "B: Disciplinary, Maya Patel, Monday 23 November", one a line: what was decided last about a learner's attendance under a policy. */
export async function sayDecided(world: World, learnerId: string, packId: string): Promise<string> {
  const pack = packOn(world.packs, packId, dayOf(world.clock.now()));
  const said: { at: Date; words: string }[] = [];
  for (const one of await world.records.cases.ofLearner(learnerId, packId))
    for (const { option, byId, at } of one.decisions) {
      const label = pack.options[one.kind].find(({ code }) => code === option)?.label ?? option;
      said.push({ at, words: `${label}, ${await nameOf(world, byId)}, ${sayDay(dayOf(at))}` });
    }
  const last = said.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(-mostDecided);
  const earlier = said.length - last.length;
  return [...(earlier > 0 ? [`${earlier} earlier`] : []), ...last.map(({ words }) => words)].join('\n');
}
