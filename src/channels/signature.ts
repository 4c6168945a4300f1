import { createHmac } from 'node:crypto';
import { isSameSecret } from '../usecases/core/same-secret.ts';

/** A signed request older than this is a replay, or of a clock that is wrong. */
const freshMs = 5 * 60_000;

/** The headers of a signed request of ours: HMAC-SHA256 over timestamp (seconds), a dot and the body. */
export function signed(body: string, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'x-attendance-timestamp': timestamp, 'x-attendance-signature': `sha256=${signature}` };
}

/** True for a body signed with the secret within the last five minutes. */
export function isSigned(
  body: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  secret: string,
  now: Date,
): boolean {
  const [timestamp, signature] = [headers['x-attendance-timestamp'], headers['x-attendance-signature']];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  const at = new Date(Number(timestamp) * 1_000);
  if (Math.abs(now.getTime() - at.getTime()) > freshMs) return false;
  return isSameSecret(signature, signed(body, secret, at)['x-attendance-signature'] ?? '');
}
