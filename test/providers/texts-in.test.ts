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
  notify: createNotifySms({ apiKey: notifyKey, templateId, textsToken: token }),
  twilio: createTwilioSms({ ...twilio, from: '+447700900001', publicUrl }),
  acs: createAcsSms({
    connectionString: `endpoint=http://127.0.0.1:1;accesskey=${acsKey}`,
    from: '1',
    receiptsKey: token,
  }),
  webhook: createSmsWebhook({ url: 'http://127.0.0.1:1/hook', secret: webhookSecret }),
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
