import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { signed } from '../../src/channels/signature.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { LoopbackSms, webhookSecret } from '../providers/loopback-sms.ts';
import { College, monday } from '../support/college.ts';

const tuesday = '2026-11-24';
const parent = '+44 7700 900900';
const parentDialled = '+447700900900';

let college: College;
const twin = new LoopbackSms();

/** The provider reports on a text it took. */
async function report(ref: string, said: object, at = new Date()): Promise<number> {
  const body = JSON.stringify({ ref, ...said });
  const headers = { 'content-type': 'application/json', ...signed(body, webhookSecret, at) };
  const url = `http://127.0.0.1:${college.bot.port}/receipts/webhook`;
  const { status } = await fetch(url, { method: 'POST', body, headers });
  await college.settled();
  return status;
}

const text = (about: string, to = parent) => college.c.outbox.findOne({ about, kind: 'sms', to });
const last = () => twin.taken.at(-1)!;
const officeCard = (words: string | string[]) => college.find('O1', words);

beforeAll(async () => {
  await twin.start();
  college = await College.open({
    senders: { sms: twin.webhook },
  });
  // The learners themselves read it in Teams.
  await college.c.people.updateMany({ roles: 'learner' }, { $unset: { mobile: '' } });
  for (const id of ['O1', 'A1', 'S1', 'M1', 'T1', 'E1']) await college.people.install(college.user(id));
  await college.settled();
});
beforeEach(() => {
  twin.taken.length = 0;
  twin.faults.length = 0;
});
afterAll(async () => {
  await college.close();
  await twin.stop();
});

let count = 0;
/** A learner is absent, and their parent is written to. */
async function miss(learner: string, on: string, at: string): Promise<void> {
  const _id = `missed-${count++}`;
  await college.addSession({ _id, on, at, minutes: 60 });
  await college.moveTo(at, on);
  await college.save(_id, { [`BUS-${learner}`]: 'unauthorised' });
  await college.moveTo(`${at.slice(0, 3)}45`, on);
}

describe('what became of a text is said, and no more', () => {
  test('taken, then delivered: each with its time; the report twice, late or old changes nothing', async () => {
    await miss('L4', monday, '09:00');
    const [taken] = twin.to(parentDialled);
    expect(taken?.text).toMatch(/^Brookvale College: .*Daniel Osei/);
    expect(taken?.text).toContain('01632 960123');
    const accepted = await text('L4');
    expect(accepted).toMatchObject({ acceptedAt: expect.any(Date), providerId: expect.any(String) });
    expect(accepted).not.toHaveProperty('deliveredAt');

    const old = new Date(Date.now() - 10 * 60_000);
    expect(await report(last().ref, { status: 'delivered' }, old)).toBe(401);
    expect(await text('L4')).not.toHaveProperty('deliveredAt');
    expect(await report(last().ref, { status: 'delivered' })).toBe(204);
    const delivered = await text('L4');
    expect(delivered?.deliveredAt).toBeInstanceOf(Date);
    // A failure that was reported before it was delivered comes after it.
    expect(await report(last().ref, { status: 'failed', reason: 'blocked' })).toBe(204);
    expect(await report(last().ref, { status: 'delivered' })).toBe(204);
    expect(await text('L4')).toEqual(delivered);
    expect(officeCard('A message did not arrive')).toBeUndefined();
  });

  test('a report that nobody signed, or of a text nobody sent, changes nothing', async () => {
    const url = `http://127.0.0.1:${college.bot.port}/receipts`;
    const post = (path: string) =>
      fetch(`${url}/${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect((await post('webhook')).status).toBe(401);
    expect((await post('twilio')).status).toBe(404);
    expect(await report('no-such-ref-1', { status: 'delivered' })).toBe(204);
  });
});

describe('what does not arrive is the office’s to mend', () => {
  test('a number not in use: one card with the number; a landline and the same number are refused; mended, it is sent', async () => {
    await miss('L5', monday, '10:00');
    await report(last().ref, { status: 'failed', reason: 'number-not-in-use' });
    await report(last().ref, { status: 'failed', reason: 'number-not-in-use' });
    const words = await college.words('O1', ['A message did not arrive', 'Ella Wright']);
    expect(words).toContain('Text message to +44 7700 900900: number not in use.');
    expect(words).toContain('Parent (parent or carer) of Ella Wright');

    const card = ['A message did not arrive', 'Ella Wright'];
    const again = (to: string) => college.press('O1', card, 'Send again', { 'Mobile number': to });
    expect((await again('01632 960123')).words).toContain('is a landline');
    expect((await again('7.7E+11')).words).toContain('spreadsheet');
    expect((await again(parent)).words).toContain('That is where it did not arrive.');
    twin.taken.length = 0;
    await again('7700900555');
    expect(twin.to('+447700900555')).toHaveLength(1);
    const learner = await college.c.people.findOne({ _id: 'L5' });
    expect(learner?.contacts).toMatchObject([{ name: 'Parent', mobile: '+447700900555' }]);
    expect(await college.words('O1', 'Message dealt with')).toContain(parent);
    // An old report of the first try counts for nothing.
    await report(last().ref.replace(/\d+$/, '1'), { status: 'failed', reason: 'number-not-in-use' });
    expect(await text('L5', '+447700900555')).not.toHaveProperty('failed');
  });

  test('a phone that is off is tried again in half an hour, a few times, then the office hears of it', async () => {
    await miss('L6', monday, '11:00');
    for (let n = 1; n < 4; n++) {
      await report(last().ref, { status: 'failed', passing: true });
      expect(await text('L6')).not.toHaveProperty('failed');
      await college.moveTo(`1${n + 1}:50`);
    }
    expect(twin.to(parentDialled)).toHaveLength(4);
    expect(new Set(twin.taken.map((one) => one.ref)).size).toBe(4);
    await report(last().ref, { status: 'failed', passing: true });
    expect(await college.words('O1', ['A message did not arrive', 'Freddie Novak'])).toContain(
      'phone off or out of reach',
    );
    await college.press('O1', ['A message did not arrive', 'Freddie Novak'], 'Told them another way');
    expect(await text('L6')).toMatchObject({ byHand: { byId: 'O1', how: 'told' } });
  });

  test('who answered STOP is texted no more, and the office sees it', async () => {
    twin.faults.push({ status: 422, body: { reason: 'said-stop' } });
    await miss('L7', monday, '15:00');
    expect(await college.words('O1', ['A message did not arrive', 'Grace Liu'])).toContain('they answered STOP');
    await miss('L7', monday, '16:00');
    expect(twin.taken).toEqual([]);
    await college.press('O1', ['A message did not arrive', 'Grace Liu'], 'Not needed any more');
    await college.bot.world.records.outbox.noteStop('+447700900900', false, new Date());
  });

  test('whom nothing reaches about an absence is on the list, to be told by a person; with a number it goes out', async () => {
    const nan = { name: 'Nan Khan', relation: 'parent or carer' };
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { contacts: [nan] }, $unset: { email: '' } });
    await miss('L1', monday, '17:00');
    const words = await college.words('O1', ['Please tell them yourself', 'Aisha Khan']);
    expect(words).toContain('2 messages wait.');
    expect(words).toContain('there is no mobile number or email on record');
    expect(words).toContain('Nan Khan (parent or carer) of Aisha Khan');
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { contacts: [{ ...nan, mobile: '07700 900777' }] } });
    await college.press('O1', ['Please tell them yourself', 'Aisha Khan'], 'Send all again');
    expect(twin.to('+447700900777')).toHaveLength(1);
    const [left] = await college.c.outbox.find({ about: 'L1', 'failed.why': 'no-place' }).toArray();
    await college.press('O1', ['Please tell them yourself', 'Aisha Khan'], 'I have told them', {}, left?._id);
    expect(college.find('O1', ['Please tell them yourself', 'Aisha Khan'])).toBeUndefined();
  });
});

/** What a process killed at the wrong moment left of a row that it was sending: still leased to nobody, and due. */
const leftBehind = (_id: string, became: object) => {
  const now = college.bot.clock.now();
  const row = {
    _id,
    kind: 'sms',
    to: parent,
    about: 'L2',
    body: 'About Ben.',
    createdAt: now,
    attempts: 1,
    handedAt: now,
  };
  return college.c.outbox.insertOne({ ...row, ...became } as never);
};

describe('what follows of a message is not lost with the process that knew', () => {
  const card = ['A message did not arrive', 'Ben'];
  const gone = {
    failed: { at: new Date('2026-11-24T08:00:00Z'), why: 'number-not-in-use', code: 'number-not-in-use' },
  };

  test('kept as failed, not told yet: the next process tells the office and sends nothing again', async () => {
    await college.moveTo('08:30', tuesday);
    await leftBehind('cut-short', { ...gone, next: { step: 'send', at: college.bot.clock.now() }, fence: 3 });
    college.bot.world.wake();
    await college.settled();
    expect(await college.words('O1', card)).toContain('number not in use');
    expect(twin.taken).toEqual([]);
    expect(await college.c.outbox.findOne({ _id: 'cut-short' })).not.toHaveProperty('next');
    await college.press('O1', card, 'Not needed any more');
  });

  test('reported as failed, not told yet: the report that comes again tells the office', async () => {
    await leftBehind('cut-report', { ...gone, ref: 'cutreport' });
    expect(college.find('O1', card)).toBeUndefined();
    await report('cutreport-1', { status: 'failed', reason: 'number-not-in-use' });
    expect(await college.words('O1', card)).toContain('number not in use');
    await college.press('O1', card, 'Not needed any more');
    await report('cutreport-1', { status: 'failed', reason: 'number-not-in-use' });
    expect(college.find('O1', card)).toBeUndefined();
  });
});

describe('a service that does not work', () => {
  test('a lost answer is no second text: it is asked with the same name', async () => {
    twin.faults.push('lost');
    await miss('L8', tuesday, '09:00');
    expect(await text('L8')).toMatchObject({ handedAt: expect.any(Date) });
    expect(await text('L8')).not.toHaveProperty('acceptedAt');
    await college.moveTo('09:55', tuesday);
    expect(await text('L8')).toMatchObject({ acceptedAt: expect.any(Date) });
    expect(twin.to(parentDialled)).toHaveLength(1);
  });

  test('down for hours: tried on, then given up where the office sees it; sent again by one press', async () => {
    twin.faults.push(...Array.from({ length: 60 }, () => ({ status: 503 })));
    await miss('L9', tuesday, '10:00');
    expect(await text('L9')).not.toHaveProperty('failed');
    for (const time of ['11:30', '13:00', '15:00', '17:30']) await college.moveTo(time, tuesday);
    expect(await text('L9')).toMatchObject({ failed: { why: 'not-in-time', code: 'http-503' } });
    expect(await college.words('O1', 'Text messages were not sent')).toContain('Isla Murphy');
    twin.faults.length = 0;
    await college.press('O1', 'Text messages were not sent', 'Send all again');
    expect(twin.to(parentDialled)).toHaveLength(1);
    expect(await college.words('O1', 'Everyone has been told')).toContain('Nothing is left');
  });

  test('nobody’s phone rings at night: what is wanted late goes out in the morning', async () => {
    const at = college.bot.clock.now();
    const wish = { _id: 'late', kind: 'sms' as const, to: parent, about: 'L10', body: 'Hello.' };
    await college.moveTo('21:30', tuesday);
    await college.bot.world.records.outbox.put([wish], at);
    await college.bot.world.records.outbox.put(
      [{ ...wish, _id: 'urgent', lane: 'safeguarding', about: 'safeguarding' }],
      at,
    );
    await college.moveTo('22:00', tuesday);
    expect(twin.taken.map((one) => one.text)).toHaveLength(1);
    expect(await college.c.outbox.findOne({ _id: 'urgent' })).toHaveProperty('acceptedAt');
    await college.moveTo('08:00', '2026-11-25');
    expect(await college.c.outbox.findOne({ _id: 'late' })).toHaveProperty('acceptedAt');
  });
});

test('words go after their time, by kind; that they were sent, to whom and when stays', async () => {
  const { outbox } = college.bot.world.records;
  const wish = (_id: string, lane?: 'safeguarding') => ({
    ...{ _id, kind: 'sms' as const, to: parent, about: 'L10', body: 'About Jamie.', ...(lane ? { lane } : {}) },
  });
  await outbox.put([wish('old-sms'), wish('old-ring', 'safeguarding')], college.bot.clock.now());
  college.bot.world.wake();
  await college.settled();
  const words = async () =>
    (await college.c.outbox.find({ _id: /^old-/ }).sort({ _id: 1 }).toArray()).map(({ _id, body }) => [_id, body]);
  await college.moveTo('12:00', addDays('2026-11-25', 31));
  expect(await words()).toEqual([
    ['old-ring', ''],
    ['old-sms', 'About Jamie.'],
  ]);
  await college.moveTo('12:00', addDays('2026-11-25', 91));
  expect(await words()).toContainEqual(['old-sms', '']);
  expect(await college.c.outbox.findOne({ _id: 'old-sms' })).toMatchObject({
    to: parent,
    acceptedAt: expect.any(Date),
    purgedAt: expect.any(Date),
  });
});

test('with nobody to send mails, people are asked to tell it themselves, with the number to ring', async () => {
  const { outbox } = college.bot.world.records;
  const mail = {
    _id: 'by-mail',
    kind: 'mail' as const,
    to: 'l10@brookvale.example',
    about: 'L10',
    subject: 'Hi',
    body: 'Please call. https://bot.example/l/key.seal.payload-1',
  };
  await outbox.put([mail], college.bot.clock.now());
  college.bot.world.wake();
  await college.settled();
  const words = await college.words('O1', 'Please tell them yourself');
  expect(words).toContain('Jamie Smith');
  expect(words).toContain('l10@brookvale.example');
  expect(words).toContain('Please call. (a link that is theirs alone)');
  expect(words).not.toContain('key.seal');
  // A link is nothing that somebody else can tell: who would get it is on the list of those nothing reaches.
  expect(words).not.toContain('Not coming in, or late');
  await college.press('O1', 'Please tell them yourself', 'I have told them', {}, 'by-mail');
  expect(await college.c.outbox.findOne({ _id: 'by-mail' })).toMatchObject({ byHand: { byId: 'O1', how: 'told' } });

  // Who has a mobile gets a text instead.
  twin.taken.length = 0;
  await college.c.people.updateOne({ _id: 'L4' }, { $set: { mobile: '+44 7700 900100' } });
  await outbox.put([{ ...mail, _id: 'by-text', to: 'l4@brookvale.example', about: 'L4' }], college.bot.clock.now());
  college.bot.world.wake();
  await college.settled();
  expect(twin.to('+447700900100')).toHaveLength(1);
});

test('that a phone was off, said when it is too late to try again, is the office’s at once: no text of days ago', async () => {
  await miss('L3', '2027-02-25', '10:00');
  await college.moveTo('10:30', '2027-02-28');
  const toParent = twin.to(parentDialled);
  await report(toParent.at(-1)?.ref ?? '', { status: 'failed', passing: true });
  await college.moveTo('12:00', '2027-02-28');
  expect(twin.to(parentDialled)).toHaveLength(toParent.length);
  expect(await college.words('O1', ['A message did not arrive', 'Chloe Evans'])).toContain('phone off or out of reach');
});
