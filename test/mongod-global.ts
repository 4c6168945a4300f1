import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongodCache, startEmbeddedMongod } from '../src/demo/embedded-mongod.ts';

/** One real mongod for the whole run; each test file takes a fresh database in it. */
export default async function startMongod(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'attendance-test-db-'));
  const server = await startEmbeddedMongod({
    directory,
    cache: mongodCache(join(import.meta.dirname, '..')),
    env: process.env,
  });
  process.env.TEST_MONGODB_URI = server.uri;
  (globalThis as { stopTestMongod?: () => Promise<void> }).stopTestMongod = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
