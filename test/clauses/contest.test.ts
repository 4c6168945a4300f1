import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTask, redrawTask } from '../../src/usecases/core/put-task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { nodesOf } from '../cards/check-card.ts';
import { College, day, past } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const asked = ['A learner contests', 'Ben Carter'];

/** A contest nobody answers, over weeks: everything rests, and it is chased and passed up (SPEC "What holds for both"). */
describe('a contest', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['M1', 'H1', 'T1', 'V1', 'L2']) await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    await college.moveTo('08:55');
    await college.addSession({ _id: 'fall', at: '09:00', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('fall', { 'BUS-L2': 'unauthorised' });
    await college.moveTo('10:00');
    await college.say('L2', 'contest');
    const words = { 'What do you': 'mark|fall|BUS-L2', 'Why?': 'I was in the back row' };
    await college.press('L2', 'Ask for another look', 'Send', words);
  });
  afterAll(() => college.close());

  test('P: a change without a new mark asks for it, and loses nothing', async () => {
    const before = await college.c.registers.findOne({ _id: 'fall' });
    const { words } = await college.press('H1', asked, 'Change the mark', { 'Your answer': 'you were seen' });
    expect(words).toContain('New mark. Please pick one. Nothing was changed yet.');
    expect(await college.c.registers.findOne({ _id: 'fall' })).toEqual(before);
  });

  test('P: while it is open no press takes it further: details, referral and a decision are refused', async () => {
    const before = await college.sent('L2');
    for (const [title, button, inputs] of [
      ['Attendance report', 'Send to learner and parent', {}],
      ['Attendance report', 'Refer to Head of Study', { Note: 'many Mondays' }],
      ['decision needed', 'B: Disciplinary', {}],
    ] as const) {
      const refused = await college.press('M1', [title, 'Ben Carter'], button, inputs);
      expect(refused.words).toContain('This rests until that is answered');
    }
    expect(await college.sent('L2')).toEqual(before);
    expect(await college.c.tasks.countDocuments({ kind: 'referral' })).toBe(0);
    expect((await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' }))?.decisions).toEqual([]);
  });

  const review = ['Conduct Review: final review', 'Ben Carter'];
  const outcome = { 'Wins and areas': 'on time', 'Has the learner': 'no', 'Next steps': 'another setting' };

  test('P: a Conduct Review cannot be recorded as not passed; what was written is not lost', async () => {
    const { world } = college.bot;
    const data = {
      causes: [{ code: 'said', words: 'missed a lot' }],
      targets: ['a', 'b', 'c'].map((words) => ({ words })),
      comments: ['one', 'two'],
      from: day(-14),
      to: day(-3),
    };
    await world.together((inside) =>
      openTask(inside, {
        _id: 'conduct-review|rests',
        kind: 'conduct-review',
        learnerId: 'L2',
        programmeId: 'BUS',
        ownerIds: ['M1'],
        watcherIds: ['L2'],
        state: 'final',
        data: { ...data, packId: 'green-labyrinth', weeks: 2, approvedBy: 'H1' } as never,
      }),
    );
    world.wake();
    await college.settled();
    const refused = await college.write('M1', review, 'Write the final review', 'Record the review', outcome);
    expect(refused.words).toContain('This rests until that is answered');
    expect(JSON.stringify(refused.card ?? '')).toMatch(/^""$|another setting/);
    expect(await college.c.tasks.findOne({ _id: 'conduct-review|rests' })).toMatchObject({ state: 'final' });
    expect(await college.c.tasks.countDocuments({ kind: 'serious-review' })).toBe(0);
    expect(college.find('L2', 'was not passed')).toBeUndefined();
  });

  test('P: unanswered it is asked again after 2 working days, goes to who is above after 5; meanwhile nobody is chased for what rests', async () => {
    const first = (await college.card('H1', asked)).id;
    await college.moveTo('09:01', day(1));
    expect((await college.card('H1', asked)).id).toBe(first);
    await college.moveTo('09:01', day(2));
    expect(await college.words('H1', asked)).toContain('Asked again: this has waited since Monday 23 November.');
    expect(college.find('V1', ['Not answered yet', 'A contest'])).toBeUndefined();
    const mentors = (await college.card('M1', ['decision needed', 'Ben Carter'])).id;
    await college.moveTo('09:01', day(7));
    expect(await college.words('V1', ['Not answered yet', 'A contest'])).toContain('With Ruth Adeyemi');
    expect((await college.card('M1', ['decision needed', 'Ben Carter'])).id).toBe(mentors);
    expect(college.find('H1', ['Not answered yet', 'A decision'])).toBeUndefined();
  });

  test('P: whoever it was passed up to takes it over and answers; then everything goes on', async () => {
    await college.press('V1', ['Not answered yet', 'A contest'], 'Take it over');
    expect(college.find('H1', asked)).toBeDefined();
    const done = await college.press('V1', asked, 'It stays', { 'Your answer': 'the tutor is sure' });
    expect(done.words).toContain('the tutor is sure');
    expect(await college.words('L2', 'Looked at again')).toContain('the tutor is sure');
    await college.moveTo('09:05', day(7));
    const sent = await college.press('M1', ['Attendance report', 'Ben Carter'], 'Send to learner and parent');
    expect(sent.words).toMatch(/(Told|To be told) Monday 30 November/);
    await college.write('M1', review, 'Write the final review', 'Record the review', outcome);
    expect(await college.words('H1', ['Serious review', 'Ben Carter'])).toContain('another setting');
    expect(await college.words('L2', 'was not passed')).toContain('type: contest');
  });
});

/** What the only leader marked is not theirs to answer: a contest that lies is passed to somebody who may (SPEC P). */
describe('a contest of what the only leader marked', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    await college.c.people.updateOne({ _id: 'T1' }, { $set: { roles: ['tutor', 'leader'] } });
    for (const id of ['H1', 'T1', 'O1', 'L2']) await college.say(id, 'help');
    await college.addSession({ _id: 'own', at: '09:00', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('own', { 'BUS-L2': 'unauthorised' });
    await college.say('L2', 'contest');
    const words = { 'What do you': 'mark|own|BUS-L2', 'Why?': 'I was in the back row' };
    await college.press('L2', 'Ask for another look', 'Send', words);
  });
  afterAll(() => college.close());

  test('P: unanswered by the head it goes to the office, who takes it over and answers; who marked it hears nothing of it', async () => {
    await college.card('H1', asked);
    await college.moveTo('09:01', day(2));
    await college.moveTo('09:01', day(7));
    expect(await college.words('O1', ['Not answered yet', 'A contest'])).toContain('With Ruth Adeyemi');
    expect(college.find('T1', ['Not answered yet', 'A contest'])).toBeUndefined();
    await college.moveTo('09:01', day(14));
    expect(college.find('T1', ['Not answered yet', 'A contest'])).toBeUndefined();
    await college.press('O1', ['Not answered yet', 'A contest'], 'Take it over');
    await college.press('O1', asked, 'It stays', { 'Your answer': 'the tutor is sure' });
    expect(await college.words('L2', 'Looked at again')).toContain('the tutor is sure');
  });
});

/** A contested mark becomes what counts less against the learner, lateness included, after the minutes in which it can be undone. */
describe('what a contested mark may become', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2, undoMinutes: 10 });
    for (const id of ['H1', 'O1', 'T1', 'L2']) await college.say(id, 'help');
    await college.addSession({ _id: 'one', at: '09:00', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('one', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  const ask = async (why: string) => {
    await college.say('L2', 'contest');
    await college.press('L2', 'Ask for another look', 'Send', { 'What do you': 'mark|one|BUS-L2', 'Why?': why });
  };
  const offered = async (who: string) =>
    nodesOf((await college.card(who, asked)).card)
      .filter((one) => one.type === 'Input.ChoiceSet')
      .flatMap((one) => one.choices as { title: string }[])
      .map((one) => one.title);
  const marked = async () =>
    (await college.c.registers.findOne({ _id: 'one' }))?.rows.find((row) => row.learnerId === 'L2')?.mark;

  test('P: of an absence there is presence, lateness in minutes and leave to pick, not the absence itself', async () => {
    await ask('I came in late');
    expect(await offered('H1')).toEqual([
      'Present',
      'Late 5 min',
      'Late 10 min',
      'Late 15 min',
      'Late 30 min',
      'Absent, authorised',
    ]);
  });

  test('P: pressed and undone, the learner hears nothing and the mark stands; pressed again, both change when its minutes are over', async () => {
    const fields = { 'New mark': 'late:10', 'Your answer': 'the tutor saw you at ten past' };
    const pressed = await college.press('H1', asked, 'Change the mark', fields);
    expect(pressed.words).toContain('Nothing has gone out yet');
    expect(await marked()).toMatchObject({ code: 'unauthorised', byId: 'T1' });
    await college.undo('H1', asked);
    await college.moveTo('09:20');
    expect(await marked()).toMatchObject({ code: 'unauthorised', byId: 'T1' });
    expect(college.find('L2', 'the tutor saw you at ten past')).toBeUndefined();
    await college.press('H1', asked, 'Change the mark', fields);
    await college.moveTo('09:31');
    expect(await marked()).toMatchObject({ code: 'late', minutesLate: 10, byId: 'H1' });
    expect(await college.words('L2', 'Changed')).toContain('“the tutor saw you at ten past”');
  });

  test('P: of ten minutes late there is presence and less lateness to pick, nothing that is worse', async () => {
    await ask('it was five at most');
    // Whose mark it is now does not answer.
    expect(await offered('O1')).toEqual(['Present', 'Late 5 min']);
  });

  test('P: what the learner adds before the answer has gone out is read first: the answer is asked for again, and kept in its input', async () => {
    await college.press('O1', asked, 'It stays', { 'Your answer': 'ten it was' });
    await ask('and the clock in the room is wrong');
    const again = await college.words('O1', asked);
    expect(again).toContain('could not be carried out any more');
    expect(again).toContain('“and the clock in the room is wrong”');
    expect(again).toContain('ten it was');
    await college.moveTo('09:45');
    expect(college.find('L2', 'ten it was')).toBeUndefined();
    expect(await college.c.tasks.findOne({ _id: /^contest.*2$/ })).toMatchObject({ state: 'open', isOpen: true });
  });

  test('P: a mark amended meanwhile is not made worse by an answer given before: it is asked for again', async () => {
    await college.press('O1', asked, 'Change the mark', { 'New mark': 'late:5', 'Your answer': 'five it is' });
    await college.amend('one', { 'Ben Carter': 'present' });
    await college.moveTo('09:56');
    expect(await marked()).toMatchObject({ code: 'present', byId: 'T1' });
    expect(college.find('L2', 'five it is')).toBeUndefined();
    const shown = await college.card('O1', asked);
    expect(wordsOf(shown.card)).toContain('could not be carried out any more');
    // Nothing is held against the learner any more: there is nothing to change it to.
    expect(actionsOf(shown.card).map(({ title }) => title)).not.toContain('Change the mark');
    await college.press('O1', asked, 'It stays', { 'Your answer': 'you are marked present' });
    await college.moveTo('10:10');
    expect(await college.words('L2', 'Looked at again')).toContain('you are marked present');
  });
});

/** The evening's list of whoever answers a contest and teaches, too (S7, SPEC P). */
describe('the evening of whoever answers a contest', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2, undoMinutes: 10 });
    await college.c.people.updateOne({ _id: 'H1' }, { $set: { roles: ['hosp', 'tutor'] } });
    for (const id of ['H1', 'T1', 'L2']) await college.say(id, 'help');
    await college.addSession({ _id: 'one', at: '09:00', minutes: 60 });
    await college.addSession({ _id: 'own', programmeId: 'APP', type: 'other', minutes: 60, tutorIds: ['H1'] });
    await college.moveTo('09:00');
    await college.save('one', { 'BUS-L2': 'unauthorised' });
    await college.save('own', {}, 'H1');
  });
  afterAll(() => college.close());

  const ask = async (why: string) => {
    await college.say('L2', 'contest');
    await college.press('L2', 'Ask for another look', 'Send', { 'What do you': 'mark|one|BUS-L2', 'Why?': why });
  };

  test('P: an answer dropped because the learner said more puts the list back that had gone with it', async () => {
    await ask('I was in the back row');
    await college.moveTo('11:30');
    await college.card('H1', ['Still open, Monday', 'A contest: Ben Carter']);
    await college.press('H1', asked, 'It stays', { 'Your answer': 'the tutor is sure' });
    expect(college.find('H1', 'Still open, ')).toBeUndefined();
    await ask('and the clock in the room is wrong');
    expect(await college.words('H1', asked)).toContain('could not be carried out any more');
    await college.card('H1', ['Still open, Monday', 'A contest: Ben Carter']);
  });
});

/** Of a contested flag only what was there when it was contested is set aside (SPEC "What holds for both"). */
describe('a contested flag', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    for (const id of ['H1', 'M1', 'T1', 'L2']) await college.say(id, 'help');
    const missed = [day(-5), day(-4), day(-3)].map((on) => ({ code: 'unauthorised', on }));
    await college.addHistory('L2', [...past('present', 10).map((one) => ({ ...one, on: day(-6) })), ...missed]);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'after', at: '09:00', minutes: 60 });
    await college.say('L2', 'contest');
    const words = { 'What do you': 'flag|green-labyrinth', 'Why?': 'the bus was cancelled' };
    await college.press('L2', 'Ask for another look', 'Send', words);
  });
  afterAll(() => college.close());

  const standing = async () => {
    const found = await college.c.standings.findOne({ learnerId: 'L2', packId: 'green-labyrinth' });
    return { flag: found?.flag, days: found?.occurrences.map((one) => one.day) };
  };

  test('P: an occurrence of the same day that came after the contest is not set aside, the last one before it is', async () => {
    expect(await standing()).toEqual({ flag: 'amber', days: [day(-4), day(-3)] });
    await college.moveTo('09:00');
    await college.save('after', { 'BUS-L2': 'unauthorised' });
    expect(await standing()).toEqual({ flag: 'red', days: [day(-4), day(-3), day(0)] });
    expect(await college.words('H1', asked)).toMatch(/Last when contested\s+Friday 20 November/);
    await college.press('H1', asked, 'Set the occurrence aside', { 'Your answer': 'there was no bus' });
    expect((await college.c.people.findOne({ _id: 'L2' }))?.setAside).toMatchObject([{ day: day(-3), byId: 'H1' }]);
    expect(await standing()).toEqual({ flag: 'amber', days: [day(-4), day(0)] });
  });

  test('P: where nothing of it counts any more there is nothing to set aside; what came later stays', async () => {
    const { setAside = [] } = (await college.c.people.findOne({ _id: 'L2' })) ?? {};
    const [first] = setAside;
    await college.say('L2', 'contest');
    const words = { 'What do you': 'flag|green-labyrinth', 'Why?': 'and the one before' };
    await college.press('L2', 'Ask for another look', 'Send', words);
    const both = [day(-4), day(0)].map((on) => ({ ...first!, day: on }));
    await college.bot.world.records.people.setFairness('L2', { setAside: [...setAside, ...both] });
    await recount(college.bot.world, true);
    await college.addSession({ _id: 'later', on: day(1), at: '09:00', minutes: 60 });
    await college.moveTo('09:00', day(1));
    await college.save('later', { 'BUS-L2': 'unauthorised' });
    expect((await standing()).days).toEqual([day(1)]);
    await college.bot.world.together(async (inside) =>
      redrawTask(inside, await inside.records.tasks.byId('contest|L2|flag|green-labyrinth|2')),
    );
    await college.settled();
    const titles = actionsOf((await college.card('H1', asked)).card).map(({ title }) => title);
    expect(titles).toContain('It stays');
    expect(titles).not.toContain('Set the occurrence aside');
  });
});
