import { dayOf, mondayOf } from '../../domain/calendar.ts';
import type { Cell, WeekLine } from '../../usecases/overview/programme-weeks.ts';
import { type Html, html } from '../html.ts';
import { frameOf } from './parts.ts';
import { count, dayMonth } from './say.ts';

export type Measure = 'percent' | 'punctual';

const tintOf = (value: number) => (value >= 95 ? 't95' : value >= 90 ? 't90' : value >= 85 ? 't85' : 't0');

const tints = { t95: '95 and over', t90: '90 to 94', t85: '85 to 89', t0: 'below 85, bold and underlined' };
const legend = html`<ul class="legend" aria-label="What the tints mean">${Object.entries(tints).map(
  ([tint, words]) => html`<li><span class="cell ${tint}"></span>${words}</li>`,
)}</ul>`;

function cellOf(cell: Cell, measure: Measure, href: string | undefined): Html {
  const value = cell[measure];
  if (value === null) return html`<td><span class="dim">none</span></td>`;
  return html`<td>${href ? html`<a class="${tintOf(value)}" href="${href}">${value}</a>` : html`<span class="cell ${tintOf(value)}">${value}</span>`}</td>`;
}

/** "down 3", "up 5", "same"; empty where one of them is unknown. */
function shortMove(now: number | null | undefined, before: number | null | undefined): string {
  if (now == null || before == null) return '';
  return now === before ? 'same' : `${now < before ? 'down' : 'up'} ${Math.abs(now - before)}`;
}

/** What leads on: a line's name, or its figures. */
export type Leads = { name?(line: WeekLine): string | undefined; cell?(line: WeekLine, i: number): string | undefined };

/** The headings of weeks by their Mondays; the one of today says that it still runs. */
export function weekHeads(mondays: readonly string[], at: Date): string[] {
  const now = mondayOf(dayOf(at));
  return mondays.map((one) => `${dayMonth(one)}${one === now ? ' so far' : ''}`);
}

/**
 * Weeks, or terms, as a table of tinted figures, the figure in every cell; `more` adds columns behind them. `move`: what the
 * last is held against.
 */
export function heatTable<Line extends WeekLine>(table: {
  caption: string;
  head: string;
  heads: readonly string[];
  move?: string;
  lines: readonly Line[];
  whole?: Line | undefined;
  measure: Measure;
  leads?: Leads;
  more?: { heads: string[]; cells(line: Line): (string | number)[] };
}): Html {
  const { caption, head, heads, move: against = 'On last week', lines, whole, measure, leads = {}, more } = table;
  const row = (line: Line): Html => {
    const extra = more?.cells(line) ?? [];
    // The sum of all leads nowhere.
    const isSum = line === whole;
    const name = isSum ? undefined : leads.name?.(line);
    const href = (i: number) => (isSum ? undefined : leads.cell?.(line, i));
    const size =
      line.learners === undefined ? undefined : html`<span class="small dim">${count(line.learners, 'learner')}</span>`;
    const title = name ? html`<a href="${name}">${line.title}</a>` : line.title;
    const move = shortMove(line.cells.at(-1)?.[measure], line.cells.at(-2)?.[measure]);
    return html`<tr><th scope="row">${title}${size}</th>${line.cells.map((one, i) => cellOf(one, measure, href(i)))}<td>${move}</td>${cellOf(line.all, measure, undefined)}${extra.map((one) => html`<td>${one}</td>`)}</tr>`;
  };
  const extras = more?.heads ?? [];
  const inner = html`<thead><tr><th scope="col">${head}</th>
${heads.map((one, i) => html`<th scope="col"${i === heads.length - 1 ? html` class="newest"` : undefined}>${one}</th>`)}<th scope="col">${against}</th><th scope="col">All</th>${extras.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${lines.map(row)}${whole ? row(whole) : undefined}</tbody>`;
  return html`${legend}${frameOf({ label: caption, caption, kind: 'heat' }, inner)}`;
}
