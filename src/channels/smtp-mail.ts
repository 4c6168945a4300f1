import { createTransport } from 'nodemailer';
import type { Sender, SendResult } from '../usecases/core/delivery.ts';
import { callMs } from './answers.ts';
import { type MailFrom, mailOf } from './mail-message.ts';

type SmtpError = { code?: string; responseCode?: number; response?: string; syscall?: string; command?: string };

/** Faults before there was a connection; one that closes may have closed after the words were handed over. */
const notSent = new Set(['EDNS', 'ETLS', 'ECONNREFUSED']);

/** What servers say of an account that may not send: relaying refused, or another's address as sender. */
const ofSender = /\brelay|send ?as|not (authori[sz]ed|permitted|allowed) to send|\b5\.7\.60\b/i;

function resultOf(error: unknown): SendResult & { ok: false } {
  const { code = 'unknown', responseCode, response = '', syscall, command } = error as SmtpError;
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return { ok: false, kind: 'refused', code };
  if (responseCode === undefined) {
    const kind = notSent.has(code) || syscall === 'connect' ? 'passing' : 'unknown';
    return { ok: false, kind, code };
  }
  const said = `smtp-${responseCode}`;
  if (responseCode < 500) return { ok: false, kind: 'passing', code: said };
  // About who we are, not about whom we write to: it would be said of every mail.
  if (command === 'MAIL FROM' || ofSender.test(response)) return { ok: false, kind: 'refused', code: said };
  if (responseCode === 552 || /\b5\.2\.2\b/.test(response))
    return { ok: false, kind: 'for-good', why: 'not-reached', code: said };
  const isUnknown = /\b5\.1\.\d|no such|unknown user|does not exist|not found/i.test(response);
  if ([550, 551, 553].includes(responseCode) && (isUnknown || !/\b5\.7\.\d/.test(response)))
    return { ok: false, kind: 'for-good', why: 'address-unknown', code: said };
  return { ok: false, kind: 'for-good', why: 'blocked', code: said };
}

/** Mails by an SMTP server. Taken by it is accepted; what comes back later as a mail nobody reads here. */
export function createSmtpMail({ url, ...own }: MailFrom & { url: string }): Sender {
  const times = { connectionTimeout: callMs, greetingTimeout: callMs, socketTimeout: callMs };
  // Credentials go over TLS alone, but for a server on this machine.
  const isHere = /@?(127\.0\.0\.1|localhost)[:/]|@?(127\.0\.0\.1|localhost)$/.test(url);
  const transport = createTransport({ url, ...times, requireTLS: !isHere });
  return {
    perSecond: 5,
    async send(message) {
      try {
        const { messageId } = await transport.sendMail(mailOf(message, own));
        return { ok: true, providerId: messageId };
      } catch (error) {
        return resultOf(error);
      }
    },
    async probe() {
      await transport.verify().catch((error: SmtpError) => {
        throw new Error(`the mail server does not take SMTP_URL: ${error.code ?? 'no answer'}`);
      });
    },
  };
}
