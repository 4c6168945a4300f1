import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, LoopbackGraph, refused } from './loopback-graph.ts';

export type MailSent = {
  from: string;
  subject?: string;
  text: string;
  headers?: Record<string, string>;
  receivedAt?: Date;
  hasAttachments?: boolean;
  files?: { name: string; bytes: Uint8Array; type?: string; isInline?: true; size?: number }[];
};
type Stored = {
  id: string;
  change: number;
  isGone?: boolean;
  message: Record<string, unknown>;
  files: NonNullable<MailSent['files']>;
};

/** As Exchange writes it on a mail from a domain that vouches for it. */
export const proven = {
  'Authentication-Results':
    'spf=pass smtp.mailfrom=example.com; dkim=pass; dmarc=pass action=none; compauth=pass reason=100',
};

/**
 * The inbox of a shared mailbox as Graph shows it by delta: pages with a nextLink, then a deltaLink that goes on from
 * there; what was changed comes again, what was deleted as an id alone; a link it has forgotten is 410.
 */
export class LoopbackMailbox extends LoopbackGraph {
  readonly address = 'absence@brookvale.example';
  /** Of calls for files alone, one after the other. */
  readonly fileFaults: number[] = [];
  readonly #mails: Stored[] = [];
  #changes = 0;
  /** Links of an earlier epoch have expired. */
  #epoch = 1;

  /** A mail comes in. */
  send({
    from,
    subject = '',
    text,
    headers = proven,
    receivedAt = new Date(),
    files = [],
    hasAttachments = files.some((one) => !one.isInline),
  }: MailSent): string {
    const id = `AAkALg${this.#mails.length + 1}==`;
    const message = {
      id,
      subject,
      from: { emailAddress: { name: from, address: from } },
      body: { contentType: 'text', content: text },
      receivedDateTime: receivedAt.toISOString(),
      hasAttachments,
      isDraft: false,
      internetMessageHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
    };
    this.#mails.push({ id, change: ++this.#changes, message, files });
    return id;
  }

  /** Somebody opens it, or deletes it. */
  touch(id: string, isGone = false): void {
    const mail = this.#mails.find((one) => one.id === id);
    if (mail) Object.assign(mail, { change: ++this.#changes, isGone });
  }

  /** Forgets how far anybody has read. */
  expire(): void {
    this.#epoch++;
  }

  protected override answer(url: URL, headers: IncomingHttpHeaders): Answer {
    const inbox = `/v1.0/users/${encodeURIComponent(this.address)}/mailFolders/inbox`;
    if (url.pathname === inbox) return { status: 200, body: { id: 'inbox' } };
    if (url.pathname.includes('/attachments')) return this.#files(url.pathname);
    if (url.pathname !== `${inbox}/messages/delta`) return refused(404, 'ErrorItemNotFound');
    // Without this header the body is HTML, and an id changes when a mail is moved.
    const prefer = String(headers.prefer ?? '');
    const isAsked = prefer.includes('outlook.body-content-type="text"') && prefer.includes('IdType="ImmutableId"');
    return isAsked ? this.#delta(url) : refused(400, 'ErrorInvalidRequest');
  }

  /** What came with a mail, and each file's own bytes. */
  #files(path: string): Answer {
    const fault = this.fileFaults.shift();
    if (fault) return refused(fault, 'ServiceUnavailable');
    const [, box, id, at] =
      /^\/v1\.0\/users\/([^/]+)\/messages\/([^/]+)\/attachments(?:\/(\d+)\/\$value)?$/.exec(decodeURIComponent(path)) ??
      [];
    const mail = this.#mails.find((one) => one.id === id && !one.isGone);
    if (box !== this.address || !mail) return refused(404, 'ErrorItemNotFound');
    const file = at === undefined ? undefined : mail.files[Number(at)];
    if (at !== undefined) return file ? { status: 200, body: file.bytes } : refused(404, 'ErrorItemNotFound');
    const value = mail.files.map(({ name, bytes, type = 'file', isInline, size = bytes.length }, i) => ({
      '@odata.type': `#microsoft.graph.${type}Attachment`,
      id: String(i),
      name,
      size,
      isInline: isInline === true,
    }));
    return { status: 200, body: { value } };
  }

  #delta(url: URL): Answer {
    const token = url.searchParams.get('$deltatoken') ?? url.searchParams.get('$skiptoken');
    const filter = /receivedDateTime ge (\S+)/.exec(url.searchParams.get('$filter') ?? '')?.[1] ?? '';
    const [epoch, after = 0, since] = token ? token.split('.').map(Number) : [this.#epoch, 0, Date.parse(filter)];
    if (epoch !== this.#epoch) return refused(410, 'syncStateNotFound');
    const fresh = this.#mails
      .filter((one) => one.change > after && !(after === 0 && one.isGone))
      .filter((one) => Date.parse(String(one.message.receivedDateTime)) >= (since || 0))
      .toSorted((a, b) => a.change - b.change);
    const page = fresh.slice(0, this.pageSize);
    const state = [this.#epoch, page.at(-1)?.change ?? after, since || 0].join('.');
    const at = `${this.url}${url.pathname.slice(1)}`;
    const link =
      fresh.length > page.length
        ? { '@odata.nextLink': `${at}?$skiptoken=${state}` }
        : { '@odata.deltaLink': `${at}?$deltatoken=${state}` };
    const value = page.map(({ id, isGone, message }) => (isGone ? { id, '@removed': { reason: 'deleted' } } : message));
    return { status: 200, body: { value, ...link } };
  }
}
