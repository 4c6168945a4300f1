import { dayOf } from '../../domain/calendar.ts';
import { isRefusal, refuse } from '../../domain/failure.ts';
import { isStaff } from '../../domain/person.ts';
import { type ReportLesson, type ReviewReport, reviewReport } from '../../usecases/measures/conduct-review-report.ts';
import { type ReviewLine, reviews } from '../../usecases/overview/reviews.ts';
import { type Html, html } from '../html.ts';
import { frameOf, panelOf, tableOf } from './parts.ts';
import { count, shortDay, shortTime } from './say.ts';
import { stateOf } from './shell.ts';
import type { TabAsk, TabPage } from './tab.ts';

function rowOf({ id, learner, from, to, state, comments, lessons }: ReviewLine, at: TabAsk['at']): Html {
  const unsigned =
    lessons.unsigned > 0
      ? stateOf('bad', `${lessons.unsigned} not signed`)
      : lessons.held === 0
        ? stateOf('open', 'No lesson yet')
        : stateOf('good', 'All signed that are over');
  return html`<tr><th scope="row"><a href="${at(`reviews/${encodeURIComponent(id)}`)}">${learner}</a></th><td data-label="State">${state}</td><td data-label="Dates">${shortDay(from)} to ${shortDay(to)}</td>
<td class="n" data-label="All targets met">${lessons.met} of ${lessons.signed}</td><td class="n" data-label="Missed">${lessons.missed}</td><td>${unsigned}</td><td class="n" data-label="Comments">${comments}</td></tr>`;
}

function lessonOf(lesson: ReportLesson, targets: readonly string[]): Html {
  if (!lesson) return html`<td><span class="dim">–</span></td>`;
  const { met, signedBy, note, notThere, at, tutor, mark, isDue } = lesson;
  const head = html`<p class="small dim">${at}${mark ? `, ${mark}` : ''}</p>`;
  if (notThere) return html`<td>${head}${stateOf('bad', notThere === 'missed' ? 'Not there' : 'Away with leave')}</td>`;
  if (!signedBy)
    return html`<td class="${isDue ? 'due' : ''}">${head}${stateOf(isDue ? 'bad' : 'open', isDue ? 'Not signed' : 'To come')}<p class="small dim">${tutor}</p></td>`;
  const ticks = targets.map((_, i) => html`<p>${i + 1}. ${met.includes(i + 1) ? '✓ met' : '✗ not met'}</p>`);
  return html`<td>${head}${ticks}<p class="small dim">${signedBy}${note ? `: ${note}` : ''}</p></td>`;
}

/** Lessons in which the review has none on any day are left out. */
function usedLessons({ weeks, lessons }: ReviewReport): number[] {
  const all = weeks.flatMap((week) => week.days.flatMap((day) => day.lessons.map((one, i) => (one ? i : -1))));
  return Array.from({ length: lessons }, (_, i) => i).filter((i) => all.includes(i));
}

function weekOf(report: ReviewReport, week: ReviewReport['weeks'][number], i: number): Html {
  const used = usedLessons(report);
  const rows = week.days.map(
    (day) =>
      html`<tr><th scope="row">${day.name}</th>${used.map((one) => lessonOf(day.lessons[one], report.targets))}</tr>`,
  );
  const table = html`
<thead><tr><th scope="col">Day</th>${used.map((one) => html`<th scope="col">Lesson ${one + 1}</th>`)}</tr></thead><tbody>${rows}</tbody>`;
  return html`<h2 class="name">Week ${i + 1}</h2>${frameOf({ label: `Week ${i + 1}`, caption: `Lessons of week ${i + 1}` }, table)}`;
}

/** The weeks' comments beside each other, so that what changed from one to the next is seen. */
function commentsOf({ weeks }: ReviewReport): Html {
  const one = weeks.map(({ comment }, i) =>
    panelOf(`Comment on week ${i + 1}`, '', html`<p>${comment || 'Not written yet.'}</p>`),
  );
  return html`<div class="cols">${one}</div>`;
}

function sheetRows(report: ReviewReport): (string | number)[][] {
  const cells = report.weeks.flatMap((week, i) =>
    week.days.flatMap((day) =>
      day.lessons.flatMap((one, lesson) =>
        one
          ? [
              [
                i + 1,
                day.name,
                lesson + 1,
                one.mark,
                report.targets
                  .map((_, n) => (one.signedBy ? (one.met.includes(n + 1) ? 'met' : 'not met') : ''))
                  .join('; '),
                one.signedBy,
                one.note,
              ],
            ]
          : [],
      ),
    ),
  );
  return [['Week', 'Day', 'Lesson', 'Register', 'Targets', 'Signed by', 'Note'], ...cells];
}

/** Open Conduct Reviews, and one of them: every lesson with its register's mark, targets and signature; comments; outcome. */
export const reviewPage: TabPage = {
  title: 'Reviews',
  isOnMenu: isStaff,
  async show(world, { viewer, rest, at }) {
    const [id] = rest;
    if (!id) {
      const found = await reviews(world, viewer);
      if (isRefusal(found)) return found;
      const { lines } = found;
      const unsigned = lines.reduce((all, one) => all + one.lessons.unsigned, 0);
      return {
        title: 'Conduct Reviews',
        lead:
          lines.length === 0
            ? 'No Conduct Review is open.'
            : `${count(lines.length, 'review')} open${unsigned > 0 ? `, ${count(unsigned, 'lesson')} not signed` : ''}.`,
        note: shortTime(found.at),
        body: tableOf({
          caption: 'Conduct Reviews',
          heads: [
            'Learner',
            'State',
            'Dates',
            { figures: 'All targets met' },
            { figures: 'Missed' },
            'Signed',
            { figures: 'Comments' },
          ],
          rows: lines.map((one) => rowOf(one, at)),
          none: 'None is open.',
        }),
        sheet: {
          name: 'Conduct Reviews',
          rows: [
            ['Learner', 'State', 'From', 'To', 'All targets met', 'Signed', 'Missed', 'Not signed', 'Comments'],
            ...lines.map((one) => [
              one.learner,
              one.state,
              one.from,
              one.to,
              one.lessons.met,
              one.lessons.signed,
              one.lessons.missed,
              one.lessons.unsigned,
              one.comments,
            ]),
          ],
        },
      };
    }
    const report = await reviewReport(world, id, viewer._id);
    if (!report) return refuse('not-allowed');
    const { wins, patterns, passed, nextSteps, targets } = report;
    const outcome = [
      ['Wins and areas for improvement', wins],
      ['Patterns', patterns],
      ['Passed', passed === '' ? '' : passed === 'yes' ? 'Yes' : 'No'],
      ['Next steps', nextSteps],
    ].filter(([, words]) => words);
    return {
      title: `Conduct Review: ${report.learner}`,
      note: `${report.dates}. Mentor ${report.mentor}. ${shortDay(dayOf(world.clock.now()))}.`,
      body: html`${panelOf('Targets', '', html`<ol>${targets.map((one) => html`<li>${one}</li>`)}</ol>`)}${report.weeks.map((week, i) => weekOf(report, week, i))}${commentsOf(report)}
${outcome.length > 0 ? panelOf('Final review', '', html`<dl class="pairs">${outcome.map(([label, words]) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`)}</dl>`) : undefined}`,
      sheet: { name: `Conduct Review ${report.learner}`, rows: sheetRows(report) },
      foot: 'On the card in the chat: comments, the final review, and asking the tutors again; tutors sign on theirs there.',
    };
  },
};
