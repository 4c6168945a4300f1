import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import { type DeskConcern, type KeptConcern, safeguardingDesk } from '../../usecases/overview/safeguarding-desk.ts';
import { type Html, html, phoneOf } from '../html.ts';
import { showConcern } from './concern-page.ts';
import { itemOf, panelOf } from './parts.ts';
import { count, shortTime } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabAsk, TabPage } from './tab.ts';

/** Words with their phone numbers to press. */
function withPhones(words: string): Html[] {
  const parts = words.split(/(\+?\d[\d ]{8,}\d)/);
  return parts.map((part, i) => (i % 2 === 1 ? phoneOf(part) : html`${part}`));
}

/** A concern in a frame of its own. */
function concernOf(one: DeskConcern, at: TabAsk['at'], now: Date): Html {
  const { view, owner, nextAt, learnerIds, level, days } = one;
  const has = owner ? stateOf('good', html`<b>${owner}</b> has it`) : stateOf('bad', 'Nobody has it');
  const next =
    nextAt && nextAt > now
      ? stateOf('wait', `${owner ? 'Asked again' : 'Goes on to a deputy, or rings again'} ${shortTime(nextAt)}`)
      : undefined;
  const stories = [
    html`<a class="button" href="${at(`safeguarding/${view.concernId}`)}">Print or hand over</a> `,
    ...learnerIds.map((id) => html`<a class="button" href="${at(storyPath(id))}">Story</a> `),
  ];
  return html`<section class="card${level === 'urgent' ? ' urgent' : ''}" aria-label="${view.title}: ${view.who}">
<div class="head"><div><h2>${view.who}</h2><p class="dim">${view.title}. ${view.when}</p></div><div class="tools">${stories}</div></div>
<div class="states">${has}${next}${stateOf(days > 7 ? 'bad' : 'open', days === 0 ? 'Since today' : `For ${count(days, 'day')}`)}</div>
${view.ask ? html`<p class="strong">${view.ask}</p>` : undefined}
<div class="cols"><div><h3>Written</h3>${view.messages.map((message) => itemOf(html`<p class="dim small">${message.by}</p>`, html`<blockquote>${message.words}</blockquote>`))}</div>
<div><h3>Where, and whom to call</h3><dl class="pairs">${view.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${withPhones(value)}</dd></div>`)}</dl></div>
<div><h3>What was done</h3>${view.log.length > 0 ? view.log.map((line) => itemOf(html`<p>${line}</p>`)) : html`<p>Nothing yet.</p>`}</div></div>
<p class="dim">${view.said}</p></section>`;
}

/** Released concerns whose words are still here, each leading to the page it is handed over from. */
function keptPanel(kept: readonly KeptConcern[], at: TabAsk['at']): Html {
  const row = ({ id, who, releasedAt }: KeptConcern) =>
    itemOf(html`<p><a href="${at(`safeguarding/${id}`)}">${who}</a>, released ${shortTime(releasedAt)}</p>`);
  return panelOf(
    'Released, and still kept here',
    'Open one, put it into your own safeguarding record, then press Hand over on its card in the chat.',
    kept.map(row),
  );
}

/** The Safeguarding Team's open concerns: words, clock, where the learner is, whom to call, what was done. */
export const deskPage: TabPage = {
  title: 'Safeguarding desk',
  async show(world, { viewer, at, rest }) {
    if (rest[0]) return showConcern(world, viewer, rest[0]);
    const found = await safeguardingDesk(world, viewer);
    if (isRefusal(found)) return found;
    const { concerns, kept } = found;
    const waiting = concerns.filter((one) => !one.owner).length;
    return {
      title: 'Safeguarding desk',
      lead:
        concerns.length === 0
          ? 'No learner is under a hold.'
          : `${count(concerns.length, 'concern')} open${waiting > 0 ? `, ${waiting} of them with nobody` : ''}.`,
      note: shortTime(found.at),
      body: html`${concerns.map((one) => concernOf(one, at, found.at))}${kept.length > 0 ? keptPanel(kept, at) : undefined}`,
      // What was written is not in it: a file of all of it would be another place to lose it.
      sheet: {
        name: 'Safeguarding desk',
        rows: [
          ['About', 'Kind', 'Since', 'Days', 'With', 'Learners under a hold'],
          ...concerns.map(({ view, at: since, days, owner, learnerIds }) => [
            view.who,
            view.title,
            shortTime(since),
            days,
            owner ?? 'nobody',
            learnerIds.length,
          ]),
        ],
      },
      foot: 'Take it, tell somebody, or release the hold on its card in the chat ("holds" shows them again). An export has no words of anybody. Nobody but the Safeguarding Team sees this page.',
    };
  },
};
