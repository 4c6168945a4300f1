import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { viewNotice } from './view-notice.ts';
import { maySeeNotice } from './whose-notice.ts';

/** A notice as its card shows it now, for those who may see it. */
export async function seeNotice(world: World, actor: Person, noticeId: string): Promise<Outcome<CardModel>> {
  const notice = await world.records.notices.byId(noticeId);
  return notice && (await maySeeNotice(world, notice, actor))
    ? viewNotice(world, notice, actor)
    : refuse('not-allowed');
}
