import { dayOf, sayDay, timeOf } from '../domain/calendar.ts';
import { capital } from '../domain/capital.ts';
import { type OutboxRow, sayOutcome, stateOf } from '../domain/outbox-row.ts';
import { type College, smsText } from '../domain/sms-text.ts';
import type { World } from '../usecases/core/ports.ts';
import { callWhom, whomOf } from '../usecases/sending/whom-of.ts';
import { type Html, html, pageOf } from './html.ts';

/** More than this nobody scrolls through. */
const mostShown = 100;
const signs = { sms: 'Text message', mail: 'Email', mis: 'MIS' } as const;

/** The words with the bot's own addresses as links. */
function wordsOf(text: string): Html[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((piece, i) => (i % 2 === 1 ? html`<a href="${piece}">${piece}</a>` : html`${piece}`));
}

async function entryOf(world: World, row: OutboxRow, college: College): Promise<Html> {
  const whom = await whomOf(world, row);
  const words = row.kind === 'sms' ? smsText(row.body, college) : row.body;
  const isWrong = stateOf(row) === 'failed';
  const outcome = sayOutcome(row);
  return html`<article class="row"><h2>${signs[row.kind]} to ${whom ? callWhom(whom) : row.to}</h2>
<p class="dim">${row.to} · ${sayDay(dayOf(row.createdAt))}, ${timeOf(row.createdAt)}</p>
${row.subject ? html`<p><b>${row.subject}</b></p>` : undefined}
<p class="words">${row.purgedAt ? 'Its words are gone.' : wordsOf(words)}</p>
<p class="${isWrong ? 'warn' : 'dim'}">${capital(outcome)}.</p></article>`;
}

/** What left by text and email, newest first, for who looks at the demo: everybody's inbox at once, so production has none. */
export function createInboxPage(world: World, college: College): () => Promise<string> {
  return async () => {
    const rows = await world.records.outbox.latest(['sms', 'mail'], mostShown);
    const entries = await Promise.all(rows.map((row) => entryOf(world, row, college)));
    const none = html`<p>Nothing has been sent yet. Mark somebody absent, and move time on by an hour.</p>`;
    const body = html`<h1>Texts and emails of the demo</h1>
<p class="dim">What would leave the college, newest first. Nothing is really sent.</p>
<p><a class="button second" href="/inbox">Look again</a></p>
${entries.length > 0 ? entries : none}`;
    return pageOf('Texts and emails', body);
  };
}
