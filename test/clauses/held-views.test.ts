import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, addMinutes, instantOf } from '../../src/domain/calendar.ts';
import { taskKinds } from '../../src/domain/task.ts';
import { openRelease } from '../../src/usecases/catch-up/release.task.ts';
import { isSeenOutside } from '../../src/usecases/core/hold-gate.ts';
import { loadSession } from '../../src/usecases/core/load-session.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { tellChange } from '../../src/usecases/core/tell-people.task.ts';
import { commandsFor } from '../../src/usecases/desk/show-help.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { viewTask } from '../../src/usecases/desk/view-task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { tellFamily } from '../../src/usecases/standing/tell-family.ts';
import { College, monday } from '../support/college.ts';
import { putAction, putReview } from '../support/put-to-people.ts';
import { until } from '../support/until.ts';
import { wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);

/** The employer's card about a notice, drawn once more for another reason. */
async function drawAgain(college: College): Promise<void> {
  const slot = await college.c.slots.findOne({ kind: 'notice', 'recipient.person': 'E1' });
  const { kind, subjectId, recipient, revision } = slot!;
  const { records, clock } = college.bot.world;
  await records.slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, clock.now());
  college.bot.world.wake();
  await college.settled();
}

describe('what an employer sees of a learner under a hold', () => {
  let college: College;
  const person = async (id: string) => {
    const found = await college.c.people.findOne({ _id: id });
    if (!found) throw new Error(`no ${id}`);
    return found;
  };
  const action = (id: string, what: string, ownerId: string) =>
    putAction(college, { id, what, ownerId, learnerId: 'L1', due: tuesday });
  const release = async (id: string, on = addDays(monday, 3)) => {
    const session = await college.addSession({ _id: id, programmeId: 'APP', on, at: '14:00', title: id });
    const context = await loadSession(college.bot.world, id);
    if (!context) throw new Error('no session');
    await openRelease(college.bot.world, context, session, { _id: 'alternative-1', learnerId: 'L1' }, 'E1');
    await college.settled();
  };

  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addHistory(
      'L1',
      [14, 12, 10, 8].map((ago) => ({ code: ago === 12 ? 'unauthorised' : 'present', on: addDays(monday, -ago) })),
      'APP',
    );
    await college.addHistory('L2', [{ code: 'present', on: addDays(monday, -9) }], 'APP');
    await recount(college.bot.world, true);
    for (const id of ['L1', 'L2', 'L3', 'E1', 'T1', 'A1', 'S1', 'O1', 'M1', 'H1']) await college.say(id, 'help');
    await college.addSession({
      _id: 'bus',
      tutorIds: ['T2'],
      on: addDays(monday, 3),
      at: '14:00',
      title: 'Business',
      minutes: 60,
    });
    await college.say('E1', 'Aisha Khan is off on thursday, dentist at 2');
    await college.press('E1', 'Not in', 'Confirm');
    await college.addSession({ _id: 'seen', programmeId: 'APP', at: '08:30', title: 'Seen', minutes: 60 });
    await college.moveTo('08:30');
    await college.save('seen', { 'APP-L1': 'unauthorised' });
    await action('a1', 'Ring-fence Tuesday mornings', 'E1');
    await release('Review before');
    await college.moveTo('09:40');
    await college.card('E1', 'Not in on');
  });
  afterAll(() => college.close());

  /** Everything an employer can see: the answer to each of their commands, and every card in their chat. */
  const views = async () => {
    const answers: Record<string, string> = {};
    for (const { say } of commandsFor({ roles: ['employer'] })) {
      const answer = await college.people.invoke(college.user('E1'), 'run-command', { say });
      answers[say] = typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.body.value);
      await college.settled();
    }
    const chat = college.teams.shownTo(college.user('E1')).map((one) => one.text ?? wordsOf(one.card));
    return { answers, chat: chat.toSorted() };
  };
  const listOf = async (id: string, say: string) =>
    wordsOf((await college.people.invoke(college.user(id), 'run-command', { say })).body.value);

  test('S11: the moment somebody writes, every view of their employer stays exactly as it was', async () => {
    // The first look may itself put something in their chat, such as the policy they asked for.
    await views();
    const before = await views();
    expect(before.answers['my learners']).toContain('60% attendance, 3 of 5 sessions');
    expect(before.answers['my tasks']).toMatch(/Ring-fence|An action for you/);
    await college.say('L1', 'my boss hits me in room nine, i do not feel safe at work');
    expect(await college.bot.world.records.concerns.isHeld('L1')).toBe(true);
    expect(await views()).toEqual(before);
  });

  test('S11: what happens after that reaches neither their figures nor the learner’s own; others go on', async () => {
    const own = await listOf('L1', 'my attendance');
    await college.addSession({ _id: 'after', programmeId: 'APP', at: '10:00', title: 'After', minutes: 60 });
    await college.moveTo('10:00');
    await college.save('after', { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    await college.moveTo('10:45');
    const learners = await listOf('E1', 'my learners');
    expect(learners).toMatch(/Aisha Khan\s+Level 3 Team Leader: 60% attendance, 3 of 5 sessions/);
    expect(learners).toMatch(/Ben Carter\s+Level 3 Team Leader: 66% attendance, 2 of 3 sessions/);
    expect(await listOf('L1', 'my attendance')).toBe(own);
    expect(college.find('E1', 'Ben Carter was not in After')).toBeDefined();
    expect(college.find('E1', 'Aisha Khan was not in After')).toBeUndefined();
  });

  test('S11: no new action, release or message about them is drawn for the employer or a colleague; theirs can still be answered', async () => {
    await action('a2', 'Call her at home', 'E1');
    await action('a3', 'Speak with her employer', 'T1');
    await release('Review after');
    expect(college.find('E1', 'Call her at home')).toBeUndefined();
    expect(college.find('T1', 'Speak with her employer')).toBeUndefined();
    expect(college.find('E1', 'Review after')).toBeUndefined();
    expect(college.find('T1', ['Release for a 1-2-1', 'Review after'])).toBeUndefined();
    const answer = await college.press('E1', 'Ring-fence Tuesday mornings', 'Done', { Note: 'rota changed' });
    expect(answer.words).toContain('Action done');
  });

  test('S11: amended under the hold, no correction goes out; Conduct Reviews are not approved', async () => {
    const texts = () => college.c.outbox.countDocuments({ about: 'L1', kind: 'sms', acceptedAt: { $exists: true } });
    const before = await texts();
    const amended = await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: 'seen',
      version: (await college.c.registers.findOne({ _id: 'seen' }))?.version,
      page: 0,
      rest: 'leave',
      why: 'wrong mark',
      'm_APP-L1': 'present',
    });
    expect(wordsOf(amended.body.value)).toContain('Saved');
    await college.settled();
    expect(await texts()).toBe(before);
    expect(college.find('E1', 'Correction')).toBeUndefined();
    await putReview(college, 'L1');
    await college.addSession({ _id: 'to-come', on: addDays(monday, 7), tutorIds: ['T2'] });
    await college.press('M1', 'Propose a Conduct Review', 'Propose it', {
      'Target 1': 'Be in',
      'Target 2': 'Be on time',
      'Target 3': 'Ask for help',
      'Starts on': addDays(monday, 7),
    });
    const press = await college.press('H1', 'Approve this Conduct Review?', 'Approve');
    expect(press.words).toContain('Nobody could be told just now');
  });

  test('S11: what is decided about their notice under the hold is not shown to them', async () => {
    await college.press('O1', 'Absences to decide', 'Accept', {}, (await college.c.notices.findOne({}))?._id);
    expect((await college.c.notices.findOne({}))?.decisions).toMatchObject([{ state: 'accepted' }]);
    // Not even when their card is drawn once more for another reason.
    await drawAgain(college);
    expect(college.find('E1', 'Accepted by Pat Quinn')).toBeUndefined();
    expect(await college.words('E1', 'You told us about Aisha Khan')).not.toContain('Accepted');
  });

  test('S11: its time comes and goes unseen; released, it is drawn as it then is', async () => {
    await college.moveTo('17:01', tuesday);
    expect(college.find('E1', 'overdue')).toBeUndefined();
    expect(college.find('E1', 'Call her at home')).toBeUndefined();
    await college.press('S1', 'room nine', 'I have it');
    await college.press('S1', 'room nine', 'Release the hold', { 'What was done': 'she has moved to another site' });
    expect(await college.words('E1', 'Call her at home')).toContain('Action overdue');
    expect(await college.words('T1', 'Speak with her employer')).toContain('Action overdue');
    expect(await college.words('E1', 'Review after')).toContain('Please release them');
    expect(await college.words('E1', 'You told us about Aisha Khan')).toContain('Accepted by Pat Quinn');
    expect(await college.words('E1', 'Correction for Seen')).toContain('now marked “Present”');
    expect(await listOf('E1', 'my learners')).toMatch(/Aisha Khan\s+Level 3 Team Leader: 66% attendance/);
  });

  test('S11: under a hold a manager’s press tells nobody: employer, parent and learner hear nothing', async () => {
    await college.people.invoke(college.user('T1'), 'case-report', { learnerId: 'L3', why: 'stopped answering' });
    await college.settled();
    await college.say('L3', 'i do not feel safe at home');
    const texts = () => college.c.outbox.countDocuments({ about: 'L3' });
    const before = await texts();
    const press = await college.press('A1', ['at risk of disengaging', 'Chloe Evans'], 'Inform employer');
    expect(press.words).toContain('Nobody could be told just now');
    const learner = await person('L3');
    const message = {
      key: 'k1',
      title: 'Your attendance',
      toLearner: 'Please talk to us',
      toParent: 'Chloe’s attendance',
    };
    expect(await tellFamily(college.bot.world, learner, message)).toBeUndefined();
    await college.settled();
    expect(college.find('E1', 'About Chloe Evans')).toBeUndefined();
    expect(college.find('L3', 'Please talk to us')).toBeUndefined();
    expect(await texts()).toBe(before);
  });

  test('S11: a message told before the hold and not shown yet is not shown under it', async () => {
    let isDown = true;
    const { chatId } = college.user('E1');
    college.teams.fault = ({ conversationId }) =>
      isDown && conversationId === chatId ? { kind: 'refuse', status: 503 } : undefined;
    const change = { key: 'late', title: 'About Ben Carter', lines: ['We would like to talk.'], aboutId: 'L2' };
    expect(await tellChange(college.bot.world, change, [await person('E1')])).toBe(1);
    await college.people.say(college.user('L2'), 'i do not feel safe at home');
    isDown = false;
    college.teams.fault = () => undefined;
    await college.settled();
    expect(college.find('E1', 'We would like to talk')).toBeUndefined();
  });

  test('S11: a text that waits to be sent when a hold begins is dropped, and the MIS hears after it', async () => {
    const { records, clock } = college.bot.world;
    const at = addMinutes(clock.now(), 30);
    await records.outbox.put([{ _id: 'waits-sms', kind: 'sms', to: 'x', about: 'L5', body: 'waits' }], at);
    const event = { _id: 'waits-mis', type: 'mark' as const, subject: 'waits-mis', learnerId: 'L5', body: '{}' };
    await records.mis.put([event], at);
    await college.say('L5', 'i do not feel safe at home');
    await college.bot.clock.moveTo(addMinutes(at, 1));
    college.bot.world.wake();
    await college.settled();
    const sms = await college.c.outbox.findOne({ _id: 'waits-sms' });
    expect(sms).toMatchObject({ droppedAt: expect.any(Date) });
    expect(sms).not.toHaveProperty('acceptedAt');
    expect(await college.c.misEvents.findOne({ _id: 'waits-mis' })).toMatchObject({ held: true });
  });

  const outside = taskKinds.filter(isSeenOutside);
  const gated = outside.filter((kind) => taskKindsOf[kind].whileHeld !== 'everyone');
  test('the kinds of task that somebody outside may see are these; a new one falls under the gate by its right', () => {
    expect(outside.toSorted()).toEqual(
      [
        'absence',
        'offered-file',
        'outside-message',
        'plan-action',
        'policy-read',
        'release',
        'session-change',
      ].toSorted(),
    );
    // Their clocks rest under a hold; the message about an absence is dropped instead, it would be stale.
    const clocked = outside.filter((kind) => taskKindsOf[kind].onTime && kind !== 'absence');
    for (const kind of clocked)
      expect([kind, taskKindsOf[kind].rests]).toEqual([kind, expect.arrayContaining(['held'])]);
  });

  test.each(gated)(
    'S11: under a hold nothing new of kind %s about the learner is drawn for an employer',
    async (kind) => {
      const { world } = college.bot;
      const employer = await person('E1');
      const task = await openTask(world, {
        _id: `gate|${kind}`,
        kind,
        learnerId: 'L2',
        programmeId: 'APP',
        sessionId: 'seen',
        ownerIds: ['E1'],
        state: 'open',
        isShown: false,
        data: { title: 'T', lines: ['x'], what: 'x', at: instantOf(monday, '09:00'), told: [], enrolmentId: 'APP-L2' },
      });
      expect(await viewTask(world, task as never, employer)).toBeUndefined();
    },
  );
});

describe('the Safeguarding Team tells somebody outside in its own words', () => {
  let college: College;
  const adult = { name: 'Kaz Khan', relation: 'father', mobile: '+44 7700 900901', doNotContact: true };
  const mother = { name: 'Mina Khan', relation: 'mother', mobile: '+44 7700 900902' };
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.c.people.updateOne({ _id: 'L1' }, { $set: { born: '2009-05-01', contacts: [adult, mother] } });
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { mobile: '+44 7700 900903' } });
    for (const id of ['L1', 'E1', 'T1', 'S1', 'O1']) await college.say(id, 'help');
    await college.addSession({ _id: 's1', at: '08:30' });
    await college.moveTo('08:40');
    await college.say('L1', 'i want to kill myself because of room nine');
  });
  afterAll(() => college.close());

  test('S11: the card says where the learner is now, how old, and whom to call', async () => {
    const words = await college.words('S1', 'room nine');
    expect(words).toMatch(/At 08:40\s+08:30 to 11:30 Business communication, Room 4, Sam Lee, not marked yet/);
    expect(words).toMatch(/Age\s+17/);
    expect(words).toMatch(/Phone\s+\+44 7700 900100/);
    expect(words).toMatch(/Father\s+Kaz Khan, \+44 7700 900901, do not contact/);
    expect(words).toMatch(/Mother\s+Mina Khan, \+44 7700 900902/);
    expect(words).toMatch(/Mentor\s+Maya Patel \+44 7700 900903/);
    expect(words).toMatch(/Employer\s+Jordan Blake/);
  });

  test('S11: to a parent by text: past the hold, kept with the concern, seen by the team alone; nobody marked do not contact is offered', async () => {
    const card = JSON.stringify((await college.card('S1', 'room nine')).card);
    expect(card).toContain('Mina Khan (mother), by text message');
    expect(card).not.toContain('Kaz Khan (father), by');
    const to = /"title":"Mina Khan[^"]*","value":"([^"]*)"/.exec(card)?.[1] ?? '';
    const words = 'Aisha is safe and with us. Please call me on 01234 567890.';
    await college.press('S1', 'room nine', 'Send it', { 'To whom?': to, 'What do you want': words });
    const row = await college.c.outbox.findOne({ to: '+44 7700 900902' });
    expect(row).toMatchObject({ lane: 'safeguarding', acceptedAt: expect.any(Date) });
    expect(row?.body).toContain(words);
    expect(row?.body).toContain('Nia Roberts, Safeguarding Team');
    const arrived =
      /Nia Roberts: told Mina Khan \(mother\): “Aisha is safe and with us.*\(text message accepted 08:4\d, delivered 08:4\d\)/;
    // The card is drawn again after the row says what became of it.
    await until('the card to say that it arrived', async () => arrived.test(await college.words('S1', 'room nine')));
  });

  test('S11: to the employer in Teams, in the team’s words, while the hold keeps back everything else', async () => {
    const card = JSON.stringify((await college.card('S1', 'room nine')).card);
    const to = /"title":"Jordan Blake[^"]*","value":"([^"]*)"/.exec(card)?.[1] ?? '';
    const words = 'Aisha will not be at work this week. Please call me first.';
    const answer = await college.press('S1', 'room nine', 'Send it', { 'To whom?': to, 'What do you want': words });
    expect(answer.words).not.toContain('room nine again');
    const told = await college.words('E1', 'A message from the Safeguarding Team');
    expect(told).toContain(words);
    expect(told).not.toContain('room nine');
    await college.say('S1', 'holds');
    expect(await college.words('S1', 'room nine')).toMatch(/told Jordan Blake \(employer\).*\(shown in Teams\)/);
    for (const id of ['T1', 'O1', 'L1']) expect(college.find(id, 'will not be at work')).toBeUndefined();
  });

  test('S11: nobody else can send it, nor to anyone the card does not offer', async () => {
    const concernId = (await college.c.concerns.findOne({}))?._id;
    const before = await college.c.outbox.countDocuments({});
    for (const [id, to] of [
      ['O1', 'employer|x'],
      ['S1', 'contact|forged'],
    ] as const) {
      const data = { concernId, to, message: 'hello there' };
      const answer = await college.people.invoke(college.user(id), 'concern-tell', data);
      const said = typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.body.value);
      expect(said).toMatch(/You cannot do that here|Nobody could be told/);
      // What the team typed is still on its card.
      if (id === 'S1') expect(JSON.stringify(answer.body.value)).toContain('hello there');
    }
    expect(await college.c.outbox.countDocuments({})).toBe(before);
  });

  test('S11: what the team writes on its own card is for the team, also when it speaks of harm', async () => {
    await college.press('S1', 'room nine', 'Release the hold', {
      'What was done': 'she wanted to kill herself; CAMHS has her now',
    });
    const concerns = await college.c.concerns.find({}).toArray();
    expect(concerns).toHaveLength(1);
    expect(concerns[0]?.released?.outcome).toContain('CAMHS has her now');
  });
});

describe('what an employer was told of a notice before a hold', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    for (const id of ['L1', 'E1', 'O1', 'S1']) await college.say(id, 'help');
    await college.say('E1', 'Aisha Khan is off on thursday, dentist at 2');
    await college.press('E1', 'Not in', 'Confirm');
  });
  afterAll(() => college.close());

  test('S11: its decision stays on the card and in every answer when a hold begins', async () => {
    const own = (await college.c.notices.findOne({}))?._id;
    await college.press('O1', 'Absences to decide', 'Accept', {}, own);
    const asked = async (words: string) => {
      await college.say('E1', words);
      return (await college.words('E1', words.startsWith('what') ? 'What you have told me' : 'Accepted by')).replace(
        /, \d\d:\d\d/g,
        '',
      );
    };
    const card = await college.words('E1', 'You told us about Aisha Khan');
    const told = await asked('what have i told you');
    expect(card).toContain('Accepted by Pat Quinn');
    expect(told).toContain('Accepted');
    await college.say('L1', 'my boss hits me in room nine, i do not feel safe at work');
    expect(await college.bot.world.records.concerns.isHeld('L1')).toBe(true);
    expect(await asked('what have i told you')).toBe(told);
    // Its card, drawn once more.
    await drawAgain(college);
    expect(await college.words('E1', 'You told us about Aisha Khan')).toBe(card);
  });
});
