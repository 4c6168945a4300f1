import type { Outgoing, Sender, SendResult } from '../usecases/core/delivery.ts';
import { resultOfFault, resultOfStatus } from './answers.ts';
import { type MailFrom, mimeOf } from './mail-message.ts';

/** What posts a mail for a mailbox: `graph/graph-post`. */
type MailPost = {
  /** Throws with `status`, `code` and `retryAfterMs` where it is refused. */
  post(mailbox: string, mime: Buffer): Promise<void>;
  probe(): Promise<void>;
};

function resultOf(error: unknown): SendResult & { ok: false } {
  const { status, code, retryAfterMs } = error as { status?: number; code?: string; retryAfterMs?: number };
  if (status === undefined) return resultOfFault(error);
  if (status === 400 && /recipient/i.test(code ?? ''))
    return { ok: false, kind: 'for-good', why: 'address-unknown', code: code ?? '' };
  return { ...resultOfStatus(status, retryAfterMs), code: code || `http-${status}` };
}

/** Mails from a shared mailbox by Graph. Exchange takes 30 a minute from one mailbox; 202 is accepted, not delivered. */
export function createGraphMail(graph: MailPost, own: MailFrom): Sender {
  return {
    perSecond: 0.5,
    async send(message: Outgoing) {
      try {
        await graph.post(own.from, await mimeOf(message, own));
        return { ok: true, providerId: message.ref };
      } catch (error) {
        return resultOf(error);
      }
    },
    probe: () => graph.probe(),
  };
}
