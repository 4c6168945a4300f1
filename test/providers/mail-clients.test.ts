import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGraphMail } from '../../src/channels/graph-mail.ts';
import { createSmtpMail } from '../../src/channels/smtp-mail.ts';
import { createGraphPost } from '../../src/graph/graph-post.ts';
import type { Outgoing, Sender } from '../../src/usecases/core/delivery.ts';
import { accessTo } from './loopback-graph.ts';
import { LoopbackGraphMail, LoopbackSmtp, type Mail } from './loopback-mail.ts';

const smtp = new LoopbackSmtp();
const graph = new LoopbackGraphMail();
const own = {
  college: { name: 'Coleg Dŵr', phone: '01632 960123' },
  from: 'attendance@brookvale.example',
  replyTo: 'office@brookvale.example',
};
const message: Outgoing = {
  _id: 'm',
  kind: 'mail',
  to: 'mum@home.example',
  subject: 'Attendance: Siân <b>',
  createdAt: new Date(),
  ref: 'abc-1',
  body: 'Siân was not in <today>.\n\nSee https://attendance.example.ac.uk/l/x & call.',
};
const senders: Record<string, Sender> = {};

beforeAll(async () => {
  await smtp.start();
  await graph.start();
  senders.smtp = createSmtpMail({ url: smtp.url, ...own });
  senders.graph = createGraphMail(createGraphPost(accessTo(graph.url)), own);
});
beforeEach(() => {
  smtp.mails.length = 0;
  smtp.refuse.clear();
  smtp.isLosingAnswers = false;
  graph.mails.length = 0;
  graph.faults.length = 0;
});
afterAll(async () => {
  await smtp.stop();
  await graph.stop();
});

/** A part of a mail as its reader sees it. */
function partOf({ source }: Mail, type: string): string {
  const part = source.split(/--[-_\w.]+/).find((one) => new RegExp(`^Content-Type: ${type}`, 'm').test(one)) ?? '';
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n').trim();
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
  return /quoted-printable/i.test(head) ? Buffer.from(bytes, 'latin1').toString('utf8') : body;
}

describe.each(['smtp', 'graph'])('mails by %s', (name) => {
  const taken = () => (name === 'smtp' ? smtp.mails : graph.mails);

  test('the words come as plain text and as HTML in which no word is markup, with who writes and whom to call', async () => {
    expect(await senders[name]!.send(message)).toMatchObject({ ok: true, providerId: expect.any(String) });
    const [mail] = taken();
    expect(mail?.to).toBe('mum@home.example');
    const text = partOf(mail!, 'text/plain');
    expect(text).toContain('Siân was not in <today>.');
    expect(text).toContain('Coleg Dŵr, 01632 960123.');
    const html = partOf(mail!, 'text/html');
    expect(html).toContain('Siân was not in &lt;today&gt;.');
    expect(html).toContain('<a href="https://attendance.example.ac.uk/l/x">');
    expect(html).not.toMatch(/<img|<script|src=/);
    expect(mail?.source).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mail?.source).toMatch(/^Message-ID: <abc-1@brookvale\.example>/im);
    expect(mail?.source).toMatch(/^Reply-To: office@brookvale\.example/m);
  });

  test('a learner’s contact can end it; a learner’s own mail says nothing of that', async () => {
    await senders[name]!.send(message);
    await senders[name]!.send({ ...message, isContact: true });
    const [toLearner, toParent] = taken();
    expect(toLearner?.source).not.toContain('List-Unsubscribe');
    expect(toParent?.source).toMatch(/^List-Unsubscribe: <mailto:office@brookvale\.example\?subject=STOP>/m);
    expect(partOf(toParent!, 'text/plain')).toContain('answer with STOP');
  });

  test('a mail of a site is in its name, with its phone, and answers go there; STOP goes where mails are read', async () => {
    const site = { college: { name: 'Brookvale Leeds', phone: '0113 496 0123' }, replyTo: 'leeds@brookvale.example' };
    await senders[name]!.send({ ...message, isContact: true, site });
    const [mail] = taken();
    expect(mail?.source).toMatch(/^From: "?Brookvale Leeds"? <attendance@brookvale\.example>/m);
    expect(mail?.source).toMatch(/^Reply-To: leeds@brookvale\.example/m);
    expect(mail?.source).toMatch(/^List-Unsubscribe: <mailto:office@brookvale\.example\?subject=STOP>/m);
    expect(partOf(mail!, 'text/plain')).toContain('Brookvale Leeds, 0113 496 0123.');
  });

  test('an address or subject cannot smuggle in another header', async () => {
    await senders[name]!.send({ ...message, subject: 'Hello\r\nBcc: x@y.example', to: 'mum@home.example' });
    expect(taken()[0]?.source).not.toMatch(/^Bcc:/m);
  });

  test('credentials are tried without sending anything to anybody', async () => {
    await senders[name]!.probe();
    expect(taken()).toEqual([]);
  });
});

test.each([
  ['550 5.1.1 No such user here', { kind: 'for-good', why: 'address-unknown' }],
  ['550 5.7.1 Blocked by policy', { kind: 'for-good', why: 'blocked' }],
  ['550 5.7.1 Relaying denied', { kind: 'refused' }],
  ['550 Relay not permitted', { kind: 'refused' }],
  ['550 5.7.60 Client does not have permissions to send as this sender', { kind: 'refused' }],
  ['552 5.2.2 Mailbox full', { kind: 'for-good', why: 'not-reached' }],
  ['451 4.7.1 Greylisted, try later', { kind: 'passing' }],
  ['452 4.2.2 Mailbox full', { kind: 'passing' }],
])('SMTP: %s', async (answer, result) => {
  smtp.refuse.set(message.to, answer);
  expect(await senders.smtp!.send(message)).toMatchObject({ ok: false, ...result });
  expect(smtp.mails).toEqual([]);
});

test('SMTP: a mail whose answer is lost may have been taken', async () => {
  smtp.isLosingAnswers = true;
  expect(await senders.smtp!.send(message)).toMatchObject({ ok: false, kind: 'unknown' });
  expect(smtp.mails).toHaveLength(1);
});

test('SMTP: a wrong password is the college’s to mend; so is a server that is not there worth another try', async () => {
  const wrong = createSmtpMail({ url: smtp.url.replace('secret', 'wrong'), ...own });
  expect(await wrong.send(message)).toMatchObject({ ok: false, kind: 'refused' });
  await expect(wrong.probe()).rejects.toThrow('EAUTH');
  const gone = new LoopbackSmtp();
  await gone.start();
  await gone.stop();
  expect(await createSmtpMail({ url: gone.url, ...own }).send(message)).toMatchObject({ ok: false, kind: 'passing' });
});

test.each([
  [
    { status: 429, code: 'ApplicationThrottled', retryAfter: '12' },
    { kind: 'throttled', retryAfterMs: 12_000 },
  ],
  [{ status: 503, code: 'ServiceUnavailable' }, { kind: 'passing' }],
  [{ status: 504, code: 'GatewayTimeout' }, { kind: 'unknown' }],
  [{ status: 403, code: 'ErrorAccessDenied' }, { kind: 'refused' }],
  [
    { status: 400, code: 'ErrorInvalidRecipients' },
    { kind: 'for-good', why: 'address-unknown' },
  ],
])('Graph: %j, in one attempt', async (fault, result) => {
  graph.faults.push(fault);
  expect(await senders.graph!.send(message)).toMatchObject({ ok: false, ...result });
  expect(graph.mails).toEqual([]);
  expect(graph.faults).toEqual([]);
});

test('Graph: the mail leaves from the shared mailbox', async () => {
  await senders.graph!.send(message);
  expect(graph.mails[0]?.mailbox).toBe(own.from);
});
