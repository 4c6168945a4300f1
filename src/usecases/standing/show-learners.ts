import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';

/** An employer's own apprentices with their attendance this year; without figures under a hold (S11), worded as where there are none. */
export async function showLearners(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-my-learners') === undefined) return refuse('not-allowed');
  const learnerIds = [...new Set((await world.records.enrolments.ofEmployer(actor._id)).map((one) => one.learnerId))];
  const [people, standings] = await Promise.all([
    world.records.people.byIds(learnerIds),
    world.records.marks.standingsOf(learnerIds),
  ]);
  const year = collegeYearOf(dayOf(world.clock.now()));
  const names = listNames(people);
  const held = new Set<string>();
  for (const person of people) if (await world.records.concerns.isHeld(person._id)) held.add(person._id);
  const items = people.map((person) => {
    const standing = standings.find((one) => one.learnerId === person._id && one.year === year);
    return {
      title: names.get(person._id) ?? person.name,
      detail:
        standing?.percent == null || held.has(person._id)
          ? 'No figures just now'
          : `${standing.percent.toFixed(2)}% attendance, ${standing.tally.attended} of ${standing.tally.sessions} sessions`,
    };
  });
  const lead =
    items.length === 0
      ? 'No learner is linked to you yet. The college office can do that.'
      : 'This college year so far.';
  return { card: 'list-plain', data: { title: 'My learners', lead, items, commands: [] } };
}
