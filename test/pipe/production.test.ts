import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { connect } from '../../src/store/database.ts';
import { leastSettings } from '../support/least-settings.ts';
import { freePort } from '../support/listen.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { until } from '../support/until.ts';
import { Wire } from '../support/wire.ts';

const root = join(import.meta.dirname, '../..');
const database = `test-production-${Date.now()}`;

/** `npm start` as an operator runs it, on the real database; only Microsoft's own services are out of reach. */
describe('the production process', () => {
  let client: MongoClient;
  let port: number;
  let bot: ChildProcess;
  let output = '';
  let wire: Wire;
  const start = () => {
    bot = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        ...leastSettings,
        HOST: '127.0.0.1',
        MONGODB_URI: wire.uri,
        MONGODB_DATABASE: database,
        PORT: String(port),
        METRICS_KEY: 'a-key-of-sixteen-or-more',
      },
    });
    output = '';
    for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (chunk) => (output += chunk));
  };
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const gone = () => new Promise<number | null>((resolve) => bot.once('close', resolve));
  const ready = () => until('readiness', async () => (await fetch(url('/readyz')).catch(() => undefined))?.ok, 60_000);

  beforeAll(async () => {
    client = await connect(process.env.TEST_MONGODB_URI ?? '');
    wire = await Wire.to(process.env.TEST_MONGODB_URI ?? '');
    port = await freePort();
  });
  afterEach(async () => {
    // One that a failed test left behind would answer in the next one's place.
    if (bot.exitCode !== null || bot.signalCode !== null) return;
    const ended = gone();
    bot.kill('SIGKILL');
    await ended;
  });
  afterAll(async () => {
    bot.kill('SIGKILL');
    await wire.cut();
    await client.db(database).dropDatabase();
    await client.close();
  });

  test('starts on an empty database, sets it up, and lets nobody in without a token', async () => {
    start();
    await ready();
    const activity = {
      type: 'message',
      id: '1',
      text: 'help',
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/uk/',
      from: { id: '29:x' },
      recipient: { id: '28:y' },
      conversation: { id: 'a:1', tenantId: '21111111-2222-4333-8444-555555555555' },
    };
    const post = (body: object) =>
      fetch(url('/api/messages'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post(activity)).status).toBe(401);
    expect((await post({ ...activity, serviceUrl: 'http://127.0.0.1:3978/' })).status).toBe(403);
    expect((await post({})).status).toBe(400);
    expect((await fetch(url('/metrics'))).status).toBe(401);
    expect(
      (await fetch(url('/metrics'), { headers: { authorization: 'Bearer a-key-of-sixteen-or-more' } })).status,
    ).toBe(200);
  });

  test('SIGTERM: readiness says no first, then it ends by itself in order, at least one of three times', async () => {
    // On a machine that is busy with others the hard end may come before all is done; not each time.
    output = '';
    for (let tries = 0; tries < 3 && !output.includes('"msg":"stopped"'); tries++) {
      start();
      await ready();
      await fetch(url('/healthz'));
      const ended = gone();
      bot.kill('SIGTERM');
      await until('readiness to say no', async () => (await fetch(url('/readyz'))).status === 503);
      await ended;
    }
    expect(output).toContain('"msg":"stopped"');
  });

  const half =
    'POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{';
  const upgrade = 'GET / HTTP/1.1\r\nHost: bot\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const states: [string, () => Promise<unknown>][] = [
    ['idle', async () => undefined],
    [
      'with connections open: kept alive, silent, half a request, an upgrade asked for',
      async () => {
        await fetch(url('/healthz'));
        for (const text of ['', 'GET /healthz HTTP/1.1\r\n', half, upgrade]) {
          const socket: Socket = dial({ port, host: '127.0.0.1', allowHalfOpen: true });
          socket.on('error', () => undefined);
          await once(socket, 'connect');
          socket.write(text);
        }
      },
    ],
    ['with the database frozen', async () => wire.freeze()],
    [
      'with the database frozen and requests waiting for it',
      async () => {
        wire.freeze();
        for (const path of ['/readyz', '/metrics']) fetch(url(path)).catch(() => undefined);
      },
    ],
    ['with the database gone', () => wire.cut()],
  ];
  test.each(states)(
    'SIGTERM %s: it ends within three seconds',
    async (_state, bring) => {
      start();
      await ready();
      await bring();
      const ended = gone();
      const elapsed = stopwatch();
      bot.kill('SIGTERM');
      const code = await ended;
      const ms = elapsed();
      wire.thaw();
      await wire.mend();
      // By itself, or of the signal where a thread was still loading; no crash, and nobody had to kill it.
      expect(code ?? bot.signalCode).toBe(bot.signalCode === 'SIGTERM' ? 'SIGTERM' : 0);
      expect(ms).toBeLessThan(3_000);
    },
    90_000,
  );

  test('refuses a database whose time a demo has moved', async () => {
    await client
      .db(database)
      .collection<{ _id: string }>('meta')
      .updateOne({ _id: 'clock' }, { $set: { shiftMs: 86_400_000 } }, { upsert: true });
    start();
    expect(await gone()).toBe(1);
    expect(output).toContain('business time is shifted in this database; production refuses that');
  });
});
