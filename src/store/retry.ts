import { setTimeout as sleep } from 'node:timers/promises';
import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';

/** Faults after which the same idempotent call may succeed: lost connections, elections, a server restarting. */
function isPassing(error: unknown): boolean {
  if (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoWriteConcernError
  )
    return true;
  if (
    error instanceof MongoServerError &&
    [6, 7, 89, 91, 189, 11600, 11602, 10107, 13435, 13436, 112, 262].includes(Number(error.code))
  )
    return true;
  return (
    error instanceof MongoError &&
    ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'].some((label) =>
      error.hasErrorLabel(label),
    )
  );
}

/**
 * Does an idempotent call again while it fails in passing, for `forMs` (default 10 s). The driver's own retries are
 * not enough: an error it reports may hide a write that was committed, so callers guard by version or key.
 */
export async function retryPassing<T>(call: () => Promise<T>, forMs = 10_000): Promise<T> {
  const end = performance.now() + forMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      // Of a bulk the driver tells in an error of its own what ended it.
      const isWrapped = thrown instanceof MongoBulkWriteError && (thrown.errorResponse as unknown) instanceof Error;
      const error: unknown = isWrapped ? thrown.errorResponse : thrown;
      if (!isPassing(error) || performance.now() > end) throw error;
      await sleep(Math.min(1_000, 30 * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }
}
