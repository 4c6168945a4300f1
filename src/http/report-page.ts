import type { World } from '../usecases/core/ports.ts';
import { type ReportLesson, type ReviewReport, reviewReport } from '../usecases/measures/conduct-review-report.ts';
import { type Html, html, styleSheet } from './html.ts';
import { goneAnswer, type Page } from './serve-pages.ts';

/** Black on white on A4, also where the screen is dark: it is made to be printed and signed. */
const style = styleSheet(`
@page { size: A4 portrait; margin: 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; padding: 4mm; background: #fff; color: #111; font: 10pt/1.35 system-ui, sans-serif; }
h1 { font-size: 14pt; margin: 0 0 3mm; text-transform: uppercase; }
h2 { font-size: 11pt; margin: 4mm 0 1mm; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #555; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; font-size: 9pt; }
td.lesson { font-size: 8.5pt; height: 15mm; }
.lines { border: 1px solid #555; min-height: 14mm; padding: 1.5mm; white-space: pre-wrap; }
.dim { color: #555; font-size: 8.5pt; }
section { break-inside: avoid; }
`);

function cellOf(lesson: ReportLesson, targets: number): Html {
  if (!lesson) return html`<td class="lesson"></td>`;
  if (lesson.notThere)
    return html`<td class="lesson"><span class="dim">${lesson.notThere === 'missed' ? 'not there' : 'away with leave'}</span></td>`;
  const marks = Array.from({ length: targets }, (_, i) => {
    const sign = lesson.signedBy === '' ? '' : lesson.met.includes(i + 1) ? '✓ met' : '✗ not met';
    return html`${i + 1}. ${sign}<br>`;
  });
  const by = lesson.signedBy === '' ? 'not signed' : lesson.signedBy;
  return html`<td class="lesson">${marks}<span class="dim">${by}${lesson.note ? `: ${lesson.note}` : ''}</span></td>`;
}

function weekOf(report: ReviewReport, week: ReviewReport['weeks'][number], number: number): Html {
  const heads = Array.from({ length: report.lessons }, (_, i) => html`<th scope="col">Lesson ${i + 1}</th>`);
  const rows = week.days.map(
    (day) =>
      html`<tr><th scope="row">${day.name}</th>${day.lessons.map((lesson) => cellOf(lesson, report.targets.length))}</tr>`,
  );
  return html`<section><h2>Week ${number}</h2>
<p class="dim">The tutor ticks the targets met at every lesson and signs.</p>
<table aria-label="Lessons of week ${number}"><thead><tr><th scope="col">Day / Lesson</th>${heads}</tr></thead><tbody>${rows}</tbody></table>
<h2>Comments</h2><p class="dim">Details on attendance, punctuality and time-keeping</p><div class="lines">${week.comment}</div></section>`;
}

/** The report in the shape of the policy's Appendix One. */
function reportHtml(report: ReviewReport): string {
  const targets = report.targets.map((target) => html`<li>${target}</li>`);
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Learner attendance report</title>${style}</head><body><main>
<h1>Learner attendance report</h1>
<table aria-label="Whose report"><tbody>
<tr><th scope="row">Learner name</th><td>${report.learner}</td></tr>
<tr><th scope="row">Learning mentor</th><td>${report.mentor}</td></tr>
<tr><th scope="row">Dates of report</th><td>${report.dates}</td></tr>
</tbody></table>
<h2>Attendance targets</h2><ol>${targets}</ol>
${report.weeks.map((week, i) => weekOf(report, week, i + 1))}
<section><h2>Review: wins and areas for improvement? Any patterns to note?</h2>
<div class="lines">${[report.wins, report.patterns].filter(Boolean).join('\n')}</div>
<h2>Has the learner passed the attendance report?</h2><div class="lines">${report.passed === '' ? '' : report.passed === 'yes' ? 'Yes' : 'No'}</div>
<h2>Next steps</h2><div class="lines">${report.nextSteps}</div></section>
</main></body></html>
`.text;
}

/** The printable report of a Conduct Review (G11), for those its card is for. */
export function createReportPage(world: World): Page {
  return async ({ linked, method }) => {
    const report = method === 'GET' ? await reviewReport(world, linked.id, linked.viewerId) : undefined;
    return report ? { status: 200, html: reportHtml(report) } : goneAnswer();
  };
}
