import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, addMinutes, dayOf } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const outcome = 'What was done';

// Sixty messages, each carried to the end, on a busy machine.

describe('a hold has an owner, a clock and a place on a list until it is released', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addPerson('S2', 'Omar Deputy', ['hosp'], { mobile: '+44 7700 900777' });
    await college.addPerson('S3', 'Sia Second', ['safeguarding']);
    await college.addPerson('D1', 'Lea Principal', ['leader']);
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'S2' } });
    for (const id of ['L1', 'S1', 'S2', 'S3', 'D1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const concern = async () => {
    const found = await college.c.concerns.findOne({ 'holds.learnerId': 'L1' });
    if (!found) throw new Error('no concern');
    return found;
  };
  const cardsOf = (id: string, words: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => JSON.stringify(one.card ?? '').includes(words));

  test('S11: taken on, it stays on the list of holds and in my tasks, with its age and owner', async () => {
    await college.say('L1', 'i do not feel safe in maths lol');
    await college.press('S1', 'safeguarding concern', 'I have it');
    expect((await concern()).next?.step).toBe('ask');
    for (const [id, say] of [
      ['S1', 'holds'],
      ['S3', 'holds'],
      ['S3', 'my tasks'],
    ] as const) {
      await college.say(id, say);
      const words = await college.words(id, say === 'holds' ? 'Holds' : 'My tasks');
      expect(words).toMatch(/Aisha Khan \(BV-L1\)\s+held since today, with Nia Roberts/);
    }
    await college.say('S3', 'who is held?');
    expect(cardsOf('S3', 'One hold is open. It comes again below.')).toHaveLength(2);
    expect(cardsOf('S3', 'safe in maths')).toHaveLength(1);
    await college.say('T1', 'holds');
    expect(await college.words('T1', 'I cannot do that for you.')).not.toContain('Aisha Khan');
  });

  test('S11: each working morning the same card comes back to its owner with its age, and asks; answered, nobody else is asked', async () => {
    const before = (await college.card('S1', 'safe in maths')).id;
    await college.moveTo('09:00', addDays(monday, 1));
    expect(cardsOf('S1', 'safe in maths')).toHaveLength(1);
    const shown = await college.card('S1', 'safe in maths');
    expect(shown.id).not.toBe(before);
    expect(wordsOf(shown.card)).toContain('open for 1 day');
    expect(wordsOf(shown.card)).toContain('Is it still needed?');
    const answer = await college.press('S1', 'safe in maths', 'Still needed');
    expect(answer.words).not.toContain('Is it still needed?');
    await college.moveTo('12:00', addDays(monday, 1));
    expect(cardsOf('S2', 'safe in maths')).toEqual([]);
  });

  test('S11: not answered in the pack’s time, it goes to the deputy that morning; next morning it is asked again', async () => {
    await college.moveTo('09:00', addDays(monday, 2));
    expect(cardsOf('S2', 'safe in maths')).toEqual([]);
    await college.moveTo('09:31', addDays(monday, 2));
    expect(cardsOf('S2', 'safe in maths')).toHaveLength(1);
    expect(cardsOf('S1', 'safe in maths')).toHaveLength(1);
    expect((await concern()).next).toEqual({ step: 'ask', at: new Date('2026-11-26T09:00:00Z') });
  });

  test('S11: weekends are no working mornings; after five working days a leader hears that it exists and how old, not what or about whom', async () => {
    await college.moveTo('09:31', addDays(monday, 4));
    const askedAt = (await concern()).askedAt;
    await college.moveTo('23:00', addDays(monday, 6));
    expect((await concern()).askedAt).toEqual(askedAt);
    expect(college.find('D1', 'safeguarding hold')).toBeUndefined();
    await college.moveTo('09:00', addDays(monday, 7));
    const heard = await college.words('D1', 'A safeguarding hold has been in place for 7 days');
    expect(heard).not.toMatch(/Aisha|Khan|BV-L1|anxiety|learner/);
    await college.moveTo('09:00', addDays(monday, 8));
    expect(cardsOf('D1', 'A safeguarding hold has been')).toHaveLength(1);
    expect(await college.words('D1', 'A safeguarding hold')).toContain('for 8 days');
    for (const verb of ['concern-page', 'concern-release', 'concern-keep']) {
      const answer = await college.people.invoke(college.user('D1'), verb, {
        concernId: (await concern())._id,
        outcome: 'all is well',
      });
      expect(String(answer.body.value)).toContain('You cannot do that here');
    }
  });

  test('S11: an owner who leaves the team owns nothing: the whole team is asked', async () => {
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['tutor'] } });
    const before = (await college.card('S3', 'safe in maths')).id;
    await college.moveTo('09:00', addDays(monday, 9));
    expect(await concern()).not.toHaveProperty('ownerId');
    expect((await college.card('S3', 'safe in maths')).id).not.toBe(before);
    expect(college.find('S1', 'safe in maths')).toBeUndefined();
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['safeguarding'] } });
    await college.press('S3', 'safe in maths', 'I have it');
  });

  test('S11: release asks what came of it and keeps that with who and when; a leader who knew hears that it ended', async () => {
    const refused = await college.press('S3', 'safe in maths', 'Release the hold', { [outcome]: ' ' });
    expect(refused.words).toContain('what came of it');
    expect((await concern()).state).toBe('acknowledged');
    const answer = await college.press('S3', 'safe in maths', 'Release the hold', {
      [outcome]: 'spoke with her, it was about the test',
    });
    expect(answer.words).toMatch(/Sia Second: released the hold: “spoke with her, it was about the test”/);
    const stored = await concern();
    expect(stored).toMatchObject({
      state: 'released',
      released: { byId: 'S3', outcome: 'spoke with her, it was about the test' },
    });
    expect(stored).not.toHaveProperty('next');
    expect(await college.words('D1', 'safeguarding hold')).toContain('has ended');
    await college.say('S1', 'holds');
    expect(await college.words('S1', 'Holds')).toContain('No learner is under a hold');
  });

  test('S11: it can be put again by one press; whoever does has it, and its clock runs', async () => {
    const answer = await college.press('S1', 'safe in maths', 'Put the hold again');
    expect(answer.words).toContain('Nia Roberts has it');
    expect(await concern()).toMatchObject({ state: 'acknowledged', ownerId: 'S1', next: { step: 'ask' } });
    expect(await college.bot.world.records.concerns.isHeld('L1')).toBe(true);
    expect(await college.words('S3', 'safe in maths')).toMatch(/released the hold.*put the hold again/s);
  });

  test('S11: a holiday of the term does not let a hold rest', async () => {
    await college.c.programmes.updateMany({}, { $set: { terms: [{ from: '2026-09-07', to: '2026-12-11' }] } });
    await college.moveTo('09:00', addDays(monday, 21));
    expect(dayOf((await concern()).askedAt ?? new Date(0))).toBe('2026-12-14');
  });
});

describe('nobody on the team', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addPerson('D1', 'Lea Principal', ['leader']);
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['tutor'] } });
    for (const id of ['L1', 'D1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  test('S11: a leader hears at once that a concern waits for nobody, and not what or about whom', async () => {
    await college.say('L1', 'i do not feel safe at home');
    const heard = await college.words('D1', 'nobody is on the Safeguarding Team');
    expect(heard).not.toMatch(/Aisha|home/);
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['safeguarding'] } });
    await college.moveTo('08:31');
    expect(await college.words('S1', 'safe at home')).toContain('Aisha Khan');
  });
});

describe('many words, one card', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    for (const id of ['L1', 'L2', 'S1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const concern = () => college.c.concerns.findOne({ 'holds.learnerId': 'L2' });

  test('S11: sixty messages are one concern and one card, in order, by pages; the card stays under Teams’ limit', async () => {
    const posts = () =>
      college.teams.shownTo(college.user('S1')).filter((one) => JSON.stringify(one.card ?? '').includes('Ben Carter'));
    for (let i = 1; i <= 60; i += 6)
      await Promise.all(
        Array.from({ length: 6 }, (_, j) =>
          college.people.say(college.user('L2'), `i do not feel safe, number ${i + j}. ${'so much. '.repeat(20)}`),
        ),
      );
    await college.settled();
    expect(await college.c.concerns.countDocuments({})).toBe(1);
    const messages = (await concern())?.messages ?? [];
    expect(messages).toHaveLength(60);
    expect(messages.map((one) => one.at.getTime())).toEqual(messages.map((one) => one.at.getTime()).toSorted());
    expect(posts()).toHaveLength(1);
    const last = await college.card('S1', 'Ben Carter');
    expect(JSON.stringify(last.card).length).toBeLessThan(25_000);
    expect(wordsOf(last.card)).toContain(`${messages.at(-1)?.words.trim()}`);
    const earlier = await college.press('S1', 'Ben Carter', 'Earlier messages');
    expect(earlier.words).not.toContain(messages.at(-1)?.words.slice(0, 40));
    expect(earlier.words).toContain(messages.at(-20)?.words.trim());
  });

  test('S11: the clock runs from the first message nobody has answered; a new one after that rings again', async () => {
    const first = (await concern())?.next;
    expect(first).toEqual({ step: 'escalate', at: addMinutes((await concern())?.messages[0]?.at ?? new Date(0), 30) });
    await college.moveTo('08:20');
    await college.say('L2', 'i do not feel safe, still');
    expect((await concern())?.next).toEqual(first);
    await college.press('S1', 'Ben Carter', 'I have it');
    const taken = (await college.card('S1', 'Ben Carter')).id;
    await college.say('L2', 'i do not feel safe, moments later');
    const before = (await college.card('S1', 'Ben Carter')).id;
    expect(before).not.toBe(taken);
    await college.press('S1', 'Ben Carter', 'I have it');
    await college.moveTo('08:40');
    await college.say('L2', 'i want to kill myself');
    const shown = await college.card('S1', 'Ben Carter');
    expect(shown.id).not.toBe(before);
    expect(wordsOf(shown.card)).toMatch(/Urgent.*New words since Nia Roberts took it/s);
    const after = await concern();
    const at = addMinutes(after?.messages.at(-1)?.at ?? new Date(0), 10);
    expect(after).toMatchObject({ state: 'open', next: { step: 'escalate', at } });
  });

  test('S11: each wait for an answer is twice the one before, and at most a day', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const at = (await concern())?.next?.at ?? new Date(0);
      await college.bot.clock.moveTo(at);
      college.bot.world.wake();
      await college.settled();
      waits.push(((await concern())?.next?.at.getTime() ?? 0) - at.getTime());
    }
    expect(waits.map((ms) => Math.round(ms / 60_000))).toEqual([20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]);
  });

  test('S11: however much three people’s concern says, its card can be sent', async () => {
    const contacts = Array.from({ length: 4 }, (_, i) => ({
      name: `Parent or carer number ${i} of a long name`,
      relation: 'parent or carer',
      mobile: `+44 7700 90090${i}`,
      email: `a.rather.long.address.${i}@families.example`,
    }));
    await college.c.people.updateMany({ _id: { $in: ['L3', 'L4', 'L5'] } }, { $set: { contacts, born: '2009-01-01' } });
    const long = 'i do not feel safe “at home”, she said, and then she said it again \\ and again. '.repeat(120);
    await college.say('O1', `Chloe Evans, Daniel Osei and Ella Wright: ${long}`);
    const shown = await college.card('S1', 'Chloe Evans (BV-L3) or');
    expect(JSON.stringify(shown.card).length).toBeLessThan(25_000);
    expect((await college.c.concerns.findOne({ 'holds.learnerId': 'L4' }))?.holds).toHaveLength(3);
    for (let i = 0; i < 6; i++) {
      const answer = await college.press('S1', 'Chloe Evans (BV-L3) or', 'Earlier messages').catch(() => undefined);
      if (answer) expect(JSON.stringify(answer.body.value).length).toBeLessThan(25_000);
    }
  });

  test('S11: the same words again much later ring again; a redelivery does not', async () => {
    await college.say('L1', 'i do not feel safe in the yard');
    await college.say('L1', 'i do not feel safe in the yard');
    const of = () => college.c.concerns.findOne({ 'holds.learnerId': 'L1' });
    expect((await of())?.messages).toHaveLength(1);
    const now = college.bot.clock.now();
    await college.bot.clock.moveTo(new Date(now.getTime() + 6 * 60_000));
    const before = (await college.card('S1', 'in the yard')).id;
    await college.say('L1', 'i do not feel safe in the yard');
    expect((await of())?.messages).toHaveLength(2);
    expect((await college.card('S1', 'in the yard')).id).not.toBe(before);
  });
});
