import { dayOf, timeOf } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import {
  type BoardSession,
  type BoardSpan,
  type BoardState,
  type BoardTutor,
  boardSpans,
  inTimeOf,
  inTimePercent,
  registerBoard,
} from '../../usecases/overview/register-board.ts';
import { type Html, html } from '../html.ts';
import { pillsOf, tableOf } from './parts.ts';
import { count, dayMonth, shortDay, shortTime } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabPage } from './tab.ts';

const sayMinutes = (minutes: number) => {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : count(Math.floor(hours / 24), 'day');
};

/** "Saved 09:12, in time", "Open, 41 min after the start". */
function sayState(one: BoardSession): string {
  const saved = one.savedAt ? (one.state === 'later-day' ? shortTime(one.savedAt) : timeOf(one.savedAt, one.zone)) : '';
  const by = one.savedBy ? ` by ${one.savedBy}` : '';
  const words: Record<BoardState, string> = {
    'to-come': 'To come',
    open: `Open, ${sayMinutes(one.minutes)} after the start`,
    overdue: `Late and still open, ${sayMinutes(one.minutes)} after the start`,
    'in-time': `Saved ${saved}${by}, in time`,
    late: `Saved ${saved}${by}, ${sayMinutes(one.minutes)} after the start`,
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
  const unknown =
    one.state === 'open' || one.state === 'overdue'
      ? `${count(one.unknown, 'learner')} not known`
      : count(one.learners, 'learner');
  return html`<tr><td data-label="Day">${shortDay(one.day)}, ${timeOf(one.startsAt, one.zone)}</td><th scope="row">${one.title}<span class="small dim">${one.room}</span></th>
<td data-label="Tutor">${one.tutors.join(', ')}</td><td>${stateOf(marks[one.state], sayState(one))}</td><td>${one.state === 'to-come' ? '' : unknown}</td></tr>`;
}

function tutorRow({ name, today, weeks, laterDay }: BoardTutor): Html {
  const week = weeks.map(
    (one) =>
      html`<td class="n" data-label="In time, week of ${dayMonth(one.monday)}">${one.due === 0 ? 'none due' : `${inTimePercent(one)}% of ${one.due}`}</td>`,
  );
  return html`<tr><th scope="row">${name}</th><td class="n" data-label="Due today">${today.due}</td><td class="n" data-label="In time">${today.inTime}</td>
<td class="n" data-label="Late">${today.late}</td><td class="n" data-label="Still open">${today.open}</td>${week}<td class="n" data-label="Saved on a later day">${laterDay}</td></tr>`;
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
    const board = await registerBoard(world, viewer, span, query.has('export') ? undefined : mostRows);
    if (isRefusal(board)) return board;
    const { shown, counts, unknown } = board;
    const today = dayOf(board.at);
    const begun = board.facts.filter((one) => one.day === today && one.state !== 'to-come');
    const saved = begun.filter((one) => one.savedAt);
    const open = begun.length - saved.length;
    const pills = boardSpans.map((key) => ({
      title: `${spans[key]} ${counts[key]}`,
      href: at(`registers?show=${key}`),
      isChosen: key === span,
    }));
    const mondays = board.tutors[0]?.weeks.map((one) => one.monday) ?? [];
    return {
      title: 'Registers',
      lead: `Today ${saved.length} of ${begun.length} saved, ${inTimeOf(saved)} in time${open > 0 ? `; ${open} still open, ${count(unknown, 'learner')} not known` : ''}.`,
      note: `${shortTime(board.at)}. In time: saved within ${board.within} minutes of the start.`,
      body: html`${pillsOf('Show', pills)}
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
      'Saved on a later day',
    ].map((figures) => ({ figures })),
  ],
  rows: board.tutors.map(tutorRow),
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
            one.unknown,
          ]),
        ],
      },
      foot: 'A late register stays late: saving it closes the task, not the record.',
    };
  },
};
