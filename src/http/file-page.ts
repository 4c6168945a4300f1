import type { World } from '../usecases/core/ports.ts';
import { seeFile } from '../usecases/notices/see-evidence.ts';
import { goneAnswer, type Page } from './serve-pages.ts';

/** A piece of evidence, for those who may look at it (G3). The press on the card before is what the history keeps. */
export function createFilePage(world: World): Page {
  return async ({ linked, method }) => {
    const file = method === 'GET' ? await seeFile(world, linked.id, linked.viewerId) : undefined;
    return file ? { status: 200, file } : goneAnswer();
  };
}
