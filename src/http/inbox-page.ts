import { randomUUID } from 'node:crypto';
import { dayOf, sayDay, timeOf } from '../domain/calendar.ts';
import { capital } from '../domain/capital.ts';
import { type OutboxRow, sayOutcome, stateOf } from '../domain/outbox-row.ts';
import { collegeAt } from '../domain/site.ts';
import { type College, smsText } from '../domain/sms-text.ts';
import type { World } from '../usecases/core/ports.ts';
import { siteOfRow } from '../usecases/sending/site-of-row.ts';
import { callWhom, whomOf } from '../usecases/sending/whom-of.ts';
import { type Html, html, pageOf } from './html.ts';

/** More than this nobody scrolls through. */
const mostShown = 100;
const signs = { sms: 'Text message', mail: 'Email' } as const;

/** The words with the bot's own addresses as links, each on one line however long it is. */
function wordsOf(text: string): Html[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((piece, i) => (i % 2 === 1 ? html`<a class="long" href="${piece}">${piece}</a>` : html`${piece}`));
}

const onlyTo = (place: string) => `/inbox?to=${encodeURIComponent(place)}`;

async function entryOf(world: World, row: OutboxRow, college: College): Promise<Html> {
  const whom = await whomOf(world, row);
  const words = row.kind === 'sms' ? smsText(row.body, collegeAt(college, await siteOfRow(world, row))) : row.body;
  const isWrong = stateOf(row) === 'failed';
  return html`<article class="row"><h2>${signs[row.kind]} to ${whom ? callWhom(whom) : row.to}</h2>
<p class="dim"><a href="${onlyTo(row.to)}">${row.to}</a> · ${sayDay(dayOf(row.createdAt))}, ${timeOf(row.createdAt)}</p>
${row.subject && row.kind === 'mail' ? html`<p><b>${row.subject}</b></p>` : undefined}
<p class="words">${row.purgedAt ? 'Its words are gone.' : wordsOf(words)}</p>
<p class="${isWrong ? 'warn' : 'dim'}">${capital(sayOutcome(row))}.</p></article>`;
}

/** Writes back from a number or address, as its owner would; sent twice it is one message. */
const answerForm = (
  place: string,
) => html`<form action="/inbox/say"><input type="hidden" name="from" value="${place}"><input type="hidden" name="id" value="${randomUUID()}">
<div class="field"><label for="words">Write from ${place}</label><input id="words" name="words" required></div><button>Send</button></form>`;

/**
 * What left by text and email, newest first, for who looks at the demo: everybody's inbox at once, so production has none.
 * `to`: only what went to this number or address.
 */
export function createInboxPage(world: World, college: College): (to?: string) => Promise<string> {
  return async (to) => {
    const all = await world.records.outbox.latest(mostShown);
    const rows = to ? all.filter((row) => row.to === to) : all;
    const entries = await Promise.all(rows.map((row) => entryOf(world, row, college)));
    const none = html`<p>Nothing has been sent yet. Mark somebody absent, and move time on by an hour.</p>`;
    const whose = to
      ? html`<p>Only what went to ${to}. <a href="/inbox">Show everybody’s</a></p>`
      : html`<p class="dim">What would leave the college, newest first. Nothing is really sent. A number or address shows what went there, and can be answered from.</p>`;
    const body = html`<h1>Texts and emails of the demo</h1>${whose}
<p><a class="button second" href="${to ? onlyTo(to) : '/inbox'}">Look again</a></p>
${to ? answerForm(to) : undefined}${entries.length > 0 ? entries : none}`;
    return pageOf({ title: 'Texts and emails', body });
  };
}
