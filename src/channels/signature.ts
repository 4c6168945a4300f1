import { createHmac } from 'node:crypto';
import { isOneSecret } from '../usecases/core/same-secret.ts';

/** A signed request older than this is a replay, or of a clock that is wrong. */
const freshMs = 5 * 60_000;

/** The headers of a signed request of ours: HMAC-SHA256 over timestamp (seconds), a dot and the body. */
export function signed(body: string, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'x-attendance-timestamp': timestamp, 'x-attendance-signature': `sha256=${signature}` };
}

/** What ends the names of the headers of a second secret. */
const endOf = (i: number) => (i === 0 ? '' : `-${i + 1}`);

/** As `signed`, with each secret: while one is changed the second stands in `x-attendance-signature-2`. */
export function signedByEach(body: string, secrets: readonly string[], now: Date): Record<string, string> {
  const each = secrets.map((secret, i) => {
    const { 'x-attendance-signature': signature = '', ...timestamp } = signed(body, secret, now);
    return { ...timestamp, [`x-attendance-signature${endOf(i)}`]: signature };
  });
  return Object.assign({}, ...each);
}

/** A secret and the name both sides call it by. */
export type SigningKey = { id: string; secret: string };

/**
 * As `signed`, under the first key, which `x-attendance-key-id` names. While a key is changed there are two: the second
 * stands in headers of its own ending in `-2`, so that whoever knows either can prove the request.
 */
export function signedByAll(body: string, keys: readonly SigningKey[], now: Date): Record<string, string> {
  const secrets = keys.map((one) => one.secret);
  const ids = keys.map(({ id }, i) => [`x-attendance-key-id${endOf(i)}`, id]);
  return { ...signedByEach(body, secrets, now), ...Object.fromEntries(ids) };
}

/** True for a body signed with one of the secrets within the last five minutes. */
export function isSigned(
  body: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  secrets: readonly string[],
  now: Date,
): boolean {
  const [timestamp, signature] = [headers['x-attendance-timestamp'], headers['x-attendance-signature']];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  const at = new Date(Number(timestamp) * 1_000);
  if (Math.abs(now.getTime() - at.getTime()) > freshMs) return false;
  const own = secrets.map((secret) => signed(body, secret, at)['x-attendance-signature'] ?? '');
  return isOneSecret(signature, own);
}
