import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

/** What a message says of hours, in short: what it is, then each time that was read. Written at a quarter past eight. */
function short(text: string): string {
  const event = only(text);
  const said = {
    from: event.fromTime,
    until: event.toTime,
    at: event.atTime,
    here: event.arriveAt,
    minutes: event.minutesLate,
    least: event.minutesLeast,
    part: event.part,
  };
  const times = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const lessons = event.lessons.length > 0 ? [`lessons ${event.lessons.join(' ')}`] : [];
  const asked = event.questions.filter((one) => one === 'how-late').map(() => 'how late?');
  return [event.kind, ...times, ...lessons, ...asked].join(', ');
}

describe('late, and by how much', () => {
  test.each([
    ['running 20 mins late', 'lateness, minutes 20'],
    [
      'Bus didnt turn up AGAIN. next ones 8.50 so ill be like 20-30 min late',
      'lateness, at 08:50, minutes 30, least 20',
    ],
    ['train never turned up, next is 9.10, about 25 mins late', 'lateness, at 09:10, minutes 25'],
    ['boss says I can come in late, about 11', 'lateness, here 11:00'],
    ['coming in late, around 10', 'lateness, here 10:00'],
    ['running late, about 10', 'lateness, minutes 10'],
    ['my shift got swapped so ill come in at half seven instead of six', 'lateness, here 19:30, part evening'],
    ['evening class today, ill be in at quarter past 7', 'lateness, here 19:15, part evening'],
    ['dunno when il get there, no trains', 'lateness, how late?'],
    ['half nine ish today, got to get the kids out', 'lateness, here 09:30'],
    ['couldnt get on the bus, next one is 9.05 so prob in for 25 to', 'lateness, at 09:05, here 09:35'],
    ['took the wrong train, back on the 8.50, so 9.50 ish with you', 'lateness, here 09:50'],
    ['my mum will actually murder me if i miss the 8.40 so ill be there, just late', 'lateness, how late?'],
    ['running late, will wait until after break', 'lateness, here 11:00'],
    ['induction at ours so ill be along around half 11', 'lateness, here 11:30'],
    ['stopping off at the pharmacy so will be 15 mins behind', 'lateness, minutes 15'],
    ['running late, bus didnt turn up', 'lateness, how late?'],
    ['cant be in till after 11 on weds cos the gas man is coming between 8 and 10', 'lateness, here 11:00'],
    ['missed the 7.32 so itll be about 25 past 9 when I get there', 'lateness, here 09:25'],
    ['missed my 8.15 bus, in for 9', 'lateness, here 09:00'],
    ['didnt get back to sleep after suhoor, ill be in for 2nd lesson', 'lateness, part lessons, lessons 1'],
    ['never got any sleep, in for lesson 2', 'lateness, part lessons, lessons 1'],
    ['10 late bus', 'lateness, minutes 10'],
    ['late 2day, 15', 'lateness, minutes 15'],
    ['l8 bout 20', 'lateness, minutes 20'],
    ['gonna be half an hour late missed the bus', 'lateness, minutes 30'],
    ['im gna be an hour late', 'lateness, minutes 60'],
    ['il be an hour n a half late, burst pipe', 'lateness, minutes 90'],
    ['1hr 15 late, trains are a joke', 'lateness, minutes 75'],
    ['quarter of an hour late sorry', 'lateness, minutes 15'],
    ['running about twenty five minutes late', 'lateness, minutes 25'],
    ['10-15 minutes late, handover', 'lateness, minutes 15, least 10'],
    ['30 to 40 mins late accident on the A38', 'lateness, minutes 40, least 30'],
    ['half an hour maybe forty minutes tops, puncture', 'lateness, minutes 40, least 30'],
    ['slept in, mad dash, 15', 'lateness, minutes 15'],
    ['25 mins soz', 'lateness, minutes 25'],
    ['a few mins late', 'lateness, minutes 5'],
    ['20 mins late, sorry make that 30', 'lateness, minutes 30'],
    ['doctors at 9.40 so there for 10.30, actually prob 11', 'lateness, at 09:40, here 11:00'],
    ['there by half 9, sorry no 10', 'lateness, here 10:00'],
    ['leaving at 2 tomorrow, no wait half 1', 'early_leave, from 13:30, part pm'],
    ['missing lesson 2, sorry i mean lesson 3', 'absence, part lessons, lessons 3'],
    ['be there in 5, cant find a parking space', 'lateness, here 08:20'],
    ['soz overslept b there in half hr', 'lateness, here 08:45'],
    ['running late', 'lateness, how late?'],
    ['got a flat tyre on the m62', 'lateness, how late?'],
    ['soz only just woke up, omw', 'lateness, how late?'],
    ['not in today, got a flat tyre', 'absence'],
    ['got a flat tyre so not coming in', 'absence'],
    ['late today, doctors appointment is at 9.40', 'lateness, at 09:40, how late?'],
    ['in work til 12 then ill be straight over', 'lateness, here 12:00'],
    ['can u tell sam ill be 10 mins late to maths', 'lateness, minutes 10'],
    ['my bus is late again', 'lateness, how late?'],
    ['bus never showed up gona be late for lesson 1', 'lateness, part lessons, lessons 1'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('here from a time', () => {
  test.each([
    ['in at 10.30 tmrw, orthodontist', 'lateness, here 10:30'],
    ['be there at half 9', 'lateness, here 09:30'],
    ['be there for 10, meant to be in for 9', 'lateness, here 10:00, minutes 60'],
    ['bloods tomorrow so a 10 o clock start for me', 'lateness, here 10:00'],
    ['I will be in at half past ten tomorrow', 'lateness, here 10:30'],
    ['gonna be twenty past 9, missed the connection', 'lateness, here 09:20'],
    ['not in until 11 tomorrow', 'lateness, here 11:00'],
    ["won't be in until half past ten", 'lateness, here 10:30'],
    ["won't be in before 10 tomorrow", 'lateness, here 10:00'],
    ['Dentist 0900 tmw, through the door by 0950', 'lateness, at 09:00, here 09:50'],
    ['dentist 10.20 so in for 12', 'lateness, at 10:20, here 12:00'],
    ['driving test fri 10:40 back by 12', 'lateness, at 10:40, here 12:00'],
    ['in after lunch today', 'lateness, here 13:00'],
    ['be in by lunch, boiler man coming', 'lateness, here 12:00'],
    ['Ill be logging on at 2 instead of 1 today', 'lateness, here 14:00'],
    ['on the bus now eta 9.10', 'lateness, here 09:10'],
    ['wont be in first thing, hopefully about 10', 'lateness, here 10:00'],
    ['there for half ten tomorrow not half nine', 'lateness, here 10:30, minutes 60'],
    ['my train gets in at 9.20 so ill be there just after half past', 'lateness, here 09:30'],
    ['i finish work at 6am tomorrow so wont be in till the afternoon', 'lateness, at 06:00, here 12:00'],
    ['dentist tomorrow 8.50, there for lesson 2', 'lateness, at 08:50, part lessons, lessons 1'],
    ['in late, about 9.45ish', 'lateness, here 09:45'],
    ['at the dentist, finished early so coming in now', 'lateness, how late?'],
    ['running 5 behind', 'lateness, minutes 5'],
    ['dont expect me before 11', 'lateness, here 11:00'],
    ['not in 1st thing tmrw', 'lateness, how late?'],
    ['24/11 dentist 0930 back 1100', 'lateness, at 09:30, here 11:00'],
    ['in at 12 tomorrow not 9, hospital', 'lateness, here 12:00'],
    ['bus no come. i come 11', 'lateness, here 11:00'],
    ['hospital at 9, after i come 12', 'lateness, at 09:00, here 12:00'],
    ['my uncle come 8 so i not come today', 'absence'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('leaving at a time', () => {
  test.each([
    ['ive a flight so leaving 12 on friday', 'early_leave, from 12:00, part pm'],
    ['i go from class at 10.30 for the bank, i come back 1 oclock', 'absence, from 10:30, until 13:00, part am'],
    ['my blood sugar is low so went home at 12', 'early_leave, from 12:00, part pm'],
    ['finished at 3 today, migraine', 'early_leave, from 15:00, part pm'],
    ['leaving at 2', 'early_leave, from 14:00, part pm'],
    ['need to shoot off at 2.30 today', 'early_leave, from 14:30, part pm'],
    ['can i leave early at 11 friday', 'early_leave, from 11:00, part am'],
    ['half day tomorrow, finishing at 11', 'early_leave, from 11:00, part am'],
    ['half day today, home at 12', 'early_leave, from 12:00, part pm'],
    ['only in till 11 today', 'early_leave, from 11:00, part am'],
    ['need to be out by half 1 today', 'early_leave, from 13:30, part pm'],
    ['counselling at 1 so il slip out at quarter to', 'early_leave, from 12:45, at 13:00, part pm'],
    ['orthodontist at 3 so out at half 2', 'early_leave, from 14:30, at 15:00, part pm'],
    ['got a taxi booked for 1.30 so leaving then', 'early_leave, from 13:30, at 13:30, part pm'],
    ['leaving after lunch today', 'early_leave, from 13:00, part pm'],
    ['mums fetching me from college at 12 on thurs', 'early_leave, from 12:00, part pm'],
    ['my dad is picking me up from school at 2 today', 'early_leave, from 14:00, part pm'],
    ['got to go at dinnertime, cos mums train is stuck', 'early_leave, from 12:00, part pm'],
    ['have to leave at 2, the childminder is running late', 'early_leave, from 14:00, part pm'],
    ['fasting so wont stay past 3 today', 'early_leave, from 15:00, part pm'],
    ['off to my other job this afternoon so finishing with you at 12', 'early_leave, from 12:00, part pm'],
    ['leaving early today', 'early_leave'],
    ['boss sent me home at 1', 'early_leave, from 13:00, part pm'],
    ['they sent me home 2pm, felt faint', 'early_leave, from 14:00, part pm'],
    ['interview! thurs 1pm at greggs. leave at 12 ok??', 'early_leave, from 12:00, at 13:00, part pm'],
    ['can only stay til 1 weds', 'early_leave, from 13:00, part pm'],
    [
      'hospital at 14:00 thursday so will be leaving site and college at 13:00',
      'early_leave, from 13:00, at 14:00, part pm',
    ],
    ['Please can you release me at 3pm on Friday?', 'early_leave, from 15:00, part pm'],
    ['driving lesson moved so gonna miss the last hour tmrw', 'early_leave'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('a part of some days', () => {
  /** Each event as its days and the part of them, in order. */
  const parts = (text: string) =>
    read(text).events.map(({ days, part }) => `${days.map((day) => day.slice(5)).join(' ')} ${part ?? 'day'}`);
  test.each([
    ['not in tues morning and weds all day', ['11-24 am', '11-25 day']],
    ['off thurs am and fri pm', ['11-26 am', '11-27 pm']],
    ['off tuesday, and wednesday morning', ['11-24 day', '11-25 am']],
    ['off tues and weds mornings', ['11-24 11-25 am']],
    ['off tues and weds', ['11-24 11-25 day']],
  ])('%s: each day keeps its own', (text, wanted) => expect(parts(text)).toEqual(wanted));

  test.each([
    ['half day friday', true],
    ['need a half day off tomorrow', true],
    ['half day tomorrow, finishing at 11', false],
    ['half day friday, just the morning off', false],
    ['off friday', false],
  ])('%s: which half is asked: %s', (text, isAsked) =>
    expect(only(text).questions.includes('which-half')).toBe(isAsked),
  );
});

describe('hours that are for something else', () => {
  test.each([
    ['at an open day friday, coach goes at 7', 'absence'],
    ['on the geography trip thursday, our bus leaves at 8', 'absence'],
    ['not in today. brother came in at 4am', 'absence'],
    ['locked out, running late, he only got in at 3am', 'lateness, how late?'],
    ['lift in our block broke so running late, engineers due 10 to 12', 'lateness, how late?'],
    ['no hot water so late, the plumber said between 9 and 10', 'lateness, how late?'],
    ['off thursday, back friday morning about 10', 'absence'],
    ['college bus broke down, no idea when we will get there', 'lateness, how late?'],
    ['can I come in late on the 1st? Got a viewing at 9', 'lateness, at 09:00, how late?'],
    ['got to be at the housing office for 9 then il come in', 'lateness, at 09:00, how late?'],
    ['we got battered 7-12 last night so resting till wednesday', 'absence'],
    ['beat them 8-11, ribs killing so not in', 'absence'],
  ])('%s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('coming, and when is open', () => {
  test.each([
    ['cant get down till the gritters been. will txt when I set off', 'lateness, how late?'],
    ['flooded road, will message when im on my way', 'lateness, how late?'],
    ['going walk in centre first then in', 'lateness, how late?'],
    ['vets with the cat and then ill be in', 'lateness, how late?'],
    ['dentist thursday and then in friday', 'absence'],
  ])('%s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('a part of a day away', () => {
  test.each([
    [
      'please release me for friday prayers at 12.45, will come back for 2',
      'absence, from 12:45, until 14:00, part pm',
    ],
    ['up all night with the baby so not in, will try for the afternoon session', 'absence, until 12:00, part am'],
    ['im on a phased return so only doing mornings this week', 'absence, from 12:00, part pm'],
    ['phased return so only doing mornings till thursday', 'absence, from 12:00, part pm'],
    ['snowed in, not there today, might try for this aft if it thaws', 'absence, until 12:00, part am'],
    ['cousins wedding so can i have the afternoon off friday', 'absence, from 12:00, part pm'],
    ['only in pm today, revising at home this morning', 'absence, until 12:00, part am'],
    ['only in am tomorrow', 'absence, from 12:00, part pm'],
    ['gas leak, they reckon 1 oclock so no morning for me', 'absence, until 12:00, at 13:00, part am'],
    ['physio so no afternoon for me today', 'absence, from 12:00, part pm'],
    ['got to leave at 12:30 for an appointment and will be back by 2', 'absence, from 12:30, until 14:00, part pm'],
    ['off tomorrow morning', 'absence, until 12:00, part am'],
    ['please put me down for the morning only tomorrow', 'absence, from 12:00, part pm'],
    ['mark me in for the afternoon only tomorrow please, hospital first', 'absence, until 12:00, part am'],
    [
      'theory test 10.15 friday, il miss the morning but be there for the afternoon',
      'absence, until 12:00, at 10:15, part am',
    ],
    ['I must go to court 3 December in morning. In afternoon I come', 'absence, until 12:00, part am'],
    ['physio at 2 on thursday so in for the morning only', 'absence, from 12:00, at 14:00, part pm'],
    ['review at 1 on weds, please let me off for the afternoon', 'absence, from 12:00, at 13:00, part pm'],
    ['not in tomorrow, hospital in the morning and shattered after', 'absence'],
    ['off all day friday, wedding in the morning', 'absence'],
    ['off sick today, hopefully back in the morning', 'absence'],
    ['off tomorrow, plumber coming in the morning', 'absence'],
    ['off today been sick all morning', 'absence'],
    ['not in tomorrow. sorry i missed your call this morning', 'absence'],
    ['off wednesday afternoon, gp', 'absence, from 12:00, part pm'],
    ['cant come in the afternoon on weds', 'absence, from 12:00, part pm'],
    ["This aft's a no go, plumber's coming", 'absence, from 12:00, part pm'],
    ["can't make tonight's class", 'absence, from 17:00, part session'],
    ['can only do the morning tomorrow', 'absence, from 12:00, part pm'],
    ['out thurs pm', 'absence, from 12:00, part pm'],
    ['off from 1pm tomorrow', 'absence, from 13:00, part pm'],
    ['not in between 9 and 11 tomorrow', 'absence, from 09:00, until 11:00, part am'],
    ['not available 1-3 on Weds', 'absence, from 13:00, until 15:00, part pm'],
    ['out from 10 to 12 tomorrow for a viewing', 'absence, from 10:00, until 12:00, part am'],
    ['dentist at 2 tomorrow', 'absence, from 12:00, at 14:00, part pm'],
    ['not in tomorrow, dentist at 2', 'absence, at 14:00'],
    ['hospital appt thursday 26th nov 9.30', 'absence, until 12:00, at 09:30, part am'],
    ['got a job interview tues 2pm', 'absence, from 12:00, at 14:00, part pm'],
    ['missing lessons 5 and 6, optician', 'absence, part lessons, lessons 5 6'],
    ['got to miss period 5 and 6 on weds', 'absence, part lessons, lessons 5 6'],
    ['audiology at 3, ill miss p5 and p6', 'absence, at 15:00, part lessons, lessons 5 6'],
    ['dress rehearsal weds so out of lessons 3 to 5', 'absence, part lessons, lessons 3 4 5'],
    ['thurs second period til end of third, optician', 'absence, part lessons, lessons 2 3'],
    ['wont make the workshop today, flu', 'absence, part session'],
    ['could i be excused from the afternoon session on 1 december', 'absence, from 12:00, part session'],
    ['out from 10 til about 12 tomorrow, orthodontist at 10.40', 'absence, from 10:00, until 12:00, at 10:40, part am'],
    ['ortho Tues 24th 1030-1200, back after', 'absence, from 10:30, until 12:00, part am'],
    ['cant do mornings this week', 'absence, until 12:00, part am'],
    ['off for a funeral on Thursday 3rd (pm only)', 'absence, from 12:00, part pm'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));
});

test.each([
  ["I'll be in for the second half at 8", '18:35', '20:00'],
  ['running late, in by half 7', '17:10', '19:30'],
  ['running late, in at 10', '08:15', '10:00'],
  ['running late, in at 9', '13:30', '09:00'],
])('%s, written at %s: here at %s', (text, now, arriveAt) =>
  expect(only(text, { ...learner, now })).toMatchObject({ kind: 'lateness', arriveAt }),
);

describe('lessons by name of their subject', () => {
  test.each([
    ["the museum trip's on wed so I won't be in Psych or English", ['Psych', 'English']],
    ["I'm in A&E so I'll miss double Bio and Maths this morning, might make Chem", ['Bio', 'Maths']],
    ['Geog fieldwork Tue to Thu so I wont be in Sociology any of those days', ['Sociology']],
    ["scan tomorrow so I'll miss hair theory", ['hair theory']],
    ['will miss maths, english and science on friday, dentist', ['maths', 'english', 'science']],
    ['cant make welding thursday', ['welding']],
    ['missing functional skills and bench joinery on tuesday', ['functional skills', 'bench joinery']],
    ['out of maths and physics tomorrow for a trip', ['maths', 'physics']],
  ])('%s', (text, subjects) => expect(only(text)).toMatchObject({ kind: 'absence', part: 'lessons', subjects }));

  test.each([
    'not in today, maths exam',
    'driving theory test so missing the morning',
    'off today, can i do the maths at home',
    'missing the maths test today',
  ])('none in: %s', (text) => expect(only(text).subjects).toEqual([]));
});

describe('numbers that are no times', () => {
  test.each([
    ['slept 3 hours cos of earache, not in', 'absence'],
    ['did my knee at 5 a side so not in', 'absence'],
    ['ankle went at 6-a-side last night, not in', 'absence'],
    ['not in, dentist at 5', 'absence, at 17:00'],
    ['48 hour shift at the station so cant do friday', 'absence'],
    ['wisdom tooth coming thru at 17, not in', 'absence'],
    ['level 3 group, not in today, room 4 is freezing', 'absence'],
    ['Mum called at 7.15 to say im not in, migraine', 'absence'],
    ['lost £10.50 so cant get the bus in today', 'absence'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));
});

describe('an hour is of what it is said of', () => {
  test.each([
    [
      'got to be at the show for make up at 3 so leaving both days at 1.30',
      'early_leave, from 13:30, at 15:00, part pm',
    ],
    [
      'social worker is coming at half 3, i need to be away from college by 3',
      'early_leave, from 15:00, at 15:30, part pm',
    ],
    ['in tomorrow till 12 only', 'early_leave, from 12:00, part pm'],
    ['not in till 12 tomorrow', 'lateness, here 12:00'],
    ['dentist can fit me in at 2.15 so leaving at 1.45', 'early_leave, from 13:45, at 14:15, part pm'],
    ['dentist booked me in at 9.15, in by 10', 'lateness, at 09:15, here 10:00'],
    ['my shift overran by 2 hours. been up since 9 so no way im safe to drive in', 'absence'],
    ['meeting overran, 20 mins late', 'lateness, minutes 20'],
    ['walking from town after yesterday so be in for half 9', 'lateness, here 09:30'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toContain(wanted));

  const employer = employerOf('Jamie Smith');
  test('when the firm finished is nothing of the apprentice’s', () => {
    const text = "Jamie is dead on his feet, we finished at 11 last night. He'll come to you for 11 instead of 9";
    expect(only(text, employer)).toMatchObject({ kind: 'lateness', arriveAt: '11:00', days: daysOf('11-23') });
  });
});

describe('who says that they will not be late is not', () => {
  test.each(['promise i wont be late tomorrow', 'i am not going to be late again', 'never be late again i swear'])(
    '%s',
    (text) => expect(read(text).events).toEqual([]),
  );

  test.each(['sorry not in yet, late bus', 'wont be in, be late to work too', 'might be late tomorrow'])('%s', (text) =>
    expect(read(text).events).toHaveLength(1),
  );
});

describe('lessons that are counted from the first', () => {
  test.each([
    ['not gonna make first 2 lessons, locked out', 'absence, part lessons, lessons 1 2'],
    ['wont be in the first three periods, driving test', 'absence, part lessons, lessons 1 2 3'],
    ['not gonna make first 2 lessons, locked out. in for 3rd', 'lateness, part lessons, lessons 1 2'],
    ['missed the first 2 buses, 20 mins late', 'lateness, minutes 20'],
  ])('%s: %s', (text, wanted) => expect(short(text)).toBe(wanted));

  test('the 3rd of a month stays a day', () => {
    const text = 'missing lessons 1 and 2 tomorrow, in for the 3rd of december as usual';
    expect(only(text)).toMatchObject({ lessons: [1, 2], days: daysOf('11-24') });
  });
});

test.each([
  ['I am absent in the morning on Wednesday, after lunch I am present', 'am'],
  ['absence wednesday afternoon, dentist', 'pm'],
])('%s: missed in that half', (text, part) => {
  expect(only(text)).toMatchObject({ kind: 'absence', part, days: daysOf('11-25') });
});
