import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { connect } from '../../src/store/database.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const database = `test-production-${Date.now()}`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `npm start` as an operator runs it, on the real database; only Microsoft's own services are out of reach. */
describe('the production process', () => {
  let client: MongoClient;
  let port: number;
  let bot: ChildProcess;
  let output = '';
  const start = () => {
    bot = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        MICROSOFT_APP_TYPE: 'SingleTenant',
        MICROSOFT_APP_ID: '11111111-2222-4333-8444-555555555555',
        MICROSOFT_APP_PASSWORD: 'not-a-real-secret',
        MICROSOFT_APP_TENANT_ID: '21111111-2222-4333-8444-555555555555',
        MONGODB_URI: process.env.TEST_MONGODB_URI,
        MONGODB_DATABASE: database,
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_KEY: 'a-key-of-sixteen-or-more',
      },
    });
    output = '';
    for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (chunk) => (output += chunk));
  };
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const gone = () => new Promise<number | null>((resolve) => bot.once('exit', resolve));
  const ready = () => until('readiness', async () => (await fetch(url('/readyz')).catch(() => undefined))?.ok, 20_000);

  beforeAll(async () => {
    client = await connect(process.env.TEST_MONGODB_URI ?? '');
    port = await freePort();
  });
  afterAll(async () => {
    bot.kill('SIGKILL');
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
  }, 40_000);

  test('SIGTERM: readiness says no first, then it ends by itself within two seconds, whatever connections are kept alive', async () => {
    await fetch(url('/healthz'));
    const started = performance.now();
    const ended = gone();
    bot.kill('SIGTERM');
    await until('readiness to say no', async () => (await fetch(url('/readyz'))).status === 503, 1_000);
    expect(await ended).toBe(0);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(output).toContain('"msg":"stopped"');
  }, 20_000);

  test('refuses a database whose time a demo has moved', async () => {
    await client
      .db(database)
      .collection<{ _id: string }>('meta')
      .updateOne({ _id: 'clock' }, { $set: { shiftMs: 86_400_000 } }, { upsert: true });
    start();
    expect(await gone()).toBe(1);
    expect(output).toContain('business time is shifted in this database; production refuses that');
  }, 20_000);
});
