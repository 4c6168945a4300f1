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
    [
      'so sorry i cant come in today i was up all night with my boy and we were in hospital till four this morning',
      '11-23',
    ],
    ['last week i work night shift friday saturday sunday and today i have big headache, i stay home', '11-23'],
    ['tooth was meant to be out friday, they cancelled, its now an abscess and im in agony. off today', '11-23'],
    ['i cut my finger at work on thursday, today its hot so im going to the walk in instead of college', '11-23'],
    ['on call last night, didnt get in til 4, not safe to drive', '11-23'],
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
    ['lost my glasses on friday and specsavers cant do me till wednesday, so no point me coming today', '11-23'],
    ['gran fell sunday night, carer doesnt come til dinner so cant leave her, not in', '11-23'],
    ['half term for my kids is different to yours, they are off friday so i have to stay home', '11-27'],
    ['housemate tested positive friday and now im coughing so ill stay home', '11-23'],
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
      [
        "Noah's carer left on Friday and the new one doesn't start till Wednesday, so he is staying with me today and won't attend",
        '11-23',
      ],
      ['Harri saw a crash on Rhyl Road last night and has not slept. Staying home', '11-23'],
      ["I'm in hospital until Wednesday so no one can bring Leo today. His dad will bring him tomorrow", '11-23'],
    ],
    parent,
  );
  rows(
    [
      ['Our van fail MOT Friday so Wednesday Jamie must drive other van to Liverpool, no college', '11-25'],
      ['We lost a lad off the crew on Friday so Jamie is on nights, so he is not going to manage tomorrow', '11-24'],
      ["Jamie's first aid cert runs out on Friday so he's on the refresher Thursday", '11-26'],
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

describe('a clause that points back', () => {
  rows([["i know we said tuesday for my review but i've got a scan then so im not in", '11-24']]);
  rows(
    [
      [
        "Gwen is off today with tummy ache and she's also got the orthodontist on Thursday so won't be in then either",
        '11-23 11-26',
      ],
    ],
    parent,
  );
});

describe('of a week only the day that is told with it', () => {
  rows([
    ['boss wants me thursday cos of black friday, can i miss this week', '11-26'],
    ['they put me on the rota friday so i cant do my college day this week', '11-27'],
    ['off this week with flu. assessor is coming to work on friday instead', '11-23..11-27'],
    ['will be off this week, tonsillitis, doctor on Thursday', '11-23..11-27'],
  ]);
  rows(
    [
      ['we need Jamie on site Friday, can he skip college this week', '11-27'],
      ['can you let Jamie off this week? CQC are in tomorrow and I want him on the floor', '11-24'],
      ['Can we keep Jamie Friday? We are moving premises on Saturday', '11-27'],
      ['There is a wedding party in on Friday. Jamie cannot be released this week I am afraid', '11-27'],
      ['Jamie is required on the Wednesday for a pour so will miss his training next week', '12-02'],
      ['Jamie is off all this week, we are shut and his holiday ends Friday', '11-23..11-27'],
    ],
    employerOf('Jamie Smith'),
  );
});

describe('of what was moved only the last day', () => {
  rows([
    ['dentist got moved from tuesday to wednesday and now they say thursday. so off thursday', '11-26'],
    ['Appointment changed again lol. Was tues, then weds, defo thurs now. Wont be in', '11-26'],
    ['first they said monday then tuesday, now my interview is wednesday so not in wed', '11-25'],
    ['dentist was friday then they rang and said come tomorrow so i wont be in tomorrow', '11-24'],
    ["my assessment has been moved from this Friday to next Tuesday, so I'll miss Tuesday instead", '12-01'],
    ['The op was meant to be tomorrow but it has been put back a day, so Wednesday. I will not be in then', '11-25'],
  ]);
  test.each([
    ['told u i was off wednesday for court but its adjourned to next wednesday', '11-25', '12-02'],
    ["Correction to my message Friday, it's TUESDAY not Monday i have the hospital", '11-23', '11-24'],
  ])('%s: what was told of an absence is taken back', (text, before, now) => {
    expect(read(text).events).toMatchObject([{ days: daysOf(now), insteadOf: daysOf(before) }]);
  });
});

test.each([
  ['at the dentist at 9.15 will be in after so probs about half 10', '10:30'],
  ["I'll be in late on wednesday, physio at 9. about 10.30", '10:30'],
  ['blood test at 8.40, coming in straight after, I would say 9.30', '09:30'],
])('%s: the hour behind an appointment that has its own is when they come', (text, at) => {
  expect(read(text).events).toMatchObject([{ kind: 'lateness', arriveAt: at }]);
});

/** A learned reader that takes every message for a question. */
const questioning = {
  ...learner,
  opinionOf: () =>
    ({ kind: 'question', kindSureness: 0.95, reason: 'other', reasonSureness: 0.3, harm: 'none' }) as const,
};

describe('who asks to be away on a day, or says what calls them away, tells of it', () => {
  rows(
    [
      ['is it ok if i dont come tomorrow, ive my theory test', '11-24'],
      ['jury service from the 30th for two weeks. I have the letter. Can I swap to the evening group?', '11-30..12-11'],
      ['is it ok if i stay off? my boyfriend got sent down friday', '11-23'],
      ["could you please excuse me from tomorrow's class because my mother in law is arriving tonight", '11-24'],
      ['can i skip the tasting practical tomorrow, im fasting', '11-24'],
      ['hiya got hospital on thursday do i need to bring the letter', '11-26'],
    ],
    questioning,
  );
  test.each([
    'if im off on thursday do i miss the assessment?',
    'cant do tuesdays any more now ive a job, can i switch to thursdays?',
    'is my exam on thursday?',
  ])('%s: a question', (text) => {
    expect(read(text, questioning).intent).toBe('query');
  });
});

describe('when a message was sent is no day it takes back', () => {
  test.each([
    ['ignore my message last night im coming in, feel alright now', ''],
    ['disregard the email I sent on Sunday, he is well again', ''],
    ['scrap that text from friday, i can come wednesday', '11-25'],
  ])('%s: %s', (text, wanted) => {
    const { intent, events } = read(text, learner);
    // Where no day is named, today's is guessed.
    const days = [daysOf(wanted || '11-23'), wanted === ''];
    expect([intent, events.map((one) => [one.days, one.isDayImplied])]).toEqual(['retract', [days]]);
  });
});

describe('“that is why I was absent” tells of the day before', () => {
  rows([
    ['train hit a deer and everyone was stuck. so thats why i was absent friday', '11-20'],
    ['my nan died, which is why i was off thursday', '11-19'],
  ]);
});

describe('the day of somebody late or leaving is the day they say it of', () => {
  const kindAndDays = (text: string, context = learner) =>
    read(text, context).events.map(({ kind, days }) => [kind, days]);
  test.each([
    [
      'had to stay off yesterday with my head, feel ok now. will be late, got to do the school run',
      'lateness',
      '11-23',
    ],
    ['leaving at 2, off to whitby for a murder mystery weekend', 'early_leave', '11-23'],
    ['nurse came yesterday, she wants bloods friday 9am so in about 11', 'lateness', '11-27'],
    ['my review with the nurse moved to friday at 9.10 so il be in from period 3', 'lateness', '11-27'],
    ['late friday, car is in for its mot', 'lateness', '11-27'],
  ])('%s', (text, kind, day) => expect(kindAndDays(text)).toEqual([[kind, daysOf(day)]]));

  test('a weekend away is still asked about', () => {
    const [event] = read('off this weekend').events;
    expect(event?.questions).toContain('which-day');
  });

  test.each([
    ['no electric so stopping at my nans tonight, be late in the morning', '11-24'],
    ['no electric since teatime, be late in the morning', '11-24'],
    ['late this evening, train is stuck', '11-23'],
  ])('written at night: %s', (text, day) => {
    expect(kindAndDays(text, { ...learner, now: '18:30' })).toEqual([['lateness', daysOf(day)]]);
  });
});

describe('which day is taken back, and for which', () => {
  const employer = employerOf('Jamie Smith');
  const taken = (text: string) =>
    read(text, employer).events.map(({ days, insteadOf, isDayImplied }) => [days, insteadOf, isDayImplied]);
  test.each([
    [
      'Jamie has been swapped to thursday so he can attend college wednesday after all, ignore my earlier note',
      '11-25',
    ],
    ['dont put me down for weds now, they cancelled the scan', '11-25'],
  ])('%s', (text, day) => {
    expect(read(text, employer).intent).toBe('retract');
    expect(taken(text)).toEqual([[daysOf(day), [], false]]);
  });

  test('what was put was another day', () => {
    const text = 'sorry! I put the 2nd and its actually the 4th for my gas assessment, 2nd I am in as normal';
    expect(read(text).events).toMatchObject([{ kind: 'absence', days: daysOf('12-04'), insteadOf: daysOf('12-02') }]);
  });

  test.each([
    'dont put me down as late, i was in at 9',
    'wrong! i was not late friday, the fire alarm went. can someone take the L off',
    'Jamie was with me in the workshop p1 to p3, not absent from english',
  ])('%s: of a mark', (text) => expect(read(text, employer).intent).toBe('mark-dispute'));

  test.each(['can you take a look at my essay', 'take the bus off the list, i am driving now'])(
    '%s: of no mark',
    (text) => expect(read(text).intent).not.toBe('mark-dispute'),
  );
});
