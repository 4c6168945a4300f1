import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { copiesOf, instructionsOf, isSent, stagesOf, wordsOf } from './read-dockerfile.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Locked = { packages: Record<string, { dev?: boolean; optional?: boolean }> };

/** The packages at the top of node_modules that `npm ci --omit=dev` installs, by the lock. */
function productionPackages(): string[] {
  const { packages } = JSON.parse(read('package-lock.json')) as Locked;
  return Object.entries(packages)
    .filter(([path, one]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !one.dev)
    .map(([path]) => path);
}

/** Copies by links where both lie on one disk: what is copied is only read. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
}

export type Image = {
  /** Its working directory. */
  folder: string;
  /** What starts the bot, the signal-passing process before it left out. */
  start: string[];
  isHealthy: string[];
  node: string;
  /** What npm is asked for the list of what is in it. */
  listPackages: string[];
  remove(): void;
};

/**
 * What the Dockerfile makes, laid into a folder without Docker: the files it copies, as far as .dockerignore sends them, the
 * packages of the lock without development's, and its commands. Nobody but its owner can write there.
 */
export function layImage(): Image {
  const stages = stagesOf(instructionsOf(read('manifest/deploy/Dockerfile')));
  const ignore = read('manifest/deploy/Dockerfile.dockerignore');
  const place = mkdtempSync(join(tmpdir(), 'attendance-image-'));
  const folder = join(place, 'app');
  const sources = stages.flatMap(copiesOf).flatMap((one) => one.from);
  for (const path of sources)
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (from) => isSent(ignore, relative(root, from)),
    });
  const modules = realpathSync(join(root, 'node_modules'));
  for (const path of productionPackages()) {
    const from = join(modules, relative('node_modules', path));
    // Those for other systems are in the lock and not on this disk.
    if (existsSync(from)) copy(from, join(folder, path));
  }
  for (const { text } of stages.flat().filter(({ name }) => name === 'RUN'))
    for (const path of text.match(/^rm -rf (.*)$/)?.[1]?.split(' ') ?? [])
      rmSync(join(folder, path), { recursive: true });
  const node = join(place, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  chmodSync(place, 0o755);
  execFileSync('chmod', ['-R', 'a+rX', ...sources.map((path) => join(folder, path))]);
  const textOf = (name: string) => stages.at(-1)?.findLast((one) => one.name === name)?.text;
  const withNode = (words: string[] = []) => words.map((word) => (word === 'node' ? node : word));
  return {
    folder,
    start: withNode(wordsOf(textOf('ENTRYPOINT'))?.slice(2)),
    isHealthy: withNode(wordsOf(textOf('HEALTHCHECK'))),
    node,
    listPackages:
      / npm (sbom [^>]*) >/
        .exec(
          stages
            .flat()
            .map((one) => one.text)
            .join('\n'),
        )?.[1]
        ?.split(' ') ?? [],
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
