import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { College, friday, monday, thursday, tuesday, wednesday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

describe('words that put right what was told just before (S2, S3)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    const names = { K1: 'Kyle Moss', K2: 'Kyle Rees', LN: 'Nathan Cole', LB: 'Ben Carver', LC: 'Zara Cole' };
    for (const [id, name] of Object.entries(names)) await college.addPerson(id, name, ['learner']);
    for (const id of [...Object.keys(names), 'L4', 'L10'])
      await college.c.enrolments.insertOne({
        _id: `APP-${id}`,
        learnerId: id,
        programmeId: 'APP',
        groups: [],
        from: '2026-08-01',
        employerId: 'E1',
      });
    for (const [n, on] of [tuesday, wednesday, thursday, friday].entries()) {
      await college.addSession({ _id: `app-${n}`, on, programmeId: 'APP', title: 'Workshop', type: 'workshop' });
      await college.addSession({ _id: `bus-${n}`, on, title: 'Business' });
      await college.addSession({ _id: `tut-${n}`, on, at: '15:30', minutes: 60, title: 'Tutorial', type: 'tutorial' });
    }
    for (const id of ['E1', 'O1', 'L4', 'L5']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  // Each scenario begins with nothing told.
  beforeEach(async () => {
    for (const kept of [college.c.notices, college.c.slots, college.c.talks]) await kept.deleteMany({} as never);
  });

  const standing = async () => {
    const all = await college.c.notices
      .find({ state: { $ne: 'withdrawn' } })
      .sort({ createdAt: 1, learnerId: 1 })
      .toArray();
    return all.map((one) => [one.learnerId, one.state, one.days]);
  };
  const sayAll = async (id: string, ...said: string[]) => {
    for (const text of said) await college.say(id, text);
  };

  describe('whom it was about', () => {
    test.each([
      'no i meant Jamie',
      'sorry Jamie not Aisha',
      'wrong one, it’s Jamie',
      'not her, Jamie',
      'it was Jamie that is ill, not Aisha',
      'wrong person, Jamie is the one who is off',
    ])('“%s” takes the wrong person’s open card back, and says so', async (text) => {
      await sayAll('E1', 'Aisha Khan is off sick tomorrow morning', text);
      expect(await college.words('E1', 'Taken back: Aisha Khan')).toContain('Nobody was told.');
      expect(await college.c.notices.find({ state: 'draft' }).toArray()).toMatchObject([
        { learnerId: 'L10', days: [tuesday], toTime: '12:00', reason: 'sickness' },
      ]);
      await college.say('E1', 'yes to all');
      expect(await standing()).toEqual([['L10', 'confirmed', [tuesday]]]);
    });

    test('one that counts already is asked about: a yes takes it back and confirms the new one', async () => {
      await sayAll('E1', 'Aisha Khan is off sick tomorrow', 'yes', 'no i meant Jamie');
      await college.card('E1', 'This still counts until you take it back: Aisha Khan');
      expect(await standing()).toEqual([
        ['L1', 'confirmed', [tuesday]],
        ['L10', 'draft', [tuesday]],
      ]);
      await college.say('E1', 'yes');
      expect(await standing()).toEqual([['L10', 'confirmed', [tuesday]]]);
    });

    test('somebody who is not theirs is meant: the wrong card goes all the same', async () => {
      await sayAll('E1', 'Aisha Khan is off sick tomorrow', 'no i meant Gwendolyn');
      await college.card('E1', 'Gwendolyn is not one of yours');
      expect(await standing()).toEqual([]);
    });

    test.each([
      ['Kyle Moss is off tomorrow', 'I meant the other Kyle', 'K2'],
      ['Kyle Moss is off tomorrow', 'no the other one', 'K2'],
      ['Nathan Cole is off tomorrow', 'not him, his sister', 'LC'],
      ['Nathan Cole is off tomorrow', 'not Nathan, Zara', 'LC'],
    ])('“%s”, “%s”', async (told, text, learnerId) => {
      await sayAll('E1', told, text);
      expect(await standing()).toEqual([[learnerId, 'draft', [tuesday]]]);
    });

    test('“his brother”, whom nothing names, is asked by name', async () => {
      await sayAll('E1', 'Daniel Osei is off tomorrow', 'not him, his brother');
      expect(await college.words('E1', 'Which learner do you mean?')).not.toContain('Daniel Osei');
      await college.say('E1', 'Jamie');
      expect(await standing()).toEqual([['L10', 'draft', [tuesday]]]);
    });

    test('of two of one message: who is wrong is asked with a button each; “just Aisha” leaves the other out', async () => {
      await sayAll('E1', 'Aisha Khan and Chloe Evans are off tomorrow', 'no i meant Jamie');
      expect(actionsOf((await college.card('E1', 'Which one is wrong?')).card).map((one) => one.title)).toEqual([
        'Aisha Khan',
        'Chloe Evans',
      ]);
      await college.press('E1', 'Which one is wrong?', 'Chloe Evans');
      expect((await standing()).map(([id]) => id)).toEqual(['L1', 'L10']);
      await sayAll('E1', 'Aisha Khan and Chloe Evans are off friday', 'just Aisha sorry');
      expect((await standing()).filter(([, , days]) => days?.includes(friday)).map(([id]) => id)).toEqual(['L1']);
    });

    test('“and Chloe too” is told of her as well; nothing is taken back', async () => {
      await sayAll('E1', 'Aisha Khan is off sick tomorrow', 'and Chloe too');
      expect(await standing()).toEqual([
        ['L1', 'draft', [tuesday]],
        ['L3', 'draft', [tuesday]],
      ]);
    });

    test('who is off besides, and who is back, is no putting right of another', async () => {
      await sayAll('E1', 'Aisha Khan is off tomorrow', 'Jamie is off wednesday not thursday');
      expect((await standing()).map(([id]) => id)).toEqual(['L1', 'L10']);
      await sayAll('E1', 'Chloe Evans is off friday, not Daniel');
      expect((await standing()).map(([id]) => id)).toEqual(['L1', 'L10', 'L3']);
    });

    test('a name alone answers “which learner?”; with nothing asked it is a question about them', async () => {
      await sayAll('E1', 'Ben is off wednesday', 'Carver');
      expect(await standing()).toEqual([['LB', 'draft', [wednesday]]]);
      await sayAll('E1', 'Jamie');
      await college.card('E1', ['Jamie Smith', 'This week']);
      expect(await standing()).toEqual([['LB', 'draft', [wednesday]]]);
    });
  });

  describe('which of several', () => {
    test('cards of one message that say the same are put right together', async () => {
      await sayAll('E1', 'Aisha Khan and Chloe Evans are off tomorrow', 'no i meant friday');
      expect(await standing()).toEqual([
        ['L1', 'draft', [friday]],
        ['L3', 'draft', [friday]],
      ]);
    });

    test('where two could be meant it is asked, with a button naming each', async () => {
      await sayAll('E1', 'Aisha Khan is off tomorrow and Chloe Evans is off wednesday', 'no i meant friday');
      expect(await college.words('E1', 'Which one do you mean?')).toContain('Not in, Wednesday 25 November');
      await college.press('E1', 'Which one do you mean?', 'Chloe Evans');
      expect(await standing()).toEqual([
        ['L1', 'draft', [tuesday]],
        ['L3', 'draft', [friday]],
      ]);
      await sayAll('L5', 'off tomorrow dentist, and late wednesday by 10 minutes', 'no i meant friday');
      await college.press('L5', 'Which one do you mean?', 'Tuesday 24 November');
      expect((await standing()).filter(([id]) => id === 'L5').map(([, , days]) => days)).toEqual([
        [friday],
        [wednesday],
      ]);
    });

    test.each([
      'i meant thursday for Aisha',
      'Aisha is thursday not tuesday',
      'thursday not tuesday',
      'no Aisha is thursday',
    ])('“%s” is about the older card that it names', async (text) => {
      await sayAll('E1', 'Aisha Khan is off tomorrow', 'Chloe Evans is off wednesday', text);
      expect(await standing()).toEqual([
        ['L1', 'draft', [thursday]],
        ['L3', 'draft', [wednesday]],
      ]);
    });

    test('after a question that is not answered yet, it is about that one, which goes on asking', async () => {
      await sayAll('E1', 'Aisha Khan is off tomorrow', 'Ben is off wednesday', 'no i meant friday');
      expect(await college.words('E1', 'Which learner do you mean?')).toContain('Not in, Friday 27 November');
      expect(await standing()).toEqual([
        ['L1', 'draft', [tuesday]],
        ['L2', 'draft', [friday]],
      ]);
    });
  });

  describe('all but some, two of a name, and both', () => {
    const about = async () => (await standing()).map(([id]) => id).toSorted();

    test.each(['everyone except Nathan is off tomorrow', 'all of mine bar Nathan are off tomorrow'])(
      '“%s” is about each of the others',
      async (text) => {
        await college.say('E1', text);
        expect(await about()).toEqual(['K1', 'K2', 'L1', 'L10', 'L2', 'L3', 'L4', 'LB', 'LC']);
      },
    );

    test('whom it leaves out must be known: of two Bens it is asked, and nobody is away', async () => {
      await college.say('E1', 'the whole lot apart from Ben and Zara are off friday');
      await college.card('E1', 'Who is Ben? Please write it again with the full name.');
      expect(await about()).toEqual([]);
      await college.say('O1', 'everyone except Ella Wright is off friday');
      await college.card('O1', 'Whom do you mean? Please write their names.');
      expect(await about()).toEqual([]);
    });

    test('“the two Kyles” are both of them; “Kyle” is the question which', async () => {
      await college.say('E1', 'the two Kyles are off tomorrow');
      expect(await about()).toEqual(['K1', 'K2']);
      await college.say('E1', 'Kyle is off friday');
      await college.card('E1', ['Which learner do you mean?', 'Friday']);
    });

    test('“both of them” are the two that were named just before, told of or not', async () => {
      await college.say('E1', 'both lads are off thursday');
      await college.card('E1', 'Which two do you mean?');
      await college.say('E1', 'Aisha and Chloe');
      await college.card('E1', 'What about Aisha Khan and Chloe Evans?');
      await college.say('E1', 'both of them are off thursday');
      expect(await standing()).toEqual([
        ['L1', 'draft', [thursday]],
        ['L3', 'draft', [thursday]],
      ]);
      await sayAll('E1', 'never mind', 'Jamie and Ben are off tomorrow', 'both of them are off friday too');
      // One of the two is still asked about, and asked about again.
      expect((await standing()).filter(([, , days]) => days?.includes(friday)).map(([id]) => id)).toEqual([
        'L10',
        'L2',
      ]);
    });

    test('“both of them are in after all” puts two open cards away at once: nothing is asked, nobody was told', async () => {
      await sayAll('E1', 'Aisha and Chloe are off tomorrow', 'both of them are in tomorrow after all');
      for (const name of ['Aisha Khan', 'Chloe Evans']) {
        const card = await college.card('E1', [`About ${name}`, 'Taken back']);
        expect(wordsOf(card.card)).toContain('nobody was told');
        expect(actionsOf(card.card)).toEqual([]);
      }
      expect(await standing()).toEqual([]);
    });

    test('“both of them” confirms the two of the last message, and no third', async () => {
      await sayAll('E1', 'Nathan is off thursday', 'Aisha and Chloe are off tomorrow', 'both of them');
      expect(await standing()).toEqual([
        ['LN', 'draft', [thursday]],
        ['L1', 'confirmed', [tuesday]],
        ['L3', 'confirmed', [tuesday]],
      ]);
      await sayAll('E1', 'Jamie is off thursday', 'Zara is off friday', 'both');
      await college.card('E1', 'Which two do you mean? Please press Confirm on their cards.');
    });
  });

  describe('“confirm all” in words is the button of that name', () => {
    test('it confirms what asks nothing; a taking back and a question only wait, and are named', async () => {
      await sayAll('E1', 'Aisha Khan is off tomorrow', 'yes', 'Aisha Khan will be in tomorrow after all');
      await college.card('E1', ['You told us about Aisha Khan', 'Take this back?']);
      await sayAll('E1', 'Chloe Evans is off half day friday, family thing', 'Jamie is off friday', 'confirm all');
      const said = await college.words('E1', 'Thank you. Confirmed: Jamie Smith: Not in, Friday 27 November.');
      expect(said).toContain('2 more wait for an answer: Aisha Khan: Not in, Tuesday 24 November. Chloe Evans: ');
      expect((await standing()).map(([id, state]) => [id, state])).toEqual([
        ['L1', 'confirmed'],
        ['L3', 'draft'],
        ['L10', 'confirmed'],
      ]);
      await college.say('E1', 'yes to all');
      expect(await college.words('E1', 'There was nothing left to confirm.')).toContain('2 wait for an answer');
      expect((await standing()).map(([, state]) => state)).toEqual(['confirmed', 'draft', 'confirmed']);
    });

    test('“confirm both” with one of two cards about taking back takes nothing back', async () => {
      await sayAll(
        'E1',
        'Jamie is off tomorrow',
        'yes',
        'Jamie will be in tomorrow after all',
        'Ben Carver is off friday',
      );
      await college.say('E1', 'confirm both');
      await college.card('E1', 'Which two do you mean?');
      expect((await standing()).map(([id, state]) => [id, state])).toEqual([
        ['L10', 'confirmed'],
        ['LB', 'draft'],
      ]);
    });
  });

  describe('which session, and which of several messages', () => {
    test.each([
      ['not in wednesday', ''],
      ['not in wednesday', 'yes'],
      ['not in tomorrow', ''],
      ['not in tomorrow', 'yes'],
    ])('“%s”, “%s”, “sorry i meant wednesdays tutorial”: only the tutorial', async (told, answer) => {
      await sayAll('L4', told, ...(answer ? [answer] : []), 'sorry i meant wednesdays tutorial');
      const card = wordsOf((await college.card('L4', ['Not in, Wednesday', 'obody has been told'])).card);
      expect(card).toContain('Tutorial');
      expect(card).not.toMatch(/Business:|Workshop:/);
      await college.say('L4', 'yes');
      expect(await college.c.notices.find({ state: 'confirmed' }).toArray()).toMatchObject([
        { days: [wednesday], notMeant: ['app-1', 'bus-1'] },
      ]);
    });

    test('a correction that says less takes the place of what counts', async () => {
      await sayAll('L4', 'not in wednesday and thursday', 'yes', 'i meant just wednesday', 'yes');
      expect(await standing()).toEqual([['L4', 'confirmed', [wednesday]]]);
    });

    test('the wrong day of an older message of the same person goes as well', async () => {
      await sayAll('E1', 'Jamie is off tomorrow and wednesday', 'yes', 'Jamie is off wednesday, dentist');
      await college.say('E1', 'no i meant thursday');
      expect(await college.words('E1', ['About Jamie Smith', 'Thursday'])).toContain(
        'This replaces: Not in, Wednesday 25 November',
      );
      await college.say('E1', 'yes');
      expect(await standing()).toEqual([
        ['L10', 'confirmed', [tuesday]],
        ['L10', 'confirmed', [thursday]],
      ]);
      await sayAll('E1', 'Chloe is off wednesday', 'yes', 'Chloe is off wednesday, dentist');
      await sayAll('E1', 'Chloe is off friday not wednesday', 'yes');
      expect((await standing()).filter(([id]) => id === 'L3')).toEqual([['L3', 'confirmed', [friday]]]);
    });

    test('an older message about both days stays: only the newer one was wrong', async () => {
      await sayAll(
        'E1',
        'Jamie is off sick all week',
        'yes',
        'Jamie is off wednesday, dentist',
        'no i meant thursday',
        'yes',
      );
      expect((await standing()).flatMap(([, , days]) => days ?? []).toSorted()).toEqual([
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
      ]);
    });
  });
});
