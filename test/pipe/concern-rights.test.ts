import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { College } from '../support/college.ts';
import { saidBy, wordsOf } from '../teams/client.ts';

const concernVerbs = verbs.map((one) => one.verb).filter((verb) => verb.startsWith('concern-'));
const refusal = 'You cannot do that here';

describe('whose a concern is ends with the role', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    await college.addPerson('S2', 'Omar Deputy', ['hosp'], { mobile: '+44 7700 900777' });
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'S2' } });
    for (const id of ['L1', 'S1', 'S2']) await college.say(id, 'help');
    await college.say('L1', 'i want to kill myself because of room nine');
    await college.moveTo('08:11');
  });
  afterAll(() => college.close());

  const concern = async () => {
    const found = await college.c.concerns.findOne({});
    if (!found) throw new Error('no concern');
    return found;
  };
  const pressAll = async (id: string) => {
    const before = await concern();
    const answers: string[] = [];
    for (const verb of concernVerbs) {
      const answer = await college.people.invoke(college.user(id), verb, { concernId: before._id });
      answers.push(typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.body.value));
    }
    await college.settled();
    return { answers, isChanged: JSON.stringify(await concern()) !== JSON.stringify(before) };
  };
  const refusesAll = async (id: string) => {
    const { answers, isChanged } = await pressAll(id);
    for (const words of answers) expect(words).toContain(refusal);
    expect(isChanged).toBe(false);
  };

  test('S11: a deputy it went to reads it; once they are an employer only, no verb of theirs does anything', async () => {
    expect(await college.words('S2', 'Urgent safeguarding concern')).toContain('room nine');
    await college.c.people.updateOne({ _id: 'S2' }, { $set: { roles: ['employer'] } });
    await refusesAll('S2');
    await college.c.people.updateOne({ _id: 'S2' }, { $set: { roles: ['hosp'] } });
  });

  test('S11: staff who were a deputy once and are named by nobody now can do nothing, and their card loses its words', async () => {
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'M1' } });
    await refusesAll('S2');
    await college.moveTo('08:32');
    expect(college.find('S2', 'room nine')).toBeUndefined();
    expect(college.find('S2', 'This is with the Safeguarding Team')).toBeDefined();
    expect(await college.words('M1', 'Urgent safeguarding concern')).toContain('room nine');
  });

  test('S11: a member of the team who left it, and an employer who stands in by an absence, can do nothing', async () => {
    await college.addPerson('S3', 'Sia Second', ['safeguarding']);
    await college.c.people.updateOne({ _id: 'S3' }, { $set: { roles: ['tutor'] } });
    await refusesAll('S3');
    const away = [{ from: '2026-11-23', to: '2026-11-27', deputyId: 'E1' }];
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { away } });
    await refusesAll('E1');
    await college.c.people.updateOne({ _id: 'S1' }, { $unset: { away: '' } });
  });

  test('S11: no hold drops the text messages that call for help with a concern', async () => {
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { mobile: '+44 7700 900778' } });
    // Even one that covers what the message says it is about.
    const first = await concern();
    const holds = [{ learnerId: 'safeguarding', since: first.at, figures: [] }];
    await college.c.concerns.insertOne({ ...first, _id: 'odd', holds, next: undefined as never });
    const before = await college.c.outbox.countDocuments({ about: 'safeguarding', acceptedAt: { $exists: true } });
    await college.moveTo('09:15');
    const sent = await college.c.outbox.countDocuments({ about: 'safeguarding', acceptedAt: { $exists: true } });
    expect(sent).toBe(before + 1);
    expect(await college.c.outbox.countDocuments({ droppedAt: { $exists: true } } as never)).toBe(0);
    await college.c.concerns.deleteOne({ _id: 'odd' });
  });
});

describe('a member of the team who is a learner too', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true, learners: 2 });
    await college.addPerson('X', 'Xenia Stone', ['learner', 'safeguarding']);
    await college.addPerson('B1', 'Lee Ward', ['leader']);
    for (const id of ['X', 'S1', 'B1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  test('S11: nobody reads, releases or is shown a concern about themself; the rest of the team has it', async () => {
    await college.say('X', 'i want to kill myself because of room nine');
    await college.words('X', 'Thank you for telling us');
    expect(await college.words('S1', 'Urgent safeguarding concern')).toContain('room nine');
    const before = await college.c.concerns.findOne({});
    expect(before?.holds.map((one) => one.learnerId)).toEqual(['X']);
    for (const verb of concernVerbs) {
      const data = { concernId: before?._id, outcome: 'all is well' };
      const answer = await college.people.invoke(college.user('X'), verb, data);
      expect(saidBy(answer)).toContain(refusal);
    }
    await college.say('X', 'holds');
    expect(await college.words('X', 'Holds')).toContain('No learner is under a hold');
    await college.moveTo('08:40');
    expect(college.find('X', 'room nine')).toBeUndefined();
    expect(await college.c.concerns.findOne({})).toMatchObject({ state: 'open', holds: [{ learnerId: 'X' }] });
    const released = await college.press('S1', 'Urgent safeguarding concern', 'Release the hold', {
      'What was done, and what came of it?': 'seen at home',
    });
    expect(released.words).toContain('released the hold');
  });

  test('S11: where they are the whole team, a leader hears at once that one waits', async () => {
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['tutor'] } });
    await college.say('X', 'i cut myself again last night');
    expect(await college.words('B1', 'A safeguarding concern waits')).not.toContain('Xenia');
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { roles: ['safeguarding'] } });
  });
});

test('what every object has, such as “constructor”, is no button of a task and no form', async () => {
  const college = await College.open({ learners: 2, rulesAlone: true });
  try {
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:21');
    const task = await college.c.tasks.findOne({ ownerIds: 'T1', isOpen: true });
    for (const name of ['constructor', 'to-string', 'hasownproperty', 'valueof']) {
      const data = { id: task?._id, version: 1, act: name };
      const pressed = await college.people.invoke(college.user('T1'), 'task-act', data);
      expect(saidBy(pressed)).toContain('did not come through right');
      const form = { id: name, version: 1, act: 'send' };
      const sent = await college.people.invoke(college.user('T1'), 'form-submit', form);
      expect(saidBy(sent)).toContain('I do not know that button');
      await college.people.invoke(college.user('T1'), 'run-command', { say: name });
      await college.say('T1', name);
    }
  } finally {
    await college.close();
  }
});
