import { isRefusal } from '../../domain/failure.ts';
import { type HeatCell, type HeatMap, type HeatOf, heatMap } from '../../usecases/overview/heat-map.ts';
import { type Html, html } from '../html.ts';
import { frameOf, pillsOf } from './parts.ts';
import { shortTime } from './say.ts';
import type { TabPage } from './tab.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
type Missed = HeatCell['own'];
const say = ({ missed, of }: Missed) => `${missed} of ${of}`;
const share = ({ missed, of }: Missed) => (of === 0 ? 0 : (missed * 100) / of);
/** Twice as often as the others, and not once or twice only, is worth a look. */
const least = 3;
const isMore = ({ own, others }: HeatCell) =>
  own.missed >= least && others.of > 0 && share(own) >= 2 * share(others) && share(own) > 10;

function cellOf(cell: HeatCell | undefined): Html {
  if (!cell) return html`<td><span class="dim">none</span></td>`;
  const { own, others } = cell;
  const beside = others.of > 0 ? html`<span class="small dim">others ${say(others)}</span>` : undefined;
  const tint = isMore(cell) ? 't0' : share(own) === 0 ? 't95' : 't90';
  return html`<td><span class="cell ${tint}">${say(own)}</span>${beside}</td>`;
}

function saysMore({ pattern, cells }: HeatMap): string {
  if (pattern) {
    const day = `${days[pattern.weekday]}s`;
    return `${day}: ${say(pattern.on)} missed, ${say(pattern.else)} on other days; the others miss ${say(pattern.group)} on ${day}.`;
  }
  if (cells.length === 0) return 'No marks in the last twelve weeks.';
  if (cells.some((one) => one.others.of > 0)) return 'No weekday stands out against the others.';
  const byDay = Map.groupBy(cells, (one) => one.weekday);
  const sums = [...byDay].map(([weekday, own]) => ({
    weekday,
    missed: own.reduce((all, one) => all + one.own.missed, 0),
    of: own.reduce((all, one) => all + one.own.of, 0),
  }));
  const [most] = sums.toSorted((a, b) => share(b) - share(a));
  return most && most.missed > 0 ? `${days[most.weekday]}s are missed most: ${say(most)}.` : 'Nothing was missed.';
}

/** When sessions are missed: by weekday and time, against everybody else. */
export const heatMapPage: TabPage = {
  title: 'When missed',
  async show(world, { viewer, query, at }) {
    const of = Object.fromEntries(
      (['learnerId', 'tutorId', 'group', 'programmeId'] as const).flatMap((key) => {
        const value = query.get(key.replace('Id', ''));
        return value ? [[key, value]] : [];
      }),
    ) as HeatOf;
    const found = await heatMap(world, viewer, of);
    if (isRefusal(found)) return found;
    const times = [...new Set(found.cells.map((one) => one.time))].sort();
    const shown = [1, 2, 3, 4, 5, 6, 0].filter(
      (day) => (day > 0 && day < 6) || found.cells.some((one) => one.weekday === day),
    );
    const cell = (time: string, day: number) => found.cells.find((one) => one.time === time && one.weekday === day);
    const pills = [
      { title: 'All programmes', href: at('when-missed'), isChosen: !of.programmeId },
      ...found.programmes.map(({ id, name }) => ({
        title: name,
        href: at(`when-missed?${new URLSearchParams({ programme: id })}`),
        isChosen: of.programmeId === id,
      })),
    ];
    const table = html`<thead><tr><th scope="col">Start</th>${shown.map((day) => html`<th scope="col">${days[day]}</th>`)}</tr></thead>
<tbody>${times.map((time) => html`<tr><th scope="row">${time}</th>${shown.map((day) => cellOf(cell(time, day)))}</tr>`)}</tbody>`;
    return {
      title: `When missed: ${found.title}`,
      lead: saysMore(found),
      note: `${shortTime(found.at)}. Sessions missed of those held, in the last twelve weeks.`,
      body: html`${found.programmes.length > 1 ? pillsOf('Programme', pills) : undefined}
${frameOf({ label: 'When missed', caption: 'Sessions missed, by start and weekday', kind: 'heat' }, table)}`,
      sheet: {
        name: `When missed ${found.title}`,
        rows: [
          ['Weekday', 'Start', 'Missed', 'Of', 'Others missed', 'Others of'],
          ...found.cells
            .toSorted((a, b) => a.weekday - b.weekday || (a.time < b.time ? -1 : 1))
            .map(({ weekday, time, own, others }) => [
              days[weekday] ?? '',
              time,
              own.missed,
              own.of,
              others.missed,
              others.of,
            ]),
        ],
      },
      foot: 'Bold and underlined: at least three, and at least twice as often as the others. What everybody misses says nothing about one.',
    };
  },
};
