import { describe, expect, test } from '@jest/globals';
import { saysMore } from '../../../src/language/says-more.ts';

const people = [{ id: 'jamie', names: ['Jamie Smith'] }];

describe('what whoever decides must read in its own words (S2)', () => {
  test.each([
    'must help my uncle with his shop on friday',
    'not in tomorrow, cousins wedding in leeds',
    'I dont want to come in tomorrow',
    'off sick, the doctor says it is my appendix',
    'Jamie Smith is off today, van in the garage',
    'not in friday, its personal',
  ])('more than a day and a category: %s', (text) => expect(saysMore(text, people)).toBe(true));

  test.each([
    'not in on friday',
    'off sick tomorrow, sorry',
    'not in tomorrow, dentist at 2',
    'im gonna be 20 mins late, bus',
    'leaving at 2 on Thursday, doctors',
    'Jamie Smith is off sick until Wednesday',
    'feeling ill so wont be in',
    '',
  ])('no more than these: %s', (text) => expect(saysMore(text, people)).toBe(false));
});
