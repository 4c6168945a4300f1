import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createSmsWebhook } from '../../src/channels/sms-webhook.ts';
import type { Sender } from '../../src/usecases/core/delivery.ts';
import { listen, shut } from '../support/listen.ts';

/** A text as a provider took it. */
type Taken = {
  by: string;
  to: string;
  text: string;
  /** The sender that was asked for, where one was. */
  from?: string | undefined;
  ref: string;
  headers: IncomingMessage['headers'];
  at: Date;
  /** What became of it, where it is not on its way. */
  status?: string;
};
/** What the twin answers next instead of taking a text; `lost`: it takes it, and the answer never arrives. */
export type Fault = { status: number; body?: object; headers?: Record<string, string> } | 'lost';

type Ask = { path: string; text: string; request: IncomingMessage };
type Answer = { status: number; body?: object; headers?: Record<string, string> };

export const notifyKey = 'test-11111111-2222-4333-8444-555555555555-21111111-2222-4333-8444-555555555555';
export const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'twilio-auth-token-of-tests' };
export const webhookSecret = 'a-webhook-secret-of-tests-with-length';
export const acsKey = Buffer.from('acs-key-of-tests').toString('base64');
export const templateId = '31111111-2222-4333-8444-555555555555';

/**
 * Twins of the four ways texts leave by, on one loopback server, as their documentation says they behave: what they ask
 * of a request, what they answer, and in which shape they refuse.
 */
export class LoopbackSms {
  readonly taken: Taken[] = [];
  /** Answered one after the other to texts, before any is taken again. */
  readonly faults: Fault[] = [];
  readonly #repeatable = new Map<string, Answer>();
  #server!: Server;
  url = '';

  async start(): Promise<void> {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.url = `http://127.0.0.1:${await listen(this.#server)}`;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }

  /** The sender that hands it texts by webhook. */
  get webhook(): Sender {
    return createSmsWebhook({ url: `${this.url}/hook`, secrets: [webhookSecret] });
  }

  /** What was taken for one number, newest last. */
  to(number: string): Taken[] {
    return this.taken.filter((one) => one.to === number);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const answer = this.#answer({ path, text: Buffer.concat(chunks).toString('utf8'), request });
    if (answer === 'lost') return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #answer(ask: Ask): Answer | 'lost' {
    if (ask.path.startsWith('/notify/')) return this.#notify(ask);
    if (ask.path.startsWith('/twilio/')) return this.#twilio(ask);
    if (ask.path.startsWith('/sms?')) return this.#acs(ask);
    if (ask.path === '/hook') return this.#hook(ask);
    return { status: 404, body: { error: 'no such path' } };
  }

  /** Takes it, unless a fault comes first. */
  #take(text: Omit<Taken, 'at'>, answer: (id: string) => Answer): Answer | 'lost' {
    const fault = this.faults.shift();
    if (fault && fault !== 'lost') return fault;
    this.taken.push({ ...text, at: new Date() });
    return fault ?? answer(randomUUID());
  }

  #notify({ path, text, request }: Ask): Answer | 'lost' {
    const [, payload = ''] = (request.headers.authorization ?? '').replace('Bearer ', '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}') as { iss?: string };
    if (claims.iss !== '11111111-2222-4333-8444-555555555555')
      return { status: 403, body: { status_code: 403, errors: [{ error: 'AuthError', message: 'Invalid token' }] } };
    if (path === `/notify/v2/template/${templateId}`)
      return { status: 200, body: { id: templateId, type: 'sms', body: '((message))' } };
    if (path.startsWith('/notify/v2/notifications?')) {
      const ref = new URLSearchParams(path.split('?')[1]).get('reference');
      const found = this.taken.filter((one) => one.ref === ref).map(() => ({ id: 'found', status: 'sending' }));
      return { status: 200, body: { notifications: found, links: {} } };
    }
    const body = JSON.parse(text) as {
      phone_number: string;
      reference: string;
      sms_sender_id?: string;
      personalisation: { message: string };
    };
    const { phone_number: to, reference: ref, sms_sender_id: from, personalisation } = body;
    return this.#take(
      { by: 'notify', to, text: personalisation.message, from, ref, headers: request.headers },
      (id) => ({
        status: 201,
        body: { id, reference: ref, content: { body: personalisation.message } },
      }),
    );
  }

  #twilio({ path, text, request }: Ask): Answer | 'lost' {
    const basic = `Basic ${Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString('base64')}`;
    if (request.headers.authorization !== basic) return { status: 401, body: { code: 20003, message: 'Authenticate' } };
    const account = `/twilio/2010-04-01/Accounts/${twilio.accountSid}`;
    if (path === `${account}.json`) return { status: 200, body: { sid: twilio.accountSid, status: 'active' } };
    const fields = new URLSearchParams(text);
    const ref = new URL(fields.get('StatusCallback') ?? 'http://none').searchParams.get('ref') ?? '';
    if (path.startsWith(`${account}/Messages.json?`)) {
      const to = new URLSearchParams(path.split('?')[1]).get('To');
      const found = this.taken.filter((one) => one.to === to);
      const messages = found.map((one) => ({
        ...one,
        sid: 'SMfound',
        body: one.text,
        date_created: one.at.toUTCString(),
        status: one.status ?? 'sent',
      }));
      return { status: 200, body: { messages, page_size: 50 } };
    }
    const [to, body] = [fields.get('To') ?? '', fields.get('Body') ?? ''];
    const from = fields.get('MessagingServiceSid') ?? fields.get('From') ?? undefined;
    return this.#take({ by: 'twilio', to, text: body, from, ref, headers: request.headers }, (id) => ({
      status: 201,
      body: { sid: `SM${id.replaceAll('-', '')}`, status: 'queued' },
    }));
  }

  #acs({ text, request }: Ask): Answer | 'lost' {
    if (!/^HMAC-SHA256 SignedHeaders=/.test(request.headers.authorization ?? ''))
      return { status: 401, body: { error: { code: 'Unauthorized', message: 'no signature' } } };
    const body = JSON.parse(text) as {
      from: string;
      smsRecipients: { to: string; repeatabilityRequestId?: string }[];
      message: string;
      smsSendOptions: { tag?: string };
    };
    const [recipient] = body.smsRecipients;
    if (!recipient) return { status: 400, body: { error: { code: 'BadRequest', message: 'no recipient' } } };
    const ref = body.smsSendOptions?.tag ?? '';
    const { repeatabilityRequestId: id = '' } = recipient;
    // A request that is known is answered as before, and carried out no second time.
    const known = this.#repeatable.get(id);
    if (known && this.taken.some((one) => one.ref === ref)) return known;
    const isFine = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
    if (!isFine) return { status: 400, body: { error: { code: 'BadRequest', message: 'repeatabilityRequestId' } } };
    const answer = this.#take(
      { by: 'acs', to: recipient.to, text: body.message, from: body.from, ref, headers: request.headers },
      (id) => ({
        status: 202,
        body: { value: [{ to: recipient.to, messageId: id, httpStatusCode: 202, successful: true }] },
      }),
    );
    const taken = { to: recipient.to, messageId: 'found', httpStatusCode: 202, successful: true };
    if (this.taken.at(-1)?.ref === ref) this.#repeatable.set(id, { status: 202, body: { value: [taken] } });
    return answer;
  }

  #hook({ text, request }: Ask): Answer | 'lost' {
    const timestamp = request.headers['x-attendance-timestamp'];
    const own = createHmac('sha256', webhookSecret).update(`${timestamp}.${text}`).digest('hex');
    // While its secret is changed there are two signatures; it knows the secret of one.
    const given = ['x-attendance-signature', 'x-attendance-signature-2'].map((name) => request.headers[name]);
    if (!given.includes(`sha256=${own}`)) return { status: 401 };
    const { ref, to, text: words, from, probe } = JSON.parse(text) as Record<string, string>;
    if (probe) return { status: 200, body: {} };
    const known = this.taken.some((one) => one.headers['idempotency-key'] === request.headers['idempotency-key']);
    if (known) return { status: 409, body: {} };
    const message = { by: 'webhook', to: to ?? '', text: words ?? '', from, ref: ref ?? '', headers: request.headers };
    return this.#take(message, (id) => ({ status: 202, body: { id } }));
  }
}
