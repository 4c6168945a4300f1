import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongodCache, startEmbeddedMongod } from '../src/demo/embedded-mongod.ts';

const memoryDisk = '/dev/shm';
const enoughBytes = 4 * 1024 ** 3;

/** In memory where the system keeps a disk there with room enough: on a slow disk tests wait for its journal. */
function placeForData(): string {
  if (!existsSync(memoryDisk)) return tmpdir();
  const { bavail, bsize } = statfsSync(memoryDisk);
  return bavail * bsize > enoughBytes ? memoryDisk : tmpdir();
}

/** One real mongod for the whole run; each test file takes a fresh database in it. */
export default async function startMongod(): Promise<void> {
  const directory = mkdtempSync(join(placeForData(), 'attendance-test-db-'));
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
