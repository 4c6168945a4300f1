import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAcsSms } from '../../src/channels/acs-sms.ts';
import { createNotifySms } from '../../src/channels/notify-sms.ts';
import { signed } from '../../src/channels/signature.ts';
import { createSmsWebhook } from '../../src/channels/sms-webhook.ts';
import { createTwilioSms } from '../../src/channels/twilio-sms.ts';
import type { Outgoing, Sender } from '../../src/usecases/core/delivery.ts';
import { acsKey, type Fault, LoopbackSms, notifyKey, templateId, twilio, webhookSecret } from './loopback-sms.ts';

const twin = new LoopbackSms();
const publicUrl = () => 'https://attendance.example.ac.uk';
const senders: Record<string, Sender> = {};
const message: Outgoing = {
  _id: 'm',
  kind: 'sms',
  to: '+447700900123',
  createdAt: new Date(),
  ref: 'abc-1',
  body: 'Brookvale College: Ben was not in.',
};

beforeAll(async () => {
  await twin.start();
  senders.notify = createNotifySms({
    apiKey: notifyKey,
    templateId,
    receiptsTokens: ['a-token-of-sixteen-or-more'],
    elsewhere: `${twin.url}/notify`,
  });
  senders.twilio = createTwilioSms({
    ...twilio,
    authTokens: [twilio.authToken],
    from: '+447700900001',
    publicUrl,
    elsewhere: `${twin.url}/twilio`,
  });
  senders.acs = createAcsSms({
    connectionString: `endpoint=${twin.url};accesskey=${acsKey}`,
    from: '+447700900001',
    receiptsKeys: ['a-key-of-sixteen-or-more'],
  });
  senders.webhook = twin.webhook;
});
beforeEach(() => {
  twin.taken.length = 0;
  twin.faults.length = 0;
});
afterAll(() => twin.stop());

const names = ['notify', 'twilio', 'acs', 'webhook'];
/** Whom texts come from where nothing else is said; with Notify and a service of the college's own they decide. */
const usual: Record<string, string | undefined> = { twilio: '+447700900001', acs: '+447700900001' };
const send = async (name: string, fault?: Fault) => {
  if (fault) twin.faults.push(fault);
  return senders[name]!.send(message);
};
const notifySays = (status: number, error: string, words: string): Fault => ({
  status,
  body: { status_code: status, errors: [{ error, message: words }] },
});
const acsSays = (status: number, words: string): Fault => ({
  status: 202,
  body: { value: [{ to: message.to, httpStatusCode: status, successful: false, errorMessage: words }] },
});

describe.each(names)('texts by %s', (name) => {
  test('a text is taken, with the provider’s id and the name its receipts come back under', async () => {
    expect(await send(name)).toMatchObject({ ok: true, providerId: expect.any(String) });
    expect(twin.taken).toMatchObject([{ by: name, to: message.to, text: message.body, ref: 'abc-1' }]);
  });

  test('a text of a site goes out from the site’s own sender, where it has one', async () => {
    const college = { name: 'Brookvale Leeds' };
    await senders[name]!.send({ ...message, site: { college, smsSender: 'BrookLeeds' } });
    await senders[name]!.send({ ...message, ref: 'abc-2', site: { college } });
    await senders[name]!.send({ ...message, ref: 'abc-3' });
    const [own, ...others] = twin.taken.map((one) => one.from);
    expect(own).toBe('BrookLeeds');
    expect(others).toEqual([usual[name], usual[name]]);
  });

  test('credentials are tried without sending anything to anybody', async () => {
    await senders[name]!.probe();
    expect(twin.taken).toEqual([]);
  });

  test('when it is throttled nothing is taken, and it waits', async () => {
    const fault = { status: 429, body: {}, headers: { 'retry-after': '7' } };
    expect(await send(name, fault)).toMatchObject({ ok: false, kind: 'throttled' });
    expect(twin.taken).toEqual([]);
  });

  test('a fault of the service is worth another try; one of its gateway may have taken the text', async () => {
    expect(await send(name, { status: 503, body: {} })).toMatchObject({ ok: false, kind: 'passing' });
    expect(await send(name, { status: 504, body: {} })).toMatchObject({ ok: false, kind: 'unknown' });
  });

  test('one attempt a call: a lost answer is said to be unknown, and not tried again here', async () => {
    expect(await send(name, 'lost')).toMatchObject({ ok: false, kind: 'unknown' });
    expect(twin.taken).toHaveLength(1);
  });

  test('credentials it refuses are the college’s to mend, not the recipient’s', async () => {
    expect(await send(name, { status: 401, body: {} })).toMatchObject({ ok: false, kind: 'refused' });
  });
});

test('where nothing listens nothing can have been taken', async () => {
  const gone = new LoopbackSms();
  await gone.start();
  await gone.stop();
  const nowhere = gone.webhook;
  expect(await nowhere.send(message)).toMatchObject({ ok: false, kind: 'passing' });
});

test.each([
  ['notify', notifySays(400, 'ValidationError', 'phone_number Number is not a valid mobile'), 'number-not-in-use'],
  ['twilio', { status: 400, body: { code: 21211, message: 'Invalid To' } }, 'number-not-in-use'],
  ['twilio', { status: 400, body: { code: 21610, message: 'unsubscribed recipient' } }, 'said-stop'],
  ['twilio', { status: 400, body: { code: 21614, message: 'not a mobile number' } }, 'takes-no-texts'],
  ['twilio', { status: 400, body: { code: 21408, message: 'Permission to send is not enabled' } }, 'refused'],
  ['notify', notifySays(400, 'BadRequestError', 'Cannot send to international mobile numbers'), 'refused'],
  ['acs', acsSays(400, 'Invalid To phone number format'), 'number-not-in-use'],
  ['acs', acsSays(400, 'Recipient has opted out'), 'said-stop'],
  ['webhook', { status: 422, body: { reason: 'blocked' } }, 'blocked'],
] as [string, Fault, string][])('%s: a number that never gets it is told apart (%j)', async (name, fault, why) => {
  expect(await send(name, fault)).toMatchObject({ ok: false, kind: 'for-good', why });
});

test('Notify: what it refuses of the service is not the number’s fault; its day’s limit waits long', async () => {
  const team = notifySays(400, 'BadRequestError', 'Can’t send to this recipient using a team-only API key');
  expect(await send('notify', team)).toMatchObject({ ok: false, kind: 'refused' });
  const limit = notifySays(429, 'TooManyRequestsError', 'Exceeded send limits (50) for today');
  expect(await send('notify', limit)).toMatchObject({ ok: false, kind: 'throttled', retryAfterMs: 900_000 });
});

test('Retry-After is read where the service says it', async () => {
  for (const name of ['notify', 'acs', 'webhook'])
    expect(await send(name, { status: 429, body: {}, headers: { 'retry-after': '7' } })).toMatchObject({
      retryAfterMs: 7_000,
    });
});

test('Notify can be asked whether it has a text already', async () => {
  await send('notify', 'lost');
  expect(await senders.notify!.find!(message, new Date())).toEqual({ providerId: 'found' });
  expect(await senders.notify!.find!({ ...message, ref: 'abc-2' }, new Date())).toBeNull();
});

test('Twilio is asked for the same words to the same number since the first try; what failed there is no such text', async () => {
  const { find } = senders.twilio!;
  const began = new Date();
  await send('twilio', 'lost');
  expect(await find!(message, began)).toEqual({ providerId: 'SMfound' });
  expect(await find!({ ...message, body: 'Other words.' }, began)).toBeNull();
  expect(await find!({ ...message, to: '+447700900124' }, began)).toBeNull();
  expect(await find!(message, new Date(Date.now() + 120_000))).toBeNull();
  twin.taken[0]!.status = 'undelivered';
  expect(await find!(message, began)).toBeNull();
});

test('Azure sees by the repeatability id that the same message after a lost answer is no second text', async () => {
  const ref = 'repeated-1';
  const again = () => senders.acs!.send({ ...message, ref });
  twin.faults.push('lost');
  expect(await again()).toMatchObject({ ok: false, kind: 'unknown' });
  expect(await again()).toMatchObject({ ok: true });
  expect(twin.taken).toHaveLength(1);
  expect(await senders.acs!.send({ ...message, ref: 'repeated-2' })).toMatchObject({ ok: true });
  expect(twin.taken).toHaveLength(2);
});

const read = async (name: string, request: { url?: string; headers?: Record<string, string>; body: string }) =>
  senders[name]!.receipts!.read({
    url: request.url ?? '',
    headers: request.headers ?? {},
    rawBody: request.body,
    now: new Date(),
  });

describe('receipts are proven before they are read', () => {
  test.each([
    ['delivered', { is: 'delivered' }],
    ['permanent-failure', { is: 'failed', why: 'number-not-in-use' }],
    ['temporary-failure', { is: 'failed', why: 'not-reached', isPassing: true }],
  ])('Notify: %s', async (status, receipt) => {
    const body = JSON.stringify({ id: 'n1', reference: 'abc-1', to: message.to, status, notification_type: 'sms' });
    const headers = { authorization: 'Bearer a-token-of-sixteen-or-more' };
    expect(await read('notify', { headers, body })).toMatchObject({
      status: 204,
      receipts: [{ ref: 'abc-1', ...receipt }],
    });
    expect(await read('notify', { headers: { authorization: 'Bearer other' }, body })).toEqual({
      status: 401,
      receipts: [],
    });
  });

  test.each([
    ['delivered', '', [{ ref: 'abc-1', is: 'delivered' }]],
    ['sent', '', []],
    ['undelivered', '30005', [{ ref: 'abc-1', is: 'failed', why: 'number-not-in-use' }]],
    ['undelivered', '30003', [{ ref: 'abc-1', is: 'failed', why: 'not-reached', isPassing: true }]],
    // Account suspended: the college's to mend.
    ['undelivered', '30002', [{ ref: 'abc-1', is: 'failed', why: 'refused', isPassing: false }]],
    ['failed', '30007', [{ ref: 'abc-1', is: 'failed', why: 'blocked' }]],
  ])('Twilio: %s %s, signed over address and fields as Twilio’s own library signs', async (status, code, receipts) => {
    const { getExpectedTwilioSignature } = createRequire(import.meta.url)('twilio') as {
      getExpectedTwilioSignature(token: string, url: string, fields: object): string;
    };
    const url = '/receipts/twilio?ref=abc-1';
    const fields = { MessageStatus: status, MessageSid: 'SM1', ...(code ? { ErrorCode: code } : {}) };
    const signature = getExpectedTwilioSignature(twilio.authToken, `${publicUrl()}${url}`, fields);
    const headers = { 'x-twilio-signature': signature };
    const body = new URLSearchParams(fields).toString();
    expect(await read('twilio', { url, headers, body })).toMatchObject({ status: 204, receipts });
    const elsewhere = { url: '/receipts/twilio?ref=xyz-1', headers, body };
    expect(await read('twilio', elsewhere)).toEqual({ status: 401, receipts: [] });
  });

  test('Event Grid: the handshake, then reports; another key is refused', async () => {
    const url = '/receipts/acs?key=a-key-of-sixteen-or-more';
    const hello = [{ eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'v-1' } }];
    expect(await read('acs', { url, body: JSON.stringify(hello) })).toEqual({
      status: 200,
      body: { validationResponse: 'v-1' },
      receipts: [],
    });
    const report = (deliveryStatus: string, deliveryStatusDetails: string, tag: object = { tag: 'abc-1' }) => ({
      eventType: 'Microsoft.Communication.SMSDeliveryReportReceived',
      data: { messageId: 'a', to: message.to, deliveryStatus, deliveryStatusDetails, ...tag },
    });
    const said: [string, object][] = [
      ['4004: destination number does not exist', { why: 'number-not-in-use', isPassing: false }],
      ['4007', { why: 'said-stop', isPassing: false }],
      ['The number has opted out of receiving messages from you', { why: 'said-stop' }],
      ['4006', { why: 'not-reached', isPassing: true }],
      ['5002 Message Delivery Timeout', { why: 'not-reached', isPassing: true }],
      ['4009', { why: 'refused', isPassing: false }],
      ['something new', { why: 'refused', isPassing: false }],
    ];
    const failed = said.map(([details]) => report('Failed', details));
    // Microsoft's own example writes the tag with a capital.
    const body = JSON.stringify([report('Delivered', 'No error.', { Tag: 'abc-1' }), ...failed]);
    expect(await read('acs', { url, body })).toMatchObject({
      status: 200,
      receipts: [
        { ref: 'abc-1', is: 'delivered' },
        ...said.map(([, receipt]) => ({ ref: 'abc-1', is: 'failed', ...receipt })),
      ],
    });
    expect(await read('acs', { url: '/receipts/acs?key=other', body })).toEqual({ status: 401, receipts: [] });
  });

  test('a service of one’s own: signed within five minutes, else it is a replay', async () => {
    const body = JSON.stringify({ ref: 'abc-1', status: 'failed', reason: 'blocked' });
    const now = Date.now();
    expect(await read('webhook', { headers: signed(body, webhookSecret, new Date(now)), body })).toMatchObject({
      status: 204,
      receipts: [{ ref: 'abc-1', is: 'failed', why: 'blocked' }],
    });
    const old = signed(body, webhookSecret, new Date(now - 6 * 60_000));
    expect((await read('webhook', { headers: old, body })).status).toBe(401);
    expect((await read('webhook', { headers: signed(body, 'another secret', new Date(now)), body })).status).toBe(401);
    expect((await read('webhook', { headers: signed('{}', webhookSecret, new Date(now)), body })).status).toBe(401);
  });

  test('a service of one’s own: while the secret is changed what goes to it is signed with both', async () => {
    const other = 'a-new-secret-that-it-does-not-know-yet';
    const sendWith = (secrets: string[], ref: string) =>
      createSmsWebhook({ url: `${twin.url}/hook`, secrets }).send({ ...message, ref });
    expect(await sendWith([other, webhookSecret], 'both-1')).toMatchObject({ ok: true });
    expect(await sendWith([webhookSecret, other], 'both-2')).toMatchObject({ ok: true });
    expect(await sendWith([other], 'both-3')).toMatchObject({ ok: false });
  });

  test.each(names)('%s: what is no report is refused without a fault', async (name) => {
    for (const body of ['', 'null', '[]', '{"status":1}'])
      expect([204, 200, 400, 401]).toContain(
        (await read(name, { body, headers: signed(body, webhookSecret, new Date()) })).status,
      );
  });
});
