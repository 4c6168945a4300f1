import { describe, expect, test } from '@jest/globals';
import type { QuestionKind } from '../../src/language/talk/question-phrases.ts';
import { type Question, questionOf } from '../../src/language/talk/questions.ts';

// Wednesday 25 November 2026.
const today = '2026-11-25';
const names = { I: 'Isla Murphy', B: 'Ben Carter', J: 'Jamie Smith', T: 'Tomasz Kowalski', L: 'Lena Kowalska' };
const people = Object.entries(names).map(([id, name]) => ({ id, names: [name, `BV-${id}1`] }));
const ask = (text: string, seen = people) => questionOf(text, { today, people: seen });

/** Ways to ask each thing, parted by a bar. */
const phrasings: Partial<Record<QuestionKind, string>> = {
  'my-day':
    'what time do i start tmrw|what time do I start tomorrow?|when do i start on monday|what have i got on today|whats my timetable|do i have college tomorrow|am i in tomorrow|what room am i in|where am i tomorrow|what time is my lesson|what lessons do i have tomorrow|am i late|timetable please|start time tomorrow|what time does college start|do i have to come in friday',
  'next-session':
    'when is my next lesson|whens my next session|next lesson|when am i in next|when is my next 1-2-1|my next workshop|when do i have lesson next',
  'my-people':
    'who is my tutor|whos my mentor|who is my teacher|who do i speak to|who can i talk to about my attendance|my tutor|who teaches me',
  missed:
    'how much have i missed|how many days have i missed|how many lessons have i missed|what have i missed|how much lesson have I missed so far|how often have i been off',
  told: 'what have i told you|what did i tell you|when did i say i was off|can i change my mind|my absences|show me my absences|what did i say about friday|have i told you',
  authorised:
    'is my absence authorised|was my absence accepted|has my absence been approved yet|is it authorised|is jamie’s absence authorised|did you accept my absence|is my day off approved',
  'my-mark':
    'was i marked late yesterday?|what was i marked today|am i marked in|did i get marked present|was i late yesterday|have i been marked absent today|was i marked absent on monday',
  here: 'im here|i am in now|im in college|just arrived|ive arrived',
  robot: 'are you a robot|lol ur a robot|are you real|is this a bot|who are you|is anyone there',
  coming:
    'I’ll be in tomorrow morning|i will be in tomorrow|im in on friday|im coming in tomorrow|i am coming to college tomorrow|i’ll def be there tomorrow|ill be in tomorrow|see you tomorrow|i will still be in on monday',
  'their-coming': 'ben will be in tomorrow|jamie is coming in on friday|he will be there tomorrow',
  'still-on':
    'is the tutorial today still on|is college open tomorrow (snow)|is college on tomorrow|is my lesson cancelled|are lessons on tomorrow|has the workshop been cancelled|is college closed on friday because of the snow|is there college tomorrow|is my 1-2-1 still on friday|anything cancelled today|are we open tomorrow',
  'their-people':
    'Who is Jamie Smith tutor|who is bens mentor|whos jamies tutor|who teaches ben|who is isla murphy’s coach|who is his tutor',
  'when-in':
    'when is ben in college|when is jamie next in|what days is ben at college|bens timetable|when is bens next review|when is jamie smith’s next session',
  tasks:
    'absences to decide|anything to decide|what is there to decide|what is waiting for me|certificates to check|what needs my approval|which absences are waiting|what is overdue|conduct reviews|to decide',
  'who-sees': 'who sees this|who can see my messages|will my mum be told|does my boss know|is this private',
  'new-number': 'my phone number has changed|i have a new number|how do i change my number|ive got a new phone',
  'how-to-tell': 'how do i report an absence|who do i tell if im ill|what do i do if im ill',
  evidence: 'do i need a doctors note|where do i send my sick note|do i need proof',
  rules: 'what happens if im late|am i at risk|how many days off can i have|what happens if i miss lessons',
  'about-in':
    'why is ben off today|did ben go to college on friday|have you heard from jamie|has ben told you|is jamie in today?|was jamie in yesterday|is he in|has ben turned up|where is ben|is ben here yet|is jamie late|was he late today|did jamie come in today|is tomasz at college',
  'about-doing':
    'how is he doing|hows jamie doing|how is ben carter getting on|isla murphys attendance|ben carter’s attendance|attendance of isla|whats jamies attendance|show me bens figures|any concerns about ben',
  'about-absence':
    'how much has ben missed|how many days has jamie missed|how often has she been late|how many lessons has ben missed this year',
  about:
    'Ben Carter|isla|who is lena|tell me about jamie|BV-B1|contacts for ben|lena kowalska please|show me everything about Ben|everything about ben carter|tell me all you know about lena',
  learners: 'my learners|show me my learners|my apprentices|who are my students|how are my learners doing|my caseload',
  out: 'who is off|whos off today|who is out tomorrow|how many absences today|anyone off|who is ill today|absences today|how many learners are off today|who is in today',
  late: 'who is late|whos late today|who was late|anyone late|who is running late today',
  mark: 'mark ben present|mark Ben Carter as present|mark him late|mark ben late 10|mark ben 10 late|put ben down as absent|set isla to present|mark isla in',
  'turned-up':
    'ben turned up|isla is in now|ben is here|ben has arrived|ben is late|lena did not turn up|jamie is 10 minutes late|he just walked in',
  'own-absence':
    'im off sick today|i am off sick tomorrow|cant come in today|calling in sick|i wont be in on friday|im not well today|i am on leave thursday',
  registers:
    'my registers yesterday|my registers on monday|registers for friday|yesterdays registers|my registers tomorrow',
  'registers-late':
    'overdue registers|late registers|registers late|who hasnt done their register|which registers are open|who has not saved their register today|are all registers done|outstanding registers|which tutors havent done their register|open registers',
  left: 'lena kowalska has left|jamie smith has left us|lena has left the course|ben has dropped out|jamie no longer works here|ben quit|take lena off the course',
  close:
    'cancel everything tomorrow snow|cancel all sessions tomorrow snow|close the centre tomorrow, snow|snow day tomorrow|the college is closed tomorrow|cancel all lessons on friday because of the boiler|close college today',
  'accept-all': 'accept all|accept them all|approve all of them|accept everything|authorise all please',
  worries:
    'who worries me|who worries me most and why|who should I worry about|who is at risk|who needs me|whos falling|worst attendance|who is red|who do i need to see',
  changes: 'what changed|whats changed|what has changed since last week|what changed this week|any changes|whats new',
  'how-are-we':
    'how are we doing|how is the college doing|how are things going|how is attendance looking|whats our attendance|how are we doing this week|overall attendance',
  'by-week':
    'attendance by week|attendance level 2 by week|show me attendance for level 2 business by week|programmes by week|weekly attendance|punctuality per week|groups by week|how is the programme by week|how is level 2 business doing by week',
  move: 'can jamie swap his 1-2-1 to friday|can i move my 1-2-1|can we change his session to thursday|please move my 1-2-1 to friday',
};

describe('questions in people’s own words', () => {
  test.each(Object.entries(phrasings))('%s', (kind, list) => {
    const said = list.split('|');
    expect(said.map((text) => [text, ask(text)?.kind])).toEqual(said.map((text) => [text, kind]));
  });

  test('slips in long words and in names are forgiven; a name typed wrong stays a guess', () => {
    expect(ask('overdue regsters')?.kind).toBe('registers-late');
    expect(ask('how much have i mised')?.kind).toBe('missed');
    expect(ask('how is jaime doing')).toMatchObject({ kind: 'about-doing', who: { ids: [], near: ['J'] } });
    expect(ask('tomaz')).toMatchObject({ kind: 'about', who: { ids: [], near: ['T'] } });
    expect(ask('tom')).toMatchObject({ kind: 'about', who: { near: ['T'] } });
  });

  test.each<[string, Partial<Question>]>([
    ['was i marked late yesterday', { day: '2026-11-24' }],
    ['what was i marked on monday', { day: '2026-11-23' }],
    ['what time do i start on monday', { day: '2026-11-30' }],
    ['cancel everything tomorrow snow', { day: '2026-11-26', why: 'snow' }],
    [
      'mark ben late 10',
      { mark: 'late', minutes: 10, who: { type: 'named', written: 'ben', ids: ['B'], near: ['B'] } },
    ],
    ['lena did not turn up', { mark: 'absent' }],
    ['is he in today', { who: { type: 'pronoun' }, day: today }],
  ])('%s: its day, person and mark', (text, expected) => {
    expect(ask(text)).toMatchObject(expected);
  });

  test.each([
    'not in tomorrow, dentist at 2',
    'off today',
    'my dad is hitting me',
    'is it ok if i leave early today at 2',
    'i was in today but sir marked me absent',
    'ben is off sick today',
    'he is at the yard all day wednesday',
    'how is ben doing, i think someone hurts him',
    'who is my tutor, i am scared of him',
    'can i have tomorrow off',
    'i will be in at 10 tomorrow',
    'ill be in tomorrow but leaving at 2',
    'ill be in friday after all',
    'i will be back tomorrow',
    'ill be late tomorrow',
    'i will be in hospital tomorrow',
    'is my mum allowed to hit me',
    'who do i tell if someone hurts me',
    'nobody sees what he does to me',
    'can i talk to someone about my dad',
    'feeling ill might be late',
    'the centre of my life is broken',
  ])('“%s” is none of them', (text) => {
    expect(ask(text)).toBeUndefined();
  });
});
