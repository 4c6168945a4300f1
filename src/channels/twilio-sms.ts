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
import { callMs, resultOfFault, resultOfStatus } from './answers.ts';

type TwilioOptions = {
  accountSid: string;
  /** Two while Twilio's tokens are changed: the first signs in, either proves what Twilio hands over. */
  authTokens: readonly string[];
  /** A number, a sender name, or a messaging service's id (MG...). */
  from: string;
  /** Where this bot is reached from outside; without it Twilio reports nothing. */
  publicUrl?: (() => string) | undefined;
  /** Another address than Twilio's own; for tests. */
  elsewhere?: string;
};

/** Twilio's own codes that say why a text will never arrive (its docs, "Error and warning dictionary"). */
const forGood: Record<number, WhyUndelivered> = {
  21211: 'number-not-in-use',
  21214: 'number-not-in-use',
  21217: 'number-not-in-use',
  21265: 'number-not-in-use',
  21408: 'refused',
  21421: 'number-not-in-use',
  21610: 'said-stop',
  21612: 'refused',
  21614: 'takes-no-texts',
  30004: 'blocked',
  30005: 'number-not-in-use',
  30006: 'takes-no-texts',
  30007: 'blocked',
};
/** The queue is full, the phone is off, the network is busy, or nobody knows. */
const passing = new Set([30001, 30003, 30008, 30017, 30022]);

function resultOf(error: unknown): SendResult & { ok: false } {
  const { status, code } = error as { status?: number; code?: unknown };
  if (typeof status !== 'number') return resultOfFault(error);
  const why = forGood[Number(code)];
  if (why) return { ok: false, kind: 'for-good', why, code: String(code) };
  const result = resultOfStatus(status);
  return { ...result, code: code === undefined ? result.code : String(code) };
}

function receiptOf(ref: string, status: string, code: number): Receipt | undefined {
  if (status === 'delivered') return { ref, is: 'delivered' };
  if (status !== 'undelivered' && status !== 'failed') return undefined;
  const why = forGood[code] ?? (passing.has(code) ? 'not-reached' : 'refused');
  return { ref, is: 'failed', why, code: String(code), isPassing: passing.has(code) };
}

/** Words that Twilio itself takes as a wish for no more texts, or for texts again, where nothing else is set up there. */
const stops = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i;
const starts = /^(start|unstop)$/i;

function optOutOf(said: string | null, words: string): TextIn['optOut'] {
  if (said === 'STOP' || stops.test(words.trim())) return 'stop';
  if (said === 'START' || starts.test(words.trim())) return 'start';
  return /^yes$/i.test(words.trim()) ? 'lifts' : undefined;
}

/** A form as the library checks it: a field that comes twice is a list. */
function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const all = form.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );
}

/** Texts by Twilio; the row's name rides on the callback's address, which Twilio signs. */
export function createTwilioSms({ accountSid, authTokens, from, publicUrl, elsewhere }: TwilioOptions): Sender {
  const library = import('twilio');
  const opened = (async () => {
    const { default: twilio } = await library;
    class Elsewhere extends twilio.RequestClient {
      override request(options: Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0]) {
        const uri = elsewhere ? options.uri.replace('https://api.twilio.com', elsewhere) : options.uri;
        return super.request<never>({ ...options, uri } as never);
      }
    }
    return twilio(accountSid, authTokens[0] ?? '', {
      httpClient: new Elsewhere({ timeout: callMs }),
      autoRetry: false,
    });
  })();
  opened.catch(() => undefined);
  /** Twilio signs the address and the fields of every form it posts. */
  async function isSignedByThem({ url, headers, rawBody }: ReceiptRequest, base: string): Promise<boolean> {
    const { default: twilio } = await library;
    const signature = String(headers['x-twilio-signature'] ?? '');
    const fields = fieldsOf(new URLSearchParams(rawBody));
    return authTokens.some((token) => twilio.validateRequest(token, signature, `${base}${url}`, fields));
  }
  const senderOf = (own: string) => (own.startsWith('MG') ? { messagingServiceSid: own } : { from: own });
  const callback = (ref: string) => (publicUrl ? { statusCallback: `${publicUrl()}/receipts/twilio?ref=${ref}` } : {});
  return {
    perSecond: 10,
    async send({ to, body, ref, site }) {
      try {
        const client = await opened;
        const { sid } = await client.messages.create({
          to,
          body,
          ...senderOf(site?.smsSender ?? from),
          ...callback(ref),
        });
        return { ok: true, providerId: sid };
      } catch (error) {
        return resultOf(error);
      }
    },
    /** Twilio takes no name of ours, so what it has for this number since then is looked through for the same words. */
    async find({ to, body }, since) {
      try {
        const client = await opened;
        // Its times are whole seconds, and its clock is its own.
        const from = new Date(since.getTime() - 60_000);
        const latest = await client.messages.list({ to, limit: 50 });
        const isIt = (one: (typeof latest)[number]) => one.body === body && one.dateCreated >= from;
        const found = latest.find((one) => isIt(one) && !['failed', 'undelivered', 'canceled'].includes(one.status));
        return found ? { providerId: found.sid } : null;
      } catch {
        return undefined;
      }
    },
    async probe() {
      const client = await opened;
      const account = await client.api.v2010
        .accounts(accountSid)
        .fetch()
        .catch((error: { status?: number }) => {
          throw new Error(`Twilio answers ${error.status ?? 'nothing'} to TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN`);
        });
      if (account.status !== 'active') throw new Error(`the Twilio account is ${account.status}`);
    },
    ...(publicUrl
      ? {
          receipts: {
            path: 'twilio',
            isForm: true,
            async read(request): Promise<ReceiptAnswer> {
              const { url, rawBody } = request;
              if (!(await isSignedByThem(request, publicUrl()))) return { status: 401, receipts: [] };
              const fields = new URLSearchParams(rawBody);
              const ref = new URL(url, 'http://here').searchParams.get('ref') ?? '';
              const receipt = receiptOf(ref, fields.get('MessageStatus') ?? '', Number(fields.get('ErrorCode') ?? 0));
              return { status: 204, receipts: receipt ? [receipt] : [] };
            },
          },
          texts: {
            path: 'twilio',
            isForm: true,
            async read(request): Promise<TextsAnswer> {
              if (!(await isSignedByThem(request, publicUrl()))) return { status: 401, texts: [] };
              const fields = new URLSearchParams(request.rawBody);
              const [id, from, words = ''] = ['MessageSid', 'From', 'Body'].map((name) => fields.get(name) ?? '');
              if (!id || !from) return { status: 400, texts: [] };
              const optOut = optOutOf(fields.get('OptOutType'), words);
              const hasFile = Number(fields.get('NumMedia') ?? 0) > 0 ? { hasFile: true as const } : {};
              return { status: 204, texts: [{ id, from, words, ...(optOut ? { optOut } : {}), ...hasFile }] };
            },
          },
        }
      : {}),
  };
}
