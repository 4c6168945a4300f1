import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

const harm = 'i dont want to be here any more';

describe('pages that are lists', () => {
  let college: College;
  let visit: ReturnType<typeof visitorOf>;
  const see = async (person: string, path: string) => pageWords((await visit.see(person, path)).text);

  beforeAll(async () => {
    college = await College.open();
    visit = visitorOf(college);
    await college.c.people.updateOne({ _id: 'T1' }, { $set: { mobile: '+44 7700 900777' } });
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:10');
    await college.say('L2', harm);
    await college.say('T1', 'Grace Liu told me her stepdad hits her');
  });
  afterAll(() => college.close());

  test('the safeguarding desk: every open concern with its words, clock, place, phones, and what was done (S8, S11)', async () => {
    expect(await see('S1', 'safeguarding')).toMatch(/2 concerns open, 2 of them with nobody/);
    await college.press('S1', 'Ben Carter', 'I have it');
    const { text } = await visit.see('S1', 'safeguarding');
    const words = pageWords(text);
    // Who has nobody stands first.
    expect(words).toMatch(
      /2 concerns open, 1 of them with nobody\..*Grace Liu \(BV-L7\).*Nobody has it.*stepdad hits her.*Ben Carter \(BV-L2\).*Nia Roberts has it/,
    );
    expect(words).toContain(harm);
    expect(words).toMatch(
      /At 09:10 09:00 to 12:00 Business communication, Room 4, Sam Lee \+44 7700 900777 , not marked yet/,
    );
    for (const number of ['+447700900777', '+447700900100', '+447700900900'])
      expect(text).toContain(`href="tel:${number}"`);
    expect(words).toMatch(/What was done Monday 23 November, 09:10, Nia Roberts: has it/);
  });

  test('its export names whom and how old, and has nobody’s words', async () => {
    const { text } = await visit.see('S1', 'safeguarding?export=csv');
    expect(text).toContain('Ben Carter (BV-L2)');
    expect(text).not.toMatch(/be here any more|stepdad/);
  });

  test('a concern about one of the team is the rest of the team’s, on the desk too', async () => {
    await college.addPerson('S2', 'Olu Adams', ['safeguarding', 'learner']);
    await college.say('S2', harm);
    expect(await see('S1', 'safeguarding')).toContain('Olu Adams');
    expect(await see('S2', 'safeguarding')).not.toContain('Olu Adams (BV-S2)');
  });

  test('who has not confirmed the policy, and whom Teams does not reach, are those of the records', async () => {
    const unreachable = { code: 'ConversationBlockedByUser', since: college.bot.clock.now() };
    await college.c.people.updateMany({ _id: { $in: ['L8', 'L9'] } }, { $set: { unreachable } });
    for (const id of ['L3', 'L4', 'E1']) await college.say(id, 'help');
    await college.moveTo('11:00');
    const asked = await college.c.tasks.find({ kind: 'policy-read', isOpen: true, isShown: true }).toArray();
    expect(asked.length).toBeGreaterThan(1);
    const csv = (await visit.see('O1', 'not-confirmed?export=csv')).text.trim().split('\r\n').slice(1);
    const owed = await college.c.people.find({ _id: { $in: asked.flatMap((one) => one.ownerIds) } }).toArray();
    expect(csv.map((line) => line.split(',')[1]).sort()).toEqual(owed.map((one) => one.ref).sort());
    expect(await see('O1', 'cannot-reach')).toMatch(
      /2 people cannot be reached in Teams.*Harry Singh BV-L8 Learner Mon 23 Nov Has blocked the app \(ConversationBlockedByUser\); gets links by text message \+44 7700 900100/,
    );
  });
});
