import { whatWasTold } from '../../domain/absence-notice.ts';
import { dayOf, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { sayStart } from '../../domain/session.ts';
import { ownPageOf } from '../../usecases/core/own-page.ts';
import { type Apprentice, myApprentices } from '../../usecases/overview/my-apprentices.ts';
import { type Html, html, mailOf, phoneOf } from '../html.ts';
import { itemOf, panelOf, tableOf } from './parts.ts';
import { count, sayPercent, shortDay, shortTime } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabPage } from './tab.ts';
import { howToTell, toldPanel, weekPanel } from './week-panel.ts';

function figuresPanel({ programmes, waits, calls }: Apprentice, viewer: Person): Html {
  const figures = programmes.map((one) =>
    itemOf(
      html`<p><b class="big">${sayPercent(one.percent)}</b>${one.name}${one.sessions > 0 ? `, ${one.attended} of ${count(one.sessions, 'session')} attended` : ''}</p>`,
    ),
  );
  const asked = waits.map(({ label, due }) =>
    itemOf(stateOf('wait', `${label}${due ? `, by ${shortDay(dayOf(due))}` : ''}`)),
  );
  const people = calls.map(({ label, name, mobile, email }) =>
    itemOf(html`<p>${label}: ${name} ${mobile ? phoneOf(mobile) : undefined} ${email ? mailOf(email) : undefined}</p>`),
  );
  return html`${panelOf('This college year', '', figures)}${asked.length > 0 ? panelOf('Waits for you', ownPageOf(viewer) ? 'By a link of its own, which we sent you.' : 'On a card in the chat.', asked) : undefined}${people.length > 0 ? panelOf('At the college', '', people) : undefined}`;
}

/** What is known of today: the last session that has begun, else the first to come. */
function todayOf({ days }: Apprentice, at: Date): string {
  const facts = days.find((one) => one.day === dayOf(at))?.facts ?? [];
  const known = facts.findLast((one) => one.state !== 'to-come');
  const [next] = facts;
  if (known) return whatWasTold(known.words);
  return next ? `From ${timeOf(next.session.startsAt, next.session.zone)}` : 'No session';
}

/** "Tue 24 Nov, 13:00 Workshop". */
function nextOf({ days }: Apprentice): string {
  for (const { day, facts } of days) {
    const next = facts.find((one) => one.state === 'to-come' || one.state === 'told');
    if (next) return `${shortDay(day)}, ${sayStart(next.session)}`;
  }
  return 'None in seven days';
}

function rowOf(one: Apprentice, at: Date): Html {
  const percents = one.programmes.map(({ percent }) => sayPercent(percent)).join(', ');
  const waits = one.waits.length > 0 ? stateOf('wait', one.waits.map(({ label }) => label).join(', ')) : 'Nothing';
  return html`<tr><th scope="row"><a href="#${one.learnerId}">${one.name}</a></th><td data-label="Today">${todayOf(one, at)}</td><td data-label="Next">${nextOf(one)}</td>
<td class="n" data-label="This year"><b>${percents}</b></td><td data-label="Waits for you">${waits}</td></tr>`;
}

function detailOf(one: Apprentice, viewer: Person): Html {
  return html`<section id="${one.learnerId}" aria-label="${one.name}"><h2 class="name">${one.name}</h2><div class="cols">
${weekPanel('The next seven days', one.days, 'Nothing is planned at the college.')}<div>${figuresPanel(one, viewer)}</div>
${toldPanel('What was told', one.told, `Off sick, or late? ${howToTell(viewer)}`)}</div></section>`;
}

/** An employer's apprentices: who is in, when they are at the college, their attendance, what was told. */
export const apprenticesPage: TabPage = {
  title: 'My apprentices',
  isOnMenu: (viewer) => viewer.roles.includes('employer'),
  async show(world, { viewer }) {
    const found = await myApprentices(world, viewer);
    if (isRefusal(found)) return found;
    const none = html`<div class="card"><p>No apprentice is linked to you just now. The college office can do that.</p></div>`;
    return {
      title: 'My apprentices',
      note: shortTime(found.at),
      body:
        found.apprentices.length > 0
          ? html`${tableOf({
              caption: 'My apprentices',
              heads: ['Apprentice', 'Today', 'Next at the college', { figures: 'This year' }, 'Waits for you'],
              rows: found.apprentices.map((one) => rowOf(one, found.at)),
            })}${found.apprentices.map((one) => detailOf(one, viewer))}`
          : none,
      sheet: {
        name: 'My apprentices',
        rows: [
          ['Apprentice', 'Programme', 'Percent this year', 'Attended', 'Sessions', 'Day', 'Session', 'What is known'],
          ...found.apprentices.flatMap(({ name, programmes, days }) => [
            ...programmes.map((one) => [name, one.name, one.percent ?? '', one.attended, one.sessions, '', '', '']),
            ...days.flatMap(({ day, facts }) =>
              facts.map(({ session, words }) => [name, '', '', '', '', day, sayStart(session), words]),
            ),
          ]),
        ],
      },
    };
  },
};
