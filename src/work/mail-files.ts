import type { Incoming } from '../domain/incoming.ts';
import type { MailReader } from '../usecases/core/delivery.ts';
import type { ReadFiles } from '../usecases/inbound/hear-as.ts';
import { checkFile, mostFileBytes } from '../usecases/notices/receive-evidence.ts';

/** After so many tries a mail is heard without its files: what it says must not wait for them. */
const mostTries = 3;

/**
 * The files that came with a mail, each checked as one sent in the chat is (G3). Undefined: they could not be had, and are
 * still in the mailbox. Throws, to be tried again, the first times that the mailbox does not answer.
 */
export function createReadFiles(reader: MailReader, tries: number): ReadFiles {
  return async ({ _id, kind, hasFile }: Pick<Incoming, '_id' | 'kind' | 'hasFile'>) => {
    if (kind !== 'mail' || !hasFile) return [];
    const found = await reader.files(_id.slice(`${kind}|`.length));
    if (!found.ok && found.kind === 'passing' && tries < mostTries)
      throw Object.assign(new Error('the files of a mail were not read'), { name: 'MailboxError', code: found.code });
    if (!found.ok) return undefined;
    return found.files.map(({ name, size, read }) => async () => {
      if (size > mostFileBytes) return { failed: 'too-large' };
      const bytes = await read();
      return bytes ? checkFile(name, bytes) : { failed: 'not-fetched' };
    });
  };
}
