import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const thursday = addDays(monday, 3);

/** What a person gets at once for what they write: the words of the cards that came, newest last. */
async function ask(college: College, id: string, text: string): Promise<string[]> {
  const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
  await college.say(id, text);
  return college.teams
    .shownTo(college.user(id))
    .filter((one) => !before.has(one.id))
    .map((one) => wordsOf(one.card));
}

describe('a conversation about a card', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const [i, day] of [monday, tuesday, addDays(monday, 2), thursday, addDays(monday, 4)].entries())
      await college.addSession({ _id: `bus-${i}`, on: day });
    await college.addSession({ _id: 'app-thu', on: thursday, at: '13:00', programmeId: 'APP', title: 'Workshop' });
  });
  afterAll(() => college.close());
  const notices = (learnerId: string, state = 'confirmed') =>
    college.c.notices
      .find({ learnerId, state: state as 'confirmed' })
      .sort({ createdAt: 1 })
      .toArray();

  test('“no i meant friday” and “10 not 20” change the open card in place; nothing counts before a yes', async () => {
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.card('L1', 'Not in, Tuesday 24 November');
    await college.say('L1', 'no i meant friday');
    expect(await college.words('L1', 'Not in, Friday 27 November')).toContain(
      'Changed from: Not in, Tuesday 24 November',
    );
    expect(college.find('L1', ['Not in, Tuesday 24 November', 'Confirm'])).toBe(
      college.find('L1', ['Not in, Friday 27 November', 'Confirm']),
    );
    expect(await notices('L1')).toEqual([]);
    await college.say('L1', 'yeah');
    expect(await notices('L1')).toMatchObject([{ days: [addDays(monday, 4)], reason: 'medical_appointment' }]);
    expect(await notices('L1', 'draft')).toEqual([]);

    await college.say('L2', 'gonna be 20 late, bus');
    await college.say('L2', '10 not 20');
    await college.card('L2', ['10 minutes late', 'Changed from: 20 minutes late']);
    await college.say('L2', 'yes please');
    expect(await notices('L2')).toMatchObject([{ kind: 'lateness', minutesLate: 10 }]);
  });

  test('a bare answer goes to the question on the card', async () => {
    await college.say('L3', 'running late');
    await college.card('L3', 'About how many minutes late?');
    expect((await ask(college, 'L3', 'yes')).join()).toContain('Please answer on the card for that');
    await college.say('L3', '15');
    await college.card('L3', '15 minutes late');
    await college.say('L3', 'yep');
    expect(await notices('L3')).toMatchObject([{ minutesLate: 15 }]);
  });

  test('“and thursday too” adds a day to an open card; after a yes it is a card of its own', async () => {
    await college.say('L4', 'off tomorrow, flu');
    await college.say('L4', 'and thursday too');
    await college.say('L4', 'yes');
    expect(await notices('L4')).toMatchObject([{ days: [tuesday, thursday] }]);
    await college.say('L4', 'and friday too');
    await college.card('L4', ['Not in, Friday 27 November', 'Confirm']);
    await college.say('L4', '👍');
    expect(await notices('L4')).toMatchObject([{ days: [tuesday, thursday] }, { days: [addDays(monday, 4)] }]);
  });

  test('what counts already is not changed by words alone: the card says what it would replace, and waits', async () => {
    await college.say('L5', 'not in tomorrow, dentist');
    await college.say('L5', 'yes');
    await college.say('L5', 'thursday not tomorrow');
    await college.card('L5', ['Not in, Thursday 26 November', 'This replaces: Not in, Tuesday 24 November']);
    expect(await notices('L5')).toMatchObject([{ days: [tuesday] }]);
    await college.say('L5', 'yes');
    expect(await notices('L5')).toMatchObject([{ days: [thursday] }]);
    await college.say('L5', 'sorry i am off wednesday not thursday');
    await college.say('L5', 'yes');
    expect(await notices('L5')).toMatchObject([{ days: [addDays(monday, 2)] }]);
  });

  test('“never mind” takes an open card back at once; one that counts is asked about first', async () => {
    await college.say('L6', 'off on thursday, dentist');
    expect((await ask(college, 'L6', 'never mind')).join()).toContain('Nobody was told');
    expect(await notices('L6', 'withdrawn')).toHaveLength(1);
    await college.say('L6', 'off on thursday, dentist appointment');
    await college.say('L6', 'yes');
    await college.say('L6', 'undo');
    await college.card('L6', 'Take this back?');
    expect(await notices('L6')).toHaveLength(1);
    expect((await ask(college, 'L6', 'yes')).join()).toContain('Taken back');
    expect(await notices('L6')).toEqual([]);
  });

  test('words that take back what nobody was told of put its card away; it cannot slip out by a yes to that', async () => {
    await college.say('L9', 'not in tomorrow, dentist at 2');
    await college.say('L9', 'ignore what i said about tomorrow');
    expect(await college.words('L9', 'Taken back')).toMatch(/Nobody was told[\s\S]*Not in, Tuesday 24 November/);
    await college.say('L9', 'yes');
    expect([await notices('L9'), await notices('L9', 'draft')]).toEqual([[], []]);
  });

  test('thanks is answered once, kindly, and not again in a row; an open card is remembered', async () => {
    expect(await ask(college, 'L1', 'thanks')).toEqual([
      expect.stringContaining('You’re welcome, Aisha. Thanks for telling us.'),
    ]);
    expect(await ask(college, 'L1', 'ta x')).toEqual([]);
    await college.say('L7', 'off tomorrow, dentist');
    expect((await ask(college, 'L7', 'thank you!')).join()).toContain('nobody has been told yet');
    await college.say('L7', 'ok');
    expect(await notices('L7')).toHaveLength(1);
  });

  test('“ok” is a yes where a card asks, and a thanks once it is answered', async () => {
    expect((await ask(college, 'L8', 'ok')).join()).toContain('You’re welcome, Harry.');
    await college.say('L8', 'off tomorrow, optician');
    expect((await ask(college, 'L8', 'ok thanks')).join()).toContain('Confirmed: Not in, Tuesday 24 November');
    expect((await ask(college, 'L8', 'ok')).join()).toContain('You’re welcome, Harry. Thanks for telling us.');
    await college.say('L8', 'undo');
    await college.card('L8', 'Take this back?');
    expect((await ask(college, 'L8', 'k')).join()).toContain('Taken back');
    expect(await notices('L8')).toEqual([]);
  });

  test('one button confirms all of an employer’s open cards; what comes after it waits for its own', async () => {
    await college.say('E1', 'Aisha Khan and Chloe Evans are off on friday, stocktake');
    const all = await college.words('E1', '2 cards wait for a yes');
    expect(all).toMatch(/Nobody has been told yet[\s\S]*Aisha Khan: Not in, Friday[\s\S]*Chloe Evans: Not in, Friday/);
    await college.say('E1', 'Ben Carter is running 20 mins late');
    await college.card('E1', '3 cards wait for a yes');
    // What brings no new card does not bring this one again.
    const offered = () =>
      college.teams.shownTo(college.user('E1')).filter((one) => wordsOf(one.card).includes('wait for a yes'));
    const before = offered().length;
    for (const text of ['Zara Quill is off sick tomorrow', 'Daniel Osei is off tomorrow'])
      await college.say('E1', text);
    expect(offered()).toHaveLength(before);
    expect((await ask(college, 'E1', 'thanks')).join()).toContain('3 cards still wait for a yes');
    const done = await college.press('E1', '2 cards wait for a yes', 'Confirm all 2');
    expect(done.words).toContain('Confirmed: Aisha Khan: Not in, Friday 27 November. Chloe Evans');
    expect(await college.c.notices.countDocuments({ byId: 'E1', state: 'confirmed' })).toBe(2);
    expect(await college.c.notices.countDocuments({ byId: 'E1', state: 'draft' })).toBe(1);
    await college.say('E1', 'never mind');
    // An older copy in the chat can still be pressed: nothing is told twice, and it says so.
    for (const copy of ['2 cards wait for a yes', '3 cards wait for a yes'])
      expect((await college.press('E1', copy, copy.replace(/(\d).*/, 'Confirm all $1'))).words).toBe(
        'There was nothing left to confirm.',
      );
    expect(await college.c.notices.countDocuments({ byId: 'E1', state: 'confirmed' })).toBe(2);
  });

  test('bereavement, illness and fear get a kind sentence first, in words that fit who told us', async () => {
    await college.say('L8', 'not in thursday, its my nans funeral');
    expect(await college.words('L8', 'Not in, Thursday')).toMatch(/^I am so sorry for your loss\./);
    await college.say('E1', 'Ben Carter is off sick on thursday');
    expect(await college.words('E1', 'About Ben Carter')).toMatch(/^Sorry to hear Ben is not well\./);
    await college.say('O1', 'Daniel Osei rang, off sick on wednesday');
    expect(await college.words('O1', 'Written down for Daniel Osei')).toMatch(/^Written down for Daniel Osei/);
  });

  test('pressed two days later that button confirms what it shows, and nothing younger', async () => {
    await college.say('E1', 'never mind');
    await college.say('E1', 'Aisha Khan and Chloe Evans are off on 3 december, stocktake');
    const shown = ['2 cards wait for a yes', 'Thursday 3 December'];
    await college.card('E1', shown);
    await college.moveTo('09:00', addDays(monday, 2));
    await college.say('E1', 'Ben Carter is off on 4 december');
    expect((await college.press('E1', shown, 'Confirm all 2')).words).toMatch(
      /Confirmed: Aisha Khan: Not in, Thursday 3 December. Chloe Evans/,
    );
    const states = await college.c.notices.find({ byId: 'E1', days: { $gte: '2026-12-03' } }).toArray();
    expect(states.map((one) => [one.learnerId, one.state]).sort()).toEqual([
      ['L1', 'confirmed'],
      ['L2', 'draft'],
      ['L3', 'confirmed'],
    ]);
  });
});

describe('something is wrong (S11)', () => {
  const quiet = 'Something is wrong, I need someone';
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addSession({ _id: 'bus-tue', on: tuesday });
  });
  afterAll(() => college.close());
  const concerns = () => college.c.concerns.find({}).toArray();

  test('whatever a learner gets after a message has the quiet way on it; nobody else’s has', async () => {
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.say('E1', 'Ben Carter is off sick tomorrow');
    for (const text of ['my attendance', 'thanks', 'bananas']) {
      const shown = await ask(college, 'L1', text);
      expect([text, shown.every((one) => one.includes(quiet)), shown.length]).toEqual([text, true, 1]);
    }
    expect(await college.words('L1', 'Not in, Tuesday')).toContain(quiet);
    expect((await ask(college, 'E1', 'bananas')).join()).not.toContain(quiet);
    expect(await college.words('E1', 'About Ben Carter')).not.toContain(quiet);
  });

  test('it leaves the card where it is; pressing Send without a word reaches the team, and the answer is kind', async () => {
    const answer = await college.press('L1', ['Not in, Tuesday', 'Confirm'], quiet);
    expect(answer.words).toContain('It is just below');
    expect(await concerns()).toEqual([]);
    const sent = await college.press('L1', 'What is wrong?', 'Send');
    expect(sent.words).toContain('You have done nothing wrong');
    expect(sent.words).toContain('Childline');
    expect(await concerns()).toMatchObject([{ holds: [{ learnerId: 'L1' }], state: 'open' }]);
    expect(await college.words('S1', 'Aisha Khan')).toContain('wrote nothing');
    await college.press('L1', ['Not in, Tuesday', 'Confirm'], 'Confirm');
    expect(await college.c.notices.countDocuments({ learnerId: 'L1', state: 'confirmed' })).toBe(1);
  });

  test('words that nobody would have heard fear in reach the team all the same; “Not now” tells nobody', async () => {
    await college.say('L3', 'hello');
    await college.press('L3', 'Hello Chloe', quiet);
    await college.press('L3', 'What is wrong?', 'Not now');
    expect(await college.c.concerns.countDocuments({ 'holds.learnerId': 'L3' })).toBe(0);
    await college.press('L3', 'Hello Chloe', quiet);
    await college.press('L3', 'What is wrong?', 'Send', { 'What is wrong?': 'its about my uncle' });
    expect(await college.words('S1', 'Chloe Evans')).toContain('its about my uncle');
  });
});

describe('what is not understood', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('D1', 'Dee Head', ['leader']);
    await college.addPerson('X1', 'Xan Many', ['tutor', 'mentor', 'admin', 'leader']);
  });
  afterAll(() => college.close());

  test.each([
    ['L1', 'learner', ['My attendance']],
    ['E1', 'employer', ['My learners']],
    ['T1', 'tutor', ['My registers', 'Who is out']],
    ['M1', 'mentor', ['At risk']],
    ['H1', 'hosp', ['At risk', 'Decisions']],
    ['O1', 'admin', ['Who is out']],
    ['S1', 'safeguarding', ['Holds']],
    ['D1', 'leader', ['Decisions', 'Report']],
  ])('%s (%s) gets that role’s own help and three buttons, in other words each time', async (id, role, buttons) => {
    const said: string[] = [];
    for (let i = 0; i < 3; i++) said.push((await ask(college, id, 'bananas on the moon')).join('\n'));
    expect(new Set(said).size).toBe(3);
    for (const button of buttons) expect(said[0]).toContain(button);
    if (role !== 'learner') expect(said.join()).not.toContain('dentist');
    expect(await college.c.heard.findOne({ role: role as 'learner' })).toMatchObject({ heard: 3, missed: 3 });
  });

  test('a slip of the fingers is no reason not to understand; near words are offered as buttons', async () => {
    expect((await ask(college, 'L1', 'whats my attendence')).join()).toContain('My attendance');
    expect((await ask(college, 'T1', 'Show me my registers please')).join()).toContain('My registers today');
    expect((await ask(college, 'T1', 'Amend')).join()).toContain('Enter a register');
    expect((await ask(college, 'T1', 'the rgisters from before')).join()).toMatch(/did not understand[\s\S]*registers/);
  });

  test('a command of other roles gets one’s own help, with the likeliest buttons', async () => {
    for (const [id, say, button] of [
      ['T1', 'my attendance', 'My registers'],
      ['T1', 'contest', 'My registers'],
      ['O1', 'decisions', 'Overdue registers'],
    ] as const) {
      const said = (await ask(college, id, say)).join();
      expect([id, say, said]).toEqual([id, say, expect.stringContaining('I cannot do that for you.')]);
      expect([id, say, said]).toEqual([id, say, expect.stringContaining(button)]);
    }
  });

  test('no words are kept of what was not understood, only how often, by role', async () => {
    await college.say('L2', 'purple elephants');
    const all = JSON.stringify([await college.c.heard.find({}).toArray(), await college.c.talks.find({}).toArray()]);
    expect(all).not.toMatch(/purple|elephant|banana/);
    expect(await college.c.heard.findOne({ role: 'learner' })).toMatchObject({ heard: 5, missed: 4 });
  });

  test('operators see how much is not understood, by role, in the metrics and on the command line', async () => {
    const metrics = await (await fetch(college.people.botUrl.replace('/api/messages', '/metrics'))).text();
    expect(metrics).toContain('attendance_messages_this_month{role="learner"} 5');
    expect(metrics).toContain('attendance_messages_not_understood_this_month{role="learner"} 4');
    // The commands refuse a database whose time was moved, as a test's is.
    const other = college.client.db(`${college.database}-told`);
    await other.collection<{ _id: string }>('heard').insertMany(await college.c.heard.find({}).toArray());
    const { stdout } = await runCli({ ...mongoOf(college), MONGODB_DATABASE: other.databaseName }, 'not-understood');
    await other.dropDatabase();
    expect(stdout).toContain('2026-11  learner: 4 of 5 messages not understood');
  });

  test('grief and fear that tell of no absence get a kind sentence first, and nothing is counted as not understood', async () => {
    const kind = (await ask(college, 'L3', 'its a year since my grandad passed away')).join();
    expect(kind).toMatch(/^I am so sorry for your loss\.[\s\S]*off tomorrow[\s\S]*Something is wrong, I need someone/);
    const again = (await ask(college, 'L3', 'we lost the baby, she died')).join();
    expect(again).not.toContain('I am so sorry for your loss');
    expect((await ask(college, 'L4', 'im so stressed with all this work')).join()).toMatch(/^That sounds hard\./);
    expect((await ask(college, 'M1', 'my grandad passed away')).join()).toMatch(/sorry for your loss[\s\S]*away/);
    expect(await college.c.heard.findOne({ role: 'mentor' })).toMatchObject({ missed: 3 });
  });

  test('help for somebody with many roles is short: what each asks for first, then all of it', async () => {
    const short = (await ask(college, 'X1', 'help')).join();
    expect(short).toMatch(/My registers[\s\S]*Who worries me[\s\S]*Who is out[\s\S]*More$/);
    expect(short.split('\n').length).toBeLessThan(8);
    const press = await college.press('X1', 'Hello Xan', 'More');
    expect(press.words).toMatch(/break in learning[\s\S]*decisions[\s\S]*You can also ask/);
    // Whoever pressed to see all of it is not asked to press once more; a help nobody unfolded is a screen high.
    const isFolded = (card: unknown) => actionsOf(card).some(({ title }) => /^Show \d+ more$/.test(title ?? ''));
    expect(isFolded(press.card)).toBe(false);
    await college.say('X1', 'more');
    expect(isFolded((await college.card('X1', ['Hello Xan', 'break in learning'])).card)).toBe(false);
    await college.addPerson('Y1', 'Yan Only', ['admin']);
    await college.say('Y1', 'help');
    expect(isFolded((await college.card('Y1', 'Hello Yan')).card)).toBe(true);
    await college.say('Y1', 'more');
    expect(isFolded((await college.card('Y1', 'Hello Yan')).card)).toBe(false);
  });
});
