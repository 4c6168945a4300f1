import { goneAnswer, type Page } from '../serve-pages.ts';
import type { Tab } from './tab.ts';

/** A signed link to a page of the tab, for the demo and mail: it begins a session and leads there; `id` is the page's path. */
export function createTabLink(tab: Tab): Page {
  return async ({ linked, viewer, method }) =>
    method === 'GET' ? { status: 303, ...(await tab.begin(viewer, linked.id)) } : goneAnswer();
}
