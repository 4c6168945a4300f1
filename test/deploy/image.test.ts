import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { connect } from '../../src/store/database.ts';
import { leastSettings } from '../support/least-settings.ts';
import { freePort } from '../support/listen.ts';
import { until } from '../support/until.ts';
import { type Image, layImage } from './lay-image.ts';

/** Who owns nothing. Only root can run something as somebody else; others run it as themselves, in a folder closed to them. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? { uid: nobody, gid: nobody } : {};

/** Folders that anybody can write to. */
const open = ['/tmp', '/var/tmp', '/dev/shm'];

/** What nobody has left there. */
function leftBehind(): string[] {
  return open.flatMap((folder) => {
    try {
      return readdirSync(folder)
        .map((name) => join(folder, name))
        .filter((path) => statSync(path, { throwIfNoEntry: false })?.uid === nobody);
    } catch {
      return [];
    }
  });
}

const treeOf = (folder: string) => readdirSync(folder, { recursive: true }).toSorted();

describe('what the Dockerfile makes, without Docker, run as nobody where nothing can be written', () => {
  const database = `test-image-${randomUUID().slice(0, 8)}`;
  const uri = process.env.TEST_MONGODB_URI ?? '';
  let client: MongoClient;
  let image: Image;
  let settings: Record<string, string>;
  let readyz: string;
  beforeAll(async () => {
    client = await connect(uri);
    image = layImage();
    if (!isRoot) execFileSync('chmod', ['-R', 'a-w', image.folder]);
    settings = {
      NODE_ENV: 'production',
      HOME: '/nonexistent',
      ...leastSettings,
      HOST: '127.0.0.1',
      MONGODB_URI: uri,
      MONGODB_DATABASE: database,
      PORT: String(await freePort()),
    };
    readyz = `http://127.0.0.1:${settings.PORT}/readyz`;
  });
  afterAll(async () => {
    if (!isRoot) execFileSync('chmod', ['-R', 'u+w', image.folder]);
    image.remove();
    await client.db(database).dropDatabase();
    await client.close();
  });

  /** Runs words of the Dockerfile or of its CLI to the end. */
  const run = async ([command = '', ...args]: string[], env: Record<string, string> = {}) => {
    const child = spawn(command, args, { cwd: image.folder, env: { ...settings, ...env }, ...asNobody });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  };

  /** Starts the bot, and stops it once it has been looked at; gives what it said. */
  const whileUp = async (env: Record<string, string>, look: () => Promise<void>) => {
    const [command = '', ...args] = image.start;
    const bot = spawn(command, args, { cwd: image.folder, env: { ...settings, ...env }, ...asNobody });
    let output = '';
    for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ended = once(bot, 'close');
    try {
      await until(
        'readiness',
        async () => {
          if (bot.exitCode !== null) throw new Error(output);
          return (await fetch(readyz).catch(() => undefined))?.ok;
        },
        300_000,
      );
      await look();
    } finally {
      bot.kill('SIGTERM');
      await ended;
    }
    return output;
  };

  test('it starts, is healthy by its own check, says its release, ends by itself, and leaves no file anywhere', async () => {
    const [tree, left] = [treeOf(image.folder), leftBehind()];
    expect((await run(image.isHealthy)).code).toBe(1);
    const output = await whileUp({}, async () => {
      const { version } = JSON.parse(readFileSync(join(image.folder, 'package.json'), 'utf8')) as { version: string };
      expect(await (await fetch(readyz)).json()).toEqual({ status: 'ready', release: version });
      expect((await run(image.isHealthy)).code).toBe(0);
    });
    expect(output).toContain('"msg":"stopped"');
    expect(output).not.toMatch(/EROFS|EACCES|EPERM/);
    expect(treeOf(image.folder)).toEqual(tree);
    if (isRoot) expect(leftBehind()).toEqual(left);
  });

  test('the learned reader runs from what is left of its library', async () => {
    const place = mkdtempSync(join(tmpdir(), 'attendance-messages-'));
    try {
      const file = join(place, 'messages.jsonl');
      const text = 'i cant do this any more, nobody would miss me';
      writeFileSync(
        file,
        JSON.stringify({ id: 'm1', now: '2026-11-23T08:30:00Z', tz: 'Europe/London', sender_role: 'learner', text }),
      );
      execFileSync('chmod', ['-R', 'a+rX', place]);
      const { code, output } = await run([image.node, 'src/cli/cli.ts', 'understand', file]);
      expect([code, output]).toEqual([0, expect.stringContaining('"urgent"')]);
    } finally {
      rmSync(place, { recursive: true });
    }
  });

  test('where the folder of the daily file for the MIS cannot be written, it says so at its start, and runs', async () => {
    const folder = join(image.folder, '..', 'mis');
    mkdirSync(folder, { mode: isRoot ? 0o755 : 0o555 });
    const output = await whileUp({ MIS_SENDER: 'file', MIS_FILE_DIR: folder }, async () => undefined);
    expect(output).toContain('nothing can be written into MIS_FILE_DIR');
  });

  test('the list of what is in it has every production package with its version, and none of development', () => {
    const sbom = JSON.parse(execFileSync('npm', image.listPackages, { cwd: image.folder, encoding: 'utf8' })) as {
      components: { name: string; group?: string; version: string }[];
    };
    const versionOf = new Map(sbom.components.map((one) => [one.name, one.version]));
    const { dependencies } = JSON.parse(readFileSync(join(image.folder, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies).filter((name) => !versionOf.has(name))).toEqual([]);
    const tools = ['jest', 'typescript', '@biomejs/biome', 'node', 'yaml', 'playwright-core'];
    expect(tools.filter((name) => versionOf.has(name))).toEqual([]);
    expect(versionOf.get('mongodb')).toBe(dependencies.mongodb);
  });
});
