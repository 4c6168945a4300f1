import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { addDays } from '../../src/domain/calendar.ts';
import { teamsFileUrl } from '../../src/teams/receive-file.ts';
import { askEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { College, monday } from '../support/college.ts';
import { pdfOf, png } from '../support/evidence.ts';
import { sickNotice } from '../support/sick-notice.ts';
import { wordsOf } from '../teams/client.ts';
import type { FileFault } from '../teams/loopback-teams.ts';

const zipOf = (name: string) => Buffer.from(zipSync({ [name]: strToU8('<w/>') }));
const pdf = pdfOf();
const thanks = 'Your file has come in';

describe('files in chat (G3)', () => {
  let college: College;
  let count = 0;
  beforeAll(async () => {
    college = await College.open();
    await college.people.say(college.user('L1'), 'help');
  });
  afterAll(() => college.close());

  /** The office wants evidence of an absence of the learner. */
  async function ask(learnerId = 'L1'): Promise<string> {
    const _id = `notice-${++count}`;
    await college.c.notices.insertOne(sickNotice(_id, learnerId, college.bot.clock.now()));
    const notice = (await college.c.notices.findOne({ _id }))!;
    await college.bot.world.together((inside) => askEvidence(inside, notice, 'BUS'));
    await college.settled();
    return `evidence|${_id}`;
  }

  const picked = (name: string, bytes = pdf, fault?: FileFault) => ({
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: 'https://brookvale.sharepoint.com/personal/file',
    name,
    content: { downloadUrl: college.teams.hostFile('file', bytes, fault), uniqueId: 'u', fileType: 'pdf' },
  });
  const asHtml = { contentType: 'text/html', content: '<p>hello</p>' };

  /** Sends a message with files; returns the words of the answers. */
  async function send(attachments: unknown[], text = '', id = 'L1', fields: object = {}): Promise<string> {
    const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
    await college.people.say(college.user(id), text, { attachments, ...fields });
    await college.settled();
    return college.teams
      .shownTo(college.user(id))
      .filter((one) => !before.has(one.id))
      .map((one) => wordsOf(one.card))
      .join('\n');
  }
  const files = () => college.c.files.find({}).toArray();
  const task = (id: string) => college.c.tasks.findOne({ _id: id });

  beforeEach(async () => {
    await college.c.files.deleteMany({});
    await college.c.tasks.deleteMany({});
    await college.c.notices.deleteMany({});
    await college.c.slots.deleteMany({ kind: 'task' });
    college.teams.fetched.length = 0;
  });

  test('a file that was asked for is kept, and goes to those who decide', async () => {
    const id = await ask();
    expect(await send([asHtml, picked('GP note.pdf')])).toContain(thanks);
    const [file] = await files();
    expect(file).toMatchObject({ learnerId: 'L1', fromId: 'L1', name: 'GP note.pdf', type: 'application/pdf' });
    expect(Buffer.from((await college.bot.world.records.files.byId(file?._id ?? ''))!.bytes)).toEqual(pdf);
    expect(await task(id)).toMatchObject({ state: 'sent', data: { fileId: file?._id, fileName: 'GP note.pdf' } });
    expect((await task(id))?.ownerIds).toContain('M1');
    expect(college.teams.fetched.map((one) => one.authorization)).toEqual([undefined]);
  });

  test('evidence that never comes is asked for three times again, then no more', async () => {
    const start = college.bot.clock.now();
    const id = await ask();
    for (let times = 1; times <= 4; times++) {
      const at = (await task(id))?.next?.at;
      await college.bot.clock.moveTo(at!);
      college.bot.world.wake();
      await college.settled();
    }
    const { state, isOpen, next, history } = (await task(id))!;
    expect(history.map((one) => one.act).filter((act) => act === 'reminded')).toHaveLength(3);
    expect({ state, isOpen, next }).toEqual({ state: 'lapsed', isOpen: false });
    await college.bot.clock.moveTo(start);
  });

  test('a redelivered message keeps nothing twice, with the same activity id or a new one, at once or later', async () => {
    const id = await ask();
    const activity = college.people.activity(college.user('L1'), {
      type: 'message',
      text: '',
      attachments: [picked('a.pdf')],
    });
    await Promise.all([college.people.deliver(activity), college.people.deliver(activity)]);
    await college.people.deliver({ ...activity, id: 'another-id' });
    expect(await files()).toHaveLength(1);
    expect((await task(id))?.history.filter((entry) => entry.act === 'file-sent')).toHaveLength(1);
    const words = college.teams.shownTo(college.user('L1')).map((one) => wordsOf(one.card));
    expect(words.at(-1)).toContain(thanks);
    expect(words.join()).not.toContain('not kept');
  });

  test('a pasted picture is fetched with the bot’s token, from the activity’s own service only', async () => {
    await ask();
    expect(await send([{ contentType: 'image/*', contentUrl: college.teams.hostPicture(png) }])).toContain(thanks);
    expect((await files())[0]).toMatchObject({ name: 'photo.png', type: 'image/png' });
    expect(college.teams.fetched[0]?.authorization).toMatch(/^Bearer /);

    await ask();
    college.teams.fetched.length = 0;
    const elsewhere = college.teams.hostFile('p', png).replace('127.0.0.1', 'localhost');
    expect(await send([{ contentType: 'image/png', contentUrl: elsewhere }])).toContain(
      'only files that are attached here',
    );
    expect(college.teams.fetched).toEqual([]);
  });

  test('a file that can be for no absence is not fetched and not kept', async () => {
    expect(await send([picked('a.pdf')])).toContain('I know of no absence this file could be for, so I have not kept');
    expect(await send([picked('a.pdf')], 'heres my note', 'T1')).toContain('I have not kept it');
    expect(college.teams.fetched).toEqual([]);
    expect(await files()).toEqual([]);
  });

  /** The learner has told of an absence that counts. */
  async function told(text: string, id = 'L2'): Promise<void> {
    await college.say(id, text);
    await college.say(id, 'yes');
  }

  test('unasked and without words it is offered to the absence that fits; nobody sees it before its sender says', async () => {
    await told('off sick tomorrow');
    expect(await send([picked('note.pdf')], '', 'L2')).toMatch(
      /Is this file for this absence\?[\s\S]*Not in, Tuesday 24 November/,
    );
    expect(await college.c.tasks.countDocuments({ kind: 'evidence' })).toBe(0);
    const done = await college.press('L2', 'Is this file for this absence?', 'This one');
    expect(done.words).toContain('It is with that absence');
    const [file] = await files();
    expect(file).toMatchObject({ learnerId: 'L2', fromId: 'L2', name: 'note.pdf' });
    expect(await college.c.tasks.findOne({ kind: 'evidence' })).toMatchObject({
      state: 'sent',
      learnerId: 'L2',
      data: { fileId: file?._id },
      ownerIds: expect.arrayContaining(['O1', 'M1']),
    });
    expect(await college.words('M1', 'Evidence to look at')).toContain('note.pdf');
    // The same message once more is known, and brings no second question.
    expect(await send([picked('note.pdf')], '', 'L2')).toContain(thanks);
    expect(await files()).toHaveLength(1);
  });

  test('“heres my note” with a photo goes straight to the only absence it can be for', async () => {
    await told('off sick tomorrow', 'L3');
    const photo = { contentType: 'image/*', contentUrl: college.teams.hostPicture(png) };
    const words = await send([photo], 'heres my note', 'L3');
    expect(words).toContain(thanks);
    expect(words).not.toContain('did not understand');
    expect(await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L3' })).toMatchObject({ state: 'sent' });
  });

  test('where several fit it asks which, unless the words name the day; “none of these” keeps nothing', async () => {
    await told('off sick tomorrow', 'L4');
    await told('not in on thursday, dentist', 'L4');
    expect(await send([picked('a.pdf')], '', 'L4')).toMatch(
      /Which absence is this file for\?[\s\S]*Tuesday[\s\S]*Thursday/,
    );
    const done = await college.press('L4', 'Which absence is this file for?', 'None of these, delete it');
    expect(done.words).toContain('It was not kept');
    expect(await files()).toEqual([]);
    expect(await send([picked('b.pdf', pdfOf('b'))], 'letter for thursday', 'L4')).toContain(thanks);
    const task = await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L4' });
    const notice = await college.c.notices.findOne({ _id: String(task?.data.noticeId) });
    expect(notice?.days).toEqual([addDays(monday, 3)]);
  });

  test('with the message that tells of the absence it waits for the yes, and goes in with it', async () => {
    const words = await send([picked('card.pdf')], 'not in on friday, hospital, letter attached', 'L5');
    expect(words).toContain('It goes in once you confirm that');
    expect(await college.c.tasks.countDocuments({ kind: 'evidence', learnerId: 'L5' })).toBe(0);
    await college.say('L5', 'yes');
    const task = await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L5' });
    expect(task).toMatchObject({ state: 'sent', data: { fileName: 'card.pdf' } });
    expect(await files()).toHaveLength(1);
  });

  test('a file that came while what it is for was being put right goes to what stands then, asked before or waiting for a yes', async () => {
    await told('off sick tomorrow', 'L7');
    await college.press('L7', ['You told us', 'Tuesday'], 'Change');
    await send([picked('open.pdf', pdfOf('open'))], '', 'L7');
    const offered = await college.card('L7', 'Is this file for this absence?');
    await college.say('L7', 'no i meant friday');
    await college.press('L7', ['Not in, Friday', 'obody has been told'], 'Confirm');
    // The card as it was drawn before.
    await college.people.press(college.user('L7'), offered, 'This one');
    await college.settled();
    const daysOf = async (learnerId: string) => {
      const task = await college.c.tasks.findOne({ kind: 'evidence', learnerId });
      const notice = await college.c.notices.findOne({ _id: String(task?.data.noticeId) });
      return [task?.state, notice?.state, notice?.days];
    };
    expect(await daysOf('L7')).toEqual(['sent', 'confirmed', [addDays(monday, 4)]]);
    await send([picked('wait.pdf', pdfOf('wait'))], 'not in on friday, hospital, letter attached', 'L8');
    await college.say('L8', 'not in on thursday and friday, hospital');
    await college.say('L8', 'yes');
    expect(await daysOf('L8')).toEqual(['sent', 'confirmed', [addDays(monday, 3), addDays(monday, 4)]]);
  });

  test('what nobody says is deleted after a day', async () => {
    await told('off sick tomorrow', 'L6');
    await send([picked('x.pdf')], '', 'L6');
    expect(await files()).toHaveLength(1);
    await college.moveTo('09:00', addDays(monday, 1));
    expect(await files()).toEqual([]);
    expect(await college.words('L6', 'Your file')).toContain('so it was not kept');
  });

  test('an employer’s file goes to what they told us', async () => {
    await college.say('E1', 'Aisha Khan is off sick on friday');
    await college.say('E1', 'yes');
    expect(await send([picked('sick note.pdf')], 'sick note for aisha', 'E1')).toContain(thanks);
    expect((await files())[0]).toMatchObject({ learnerId: 'L1', fromId: 'E1' });
  });

  const refused: [string, () => unknown, string][] = [
    ['11 MB', () => picked('a.pdf', Buffer.concat([pdf, Buffer.alloc(11 * 1024 * 1024)])), 'larger than 10 MB'],
    ['a body without end', () => picked('a.pdf', pdf, { kind: 'endless' }), 'larger than 10 MB'],
    ['a name that is no evidence', () => picked('a.exe'), 'That was something else'],
    ['bytes that are not what the name says', () => picked('a.pdf', Buffer.from('MZ program')), 'something else'],
    ['a picture named as a PDF', () => picked('a.pdf', png), 'something else'],
    ['a ZIP named as a Word document', () => picked('a.docx', zipOf('payload.exe')), 'something else'],
    ['an empty file', () => picked('a.pdf', Buffer.alloc(0)), 'something else'],
    ['the first five bytes of a PDF', () => picked('a.pdf', Buffer.from('%PDF-')), 'cut short or damaged'],
    ['a PDF whose end did not come', () => picked('a.pdf', pdf.subarray(0, -40)), 'cut short or damaged'],
    ['a photo without its picture', () => picked('a.png', png.subarray(0, 16)), 'cut short or damaged'],
    ['404', () => picked('a.pdf', pdf, { kind: 'refuse', status: 404 }), 'could not get that file'],
    [
      'a redirect to somewhere else',
      () => picked('a.pdf', pdf, { kind: 'redirect', to: `${college.teams.url}/meta` }),
      'could not get that file',
    ],
    [
      'an address that is not Microsoft’s',
      () => ({ ...picked('a.pdf'), content: { downloadUrl: 'http://127.0.0.1:1/files/a.pdf' } }),
      'only files that are attached here',
    ],
  ];
  test.each(refused)('%s: refused in words, nothing is kept, the request stays', async (_, file, words) => {
    const id = await ask();
    expect(await send([file()])).toContain(words);
    expect(await files()).toEqual([]);
    expect(await task(id)).toMatchObject({ state: 'asked', isOpen: true });
  });

  test('a Word document is taken', async () => {
    await ask();
    expect(await send([picked('a.docx', zipOf('word/document.xml'))])).toContain(thanks);
    expect((await files()).map((one) => one.name)).toEqual(['a.docx']);
  });

  test('a redirect to another allowed place is followed', async () => {
    await ask();
    const to = college.teams.hostFile('there', pdf);
    expect(await send([picked('a.pdf', pdf, { kind: 'redirect', to })])).toContain(thanks);
  });

  test('two files for one request: the first is kept, and the answer says so', async () => {
    await ask();
    const words = await send([picked('a.pdf'), picked('b.pdf', pdfOf('page two'))]);
    expect(words).toContain(thanks);
    expect(words).toContain('I kept the first one');
    expect((await files()).map((one) => one.name)).toEqual(['a.pdf']);
  });

  test('what was not accepted gives way to the file that comes in its place', async () => {
    const id = await ask();
    await send([picked('a.pdf')]);
    await college.c.tasks.updateOne({ _id: id }, { $set: { state: 'asked', ownerIds: ['L1'] } });
    await send([picked('better.png', png)]);
    expect((await files()).map((one) => one.name)).toEqual(['better.png']);
  });

  test('words beside a file are read too, and the file may be for what they tell or for what was asked; alone it brings no help', async () => {
    await ask();
    const words = await send([picked('a.pdf')], 'not in tomorrow, dentist at 2');
    expect(words).toMatch(/Which absence is this file for\?[\s\S]*not confirmed yet[\s\S]*Monday 23/);
    expect(await college.c.notices.countDocuments({ learnerId: 'L1', state: 'draft' })).toBe(1);
    expect(await send([picked('b.pdf', pdfOf('b'))])).not.toContain('help');
  });

  test('attachments that make no sense are ignored, or are no activity', async () => {
    const odd = [
      null,
      5,
      { contentType: 'image/png' },
      { contentType: 'image/png', contentUrl: 'not an address' },
      asHtml,
    ];
    expect(await send(odd)).not.toContain('file');
    const answer = await college.people.say(college.user('L1'), 'x', { attachments: 'a file' });
    expect(answer.status).toBe(400);
  });

  test('production fetches from Microsoft’s hosts over https only', () => {
    const isAllowed = (url: string) => teamsFileUrl(new URL(url));
    expect(isAllowed('https://brookvale-my.sharepoint.com/personal/x?tempauth=y')).toBe(true);
    expect(isAllowed('https://eu.files.svc.ms/x')).toBe(true);
    for (const url of [
      'http://brookvale.sharepoint.com/x',
      'https://sharepoint.com.evil.example/x',
      'https://evilsharepoint.com/x',
      'https://brookvale.sharepoint.com:8443/x',
      'https://a:b@brookvale.sharepoint.com/x',
      'https://127.0.0.1/x',
    ])
      expect([url, isAllowed(url)]).toEqual([url, false]);
  });
});
