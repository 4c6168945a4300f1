import { createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startBot } from '../../src/compose.ts';
import { StrictAuth } from '../../src/teams/strict-auth.ts';
import { College } from '../support/college.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { until } from '../support/until.ts';
import { TeamsClient, wordsOf } from '../teams/client.ts';
import { loopbackParts } from '../teams/loopback-bot.ts';
import { LoopbackTeams } from '../teams/loopback-teams.ts';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the door', () => {
  let college: College;
  let good: string;
  const now = Math.floor(Date.now() / 1_000);
  beforeAll(async () => {
    college = await College.open();
    good = college.teams.mint.sign(college.teams.appId, college.teams.serviceUrl);
  });
  afterAll(() => college.close());

  const activity = (fields: Record<string, unknown> = {}) =>
    college.people.activity(college.user('L1'), { type: 'message', text: 'help', ...fields });
  const send = (authorization: string | undefined, body: unknown) =>
    college.people.deliver(body, { authorization: authorization ?? '' });
  const sign = (claims: Record<string, unknown>, options = {}) =>
    `Bearer ${college.teams.mint.sign(college.teams.appId, college.teams.serviceUrl, claims, options)}`;

  test('a true token is let in', async () => {
    expect((await send(`Bearer ${good}`, activity())).status).toBe(200);
  });

  const evil = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hs256 = () => {
    const head = `${base64({ alg: 'HS256', kid: 'loopback-1', typ: 'JWT' })}.${base64({ iss: 'https://api.botframework.com', aud: college.teams.appId, serviceurl: college.teams.serviceUrl, exp: now + 3_600 })}`;
    const pem = college.teams.mint.publicKey.export({ type: 'spki', format: 'pem' });
    return `Bearer ${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
  };
  const none = () =>
    `Bearer ${base64({ alg: 'none', kid: 'loopback-1' })}.${base64({ iss: 'https://api.botframework.com', aud: college.teams.appId, serviceurl: college.teams.serviceUrl, exp: now + 3_600 })}.`;
  const tampered = () => {
    const [head, body, signature] = good.split('.');
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    return `Bearer ${head}.${base64({ ...claims, exp: now + 99_999 })}.${signature}`;
  };
  const refused: [string, () => string | undefined][] = [
    ['no header', () => undefined],
    ['another scheme', () => 'Basic x'],
    ['a bare scheme', () => 'Bearer'],
    ['garbage', () => 'Bearer abc'],
    ['wrong audience', () => sign({ aud: 'another-app' })],
    ['wrong issuer', () => sign({ iss: 'https://evil.example' })],
    ['expired ten minutes ago', () => sign({ exp: now - 600, nbf: now - 4_000 })],
    ['no expiry at all', () => sign({ exp: undefined })],
    ['not valid yet', () => sign({ nbf: now + 600 })],
    ['signed with another key', () => sign({}, { key: evil.privateKey })],
    ['unknown key id', () => sign({}, { header: { kid: 'zzz' } })],
    ['tampered', tampered],
    ['alg none', none],
    ['HS256 with the public key', hs256],
    ['another serviceUrl in the token', () => sign({ serviceurl: 'https://smba.trafficmanager.net/uk/' })],
    ['no serviceUrl in the token', () => sign({ serviceurl: undefined })],
    [
      'an emulator token',
      () =>
        sign({
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          aud: 'https://api.botframework.com',
          appid: college.teams.appId,
          ver: '1.0',
        }),
    ],
    [
      'a skill token',
      () =>
        sign({
          iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0',
          azp: '99999999-0000-4000-8000-000000000000',
          ver: '2.0',
        }),
    ],
  ];
  test.each(refused)('401 for %s', async (_, authorization) => {
    expect((await send(authorization(), activity())).status).toBe(401);
  });

  const bodies: [string, () => unknown, number][] = [
    ['an empty object', () => ({}), 400],
    ['an array', () => [], 400],
    ['a number as type', () => activity({ type: 5 }), 400],
    ['an empty type', () => activity({ type: '' }), 400],
    ['text as from', () => activity({ from: 'someone' }), 400],
    ['no serviceUrl', () => activity({ serviceUrl: undefined }), 400],
    ['an empty serviceUrl', () => activity({ serviceUrl: '' }), 400],
    ['an empty channelId', () => activity({ channelId: '' }), 400],
    ['no channelId', () => activity({ channelId: undefined }), 400],
    ['another channel', () => activity({ channelId: 'webchat' }), 400],
    ['the emulator channel', () => activity({ channelId: 'emulator' }), 400],
    ['a serviceUrl of somebody else', () => activity({ serviceUrl: 'https://evil.trafficmanager.net/' }), 403],
    [
      'another tenant',
      () => activity({ conversation: { id: 'a:1', tenantId: 'evil' }, channelData: { tenant: { id: 'evil' } } }),
      403,
    ],
    ['another tenant in channelData only', () => activity({ channelData: { tenant: { id: 'evil' } } }), 403],
    ['no tenant at all', () => activity({ conversation: { id: 'a:1' }, channelData: {} }), 403],
  ];
  test.each(bodies)('%s is refused', async (_, body, status) => {
    expect((await send(`Bearer ${good}`, body())).status).toBe(status);
  });

  test('400 for broken JSON, 413 for an oversize body, 415 for other types and for any content-encoding', async () => {
    const post = async (body: string | Buffer, headers: Record<string, string>) =>
      (await fetch(college.people.botUrl, { method: 'POST', headers, body: body as never })).status;
    const json = { 'content-type': 'application/json', authorization: `Bearer ${good}` };
    expect(await post('{"type":', json)).toBe(400);
    expect(await post('', json)).toBe(400);
    expect(await post(JSON.stringify(activity({ text: 'x'.repeat(300_000) })), json)).toBe(413);
    expect(await post('text=help', { ...json, 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(await post('help', { ...json, 'content-type': 'text/plain' })).toBe(415);
    expect(await post(gzipSync(JSON.stringify(activity())), { ...json, 'content-encoding': 'gzip' })).toBe(415);
  });

  test('nothing was carried out by any of these, and the process lives', async () => {
    expect(await college.c.turns.countDocuments()).toBe(1);
    expect((await fetch(college.people.botUrl.replace('/api/messages', '/readyz'))).status).toBe(200);
  });

  test('without an app id there is no door to open', () => {
    expect(() => new StrictAuth({ type: 'SingleTenant', id: '', tenantId: college.teams.tenantId })).toThrow(
      'app id is required',
    );
  });

  test('an invoke that is no card action is answered, not failed', async () => {
    const answer = await college.people.deliver(
      college.people.activity(college.user('L1'), { type: 'invoke', name: 'composeExtension/query', value: {} }),
    );
    expect(answer.status).toBe(200);
    expect(
      (
        await college.people.deliver(
          college.people.activity(college.user('L1'), { type: 'invoke', name: 'adaptiveCard/action', value: {} }),
        )
      ).status,
    ).toBe(200);
  });

  test('metrics are for whoever asks directly on this machine: not through a proxy here, and not under another host’s name', async () => {
    const url = new URL(college.people.botUrl);
    const status = async (headers: Record<string, string>) => {
      const request = httpGet({ port: url.port, host: '127.0.0.1', path: '/metrics', headers });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect(await status({})).toBe(200);
    for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via', 'X-Forwarded-Proto'])
      expect([name, await status({ [name]: 'for=203.0.113.7' })]).toEqual([name, 401]);
    expect(await status({ host: 'attendance.example.ac.uk' })).toBe(401);
  });

  test('a request to speak another protocol is answered 426, and its connection is closed', async () => {
    const url = new URL(college.people.botUrl);
    const answers = Array.from({ length: 50 }, async () => {
      const socket = connect(Number(url.port), '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: bot\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes;
      });
      await once(socket, 'close');
      return text.split('\r\n')[0];
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 426 Upgrade Required']));
  });

  test('a connection is kept for longer than a proxy keeps one, so that no request of one meets a reset', async () => {
    const { headers } = await fetch(college.people.botUrl.replace('/api/messages', '/healthz'));
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
  });

  test('hundreds of bodies that do not come keep nobody out, and are cut off', async () => {
    const url = new URL(college.people.botUrl);
    const head =
      'POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{';
    const sockets = Array.from({ length: 450 }, () => connect(Number(url.port), '127.0.0.1'));
    const closed = sockets.map(async (socket) => {
      let told = '';
      socket.on('data', (bytes) => {
        told += bytes;
      });
      await once(
        socket.on('error', () => undefined),
        'close',
      );
      return told.split('\r\n')[0];
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const elapsed = stopwatch();
    for (const socket of sockets) socket.write(head);
    expect((await send(`Bearer ${good}`, activity())).status).toBe(200);
    expect((await fetch(new URL('/readyz', url))).status).toBe(200);
    expect(new Set(await Promise.all(closed))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
    // Long before the time that a photo from a telephone has.
    expect(elapsed()).toBeLessThan(45_000);
    expect((await send(`Bearer ${good}`, activity())).status).toBe(200);
  });

  test('metrics answer on loopback, and name what operators watch', async () => {
    const answer = await fetch(college.people.botUrl.replace('/api/messages', '/metrics'));
    const text = await answer.text();
    for (const name of [
      'attendance_turn_seconds',
      'attendance_oldest_due_seconds',
      'attendance_dead_letters',
      'attendance_card_outcomes_total',
      'nodejs_eventloop_lag_seconds',
    ])
      expect(text).toContain(name);
  });
});

describe('while the signing keys cannot be fetched', () => {
  test('nobody is let in and nobody is refused: 503 within five seconds, and again as soon as the keys are there', async () => {
    const college = await College.open();
    const teams = await new LoopbackTeams().start();
    const mongo = { uri: college.uri, database: college.database };
    const bot = await startBot(loopbackParts(teams, mongo, { keysFreshMs: 0 }));
    const people = new TeamsClient(teams, bot.port);
    const user = teams.addUser('Anyone');
    try {
      for (const fault of ['hang', 'error', 'garbage'] as const) {
        teams.keysFault = fault;
        const elapsed = stopwatch();
        expect([fault, (await people.say(user, 'help')).status]).toEqual([fault, 503]);
        expect(elapsed()).toBeLessThan(5_000);
      }
      teams.keysFault = undefined;
      await until('the keys', async () => (await people.say(user, 'help')).status === 200);

      // What is known goes on being used while it cannot be fetched anew, without a wait.
      for (const fault of ['hang', 'error', 'garbage'] as const) {
        teams.keysFault = fault;
        for (let i = 0; i < 3; i++) expect([fault, (await people.say(user, 'help')).status]).toEqual([fault, 200]);
      }
      const unknown = {
        authorization: `Bearer ${teams.mint.sign(teams.appId, teams.serviceUrl, {}, { header: { kid: 'other' } })}`,
      };
      expect((await people.deliver(people.activity(user, { type: 'message', text: 'help' }), unknown)).status).toBe(
        503,
      );
    } finally {
      await bot.stop();
      await teams.stop();
      await college.close();
    }
  });
});

describe('one person who does too much at once', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ isPaced: true, rulesAlone: true });
  });
  afterAll(() => college.close());
  const many = <T>(count: number, what: (i: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, i) => what(i)));
  const shown = (id: string, words: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => wordsOf(one.card).includes(words)).length;
  const told = (id: string) => shown(id, 'a lot at once');

  test('ten quick messages, a double click and forty presses in a row are never too much', async () => {
    const before = college.teams.shownTo(college.user('L2')).length;
    await many(10, () => college.people.say(college.user('L2'), 'help'));
    expect(college.teams.shownTo(college.user('L2')).length - before).toBeGreaterThanOrEqual(10);
    expect(told('L2')).toBe(0);
    const press = async () =>
      String((await college.people.invoke(college.user('T1'), 'run-command', { say: 'help' })).body.value);
    for (let i = 0; i < 40; i++) expect(await press()).not.toContain('at once');
    for (const answer of await many(2, press)) expect(answer).not.toContain('at once');
  });

  test('a flood of messages is told so once; others are answered, and every cry for help in it is heard', async () => {
    await many(120, () => college.people.say(college.user('L1'), 'help'));
    expect(told('L1')).toBe(1);
    const cries = Array.from({ length: 20 }, (_, i) => `i do not want to be here any more, number ${i}`);
    await many(cries.length, (i) => college.people.say(college.user('L1'), cries[i] ?? ''));
    const concerns = await college.c.concerns.find({}).toArray();
    const heard = concerns.flatMap((one) => one.messages.map((message) => message.words));
    expect(new Set(heard)).toEqual(new Set(cries));
    expect(told('L1')).toBe(1);
    expect(shown('L1', 'Samaritans')).toBeGreaterThanOrEqual(1);
    const before = college.teams.shownTo(college.user('L3')).length;
    await college.people.say(college.user('L3'), 'help');
    expect(told('L3')).toBe(0);
    expect(college.teams.shownTo(college.user('L3')).length).toBeGreaterThan(before);
  });

  test('a flood of presses changes nothing and says so; words typed on one of them are heard', async () => {
    const presser = college.user('M1');
    const answers = await many(400, () => college.people.invoke(presser, 'run-command', { say: 'help' }));
    const refused = answers.filter((one) => String(one.body.value).includes('a lot of presses at once'));
    expect(refused.length).toBeGreaterThan(100);
    const words = 'he told me he wants to kill himself';
    const typed = { id: 'about-learner', act: 'send', f_words: words };
    await many(12, () => college.people.invoke(presser, 'form-submit', typed));
    const concerns = await college.c.concerns.find({ 'messages.fromId': 'M1' }).toArray();
    expect(concerns.flatMap((one) => one.messages.map((message) => message.words)).join()).toContain(words);
  });
});
