import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

const employer = employerOf('Jack', 'Josh', 'Zoe', 'Max', 'Chloe', 'Dan', 'Kev', 'Ellie-Mae');

const nameOf = ({ who }: { who: { type: string; name?: string } }) => who.name ?? who.type;
const told = (text: string) => {
  const { intent, events, takenBack = [] } = read(text, employer);
  return [intent, events.map((one) => [nameOf(one), one.kind]), takenBack.map(nameOf)];
};

describe('one is away and another comes', () => {
  test.each([
    ['Jack is ill but Zoe is coming in', ['Jack']],
    ['Josh is sick, Max is coming in', ['Josh']],
    ['Jack is at the dentist, Zoe is coming', ['Jack']],
    ['Zoe is coming in but Jack is ill', ['Jack']],
    ['Jack has been sick in the night, Zoe is coming in', ['Jack']],
    ['Jack and Josh are ill but Ellie-Mae is coming in', ['Jack', 'Josh']],
    ['Jack can’t make it but Zoe is coming in', ['Jack']],
    ['Zoe is attending, Jack isn’t', ['Jack']],
    ['Zoe is in today, Jack won’t be', ['Jack']],
    ['Jack is off today but Zoe isn’t', ['Jack']],
    ['Jack won’t be in but Zoe will', ['Jack']],
  ])('%s: nothing is taken back', (text, away) =>
    expect(told(text)).toEqual(['report', away.map((name) => [name, 'absence']), []]),
  );

  test.each([
    ['Jack is still ill but Zoe is better and coming in', ['Jack'], ['Zoe']],
    ['Chloe will be in today after all, Dan won’t', ['Dan'], ['Chloe']],
    ['Chloe can come tomorrow now but Kev can’t', ['Kev'], ['Chloe']],
    ['Jack will be in tomorrow after all, Zoe and Max won’t be', ['Zoe', 'Max'], ['Jack']],
    ['Jack will be in after all, Zoe is still poorly', ['Zoe'], ['Jack']],
    ['Zoe is ill today, Jack is in after all', ['Zoe'], ['Jack']],
    ['Jack is in after all but Zoe isn’t', ['Zoe'], ['Jack']],
    ['Scrap that about Jack, it’s Zoe that’s ill', ['Zoe'], ['Jack']],
  ])('%s: the one is taken back, the other told', (text, away, back) =>
    expect(told(text)).toEqual(['report', away.map((name) => [name, 'absence']), back]),
  );

  test('who does not come then is away on the same day', () => {
    const [dan] = read('Chloe can come on Thursday now but Dan can’t', employer).events;
    expect(dan?.days).toEqual(daysOf('11-26'));
  });

  test.each([
    ['Jack is coming in', ['Jack']],
    ['Jack is coming in for 9', ['Jack']],
    ['Jack was ill but he is coming in after all', ['Jack']],
    ['Jack is in after all, Zoe is over her cold', ['Jack']],
    ['Jack is in after all, Zoe’s appointment is cancelled too', ['Jack']],
  ])('nothing but taken back: %s', (text, back) => {
    const { intent, events, takenBack } = read(text, employer);
    expect([intent, events.map(nameOf), takenBack]).toEqual(['retract', back, undefined]);
  });

  test.each(['Jack is coming in at 11 because he was sick in the night', 'Jack is coming in at 11'])(
    '%s: late',
    (text) => expect(only(text, employer)).toMatchObject({ kind: 'lateness', arriveAt: '11:00' }),
  );
});

describe('that somebody is away is denied', () => {
  test.each([
    ['I won’t be off today', '11-23'],
    ['won’t be off today', '11-23'],
    ['I’m not leaving early today', '11-23'],
    ['I’m not off on Thursday now', '11-26'],
    ['Thursday is off, I’ll be in', '11-26'],
    ['Holiday’s off, so I’m in next week', '11-30..12-04'],
    ['I said I’d be away next week but we’re not going now', '11-30..12-04'],
    ['We were going to Spain next week but we’re not going now', '11-30..12-04'],
    ['I don’t need Friday off any more', '11-27'],
    ['Take my absence off for tomorrow', '11-24'],
    ['It says I’m off tomorrow but I’m not', '11-24'],
  ])('%s: taken back', (text, days) => {
    const { intent, events } = read(text);
    expect([intent, events.flatMap((one) => one.days)]).toEqual(['retract', daysOf(days)]);
  });

  test.each([
    'I won’t be late',
    'I won’t be leaving early now',
    'the holiday’s cancelled',
    'I don’t need the day off any more',
  ])('%s: taken back, whichever day it was', (text) =>
    expect(read(text)).toMatchObject({ intent: 'retract', events: [{ isDayImplied: true }] }),
  );

  test.each([
    ['Josh won’t be off Friday now', '11-27'],
    ['You’ve got Josh down as off tomorrow, he isn’t', '11-24'],
  ])('of an apprentice: %s', (text, days) =>
    expect(read(text, employer)).toMatchObject({
      intent: 'retract',
      events: [{ who: { ids: ['Josh'] }, days: daysOf(days) }],
    }),
  );

  test('a reader that is sure of the contrary is not believed', () => {
    const opinion = { kind: 'absence', kindSureness: 0.95, reason: 'none', reasonSureness: 0, harm: 'none' } as const;
    expect(read('won’t be off today', { ...learner, opinionOf: () => opinion }).intent).toBe('retract');
  });

  test('of one, and told of another on the same day: Josh won’t be off Friday now, Zoe will', () =>
    expect(read('Josh won’t be off Friday now, Zoe will', employer)).toMatchObject({
      intent: 'report',
      events: [{ who: { ids: ['Zoe'] }, days: daysOf('11-27') }],
      takenBack: [{ who: { ids: ['Josh'] }, days: daysOf('11-27') }],
    }));

  test.each([
    ['I won’t be off until Thursday', '11-23..11-25'],
    ['Thursday is off for me', '11-26'],
    ['my holiday’s off from Friday', '11-27'],
    ['I was meant to be in today but I’m not going now', '11-23'],
  ])('but this tells of one: %s', (text, days) =>
    expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(days) }),
  );

  test('what was marked is disputed', () => {
    expect(read('You’ve got Chloe down as off yesterday, she was there', employer).intent).toBe('mark-dispute');
    expect(read('It says I’m absent on Thursday but I was there').intent).toBe('mark-dispute');
    expect(read('I’m not late').intent).not.toBe('retract');
  });
});

describe('another day than was told', () => {
  test.each([
    ['I said Friday but it’s Thursday my appointment', '11-26', '11-27'],
    ['I said Wednesday but it’s Thursday I’m off', '11-26', '11-25'],
    ['I said I was off Wednesday but it’s Thursday', '11-26', '11-25'],
    ['I won’t be off Thursday, Friday instead', '11-27', '11-26'],
    ['I won’t be off today but I will be tomorrow', '11-24', '11-23'],
    ['My appointment has been moved to Thursday so I’ll be in tomorrow', '11-26', '11-24'],
    ['My appointment has been moved from tomorrow to Thursday so I’ll be in tomorrow', '11-26', '11-24'],
  ])('%s', (text, days, instead) =>
    expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(days), insteadOf: daysOf(instead) }),
  );

  test('of an apprentice whose appointment was moved', () =>
    expect(only('Zoe’s appointment has been moved to Thursday so she’ll be in tomorrow', employer)).toMatchObject({
      who: { ids: ['Zoe'] },
      days: daysOf('11-26'),
      insteadOf: daysOf('11-24'),
    }));

  test('an appointment that was moved and is not said for a day is off: they are in', () =>
    expect(read('my appointment has been cancelled so I’ll be in tomorrow')).toMatchObject({
      intent: 'retract',
      events: [{ days: daysOf('11-24') }],
    }));
});

describe('who comes all the same', () => {
  test.each([
    'I’m coming in but I’m not feeling great',
    'I’ve got a cold but I’ll be in',
    'my sister is ill but I’m coming in',
    'my mum’s in hospital but I’m coming in',
    'My grandma passed away but I’m still coming in today',
    'I’m ill but I’m coming in',
    'I’m not well but I’m coming in',
    'I should be in tomorrow',
  ])('nothing is told: %s', (text) => expect(read(text).events).toEqual([]));

  test.each([
    'Jack has a cold but he’ll be in today',
    'Jack should be in tomorrow',
    'Jack is at his dad’s this week so he’ll be in on Wednesday',
  ])('nor of an apprentice: %s', (text) => expect(read(text, employer).events).toEqual([]));

  test('of another it is: Jack has a cold but he’ll be in today, Zoe is off', () =>
    expect(told('Jack has a cold but he’ll be in today, Zoe is off')).toEqual(['report', [['Zoe', 'absence']], []]));

  test.each([
    'we’ve got no work on Thursday so I’ll be in college',
    'work is closed on Friday so I’ll be at college',
    'I’m off work on Thursday so I’ll be in college',
  ])('work that is off keeps nobody away: %s', (text) => expect(read(text).events).toEqual([]));

  test.each([
    ['I’m ill but I’ll be in tomorrow', '11-23'],
    ['I’ve got the dentist tomorrow but I’m coming in today', '11-24'],
    ['I was coming in but I’m not feeling great', '11-23'],
    ['I was going to come in but I’m ill', '11-23'],
    ['I’m meant to be coming in but I’m ill', '11-23'],
    ['I’m ill, will be in when I feel better', '11-23'],
    ['I’ve got the dentist Thursday so I’ll be in on Friday', '11-26'],
    ['We’ve got no work Thursday so I won’t be in', '11-26'],
    ['My appointment has been moved to Thursday so I’m not in', '11-26'],
    ['I’ve got a scan on Thursday so I’m not in', '11-26'],
    ['I’m ill but my mum is coming in', '11-23'],
  ])('but this tells of an absence: %s', (text, days) =>
    expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(days) }),
  );

  test('a guess that something is taken back does not stand against illness of now', () => {
    const opinion = { kind: 'retract', kindSureness: 0.8, reason: 'none', reasonSureness: 0, harm: 'none' } as const;
    const hear = { ...learner, opinionOf: () => opinion };
    expect(read('I was going to come in but I’m ill', hear).intent).toBe('report');
    expect(read('I’m ill but I’m coming in', hear).intent).toBe('retract');
  });

  test.each([
    ['I’ve got a cold but I’ll be in by 10', { kind: 'lateness', arriveAt: '10:00' }],
    ['I’ll be in but slow, 10 mins', { kind: 'lateness', minutesLate: 10 }],
    ['I was up till 4, I’ll be in but not before 10', { kind: 'lateness', arriveAt: '10:00' }],
    ['I’ve got a doctor’s appointment at 10 but I’ll be in', { kind: 'absence', atTime: '10:00' }],
  ])('%s', (text, event) => expect(only(text)).toMatchObject(event));

  test.each([
    ['I’m in for the morning but not the afternoon', '11-23', 'pm'],
    ['in for the morning, not the afternoon', '11-23', 'pm'],
    ['I’ll be in for the afternoon but not the morning', '11-23', 'am'],
    ['in tomorrow morning but not the afternoon', '11-24', 'pm'],
  ])('the other half is missed: %s', (text, days, part) =>
    expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(days), part }),
  );
});
