import { misSchemaVersion } from '../domain/mis-event.ts';
import type { Sender, SendResult } from '../usecases/core/delivery.ts';
import { callMs, resultOfFault, resultOfStatus, retryAfterMs } from './answers.ts';
import { type SigningKey, signedByAll } from './signature.ts';

/** Of what the MIS says about a refusal: enough to act on. */
const mostSaid = 300;
const mostRead = 16 * 1_024;

/** The beginning of an answer's body; what does not come in time or is too much is left. */
async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part);
      size += part.length;
      if (size >= mostRead) break;
    }
  } catch {
    // What came so far has to do.
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The MIS's own words about a refusal: a field of its JSON, or plain text; nothing of a page. */
function wordsIn(text: string): string {
  let words: unknown = text.trim().startsWith('<') ? '' : text;
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    words = said.error ?? said.message ?? said.detail ?? said.title ?? text;
  } catch {
    // No JSON: the text itself.
  }
  const plain = (typeof words === 'string' ? words : JSON.stringify(words)).replace(/\s+/g, ' ').trim();
  return plain.length > mostSaid ? `${plain.slice(0, mostSaid - 1)}…` : plain;
}

/** Statuses that say "not now"; 401 and 403 are about our key, never about the event. */
const passing = [401, 403, 408, 425, 429];

/**
 * Tells the MIS by a signed POST: the event's JSON, its id as `Idempotency-Key`, and a signature by each of the keys
 * (channels/signature). 2xx and 409 (it has it) mean taken; a 4xx that is about the event is for good; redirects are not
 * followed, so that nothing goes to another address than the one that was set.
 */
export function createMisWebhook({ url, keys }: { url: string; keys: readonly SigningKey[] }): Sender {
  async function call(id: string, body: string): Promise<Response> {
    const own = { 'content-type': 'application/json', 'idempotency-key': id };
    const headers = { ...own, ...signedByAll(body, keys, new Date()) };
    return fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(callMs) });
  }

  async function read(response: Response): Promise<SendResult> {
    const { status } = response;
    if (status >= 400 && status < 500 && status !== 409 && !passing.includes(status))
      return {
        ok: false,
        kind: 'for-good',
        why: 'refused',
        code: `http-${status}`,
        says: wordsIn(await beginningOf(response)),
      };
    await response.body?.cancel().catch(() => undefined);
    if (response.ok || status === 409) return { ok: true };
    return resultOfStatus(status, retryAfterMs(response.headers.get('retry-after'), Date.now()));
  }

  return {
    async send({ ref, body }) {
      try {
        return await read(await call(ref, body));
      } catch (error) {
        return resultOfFault(error);
      }
    },
    async probe() {
      const body = JSON.stringify({ schema_version: misSchemaVersion, id: 'ping', type: 'ping' });
      const response = await call('ping', body).catch(() => undefined);
      await response?.body?.cancel().catch(() => undefined);
      if (!response) throw new Error('MIS_WEBHOOK_URL does not answer');
      if (response.status === 401 || response.status === 403)
        throw new Error(`MIS_WEBHOOK_URL does not take our keys: ${response.status}`);
      if (!response.ok && response.status !== 409)
        throw new Error(`MIS_WEBHOOK_URL answers ${response.status} to a signed event of type ping`);
    },
  };
}
