import type { MisEventType } from '../../domain/mis-event.ts';
import { callName } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';

export type MisPage = {
  is: 'page';
  /** Each as the webhook tells it, with its place; `learner_name` only for a consumer who may have names. */
  events: Record<string, unknown>[];
  /** Where to read on. */
  next: number;
  isMore: boolean;
};

/**
 * What the MIS is told, from a place on, in the one order (S8). `unknown`: no such place has been given yet, as after a
 * restore; `gone`: what came after it is not kept any more. Reading on from either would leave something out.
 */
export async function readEvents(
  world: World,
  ask: { since: number; limit: number; types: readonly MisEventType[]; withNames: boolean },
): Promise<MisPage | { is: 'unknown' | 'gone' }> {
  const { records } = world;
  const { first, last } = await records.mis.bounds();
  if (ask.since > last) return { is: 'unknown' };
  if (ask.since > 0 && ask.since < first - 1) return { is: 'gone' };
  const found = await records.mis.after(ask.since, ask.types, ask.limit + 1);
  const page = found.slice(0, ask.limit);
  const people = ask.withNames ? await records.people.byIds([...new Set(page.map((one) => one.learnerId))]) : [];
  const names = new Map(people.map((one) => [one._id, callName(one)]));
  const events = page.map(({ seq, body, learnerId }) => ({
    seq,
    ...(JSON.parse(body) as Record<string, unknown>),
    ...(ask.withNames ? { learner_name: names.get(learnerId) ?? '' } : {}),
  }));
  return { is: 'page', events, next: page.at(-1)?.seq ?? ask.since, isMore: found.length > ask.limit };
}
