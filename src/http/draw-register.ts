import type { GuestFormView } from '../usecases/core/card-model.ts';
import type { RegisterFormView, RegisterMinutesView, RegisterSummaryView } from '../usecases/core/register-views.ts';
import { button, drawInput, hidden, select } from './draw-fields.ts';
import { type Html, html } from './html.ts';

type Typed = Record<string, unknown>;

const why = ['Wrong mark', 'Arrived later', 'Told us, or showed evidence', 'Something else'].map((title) => ({
  title,
  value: title.toLowerCase(),
}));

const warnings = (lines: readonly string[]) => lines.map((line) => html`<p class="warn">${line}</p>`);
const unmarked = { title: 'Not marked', value: '' };
const yesOrNo = [unmarked, { title: 'Yes', value: 'yes' }, { title: 'No', value: 'no' }];

/** The register to fill in (S7). `address` is where its buttons go. */
export function drawRegister(data: RegisterFormView, address: string, typed: Typed = {}): Html {
  const isLast = data.page === data.pages - 1;
  const rest = `${data.isDropIn ? 'Others not there' : 'Rest present'}, ${isLast ? 'save' : 'next page'}`;
  const pageLine = data.pages > 1 ? html`<p><b>Page ${data.page + 1} of ${data.pages}</b></p>` : undefined;
  const carried = {
    version: data.version,
    page: data.page,
    rest: data.isAmending ? 'leave' : 'present',
    picked: JSON.stringify(data.picked),
  };
  const rows = data.rows.map(({ enrolmentId, label, choices, value }) => {
    const name = `m_${enrolmentId}`;
    const shown = String(typed[name] ?? value);
    return html`<div class="row">${select({ name, label, options: [unmarked, ...choices], value: shown })}</div>`;
  });
  const turn = (page: number, title: string) => button('verb', `register-page|${page}`, title);
  return html`<h1>${data.title}</h1><p class="dim">${data.place}</p>${warnings(data.problems)}<p>${data.lead}</p>${pageLine}
<form method="post" action="${address}">${hidden(carried)}${rows}
${data.asksEmployer ? select({ name: 'employer', label: 'Was the employer there?', options: yesOrNo, value: String(typed.employer ?? data.employer) }) : undefined}
${data.isAmending ? select({ name: 'why', label: 'Why is it changed?', options: why, value: String(typed.why ?? why[0]?.value) }) : undefined}
${button('verb', 'register-save', data.isAmending ? 'Save changes' : rest, { isMain: true })}
${data.isAmending && !isLast ? turn(data.page + 1, 'Next page') : undefined}
${data.page > 0 ? turn(data.page - 1, 'Back a page') : undefined}
${data.isAmending ? button('verb', 'register-show', 'Leave as it was') : button('verb', 'register-guest', 'Someone is not on my list')}</form>`;
}

/** Minutes late and left early, asked for after the rest is saved. */
export function drawMinutes(data: RegisterMinutesView, address: string, typed: Typed = {}): Html {
  const field = (name: string, label: string) =>
    drawInput({ name, label, type: 'number', value: String(typed[name] ?? '') });
  const rows = data.rows.map(
    ({ enrolmentId, label }) =>
      html`<div class="row">${field(`m_${enrolmentId}`, `${label}: minutes late`)}${field(`e_${enrolmentId}`, `${label}: minutes left early`)}</div>`,
  );
  return html`<h1>How many minutes?</h1><p>${data.title}</p><p class="dim">${data.place}</p><p>Everything else is saved.</p>
<form method="post" action="${address}">${hidden({ version: data.version })}${rows}
${button('verb', 'register-minutes', 'Save', { isMain: true })}${button('verb', `register-page|${data.page}`, 'Back to the register', { isBare: true })}</form>`;
}

/** The register as it is saved. `noteAddress` leads to what a tutor notes about one learner (G5, G16). */
export function drawSummary(data: RegisterSummaryView, address: string, noteAddress: string): Html {
  const change = html`<form method="post" action="${address}">${hidden({ version: data.version, page: 0 })}
${button('verb', 'register-amend', 'Amend')}${button('verb', 'register-guest', 'Someone is not on my list')}</form>
<a class="button second" href="${noteAddress}">About a learner</a>`;
  return html`<h1>${data.title}</h1><p class="dim">${data.place}</p><p role="status" class="good">${data.saved}</p>
<div class="counts">${data.counts.map(({ label, count }) => html`<div><b>${count}</b>${label}</div>`)}</div>
${data.exceptions.map(({ name, mark }) => html`<p><b>${name}</b> ${mark}</p>`)}${data.said ? html`<p>${data.said}</p>` : undefined}
${warnings([...data.questions, ...data.problems])}${data.isCancelled ? undefined : change}`;
}

/** Who is in the room but not on the list (G5). */
export function drawGuest(data: GuestFormView, address: string): Html {
  const options = data.learners.map(({ id, name }) => ({ title: name, value: id }));
  const none =
    'Everyone enrolled that day is on this register already. For someone who is not enrolled, ask the college office.';
  const carried = { version: data.version, page: data.page, picked: JSON.stringify(data.picked) };
  const pick = html`${drawInput({ name: 'learnerId', label: 'Who is it?', type: 'choice', options, value: '', needed: true })}
${button('verb', 'register-add-guest', 'Add to this register', { isMain: true })}`;
  return html`<h1>Someone is not on my list</h1><p>${data.title}</p>
<form method="post" action="${address}">${hidden(carried)}${options.length > 0 ? pick : html`<p>${none}</p>`}
${button('verb', 'register-show', 'Back', { isBare: true })}</form>`;
}
