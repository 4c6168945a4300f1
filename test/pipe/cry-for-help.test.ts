import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nodesOf } from '../cards/check-card.ts';
import { College } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const [childline, samaritans, inWelsh] = ['Childline 0800 1111', 'Samaritans 116 123', 'Samaritans yn Gymraeg'];

describe('what whoever cries for help reads (S11)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('D1', 'Dee Head', ['leader']);
  });
  afterAll(() => college.close());

  /** The card that came for it, and its lines. */
  async function cry(id: string, text: string) {
    const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
    await college.say(id, text);
    const came = college.teams.shownTo(college.user(id)).filter((one) => !before.has(one.id));
    const shown = came.find((one) => wordsOf(one.card).includes('999'));
    return { words: wordsOf(shown?.card), card: shown?.card };
  }

  test.each([
    ['L1', 'i want to die', [childline, samaritans]],
    ['L2', 'dwi eisiau marw', [childline, samaritans, inWelsh]],
    ['L3', 'mae dad yn fy nharo i', [childline, samaritans, inWelsh]],
    ['T1', 'i want to kill myself', [samaritans]],
    ['E1', 'i want to kill myself', [samaritans]],
    ['M1', 'i want to kill myself', [samaritans]],
    ['D1', 'i want to kill myself', [samaritans]],
  ])(
    '%s “%s”: a kind sentence, who will be in touch, then each number on a line to press',
    async (id, text, numbers) => {
      const { words, card } = await cry(id, text);
      const lines = words.split('\n');
      expect(lines[0]).toMatch(/Thank you for telling us\. You have done nothing wrong\.$/);
      expect(lines[1]).toMatch(/^Someone from our Safeguarding Team will read this and get in touch with you\./);
      expect(`${lines[0]}${lines[1]}`).not.toMatch(/\d/);
      expect(/^Diolch am ddweud/.test(words)).toBe(numbers.includes(inWelsh));
      for (const known of [childline, samaritans, inWelsh])
        expect([known, words.includes(known)]).toEqual([known, numbers.includes(known)]);
      const rows = nodesOf(card).filter(({ selectAction }) => JSON.stringify(selectAction ?? '').includes('tel:'));
      expect(rows).toHaveLength(numbers.length + 1);
      expect(rows.every(({ minHeight }) => minHeight === '44px')).toBe(true);
      expect(JSON.stringify(rows[0])).toContain('"tel:999"');
    },
  );

  test.each([
    ['E1', 'Ben Carter told me he wants to kill himself'],
    ['T1', 'Ben Carter told me he wants to kill himself'],
    ['O1', 'Ben Carter rang, he wants to kill himself'],
  ])('%s about somebody else: thanks, who has it and who will be in touch, then 999', async (id, text) => {
    const { words } = await cry(id, text);
    expect(words).toMatch(
      /^Thank you for telling us\.\nThe Safeguarding Team has this now, and nobody else reads it\. They get in touch with you[^\d]*\nCall 999\n999\n/,
    );
    expect(words).not.toMatch(/Childline|Samaritans/);
  });

  test.each([
    ['everyone would be better off if I just wasnt around tbh', false],
    ['nobody would miss me anyway, i want to die', false],
    ['not coming in, i want to die', true],
    ['i want to die. off tomorrow', true],
  ])('“%s”: a card about an absence comes only where one is told outright: %j', async (text, isTold) => {
    const before = new Set(college.teams.shownTo(college.user('L3')).map((one) => one.id));
    await college.say('L3', text);
    await college.settled();
    const words = college.teams
      .shownTo(college.user('L3'))
      .filter((one) => !before.has(one.id))
      .map((one) => wordsOf(one.card));
    expect(words.some((one) => one.includes('999'))).toBe(true);
    expect(words.some((one) => one.includes('nobody has been told') || one.includes('Nobody has been told'))).toBe(
      isTold,
    );
  });

  test('words in English with one that is Welsh, too, are answered in English alone', async () => {
    expect((await cry('L4', 'life is such a bore i want to die')).words).toMatch(/^Thank you for telling us/);
  });
});
