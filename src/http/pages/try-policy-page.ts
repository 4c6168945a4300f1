import { setTimeout as sleep } from 'node:timers/promises';
import { daysBetween } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import { storyPath } from '../../usecases/core/story-link.ts';
import {
  type Choice,
  type Tried,
  type TriedLearner,
  type TryAsk,
  tryPolicy,
} from '../../usecases/overview/try-policy.ts';
import { type Html, html } from '../html.ts';
import { frameOf, panelOf, tableOf } from './parts.ts';
import { count, dayMonth, sayPercent, shortDay, shortTime } from './say.ts';
import { flagOf } from './shell.ts';
import type { TabPage } from './tab.ts';

/** So long a page waits for what is being worked out, in milliseconds; then it says how far it is. */
const patienceMs = 200;
/** How often it looks meanwhile. */
const lookMs = 60;

const isGoing = ({ result, run }: Tried) => !result && !run.error && !run.isCutOff;

const signWords: Record<string, string> = {
  amber: 'Amber risk',
  red: 'Red risk',
  'absence-run': 'missed several sessions running',
  'falling-percent': 'attended too few of the last sessions',
  lateness: 'late too often',
};
const sayWhat = (what: string) => signWords[what] ?? what;

type Under = TriedLearner['by'][number];
type Result = NonNullable<Tried['result']>;

function sayUnder({ signs }: Under): string {
  const [first, ...more] = signs;
  if (!first) return 'not shown to anybody';
  const last = more.at(-1);
  return `${shortDay(first.day)}: ${sayWhat(first.what)}${last ? `; ${more.length === 1 ? 'once' : count(more.length, 'time')} more, last ${shortDay(last.day)}: ${sayWhat(last.what)}` : ''}`;
}

/** "The first alone", "The second 12 days earlier". */
function sayDifference({ by: [first, second] }: TriedLearner): string {
  const [a, b] = [first.signs[0]?.day, second.signs[0]?.day];
  if (!a || !b) return a ? 'The first alone' : 'The second alone';
  if (a === b) return 'The same day';
  return `The ${a < b ? 'first' : 'second'} ${count(Math.abs(daysBetween(a, b)), 'day')} earlier`;
}

const fields: Record<keyof TryAsk, string> = {
  programme: 'Whose marks',
  span: 'From when',
  first: 'First policy',
  second: 'Second policy',
};

function formOf({ choices, picked }: Tried, action: string): Html {
  const option = (one: Choice, key: string) =>
    html`<option value="${one.key}"${one.key === key ? html` selected` : undefined}>${one.title}</option>`;
  const field = ([name, label]: [string, string]) =>
    html`<label>${label} <select name="${name}">${choices[name as keyof TryAsk].map((one) => option(one, picked[name as keyof TryAsk]))}</select></label>`;
  return html`<form class="card choices" method="get" action="${action}">${Object.entries(fields).map(field)}<button type="submit" class="button main">Compare</button></form>`;
}

function sumsTable({ policies, learners, both }: Result): Html {
  const row = (title: string, figures: readonly number[]) =>
    html`<tr><th scope="row">${title}</th>${figures.map((one) => html`<td class="n">${one}</td>`)}</tr>`;
  const heads = ['Shown to somebody', 'By this one alone', 'Amber risk at the end', 'Red risk at the end'];
  return html`<div class="scroll" role="region" aria-label="Learners under each policy" tabindex="0"><table class="plain"><caption class="sr">Learners under each policy</caption><thead><tr><th scope="col">Of ${count(learners, 'learner')} with marks</th>${heads.map((one) => html`<th scope="col" class="n">${one}</th>`)}</tr></thead>
<tbody>${policies.map(({ title, shown, amber, red }) => row(title, [shown, shown - both, amber, red]))}</tbody></table></div>`;
}

function weeksTable({ policies, mondays }: Result): Html | undefined {
  if (mondays.length === 0) return undefined;
  const title = 'Learners shown for the first time, by week';
  const table = html`<thead><tr><th scope="col">Policy</th>${mondays.map((one) => html`<th scope="col">${dayMonth(one)}</th>`)}<th scope="col">All</th></tr></thead>
<tbody>${policies.map((one) => html`<tr><th scope="row">${one.title}</th>${one.byWeek.map((n) => html`<td>${n}</td>`)}<td><b>${one.shown}</b></td></tr>`)}</tbody>`;
  return html`<h2 class="name">${title}</h2>${frameOf({ label: title, caption: title, kind: 'heat' }, table)}`;
}

/** Said where there are more than can be listed. */
function sayListed({ shown, either }: Result): string | undefined {
  if (shown.length === either) return undefined;
  return `Listed are the ${shown.length} who would have been shown first, of ${either}. The numbers are of all.`;
}

function learnersTable(result: Result, { mayName }: Tried, at: (path: string) => string): Html {
  if (!mayName) return html`<p class="card">Learners are counted here, never named. The office sees who they are.</p>`;
  const cell = (one: Under, label: string) =>
    html`<td data-label="${label}">${one.flag === 'none' ? undefined : flagOf(one.flag)} <span>${sayUnder(one)}</span><span class="small dim">${sayPercent(one.percent === null ? null : Math.floor(one.percent))}</span></td>`;
  const { policies, shown } = result;
  const [first, second] = policies;
  const listed = sayListed(result);
  const table = tableOf({
    caption: 'Learners whom at least one of them would have shown to somebody',
    heads: ['Learner', first.title, second.title, 'Difference'],
    rows: shown.map(
      (one) =>
        html`<tr><th scope="row"><a href="${at(storyPath(one.learnerId))}">${one.name}</a></th>${cell(one.by[0], first.title)}${cell(one.by[1], second.title)}<td data-label="Difference">${sayDifference(one)}</td></tr>`,
    ),
    none: 'Neither would have shown anybody.',
  });
  return html`${listed ? html`<p class="card">${listed}</p>` : undefined}${table}`;
}

function sheetOf(result: Result, mayName: boolean) {
  const { shown, mondays, learners } = result;
  const [first, second] = result.policies;
  const listed = sayListed(result);
  const under = ({ percent, flag, signs }: Under) => [
    percent ?? '',
    flag,
    signs[0]?.day ?? '',
    signs.map((one) => `${one.day} ${sayWhat(one.what)}`).join('; '),
  ];
  const heads = (title: string) => ['percent', 'flag', 'first shown', 'all'].map((one) => `${title}: ${one}`);
  if (!mayName)
    return [
      ['Policy', 'Learners', 'Shown to somebody', 'Amber risk', 'Red risk', ...mondays],
      ...[first, second].map((one) => [one.title, learners, one.shown, one.amber, one.red, ...one.byWeek]),
    ];
  return [
    ['Learner', 'Marks', ...heads(first.title), ...heads(second.title), 'Difference'],
    ...shown.map((one) => [one.name, one.marks, ...under(one.by[0]), ...under(one.by[1]), sayDifference(one)]),
    ...(listed ? [[listed]] : []),
  ];
}

/** Marks of a past term under two policies, side by side, before a college adopts one. */
export const tryPolicyPage: TabPage = {
  title: 'Try a policy',
  async show(world, { viewer, query, at }) {
    const asked = Object.fromEntries(
      Object.keys(fields).flatMap((one) => (query.has(one) ? [[one, query.get(one) ?? '']] : [])),
    );
    // A file is asked for once, and is whole.
    const patience = query.has('export') ? Number.POSITIVE_INFINITY : patienceMs;
    const since = performance.now();
    const look = () => tryPolicy(world, viewer, asked);
    let found = await look();
    while (!isRefusal(found) && isGoing(found) && performance.now() - since < patience) {
      await sleep(lookMs);
      found = await look();
    }
    if (isRefusal(found)) return found;
    if (found.run.error) throw new Error('a policy could not be tried', { cause: found.run.error });
    const { result, run, from, to, mayName } = found;
    const page = {
      title: 'Try a policy on your own past',
      note: `${shortTime(found.at)}. Marks from ${shortDay(from)} to ${shortDay(to)}. Nothing is changed by this.`,
      foot: 'Marks are taken as present, late, authorised or unauthorised, which every policy has. Adjustments for single learners, and occurrences set aside, are not counted. A policy’s own first day does not matter here.',
    };
    const form = formOf(found, at('try-policy'));
    if (run.isCutOff)
      return {
        ...page,
        lead: `Cut off after ${run.done} of ${count(run.of, 'learner')}.`,
        body: html`${form}<p class="card" role="status">The server that worked this out was restarted, so it was not finished. <a href="${at(`try-policy?${query}`)}">Work it out again</a></p>`,
      };
    if (!result)
      return {
        ...page,
        lead: `${run.isBefore ? 'What you asked for before is still being worked out' : 'Being worked out'}: ${run.done} of ${count(run.of, 'learner')}.`,
        body: html`${form}<div class="card" role="status" data-again><progress max="${run.of}" value="${run.done}" aria-label="Learners done"></progress>
<p>${run.isBefore ? 'This one begins after it. ' : ''}This page looks again by itself. <a href="${at(`try-policy?${query}`)}">Look again now</a></p></div>`,
      };
    const [first, second] = result.policies;
    return {
      ...page,
      lead: `Of ${count(result.learners, 'learner')}, ${first.shown} would have been shown under ${first.title}, ${second.shown} under ${second.title}; ${result.both} under both, ${result.neither} under neither.`,
      body: html`${form}${panelOf('Side by side', 'Shown: a risk flag, or something its rules notice.', sumsTable(result))}
${weeksTable(result)}
<h2 class="name">Who, and when</h2>${learnersTable(result, found, at)}`,
      sheet: { name: 'Try a policy', rows: sheetOf(result, mayName) },
    };
  },
};
