import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const [tuesday, wednesday] = [addDays(monday, 1), addDays(monday, 2)];
const lost = /did not understand|do not follow|beyond me|I cannot do that for you/;

describe('plain questions and statements, each in its role', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('D1', 'Dee Head', ['leader']);
    await college.addPerson('F1', 'Fay Files', ['mis-officer']);
    await college.addSession({ _id: 'bus-mon', at: '11:00', title: 'Tutorial' });
    await college.addSession({ _id: 'bus-tue', on: tuesday, at: '10:00', title: 'Tutorial' });
    await college.addSession({ _id: 'app-tue', on: tuesday, at: '13:00', programmeId: 'APP', title: 'Workshop' });
    await college.addSession({ _id: 'bus-wed', on: wednesday, at: '10:00', title: 'Tutorial' });
    await college.c.sessions.updateOne(
      { _id: 'bus-wed' },
      { $set: { cancelled: { by: 'T1', why: 'Snow', at: new Date() } } },
    );
  });
  afterAll(() => college.close());

  /** The cards that come at once for what somebody writes. */
  async function cards(id: string, text: string) {
    const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
    await college.say(id, text);
    return college.teams.shownTo(college.user(id)).filter((one) => !before.has(one.id));
  }
  const ask = async (id: string, text: string) => (await cards(id, text)).map((one) => wordsOf(one.card)).join('\n');
  const told = (learnerId: string) => college.c.notices.countDocuments({ learnerId });

  test('“I’ll be in tomorrow morning” is answered by what is planned, and reports nothing', async () => {
    expect(await ask('L9', 'I’ll be in tomorrow morning')).toContain(
      'You start at 10:00 tomorrow. I have reported nothing.',
    );
    expect(await ask('L9', 'see you on saturday')).toContain('Nothing is planned for you');
    expect(await told('L9')).toBe(0);
  });

  test('where an absence was told for then it is offered to be taken back; one of the other half is not', async () => {
    await college.say('L8', 'not in tomorrow, dentist');
    await college.say('L8', 'yes');
    expect(await ask('L8', 'I’ll be in tomorrow morning')).toContain('You had told me: Not in, Tuesday 24 November');
    await college.card('L8', 'Take this back?');
    await college.say('L8', 'yes');
    expect(await college.c.notices.findOne({ learnerId: 'L8' })).toMatchObject({ state: 'withdrawn' });
    await college.say('L7', 'off tomorrow afternoon, dentist');
    await college.say('L7', 'yes');
    expect(await ask('L7', 'I’ll be in tomorrow morning')).toContain('I have reported nothing');
    expect(await college.c.notices.findOne({ learnerId: 'L7' })).toMatchObject({ state: 'confirmed' });
  });

  test('of several days only the one that is said leaves, open or confirmed; a death is no “Good.”', async () => {
    const week = [0, 1, 2, 3, 4].map((ahead) => addDays(monday, ahead));
    const left = week.filter((day) => day !== tuesday);
    await college.say('L6', 'my nan died last night');
    expect(await college.c.notices.findOne({ learnerId: 'L6' })).toMatchObject({ state: 'draft', days: week });
    expect(await ask('L6', 'I’ll be in tomorrow morning')).toContain('press Change on its card');
    const answer = await ask('L6', 'I’ll be in tomorrow');
    expect(answer).toContain('Taken back: Tuesday 24 November.');
    expect(answer).not.toMatch(/Good\.|Take this back/);
    await college.say('L6', 'yes');
    expect(await college.c.notices.findOne({ learnerId: 'L6' })).toMatchObject({ state: 'confirmed', days: left });
    await ask('L6', 'I’ll be in on thursday');
    await college.card('L6', 'Take back Thursday 26 November?');
    const thanks = await ask('L6', 'thanks');
    expect(thanks).toContain('The question about this still waits for an answer: Not in, Monday');
    expect(thanks).not.toContain('for a yes');
    await college.say('L6', 'no');
    expect(await college.c.notices.findOne({ learnerId: 'L6' })).toMatchObject({ state: 'confirmed', days: left });
  });

  test('an open card: a morning said takes nothing of an afternoon, nor of a whole day; the day said puts it away', async () => {
    for (const text of ['off tomorrow afternoon, dentist at 2', 'not in tomorrow, dentist']) {
      await college.say('L5', text);
      await ask('L5', 'I’ll be in tomorrow morning');
      expect(await college.c.notices.countDocuments({ learnerId: 'L5', state: 'draft', days: [tuesday] })).toBe(1);
    }
    expect(await ask('L5', 'I’ll be in tomorrow')).toContain('Nobody was told.');
    expect(await college.c.notices.countDocuments({ learnerId: 'L5', state: { $ne: 'withdrawn' } })).toBe(0);
  });

  test('what somebody else told is not the learner’s to take back, and an employer reads nothing of the learner’s', async () => {
    await college.say('L2', 'not in tomorrow, clinic');
    await college.say('L2', 'yes');
    const answer = await ask('E1', 'Ben Carter will be in tomorrow');
    expect(answer).toContain('Ben starts at 13:00 tomorrow. I have reported nothing.');
    expect(answer).not.toMatch(/clinic|told|Tutorial/);
    await college.say('E1', 'Chloe Evans is off on tuesday, stocktake');
    await college.say('E1', 'yes');
    expect(await ask('L3', 'ill be in tomorrow')).toContain('Somebody else has told us otherwise');
    expect(await ask('L3', 'ill be in tomorrow')).not.toContain('stocktake');
  });

  test.each([
    ['L9', 'is the tutorial today still on', /nothing is cancelled today\. The first starts at 11:00/],
    ['L9', 'is college open tomorrow (snow)', /nothing is cancelled tomorrow\. The first starts at 10:00/],
    [
      'L9',
      'is college on wednesday',
      /Everything on Wednesday 25 November is cancelled\.[\s\S]*10:00 Tutorial\s+Cancelled/,
    ],
    ['E1', 'is college open tomorrow', /nothing is cancelled tomorrow\. The first starts at 13:00/],
    ['T1', 'is my lesson cancelled wednesday', /Everything on Wednesday 25 November is cancelled/],
    ['O1', 'is college open tomorrow', /The first starts at 10:00/],
    ['E1', 'Who is Chloe Evans tutor', /Chloe Evans[\s\S]*Tutor\s+Sam Lee/],
    ['E1', 'who teaches ben', /Tutor\s+Sam Lee/],
    ['O1', 'who is aishas mentor', /Mentor\s+Maya Patel/],
    ['E1', 'when is ben in college', /Next: Tuesday 24 November, 13:00 Workshop/],
    ['E1', 'is aisha khan in tomorrow', /Not known yet: Workshop starts at 13:00 tomorrow\./],
    ['O1', 'absences to decide', /My tasks\n[\s\S]*Absences to decide/],
    ['O1', 'anything to decide', /Absences to decide/],
    ['H1', 'what needs my approval', /My tasks/],
    ['O1', 'who is away tomorrow', /Who is out tomorrow[\s\S]*Ben Carter[\s\S]*Told us: not in/],
    ['T1', 'why is ben off tomorrow', /Ben told us beforehand/],
    ['T1', 'who was late on friday', /Who was late on Friday|Who is late on Friday/],
    ['E1', 'is everyone in tomorrow', /Chloe Evans · 13:00 Workshop\s+Told us: not in/],
    ['M1', 'who is off tomorrow', /Your learners/],
    ['L9', 'who sees this', /not why/],
    ['L9', 'my phone number has changed', /The college office can/],
    ['L9', 'how do i report an absence', /Just write it/],
    ['L9', 'do i need a doctors note', /photo or file/],
    ['L9', 'am i at risk', /attendance policy/],
    ['L9', 'can i speak to someone', /Your people[\s\S]*Something is wrong, I need someone/],
    ['E1', 'who do i contact', /The college office can help/],
    ['D1', 'attendance this week', /How we are doing/],
  ])('%s “%s”', async (id, text, said) => {
    const answer = await ask(id, text);
    expect(answer).toMatch(said);
    expect(answer).not.toMatch(lost);
  });

  test('an employer’s answers name nobody’s session or person of another programme, nor a stranger', async () => {
    for (const text of ['who is aisha khans mentor', 'when is ben in college', 'is everyone in tomorrow'])
      expect(await ask('E1', text)).not.toMatch(/Tutorial|Maya Patel|reason|clinic/);
    for (const text of ['Who is Grace Liu tutor', 'when is Grace Liu in college', 'Grace Liu will be in tomorrow'])
      expect(await ask('E1', text)).not.toMatch(/Sam Lee|starts at|Next:/);
  });

  const everyone = ['L1', 'E1', 'T1', 'M1', 'H1', 'O1', 'A1', 'S1', 'D1', 'F1'];

  test.each(everyone)('%s: thanks, ok, 👍, hi, bye, stop, help and who this is have a calm answer', async (id) => {
    for (const text of ['thanks', 'hi', 'ok', 'help', '👍', 'are you a robot', 'bye', 'who are you', 'stop']) {
      const answer = await ask(id, text);
      expect([text, answer]).toEqual([text, expect.stringMatching(/\S/)]);
      expect([text, answer]).toEqual([text, expect.not.stringMatching(lost)]);
    }
  });

  test.each(everyone)(
    '%s: what nobody understands gets other words each time, and the three likeliest buttons',
    async (id) => {
      let before = '';
      for (let i = 0; i < 7; i++) {
        const [shown] = await cards(id, 'purple bananas on the moon');
        const words = wordsOf(shown?.card);
        expect(words).not.toBe(before);
        const buttons = actionsOf(shown?.card).filter(({ verb }) => verb === 'run-command');
        expect([id, i, buttons.length]).toEqual([id, i, 3]);
        before = words;
      }
    },
  );

  test.each(['E1', 'T1', 'M1', 'H1', 'O1', 'S1'])(
    '%s: a name alone opens what one may see of that person',
    async (id) => {
      expect(await ask(id, 'Ben Carter')).toMatch(/^Ben Carter[\s\S]*No register with a mark/);
    },
  );
});
