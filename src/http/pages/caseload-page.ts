import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import { type CaseloadRow, caseload, isCalled } from '../../usecases/overview/caseload.ts';
import type { NextThing } from '../../usecases/overview/next-thing.ts';
import type { Change } from '../../usecases/overview/weeks.ts';
import { type Html, html } from '../html.ts';
import { sparkline } from './charts.ts';
import { pillsOf, tableOf } from './parts.ts';
import { anchorOf, count, dayMonth, sayPercent, shortDay, shortTime } from './say.ts';
import { flagOf, moveOf, stateOf } from './shell.ts';
import type { TabAsk, TabPage } from './tab.ts';

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

/** "by Fri 27 Nov", "since Mon 23 Nov", "Thu 3 Dec, 10:00". */
const sayWhen = ({ word, day, time }: NonNullable<NextThing['when']>) =>
  `${word === 'on' ? '' : `${word} `}${shortDay(day)}${time ? `, ${time}` : ''}`;

/** The words of what comes next: what leads somewhere, and what is said below it. */
function wordsOf({ label, withWhom, when }: NextThing): { lead: string; below: string } {
  const said = when ? sayWhen(when) : '';
  return withWhom
    ? { lead: `With ${withWhom}`, below: [label, said].filter(Boolean).join(', ') }
    : { lead: label, below: said };
}

function sayNext(next: NextThing): string {
  const { lead, below } = wordsOf(next);
  return [lead, below].filter(Boolean).join(', ');
}

/** What comes next, leading to where it stands: the page of its review, else its row of the story. */
function nextOf({ learnerId, next }: CaseloadRow, at: TabAsk['at']): Html {
  if (!next) return html`<span class="dim">Nothing due</span>`;
  const { lead, below } = wordsOf(next);
  const href = next.reviewId
    ? at(`reviews/${encodeURIComponent(next.reviewId)}`)
    : at(`${storyPath(learnerId)}#${anchorOf(next.id)}`);
  const words = html`<a${next.isMine ? html` class="strong"` : undefined} href="${href}">${lead}</a>${below ? html`<span class="small dim">${below}</span>` : undefined}`;
  return next.withWhom ? stateOf('wait', words) : words;
}

/** "down 7", "up 8 on week of 19 Oct", "same". */
function sayMoved({ points, isLast, monday }: Change): string {
  const move = points === 0 ? 'same' : `${points > 0 ? 'up' : 'down'} ${Math.abs(points)}`;
  return isLast ? move : `${move} ${points === 0 ? 'as' : 'on'} week of ${dayMonth(monday)}`;
}

const sayAgo = (days: number) => (days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`);

function rowOf(row: CaseloadRow, today: string, at: TabAsk['at']): Html {
  const seen = row.lastSeen
    ? html`${shortDay(row.lastSeen)} <span class="small ${row.is.unseen ? 'strong' : 'dim'}">${sayAgo(daysBetween(row.lastSeen, today))}</span>`
    : 'not yet this year';
  const moved = row.change
    ? html`<span class="small dim">${moveOf(row.change.points, sayMoved(row.change))}</span>`
    : undefined;
  return html`<tr><th scope="row"><a href="${at(storyPath(row.learnerId))}">${row.name}</a><span class="small dim">${row.programmes.join(', ')}</span></th>
<td>${flagOf(row.flag)}${row.reviewTo ? html`<span class="small dim">On review to ${shortDay(row.reviewTo)}</span>` : undefined}</td><td class="n" data-label="This year"><span class="strong">${sayPercent(row.percent)}</span></td>
<td class="n" data-label="This week"><span class="strong">${sayPercent(row.week)}</span>${moved}</td>
<td>${row.weeks.length > 0 ? sparkline(row.weeks, row.line) : undefined}</td><td data-label="Last seen">${seen}</td>
<td data-label="Next">${nextOf(row, at)}</td><td>${row.why}</td></tr>`;
}

/** A field that finds learners by their name. */
function findForm(action: string, asked: string): Html {
  return html`<form class="find" action="${action}" role="search"><input type="search" name="find" value="${asked}" placeholder="Find a learner" aria-label="Find a learner"><button type="submit">Find</button></form>`;
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
    const sought = (query.get('find') ?? '').trim().slice(0, 80);
    const rows = found.rows.filter((row) => (sought ? isCalled(row, sought) : fits(row, filter)));
    const pills = Object.entries(filters).map(([key, title]) => ({
      title: `${title} ${found.rows.filter((row) => fits(row, key as Filter)).length}`,
      href: at(`caseload?show=${key}`),
      isChosen: key === filter && !sought,
    }));
    const today = dayOf(found.at);
    return {
      title: 'My caseload',
      lead: sayAll(found.rows),
      note: shortTime(found.at),
      tools: findForm(at('caseload'), sought),
      body: html`${pillsOf('Show only', pills)}${sought ? html`<p role="status">“${sought}”: ${rows.length} of ${count(found.rows.length, 'learner')}.</p>` : undefined}${tableOf(
        {
          caption: 'Learners, who needs you first',
          heads: [
            'Learner',
            'Risk flag',
            { figures: 'This year' },
            { figures: html`This&nbsp;week <span class="small">on last</span>` },
            'Weeks',
            'Last seen',
            'Next thing',
            'Why',
          ],
          rows: rows.map((row) => rowOf(row, today, at)),
          none: sought ? 'Nobody of yours is called that.' : 'Nobody here just now.',
        },
      )}`,
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
            row.change ? sayMoved(row.change) : '',
            row.reviewTo ?? '',
            row.lastSeen ?? '',
            row.next ? sayNext(row.next) : '',
            row.why,
          ]),
        ],
      },
      foot: 'Falling: 5 points or more below last week. Better: 5 or more above. Not seen for 3 days: away on the last three days or more that had lessons, or on two where more than a week has gone by. Open ring: this week so far. Under 50% is drawn at the foot.',
    };
  },
};
