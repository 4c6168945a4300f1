import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { understandOne } from '../../src/cli/understand.ts';
import { createLearnedReader, type LearnedReader, patientMs } from '../../src/reader/learned-reader.ts';

let reader: LearnedReader;
beforeAll(async () => {
  reader = createLearnedReader({ waitMs: patientMs });
  expect(await reader.start()).toBeUndefined();
});
afterAll(() => reader.stop());

/** On a Monday morning, with no list of names. */
const understood = async (text: string, sender_role: string) => {
  const message = { id: '1', now: '2026-11-23T08:00:00+00:00', tz: 'Europe/London', sender_role, text, names: [] };
  const { events } = await understandOne(reader, message);
  return events.map(({ who, dates, kind }) => ({
    who: who.name ?? who.type,
    days: dates.map((day) => day.slice(5)),
    kind,
  }));
};
const absence = (who: string, ...days: string[]) => ({ who, days, kind: 'absence' });

describe('names that only the learned reader hears', () => {
  test.each([
    ['jaz isnt coming today, she was sick all night and shes asked me to tell u', 'learner', [absence('jaz', '11-23')]],
    ['kyle b and kyle r both off tomorrow', 'employer', [absence('kyle b', '11-24'), absence('kyle r', '11-24')]],
    ['our mate Danny wont be in today, he fell off his bike', 'learner', [absence('Danny', '11-23')]],
    [
      'Ayesha in at 9.50 again today, she walks three little ones to school first',
      'tutor',
      [{ who: 'Ayesha', days: ['11-23'], kind: 'lateness' }],
    ],
    ['Dale nearly cried laughing but its put us behind so hes not in tomorrow', 'employer', [absence('Dale', '11-24')]],
  ])('%s', async (text, sender, wanted) => {
    expect(await understood(text, sender)).toEqual(wanted);
  });
});

describe('names that it hears are nobody’s who is away', () => {
  test.each([
    ["I've got a first aid refresher all day tomorrow, cover is sorted with Pam", 'tutor', [absence('self', '11-24')]],
    ['Please can Ruby have Friday off for DofE, the minibus goes at 1', 'parent', ['Ruby']],
    ['Marcus has done his back in and is off today, Jodie too. Phil, nights manager', 'employer', ['Marcus', 'Jodie']],
  ])('%s', async (text, sender, wanted) => {
    const events = await understood(text, sender);
    expect(typeof wanted[0] === 'string' ? events.map((one) => one.who) : events).toEqual(wanted);
  });

  test('who writes of nobody else is away themself, whatever has a capital', async () => {
    expect(await understood('Ashura gathering with my family on Friday so absent', 'learner')).toEqual([
      absence('self', '11-27'),
    ]);
  });
});

test('whoever was picked up by a taxi is late, and does not leave early', async () => {
  const [event] = await understood("Alfie's taxi only picked him up at 9.20 so he'll be late today", 'parent');
  expect(event?.kind).toBe('lateness');
});

describe('days that it hears are not missed', () => {
  test.each([
    [
      'Ruby has a hospital appointment on the 1st, not the 2nd like I told you on Friday',
      'parent',
      [absence('Ruby', '12-01')],
    ],
    [
      "Ffion isn't coming today. Came back from that party Saturday in somebody else's coat",
      'parent',
      [absence('Ffion', '11-23')],
    ],
    ['wont be in tomorrow, had a row with my mum and spent last night at my mates', 'learner', ['11-24']],
  ])('%s', async (text, sender, wanted) => {
    const events = await understood(text, sender);
    expect(typeof wanted[0] === 'string' ? events.flatMap((one) => one.days) : events).toEqual(wanted);
  });

  test('the only day that is told of is never taken away', async () => {
    expect(
      await understood('in kitchen chef throw pan on floor, burn on hand. thursday lesson i not come', 'learner'),
    ).toEqual([absence('self', '11-26')]);
  });
});
