import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { AppCredentials, type ServiceClientCredentialsFactory } from 'botframework-connector';
import { createAcsSms } from '../../src/channels/acs-sms.ts';
import { type RunningBot, startBot } from '../../src/compose.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import { StrictAuth } from '../../src/teams/strict-auth.ts';
import { College } from '../support/college.ts';
import { unhurried } from '../support/unhurried.ts';
import { until } from '../support/until.ts';
import { TeamsClient, wordsOf } from '../teams/client.ts';
import { type LoopbackOptions, loopbackLinks, loopbackParts } from '../teams/loopback-bot.ts';

describe('keys are changed while several instances run', () => {
  let college: College;
  const others: RunningBot[] = [];
  beforeAll(async () => {
    college = await College.open({ learners: 2, rulesAlone: true });
  });
  afterEach(async () => {
    for (const bot of others.splice(0)) await bot.stop();
  });
  afterAll(() => college.close());

  const start = async (options: LoopbackOptions) => {
    const mongo = { uri: college.uri, database: college.database };
    const bot = await startBot(loopbackParts(college.teams, mongo, { rates: unhurried, ...options }));
    others.push(bot);
    return bot;
  };

  test('links: what an instance on either side of the change signs and begins, the other opens and goes on with', async () => {
    const [old, fresh] = ['the-secret-of-links-until-now-0123456789', 'the-secret-of-links-from-now-on-12345678'];
    const linksWith = (secrets: string[]) => ({ links: { ...loopbackLinks, secrets } });
    const before = await start(linksWith([old, fresh]));
    const after = await start(linksWith([fresh, old]));
    for (const [one, other] of [
      [before, after],
      [after, before],
    ] as const) {
      const at = (url: string, { port }: RunningBot) => Object.assign(new URL(url), { port: String(port) });
      const ends = new Date(one.clock.now().getTime() + 3_600_000);
      const link = one.world.link?.('page', 'caseload', 'M1', ends) ?? '';
      const opened = await fetch(at(link, other), { redirect: 'manual' });
      const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const page = new URL(opened.headers.get('location') ?? '/', at(link, other)).href;
      for (const bot of [other, one]) {
        const answer = await fetch(at(page, bot), { headers: { cookie } });
        expect([answer.status, (await answer.text()).includes('My caseload')]).toEqual([200, true]);
      }
    }
  });

  test('client secret: an instance whose secret has ended still takes presses, and one with the new secret sends the cards', async () => {
    const { url, appId, tenantId } = college.teams;
    let refused = 0;
    class Ended extends AppCredentials {
      protected override async refreshToken(): Promise<never> {
        refused += 1;
        throw Object.assign(new Error('AADSTS7000222'), { errorCode: 'invalid_client' });
      }
    }
    const credentials = {
      isValidAppId: async (id: string) => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => new Ended(appId, tenantId),
    } as unknown as ServiceClientCredentialsFactory;
    const app = { type: 'SingleTenant', id: appId, tenantId };
    // The one with the new secret is stopped, so that the other is the first to try.
    await college.bot.stop();
    const ended = await start({
      auth: new StrictAuth({ ...app, password: 'ended' }, { openIdMetadataUrl: `${url}/meta`, credentials }),
    });
    await college.addSession({ _id: 's1', at: '09:00', title: 'Law' });
    await ended.clock.moveTo(new Date('2026-11-23T09:00:00Z'));
    ended.world.wake();
    await until('a card that could not be sent', () => refused > 0);
    const registers = () =>
      college.teams.shownTo(college.user('T1')).filter(({ card }) => wordsOf(card).includes('Law'));
    expect(registers()).toEqual([]);
    await college.startBot();
    // Either may be the next to try; what could not be sent waits longer each time, so time is moved on.
    while (registers().length === 0) {
      const before = refused;
      await ended.clock.moveTo(addMinutes(ended.clock.now(), 2));
      ended.world.wake();
      college.bot.world.wake();
      await until('another try', () => refused > before || registers().length > 0);
    }
    college.people = new TeamsClient(college.teams, ended.port);
    expect(await college.save('s1')).toContain('Law');
    expect(await college.c.registers.findOne({ _id: 's1' })).toMatchObject({ state: 'saved' });
    expect(registers()).toHaveLength(1);
  });

  test('Event Grid: whoever has either key in the address may hand over CloudEvents, and is told so when it asks first', async () => {
    const [fresh, old] = ['the-new-key-of-event-grid', 'the-old-key-of-event-grid'];
    const connectionString = 'endpoint=http://127.0.0.1:1;accesskey=a2V5';
    const sms = createAcsSms({ connectionString, from: '1', receiptsKeys: [fresh, old] });
    const { port } = await start({ senders: { sms } });
    const at = (path: string, key: string) => `http://127.0.0.1:${port}/${path}/acs?key=${key}`;
    const ask = (url: string, origin = 'eventgrid.azure.net') =>
      fetch(url, { method: 'OPTIONS', headers: { 'webhook-request-origin': origin, 'webhook-request-rate': '120' } });
    for (const key of [fresh, old])
      for (const path of ['receipts', 'texts']) {
        const answer = await ask(at(path, key));
        expect([answer.status, answer.headers.get('webhook-allowed-origin')]).toEqual([200, 'eventgrid.azure.net']);
      }
    expect((await ask(at('texts', 'another-key-of-event-grid'))).status).toBe(401);
    expect((await ask(at('texts', fresh).replace('/acs', '/webhook'))).status).toBe(401);
    const data = { messageId: `m-${port}`, from: '447700900123', message: 'hello' };
    const event = { specversion: '1.0', id: 'e', source: '/s', type: 'Microsoft.Communication.SMSReceived', data };
    const hand = (body: object, type: string) =>
      fetch(at('texts', old), { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } });
    expect((await hand(event, 'application/cloudevents+json; charset=utf-8')).status).toBe(200);
    expect((await hand([event], 'application/cloudevents-batch+json')).status).toBe(200);
    expect((await hand(event, 'text/plain')).status).toBe(415);
    expect(await college.c.incoming.countDocuments({ _id: `sms|acs|m-${port}` })).toBe(1);
  });
});
