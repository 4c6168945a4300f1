import { dayOf, daysBetween } from '../../domain/calendar.ts';
import type { Concern, ConcernLevel } from '../../domain/concern.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { ConcernView } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { noteConcernSeen } from '../safeguarding/note-concern.ts';
import { readableHolds } from '../safeguarding/show-holds.ts';
import { sayAbout, viewConcern } from '../safeguarding/view-concern.ts';
import { mayReadConcern, readerOf } from '../safeguarding/who-may-read.ts';
import { todayOf } from './weeks.ts';

/** An open concern as its card shows it, all of its words, with who has it and when it comes again. */
export type DeskConcern = {
  view: ConcernView;
  level: ConcernLevel;
  learnerIds: string[];
  at: Date;
  days: number;
  owner?: string;
  /** When somebody is asked again, or it goes to the deputy. */
  nextAt?: Date;
};
/** A released concern whose words are still here. */
export type KeptConcern = { id: string; who: string; releasedAt: Date };
type SafeguardingDesk = { at: Date; concerns: DeskConcern[]; kept: KeptConcern[] };

/** More than this nobody works through on one page; the oldest come first. */
const mostShown = 40;
const mostKept = 100;

/**
 * Every open concern that the viewer may read, the urgent and those that nobody has first, then by age: words, where the
 * learner is, whom to call, what was done (S11). Refuses with `not-allowed`.
 */
export async function safeguardingDesk(world: World, viewer: Person): Promise<Outcome<SafeguardingDesk>> {
  if (!(await mayAtAll(world, viewer, 'view-concern'))) return refuse('not-allowed');
  const open = (await readableHolds(world, viewer)).slice(0, mostShown);
  const owners = new Map(
    (await world.records.people.byIds(open.flatMap((one) => one.ownerId ?? []))).map((one) => [one._id, callName(one)]),
  );
  const concerns: DeskConcern[] = [];
  for (const concern of open) {
    await noteConcernSeen(world, viewer, concern, 'page');
    const view = await viewConcern(world, concern, { page: 'all', viewer });
    if (view.card !== 'concern-raised') continue;
    const owner = concern.state === 'acknowledged' && concern.ownerId ? owners.get(concern.ownerId) : undefined;
    concerns.push({
      view: view.data,
      level: concern.level,
      learnerIds: [...new Set(concern.holds.map((one) => one.learnerId))],
      at: concern.at,
      days: daysBetween(dayOf(concern.at), todayOf(world)),
      ...(owner ? { owner } : {}),
      ...(concern.next ? { nextAt: concern.next.at } : {}),
    });
  }
  const urgency = (one: DeskConcern) => (one.level === 'urgent' ? 0 : 2) + (one.owner ? 1 : 0);
  const sorted = concerns.toSorted((a, b) => urgency(a) - urgency(b) || a.at.getTime() - b.at.getTime());
  return { at: world.clock.now(), concerns: sorted, kept: await keptConcerns(world, viewer) };
}

/** Released concerns whose words nobody has handed over yet, the oldest first. */
async function keptConcerns(world: World, viewer: Person): Promise<KeptConcern[]> {
  const mayRead = await readerOf(world, viewer);
  const kept: KeptConcern[] = [];
  for (const concern of (await world.records.concerns.toHandOver(mostKept)).filter(mayRead))
    kept.push({
      id: concern._id,
      who: await sayAbout(world, concern),
      releasedAt: concern.released?.at ?? concern.at,
    });
  return kept;
}

/** One concern whole, open or released, to read, print or take to the college's own record. Refuses with `not-allowed`. */
export async function wholeConcern(
  world: World,
  viewer: Person,
  id: string,
): Promise<Outcome<{ concern: Concern; view: ConcernView }>> {
  const concern = await world.records.concerns.byId(id);
  if (!concern || !(await mayReadConcern(world, viewer, concern))) return refuse('not-allowed');
  const view = await viewConcern(world, concern, { page: 'all', viewer });
  if (view.card !== 'concern-raised') return refuse('not-allowed');
  await noteConcernSeen(world, viewer, concern, 'page');
  return { concern, view: view.data };
}
