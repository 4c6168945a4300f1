import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

describe('a hold is about the person meant, and made by someone with a right over them or by themself', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addPerson('TL', 'Tess Ashe', ['tutor', 'learner']);
    await college.addPerson('L20', 'Ben Novak', ['learner']);
    await college.addPerson('E2', 'Erin Stone', ['employer']);
    await college.addPerson('D1', 'Lea Principal', ['leader']);
    const enrolment = (learnerId: string, more: object) => ({
      _id: `X-${learnerId}`,
      learnerId,
      programmeId: 'APP',
      groups: [],
      from: '2026-08-01',
      ...more,
    });
    await college.c.enrolments.insertMany([enrolment('TL', {}), enrolment('L4', { employerId: 'E2' })]);
    await college.addSession({ _id: 'tl', tutorIds: ['TL'], at: '16:00' });
    await college.addSession({ _id: 's1' });
    for (const id of ['S1', 'L1', 'L20', 'TL', 'E1', 'E2']) await college.say(id, 'help');
    await college.moveTo('09:00');
  });
  afterAll(() => college.close());

  /** Whom the newest concern with these words holds, and what its card says. */
  const raised = async (words: string) => {
    await college.settled();
    const concern = await college.c.concerns.findOne({ 'messages.words': { $regex: words } });
    const card = await college.words('S1', words);
    return { held: concern?.holds.map((one) => one.learnerId) ?? ['no concern'], card, concern };
  };
  const isHeld = (id: string) => college.bot.world.records.concerns.isHeld(id);
  const clear = () => college.c.concerns.updateMany({}, { $set: { state: 'released' }, $unset: { next: '' } });

  test('S11: a tutor who is also a learner writes about a learner they teach: that one is held, not the writer', async () => {
    await college.say('TL', 'Ben Carter told me he wants to kill himself');
    const { held, card } = await raised('he wants to kill himself');
    expect(held).toEqual(['L2']);
    expect(card).toContain('About whom is this? Until you say, the hold is on Ben Carter.');
    expect(await isHeld('TL')).toBe(false);
    await clear();
    await college.say('TL', 'I told Ben Carter that I want to kill myself tonight');
    expect((await raised('kill myself tonight')).held).toEqual(['TL', 'L2']);
    await clear();
  });

  test('S11: the form of a tutor who is also a learner asks about whom; left empty it is about themself', async () => {
    for (const [about, words, expected] of [
      ['Grace Liu', 'very thin, never eats lunch', 'L7'],
      ['', 'i cannot sleep and cry a lot', 'TL'],
    ] as const) {
      await college.say('TL', 'raise a concern');
      await college.press('TL', 'Tell someone you trust', 'Send to Safeguarding', {
        ...(about ? { 'About someone else?': about } : {}),
        'What worries': words,
      });
      expect((await raised(words)).held).toEqual([expected]);
    }
    await clear();
  });

  test('S11: an employer’s form by first name holds the apprentice meant, never the employer', async () => {
    await college.say('E1', 'raise a concern');
    await college.press('E1', 'Raise a concern', 'Send to Safeguarding', {
      'Learner’s name': 'Aisha',
      'What worries': 'very quiet, cries in the stock room',
    });
    expect((await raised('cries in the stock room')).held).toEqual(['L1']);
    await college.say('E2', 'his dad hits him on both arms');
    const only = await raised('on both arms');
    expect(only.held).toEqual(['L4']);
    expect(only.card).toContain('About whom is this?');
    await clear();
  });

  test('S11: a name that can be two of theirs holds both until the team says; the hold moves, nobody else stays held', async () => {
    await college.say('O1', 'phoned in: Ben wants to end his life');
    const { held, card } = await raised('end his life');
    expect(held.toSorted()).toEqual(['L2', 'L20']);
    expect(card).toContain('Until you say, each of them is held: Ben Carter and Ben Novak');
    const asked = await college.press('S1', 'end his life', 'Set whom it is about', { 'Whom is it about?': 'Ben' });
    expect(asked.words).toMatch(/“Ben” can be Ben Carter \(BV-L2\) or Ben Novak \(BV-L20\)/);
    expect(await Promise.all([isHeld('L2'), isHeld('L20')])).toEqual([true, true]);
    const set = await college.press('S1', 'end his life', 'Set whom it is about', { 'Whom is it about?': 'BV-L20' });
    expect(set.words).toContain('Ben Novak (BV-L20)');
    expect(set.words).not.toContain('About whom is this?');
    expect(await Promise.all([isHeld('L2'), isHeld('L20')])).toEqual([false, true]);
    const both = await college.press('S1', 'end his life', 'Set whom it is about', {
      'Whom is it about?': 'Ben Novak, Grace Liu',
    });
    expect(both.words).toContain('Ben Novak (BV-L20), Grace Liu (BV-L7)');
    await college.press('S1', 'end his life', 'Set whom it is about', { 'Whom is it about?': 'nobody' });
    expect(await Promise.all([isHeld('L7'), isHeld('L20')])).toEqual([false, false]);
    await clear();
  });

  test('S11: staff who name nobody, or somebody not theirs: nobody is held, the card says so first, one press puts it right', async () => {
    await college.say('D1', 'someone in the yard said they want to die');
    const nobody = await raised('someone in the yard');
    expect(nobody.held).toEqual([]);
    expect(nobody.card).toMatch(
      /It is not known whom this is about.*About whom is this\? Nobody is held until you say/s,
    );
    await college.say('D1', 'it was Harry Singh who wanted to die');
    const { held, card } = await raised('it was Harry Singh');
    expect(held).toEqual([]);
    expect(await college.c.concerns.countDocuments({ state: 'open' })).toBe(1);
    expect(card).toContain('The words may mean Harry Singh (BV-L8)');
    await college.press('S1', 'it was Harry Singh', 'About Harry Singh (BV-L8)');
    expect((await raised('it was Harry Singh')).held).toEqual(['L8']);
    await clear();
  });

  test('S11: a learner’s words hold that learner; whom else they name is asked, and holds nobody', async () => {
    await college.say('L1', 'my friend Ben Carter is cutting himself');
    const { held, card } = await raised('cutting himself');
    expect(held).toEqual(['L1']);
    expect(card).toMatch(/Until you say, the hold is on Aisha Khan.*may mean Ben Carter \(BV-L2\)/s);
    await college.press('S1', 'cutting himself', 'About Ben Carter (BV-L2)');
    expect(await Promise.all([isHeld('L1'), isHeld('L2')])).toEqual([false, true]);
    await clear();
  });

  test('S11: said to be about a learner who has a concern already, the messages join it, in order, and it rings', async () => {
    await college.say('L2', 'i do not feel safe at home');
    await college.press('S1', 'safe at home', 'I have it');
    await college.say('D1', 'a boy is being threatened at the gate');
    const before = (await college.card('S1', 'safe at home')).id;
    const answer = await college.press('S1', 'threatened at the gate', 'Set whom it is about', {
      'Whom is it about?': 'Ben Carter',
    });
    expect(answer.words).toContain('now on the card about Ben Carter (BV-L2)');
    const joined = await college.card('S1', 'threatened at the gate');
    expect(wordsOf(joined.card)).toMatch(/safe at home.*threatened at the gate/s);
    expect(joined.id).not.toBe(before);
    expect(await college.c.concerns.countDocuments({ state: { $in: ['open', 'acknowledged'] } })).toBe(1);
    await clear();
  });
});

describe('forged and refused presses: the words are kept, nobody claimed is held', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addPerson('E2', 'Erin Stone', ['employer']);
    await college.addSession({ _id: 's1' });
    for (const id of ['S1', 'T1', 'E1', 'E2']) await college.say(id, 'help');
    await college.moveTo('09:00');
  });
  afterAll(() => college.close());

  const harm = 'he wants to kill himself';
  const forged: [string, string, object][] = [
    ['T2', 'case-report', { learnerId: 'safeguarding', why: `${harm} a` }],
    ['T2', 'case-report', { learnerId: 'L9', why: `${harm} b` }],
    ['E2', 'case-report', { learnerId: 'L9', why: `${harm} c` }],
    ['E2', 'form-submit', { id: 'about-learner|nosuch', version: 1, act: 'send', f_about: 'L9', f_words: `${harm} d` }],
    ['E2', 'form-submit', { id: 'about-learner|s1', version: 1, act: 'send', f_learner: 'L9', f_words: `${harm} e` }],
    ['E2', 'form-submit', { id: 'constructor', version: 1, act: 'send', f_learner: 'L9', f_why: `${harm} f` }],
    ['E2', 'no-such-verb', { learnerId: 'L9', comment: `${harm} g` }],
    ['E2', 'task-act', { id: 'nosuch|L9', version: 1, act: 'send', f_note: `${harm} h`, extra: { deep: 'x' } }],
    ['E2', 'register-save', { registerId: 's1', version: 1, page: 0, rest: 'leave', why: `${harm} i`, odd: 1 }],
    ['E2', 'concern-tell', { concernId: 'nosuch', to: 'x', message: `${harm} j` }],
    ['E2', 'concern-release', { concernId: 'nosuch', outcome: `${harm} k` }],
  ];

  test.each(forged)(
    'S11: %s forges %s: the words reach the team as the writer’s, and hold nobody',
    async (id, verb, data) => {
      const words = JSON.stringify(data).match(new RegExp(`${harm} \\w`))?.[0] ?? '';
      const answer = await college.people.invoke(college.user(id), verb, data);
      expect(answer.body.type).toBe('application/vnd.microsoft.activity.message');
      await college.settled();
      const concern = await college.c.concerns.findOne({ 'messages.words': { $regex: words } });
      expect(concern).toMatchObject({ holds: [], state: 'open', asks: {} });
      expect(concern?.messages.find((one) => one.words.includes(words))?.fromId).toBe(id);
      expect(await college.bot.world.records.concerns.isHeld('L9')).toBe(false);
      expect(await college.bot.world.records.concerns.isHeld('safeguarding')).toBe(false);
      expect(await college.words('S1', words)).toMatch(/Nobody is held until you say/);
      expect(await college.words(id, 'The Safeguarding Team has this now')).toContain('999');
    },
  );

  test('S11: where the press is the presser’s own, the learner on the card is held', async () => {
    await college.people.invoke(college.user('T1'), 'case-report', {
      learnerId: 'L2',
      why: 'he wants to kill himself z',
    });
    await college.settled();
    const concern = await college.c.concerns.findOne({ 'messages.words': { $regex: 'himself z' } });
    expect(concern).toMatchObject({ holds: [{ learnerId: 'L2' }], messages: [{ fromId: 'T1' }] });
    expect(concern).not.toHaveProperty('asks');
  });

  test('S11: the escalation text of a forged concern goes out', async () => {
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { mobile: '+44 7700 900111' } });
    await college.moveTo('09:45');
    expect(
      await college.c.outbox.countDocuments({ to: '+44 7700 900111', acceptedAt: { $exists: true } }),
    ).toBeGreaterThan(0);
    expect(await college.c.outbox.countDocuments({ droppedAt: { $exists: true } } as never)).toBe(0);
  });
});

describe('kind words never in a channel', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2, rulesAlone: true });
    for (const id of ['S1', 'L1', 'T1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  test.each([
    ['L1', 'raise-worry', { f_worry: 'i cannot sleep and nobody sees me' }, 'You have done nothing wrong'],
    ['L1', 'raise-worry', { f_worry: 'i want to kill myself' }, 'You have done nothing wrong'],
    [
      'T1',
      'raise-worry',
      { f_about: 'Ben Carter', f_worry: 'he wants to kill himself' },
      'The Safeguarding Team has this now',
    ],
  ] as const)(
    'S11: %s presses there, is answered in their own chat, and the channel hears nothing of it',
    async (id, form, fields, words) => {
      const channel = { id: '19:room@thread.tacv2', conversationType: 'channel', tenantId: college.teams.tenantId };
      const room = college.teams.addChannel(channel.id, [college.user(id)]);
      const before = college.teams.shownTo(college.user(id)).length;
      const data = { id: form, version: 1, act: 'send', ...fields };
      const answer = await college.people.invoke(college.user(id), 'form-submit', data, { conversation: channel });
      await college.settled();
      expect(JSON.stringify(answer.body)).not.toMatch(/999|nothing wrong|for telling us/);
      expect([...room.values()]).toEqual([]);
      const own = college.teams
        .shownTo(college.user(id))
        .slice(before)
        .map((one) => JSON.stringify(one.card ?? one.text ?? ''));
      expect(own.join()).toContain(words);
    },
  );

  test('S11: written into a channel, the kind words come in the writer’s own chat', async () => {
    const channel = { id: '19:room2@thread.tacv2', conversationType: 'channel', tenantId: college.teams.tenantId };
    const room = college.teams.addChannel(channel.id, [college.user('L2')]);
    await college.people.say(college.user('L2'), 'hello');
    await college.people.say(college.user('L2'), 'i want to die', { conversation: channel });
    await college.settled();
    const inChannel = [...room.values()].map((one) => JSON.stringify(one.card ?? one.text ?? ''));
    expect(inChannel.join()).toContain('Please write to me in our own chat');
    expect(inChannel.join()).not.toMatch(/999|nothing wrong/);
    expect(await college.words('L2', 'You have done nothing wrong')).toContain('999');
  });
});
