import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { enrolmentsOfEmployer } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { shownFigures } from './figures.ts';

/**
 * An employer's own apprentices of today, with the attendance on the programme they are there for; under a hold with the
 * figures from before it (S11).
 */
export async function showLearners(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-my-learners') === undefined) return refuse('not-allowed');
  const enrolments = await enrolmentsOfEmployer(world, actor);
  const people = await world.records.people.byIds(enrolments.map((one) => one.learnerId));
  const names = listNames(people);
  const programmes = new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one.name]));
  const items: ListItem[] = [];
  for (const { learnerId, programmeId } of enrolments) {
    const all = (await shownFigures(world, learnerId)).flatMap((one) => one.programmes ?? []);
    const figures = all.find((one) => one.programmeId === programmeId);
    const said =
      figures?.percent == null
        ? 'no figures just now'
        : `${figures.percent.toFixed(2)}% attendance, ${figures.attended} of ${figures.sessions} sessions`;
    items.push({ title: names.get(learnerId) ?? '', detail: `${programmes.get(programmeId) ?? ''}: ${said}` });
  }
  items.sort((a, b) => a.title.localeCompare(b.title, 'en-GB'));
  const lead =
    items.length === 0
      ? 'No learner is linked to you just now. The college office can do that.'
      : 'This college year so far.';
  return { card: 'list-plain', data: { title: 'My learners', lead, items, commands: [] } };
}
