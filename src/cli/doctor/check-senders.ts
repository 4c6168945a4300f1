import { randomUUID } from 'node:crypto';
import { readSettings, type Settings } from '../../config/settings.ts';
import { smsText } from '../../domain/sms-text.ts';
import { collegeOf, mailReaderOf, sendersOf } from '../../senders.ts';
import type { Sender, Senders } from '../../usecases/core/delivery.ts';
import { readPhone } from '../../usecases/core/read-phone.ts';
import { checkMis } from './check-mis.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Where a try is really sent to; without one nothing is sent to anybody. */
export type Tries = { sms?: string | undefined; mail?: string | undefined };

const kinds = { sms: 'texts', mail: 'mails' } as const;
type Kind = keyof typeof kinds;

const words = 'This is a try of your college’s attendance bot. Nothing needs to be done.';

async function sendTry(kind: 'sms' | 'mail', sender: Sender, to: string, settings: Settings): Promise<Finding> {
  const read = kind === 'sms' ? readPhone(to) : { number: to };
  if ('why' in read) return wrong(`${to} ${read.why}`, 'give a number such as 07700900123');
  const body = kind === 'sms' ? smsText(words, collegeOf(settings)) : words;
  const ref = `doctor${randomUUID().replaceAll('-', '').slice(0, 24)}-1`;
  const message = { _id: ref, kind, to: read.number, createdAt: new Date(), ref, body, subject: 'A try' };
  const result = await sender.send(message);
  return result.ok
    ? fine(`a try was taken for ${to}`)
    : wrong(`a try for ${to} was not taken: ${result.code}`, 'see what the provider says about that code');
}

async function checkSender(kind: Kind, settings: Settings, senders: Senders, tries: Tries): Promise<Finding[]> {
  const { by } = settings.senders[kind];
  const sender = senders[kind];
  if (!sender) {
    const told = `${kinds[kind]} are sent by nobody: the office is asked to tell people itself`;
    return [{ ...fine(told), todo: `set ${kind.toUpperCase()}_SENDER` }];
  }
  try {
    await sender.probe();
  } catch (error) {
    return [
      wrong(`${kinds[kind]} by ${by}: ${(error as Error).message}`, 'see .env.example for what each setting means'),
    ];
  }
  const to = tries[kind];
  const found = [fine(`${kinds[kind]} go by ${by}`)];
  if (kind === 'sms' && !sender.receipts)
    found.push({
      ...fine('no receipts of texts: what is accepted counts as sent, and a number not in use is not heard of'),
      todo: 'set what receipts need: see .env.example',
    });
  if (kind === 'sms')
    found.push(
      sender.texts
        ? fine(`texts that people send are taken at /texts/${sender.texts.path}`)
        : { ...fine('no texts that people send are taken'), todo: 'set what they need: see .env.example' },
    );
  return to ? [...found, await sendTry(kind, sender, to, settings)] : found;
}

/** Whether the mailbox that people write to may be read, where there is one. */
async function checkMailbox(settings: Settings): Promise<Finding[]> {
  const reader = mailReaderOf(settings);
  if (!reader) return [];
  try {
    await reader.probe();
    return [fine(`mails to ${reader.address} are read`)];
  } catch (error) {
    return [wrong((error as Error).message, 'grant Mail.Read for that mailbox: see the README, “Texts and mails”')];
  }
}

/** Tries every sender: its credentials, and, where a number or address is given, a message. */
export async function checkSenders(env: NodeJS.ProcessEnv, tries: Tries): Promise<Finding[]> {
  let settings: Settings;
  try {
    settings = readSettings(env);
  } catch {
    return [wrong('senders cannot be tried while settings are wrong', 'mend the settings first')];
  }
  const senders = sendersOf(settings);
  return [
    ...(await checkSender('sms', settings, senders, tries)),
    ...(await checkSender('mail', settings, senders, tries)),
    ...(await checkMailbox(settings)),
    ...(await checkMis(settings, senders.mis)),
  ];
}
