import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Role, roles } from '../../src/domain/person.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { commands } from '../../src/usecases/desk/show-help.ts';
import { College } from '../support/college.ts';
import { saidBy, wordsOf } from '../teams/client.ts';

const secret = 'i want to kill myself because of room nine';
const hidden = ['room nine', 'kill myself'];

describe('safeguarding', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('S2', 'Omar Deputy', ['hosp'], { mobile: '+44 7700 900777' });
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'S2' } });
    for (const role of roles) await college.addPerson(`R-${role}`, `Person ${role}`, [role]);
    for (const id of ['L1', 'L2', 'E1', 'S1', 'S2']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const everyCard = () =>
    [...college.users].flatMap(([id, user]) =>
      ['S1', 'S2', 'R-safeguarding'].includes(id)
        ? []
        : college.teams.shownTo(user).map((one) => JSON.stringify(one.card ?? one.text ?? '')),
    );

  test('S11: a message with a hint at harm goes to the team only; the learner gets kind words with real contacts', async () => {
    await college.say('L1', `not in today, ${secret}`);
    expect(await college.words('S1', 'Urgent safeguarding concern')).toContain(secret);
    const reply = await college.words('L1', 'Thank you for telling us');
    expect(reply).toMatch(/999.*116 123/s);
    expect(everyCard().filter((one) => hidden.some((word) => one.includes(word)))).toEqual([]);
  });

  test('S11: not acknowledged in the pack’s time it goes to the deputy, by phone too, without a word of it; then they may read it', async () => {
    expect(college.find('S2', 'safeguarding concern')).toBeUndefined();
    await college.moveTo('08:11');
    expect(await college.words('S2', 'Urgent safeguarding concern')).toContain(secret);
    const sms = await college.c.outbox.findOne({ to: '+44 7700 900777' });
    expect(sms?.acceptedAt).toBeInstanceOf(Date);
    expect(sms?.body).not.toMatch(/kill|room nine|Aisha/);
    expect((await college.press('S2', 'Urgent safeguarding concern', 'I have it')).words).toContain(
      'Omar Deputy has it',
    );
  });

  test('S11: a possible concern comes again and goes to the deputy too, but texts nobody', async () => {
    const texts = () => college.c.outbox.countDocuments({ to: '+44 7700 900777' });
    const before = await texts();
    await college.say('L4', 'i eat on my own in the canteen, everyone leaves me out');
    expect(await college.words('S1', 'Possible safeguarding concern')).toContain('canteen');
    await college.moveTo('08:45');
    expect(await college.words('S2', 'Possible safeguarding concern')).toContain('canteen');
    expect(await texts()).toBe(before);
  });

  test('S11: free text anywhere counts: a reason on a card, a note about a learner, a form; its words are kept nowhere else', async () => {
    await college.addSession({ _id: 's1', programmeId: 'APP', title: 'Workshop', type: 'workshop' });
    await college.moveTo('09:00');
    await college.save('s1', { 'APP-L2': 'unauthorised' });
    await college.press('T1', 'Set the missed work', 'Set the work', {
      'What they are': 'Ben told me he wants to kill himself in room nine',
    });
    expect(await college.words('S1', 'Ben told me')).toContain('Ben Carter (BV-L2)');
    expect(JSON.stringify(await college.c.tasks.find({}).toArray())).not.toContain('room nine');
    const about = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"s1"'),
      'About a learner',
    );
    await college.people.press(college.user('T1'), { card: about.card! }, 'Send', {
      Learner: 'L3',
      'What is it?': 'worry',
      'In a few': 'very quiet, bruises again',
    });
    await college.settled();
    expect(await college.c.concerns.findOne({ 'holds.learnerId': 'L3' })).toMatchObject({
      messages: [{ fromId: 'T1', words: 'very quiet, bruises again' }],
    });
    expect(
      JSON.stringify([
        await college.c.registers.find({}).toArray(),
        await college.c.tasks.find({}).toArray(),
        await college.c.outbox.find({}).toArray(),
      ]),
    ).not.toMatch(/bruises|room nine/);
    await college.say('E1', 'raise a concern');
    await college.press('E1', 'Raise a concern', 'Send to Safeguarding', {
      'Learner’s name': 'Chloe Evans',
      'What worries': 'she sleeps at work',
    });
    expect(await college.c.concerns.findOne({ 'messages.fromId': 'E1' })).toMatchObject({
      holds: [{ learnerId: 'L3' }],
      messages: [{ fromId: 'T1' }, { fromId: 'E1' }],
    });
  });

  test('S11, G15: no other role reads a concern by any command, card or forged press', async () => {
    const concernId = (await college.c.concerns.findOne({ 'holds.learnerId': 'L1' }))?._id;
    const others = roles.filter((role): role is Exclude<Role, 'safeguarding'> => role !== 'safeguarding');
    for (const role of others) {
      const user = college.user(`R-${role}`);
      for (const { say } of commands) {
        const answer = await college.people.invoke(user, 'run-command', { say });
        expect(JSON.stringify(answer.body)).not.toMatch(/room nine|\bkill\b|bruises/);
      }
      for (const { verb } of verbs.filter((one) => one.verb.startsWith('concern-'))) {
        const answer = await college.people.invoke(user, verb, { concernId });
        expect(saidBy(answer)).toContain('You cannot do that here');
      }
      await college.people.invoke(user, 'form-open', { id: `about-learner|${concernId}`, version: 1 });
      await college.people.invoke(user, 'task-act', { id: String(concernId), version: 1, act: 'look' });
    }
    await college.settled();
    expect(everyCard().filter((one) => /room nine|kill myself|bruises/.test(one))).toEqual([]);
  });

  test('S11: the hold covers the learner: no absence message, employer view, MIS, list of the missing; released, what is stale is dropped', async () => {
    await college.addSession({ _id: 's2', programmeId: 'APP', at: '13:00', title: 'Held', type: 'other', minutes: 60 });
    await college.addSession({ _id: 's3', at: '14:30', title: 'Held too', minutes: 60 });
    await college.moveTo('13:00');
    await college.save('s2', { 'APP-L1': 'unauthorised' });
    await college.moveTo('14:30');
    await college.save('s3', { 'BUS-L1': 'unauthorised' });
    await college.moveTo('15:05');
    const about = (await college.sent('L1')).filter((one) => /Held/.test(one));
    expect(about).toEqual([]);
    expect(college.find('E1', 'Aisha Khan was not in Held')).toBeUndefined();
    expect(college.find('L1', 'We missed you')).toBeUndefined();
    expect(wordsOf(college.find('A1', 'afternoon')?.card)).not.toContain('Aisha');
    expect(await college.c.misEvents.countDocuments({ learnerId: 'L1', type: 'mark', held: true })).toBe(3);
    await college.press('S2', 'has it', 'Release the hold', {
      'What was done': 'met her with her aunt, a plan is in place',
    });
    expect(
      await college.c.misEvents.countDocuments({ learnerId: 'L1', type: 'mark', takenAt: { $exists: true } }),
    ).toBe(3);
    expect((await college.sent('L1')).filter((one) => /Held/.test(one))).toEqual([]);
    expect(college.find('L1', 'We missed you')).toBeUndefined();
    expect(await college.words('A1', 'afternoon')).toContain('Aisha Khan');
  });

  test('S11: whoever cries for help is not asked how late, until when or why; their absence can be confirmed all the same', async () => {
    await college.addSession({ _id: 'cry1', programmeId: 'APP', title: 'Theory', at: '15:00' });
    await college.say('L2', 'be late today');
    expect(await college.words('L2', 'Nobody has been told yet')).toContain('About how many minutes late?');
    await college.say('L2', 'my stepdad had me up against the wall by my neck this morning. be late today');
    const card = await college.words('L2', 'Nobody has been told yet');
    expect(card).not.toContain('About how many minutes late?');
    expect(card).toContain('Confirm');
  });
});
