import { GraphError, ResponseType } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { instantIn } from '../domain/calendar.ts';
import type { MailIn, MailReader } from '../usecases/core/delivery.ts';
import { callOnce, clientOf, deltaFailure, type GraphAccess, pathOf } from './graph-access.ts';
import { ownWords } from './own-words.ts';

/** `address`: the shared mailbox people write to. */
type GraphMailboxOptions = GraphAccess & { address: string };

const callMs = 10_000;
/** A file may be large. */
const fileMs = 20_000;
/** Plain text, ids that stay when a mail is moved, and few enough at once. */
const prefer = 'outlook.body-content-type="text", IdType="ImmutableId", odata.maxpagesize=25';
const fields = 'subject,from,body,receivedDateTime,hasAttachments,internetMessageHeaders,isDraft';

const Mail = z.looseObject({
  id: z.string().min(1),
  from: z.looseObject({ emailAddress: z.looseObject({ address: z.string().max(320) }) }).nullish(),
  subject: z.string().nullish(),
  body: z.looseObject({ content: z.string() }).nullish(),
  receivedDateTime: z.string().nullish(),
  hasAttachments: z.boolean().nullish(),
  isDraft: z.boolean().nullish(),
  internetMessageHeaders: z.array(z.looseObject({ name: z.string(), value: z.string() })).nullish(),
});
type Mail = z.infer<typeof Mail>;
const Page = z.looseObject({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

const Attachments = z.looseObject({
  value: z.array(
    z.looseObject({
      '@odata.type': z.string().optional(),
      id: z.string().min(1),
      name: z.string().nullish(),
      size: z.number().nullish(),
      isInline: z.boolean().nullish(),
    }),
  ),
});
/** More files of one mail are not looked at. */
const mostFiles = 5;

const machines = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b/i;

/** The first header of a name: Exchange puts its own before whatever came with the mail. */
function headerOf({ internetMessageHeaders }: Mail, name: string): string {
  return internetMessageHeaders?.find((one) => one.name.toLowerCase() === name)?.value.toLowerCase() ?? '';
}

/** True for what no person wrote just now: an answer that somebody is away, a list, a report that a mail did not arrive. */
function isAutomatic(mail: Mail, from: string): boolean {
  const auto = headerOf(mail, 'auto-submitted');
  const isBulk = /^(bulk|list|junk|auto_reply)$/.test(headerOf(mail, 'precedence').trim());
  return (auto !== '' && auto !== 'no') || isBulk || headerOf(mail, 'list-id') !== '' || machines.test(from);
}

/** True where Exchange has found that the mail is from whom it says: our own tenant, or a domain that vouches for it. */
function isProven(mail: Mail): boolean {
  if (headerOf(mail, 'x-ms-exchange-organization-authas') === 'internal') return true;
  const found = headerOf(mail, 'authentication-results');
  if (/\b(dmarc|compauth)=fail/.test(found)) return false;
  return /\b(dmarc=(pass|bestguesspass)|compauth=pass)\b/.test(found);
}

function mailIn(given: unknown, own: string): MailIn | undefined {
  const read = Mail.safeParse(given);
  if (!read.success || read.data.isDraft) return undefined;
  const mail = read.data;
  const from = mail.from?.emailAddress.address.toLowerCase() ?? '';
  // What was deleted comes as an id alone; a mail of our own is none of theirs.
  if (from === '' || from === own) return undefined;
  return {
    id: mail.id,
    from,
    words: ownWords(mail.subject ?? '', mail.body?.content ?? ''),
    sentAt: instantIn(mail.receivedDateTime),
    ...(isAutomatic(mail, from) ? { isAutomatic: true } : {}),
    ...(isProven(mail) ? {} : { isUnproven: true }),
    ...(mail.hasAttachments ? { hasFile: true } : {}),
  };
}

/** Reads what comes into a shared mailbox (Graph `Mail.Read`, scoped to it in Exchange), by delta. One attempt a call. */
export function createGraphMailbox({ address, ...access }: GraphMailboxOptions): MailReader {
  const client = clientOf(access);
  const own = address.toLowerCase();
  const inbox = `/users/${encodeURIComponent(address)}/mailFolders/inbox`;
  const call = (path: string, ms: number) => callOnce(client, path, ms).header('Prefer', prefer);
  const get = (path: string): Promise<unknown> => call(path, callMs).get();

  const bytesAt = async (path: string): Promise<Uint8Array | undefined> => {
    const bytes: unknown = await call(path, fileMs)
      .responseType(ResponseType.ARRAYBUFFER)
      .get()
      .catch(() => undefined);
    return bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : undefined;
  };

  return {
    address: own,
    async read({ since, link }) {
      const first = `${inbox}/messages/delta?$select=${fields}&$filter=receivedDateTime+ge+${since.toISOString()}`;
      try {
        const page = Page.parse(await get(link ? pathOf(link) : first));
        const next = page['@odata.nextLink'] ?? page['@odata.deltaLink'];
        if (!next) return { ok: false, kind: 'passing', code: 'no-link' };
        const mails = page.value.flatMap((one) => mailIn(one, own) ?? []);
        return { ok: true, mails, link: next, isLast: page['@odata.nextLink'] === undefined };
      } catch (error) {
        return deltaFailure(error);
      }
    },
    async files(mailId) {
      const path = `/users/${encodeURIComponent(address)}/messages/${encodeURIComponent(mailId)}/attachments`;
      try {
        const { value } = Attachments.parse(await get(`${path}?$select=id,name,size,isInline`));
        // Another mail, or a link to a file in the cloud, is no file; what stands in the text is mostly a logo.
        const isFile = (type = '#microsoft.graph.fileAttachment') => type === '#microsoft.graph.fileAttachment';
        const own = value.filter((one) => !one.isInline && isFile(one['@odata.type'])).slice(0, mostFiles);
        const files = own.map(({ id, name, size }) => ({
          name: name ?? '',
          size: size ?? 0,
          read: () => bytesAt(`${path}/${encodeURIComponent(id)}/$value`),
        }));
        return { ok: true, files };
      } catch (error) {
        const { code } = deltaFailure(error);
        const isForGood = error instanceof GraphError && [400, 403, 404].includes(error.statusCode);
        return { ok: false, kind: isForGood ? 'gone' : 'passing', code };
      }
    },
    async probe() {
      await get(`${inbox}?$select=id`).catch((error: unknown) => {
        throw new Error(`Graph answers ${deltaFailure(error).code} for the inbox of MAIL_INBOX`);
      });
    },
  };
}
