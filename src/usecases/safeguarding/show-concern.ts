import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { noteConcernSeen } from './note-concern.ts';
import { viewConcern } from './view-concern.ts';
import { mayReadConcern } from './who-may-read.ts';

/** A concern's card as it is now, or another page of its messages; for those who may read it (S11). */
export async function showConcern(
  world: World,
  actor: Person,
  concernId: string,
  page?: number,
): Promise<Outcome<CardModel>> {
  const concern = await world.records.concerns.byId(concernId);
  if (!concern || !(await mayReadConcern(world, actor, concern))) return refuse('not-allowed');
  await noteConcernSeen(world, actor, concern, 'card');
  return viewConcern(world, concern, { viewer: actor, ...(page === undefined ? {} : { page }) });
}
