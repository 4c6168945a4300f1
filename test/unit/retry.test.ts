import { expect, test } from '@jest/globals';
import { MongoBulkWriteError, MongoServerSelectionError } from 'mongodb';
import { retryPassing } from '../../src/store/retry.ts';

/** As the driver tells what ended a bulk: an error of its own, around the one that says whether it passes. */
const ofBulk = (cause: unknown) => new MongoBulkWriteError(cause as never, {} as never);

test('a bulk that a passing fault ended is done again, as a single call is', async () => {
  const fault = new MongoServerSelectionError('away', {} as never);
  for (const thrown of [fault, ofBulk(fault)]) {
    let calls = 0;
    const call = async () => {
      if (++calls === 1) throw thrown;
      return 'done';
    };
    await expect(retryPassing(call)).resolves.toBe('done');
    expect(calls).toBe(2);
  }
});

test('a bulk that ended for good is not done again, and its own error is thrown', async () => {
  const thrown = ofBulk({ message: 'E11000 duplicate key', code: 11_000, writeErrors: [] });
  let calls = 0;
  const call = async () => {
    calls++;
    throw thrown;
  };
  await expect(retryPassing(call)).rejects.toBe(thrown);
  expect(calls).toBe(1);
});
