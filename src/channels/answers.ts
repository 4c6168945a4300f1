import type { SendResult } from '../usecases/core/delivery.ts';

/** A call to a provider takes no longer. */
export const callMs = 10_000;

/** How long an answer asks to wait, in milliseconds: seconds or a date. Undefined where it does not say. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 24 * 3_600_000) : undefined;
}

/** What a status other than success means where the provider says no more. */
export function resultOfStatus(status: number, waitMs?: number): SendResult & { ok: false } {
  const code = `http-${status}`;
  if (status === 429)
    return { ok: false, kind: 'throttled', code, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
  // A gateway that got no answer: what stands behind it may have taken the message.
  if (status === 502 || status === 504) return { ok: false, kind: 'unknown', code };
  if (status >= 500 || status === 408)
    return { ok: false, kind: 'passing', code, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
  return { ok: false, kind: 'refused', code };
}

/** A call that has no time limit of its own; what comes after it is not waited for. */
export async function inTime<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), callMs);
  });
  return Promise.race([call, limit]).finally(() => clearTimeout(timer));
}

/** Failures before anything was sent; after them nobody can have taken the message. */
const notSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS|CERT_/;

/** What a call that brought no answer means. */
export function resultOfFault(error: unknown): SendResult & { ok: false } {
  const { code, name, cause } = (error ?? {}) as { code?: unknown; name?: string; cause?: { code?: unknown } };
  // A call that ran out of time has a number as its code, and says more by its name.
  const known = [code, cause?.code, name].find((one) => typeof one === 'string');
  const said = String(known ?? 'unknown').slice(0, 40);
  return { ok: false, kind: notSent.test(said) ? 'passing' : 'unknown', code: said };
}
