import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { shownFigures } from './figures.ts';

/** An employer's own apprentices with their attendance this year; under a hold with the figures from before it (S11). */
export async function showLearners(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-my-learners') === undefined) return refuse('not-allowed');
  const learnerIds = [...new Set((await world.records.enrolments.ofEmployer(actor._id)).map((one) => one.learnerId))];
  const people = await world.records.people.byIds(learnerIds);
  const names = listNames(people);
  const items = [];
  for (const person of people) {
    const [figures] = await shownFigures(world, person._id);
    items.push({
      title: names.get(person._id) ?? person.name,
      detail:
        figures?.percent == null
          ? 'No figures just now'
          : `${figures.percent.toFixed(2)}% attendance, ${figures.attended} of ${figures.sessions} sessions`,
    });
  }
  const lead =
    items.length === 0
      ? 'No learner is linked to you yet. The college office can do that.'
      : 'This college year so far.';
  return { card: 'list-plain', data: { title: 'My learners', lead, items, commands: [] } };
}
