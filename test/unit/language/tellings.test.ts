import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, learner, read } from './reading-tools.ts';

/** A message written on Monday 23 November 2026 and the days of the one absence it tells of. */
function rows(list: readonly [string, string][], context = learner) {
  test.each(list)('%s: %s', (text, wanted) => {
    const { events } = read(text, context);
    expect(events.map(({ kind, days }) => [kind, days])).toEqual([['absence', daysOf(wanted)]]);
  });
}

const parent = { ...learner, sender: 'staff' as const };

describe('what happened before is no day that is missed', () => {
  rows([
    ['not slept since friday, head is killing me, gonna stay at home', '11-23'],
    ['havent been able to keep anything down since saturday night so im staying off', '11-23'],
    ['we had no heating since Wednesday, engineer only came last night, I am frozen, not coming in', '11-23'],
    ['worked till 2am saturday and again sunday, I am broken, wont be in', '11-23'],
    ['ate something dodgy at the wedding on Saturday. still on the toilet. no chance of me making it in', '11-23'],
    ['i gave blood on saturday and fainted, doctor is seeing me wednesday so not in wednesday', '11-25'],
    ['I was hit by a ball on thursday i am not coming in', '11-23'],
  ]);
  rows(
    [
      ['Owen came off his scooter on Friday evening and we were in A&E until 2am. He is staying home today', '11-23'],
      ['Leah had an accident with the slicer on Saturday. She is off until Wednesday', '11-23 11-24'],
    ],
    parent,
  );
});

describe('what somebody else does is no absence of the learner', () => {
  rows([
    ['im off today, theres a guy in my group who keeps following me and hes in today', '11-23'],
    ['not in. Jess is coming round to drop the work off tomorrow so i can catch up', '11-23'],
    ['my sister has her baby on Friday. Wednesday I take her to hospital for the check so I will not come', '11-25'],
    ['no childcare thursday, my mum has him mon to weds only', '11-26'],
    ['im not gonna be in today my car failed its mot on saturday and the garage cant do it till tomorrow', '11-23'],
    ['ive to take my nan to the clinic tomorrow because my uncle cant do it till thursday so i wont be in', '11-24'],
    ['landlord is coming Thursday and tomorrow I have to see the housing officer so I cant be in class', '11-24'],
  ]);
  rows(
    [
      [
        "Jack's dad went into hospital on Friday and has his op on Wednesday. Jack is too upset to come in today",
        '11-23',
      ],
      ["I'm in hospital until Wednesday so no one can bring Leo today. His dad will bring him tomorrow", '11-23'],
    ],
    parent,
  );
  rows(
    [
      ['Jamie cannot come Wednesday as our other apprentice is off until Friday', '11-25'],
      ['Jamie is not in today, the lad he travels with is on holiday till Thursday and he has no lift', '11-23'],
      [
        'We finish a job on Thursday and start on Monday in Stoke so I want Jamie with us Friday, not at college',
        '11-27',
      ],
    ],
    employerOf('Jamie Smith'),
  );
});

describe('an absence that follows from what somebody else does is on its day', () => {
  rows([
    ["Dad's back from Spain tomorrow and I'm picking him up from the airport so not in", '11-24'],
    ['my brother lands at manchester thursday night so friday i am collecting him, cant make it in', '11-27'],
  ]);
});

describe('how long something else lasts is not how long somebody is away', () => {
  rows([
    ['on antibiotics till friday for my throat, not in today', '11-23'],
    ['my nan passed on Friday. Funeral is not till the week after next. I just cant face people today', '11-23'],
    ['cant come in tuesday, christening in Cork and the ferry isnt till tues night', '11-24'],
    ['i will not come today, dentist has no space until Thursday', '11-23'],
  ]);
});

describe('a clause without a day is about those said before', () => {
  rows([
    ['scan is wednesday and i cant eat all day tomorrow before it. Ill be off both days', '11-24 11-25'],
    ['appointment in london 7th, travelling back 8th, so missing those two', '12-07 12-08'],
    ['driving theory thursday morning then going for lunch with nan. not in all day', '11-26'],
  ]);
});
