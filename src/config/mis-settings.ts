import { z } from 'zod';
import { given, needed, webAddress } from './given.ts';

const ways = 'none, or webhook, file and read with commas between';
const aKey = /^[A-Za-z0-9._-]{1,40}:[^\s,]{32,}$/;
const keys =
  'name:secret, the secret at least 32 characters without commas; two with a comma between while it is changed';
const reader = /^[a-z0-9-]{1,40}(\+names)?:[0-9a-f]{64}$/;
const readers = 'entries as `npm run cli -- mis-key <name>` prints them, with commas between';

const listed = (text: string) => text.split(',').map((one) => one.trim());

function areKeys(text: string): boolean {
  const all = listed(text);
  const names = new Set(all.map((one) => one.split(':')[0]));
  return all.every((one) => aKey.test(one)) && all.length <= 2 && names.size === all.length;
}

/** By what the MIS hears. `MIS_SENDER` has no default: `none` is said, never fallen into. */
export const misShape = {
  MIS_SENDER: z.string(ways).regex(/^(none|(webhook|file|read)(,(webhook|file|read))*)$/, ways),
  MIS_WEBHOOK_URL: given(webAddress.optional()),
  MIS_WEBHOOK_KEYS: given(z.string().refine(areKeys, keys).optional()),
  MIS_FILE_DIR: given(z.string().optional()),
  MIS_FILE_TEMPLATE: given(z.string().default('generic')),
  MIS_FILE_AT: given(
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as 21:00')
      .default('21:00'),
  ),
  MIS_UKPRN: given(
    z
      .string()
      .regex(/^\d{8}$/, '8 digits')
      .optional(),
  ),
  MIS_READ_KEYS: given(
    z
      .string()
      .refine((text) => listed(text).every((one) => reader.test(one)), readers)
      .optional(),
  ),
};

const asks: Record<string, readonly string[]> = {
  webhook: ['MIS_WEBHOOK_URL', 'MIS_WEBHOOK_KEYS'],
  file: ['MIS_FILE_DIR'],
  read: ['MIS_READ_KEYS'],
};

/** What a chosen way needs and is not there. */
export function misMistakes(env: Record<string, string | undefined>): string[] {
  return (env.MIS_SENDER ?? '').split(',').flatMap((way) => needed(env, asks[way] ?? [], `with ${way} in MIS_SENDER`));
}

/** Who may read, by the SHA-256 of their key; a consumer may have two, so that one can be changed without a gap. */
type MisReader = { name: string; hash: string; withNames: boolean };
export type MisSettings = {
  /** One key, or two while it is changed: the first is the new one. */
  webhook?: { url: string; keys: readonly { id: string; secret: string }[] };
  file?: { directory: string; template: string; at: string; ukprn?: string };
  readers?: readonly MisReader[];
};

function keyFrom(entry: string) {
  const colon = entry.indexOf(':');
  return { id: entry.slice(0, colon), secret: entry.slice(colon + 1) };
}

function readerFrom(entry: string): MisReader {
  const [who = '', hash = ''] = entry.split(':');
  const [name = '', names] = who.split('+');
  return { name, hash, withNames: names === 'names' };
}

/** The MIS's part of the settings, from an environment without mistakes. */
export function misFrom(e: z.infer<z.ZodObject<typeof misShape>>): MisSettings {
  const by = e.MIS_SENDER.split(',');
  const ukprn = e.MIS_UKPRN ? { ukprn: e.MIS_UKPRN } : {};
  const { MIS_WEBHOOK_URL: url = '', MIS_FILE_DIR: directory = '', MIS_FILE_TEMPLATE: template, MIS_FILE_AT: at } = e;
  return {
    ...(by.includes('webhook') ? { webhook: { url, keys: listed(e.MIS_WEBHOOK_KEYS ?? '').map(keyFrom) } } : {}),
    ...(by.includes('file') ? { file: { directory, template, at, ...ukprn } } : {}),
    ...(by.includes('read') ? { readers: listed(e.MIS_READ_KEYS ?? '').map(readerFrom) } : {}),
  };
}
