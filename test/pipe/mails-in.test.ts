import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { instantOf } from '../../src/domain/calendar.ts';
import { createGraphMailbox } from '../../src/graph/graph-mailbox.ts';
import { LoopbackMailbox, type MailSent, proven } from '../providers/loopback-mailbox.ts';
import { College, monday } from '../support/college.ts';
import { pdfOf, png } from '../support/evidence.ts';

const [tuesday, wednesday] = ['2026-11-24', '2026-11-25'];
const aisha = 'aisha@home.example';
const kim = 'kim@works.example';

let college: College;
const mailbox = new LoopbackMailbox();
let minutes = 0;

/** Time goes on until the mailbox has been looked into once more. */
async function look(): Promise<void> {
  const before = mailbox.asked.length;
  for (let tries = 0; tries < 10 && mailbox.asked.length === before; tries++) {
    minutes += 3;
    await college.bot.clock.moveTo(new Date(instantOf(monday, '08:00').getTime() + minutes * 60_000));
    college.bot.world.wake();
    await college.settled();
  }
}

const gotBy = async (address: string) =>
  (
    await college.c.outbox
      .find({ to: address, _id: { $not: /^(tell-link|link)/ } })
      .sort({ createdAt: 1, _id: 1 })
      .toArray()
  ).map((row) => row.body);

/** A mail comes in and is heard; what was answered. */
async function mail(sent: MailSent): Promise<string> {
  const before = await gotBy(sent.from);
  mailbox.send(sent);
  await look();
  return (await gotBy(sent.from)).slice(before.length).join('\n');
}

beforeAll(async () => {
  await mailbox.start();
  mailbox.send({ from: aisha, text: 'not in on friday', receivedAt: new Date(Date.now() - 3_600_000) });
  college = await College.open({
    learners: 3,
    rulesAlone: true,
    mailbox: createGraphMailbox({ ...mailbox.access, address: mailbox.address }),
  });
  await college.c.people.updateMany({ roles: 'learner' }, { $unset: { mobile: '' } });
  await college.c.people.updateOne({ _id: 'L1' }, { $set: { email: 'Aisha@Home.example', addresses: [aisha] } });
  const employer = { _id: 'EK', ref: 'BV-EK', name: 'Kim Novak', roles: ['employer' as const], email: kim };
  await college.c.people.insertOne({ ...employer, addresses: [kim] });
  await college.c.enrolments.updateOne({ _id: 'APP-L1' }, { $set: { employerId: 'EK' } });
  for (const id of ['O1', 'S1']) await college.people.install(college.user(id));
  for (const [i, on] of [tuesday, wednesday].entries())
    await college.addSession({ _id: `day-${i}`, on, title: 'Workshop', programmeId: 'APP' });
  await college.settled();
});
beforeEach(() => {
  mailbox.faults.length = 0;
});
afterAll(async () => {
  await college.close();
  await mailbox.stop();
});

const told = (learnerId: string) => college.c.notices.find({ learnerId }).sort({ createdAt: 1, _id: 1 }).toArray();

describe('a shared mailbox is heard as the chat is (G2)', () => {
  test('what lay there before the bot looked is not heard', async () => {
    await look();
    expect(await told('L1')).toEqual([]);
  });

  test('an absence by mail is said back and counts after a yes, whatever is quoted and signed below it', async () => {
    const asked = await mail({
      from: aisha,
      subject: 'Absence',
      text: 'Not in tomorrow, dentist at 2.\n\nKind regards,\nAisha',
    });
    expect(asked).toContain('Not in, Tuesday 24 November');
    expect(asked).toContain('Answer YES');
    const quoted = asked
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\r\n');
    const answer = `Yes\r\n\r\nSent from my iPhone\r\n\r\nOn Mon, 23 Nov 2026 at 08:05, Brookvale College <${mailbox.address}> wrote:\r\n${quoted}`;
    expect(await mail({ from: aisha, subject: 'Re: Your message to the college', text: answer })).toContain(
      'Confirmed: Not in, Tuesday 24 November',
    );
    expect(await told('L1')).toMatchObject([{ state: 'confirmed', reason: 'medical_appointment' }]);
  });

  test('the subject alone tells it, too; what is deleted, moved or opened is not heard again', async () => {
    const count = (await told('L1')).length;
    const id = mailbox.send({ from: kim, subject: 'Aisha will be 20 minutes late on Wednesday', text: '' });
    await look();
    expect(await told('L1')).toHaveLength(count + 1);
    const answers = (await gotBy(kim)).length;
    mailbox.touch(id);
    await look();
    mailbox.touch(id, true);
    await look();
    expect((await gotBy(kim)).length).toBe(answers);
    expect(await told('L1')).toHaveLength(count + 1);
  });

  test('more than fits on a page comes page by page, in order', async () => {
    for (const text of ['Aisha is off on Wednesday', 'no I meant Tuesday', 'thanks', 'hello', 'yes'])
      mailbox.send({ from: kim, text });
    await look();
    expect(await college.c.incoming.countDocuments({ from: kim, became: 'heard' })).toBe(6);
  });

  test('throttled it waits as long as it is asked to; a link that was forgotten is begun anew, and nothing is heard twice', async () => {
    const { length } = await gotBy(aisha);
    mailbox.faults.push({ status: 429, code: 'ApplicationThrottled', retryAfter: '400' });
    mailbox.send({ from: aisha, text: 'late on wednesday, 15 minutes' });
    await look();
    expect((await gotBy(aisha)).length).toBe(length);
    const box = await college.c.mailboxes.findOne({ _id: mailbox.address });
    expect((box?.next?.at.getTime() ?? 0) - college.bot.world.clock.now().getTime()).toBeGreaterThan(200_000);
    mailbox.expire();
    await look();
    await look();
    expect((await gotBy(aisha)).length).toBe(length + 1);
    const heard = await college.c.incoming.countDocuments();
    mailbox.expire();
    await look();
    await look();
    expect(await college.c.incoming.countDocuments()).toBe(heard);
    expect(mailbox.asked.filter((one) => one.includes('receivedDateTime')).length).toBeGreaterThanOrEqual(3);
  });
});

describe('a file that comes with a mail goes the way of one sent in the chat (G3)', () => {
  const ben = 'l2@brookvale.example';
  const chloe = 'l3@brookvale.example';
  const pdf = (name: string, words: string) => ({ name, bytes: pdfOf(words) });
  const kept = (learnerId: string) => college.c.files.find({ learnerId }).toArray();

  test('a certificate is kept with the absence it tells of, goes in after a yes, and a logo in the text is no file', async () => {
    const logo = { name: 'logo.png', bytes: png, isInline: true as const };
    const said = await mail({
      from: ben,
      text: 'Not in on Wednesday, I am ill. Doctors note attached.',
      files: [logo, pdf('note.pdf', 'of Ben'), { name: 'Fwd.eml', bytes: png, type: 'item' }],
    });
    expect(said).toContain('I keep your file with this');
    expect(await mail({ from: ben, text: 'yes' })).toContain('Confirmed');
    const [file, ...more] = await kept('L2');
    expect([file?.name, file?.type, more.length]).toEqual(['note.pdf', 'application/pdf', 0]);
    expect(await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L2' })).toMatchObject({
      state: 'sent',
      data: { fileId: file?._id },
    });
    expect(college.find('O1', 'note.pdf')).toBeUndefined();
  });

  test('what is too large, no picture or paper, or cut short is not kept, and its sender is told what to do', async () => {
    await mail({ from: chloe, text: 'not in on wednesday, dentist' });
    await mail({ from: chloe, text: 'yes' });
    const send = (...files: NonNullable<MailSent['files']>) => mail({ from: chloe, text: 'my note attached', files });
    expect(await send({ ...pdf('scan.pdf', 'large'), size: 11 * 1024 * 1024 })).toContain('larger than 10 MB');
    expect(await send({ name: 'note.exe', bytes: new Uint8Array([77, 90]) })).toContain('I can take a photo');
    expect(await send({ name: 'note.pdf', bytes: pdfOf('short').subarray(0, 20) })).toContain('cut short or damaged');
    expect(await kept('L3')).toEqual([]);
  });

  test('a mailbox that does not answer is asked again; what it cannot give is for the office, and the mail is heard all the same', async () => {
    mailbox.fileFaults.push(503);
    await mail({ from: chloe, text: 'my note attached', files: [pdf('note.pdf', 'of Chloe')] });
    expect((await kept('L3')).map((one) => one.name)).toEqual(['note.pdf']);
    mailbox.fileFaults.push(403);
    const said = await mail({ from: ben, text: 'Off sick on Tuesday, note attached', files: [pdf('b.pdf', 'more')] });
    expect(said).toContain('Not in, Tuesday 24 November');
    expect(
      await college.words('O1', ['Texts and emails to read', 'could not be read: it is in the mailbox']),
    ).toContain('Ben Carter');
    expect(mailbox.fileFaults).toEqual([]);
  });

  test('of somebody nobody knows no file is read; the office is told that there is one', async () => {
    const asked = mailbox.asked.length;
    await mail({ from: 'mum@else.example', text: 'Sick note for my daughter', files: [pdf('note.pdf', 'a stranger')] });
    expect(mailbox.asked.slice(asked).some((one) => one.includes('/attachments'))).toBe(false);
    const card = await college.words('O1', ['Texts and emails to read', 'mum@else.example']);
    expect(card).toContain('A file came with it: it is in the mailbox.');
  });
});

describe('a mail is no proof of who wrote it', () => {
  test('one of which Exchange is not sure is for a person to read, and says nothing about anybody', async () => {
    const count = (await told('L1')).length;
    const forged = {
      'Authentication-Results': 'spf=fail; dkim=none; dmarc=fail action=none; compauth=fail reason=001',
    };
    const answer = await mail({ from: aisha, text: 'not in on wednesday', headers: forged });
    expect(answer).toContain('We cannot be sure who sent this');
    expect(await told('L1')).toHaveLength(count);
    expect(await college.words('O1', 'Texts and emails to read')).toContain('may not be from who it says');
    // What its writer put below Exchange's own header proves nothing.
    mailbox.send({
      from: kim,
      text: 'Aisha is off on tuesday',
      headers: { ...forged, 'authentication-results': 'dmarc=pass compauth=pass' },
    });
    await look();
    expect(await college.words('O1', ['Texts and emails to read', 'Aisha is off on tuesday'])).toContain('Kim Novak');
  });

  test('a stranger gets no word about anybody; a cry for help is heard from whoever it comes (S11)', async () => {
    const answer = await mail({ from: 'someone@else.example', text: 'Is Aisha Khan in today?' });
    expect(answer).toContain('We do not know this number or address');
    expect(answer).not.toMatch(/Aisha/);
    expect(await mail({ from: aisha, text: 'i dont want to be here any more', headers: {} })).toContain('Samaritans');
    expect(await college.words('S1', 'i dont want to be here any more')).toContain('An email from aisha@home.example');
    expect(college.find('O1', 'any more')).toBeUndefined();
  });

  test('what a machine writes is left aside: somebody is away, a list, a report of what did not arrive', async () => {
    const { length } = await told('L1');
    const away = 'I am out of the office until Friday and will be off tomorrow.';
    const machines: Record<string, string>[] = [
      { 'Auto-Submitted': 'auto-replied' },
      { Precedence: 'bulk' },
      { 'List-Id': '<staff.works.example>' },
    ];
    for (const headers of machines) mailbox.send({ from: kim, text: away, headers: { ...proven, ...headers } });
    mailbox.send({ from: 'MAILER-DAEMON@works.example', text: 'not delivered' });
    mailbox.send({ from: mailbox.address, text: 'our own' });
    const before = (await gotBy(kim)).length;
    await look();
    await look();
    expect(await college.c.incoming.countDocuments({ became: 'automatic' })).toBe(4);
    expect([(await told('L1')).length, (await gotBy(kim)).length]).toEqual([length, before]);
  });

  test('STOP ends what a parent gets by mail, and START brings it back', async () => {
    const parent = 'mo@home.example';
    const contact = { name: 'Mo Carter', relation: 'parent or carer', email: parent, consent: true };
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { contacts: [contact] } });
    expect(await mail({ from: parent, subject: 'STOP', text: '' })).toContain('no more emails from us');
    const { outbox } = college.bot.world.records;
    const row = { kind: 'mail' as const, to: parent, about: 'L2', isContact: true as const, subject: 'A', body: 'B' };
    await outbox.put([{ _id: 'one', ...row }], college.bot.world.clock.now());
    await college.settled();
    expect(await college.c.outbox.findOne({ _id: 'one' })).toMatchObject({ failed: { why: 'said-stop' } });
    const card = await college.words('O1', ['A message did not arrive', parent]);
    expect(card).toContain('Please tell them another way');
    expect(card).not.toMatch(/START since|texts/);
    expect(await mail({ from: parent, subject: 'START', text: '' })).toContain('You get our emails again');
    await outbox.put([{ _id: 'two', ...row }], college.bot.world.clock.now());
    await college.settled();
    expect(await college.c.outbox.findOne({ _id: 'two' })).toMatchObject({ acceptedAt: expect.any(Date) });
  });
});
