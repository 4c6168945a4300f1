import type { Request, Response } from 'restify';
import type { Person } from '../domain/person.ts';
import type { College } from '../domain/sms-text.ts';
import { allowedStyles, html, notePage, type PageView, pageOf } from './html.ts';
import type { Linked, OpenedLink, Purpose } from './links.ts';
import { fieldsOf, isUpload, type Posted, readUploads, type Upload } from './uploads.ts';

/** A page asked for through a link. `form`: what was posted, or the query of a GET. */
export type PageAsk = {
  linked: Linked;
  viewer: Person;
  method: 'GET' | 'POST';
  form: Record<string, string>;
  files: Upload[];
};
export type PageAnswer =
  | { status: number; page: PageView; retryAfter?: number }
  /** A page that is drawn by itself, such as one to print. */
  | { status: number; html: string }
  /** Leads on, with a cookie for what comes. */
  | { status: 303; to: string; cookie: string }
  | { status: number; file: { name: string; type: string; bytes: Uint8Array } };
/** One page a purpose. It looks at the viewer's rights itself: the link proves only who asks. */
export type Page = (ask: PageAsk) => Promise<PageAnswer>;
type Pages = Partial<Record<Purpose, Page>>;

/** What stands behind /l/. */
export type LinkRoom = {
  /** Whose pages they are, and whom to call. */
  college: College;
  /** The same for somebody who is known: their site's. */
  collegeOf(holder: Person): Promise<College>;
  pages: Pages;
  open(token: string): Promise<OpenedLink | undefined>;
  /** Whose the link is; undefined where they have left, or their links were taken back. */
  holder(linked: Linked): Promise<Person | undefined>;
  /** Sends a new link for one whose time is over, to the place on record. False: there is nothing to send one for. */
  renew(linked: Linked, holder: Person): Promise<boolean>;
  /** Where our own forms are posted from. */
  origin(): string;
  /** False: too much came by this link, or from this address. */
  isInPace(from: { token: string; address: string }): boolean;
};

/** A form is small; more is no form of ours. */
export const mostFormBytes = 64 * 1024;

const headers = () => ({
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src ${allowedStyles()}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  // The address holds the link, so no more than our own name goes along; with `no-referrer` browsers would not say either that a form is posted from here.
  'Referrer-Policy': 'strict-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
});

/** The answer to a link that does not work; the same for a wrong one, one taken back, and one that shows nothing. */
export function goneAnswer(): PageAnswer {
  const words =
    'It is too old, or was not copied whole. Please ask for a new one: press the button on the card in Teams again. ' +
    'If it came by email or text message, ask your college office.';
  return { status: 404, page: notePage('This link does not work any more', words) };
}

const renewable: readonly Purpose[] = ['notice', 'page', 'task', 'tell'];

/** A link of ours whose time is over: its holder may ask for a new one, which goes to the place on record and nowhere else. */
async function overAnswer(room: LinkRoom, { linked }: OpenedLink, holder: Person, method: string): Promise<PageAnswer> {
  if (!renewable.includes(linked.purpose)) return goneAnswer();
  if (method === 'POST') {
    await room.renew(linked, holder);
    const where = 'on its way to the number or email we have for you';
    const words =
      linked.purpose === 'page'
        ? `If you have one that is yours alone, a new link is ${where}.`
        : `If there is still something to do, a new link is ${where}.`;
    return { status: 200, page: notePage('Thank you', words) };
  }
  const body = html`<h1>This link has run out</h1><p>That is so that nobody else can use it. You can have a new one.</p>
<form method="post" action="?"><button>Send me a new link</button></form>`;
  return { status: 410, page: { title: 'This link has run out', body } };
}

/** A name that is safe in a header and on any disk. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._ -]/g, '_').replace(/^[. ]+/, '_') || 'file';
}

/** Sends a page or file with the headers every page has: no scripts, nothing kept, nothing framed. */
export function sendPage(response: Response, answer: PageAnswer, college?: College): void {
  if ('page' in answer || 'html' in answer)
    return void response.sendRaw(answer.status, 'page' in answer ? pageOf(answer.page, college) : answer.html, {
      ...headers(),
      'Content-Type': 'text/html; charset=utf-8',
      ...('retryAfter' in answer && answer.retryAfter ? { 'Retry-After': String(answer.retryAfter) } : {}),
    });
  if ('to' in answer)
    return void response.sendRaw(answer.status, '', { ...headers(), Location: answer.to, 'Set-Cookie': answer.cookie });
  const { name, type, bytes } = answer.file;
  response.sendRaw(answer.status, Buffer.from(bytes) as unknown as string, {
    ...headers(),
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${safeName(name)}"`,
  });
}

/** True for a form posted from one of our own pages, as the browser says it: every browser says one of the two. */
function isFromHere(request: Request, origin: string): boolean {
  const { 'sec-fetch-site': site, origin: from } = request.headers;
  return site === undefined ? from === origin : site === 'same-origin' && (from === undefined || from === origin);
}

const ownNet = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/;

/** Who asks: where a proxy of ours stands before us, whom it names last; an address that somebody else names counts for nothing. */
function addressOf(request: Request): string {
  const near = request.socket.remoteAddress ?? '';
  const named = String(request.headers['x-forwarded-for'] ?? '');
  return (ownNet.test(near) && named.split(',').at(-1)?.trim()) || near;
}

const tooLarge = 'That file is larger than 10 MB, so it was not kept. Please send a smaller one, such as a photo.';

async function readForm(request: Request): Promise<Posted | undefined> {
  if (request.method !== 'POST') return { form: fieldsOf(new URLSearchParams(request.getQuery() ?? '')), files: [] };
  if (isUpload(request.headers['content-type'])) return readUploads(request);
  const body = (request as { rawBody?: unknown }).rawBody;
  return { form: fieldsOf(new URLSearchParams(typeof body === 'string' ? body : '')), files: [] };
}

/** Answers what is asked under /l/: opens the link, then lets its purpose's page answer. */
export function createPageRoute(room: LinkRoom, log: { warn(data: object, text: string): void }) {
  const answerTo = async (request: Request, known: (holder: Person) => void): Promise<PageAnswer> => {
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const token = String((request.params as Record<string, unknown>)['*'] ?? '');
    if (!room.isInPace({ token, address: addressOf(request) })) {
      const words = 'That was a lot at once. Please wait a minute and try again. Nothing was changed.';
      return { status: 429, page: notePage('Please wait a moment', words), retryAfter: 60 };
    }
    const body = (request as { rawBody?: unknown }).rawBody;
    if (typeof body === 'string' && Buffer.byteLength(body) > mostFormBytes)
      return { status: 413, page: notePage('Too much', 'That was more than a form holds. Nothing was changed.') };
    const opened = await room.open(token);
    const holder = opened && (await room.holder(opened.linked));
    const page = opened && room.pages[opened.linked.purpose];
    if (!page || !holder) return goneAnswer();
    known(holder);
    if (method === 'POST' && !isFromHere(request, room.origin())) {
      const words = 'That did not come from this page, so nothing was changed. Please open the link again.';
      return { status: 403, page: notePage('Nothing was changed', words) };
    }
    if (opened.isOver) return overAnswer(room, opened, holder, method);
    const posted = await readForm(request);
    if (!posted) return { status: 413, page: notePage('Too large', tooLarge) };
    return page({ linked: opened.linked, viewer: holder, method, ...posted });
  };
  return async (request: Request, response: Response): Promise<void> => {
    let holder: Person | undefined;
    try {
      const answer = await answerTo(request, (one) => {
        holder = one;
      });
      // Whatever of an upload was not read is not waited for.
      if (!request.readableEnded && request.method === 'POST') response.setHeader('Connection', 'close');
      sendPage(response, answer, holder ? await room.collegeOf(holder) : room.college);
    } catch (error) {
      log.warn({ err: error instanceof Error ? error.name : 'unknown' }, 'page failed');
      sendPage(
        response,
        { status: 503, page: notePage('Not done', 'Something failed on our side. Please try again.') },
        room.college,
      );
    }
  };
}
