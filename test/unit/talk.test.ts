import { describe, expect, test } from '@jest/globals';
import type { AbsenceNotice, Reason } from '../../src/domain/absence-notice.ts';
import { type Correction, correctionOf } from '../../src/language/talk/correction.ts';
import { feelingIn } from '../../src/language/talk/feeling.ts';
import { likeliest } from '../../src/language/talk/likeliest.ts';
import { smallTalkOf } from '../../src/language/talk/small-talk.ts';

// Wednesday 25 November 2026.
const today = '2026-11-25';
const context = { today, now: '08:41', holidays: new Set<string>() };

describe('what a few words answer to the card before them', () => {
  test.each([
    [
      'yes',
      'yes, Yes., yeah, yep, YES!!, yes please, Yes please!, yh, yup, y, correct, that’s right, thats right, go ahead, confirm, tell them, ✅',
    ],
    ['yes-all', 'confirm all, yes all of them, both, both days, yes to both of them'],
    ['no', 'no, nah, nope, no thanks, that’s wrong, wrong, no it isnt, 👎, ❌'],
    [
      'undo',
      'undo, never mind, nevermind, cancel that, stop, ignore that, forget it, scrap that, take it back, changed my mind',
    ],
    [
      'thanks',
      'thanks, ta x, thank you so much, cheers mate, thx, diolch, ta for that, thanks for letting me know, 🙏, ta very much',
    ],
    ['okay', 'ok, okay, k, 👍, 👍🏽, great, sounds good, ok thanks, great thank you, nice one cheers'],
    ['bye', 'bye, Bye!, good night, see ya'],
    ['sorry', 'sorry, soz, my bad, sorry about that'],
  ])('%s', (kind, said) => {
    const list = said.split(', ');
    expect(list.map((text) => [text, smallTalkOf(text)])).toEqual(list.map((text) => [text, kind]));
  });

  test.each([
    'no I meant friday',
    'yes but 20 not 10',
    'not in tomorrow',
    'thanks to the snow I am late',
    'no way i can come in',
    'stop him please he hits me',
    '',
  ])('“%s” is none', (text) => expect(smallTalkOf(text)).toBeUndefined());
});

type Of = Pick<AbsenceNotice, 'kind' | 'days' | 'minutesLate' | 'arriveAt' | 'fromTime' | 'question'> & {
  reason?: Reason;
};
const away: Of = { kind: 'absence', days: ['2026-11-26'] };
const late: Of = { kind: 'lateness', days: [today], minutesLate: 10 };
const arriving: Of = { kind: 'lateness', days: [today], arriveAt: '10:30' };
const leaving: Of = { kind: 'early_leave', days: [today], fromTime: '13:00' };

describe('what a few words change about what was told', () => {
  test.each<[string, Of, Partial<Correction>]>([
    ['no i meant friday', away, { isFramed: true, how: 'instead', days: ['2026-11-27'] }],
    ['i mean tuesday', away, { isFramed: true, days: ['2026-12-01'] }],
    ['actually thursday', away, { isFramed: true, days: ['2026-11-26'] }],
    ['sorry, monday not tomorrow', away, { days: ['2026-11-30'], wrong: ['2026-11-26'] }],
    ['tuesday not wednesday', away, { days: ['2026-12-01'], wrong: ['2026-12-02'] }],
    ['its not today its tomorrow', away, { days: ['2026-11-26'], wrong: [today] }],
    ['not thursday, friday', away, { days: ['2026-11-27'], wrong: ['2026-11-26'] }],
    ['and friday too', away, { isFramed: true, how: 'also', days: ['2026-11-27'] }],
    ['friday as well', away, { how: 'also', days: ['2026-11-27'] }],
    ['also monday', away, { how: 'also', days: ['2026-11-30'] }],
    ['no, thursday and friday', away, { how: 'instead', days: ['2026-11-26', '2026-11-27'] }],
    ['till friday', away, { isFramed: false, days: ['2026-11-26', '2026-11-27'] }],
    ['friday', away, { isFramed: false, how: 'instead', days: ['2026-11-27'] }],
    ['the 3rd', away, { days: ['2026-12-03'] }],
    ['no its a funeral', away, { isFramed: true, reason: 'bereavement' }],
    ['its a dentist appointment', away, { reason: 'medical_appointment' }],
    ['dentist', { ...away, reason: 'none' }, { reason: 'medical_appointment' }],
    ['got the flu', { ...away, reason: 'none' }, { reason: 'sickness' }],
    ['no i meant 20', late, { isFramed: true, minutesLate: 20 }],
    ['10 not 20', late, { isFramed: true, minutesLate: 10 }],
    ['not 10 its 20', late, { minutesLate: 20 }],
    ['make that 30 mins', late, { isFramed: true, minutesLate: 30 }],
    ['sorry half an hour', late, { minutesLate: 30 }],
    ['20', late, { isFramed: false, minutesLate: 20 }],
    ['quarter past 10ish i reckon', late, { arriveAt: '10:15' }],
    ['no, 11', arriving, { arriveAt: '11:00' }],
    ['no i meant 2', leaving, { fromTime: '14:00' }],
    ['the morning', { ...away, question: 'which-half' }, { isFramed: false, toTime: '12:00' }],
    ['afternoon please', { ...away, question: 'which-half' }, { fromTime: '12:00' }],
    ['sorry half 2', leaving, { fromTime: '14:30' }],
  ])('%s', (text, of, expected) => {
    expect(correctionOf(text, { ...context, of })).toMatchObject(expected);
  });

  test.each<[string, Of]>([
    ['off friday, dentist', away],
    ['not in on friday', away],
    ['im coming in friday after all', away],
    ['what about friday', away],
    ['20', away],
    ['morning', away],
    ['dentist', away],
    ['sick today', { ...away, reason: 'none' }],
    ['bananas', { ...away, reason: 'none' }],
    ['no one believes me', away],
    ['who is my tutor', late],
    ['20 mins late on friday', away],
    ['late tomorrow', away],
    ['and my mum said to tell you i hate it here', away],
  ])('“%s” is a message of its own', (text, of) => {
    expect(correctionOf(text, { ...context, of })).toBeUndefined();
  });
});

test('what a message carries beside the facts', () => {
  expect(feelingIn('not in tuesday, my nans funeral', 'bereavement')).toBe('grief');
  expect(feelingIn('off sick today', 'sickness')).toBe('illness');
  expect(feelingIn('too anxious to come in tomorrow', 'other')).toBe('fear');
  expect(feelingIn('my mum has been rushed to hospital', 'family_emergency')).toBe('trouble');
  expect(feelingIn('not in tomorrow, dentist at 2', 'medical_appointment')).toBeUndefined();
  expect(feelingIn('afraid I will be late, bus', 'transport')).toBeUndefined();
});

test('what was probably meant: near words first, allowing for slips', () => {
  const things = ['my attendance your year so far', 'overdue registers', 'who is out away today', 'policy'].map(
    (words) => ({ words }),
  );
  const best = (text: string) => likeliest(text, things, 2).map((one) => one.words);
  expect(best('can u tell me the attendence pls')[0]).toBe('my attendance your year so far');
  expect(best('registrs that are overdue')[0]).toBe('overdue registers');
  expect(best('whos absent or away')[0]).toBe('who is out away today');
  expect(best('bananas')).toEqual([]);
});
