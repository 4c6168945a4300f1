import { isRefusal } from '../../domain/failure.ts';
import {
  type Cell,
  type Grouping,
  groupings,
  programmeWeeks,
  type WeekLine,
} from '../../usecases/overview/programme-weeks.ts';
import { type Html, html } from '../html.ts';
import { pillsOf } from './parts.ts';
import { count, dayMonth, shortTime } from './say.ts';
import type { TabPage } from './tab.ts';

const titles: Record<Grouping, string> = {
  programme: 'Programmes',
  group: 'Groups',
  employer: 'Employers',
  subcontractor: 'Subcontractors',
  learner: 'Learners',
};
const isGrouping = (text: string): text is Grouping => groupings.some((one) => one === text);
const measures = { percent: 'Attendance', punctual: 'Punctuality' } as const;
type Measure = keyof typeof measures;

const tintOf = (value: number) => (value >= 95 ? 't95' : value >= 90 ? 't90' : value >= 85 ? 't85' : 't0');

function cellOf(cell: Cell, measure: Measure, href: string | undefined): Html {
  const value = cell[measure];
  if (value === null) return html`<td><span class="dim">none</span></td>`;
  return html`<td>${href ? html`<a class="${tintOf(value)}" href="${href}">${value}</a>` : html`<span class="cell ${tintOf(value)}">${value}</span>`}</td>`;
}

const sayMove = (now: number | null | undefined, before: number | null | undefined) =>
  now == null || before == null
    ? ''
    : now === before
      ? 'same'
      : `${now < before ? 'down' : 'up'} ${Math.abs(now - before)}`;

function lineOf(
  line: WeekLine,
  measure: Measure,
  href: (line: WeekLine) => string | undefined,
  isLearner: boolean,
): Html {
  const to = href(line);
  const title = to && isLearner ? html`<a class="plain" href="${to}">${line.title}</a>` : line.title;
  const cells = line.cells.map((cell) => cellOf(cell, measure, isLearner ? undefined : to));
  const move = sayMove(line.cells.at(-1)?.[measure], line.cells.at(-2)?.[measure]);
  return html`<tr><th scope="row">${title}${isLearner ? undefined : html`<span class="small dim">${count(line.learners, 'learner')}</span>`}</th>${cells}<td>${move}</td>${cellOf(line.all, measure, undefined)}</tr>`;
}

/** Attendance and punctuality by week; a figure leads to the learners who made it. */
export const weeksPage: TabPage = {
  title: 'Programmes',
  action: 'view-report',
  async show(world, { viewer, query, at }) {
    const [asked, measured, programmeId] = [
      query.get('by') ?? '',
      query.get('of') ?? '',
      query.get('programme') ?? undefined,
    ];
    const by = isGrouping(asked) ? asked : 'programme';
    const measure: Measure = measured === 'punctual' ? 'punctual' : 'percent';
    const found = await programmeWeeks(world, viewer, { by, ...(programmeId ? { programmeId } : {}) });
    if (isRefusal(found)) return found;
    const address = (more: Record<string, string>) =>
      at(
        `programmes?${new URLSearchParams({ by, of: measure, ...(programmeId ? { programme: programmeId } : {}), ...more })}`,
      );
    const href = (line: WeekLine) => {
      if (by === 'learner') return at(`story/${encodeURIComponent(line.key)}`);
      return by === 'programme'
        ? at(`programmes?${new URLSearchParams({ by: 'learner', of: measure, programme: line.key })}`)
        : undefined;
    };
    const pill = (title: string, href: string, isChosen: boolean) => ({ title, href, isChosen });
    const last = found.whole ?? found.lines[0];
    const [now, before] = [last?.cells.at(-1)?.[measure], last?.cells.at(-2)?.[measure]];
    const move = sayMove(now, before);
    return {
      title: `${titles[by]} by week`,
      lead:
        now == null
          ? 'No marks this week yet.'
          : `${measures[measure]} ${now}% in the last week with marks${move ? `, ${move === 'same' ? 'the same as' : `${move} on`} the week before` : ''}; the target is 100%.`,
      note: `${shortTime(found.at)}. The last ${count(found.mondays.length, 'week')} with marks.`,
      body: html`${pillsOf(
        'Show by',
        groupings
          .filter((one) => one !== 'learner' || by === 'learner')
          .map((one) => pill(titles[one], address({ by: one }), one === by)),
      )}
${pillsOf(
  'Show',
  Object.entries(measures).map(([key, title]) => pill(title, address({ of: key }), key === measure)),
)}
<div class="card flush" role="region" aria-label="Weeks" tabindex="0"><table class="heat"><caption class="sr">${measures[measure]} in percent by week</caption><thead><tr><th scope="col">${titles[by]}</th>
${found.mondays.map((one) => html`<th scope="col">${dayMonth(one)}</th>`)}<th scope="col">On last week</th><th scope="col">All</th></tr></thead>
<tbody>${found.lines.map((line) => lineOf(line, measure, href, by === 'learner'))}${found.whole ? lineOf(found.whole, measure, () => undefined, false) : undefined}</tbody></table></div>`,
      sheet: {
        name: `${titles[by]} by week`,
        rows: [
          [
            titles[by],
            'Learners',
            ...found.mondays.flatMap((one) => [`${one} attendance %`, `${one} punctuality %`]),
            'All attendance %',
            'All punctuality %',
          ],
          ...[...found.lines, ...(found.whole ? [found.whole] : [])].map((line) => [
            line.title,
            line.learners,
            ...[...line.cells, line.all].flatMap((cell) => [cell.percent ?? '', cell.punctual ?? '']),
          ]),
        ],
      },
      foot: 'Percent, cut. Below 85 is also bold and underlined. A programme’s figure leads to its learners.',
    };
  },
};
