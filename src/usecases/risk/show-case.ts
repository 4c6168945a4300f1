import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { viewCase } from './view-case.ts';

/** True for those who may see a case: whose it is, and who reported it. */
export function maySeeCase(world: World, viewer: Person, one: RiskCase): Promise<boolean> {
  const ids = [one.ownerId, one.openedById].filter((id) => id !== undefined);
  return mayFor(world, viewer, 'view-case', ids);
}

/** A case's card as it is now, for those who may see it. */
export async function showCase(world: World, viewer: Person, caseId: string): Promise<Outcome<CardModel>> {
  const riskCase = await world.records.cases.byId(caseId);
  if (!riskCase || !(await maySeeCase(world, viewer, riskCase))) return refuse('not-allowed');
  return viewCase(world, riskCase, viewer);
}
