import { z } from 'zod';
import type { WhyUndelivered } from '../domain/outbox-row.ts';
import type { Receipt, ReceiptAnswer, Sender, SendResult } from '../usecases/core/delivery.ts';
import { isSameSecret } from '../usecases/core/same-secret.ts';
import { callMs, resultOfFault, resultOfStatus, retryAfterMs } from './answers.ts';
import { parsed } from './sms-webhook.ts';

export type AcsOptions = {
  connectionString: string;
  from: string;
  /** What the Event Grid subscription puts on its address as `key`. */
  receiptsKey?: string;
};

const Events = z.array(
  z.object({
    eventType: z.string(),
    data: z
      .object({
        validationCode: z.string().optional(),
        tag: z.string().nullish(),
        deliveryStatus: z.string().optional(),
        deliveryStatusDetails: z.string().nullish(),
      })
      .loose(),
  }),
);

/** What the details of a failure say; the service has words here, no codes. */
const details: readonly [RegExp, WhyUndelivered][] = [
  [/opt(ed)?[ -]?out|unsubscribed|stop/i, 'said-stop'],
  [/landline|not a mobile|does not support sms/i, 'takes-no-texts'],
  [/block|barred|spam|reject|filter/i, 'blocked'],
  [/unknown|invalid|unallocated|not exist|unassigned|deactivated/i, 'number-not-in-use'],
];

function whyOf(said: string): WhyUndelivered {
  return details.find(([pattern]) => pattern.test(said))?.[1] ?? 'not-reached';
}

function receiptOf(ref: string, status: string, said: string): Receipt | undefined {
  if (status === 'Delivered') return { ref, is: 'delivered' };
  if (status !== 'Failed' && status !== 'Expired') return undefined;
  const why = status === 'Expired' ? 'not-reached' : whyOf(said);
  return { ref, is: 'failed', why, code: status, isPassing: status === 'Expired' };
}

function resultOf(error: unknown): SendResult & { ok: false } {
  const { statusCode, response } = error as {
    statusCode?: number;
    response?: { headers: { get(name: string): string | undefined } };
  };
  if (statusCode === undefined) return resultOfFault(error);
  return resultOfStatus(statusCode, retryAfterMs(response?.headers.get('retry-after'), Date.now()));
}

/** Texts by Azure Communication Services; receipts come by Event Grid, with the row's name as tag. */
export function createAcsSms({ connectionString, from, receiptsKey }: AcsOptions): Sender {
  const opened = (async () => {
    const { SmsClient } = await import('@azure/communication-sms');
    // Trying again is the worker's business; a plain address is one on this machine, in tests.
    const allowInsecureConnection = /endpoint=http:/i.test(connectionString);
    return new SmsClient(connectionString, { retryOptions: { maxRetries: 0 }, ...{ allowInsecureConnection } });
  })();
  opened.catch(() => undefined);

  const call = async (to: string, message: string, tag: string) => {
    const client = await opened;
    const options = { enableDeliveryReport: true, tag, abortSignal: AbortSignal.timeout(callMs) };
    const [result] = await client.send({ from, to: [to], message }, options);
    return result;
  };

  return {
    perSecond: 3,
    async send({ to, body, ref }) {
      try {
        const result = await call(to, body, ref);
        if (result?.successful) return { ok: true, ...(result.messageId ? { providerId: result.messageId } : {}) };
        const status = result?.httpStatusCode ?? 500;
        if (status !== 400 && status !== 404) return resultOfStatus(status);
        const said = result?.errorMessage ?? '';
        const why = /opt(ed)?[ -]?out/i.test(said) ? 'said-stop' : 'number-not-in-use';
        return { ok: false, kind: 'for-good', why, code: `http-${status}` };
      } catch (error) {
        return resultOf(error);
      }
    },
    async probe() {
      // The service has no call that sends nothing; one to nobody is refused for that, once the key is proven.
      try {
        const client = await opened;
        await client.send({ from, to: [], message: 'probe' }, { abortSignal: AbortSignal.timeout(callMs) });
      } catch (error) {
        const { statusCode } = error as { statusCode?: number };
        if (statusCode !== 400)
          throw new Error(`Azure Communication Services answers ${statusCode ?? 'nothing'} to ACS_CONNECTION_STRING`);
      }
    },
    ...(receiptsKey
      ? {
          receipts: {
            path: 'acs',
            read({ url, rawBody }): ReceiptAnswer {
              const key = new URL(url, 'http://here').searchParams.get('key') ?? '';
              if (!isSameSecret(key, receiptsKey)) return { status: 401, receipts: [] };
              const events = Events.safeParse(parsed(rawBody));
              if (!events.success) return { status: 400, receipts: [] };
              const asked = events.data.find(
                (one) => one.eventType === 'Microsoft.EventGrid.SubscriptionValidationEvent',
              );
              if (asked)
                return { status: 200, body: { validationResponse: asked.data.validationCode ?? '' }, receipts: [] };
              const receipts = events.data.flatMap(({ eventType, data }) =>
                eventType === 'Microsoft.Communication.SMSDeliveryReportReceived'
                  ? (receiptOf(data.tag ?? '', data.deliveryStatus ?? '', data.deliveryStatusDetails ?? '') ?? [])
                  : [],
              );
              return { status: 200, receipts };
            },
          },
        }
      : {}),
  };
}
