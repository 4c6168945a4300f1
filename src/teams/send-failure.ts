import type { SendFailure } from '../usecases/core/delivery.ts';

type RestError = {
  statusCode?: number;
  code?: string;
  message?: string;
  name?: string;
  response?: { headers?: { get(name: string): string | undefined } };
};

const blocked = new Set([
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'MessageWritesBlocked',
  'UserBlocked',
  'AclCheckFailed',
]);
/** Refusals that carry no code, only words such as “User blocked the conversation with the bot.” */
const blockedWords = /\bblocked\b|\bdisabled\b/i;
const notInstalled = new Set(['BotNotInConversationRoster', 'ForbiddenOperationException', 'BotNotRegistered']);

/** The codes an error carries: in the JSON that Teams puts inside `message` or bare among its words, and in `code`. */
function codesOf(error: RestError): string[] {
  const message = error.message ?? '';
  const inner = /"?subCode"?\s*:\s*"?(\w+)/i.exec(message)?.[1];
  const named = /"code"\s*:\s*"(\w+)"/.exec(message)?.[1];
  const bare = [...blocked, ...notInstalled].find((code) => message.includes(code));
  return [bare, error.code, inner, named].filter((code) => code !== undefined);
}

/** Retry-After in milliseconds: seconds or an HTTP date; at most ten minutes. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(600_000, Math.max(0, ms)) : undefined;
}

/** Tells what a failed call to Teams means: permanent refusals from passing ones, and outcomes that cannot be known. */
export function readSendFailure(thrown: unknown): SendFailure {
  // A mistake of our own is no answer of Teams: it goes up as a fault.
  if (thrown instanceof TypeError || thrown instanceof ReferenceError) throw thrown;
  const error = (thrown ?? {}) as RestError;
  const status = error.statusCode;
  const codes = codesOf(error);
  const code =
    codes.find((one) => !/^ERR_|^E[A-Z]+$|RestError/.test(one)) ??
    (status ? `http-${status}` : (error.code ?? 'no-answer'));
  if (status === undefined) {
    if (/Auth|Server|Interaction/.test(error.name ?? '') && error.name !== 'RestError')
      return { kind: 'passing', code: 'no-token' };
    const isNeverSent =
      ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? '') ||
      /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(error.message ?? '');
    return { kind: isNeverSent ? 'passing' : 'ambiguous', code: isNeverSent ? 'not-reached' : 'no-answer' };
  }
  if (status === 429) {
    const ms = retryAfterMs(error.response?.headers?.get('retry-after'));
    return { kind: 'throttled', code: 'throttled', ...(ms === undefined ? {} : { retryAfterMs: ms }) };
  }
  if (status === 413) return { kind: 'too-large', code: 'MessageSizeTooBig' };
  if (status === 403 || status === 401) {
    if (codes.some((one) => blocked.has(one))) return { kind: 'blocked', code };
    if (codes.some((one) => notInstalled.has(one))) return { kind: 'not-installed', code };
    if (status === 403 && blockedWords.test(error.message ?? '')) return { kind: 'blocked', code: 'UserBlocked' };
    return { kind: status === 401 ? 'passing' : 'not-installed', code };
  }
  if (status === 404)
    return { kind: codes.includes('ActivityNotFoundInConversation') ? 'card-gone' : 'chat-gone', code };
  if (status === 412 || status === 503) return { kind: 'passing', code };
  if (status >= 500) return { kind: 'ambiguous', code };
  return { kind: 'broken', code };
}
