import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Activity, textOf } from '../../src/teams/activity.ts';
import { code, readPayload, teamWords, words } from '../../src/teams/verbs/payload.ts';
import { isLoose, marksOf, textMarks, textsIn, textsOf } from '../../src/teams/verbs/payload-texts.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';

/** Texts of a payload that no mark says whether somebody types them. */
function unmarkedIn(payload: z.ZodType): string[] {
  const fields = [...marksOf(payload)].flatMap(([key, mark]) => (mark === 'unmarked' ? [key] : []));
  return isLoose(payload) && !textMarks.has(payload) ? [...fields, 'any other key'] : fields;
}

describe('every text of every payload is marked as people’s words or as a code of ours (S11)', () => {
  test.each(verbs.map((one) => [one.verb, one.payload] as const))('%s', (_, payload) => {
    expect(unmarkedIn(payload)).toEqual([]);
  });

  test('the walk finds a text without a mark, also inside optional and default, and keys nobody named', () => {
    const planted = z.strictObject({
      comment: z.string().max(200),
      more: z.string().optional(),
      less: z.string().default('x'),
      either: z.union([z.string(), z.number()]),
      list: z.array(z.string()),
      known: words.optional(),
      ours: code(z.string()).default('x'),
      count: z.coerce.number(),
      one: z.enum(['a', 'b']),
    });
    expect(unmarkedIn(planted)).toEqual(['comment', 'more', 'less', 'either', 'list']);
    expect(unmarkedIn(z.looseObject({}).refine(() => true))).toEqual(['any other key']);
  });

  test('what somebody typed is read without what nobody sees, in presses and messages', () => {
    const typed = 'She is \u202eton\u202c at\u200b home\u0007\r\nCall\u200d her';
    const read = 'She is ton at home\nCall\u200d her';
    const form = verbs.find((one) => one.verb === 'form-submit');
    const given = form && readPayload(form, { id: 'raise-worry', version: 1, act: 'send', f_words: typed });
    expect(given?.data).toMatchObject({ f_words: read });
    expect(words.parse(typed)).toBe(read);
    expect(teamWords.parse(typed)).toBe(read);
    expect(textOf({ text: typed } as Activity)).toBe(read);
  });

  test('forms and tasks: whatever stands in a field of theirs is people’s words', () => {
    for (const name of ['form-submit', 'task-act']) {
      const payload = verbs.find((one) => one.verb === name)?.payload ?? z.never();
      const data = { id: 'x|y', version: 1, act: 'send', row: 'r', f_anything: 'typed', f_words: 'typed too' };
      expect(textsOf(payload, data)).toEqual({
        words: { f_anything: 'typed', f_words: 'typed too' },
        team: {},
        codes: ['x|y', 'send', 'r'],
      });
    }
  });

  test('what has no mark all the same counts as words; data of any shape gives up all its texts', () => {
    expect(textsOf(z.strictObject({ comment: z.string() }), { comment: 'typed' }).words).toEqual({ comment: 'typed' });
    expect(Object.values(textsIn({ a: ['one', { b: 'two' }], c: 3, d: null }).words)).toEqual(['one', 'two']);
    expect(Object.values(textsIn('bare').words)).toEqual(['bare']);
  });
});
