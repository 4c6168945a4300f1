import { createHash } from 'node:crypto';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { loadRegister } from './load-register.ts';
import { type MarkInput, markRegister, type Picked, turnPage } from './mark-register.ts';
import { viewRegister } from './view-register.ts';

/** A register in a browser: which, and who the link was made for. */
export type RegisterLink = { registerId: string; viewerId: string };
export type RegisterPost = Omit<MarkInput, 'registerId' | 'pressId'>;

/** The same for every delivery of one form: who posted what on which version. */
function pressIdOf(link: RegisterLink, post: RegisterPost): string {
  const choices = Object.entries(post.choices).sort(([a], [b]) => (a < b ? -1 : 1));
  const { version, page, restPresent, employerThere, why } = post;
  return createHash('sha256')
    .update(JSON.stringify([link.viewerId, link.registerId, version, page, restPresent, employerThere, why, choices]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * What a tutor without a Teams account sees in the browser (S17): the register as its card shows it, or with `page` its
 * form, also of a saved one, to amend it. `picked` on other pages stays picked. Reads only.
 */
export async function viewRegisterPage(
  world: World,
  link: RegisterLink,
  page?: number,
  picked: Picked = {},
): Promise<Outcome<CardModel>> {
  const actor = await world.records.people.byId(link.viewerId);
  if (!actor) return refuse('not-allowed');
  if (page !== undefined) return turnPage(world, actor, link.registerId, page, picked);
  const opened = await loadRegister(world, link.registerId);
  const isTheirs = opened && (await mayFor(world, actor, 'mark-register', opened.session.tutorIds));
  return isTheirs ? viewRegister(world, opened) : refuse('not-allowed');
}

/** Saves what was posted, with the rights, history and redelivery of a press in Teams (S7, S17). */
export async function saveRegisterPage(
  world: World,
  link: RegisterLink,
  post: RegisterPost,
): Promise<Outcome<CardModel>> {
  const actor = await world.records.people.byId(link.viewerId);
  if (!actor) return refuse('not-allowed');
  return markRegister(world, actor, { ...post, registerId: link.registerId, pressId: pressIdOf(link, post) });
}
