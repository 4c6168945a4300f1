import type { Request, Response } from 'restify';
import type { ReceiptAnswer, ReceiptRequest } from '../usecases/core/delivery.ts';

/** What providers hand over: reports about what they took (`/receipts/<path>`), or texts people send (`/texts/<path>`). */
export type Receipts = {
  /** Paths where it comes as forms; elsewhere it is JSON. */
  forms: readonly string[];
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
