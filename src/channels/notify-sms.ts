import { z } from 'zod';
import { instantIn } from '../domain/calendar.ts';
import type {
  Receipt,
  ReceiptAnswer,
  ReceiptRequest,
  Sender,
  SendResult,
  TextsAnswer,
} from '../usecases/core/delivery.ts';
import { isOneSecret } from '../usecases/core/same-secret.ts';
import { inTime, resultOfFault, resultOfStatus, retryAfterMs } from './answers.ts';
import { parsed } from './sms-webhook.ts';

type NotifyOptions = {
  apiKey: string;
  /** A text template whose whole body is `((message))`. */
  templateId: string;
  /** The bearer token set for reports; two while it is changed. */
  receiptsTokens?: readonly string[];
  /** The bearer token set for received text messages. */
  textsTokens?: readonly string[];
  /** Another address than Notify's own; for tests. */
  elsewhere?: string;
};

const placeholder = 'message';
/** After the day's limit is used up, asking each minute is no use. */
const dayLimitWaitMs = 15 * 60_000;

const Report = z.object({
  id: z.string(),
  reference: z.string().nullish(),
  status: z.string(),
});

const Text = z.object({
  id: z.string().min(1).max(200),
  source_number: z.string().min(1).max(40),
  message: z.string().max(20_000),
  date_received: z.string().max(40).optional(),
});

type Refused = {
  response?: {
    status: number;
    headers?: Record<string, string>;
    data?: { errors?: { error?: string; message?: string }[] };
  };
};

/** What a refusal means; Notify says more in its list of errors than by its status. */
function resultOf(error: unknown): SendResult & { ok: false } {
  const { response } = error as Refused;
  if (!response) return resultOfFault(error);
  const [first] = response.data?.errors ?? [];
  const code = `${response.status} ${first?.error ?? ''}`.trim();
  if (response.status === 400 && /phone_number/i.test(first?.message ?? ''))
    return { ok: false, kind: 'for-good', why: 'number-not-in-use', code };
  // Its service sends to no numbers abroad: no use in trying this one on.
  if (response.status === 400 && /international/i.test(first?.message ?? ''))
    return { ok: false, kind: 'for-good', why: 'refused', code };
  if (first?.error === 'TooManyRequestsError')
    return { ok: false, kind: 'throttled', code, retryAfterMs: dayLimitWaitMs };
  return { ...resultOfStatus(response.status, retryAfterMs(response.headers?.['retry-after'], Date.now())), code };
}

/** True where Notify shows the token that was set for its callback. */
function isBearer({ authorization }: ReceiptRequest['headers'], tokens: readonly string[]): boolean {
  const own = tokens.map((token) => `Bearer ${token}`);
  return isOneSecret(String(authorization ?? ''), own);
}

/** What Notify's final statuses mean; others are on the way and say nothing new. */
function receiptOf(ref: string, status: string): Receipt | undefined {
  if (status === 'delivered') return { ref, is: 'delivered' };
  if (status === 'permanent-failure') return { ref, is: 'failed', why: 'number-not-in-use', code: status };
  if (status === 'temporary-failure') return { ref, is: 'failed', why: 'not-reached', code: status, isPassing: true };
  if (status === 'technical-failure') return { ref, is: 'failed', why: 'refused', code: status, isPassing: true };
  return undefined;
}

/** Texts by GOV.UK Notify. A lost answer is no second text: Notify is asked for the reference first. */
export function createNotifySms({ apiKey, templateId, receiptsTokens, textsTokens, elsewhere }: NotifyOptions): Sender {
  const opened = (async () => {
    const { NotifyClient } = await import('notifications-node-client');
    return elsewhere ? new NotifyClient(elsewhere, apiKey) : new NotifyClient(apiKey);
  })();
  opened.catch(() => undefined);
  return {
    perSecond: 40,
    async send({ to, body, ref, site }) {
      try {
        const client = await opened;
        const sender = site?.smsSender ? { smsSenderId: site.smsSender } : {};
        const message = { personalisation: { [placeholder]: body }, reference: ref, ...sender };
        const { data } = await inTime(client.sendSms(templateId, to, message));
        return { ok: true, providerId: data.id };
      } catch (error) {
        return resultOf(error);
      }
    },
    async find({ ref }) {
      try {
        const client = await opened;
        const { data } = await inTime(client.getNotifications('sms', undefined, ref));
        const [found] = data.notifications;
        return found ? { providerId: found.id } : null;
      } catch {
        return undefined;
      }
    },
    async probe() {
      const client = await opened;
      const { data } = await inTime(client.getTemplateById(templateId)).catch((error: Refused) => {
        throw new Error(
          `GOV.UK Notify answers ${error.response?.status ?? 'nothing'} to NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID`,
        );
      });
      if (data.type !== 'sms' || !data.body.includes(`((${placeholder}))`))
        throw new Error(`NOTIFY_TEMPLATE_ID must be a text template with ((${placeholder})) as its body`);
    },
    ...(textsTokens
      ? {
          texts: {
            path: 'notify',
            read({ headers, rawBody }): TextsAnswer {
              if (!isBearer(headers, textsTokens)) return { status: 401, texts: [] };
              const read = Text.safeParse(parsed(rawBody));
              if (!read.success) return { status: 400, texts: [] };
              const { id, source_number: from, message: words, date_received: at } = read.data;
              return { status: 204, texts: [{ id, from, words, sentAt: instantIn(at) }] };
            },
          },
        }
      : {}),
    ...(receiptsTokens
      ? {
          receipts: {
            path: 'notify',
            read({ headers, rawBody }): ReceiptAnswer {
              if (!isBearer(headers, receiptsTokens)) return { status: 401, receipts: [] };
              const report = Report.safeParse(parsed(rawBody));
              if (!report.success) return { status: 400, receipts: [] };
              const receipt = receiptOf(report.data.reference ?? '', report.data.status);
              return { status: 204, receipts: receipt ? [receipt] : [] };
            },
          },
        }
      : {}),
  };
}
