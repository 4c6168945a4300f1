import { timingSafeEqual } from 'node:crypto';

/** True for two secrets that are the same, in a time that does not tell where they differ. */
export function isSameSecret(given: string, own: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(own)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** True where it is one of these: while a secret is changed there are two. */
export function isOneSecret(given: string, own: readonly string[]): boolean {
  return own.filter((one) => isSameSecret(given, one)).length > 0;
}
