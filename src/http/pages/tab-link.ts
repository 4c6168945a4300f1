import type { World } from '../../usecases/core/ports.ts';
import { goneAnswer, type Page } from '../serve-pages.ts';
import type { Tab } from './tab.ts';

/** A signed link to a page of the tab, for the demo and mail: it begins a session and leads there; `id` is the page's path. */
export function createTabLink(world: World, tab: Tab): Page {
  return async ({ id, viewerId, method }) => {
    const viewer = method === 'GET' ? await world.records.people.byId(viewerId) : null;
    return viewer ? { status: 303, ...(await tab.begin(viewer, id)) } : goneAnswer();
  };
}
