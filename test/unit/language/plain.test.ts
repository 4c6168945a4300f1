import { expect, test } from '@jest/globals';
import { detectHarm } from '../../../src/language/detect-harm.ts';
import { normalise } from '../../../src/language/normalise.ts';
import { employerOf, learner, read } from './reading-tools.ts';

// What a rule that was made from a few clipped messages got wrong once. Nothing here is clever; all of it is common.

test.each([
  'knackered not coming in',
  'Migraine not coming in today',
  'Poorly, not coming in',
  'Def not in today',
  'obvs not in today, ill',
  'Yeah not in tomorrow',
  'Taxi not here yet, running late',
  'Wages not in so can’t get in today',
  'Babysitter not coming so not in today',
  'so yeah not in, bad night',
  'nah not in today',
  'me and hubby are both poorly',
  'me and jobs are not meant to be, off today',
])('“%s” is about whoever writes', (text) => {
  expect(read(text, learner).events.map(({ who }) => who.type)).toEqual(['self']);
});

test.each([
  'why does it say room 4 for tomorrow',
  'why have I got two lessons at the same time tomorrow?',
  'Has my leave for Friday been cancelled?',
  'Is half term holiday cancelled',
  'my mums holiday got cancelled so shes taking me in',
  'he wont take it off, hes proud of it',
  'do i have to go in the church or is it ok',
])('“%s” disputes no mark and takes nothing back', (text) => {
  expect(['mark-dispute', 'retract']).not.toContain(read(text, learner).intent);
});

test.each([
  'Left the kids at home alone with their dad, im on the bus',
  'on emergency gas call out with my boss today, can’t make college',
  'the parking meter ran out so I had to go move the car',
  'bus money ran out on my card, topping it up now, 5 mins late',
  'nobody has seen it since monday, my blue folder',
  'no money for food in the budget for the hospitality project',
  'my brother broke my finger playing rugby so not in',
  'he broke my arm in judo training',
])('the rules hear no harm in “%s”', (text) => {
  expect(detectHarm(normalise(text), false)).toBe('none');
});

test('harm in one’s own words beside slides is heard', () => {
  expect(detectHarm(normalise('slides about my self harm scars'), false)).toBe('urgent');
});

test.each([
  ['do i have to go in the mosque or is a hoodie ok', 'query'],
  ['is Kai not with you?', 'query'],
  ['can you take my absence off for weds i can make it now', 'retract'],
])('“%s” is %s', (text, intent) => {
  expect(read(text, learner).intent).toBe(intent);
});

test('a story of last night is no evening that was missed', () => {
  const { events } = read('legs are dead from gym last night, 5 mins', learner);
  expect(events).toMatchObject([{ kind: 'lateness', days: ['2026-11-23'], minutesLate: 5 }]);
  expect(events[0]).not.toHaveProperty('part');
  const evening = { ...learner, today: '2026-11-24' };
  expect(read('evening class last night, i was ill', evening).events).toMatchObject([{ days: ['2026-11-23'] }]);
});

test('who covers for somebody is not away', () => {
  const { events } = read('Mr Thomas Reed will cover for me Thursday', employerOf('Kyle Ross'));
  expect(events.map(({ who }) => who.type)).toEqual(['relation']);
});

test('who signs a message is not away beside whom it is about', () => {
  const events = read('This is Mrs Anne Cole, Kyle is off sick today', employerOf('Kyle Ross')).events;
  expect(events.map(({ who }) => (who.type === 'named' ? who.name : who.type))).toEqual([
    expect.stringMatching(/^kyle/i),
  ]);
});
