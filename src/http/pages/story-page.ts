import { dayOf, mondayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { World } from '../../usecases/core/ports.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import { learnerStory, type Story, type StoryEntry, type StoryYear } from '../../usecases/overview/learner-story.ts';
import { type Delivery, type Instead, type StoryKind, storyKinds } from '../../usecases/overview/story-row.ts';
import { sayChange, type Week } from '../../usecases/overview/weeks.ts';
import { type Html, html, mailOf, phoneOf } from '../html.ts';
import { policyLine, weekChart } from './charts.ts';
import { pillsOf } from './parts.ts';
import { anchorOf, count, sayPercent, shortDay, shortTime } from './say.ts';
import { flagOf, stateOf, type View } from './shell.ts';
import type { TabPage } from './tab.ts';

/** "BC": of the first and the last of the names. */
function initialsOf(name: string): string {
  const names = name.split(' ').filter(Boolean);
  return [...new Set([names[0], names.at(-1)])].map((one) => one?.[0]?.toUpperCase() ?? '').join('');
}

/** More rows come on asking, so that a page opens at once. */
const mostRows = 120;
/** What is filtered by beside the kinds. */
const others: Record<string, { title: string; fits(row: StoryEntry): boolean }> = {
  notes: { title: 'With a note', fits: (row) => row.words !== undefined },
  failed: { title: 'Not delivered', fits: (row) => row.sent.some((one) => one.state === 'failed') },
};
const sentWords = { sent: 'sent', 'on-its-way': 'on its way', failed: 'not delivered' } as const;
const sentMarks = { sent: 'good', 'on-its-way': 'wait', failed: 'bad' } as const;

const sayDelivery = ({ channel, to, state, at, words }: Delivery) =>
  words
    ? `${to}: ${words}`
    : `${channel} to ${to}: ${sentWords[state]}${at && state === 'sent' ? ` ${timeOf(at)}` : ''}`;

const noOtherWay = 'No other number or address on record';
/** How somebody is told whom it did not reach, in words alone. */
const sayInstead = ({ mobile, email }: Instead) =>
  mobile ? `Call ${mobile}` : email ? `Write to ${email}` : noOtherWay;
function insteadLine({ mobile, email }: Instead): Html {
  const way = mobile ? html`Call ${phoneOf(mobile)}` : email ? html`Write to ${mailOf(email)}` : noOtherWay;
  return html`<p class="small">${way}</p>`;
}

const deliveryLine = (one: Delivery) =>
  html`${stateOf(sentMarks[one.state], sayDelivery(one))}${one.instead ? insteadLine(one.instead) : undefined}`;

/** "today 09:00", else "Wed 25 Nov 09:00". */
const sayLast = (at: Date, now: Date) => `${dayOf(at) === dayOf(now) ? 'today' : shortDay(dayOf(at))} ${timeOf(at)}`;

/** After a percent beside sessions counted, where it is not of those. */
const ofTime = ({ isOfTime }: Pick<StoryYear, 'isOfTime'>) => (isOfTime ? ' of the time' : '');

function yearCard(year: StoryYear, isAlone: boolean): Html {
  const now = year.weeks.at(-1);
  const than = sayChange(year.weeks);
  const week =
    now?.percent == null
      ? 'no marks yet this week'
      : `${sayPercent(now.percent)} this week so far${than ? `, ${than}` : ''}`;
  return html`<section class="card"><h2>${isAlone ? 'The year so far' : year.title}</h2>
<div class="facts"><p><b>${sayPercent(year.percent)}</b>${ofTime(year)} this year${year.rank ? `, ${year.rank}` : ''}</p>
<p><b>${year.missed}</b> of ${count(year.sessions, 'session')} missed</p><p>${week}</p></div>
${year.weeks.length > 0 ? html`<div class="scroll" role="region" aria-label="Weeks of ${year.title}" tabindex="0">${weekChart(year.weeks, policyLine(year.line), year)}</div>` : undefined}</section>`;
}

/** How it stands just now: flag, review, where they are, when they were last in. */
function nowLines({ years, now, at }: Story): Html | undefined {
  const of = (year: StoryYear) => (years.length > 1 ? html`<span class="small dim">${year.title}</span>` : undefined);
  const flags = years.flatMap((year) => (year.flag ? [html`<p>${flagOf(year.flag)} ${of(year)}</p>`] : []));
  const reviews = years.flatMap((year) =>
    year.reviews
      .filter((one) => one.isRunning)
      .map(({ to }) => html`<p>${stateOf('wait', html`On Conduct Review to ${shortDay(to)} ${of(year)}`)}</p>`),
  );
  const [last] = years.flatMap((year) => year.attended ?? []).toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const came = last && (last.minutesLate > 0 ? `${last.minutesLate} minutes late` : 'on time');
  const lines = [
    ...(now ? [html`<p class="strong">${now}</p>`] : []),
    ...(last ? [html`<p>Last attended <b class="strong">${sayLast(last.at, at)}</b>, ${came}</p>`] : []),
  ];
  if (flags.length + reviews.length + lines.length === 0) return undefined;
  return html`<div class="states">${flags}${reviews}${lines}</div>`;
}

function headCard(story: Story): Html | undefined {
  const { calls } = story;
  const now = nowLines(story);
  if (calls.length === 0 && !now) return undefined;
  const one = calls.map(
    (call) =>
      html`<div><p class="dim small">${call.label}</p><p class="strong">${call.name}</p>${
        call.mobile ? html`<p>${phoneOf(call.mobile)}</p>` : undefined
      }${call.email ? html`<p class="small">${mailOf(call.email)}</p>` : undefined}${call.note ? html`<p class="strong">${call.note}</p>` : undefined}</div>`,
  );
  const people = calls.length > 0 ? html`<div class="people">${one}</div>` : undefined;
  return html`<section class="card" aria-label="${calls.length > 0 ? 'How it stands. People to call' : 'How it stands'}">${now}${people}</section>`;
}

/** `isFound`: the newest of its case or task, to which other pages lead. */
function rowOf(row: StoryEntry, isFound: boolean): Html {
  const sent = row.sent.map(deliveryLine);
  const place = row.of && isFound ? html` id="${anchorOf(row.of)}"` : undefined;
  return html`<tr${place}><td data-label="When">${shortTime(row.at)}</td><td data-label="Kind">${storyKinds[row.kind]}</td>
<td>${row.what}${row.words ? html`<blockquote>${row.words}</blockquote>` : undefined}</td><td data-label="Who">${row.who || 'By rule'}</td><td>${sent}</td></tr>`;
}

/** "Week of 23 November: 60%, 3 of 5 sessions attended". */
function weekLine(monday: string, years: readonly StoryYear[]): Html {
  const weeks = years.flatMap(({ weeks, title, isOfTime }) => {
    const week: Week | undefined = weeks.find((one) => one.monday === monday);
    if (!week || week.percent === null) return [];
    return [
      `${years.length > 1 ? `${title} ` : ''}${week.percent}%${ofTime({ isOfTime })}, ${week.attended} of ${count(week.sessions, 'session')} attended${week.isRunning ? ' so far' : ''}`,
    ];
  });
  return html`<tr class="group"><th scope="rowgroup" colspan="5">Week of ${sayDay(monday).replace('Monday ', '')}${weeks.length > 0 ? `: ${weeks.join('; ')}` : ''}</th></tr>`;
}

/** Rows under their weeks; a week without a row of its own still stands there with its figures. */
function tableOf(rows: readonly StoryEntry[], story: Story, isWhole: boolean): Html {
  const byWeek = Map.groupBy(rows, (row) => mondayOf(dayOf(row.at)));
  const marked = isWhole
    ? story.years.flatMap((year) => year.weeks.filter((one) => one.percent !== null).map((one) => one.monday))
    : [];
  const newest = new Set([...Map.groupBy(rows, (row) => row.of).values()].flatMap(([first]) => first ?? []));
  const mondays = [...new Set([...byWeek.keys(), ...marked])].sort().reverse();
  return html`<div class="card flush"><table class="rows"><caption class="sr">What happened, the newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">Kind</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Channel, and did it go</th></tr></thead>
${mondays.map((monday) => html`<tbody>${weekLine(monday, story.years)}${(byWeek.get(monday) ?? []).map((row) => rowOf(row, newest.has(row)))}</tbody>`)}</table></div>`;
}

function filtersOf(story: Story, chosen: string, href: (kind: string) => string): Html {
  const counts = Map.groupBy(story.rows, (row) => row.kind);
  const all: [string, string, number][] = [
    ['', 'All', story.rows.length],
    ...(Object.keys(storyKinds) as StoryKind[]).map((kind): [string, string, number] => [
      kind,
      storyKinds[kind],
      counts.get(kind)?.length ?? 0,
    ]),
    ...Object.entries(others).map(([kind, { title, fits }]): [string, string, number] => [
      kind,
      title,
      story.rows.filter(fits).length,
    ]),
  ];
  const pills = all
    .filter(([kind, , number]) => number > 0 || kind === '')
    .map(([kind, title, number]) => ({ title: `${title} ${number}`, href: href(kind), isChosen: kind === chosen }));
  return pillsOf('Show only', pills);
}

function sheetOf(story: Story): (string | number)[][] {
  return [
    ['Day', 'Time', 'Kind', 'What', 'Words', 'Who', 'Channel and outcome'],
    ...story.rows.map((row) => [
      dayOf(row.at),
      timeOf(row.at),
      storyKinds[row.kind],
      row.what,
      row.words ?? '',
      row.who || 'By rule',
      row.sent
        .map((one) => [sayDelivery(one), one.instead ? sayInstead(one.instead) : ''].filter(Boolean).join('. '))
        .join('; '),
    ]),
  ];
}

/** A story as a page: people, the year as a line, everything in date order. */
export function storyView(story: Story, query: URLSearchParams, href: (search: string) => string): View {
  const chosen = query.get('kind') ?? '';
  const other = Object.hasOwn(others, chosen) ? others[chosen] : undefined;
  const isOf = (row: StoryEntry) => other?.fits(row) ?? row.kind === chosen;
  const fitting = chosen ? story.rows.filter(isOf) : story.rows;
  const isWhole = query.has('all') || fitting.length <= mostRows;
  const shown = isWhole ? fitting : fitting.slice(0, mostRows);
  const whole = href(`?${new URLSearchParams([...query, ['all', '1']])}`);
  const rest = isWhole ? undefined : html`<p><a href="${whole}">Show the other ${fitting.length - mostRows}</a></p>`;
  // What is printed for a panel is to be whole.
  const tools = isWhole ? undefined : html`<a class="button" href="${whole}">All of it, to print</a>`;
  // The choices are not printed; that it is not all of it is.
  const named = other?.title ?? storyKinds[chosen as StoryKind] ?? '';
  const only = named
    ? html`<p class="dim small">Only “${named}”: ${fitting.length} of ${story.rows.length}.</p>`
    : undefined;
  const { learner } = story;
  return {
    title: story.isSelf ? 'My page' : learner.name,
    initials: initialsOf(learner.name),
    note: [learner.ref, ...story.programmes, learner.age === undefined ? '' : `age ${learner.age}`]
      .filter(Boolean)
      .join(' · '),
    body: html`${headCard(story)}${story.years.map((year) => yearCard(year, story.years.length === 1))}
${filtersOf(story, chosen, (kind) => href(kind ? `?kind=${kind}` : ''))}${only}${tableOf(shown, story, isWhole && !chosen)}${rest}`,
    ...(tools ? { tools, isPart: true as const } : {}),
    sheet: { name: `Story ${learner.name}`, rows: sheetOf(story), aboutIds: [learner.id] },
    foot: story.isSelf
      ? 'What is wrong here? Write "contest" to Attendance in the chat, and somebody else looks at it again.'
      : `Only those who follow ${learner.name} see this page. Printed or exported it is personal data: please keep it so.`,
  };
}

export const storyPage: TabPage = {
  title: 'Learner',
  isOnMenu: () => false,
  async show(world: World, { viewer, rest, query, at }) {
    const [id = ''] = rest;
    const story = await learnerStory(world, viewer, id);
    if (isRefusal(story)) return story;
    const view = storyView(story, query, (search) => at(`${storyPath(id)}${search}`));
    const patterns = at(`when-missed?${new URLSearchParams({ learner: id })}`);
    return { ...view, tools: html`${view.tools}<a class="button" href="${patterns}">When missed</a>` };
  },
};
