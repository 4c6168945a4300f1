import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';
import { wordsOf } from '../teams/client.ts';

const [tuesday, friday] = [addDays(monday, 1), addDays(monday, 4)];

describe('questions asked in words', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('D1', 'Dee Head', ['leader']);
    await college.addPerson('F1', 'Fay Files', ['mis-officer']);
    for (const [code, ids] of Object.entries({ present: ['L1', 'L3'], unauthorised: ['L2'] }))
      for (const id of ids)
        await college.addHistory(
          id,
          [10, 7, 6, 5, 4, 3].map((ago) => ({ code: ago < 6 ? code : 'present', on: college.daysAgo(ago) })),
        );
    await college.addHistory('L3', [{ code: 'present', on: college.daysAgo(4) }], 'APP');
    await college.addSession({ _id: 'bus-mon' });
    await college.addSession({ _id: 'app-mon', at: '13:00', programmeId: 'APP', title: 'Workshop', type: 'workshop' });
    await college.addSession({ _id: 'bus-tue', on: tuesday, at: '10:00' });
    await college.addSession({ _id: 'bus-fri', on: friday });
    await recount(college.bot.world, true);
    await college.say('L3', 'not in tomorrow, dentist at 2');
    await college.say('L3', 'yes');
    await college.moveTo('09:05');
    await college.say('L3', '10 late bus');
    await college.say('L3', 'yes');
  });
  afterAll(() => college.close());

  /** What comes at once for what somebody writes, as one text. */
  async function ask(id: string, text: string): Promise<string> {
    const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
    await college.say(id, text);
    return college.teams
      .shownTo(college.user(id))
      .filter((one) => !before.has(one.id))
      .map((one) => wordsOf(one.card))
      .join('\n');
  }
  const refused = /You cannot do that here|I cannot do that for you|did not understand|do not follow|beyond me/;

  describe('a learner', () => {
    test.each([
      ['what time do i start tmrw', ['You start at 10:00 tomorrow', 'Room 4', 'Sam Lee']],
      ['what have i got on today', ['You start at 09:00 today', '13:00 Workshop']],
      ['do i have college on wednesday', ['Nothing is planned for you', 'Your next is']],
      ['when is my next lesson', ['Monday 23 November.\n13:00 Workshop']],
      ['who is my tutor', ['Sam Lee', 'Maya Patel', 'Jordan Blake']],
      ['how much have i missed', ['0 of 6 sessions missed', 'My attendance']],
      ['whats my attendance', ['My attendance', '% of the time so far this year']],
      ['what have i told you', ['Not in, Tuesday 24 November', '10 minutes late', 'Confirmed']],
      ['is my absence authorised', ['Not in, Tuesday 24 November', 'decides whether it is authorised']],
      ['was i marked late on friday?', ['Your marks on Friday 20 November', 'Present']],
      ['are you a robot', ['I am a program']],
    ])('%s', async (text, parts) => {
      const answer = await ask('L3', text);
      for (const part of parts) expect(answer).toContain(part);
      expect(answer).toContain('Something is wrong, I need someone');
      expect(answer).not.toMatch(refused);
    });

    test('“im here” offers to take back what was told of today; without any nothing is to do', async () => {
      expect(await ask('L3', 'im here')).toContain('You had told me: 10 minutes late');
      await college.card('L3', 'Take this back?');
      await college.say('L3', 'no');
      expect(await ask('L1', 'im here')).toContain('Your tutor marks you');
    });

    test.each([
      'who is late',
      'overdue registers',
      'how are we doing',
      'who worries me',
      'who worries me most and why',
      'accept all',
      'Ben Carter',
      'how is ben doing',
      'mark ben present',
    ])('%s is not theirs to ask', async (text) => {
      const answer = await ask('L1', text);
      expect(answer).toMatch(refused);
      expect(answer).toContain('My attendance');
      expect(answer).not.toMatch(/Carter|% attendance/);
      expect(await college.c.concerns.countDocuments()).toBe(0);
    });
  });

  describe('an employer', () => {
    test.each([
      ['is jamie in today', refused],
      [
        'is chloe in today?',
        /Chloe Evans[\s\S]*Not known yet: Workshop starts at 13:00 today\.[\s\S]*13:00 Workshop[\s\S]*To come/,
      ],
      ['how is he doing', /Chloe Evans[\s\S]*0 of 1 session missed/],
      ['hows ben doing', /Ben Carter[\s\S]*No register/],
      ['how much has chloe missed', /Chloe Evans/],
      ['my learners', /My learners[\s\S]*Chloe Evans/],
      ['what have I told you', /nothing from you/],
      ['chloe has left us', /Only the college office/],
      ['can chloe swap her 1-2-1 to friday', /I cannot move a session\. Sam Lee can/],
      ['Grace Liu', refused],
      ['how is grace doing', refused],
      ['overdue registers', refused],
      ['who is late', /What is known of your learners today[\s\S]*Chloe Evans · 13:00 Workshop/],
    ])('%s', async (text, said) => {
      const answer = await ask('E1', text);
      expect(answer).toMatch(said);
      // Nothing of the other programme, nor anybody's number.
      expect(answer).not.toMatch(/Business communication|7700/);
    });

    test('a name typed wrong is asked about, not guessed', async () => {
      expect(await ask('E1', 'how is cloe doing')).toMatch(/Do you mean one of these\?[\s\S]*Chloe Evans/);
    });
  });

  test('“is my absence authorised” is about what counts, before a newer one that nobody has been told of', async () => {
    expect(await ask('L3', 'not in friday, wedding')).toContain('Nobody has been told yet');
    expect(await ask('L3', 'is my absence authorised')).toContain('Not in, Tuesday 24 November');
    await college.say('L3', 'never mind');
  });

  test('a day without sessions says so on its card, and what to press; written down, it promises no register', async () => {
    const said = await ask('L2', 'not in thursday, mosque');
    expect(said).toContain('There is nobody to tell');
    await ask('L2', 'yes');
    const kept = await college.words('L2', ['You told us', 'Thursday 26 November']);
    expect(kept).toContain('Thank you. It is written down');
    expect(kept).not.toContain('register');
    await college.press('L2', ['You told us', 'Thursday 26 November'], 'Take back');
  });

  describe('a tutor', () => {
    test.each([
      ['who is late', /Chloe Evans · 09:00[\s\S]*10 minutes late/],
      ['whos off today', /Who is out today/],
      ['how is ben doing', /Ben Carter[\s\S]*3 of 6 sessions missed/],
      ['ben', /Ben Carter[\s\S]*Today, 09:00/],
      ['my learners', /My learners[\s\S]*Ben Carter/],
      ['what time do I start tomorrow', /You start at 10:00 tomorrow/],
      ['lena has left', refused],
      ['ben has left', /Only the college office/],
      ['overdue registers', /No register is late/],
      ['my registers on friday', /My registers, Friday 27 November[\s\S]*To come/],
      ['undo', /Amend on a register/],
      ['who worries me', /Whom to look at first[\s\S]*Ben Carter/],
      ['what changed', /What changed\nLast week: 1 down: Ben Carter 100 to 40\./],
      ['how are we doing', /I cannot do that for you/],
      ['accept all', /I cannot do that for you/],
    ])('%s', async (text, said) => {
      const answer = await ask('T1', text);
      expect(answer).toMatch(said);
      expect(answer).not.toContain('7700');
    });

    test('“mark ben late 10” goes the way of the register’s card, after one press; the open register stays open', async () => {
      expect(await ask('T1', 'mark ben late 10')).toContain('Mark Ben Carter late?');
      const back = await college.press('T1', 'Mark Ben Carter late?', 'Not now');
      expect(back.words).toContain('Nothing was changed');
      await ask('T1', 'ben is late 10');
      await ask('T1', 'mark ben late 10');
      const done = await college.press('T1', 'Mark Ben Carter late?', 'Yes, mark late');
      expect(done.words).toContain('Ben Carter: Late 10 min');
      expect(done.words).toContain('still to be saved');
      await ask('T1', 'isla turned up');
      await college.press('T1', 'Mark Isla Murphy present?', 'Yes, mark present');
      const register = await college.c.registers.findOne({ _id: 'bus-mon' });
      expect(register?.state).toBe('open');
      const mark = (id: string) => register?.rows.find((row) => row.learnerId === id)?.mark;
      expect(mark('L2')).toMatchObject({ code: 'late', minutesLate: 10, byId: 'T1', how: 'chosen' });
      expect(mark('L9')).toMatchObject({ code: 'present' });
      expect(mark('L4')).toBeUndefined();
    });

    test('saved afterwards from the card as it was, the register keeps what was said', async () => {
      await college.press('T1', ['"registerId":"bus-mon"', 'Rest present, save'], 'Rest present, save');
      const register = await college.c.registers.findOne({ _id: 'bus-mon' });
      expect(register?.state).toBe('saved');
      expect(register?.rows.find((row) => row.learnerId === 'L2')?.mark).toMatchObject({ minutesLate: 10 });
      await ask('T1', 'mark ben present');
      const done = await college.press('T1', 'Mark Ben Carter present?', 'Yes, mark present');
      expect(done.words).toContain('Ben Carter: Present');
      const after = await college.c.registers.findOne({ _id: 'bus-mon' });
      expect(after?.history.at(-1)).toMatchObject({ byId: 'T1', cause: 'said-in-chat' });
    });

    test('who may mark nobody reads who can', async () => {
      expect(await ask('A1', 'mark ben present')).toContain(
        'The session’s tutor and the college office mark a register.',
      );
    });

    test('a tutor of other sessions marks nobody here', async () => {
      expect(await ask('T2', 'mark ben present')).toMatch(refused);
    });

    test('“im off sick today” opens the away form on that day, with the registers it is about', async () => {
      const form = await ask('T1', 'im off sick today');
      expect(form).toContain('Away: who stands in?');
      expect(form).toContain('13:00 Workshop');
      const card = await college.card('T1', 'Away: who stands in?');
      expect(JSON.stringify(card.card)).toContain(`"value":"${monday}"`);
      const done = await college.press('T1', 'Away: who stands in?', 'Set', { Deputy: 'T2' });
      expect(done.words).toContain('Toni Okafor stands in for you from Monday 23 November to Monday 23 November');
      await ask('T1', 'away');
      await college.press('T1', 'I am back', 'I am back');
    });
  });

  describe('the office', () => {
    test.each([
      ['isla murphys attendance', /Isla Murphy[\s\S]*This week/],
      ['isla murphy', /Isla Murphy[\s\S]*7700 900100[\s\S]*Parent/],
      ['who is aisha', /Aisha Khan/],
      ['undo', /I take nothing back by a word/],
      ['how many absences today', /Who is out today/],
      ['who hasnt done their register', /late|No register/],
      ['how are we doing', /attended this week so far/],
      ['what time do i start', refused],
      ['who worries me', /I cannot do that for you/],
      ['what changed', /I cannot do that for you/],
      ['how is the programme by week', /attended this week so far/],
    ])('%s', async (text, said) => {
      expect(await ask('O1', text)).toMatch(said);
    });

    test('“lena has left” says what to do, with a break to begin with', async () => {
      expect(await ask('O1', 'ella wright has left')).toContain('put the last day into the enrolments list');
      const form = await college.press('O1', 'Ella Wright has left', 'Start a break from today');
      expect(form.words).toContain('Break in learning');
      expect(JSON.stringify(form.card)).toContain('"value":"L5"');
    });

    test('“cancel everything on friday snow” opens the form filled in, and closes that day’s sessions', async () => {
      await ask('O1', 'cancel everything on friday snow');
      const card = await college.card('O1', 'Change or cancel a session');
      expect(JSON.stringify(card.card)).toContain('"value":"Snow"');
      const done = await college.press('O1', 'Change or cancel a session', 'Change and tell everyone');
      expect(done.words).toContain('Cancelled.');
      expect((await college.c.sessions.findOne({ _id: 'bus-fri' }))?.cancelled).toMatchObject({ why: 'Snow' });
      expect((await college.c.sessions.findOne({ _id: 'bus-tue' }))?.cancelled).toBeUndefined();
    });

    test('“accept all” asks once, then accepts each as if pressed singly', async () => {
      await college.say('L1', 'off tomorrow, bus strike');
      await college.say('L1', 'yes');
      expect(await ask('O1', 'accept all')).toMatch(/Accept all 2 absences\?[\s\S]*Aisha Khan/);
      await college.say('L2', 'off tomorrow, bus strike');
      await college.say('L2', 'yes');
      const done = await college.press('O1', 'Accept all 2 absences?', 'Accept all 2');
      expect(done.words).toContain('Accepted: 2 absences');
      const decided = await college.c.notices.find({ 'decisions.state': 'accepted' }).toArray();
      expect(decided.map((one) => one.learnerId).sort()).toEqual(['L1', 'L3']);
      expect(decided[0]?.decisions).toMatchObject([{ byId: 'O1' }]);
      // What came in after the question was asked waits for its own press.
      expect(done.words).toContain('One has come or changed since I asked: it still waits for you.');
      expect(await ask('O1', 'accept all')).toContain('Ben Carter');
    });

    test('what its sender changed after “accept all” was drawn is not accepted by it, and that is said', async () => {
      const change = await college.press('L2', ['You told us', 'Not in'], 'Change');
      await college.people.press(college.user('L2'), { card: change.card! }, 'Confirm', { 'Last day': '2026-11-27' });
      await college.settled();
      const done = await college.press('O1', 'Accept this absence?', 'Accept it');
      expect(done.words).toBe(
        'Nothing on this card was left to accept. One has come or changed since I asked: it still waits for you.',
      );
      expect((await college.c.notices.findOne({ learnerId: 'L2' }))?.decisions).toBeUndefined();
    });
  });

  describe('those who follow learners', () => {
    test('who worries me: whom to look at first, and why; a hold neither adds nor takes away a name or a flag', async () => {
      const mentor = await ask('M1', 'who worries me most and why');
      expect(mentor).toMatch(/Ben Carter[\s\S]*🛑 Red risk/);
      expect(mentor).not.toContain('Chloe');
      expect(await ask('H1', 'who should I worry about')).toContain('Ben Carter');
      expect(await ask('A1', 'who worries me')).not.toContain('Ben Carter');
      const before = await ask('M1', 'who worries me');
      const changed = await ask('M1', 'what changed');
      expect(changed).toMatch(/^What changed\nLast week: 1 down: Ben Carter 100 to 40\./);
      await college.say('L2', 'i dont want to be alive any more');
      expect(await ask('M1', 'what changed')).toBe(changed);
      expect(await ask('M1', 'who worries me')).toBe(before);
      expect(await ask('M1', 'ben')).toMatch(/Risk flag[\s\S]*🛑 Red risk/);
      // What the year is folded to meanwhile shows no flag that no card has come about.
      await college.c.standings.updateMany({ learnerId: 'L1' }, { $set: { flag: 'red' } });
      expect(await ask('M1', 'who worries me')).toMatch(/Aisha Khan[\s\S]*🛑 Red risk/);
      await college.say('L1', 'i dont want to be alive any more either');
      await college.c.standings.updateMany({ learnerId: { $in: ['L1', 'L2'] } }, { $set: { flag: 'amber' } });
      const held = await ask('M1', 'who worries me');
      expect(held).toMatch(/🛑 Red risk[\s\S]*🛑 Red risk/);
      expect(held).not.toContain('Amber');
    });

    test('registers late: whose, and how many learners nobody knows of', async () => {
      await college.moveTo('14:00');
      expect(await ask('A1', 'registers late')).toMatch(
        /One register is late[\s\S]*13:00 Workshop[\s\S]*Sam Lee: 3 learners not known/,
      );
      expect(await ask('H1', 'overdue registers')).toContain('No register is late');
      expect(await ask('D1', 'which registers are overdue')).toContain('13:00 Workshop');
      expect(await ask('T1', 'overdue registers')).toContain('13:00 Workshop');
      expect(await ask('M1', 'overdue registers')).toContain('I cannot do that for you');
    });

    test('a leader gets figures and no names', async () => {
      const said = await ask('D1', 'how are we doing');
      expect(said).toMatch(/\d+% attended this week so far/);
      expect(said).toContain('Decisions');
      expect(said).not.toMatch(/Carter|Khan|Evans/);
      expect(await ask('D1', 'Ben Carter')).toMatch(refused);
      expect(await ask('D1', 'decisions')).toContain('Decisions');
    });

    test('the opening questions of who leads, heads and mentors are answered, each from what they may see', async () => {
      for (const id of ['D1', 'H1', 'A1']) {
        expect([id, await ask(id, 'how is the programme by week')]).toEqual([
          id,
          expect.stringMatching(/attended this week so far|No marks have been saved this week yet/),
        ]);
        const changed = await ask(id, 'what changed');
        expect([id, changed]).toEqual([id, expect.stringMatching(/^What changed\nLast week: Attendance was \d+%/)]);
        expect([id, changed]).toEqual([id, expect.not.stringMatching(/Carter|Khan|Evans/)]);
      }
      const worries = await ask('D1', 'who worries me');
      expect(worries).toMatch(
        /^Where to look\n[\s\S]*Level 2 Business[\s\S]*🛑 Red risk: \d(?:, ⚠ Amber risk: \d)? · \d+% in the last twelve weeks/,
      );
      expect(worries).not.toMatch(/Carter|Khan|Evans/);
      for (const id of ['M1', 'H1']) {
        expect([id, await ask(id, 'show me everything about Ben')]).toEqual([
          id,
          expect.stringContaining('Ben Carter'),
        ]);
      }
    });

    test('an MIS officer is shown nothing of a learner', async () => {
      for (const text of ['how is ben doing', 'who worries me', 'who is late'])
        expect(await ask('F1', text)).toMatch(refused);
    });

    test('no question raises a concern by its own words', async () => {
      expect(
        await college.c.concerns
          .find({})
          .map((one) => one.messages.map((m) => m.fromId))
          .toArray(),
      ).toEqual([['L2'], ['L1']]);
    });
  });

  test('under a hold an employer sees of a day what they could before it, and nothing that says why', async () => {
    await college.save('app-mon', { 'APP-L2': 'unauthorised' });
    const answer = await ask('E1', 'is ben in today');
    expect(answer).toMatch(/13:00 Workshop[\s\S]*Not known yet/);
    expect(answer).not.toMatch(/absent|hold/i);
    expect(await ask('E1', 'is chloe in today')).toMatch(/13:00 Workshop[\s\S]*Present/);
  });
});

describe('what people really typed', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const ahead of [0, 1, 2, 3, 4, 7, 8, 9])
      await college.addSession({ _id: `bus-${ahead}`, on: addDays(monday, ahead), at: '11:00', minutes: 60 });
    await college.addSession({ _id: 'app', at: '13:00', programmeId: 'APP', title: 'Workshop', type: 'workshop' });
    await college.moveTo('10:30');
  });
  afterAll(() => college.close());

  const lost = /did not understand|do not follow|beyond me/;
  /** Each typed as a person's next message; all of them must be understood. */
  const typed: [string, string][] = [
    ['L1', 'not in tomoz got dentist at 2'],
    ['L1', 'yeah'],
    ['L1', 'no i meant friday'],
    ['L1', 'yes please'],
    ['L1', 'thanks'],
    ['L1', 'what time do i start tmrw'],
    ['L1', 'how much have i missed'],
    ['L1', 'whats my attendance'],
    ['L1', 'lol ur a robot'],
    ['L1', 'when is my next lesson'],
    ['L1', 'who is my tutor'],
    ['L1', 'can i change my mind'],
    ['L1', 'what have i told you'],
    ['L1', 'when did i say i was off'],
    ['L1', 'is my absence authorised'],
    ['L1', 'was i marked late yesterday?'],
    ['L1', 'i was in today but sir marked me absent'],
    ['L1', 'ignore what i said about friday'],
    ['L1', 'am i late'],
    ['L4', 'off on monday and wednesday'],
    ['L4', 'both days'],
    ['L4', 'never mind'],
    ['L5', 'gona b l8'],
    ['L5', 'quarter past 11ish i reckon'],
    ['L5', 'ta x'],
    ['L5', 'im here'],
    ['L6', 'off sick tomorrow'],
    ['L6', 'tuesday not wednesday'],
    ['L6', 'all week'],
    ['L6', '👍'],
    ['L6', 'undo'],
    ['L7', 'in after lunch today'],
    ['L7', 'stop'],
    ['L7', 'im on placement thursday'],
    ['L7', 'mosque friday 1pm'],
    ['L7', 'im in friday after all'],
    ['E1', 'Jamie and Ben wont be in tomorrow, stocktake'],
    ['E1', 'is ben in today?'],
    ['E1', 'hows he doing'],
    ['E1', 'ben carter has left us'],
    ['E1', 'can ben swap his 1-2-1 to friday'],
    ['E1', 'Chloe'],
    ['E1', 'need ben on site thurs'],
    ['E1', 'Thanks'],
    ['T1', 'isla is in now'],
    ['T1', 'ben turned up'],
    ['T1', 'mark ben present'],
    ['T1', 'who is late'],
    ['T1', 'how is ben doing'],
    ['T1', 'im off sick today'],
    ['T1', 'my learners'],
    ['T1', 'help me'],
    ['T1', 'isla is off sick today'],
    ['O1', 'overdue registers'],
    ['O1', 'how many absences today'],
    ['O1', 'who hasnt done their register'],
    ['O1', 'ella wright has left'],
    ['O1', 'cancel all sessions tomorrow snow'],
    ['O1', 'isla murphys attendance'],
    ['O1', 'isla murphy'],
    ['O1', 'who is aisha'],
    ['O1', 'accept all'],
    ['M1', 'who worries me'],
    ['M1', 'Ben Carter'],
    ['M1', 'my learners'],
    ['H1', 'registers late'],
    ['H1', 'what changed'],
    ['H1', 'Ben'],
    ['A1', 'who is out'],
  ];

  test('is understood, every word of it', async () => {
    const missed: string[] = [];
    for (const [id, text] of typed) {
      const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
      await college.say(id, text);
      const answer = college.teams
        .shownTo(college.user(id))
        .filter((one) => !before.has(one.id))
        .map((one) => wordsOf(one.card));
      if (answer.some((one) => lost.test(one))) missed.push(`${id}: ${text}`);
    }
    expect(missed).toEqual([]);
    expect(await college.c.heard.find({ missed: { $gt: 0 } }).toArray()).toEqual([]);
    expect(await college.c.concerns.countDocuments()).toBe(0);
  });

  test('staff who may not report are told who can, and their own absence opens the away form on its days', async () => {
    const told = await college.words('T1', 'I cannot write that down from you');
    expect(told).toContain('The college office writes down');
    expect(await college.c.notices.countDocuments({ byId: 'T1' })).toBe(0);
    await college.say('M1', 'i wont be in thursday and friday, i am at a conference');
    const form = await college.card('M1', 'Away: who stands in?');
    const [thursday, last] = [addDays(monday, 3), addDays(monday, 4)];
    expect(JSON.stringify(form.card)).toMatch(new RegExp(`"value":"${thursday}"[\\s\\S]*"value":"${last}"`));
  });

  test('a mark that looks wrong leads a learner to another look', async () => {
    await college.say('L8', 'i was in today but sir marked me absent');
    const shown = await college.card('L8', 'A mark that looks wrong');
    const answer = await college.people.press(college.user('L8'), shown, 'Ask for another look');
    expect(wordsOf(answer.card)).toContain('another look');
  });
});

test('“how are we doing” counts as the pages do: a short session missed weighs as much as a long one where sessions are counted', async () => {
  const college = await College.open({ learners: 2 });
  await college.addSession({ _id: 'short', programmeId: 'APP', minutes: 30, type: 'workshop' });
  await college.addSession({ _id: 'long', at: '10:00', programmeId: 'APP', minutes: 240, type: 'workshop' });
  await college.moveTo('10:00');
  await college.save('short', { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
  await college.save('long');
  await college.say('A1', 'how are we doing');
  expect(await college.words('A1', 'attended this week so far')).toContain('50% attended this week so far');
  const page = pageWords((await visitorOf(college).see('A1', 'programmes')).text);
  expect(page).toMatch(/50 ?%/);
  await college.close();
});

test('who has not been seen for days and missed lessons without leave stands out, however good the year was', async () => {
  const college = await College.open({ learners: 2 });
  const before = Array.from({ length: 20 }, (_, i) => ({ code: 'present', on: college.daysAgo(35 - i) }));
  const lately = [6, 5].map((ago) => ({ code: 'unauthorised', on: college.daysAgo(ago) }));
  await college.addHistory('L1', [...before, ...lately], 'APP');
  await college.addHistory('L2', [...before, { code: 'present', on: college.daysAgo(5) }], 'APP');
  await recount(college.bot.world, true);
  await college.say('A1', 'who worries me');
  const said = await college.words('A1', 'Who to look at');
  expect(said).toMatch(/Aisha Khan[\s\S]*9\d% this year[\s\S]*/);
  expect(said).not.toContain('Ben Carter');
  await college.close();
});
