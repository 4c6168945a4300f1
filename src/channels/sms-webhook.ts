import { z } from 'zod';
import { whysUndelivered } from '../domain/outbox-row.ts';
import type { ReceiptAnswer, Sender, SendResult, TextsAnswer } from '../usecases/core/delivery.ts';
import { callMs, resultOfFault, resultOfStatus, retryAfterMs } from './answers.ts';
import { isSigned, signedByEach } from './signature.ts';

const Answer = z.object({ id: z.string().max(200).optional(), reason: z.enum(whysUndelivered).optional() });
/** A text somebody sent. `at`: when, as an ISO time; `pictures`: how many came with it. */
const Text = z.object({
  id: z.string().min(1).max(200),
  from: z.string().min(1).max(40),
  text: z.string().max(20_000),
  at: z.iso.datetime({ offset: true }).optional(),
  pictures: z.number().optional(),
});
const Report = z.object({
  ref: z.string().max(100),
  status: z.enum(['delivered', 'failed']),
  reason: z.enum(whysUndelivered).optional(),
  passing: z.boolean().optional(),
});

/**
 * Texts through a service of the college's own: signed JSON `{ref, to, text}`, for a site with a sender of its own also
 * `from` (channels/signature), with the ref as idempotency key. While the secret is changed there are two, the new one
 * first. 2xx or 409: taken; 400, 404 or 422 with a `reason`: for good; 429 and 503 with Retry-After: later.
 */
export function createSmsWebhook({ url, secrets }: { url: string; secrets: readonly string[] }): Sender {
  async function call(body: object, ref: string): Promise<Response> {
    const text = JSON.stringify(body);
    const own = { 'content-type': 'application/json', 'idempotency-key': ref };
    const headers = { ...own, ...signedByEach(text, secrets, new Date()) };
    return fetch(url, { method: 'POST', body: text, headers, redirect: 'error', signal: AbortSignal.timeout(callMs) });
  }

  async function read(response: Response): Promise<SendResult> {
    const answer = Answer.safeParse(await response.json().catch(() => ({})));
    const { id, reason } = answer.success ? answer.data : {};
    if (response.ok || response.status === 409) return { ok: true, ...(id ? { providerId: id } : {}) };
    if ([400, 404, 422].includes(response.status) && reason)
      return { ok: false, kind: 'for-good', why: reason, code: `http-${response.status}` };
    return resultOfStatus(response.status, retryAfterMs(response.headers.get('retry-after'), Date.now()));
  }

  return {
    perSecond: 20,
    async send({ to, body, ref, site }) {
      try {
        return await read(
          await call({ ref, to, text: body, ...(site?.smsSender ? { from: site.smsSender } : {}) }, ref),
        );
      } catch (error) {
        return resultOfFault(error);
      }
    },
    async probe() {
      const response = await call({ probe: true }, 'probe');
      if (!response.ok) throw new Error(`SMS_WEBHOOK_URL answers ${response.status} to a signed {"probe":true}`);
    },
    texts: {
      path: 'webhook',
      read({ headers, rawBody, now }): TextsAnswer {
        if (!isSigned(rawBody, headers, secrets, now)) return { status: 401, texts: [] };
        const read = Text.safeParse(parsed(rawBody));
        if (!read.success) return { status: 400, texts: [] };
        const { id, from, text: words, at, pictures = 0 } = read.data;
        const hasFile = pictures > 0 ? { hasFile: true as const } : {};
        return { status: 204, texts: [{ id, from, words, sentAt: at ? new Date(at) : undefined, ...hasFile }] };
      },
    },
    receipts: {
      path: 'webhook',
      read({ headers, rawBody, now }): ReceiptAnswer {
        if (!isSigned(rawBody, headers, secrets, now)) return { status: 401, receipts: [] };
        const report = Report.safeParse(parsed(rawBody));
        if (!report.success) return { status: 400, receipts: [] };
        const { ref, status, reason = 'not-reached', passing = false } = report.data;
        if (status === 'delivered') return { status: 204, receipts: [{ ref, is: 'delivered' }] };
        return { status: 204, receipts: [{ ref, is: 'failed', why: reason, code: reason, isPassing: passing }] };
      },
    },
  };
}

/** JSON, or undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
