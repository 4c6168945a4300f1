import { type Outcome, refuse } from '../../domain/failure.ts';
import { median } from '../../domain/median.ts';
import { callName, type Person } from '../../domain/person.ts';
import { taskKinds } from '../../domain/task.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { decisionsOn } from '../core/task-kind.ts';
import { yearBegan } from '../core/year-of-case.ts';
import { packOfCase } from '../risk/view-case.ts';
import { taskKindsOf } from './task-kinds.ts';

type Made = { byId: string; label: string; hours: number };
const hourMs = 3_600_000;

/** Options chosen on risk cases since then; a case asked anew counts from when it was. */
async function decidedCases(world: World, from: Date): Promise<Made[]> {
  const cases = await world.records.cases.decidedSince(from);
  return cases.flatMap((one) => {
    const { options } = packOfCase(world, one);
    const askedAt = (at: Date) => (one.reopenedAt && one.reopenedAt < at ? one.reopenedAt : one.openedAt);
    return one.decisions
      .filter(({ at }) => at >= from)
      .map(({ byId, option, at }) => ({
        byId,
        label: options[one.kind].find(({ code }) => code === option)?.label ?? option,
        hours: (at.getTime() - askedAt(at).getTime()) / hourMs,
      }));
  });
}

/** Decisions on tasks since then, of every kind that says which of its steps are decisions. */
async function decidedTasks(world: World, from: Date): Promise<Made[]> {
  const made: Made[] = [];
  // What was opened in the year before may have been decided in this one.
  const opened = new Date(from.getTime() - 366 * 24 * hourMs);
  for (const name of taskKinds) {
    const kind = taskKindsOf[name];
    if (!kind.decides) continue;
    for (const task of await world.records.tasks.ofKind(name, opened))
      for (const { byId, label, at, afterMs } of decisionsOn(kind, task))
        if (at >= from) made.push({ byId, label: `${kind.decides.name}: ${label}`, hours: afterMs / hourMs });
  }
  return made;
}

/** Leadership's view: who decided what this college year, how often and how fast; without names of learners (G14, fairness). */
export async function showDecisions(world: World, actor: Person): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-decisions') === undefined) return refuse('not-allowed');
  const from = yearBegan(world);
  const made = [...(await decidedCases(world, from)), ...(await decidedTasks(world, from))];
  const people = new Map(
    (await world.records.people.byIds(made.map((one) => one.byId))).map((one) => [one._id, callName(one)]),
  );
  const items = [...Map.groupBy(made, (one) => one.byId)].map(([byId, own]) => {
    const counts = [...Map.groupBy(own, (one) => one.label)].map(([label, all]) => `${label} ${all.length}`);
    const hours = Math.round(median(own.map((one) => one.hours)) ?? 0);
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
