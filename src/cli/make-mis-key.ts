import { createHash, randomBytes } from 'node:crypto';

/** A new key for a consumer of /api/marks, and the entry for `MIS_READ_KEYS`, which holds no more than its hash. */
export function makeMisKey(name: string, withNames: boolean): { key: string; entry: string } {
  const key = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(key).digest('hex');
  return { key, entry: `${name}${withNames ? '+names' : ''}:${hash}` };
}
