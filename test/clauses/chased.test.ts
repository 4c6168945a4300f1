import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, past } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';

/** What people leave undone, over weeks: asked again, passed up, answered (SPEC P, "Nothing left lying"). */
describe('nothing is left lying', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'scotland' } });
    for (const id of ['M1', 'H1', 'A1', 'T1', 'V1', 'L1', 'L2', 'L3']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const cards = (id: string, words: string | string[]) => {
    const wanted = [words].flat();
    return college.teams
      .shownTo(college.user(id))
      .filter((one) => wanted.every((word) => JSON.stringify(one.card ?? '').includes(word)));
  };

  test('S12: an at-risk report nobody acknowledges is asked again after 1 and 3 working days, then passed up, then to the leader', async () => {
    await college.moveTo('10:00', day(0));
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', {
      Learner: 'L1',
      'What have': 'keeps missing Tuesday mornings',
    });
    const title = ['at risk of disengaging', 'Aisha Khan'];
    const first = await college.card('A1', title);
    await college.moveTo('09:01', day(1));
    const again = await college.card('A1', title);
    expect(again.id).not.toBe(first.id);
    expect(cards('A1', title)).toHaveLength(1);
    expect(await college.words('A1', title)).toContain('Asked again: this has waited since Monday 23 November.');
    expect(college.find('V1', 'Not answered yet')).toBeUndefined();
    await college.moveTo('09:01', day(3));
    // Nobody heads this programme above its manager: it goes to the leader.
    expect(await college.words('V1', ['Not answered yet', 'Aisha Khan'])).toContain(
      'With Alex Morgan since Monday 23 November (3 working days). Asked again twice.',
    );
    const before = (await college.card('A1', title)).id;
    const asked = await college.press('V1', ['Not answered yet', 'Aisha Khan'], 'Ask again now');
    expect(asked.words).toContain('Asked again just now.');
    expect((await college.card('A1', title)).id).not.toBe(before);
  });

  test('answered, it leaves every list: whoever it was passed up to reads so, and nobody is asked any more', async () => {
    await college.press('A1', ['at risk of disengaging', 'Aisha Khan'], 'Acknowledge');
    expect(college.find('V1', ['Not answered yet', 'Aisha Khan'])).toBeUndefined();
    const shown = (await college.card('A1', ['at risk of disengaging', 'Aisha Khan'])).id;
    await college.moveTo('09:01', day(8));
    expect((await college.card('A1', ['at risk of disengaging', 'Aisha Khan'])).id).toBe(shown);
  });

  test('G8: a mentor’s decision goes to the Head of Study Programme after 3 working days, bank holidays not counted; taken over, it is theirs', async () => {
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    // Thursday 26 November; Monday 30 November is St Andrew's Day in Scotland.
    await college.moveTo('08:55', day(10));
    await college.addSession({ _id: 'fall', on: day(10), at: '09:00', minutes: 60 });
    await college.moveTo('09:00', day(10));
    await college.save('fall', { 'BUS-L2': 'unauthorised' });
    await college.card('M1', ['decision needed', 'Ben Carter']);
    await college.moveTo('09:01', day(14));
    expect(college.find('H1', ['Not answered yet', 'A decision about attendance', 'Ben Carter'])).toBeUndefined();
    await college.moveTo('09:01', day(15));
    expect(await college.words('H1', ['Not answered yet', 'A decision about attendance', 'Ben Carter'])).toContain(
      'With Maya Patel',
    );
    await college.press('H1', ['Not answered yet', 'A decision about attendance', 'Ben Carter'], 'Take it over');
    expect(await college.words('H1', ['decision needed', 'Ben Carter'])).toContain('No action');
    expect(await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' })).toMatchObject({ ownerId: 'H1' });
  });

  test('a hold on the learner lets the chasing rest; released, it goes on from there', async () => {
    await college.say('T1', 'report at risk');
    const reported = { Learner: 'L3', 'What have': 'keeps missing Thursday mornings' };
    await college.press('T1', 'Who is at risk', 'Send to the manager', reported);
    const title = ['at risk of disengaging', 'Chloe Evans'];
    const shown = (await college.card('H1', title)).id;
    await college.say('L3', 'i want to kill myself');
    await college.moveTo('09:01', day(22));
    expect((await college.card('H1', title)).id).toBe(shown);
    expect(college.find('V1', ['Not answered yet', 'Chloe Evans'])).toBeUndefined();
    await college.c.concerns.updateMany({}, { $set: { state: 'released' } });
    await college.moveTo('09:01', day(23));
    expect((await college.card('H1', title)).id).not.toBe(shown);
  });
});

/** What came back to tutor or office and waits there for an answer, over weeks (S1, S5, G3, SPEC P). */
describe('what has been handed in is not left lying', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    for (const id of ['T1', 'A1', 'M1', 'H1', 'O1', 'L1', 'L2', 'L4']) await college.say(id, 'help');
    const workshop = { programmeId: 'APP', type: 'workshop', minutes: 60 };
    await college.addSession({ ...workshop, _id: 'set', title: 'Set work' });
    await college.addSession({ ...workshop, _id: 'unset', title: 'Unset work', at: '11:00' });
    await college.addSession({ ...workshop, _id: 'study', title: 'Reading', type: 'independent-study', at: '13:00' });
    await college.moveTo('09:00');
    await college.save('set', { 'APP-L1': 'authorised', 'APP-L2': 'authorised' });
    await college.press('T1', ['Set the missed work', 'Set work'], 'Set the work', {
      'What they are': 'Read unit 4',
      By: day(4),
    });
    await college.moveTo('11:00');
    await college.save('unset', { 'APP-L3': 'authorised' });
    await college.say('L4', 'off sick today and tomorrow');
    await college.press('L4', 'Not in', 'Confirm');
    const id = (await college.c.notices.findOne({ learnerId: 'L4' }))?._id;
    await college.press('O1', ['Absences to decide', 'Daniel Osei'], 'Ask for evidence', {}, id);
    await college.moveTo('13:00');
    await college.moveTo('10:00', day(1));
    await college.press('L1', 'Read unit 4', 'I have done it');
    await college.press('L1', ['Did you do this?', 'Reading'], 'I did it');
    const downloadUrl = college.teams.hostFile('note', pdfOf());
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'note.pdf' };
    const content = { downloadUrl, uniqueId: 'u', fileType: 'pdf' };
    const contentUrl = 'https://brookvale.sharepoint.com/personal/file';
    await college.people.say(college.user('L4'), '', { attachments: [{ ...file, contentUrl, content }] });
    await college.settled();
    await college.say('L4', 'not in on friday, driving test');
    await college.press('L4', ['Not in', 'Friday 27 November'], 'Confirm');
  });
  afterAll(() => college.close());

  const passedUp = (what: string) => [`Not answered yet: ${what}`];

  test('S5: on the morning of its last day whoever has missed work to do is reminded, once', async () => {
    const shown = async () => (await college.card('L2', 'Read unit 4')).id;
    const first = await shown();
    await college.moveTo('08:59', day(4));
    expect(await shown()).toBe(first);
    await college.moveTo('09:00', day(4));
    const again = await shown();
    expect(again).not.toBe(first);
    await college.moveTo('16:59', day(4));
    expect(await shown()).toBe(again);
  });

  test('S5: work that nobody sets goes to the manager after five working days; set, it leaves', async () => {
    expect(college.find('A1', 'Not answered yet')).toBeUndefined();
    await college.moveTo('09:01', day(7));
    expect(await college.words('A1', passedUp('Missed work to set'))).toContain(
      'With Sam Lee since Monday 23 November (5 working days)',
    );
    await college.press('T1', ['Set the missed work', 'Unset work'], 'Set the work', {
      'What they are': 'Pages 3 to 9',
      By: day(14),
    });
    expect(college.find('A1', passedUp('Missed work to set'))).toBeUndefined();
  });

  test('S1, S5, G2, G3: what was handed in on Tuesday and nobody has looked at goes a week later to whoever is above; answered, it is done', async () => {
    expect(college.find('A1', passedUp('Missed work'))).toBeUndefined();
    await college.moveTo('09:01', day(8));
    for (const [who, what, from] of [
      ['A1', 'Missed work', 'Sam Lee'],
      ['A1', 'An activity to log', 'Sam Lee'],
      ['H1', 'Evidence for an absence', 'Pat Quinn'],
      ['H1', 'Absences to decide', 'Pat Quinn'],
    ] as const)
      expect(await college.words(who, passedUp(what))).toMatch(
        new RegExp(`With [^\\n]*${from}[^\\n]*since Tuesday 24 November \\(5 working days\\)`),
      );
    await college.press('T1', 'Missed work handed in', 'Accept');
    await college.press('T1', 'Accept what was logged?', 'Accept');
    await college.press('O1', ['Evidence to look at', 'Daniel Osei'], 'Accept');
    await college.press('O1', ['Absences to decide', 'driving test'], 'Reject', { Reason: 'not a reason here' });
    await college.moveTo('09:01', day(15));
    for (const who of ['A1', 'H1'])
      for (const what of ['Missed work', 'An activity to log', 'Evidence for an absence', 'Absences to decide'])
        expect(college.find(who, passedUp(what))).toBeUndefined();
  });
});
