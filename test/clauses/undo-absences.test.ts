import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, timeOf } from '../../src/domain/calendar.ts';
import { taskOf } from '../../src/domain/task.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { receiveEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, inputsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const list = 'Absences to decide';
const reason = 'Reason, before';

/** What is decided on the office's list can be undone row by row: the next absence does not wait for the last (SPEC P, G2). */
describe('undo of decided absences', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ undoMinutes: 10, rulesAlone: true, learners: 6 });
    for (const id of ['L1', 'L2', 'L4', 'L5', 'O1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
    await college.moveTo('09:30');
  });
  afterAll(() => college.close());

  const tell = async (id: string, text: string) => {
    await college.say(id, text);
    await college.press(id, ['Not in, Tuesday', 'obody has been told'], 'Confirm');
  };
  const notice = (learnerId: string) => college.c.notices.findOne({ learnerId, state: 'confirmed' });
  const press = async (learnerId: string, title: string, fields: Record<string, string> = {}) =>
    college.press('O1', list, title, fields, (await notice(learnerId))?._id ?? '');
  const undo = async (learnerId: string) => {
    const id = (await notice(learnerId))?._id ?? '';
    const actions = actionsOf((await college.card('O1', list)).card);
    const title = actions.find(({ data }) => String(data.row).endsWith(`|${id}`))?.title ?? 'Undo';
    return college.press('O1', list, title, {}, id);
  };
  const titles = async () => actionsOf((await college.card('O1', list)).card).map(({ title }) => title);
  const decided = async (learnerId: string) => (await notice(learnerId))?.decisions?.map(({ state }) => state) ?? [];
  const heard = (learnerId: string) =>
    college.teams
      .shownTo(college.user(learnerId))
      .map(({ card }) => wordsOf(card))
      .join('\n');

  test('P: an absence accepted or rejected happens ten minutes later, and the learner hears nothing until then', async () => {
    for (const id of ['L1', 'L2', 'L4']) await tell(id, 'off tomorrow, annual leave');
    const accepted = await press('L1', 'Accept');
    expect(accepted.words).toContain('Accept: Pat Quinn, 09:30. Nothing has gone out yet: it is done at 09:40.');
    expect(accepted.words).toContain('2 notices wait for you.');
    await college.moveTo('09:33');
    const rejected = await press('L2', 'Reject', { [reason]: 'no leave in term' });
    expect(rejected.words).toContain('Reject “no leave in term”: Pat Quinn, 09:33. Nothing has gone out yet');
    expect([await decided('L1'), await decided('L2')]).toEqual([[], []]);
    expect(heard('L1') + heard('L2')).not.toContain('ccepted');
    expect(await titles()).toEqual(expect.arrayContaining(['Undo (until 09:40)', 'Undo (until 09:43)', 'Accept']));
    await college.moveTo('09:41');
    expect([await decided('L1'), await decided('L2')]).toEqual([['accepted'], []]);
    const [decision] = (await notice('L1'))?.decisions ?? [];
    expect([decision?.byId, decision && timeOf(decision.at)]).toEqual(['O1', '09:30']);
    expect(heard('L1')).toContain('Accepted by Pat Quinn');
    expect(heard('L2')).not.toContain('ccepted');
  });

  test('P: undone, its row asks again with the reason in its input, and nobody hears of it', async () => {
    const undone = await undo('L2');
    expect(undone.words).not.toContain('Nothing has gone out yet');
    expect(Object.values(inputsOf(undone.card))).toContain('no leave in term');
    await college.moveTo('09:50');
    expect(await decided('L2')).toEqual([]);
    expect(heard('L2')).not.toContain('ccepted');
  });

  test('P: what is typed beside the button of another row stays on the card', async () => {
    const answer = await press('L4', 'Accept', { [reason]: 'for Ben: no leave in term' });
    expect(Object.values(inputsOf(answer.card))).toContain('for Ben: no leave in term');
    // The card is left alone while something is on it that was not taken: the answer is what its reader sees.
    const title = actionsOf(answer.card).find((one) => one.title?.startsWith('Undo'))?.title ?? '';
    await college.people.press(college.user('O1'), { card: answer.card! }, title);
    await college.moveTo('10:05');
    expect(await decided('L4')).toEqual([]);
  });

  test('P: an absence told anew meanwhile is not decided by the press about the one before: its row says so and asks', async () => {
    await press('L4', 'Accept');
    const before = (await notice('L4'))!;
    await college.c.notices.updateOne({ _id: before._id }, { $set: { changedAt: new Date('2026-11-23T10:07:00Z') } });
    await college.moveTo('10:16');
    expect(await decided('L4')).toEqual([]);
    expect(await college.words('O1', list)).toContain('“Accept” for Daniel Osei');
    expect(await college.words('O1', list)).toContain('could not be carried out any more');
    expect(await titles()).not.toContain('Undo (until 10:15)');
  });

  test('S7, P: a list of which all is pressed stands among what can be undone, stays until it is done, and closes then', async () => {
    const theList = () => college.c.tasks.findOne({ kind: 'decide-notices', ownerIds: 'O1' });
    await college.say('O1', 'accept all');
    const all = await college.press('O1', 'Accept all 2 absences?', 'Accept all 2');
    expect(all.words).toContain('until 10:26 each can be undone on its list');
    expect(await theList()).toMatchObject({ isOpen: true });
    await college.say('O1', 'my tasks');
    expect(await college.words('O1', 'My tasks')).toContain('Done, can be undone until 10:26');
    await college.moveTo('10:27');
    expect([await decided('L2'), await decided('L4')]).toEqual([['accepted'], ['accepted']]);
    expect(await theList()).toMatchObject({ isOpen: false });
  });

  test('P, G3: evidence accepted or sent back waits, too, and the absence with it', async () => {
    const { world } = college.bot;
    await tell('L5', 'off tomorrow, flu');
    await press('L5', 'Ask for evidence');
    const request = async () =>
      taskOf('evidence', await college.c.tasks.findOne({ kind: 'evidence', learnerId: 'L5' }));
    await world.together(async (inside) => receiveEvidence(inside, (await request())!, { id: 'f', name: 'note.pdf' }));
    await college.settled();
    const card = 'Evidence to look at';
    for (const [title, fields] of [
      ['Not accepted', { 'If not accepted': 'it has no date' }],
      ['Accept', {}],
    ] as const) {
      const answer = await college.press('O1', card, title, fields);
      expect(answer.words).toContain('Nothing has gone out yet');
      expect(await request()).toMatchObject({ state: 'sent' });
      if (title === 'Not accepted') await college.undo('O1', card);
    }
    await college.moveTo('10:40');
    expect(await request()).toMatchObject({ state: 'accepted' });
    expect(await decided('L5')).toEqual(['evidence', 'accepted']);
  });
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
