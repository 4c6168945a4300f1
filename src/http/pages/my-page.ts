import { addMinutes } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { ownPageOf } from '../../usecases/core/own-page.ts';
import type { World } from '../../usecases/core/ports.ts';
import { myPage } from '../../usecases/overview/my-page.ts';
import type { YearAhead } from '../../usecases/overview/year-ahead.ts';
import { type Html, html } from '../html.ts';
import { itemOf, panelOf } from './parts.ts';
import { count, dayMonth, sayPercent, shortDay } from './say.ts';
import { stateOf } from './shell.ts';
import { storyView } from './story-page.ts';
import type { TabPage } from './tab.ts';
import { howToTell, toldPanel, weekPanel } from './week-panel.ts';

type Level = YearAhead['levels'][number];

function sayLevel({ isReachable, mayMiss }: Level): string {
  if (!isReachable) return 'not reachable any more this year';
  return mayMiss === 0 ? 'reachable if you miss none' : `reachable if you miss at most ${mayMiss}`;
}

/** What a year can still become. */
function aheadPanel(ahead: YearAhead, isAlone: boolean): Html {
  const { sessions, lastDay, best, levels } = ahead;
  const title = isAlone ? 'Still reachable' : `Still reachable: ${ahead.title}`;
  if (sessions === 0 || !lastDay) return panelOf(title, '', html`<p>The timetable names no more sessions yet.</p>`);
  const lines = levels.map((one) =>
    itemOf(stateOf(one.isReachable ? 'good' : 'open', html`<b>${one.title}, ${one.from}%</b>: ${sayLevel(one)}`)),
  );
  const note = `${count(sessions, 'session')} ahead, in the timetable until ${dayMonth(lastDay)}.`;
  return panelOf(title, note, html`<p>Come to all of them, and you are at <b>${sayPercent(best)}</b>.</p>${lines}`);
}

/** How long the form works that the page leads to. */
const formMinutes = 60;
const contestLink = (world: World, viewer: Person) =>
  world.link?.('form', 'contest', viewer._id, addMinutes(world.clock.now(), formMinutes));

/** A learner's own page: the week ahead, the year and what is still reachable, what they told us, every day of it. */
export const ownPage: TabPage = {
  title: 'My page',
  async show(world, { viewer, query, at }) {
    const found = await myPage(world, viewer);
    if (isRefusal(found)) return found;
    const { story, days, ahead, told, reports } = found;
    const view = storyView(story, query, (search) => at(`me${search}`));
    const percents = story.years.filter((one) => one.percent !== null);
    const sum = percents.map((one) => `${one.percent}%${percents.length > 1 ? ` on ${one.title}` : ''}`).join(', ');
    const form = contestLink(world, viewer);
    const way = ownPageOf(viewer)
      ? `${form ? 'You can also call' : 'Call'} or write to your college office.`
      : html`${form ? 'You can also write' : 'Write'} <b>contest</b> to Attendance in the chat.`;
    // A page of its own: nothing that is filled in stands in a frame.
    const button = form
      ? html`<p><a class="button" href="${form}" target="_blank" rel="noopener">Ask for another look</a></p>`
      : undefined;
    const wrong = html`<p>Somebody else looks at the mark, flag or decision again.</p>${button}<p class="dim small">${way}</p>`;
    const reportLine = ({ id, from, to }: (typeof reports)[number]) =>
      itemOf(
        html`<p><a href="${at(`reviews/${encodeURIComponent(id)}`)}">${shortDay(from)} to ${shortDay(to)}</a></p>`,
      );
    const ownReports =
      reports.length > 0
        ? panelOf(
            'Your Conduct Review',
            'The report, as your mentor and tutors write it.',
            html`${reports.map(reportLine)}`,
          )
        : undefined;
    return {
      ...view,
      lead: sum ? `${sum} so far this year.` : 'No register with you on it has been saved this year yet.',
      body: html`<div class="cols">${weekPanel('The next seven days', days, 'Nothing is planned for you.')}
<div>${ahead.map((one) => aheadPanel(one, ahead.length === 1))}</div>
<div>${toldPanel('What you told us', told, `Not in, or late? ${howToTell(viewer)}`)}${ownReports}${panelOf('Something wrong here?', '', wrong)}</div></div>
${view.body}`,
      foot: 'Print this page for your own report. Nobody sees it but you and those who teach and look after you.',
    };
  },
};
