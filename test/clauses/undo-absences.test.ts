import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, timeOf } from '../../src/domain/calendar.ts';
import { taskOf } from '../../src/domain/task.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { receiveEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { giveFile } from '../../src/usecases/notices/give-file.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, inputsOf, saidBy, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const list = ['Absences ', 'said Monday 23 November'];
const reason = 'Reason, before';

/** What a test of the list needs: an absence told, its notice, what is pressed on its row, what was decided, files, the lists. */
function toolsOf(college: () => College) {
  const notice = async (learnerId: string) => (await college().c.notices.findOne({ learnerId, state: 'confirmed' }))!;
  return {
    notice,
    tell: async (id: string, text: string, card = 'Not in, Tuesday') => {
      await college().say(id, text);
      await college().press(id, [card, 'obody has been told'], 'Confirm');
    },
    press: async (learnerId: string, title: string, fields: Record<string, string> = {}) =>
      college().press('O1', list, title, fields, (await notice(learnerId))._id),
    decided: async (learnerId: string) => ((await notice(learnerId)).decisions ?? []).map(({ state }) => state),
    give: async (learnerId: string, bytes: string) => {
      const file = { name: 'note.pdf', type: 'application/pdf', bytes: Buffer.from(bytes), fromId: learnerId };
      const told = await notice(learnerId);
      await college().bot.world.together((inside) => giveFile(inside, told, file));
      await college().settled();
    },
    lists: () => college().c.tasks.find({ kind: 'decide-notices', ownerIds: 'O1' }).sort({ openedAt: 1 }).toArray(),
  };
}

/** What is decided on the office's list can be undone row by row: the next absence does not wait for the last (SPEC P, G2). */
describe('undo of decided absences', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ undoMinutes: 10, rulesAlone: true, learners: 6 });
    await college.addPerson('O2', 'Ines Roy', ['admin']);
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'O1', 'O2', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const { tell, notice, press, decided, lists } = toolsOf(() => college);
  const shown = () => college.card('O1', list);
  const titles = async () => actionsOf((await shown()).card).map(({ title }) => title);
  const theList = async () => (await lists())[0];
  const heard = (learnerId: string) =>
    college.teams
      .shownTo(college.user(learnerId))
      .map(({ card }) => wordsOf(card))
      .join('\n');

  test('P: an absence accepted or rejected happens ten minutes later, and the learner hears nothing until then', async () => {
    for (const id of ['L1', 'L2', 'L4']) await tell(id, 'off tomorrow, annual leave');
    const accepted = await press('L1', 'Accept');
    expect(accepted.words).toContain('Accepted by Pat Quinn. Nothing has gone out yet: it is done at 09:40');
    expect(accepted.words).toContain('2 notices wait for you.');
    await college.moveTo('09:33');
    const rejected = await press('L2', 'Reject', { [reason]: 'no leave in term' });
    expect(rejected.words).toContain('Not accepted by Pat Quinn (“no leave in term”). Nothing has gone out yet');
    expect([await decided('L1'), await decided('L2')]).toEqual([[], []]);
    expect(heard('L1') + heard('L2')).not.toContain('ccepted');
    expect(await titles()).toEqual(expect.arrayContaining(['Undo (until 09:40)', 'Undo (until 09:43)', 'Accept']));
    await college.moveTo('09:41');
    expect([await decided('L1'), await decided('L2')]).toEqual([['accepted'], []]);
    const [decision] = (await notice('L1')).decisions ?? [];
    expect([decision?.byId, decision && timeOf(decision.at)]).toEqual(['O1', '09:30']);
    expect(heard('L1')).toContain('Accepted by Pat Quinn');
    expect(heard('L2')).not.toContain('ccepted');
  });

  test('P: undone, its row asks again, says what was written, and nobody hears of it', async () => {
    const undone = await press('L2', 'Undo (until 09:43)');
    expect(undone.words).not.toContain('Nothing has gone out yet');
    expect(undone.words).toContain('“Reject” (“no leave in term”) was taken back');
    // The reason is one input for all rows: it stays empty, lest it be given for another absence.
    expect(Object.values(inputsOf(undone.card))).toEqual([]);
    await college.moveTo('09:50');
    expect(await decided('L2')).toEqual([]);
    expect(heard('L2')).not.toContain('ccepted');
  });

  test('P: what is typed beside the button of another row stays on the card', async () => {
    const answer = await press('L4', 'Accept', { [reason]: 'for Ben: no leave in term' });
    expect(Object.values(inputsOf(answer.card))).toEqual(['for Ben: no leave in term']);
    const id = (await notice('L4'))._id;
    await college.people.press(college.user('O1'), { card: answer.card! }, 'Undo (until 10:00)', {}, id);
    await college.moveTo('10:05');
    expect(await decided('L4')).toEqual([]);
  });

  test('P: a colleague sees what was pressed, and can neither undo nor decide it meanwhile', async () => {
    const before = await college.card('O2', list);
    await press('L4', 'Accept');
    const words = await college.words('O2', list);
    expect(words).toContain('Accepted by Pat Quinn. Nothing has gone out yet: it is done at 10:15');
    expect(actionsOf((await college.card('O2', list)).card).map(({ title }) => title)).not.toContain(
      'Undo (until 10:15)',
    );
    const id = (await notice('L4'))._id;
    const late = await college.people.press(college.user('O2'), before, 'Reject', { [reason]: 'exam on that day' }, id);
    expect(saidBy(late)).toContain('You wrote “exam on that day”');
    const own = actionsOf((await shown()).card).find(({ title }) => title === 'Undo (until 10:15)')!;
    expect(
      await college.c.tasks.countDocuments({ kind: 'decide-notices', 'data.rows.verdict.state': 'rejected' }),
    ).toBe(0);
    expect(own).toBeDefined();
    await college.settled();
  });

  test('P: an absence told anew meanwhile is not decided by the press about the one before: its row says so and asks', async () => {
    const before = await notice('L4');
    await college.c.notices.updateOne({ _id: before._id }, { $set: { changedAt: new Date('2026-11-23T10:07:00Z') } });
    await college.moveTo('10:16');
    expect(await decided('L4')).toEqual([]);
    expect(await college.words('O1', list)).toContain('“Accept” was not carried out: something new has come in since');
    expect(await titles()).not.toContain('Undo (until 10:15)');
  });

  // The policy to read is what waits besides.
  test('S7, P: a list of which all is pressed waits for nobody, can still be undone, stays until it is done, and closes then', async () => {
    await college.say('O1', 'accept all');
    const all = await college.press('O1', 'Accept all 2 absences?', 'Accept all 2');
    expect(all.words).toContain('until 10:26 they can be undone on the list, the newest first');
    expect(await theList()).toMatchObject({ isOpen: true, state: 'pressed' });
    expect(await college.words('O1', list)).toContain(
      '2 decisions of yours can still be undone; nothing of them has gone out',
    );
    expect(await college.words('O2', list)).not.toContain('can still');
    await college.say('O1', 'my tasks');
    expect(await college.words('O1', 'My tasks')).toMatch(/One thing waits for you\.[\s\S]*can still undo it/);
    await press('L2', 'Undo (until 10:26)');
    expect(await theList()).toMatchObject({ isOpen: true, state: 'open' });
    await college.say('O1', 'my tasks');
    expect(await college.words('O1', 'My tasks')).toContain('2 things wait for you.');
    await college.moveTo('10:27');
    expect([await decided('L2'), await decided('L4')]).toEqual([[], ['accepted']]);
    await press('L2', 'Accept');
    await college.moveTo('10:38');
    expect(await decided('L2')).toEqual(['accepted']);
    expect(await theList()).toMatchObject({ isOpen: false, state: 'done' });
  });

  test('P: pressed too late, an undo says so', async () => {
    await tell('L5', 'off tomorrow, annual leave');
    const { card } = await press('L5', 'Accept');
    await college.moveTo('10:49');
    const id = (await notice('L5'))._id;
    const late = await college.people.press(college.user('O1'), { card: card! }, 'Undo (until 10:48)', {}, id);
    expect(saidBy(late)).toContain('could be undone are over');
    await college.settled();
    expect(await decided('L5')).toEqual(['accepted']);
  });

  test('P, G3: evidence accepted or sent back waits, too; of what was pressed about one file nothing holds for the next', async () => {
    const { world } = college.bot;
    await tell('L6', 'off tomorrow, flu');
    await press('L6', 'Ask for evidence');
    const request = async () =>
      taskOf('evidence', await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L6' }));
    const give = (id: string) =>
      world.together(async (inside) => receiveEvidence(inside, (await request())!, { id, name: `${id}.pdf` }));
    await give('letter');
    await college.settled();
    const card = 'Evidence to look at';
    const refused = await college.press('O1', card, 'Not accepted', { 'If not accepted': 'it has no date' });
    expect(refused.words).toContain('Nothing has gone out yet');
    await college.undo('O1', card);
    await college.press('O1', card, 'Accept');
    await give('certificate');
    await college.moveTo('11:05');
    expect(await request()).toMatchObject({ state: 'sent' });
    expect(await decided('L6')).toEqual(['evidence']);
    expect(await college.words('O1', card)).toContain('“Accept” (Pat Quinn, 10:49) could not be carried out any more');
    await college.press('O1', card, 'Accept');
    await college.moveTo('11:16');
    expect(await request()).toMatchObject({ state: 'accepted' });
    expect(await decided('L6')).toEqual(['evidence', 'accepted']);
  });

  test('P, G3: a file that comes within the minutes is read before its absence is not accepted', async () => {
    const { world } = college.bot;
    await tell('L3', 'off tomorrow, flu');
    await press('L3', 'Reject', { [reason]: 'no certificate' });
    const told = (await notice('L3'))!;
    await world.together((inside) =>
      giveFile(inside, told, {
        name: 'note.pdf',
        type: 'application/pdf',
        bytes: Buffer.from('%PDF-1.4'),
        fromId: 'L3',
      }),
    );
    await college.moveTo('11:27');
    expect(await decided('L3')).toEqual([]);
    expect(await college.words('O1', list)).toContain('“Reject” (“no certificate”) was not carried out');
  });
});

describe('what comes between a press and its time', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ undoMinutes: 10, rulesAlone: true, learners: 8 });
    await college.addPerson('O2', 'Ines Roy', ['admin']);
    for (const id of ['O1', 'O2', 'M1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const { tell, notice, press, decided, give, lists } = toolsOf(() => college);
  const theList = async () => (await lists())[0];

  test('P, G2: a new absence comes down with its list, though all on it was pressed', async () => {
    await tell('L1', 'off tomorrow, annual leave');
    await press('L1', 'Accept');
    expect(await theList()).toMatchObject({ state: 'pressed' });
    await college.say('O1', 'help');
    await tell('L2', 'off tomorrow, annual leave');
    const below = college.teams.shownTo(college.user('O1')).at(-1);
    expect(wordsOf(below?.card)).toContain('One notice waits for you.');
    await press('L2', 'Accept');
    await college.moveTo('09:41');
    expect([await decided('L1'), await decided('L2')]).toEqual([['accepted'], ['accepted']]);
  });

  test('P: the certificate that was asked for comes before its absence is not accepted: the list says so, though nothing waits on it', async () => {
    await tell('L3', 'off tomorrow, flu');
    await press('L3', 'Ask for evidence');
    await press('L3', 'Reject', { [reason]: 'no certificate came' });
    await give('L3', '%PDF-1.4 a');
    await college.moveTo('09:52');
    expect(await decided('L3')).toEqual(['evidence']);
    expect(await college.words('O1', list)).toContain(
      '“Reject” (“no certificate came”) was not carried out: something new has come in since',
    );
  });

  test('P: another file in the place of the one that was there is looked at before its absence is accepted', async () => {
    await press('L3', 'Accept');
    await give('L3', '%PDF-1.4 b');
    await college.moveTo('10:03');
    expect(await decided('L3')).toEqual(['evidence']);
    expect(await college.words('O1', list)).toContain('“Accept” was not carried out');
  });

  test('P, G3: of two opposite decisions the first happens, and the second is said not to have, with its words', async () => {
    await college.press('O1', 'Evidence to look at', 'Accept');
    await press('L3', 'Reject', { [reason]: 'cannot be read' });
    await college.moveTo('10:14');
    expect(await decided('L3')).toEqual(['evidence', 'accepted']);
    expect(await college.words('O1', list)).toContain(
      '“Reject” (“cannot be read”) was not carried out: it had been decided meanwhile',
    );
    await tell('L4', 'off tomorrow, flu');
    await press('L4', 'Ask for evidence');
    await give('L4', '%PDF-1.4 c');
    await press('L4', 'Accept');
    await college.moveTo('10:16');
    await college.press('O1', ['Evidence to look at', 'L4'], 'Not accepted', { 'If not accepted': 'has no date' });
    await college.moveTo('10:25');
    expect(await decided('L4')).toEqual(['evidence', 'accepted']);
    const card = await college.words('O1', ['Evidence decided', 'L4']);
    expect(card).toContain('“Not accepted” (Pat Quinn, 10:16) could not be carried out any more');
    expect(card).toContain('has no date');
  });

  test('P: what was pressed by somebody whose part in it has ended is asked of the others', async () => {
    await tell('L5', 'off tomorrow, annual leave');
    await press('L5', 'Accept');
    await college.c.people.updateOne({ _id: 'O1' }, { $set: { roles: ['office-manager'] } });
    await college.moveTo('10:36');
    await college.c.people.updateOne({ _id: 'O1' }, { $set: { roles: ['admin', 'office-manager'] } });
    expect(await decided('L5')).toEqual([]);
    expect(await college.words('O2', list)).toContain('“Accept” was not carried out: the list is somebody else’s now');
    await college.press('O2', list, 'Accept', {}, (await notice('L5'))._id);
    await college.moveTo('10:47');
    expect(await decided('L5')).toEqual(['accepted']);
  });

  test('S7: what waits is shown again at its hour, whatever is pressed before', async () => {
    for (const id of ['L6', 'L7']) await tell(id, 'off tomorrow, annual leave');
    const again = (await theList())?.next?.at;
    await college.moveTo('11:30');
    await press('L6', 'Accept');
    await college.moveTo('11:41');
    expect((await theList())?.next).toEqual({ step: 'again', at: again });
  });

  test('P: taken back and pressed another way, a reason is still there for the first', async () => {
    await tell('L8', 'off tomorrow, flu');
    await press('L8', 'Ask for evidence');
    await give('L8', '%PDF-1.4 d');
    const card = ['Evidence to look at', 'L8'];
    await college.press('O1', card, 'Not accepted', { 'If not accepted': 'has no date' });
    const back = await college.undo('O1', card);
    expect(Object.values(inputsOf(back.card))).toEqual(['has no date']);
    const held = await college.press('O1', card, 'Accept');
    expect(held.words).not.toContain('has no date');
    const again = await college.undo('O1', card);
    expect(Object.values(inputsOf(again.card))).toEqual(['has no date']);
    const looked = await college.press('O1', card, 'Open the file');
    expect(Object.values(inputsOf(looked.card))).toEqual(['has no date']);
  });
});

describe('what else may happen to a list meanwhile', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ undoMinutes: 10, rulesAlone: true, learners: 8 });
    await college.addPerson('O2', 'Ines Roy', ['admin']);
    for (const id of ['O1', 'O2', 'M1', 'T1']) await college.say(id, 'help');
    for (const [i, on] of [tuesday, addDays(monday, 2)].entries())
      await college.addSession({ _id: `day${i}`, on, title: 'Business' });
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const { tell, notice, press, decided, give, lists } = toolsOf(() => college);

  test('P: an absence told anew by another message is asked about on its row, with what had been pressed on the one before', async () => {
    await tell('L1', 'off tomorrow, annual leave');
    await press('L1', 'Reject', { [reason]: 'exam on that day' });
    await tell(
      'L1',
      'off tomorrow and wednesday, annual leave',
      'Not in, Tuesday 24 November and Wednesday 25 November',
    );
    await college.moveTo('09:41');
    expect(await decided('L1')).toEqual([]);
    expect(await college.words('O1', list)).toContain(
      '“Reject” (“exam on that day”) was not carried out: something new has come in since',
    );
  });

  test('P: an undo of an older card takes back no newer press', async () => {
    const { card } = await press('L1', 'Accept');
    const { _id } = await notice('L1');
    await college.press('O1', list, 'Undo (until 09:51)', {}, _id);
    await college.moveTo('09:44');
    await press('L1', 'Reject', { [reason]: 'exam on that day' });
    await college.people.press(college.user('O1'), { card: card! }, 'Undo (until 09:51)', {}, _id);
    await college.moveTo('09:55');
    expect(await decided('L1')).toEqual(['rejected']);
  });

  test('P: pressed and taken back, a list is chased as if nothing had been pressed', async () => {
    await tell('L2', 'off tomorrow, annual leave');
    const [one] = await lists();
    const chase = () => college.c.tasks.findOne({ _id: `chase|task|${one?._id}` });
    const since = (await chase())?.history.length;
    await press('L2', 'Accept');
    await college.press('O1', list, 'Undo (until 10:05)', {}, (await notice('L2'))._id);
    expect((await chase())?.isOpen).toBe(true);
    expect((await chase())?.history.length).toBe(since);
    await press('L2', 'Accept');
    await college.moveTo('10:06');
    expect((await chase())?.isOpen).toBe(false);
  });

  test('P: that a press came to nothing is still said once somebody has looked at the file', async () => {
    await tell('L3', 'off tomorrow, flu');
    await press('L3', 'Ask for evidence');
    await give('L3', '%PDF-1.4 a');
    const card = ['Evidence to look at', 'L3'];
    await college.press('O1', card, 'Not accepted', { 'If not accepted': 'it has no date' });
    await give('L3', '%PDF-1.4 b');
    await college.press('M1', card, 'Open the file');
    expect(await college.words('O1', card)).toContain(
      '“Not accepted” (Pat Quinn, 10:06) could not be carried out any more',
    );
  });

  test('P: two who accept the same, one on the list and one by the evidence, are told of no failure', async () => {
    await college.press('O1', list, 'Accept', {}, (await notice('L3'))._id);
    await college.moveTo('10:10');
    await college.press('O1', ['Evidence to look at', 'L3'], 'Accept');
    await college.moveTo('10:25');
    expect(await decided('L3')).toEqual(['evidence', 'accepted']);
    expect(college.find('O1', ['Evidence decided', 'could not be carried out'])).toBeUndefined();
  });

  test('P, G2: what nobody decided goes over to the list of the day on which it is looked at again, and stands on that alone', async () => {
    await tell('L5', 'off wednesday, annual leave', 'Not in, Wednesday');
    await tell('L4', 'off wednesday, annual leave', 'Not in, Wednesday');
    await college.moveTo('09:00', tuesday);
    const { _id } = await notice('L4');
    const next = { step: 'spread' as const, at: college.bot.clock.now() };
    await college.c.notices.updateOne({ _id }, { $set: { next }, $inc: { version: 1 } });
    await college.moveTo('09:01', tuesday);
    const has = (await lists()).map((one) =>
      taskOf('decide-notices', one)!.data.rows.some((row) => row.noticeId === _id),
    );
    expect(has).toEqual([false, true]);
  });

  test('P: told anew on a later day, an absence stands on another list; the one it stood on says that its press came to nothing', async () => {
    await college.press(
      'O1',
      ['Absences ', 'BV-L5'],
      'Reject',
      { [reason]: 'exam on that day' },
      (await notice('L5'))._id,
    );
    await tell('L5', 'off wednesday and thursday, annual leave', 'Not in, Wednesday 25 November and Thursday');
    await college.moveTo('09:20', tuesday);
    expect(await decided('L5')).toEqual([]);
    const said = '“Reject” (“exam on that day”) was not carried out: something new has come in since';
    expect(await college.words('O1', ['Absences ', said])).toContain('told anew since');
    const [first, second] = await lists();
    expect([first, second]).toMatchObject([{ isOpen: false }, { isOpen: true }]);
  });
});

test('P: of a full list so many rows stand as fit, and the newest of what can be undone among them', async () => {
  const college = await College.open({ undoMinutes: 10, rulesAlone: true, learners: 16 });
  try {
    await college.say('O1', 'help');
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
    await college.moveTo('09:30');
    for (let i = 1; i <= 16; i++) {
      await college.say(`L${i}`, 'off tomorrow, annual leave');
      await college.press(`L${i}`, ['Not in, Tuesday', 'obody has been told'], 'Confirm');
    }
    const rows = async () => actionsOf((await college.card('O1', list)).card);
    const count = async (title: string) => (await rows()).filter((one) => one.title?.startsWith(title)).length;
    expect(await count('Accept')).toBe(12);
    for (let i = 1; i <= 6; i++) {
      const { _id } = (await college.c.notices.findOne({ learnerId: `L${i}`, state: 'confirmed' }))!;
      await college.press('O1', list, 'Accept', {}, _id);
    }
    expect([await count('Accept'), await count('Undo')]).toEqual([8, 4]);
    expect(await college.words('O1', list)).toContain(
      '10 notices wait for you. Until then the register says “told us”. 8 are shown',
    );
    expect(await college.words('O1', list)).toContain(
      '6 decisions of yours can still be undone; nothing of them has gone out yet. The newest 4 are shown.',
    );
  } finally {
    await college.close();
  }
});

test('P: of the kinds that are listed as decisions every press waits its minutes but those that only ask, note or propose', () => {
  const atOnce = Object.entries(taskKindsOf)
    .filter(([, kind]) => kind.decides)
    .flatMap(([name, { acts }]) => Object.entries(acts).flatMap(([act, { undo }]) => (undo ? [] : `${name} ${act}`)));
  expect(atOnce.sort()).toEqual([
    'conduct-review ask-tutors',
    'conduct-review comment',
    'conduct-review print',
    'conduct-review propose',
  ]);
});
