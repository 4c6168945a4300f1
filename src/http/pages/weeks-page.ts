import { type Day, dayOf, isDay, mondayOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import type { CellAsk, Columns } from '../../usecases/overview/cell-learners.ts';
import { type ProgrammeWeeks, programmeWeeks, type WeekLine } from '../../usecases/overview/programme-weeks.ts';
import { type Grouping, groupings } from '../../usecases/overview/week-entries.ts';
import { sayMove } from '../../usecases/overview/weeks.ts';
import { type Html, html } from '../html.ts';
import { barChart, target, weekChart } from './charts.ts';
import { givenCounts, givenHeads, givenTable } from './given-table.ts';
import { heatTable, type Leads, type Measure, weekHeads } from './heat-table.ts';
import { pillsOf } from './parts.ts';
import { count, dayMonth, sayPercent, shortTime } from './say.ts';
import type { TabPage } from './tab.ts';

const titles: Record<Grouping, string> = {
  programme: 'Programmes',
  group: 'Groups',
  tutor: 'Tutors',
  employer: 'Employers',
  subcontractor: 'Subcontractors',
  type: 'Session types',
  learner: 'Learners',
};
const measures = { percent: 'Attendance', punctual: 'Punctuality' } as const;
const words = { percent: 'attended', punctual: 'on time' } as const;
const spans = { weeks: 'By week', terms: 'By term' } as const;

/** What the page was asked: by what, which figure, in which columns, and whose figure was followed to its learners. */
type Asked = { by: Grouping; measure: Measure; columns: Columns; programmeId?: string; cell?: CellAsk };

function askedOf(query: URLSearchParams): Asked {
  const isGrouping = (text: string | null): text is Grouping => groupings.some((one) => one === text);
  const [by, line, column] = [query.get('by'), query.get('line'), query.get('column')];
  const programmeId = query.get('programme');
  const isColumn = column !== null && (isDay(column) || (column === '' && query.get('columns') === 'terms'));
  const isOfLine = isGrouping(line) && line !== 'learner' && isColumn;
  const within = query.get('in');
  const cell = isOfLine
    ? { by: line, key: query.get('key') ?? '', column, ...(within ? { programmeId: within } : {}) }
    : undefined;
  return {
    by: cell ? 'learner' : isGrouping(by) ? by : 'programme',
    measure: query.get('of') === 'punctual' ? 'punctual' : 'percent',
    columns: query.get('columns') === 'terms' ? 'terms' : 'weeks',
    ...(programmeId ? { programmeId } : {}),
    ...(cell ? { cell } : {}),
  };
}

/** The address of the page as it is asked. */
function searchOf({ by, measure, columns, programmeId, cell }: Asked): string {
  return `programmes?${new URLSearchParams({
    ...(cell ? { line: cell.by, key: cell.key, column: cell.column } : { by }),
    ...(cell?.programmeId ? { in: cell.programmeId } : {}),
    of: measure,
    ...(columns === 'terms' ? { columns } : {}),
    ...(programmeId ? { programme: programmeId } : {}),
  })}`;
}

const headsOf = ({ mondays, at }: ProgrammeWeeks, columns: Columns): string[] =>
  columns === 'weeks'
    ? weekHeads(mondays, at)
    : mondays.map((one) => (one === '' ? 'Outside term' : `Term from ${dayMonth(one)}`));

/** All of it together against the target, by week as a line, by term as bars. */
function chartOf(found: ProgrammeWeeks, { measure, columns }: Asked): Html | undefined {
  const whole = found.whole ?? (found.lines.length === 1 ? found.lines[0] : undefined);
  if (!whole || found.mondays.length === 0) return undefined;
  const figures = found.mondays.map((monday, i) => ({ monday, percent: whole.cells[i]?.[measure] ?? null }));
  const title = `${measures[measure]} ${columns === 'weeks' ? 'each week' : 'each term'}, all shown here together`;
  const now = mondayOf(dayOf(found.at));
  const weeks = figures.map((one) => ({ ...one, sessions: 0, attended: 0, isRunning: one.monday === now }));
  const heads = headsOf(found, columns);
  const bars = figures.map(({ percent }, i) => ({ label: heads[i] ?? '', percent }));
  const said = `Percent ${words[measure]} by term, target 100%: ${bars.map((one) => `${one.label} ${sayPercent(one.percent)}`).join(', ')}.`;
  const chart =
    columns === 'weeks'
      ? html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">${weekChart(weeks, target, { what: words[measure] })}</div>`
      : html`<div class="narrow">${barChart(bars, target.at, said)}</div>`;
  return html`<section class="card"><h2>${title}</h2><p class="dim small">Percent ${words[measure]}. Dashes: the target, 100%.</p>${chart}</section>`;
}

/** Attendance and punctuality by week or term; a figure leads to the learners who made it. */
export const weeksPage: TabPage = {
  title: 'Programmes',
  async show(world, { viewer, query, at }) {
    const asked = askedOf(query);
    const { measure, columns, cell } = asked;
    const found = await programmeWeeks(world, viewer, asked);
    if (isRefusal(found)) return found;
    const { by } = found;
    const address = (more: Partial<Asked>) => at(searchOf({ ...asked, ...more }));
    const patterns = (of: Record<string, string>) => at(`when-missed?${new URLSearchParams(of)}`);
    const [name, group] = [
      (line: WeekLine) => line.key.split('|')[0] ?? '',
      (line: WeekLine) => line.key.split('|')[1] ?? '',
    ];
    const names: Partial<Record<Grouping, Leads['name']>> = {
      programme: (line) => patterns({ programme: line.key }),
      group: (line) => patterns({ programme: name(line), group: group(line) }),
      tutor: (line) => patterns({ tutor: line.key }),
      learner: (line) => at(storyPath(line.key)),
    };
    const learners = ({ key }: WeekLine, i: number): string | undefined => {
      const column: Day | undefined = found.mondays[i];
      if (!found.mayName || by === 'learner' || column === undefined) return undefined;
      const next = cell ? { ...cell, column, programmeId: key } : { by, key, column };
      return at(searchOf({ ...asked, cell: next }));
    };
    const nameOf = names[by];
    const leads: Leads = { cell: learners, ...(nameOf ? { name: nameOf } : {}) };
    const pill = (title: string, more: Partial<Asked>, isChosen: boolean) => ({
      title,
      href: address(more),
      isChosen,
    });
    const last = found.whole ?? found.lines[0];
    const heads = headsOf(found, columns);
    const i = cell ? found.mondays.indexOf(cell.column) : found.mondays.findLastIndex((one) => one !== '');
    const [now, before] = [last?.cells[i]?.[measure], last?.cells[i - 1]?.[measure]];
    const move = now == null || before == null ? '' : `, ${sayMove(now, before)} the one before`;
    const of = columns === 'weeks' ? 'week' : 'term';
    const title = cell ? `${titles[by]}: ${found.about}` : `${titles[by]} by ${of}`;
    const whole = found.whole;
    const { cell: _, ...all } = asked;
    const { programmeId: _in, ...figure } = cell ?? { by, key: '', column: '' };
    const back: Asked = cell?.programmeId ? { ...asked, cell: figure as CellAsk } : { ...all, by: cell?.by ?? by };
    return {
      title,
      lead:
        found.mondays.length > 0 && found.mondays.every((one) => one === '')
          ? 'No term dates cover these marks: they come with the import of programmes.'
          : now == null
            ? `No marks this ${of} yet.`
            : `${measures[measure]} ${now}% in the ${cell ? of : `last ${of} with marks`}${move}; the target is 100%.`,
      note: `${shortTime(found.at)}. ${columns === 'weeks' ? `The last ${count(found.mondays.length, 'week')} with marks.` : 'This college year. A week counts in the term it lies in.'}`,
      body: html`${pillsOf(
        'Show by',
        groupings
          .filter((one) => one !== 'learner' || (by === 'learner' && !cell))
          .map((one) => ({
            title: titles[one],
            href: at(searchOf({ ...all, by: one })),
            isChosen: one === by && !cell,
          })),
      )}
${pillsOf(
  'Show',
  (['percent', 'punctual'] as const).map((key) => pill(measures[key], { measure: key }, key === measure)),
)}
${
  cell
    ? html`<p><a href="${at(searchOf(back))}">Back to ${titles[back.cell ? 'programme' : cell.by].toLowerCase()} by ${of}</a></p>`
    : pillsOf(
        'Columns',
        (['weeks', 'terms'] as const).map((key) => pill(spans[key], { columns: key }, key === columns)),
      )
}
${chartOf(found, asked)}
${heatTable({ caption: `${measures[measure]} in percent by ${of}`, head: titles[by], heads, move: `On last ${of}`, lines: found.lines, whole, measure, leads })}
${
  last && (whole || found.lines.length === 1)
    ? givenTable(
        `Marks by ${of}, all shown here together`,
        of === 'week' ? 'Week' : 'Term',
        last.cells.map(({ given }, n) => ({ title: heads[n] ?? '', given })),
      )
    : undefined
}
${givenTable(
  `Marks by ${titles[by].toLowerCase()}, all these ${of}s together`,
  titles[by],
  [...found.lines, ...(whole ? [whole] : [])].map(({ title, all: { given } }) => ({ title, given })),
)}`,
      sheet: {
        name: title.replace(/[:,]/g, ''),
        rows: [
          [
            titles[by],
            'Learners',
            ...found.mondays.flatMap((one) => [
              `${one || 'Outside term'} attendance %`,
              `${one || 'Outside term'} punctuality %`,
              ...givenHeads.map((kind) => `${one || 'Outside term'} ${kind}`),
            ]),
            'All attendance %',
            'All punctuality %',
            ...givenHeads.map((kind) => `All ${kind}`),
          ],
          ...[...found.lines, ...(whole ? [whole] : [])].map((line) => [
            line.title,
            line.learners ?? '',
            ...[...line.cells, line.all].flatMap((one) => [
              one.percent ?? '',
              one.punctual ?? '',
              ...givenCounts(one.given),
            ]),
          ]),
        ],
      },
      foot: `Percent, rounded down. Below 85 is also bold and underlined.${found.mayName && by !== 'learner' ? ' A figure leads to the learners who made it.' : ''}`,
    };
  },
};
