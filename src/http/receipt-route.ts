import type { Request, Response } from 'restify';
import type { ReceiptAnswer, ReceiptRequest } from '../usecases/core/delivery.ts';

/** What providers hand over: reports about what they took (`/receipts/<path>`), or texts people send (`/texts/<path>`). */
export type Receipts = {
  /** Paths where it comes as forms; elsewhere it is JSON. */
  forms: readonly string[];
  /** True where a provider that asks first may hand over there. */
  mayHandOver(path: string, url: string): boolean;
  /** Proves it and keeps what it says; undefined where there is no such path. */
  take(path: string, request: Omit<ReceiptRequest, 'now'>): Promise<Pick<ReceiptAnswer, 'status' | 'body'> | undefined>;
};

/** Answers a provider. What fails is answered with 503 by the server: it then hands it over again. */
export function createReceiptRoute(receipts: Receipts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { path = '' } = request.params as { path?: string };
    const raw = (request as { rawBody?: unknown }).rawBody ?? request.body;
    const rawBody = typeof raw === 'string' ? raw : Buffer.isBuffer(raw) ? raw.toString('utf8') : '';
    const answer = await receipts.take(path, { url: request.url ?? '', headers: request.headers, rawBody });
    if (!answer) response.send(404, { error: 'not found' });
    else if (answer.body === undefined) response.send(answer.status);
    else response.send(answer.status, answer.body);
  };
}

/**
 * Answers a provider that asks before it hands anything over (CloudEvents 1.0, "Abuse protection"): whoever knows the key in
 * the address may, as often as they like.
 */
export function createGreetingRoute(receipts: Receipts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { path = '' } = request.params as { path?: string };
    const origin = request.headers['webhook-request-origin'];
    if (typeof origin !== 'string' || !/^[\w.:/-]{1,200}$/.test(origin)) return void response.send(400);
    if (!receipts.mayHandOver(path, request.url ?? '')) return void response.send(401);
    response.header('WebHook-Allowed-Origin', origin);
    response.header('WebHook-Allowed-Rate', '*');
    response.send(200);
  };
}
