import { isRefusal } from '../../domain/failure.ts';
import { ownPageOf } from '../../usecases/core/own-page.ts';
import { myPage } from '../../usecases/overview/my-page.ts';
import type { YearAhead } from '../../usecases/overview/year-ahead.ts';
import { type Html, html } from '../html.ts';
import { itemOf, panelOf } from './parts.ts';
import { count, dayMonth, sayPercent } from './say.ts';
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

/** A learner's own page: the week ahead, the year and what is still reachable, what they told us, every day of it. */
export const ownPage: TabPage = {
  title: 'My page',
  async show(world, { viewer, query, at }) {
    const found = await myPage(world, viewer);
    if (isRefusal(found)) return found;
    const { story, days, ahead, told } = found;
    const view = storyView(story, query, (search) => at(`me${search}`));
    const percents = story.years.filter((one) => one.percent !== null);
    const sum = percents.map((one) => `${one.percent}%${percents.length > 1 ? ` on ${one.title}` : ''}`).join(', ');
    const way = ownPageOf(viewer)
      ? 'Call or write to your college office.'
      : html`Write <b>contest</b> to Attendance in the chat.`;
    const wrong = html`<p>${way} Somebody else looks at the mark, flag or decision again.</p>`;
    return {
      ...view,
      lead: sum ? `${sum} so far this year.` : 'No register with you on it has been saved this year yet.',
      body: html`<div class="cols">${weekPanel('The next seven days', days, 'Nothing is planned for you.')}
<div>${ahead.map((one) => aheadPanel(one, ahead.length === 1))}</div>
<div>${toldPanel('What you told us', told, `Not in, or late? ${howToTell(viewer)}`)}${panelOf('Something wrong here?', '', wrong)}</div></div>
${view.body}`,
      foot: 'Print this page for your own report. Nobody sees it but you and those who teach and look after you.',
    };
  },
};
