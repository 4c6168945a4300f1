import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

const employer = employerOf('Jamie Smith', 'Zoe Hughes', 'Tomasz Nowak');
const staff = { ...employer, sender: 'staff' as const };

describe('a mark that is asked for is no mark that is disputed', () => {
  test.each([
    ['could someone put me down as sick please, nobody picks up', '11-23'],
    ['put me down for the 3rd, got my citizenship test', '12-03'],
    ['can u put me down for thursday please, helping my uncle move', '11-26'],
    ['any objection to me having friday as leave?', '11-27'],
  ])('%s', (text, day) => expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(day) }));

  test.each([
    ['Can you mark Zoe as authorised for this morning, she phoned me from the dentist', '11-23'],
    ['please enter an M on the register for Zoe tomorrow, orthodontist', '11-24'],
    ['would someone record Zoe as unwell for today', '11-23'],
  ])('%s', (text, day) => expect(only(text, staff)).toMatchObject({ kind: 'absence', days: daysOf(day) }));

  test.each([
    ['can you put me down as present, i was at the back', 'mark-dispute'],
    ['they put me down as ill on friday but i was there', 'mark-dispute'],
    ['why did you put me as late', 'mark-dispute'],
    ['can someone put Zoe present from 10, she was sorting forms with me', 'query'],
    ['can you put me down for the resit on the 3rd', 'query'],
    ['have a great weekend miss', 'off-topic'],
  ])('%s is %s', (text, intent) => expect(read(text, employer).intent).toBe(intent));
});

describe('what is told beside a question is told', () => {
  test.each([
    ['Zoe phoned in sick, guess she has let you know?', '11-23'],
    ['Does Zoe need a note? She was off Thursday with a stomach bug, all fine now', '11-19'],
    ['sorry i never told you about Zoe on Friday, she was on a rush job with us. Did she miss much?', '11-20'],
    ['Could both our trainees have Thursday off? We have the auditors in', '11-26'],
    [
      'sorry for the late reply, yes Zoe was off Thursday with a bug, I did ring but nobody picked up. She was in on Friday',
      '11-19',
    ],
  ])('%s', (text, day) => {
    const { intent, events } = read(text, employer);
    expect(intent).toBe('report');
    expect(events[0]).toMatchObject({ kind: 'absence', days: daysOf(day) });
  });

  test.each([
    ['what did i miss on friday? i was at my sisters graduation', '11-20'],
    ['can someone say if a letter from the vet counts? i missed fridays session because of the dog', '11-20'],
    ['could i apply for authorised absence on the 3rd, my visa biometrics', '12-03'],
    ['snowed in, could i join on teams from 10?', '11-23'],
    ['is it ok to eat in b block. also wont be in on thursday, hospital', '11-26'],
  ])('%s', (text, day) => expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(day) }));

  test('a question that the learned reader is sure of leaves what is told', () => {
    const opinion = {
      kind: 'question',
      kindSureness: 0.9,
      reason: 'other',
      reasonSureness: 0.5,
      harm: 'none',
    } as const;
    const context = { ...learner, opinionOf: () => opinion };
    expect(read('will a letter do? and i missed fridays session with my back', context).intent).toBe('report');
    expect(read('who do i ring if i cant make it on friday', context).intent).toBe('query');
    expect(read('how much have i missed', context).intent).toBe('query');
  });

  test.each([
    'who do i ring if i cant make it on friday',
    'what did i miss on friday',
    'where do i send the form if im off on friday',
    'do i need a note if i miss friday',
    'i missed the deadline on friday, can i still hand it in?',
  ])('%s is a question', (text) => expect(read(text).intent).toBe('query'));

  test('who is told of by another learner is away', () => {
    const { events } = read('kai said to tell you hes got food poisoning');
    expect(events).toMatchObject([{ kind: 'absence', who: { name: 'kai' }, questions: ['who'] }]);
    expect(read('kai said to tell you hes in b12').events).toEqual([]);
  });

  test('Zoe phoned in sick at work says nothing of college', () =>
    expect(read('Zoe phoned in sick to work on Friday', employer).events[0]?.kind).not.toBe('lateness'));
});

describe('taken back in other words', () => {
  test.each([
    ["forget what i put before, i'll be there for 9", ''],
    ['ignore everything i texted, will be in at 8.45', ''],
    ['my leave for friday has been turned down so ill be at the workshop', '11-27'],
    ['im back in today, wasnt as bad as i thought', ''],
    ['back in tomorrow, all clear from the hospital', '11-24'],
    ['great news, signed me fit this morning so see you all at 9', ''],
  ])('%s', (text, day) => {
    const { intent, events } = read(text);
    expect([intent, events[0]?.days]).toEqual(['retract', daysOf(day || '11-23')]);
  });

  test.each([
    ['Can you take off the late I put in for Zoe, the bus was late not her and she was in by 9', 'Zoe Hughes'],
    ['Zoe is fully recovered and will be back tomorrow. She is worried how much she has missed', 'Zoe Hughes'],
    ["Zoe's temperature is down and she will be in as normal in the morning", 'Zoe Hughes'],
    ['Jamie is back with us today after his operation and will attend tomorrow', 'Jamie Smith'],
  ])('%s', (text, id) => {
    const { intent, events } = read(text, employer);
    expect([intent, events[0]?.who]).toMatchObject(['retract', { ids: [id] }]);
  });

  test('a job that fell through takes back what an email told', () => {
    const text =
      'Hi re my email about Jamie being off next week, the job is cancelled so he will be with you as normal';
    expect(read(text, employer).intent).toBe('retract');
  });

  test.each([
    ["forget what i put before, i'll be there for half 10", 'report'],
    ["don't forget what i put earlier, im off friday", 'report'],
    ['my leave for friday got refused but im still off', 'report'],
    ['take off the late mark, i was here', 'mark-dispute'],
    ['good news i passed my test, see you monday', 'off-topic'],
    ['good news, got my scan date, off thursday for it', 'report'],
    ["Can you send Zoe's days so I can do the rota", 'query'],
  ])('%s is %s', (text, intent) => expect(read(text, employer).intent).toBe(intent));
});

describe('late, away or gone before the end', () => {
  test.each([
    ['leaving the yard now, expect me about 10.20', '10:20'],
    ['crash on the a55, sat nav says 9.40', '09:40'],
  ])('%s', (text, time) => expect(only(text)).toMatchObject({ kind: 'lateness', arriveAt: time }));

  test.each(['lift has let me down so getting the bus', 'police wont let anyone out of our road'])('%s', (text) =>
    expect(only(text).kind).toBe('lateness'),
  );

  test.each([
    ['in for the first bit then off, back by 1, smear test', '13:00'],
    ['in first thing then leaving, back with you at 11.30', '11:30'],
  ])('%s', (text, time) => expect(only(text)).toMatchObject({ kind: 'absence', toTime: time }));

  test.each(['i can do the morning but not after 12, planning hearing', 'going home now, head is banging'])(
    '%s',
    (text) => expect(only(text).kind).toBe('early_leave'),
  );

  test.each([
    'gaffer has sent me to the Leeds job instead',
    'naturalisation ceremony on thursday, 2 pm. may i be excused that day?',
    'going home, not coming in',
  ])('%s', (text) => expect(only(text).kind).toBe('absence'));

  test.each(['paperwork to me by 12 please', 'we close early, forms to us by 3'])('%s is nothing of ours', (text) =>
    expect(read(text, employer).intent).toBe('off-topic'),
  );
});

test('lessons missed before one they come back for are no lateness', () => {
  const ofLessons = only('leaving lesson 3 and 4 for physio, back for lesson 5');
  expect(ofLessons).toMatchObject({ kind: 'absence', lessons: [3, 4] });
  expect(only('missed the bus, there for lesson 2').kind).toBe('lateness');
});

test('who rang in at 7 is not late at 7', () =>
  expect(only('Zoe is off again, rang in at 7 with the same bug', employer).kind).toBe('absence'));

test('work that is not handed in keeps nobody away', () => {
  expect(read('not going to get the essay in by wednesday, can i have longer').intent).not.toBe('report');
  expect(only('not going to get in on wednesday').kind).toBe('absence');
});

test('a tutor’s group that is out together is no absence; one of it who is ill is', () => {
  expect(read('Year 2 carpentry are on the site visit all day thursday, back late', staff).events).toEqual([]);
  expect(only('Zoe from year 2 carpentry is off on thursday, hospital', staff).kind).toBe('absence');
});

describe('there, though the register does not show it', () => {
  test.each([
    'im here just didnt tap in',
    'my pass would not read but i am sat in c4',
    'got thrown off teams twice so it might show as if i was not there',
    'letter says zoe has 82% but she only had one day off',
    'app still has me on it, it says 74% and thats wrong',
    'im here!! went to the wrong room. dont mark me out',
    'got a text sayin i missed maths but there is no class on mondays',
  ])('%s', (text) => expect(read(text).intent).toBe('mark-dispute'));

  test.each([
    'my card would not scan at the cash machine so running late',
    'phone is on 4% but im not in today',
    'i forgot to sign in at the doctors so i will be late',
  ])('%s is a report', (text) => expect(read(text).intent).toBe('report'));
});

describe('why, where another word lies nearer', () => {
  test.each([
    ['can i go at 2 today, getting my brother from nursery, dad is still at work', 'other'],
    ['not in, still at work', 'urgent_work'],
    ['off thursday, fitting out a shop in Hull for work', 'urgent_work'],
    ['need to pull Zoe out on friday for the ofsted visit', 'urgent_work'],
    ['Jamie is not in this week, he is on the Bangor school job', 'urgent_work'],
    ['in for 11 tomorrow, chef had to go to hospital so i closed on my own', 'urgent_work'],
    ['i put in for holiday with work so off next week', 'annual_leave'],
    ['stuck in Malaga, flight home got canned, back thursday', 'transport'],
    ['off friday, flight is at 9', 'annual_leave'],
    ['not in, heating is off and we have got no water', 'other'],
    ['missing this morning, waiting on the gas man', 'other'],
    ['at the vets, she got hit by a car, not in', 'other'],
    ['can i leave at 3, gig in leeds and my lift goes at quarter past', 'other'],
    ['late, stuck in the festival traffic', 'transport'],
    ['not in today, my back is really painful', 'sickness'],
    ['Zoe has done her knee in, not with you today', 'sickness'],
    ['off today, think its croup', 'sickness'],
    ['not in, my son got concussed at rugby', 'family_emergency'],
    ['not in, my nan passed in the night', 'bereavement'],
    ['i nearly died laughing, van is stuck in mud so not in', 'transport'],
    ['keeping Jamie with me friday, wedding booking and i need all staff', 'urgent_work'],
    ['Jamie not in tomorrow, need him on a boiler job at the hospital', 'urgent_work'],
    ['Zoe has manual handling training with us on friday so not in', 'urgent_work'],
    ['on site in aberdeen until wednesday so not in', 'urgent_work'],
    ['off friday for the uni open day', 'other'],
    ['Jamie is away all next week with the cadets', 'other'],
    ['off today, nits and a stye', 'sickness'],
    ['been spewing since 6, not in', 'sickness'],
    ['running late for 1st period, be there for maths', 'none'],
  ])('%s: %s', (text, reason) => expect(only(text, employer).reason).toBe(reason));

  test('a brother who passed his test is no loss', () =>
    expect(only('late, we were out as my brother passed his driving test').reason).not.toBe('bereavement'));

  test('where no word says why, a guess says nothing', () => {
    const opinion = { kind: 'lateness', kindSureness: 0.9, reasonSureness: 0.65, harm: 'none' } as const;
    const hear = (reason: 'other' | 'sickness') => ({ ...learner, opinionOf: () => ({ ...opinion, reason }) });
    expect(only('running late', hear('other')).reason).toBe('none');
    expect(only('running late', hear('sickness')).reason).toBe('sickness');
  });
});

describe('what the button says is understood as a message too', () => {
  test.each([
    ['take back friday', ['2026-11-27']],
    ['please take back tomorrow', ['2026-11-24']],
    ['actually take that back for wednesday please', ['2026-11-25']],
  ])('%s', (text, days) => {
    const { intent, events } = read(text, learner);
    expect([intent, events.flatMap((one) => one.days)]).toEqual(['retract', days]);
  });

  test('to take somebody or something back is none', () => {
    expect(read('not in tomorrow, have to take back the hire car', learner).intent).toBe('report');
    expect(read('mum has to take me back to hospital tomorrow so not in', learner).intent).toBe('report');
  });
});

describe('who asks to be let off what is on that day, and says what keeps them, is away on it', () => {
  test.each([
    ['could we move our review on thursday, ive got a funeral', '11-26'],
    ['hi can i swap my 1-2-1 on friday to another day? i have a scan then', '11-27'],
    ['Would it be possible to rearrange my mock from thurs 3 dec? Its my graduation that day', '12-03'],
  ])('%s', (text, day) => expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(day) }));

  test.each([
    'could i swap my 1-2-1 on thursday?',
    'can i move my review from thursday to friday? theres an audit here',
    'can we swap my thursday group please, new shifts at work',
    'can i move my shift on friday? its my birthday then',
  ])('%s: a question', (text) => expect(read(text).intent).toBe('query'));
});

describe('what somebody was told to do is told', () => {
  test.each([
    ['we have the auditors in tomorrow so ive been told i cant have my college day', '11-24'],
    ['boss is short this week, been told i must miss my college day wednesday', '11-25'],
  ])('%s', (text, day) => expect(only(text)).toMatchObject({ kind: 'absence', days: daysOf(day) }));

  test.each(['ive been told its on friday', 'what time is lunch on my college day', 'is my college day tuesday now?'])(
    '%s: no report',
    (text) => expect(read(text).events).toEqual([]),
  );
});

describe('who asks to go home leaves early', () => {
  test.each(['feel awful can i go home', 'can i go home now n do the rest there', 'really dizzy, need to go home'])(
    '%s',
    (text) => expect(only(text)).toMatchObject({ kind: 'early_leave', days: daysOf('11-23') }),
  );

  test('the hour from which one asks to be off', () => {
    const text = 'its on thurs afternoon so id be off from 12 if thats ok??';
    expect(only(text)).toMatchObject({ days: daysOf('11-26'), fromTime: '12:00' });
  });

  test.each(['can i go home after the mock or is there another lesson'])('%s: no lesson is left', (text) =>
    expect(read(text).events).toEqual([]),
  );
});

describe('why, by words that say it', () => {
  test.each([
    ['Zoe has asked to bring her leave forward so she is off tomorrow', 'annual_leave'],
    ['Zoe is using up her leave, off tomorrow', 'annual_leave'],
    ['She has to leave early tomorrow and take her time', 'none', 'other'],
    ['Zoe is off tomorrow, we need everyone on the farm for the TB testing', 'urgent_work'],
    ['Zoe is off tomorrow, stuck in Calais with the wagon', 'urgent_work'],
    ['Zoe is off tomorrow, stuck in traffic with her dad', 'transport'],
    ['Zoe is off today, she has been up 4 nights hearing things', 'other'],
    ['Zoe is off this week, we have her on nights', 'urgent_work'],
    ['Zoe is off tomorrow, fasting for her scope', 'medical_appointment'],
    ['Zoe is off tomorrow, fasting for Ramadan', 'other'],
    ['Zoe is off tomorrow, it was her uncles 50th on Sunday', 'other'],
    ['Zoe is off until Thursday, flight from Bucharest is cancelled for fog', 'transport'],
    ['Zoe is off at 2, nativity, and mum cant get off work', 'other'],
    ['Zoe is off tomorrow, she cant get off work', 'urgent_work'],
  ])('%s: %s', (text, ...reasons) => expect(reasons).toContain(read(text, employer).events[0]?.reason));
});

describe('a holiday that is off', () => {
  test.each([
    'Jamie’s holiday is off, he will be in',
    'Jamies holiday has been cancelled',
    'Jamie’s trip is off so he will be in',
    'Jamie’s leave is off',
    'we’ve called Jamie’s holiday off',
  ])('is taken back: %s', (text) => {
    const { intent, events } = read(text, employer);
    expect(intent).toBe('retract');
    expect(events).toMatchObject([{ who: { ids: ['Jamie Smith'] }, isDayImplied: true }]);
  });

  test.each([
    ['Jamie has his holiday off next week', '11-30..12-04'],
    ['Jamie’s holiday is off from Friday', '11-27'],
    ['Jamie’s day off is Friday', '11-27'],
    ['Jamie’s leave is off, we need him on site Thursday', '11-26'],
    ['Jamie is on holiday, off on Thursday', '11-26'],
  ])('but this tells of one: %s', (text, days) =>
    expect(only(text, employer)).toMatchObject({ kind: 'absence', days: daysOf(days) }),
  );
});

describe('a message that takes back and tells', () => {
  test.each([
    ['I’m in tomorrow after all but not Friday, dentist', '11-27', '11-24'],
    ['in wednesday after all and not friday', '11-27', '11-25'],
    ['not in friday, dentist, but im in tomorrow after all', '11-27', '11-24'],
    ['in all week after all but not friday', '11-27', '11-23..11-26'],
  ])('of one person: %s', (text, away, back) =>
    expect(read(text)).toMatchObject({
      intent: 'report',
      events: [{ kind: 'absence', days: daysOf(away), insteadOf: daysOf(back) }],
    }),
  );

  test.each([
    ['Zoe is off sick today, Jamie is in on Thursday after all', 'Zoe Hughes', '11-23', 'Jamie Smith'],
    ['Jamie is in Thursday after all. Zoe is off sick today', 'Zoe Hughes', '11-23', 'Jamie Smith'],
    ['ignore that about Zoe, she is in. Jamie is off tomorrow, flu', 'Jamie Smith', '11-24', 'Zoe Hughes'],
  ])('of two, each of their own: %s', (text, away, days, back) =>
    expect(read(text, employer)).toMatchObject({
      intent: 'report',
      events: [{ kind: 'absence', who: { ids: [away] }, days: daysOf(days) }],
      takenBack: [{ who: { ids: [back] } }],
    }),
  );

  test.each(['Jamie was off sick but he is in after all', 'Zoe and Jamie are in after all'])(
    'only taken back: %s',
    (text) => {
      const { intent, takenBack } = read(text, employer);
      expect([intent, takenBack]).toEqual(['retract', undefined]);
    },
  );

  test.each([
    ['im back friday actually', true],
    ['ill be back in thursday after all', true],
    ['actually I can come Thursday', undefined],
    ['take back Friday', undefined],
  ])('%s: from then on? %j', (text, isOnwards) => {
    const { intent, events } = read(text);
    expect([intent, events[0]?.isOnwards]).toEqual(['retract', isOnwards]);
  });

  test('a day that is still missed is not taken back: im in after all but not tomorrow', () =>
    expect(read('im in after all but not tomorrow')).toMatchObject({
      intent: 'retract',
      events: [{ isDayImplied: true }],
    }));
});
