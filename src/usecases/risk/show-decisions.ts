import { collegeYearOf, dayOf, instantOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { packOfCase } from './view-case.ts';

/** The middle of some numbers, rounded. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

const decidedKinds = [
  'removal',
  'serious-review',
  'place-decision',
  'fitness-to-study',
  'conduct-review',
  'contest',
] as const;
const kindNames: Record<(typeof decidedKinds)[number], string> = {
  removal: 'Removal',
  'serious-review': 'Serious review',
  'place-decision': 'Exam entry or progress',
  'fitness-to-study': 'Fitness to study',
  'conduct-review': 'Conduct Review',
  contest: 'Contest',
};

/** Leadership's view: who decided what this college year, how often and how fast; without names of learners (G14, fairness). */
export async function showDecisions(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-decisions') === undefined) return refuse('not-allowed');
  const from = instantOf(`${collegeYearOf(dayOf(world.clock.now()))}-08-01`, '00:00');
  const cases = await world.records.cases.decidedSince(from);
  const made = cases.flatMap((one) =>
    one.decisions.map((decision) => ({
      byId: decision.byId,
      label:
        packOfCase(world, one).options[one.kind].find((option) => option.code === decision.option)?.label ??
        decision.option,
      hours: (decision.at.getTime() - one.openedAt.getTime()) / 3_600_000,
    })),
  );
  for (const kind of decidedKinds)
    for (const task of await world.records.tasks.ofKind(kind, from)) {
      const last = task.isOpen ? undefined : task.history.findLast((one) => one.byId !== undefined);
      if (last?.byId)
        made.push({
          byId: last.byId,
          label: `${kindNames[kind]}: ${last.act}`,
          hours: (last.at.getTime() - task.openedAt.getTime()) / 3_600_000,
        });
    }
  const people = new Map(
    (await world.records.people.byIds(made.map((one) => one.byId))).map((one) => [one._id, callName(one)]),
  );
  const items = [...Map.groupBy(made, (one) => one.byId)].map(([byId, own]) => {
    const counts = [...Map.groupBy(own, (one) => one.label)].map(([label, all]) => `${label} ${all.length}`);
    const hours = median(own.map((one) => one.hours));
    return {
      title: people.get(byId) ?? 'Someone who has left',
      detail: `${counts.join(', ')}; usually after ${hours < 1 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`}`,
    };
  });
  const lead =
    items.length === 0
      ? 'No decisions yet this college year.'
      : `${made.length === 1 ? 'One decision' : `${made.length} decisions`} this college year, by who made them.`;
  return { card: 'list-plain', data: { title: 'Decisions', lead, items, commands: [] } };
}
