import { z } from 'zod';
import { capital } from '../domain/capital.ts';
import { isRefusal, type Outcome, type Refusal, refuse } from '../domain/failure.ts';
import type {
  CardModel,
  RegisterFormView,
  RegisterMinutesView,
  RegisterSummaryView,
} from '../usecases/core/card-model.ts';
import type { World } from '../usecases/core/ports.ts';
import { writeLate } from '../usecases/registers/register-choices.ts';
import { type RegisterPost, saveRegisterPage, viewRegisterPage } from '../usecases/registers/register-page.ts';
import { type Html, html, notePage, pageOf } from './html.ts';
import type { Page, PageAnswer } from './serve-pages.ts';

const whys = ['wrong mark', 'arrived later', 'told us or showed evidence', 'something else'] as const;
const page = z.coerce.number().int().min(0).max(50);
/** What stands beside the marks in a posted form. */
const Posted = z.object({
  version: z.coerce.number().int().min(1).max(1_000_000),
  page: page.default(0),
  form: z.enum(['marks', 'minutes']),
  rest: z.enum(['present', 'leave']),
  why: z.enum(whys).optional(),
  employer: z.enum(['yes', 'no']).optional(),
});
/** A page's own and what was picked on others, which comes along unsaved. */
const mostMarks = 300;

/** Inputs `m_<enrolment>` are marks or minutes late, `e_<enrolment>` minutes left early; by enrolment. */
function inputsOf(form: Record<string, string>, letter: 'm' | 'e'): Record<string, string> {
  const own = Object.entries(form).filter(([key, value]) => key.startsWith(`${letter}_`) && value.length <= 60);
  return Object.fromEntries(own.map(([key, value]) => [key.slice(2), value]));
}

function readPost(form: Record<string, string>): RegisterPost | undefined {
  const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
  const posted = Posted.safeParse(given);
  const [marks, early] = [inputsOf(form, 'm'), inputsOf(form, 'e')];
  if (!posted.success || Object.keys(marks).length > mostMarks) return undefined;
  const { version, page, rest, why, employer } = posted.data;
  const minutes = Object.entries(marks).map(([id, late]) => [id, writeLate(late, early[id] ?? '')]);
  return {
    version,
    page,
    choices: posted.data.form === 'minutes' ? Object.fromEntries(minutes) : marks,
    restPresent: rest === 'present',
    ...(rest === 'leave' && why ? { why } : {}),
    ...(employer ? { employerThere: employer === 'yes' } : {}),
  };
}

const warnings = (lines: readonly string[]) => lines.map((line) => html`<p class="warn" role="alert">${line}</p>`);

function options(choices: readonly { title: string; value: string }[], chosen: string): Html[] {
  const one = ({ title, value }: { title: string; value: string }) =>
    value === chosen
      ? html`<option value="${value}" selected>${title}</option>`
      : html`<option value="${value}">${title}</option>`;
  return choices.map(one);
}

function select(
  name: string,
  label: string,
  choices: readonly { title: string; value: string }[],
  value: string,
): Html {
  return html`<div class="row"><label for="${name}">${label}</label><select id="${name}" name="${name}">${options(choices, value)}</select></div>`;
}

/** What was picked or typed and is not saved: marks and minutes by input, and the answers to what the page asks besides. */
type Extra = {
  given?: Record<string, string>;
  problems?: readonly string[];
  asked?: { why?: string | undefined; employer?: string | undefined };
};

function formBody(data: RegisterFormView, { given = {}, problems = [], asked = {} }: Extra): Html {
  const isLast = data.page === data.pages - 1;
  const rest = `${data.isDropIn ? 'Others not there' : 'Rest present'}, ${isLast ? 'save' : 'next page'}`;
  const unmarked = { title: 'Not marked', value: '' };
  const pageLine = data.pages > 1 ? html`<p><b>Page ${data.page + 1} of ${data.pages}</b></p>` : undefined;
  // Turning the page sends what was picked along, so that nothing is lost; only saving saves it.
  const turn = (to: number, words: string) => html`<button class="second" name="turn" value="${to}">${words}</button>`;
  const employer = [unmarked, { title: 'Yes', value: 'yes' }, { title: 'No', value: 'no' }];
  const reasons = whys.map((why) => ({ title: capital(why), value: why }));
  return html`<h1>${data.title}</h1><p class="dim">${data.place}</p>${warnings([...problems, ...data.problems])}<p>${data.lead}</p>${pageLine}
<form method="post" action="?"><input type="hidden" name="form" value="marks"><input type="hidden" name="version" value="${data.version}">
${Object.entries(data.picked).map(([id, value]) => html`<input type="hidden" name="m_${id}" value="${value}">`)}
<input type="hidden" name="page" value="${data.page}"><input type="hidden" name="rest" value="${data.isAmending ? 'leave' : 'present'}">
${data.rows.map((row) => select(`m_${row.enrolmentId}`, row.label, [unmarked, ...row.choices], given[row.enrolmentId] ?? row.value))}
${data.asksEmployer ? select('employer', 'Was the employer there?', employer, asked.employer ?? data.employer) : undefined}
${data.isAmending ? select('why', 'Why is it changed?', reasons, asked.why ?? whys[0]) : undefined}
<button>${data.isAmending ? 'Save changes' : rest}</button>
${data.isAmending && !isLast ? turn(data.page + 1, 'Next page') : undefined}
${data.page > 0 ? turn(data.page - 1, 'Back a page') : undefined}</form>
${data.isAmending ? html`<a class="button second" href="?">Leave as it was</a>` : undefined}`;
}

function minutesBody(data: RegisterMinutesView, given: Record<string, string>, problems: readonly string[]): Html {
  const field = (name: string, label: string) =>
    html`<label for="${name}">${label}</label><input type="number" id="${name}" name="${name}" min="0" inputmode="numeric" value="${given[name] ?? ''}">`;
  return html`<h1>How many minutes?</h1><p>${data.title}</p><p class="dim">${data.place}</p><p>Everything else is saved.</p>${warnings(problems)}
<form method="post" action="?"><input type="hidden" name="form" value="minutes"><input type="hidden" name="version" value="${data.version}">
<input type="hidden" name="rest" value="leave">
${data.rows.map(
  ({ enrolmentId, label }) =>
    html`<div class="row">${field(`m_${enrolmentId}`, `${label}: minutes late`)}${field(`e_${enrolmentId}`, `${label}: minutes left early`)}</div>`,
)}
<button>Save</button></form>
<a class="button second" href="?page=${data.page}">Back to the register</a>`;
}

function summaryBody(data: RegisterSummaryView, problems: readonly string[]): Html {
  return html`<h1>${data.title}</h1><p class="dim">${data.place}</p><p><b>${data.saved}</b></p>
<div class="counts">${data.counts.map(({ label, count }) => html`<div><b>${count}</b>${label}</div>`)}</div>
${data.exceptions.map(({ name, mark }) => html`<p><b>${name}</b> ${mark}</p>`)}
${warnings([...problems, ...data.questions, ...data.problems])}
${data.isCancelled ? undefined : html`<a class="button second" href="?page=0">Amend</a>`}`;
}

function draw(model: CardModel, extra: Extra = {}): PageAnswer {
  const { given = {}, problems = [] } = extra;
  const answer = (body: Html) => ({ status: problems.length > 0 ? 400 : 200, html: pageOf('Register', body) });
  if (model.card === 'register-form') return answer(formBody(model.data, extra));
  if (model.card === 'register-minutes') return answer(minutesBody(model.data, given, problems));
  if (model.card === 'register-summary') return answer(summaryBody(model.data, problems));
  return { status: 404, html: notePage('Nothing here', 'There is nothing to show.') };
}

/**
 * The register in a browser, for a tutor without a Teams account (S17). `sayRefusal` gives the words people in Teams
 * read. What is refused comes back with what was picked, so that nothing has to be picked again.
 */
export function createRegisterPage(world: World, sayRefusal: (refusal: Refusal) => string): Page {
  const refused = (refusal: Refusal): PageAnswer => ({ status: 403, html: notePage('Not done', sayRefusal(refusal)) });
  return async ({ id, viewerId, method, form }) => {
    const link = { registerId: id, viewerId };
    const wanted = page.safeParse(form.page);
    if (method === 'GET') {
      const model = await viewRegisterPage(world, link, wanted.data);
      return isRefusal(model) ? refused(model) : draw(model);
    }
    const turn = page.safeParse(form.turn);
    const asked = { why: form.why, employer: form.employer };
    if (form.turn !== undefined && turn.success) {
      const model = await viewRegisterPage(world, link, turn.data, inputsOf(form, 'm'));
      return isRefusal(model) ? refused(model) : draw(model, { asked });
    }
    const post = readPost(form);
    const outcome: Outcome<CardModel> = post ? await saveRegisterPage(world, link, post) : refuse('bad-payload');
    if (!isRefusal(outcome)) return draw(outcome);
    const isMinutes = form.form === 'minutes';
    const given = isMinutes ? form : inputsOf(form, 'm');
    const again = isMinutes
      ? await viewRegisterPage(world, link)
      : await viewRegisterPage(world, link, wanted.data, given);
    const extra = { given, asked, problems: [sayRefusal(outcome)] };
    return isRefusal(again) ? refused(outcome) : draw(again, extra);
  };
}
