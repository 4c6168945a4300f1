import { describe, expect, test } from '@jest/globals';
import { detectHarm } from '../../../src/language/detect-harm.ts';
import { normalise } from '../../../src/language/normalise.ts';
import type { Opinion } from '../../../src/language/opinion.ts';
import { beyondOrdinary } from '../../../src/language/ordinary.ts';
import { hearWords } from '../../../src/usecases/core/hear-words.ts';

describe('an ordinary thing is not put before the learned reader, what else is said is', () => {
  test.each([
    ['Mae taid wedi marw neithiwr', ''],
    ['Bu farw fy nhad ddoe', ''],
    ['Mae fy nghi wedi marw', ''],
    ['Mae Mam-gu newydd farw, dwi ddim yn dod mewn', 'dwi ddim yn dod mewn'],
    ['I want to leave the course', ''],
    ['I’m thinking of quitting my apprenticeship', ''],
    ['Locked out of my house so I’ll be late', 'I’ll be late'],
    ['sat outside college, gates are shut', ''],
    ['Aisha said her bag was stolen at college', ''],
    ['my phone got nicked on the bus and I hate my life', 'I hate my life'],
    ["my manager says he'll sack me if I go to college", ''],
    ["my mum's going to kill me if I'm late again", ''],
  ])('%s', (text, left) => expect(beyondOrdinary(text)).toBe(left));
});

test.each([
  'Mae taid isio marw',
  'Mae o wedi marw y tu mewn',
  "I want to leave the course, he won't stop messaging me",
  'I want to leave him',
  'dad has locked me out of the house',
  'locked out of my house by my stepdad',
  'sat outside college, he is waiting for me',
  'sat outside his house all night',
  'he stole my passport',
  "my manager says he'll hurt me if I go to college",
  "my husband will kill me if I'm late again",
  'my dad will kill me if he finds out',
  "my dad will kill me if I'm late home",
])('“%s” is heard whole', (text) => expect(beyondOrdinary(text)).toBeUndefined());

describe('the rules and the learned reader together', () => {
  const opinion: Opinion = { kind: 'off_topic', kindSureness: 1, reason: 'none', reasonSureness: 1, harm: 'none' };
  /** Takes every text but these for danger. */
  const alarmed = (...calm: string[]) => ({
    reader: {
      judge: async (texts: readonly string[]) =>
        texts.map((text) => ({ ...opinion, harm: calm.includes(text) ? ('none' as const) : ('urgent' as const) })),
    },
  });

  test.each([
    ['Mae nain wedi marw', 'none'],
    ['Mae nain wedi marw, I feel sick', 'urgent'],
    ['Mae nain wedi marw, be in tomorrow', 'none'],
    ['Mae nain wedi marw, I want to die', 'urgent'],
    ['my boss is going to kill me', 'urgent'],
    ["my boss is going to kill me if I'm late again", 'none'],
  ])('%s: %s', async (text, harm) => {
    const heard = await hearWords(alarmed('be in tomorrow') as never, text);
    expect(heard.harm).toBe(harm);
    expect(heard.opinionOf(text)?.harm).toBe(text.includes('want to die') ? 'urgent' : harm);
  });
});

describe('what is said of oneself or another plainly enough to be looked at', () => {
  test.each([
    ["I'm in a refuge so I've had to move", 'possible'],
    ['we have been moved into a women’s refuge', 'possible'],
    ["I've been in a really dark place", 'possible'],
    ['he is in a bad place at the moment', 'possible'],
    ['everything feels pointless', 'possible'],
    ['life just feels so hopeless', 'possible'],
    ["I need someone to talk to, it's been a really bad week", 'possible'],
    ['I need to talk to someone', 'possible'],
    ['is there anyone I can talk to about things at home', 'possible'],
    ["can someone ring me please, it's urgent", 'possible'],
    ['please can you urgently call me', 'possible'],
    ["I'm struggling at the moment", 'possible'],
    ['she is really struggling mentally', 'possible'],
    ['struggling with my anxiety', 'possible'],
    ['Ben broke down in tears on site', 'possible'],
    ['Ben smells of alcohol today', 'possible'],
    ['he came in reeking of weed', 'possible'],
    ['my mental health is bad', 'possible'],
    ['my mental health has got really bad lately', 'possible'],
    ["haven't eaten in three days there's no food in the house", 'urgent'],
    ['no money for food, not eaten since Friday', 'urgent'],
    ["I don't feel safe at home", 'urgent'],
    ["I'm scared to go home", 'urgent'],
    ['too frightened of being at home', 'urgent'],
    ['Mae ofn arna i fynd adref', 'urgent'],
    ['gen i ofn mynd adra heno', 'urgent'],
    ['Dwi ddim yn teimlo’n saff adre', 'urgent'],
  ])('%s: %s', (text, harm) => expect(detectHarm(normalise(text), false)).toBe(harm));

  test.each([
    'broke down on the M4',
    'the baby broke down my laptop',
    'the shop has no food left lol',
    'there is no food in the budget for the catering unit',
    'dark place to park',
    'we parked in a dark place',
    'the van is in a bad place for loading',
    'pointless coming for one lesson',
    'it feels pointless coming in for an hour',
    'ring me please about the timetable',
    'can you call me urgently about my bus pass',
    'I need to talk to someone about my bursary',
    'I need someone to cover my shift',
    'struggling to get a bus',
    "I'm struggling with the maths",
    "I'm struggling at the moment to get in on time",
    'doing the mental health unit today',
    'smells of paint',
    'the bus stinks of weed',
    'placement at a wildlife refuge',
    'scared to go home in the dark',
    'ofn gyrru adref yn yr eira',
    'my mum will kill me if I miss the bus',
  ])('%s: no harm', (text) => expect(detectHarm(normalise(text), false)).toBe('none'));

  test('where it is not safe at home for want of gas, nobody is rung', () => {
    expect(detectHarm(normalise("it's not safe at home with the gas off"), false)).toBe('possible');
  });
});
