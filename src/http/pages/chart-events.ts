import type { ReviewSpan } from '../../usecases/measures/on-review.ts';
import type { WeekEvent } from '../../usecases/overview/story-events.ts';
import { type Html, html } from '../html.ts';
import { dayMonth, shortDay } from './say.ts';

const lineHeight = 12;
/** More lanes would be higher than the line below them; what finds none has its dot, and stands in the list and the sentence. */
const mostLanes = 5;
const mostTitles = 2;
const mostLetters = 26;
const letterWidth = 6;

/** `end`: where its words end, to the right of `x`. */
type Placed = { event: WeekEvent; x: number; end: number; lane: number };
type Laid = { placed: Placed[]; lanes: number; laneHeight: number };

const cut = (text: string) => (text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text);

/** The words of a week in lines: what weighs most, then its day and how many more things there were. */
function linesOf({ day, titles }: WeekEvent): string[] {
  const more = titles.length - mostTitles;
  return [...titles.slice(0, mostTitles).map(cut), more > 0 ? `${shortDay(day)}, ${more} more` : shortDay(day)];
}

/**
 * A lane for the words of each event, the last in the lowest: words stand to the right of their stem, so that no later
 * stem, which ends in a lane below, goes through them. A lane of -1: too many stand close together.
 */
export function layEvents(events: readonly WeekEvent[], xOf: (event: WeekEvent) => number): Laid {
  const placed: Placed[] = [];
  for (const event of events.toReversed()) {
    const x = xOf(event);
    const end = x + 10 + letterWidth * Math.max(...linesOf(event).map((one) => one.length));
    const lane = Math.max(-1, ...placed.filter((one) => one.x < end).map((one) => one.lane)) + 1;
    placed.push({ event, x, end, lane: lane < mostLanes ? lane : -1 });
  }
  const lines = Math.max(0, ...events.map((one) => linesOf(one).length));
  return { placed, lanes: Math.max(0, ...placed.map((one) => one.lane + 1)), laneHeight: lines * lineHeight + 4 };
}

/** Events above a chart that begins at `top`, each on a stem that ends above the figure of its week. */
export function drawEvents({ placed, laneHeight }: Laid, top: number, pointOf: (monday: string) => number): Html[] {
  return placed.map(({ event, x, lane }) => {
    const at = x.toFixed(1);
    const end = (pointOf(event.monday) - 20).toFixed(1);
    if (lane < 0) return html`<circle class="event" cx="${at}" cy="${end}" r="3"/>`;
    const y = top - 20 - (lane + 1) * laneHeight + lineHeight;
    const words = linesOf(event).map(
      (one, i) =>
        html`<text${i === 0 ? html` class="strong"` : undefined} x="${(x + 8).toFixed(1)}" y="${y + 4 + i * lineHeight}">${one}</text>`,
    );
    return html`<path class="stem" d="M${at} ${y}V${end}"/><circle class="event" cx="${at}" cy="${y}" r="3.5"/>${words}`;
  });
}

/** The same in words, for those who do not see the chart. */
export function sayEvents(events: readonly WeekEvent[], reviews: readonly ReviewSpan[]): string {
  const said = [
    ...events.map(({ day, titles }) => `${shortDay(day)} ${titles.join(', ')}`),
    ...reviews.map(({ from, to }) => `Conduct Review ${dayMonth(from)} to ${dayMonth(to)}`),
  ];
  return said.length > 0 ? ` What happened: ${said.join('; ')}.` : '';
}
