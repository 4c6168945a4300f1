import { timingSafeEqual } from 'node:crypto';

/** True for two secrets that are the same, in a time that does not tell where they differ. */
export function isSameSecret(given: string, own: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(own)];
  return a.length === b.length && timingSafeEqual(a, b);
}
