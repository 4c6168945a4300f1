import type { WeekLine } from '../../usecases/overview/programme-weeks.ts';
import { type Html, html } from '../html.ts';
import { hatched } from './charts.ts';
import { tableOf } from './parts.ts';

type Given = WeekLine['all']['given'];
const titles: Record<keyof Given, string> = {
  onTime: 'On time',
  late: 'Late',
  authorised: 'Absent, authorised',
  unauthorised: 'Absent, unauthorised',
  undecided: 'Absent, not decided yet',
};
const kinds = Object.keys(titles) as (keyof Given)[];
const allOf = (given: Given) => kinds.reduce((sum, kind) => sum + given[kind], 0);

/** What is not decided yet is told from what is on time by lines: not every theme has a colour for each. */
const fillOf = (kind: keyof Given) => (kind === 'undecided' ? hatched : undefined);

/** What the marks are called in the heading of a sheet, and their counts in the same order. */
export const givenHeads = kinds.map((kind) => titles[kind].toLowerCase());
export const givenCounts = (given: Given) => kinds.map((kind) => given[kind]);

/** Marks as one bar of full length, a part for each kind; what it shows stands in figures beside it. */
function barOf(given: Given): Html {
  const all = allOf(given);
  let at = 0;
  const parts = kinds.map((kind) => {
    const width = (given[kind] * 200) / all;
    const x = at;
    at += width;
    return width > 0
      ? html`<rect class="given-${kind}"${fillOf(kind)} x="${x.toFixed(2)}" y="1" width="${width.toFixed(2)}" height="14"/>`
      : undefined;
  });
  return html`<svg class="chart given" viewBox="0 0 200 16" aria-hidden="true">${parts}</svg>`;
}

/** How the marks of each line, or week, fall: a bar stacked by kind, and how many of each; lines without any are left out. */
export function givenTable(caption: string, head: string, lines: readonly { title: string; given: Given }[]): Html {
  const shown = lines.filter(({ given }) => allOf(given) > 0);
  // Most of the time nothing waits to be decided.
  const used = kinds.filter((kind) => kind !== 'undecided' || shown.some(({ given }) => given.undecided > 0));
  const key = (kind: keyof Given) =>
    html`<svg class="chart key" viewBox="0 0 12 12" aria-hidden="true"><rect class="given-${kind}"${fillOf(kind)} x="1" y="1" width="10" height="10"/></svg>${titles[kind]}`;
  const rows = shown.map(({ title, given }) => {
    const counts = used.map((kind) => html`<td class="n" data-label="${titles[kind]}">${given[kind]}</td>`);
    return html`<tr class="given"><th scope="row">${title}</th><td>${barOf(given)}</td>${counts}<td class="n" data-label="Marks">${allOf(given)}</td></tr>`;
  });
  const heads = [head, 'How they fall', ...used.map((kind) => ({ figures: key(kind) })), { figures: 'Marks' }];
  return html`<h2 class="name">${caption}</h2>${tableOf({ caption, heads, rows, none: 'No marks yet.' })}`;
}
