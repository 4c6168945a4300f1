import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { viewCase } from './view-case.ts';

/** A case's card as it is now, for those who may see it: whose it is, and who reported it. */
export async function showCase(world: World, viewer: Person, caseId: string): Promise<Outcome<CardModel>> {
  const riskCase = await world.records.cases.byId(caseId);
  const ids = [riskCase?.ownerId, riskCase?.openedById].filter((id) => id !== undefined);
  if (!riskCase || !(await mayFor(world, viewer, 'view-case', ids))) return refuse('not-allowed');
  return viewCase(world, riskCase, viewer);
}
