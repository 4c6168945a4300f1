import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { allMissing } from '../support/all-missing.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('Today (S7, S10)', () => {
  let college: College;
  const words = async (person = 'A1') => pageWords((await visitorOf(college).see(person, 'today')).text);

  beforeAll(async () => {
    college = await College.open();
    await college.c.people.updateOne({ _id: 'E1' }, { $set: { mobile: '+44 7700 900555' } });
    await college.addSession({ _id: 's1', programmeId: 'APP', title: 'Workshop' });
    await college.addSession({ _id: 's2', programmeId: 'APP', at: '13:00', title: 'Tutorial' });
    await college.moveTo('09:00');
  });
  afterAll(() => college.close());

  test('under a hold somebody not known yet stays among them (S11)', async () => {
    await college.say('L2', 'i dont want to be here any more');
    await college.moveTo('09:40');
    expect(await words()).toMatch(/3 learners due: 3 not known\..*Aisha Khan, Ben Carter, Chloe Evans/);
    await college.c.concerns.deleteMany({});
  });

  test('not known while the register is open, with how long and who; then missing, with whom to ring', async () => {
    expect(await words()).toMatch(
      /^Today .*3 learners due: 3 not known\..*09:00 Workshop , Room 4 Sam Lee, open for 40 min Aisha Khan, Ben Carter, Chloe Evans/,
    );
    await college.save('s1', { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    await college.moveTo('10:30');
    const { text } = await visitorOf(college).see('A1', 'today');
    expect(text).toContain('href="tel:+447700900555"');
    expect(pageWords(text)).toMatch(
      /3 learners due: 1 here, 2 missing.*Aisha Khan 09:00 Workshop Employer, Jordan Blake \+44 7700 900555.*Jordan Blake: written to in Teams at \d\d:\d\d/,
    );
  });

  test('what came of a call, said on the card in the chat, stands on the page', async () => {
    await college.press('A1', 'Aisha Khan', 'Contacted', {}, 's1|L1');
    expect(await words()).toMatch(/1 to ring, 1 done\. Ben Carter.*Aisha Khan.*Contacted , Alex Morgan, 10:30/);
  });

  test('who is missing under a hold is nowhere on it; who is here stays, or the gap would tell (S11)', async () => {
    await college.say('L2', 'i dont want to be here any more');
    await college.say('L3', 'i dont want to be here any more');
    const held = await words();
    expect(held).not.toContain('Ben Carter');
    expect(held).toContain('3 learners due: 1 here, 1 missing, 1 later today.');
    await college.c.concerns.deleteMany({});
  });

  test('the next day the rest stands on top: who was not reached, and the register nobody saved', async () => {
    await college.moveTo('09:30', addDays(monday, 1));
    expect(await words()).toMatch(
      /Left from the days before Ben Carter 09:00 Workshop, Monday 23 November Nobody has said yet what came of it\. Mon 23 Nov, 13:00 Tutorial : register not saved\. Sam Lee/,
    );
    // Somebody else's programme has none of it.
    expect(await words('H1')).not.toContain('Ben Carter');
  });
});

describe('sixty missing at once (S7)', () => {
  let college: College;
  const everyone = Array.from({ length: 60 }, (_, i) => `L${i + 1}`);
  beforeAll(async () => {
    college = await College.open({ learners: 60 });
    await allMissing(college, 's0', monday, ['L1']);
    await allMissing(college, 's1', addDays(monday, 1), everyone);
  });
  afterAll(() => college.close());

  test('each stands there once with a phone as a link, below what the day before left', async () => {
    for (const [i, id] of everyone.entries())
      await college.c.people.updateOne({ _id: id }, { $set: { mobile: `+44 7700 9${String(i).padStart(5, '0')}` } });
    const { text } = await visitorOf(college).see('O1', 'today');
    const words = pageWords(text);
    expect(words).toMatch(/60 learners due: 60 missing\./);
    expect(words.indexOf('Left from the days before')).toBeGreaterThan(0);
    const below = words.slice(words.indexOf('60 to ring'));
    expect(words.indexOf('Left from the days before')).toBeLessThan(words.indexOf('60 to ring'));
    const names = (await college.c.people.find({ roles: 'learner' }).toArray()).map((one) => one.name);
    expect(names).toHaveLength(60);
    expect(names.filter((name) => below.split(name).length !== 2)).toEqual([]);
    const own = everyone.map((_, i) => `href="tel:+4477009${String(i).padStart(5, '0')}"`);
    expect(own.filter((link) => text.split(link).length !== 2)).toEqual([]);
  });
});
