import { describe, expect, test } from '@jest/globals';
import { detectHarm } from '../../../src/language/detect-harm.ts';
import { normalise } from '../../../src/language/normalise.ts';
import { mutationsOf } from '../../../src/language/words/mutations.ts';
import { tokensOf } from '../../../src/language/words/tokens.ts';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

const wordsOf = (text: string) =>
  tokensOf(text)
    .map((token) => token.word)
    .join(' ');

describe('Welsh words changed at their beginning', () => {
  test.each([
    ['gwener', ['wener']],
    ['coleg', ['goleg', 'ngholeg', 'choleg']],
    ['mercher', ['fercher']],
    ['rhagfyr', ['ragfyr']],
    ['llun', ['lun']],
    ['chwefror', []],
    ['ysgol', []],
  ])('%s', (word, forms) => expect(mutationsOf(word)).toEqual(forms));
});

describe('Welsh in the words and order of English', () => {
  test.each([
    ['Mae Elin yn sâl heddiw', 'elin is ill today'],
    ['Fydd Macsen a Deio ddim mewn fory', 'macsen and deio will not be in tomorrow'],
    ['Ni fydd Sara yn y coleg', 'sara will not be in the college'],
    ['Nid yw hi yn dod heddiw', 'she is not coming today'],
    ["dydi hi'm yn dod heddiw", 'she is not coming today'],
    ['dwi am fod yn hwyr', 'i am be late'],
    ['bant am dri diwrnod', 'off for three day'],
    ["mae e'n gadael am 3 ddydd Gwener", 'he is leaving at 3 friday'],
    ['mewn erbyn pum munud wedi naw', 'in by five minutes past nine'],
    ['wedi bod yn sâl, nôl fory', 'has been ill , back tomorrow'],
    ['o fis Mawrth, nid dydd Mawrth', 'from month march , not tuesday'],
    ['Mai a Medi ddim mewn dydd Mawrth', 'mai and medi not in tuesday'],
    ['Dan ddim mewn heddiw, Bob chwaith', 'dan not in today , bob chwaith'],
    // English goes on in the middle of it.
    ["ddim mewn fory, i can't drive and i am ill", 'not in tomorrow , i can not drive and i am ill'],
  ])('%s', (text, words) => expect(wordsOf(text)).toBe(words));
});

/** Days from Monday 23 November 2026. */
describe('days told in Welsh', () => {
  test.each([
    ['fydda i ddim mewn nos Fercher', '11-25'],
    ['off nos Lun nesa', '11-30'],
    ['ddim yn dod bora fory', '11-24'],
    ["fyddai'm mewn nos yfory", '11-24'],
    ['ddim mewn Mercher nac Iau', '11-25 11-26'],
    ['fi bant 2il i 4ydd o Ragfyr', '12-02..12-04'],
    ["methu dod ar y 1af a'r 3ydd o Ragfyr", '12-01 12-03'],
    ['methu dod ar 9fed o Fawrth', '03-09'],
    ['sâl, ddim mewn weddill yr wythnos', '11-23..11-27'],
    ["bant trwy'r wythnos nesa", '11-30..12-04'],
    ['i ffwrdd wythnos yn dechrau 7 Rhagfyr', '12-07..12-11'],
    ['off am bythefnos o fory', '11-24..12-07'],
    ['bant o ddydd Mercher tan ddydd Gwener wythnos nesa', '12-02..12-04'],
    ['ga i ddydd Iau yr wythnos nesa off?', '12-03'],
  ])('%s', (text, days) => expect(only(text).days).toEqual(daysOf(days)));

  test('"nos" is one evening', () => {
    expect(only('fydda i ddim mewn nos Iau')).toMatchObject({ days: daysOf('11-26'), part: 'evening' });
  });
});

describe('what is told in Welsh', () => {
  test.each([
    ["sai'n dod heddi, pen tost", 'absence', '11-23'],
    ["smo fi'n dod fory", 'absence', '11-24'],
    ["Sa i'm yn dod fory", 'absence', '11-24'],
    ['fedra i ddim dod dydd Mercher', 'absence', '11-25'],
    ["allai'm dod dydd Iau", 'absence', '11-26'],
    ['ffili dod mewn fory', 'absence', '11-24'],
    ['angen gadel yn gynnar fory', 'early_leave', '11-24'],
    ['gorfod mynd adra am hanner dydd fory', 'early_leave', '11-24'],
    ['rhaid i mi adael am chwarter wedi dau fory', 'early_leave', '11-24'],
    ["ma'r bws heb droi lan, fyddai'n hwyr", 'lateness', '11-23'],
    ['fydd hi ddim mewn heddiw, mae hi yn gwrthod dod', 'absence', '11-23'],
    ["dwi'n hwyr bore ma, nath o gloi fi mas neithiwr", 'lateness', '11-23'],
    ['cyrraedd tua 10.20 bore fory', 'lateness', '11-24'],
  ])('%s', (text, kind, day) => expect(only(text)).toMatchObject({ kind, days: daysOf(day) }));

  test.each([
    ['awr yn hwyr bore ma', 60],
    ['bydda i hanner awr yn hwyr', 30],
    ['chwarter awr yn hwyr, sori', 15],
    ['tua 10 muned yn hwyr', 10],
    ['awr a hanner yn hwyr heddi', 90],
  ])('%s', (text, minutes) => expect(only(text).minutesLate).toBe(minutes));

  test.each([
    ['awr yn hwyr fory, prawf gwaed', 'medical_appointment'],
    ['methu dod fory, prawf gyrru', 'other'],
    ['ddim mewn heddiw, trenau ar streic', 'transport'],
    ['ddim mewn fory, gorfod gweithio', 'urgent_work'],
    ['ddim mewn heddi, wedi bod yn chwydu', 'sickness'],
    ["ddim mewn heddiw, nain wedi cael ei chymryd i'r ysbyty", 'family_emergency'],
    ['bant fory, gwylie teulu', 'annual_leave'],
    ['ddim mewn heddiw, dwi yn gwrthod gweithio efo fo', 'other'],
  ])('%s', (text, reason) => expect(only(text).reason).toBe(reason));

  test('whoever is named behind the verb is away', () => {
    const office = employerOf('Gwenno Pugh', 'Tomos Rees');
    expect(only("Roedd Gwenno'n absennol ddydd Gwener, annwyd", office).who).toMatchObject({ name: 'Gwenno' });
    expect(only('Mae Tomos yn gadael am 11.30 heddiw', office)).toMatchObject({
      kind: 'early_leave',
      who: { name: 'Tomos' },
      days: daysOf('11-23'),
    });
    expect(read('Mae Gwenno a Tomos i ffwrdd fory', office).events).toHaveLength(2);
    expect(only('Annwyl Siân, fydd Gwenno ddim mewn fory', office).who).toMatchObject({ name: 'Gwenno' });
  });

  test('what is taken back', () => {
    expect(read("dwi'n well, fydda i mewn fory wedi'r cwbwl").intent).toBe('retract');
  });
});

describe('English with a Welsh name or word in it is read as English', () => {
  test('a name', () => {
    expect(wordsOf("Ellie Mae won't be in today, am at work")).toBe('ellie mae will not be in today , am at work');
    expect(only('i am off thursday, at the dentist with Mai', learner).days).toEqual(daysOf('11-26'));
  });

  test('a word', () => {
    expect(only("can't make it fory, i am ill")).toMatchObject({ kind: 'absence', days: daysOf('11-24') });
    expect(only('bws late, i am stuck so in by 10')).toMatchObject({ kind: 'lateness', arriveAt: '10:00' });
  });
});

describe('worries in Welsh', () => {
  test.each([
    ['nath dad hitio fi eto neithiwr', 'urgent'],
    ['dwi wedi bod yn torri fy hun', 'urgent'],
    ['does dim bwyd yn y tŷ ers dydd Sul', 'possible'],
    ['nath y bêl hitio fi yn y trwyn', 'none'],
    ['wedi torri fy mys yn y gwaith', 'none'],
    ['dim bwyd yn y tŷ so mynd i siop', 'none'],
    ["tren wedi hitio car, fyddai'n hwyr", 'none'],
  ])('%s', (text, harm) => expect(detectHarm(normalise(text), false)).toBe(harm));
});
