import { isRefusal, type Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../../usecases/core/ports.ts';
import { wholeConcern } from '../../usecases/overview/safeguarding-desk.ts';
import { html } from '../html.ts';
import { itemOf, panelOf } from './parts.ts';
import { shortTime } from './say.ts';
import type { View } from './shell.ts';

/**
 * One concern to be put into the college's own safeguarding record: to print, or as a file with all of its words. Who took
 * it stands in the audit trail.
 */
export async function showConcern(world: World, viewer: Person, id: string): Promise<Outcome<View>> {
  const found = await wholeConcern(world, viewer, id);
  if (isRefusal(found)) return found;
  const { concern, view } = found;
  return {
    title: view.who,
    lead: view.said,
    note: `${view.title}. ${view.when}`,
    body: html`${panelOf(
      'Written',
      '',
      view.messages.map(({ by, words }) =>
        itemOf(html`<p class="dim small">${by}</p>`, html`<blockquote>${words}</blockquote>`),
      ),
    )}
${panelOf('What was done', '', view.log.length > 0 ? view.log.map((line) => itemOf(html`<p>${line}</p>`)) : html`<p>Nothing yet.</p>`)}`,
    sheet: {
      name: 'Safeguarding concern',
      aboutIds: concern.holds.map((one) => one.learnerId),
      rows: [
        ['Part', 'When and who', 'Words'],
        ['About', shortTime(concern.at), view.who],
        ...view.messages.map(({ by, words }) => ['Written', by, words]),
        ...view.log.map((line) => ['Done', '', line]),
      ],
    },
    foot: 'Put it into your own safeguarding record and look that it arrived. Then press Hand over on its card in the chat: the words are deleted here the night after.',
  };
}
