import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { partsOf } from '../../src/domain/sms-text.ts';
import { LoopbackSms } from '../providers/loopback-sms.ts';
import { College } from '../support/college.ts';
import { Telephone } from '../support/texting.ts';

const [tuesday, wednesday, thursday, friday] = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];

/** Aisha (L1) and Kim (EK), her and Ben's employer, have a telephone and nothing else; Chloe (L3) shares one with Daniel (L4). */
describe('a learner and an employer live a week by text (G2)', () => {
  let college: College;
  const twin = new LoopbackSms();
  const phone = (number: string) => new Telephone(college, twin, number);
  let aisha: Telephone;
  let kim: Telephone;
  let shared: Telephone;

  beforeAll(async () => {
    await twin.start();
    college = await College.open({
      senders: { sms: twin.webhook },
      rulesAlone: true,
    });
    aisha = phone('+447700900123');
    kim = phone('+447700900124');
    shared = phone('+447700900125');
    await college.c.people.updateMany({ roles: 'learner' }, { $unset: { mobile: '' } });
    // As somebody types it, and as the network says it.
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { mobile: '07700 900123' } });
    await college.c.people.updateMany({ _id: { $in: ['L3', 'L4'] } }, { $set: { mobile: '+44 7700 900125' } });
    await college.c.people.insertOne({
      _id: 'EK',
      ref: 'BV-EK',
      name: 'Kim Novak',
      roles: ['employer'],
      mobile: kim.number,
      addresses: [],
    });
    await college.c.enrolments.updateMany({ _id: { $in: ['APP-L1', 'APP-L2'] } }, { $set: { employerId: 'EK' } });
    for (const id of ['O1', 'S1', 'T1']) await college.people.install(college.user(id));
    for (const [i, on] of [tuesday, wednesday, thursday, friday].entries())
      await college.addSession({ _id: `day-${i}`, on, title: 'Workshop', programmeId: 'APP' });
    await college.settled();
  });
  afterAll(async () => {
    await college.close();
    await twin.stop();
  });

  const notices = (learnerId: string) => college.c.notices.find({ learnerId }).sort({ createdAt: 1 }).toArray();

  test('Monday: a learner’s text is understood, said back, and counts once they answer YES', async () => {
    const asked = await aisha.text('not in tomorrow, dentist at 2');
    expect(asked).toBe(
      'Not in, Tuesday 24 November (Workshop 09:00). Is that right? Answer YES to tell the college, or NO.',
    );
    expect(await notices('L1')).toMatchObject([{ state: 'draft', byId: 'L1' }]);
    expect(await aisha.text('Yes')).toBe('Thank you. Confirmed: Not in, Tuesday 24 November.');
    expect(await notices('L1')).toMatchObject([{ state: 'confirmed', reason: 'medical_appointment' }]);
    await college.moveTo('09:00', tuesday);
    expect(await college.words('T1', '"registerId":"day-0"')).toContain('Aisha Khan · Told us: not in');
    // Her words are kept nowhere but where a notice keeps them.
    expect(await college.c.incoming.countDocuments({ words: { $exists: true } })).toBe(0);
  });

  test('Tuesday: what is not right is put right in words, or taken back by NO', async () => {
    await aisha.text('I will be off tomorrow');
    expect(await aisha.text('no I meant thursday')).toContain('Not in, Thursday 26 November');
    expect(await aisha.text('no')).toContain('Taken back: Not in, Thursday 26 November. Nobody was told.');
    expect(await aisha.text('yes')).toContain('Nothing is waiting for your answer.');
    expect(await notices('L1')).toHaveLength(2);
  });

  test('Tuesday: how late is asked, and answered with a number', async () => {
    expect(await aisha.text('late tomorrow')).toBe(
      'Late, Wednesday 25 November. About how many minutes late? Answer with the number.',
    );
    expect(await aisha.text('20')).toBe('Thank you. Confirmed: 20 minutes late, Wednesday 25 November.');
  });

  test('Tuesday: which half of the day is asked by numbers; a number that is none of them asks again', async () => {
    const asked = await aisha.text('half day on thursday, family thing');
    expect(asked).toContain('Which part is missed? Answer with a number: 1 morning, 2 afternoon, 3 all day.');
    expect(await aisha.text('7')).toBe(asked);
    expect(await aisha.text('1')).toContain('Confirmed: Not in until 12:00, Thursday 26 November.');
  });

  test('Wednesday: the employer tells of two, and one YES is for both (S3); of nobody else’s learner', async () => {
    await college.moveTo('08:00', wednesday);
    const asked = await kim.text('Aisha and Ben are both off sick on friday');
    expect(asked).toContain('Aisha Khan: Not in, Friday 27 November');
    expect(asked).toContain('Ben Carter: Not in, Friday 27 November');
    const done = await kim.text('yes');
    expect(done).toContain('Confirmed: Aisha: Not in, Friday 27 November.');
    expect(done).toContain('Confirmed: Ben: Not in, Friday 27 November.');
    expect(await kim.text('Daniel is off sick on friday')).not.toMatch(/Answer YES/);
    expect(await notices('L4')).toEqual([]);
  });

  test('Wednesday: which of two is put right is asked without buttons, and said back', async () => {
    await kim.text('Aisha is off on 2 december and Ben is off on 3 december');
    expect(await kim.text('no i meant 4 december')).toContain(
      'Which one do you mean? Aisha Khan or Ben Carter. Please write it again like this: Aisha Khan: no i meant 4 december.',
    );
    expect(await kim.text('Ben Carter: no i meant 4 december')).toContain('Ben Carter: Not in, Friday 4 December');
    expect(await kim.text('sorry Aisha not Ben')).toContain('Taken back: Ben Carter: Not in, Friday 4 December.');
    await kim.text('no');
    await kim.text('no');
  });

  test('Wednesday: figures and lists are not for a text, but a link for a day to the page that has them is (SPEC P)', async () => {
    const asked = ['my attendance', 'how much have i missed', 'when is my next lesson'];
    for (const words of asked) {
      const answer = await aisha.text(words);
      expect(answer).toMatch(/^By text or email I take word of an absence\. Your timetable and attendance: https?:/);
      expect(answer).not.toMatch(/%|Workshop/);
    }
    expect(await aisha.text('qwerty uiop')).toContain('You can write, for example: not in tomorrow');
    expect(await kim.text('how is Aisha doing')).not.toMatch(/%/);
  });

  test('Wednesday: two people on one telephone are asked who writes, and for an hour not again', async () => {
    expect(await shared.text('cant make it tomorrow, ill')).toBe(
      'Several people have this number. Who is writing? Answer with a number: 1 Chloe Evans, 2 Daniel Osei.',
    );
    expect(await notices('L3')).toEqual([]);
    // Their answer must not wait until a lease lapses.
    expect(await college.c.incoming.findOne({ next: { $exists: true } })).not.toHaveProperty('lease');
    expect(await shared.text('1')).toContain('Not in, Thursday 26 November');
    // Whoever of them wrote, figures of one are not for the other.
    const figures = await shared.text('my attendance');
    expect(figures).toContain('By text or email I can take word of an absence');
    expect(figures).not.toContain('http');
    await shared.text('yes');
    expect(await notices('L3')).toMatchObject([{ state: 'confirmed', byId: 'L3' }]);
    expect(await shared.text('and friday too')).toContain('Friday 27 November');
    await shared.text('no');
    await college.moveTo('10:30', wednesday);
    expect(await shared.text('late tomorrow, 10 mins')).toContain('Who is writing?');
    // Nobody says: the office reads it.
    await college.moveTo('12:00', wednesday);
    expect(await college.words('O1', 'Texts and emails to read')).toContain('late tomorrow, 10 mins');
    await college.press('O1', 'Texts and emails to read', 'Dealt with');
    expect(await college.c.incoming.countDocuments({ words: { $exists: true } })).toBe(0);
  });

  test('Thursday: a number nobody has gets no word about anybody; the office reads what it wrote', async () => {
    await college.moveTo('08:00', thursday);
    const stranger = phone('+447700900199');
    const told = await stranger.text('Is Aisha Khan in today? Tell her to ring home');
    expect(told).toContain('We do not know this number or address');
    expect(told).not.toMatch(/Aisha|Khan/);
    // Once a day; what they write all the same is read.
    expect(await stranger.text('hello??')).toBe('');
    const list = await college.words('O1', 'Texts and emails to read');
    expect(list).toContain('Text from +447700900199');
    expect(list).toContain('Is Aisha Khan in today?');
    expect(list).toContain('hello??');
    for (const words of ['Is Aisha', 'hello??']) {
      const shown = await college.card('O1', ['Texts and emails to read', words]);
      await college.people.press(college.user('O1'), shown, 'Dealt with');
      await college.settled();
    }
    expect(await college.words('O1', 'Texts and emails read')).toContain('Nothing is left on this list');
  });

  test('Thursday: a parent is on record and reports nothing by a text of their own; the office decides', async () => {
    const parent = phone('+447700900901');
    const contact = { name: 'Mo Carter', relation: 'parent or carer', mobile: '07700 900901' };
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { contacts: [contact] } });
    expect(await parent.text('Ben is poorly today')).toContain('The college office will read your message');
    expect(await college.words('O1', 'Texts and emails to read')).toContain(
      'Mo Carter (parent or carer) of Ben Carter',
    );
    // Nor does one who must not be contacted get an answer.
    const shut = phone('+447700900902');
    await college.c.people.updateOne(
      { _id: 'L5' },
      { $set: { contacts: [{ ...contact, mobile: shut.number, doNotContact: true }] } },
    );
    expect(await shut.text('where is she')).toBe('');
    expect(await college.words('O1', 'where is she')).toContain('of Ella Wright');
  });

  test('Thursday: a cry for help by text goes to the Safeguarding Team alone; kind words come back (S11)', async () => {
    const kind = await aisha.text('i dont want to be here any more');
    expect(kind).toContain('You have done nothing wrong');
    expect(kind).toMatch(
      /not watched day and night\.\n999: if you are in danger now\nChildline 0800 1111.*\nSamaritans 116 123/,
    );
    expect(twin.to(aisha.number).at(-1)?.text).toContain('01632 960123');
    expect(partsOf(twin.to(aisha.number).at(-1)?.text ?? '')).toBeLessThanOrEqual(2);
    expect(await college.words('S1', 'Aisha Khan')).toContain('i dont want to be here any more');
    expect(college.find('O1', 'any more')).toBeUndefined();
    // Nobody knows who wrote this one.
    const stranger = phone('+447700900198');
    expect(await stranger.text('i want to kill myself')).toContain('999');
    expect(await college.words('S1', 'i want to kill myself')).toContain('A text from +447700900198');
    expect(college.find('O1', 'kill myself')).toBeUndefined();
    // Of two who have this number both are held until the team has said.
    await shared.text('i am going to end it all');
    expect(await college.words('S1', 'end it all')).toContain('Chloe Evans (BV-L3) or Daniel Osei');
    expect(college.find('O1', 'end it all')).toBeUndefined();
  });

  test('Friday: STOP ends the texts and START brings them back; an absence is heard all the same (PECR)', async () => {
    await college.moveTo('08:00', friday);
    expect(await kim.text('STOP')).toContain('no more texts from us');
    expect(await kim.text('Ben is in after all on monday, dentist tuesday')).toBe('');
    expect(await college.words('O1', ['A message did not arrive', 'Kim Novak'])).toContain('they answered STOP');
    expect(await kim.text('Start.')).toContain('You get our texts again');
    expect(await kim.text('Ben is late on monday, 10 minutes')).toContain('Answer YES');
    // What did not go out can go out now.
    await college.press('O1', ['A message did not arrive', 'Kim Novak'], 'Send again');
    expect(college.find('O1', ['A message did not arrive', 'Kim Novak'])).toBeUndefined();
  });

  test('Friday: at night too an answer comes at once', async () => {
    await college.moveTo('23:00', friday);
    expect(await phone(kim.number).text('Ben is off on monday')).toContain('Answer YES');
  });

  test('every answer of the week was short', () => {
    const parts = twin.taken.filter((one) => !one.text.includes('/l/')).map((one) => partsOf(one.text));
    expect(Math.max(...parts)).toBeLessThanOrEqual(2);
  });
});

describe('texts as services hand them over', () => {
  let college: College;
  const twin = new LoopbackSms();
  let aisha: Telephone;
  const told = () => college.c.notices.countDocuments({ learnerId: 'L1' });

  beforeAll(async () => {
    await twin.start();
    college = await College.open({
      learners: 2,
      senders: { sms: twin.webhook },
      rulesAlone: true,
    });
    aisha = new Telephone(college, twin, '+447700900123');
    await college.c.people.updateMany({ roles: 'learner' }, { $unset: { mobile: '' } });
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { mobile: aisha.number } });
    await college.people.install(college.user('O1'));
    for (const [i, on] of [tuesday, wednesday].entries()) await college.addSession({ _id: `day-${i}`, on });
    await college.settled();
  });
  afterAll(async () => {
    await college.close();
    await twin.stop();
  });

  test('one that nobody signed, or signed long ago, is refused and changes nothing', async () => {
    expect(await aisha.hand('not in tomorrow', { secret: 'somebody else’s secret of enough length' })).toBe(401);
    expect(await aisha.hand('not in tomorrow', { signedAt: new Date(Date.now() - 6 * 60_000) })).toBe(401);
    expect(await college.c.incoming.countDocuments()).toBe(0);
    const url = `http://127.0.0.1:${college.bot.port}/texts`;
    const post = (path: string) =>
      fetch(`${url}/${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect((await post('twilio')).status).toBe(404);
  });

  test('the same one handed over again is heard and answered once', async () => {
    expect(await aisha.text('not in tomorrow', { id: 'twice' })).toContain('Answer YES');
    expect(await aisha.text('not in tomorrow', { id: 'twice' })).toBe('');
    expect(await told()).toBe(1);
    await aisha.text('yes', { id: 'yes' });
    expect(await aisha.text('yes', { id: 'yes' })).toBe('');
  });

  test('one that was under way for hours is read as of when it was sent; a yes older than its question answers nothing', async () => {
    await college.moveTo('01:00', tuesday);
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const late = await aisha.text('late tomorrow, 10 minutes', { at: hoursAgo(3) });
    expect(late).toContain('10 minutes late, Tuesday 24 November');
    expect(await aisha.text('yes', { at: hoursAgo(4) })).toContain('Answer YES');
    expect(await aisha.text('yes')).toContain('Confirmed: 10 minutes late');
  });

  test('one that came a day late is for a person to read', async () => {
    const dayAgo = new Date(Date.now() - 24 * 3_600_000).toISOString();
    const before = await told();
    expect(await aisha.text('not in tomorrow', { at: dayAgo })).toContain('came very late');
    expect(await told()).toBe(before);
    expect(await college.words('O1', 'Texts and emails to read')).toContain('more than half a day after');
  });

  test('a picture by text is not taken, and says so, with or without words beside it', async () => {
    const forOffice = () => college.c.incoming.countDocuments({ why: { $exists: true } });
    const before = await forOffice();
    expect(await aisha.text('', { pictures: 1 })).toBe(
      'I cannot take photos or files by text. Please send it by email, or show it to your college.',
    );
    const said = await aisha.text('not in on wednesday, sick note attached', { pictures: 2 });
    expect(said).toContain('I cannot take photos or files by text.');
    expect(said).toContain('Not in, Wednesday 25 November');
    expect(await aisha.text('no')).not.toContain('photos');
    expect(await forOffice()).toBe(before);
  });

  test('what is far too long is cut, what is no text is refused, and more in an hour than anybody writes is not answered', async () => {
    expect(await aisha.hand('x'.repeat(300_000))).toBe(413);
    await aisha.text(`not in wednesday ${'blah '.repeat(1_500)}`);
    for (let n = 0; n < 30; n++) await aisha.hand(`hello ${n}`);
    expect(await aisha.text('hello again')).toBe('');
    // A cry for help is heard all the same (S11).
    expect(await aisha.text('i want to die')).toContain('999');
  });
});
