import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../../src/language/read-message.ts';
import { feelingIn } from '../../../src/language/talk/feeling.ts';

// Monday 23 November 2026.
const today = '2026-11-23';
type Sender = 'learner' | 'employer' | 'staff';
const people = [
  ['E', 'Ella Wright'],
  ['F', 'Freddie Novak'],
].map(([id = '', name = '']) => ({ id, names: [name, name.split(' ')[0] ?? ''] }));
const read = (text: string, sender: Sender = 'learner') =>
  readMessage(text, {
    today,
    now: '08:15',
    sender,
    people: sender === 'learner' ? [] : people,
    holidays: new Set(),
  });

describe('a death that is told of', () => {
  test.each([
    'my nan died last night',
    'grandad passed away',
    'my dad has just died',
    'my auntie passed in the night',
    'bu farw nain neithiwr',
    'mae taid wedi marw',
    'my dad passed away this morning wont be in',
    'my nan passed away this morning, she was 90',
    'my mum died this morning so im off',
  ])('“%s”: away today, all day', (text) => {
    const { events } = read(text);
    expect(events).toMatchObject([{ kind: 'absence', days: [today], isDayImplied: true, reason: 'bereavement' }]);
    expect(events[0]?.part).toBeUndefined();
  });

  test.each([
    'my dad died this morning but ill be in tomorrow',
    'my dad died when i was 5',
    'my nan died two years ago',
    'did someone die',
    'my phone died last night',
    'i literally died at spin',
    'my brother passed his theory test',
  ])('“%s” tells of none that keeps anybody away', (text) => {
    expect(read(text).events.filter((one) => one.reason === 'bereavement')).toEqual([]);
  });

  test('of colleagues themselves it is no absence of a learner; of a learner named by the office it is', () => {
    expect(read('my grandad passed away', 'staff').events).toEqual([]);
    expect(read('Ella Wrights grandad passed away', 'staff').events).toMatchObject([{ who: { ids: ['E'] } }]);
  });

  test('a part of the day stays where it is missed', () => {
    expect(read('at the funeral this morning, in after').events[0]?.part).toBe('am');
    expect(read('away this morning, dentist').events[0]?.part).toBe('am');
  });
});

test('what somebody feels: a phone that died is no grief; who lies in hospital is ill, who has an appointment there is not', () => {
  for (const text of ['my nan died', 'lost my best friend', 'slipped away last night'])
    expect([text, feelingIn(text, 'other')]).toEqual([text, 'grief']);
  for (const text of ['my phone died', 'the van died on the m4', 'i just died laughing', 'nearly died when i saw it'])
    expect([text, feelingIn(text, 'other')]).toEqual([text, undefined]);
  expect(feelingIn('im in hospital', 'medical_appointment')).toBe('illness');
  expect(feelingIn('at the hospital for a scan', 'medical_appointment')).toBeUndefined();
  expect(feelingIn('hospital appointment at 2', 'medical_appointment')).toBeUndefined();
});

describe('the words of one person’s part', () => {
  test.each([
    [
      'Ella Wright and Freddie Novak rang, both off sick today',
      [
        'Ella Wright and Freddie Novak rang, both off sick today',
        'Ella Wright and Freddie Novak rang, both off sick today',
      ],
    ],
    [
      'Ella is off sick, Freddie has the dentist, Ella back on Thursday',
      ['Ella is off sick … Ella back on Thursday', 'Freddie has the dentist'],
    ],
    [
      'Ella, off tomorrow (wedding). Freddie: 20 mins late, traffic!',
      ['Ella, off tomorrow (wedding)', 'Freddie: 20 mins late, traffic!'],
    ],
    [
      'Ella is off today, dentist at 2, and Freddie will be late, bus broke down',
      ['Ella is off today, dentist at 2', 'Freddie will be late, bus broke down'],
    ],
  ])('%s', (text, parts) => {
    expect(read(text, 'staff').events.map((one) => one.text)).toEqual(parts);
  });
});
