import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { findMongod } from './find-mongod.ts';

export type EmbeddedMongod = { uri: string; stop(): Promise<void> };

const killAfterMs = 8_000;

/** A replica set remembers its address: data started again on another port would wait for a primary for ever. */
function rememberedPort(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/** Ends the mongod we started; one that is ending already (Ctrl-C reaches it too) is only waited for. */
async function endProcess(
  child:
    | {
        exitCode: number | null;
        signalCode: string | null;
        kill(signal: NodeJS.Signals): boolean;
        once(event: 'exit', done: () => void): unknown;
      }
    | undefined,
): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await gone;
  clearTimeout(hard);
}

/**
 * A real mongod as a child process, always a one-node replica set, on loopback only, with its files in `directory`.
 * `fresh` empties the directory first. The binary is found or fetched once into `cache`.
 */
export async function startEmbeddedMongod(options: {
  directory: string;
  cache: string;
  env: NodeJS.ProcessEnv;
  fresh?: boolean;
}): Promise<EmbeddedMongod> {
  // Any mongod from 6 on will do; the library would print a warning about its own default version.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const systemBinary = await findMongod(options.env, options.cache);
  if (options.fresh) rmSync(options.directory, { recursive: true, force: true });
  mkdirSync(options.directory, { recursive: true });
  const portFile = join(options.directory, 'attendance-port');
  const port = rememberedPort(portFile);
  const create = () =>
    MongoMemoryReplSet.create({
      binary: { systemBinary, checkMD5: false },
      instanceOpts: [
        {
          dbPath: options.directory,
          storageEngine: 'wiredTiger',
          args: [
            '--wiredTigerCacheSizeGB',
            '0.25',
            '--quiet',
            '--setParameter',
            'shutdownTimeoutMillisForSignaledShutdown=100',
            '--setParameter',
            'transactionLifetimeLimitSeconds=10',
            // What is kept for an hour would be gone at once where the clock of the demo or a test stands on a day gone by.
            '--setParameter',
            'ttlMonitorEnabled=false',
            // What was dropped is kept for reads of the past, five minutes unless said: in a run of the tests that is
            // tens of thousands of files, which checkpoints then look through.
            '--setParameter',
            'minSnapshotHistoryWindowInSeconds=5',
          ],
          ...(port ? { port } : {}),
        },
      ],
      replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger' },
    });
  // One that is opened again may still be busy with its own configuration, and says so.
  const isBusy = (error: Error) => error.message.includes('currently updating its configuration');
  const server = await create()
    .catch((error: Error) => (isBusy(error) ? create() : Promise.reject(error)))
    .catch((error: Error) => {
      const hint = `the data in ${options.directory} lives on port ${port}; if that is in use, free it, or start afresh`;
      throw port ? new Error(`${error.message}; ${hint}`, { cause: error }) : error;
    });
  const [node] = server.servers;
  const { port: actual, instance } = node?.instanceInfo ?? {};
  writeFileSync(portFile, String(actual ?? ''));
  return {
    uri: server.getUri(),
    async stop() {
      await endProcess(instance?.mongodProcess);
      // The library's watchdog, which would end mongod if this process died.
      await endProcess(instance?.killerProcess);
    },
  };
}

/** Where the demo and the tests keep a fetched mongod. */
export function mongodCache(root: string): string {
  return join(root, '.data', 'mongod');
}
