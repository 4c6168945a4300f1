import type { CardModel, NoteView } from '../usecases/core/card-model.ts';
import { drawForm } from './draw-form.ts';
import { drawNotice, drawNoticeChange } from './draw-notice.ts';
import { drawGuest, drawMinutes, drawRegister, drawSummary } from './draw-register.ts';
import { type Html, html, phoneOf } from './html.ts';
import type { Purpose } from './links.ts';

/** The address of something of the reader's: of the page itself, or of one made now and for a short time. */
export type AddressOf = (purpose: Purpose, id: string) => string;

/** What a page calls itself in the browser's tab. */
function titleOf(card: CardModel): string {
  if (card.card === 'note-plain') return 'Attendance';
  if (card.card === 'register-guest') return 'Someone is not on my list';
  return 'title' in card.data ? card.data.title : 'Attendance';
}

/** What is said, and whom to call, each on a line that is as tall as a thumb. */
function drawNote({ text, further, lines = [] }: NoteView): Html {
  const calls = lines.map(
    ({ name, number, when }) => html`<p class="pick"><span>${name} ${phoneOf(number)}: ${when}</span></p>`,
  );
  return html`<p role="status">${text}</p>${further ? html`<p>${further}</p>` : undefined}${calls}`;
}

function bodyOf(model: CardModel, addressOf: AddressOf, typed: Record<string, unknown>): Html {
  const notice = (id: string) => addressOf('notice', id);
  const register = (id: string) => addressOf('register', id);
  switch (model.card) {
    case 'form-plain':
      return drawForm(
        model.data,
        addressOf(model.data.verb === 'task-act' ? 'task' : 'form', model.data.id),
        register,
        typed,
      );
    case 'notice-confirm':
      return drawNotice(model.data, true, notice(model.data.noticeId));
    case 'notice-done':
      return html`${drawNotice(model.data, false, notice(model.data.noticeId))}${
        model.data.can.includes('contest')
          ? html`<a class="button second" href="${addressOf('form', `contest|notice|${model.data.noticeId}`)}">Ask for another look</a>`
          : undefined
      }`;
    case 'notice-change':
      return drawNoticeChange(model.data, notice(model.data.noticeId), typed);
    case 'register-form':
      return drawRegister(model.data, register(model.data.registerId), typed);
    case 'register-minutes':
      return drawMinutes(model.data, register(model.data.registerId), typed);
    case 'register-summary': {
      const { registerId } = model.data;
      return drawSummary(model.data, register(registerId), addressOf('form', `about-learner|${registerId}`));
    }
    case 'register-guest':
      return drawGuest(model.data, register(model.data.registerId));
    case 'note-plain':
      return drawNote(model.data);
    default:
      return html`<p>That is for the chat in Teams. For anything but an absence, please call the college office.</p>`;
  }
}

/** A card as a page's title and body. `typed`: what stood in its inputs when a press was refused. */
export function drawCard(
  model: CardModel,
  addressOf: AddressOf,
  typed: Record<string, unknown> = {},
): { title: string; body: Html } {
  const body = bodyOf(model, addressOf, typed);
  const wayOut = model.needsSomeone
    ? html`<p><a href="${addressOf('form', 'need-someone')}">Something is wrong, I need someone</a></p>`
    : undefined;
  return { title: titleOf(model), body: html`${body}${wayOut}` };
}
