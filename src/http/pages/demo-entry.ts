import { callName, type Person, sayRole } from '../../domain/person.ts';
import type { World } from '../../usecases/core/ports.ts';
import { staffOf } from '../../usecases/core/whose.ts';
import { html } from '../html.ts';
import { goneAnswer, type PageAnswer } from '../serve-pages.ts';
import type { Tab } from './tab.ts';

/**
 * The demo's way into everybody's pages: `/pages` lists people with the pages they have, `/pages/<person>/<page>` opens
 * one as that person. It asks for no proof of who looks, so production has none.
 */
export function createDemoEntry(world: World, tab: Tab): (path: string, query: URLSearchParams) => Promise<PageAnswer> {
  async function everybody(): Promise<Person[]> {
    const { people } = world.records;
    return [...(await staffOf(world)), ...(await people.withRole('employer')), ...(await people.withRole('learner'))];
  }
  async function list(): Promise<PageAnswer> {
    const rows = [];
    for (const person of await everybody()) {
      const menu = await tab.menuOf(person);
      const links = menu.map(
        ([name, { title }], i) => html`${i > 0 ? ' · ' : ''}<a href="/pages/${person._id}/${name}">${title}</a>`,
      );
      if (menu.length > 0)
        rows.push(
          html`<article class="row"><h2>${callName(person)}</h2><p class="dim">${person.roles.map(sayRole).join(', ')}</p><p>${links}</p></article>`,
        );
    }
    const body = html`<h1>Pages of the demo</h1><p class="dim">What each person sees in the app’s tab in Teams. Open it as them.</p>${rows}`;
    return { status: 200, page: { title: 'Pages', body } };
  }
  return async (path, query) => {
    const [personId = '', ...page] = path.split('/');
    if (personId === '') return list();
    const person = await world.records.people.byId(decodeURIComponent(personId));
    return person
      ? { status: 303, ...(await tab.begin(person, page.join('/') + (query.size > 0 ? `?${query}` : ''))) }
      : goneAnswer();
  };
}
