import type { Request, Response } from 'restify';
import { notePage } from './html.ts';
import type { Linked, Purpose } from './links.ts';

/** A page asked for through a link. `form`: what was posted, or the query of a GET. */
export type PageAsk = { id: string; viewerId: string; method: 'GET' | 'POST'; form: Record<string, string> };
export type PageAnswer =
  | { status: number; html: string }
  /** Leads on, with a cookie for what comes. */
  | { status: 303; to: string; cookie: string }
  | { status: number; file: { name: string; type: string; bytes: Uint8Array } };
/** One page a purpose. It looks at the viewer's rights itself: the link proves only who asks. */
export type Page = (ask: PageAsk) => Promise<PageAnswer>;
export type Pages = Partial<Record<Purpose, Page>>;
export type OpenLink = (token: string) => Promise<Linked | undefined>;

/** A form is small; more is no form of ours. */
export const mostFormBytes = 64 * 1024;

const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

/** The answer to a link that does not work; the same for a wrong one, an old one, and one that shows nothing any more. */
export function goneAnswer(): PageAnswer {
  const words =
    'It is too old, or was not copied whole. Please ask for a new one: press the button on the card in Teams again. ' +
    'If it came by email, ask your college office.';
  return { status: 404, html: notePage('This link does not work any more', words) };
}

/** A name that is safe in a header and on any disk. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._ -]/g, '_').replace(/^[. ]+/, '_') || 'file';
}

/** Sends a page or file with the headers every page has: no scripts, nothing kept, nothing framed. */
export function sendPage(response: Response, answer: PageAnswer): void {
  if ('html' in answer)
    return void response.sendRaw(answer.status, answer.html, {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
    });
  if ('to' in answer)
    return void response.sendRaw(answer.status, '', { ...headers, Location: answer.to, 'Set-Cookie': answer.cookie });
  const { name, type, bytes } = answer.file;
  response.sendRaw(answer.status, Buffer.from(bytes) as unknown as string, {
    ...headers,
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${safeName(name)}"`,
  });
}

/** Answers what is asked under /l/: opens the link, then lets its purpose's page answer. */
export function createPageRoute(pages: Pages, openLink: OpenLink, log: { warn(data: object, text: string): void }) {
  const answerTo = async (request: Request): Promise<PageAnswer> => {
    const body = (request as { rawBody?: unknown }).rawBody;
    const posted = typeof body === 'string' ? body : '';
    if (Buffer.byteLength(posted) > mostFormBytes)
      return { status: 413, html: notePage('Too much', 'That was more than a form holds. Nothing was changed.') };
    const linked = await openLink(String((request.params as Record<string, unknown>)['*'] ?? ''));
    const page = linked && pages[linked.purpose];
    if (!page) return goneAnswer();
    const isPost = request.method === 'POST';
    const fields = new URLSearchParams(isPost ? posted : (request.getQuery() ?? ''));
    const form = Object.fromEntries(fields);
    return page({ id: linked.id, viewerId: linked.viewerId, method: isPost ? 'POST' : 'GET', form });
  };
  return async (request: Request, response: Response): Promise<void> => {
    try {
      sendPage(response, await answerTo(request));
    } catch (error) {
      log.warn({ err: error instanceof Error ? error.name : 'unknown' }, 'page failed');
      sendPage(response, {
        status: 503,
        html: notePage('Not done', 'Something failed on our side. Please try again.'),
      });
    }
  };
}
