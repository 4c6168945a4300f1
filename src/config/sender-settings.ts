import { z } from 'zod';
import { given, needed, webAddress } from './given.ts';
import { type MisSettings, misFrom, misMistakes, misShape } from './mis-settings.ts';

const secret = z.string().min(16, 'at least 16 characters');
/** While a secret is changed there are two with a comma between, the new one first. */
const secretsOf = (one: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(one).max(2, 'one, or two with a comma between'));
const mailAddress = z.email('an email address, such as attendance@example.ac.uk');

/** By what texts, mails and MIS events leave. None has a default: `none` is said, never fallen into. */
export const senderShape = {
  SMS_SENDER: z.enum(['none', 'notify', 'acs', 'twilio', 'webhook'], 'none, notify, acs, twilio or webhook'),
  MAIL_SENDER: z.enum(['none', 'graph', 'smtp'], 'none, graph or smtp'),
  ...misShape,
  COLLEGE_PHONE: given(
    z
      .string()
      .regex(/^[\d +()-]{5,20}$/, 'a phone number, such as 01632 960123')
      .optional(),
  ),
  COLLEGE_CONTACT: given(z.string().min(2).max(40, 'at most 40 characters').optional()),
  NOTIFY_API_KEY: given(z.string().min(74, 'the whole API key, at least 74 characters').optional()),
  NOTIFY_TEMPLATE_ID: given(z.guid('the id of a text message template').optional()),
  NOTIFY_RECEIPTS_TOKEN: given(secretsOf(secret).optional()),
  NOTIFY_TEXTS_TOKEN: given(secretsOf(secret).optional()),
  ACS_CONNECTION_STRING: given(
    z
      .string()
      .regex(/^endpoint=https?:\/\/.+;accesskey=.+/i, 'endpoint=https://…;accesskey=…')
      .optional(),
  ),
  ACS_FROM: given(z.string().min(3, 'a number or a sender name').optional()),
  ACS_RECEIPTS_KEY: given(secretsOf(secret).optional()),
  TWILIO_ACCOUNT_SID: given(
    z
      .string()
      .regex(/^AC[0-9a-f]{32}$/i, 'AC and 32 letters and digits')
      .optional(),
  ),
  TWILIO_AUTH_TOKEN: given(secretsOf(secret).optional()),
  TWILIO_FROM: given(z.string().min(3, 'a number, a sender name or a messaging service’s id').optional()),
  SMS_WEBHOOK_URL: given(webAddress.optional()),
  SMS_WEBHOOK_SECRET: given(secretsOf(z.string().min(32, 'at least 32 characters')).optional()),
  MAIL_FROM: given(mailAddress.optional()),
  MAIL_REPLY_TO: given(mailAddress.optional()),
  MAIL_INBOX: given(mailAddress.optional()),
  SMTP_URL: given(
    z
      .string()
      .regex(/^smtps?:\/\/.+/, 'smtps://user:password@host, or smtp:// with STARTTLS')
      .optional(),
  ),
};

const asks: Record<string, readonly string[]> = {
  'SMS_SENDER=notify': ['NOTIFY_API_KEY', 'NOTIFY_TEMPLATE_ID'],
  'SMS_SENDER=acs': ['ACS_CONNECTION_STRING', 'ACS_FROM'],
  'SMS_SENDER=twilio': ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
  'SMS_SENDER=webhook': ['SMS_WEBHOOK_URL', 'SMS_WEBHOOK_SECRET'],
  'MAIL_SENDER=graph': ['MAIL_FROM'],
  'MAIL_SENDER=smtp': ['MAIL_FROM', 'SMTP_URL'],
};

/** What the chosen senders need and is not there. Every text and mail says who writes and whom to call. */
export function senderMistakes(env: Record<string, string | undefined>): string[] {
  const found: string[] = [];
  for (const name of ['SMS_SENDER', 'MAIL_SENDER'] as const) {
    const choice = `${name}=${env[name]}`;
    found.push(...needed(env, asks[choice] ?? [], `with ${choice}`));
    if (asks[choice])
      found.push(...needed(env, ['COLLEGE_NAME', 'COLLEGE_PHONE'], `with ${choice}: it stands in each message`));
  }
  return [...found, ...misMistakes(env)];
}

type Environment = z.infer<z.ZodObject<typeof senderShape>>;

/** How texts leave. */
export type SmsSettings =
  | { by: 'none' }
  | { by: 'notify'; apiKey: string; templateId: string; receiptsTokens?: string[]; textsTokens?: string[] }
  | { by: 'acs'; connectionString: string; from: string; receiptsKeys?: string[] }
  | { by: 'twilio'; accountSid: string; authTokens: string[]; from: string }
  | { by: 'webhook'; url: string; secrets: string[] };
/** How mails leave. */
export type MailSettings =
  | { by: 'none' }
  | { by: 'graph'; from: string; replyTo?: string }
  | { by: 'smtp'; url: string; from: string; replyTo?: string };
export type SenderSettings = {
  sms: SmsSettings;
  mail: MailSettings;
  /** The shared mailbox that people write to. */
  inbox?: string;
  /** By what the MIS hears; nothing of it: it is told nothing. */
  mis: MisSettings;
};

function smsOf(e: Environment): SmsSettings {
  switch (e.SMS_SENDER) {
    case 'none':
      return { by: 'none' };
    case 'notify': {
      const token = e.NOTIFY_RECEIPTS_TOKEN ? { receiptsTokens: e.NOTIFY_RECEIPTS_TOKEN } : {};
      const texts = e.NOTIFY_TEXTS_TOKEN ? { textsTokens: e.NOTIFY_TEXTS_TOKEN } : {};
      return {
        by: 'notify',
        apiKey: e.NOTIFY_API_KEY ?? '',
        templateId: e.NOTIFY_TEMPLATE_ID ?? '',
        ...token,
        ...texts,
      };
    }
    case 'acs': {
      const key = e.ACS_RECEIPTS_KEY ? { receiptsKeys: e.ACS_RECEIPTS_KEY } : {};
      return { by: 'acs', connectionString: e.ACS_CONNECTION_STRING ?? '', from: e.ACS_FROM ?? '', ...key };
    }
    case 'twilio': {
      const [accountSid, from] = [e.TWILIO_ACCOUNT_SID ?? '', e.TWILIO_FROM ?? ''];
      return { by: 'twilio', accountSid, authTokens: e.TWILIO_AUTH_TOKEN ?? [], from };
    }
    case 'webhook':
      return { by: 'webhook', url: e.SMS_WEBHOOK_URL ?? '', secrets: e.SMS_WEBHOOK_SECRET ?? [] };
  }
}

function mailOf(e: Environment): MailSettings {
  if (e.MAIL_SENDER === 'none') return { by: 'none' };
  const own = { from: e.MAIL_FROM ?? '', ...(e.MAIL_REPLY_TO ? { replyTo: e.MAIL_REPLY_TO } : {}) };
  return e.MAIL_SENDER === 'graph' ? { by: 'graph', ...own } : { by: 'smtp', url: e.SMTP_URL ?? '', ...own };
}

/** The senders' part of the settings, from an environment without mistakes. */
export function sendersFrom(e: Environment): SenderSettings {
  return {
    sms: smsOf(e),
    mail: mailOf(e),
    ...(e.MAIL_INBOX ? { inbox: e.MAIL_INBOX } : {}),
    mis: misFrom(e),
  };
}
