import { addDays } from '../../domain/calendar.ts';
import type { ReviewSpan } from '../../usecases/measures/on-review.ts';
import type { WeekEvent } from '../../usecases/overview/story-events.ts';
import type { Week } from '../../usecases/overview/weeks.ts';
import { type Html, html } from '../html.ts';
import { drawEvents, layEvents, sayEvents } from './chart-events.ts';
import { dayMonth, sayPercent } from './say.ts';
import { hatchId } from './shell.ts';

type Point = { x: number; y: number; week: Week };

/** The points of weeks with marks, joined over what lies between only where no week is missing. */
function runs(weeks: readonly Week[], place: (week: Week, i: number) => { x: number; y: number }): Point[][] {
  const found: Point[][] = [[]];
  for (const [i, week] of weeks.entries()) {
    if (week.percent === null) found.push([]);
    else found.at(-1)?.push({ ...place(week, i), week });
  }
  return found.filter((run) => run.length > 0);
}

/** The first and last of weeks that follow one another without marks; one that still runs is none. */
function emptyRuns(weeks: readonly Week[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const [i, week] of weeks.entries()) {
    if (week.percent !== null || week.isRunning) continue;
    const before = found.at(-1);
    if (before?.last === i - 1) before.last = i;
    else found.push({ first: i, last: i });
  }
  return found;
}

const pathOf = (run: readonly Point[]) =>
  run.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** The dashed line of a chart: where it lies, and what it is called. */
type Line = { at: number; name: string };
export const policyLine = (at: number): Line => ({ at, name: 'policy line' });
/** What attendance and punctuality are held against, whatever the policy's line is. */
export const target: Line = { at: 100, name: 'target' };

/** What weeks are held against: the percent of each, null where there is none, and what these are called. */
type Beside = { name: string; percents: readonly (number | null)[] };

/** What a chart of weeks says, in a sentence, for those who do not see it. */
function sayWeeks(weeks: readonly Week[], line: Line, what = 'attended', beside?: Beside): string {
  const known = weeks.filter((one) => one.percent !== null);
  const said = known.map(
    (one) => `week of ${dayMonth(one.monday)} ${sayPercent(one.percent)}${one.isRunning ? ' so far' : ''}`,
  );
  const also = weeks.flatMap(({ monday }, i) => {
    const percent = beside?.percents[i] ?? null;
    return percent === null ? [] : [`${dayMonth(monday)} ${percent}%`];
  });
  const then = also.length > 0 ? ` The same weeks ${beside?.name}: ${also.join(', ')}.` : '';
  return `Percent ${what} each week, ${line.name} ${line.at}%: ${said.join(', ') || 'no marks yet'}.${then}`;
}

/**
 * Beside the line of weeks: what happened in them, the days of Conduct Reviews, and what they are held against, a line of
 * dots behind it whose figures stand in the sentence; the page says what it is. `what`: what is counted.
 */
type More = { what?: string; events?: readonly WeekEvent[]; reviews?: readonly ReviewSpan[]; beside?: Beside };

/**
 * A learner's year as a line: a figure at every point, 0 shown as 0, the policy's line dashed, this week an open ring, weeks
 * without marks grey, saying so; above it what happened, each on its week, and Conduct Reviews shaded.
 */
export function weekChart(
  weeks: readonly Week[],
  line: Line,
  { what, events = [], reviews = [], beside }: More = {},
): Html {
  const [width, left, bottom] = [900, 36, 34];
  const found = events.filter((one) => weeks.some(({ monday }) => monday === one.monday));
  const stepWith = (right: number) => (width - left - right) / Math.max(weeks.length, 6);
  const layWith = (one: number) =>
    layEvents(found, ({ monday }) => left + one * (weeks.findIndex((week) => week.monday === monday) + 0.5));
  // The words of the last weeks may need room at the right.
  const step = stepWith(layWith(stepWith(20)).placed.some(({ end }) => end > width) ? 170 : 20);
  const laid = layWith(step);
  const top = 32 + laid.lanes * laid.laneHeight;
  const height = top + 166 + bottom;
  const y = (percent: number) => top + ((100 - percent) * (height - top - bottom)) / 100;
  const x = (i: number) => left + step * (i + 0.5);
  const lines = runs(weeks, (week, i) => ({ x: x(i), y: y(week.percent ?? 0) }));
  const empty = emptyRuns(weeks).map(({ first, last }) => {
    return { from: x(first) - step / 2, wide: step * (last - first + 1) };
  });
  const gaps = empty.map(
    ({ from, wide }) =>
      html`<rect class="gap" x="${from.toFixed(1)}" y="${top}" width="${wide.toFixed(1)}" height="${height - top - bottom}"/>`,
  );
  // Where the words have room; above what is shaded.
  const noMarks = empty.flatMap(({ from, wide }) =>
    wide < 54
      ? []
      : [
          html`<text x="${(from + wide / 2).toFixed(1)}" y="${(y(25) + 4).toFixed(1)}" text-anchor="middle">no marks</text>`,
        ],
  );
  const spans = reviews.flatMap(({ from, to }) => {
    const within = weeks.flatMap(({ monday }, i) => (monday <= to && addDays(monday, 6) >= from ? [i] : []));
    const [first, last] = [within[0], within.at(-1)];
    if (first === undefined || last === undefined) return [];
    const at = (x(first) - step / 2).toFixed(1);
    return [
      html`<rect class="span" x="${at}" y="${top}" width="${(step * (last - first + 1)).toFixed(1)}" height="${height - top - bottom}"/><text x="${Number(at) + 4}" y="${height - bottom - 6}">Conduct Review</text>`,
    ];
  });
  const tops = new Map(lines.flat().map((point) => [point.week.monday, point.y]));
  const dots = lines.flat().map((point) => {
    const at = { cx: point.x.toFixed(1), cy: point.y.toFixed(1) };
    // A figure stands above its point, or below where the dashes would go through it.
    const isCrossed = Math.abs(point.y - 12 - y(line.at)) < 9;
    return html`<circle class="${point.week.isRunning ? 'ring' : 'dot'}" cx="${at.cx}" cy="${at.cy}" r="${point.week.isRunning ? 4.5 : 3.5}"/>
<text x="${at.cx}" y="${(point.y + (isCrossed ? 18 : -8)).toFixed(1)}" text-anchor="middle">${point.week.percent ?? 0}</text>`;
  });
  const others = weeks.map((week, i): Week => ({ ...week, percent: beside?.percents[i] ?? null }));
  const before = runs(others, (week, i) => ({ x: x(i), y: y(week.percent ?? 0) }));
  const every = Math.ceil(weeks.length / 14);
  const labels = weeks.map((week, i) =>
    i % every === 0 || week.isRunning
      ? html`<text x="${x(i).toFixed(1)}" y="${height - 14}" text-anchor="middle">${dayMonth(week.monday)}</text>`
      : undefined,
  );
  const said = `${sayWeeks(weeks, line, what, beside)}${sayEvents(found, reviews)}`;
  const thin = before.map((run) => html`<path class="before" d="${pathOf(run)}"/>`);
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}">
${gaps}${spans}${noMarks}${drawEvents(laid, top, (monday) => tops.get(monday) ?? top)}<path class="axis" d="M${left} ${y(100)}H${width - 10}M${left} ${y(50)}H${width - 10}M${left} ${y(0)}H${width - 10}"/>
<text x="2" y="${y(100) + 4}">100%</text><text x="2" y="${y(50) + 4}">50%</text><text x="2" y="${y(0) + 4}">0%</text>
<path class="policy" d="M${left} ${y(line.at)}H${width - 10}"/><text x="${width - 12}" y="11" text-anchor="end">dashes: ${line.name}, ${line.at}%</text>
${thin}${lines.map((run) => html`<path class="series" d="${pathOf(run)}"/>`)}${dots}${labels}</svg>`;
}

/** The same, small, in a row of a table; below 50 is drawn at the foot. */
export function sparkline(weeks: readonly Week[], line: number): Html {
  const [width, height] = [150, 36];
  const step = (width - 8) / Math.max(weeks.length - 1, 1);
  const y = (percent: number) => 4 + ((100 - Math.max(percent, 50)) * (height - 8)) / 50;
  const lines = runs(weeks, (week, i) => ({ x: 4 + step * i, y: y(week.percent ?? 0) }));
  const last = lines.at(-1)?.at(-1);
  const single = lines.filter((run) => run.length === 1).flat();
  return html`<svg class="chart spark" viewBox="0 0 ${width} ${height}" role="img" aria-label="${sayWeeks(weeks, policyLine(line))}">
<path class="policy" d="M0 ${y(line)}H${width}"/>${lines.map((run) => html`<path class="series" d="${pathOf(run)}"/>`)}
${single.map((one) => html`<circle class="dot" cx="${one.x.toFixed(1)}" cy="${one.y.toFixed(1)}" r="2"/>`)}
${last ? html`<circle class="${last.week.isRunning ? 'ring' : 'dot'}" cx="${last.x.toFixed(1)}" cy="${last.y.toFixed(1)}" r="3"/>` : undefined}</svg>`;
}

/** Fills a shape with the lines that the shell of every page brings along. An address in the sheet of style would be one beside the sheet. */
export const hatched = html` fill="url(#${hatchId})"`;

/** One bar: its figure in percent, null where nothing was due. `isNow`: still running, drawn hatched. */
type Bar = { label: string; percent: number | null; isNow?: boolean };

/** Bars from zero with their figures, the line they are measured against dashed. `said` says it all in a sentence. */
export function barChart(bars: readonly Bar[], line: number, said: string): Html {
  const [width, height, top, bottom] = [320, 150, 22, 22];
  const step = width / Math.max(bars.length, 1);
  const y = (percent: number) => top + ((100 - percent) * (height - top - bottom)) / 100;
  const shapes = bars.map(({ label, percent, isNow }, i) => {
    const x = i * step + 6;
    const middle = (i * step + step / 2).toFixed(1);
    const value = percent ?? 0;
    const kind = isNow ? 'now' : value < line ? 'below' : 'over';
    const bar =
      percent === null
        ? undefined
        : html`<rect class="bar-${kind}"${isNow ? hatched : undefined} x="${x.toFixed(1)}" y="${y(value).toFixed(1)}" width="${(step - 12).toFixed(1)}" height="${(height - bottom - y(value)).toFixed(1)}"/>`;
    return html`${bar}<text x="${middle}" y="${(y(value) - 5).toFixed(1)}" text-anchor="middle">${percent ?? 'none'}</text><text x="${middle}" y="${height - 6}" text-anchor="middle">${label}</text>`;
  });
  return html`<svg class="chart bars" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}"><path class="policy" d="M0 ${y(line)}H${width}"/>${shapes}<path class="axis" d="M0 ${height - bottom}H${width}"/></svg>`;
}
