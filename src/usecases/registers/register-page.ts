import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { loadRegister } from './load-register.ts';
import { type Picked, turnPage } from './mark-register.ts';
import { viewRegister } from './view-register.ts';

/**
 * What a tutor without a Teams account sees in the browser (S17): the register as its card shows it, or with `page` its
 * form, also of a saved one, to amend it. `picked` on other pages stays picked. Reads only.
 */
export async function viewRegisterPage(
  world: World,
  actor: Person,
  registerId: string,
  page?: number,
  picked: Picked = {},
): Promise<Outcome<CardModel>> {
  if (page !== undefined) return turnPage(world, actor, registerId, page, picked);
  const opened = await loadRegister(world, registerId);
  const isTheirs = opened && (await mayFor(world, actor, 'mark-register', opened.session.tutorIds));
  return isTheirs ? viewRegister(world, opened) : refuse('not-allowed');
}
