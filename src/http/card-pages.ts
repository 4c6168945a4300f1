import { z } from 'zod';
import { isRefusal, type Outcome, type Refusal, refuse } from '../domain/failure.ts';
import type { CardModel } from '../usecases/core/card-model.ts';
import type { World } from '../usecases/core/ports.ts';
import { openForm } from '../usecases/desk/forms.ts';
import { showTask } from '../usecases/desk/view-task.ts';
import { receiveFiles } from '../usecases/notices/receive-evidence.ts';
import { seeNotice } from '../usecases/notices/see-notice.ts';
import { viewRegisterPage } from '../usecases/registers/register-page.ts';
import { withWayOut } from '../usecases/talk/hear-message.ts';
import { type AddressOf, drawCard } from './draw-card.ts';
import { html, notePage, problemsBox } from './html.ts';
import type { Press } from './press.ts';
import type { Page, PageAnswer, PageAsk } from './serve-pages.ts';
import { readUpload } from './uploads.ts';

/** How long a link works that a page itself leads to. */
const shortMs = 60 * 60_000;

/** The words of a link whose thing is done, gone, or somebody else's by now: the same for each. */
const nothingHere =
  'There is nothing for you to do here now. It may be done already, or someone else has it. Thank you. If you have a question, please call your college office.';

/** Links from a page to other things of the same reader. */
export function addressesOf(world: World, { linked, viewer }: Pick<PageAsk, 'linked' | 'viewer'>): AddressOf {
  return (purpose, id) => {
    if (linked.purpose === purpose && linked.id === id) return '?';
    return world.link?.(purpose, id, viewer._id, new Date(world.clock.now().getTime() + shortMs)) ?? '?';
  };
}

/** Several cards as one page, with what was wrong first. */
function cardsPage(
  cards: readonly CardModel[],
  addressOf: AddressOf,
  { problems = [], typed = {} }: { problems?: readonly string[]; typed?: Record<string, unknown> } = {},
): PageAnswer {
  const drawn = cards.map((card) => drawCard(card, addressOf, typed));
  const title = drawn.find((one) => one.title !== 'Attendance')?.title ?? 'Attendance';
  const box = problemsBox(problems);
  const isNoted = drawn.every((one) => one.title === 'Attendance');
  const heading = isNoted ? html`<h1>Attendance</h1>` : undefined;
  const body = html`${heading}${box}${drawn.map((one) => one.body)}`;
  return { status: box ? 400 : 200, page: { title: box ? `Not done yet: ${title}` : title, body } };
}

/** What a page may press, each with the ids that its link gives; whatever ids were posted count for nothing. */
type Presses = Record<string, (id: string) => Record<string, string>>;

const onNotice = (noticeId: string) => ({ noticeId });
const onRegister = (registerId: string) => ({ registerId });
const registerVerbs = ['save', 'minutes', 'page', 'amend', 'show', 'guest', 'add-guest'];
const noticeVerbs = ['confirm', 'tell-late', 'change', 'show', 'apply', 'withdraw'];
const presses = {
  task: { 'task-act': (id) => ({ id }) },
  form: { 'form-submit': (id) => ({ id }) },
  notice: Object.fromEntries(noticeVerbs.map((verb) => [`notice-${verb}`, onNotice])),
  register: Object.fromEntries(registerVerbs.map((verb) => [`register-${verb}`, onRegister])),
} satisfies Record<string, Presses>;

const pageNumber = z.coerce.number().int().min(0).max(50).optional().catch(undefined);

/** What was picked on other pages of a register, as the page carried it. */
function readPicked(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}

/** A posted form as a card's press: which verb, and its data as Teams would send it. */
function readPress(form: Record<string, string>): { verb: string; data: Record<string, unknown> } {
  const { verb: named = '', act: pressed, bare, picked, ...rest } = form;
  const [verb = '', page] = named.split('|');
  const button = pressed ?? bare ?? '';
  const at = button.indexOf('|');
  const [act, row] = at < 0 ? [button] : [button.slice(0, at), button.slice(at + 1)];
  const data = {
    ...rest,
    act,
    ...(row === undefined ? {} : { row }),
    ...(bare === undefined ? {} : { bare: true }),
    ...(page === undefined ? {} : { page }),
    ...(picked === undefined ? {} : { picked: readPicked(picked) }),
  };
  return { verb, data };
}

/** The pages of tasks, forms, notices and registers: each draws its card, and its buttons are the card's (S17, P). */
export function createCardPages(world: World, press: Press, sayRefusal: (refusal: Refusal) => string) {
  const page = (own: Presses, show: (ask: PageAsk) => Promise<Outcome<CardModel>>): Page => {
    const draw = async (ask: PageAsk, refused?: Refusal): Promise<PageAnswer> => {
      const card = await show(ask);
      const addressOf = addressesOf(world, ask);
      if (!isRefusal(card))
        return cardsPage([withWayOut(ask.viewer, card)], addressOf, refused ? { problems: [sayRefusal(refused)] } : {});
      return { status: 404, page: notePage('Nothing to do', nothingHere) };
    };
    return async (ask) => {
      const { linked, viewer, method, form, files } = ask;
      if (method === 'GET') return draw(ask);
      const addressOf = addressesOf(world, ask);
      if (files.length > 0) {
        const answers = await receiveFiles(world, viewer, files.map(readUpload));
        const card = await show(ask);
        return cardsPage([...answers, ...(isRefusal(card) ? [] : [withWayOut(viewer, card)])], addressOf);
      }
      const { verb, data } = readPress(form);
      const ids = Object.hasOwn(own, verb) ? own[verb] : undefined;
      if (!ids) return draw(ask, refuse('bad-payload'));
      const { outcome, also, again } = await press(viewer, verb, { ...data, ...ids(linked.id) });
      const beside = also ? [also] : [];
      if ('said' in outcome) return draw(ask);
      // Turning the page of a register saves nothing, so what it asks beside the marks stays as it was answered.
      const typed = verb === 'register-page' ? { why: form.why, employer: form.employer } : {};
      if (!isRefusal(outcome)) return cardsPage([...beside, withWayOut(viewer, outcome)], addressOf, { typed });
      if (again) {
        const problems = [sayRefusal(outcome)];
        return cardsPage([...beside, withWayOut(viewer, again.card)], addressOf, { problems, typed: again.typed });
      }
      return beside.length > 0 ? cardsPage(beside, addressOf) : draw(ask, outcome);
    };
  };
  return {
    task: page(presses.task, async ({ linked, viewer }) => {
      const card = await showTask(world, viewer, linked.id);
      // That somebody else has it now is nothing to tell by a link: it looks as if there were nothing.
      return !isRefusal(card) && card.card === 'note-plain' ? refuse('not-allowed') : card;
    }),
    form: page(presses.form, ({ linked, viewer }) => openForm(world, viewer, linked.id)),
    notice: page(presses.notice, ({ linked, viewer }) => seeNotice(world, viewer, linked.id)),
    register: page(presses.register, ({ linked, viewer, method, form }) =>
      viewRegisterPage(world, viewer, linked.id, method === 'GET' ? pageNumber.parse(form.page) : undefined),
    ),
  };
}
