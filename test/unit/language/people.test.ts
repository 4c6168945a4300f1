import { describe, expect, test } from '@jest/globals';
import { employerOf, learner, read, tagged } from './reading-tools.ts';

const employer = employerOf('Jamie Smith', 'Tomasz Nowak', 'Olivia Browne', 'Zoe Hughes', 'Priya Patel');
const harder = employerOf(
  'Łukasz Żak',
  'Zoë Quinn',
  'José Alba/Joe Alba',
  'محمد علي',
  'Siobhán O’Neil',
  'Aisha Khan',
  'Will Turner',
  'An Nguyen',
  'Ben Carter',
  'Ben Carver',
  'Chloe Evans',
  'May Jones',
  'Mark Green',
  'Anne-Marie Price',
);

/** Who each event is about: ids where known, "?" with the names near to it where not. */
function about(text: string, context = employer): string[] {
  return read(text, context).events.map(({ who }) => {
    if (who.type === 'all' && who.except)
      return `all but ${who.except.map((one) => one.ids.join(' or ') || `? ${one.name}`).join(', ')}`;
    if (who.type === 'all') return who.count ? `all ${who.count}` : 'all';
    if (who.type !== 'named') return who.type;
    return who.ids.length > 0
      ? who.ids.join(' or ')
      : `? ${who.name}${who.near.length > 0 ? ` near ${who.near.join(' or ')}` : ''}`;
  });
}

describe('names of the sender’s own learners', () => {
  test.each([
    ['Łukasz Żak is off sick tomorrow', ['Łukasz Żak']],
    ['Lukasz Zak is off sick tomorrow', ['Łukasz Żak']],
    ['Zoë is off sick tomorrow', ['Zoë Quinn']],
    ['Zoe\u0308 Quinn is ill', ['Zoë Quinn']],
    ['ZOE QUINN IS OFF SICK TOMORROW', ['Zoë Quinn']],
    ["Siobhan O'Neil is ill tomorrow", ['Siobhán O’Neil']],
    ['siobhan oneil ill', ['Siobhán O’Neil']],
    ['José Alba is on holiday tomorrow', ['José Alba/Joe Alba']],
    ['Joe is on holiday tomorrow', ['José Alba/Joe Alba']],
    ['محمد علي is off tomorrow', ['محمد علي']],
    ['anne marie price is off tomorrow', ['Anne-Marie Price']],
    ['Aisha will not be in tomorrow', ['Aisha Khan']],
    ["Mae Aisha'n sâl heddiw, fydd hi ddim yn y coleg", ['Aisha Khan']],
    ['Chloe is off tomorrow for an appointment', ['Chloe Evans']],
    ['Ben Carter is off sick tomorrow', ['Ben Carter']],
    ['ben carters off sick', ['Ben Carter']],
    ['B Carver is off sick', ['Ben Carver']],
    ['Carver off sick tomorrow', ['Ben Carver']],
    ['Ben is off sick tomorrow', ['Ben Carter or Ben Carver']],
    ['Will is off sick', ['Will Turner']],
    ['will is off sick', ['Will Turner']],
    ['I think Will has flu so he wont be in', ['Will Turner']],
    ['Will and Zoe are off sick on wednesday', ['Will Turner', 'Zoë Quinn']],
    ['May and Mark are off friday', ['May Jones', 'Mark Green']],
    ['she may be off sick, Aisha I mean', ['Aisha Khan']],
    ['An is off tomorrow', ['An Nguyen']],
  ])('%s', (text, wanted) => expect(about(text, harder)).toEqual(wanted));
});

describe('all but some, and two of one name', () => {
  const two = employerOf('Kyle Moss', 'Kyle Rees', 'Nathan Cole', 'Sam Oduya', 'Zoe Quinn', 'Ben Carter', 'Ben Carver');

  test.each([
    ['everyone except Nathan is off tomorrow', ['all but Nathan Cole']],
    ['all of mine bar Nathan are off tomorrow', ['all but Nathan Cole']],
    ['the whole lot apart from Sam and Zoe off friday', ['all but Sam Oduya, Zoe Quinn']],
    ['everyone but Sam, Zoe and Nathan will be late friday', ['all but Sam Oduya, Zoe Quinn, Nathan Cole']],
    ['all of them off friday bar Nathan and Zoe', ['all but Nathan Cole, Zoe Quinn']],
    ['they are all off tomorrow apart from Nathan', ['all but Nathan Cole']],
    ['All my lads are off tomorrow, except Nathan', ['all but Nathan Cole']],
    ['everyone off tomorrow, not Zoe', ['all but Zoe Quinn']],
    ['Everyone but Zoe has got flu so not in today', ['all but Zoe Quinn']],
    ['everyone except Ben is off tomorrow', ['all but Ben Carter or Ben Carver']],
    ['everyone except Zara is off tomorrow', ['all but ? Zara']],
    ['everyone except Zoe can make it tomorrow, she is sick', ['Zoe Quinn']],
    ['Sam is off all week except friday', ['Sam Oduya']],
    ['Sam is off all week but Zoe is in', ['Sam Oduya']],
    ['the two Kyles are off tomorrow', ['Kyle Moss', 'Kyle Rees']],
    ['both Kyles are off sick tomorrow', ['Kyle Moss', 'Kyle Rees']],
    ['the Kyles are off tomorrow', ['Kyle Moss', 'Kyle Rees']],
    ['Kyle and Kyle are off tomorrow', ['Kyle Moss', 'Kyle Rees']],
    ['all three Kyles are off tomorrow', ['all 3']],
    ['Kyle is off tomorrow', ['Kyle Moss or Kyle Rees']],
    ['Kyles off tomorrow', ['Kyle Moss or Kyle Rees']],
    ['Sam is off tomorrow not Zoe', ['Sam Oduya']],
  ])('%s', (text, expected) => {
    expect(about(text, two)).toEqual(expected);
  });
});

describe('everyone but somebody', () => {
  const three = employerOf('Josh', 'Max', 'Zoe');
  /** Who, what, which days of November, how late; behind "back" what is taken back. */
  const said = (text: string) => {
    const { intent, events, takenBack = [] } = read(text, three);
    const short = (all: typeof events) =>
      all.map(({ who, kind, days, minutesLate }) => {
        const name = who.type === 'named' ? who.name : who.type;
        const left = who.type === 'all' && who.except ? ` but ${who.except.map((one) => one.name).join(', ')}` : '';
        const late = minutesLate === undefined ? '' : ` ${minutesLate}`;
        return `${name}${left} ${kind}${late} ${days.map((day) => day.slice(8)).join(' ')}`;
      });
    return [
      ...(intent === 'retract' ? ['back', ...short(events)] : short(events)),
      ...(takenBack.length > 0 ? ['back', ...short(takenBack)] : []),
    ];
  };

  test.each([
    ["All good apart from Max who's off sick", ['Max absence 23']],
    ['All ready for college except Josh who is ill', ['Josh absence 23']],
    ['all with you today except Josh, dentist', ['Josh absence 23']],
    ["Everyone is on time except Max, he's 20 minutes late", ['Max lateness 20 23']],
    ['All free on Friday apart from Zoe who has a driving test', ['Zoe absence 27']],
    ['Everyone is released on Thursday except Max', ['Max absence 26']],
    ['All on a trip on Friday except Zoe who is off sick', ['Zoe absence 27']],
    ['everyone back tomorrow except Zoe', ['Zoe absence 24']],
    ['All in today except Max', ['Max absence 23']],
    ['Everyone will be in bar Max', ['Max absence 23']],
    ['Everyone is coming Friday except Max', ['Max absence 27']],
    ['None of them are off except Zoe', ['Zoe absence 23']],
    ["Everybody's well except Josh who has a cold", ['Josh absence 23']],
    ["Everyone's in, apart from Max and Zoe", ['Max absence 23', 'Zoe absence 23']],
  ])('“%s” is about whoever is left out', (text, wanted) => expect(said(text)).toEqual(wanted));

  test.each([
    ['No one will be in tomorrow apart from Max', ['all but Max absence 24']],
    ['Nobody will be in tomorrow except for Max', ['all but Max absence 24']],
    ['None of my lot will be in tomorrow but Max', ['all but Max absence 24']],
    ['Nobody but Max will be in tomorrow', ['all but Max absence 24']],
    ['None of them are coming Friday, except for Zoe', ['all but Zoe absence 27']],
    ['All except Zoe are off sick in bed today', ['all but Zoe absence 23']],
    ['Everyone except Max is on site in Bangor tomorrow', ['all but Max absence 24']],
    ['Everyone, except Max, is off tomorrow', ['all but Max absence 24']],
    ['Apart from Max, all are off tomorrow', ['all but Max absence 24']],
    ['Except for Zoe they are all off on Thursday', ['all but Zoe absence 26']],
    ['Everyone is off on Thursday except Max who is in', ['all but Max absence 26']],
    ["All off tomorrow except Max, he'll be in", ['all but Max absence 24']],
    ["All off tomorrow except Max, he'll be 20 minutes late", ['all but Max absence 24', 'Max lateness 20 24']],
    ['Max is in, everyone else is off', ['all but Max absence 23']],
    ['Only Max is in tomorrow', ['all but Max absence 24']],
    ["Everyone's off except Max tomorrow", ['all but Max absence 24']],
    ['All late today except Zoe, van broke down', ['all but Zoe lateness 23']],
  ])('“%s” is about all others', (text, wanted) => expect(said(text)).toEqual(wanted));

  test.each([
    ['Max is not well at all but Josh is fine', ['Max absence 23']],
    ["Max isn't coming at all but Zoe will be there", ['Max absence 23']],
    ['Max is off after all but Zoe is in', ['Max absence 23']],
    ["Max isn't coming in after all", ['Max absence 23']],
    ['Zoe is in after all but Josh is ill', ['Josh absence 23', 'back', 'Zoe absence 23']],
    ["Josh won't be late after all", ['back', 'Josh absence 23']],
    ['Max is off, everyone else is in', ['Max absence 23']],
    ["Everyone's in tomorrow but Max is at the dentist", ['Max absence 24']],
    ["Everyone's holiday is approved except Zoe's", []],
    ['Everyone has paid except Max', []],
    ["Josh won't be late after all but Max will be, 20 mins", ['Max lateness 20 23', 'back', 'Josh absence 23']],
    ["Josh's coming in after all but Zoe won't be", ['Zoe absence 23', 'back', 'Josh absence 23']],
    ["Josh won't be in, Zoe will", ['Josh absence 23']],
    ["Josh is in tomorrow but Max isn't", ['Max absence 24']],
    ["Josh is off tomorrow but Max isn't", ['Josh absence 24']],
    ["Josh isn't off tomorrow, Max is", ['Max absence 24', 'back', 'Josh absence 24']],
    ["Josh can make it Thursday but Zoe can't", ['Zoe absence 26']],
    ['Zoe yes, Josh no', ['Josh absence 23']],
    ['Josh and Zoe are in tomorrow, just not Max', ['Max absence 24']],
    ['Zoe will be here today but not Josh', ['Josh absence 23']],
    ['Josh and Zoe are off tomorrow, not Max', ['Josh absence 24', 'Zoe absence 24']],
    ['Josh is ill, not Max', ['Josh absence 23']],
    ['Are they all in today except Max?', []],
  ])('“%s” leaves nobody else out', (text, wanted) => expect(said(text)).toEqual(wanted));
});

describe('several, all, both', () => {
  test.each([
    ['Jamie and Tomasz wont be in tomorrow, stocktake', ['Jamie Smith', 'Tomasz Nowak']],
    ['Jamie, Tomasz and Priya are off friday', ['Jamie Smith', 'Tomasz Nowak', 'Priya Patel']],
    ['jamie n olivia off tues', ['Jamie Smith', 'Olivia Browne']],
    ['all my apprentices are off friday, site shut', ['all']],
    ['all my lads off tomorrow', ['all']],
    ['all of them are off friday', ['all']],
    ['none of mine will be logging on today', ['all']],
    ['We want Priya here week on friday for the audit so she wont be with you', ['Priya Patel']],
    ['None of our apprentices can come in tomorrow', ['all']],
    ["we are all at the Leeds job so you won't see any of mine on thursday", ['all']],
    ['both of them are off tomorrow', ['all 2']],
    ['both of mine have gone down with something', ['all 2']],
    ['neither of our trainee welders will be at college tomorrow', ['all 2']],
    ['Jamie is on leave today, Priya is in bed with flu', ['Jamie Smith', 'Priya Patel']],
    ['Jamie is on leave next week, Priya will be in as usual, Tomasz is off thursday', ['Jamie Smith', 'Tomasz Nowak']],
    ['both lads off next week', ['all 2']],
    ['The twins are off today, tummy bug', ['all 2']],
    ['Everyone except Jamie is off tomorrow, he is still coming', ['all but Jamie Smith']],
    ['Everyone except Jamie is in tomorrow, he is off', ['Jamie Smith']],
    ['Priya only (not the other Priya) is off tomorrow', ['Priya Patel']],
    ['Neither of my apprentices will be in on Friday', ['all 2']],
    ['All three of my lads are off next week, shutdown', ['all 3']],
    ['Jamie and Priya are stuck on site, both off today', ['Jamie Smith', 'Priya Patel']],
    ["Generator's blown up so we can't spare any of mine tomorrow", ['all']],
    ['Bridge is shut. Everyone from our yard will be about half an hour late', ['all']],
    ['The site is snowed in, the whole team are staying home, every one of them', ['all']],
    ["Server's down, my two are stuck here this morning so they'll be an hour late", ['all 2']],
    ['Rosh Hashanah on friday, both my girls off that day', ['all 2']],
    ['They closed the road so my two come round by Newport, half an hour late', ['relation']],
    ["he's at the yard all day weds, not in", ['relation']],
    ['my apprentice is off sick', ['relation']],
    ['off sick today', ['relation']],
    ['Jamie and Tomasz are both wanted on site. Neither will be with you Thursday', ['Jamie Smith', 'Tomasz Nowak']],
    ['neither of them are with you friday', ['all 2']],
    ['My whole level 3 joinery group are on a site visit this morning so expect gaps on the register', ['all']],
    ['the entire class is at the careers fair on thursday', ['all']],
  ])('%s', (text, wanted) => expect(about(text)).toEqual(wanted));

  test('"I need both of them", of no absence in its own clause', () => {
    expect(about('We are painting a school Friday so I need both of them. no college')).toEqual(['all 2']);
    expect(about('He has both of his knees strapped up so no college Friday')).toEqual(['relation']);
  });

  test('one staff member writes of others, and of themself', () => {
    const staff = { ...employer, sender: 'staff' as const };
    expect(about('Jamie Smith rang, she is off sick today', staff)).toEqual(['Jamie Smith']);
    expect(about('im off sick today', staff)).toEqual(['self']);
  });
});

describe('whoever is none of theirs', () => {
  test.each([
    ['Ben Carter off sick tomorrow', ['? Ben Carter']],
    ['Jamie and Ben are both off sick', ['Jamie Smith', '? Ben']],
    ['tomaz is off tomorrow', ['? tomaz near Tomasz Nowak']],
    ['tom off sick', ['? tom near Tomasz Nowak']],
    ['Jaime wont be in', ['? Jaime near Jamie Smith']],
    ['prya not in 2day', ['? prya near Priya Patel']],
    ['Took Ella to A&E last night so she wont be in today', ['? Ella']],
    ["Forklift's down so Marek is needed here wednesday, not in with you", ['? Marek']],
    ['Vaisakhi is on the 14th so Jasleen wont be in that day', ['? Jasleen']],
    ["Kyle's flooded out at home so he's off today", ['? Kyle']],
    ["Kyle's nan died, he is off tomorrow", ['? Kyle']],
    ['We need Callum here tomorrow for the stocktake so he will miss college', ['? Callum']],
  ])('%s', (text, wanted) => expect(about(text)).toEqual(wanted));

  test.each([
    ['Ben and Tyrone are both wanted on site. Neither will be with you Thursday', ['? Ben', '? Tyrone']],
    ['Please authorise absence for Zain on the 9th for his Duke of Edinburgh expedition', ['? Zain']],
    ['Chloe feels rotten so she is off today', ['? Chloe']],
    ["Kian's not turned in to us or to college today", ['? Kian']],
    ['Flagging Mateusz on L2 plumbing, absent today', ['? Mateusz']],
    ['Kayleigh, Y12 hair, is off today', ['? Kayleigh']],
    ['This is Nana to Josh in bricklaying. Keeping him home today, off sick', ['? Josh']],
    ['Mum to Ellie here, she is off sick', ['? Ellie']],
    ['its kaydens nan hes not in today', ['? kayden']],
    ['this is jakes mum, he is off sick', ['? jake']],
    ['Rhys, not Rhodri, is off today. Rhodri is on the bus as usual', ['? Rhys']],
    ['Support worker for Mr Haddad. He has a housing appointment so will miss tomorrow', ['? Mr Haddad']],
    ['Mrs Osei has an appointment tomorrow so is not in', ['? Mrs Osei']],
    ['Marta walked out at break and will not be back today', ['? Marta']],
    ['Mina took a slice off her thumb. She is not in tomorrow', ['? Mina']],
  ])('levels are no names, whose relative writes is one: %s', (text, wanted) => expect(about(text)).toEqual(wanted));

  test.each([
    'Boiler broke down so he is off today',
    "Hello, it's Dawn from Petals. Our apprentice is off today",
    'Delivery is late so he is staying on site, off today',
    'Off sick today. Regards, Pauline',
    'Hi Sam, off sick today. Thanks, Gary, Gary Flint Roofing',
    'Letting him off at 11 for a funeral',
    'Mr Bailey says he is off today',
    'Hi, Sandra here, our apprentice is off today',
  ])('no name in: %s', (text) => expect(about(text)).toEqual(['relation']));
});

describe('who only passes it on', () => {
  test.each([
    ['Priya rang to say Tomasz is off today', ['Tomasz Nowak']],
    ['Jess told me Tomasz is off today', ['Tomasz Nowak']],
    ['Zoe says Jamie is stuck on site so he is not in', ['Jamie Smith']],
    ['Put Jamie down as absent. She ran off and told Priya. Priya has only just come to me', ['Jamie Smith']],
    ['Had a text from Karen, Jamie and Zoe are off tomorrow', ['Jamie Smith', 'Zoe Hughes']],
    ['Zoe rang us rather than you, she is full of cold and off today', ['Zoe Hughes']],
    ["I've told Jamie to stay off. Zoe is off too", ['Jamie Smith', 'Zoe Hughes']],
    ['Zoe rang me, she is off. Jamie is late', ['Zoe Hughes', 'Jamie Smith']],
  ])('%s', (text, wanted) => expect(about(text)).toEqual(wanted));
});

describe('who writes, and where they are, is not who is away', () => {
  const nobodyKnown = employerOf();
  test.each([
    ['Sue, Callums gran. Hes not well so not in today', ['? Callum']],
    ['Hello its Keirans auntie, he has a temperature and is off today', ['? Keiran']],
    ["Dawn here, Maya's mum. She is off today", ['? Maya']],
    ['James dad here, hes off today, James has flu', ['? James']],
    ['Shane off the late shift here. Leon is off today', ['? Leon']],
    ['Leon off sick, here is his note', ['? Leon']],
    ['Leon, Tony and Maya are off today', ['? Leon', '? Tony', '? Maya']],
    ['Leon says hes to go Grimsby til Sunday for a mate', ['? Leon']],
    ['Leon Pritchard (L3 Sport) has a temperature and will not be in today', ['? Leon Pritchard']],
    ['Leon Dell is needed on our Derby job Mon-Weds next week so he wont be at college Tuesday', ['? Leon Dell']],
    ['Van conked out outside Stoke with Leon and Maya in it. They will be an hour late', ['? Leon', '? Maya']],
    ['Fydd Gethin ddim yn y coleg fory, apwyntiad ym Mangor am 11', ['? Gethin']],
    ['Fydd Cai a Gethin ddim efo chi dydd Gwener, job brys yn Llandudno', ['? Cai', '? Gethin']],
    ['Jas (Jasmine Kaur) is off today', ['? Jas']],
  ])('%s', (text, wanted) => expect(about(text, nobodyKnown)).toEqual(wanted));

  test.each([
    ['Mr R. Osman will not attend on Friday', ['? Mr R. Osman']],
    ['Please note that Ms Kaye shall be unable to attend tomorrow', ['? Ms Kaye']],
    ["Mr Dale's leave is from 30 November to 4 December", ['? Mr Dale']],
    [
      'Miss Freya Holt-Mensah was absent on 18th November. Miss Holt-Mensah returned to work on the 19th',
      ['? Miss Freya Holt-Mensah'],
    ],
    ['Please tell Mr B. Hart that Leon is off today', ['? Leon']],
    ['Mrs Kaye was told that Leon is off today', ['? Leon']],
  ])('as an office writes: %s', (text, wanted) => expect(about(text, nobodyKnown)).toEqual(wanted));
});

describe('each with their own', () => {
  test('two people with other days and reasons', () => {
    const { events } = read('jamie: sick. priya: holiday all next week', employer);
    expect(events).toMatchObject([
      { reason: 'sickness', days: ['2026-11-23'] },
      { reason: 'annual_leave', days: { length: 5 } },
    ]);
  });

  test('what is said of all first holds for each', () => {
    const { events } = read(
      'Jamie and Priya both told me friday they are not in today, Jamie - driving test, Priya - vomiting',
      employer,
    );
    expect(events.map(({ days, reason }) => [days, reason])).toEqual([
      [['2026-11-23'], 'other'],
      [['2026-11-23'], 'sickness'],
    ]);
    const list = read('3 absent tomorrow: Jamie (flu), Tomasz (hospital appt) and Zoe (no reason)', employer);
    expect(list.events.map(({ days, reason }) => [days[0], reason])).toEqual([
      ['2026-11-24', 'sickness'],
      ['2026-11-24', 'medical_appointment'],
      ['2026-11-24', 'none'],
    ]);
  });

  test('one person by a longer and a shorter name is one', () => {
    expect(about('Jamie Smith, mum emailed: Jamie off Mon 23 - Weds 25 inc, chest infection')).toEqual(['Jamie Smith']);
  });

  test('three kinds in one sentence', () => {
    const text = 'Jamie will be in late, Priya wont be in at all and Olivia leaves at 3';
    expect(read(text, employer).events.map((one) => one.kind)).toEqual(['lateness', 'absence', 'early_leave']);
  });

  test('a message that is taken back and told anew is the new one', () => {
    const text = 'Sorry ignore my text, Jamie is coming in now, will be about 40 mins late';
    expect(read(text, employer).events).toMatchObject([{ kind: 'lateness', minutesLate: 40 }]);
  });

  test('one person, two happenings', () => {
    const { events } = read('gonna be 15 late today n then im off tomorrow and weds for my sisters wedding');
    expect(events).toMatchObject([
      { kind: 'lateness', days: ['2026-11-23'], minutesLate: 15 },
      { kind: 'absence', days: ['2026-11-24', '2026-11-25'] },
    ]);
    expect(read('hospital weds 9am then physio fri 2pm').events).toMatchObject([
      { days: ['2026-11-25'], toTime: '12:00' },
      { days: ['2026-11-27'], fromTime: '12:00' },
    ]);
    expect(read('in late tomorrow (10ish) and leaving early (2pm)').events).toMatchObject([
      { kind: 'lateness', days: ['2026-11-24'], arriveAt: '10:00' },
      { kind: 'early_leave', days: ['2026-11-24'], fromTime: '14:00' },
    ]);
  });
});

describe('a learner speaks of themself, unless of another', () => {
  test.each([
    ['not in today', ['self']],
    ['me and josh r off today', ['self', '? josh']],
    ['jake says hes not coming in his bus pass has ran out', ['? jake']],
    ["Kez asked me to say she's at her nans funeral today", ['? Kez']],
    ['kez isnt in today', ['? kez']],
    ['my mate is off sick today', ['? my mate']],
    ['My flatmate Ivan not come today, he is ill', ['? Ivan']],
    ['my classmate isnt in today', ['? my classmate']],
    ['my flatmate Ivan lost the keys so im off today', ['self']],
    ['my mum says im not well', ['self']],
    ['got that bug so prob wont b in til thurs', ['self']],
  ])('%s', (text, wanted) => expect(about(text, learner)).toEqual(wanted));
});

describe('a learner speaks of themself and one more', () => {
  test.each([
    ['me and Sam are off on friday', ['self', '? Sam']],
    ['me n jess both ill', ['self', '? jess']],
    ['Kai and me are stuck behind a crash, 15 late', ['self', '? Kai']],
    ['Mia and I are going to be late, same bus', ['self', '? Mia']],
    ['me and my sister Erin cant make it', ['self', '? Erin']],
    ['Chloe and I wont be in tomorrow', ['self', '? Chloe']],
    ['me and my best mate Dan are both off', ['self', '? Dan']],
    ['me and Leo are on the same bus, it has got a flat', ['self', '? Leo']],
    ['me and Tom are getting the later bus, 20 late', ['self', '? Tom']],
    ['me and my dad are at the hospital so not in', ['self']],
    ['me and the baby are poorly', ['self']],
    ['me and my manager had a row, not in', ['self']],
    ['me and mum are both ill', ['self']],
    ['me and Dave are on a job in Leeds tomorrow so not in', ['self']],
    ['me and Ellie are moving house thursday so need it off', ['self']],
    ['me and josh fell out so im not coming in', ['self']],
    ['me and college need a break, not in', ['self']],
    ['me and family are away next week', ['self']],
    ['me and half the class are off with norovirus', ['self']],
    ['Poorly, me and Covid are not friends, off today', ['self']],
  ])('%s', (text, wanted) => expect(about(text, learner)).toEqual(wanted));

  test('both on the same days', () => {
    expect(read('me and Sam are off on friday').events.map(({ days }) => days)).toEqual([
      ['2026-11-27'],
      ['2026-11-27'],
    ]);
  });
});

describe('an employer’s lads and girls', () => {
  const nobodyKnown = employerOf();
  test.each([
    ['Boys wont be in tomorrow', ['all']],
    ['Both lads on a course Weds', ['all 2']],
    ['The lads are off Friday, audit', ['all']],
    ['Apprentices are needed on site Thursday, big pour', ['all']],
    ['The lads are off sick so I need him here tomorrow', ['relation']],
    ['Lads are short on site tomorrow so keeping Tom', ['? Tom']],
    ['The lads will be in as normal tomorrow', []],
    ['the boys are doing great this week', []],
  ])('%s', (text, wanted) => expect(about(text, nobodyKnown)).toEqual(wanted));

  test('a reason behind a comma is none of its own', () => {
    const { events } = read('The lads are off Friday, audit', nobodyKnown);
    expect(events.map(({ days, reason }) => [days, reason])).toEqual([[['2026-11-27'], 'urgent_work']]);
  });
});

describe('a name that lost its apostrophe', () => {
  const nobodyKnown = employerOf();
  test.each([
    ['Jacks temp is 38.9 he wont be in tomorrow', ['? Jack']],
    ['Katies ankle has swollen so shes off', ['? Katie']],
    ['Tylers bus hasnt turned up, hes running late', ['? Tyler']],
    ['Ruths mum has died, shes off this week', ['? Ruth']],
    ['Lewis temp is 39 so off today', ['? Lewis']],
    ['Our Evies temp is up so no college', ['? Evie']],
    ['Buses off so Tom is late', ['? Tom']],
    ['Kids bus broke down so she is late', ['relation']],
    ['Mums car is broken so no lift, off today', ['relation']],
    ['Customers van broke down so Ben wont be in', ['? Ben']],
    ['Mondays bus was late so Ben was late', ['? Ben']],
    ['Miss car broke down so he is late', ['relation']],
    ['Sometimes bus is late, he is late today', ['relation']],
  ])('%s', (text, wanted) => expect(about(text, nobodyKnown)).toEqual(wanted));
});

describe('two things in one message', () => {
  test.each([
    ['ill in bed, also got a hospital appt on monday 9am', 'absence 2026-11-23; absence 2026-11-30'],
    ['off thurs pm for physio, fri all day leave', 'absence 2026-11-26; absence 2026-11-27'],
    [
      'couple of bits: bloods tuesday morning so ill be in for 11, then thursday my cousins getting married so im off completely',
      'lateness 2026-11-24; absence 2026-11-26',
    ],
    [
      'optician wednesday so 10.30 start, then on friday we move house so wont be in',
      'lateness 2026-11-25; absence 2026-11-27',
    ],
    ['off monday morning 30th and leaving early monday afternoon at 3', 'absence 2026-11-30; early_leave 2026-11-30'],
  ])('%s', (text, wanted) => {
    const { events } = read(text, learner);
    expect(events.map((event) => `${event.kind} ${event.days.join(' ')}`).join('; ')).toBe(wanted);
  });
});

test.each([
  ['only Zoe is coming in on Monday, rest are on a job in Hull', ['relation'], '2026-11-30'],
  ['all bar Jamie will be there tomorrow', ['Jamie Smith'], '2026-11-24'],
] as const)('said by who is there: %s', (text, who, day) => {
  expect(about(text)).toEqual(who);
  expect(read(text, employer).events[0]).toMatchObject({ kind: 'absence', days: [day] });
});

test.each([
  ['Vaisakhi is on the 14th so Jamie wont be in that day', '2026-12-14'],
  ['Diwali is on thursday, none of my lads are in that day, back friday', '2026-11-26'],
  ['Priya has her driving test on friday so she will be off that day', '2026-11-27'],
])('“that day” is the one said last, of whatever it was said: %s', (text, day) => {
  expect(read(text, employer).events.map((event) => [event.days, event.questions])).toEqual([[[day], []]]);
});

test.each([
  ['physio is this wednesday now so ill be gone by 2 on weds', '2026-11-25'],
  ['my driving test is on the 26th so leaving at 12 thursday', '2026-11-26'],
  ['theory test got moved to tomorrow afternoon so going at 1 tuesday', '2026-11-24'],
])('a day said in two ways is one, and so is what happens on it: %s', (text, day) => {
  expect(read(text, learner).events).toMatchObject([{ kind: 'early_leave', days: [day] }]);
});

test('on site until one day, away from college on another: the day that is missed', () => {
  const [event] = read("Jamie's on site with us until Thursday so won't be at college Wednesday", employer).events;
  expect(event?.days).toEqual(['2026-11-25']);
});

test('an employer’s word that somebody gives notice is no absence', () => {
  expect(read('Jamie has handed his notice in, last day is 11 December', employer)).toMatchObject({
    intent: 'off-topic',
    events: [],
  });
});

test('in hospital since three in the morning is no time of arrival', () => {
  const [event] = read('stuck in A&E since 3am with my mum', learner).events;
  expect(event).toMatchObject({ kind: 'absence', days: ['2026-11-23'] });
  expect(event?.arriveAt).toBeUndefined();
});

describe('whom a learner writes for', () => {
  const who = (text: string) => read(text).events.map(({ who }) => (who.type === 'named' ? who.name : who.type));
  test.each([
    ['hi its about Morgan, she wont be in', ['Morgan']],
    ['its about maths, he said I wont be in', ['self']],
    ['its Dee, Millys not in, she has no credit', ['Milly']],
    ['its Dee, Mondays not in my timetable any more she said. off today', ['self']],
  ])('%s', (text, wanted) => expect(who(text)).toEqual(wanted));
});

test('Mae behind a name is one of it', () => {
  const parent = { ...learner, sender: 'staff' as const };
  expect(about("Hi, Lily Mae won't be in today, she has conjunctivitis", parent)).toEqual(['? Lily Mae']);
  expect(about('Mae Gwen yn sâl heddiw', parent)).toEqual(['? Gwen']);
});

test('of several people one is away for something else on another day', () => {
  const { events } = read('Jamie and Priya are leaving at 2 tomorrow, Priya is also off all day Friday', employer);
  expect(events.map(({ kind, who, days }) => [kind, who.type === 'named' && who.name, days])).toEqual([
    ['early_leave', 'Jamie', ['2026-11-24']],
    ['early_leave', 'Priya', ['2026-11-24']],
    ['absence', 'Priya', ['2026-11-27']],
  ]);
});

test('who all of them are is said behind', () => {
  const text = 'all our lot are off on training next week, thats Jamie, Priya and Zoe';
  expect(about(text)).toEqual(['Jamie Smith', 'Priya Patel', 'Zoe Hughes']);
});

test('an appointment that one of two has besides is their own', () => {
  const text =
    "Jamie and Priya won't be in on Thursday. Priya also has a violin exam on Friday at 11.20 so out for the morning";
  expect(read(text, employer).events.map(({ who, days }) => [who.type === 'named' && who.name, days])).toEqual([
    ['Jamie', ['2026-11-26']],
    ['Priya', ['2026-11-26']],
    ['Priya', ['2026-11-27']],
  ]);
});

test('whose lad it is, is not away', () => {
  expect(about("Tomasz and Big Dave's lad Jamie are off on Friday")).toEqual(['Tomasz Nowak', 'Jamie Smith']);
  const all = "our lot are all off on a course next week, that's Zoe and Big Dave's lad Jamie";
  expect(about(all).slice(-2)).toEqual(['Zoe Hughes', 'Jamie Smith']);
  expect(about("Big Dave's lad is off, Jamie is in")).not.toContain('Jamie Smith');
});

describe('a name is read whole', () => {
  const nobodys = { ...employer, people: [] };
  test.each([
    ["Hi its Dawn, Lily-Mae's mum. she wont be in today", ['? Lily-Mae']],
    ['Lily-May is off today', ['? Lily-May']],
    ['Mae Eluned Price wedi ffonio, mae hi yn sâl heddiw', ['? Eluned Price']],
    ['Ahmed Khan is off today', ['? Ahmed Khan']],
    ['Letting Cameron have today off', ['? Cameron']],
    ["Message from Ruth Bell's mum: Ruth has the dentist at 10 so not in this morning", ['? Ruth Bell']],
    ['Ruth Bell and Ruth Moss are off today', ['? Ruth Bell', '? Ruth Moss']],
  ])('%s', (text, wanted) => expect(about(text, nobodys)).toEqual(wanted));

  test('who stands in brackets behind what they play in', () => {
    const text = 'The cast of Grease (Priya and Jamie) out of my lesson Friday morning';
    expect(about(text)).toEqual(['Priya Patel', 'Jamie Smith']);
    expect(about('The cast of Grease (Lola Fox and Kit) out of my lesson Friday', nobodys)).toEqual([
      '? Lola Fox',
      '? Kit',
    ]);
    expect(about('Jas (Jasmine Kaur) is off today', nobodys)).toEqual(['? Jas']);
  });

  test('whose apprentice it is, is not away, nor is a title by itself', () => {
    const text = "due to a bereavement Mr Whittle's apprentice, Jo Nwosu, will be absent tomorrow";
    const heard = tagged({ Mr: 'who', Jo: 'who', Nwosu: 'who' }, nobodys);
    expect(about(text, heard)).toEqual(['? Jo Nwosu']);
    expect(about("Big Dave's apprentice, Jamie, is off tomorrow")).toEqual(['Jamie Smith']);
  });
});

test('how many of them is said of no absence in its own sentence', () => {
  expect(about('All three of mine are turning back. Put them down as off today.')).toEqual(['all 3']);
  expect(about('All three of us are short today. Put him down as off please.')).toEqual(['relation']);
});

describe('whom a learner has to do with is not whom they tell of', () => {
  test.each([
    ['late tomorrow. got to wait for Shaun to go out, he parks by ours', 'Shaun'],
    ['got to let Buster go today, he is 15. leaving at 2', 'Buster'],
    ['not in tomorrow, staying with Shaun, he is poorly', 'Shaun'],
  ])('%s', (text, name) => expect(about(text, tagged({ [name]: 'who' }, learner))).toEqual(['self']));

  test('“can you mark Rhys off” is of Rhys', () => {
    const text = 'can you mark Rhys off today he is ill';
    expect(about(text, tagged({ Rhys: 'who' }, learner))).toEqual(['? Rhys']);
  });
});
