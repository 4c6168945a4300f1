import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { mongodCache } from '../../src/demo/embedded-mongod.ts';
import { findMongod } from '../../src/demo/find-mongod.ts';
import { leastSettings } from '../support/least-settings.ts';
import { listen, shut } from '../support/listen.ts';

const root = join(import.meta.dirname, '../..');
const secret = 'hunter2';

/** What the settings of a case are made of: the real database, one that is no replica set, one that is yet to be, a port somebody listens on. */
type Place = { uri: string; single: string; unborn: string; taken: number };
type Failure = { code: number | null; output: string };

const cases: [string, (place: Place) => Record<string, string>, RegExp][] = [
  [
    'a database where nothing listens',
    () => ({ MONGODB_URI: 'mongodb://127.0.0.1:9/?replicaSet=rs0' }),
    /MONGODB_URI: nothing listens/,
  ],
  [
    'a wrong replica set',
    ({ uri }) => ({ MONGODB_URI: `${uri.split('?')[0]}?replicaSet=other` }),
    /MONGODB_URI: no server there belongs to the replica set/,
  ],
  [
    'a server that is no replica set',
    ({ single }) => ({ MONGODB_URI: single }),
    /MONGODB_URI: the server there is no replica set/,
  ],
  [
    'a replica set that nobody has initiated',
    ({ unborn }) => ({ MONGODB_URI: unborn }),
    /MONGODB_URI: the server there is not a member of a replica set yet; run rs\.initiate\(\)/,
  ],
  [
    'a replica set that nobody has initiated, by its name',
    ({ unborn }) => ({ MONGODB_URI: `${unborn}?replicaSet=rs0` }),
    /MONGODB_URI: the server there is not a member of a replica set yet; run rs\.initiate\(\)/,
  ],
  [
    'a user nobody knows',
    ({ uri }) => ({
      MONGODB_URI: `${uri.replace('mongodb://', `mongodb://nobody:${secret}@`).split('?')[0]}?directConnection=true`,
    }),
    /MONGODB_URI: the database refuses its user name or password/,
  ],
  [
    'a host name nobody knows',
    () => ({ MONGODB_URI: 'mongodb://nowhere.invalid/?replicaSet=rs0' }),
    /MONGODB_URI: its host name is not known/,
  ],
  ['no address at all', () => ({ MONGODB_URI: 'mongodb://:::' }), /MONGODB_URI: not an address/],
  ['a port in use', ({ taken }) => ({ PORT: String(taken) }), /PORT: something else listens/],
  [
    'a template of the MIS’s file that cannot be read',
    () => ({ MIS_SENDER: 'file', MIS_FILE_DIR: '/nowhere', MIS_FILE_TEMPLATE: '/nowhere.json' }),
    /MIS_FILE_TEMPLATE: generic, pics, or a JSON file that can be read/,
  ],
  ['a file that is not there', () => ({ BANK_HOLIDAYS_FILE: '/nowhere.json' }), /BANK_HOLIDAYS_FILE: .* is not there/],
  ['a folder of packs that is not there', () => ({ PACKS_DIR: '/nowhere' }), /PACKS_DIR: there is no folder/],
  ['a half that does not exist', () => ({ ARGS: '--only both' }), /--only both: started with --only web, --only work/],
  ['a misspelt setting', () => ({ LINK_SECRETT: secret }), /LINK_SECRETT is no setting; did you mean LINK_SECRET\?/],
];

async function startWith({ ARGS = '', ...settings }: Record<string, string>): Promise<Failure> {
  const bot = spawn(process.execPath, ['src/main.ts', ...ARGS.split(' ').filter(Boolean)], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      ...leastSettings,
      HOST: '127.0.0.1',
      MONGODB_URI: process.env.TEST_MONGODB_URI,
      MONGODB_DATABASE: `test-start-${process.pid}`,
      ...settings,
    },
  });
  // One that starts after all is ended, and fails its test.
  const timer = setTimeout(() => bot.kill('SIGKILL'), 300_000);
  let output = '';
  for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = (await once(bot, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, output };
}

describe('production that cannot start', () => {
  let other: Server;
  let single: MongoMemoryServer;
  let unborn: MongoMemoryServer;
  // Several wait eight seconds for a database, so all wait together.
  const failures = new Map<string, Promise<Failure>>();

  beforeAll(async () => {
    other = createServer();
    const taken = await listen(other);
    const systemBinary = await findMongod(process.env, mongodCache(root));
    const binary = { systemBinary, checkMD5: false };
    single = await MongoMemoryServer.create({ binary });
    unborn = await MongoMemoryServer.create({ binary, instance: { args: ['--replSet', 'rs0'] } });
    const uri = process.env.TEST_MONGODB_URI ?? '';
    const place = { uri, single: single.getUri(), unborn: unborn.getUri(), taken };
    for (const [name, settings] of cases) failures.set(name, startWith(settings(place)));
  });
  afterAll(async () => {
    await Promise.all(failures.values());
    await shut(other);
    await single.stop();
    await unborn.stop();
  });

  test.each(cases)('%s: one sentence names the setting, never its value', async (name, _, words) => {
    const { code, output } = (await failures.get(name)) ?? { code: 0, output: '' };
    expect(output).toMatch(words);
    expect(code).toBe(1);
    expect(output).not.toContain(secret);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
