import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { partsOf } from '../../src/domain/sms-text.ts';
import { openPlanAction } from '../../src/usecases/measures/plan-action.task.ts';
import { LoopbackSms } from '../providers/loopback-sms.ts';
import { College } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';
import { LinkedPage, linkIn, messagesTo, openLinkTo } from '../support/linked-page.ts';
import { Telephone } from '../support/texting.ts';
import { pageWords, seeByLink } from '../support/visitor.ts';

const [tuesday, wednesday, thursday, friday] = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];
const phone = '+44 7700 900123';
const mail = 'kim@works.example';

/** Aisha (L1) has a telephone and no Teams; Kim (EK), her employer, only a mailbox. */
describe('a learner and an employer without Teams live a week by links', () => {
  let college: College;
  const learner = (words: string) => openLinkTo(college, phone, words);
  const employer = (words: string) => openLinkTo(college, mail, words);

  beforeAll(async () => {
    college = await College.open();
    await college.c.people.insertOne({
      _id: 'EK',
      ref: 'BV-EK',
      name: 'Kim Novak',
      roles: ['employer'],
      email: mail,
      addresses: [mail],
    });
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { mobile: phone, addresses: [] }, $unset: { email: '' } });
    await college.c.enrolments.updateOne({ _id: 'APP-L1' }, { $set: { employerId: 'EK' } });
  });
  afterAll(() => college.close());

  test('Tuesday: who has a telephone and nothing to sign in with gets the policy by a link, and a link to tell of absences (S6)', async () => {
    expect(await messagesTo(college, phone)).toEqual([]);
    await college.moveTo('06:00', tuesday);
    await college.moveTo('09:00', tuesday);
    const page = await learner('please read this');
    expect(page.words).toContain('We aim for');
    const done = await page.press('Read and understood');
    expect(done.words).toContain('Confirmed on Tuesday 24 November');
    // The link is used up, and says so.
    expect((await LinkedPage.open(page.url)).words).toContain('Attendance policy confirmed');
    const all = await messagesTo(college, phone);
    expect(all.filter((one) => one.includes('Tell us here, and keep this link'))).toHaveLength(1);
    expect(all).toHaveLength(2);
  });

  test('Tuesday: an action for the employer, refused without a reason, done with one; the policy follows ten minutes later (S12, S6)', async () => {
    const { world } = college.bot;
    const plan = { _id: 'action-plan|x', learnerId: 'L1', programmeId: 'APP' };
    const action = { id: '1', what: 'Talk through the rota', ownerId: 'EK', due: friday };
    await world.together((inside) => openPlanAction(inside, plan, action));
    world.wake();
    await college.settled();
    const page = await employer('An action for you');
    const refused = await page.press('Could not be done');
    expect([refused.status, refused.words]).toEqual([400, expect.stringContaining('Please say in a few words why')]);
    expect((await refused.press('Done', { Note: 'talked on the phone' })).words).toContain('Action done');
    expect((await messagesTo(college, mail)).join()).not.toContain('please read this');
    await college.moveTo('09:11', tuesday);
    const policy = await employer('please read this');
    expect(policy.words).toContain('If your apprentice cannot come');
    expect((await policy.press('Read and understood')).words).toContain('Confirmed on Tuesday');
  });

  test('Tuesday: an absence in her own words is understood, put right, confirmed, and stands on the tutor’s register (S2)', async () => {
    const tell = await learner('keep this link');
    expect(tell.words).toContain('not in tomorrow, dentist at 2');
    const heard = await tell.press('Send', { 'Tell us in': 'not in on thursday, dentist at 2' });
    expect(heard.words).toContain('Not in, Thursday 26 November');
    expect(heard.words).toContain('Nobody has been told yet');
    const changed = await (await heard.press('Change')).press('Confirm', {
      'First day': wednesday,
      'Last day': wednesday,
    });
    expect(changed.words).toContain('Not in, Wednesday 25 November');
    const back = await LinkedPage.open(tell.url);
    expect(back.words).toContain('You have told us');
    await college.addSession({ _id: 'wed', on: wednesday, programmeId: 'APP', type: 'workshop' });
    await college.moveTo('09:00', wednesday);
    expect(await college.words('T1', '"registerId":"wed"')).toContain('Aisha Khan · Told us: not in');
  });

  test('Wednesday: the employer tells of her lateness; harm in words goes to the Safeguarding Team alone (S3, S11)', async () => {
    const tell = await employer('keep this link');
    const heard = await tell.press('Send', { 'Tell us in': 'Aisha will be 20 minutes late tomorrow' });
    expect(heard.words).toContain('About Aisha Khan: nobody has been told yet');
    expect((await heard.press('Confirm')).words).toContain('You told us about Aisha Khan');
    expect((await tell.press('Send', { 'Tell us in': 'how is Aisha doing' })).words).not.toMatch(/\d%/);
  });

  test('Wednesday: the work she missed is set, done, looked at (S5)', async () => {
    await college.save('wed', { 'APP-L1': 'authorised' });
    await college.press('T1', 'Set the missed work', 'Set the work', {
      'What they are': 'Read unit 4',
      By: friday,
    });
    const page = await learner('Work from a session you missed');
    expect(page.words).toContain('Read unit 4');
    const done = await page.press('I have done it', { 'Anything your': 'sent by mail' });
    expect(done.words).toContain('Your tutor looks at it');
    await college.press('T1', 'Missed work handed in', 'Not yet', { 'If not yet': 'question 3' });
    const again = await learner('Work from a session you missed');
    expect(again.url).not.toBe(page.url);
    expect(again.words).toContain('Tutor: question 3');
    await again.press('I have done it');
    await college.press('T1', 'Missed work handed in', 'Accept');
    expect((await LinkedPage.open(page.url)).words).toContain('Accepted by Sam Lee');
  });

  test('Thursday: she picks the time of the 1-2-1 she missed, and the employer releases her (S3, S4)', async () => {
    await college.addSession({
      _id: 'one',
      on: thursday,
      programmeId: 'APP',
      title: 'Coaching 1-2-1',
      type: 'one-to-one',
      learnerIds: ['L1'],
      minutes: 60,
    });
    await college.moveTo('09:00', thursday);
    await college.save('one', { 'APP-L1': 'unauthorised' });
    await college.press('T1', 'Coaching 1-2-1', 'Offer these times');
    const pick = await learner('Pick a time for your 1-2-1');
    const agreed = await pick.press('Agree this time');
    await college.settled();
    expect(agreed.words).toContain('Alternative 1-2-1 agreed');
    const release = await employer('Release for a 1-2-1');
    expect(release.words).toContain('Please release them from work then');
    expect((await release.press('I will release them')).words).toContain('Kim Novak: will be released');
  });

  test('Friday: she logs her placement, and what she wrote stays when the minutes do not fit (G1)', async () => {
    await college.addSession({
      _id: 'placement',
      on: friday,
      minutes: 240,
      title: 'Placement day',
      type: 'work-placement',
      learnerIds: ['L1'],
    });
    await college.moveTo('13:01', friday);
    const page = await learner('Did you do this?');
    const wrong = await page.press('I did it', { 'For how many': '9999', 'What did you': 'helped in the shop' });
    expect([wrong.status, wrong.words]).toEqual([400, expect.stringContaining('helped in the shop')]);
    await wrong.press('I did it', { 'For how many': '240' });
    await college.press('T1', 'Placement day', 'Accept');
    expect((await college.c.registers.findOne({ _id: 'placement' }))?.rows[0]?.mark?.code).toBe('present');
  });

  test('Friday: a certificate is asked for, and uploaded; what is no certificate is not kept (G3)', async () => {
    const tell = await learner('keep this link');
    const heard = await tell.press('Send', { 'Tell us in': 'off sick from monday 30 november until 9 december' });
    await heard.press('Confirm');
    await college.settled();
    const page = await learner('Evidence for your absence');
    const wrong = await page.sendFile('virus.pdf', new TextEncoder().encode('MZ not a pdf'));
    expect(wrong.words).toContain('I can take a photo (JPG, PNG, HEIC or WEBP), a PDF or a Word file');
    const damaged = await page.sendFile('note.pdf', pdfOf().subarray(0, 9));
    expect(damaged.words).toContain('That file is cut short or damaged');
    const large = await page.sendFile('large.pdf', new Uint8Array(11 * 1024 * 1024));
    expect([large.status, large.words]).toEqual([413, expect.stringContaining('larger than 10 MB')]);
    const sent = await wrong.sendFile('note.pdf', pdfOf());
    expect(sent.words).toContain('Thank you. Your file has come in');
    expect(await college.c.files.countDocuments({ learnerId: 'L1' })).toBe(1);
    expect(await college.words('M1', 'Evidence to look at')).toContain('note.pdf');
  });

  test('no message of the week said why she was away, or anything about her health', async () => {
    const links = (await college.c.outbox.find({ _id: /^(link|tell-link)/ }).toArray()).map((row) => row.body);
    expect(links.length).toBeGreaterThan(8);
    expect(links.join('\n')).not.toMatch(/dentist|sick|medical|Aisha Khan|unauthorised/i);
    // One message for each thing that asked, however often its card was drawn.
    expect(new Set(links).size).toBe(links.length);
    expect(links.filter((one) => one.includes('Release for a 1-2-1'))).toHaveLength(1);
  });

  test('half a day: which half is asked on the page, and answered there (S2)', async () => {
    const tell = await learner('keep this link');
    const heard = await tell.press('Send', { 'Tell us in': 'half day on 18 december, family thing' });
    expect(heard.words).toContain('Which half of the day will be missed');
    const asked = await heard.follow('Answer');
    expect(asked.words).toContain('Which half of the day will be missed');
    expect((await asked.press('Confirm')).words).toContain('Which half of the day will be missed');
    const told = await asked.press('Confirm', { 'Which part of the day': 'The afternoon' });
    expect(told.words).toContain('Not in from 12:00, Friday 18 December');
    const notice = await college.c.notices.findOne({ learnerId: 'L1', days: '2026-12-18' });
    expect(notice).toMatchObject({ state: 'confirmed', fromTime: '12:00' });
  });

  test('under a hold the employer gets no link, and one they have stands as it stood (S11)', async () => {
    const before = await messagesTo(college, mail);
    const { world } = college.bot;
    const plan = { _id: 'action-plan|x', learnerId: 'L1', programmeId: 'APP' };
    const open = { id: '2', what: 'Agree the hours', ownerId: 'EK', due: friday };
    await world.together((inside) => openPlanAction(inside, plan, open));
    world.wake();
    await college.settled();
    const standing = await employer('An action for you');
    expect((await messagesTo(college, mail)).length).toBe(before.length + 1);
    const tell = await learner('keep this link');
    const kind = await tell.press('Send', { 'Tell us in': 'i dont want to be here any more' });
    expect(kind.words).toContain('Thank you for telling us');
    expect(kind.words).not.toContain('i dont want');
    await world.together((inside) => openPlanAction(inside, plan, { ...open, id: '3', what: 'Another one' }));
    world.wake();
    await college.settled();
    expect((await messagesTo(college, mail)).length).toBe(before.length + 1);
    expect((await LinkedPage.open(standing.url)).words).toContain('Agree the hours');
    expect(await college.words('S1', 'Aisha Khan')).toContain('i dont want to be here any more');
  });

  test('whoever nothing can reach is on the office’s list minutes after they are imported', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'college-'));
    writeFileSync(join(folder, 'people.csv'), 'person_id,name,roles,ref\nLX,Xena Poole,learner,BV-LX\n');
    const { packs } = college.bot.world;
    const report = await importCollege(college.c, folder, { packs, now: college.bot.clock.now(), dryRun: false });
    rmSync(folder, { recursive: true });
    expect(report.problems).toEqual([]);
    college.bot.world.wake();
    await college.settled();
    await college.moveTo('13:10', friday);
    const list = await college.words('O1', 'People we cannot reach');
    expect(list).toContain('Xena Poole (BV-LX)');
    expect(list).toContain('no mobile or email: please call, or write a letter');
    expect(list).toContain('gets links by text message');
  });
});

/** One's own page shows figures, so no lasting link leads to it. */
describe('the page of one’s own, for whom Teams does not reach (SPEC P)', () => {
  let college: College;
  const twin = new LoopbackSms();
  let aisha: Telephone;
  const kim = '+447700900124';

  beforeAll(async () => {
    await twin.start();
    college = await College.open({ senders: { sms: twin.webhook }, rulesAlone: true });
    aisha = new Telephone(college, twin, '+447700900123');
    await college.c.people.insertOne({
      _id: 'EK',
      ref: 'BV-EK',
      name: 'Kim Novak',
      roles: ['employer'],
      mobile: kim,
      addresses: [],
    });
    await college.c.people.updateOne(
      { _id: 'L1' },
      { $set: { mobile: aisha.number, addresses: [] }, $unset: { email: '' } },
    );
    await college.c.enrolments.updateOne({ _id: 'APP-L1' }, { $set: { employerId: 'EK' } });
    await college.moveTo('09:00', tuesday);
  });
  afterAll(async () => {
    await college.close();
    await twin.stop();
  });
  const about = async (to: string, words: string) =>
    (await messagesTo(college, to)).filter((one) => one.includes(words));
  const tellPage = (viewer: string) =>
    LinkedPage.open(college.bot.world.link?.('tell', viewer, viewer, new Date(`${friday}T20:00:00Z`)) ?? '');

  test('the lasting link shows no figures; asked there, a link for a day goes to the address on record, once an hour', async () => {
    const page = await tellPage('EK');
    expect(page.words).toContain('How your apprentices are doing');
    const sent = await page.press('Send me the link');
    expect(sent.words).toContain('on its way to the number or email we have for you');
    expect(sent.html).not.toContain(linkIn((await about(kim, 'How your apprentices'))[0]));
    await page.press('Send me the link');
    expect(await about(kim, 'How your apprentices are doing')).toHaveLength(1);
    const seen = await seeByLink(linkIn((await about(kim, 'How your apprentices'))[0]));
    expect(pageWords(seen.text)).toContain('Aisha Khan');
    expect(pageWords(seen.text)).toContain('Use the link we sent you for that');
    expect(seen.text).not.toContain('in the chat');
    await college.moveTo('10:00', tuesday);
    await (await tellPage('EK')).press('Send me the link');
    expect(await about(kim, 'How your apprentices are doing')).toHaveLength(2);
  });

  test('a question for figures by text is answered with the link to her page, which has them', async () => {
    const answer = (await aisha.text('what is my attendance')) ?? '';
    expect(answer).toContain('Your timetable and attendance: http');
    expect(partsOf(answer)).toBeLessThanOrEqual(2);
    const seen = await seeByLink(linkIn(answer));
    expect(pageWords(seen.text)).toContain('My page');
    expect(seen.text).not.toContain('in the chat');
  });

  test('after a day it has run out; a new one goes to the address on record and opens', async () => {
    const [first = ''] = await about(kim, 'How your apprentices are doing');
    await college.moveTo('09:30', wednesday);
    const over = await LinkedPage.open(linkIn(first));
    expect([over.status, over.words]).toEqual([410, expect.stringContaining('This link has run out')]);
    await over.press('Send me a new link');
    const all = await about(kim, 'How your apprentices are doing');
    expect(all).toHaveLength(3);
    expect((await seeByLink(linkIn(all[2]))).status).toBe(200);
  });

  test('a place that is somebody else’s too, as a parent’s, gets no link to figures; who is staff besides has none (G6)', async () => {
    const count = async () => (await about(aisha.number, 'Your timetable and attendance.')).length;
    const contact = { name: 'Parent', relation: 'parent' as const, mobile: '07700 900123', mayTell: true };
    const before = (await college.c.people.findOne({ _id: 'L1' }))?.contacts ?? [];
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { contacts: [...before, contact] as never } });
    const sent = await (await tellPage('L1')).press('Send me the link');
    expect(sent.words).toContain('We have no number or email that is yours alone');
    expect(await count()).toBe(0);
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { contacts: before } });
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { roles: ['learner', 'tutor'] } });
    expect((await tellPage('L1')).words).not.toContain('Your timetable and attendance');
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { roles: ['learner'] } });
    await (await tellPage('L1')).press('Send me the link');
    expect(await count()).toBe(1);
  });

  test('who has the page in Teams, and who has none of their own, is sent no such link', async () => {
    await college.c.people.updateOne({ _id: 'EK' }, { $set: { entraId: 'kim-in-teams' } });
    const page = await tellPage('EK');
    expect(page.words).not.toContain('How your apprentices are doing');
    await page.post(page.url, new URLSearchParams({ want: 'own-page' }));
    const over = await LinkedPage.open(linkIn((await about(kim, 'How your apprentices are doing'))[0]));
    await over.press('Send me a new link');
    expect(await about(kim, 'How your apprentices are doing')).toHaveLength(3);
  });
});

/** Robin teaches for a subcontractor, and has a mailbox and no Teams. */
describe('a subcontractor’s tutor works by links (S17)', () => {
  const robin = 'robin@marsh.example';
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3, rulesAlone: true });
    const person = { _id: 'TR', ref: 'BV-TR', name: 'Robin Marsh', roles: ['tutor' as const], email: robin };
    await college.c.people.insertOne({ ...person, addresses: [robin] });
    await college.addSession({ _id: 'site', tutorIds: ['TR'], title: 'Site safety' });
  });
  afterAll(() => college.close());
  const titles = async () =>
    (await college.c.outbox.find({ to: robin }).sort({ createdAt: 1, _id: 1 }).toArray()).map((row) => row.subject);

  test('the register comes as one mail, without a word of Teams; ten minutes later the policy, whom to call in it', async () => {
    await college.moveTo('09:00');
    expect(await titles()).toEqual(['Register: Site safety, Monday 23 November, 09:00']);
    await college.moveTo('09:11');
    expect(await titles()).toHaveLength(2);
    const policy = await openLinkTo(college, robin, 'please read this');
    expect(policy.words).toContain('goes to the Safeguarding Team at once: please call');
    await policy.press('Read and understood');
  });

  test('what reminds of it leads to it; at the day’s end it is said once', async () => {
    await college.moveTo('09:20');
    await college.moveTo('09:31');
    const due = await openLinkTo(college, robin, 'Register overdue');
    const register = await due.follow('Show the register here');
    expect(register.words).toContain('Pick only the exceptions');
    await college.moveTo('19:00');
    expect((await titles()).slice(2)).toEqual([
      'Register still open',
      'Register overdue',
      'Still open, Monday 23 November',
    ]);
    const list = await openLinkTo(college, robin, 'Still open');
    const saved = await (await list.follow('Show it here')).press('Rest present, save', {
      'Ben Carter': 'unauthorised',
    });
    expect(saved.words).toContain('by Robin Marsh');
    await college.settled();
    expect((await LinkedPage.open(due.url)).words).toContain('Register done');
    expect((await LinkedPage.open(list.url)).words).toContain('All registers of the day are done');
  });
});
