import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import { type CaseloadRow, caseload, type NextThing } from '../../usecases/overview/caseload.ts';
import { type Html, html } from '../html.ts';
import { sparkline } from './charts.ts';
import { pillsOf, tableOf } from './parts.ts';
import { count, sayPercent, shortDay, shortTime } from './say.ts';
import { flagOf, stateOf } from './shell.ts';
import type { TabPage } from './tab.ts';

const filters = {
  all: 'All',
  mine: 'Needs me',
  falling: 'Falling',
  review: 'On review',
  unseen: 'Not seen for 3 days',
  better: 'Better than last week',
} as const;
type Filter = keyof typeof filters;
const isFilter = (text: string): text is Filter => Object.hasOwn(filters, text);
const fits = (row: CaseloadRow, filter: Filter) => filter === 'all' || row.is[filter];

const sayNext = ({ label, due, withWhom, since }: NextThing) =>
  [withWhom ? `With ${withWhom}` : label, due ? `by ${shortDay(due)}` : '', since ? `since ${shortDay(since)}` : '']
    .filter(Boolean)
    .join(', ');

const sayAgo = (days: number) => (days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`);

function rowOf(row: CaseloadRow, today: string, href: string): Html {
  const seen = row.lastSeen
    ? html`${shortDay(row.lastSeen)} <span class="small dim">${sayAgo(daysBetween(row.lastSeen, today))}</span>`
    : 'not yet';
  const next = row.next
    ? row.next.isMine
      ? html`<span class="strong">${sayNext(row.next)}</span>`
      : stateOf('wait', sayNext(row.next))
    : html`<span class="dim">Nothing due</span>`;
  return html`<tr><th scope="row"><a href="${href}">${row.name}</a><span class="small dim">${row.programmes.join(', ')}</span></th>
<td>${flagOf(row.flag)}${row.reviewTo ? html`<span class="small dim">On review to ${shortDay(row.reviewTo)}</span>` : undefined}</td><td class="n" data-label="This year"><span class="strong">${sayPercent(row.percent)}</span></td>
<td class="n" data-label="This week"><span class="strong">${sayPercent(row.week)}</span><span class="small dim">${row.change}</span></td>
<td>${row.weeks.length > 0 ? sparkline(row.weeks, row.line) : undefined}</td><td data-label="Last seen">${seen}</td>
<td data-label="Next">${next}</td><td>${row.why}</td></tr>`;
}

/** "40 learners: 2 need you, 5 falling, 3 better." */
function sayAll(rows: readonly CaseloadRow[]): string {
  const of = (filter: Filter, words: (n: number) => string) => {
    const number = rows.filter((row) => fits(row, filter)).length;
    return number > 0 ? words(number) : '';
  };
  const parts = [
    of('mine', (n) => `${n} ${n === 1 ? 'needs' : 'need'} you`),
    of('falling', (n) => `${n} falling`),
    of('review', (n) => `${n} on review`),
    of('unseen', (n) => `${n} not seen for 3 days`),
    of('better', (n) => `${n} better than last week`),
  ].filter(Boolean);
  return `${count(rows.length, 'learner')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

/** Whom to look at first, why, and what to do next. */
export const caseloadPage: TabPage = {
  title: 'My caseload',
  async show(world, { viewer, query, at }) {
    const found = await caseload(world, viewer);
    if (isRefusal(found)) return found;
    const asked = query.get('show') ?? 'all';
    const filter: Filter = isFilter(asked) ? asked : 'all';
    const rows = found.rows.filter((row) => fits(row, filter));
    const pills = Object.entries(filters).map(([key, title]) => ({
      title: `${title} ${found.rows.filter((row) => fits(row, key as Filter)).length}`,
      href: at(`caseload?show=${key}`),
      isChosen: key === filter,
    }));
    const today = dayOf(found.at);
    return {
      title: 'My caseload',
      lead: sayAll(found.rows),
      note: shortTime(found.at),
      body: html`${pillsOf('Show only', pills)}${tableOf({
        caption: 'Learners, who needs you first',
        heads: [
          'Learner',
          'Risk flag',
          { figures: 'This year' },
          { figures: 'This week' },
          'Weeks',
          'Last seen',
          'Next thing',
          'Why',
        ],
        rows: rows.map((row) => rowOf(row, today, at(storyPath(row.learnerId)))),
        none: 'Nobody here just now.',
      })}`,
      sheet: {
        name: 'Caseload',
        rows: [
          [
            'Learner',
            'Programme',
            'Risk flag',
            'Percent this year',
            'Percent this week',
            'Change',
            'On review to',
            'Last seen',
            'Next thing',
            'Why',
          ],
          ...rows.map((row) => [
            row.name,
            row.programmes.join(', '),
            row.flag,
            row.percent ?? '',
            row.week ?? '',
            row.change,
            row.reviewTo ?? '',
            row.lastSeen ?? '',
            row.next ? sayNext(row.next) : '',
            row.why,
          ]),
        ],
      },
      foot: 'Falling: 5 points or more below last week. Better: 5 or more above. Open ring: this week so far. Under 50% is drawn at the foot.',
    };
  },
};
