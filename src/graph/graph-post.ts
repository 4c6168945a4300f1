import { GraphError } from '@microsoft/microsoft-graph-client';
import { callOnce, clientOf, type GraphAccess, proveToken, waitOf } from './graph-access.ts';

const callMs = 10_000;

/** Sends whole mails from a mailbox (Graph `Mail.Send`, scoped to that mailbox in Exchange). One attempt a call. */
export function createGraphPost(access: GraphAccess) {
  const client = clientOf(access);
  return {
    async post(mailbox: string, mime: Buffer): Promise<void> {
      const path = `/users/${encodeURIComponent(mailbox)}/sendMail`;
      try {
        await callOnce(client, path, callMs).header('Content-Type', 'text/plain').post(mime.toString('base64'));
      } catch (error) {
        if (!(error instanceof GraphError) || error.statusCode <= 0) throw error;
        throw Object.assign(new Error('Graph refused a mail'), {
          status: error.statusCode,
          code: error.code ?? '',
          ...waitOf(error),
        });
      }
    },
    /** Tries the credentials, without sending anything. */
    probe: () => proveToken(access.credential, callMs),
  };
}
