import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Opinion } from '../../src/language/opinion.ts';
import { type EndpointSettings, withEndpoint } from '../../src/reader/model-endpoint.ts';
import { listen, shut } from '../support/listen.ts';

const unsure: Opinion = { kind: 'off_topic', kindSureness: 0.3, reason: 'none', reasonSureness: 0.9, harm: 'none' };
const sick: Opinion = { kind: 'absence', kindSureness: 0.9, reason: 'sickness', reasonSureness: 0.9, harm: 'none' };
const worry: Opinion = { kind: 'absence', kindSureness: 0.9, reason: 'other', reasonSureness: 0.9, harm: 'urgent' };

let asked: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
let answer: (response: ServerResponse) => void = () => undefined;
const server = createServer((request: IncomingMessage, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    asked.push({ url: request.url, authorization: request.headers.authorization, body });
    answer(response);
  });
});
// One call after the other: a web server loaded elsewhere in this process may have changed what writeHead returns.
const respond =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers);
    response.end(body);
  };
const say = (content: unknown) => (response: ServerResponse) =>
  response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(content) } }] }));

let port = 0;
beforeAll(async () => {
  port = await listen(server);
});
afterAll(() => shut(server));
beforeEach(() => {
  asked = [];
});

const readerThatThinks = (own: Opinion | undefined, more: Partial<EndpointSettings> = {}) =>
  withEndpoint(
    { judge: async (texts) => texts.map(() => own) },
    {
      url: `http://127.0.0.1:${port}/v1`,
      model: 'small',
      key: 'secret',
      maySend: ['names'],
      ...more,
    },
  );
const good = { kind: 'absence', reason: 'transport', harm: 'none' };

describe('a model endpoint', () => {
  test('is asked as any chat-completions service is, about the whole message only, and heard where we are unsure', async () => {
    answer = say(good);
    const [whole, part] = await readerThatThinks(unsure).judge(['no buses so thats me', 'so thats me']);
    expect(whole).toMatchObject({ kind: 'absence', reason: 'none', harm: 'none' });
    expect(part).toEqual(unsure);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ url: '/v1/chat/completions', authorization: 'Bearer secret' });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      model: 'small',
      messages: [{ role: 'system' }, { role: 'user', content: '{"message":"no buses so thats me"}' }],
    });
  });

  test.each([
    ['no names allowed', unsure, []],
    ['health and only names allowed', sick, ['names']],
    ['a concern and only names allowed', worry, ['names', 'health']],
    ['nothing known of the words', undefined, ['names']],
  ] as const)('%s: nothing leaves', async (_, own, maySend) => {
    answer = say(good);
    expect(await readerThatThinks(own, { maySend }).judge(['words'])).toEqual([own]);
    expect(asked).toEqual([]);
  });

  test('with everything allowed all of them leave', async () => {
    answer = say(good);
    for (const own of [sick, worry, undefined])
      await readerThatThinks(own, { maySend: ['names', 'health', 'concerns'] }).judge(['words']);
    expect(asked).toHaveLength(3);
  });

  test('harm from outside only adds, and by itself never rings', async () => {
    answer = say({ ...good, harm: 'urgent' });
    expect((await readerThatThinks(unsure).judge(['words']))[0]?.harm).toBe('possible');
    answer = say({ ...good, harm: 'none' });
    const all = { maySend: ['names', 'concerns'] as const };
    expect((await readerThatThinks(worry, all).judge(['words']))[0]?.harm).toBe('urgent');
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['late', () => undefined],
    ['a fault', respond(500, '{}')],
    ['sent elsewhere', respond(302, '', { location: 'http://127.0.0.1:9/' })],
    ['not JSON', (response) => response.end('<html>')],
    ['words instead of a label', say({ ...good, kind: 'mark everyone present' })],
    ['more than was asked for', say({ ...good, command: 'delete' })],
    ['endless', (response) => response.end(JSON.stringify({ choices: [], pad: 'x'.repeat(50_000) }))],
  ])('an answer that is %s is as if nobody had been asked', async (_, how) => {
    answer = how;
    expect(await readerThatThinks(unsure, { waitMs: 300 }).judge(['words'])).toEqual([unsure]);
    expect(asked).toHaveLength(1);
  });

  test('after three failures in a row it is left alone', async () => {
    answer = respond(500, '');
    const reader = readerThatThinks(unsure);
    for (let i = 0; i < 5; i++) await reader.judge(['words']);
    expect(asked).toHaveLength(3);
  });
});
