import { dayOf, isDay, mondayOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { type College, college } from '../../usecases/overview/college.ts';
import { inTimePercent } from '../../usecases/overview/register-facts.ts';
import { type Html, html } from '../html.ts';
import { barChart, policyLine, weekChart } from './charts.ts';
import { heatTable, weekHeads } from './heat-table.ts';
import { panelOf } from './parts.ts';
import { count, dayMonth, sayPercent, shortTime } from './say.ts';
import type { TabPage } from './tab.ts';

/** The line of the whole college's chart and of registers in time. */
const line = 90;

function casesPanel({ cases, oldHolds }: College): Html {
  const row = (title: string, ages: readonly number[]) =>
    html`<tr><th scope="row">${title}</th>${ages.map((one) => html`<td class="n">${one}</td>`)}<td class="n"><b>${ages.reduce((all, one) => all + one, 0)}</b></td></tr>`;
  const all = [0, 1, 2].map((i) => cases.reduce((sum, one) => sum + (one.ages[i] ?? 0), 0));
  const heads = ['0 to 2', '3 to 7', 'over 7', 'All'];
  const table = html`<table class="plain"><caption class="sr">Open cases by days open and who has them</caption><thead><tr><th scope="col">Days open</th>${heads.map((one) => html`<th scope="col" class="n">${one}</th>`)}</tr></thead>
<tbody>${cases.map((one) => row(one.role, one.ages))}${row('All', all)}</tbody></table>`;
  const holds =
    oldHolds.length > 0
      ? html`<p>${count(oldHolds.length, 'safeguarding hold')} of which leaders are told, open for ${oldHolds.toSorted((a, b) => a - b).join(', ')} days; of these the number alone. Younger ones are the Safeguarding Team’s.</p>`
      : undefined;
  return panelOf(
    'Open cases, by age and who has them',
    '',
    html`${cases.length > 0 ? table : html`<p>None is open.</p>`}${holds}`,
  );
}

/** `asked`: the week the page is of, where that is not this one. */
function registersPanel({ registers, at }: College, asked: string): Html {
  const running = mondayOf(dayOf(at));
  const bars = registers.map((one) => ({
    label: dayMonth(one.monday),
    percent: inTimePercent(one),
    isNow: one.monday === running,
  }));
  const each = bars.map((one) => `${one.label} ${sayPercent(one.percent)}${one.isNow ? ' so far' : ''}`);
  const said = `Percent of registers in time each week, line ${line}%: ${each.join(', ')}.`;
  const last = registers.at(-1);
  const words = last
    ? html`<p>Week of ${dayMonth(last.monday)}: ${last.inTime} of ${last.due} in time${last.monday === running ? ' so far' : ''}.</p>`
    : html`<p>${asked ? 'Registers are counted here for the last four weeks.' : 'No register was due yet.'}</p>`;
  return panelOf(
    'Registers in time',
    `Percent of those due. Dashes: ${line}%.${bars.some((one) => one.isNow) ? ' Hatched: this week so far.' : ''}`,
    html`${bars.length > 0 ? barChart(bars, line, said) : undefined}${words}`,
  );
}

function decisionsPanel({ decisions }: College): Html {
  const rows = decisions.map(
    ({ programme, options, days }) =>
      html`<tr><th scope="row">${programme}</th><td>${options.map((one) => html`<div>${one.label}: <b>${one.count}</b></div>`)}</td><td class="n">${days === 0 ? 'same day' : count(days, 'day')}</td></tr>`,
  );
  const table = html`<table class="plain"><caption class="sr">Decisions by programme</caption><thead><tr><th scope="col">Programme</th><th scope="col">Decided</th><th scope="col" class="n">Usually after</th></tr></thead><tbody>${rows}</tbody></table>`;
  return panelOf('How decisions fall, this year', '', decisions.length > 0 ? table : html`<p>No decisions yet.</p>`);
}

/** This week and the last one that is over, each beside the same week a year before. */
function weeksPanel({ weeks, lastYear }: College, title: string): Html {
  const known = weeks
    .map((week, i) => ({ week, before: lastYear[i] ?? null }))
    .filter(({ week }) => week.percent !== null);
  const shown = [known.findLast(({ week }) => week.isRunning), known.findLast(({ week }) => !week.isRunning)];
  const rows = shown.flatMap((one) => (one ? [one] : []));
  const name = ({ isRunning, monday }: College['weeks'][number]) =>
    isRunning ? 'This week so far' : `Week of ${dayMonth(monday)}`;
  const [newest] = rows;
  if (!newest) return panelOf(title, '', html`<p>No marks yet.</p>`);
  const cells = rows.map(
    ({ week, before }) =>
      html`<tr><th scope="row">${name(week)}</th><td class="n">${sayPercent(week.percent)}</td><td class="n">${sayPercent(before)}</td></tr>`,
  );
  return panelOf(
    title,
    name(newest.week),
    html`<p><b class="huge">${sayPercent(newest.week.percent)}</b></p>
<table class="plain"><caption class="sr">Percent attended, beside the same week last year</caption><thead><tr><th scope="col">Week</th><th scope="col" class="n">This year</th><th scope="col" class="n">Last year</th></tr></thead><tbody>${cells}</tbody></table>`,
  );
}

/** The week that the page tells of last. */
function weekForm({ toPick, at: now }: College, action: string, asked: string): Html {
  const running = mondayOf(dayOf(now));
  const option = (monday: string) =>
    monday === running
      ? html`<option value="">This week so far</option>`
      : html`<option value="${monday}"${monday === asked ? html` selected` : undefined}>Week of ${dayMonth(monday)}</option>`;
  return html`<form class="tools" method="get" action="${action}"><select name="week" aria-label="Week">${[...new Set([...toPick, running])].toReversed().map(option)}</select><button type="submit">Show</button></form>`;
}

const wholeSums = ({ whole, lines: [only] }: College) => {
  const all = whole ?? only;
  return all ? [all.all.percent ?? '', all.red, all.amber] : [];
};

/** The whole college on one page: what changed, attendance, flags, open cases, registers, decisions; no learner's name. */
export const collegePage: TabPage = {
  title: 'College',
  async show(world, { viewer, query, at }) {
    const week = query.get('week') ?? '';
    const picked = isDay(week) ? await college(world, viewer, week) : undefined;
    // A week there is nothing of is none to pick.
    const asked = picked && !isRefusal(picked) && picked.toPick.includes(week) ? week : '';
    const found = picked && asked ? picked : await college(world, viewer);
    if (isRefusal(found)) return found;
    const { changes, learners, weeks, lastYear, mondays, lines } = found;
    const isOwn = !viewer.roles.includes('leader');
    const together = isOwn ? 'All together' : 'Whole college';
    return {
      title: isOwn ? 'My programmes' : 'College',
      note: `${shortTime(found.at)}. ${isOwn ? 'The programmes you head or manage' : 'The whole college'}, ${count(learners, 'learner')}.${asked ? ` Figures to the week of ${dayMonth(asked)}; flags, cases and decisions are those of now.` : ''}`,
      tools: weekForm(found, at('college'), asked),
      body: html`<div class="cards wide">${changes.map((one) => html`<p class="card lead">${one}</p>`)}</div>
<div class="cols two">${weeksPanel(found, together)}
<section class="card"><h2>Each week, percent</h2>${lastYear.some((one) => one !== null) ? html`<p class="dim small">Dots: the same weeks last year.</p>` : undefined}<div class="scroll" role="region" aria-label="Each week" tabindex="0">${weekChart(weeks, policyLine(line), { beside: { name: 'last year', percents: lastYear } })}</div></section></div>
<h2 class="name">Programmes by week</h2>
${heatTable({
  caption: 'Programmes by week, attendance in percent',
  head: 'Programme',
  heads: weekHeads(mondays, found.at),
  lines,
  measure: 'percent',
  whole: found.whole && { ...found.whole, title: together },
  leads: { name: ({ key }) => at(`programmes?${new URLSearchParams({ by: 'programme', programme: key })}`) },
  more: { heads: ['Red risk', 'Amber risk'], cells: ({ red, amber }) => [red, amber] },
})}
<div class="cols">${casesPanel(found)}${registersPanel(found, asked)}${decisionsPanel(found)}</div>`,
      sheet: {
        name: 'College',
        rows: [
          ['Programme', 'Learners', ...mondays.map((one) => `${one} %`), 'All %', 'Red risk', 'Amber risk'],
          ...lines.map((one) => [
            one.title,
            one.learners ?? '',
            ...one.cells.map((cell) => cell.percent ?? ''),
            one.all.percent ?? '',
            one.red,
            one.amber,
          ]),
          ['All together', learners, ...weeks.map((one) => one.percent ?? ''), ...wholeSums(found)],
          ['All together, same week last year', '', ...lastYear.map((one) => one ?? '')],
          ...found.cases.map(({ role, ages }) => [`Open cases: ${role}`, '', ...ages]),
          ...found.registers.map(({ monday, due, inTime }) => [`Registers, week of ${monday}`, '', due, inTime]),
          ...found.decisions.flatMap(({ programme, options }) =>
            options.map((one) => [`Decided, ${programme}: ${one.label}`, '', one.count]),
          ),
        ],
      },
      foot: 'Percent, rounded down. Below 85 is also bold and underlined. Learners are counted, never named.',
    };
  },
};
