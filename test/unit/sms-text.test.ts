import { describe, expect, test } from '@jest/globals';
import { partsOf, plainSigns, smsText } from '../../src/domain/sms-text.ts';

const college = { name: 'Coleg Brookvale', phone: '01632 960123' };

describe('how long a text is', () => {
  test.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ŵ'.repeat(70), 1],
    ['ŵ'.repeat(71), 2],
    [`${'a'.repeat(69)}ŷ`, 1],
    [`${'a'.repeat(70)}ŷ`, 2],
    ['é'.repeat(160), 1],
    ['🙂'.repeat(35), 1],
    ['🙂'.repeat(36), 2],
  ])('%s: %i', (text, parts) => {
    expect(partsOf(text)).toBe(parts);
  });

  test('typography does not halve it; letters of Welsh and of names stay', () => {
    expect(plainSigns('Ben’s “day” – at 9…')).toBe(`Ben's "day" - at 9...`);
    expect(plainSigns('Siân, ŵyna, Zoë')).toBe('Siân, ŵyna, Zoë');
  });
});

describe('a text as it is sent', () => {
  test('says who writes and whom to call, once', () => {
    expect(smsText('Ben was not in.', college)).toBe('Coleg Brookvale: Ben was not in. Call us: 01632 960123');
    expect(smsText('Ben was not in.', { ...college, contact: 'the attendance office' })).toBe(
      'Coleg Brookvale: Ben was not in. Call the attendance office: 01632 960123',
    );
    expect(smsText('Call 01632 960123 please.', college)).toBe('Coleg Brookvale: Call 01632 960123 please.');
    expect(smsText('Ben was not in.', { name: 'X' })).toBe('X: Ben was not in.');
  });

  test('what is too long ends after a whole sentence and says that there is more', () => {
    const long = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} is here.`).join(' ');
    const text = smsText(long, college);
    expect(partsOf(text)).toBeLessThanOrEqual(6);
    expect(text).toMatch(/Sentence number \d+ is here\. There is more: please call us\. Call us: 01632 960123$/);
    expect(text.length).toBeGreaterThan(800);
  });

  test('without a sentence it ends after a word, without a word after a sign; in Welsh it is 402 signs', () => {
    expect(smsText('gair '.repeat(300), college)).toMatch(/gair \.\.\. There is more: please call us\./);
    const one = smsText('ŵ'.repeat(900), college);
    expect(partsOf(one)).toBe(6);
    expect(one.length).toBeLessThanOrEqual(402);
  });
});
