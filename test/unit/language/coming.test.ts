import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, only, read } from './reading-tools.ts';

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
