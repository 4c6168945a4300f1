import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { viewCase } from '../../src/usecases/risk/view-case.ts';
import { College, monday } from '../support/college.ts';
import { addLessons, missOneTooMany, start, thirdMissed } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';
import { actionOf, actionsOf, inputsOf, wordsOf } from '../teams/client.ts';

const over = 'The minutes in which this could be undone are over';

/** Ten minutes in which a decision, a signature or a release can be undone, and nothing of it leaves (SPEC P). */
describe('undo', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, undoMinutes: 10, rulesAlone: true });
    await addLessons(college, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]);
    for (const id of ['T1', 'M1', 'H1', 'S1', 'L2', 'L4']) await college.say(id, 'help');
    await missOneTooMany(college, ['L2']);
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const ben = () => college.card('M1', 'Ben Carter');
  const titlesOf = async () => actionsOf((await ben()).card).map((one) => one.title);
  const theCase = () => college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' });
  const opened = () => college.c.tasks.countDocuments({ learnerId: 'L2', kind: { $in: ['conduct-review', 'step'] } });
  const sent = async () => (await college.sent('L2')).length;

  test('G8: a decision happens ten minutes later, and until then it can be undone: the card is as it was, the history keeps both', async () => {
    const before = { titles: await titlesOf(), opened: await opened(), sent: await sent() };
    const answer = await college.press('M1', 'Ben Carter', 'B: Disciplinary');
    expect(answer.words).toContain('Nothing has gone out yet: it is done at 09:40.');
    expect(await titlesOf()).toContain('Undo (until 09:40)');
    expect(await college.words('M1', ['Red risk: decided', 'Ben Carter'])).toContain('Nothing has gone out yet');
    expect(await titlesOf()).not.toContain('A: No action');
    expect({ opened: await opened(), sent: await sent() }).toEqual({ opened: before.opened, sent: before.sent });
    expect((await theCase())?.decisions).toEqual([]);
    await college.moveTo('09:35');
    const undone = await college.press('M1', 'Ben Carter', 'Undo (until 09:40)');
    expect(undone.words).not.toContain('Undo');
    expect(await titlesOf()).toEqual(before.titles);
    expect((await theCase())?.notes).toMatchObject([
      { code: 'chosen', title: 'B: Disciplinary', byId: 'M1' },
      { code: 'taken-back', title: 'B: Disciplinary', byId: 'M1' },
    ]);
    const story = pageWords((await visitorOf(college).see('M1', 'story/L2')).text);
    const mentor = (await college.c.people.findOne({ _id: 'M1' }))?.name;
    for (const what of ['chosen', 'taken back'])
      expect(story).toContain(`B: Disciplinary: ${what} by ${mentor}. ${mentor}`);
    await college.moveTo('09:46');
    expect((await theCase())?.decisions).toEqual([]);
  });

  test('P: a press delivered again after it was undone does nothing, nor does the undo of an earlier press', async () => {
    const user = college.user('M1');
    const first = actionOf((await ben()).card, 'B: Disciplinary');
    const activity = college.people.activity(user, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: first.verb, data: first.data }, trigger: 'manual' },
    });
    await college.people.deliver(activity);
    await college.settled();
    const undo = actionOf((await ben()).card, 'Undo (until 09:56)');
    await college.people.invoke(user, undo.verb, undo.data);
    await college.settled();
    await college.people.deliver({ ...activity, id: 'another-delivery' });
    await college.settled();
    expect(await titlesOf()).toContain('B: Disciplinary');
    await college.press('M1', 'Ben Carter', 'B: Disciplinary');
    await college.people.invoke(user, undo.verb, undo.data);
    await college.settled();
    expect(await titlesOf()).toContain('Undo (until 09:56)');
  });

  test('G8: a note is a second step after it; both are carried out by another process once the minutes are over, and an old button says why not', async () => {
    const noted = await college.press('M1', 'Ben Carter', 'Save the note', { Note: 'spoke to him on Monday' });
    expect(noted.words).toContain('B: Disciplinary');
    const old = await ben();
    await college.restart();
    await college.moveTo('09:57');
    const decided = await theCase();
    expect(decided?.decisions).toMatchObject([{ option: 'b', byId: 'M1', note: 'spoke to him on Monday' }]);
    expect(decided?.decisions[0]?.at.toISOString()).toContain('T09:46');
    expect(await titlesOf()).toContain('Propose it');
    expect(await titlesOf()).not.toContain('Undo (until 09:56)');
    const late = await college.people.press(college.user('M1'), old, 'Undo (until 09:56)');
    expect(JSON.stringify(late.body)).toContain(over);
    expect((await theCase())?.decisions).toHaveLength(1);
  });

  test('G11: an approval and a signature wait, too; others see nothing of them meanwhile', async () => {
    await college.press('M1', 'Ben Carter', 'Propose it', { 'Starts on': start });
    const before = await sent();
    const approved = await college.press('H1', ['Approve this Conduct Review?', 'Ben Carter'], 'Approve');
    expect(approved.words).toContain('Nothing has gone out yet: it is done at 10:07.');
    expect(await sent()).toBe(before);
    expect(await titlesOf()).not.toContain('Comment, or end it early');
    await college.moveTo('10:08');
    expect(await college.words('L2', 'Your Conduct Review')).toContain('Monday 30 November');
    await college.moveTo('09:00', start);
    await college.save('cr-0-1');
    const lesson = ['Conduct Review: this lesson', 'Day 0 lesson 1'];
    const signed = await college.press('T1', lesson, 'Sign', { 'Targets met': '1,2,3' });
    expect(signed.words).toContain('Be in every lesson');
    const task = () => college.c.tasks.findOne({ kind: 'conduct-lesson', sessionId: 'cr-0-1' });
    expect(await task()).toMatchObject({ state: 'open', isOpen: true });
    await college.press('T1', lesson, 'Undo (until 09:10)');
    expect(actionsOf((await college.card('T1', lesson)).card).map((one) => one.title)).toContain('Sign');
    await college.press('T1', lesson, 'Sign', { 'Targets met': '1,2' });
    await college.moveTo('09:11', start);
    expect(await task()).toMatchObject({ state: 'signed', data: { met: [1, 2] } });
    expect((await task())?.history.map((one) => one.act).slice(-4)).toEqual([
      'pressed',
      'taken-back',
      'pressed',
      'signed',
    ]);
  });

  test('S7: what waits for its ten minutes is asked for on no list; taken back, it is there again', async () => {
    const lesson = ['Conduct Review: this lesson', 'Day 0 lesson 2'];
    const list = () =>
      college.teams.shownTo(college.user('T1')).find(({ card }) => wordsOf(card).startsWith('Still open, Monday'));
    const tasks = async () => {
      await college.say('T1', 'my tasks');
      return college.words('T1', 'My tasks');
    };
    await college.moveTo('11:00', start);
    await college.save('cr-0-2');
    await college.press('T1', ['steps to take', 'Ben Carter'], 'Done');
    await college.moveTo('18:00', start);
    expect(wordsOf((await college.card('T1', 'Still open, Monday')).card)).toContain('One lesson is not signed.');
    await college.press('T1', lesson, 'Sign', { 'Targets met': '1' });
    expect(list()).toBeUndefined();
    const after = await tasks();
    // The policy waits to be read; that is all.
    expect(after).toContain('One thing waits for you.');
    expect(after).toContain('Done, can be undone until 18:10');
    await college.press('T1', lesson, 'Undo (until 18:10)');
    expect(wordsOf(list()?.card)).toContain('One lesson is not signed.');
    const before = await tasks();
    expect(before).toContain('Conduct Review: this lesson');
    expect(before).not.toContain('can be undone');
    await college.press('T1', lesson, 'Sign', { 'Targets met': '1' });
    await college.moveTo('18:11', start);
    expect(list()).toBeUndefined();
    expect(await tasks()).toContain('One thing waits for you.');
  });

  test('S11: a release waits, and the hold with it; words that come meanwhile keep it', async () => {
    const day = addDays(start, 1);
    await college.moveTo('13:00', day);
    await college.say('L4', 'i dont want to be here any more');
    await college.press('S1', 'Daniel Osei', 'I have it');
    const isHeld = () => college.bot.world.records.concerns.isHeld('L4');
    const released = await college.press('S1', 'Daniel Osei', 'Release the hold', {
      'What was done': 'spoke with him',
    });
    expect(released.words).toContain('Nia Roberts releases it at 13:10. Until then the hold stays');
    expect(await isHeld()).toBe(true);
    await college.moveTo('13:05', day);
    await college.say('L4', 'i want to die');
    await college.moveTo('13:11', day);
    expect(await isHeld()).toBe(true);
    expect(await college.words('S1', 'Daniel Osei')).toContain(
      'Nia Roberts: the release was not carried out: new words came',
    );
    const trail = await college.c.audit.find({ did: 'changed', what: 'concern' }).sort({ at: 1 }).toArray();
    expect(trail.at(-1)).toMatchObject({ how: 'bot', aboutIds: ['L4'] });
    expect(trail.at(-1)).not.toHaveProperty('byId');
    await college.press('S1', 'Daniel Osei', 'Release the hold', { 'What was done': 'rang his mother' });
    await college.press('S1', 'Daniel Osei', 'Undo (until 13:21)');
    expect(await isHeld()).toBe(true);
    await college.press('S1', 'Daniel Osei', 'Release the hold', { 'What was done': 'rang his mother' });
    await college.moveTo('13:22', day);
    expect(await isHeld()).toBe(false);
    expect(wordsOf((await college.card('S1', 'Daniel Osei')).card)).not.toContain('Undo');
  });

  test('P: what cannot be carried out any more asks again', async () => {
    await college.addHistory('L1', thirdMissed);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'second', minutes: 60, on: addDays(start, 2), at: '14:00' });
    await college.moveTo('14:00', addDays(start, 2));
    await college.save('second', { 'BUS-L1': 'unauthorised' });
    await college.moveTo('14:30', addDays(start, 2));
    const why = await college.press('M1', ['Aisha Khan', 'C: Fitness to study'], 'C: Fitness to study');
    expect(why.words).toContain('C: Fitness to study: why?');
    await college.people.press(college.user('M1'), { card: why.card! }, 'C: Fitness to study', {
      'C: Fitness': 'her back',
    });
    await college.settled();
    await college.c.tasks.insertOne({
      ...(await college.c.tasks.findOne({ kind: 'conduct-lesson' }))!,
      _id: 'contest|x',
      kind: 'contest',
      learnerId: 'L1',
      isOpen: true,
      isShown: false,
    });
    await college.moveTo('14:41', addDays(start, 2));
    const one = await college.c.cases.findOne({ learnerId: 'L1', kind: 'fall' });
    expect(one).toMatchObject({ state: 'open', decisions: [] });
    expect(one?.notes?.at(-1)).toMatchObject({ code: 'not-carried-out', byId: 'M1' });
    expect(await college.words('M1', 'Aisha Khan')).toContain(
      'What Maya Patel decided could not be carried out any more.',
    );
    expect(Object.values(inputsOf((await college.card('M1', 'Aisha Khan')).card))).toContain('her back');
    await college.c.tasks.deleteOne({ _id: 'contest|x' });
    // A flag that moved meanwhile asks anew.
    const lists = async () => {
      await college.say('M1', 'my tasks');
      await college.say('M1', 'at risk');
      return [await college.words('M1', 'My tasks'), await college.words('M1', 'At risk')];
    };
    const waits = 'A decision about attendance: Aisha Khan';
    expect((await lists()).join('\n')).toMatch(new RegExp(`${waits}\\s+since.*Waiting for you`, 's'));
    await college.press('M1', ['Aisha Khan', 'A: No action'], 'A: No action');
    const [mine, atRisk] = await lists();
    expect(mine).toMatch(new RegExp(`${waits}\\s+Done, can be undone until 14:51`));
    expect(atRisk).toContain('Done, can be undone until 14:51');
    expect(atRisk).not.toContain('Waiting for you');
    await college.c.cases.updateOne({ _id: one?._id ?? '' }, { $set: { askedAt: 'none' } });
    await college.moveTo('14:52', addDays(start, 2));
    expect(await college.c.cases.findOne({ _id: one?._id ?? '' })).toMatchObject({ state: 'open', decisions: [] });
  });
});

/** What somebody wrote with a decision on a case is theirs until it is carried out, or a day is over. */
describe('a note of a decision that came to nothing', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2, undoMinutes: 10, rulesAlone: true });
    for (const id of ['T1', 'M1']) await college.say(id, 'help');
    await missOneTooMany(college, ['L2']);
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const on = 'Ben Carter';
  const given = async (who: string) => Object.values(inputsOf((await college.card(who, on)).card));
  const held = () => college.c.tasks.findOne({ kind: 'held-press', learnerId: 'L2' });

  test('P: undone, the card asks again with the note in it, and the next option takes it along', async () => {
    await college.press('M1', on, 'B: Disciplinary');
    await college.press('M1', on, 'Save the note', { Note: 'spoke to him on Monday' });
    const undone = await college.undo('M1', on);
    expect(actionsOf(undone.card).map(({ title }) => title)).toContain('C: Fitness to study');
    expect(Object.values(inputsOf(undone.card))).toContain('spoke to him on Monday');
    // C needs a word of why: it is there already.
    const again = await college.press('M1', on, 'C: Fitness to study');
    expect(again.words).toContain('Nothing has gone out yet');
    expect((await held())?.data).toMatchObject({ press: { option: 'c', note: 'spoke to him on Monday' } });
    expect(await given('M1')).toContain('spoke to him on Monday');
  });

  test('P: undone, its words are its writer’s alone, not those of whoever stands in, and go after a day', async () => {
    await college.press('M1', on, 'Save the note', { Note: 'his back, since May' });
    await college.undo('M1', on);
    const { world } = college.bot;
    await college.addPerson('M9', 'Dee Stand', ['mentor']);
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { away: [{ deputyId: 'M9', from: monday, to: monday }] } });
    const noteFor = async (id: string) => {
      const riskCase = (await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' }))!;
      const shown = await viewCase(world, riskCase, (await college.c.people.findOne({ _id: id }))!);
      return shown.card === 'case-decide' ? shown.data.noteFirst : shown.card;
    };
    expect([await noteFor('M1'), await noteFor('M9')]).toEqual(['his back, since May', undefined]);
    await college.moveTo('23:59', addDays(monday, 1));
    expect(await noteFor('M1')).toBeUndefined();
    expect(JSON.stringify(await held())).not.toContain('his back');
  });
});
