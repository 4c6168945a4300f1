import { createHash } from 'node:crypto';
import { z } from 'zod';
import { instantIn } from '../domain/calendar.ts';
import type { WhyUndelivered } from '../domain/outbox-row.ts';
import type {
  Receipt,
  ReceiptAnswer,
  ReceiptRequest,
  Sender,
  SendResult,
  TextIn,
  TextsAnswer,
} from '../usecases/core/delivery.ts';
import { isOneSecret } from '../usecases/core/same-secret.ts';
import { callMs, resultOfFault, resultOfStatus, retryAfterMs } from './answers.ts';
import { parsed } from './sms-webhook.ts';

type AcsOptions = {
  connectionString: string;
  from: string;
  /** What the Event Grid subscription puts on its address as `key`; two while it is changed. */
  receiptsKeys?: readonly string[];
};

const Data = z.looseObject({
  validationCode: z.string().optional(),
  tag: z.string().nullish(),
  /** As Microsoft's example writes it. */
  Tag: z.string().nullish(),
  messageId: z.string().max(200).optional(),
  MessageId: z.string().max(200).optional(),
  from: z.string().max(40).optional(),
  From: z.string().max(40).optional(),
  message: z.string().max(20_000).optional(),
  Message: z.string().max(20_000).optional(),
  receivedTimestamp: z.string().max(40).optional(),
  ReceivedTimestamp: z.string().max(40).optional(),
  deliveryStatus: z.string().optional(),
  deliveryStatusDetails: z.string().nullish(),
});
/** In Event Grid's own schema, or as CloudEvents 1.0, whichever the subscription asks for. */
const Event = z.union([
  z.object({ eventType: z.string(), data: Data }),
  z
    .object({ specversion: z.literal('1.0'), type: z.string(), data: Data })
    .transform(({ type, data }) => ({ eventType: type, data })),
]);
type Event = z.output<typeof Event>;
/** CloudEvents come one by one unless they are asked for in batches. */
const Events = z.union([z.array(Event), Event.transform((one) => [one])]);

/** The service's codes for what did not arrive (Microsoft's "Troubleshooting", SMS error codes); others lie with the account. */
const codes: Record<string, WhyUndelivered> = {
  4002: 'number-not-in-use',
  4004: 'number-not-in-use',
  4005: 'blocked',
  4006: 'not-reached',
  4007: 'said-stop',
};
/** The phone is out of reach, or the service: worth another try. */
const passing = new Set(['4006', '5001', '5002', '9999']);
/** Where the details are words alone, as they are in Microsoft's example of a report. */
const words: readonly [RegExp, WhyUndelivered][] = [
  [/opt(ed)?[ -]?out|unsubscribed/i, 'said-stop'],
  [/block|barred/i, 'blocked'],
  [/reachable|unavailab|timeout/i, 'not-reached'],
  [/invalid destination|not exist|unallocated/i, 'number-not-in-use'],
];

function receiptOf(ref: string, status: string, said: string): Receipt | undefined {
  if (status === 'Delivered') return { ref, is: 'delivered' };
  if (status !== 'Failed') return undefined;
  const code = /\b[459]\d{3}\b/.exec(said)?.[0];
  const why = code ? codes[code] : words.find(([pattern]) => pattern.test(said))?.[1];
  const isPassing = code ? passing.has(code) : why === 'not-reached';
  return { ref, is: 'failed', why: why ?? (isPassing ? 'not-reached' : 'refused'), code: code ?? status, isPassing };
}

/** True where the address that was called has the key. */
function hasKey({ url }: Pick<ReceiptRequest, 'url'>, keys: readonly string[]): boolean {
  return isOneSecret(new URL(url, 'http://here').searchParams.get('key') ?? '', keys);
}

/** What Event Grid hands over, once its key is proven: an answer of its own to a subscription that is being made. */
function eventsOf(
  request: ReceiptRequest,
  keys: readonly string[],
): { status: number; body?: object; events: Event[] } {
  if (!hasKey(request, keys)) return { status: 401, events: [] };
  const events = Events.safeParse(parsed(request.rawBody));
  if (!events.success) return { status: 400, events: [] };
  const asked = events.data.find((one) => one.eventType === 'Microsoft.EventGrid.SubscriptionValidationEvent');
  if (asked) return { status: 200, body: { validationResponse: asked.data.validationCode ?? '' }, events: [] };
  return { status: 200, events: events.data };
}

/** A text somebody sent; older events write their fields with capitals. */
function textIn({ data }: Event): TextIn | undefined {
  const [id, from] = [data.messageId ?? data.MessageId, data.from ?? data.From];
  if (!id || !from) return undefined;
  const words = data.message ?? data.Message ?? '';
  return { id, from, words, sentAt: instantIn(data.receivedTimestamp ?? data.ReceivedTimestamp) };
}

/** A message's name as an id of the shape the service asks for. */
function idFrom(ref: string): string {
  const hex = createHash('sha256').update(ref).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Body = { smsRecipients: { repeatabilityRequestId?: string }[]; smsSendOptions?: { tag?: string } };

/**
 * The client makes up a new repeatability id for each call. Made from the message's name instead it is the same after a
 * lost answer, so that the service sees that this is no second text.
 */
const repeatable = {
  name: 'repeatable',
  async sendRequest<Q extends { body?: unknown }, A>(request: Q, next: (request: Q) => Promise<A>): Promise<A> {
    const body = typeof request.body === 'string' ? (parsed(request.body) as Body | undefined) : undefined;
    const tag = body?.smsSendOptions?.tag;
    if (body && tag) {
      for (const recipient of body.smsRecipients) recipient.repeatabilityRequestId = idFrom(tag);
      request.body = JSON.stringify(body);
    }
    return next(request);
  },
};

function resultOf(error: unknown): SendResult & { ok: false } {
  const { statusCode, response } = error as {
    statusCode?: number;
    response?: { headers: { get(name: string): string | undefined } };
  };
  if (statusCode === undefined) return resultOfFault(error);
  return resultOfStatus(statusCode, retryAfterMs(response?.headers.get('retry-after'), Date.now()));
}

/** Texts by Azure Communication Services; receipts come by Event Grid, with the row's name as tag. */
export function createAcsSms({ connectionString, from, receiptsKeys }: AcsOptions): Sender {
  const opened = (async () => {
    const { SmsClient } = await import('@azure/communication-sms');
    // Trying again is the worker's business; a plain address is one on this machine, in tests.
    const allowInsecureConnection = /endpoint=http:/i.test(connectionString);
    const additionalPolicies = [{ policy: repeatable, position: 'perCall' as const }];
    return new SmsClient(connectionString, {
      retryOptions: { maxRetries: 0 },
      additionalPolicies,
      ...{ allowInsecureConnection },
    });
  })();
  opened.catch(() => undefined);

  const call = async (from: string, to: string, message: string, tag: string) => {
    const client = await opened;
    const options = { enableDeliveryReport: true, tag, abortSignal: AbortSignal.timeout(callMs) };
    const [result] = await client.send({ from, to: [to], message }, options);
    return result;
  };

  return {
    perSecond: 3,
    async send({ to, body, ref, site }) {
      try {
        const result = await call(site?.smsSender ?? from, to, body, ref);
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
    ...(receiptsKeys
      ? {
          receipts: {
            path: 'acs',
            mayHandOver: (request) => hasKey(request, receiptsKeys),
            read(request): ReceiptAnswer {
              const { events, ...answer } = eventsOf(request, receiptsKeys);
              const receipts = events.flatMap(({ eventType, data }) =>
                eventType === 'Microsoft.Communication.SMSDeliveryReportReceived'
                  ? (receiptOf(
                      data.tag ?? data.Tag ?? '',
                      data.deliveryStatus ?? '',
                      data.deliveryStatusDetails ?? '',
                    ) ?? [])
                  : [],
              );
              return { ...answer, receipts };
            },
          },
          texts: {
            path: 'acs',
            mayHandOver: (request) => hasKey(request, receiptsKeys),
            read(request): TextsAnswer {
              const { events, ...answer } = eventsOf(request, receiptsKeys);
              const own = events.filter((one) => one.eventType === 'Microsoft.Communication.SMSReceived');
              return { ...answer, texts: own.flatMap((one) => textIn(one) ?? []) };
            },
          },
        }
      : {}),
  };
}
