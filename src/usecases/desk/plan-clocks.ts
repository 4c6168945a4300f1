import type { World } from '../core/ports.ts';
import { planDigests } from '../overview/week-digest.task.ts';
import { planPolicyReviews } from '../people/policy-review.task.ts';
import { planInductions } from '../people/policy-unread.task.ts';
import { planYearTurn } from '../risk/year-turn.task.ts';
import { planRetention } from '../sending/retention.task.ts';

/** Sees to it that what comes round by itself is planned, at every start; twice is once. */
export async function planClocks(world: World): Promise<void> {
  await planPolicyReviews(world);
  await planInductions(world);
  await planYearTurn(world);
  await planDigests(world);
  await planRetention(world);
}
