import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';
import { actionsOf } from '../teams/client.ts';

const harm = 'i dont want to be here any more';
const press = 'Handed over, delete here';
const where = 'Where are the words kept';
const arrived = 'Have they arrived there';

/** The words of a concern go once the team has them in the college's own record, and not before (S11). */
describe('words handed over to the college’s own safeguarding record', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 8, undoMinutes: 10, rulesAlone: true });
    await college.c.meta.insertOne({ _id: 'demo' });
    for (const id of ['S1', 'E1', 'L1', 'L2']) await college.say(id, 'help');
    await college.moveTo('09:00');
    await college.say('L2', harm);
  });
  afterAll(() => college.close());

  const concern = async (learnerId = 'L2') => {
    const found = await college.c.concerns.findOne({ 'holds.learnerId': learnerId, state: { $ne: 'joined' } });
    if (!found) throw new Error('no concern');
    return found;
  };
  const titles = async (who = 'Ben Carter') => actionsOf((await college.card('S1', who)).card).map((one) => one.title);
  const stored = async () => JSON.stringify(await college.c.concerns.find({}).toArray());

  test('S11: an open hold cannot be handed over; released, the desk leads to its own page with all of it, as a file too, and says who took it', async () => {
    await college.press('S1', 'Ben Carter', 'I have it');
    expect(await titles()).not.toContain(press);
    const user = college.user('S1');
    const { _id } = await concern();
    await college.people.invoke(user, 'concern-hand-over', { concernId: _id, handedTo: 'CPOMS 1', hasArrived: 'yes' });
    expect(await concern()).not.toHaveProperty('handedOver');
    await college.press('S1', 'Ben Carter', 'Release the hold', { 'What was done': 'rang his mother' });
    await college.moveTo('09:11');
    expect(await college.words('S1', 'Ben Carter')).toContain('The words stay here until you hand them over.');
    const { see } = visitorOf(college);
    const desk = await see('S1', 'safeguarding');
    expect(pageWords(desk.text)).toMatch(/Released, and still kept here.*Ben Carter \(BV-L2\) , released/);
    expect(desk.text).toContain(`safeguarding/${_id}"`);
    expect(pageWords((await see('S1', `safeguarding/${_id}`)).text)).toMatch(
      new RegExp(`${harm}.*released the hold: “rang his mother”`),
    );
    expect((await see('S1', `safeguarding/${_id}?export=csv`)).text).toContain(harm);
    expect(await college.c.audit.findOne({ what: 'page-export' })).toMatchObject({ byId: 'S1', aboutIds: ['L2'] });
    expect((await see('M1', `safeguarding/${_id}`)).status).toBe(403);
    expect((await see('S1', 'safeguarding/none')).status).toBe(403);
  });

  test('S11: without a place, or without having looked that it arrived, nothing goes; what was typed stays', async () => {
    const unsure = await college.press('S1', 'Ben Carter', press, { [where]: 'MyConcern 4711', [arrived]: 'no' });
    expect(unsure.words).toContain('Please look first whether it has arrived there. Nothing is deleted.');
    expect(JSON.stringify(unsure.card)).toContain('"value":"MyConcern 4711"');
    const nowhere = await college.press('S1', 'Ben Carter', press, { [where]: ' ', [arrived]: 'yes' });
    expect(nowhere.words).toContain('Please say where the words are kept now. Nothing is deleted.');
    expect(await concern()).not.toHaveProperty('handedOver');
  });

  test('S11: for ten minutes it can be undone; so can it by putting the hold again; each keeps the words', async () => {
    const done = await college.press('S1', 'Ben Carter', press, { [where]: 'MyConcern 4711', [arrived]: 'yes' });
    expect(done.words).toContain('Nia Roberts hands the words over at 09:21. Until then nothing is deleted.');
    const undone = await college.press('S1', 'Ben Carter', 'Undo (until 09:21)');
    expect(undone.words).toContain('took the handing over back');
    await college.press('S1', 'Ben Carter', press, { [where]: 'MyConcern 4711', [arrived]: 'yes' });
    const again = await college.press('S1', 'Ben Carter', 'Put the hold again');
    expect(again.words).toContain('Nia Roberts has it');
    await college.moveTo('09:30');
    expect(await concern()).toMatchObject({ state: 'acknowledged', messages: [{ words: harm }] });
    expect(await concern()).not.toHaveProperty('handedOver');
    await college.press('S1', 'Ben Carter', 'Tell', {
      'To whom': (await titleOfFirst()) ?? '',
      'What do you want to say': 'please be gentle with him',
    });
    await college.press('S1', 'Ben Carter', 'Release the hold', { 'What was done': 'rang his mother again' });
    await college.moveTo('09:45');
    await college.press('S1', 'Ben Carter', press, { [where]: 'MyConcern 4711', [arrived]: 'yes' });
    await college.moveTo('09:56');
    expect(await concern()).toMatchObject({
      handedOver: { byId: 'S1', to: 'MyConcern 4711' },
      messages: [{ words: harm }],
    });
    const card = await college.words('S1', 'Ben Carter');
    expect(card).toContain('The words are in MyConcern 4711, and go here the night after.');
    expect(await titles()).not.toContain(press);
  });

  /** The first whom the card offers to tell. */
  async function titleOfFirst(): Promise<string | undefined> {
    const text = JSON.stringify((await college.card('S1', 'Ben Carter')).card);
    return /"value":"((?:employer|contact)\|[0-9a-f]+)"/.exec(text)?.[1];
  }

  test('S11: that night its words go, from every card too, also those of messages that were put together; who, when and where to stay', async () => {
    // Two about one learner: the second joined to the first, which has a copy of its words.
    await college.say('L1', 'i do not feel safe at home');
    await college.say('T1', 'somebody told me that her stepdad hits her');
    await college.press('S1', 'stepdad', 'Set whom it is about', { 'Whom is it about': 'Aisha Khan' });
    await college.press('S1', 'feel safe', 'Release the hold', { 'What was done': 'with the council now' });
    await college.moveTo('10:20');
    await college.press('S1', 'feel safe', press, { [where]: 'CPOMS 12', [arrived]: 'yes' });
    await college.moveTo('10:40');
    await college.say('L3', 'i want to die');
    expect(await stored()).toContain('stepdad');
    await college.moveTo('03:30', addDays(monday, 1));
    const kept = await stored();
    for (const words of [harm, 'feel safe', 'stepdad', 'rang his mother', 'with the council', 'be gentle'])
      expect([words, kept.includes(words)]).toEqual([words, false]);
    // What nobody has handed over is as it was.
    expect(kept).toContain('i want to die');
    expect(await concern()).toMatchObject({
      state: 'released',
      messages: [{ fromId: 'L2', words: '' }],
      handedOver: { byId: 'S1', to: 'MyConcern 4711', goneAt: expect.any(Date) },
    });
    const shown = JSON.stringify(college.teams.shownTo(college.user('S1')));
    expect(shown).not.toMatch(/here any more"|feel safe|stepdad|rang his mother/);
    const card = await college.words('S1', 'Ben Carter');
    expect(card).toMatch(/Nia Roberts: handed the words over to MyConcern 4711/);
    expect(card).toContain('The words are in MyConcern 4711, and not kept here any more.');
    expect(await titles()).not.toContain('Put the hold again');
    expect(await college.c.audit.find({ what: 'concern', did: 'deleted' }).toArray()).toHaveLength(2);
    expect(await college.c.audit.findOne({ what: 'retention' })).toMatchObject({ more: { 'concern-words': 2 } });
  });

  test('S11: an earlier concern without words is still counted on a new one', async () => {
    await college.say('L2', harm);
    expect(await college.words('S1', ['Ben Carter', 'Whom to call'])).toContain(
      'released by Nia Roberts, its words are handed over',
    );
  });

  test('S11: whose right ends meanwhile hands nothing over; the team sees that the bot stopped it, and why', async () => {
    await college.moveTo('09:05', addDays(monday, 1));
    await college.addPerson('S2', 'Ola Quist', ['safeguarding']);
    await college.say('S2', 'help');
    await college.say('L4', 'i want to die');
    await college.press('S2', 'Daniel Osei', 'Release the hold', { 'What was done': 'spoke with him' });
    await college.moveTo('09:20', addDays(monday, 1));
    await college.press('S2', 'Daniel Osei', press, { [where]: 'CPOMS 9', [arrived]: 'yes' });
    await college.c.people.updateOne({ _id: 'S2' }, { $set: { roles: ['tutor'] } });
    await college.moveTo('09:31', addDays(monday, 1));
    expect(await college.words('S1', 'Daniel Osei')).toContain(
      'Ola Quist: the handing over was not carried out: they may not read this any more',
    );
    expect(await concern('L4')).not.toHaveProperty('handedOver');
    const [last] = await college.c.audit.find({ did: 'changed', what: 'concern' }).sort({ at: -1 }).toArray();
    expect(last).toMatchObject({ how: 'bot', aboutIds: ['L4'] });
  });
});
