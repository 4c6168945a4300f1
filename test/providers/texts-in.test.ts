import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { createAcsSms } from '../../src/channels/acs-sms.ts';
import { createNotifySms } from '../../src/channels/notify-sms.ts';
import { signed } from '../../src/channels/signature.ts';
import { createSmsWebhook } from '../../src/channels/sms-webhook.ts';
import { createTwilioSms } from '../../src/channels/twilio-sms.ts';
import type { Sender, TextsAnswer } from '../../src/usecases/core/delivery.ts';
import { acsKey, notifyKey, templateId, twilio, webhookSecret } from './loopback-sms.ts';

const publicUrl = () => 'https://attendance.example.ac.uk';
const token = 'a-token-of-sixteen-or-more';
const senders: Record<string, Sender> = {
  notify: createNotifySms({ apiKey: notifyKey, templateId, textsTokens: [token] }),
  twilio: createTwilioSms({ ...twilio, authTokens: [twilio.authToken], from: '+447700900001', publicUrl }),
  acs: createAcsSms({
    connectionString: `endpoint=http://127.0.0.1:1;accesskey=${acsKey}`,
    from: '1',
    receiptsKeys: [token],
  }),
  webhook: createSmsWebhook({ url: 'http://127.0.0.1:1/hook', secrets: [webhookSecret] }),
};
type Ask = { url?: string; headers?: Record<string, string>; body: string };
const read = async (name: string, { url = '', headers = {}, body }: Ask): Promise<TextsAnswer> =>
  senders[name]!.texts!.read({ url, headers, rawBody: body, now: new Date() });
const refused = (status: number) => ({ status, texts: [] });

describe('texts that people send are proven before they are read', () => {
  test('Notify: its callback with the bearer token that was set for received texts', async () => {
    const received = { id: 'n-1', source_number: '447700900123', destination_number: '07700900001', message: 'not in' };
    const body = JSON.stringify({ ...received, date_received: '2026-11-23T08:00:00.000000Z' });
    const headers = { authorization: `Bearer ${token}` };
    expect(await read('notify', { headers, body })).toEqual({
      status: 204,
      texts: [{ id: 'n-1', from: '447700900123', words: 'not in', sentAt: new Date('2026-11-23T08:00:00Z') }],
    });
    expect(await read('notify', { headers: { authorization: 'Bearer other' }, body })).toEqual(refused(401));
    expect(await read('notify', { body })).toEqual(refused(401));
    expect(await read('notify', { headers, body: '{"id":1}' })).toEqual(refused(400));
  });

  test('Notify: without a token for them none are taken', () => {
    expect(createNotifySms({ apiKey: notifyKey, templateId }).texts).toBeUndefined();
  });

  const { getExpectedTwilioSignature } = createRequire(import.meta.url)('twilio') as {
    getExpectedTwilioSignature(token: string, url: string, fields: object): string;
  };
  const formOf = (fields: Record<string, string>, url = '/texts/twilio'): Ask => ({
    url,
    headers: { 'x-twilio-signature': getExpectedTwilioSignature(twilio.authToken, `${publicUrl()}${url}`, fields) },
    body: new URLSearchParams(fields).toString(),
  });
  const fields = {
    MessageSid: 'SM1',
    From: '+447700900123',
    To: '+447700900001',
    Body: 'not in & late',
    NumMedia: '0',
  };

  test('Twilio: a form signed over address and fields; changed on its way it is refused', async () => {
    const form = formOf(fields);
    const texts = [{ id: 'SM1', from: '+447700900123', words: 'not in & late' }];
    expect(await read('twilio', form)).toEqual({ status: 204, texts });
    const withPicture = formOf({ ...fields, NumMedia: '1', MediaUrl0: 'https://api.twilio.com/1' });
    expect((await read('twilio', withPicture)).texts).toEqual([{ ...texts[0], hasFile: true }]);
    expect(await read('twilio', { ...form, body: form.body.replace('0123', '0124') })).toEqual(refused(401));
    expect(await read('twilio', { ...form, url: '/texts/twilio?x=1' })).toEqual(refused(401));
    expect(await read('twilio', { ...form, headers: {} })).toEqual(refused(401));
  });

  test.each([
    ['STOP', undefined, 'stop'],
    ['Cancel', undefined, 'stop'],
    ['no more please', 'STOP', 'stop'],
    ['start', undefined, 'start'],
    ['yes', undefined, 'lifts'],
  ])('Twilio: what it carries out itself is known (%s)', async (Body, OptOutType, optOut) => {
    const form = formOf({ ...fields, Body, ...(OptOutType ? { OptOutType } : {}) });
    expect((await read('twilio', form)).texts).toMatchObject([{ optOut }]);
  });

  test('Event Grid: the handshake, then texts, in both spellings of their fields; another key is refused', async () => {
    const url = `/texts/acs?key=${token}`;
    const hello = [{ eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'v-1' } }];
    expect(await read('acs', { url, body: JSON.stringify(hello) })).toEqual({
      status: 200,
      body: { validationResponse: 'v-1' },
      texts: [],
    });
    const eventType = 'Microsoft.Communication.SMSReceived';
    const at = '2026-11-23T08:00:00.123Z';
    const now = {
      messageId: 'a-1',
      from: '447700900123',
      to: '447700900001',
      message: 'not in',
      receivedTimestamp: at,
    };
    const then = { MessageId: 'a-2', From: '447700900124', Message: 'late' };
    const report = {
      eventType: 'Microsoft.Communication.SMSDeliveryReportReceived',
      data: { deliveryStatus: 'Delivered' },
    };
    const body = JSON.stringify([{ eventType, data: now }, report, { eventType, data: then }]);
    expect(await read('acs', { url, body })).toEqual({
      status: 200,
      texts: [
        { id: 'a-1', from: '447700900123', words: 'not in', sentAt: new Date(at) },
        { id: 'a-2', from: '447700900124', words: 'late' },
      ],
    });
    expect(await read('acs', { url: '/texts/acs?key=other', body })).toEqual(refused(401));
    expect(await read('acs', { url, body: '{}' })).toEqual(refused(400));
  });

  test('Event Grid: as CloudEvents, one by one or several together, it is the same', async () => {
    const url = `/texts/acs?key=${token}`;
    const cloud = (data: object, type = 'Microsoft.Communication.SMSReceived') => ({
      specversion: '1.0',
      type,
      source: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/c',
      id: 'e-1',
      time: '2026-11-23T08:00:00.123Z',
      datacontenttype: 'application/json',
      data,
    });
    const one = { messageId: 'a-3', from: '447700900123', message: 'not in' };
    const texts = [{ id: 'a-3', from: '447700900123', words: 'not in' }];
    expect(await read('acs', { url, body: JSON.stringify(cloud(one)) })).toEqual({ status: 200, texts });
    const report = cloud(
      { deliveryStatus: 'Delivered', tag: 'abc-1' },
      'Microsoft.Communication.SMSDeliveryReportReceived',
    );
    const both = JSON.stringify([cloud(one), report]);
    expect(await read('acs', { url, body: both })).toEqual({ status: 200, texts });
    const receipts = await senders.acs?.receipts?.read({
      url,
      headers: {},
      rawBody: JSON.stringify(report),
      now: new Date(),
    });
    expect(receipts).toEqual({ status: 200, receipts: [{ ref: 'abc-1', is: 'delivered' }] });
    const other = { ...cloud(one), specversion: '0.3' };
    expect(await read('acs', { url, body: JSON.stringify(other) })).toEqual(refused(400));
    expect(await read('acs', { url: '/texts/acs?key=other', body: both })).toEqual(refused(401));
  });

  test('while a key is changed the old one and the new one prove what is handed over; any other is refused', async () => {
    const [fresh, old, other] = ['the-new-key-of-sixteen', 'the-old-key-of-sixteen', 'neither-key-of-sixteen'];
    const both = [fresh, old];
    const url = '/texts/twilio';
    const connectionString = `endpoint=http://127.0.0.1:1;accesskey=${acsKey}`;
    const asks: [Sender, (key: string) => Ask][] = [
      [
        createNotifySms({ apiKey: notifyKey, templateId, textsTokens: both }),
        (key) => ({
          headers: { authorization: `Bearer ${key}` },
          body: JSON.stringify({ id: 'n-1', source_number: '447700900123', message: 'not in' }),
        }),
      ],
      [
        createAcsSms({ connectionString, from: '1', receiptsKeys: both }),
        (key) => ({ url: `/texts/acs?key=${key}`, body: '[]' }),
      ],
      [
        createTwilioSms({ ...twilio, authTokens: both, from: '+447700900001', publicUrl }),
        (key) => ({
          url,
          headers: { 'x-twilio-signature': getExpectedTwilioSignature(key, `${publicUrl()}${url}`, fields) },
          body: new URLSearchParams(fields).toString(),
        }),
      ],
      [
        createSmsWebhook({ url: 'http://127.0.0.1:1/hook', secrets: both }),
        (key) => {
          const body = JSON.stringify({ id: 'w-1', from: '07700 900123', text: 'not in' });
          return { headers: signed(body, key, new Date()), body };
        },
      ],
    ];
    for (const [sender, askWith] of asks) {
      const status = async (key: string) => {
        const { url: at = '', headers = {}, body } = askWith(key);
        return (await sender.texts!.read({ url: at, headers, rawBody: body, now: new Date() })).status;
      };
      for (const key of both) expect([200, 204]).toContain(await status(key));
      expect(await status(other)).toBe(401);
    }
  });

  test('a service of one’s own: signed within five minutes, else it is a replay', async () => {
    const body = JSON.stringify({ id: 'w-1', from: '07700 900123', text: 'not in', at: '2026-11-23T08:00:00Z' });
    const at = (minutes: number, secret = webhookSecret) =>
      signed(body, secret, new Date(Date.now() - minutes * 60_000));
    expect(await read('webhook', { headers: at(0), body })).toEqual({
      status: 204,
      texts: [{ id: 'w-1', from: '07700 900123', words: 'not in', sentAt: new Date('2026-11-23T08:00:00Z') }],
    });
    expect(await read('webhook', { headers: at(6), body })).toEqual(refused(401));
    expect(await read('webhook', { headers: at(0, 'another secret'), body })).toEqual(refused(401));
    expect(await read('webhook', { headers: at(0), body: body.replace('not in', 'in') })).toEqual(refused(401));
  });
});
