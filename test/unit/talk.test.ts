import { describe, expect, test } from '@jest/globals';
import type { AbsenceNotice, Reason } from '../../src/domain/absence-notice.ts';
import { type Correction, correctionOf } from '../../src/language/talk/correction.ts';
import { feelingIn } from '../../src/language/talk/feeling.ts';
import { likeliest } from '../../src/language/talk/likeliest.ts';
import { smallTalkOf } from '../../src/language/talk/small-talk.ts';
import { deniedIn, saysWhomMeant, whomMeant, withoutName } from '../../src/language/talk/whom-meant.ts';

// Wednesday 25 November 2026.
const today = '2026-11-25';
const context = { today, now: '08:41', holidays: new Set<string>() };

describe('what a few words answer to the card before them', () => {
  test.each([
    [
      'yes',
      'yes, Yes., yeah, yep, YES!!, yes please, Yes please!, yh, yup, y, correct, that’s right, thats right, go ahead, confirm, tell them, ✅',
    ],
    ['yes-all', 'confirm all, yes all of them'],
    ['yes-both', 'both, both days, yes to both of them, both of them'],
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

describe('whom a few words are about, and in whose place', () => {
  const people = ['Aisha Khan', 'Ben Carter', 'Ben Carver', 'Kyle Moss', 'Kyle Rees', 'Jamie Smith', 'Dan Wood'].map(
    (name) => ({ id: name, names: [name] }),
  );
  const read = (text: string) => {
    const meant = whomMeant(text, people);
    if (!meant) return undefined;
    const { right, wrong, isFramed: _, ...rest } = meant;
    const named = (some: typeof right) => some.map((one) => one.ids.join(' or '));
    const marks = Object.entries(rest).flatMap(([mark, is]) => (is ? [mark] : []));
    return [meant.isFramed ? 'framed' : 'bare', named(right), named(wrong), ...marks];
  };

  test.each([
    ['no i meant Jamie', ['framed', ['Jamie Smith'], []]],
    ['wrong one, it’s Aisha', ['framed', ['Aisha Khan'], []]],
    ['I got the wrong name, its Dan Wood', ['framed', ['Dan Wood'], []]],
    ['no, its dan thats off', ['framed', ['Dan Wood'], []]],
    ['sorry Jamie not Dan', ['framed', ['Jamie Smith'], ['Dan Wood']]],
    ['dan instead of jamie', ['framed', ['Dan Wood'], ['Jamie Smith']]],
    ['Jamie and Dan, not Aisha', ['framed', ['Jamie Smith', 'Dan Wood'], ['Aisha Khan']]],
    ['no not Dan and Jamie, Aisha', ['framed', ['Aisha Khan'], ['Dan Wood', 'Jamie Smith']]],
    ['not Kyle Moss, Kyle Rees', ['framed', ['Kyle Rees'], ['Kyle Moss']]],
    ['not Dan', ['framed', [], ['Dan Wood']]],
    ['not him, Dan', ['framed', ['Dan Wood'], [], 'isNotThem']],
    ['not him, his brother', ['framed', [], [], 'isNotThem', 'isKin']],
    ['I meant the other Kyle', ['framed', ['Kyle Moss or Kyle Rees'], [], 'isOther']],
    ['no the other one', ['framed', [], [], 'isOther']],
    ['and Dan too', ['framed', ['Dan Wood'], [], 'isAlso']],
    ['just Dan', ['framed', ['Dan Wood'], []]],
    ['Ben Carver', ['bare', ['Ben Carver'], []]],
    ['its Dan', ['bare', ['Dan Wood'], []]],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    'Jamie is off',
    'no Jamie tomorrow',
    'is it Jamie?',
    'not Dan’s fault, the van broke down',
    'Aisha and Dan are off sick',
    'Kyle and the other lads are off',
    'sorry, Jamie overslept',
    'Dan has the wrong book',
  ])('“%s” says something of its own', (text) => {
    expect(whomMeant(text, people)).toBeUndefined();
  });

  test('in a message of any length: who is denied, and that somebody else was meant', () => {
    expect(deniedIn('Jamie is off tomorrow, not Aisha', people)).toEqual(['Aisha Khan']);
    expect(deniedIn('I said Aisha but it is Dan who is off', people)).toEqual(['Aisha Khan']);
    expect(deniedIn('Jamie is off tomorrow and Aisha is not', people)).toEqual([]);
    expect(deniedIn('not Aisha’s day, she is off', people)).toEqual([]);
    for (const text of ['no I meant Jamie is off', 'wrong person, Jamie is off'])
      expect(saysWhomMeant(text)).toBe(true);
    for (const text of [
      'Jamie is off, I mean he is really poorly',
      'meant to say Jamie is off too',
      'sorry I meant Thursday. Jamie is off as well',
      'wrong day, I meant Jamie is off friday',
      'Zoe’s return is now Monday',
    ])
      expect(saysWhomMeant(text)).toBe(false);
  });

  test.each([
    ['I meant thursday for Aisha', 'I meant thursday '],
    ['Aisha is thursday not tuesday', 'it is thursday not tuesday'],
    ['Aisha: no i meant friday', ' no i meant friday'],
    ["Aisha's should be thursday", ' should be thursday'],
  ])('“%s” without the name', (text, rest) => {
    expect(withoutName(text, people)).toEqual({ rest, ids: ['Aisha Khan'], isLabel: text.startsWith('Aisha:') });
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
