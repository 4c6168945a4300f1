import { createHash } from 'node:crypto';
import { capital } from '../domain/capital.ts';
import { isRefusal, type Refusal } from '../domain/failure.ts';
import { callName, type Person } from '../domain/person.ts';
import type { CardModel } from '../usecases/core/card-model.ts';
import { ownPageOf } from '../usecases/core/own-page.ts';
import type { World } from '../usecases/core/ports.ts';
import { reachOf } from '../usecases/core/rights.ts';
import { leadFor } from '../usecases/desk/show-help.ts';
import { sayWhat } from '../usecases/notices/say-notice.ts';
import { seeNotice } from '../usecases/notices/see-notice.ts';
import { toldLately } from '../usecases/notices/told-lately.ts';
import { sendOwnPage } from '../usecases/people/send-link.ts';
import { hearMessage } from '../usecases/talk/hear-message.ts';
import { addressesOf } from './card-pages.ts';
import { drawCard } from './draw-card.ts';
import { fileForm } from './draw-fields.ts';
import { Html, html, problemsBox } from './html.ts';
import { goneAnswer, type Page, type PageAsk } from './serve-pages.ts';
import { readUpload } from './uploads.ts';

const mostLetters = 2_000;
const onlyAbsence =
  'Here I can take word of an absence or of being late. For anything else, please call your college office.';

/** What the button says that sends the link to one's own page, by its `want`. */
const wantsPage = 'own-page';

const note = (text: string): CardModel => ({ card: 'note-plain', data: { text, tone: 'default' } });

/** What of an answer belongs on a page that is for absences: figures and lists are for the chat, where it is known who reads. */
function fittingHere(card: CardModel): CardModel {
  if (card.card === 'note-plain' || card.card.startsWith('notice-')) return card;
  const isOfAbsence =
    card.card === 'form-plain' && /^(confirm-all|notice-who|raise-worry|need-someone)\b/.test(card.data.id);
  return isOfAbsence ? card : note(onlyAbsence);
}

/** As a part of a page that has its own heading. */
const asPart = ({ body }: { body: Html }) =>
  new Html(`<section class="row">${body.text.replaceAll('<h1>', '<h2>').replaceAll('</h1>', '</h2>')}</section>`);

/** What they told us lately. `isAsking`: some of it waits for their answer. */
async function drawNotices(world: World, ask: PageAsk): Promise<{ drawn: Html; isAsking: boolean }> {
  const addressOf = addressesOf(world, ask);
  const { open, told } = await toldLately(world, ask.viewer);
  const parts: Html[] = [];
  for (const { _id } of open) {
    const card = await seeNotice(world, ask.viewer, _id);
    if (isRefusal(card)) continue;
    const isQuestion = card.card === 'notice-change' || card.card === 'form-plain';
    // A question has inputs of its own, so it has a page of its own.
    if (!isQuestion) parts.push(asPart(drawCard(card, addressOf)));
    else {
      const { title } = card.data;
      const question = card.card === 'notice-change' && card.data.question ? card.data.question : title;
      parts.push(
        html`<section class="row"><h2>${title}</h2><p>${question}</p><a class="button" href="${addressOf('notice', _id)}">Answer</a></section>`,
      );
    }
  }
  const people = await world.records.people.byIds(told.map((one) => one.learnerId));
  const names = new Map(people.map((one) => [one._id, callName(one)]));
  const line = (one: (typeof told)[number]) =>
    html`<li><a href="${addressOf('notice', one._id)}">${one.learnerId === ask.viewer._id ? '' : `${names.get(one.learnerId) ?? ''}: `}${sayWhat(one)}</a></li>`;
  const list = told.length > 0 ? html`<h2>You have told us</h2><ul>${told.map(line)}</ul>` : undefined;
  return { drawn: html`${parts}${list}`, isAsking: parts.length > 0 };
}

/** Whoever has the lasting link of this page sees no figures by it: they come by a link of their own, to the place on record. */
const ownPageForm = (holds: string) =>
  html`<form method="post" action="?"><h2>${capital(holds)}</h2><p class="dim">We send you a link that works for a day.</p><button class="second" name="want" value="${wantsPage}">Send me the link</button></form>`;
const pageSent = 'A link is on its way to the number or email we have for you. It works for a day.';
const pageNotSent =
  'We have no number or email that is yours alone to send it to. Please give your college office one.';

/** The chat message this post stands for: the same post twice is one. */
function messageOf(viewer: Person, text: string, stamp: string): { id: string; isEdit: false } {
  const hash = createHash('sha256')
    .update(JSON.stringify([viewer._id, text, stamp]))
    .digest('hex')
    .slice(0, 24);
  return { id: `page|${hash}`, isEdit: false };
}

/**
 * Where a learner or employer without Teams says in their own words who is away or late, as in the chat: heard for harm
 * first, understood, shown to be confirmed (G2, S2, S11). A certificate can be sent here, too (G3).
 */
export function createTellPage(world: World, sayRefusal: (refusal: Refusal) => string): Page {
  return async (ask) => {
    const { viewer, method, form, files } = ask;
    if (reachOf(viewer, 'report-absence') !== 'own') return goneAnswer();
    const addressOf = addressesOf(world, ask);
    const text = (form.text ?? '').replace(/\r\n?/g, '\n').trim();
    const isForPage = method === 'POST' && form.want === wantsPage;
    const isEmpty = method === 'POST' && !isForPage && text === '' && files.length === 0;
    const isLong = text.length > mostLetters;
    const problems = [
      ...(isEmpty ? ['Please write who is away or late, and when.'] : []),
      ...(isLong ? ['That is very long. Please say in a few sentences who is away, when and why.'] : []),
    ];
    const heard =
      method === 'POST' && problems.length === 0 && !isForPage
        ? await hearMessage(world, viewer, {
            text,
            files: files.map(readUpload),
            message: messageOf(viewer, text, form.version ?? ''),
          })
        : [];
    const own = ownPageOf(viewer);
    const asked = isForPage ? [note((await sendOwnPage(world, viewer)) ? pageSent : pageNotSent)] : [];
    const answers = [...asked, ...heard.map((one) => fittingHere(isRefusal(one) ? note(sayRefusal(one)) : one))];
    const drawn = answers.map((card) => asPart(drawCard(card, addressOf)));
    const notices = await drawNotices(world, ask);
    const stamp = String(Math.floor(world.clock.now().getTime() / 1_000));
    const box = problemsBox(problems);
    const way = viewer.roles.includes('learner')
      ? html`<p><a href="${addressOf('form', 'need-someone')}">Something is wrong, I need someone</a></p>`
      : undefined;
    const body = html`<h1>Absence or lateness</h1>${box}${drawn}${notices.drawn}
<form method="post" action="?"><input type="hidden" name="version" value="${stamp}"><div class="field"><label for="text">${answers.length > 0 ? 'Anything else?' : 'Tell us in your own words'}</label>
<p class="dim" id="hint">${await leadFor(world, viewer)}</p><textarea id="text" name="text" rows="3" required aria-describedby="hint">
${isLong ? text : ''}</textarea></div><button${notices.isAsking ? html` class="second"` : undefined}>Send</button></form>
${fileForm('?', 'A certificate or other evidence')}${own && !isForPage ? ownPageForm(own.holds) : undefined}${way}`;
    const title = 'Absence or lateness';
    return { status: box ? 400 : 200, page: { title: box ? `Not done yet: ${title}` : title, body } };
  };
}
