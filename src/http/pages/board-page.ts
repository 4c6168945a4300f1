import { dayOf, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { sayUnmarked } from '../../domain/unmarked.ts';
import {
  type BoardSession,
  type BoardSpan,
  type BoardTutor,
  boardSpans,
  registerBoard,
} from '../../usecases/overview/register-board.ts';
import { type BoardState, inTimeOf, inTimePercent } from '../../usecases/overview/register-facts.ts';
import { type Html, html } from '../html.ts';
import { pillsOf, tableOf } from './parts.ts';
import { count, dayMonth, sayLasting, shortDay, shortTime } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabPage } from './tab.ts';

/** "Saved 09:12, in time", "Open, 41 min after the start". */
function sayState(one: BoardSession): string {
  const saved = one.savedAt ? (one.state === 'later-day' ? shortTime(one.savedAt) : timeOf(one.savedAt, one.zone)) : '';
  const by = one.savedBy ? ` by ${one.savedBy}` : '';
  const words: Record<BoardState, string> = {
    'to-come': 'To come',
    open: `Open, ${sayLasting(one.minutes)} after the start`,
    overdue: `Late and still open, ${sayLasting(one.minutes)} after the start`,
    'in-time': `Saved ${saved}${by}, in time`,
    late: `Saved ${saved}${by}, ${sayLasting(one.minutes)} after the start`,
    'later-day': `Saved on a later day, ${saved}${by}`,
  };
  return words[one.state];
}
const marks = {
  'to-come': 'open',
  open: 'wait',
  overdue: 'bad',
  'in-time': 'good',
  late: 'wait',
  'later-day': 'bad',
} as const;

function sessionRow(one: BoardSession): Html {
  const isOpen = one.state === 'open' || one.state === 'overdue';
  const { unknown, told } = one.unmarkedThen ?? {};
  const then = unknown === undefined ? '' : `, ${unknown} not known on the day${told ? `, ${told} told us` : ''}`;
  const learners = isOpen ? sayUnmarked(one.unmarked) : `${count(one.learners, 'learner')}${then}`;
  return html`<tr><td data-label="Day">${shortDay(one.day)}, ${timeOf(one.startsAt, one.zone)}</td><th scope="row">${one.title}<span class="small dim">${one.room}</span></th>
<td data-label="Tutor">${one.tutors.join(', ')}</td><td>${stateOf(marks[one.state], sayState(one))}</td><td>${one.state === 'to-come' ? '' : learners}</td></tr>`;
}

/** `href`: where the tutor's own sessions are; none on the page that shows them. */
function tutorRow({ name, today, weeks, delay, laterDay }: BoardTutor, href: string | undefined): Html {
  const week = weeks.map(
    (one) =>
      html`<td class="n" data-label="In time, week of ${dayMonth(one.monday)}">${one.due === 0 ? 'none due' : `${inTimePercent(one)}% of ${one.due}`}</td>`,
  );
  return html`<tr><th scope="row">${href ? html`<a href="${href}">${name}</a>` : name}</th><td class="n" data-label="Due today">${today.due}</td><td class="n" data-label="In time">${today.inTime}</td>
<td class="n" data-label="Late">${today.late}</td><td class="n" data-label="Still open">${today.open}</td>${week}<td class="n" data-label="Usual delay when late">${delay === null ? 'none late' : sayLasting(delay)}</td><td class="n" data-label="Saved on a later day">${laterDay}</td></tr>`;
}

/** Rows of one page at the most. */
const mostRows = 300;
const spans: Record<BoardSpan, string> = { today: 'Today', week: 'Last 7 days', late: 'Late, four weeks' };

/** Which registers are open, saved or late, whose, and by how long. */
export const boardPage: TabPage = {
  title: 'Registers',
  async show(world, { viewer, query, at }) {
    const span = boardSpans.find((one) => one === query.get('show')) ?? 'today';
    // Nobody reads thousands of rows; whoever takes them along has all.
    const tutorId = query.get('tutor') || undefined;
    const ask = { span, tutorId, ...(query.has('export') ? {} : { most: mostRows }) };
    const board = await registerBoard(world, viewer, ask);
    if (isRefusal(board)) return board;
    const { shown, counts, unmarked, delay } = board;
    const address = (show: BoardSpan, tutor: string | undefined) =>
      at(`registers?${new URLSearchParams({ show, ...(tutor ? { tutor } : {}) })}`);
    const today = dayOf(board.at);
    const begun = board.facts.filter((one) => one.day === today && one.state !== 'to-come');
    const saved = begun.filter((one) => one.savedAt);
    const open = begun.length - saved.length;
    const pills = boardSpans.map((key) => ({
      title: `${spans[key]} ${counts[key]}`,
      href: address(key, tutorId),
      isChosen: key === span,
    }));
    const mondays = board.tutors[0]?.weeks.map((one) => one.monday) ?? [];
    const [own] = board.tutors;
    return {
      title: tutorId && own ? `Registers: ${own.name}` : 'Registers',
      lead: `Today ${saved.length} of ${begun.length} saved, ${inTimeOf(saved)} in time${open > 0 ? `; ${open} still open, ${sayUnmarked(unmarked)}` : ''}.`,
      note: `${shortTime(board.at)}. In time: saved within ${board.within} minutes of the start.${delay === null ? '' : ` Usual delay of those late on their day, four weeks: ${sayLasting(delay)}.`}`,
      body: html`${pillsOf('Show', pills)}
${tutorId ? html`<p><a href="${address(span, undefined)}">Back to all tutors</a></p>` : undefined}
${counts[span] > shown.length ? html`<p>${shown.length} of ${counts[span]} are shown: open and late ones first, then the newest. The export has all.</p>` : undefined}
${tableOf({ caption: 'Registers', heads: ['Day', 'Session', 'Tutor', 'Register', 'Learners'], rows: shown.map(sessionRow) })}
${tableOf({
  caption: 'By tutor',
  heads: [
    'Tutor',
    ...[
      'Due today',
      'In time',
      'Late',
      'Still open',
      ...mondays.map((one) => `In time, week of ${dayMonth(one)}`),
      'Usual delay when late, four weeks',
      'Saved on a later day',
    ].map((figures) => ({ figures })),
  ],
  rows: board.tutors.map((one) => tutorRow(one, tutorId ? undefined : address(span, one.id))),
})}`,
      sheet: {
        name: 'Registers',
        rows: [
          [
            'Day',
            'Start',
            'Session',
            'Tutor',
            'State',
            'Saved',
            'By',
            'Minutes after the start',
            'Learners',
            'Not known',
            'Told us',
            'Not known on the day',
            'Told us on the day',
          ],
          ...shown.map((one) => [
            one.day,
            timeOf(one.startsAt, one.zone),
            one.title,
            one.tutors.join(', '),
            one.state,
            one.savedAt ? shortTime(one.savedAt) : '',
            one.savedBy ?? '',
            one.minutes,
            one.learners,
            one.unmarked.unknown,
            one.unmarked.told,
            one.unmarkedThen?.unknown ?? '',
            one.unmarkedThen?.told ?? '',
          ]),
        ],
      },
      foot: 'A late register stays late: saving it closes the task, not the record.',
    };
  },
};
