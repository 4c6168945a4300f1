import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { dialled, isLandline } from '../../src/domain/phone.ts';
import { readPhone } from '../../src/usecases/core/read-phone.ts';
import { CollegeFiles } from '../support/college-files.ts';

const rows = ['person_id,name,roles,preferred_name', 'L1,Zoë Quinn,learner,Zoë', 'L2,Seán O’Dwyer,learner,'];

/** Text as Excel's plain "CSV" saves it on a British Windows. */
function windows1252(text: string): Uint8Array {
  const special: Record<string, number> = { '’': 0x92, '–': 0x96, '€': 0x80 };
  return Uint8Array.from([...text].map((letter) => special[letter] ?? letter.charCodeAt(0)));
}

function utf16(text: string, isBig: boolean, mark = true): Uint8Array {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(isBig ? bytes.swap16() : bytes);
}

describe('an import reads files as spreadsheets save them', () => {
  const files = new CollegeFiles();
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(() => files.clear());
  const names = async () => (await files.c.people.find().sort({ _id: 1 }).toArray()).map((one) => one.name);
  const text = `${rows.join('\r\n')}\r\n`;

  test.each<[string, Uint8Array, string | undefined]>([
    ['UTF-8', new TextEncoder().encode(text), undefined],
    ['UTF-8 with its mark', new TextEncoder().encode(`\ufeff${text}`), undefined],
    ['Windows-1252, Excel’s plain CSV', windows1252(text), 'Windows-1252'],
    ['UTF-16 with tabs, Excel’s Unicode text', utf16(text.replaceAll(',', '\t'), false), 'UTF-16'],
    ['UTF-16, the other way round', utf16(text, true), 'UTF-16'],
    ['UTF-16 without its mark', utf16(text, false, false), 'UTF-16'],
    ['semicolons', new TextEncoder().encode(text.replaceAll(',', ';')), undefined],
    ['sep= before the header', new TextEncoder().encode(`sep=;\r\n${text.replaceAll(',', ';')}`), undefined],
    [
      'empty columns and rows left at the end',
      new TextEncoder().encode(text.replaceAll('\r\n', ',,\r\n').replace(/$/, ',,,,,\r\n')),
      undefined,
    ],
    ['accents as two characters', new TextEncoder().encode(text.normalize('NFD')), undefined],
  ])('%s', async (_, bytes, readAs) => {
    files.write('people.csv', bytes);
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(await names()).toEqual(['Zoë Quinn', 'Seán O’Dwyer']);
    expect(notes).toEqual(readAs ? [expect.stringContaining(`people.csv: read as ${readAs}`)] : []);
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      'UTF-8 with a damaged line',
      new Uint8Array([
        ...new TextEncoder().encode(`${text}L3,Jos`),
        0xe9,
        ...new TextEncoder().encode(',learner,\r\n'),
      ]),
      /^people.csv line 4: is not UTF-8 like the rest of the file; save it as "CSV UTF-8/,
    ],
    ['neither of them', new Uint8Array([...windows1252(text), 0x8d]), /^people.csv line 4: is neither UTF-8 nor/],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0]), /^people.csv line 0: this is a workbook/],
    [
      'an open quotation mark',
      new TextEncoder().encode(`${text}L3,"Jo,learner,`),
      /line 4: a quotation mark is not closed/,
    ],
    [
      'a comma without quotes',
      new TextEncoder().encode(`${rows[0]}\nL1,Khan, Aisha,learner,x`),
      /line 2: has more cells than the header has columns \(4\)/,
    ],
    [
      'a column twice',
      new TextEncoder().encode('person_id,name,name,roles\n'),
      /line 1: the column name stands there twice/,
    ],
  ])('%s is told by its line, and nothing is written', async (_, bytes, told) => {
    files.write('people.csv', bytes);
    expect((await files.problems())[0]).toMatch(told);
    expect(await names()).toEqual([]);
  });

  test.each([
    ['a line break', 'Aisha\nKhan', 'U\\+000A'],
    ['an empty byte', 'Aisha\u0000Khan', 'U\\+0000'],
    ['a bell', 'Aisha\u0007Khan', 'U\\+0007'],
    ['a change of direction', 'Aisha\u202enahK', 'U\\+202E'],
  ])('%s in a name is refused, named and not shown', async (_, name, code) => {
    files.write('people.csv', ['person_id,name,roles', `L1,"${name}",learner`]);
    const [told = ''] = await files.problems();
    expect(told).toMatch(new RegExp(`^people.csv line \\d: name: "Aisha·.*" has a hidden character \\(${code}\\)`));
    expect(await names()).toEqual([]);
  });

  test('marks that nobody sees are left out: they come along with what is copied from a contact list', async () => {
    files.write('people.csv', [
      'person_id,name,roles,mobile',
      'L1,\u200bAisha\u00a0Khan\u200e,learner,\u202a07700 900123\u202c',
    ]);
    expect(await files.problems()).toEqual([]);
    expect(await files.c.people.findOne({ _id: 'L1' })).toMatchObject({ name: 'Aisha Khan', mobile: '+447700900123' });
  });

  test('an empty or wrong folder imports nothing and says so', async () => {
    expect(await files.problems()).toEqual([
      expect.stringMatching(/nothing that can be imported: none of people.csv, programmes.csv, .* is there/),
    ]);
  });

  test('a guest’s sign-in name and letters beyond ASCII are taken', async () => {
    files.write('people.csv', [
      'person_id,name,roles,upn,email,guest',
      'E1,Jordan Blake,employer,jordan_blakes.example#EXT#@brookvale.onmicrosoft.com,jordan@blakes.example,yes',
      'L1,Zoë Quinn,learner,zoë@x.example,zoë.quinn@x.example,',
    ]);
    expect(await files.problems()).toEqual([]);
    expect(await files.c.people.findOne({ _id: 'E1' })).toMatchObject({
      guest: true,
      addresses: ['jordan@blakes.example', 'jordan_blakes.example#ext#@brookvale.onmicrosoft.com'],
    });
    files.write('people.csv', ['person_id,name,roles,upn,email', 'L1,Zoë Quinn,learner,zoë,a b@x.example']);
    expect(await files.problems()).toEqual([
      'people.csv line 2: email: an email address, not "a b@x.example"',
      'people.csv line 2: upn: a user principal name, not "zoë"',
    ]);
  });

  test('phone numbers: one spelling each, a lost zero put back, damage refused by file, line, column and value; a landline is told', async () => {
    files.write('people.csv', [
      'person_id,name,roles,mobile,parent_mobile',
      'L1,Aisha Khan,learner,7700900123,(01632) 960123',
      'L2,Ben Carter,learner,447700900123,07700-900 123',
    ]);
    const { problems, notes } = await files.run();
    expect(problems).toEqual([]);
    expect(notes).toEqual(['L1 Aisha Khan: parent_mobile: +441632960123 is a landline and gets no texts']);
    expect((await files.run()).notes).toEqual([]);
    expect(await files.c.people.findOne({ _id: 'L2' })).toMatchObject({
      mobile: '+447700900123',
      contacts: [{ mobile: '+447700900123' }],
    });
    files.write('people.csv', [
      'person_id,name,roles,mobile',
      'L1,Aisha Khan,learner,4.47701E+11',
      'L2,Ben Carter,learner,00000000',
    ]);
    expect(await files.problems()).toEqual([
      expect.stringMatching(/^people.csv line 2: mobile: "4.47701E\+11" is what a spreadsheet makes of a long number/),
      'people.csv line 3: mobile: "00000000" is no phone number that exists',
    ]);
  });
});

describe('phone numbers', () => {
  test.each([
    ['07700 900123', '+447700900123'],
    ['7700900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    ['+44 (0)7700 900123', '+447700900123'],
    ['00447700900123', '+447700900123'],
    ["'07700900123", '+447700900123'],
    ['(01632) 960123', '+441632960123'],
    ['020 7946 0000', '+442079460000'],
    ['+353 86 123 4567', '+353861234567'],
    ['07624 123456', '+447624123456'],
  ])('%s is %s', (written, number) => expect(readPhone(written)).toEqual({ number }));

  test.each([
    '00000000',
    '1234567',
    '4.47701E+11',
    '4,47701E+11',
    '07700 900123 ext 5',
    'mum: 07700 900123',
    '07700 900123 / 07700 900124',
    '0770090012',
    'none',
    '+999 123',
  ])('%s is refused with a reason', (written) =>
    expect(readPhone(written)).toEqual({ why: expect.stringMatching(/^(is|has) /) }),
  );

  test.each(['07700 900123', '+44 7700 900123', '0044 7700-900123', '+447700900123'])('%s is one place', (spelling) =>
    expect(dialled(spelling)).toBe('+447700900123'),
  );

  test.each([
    ['+441632960123', true],
    ['01632 960123', true],
    ['07700 900123', false],
    ['+448001111111', true],
    ['+447012345678', true],
    ['+447612345678', true],
    ['+447700900123', false],
    ['+44 7700 900900', false],
    ['+447624123456', false],
    ['+353861234567', false],
  ])('%s is a landline: %s', (number, is) => expect(isLandline(number)).toBe(is));
});
