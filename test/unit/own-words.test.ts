import { describe, expect, test } from '@jest/globals';
import { ownWords } from '../../src/graph/own-words.ts';

const quoted =
  'On Mon, 23 Nov 2026 at 08:05, Brookvale College <absence@brookvale.example> wrote:\n> Is that right?\n> Answer YES';

describe('what somebody wrote in a mail', () => {
  test.each([
    ['Absence', 'Not in tomorrow.', 'Absence\nNot in tomorrow.'],
    ['', 'Not in tomorrow.\r\n\r\nKind regards,\r\nAisha', 'Not in tomorrow.'],
    ['Re: Your message', `Yes\n\nSent from my iPhone\n\n${quoted}`, 'Yes'],
    [
      'RE: Your message',
      `No, Friday\n\nGet Outlook for Android\n${'_'.repeat(32)}\nFrom: Brookvale <a@b.example>\nSent: Monday`,
      'No, Friday',
    ],
    ['Aisha is off today', '', 'Aisha is off today'],
    ['Re: x', quoted, ''],
  ])('%j %j', (subject, body, own) => {
    expect(ownWords(subject, body)).toBe(own);
  });

  test('a long mail keeps its end, where nothing was quoted', () => {
    const long = `${'I had a bad week. '.repeat(400)}I cannot go on.`;
    expect(ownWords('', long)).toMatch(/I cannot go on\.$/);
  });

  // Each would take the parser minutes, were it given the whole.
  test.each([
    ['On a b c '.repeat(3_000)],
    [' \n'.repeat(10_000)],
    ['a on at '.repeat(3_000)],
    ['From: <a '.repeat(2_500)],
    ['Op a\nDnia b\n在 c\n'.repeat(2_000)],
  ])('no mail holds up the others: %j', (body) => {
    expect(ownWords('Off today', body)).toMatch(/^Off today/);
  });
});
