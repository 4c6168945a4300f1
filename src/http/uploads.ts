import type { IncomingMessage } from 'node:http';
import { checkFile, type FileRead, mostFileBytes } from '../usecases/notices/receive-evidence.ts';

/** A file as it was posted; nothing of it is believed yet. */
export type Upload = { name: string; bytes: Uint8Array };
export type Posted = { form: Record<string, string>; files: Upload[] };

/** Beside the file there are only a few small fields and the lines between them. */
const mostAround = 16 * 1024;
const mostFiles = 3;

/** True for a form that carries a file. */
export function isUpload(contentType: string | undefined): boolean {
  return /^multipart\/form-data\s*;/i.test(contentType ?? '');
}

/** Names that stand more than once, as ticked boxes do, are one value with commas, as cards send them. */
export function fieldsOf(entries: Iterable<[string, string]>): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of entries) {
    const before = fields.get(name);
    fields.set(name, before ? `${before},${value}` : value);
  }
  return Object.fromEntries(fields);
}

/** The body, counted while it comes: what claims to be small and is not ends here too. Undefined: too much. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const most = mostFileBytes + mostAround;
  if (Number(request.headers['content-length'] ?? 0) > most) return undefined;
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A posted form with its files. Undefined: more than a file may be. Throws where it is no form. */
export async function readUploads(request: IncomingMessage): Promise<Posted | undefined> {
  const body = await readBody(request);
  if (!body) return undefined;
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const data = await new Response(new Uint8Array(body), { headers }).formData();
  const texts: [string, string][] = [];
  const files: Upload[] = [];
  for (const [name, value] of data) {
    if (typeof value === 'string') texts.push([name, value]);
    else if (value.size > 0) files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { form: fieldsOf(texts), files: files.slice(0, mostFiles) };
}

/** A file from a page as one from the chat: size and kind are looked at in the same way (G3). */
export function readUpload({ name, bytes }: Upload): () => Promise<FileRead> {
  return async () => checkFile(name, bytes);
}
