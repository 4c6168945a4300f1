import { describe, expect, test } from '@jest/globals';
import { readReason } from '../../../src/language/read-reason.ts';
import type { ReadEvent, ReadingContext } from '../../../src/language/reading.ts';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

// Plain everyday sentences: how long, which part, whose, and what is no absence at all.

const tuesday: ReadingContext = { ...learner, today: '2026-11-24' };

describe('how long', () => {
  test.each<[string, Partial<ReadEvent>]>([
    ["I'm off for the week", { days: daysOf('11-23..11-27') }],
    ['away for the whole week with flu', { days: daysOf('11-23..11-27') }],
    ['got covid, positive test this morning', { days: daysOf('11-23') }],
    ['woke up with a temperature this morning', { days: daysOf('11-23') }],
    ['been really sick this morning', { days: daysOf('11-23') }],
    ["I'll miss the first hour", { kind: 'lateness', minutesLate: 60 }],
    ['missing the first hour, dentist', { kind: 'lateness', minutesLate: 60 }],
    ["won't be in for maths tomorrow", { days: daysOf('11-24'), subjects: ['maths'], part: 'lessons' }],
    ["my alarm didn't go off", { kind: 'lateness', days: daysOf('11-23'), questions: ['how-late'] }],
    ['can I come in late tomorrow?', { kind: 'lateness', days: daysOf('11-24') }],
    ['Would it be possible to take Thursday afternoon off', { days: daysOf('11-26'), part: 'pm' }],
    ['In this afternoon only, got a scan this morning', { days: daysOf('11-23'), part: 'am' }],
    ["I'm in this morning only", { days: daysOf('11-23'), part: 'pm' }],
  ])('%s', (text, wanted) => {
    const event = only(text);
    expect(event).toMatchObject(wanted);
    if (!('part' in wanted)) expect(event).not.toHaveProperty('part');
  });

  test.each<[string, Partial<ReadEvent>]>([
    ['off sick this morning', { part: 'am' }],
    ["woke up late so I'm missing this morning", { part: 'am' }],
    ['not in this morning, woke up feeling rough', { part: 'am' }],
  ])('the morning where it is what is missed: %s', (text, wanted) => {
    expect(only(text)).toMatchObject(wanted);
  });

  test('a day whole and a morning', () => {
    for (const text of [
      'off all day on Tuesday and Wednesday morning',
      "I'll be away all day Tuesday and Wednesday morning",
    ])
      expect(read(text).events).toMatchObject([{ days: daysOf('11-24') }, { days: daysOf('11-25'), part: 'am' }]);
    expect(only('Driving test Thursday morning, not in all day')).not.toHaveProperty('part');
  });

  test('when somebody else needs them back is no arrival', () => {
    const { events } = read('I need Max back here by 3 so he has to leave at half 2', employerOf('Max Hill'));
    expect(events).toMatchObject([{ kind: 'early_leave', fromTime: '14:30' }]);
    expect(only('Max will be back by 3', employerOf('Max Hill'))).toMatchObject({
      kind: 'lateness',
      arriveAt: '15:00',
    });
  });

  test('late yesterday is of yesterday, with or without why', () => {
    for (const text of ['I was late yesterday', 'I was late yesterday because of an accident on the bridge'])
      expect(only(text, tuesday)).toMatchObject({ kind: 'lateness', days: daysOf('11-23') });
    expect(only('I was late yesterday and I will be late today', tuesday).days).toEqual(daysOf('11-24'));
  });
});

test.each([
  "can't wait for tomorrow",
  'my assignment will be late',
  "I've handed in my essay late",
  'emailed the coursework in a bit late',
  'better late than never',
  "my tutor isn't here",
  'my assessor is coming on Thursday',
  'my mum is off work today',
  "haven't eaten in three days",
])('“%s” tells of nobody’s absence', (text) => {
  expect(read(text).events).toEqual([]);
});

test.each<[string, Partial<ReadEvent>]>([
  ["my mum is off work today so I can't get a lift in, not in", { kind: 'absence' }],
  ['my son is off school today', { kind: 'absence' }],
  ["my tutor isn't here so I'm off home", { kind: 'absence' }],
  ['handing my essay in, I will be 10 minutes late', { kind: 'lateness', minutesLate: 10 }],
  ["I'm late, can't wait for the next bus", { kind: 'lateness' }],
  ["I haven't been in since Thursday, still ill", { kind: 'absence' }],
  ['I am off in three days', { days: daysOf('11-26') }],
])('“%s” does', (text, wanted) => {
  expect(read(text).events).toMatchObject([wanted]);
});

test('who is smelt or seen is there', () => {
  const employer = employerOf('Ben Hughes');
  const sure = (kind: 'absence') =>
    ({ kind, kindSureness: 0.7, reason: 'sickness', reasonSureness: 0.7, harm: 'none' }) as const;
  const heard = { ...employer, opinionOf: () => sure('absence') };
  expect(read('Ben smells of alcohol today', heard).events).toEqual([]);
  expect(read('Ben smells of alcohol, he is going home at 2', heard).events).toMatchObject([{ kind: 'early_leave' }]);
});

test.each([
  ["grandad's 80th", 'other'],
  ["my uncle's 60th", 'other'],
  ["my sister's birthday party", 'other'],
  ["my uncle's funeral", 'bereavement'],
  ['mae o ar wyliau', 'annual_leave'],
])('%s: %s', (text, reason) => {
  const guess = {
    kind: 'absence',
    kindSureness: 0.7,
    reason: 'bereavement',
    reasonSureness: 0.8,
    harm: 'none',
  } as const;
  expect(readReason(text)).toBe(reason);
  if (reason === 'other')
    expect(only(`off on Friday, ${text}`, { ...learner, opinionOf: () => guess }).reason).toBe(reason);
});

test('of several people each has their own reason, and of one what is said once holds for both', () => {
  const opinion = (reason: ReadEvent['reason']) =>
    ({ kind: 'absence', kindSureness: 0.9, reason, reasonSureness: 0.8, harm: 'none' }) as never;
  const firm = { ...employerOf('Josh Lee', 'Zoe Hart'), opinionOf: () => opinion('annual_leave') };
  const { events } = read('Josh is off Tuesday and Zoe is on holiday all week', firm);
  expect(events.map(({ reason }) => reason)).toEqual(['none', 'annual_leave']);
  const { events: bare } = read('Zoe is on holiday this week, Josh the week after', firm);
  expect(bare.map(({ reason }) => reason)).toEqual(['annual_leave', 'annual_leave']);
  const own = { ...learner, opinionOf: () => opinion('medical_appointment') };
  const { events: mine } = read(
    "I've got the dentist at 11 tomorrow so I'll be in at 9, gone at half 10 and back for 12",
    own,
  );
  expect(new Set(mine.map(({ reason }) => reason))).toEqual(new Set(['medical_appointment']));
});

test('who is picked up early has no reason by that alone', () => {
  expect(only("I'm picking Callum up at 2.15", employerOf('Callum Price'))).toMatchObject({
    kind: 'early_leave',
    fromTime: '14:15',
    reason: 'none',
  });
});

test('a polite request is a report, however much like a question it sounds', () => {
  const asked = { kind: 'question', kindSureness: 0.95, reason: 'none', reasonSureness: 0.8, harm: 'none' } as const;
  const heard = { ...learner, opinionOf: () => asked };
  expect(only('can I come in late tomorrow?', heard)).toMatchObject({ kind: 'lateness', days: daysOf('11-24') });
  expect(read('is there a late bus tomorrow?', heard).intent).toBe('query');
});
