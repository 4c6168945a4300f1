import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { findMongod } from './find-mongod.ts';

export type EmbeddedMongod = { uri: string; stop(): Promise<void> };

/**
 * A real mongod as a child process, always a one-node replica set, on loopback only, with its files in `directory`.
 * `fresh` empties the directory first. The binary is found or fetched once into `cache`.
 */
export async function startEmbeddedMongod(options: {
  directory: string;
  cache: string;
  env: NodeJS.ProcessEnv;
  fresh?: boolean;
  port?: number;
}): Promise<EmbeddedMongod> {
  // Any mongod from 6 on will do; the library would print a warning about its own default version.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  const systemBinary = await findMongod(options.env, options.cache);
  if (options.fresh) rmSync(options.directory, { recursive: true, force: true });
  mkdirSync(options.directory, { recursive: true });
  const server = await MongoMemoryReplSet.create({
    binary: { systemBinary, checkMD5: false },
    instanceOpts: [
      {
        dbPath: options.directory,
        storageEngine: 'wiredTiger',
        args: ['--wiredTigerCacheSizeGB', '0.25', '--quiet'],
        ...(options.port ? { port: options.port } : {}),
      },
    ],
    replSet: { count: 1, name: 'rs0', ip: '127.0.0.1', storageEngine: 'wiredTiger' },
  });
  return {
    uri: server.getUri(),
    stop: async () => void (await server.stop({ doCleanup: false, force: false })),
  };
}

/** Where the demo and the tests keep a fetched mongod. */
export function mongodCache(root: string): string {
  return join(root, '.data', 'mongod');
}
