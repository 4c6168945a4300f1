import { describe, expect, test } from '@jest/globals';
import { daysOf, employerOf, learner, only, read } from './reading-tools.ts';

/**
 * Rows are a message written on Monday 23 November 2026 and the days it means. A question mark: the sender is asked
 * which day; an ellipsis: until when.
 */
function rows(list: readonly [string, string][], context = learner) {
  test.each(list)('%s: %s', (text, wanted) => {
    const event = only(text, context);
    expect(event.days).toEqual(daysOf(wanted.replace(/[?…]/g, '')));
    const asked = event.questions.filter((one) => one === 'which-day' || one === 'until-when');
    expect(asked).toEqual([
      ...(wanted.includes('?') ? ['which-day'] : []),
      ...(wanted.includes('…') ? ['until-when'] : []),
    ]);
  });
}

describe('one day', () => {
  rows([
    ['hi im not in feel rough been throwing up all night', '11-23'],
    ['not in tmrw', '11-24'],
    ['work have put us all on a refresher this Friday, all day, so I wont be in college', '11-27'],
    ['they booked me onto manual handling on 30/11, so not in', '11-30'],
    ['boss sent us on a course Wednesday so I wont be in', '11-25'],
    ['theory thurs is a no from me', '11-26'],
    ['tomorrow is a no for me sorry', '11-24'],
    ['bed and a hot water bottle today, back tomorrow', '11-23'],
    ['migraine, staying in bed. should be ok tmrw', '11-23'],
    ['been sick all night, hopefully better tomorrow', '11-23'],
    ['car is in the garage, should be fine tomorrow', '11-23'],
    ['not in today, will hopefully feel better by tomorrow', '11-23'],
    ['ill, might not be better tomorrow', '11-24'],
    ['mum kicked me out last night stayed at my mates. wont be in', '11-23'],
    ['he locked me out last night, wont be in', '11-23'],
    ['wont be in 2moro', '11-24'],
    ['off 2day', '11-23'],
    ['cannae come in the morra', '11-24'],
    ['been having a temperature from last night so not coming in today', '11-23'],
    ['late shift thursday so I not come. Monday I am normal', '11-26'],
    ['not in tommorrow sorry', '11-24'],
    ['wont be there wensday', '11-25'],
    ['cant come thurs', '11-26'],
    ['off fri', '11-27'],
    ['not in on the 8th', '12-08'],
    ['not in on 25th', '11-25'],
    ['im off on 30th', '11-30'],
    ['off 27/11', '11-27'],
    ['off 27.11.26', '11-27'],
    ['off 2026-11-27', '11-27'],
    ['off Friday 5/3/2027', '03-05'],
    ['dentist on December 3rd so not in', '12-03'],
    ['off the 3rd of dec', '12-03'],
    ['off 3 december', '12-03'],
    ['not in Thursday morning 3rd December', '12-03'],
    ['not in Thursday, 3rd December', '12-03'],
    ['not in Friday 27th', '11-27'],
    ['off on tuesday the 1st', '12-01'],
    ['not in the day after tomorrow', '11-25'],
    ['off Tuesday week', '12-01'],
    ['not in a week on Tuesday', '12-01'],
    ['cant do a week tomorrow', '12-01'],
    ['off a week today', '11-30'],
    ['A fortnight tomorrow I have a minor op so not in', '12-08'],
    ['off two weeks on Friday', '12-11'],
    ['cant do week on thursday, ive a driving test', '12-03'],
    ['Week tomorrow im off for my cousins wedding', '12-01'],
    ['off next week on tuesday', '12-01'],
    ['wnot be in tomoroww got a stinking cold', '11-24'],
    ["im not wlel adn cna't come in tomorow", '11-24'],
    ['canot get in tomorow iv hurt my back', '11-24'],
    ['dnot think ill make it in tomorow', '11-24'],
    ['not in Wednesday next week, hospital', '12-02'],
    ['off next week - wednesday', '12-02'],
    ['off next week wednesday', '12-02'],
    ['off tuesday of next week', '12-01'],
    ['op is the Friday of next week so not in', '12-04'],
    ['not here this friday', '11-27'],
    ['not here this coming friday', '11-27'],
    ['not in in 2 weeks', '12-07'],
    ['can not come in on friday', '11-27'],
    ["I won't be able to come in on Wednesday", '11-25'],
    ['dont think I can come in on thursday', '11-26'],
    ['not well, will come in on friday', '11-23'],
    ['off tonight', '11-23'],
    ['off new years eve', '12-31'],
    ['off on christmas eve', '12-24'],
  ]);
});

describe('what is to be asked', () => {
  rows([
    ['wont be in monday', '11-30?'],
    ['off next weds, family thing', '12-02?'],
    ['Not in thurs 27th got an appointment', '11-27?'],
    ['not in friday 4th december or saturday', '12-04'],
    ['off tomorrow 30/11/2026', '11-30?'],
    ['off 31/11', '?'],
    ['not in on the 31st of november', '?'],
    ['off on 29/2/2027', '?'],
    ['off the first week of January', '?'],
    ['on holiday in January', '?'],
    ['off at half term', '?'],
    ['not in over christmas', '?'],
    ['off on 25 december', '?'],
    ['off saturday', '?'],
    ['off tomorrow and 31/11', '11-24?'],
    ['off thursday and half term', '11-26?'],
    ['cant do every other wednesday', '?'],
    ['sorry ive missed a few', '?'],
    ['off on monday and wednesday', '11-23 11-25?'],
    ['off this weekend', '?'],
    ['off end of the month', '?'],
    ['off 14/10', '10-14?'],
    ['off 12/25', '?'],
    ['not in thursday 31st', '12-31'],
    ['off one day next week not sure which', '11-30..12-04?'],
    ['off a couple of days, will confirm which', '11-23 11-24?'],
    ['cant come on my usual day', '?'],
    ['not in on the day of the test', '?'],
    ['not in on bonfire night', '?'],
    ['not in on the 32nd', '?'],
    ['off soon', '11-23?'],
    ['gonna be off at some point next week', '11-30..12-04?'],
    ['off either tues or weds', '11-24 11-25?'],
    ['off tues or maybe weds', '11-24 11-25?'],
    ['off tomorrow or the day after, will know later', '11-24 11-25?'],
    ['off the last friday of the month', '?'],
    ['off the first monday in december', '?'],
    ['off for 2 days next week', '11-30..12-04?'],
    ['off a day next week for my driving test', '11-30..12-04?'],
    ['off for the holidays', '?'],
    ['off the last week of november', '?'],
    ['off on my birthday', '?'],
    ['out the last 2 days of term', '?'],
    ['cant come in the first week back after xmas', '?'],
    ['my son he have fever, i not come college this days', '?'],
    ['wont be in for the next few fridays', '?'],
    ['off sometime after the 5th', '?'],
  ]);
});

describe('several days', () => {
  rows([
    ['off mon to wed next week', '11-30..12-02'],
    ['off Mon to Wed next week', '11-30..12-02'],
    ['off next week Tuesday and Wednesday', '12-01 12-02'],
    ['away mon-wed next week, work', '11-30..12-02'],
    ['weds-fri this week at the skills comp', '11-25..11-27'],
    ["won't be in weds thurs or fri this week", '11-25..11-27'],
    ['off thurs n fri', '11-26 11-27'],
    ['tmz n thurs off', '11-24 11-26'],
    ['off weds/thurs', '11-25 11-26'],
    ['off tomorrow and friday', '11-24 11-27'],
    ['i wont be in tomorow or the day after', '11-24 11-25'],
    ['not in today or tomorrow', '11-23 11-24'],
    ['off tues. actually weds as well', '11-24 11-25'],
    ['wont be in tomorrow with this cold. thursday too most likely', '11-24 11-26'],
    ['not in weds, funeral. and friday also', '11-25 11-27'],
    ['off 1st to the 4th of December', '12-01..12-04'],
    ['absent between 1st and 4th December', '12-01..12-04'],
    ['off 1-4/12', '12-01..12-04'],
    ['away 5-9 january', '01-05..01-08'],
    ['off dec 1-4', '12-01..12-04'],
    ['off from 30th nov to 4th dec', '11-30..12-04'],
    ['off 30th to 4th december', '11-30..12-04'],
    ['off 3rd and 4th dec', '12-03 12-04'],
    ['off 3, 4 and 7 dec', '12-03 12-04 12-07'],
    ['off the 2nd and the 16th', '12-02 12-16'],
    ['cant attend on 30th and 1st', '11-30 12-01'],
    ['off on hols 21 dec till 4 jan, back on the 5th', '12-21..01-04'],
    ['off from monday 30th to wednesday', '11-30..12-02'],
    ['off friday to tuesday', '11-27..12-01'],
    ['off mon-weds', '11-23..11-25'],
    ['on annual leave next week', '11-30..12-04'],
    ['off all next week', '11-30..12-04'],
    ['off the week after next', '12-07..12-11'],
    ['off this week', '11-23..11-27'],
    ['off for the rest of the week', '11-23..11-27'],
    ['off all week', '11-23..11-27'],
    ['on holiday w/c 7th December', '12-07..12-11'],
    ['hols week beginning 7 dec', '12-07..12-11'],
    ['off last thursday and friday', '11-19 11-20'],
    ['20 mins late each morning this week', '11-23..11-27'],
    ['off tues and weds next week but not thurs', '12-01 12-02'],
    ['wont be in thursday or friday but not next week', '11-26 11-27'],
    ['i can come tues and weds but not thurs', '11-26'],
    ['2 week no school, back in my country', '11-23..12-04'],
    ['i no come college 3 days', '11-23..11-25'],
    ['off every friday in december', '12-04 12-11 12-18'],
    ['wont be in tuesdays for the rest of december', '12-01 12-08 12-15 12-22 12-29'],
    ['off tuesdays throughout december', '12-01 12-08 12-15 12-22 12-29'],
    ['my uncle passed away on Sunday. Off the rest of this week', '11-23..11-27'],
    ['off next monday and the rest of the week', '11-30..12-04'],
    ['its my brothers 21st tmrw so wont be in', '11-24'],
    ['wont be in, at my dads 27th', '11-27'],
    ['wont be in, staying at my dads 30th', '11-30'],
    ['off to my nans 27th and 30th, cant come in', '11-27 11-30'],
    ['staying at my nans 14th to 16th december', '12-14..12-16'],
    ['cant do fridays in december', '12-04 12-11 12-18'],
    ['need all the thursdays in January off', '01-07 01-14 01-21 01-28'],
    ['away every tuesday until 15 december', '11-24 12-01 12-08 12-15'],
    ['off all friday', '11-27'],
    ['late every day this week, 10 mins', '11-23..11-27'],
    ['off 28th dec to 5th jan', '12-29..01-05'],
    ['moving sat 28th, could I have the friday before and the monday after', '11-27 11-30'],
    ['minor op on 8 december then resting the day after so not in', '12-08 12-09'],
    ['off thurs, fri and mon', '11-26 11-27 11-30'],
    ['booked 21st 22nd 23rd off', '12-21 12-22 12-23'],
    ['off for my 21st, thurs and fri', '11-26 11-27'],
    ['wont be in tom, 25th or 26th', '11-24..11-26'],
    ['wisdom teeth out on the 1st so off that day and likely the next', '12-01 12-02'],
    ['off thurs to the following fri', '11-26..12-04'],
    ['next wednesday and thursday i am off', '12-02 12-03?'],
    ['not in mon tues or weds of next week', '11-30..12-02'],
    ['off tues 1st, weds 2nd and fri 4th', '12-01 12-02 12-04'],
    ['off from tomorrow to friday inclusive', '11-24..11-27'],
    ['out from tomorrow tues 24th all the way up to and including mon 30th', '11-24..11-30'],
    ['on leave thurs 26th straight through to tues 1st', '11-26..12-01'],
    ['away 1st dec right up until the 8th', '12-01..12-08'],
    ['im off from weds through til and including mon', '11-25..11-30'],
    ['physio every tuesday up to and including the 15th so missing those', '11-24 12-01 12-08 12-15'],
    ['off 24-26', '11-24..11-26'],
    ['not in next week or the week after', '11-30..12-11'],
    ['wont be in thurs 3 or fri 4', '12-03 12-04'],
    ['off weds 2 and thurs 3 dec', '12-02 12-03'],
    ['out wednesday week and thursday week', '12-02 12-03'],
    ['off for a week next week', '11-30..12-04'],
    ['not in this thurs, next thurs or the thurs after', '11-26 12-03 12-10'],
    ['Olivia won’t be in Friday, nor the following Friday', '11-27 12-04'],
    ['sent home sick, unlikely to be in tomorrow either', '11-23 11-24'],
    ['off 30/11 - 2/12', '11-30..12-02'],
    ['cant do mornings this week, looking after my lil sis', '11-23..11-27'],
    ['sister in labour wont be in, prob tmrw neither', '11-23 11-24'],
    ['Off Mon 23 – Weds 25 inc, chest infection', '11-23..11-25'],
    ['ddim yn dod fory na dydd Mercher', '11-24 11-25'],
  ]);
});

describe('days of a week, and weeks of a day', () => {
  rows([
    ['w/c 7 dec im on lates so cant do the weds or the fri', '12-09 12-11'],
    ['w/c 7 dec im on nights so not in tues or thurs', '12-08 12-10'],
    ['next week i am on lates so cant come wednesday', '12-02'],
    ['in court week commencing 30th, so put me down as not coming the thursday', '12-03'],
    ['w/c 7 dec off, on the thursday we fly home', '12-07..12-11'],
    ['thurs evenings are no good to me next 2 weeks, shifts changed', '11-26 12-03'],
    ['cant make tuesday mornings for 3 weeks, physio', '11-24 12-01 12-08'],
    ['counselling every tuesday at 2 from 1st december, four of them', '12-01 12-08 12-15 12-22'],
    ['tutoring every other wednesday starting 2nd december, three goes in all so not in those', '12-02 12-16 12-30'],
    ['cant do mondays and thursdays from 3 december until we break up on 15 december', '12-03 12-07 12-10 12-14'],
    ['can i leave at 2 on tuesdays and fridays until the 8th, got to fetch my sister', '11-24 11-27 12-01 12-04 12-08'],
    [
      'scans every Tuesday and Friday from next week to the end of December so wont be in',
      '12-01 12-04 12-08 12-11 12-15 12-18 12-22 12-29',
    ],
    ['off every other monday from 30 Nov to 20 December for my NVQ day', '11-30 12-14'],
    ['alternate fridays off from the 27th for 6 weeks', '11-27 12-11'],
    ['missing friday mornings in december, driving course', '12-04 12-11 12-18'],
    ['every second tuesday off, starting tomorrow, three sessions', '11-24 12-08 12-22'],
    ['off from tomorrow until the end of November', '11-24..11-30'],
    ['off tomorrow and every friday in december', '11-24 12-04 12-11 12-18'],
    ['Off today with a cold. I am also off every Friday in December', '11-23 12-04 12-11 12-18'],
    ['on holiday 7th to 11th december and off every friday in january', '12-07..12-11 01-08 01-15 01-22 01-29'],
    ['off mondays in december and tuesdays in january', '12-07 12-14 12-21 01-05 01-12 01-19 01-26'],
    ['I have missed two sessions, I will be off every Thursday until 17 December', '11-26 12-03 12-10 12-17'],
    ['ive had two appointments already, off every friday in december for the next ones', '12-04 12-11 12-18'],
    ['Off Tuesday to Thursday. Scrap Thursday, I will be in', '11-24 11-25'],
    ['every tuesday at 2 from 1st december for 3 weeks i have counselling', '12-01 12-08 12-15'],
    ['physio thursdays at 9, 3 sessions', '11-26 12-03 12-10'],
    ['counselling every tuesday at 2 from 1st december', '12-01…'],
    ['26/11 and 30/11 i need off, graduation', '11-26 11-30'],
    ['thursday and friday i have to be in court', '11-26 11-27'],
    ['was off the 12th and 13th, tonsillitis', '11-12 11-13'],
    ['is the mock still weds?? ive got the hospital at 8.30 that morning', '11-25'],
    ['my dog died that morning so im off thursday', '11-26'],
  ]);
});

describe('“this week”, said at the weekend', () => {
  const sunday = { ...learner, today: '2026-11-29' };
  rows(
    [
      ['cant make weds or fri this week', '12-02 12-04'],
      ['not in monday this week', '11-30'],
      ['this week i cant do thursday', '12-03'],
      ['this week i cant do mon or thurs', '11-30 12-03'],
      ['off all this week with flu', '11-30..12-04?'],
      ['wont be in the rest of the week', '11-30..12-04?'],
      ['missed mon and weds this week, flu', '11-23 11-25'],
      ['was ill all this week', '11-23..11-27?'],
      ['didnt come in thursday this week, i was ill', '11-26'],
    ],
    sunday,
  );
});

describe('what befell somebody on a day behind', () => {
  const wednesday = { ...learner, today: '2026-11-25' };
  rows(
    [
      ['had a stomach bug yesterday', '11-24'],
      ['i had a fever on monday and tuesday', '11-23 11-24'],
      ['had a migraine yesterday, im in today', '11-24'],
      ['forgot to ring yesterday, i had the flu, im in today', '11-24'],
      ['sorry about yesterday, i had a terrible migraine. in today', '11-24'],
      ['i had a bad stomach yesterday so i wasnt in', '11-24'],
      ['sorry about tomorrow, had a shift put on', '11-26'],
      ['temperature since last night so not in', '11-25'],
      ['hungover from last night, in for 10', '11-25'],
      ['had a sickness bug monday, feeling better and in today', '11-23'],
      ['had a bug yesterday, still rough', '11-25'],
      ['had food poisoning last night', '11-25'],
      ['had a headache yesterday and its still here so wont be in', '11-25'],
      ['car got nicked last night not in', '11-25'],
      ['threw up last night and this morning', '11-25'],
      ['not in last night sorry, car broke down', '11-24'],
    ],
    wednesday,
  );
  rows([['had food poisoning yesterday', '11-23']]);
});

describe('who is called or booked for some days is not back from them', () => {
  rows([
    ['been called up for jury service for two weeks from monday 7th december', '12-07..12-18'],
    ['ive been booked for surgery for a week from the 30th', '11-30..12-04'],
    ['been put on nights for three days from wednesday so wont be in', '11-25..11-27'],
    ['its been put back to the 9th so im off then', '12-09'],
  ]);
});

describe('closed until it opens again', () => {
  rows(
    [
      ['We shut at lunchtime on the 22nd Dec and reopen on the 5th Jan so Zoe wont be in', '12-22..01-04'],
      ['Closed from the 21st Dec, back open on the 4th Jan, so Ben not in', '12-21..01-03'],
      ["We're closed from the 18th and open again on the 4th so he won't be in", '12-18..01-01'],
    ],
    { ...learner, sender: 'employer' },
  );
});

describe('until a weekend, and back from a journey', () => {
  rows([
    ['off til sunday, chest infection', '11-23..11-27'],
    ['hes away until saturday with his dad', '11-23..11-27'],
    ['off til friday, chest infection', '11-23..11-26…'],
    ['we fly 4th december come back the 9th. in college on the 10th', '12-04..12-09'],
    ['i travel friday and come back tuesday, in class on wednesday', '11-27..12-01'],
    ['i fly friday and come back tuesday', '11-27 11-30'],
    ['was absent on 17 november and returned to work on the 19th', '11-17 11-18'],
  ]);
});

describe('"off" is from, not away, where something is got off somebody', () => {
  rows([
    ['got a shock off a cooker yesterday, doctor said rest today', '11-23'],
    ['caught it off my little brother on saturday, resting today', '11-23'],
    ['got a text off my gaffer, not in wednesday', '11-25'],
    ['got wednesday off my boss said', '11-25'],
  ]);
});

describe('a further day', () => {
  rows([
    ['off sick and maybe tomorrow', '11-23 11-24'],
    ['today no coming and all this week', '11-23..11-27'],
    ['tooth pulled this morning. not coming in and prob not tomorrow either', '11-23 11-24'],
    ['not coming thurs. or fri actually', '11-26 11-27'],
    ['doing my work experience this week and next so not in', '11-23..12-04'],
    ['at court today. they want me back tomorrow as well', '11-23 11-24'],
    ['hospital on tuesday, and they need me in again on Thursday too', '11-24 11-26'],
    ['not in weds and probs not friday', '11-25 11-27'],
    ['not in thursday or probably not friday either', '11-26 11-27'],
    ['cant come tomorrow and definitely not wednesday', '11-24 11-25'],
    ['maybe I can not come this wednesday and other wednesday also', '11-25 12-02'],
    ['not in this thursday and the other thursday as well', '11-26 12-03'],
    ['cant do wednesday, not thursday either', '11-25 11-26'],
    ['im off wednesday, not in thursday', '11-25 11-26'],
  ]);

  test.each([
    'can i have tuesday off instead of wednesday',
    'off tuesday not wednesday',
    'it is tuesday the man is coming, not wednesday',
    'Its tuesday im off, not wednesday',
    'im off tuesday, not wednesday',
    'will be off sick tuesday, not wednesday, sorry',
  ])('is none where one is put in the place of another: %s', (text) => {
    expect(only(text)).toMatchObject({ days: daysOf('11-24'), insteadOf: daysOf('11-25') });
  });
});

describe('how long, until when, back when', () => {
  rows([
    ['Off today to the 4th. Back on site and college the 7th dec', '11-23..12-04'],
    ['off from today, back on placement Thursday', '11-23..11-25'],
    ['off 7th to 11th december, flights back on the 10th', '12-07..12-11'],
    ['off from tomorrow, coach back on the 27th', '11-24..11-27'],
    ['Jury service from mon 30 nov, two weeks they say', '11-30..12-11'],
    ['knee op on thursday so off, ten days apparently', '11-26..12-04'],
    ['told sir id be off this week but its only mon tues now. in weds onwards', '11-23..11-24'],
    ['dr signed me off 20th to 27th november', '11-20..11-27'],
    ['childminders not back til Thursday so im stuck today and tomorrow', '11-23..11-24'],
    ['not in today. I assume ill be back Wednesday', '11-23..11-24…'],
    ['not in today, probably not for the next two weeks', '11-23..12-04…'],
    ['not in, asleep on my feet, mum drops off at 9 and then i sit up', '11-23'],
    ['off sick for 3 days', '11-23..11-25'],
    ['off for a week', '11-23..11-27'],
    ['signed off for 2 weeks', '11-23..12-04'],
    ['signed off 2 weeks from today', '11-23..12-04'],
    ['signed off for a fortnight', '11-23..12-04'],
    ['not in for the next 10 days', '11-23..12-02'],
    ['off the next 2 weeks', '11-23..12-04'],
    ['off from tomorrow for 3 days', '11-24..11-26'],
    ['off for 3 days from wednesday', '11-25..11-27'],
    ['off a couple of days', '11-23 11-24'],
    ['wont be in for a few days', '11-23…'],
    ['off for a while', '11-23…'],
    ['off for ages', '11-23…'],
    ['not in for like a week maybe 2', '11-23..11-27…'],
    ['off until i feel better', '11-23…'],
    ['not in til they fix the boiler', '11-23…'],
    ['off sick until further notice', '11-23…'],
    ['off sick, no idea when ill be back', '11-23…'],
    ['off sick till weds', '11-23 11-24…'],
    ['off til weds 2nd', '11-23..12-01…'],
    ['cant come rest of term mum needs me', '11-23…'],
    ['off until end of term', '11-23…'],
    ['back after half term', '11-23…'],
    ['4 days off from thursday please', '11-26..12-01…'],
    ['im off from thursday', '11-26…'],
    ['my knee op is 3rd dec so off rest of week', '12-03 12-04'],
    ['away to amsterdam, fly thurs back sun', '11-26 11-27'],
    ['Dean is away until Thursday, back with you Friday', '11-23..11-26'],
    ['not in til thursday', '11-23..11-25…'],
    ['not back till thursday', '11-23..11-25…'],
    ['off thurs til tues', '11-26..12-01'],
    ['off until after christmas', '11-23…'],
    ['no money for the bus till payday on thursday', '11-23..11-25…'],
    ['off sick til my scan on friday', '11-23..11-26…'],
    ['got to isolate 3 days from today', '11-23..11-25'],
    ['2 days from friday im on a course', '11-27 11-30…'],
    ['off up to and including friday', '11-23..11-27'],
    ['off through friday', '11-23..11-27'],
    ['on leave Thurs & Fri, returns Monday', '11-26 11-27'],
    ['off sick, back wednesday', '11-23 11-24'],
    ['off sick through to and including friday', '11-23..11-27'],
    ['family trip to Leeds, leaving thurs 26th, back in lessons mon 7th', '11-26..12-04'],
    ['my flight is wed 25th and im back at school tues 1st', '11-25..11-30'],
    ['going to my cousins in poland weds 25th for a christening, in class again mon 30th', '11-25..11-27'],
    ['ive been poorly since thurs and should be back in college this fri', '11-19..11-26'],
    ['been off sick since thursday, doctor says rest, back this weds', '11-19..11-24'],
    ['not in again tomorrow', '11-24'],
    ['ill, back tomorrow', '11-23'],
    ['off thursday, back on the 2nd', '11-26..12-01'],
    ['off from this Friday, back the 9th', '11-27..12-08'],
    ['hols w/b 7th, back on the 14th', '12-07..12-11'],
    ['off next week back thursday', '11-30..12-02'],
    ['not in since thursday, still ill', '11-19..11-23'],
    ['bk in weds, got my tooth out so no college til then', '11-23 11-24'],
    ['if im not better by weds ill let u know, not in til then', '11-23 11-24…'],
    ['was meant to text u yest im not in til weds', '11-23 11-24…'],
    ['been told 2 isolate for 5 days', '11-23..11-27'],
    ['tested positive this morning, isolating 5 days', '11-23..11-27'],
    ['until Wednesday I have no childcare', '11-23 11-24…'],
    ['my sick note runs out on the 9th', '11-23..12-09'],
    ['sick note runs out on the 9th so back on the 10th', '11-23..12-09'],
    ['not in this week or next', '11-23..12-04'],
    ['tomorrow I must go to court for my brother. I come Wednesday', '11-24'],
    ['today I am sick, I come Thursday', '11-23..11-25'],
    ['from Wednesday until Friday I travel to my uncle, I come again on Monday', '11-25..11-27'],
    ['not at college tomorrow. Then I return on Friday', '11-24..11-26'],
    ['our flight got cancelled, we land tomorrow night, in thursday', '11-23 11-24'],
    ['flight got cancelled so ill be in thursday', '11-23..11-25'],
    ['our ferry has been cancelled so we will be back in on Friday', '11-23..11-26'],
    ['jury service from Monday 7th, at least ten working days', '12-07..12-18…'],
    ['fever 39 so i stay home two days', '11-23 11-24'],
    ['jury service all of next week and they said could be the week after as well', '11-30..12-04…'],
    ['up in court thurs n fri, solicitor says could run into next week', '11-26 11-27…'],
    ['not in until after the funeral which is next thursday', '11-23..12-02?…'],
    ['not in until i have had my inhaler review which is on wednesday', '11-23 11-24…'],
    ['nits so off till they are clear, should be thursday', '11-23..11-25…'],
    ['handed in a fit note covering 30/11 to 11/12', '11-30..12-11'],
    ['off sick with my back. GP on wednesday, back thursday', '11-23..11-25'],
    ['not in week beg 7th, on a residential', '12-07..12-11'],
    ['off now in Spain, flying home friday', '11-23..11-27'],
    ['jury service starts monday 7th december, they say allow two weeks', '12-07..12-18'],
    ['I am not coming until two weeks', '11-23..12-04'],
    ['op tomorrow, recovery lasts 10 days', '11-24..12-03'],
    ['signed off, up to 2 weeks', '11-23..12-04…'],
    ['want to work from site thursday, if i say no im on sweeping up for a month', '11-26'],
    ['we fly Thursday 17 Dec and are back 4 January. ill miss the last two days of term', '12-17..01-03'],
    ['cant do Thursdays from next week, my shifts changed', '12-03…'],
    ['can not come in on Fridays, starting the week after next', '12-11…'],
    ['not in every wednesday from next week until the 16th', '12-02 12-09 12-16'],
    ['gonna miss the next two thursdays, physio', '11-26 12-03'],
    ['missing the next 3 mondays', '11-30 12-07 12-14'],
    ['kicked out last night so cant get in today', '11-23'],
    ['couldnt sleep again, 4th night, not coming in', '11-23'],
    ['he came home late last night so he is not coming in', '11-23'],
  ]);
});

describe('days that are not meant', () => {
  rows([
    ['off today but in tomorrow', '11-23'],
    ['lad on site had me pinned till i went out yesterday. im not going to college today', '11-23'],
    ['fell over and blacked out yesterday, not going near college or site today', '11-23'],
    ['ill be at college thursday but not going nursery tomorrow', '11-24'],
    ['my counselling has moved to tuesdays at 2 so ill head off at half 1 on the 1st', '12-01'],
    ['walked round with a bad knee for two weeks. not in tomorrow', '11-24'],
    ['slept on floors for two weeks, cant come in today', '11-23'],
    ['third payday on the trot skint, not in today', '11-23'],
    [
      'brother went off with two men, back at 4am with a new phone, id like to be off today and tomorrow',
      '11-23..11-24',
    ],
    ['rolled in at 3am, off today', '11-23'],
    ['not in wednesday, my new glasses arent ready til wed evening', '11-25'],
    ['cant make thursday, the trains dont start again until thurs night', '11-26'],
    ['not in thurs, my lift isnt free till the evening and the first bus isnt til friday morning', '11-26'],
    ['on training through my job thurs', '11-26'],
    ['on a first aid thing through work tomorrow so not in', '11-24'],
    ['ill today, hopefully in tomorrow', '11-23'],
    ['not in today will be in tomorrow', '11-23'],
    ['off today, see you weds', '11-23'],
    ['cant come tomorrow but friday is fine', '11-24'],
    ['cant do tomorrow, can do thursday instead', '11-24'],
    ['off thurs, back in fri', '11-26'],
    ['just to let you know im on leave 30th Nov to 4th Dec, agreed with my manager back in September', '11-30..12-04'],
    ['Not feeling great, will see how i am tomorrow', '11-23'],
    ['hi not in today or tomoz back in weds x', '11-23 11-24'],
    ['jobcentre at 10.30 this morning so will miss maths, I only got the letter saturday', '11-23'],
    ['Grandma slipped away on Friday. Im off Wednesday to do the registrar', '11-25'],
    ['told sam on thursday that im off tomorrow', '11-24'],
    ['not in tomorrow, will hand the essay in by friday', '11-24'],
    ['Not fri, thurs, sorry. off then', '11-26'],
    ['Garage shuts for Christmas on the 18th and they are giving me 21st to 23rd as holiday', '12-21..12-23'],
    ['term ends on the 18th but im on leave 14th to 16th', '12-14..12-16'],
    ['its my birthday on the 3rd, got an interview on the 4th', '12-04'],
    ['happy new year! interview thursday', '11-26'],
    ['boss needs me wednesday to finish it so no day release this week', '11-25'],
    ['poorly so no college this week', '11-23..11-27'],
    ['late thursday for the dentist, rest of the week fine', '11-26'],
    ['dropped a lintel on my toe on site last thursday, its in the accident book. off today and tmrw', '11-23 11-24'],
    ['fell off the ladder on site on friday, not in today', '11-23'],
    ['on site tomorrow', '11-24'],
    ['counselling every thursday at 10 for the next 6 weeks so not in then', '11-26 12-03 12-10 12-17 12-24 12-31'],
    ['cant do wednesdays for 3 weeks', '11-25 12-02 12-09'],
    ['dentist has moved me to 3 today instead of friday so going at half 2 and ill be in friday as normal', '11-23'],
    ['its his birthday tomorrow so were going for a carvery. not in', '11-24'],
    ['sick as a dog today so wont be in, tomorrow depends', '11-23'],
    ['wednesday no good for me this week as i am down for a delivery', '11-25'],
    ['tuesday is no good for me next week, stocktake', '12-01'],
    ['thursdays tutorial ill miss cos exam at other place', '11-26'],
    ['wont be at his session today, still in Leeds, should be ok for Friday', '11-23'],
    ['last lesson before the end of term today so out at 12', '11-23'],
    ['missed the last bus home last thursday and slept at my mates, be there half 11', '11-23'],
    ['got a letter that i have to go to the magistrates on the 9th at 10', '12-09'],
    ['my mum asked for the 14th off for a wedding', '12-14'],
    ['sister graduates friday so off, driving up thurs after college', '11-27'],
    ['cant make tutorial at 3, can we do it tmrw same time?', '11-23'],
    ['out all next week bar thursday', '11-30 12-01 12-02 12-04'],
    ['off the whole of next week except friday', '11-30..12-03'],
    ['dunno if ill be in tmrw', '11-24'],
    ['bus didnt turn up again so walking in, be about 25 to 10', '11-23'],
    ['missed the 7.32 so itll be about 25 past 9 when I get there', '11-23'],
    ['didnt get back to sleep, ill be in for 2nd lesson', '11-23'],
    ['burnt my hand last night. cant hold a spanner for the practical today', '11-23'],
    ['off tomorrow not today', '11-24'],
    ['off weds not thurs', '11-25'],
    ['im gonna be there thursday just not tomorrow or weds', '11-24 11-25'],
    ['swapped shifts so i can come tues but not thurs', '11-26'],
    ['Yesterday no, today no, tomorrow yes I come', '11-23'],
    ['Zoe has called in sick this morning with a sickness bug', '11-23'],
    ['Off today. Bad back again. Will ring tomorrow with an update', '11-23'],
    ['going dentist, miss 2nd lesson back for 3rd', '11-23'],
    ['got to leave b4 the last lesson tues', '11-24'],
  ]);
});

describe('what a message puts right in itself', () => {
  rows([
    ['wont be in thursday for the dentist, oops i mean friday', '11-27'],
    ['not in tues i mean weds', '11-25'],
    ['off tuesday no wednesday', '11-25'],
    ['off tuesday, sorry, wednesday', '11-25'],
    ['off the 3rd of december.. the 4th i meant', '12-04'],
    ['hols 1st to 4th dec please. wait, 7th to 11th dec', '12-07..12-11'],
    ['Im off tomorrow for a funeral. Correction, Wednesday', '11-25'],
    ['leave 30 nov to 2 dec\n*7-9 dec wrong dates', '12-07..12-09'],
    ['Tuesday im off with my back. No wait, Wednesday, tuesday is fine', '11-25'],
    ['I need thursday off, no not thursday, its friday', '11-27'],
    ['not in today, sorry. tomorrow im in', '11-23'],
    ['off today sorry, and off tomorrow too', '11-23 11-24'],
    ['* off monday 30th * off tuesday 1st', '11-30 12-01'],
  ]);

  test('is no correction of a message before it, as one of what was said there is', () => {
    expect(read('not in tues i mean weds')).toMatchObject({ isCorrection: false, events: [{ insteadOf: [] }] });
    expect(read('I need thursday off, no not thursday, its friday')).toMatchObject({ isCorrection: false });
    expect(read('I said thursday, i meant friday')).toMatchObject({ isCorrection: true });
    expect(read('not thursday i mean friday').events[0]?.insteadOf).toEqual(daysOf('11-26'));
  });

  test('the words of it can still be shown', () => {
    const { text, because } = only('Tuesday im off for the dentist. sorry i mean wednesday');
    expect(text).toContain('off for the dentist');
    expect(because).toContainEqual({ words: 'wednesday', means: '2026-11-25' });
  });
});

describe('what only looks like putting right', () => {
  rows([
    ['cant make it today, will make it tomorrow', '11-23'],
    ["not in today. I'll make it thursday", '11-23'],
    ["can't do tuesday, make it thursday", '11-24'],
    ["tuesday's no good, rather thursday", '11-24'],
    ['off today. actually im off until friday', '11-23..11-27'],
    ['work experience week on thursday so not in', '11-26'],
  ]);
});

describe('days gone by', () => {
  rows(
    [
      ['was off yesterday sorry', '11-20'],
      ['sorry i wasnt in friday i had a bug', '11-20'],
      ['I missed thursday, hospital', '11-19'],
      ['off thurs n fri last week w flu n still rough so not today either, back tues', '11-19 11-20 11-23'],
      ['was ill last week', '11-16..11-20'],
      ['i was off on the 12th', '11-12'],
    ].map(([text, days]) => [text, text.includes('yesterday') ? '?' : days] as [string, string]),
  );
});

test('a year long gone is most likely a slip', () => {
  expect(only('off 2/12/25').questions).toContain('which-day');
  expect(only('was off 12/11/2026').questions).not.toContain('which-day');
});

test('a Sunday’s "not in" asks for the day, "tomorrow" is Monday', () => {
  const sunday = { ...learner, today: '2026-11-22' };
  expect(only('not in', sunday).questions).toContain('which-day');
  expect(only('not in tomorrow', sunday).days).toEqual(['2026-11-23']);
  expect(only('off sick this week', sunday).questions).toContain('which-day');
});

test('a year turns: dates without a year lie ahead', () => {
  const late = { ...learner, today: '2026-12-30' };
  expect(only('off on the 4th of jan', late).days).toEqual(['2027-01-04']);
  expect(only('off on the 5th', late).days).toEqual(['2027-01-05']);
  expect(only('off 31 dec to 5 jan', late).days).toEqual(['2026-12-31', '2027-01-04', '2027-01-05']);
});

describe('days of this month and the next', () => {
  rows([
    ['can i have the 26th and 27th of this month off please', '11-26 11-27'],
    ['off the 3rd and 4th of next month, moving house', '12-03 12-04'],
    ['on leave 8th to 10th of next month', '12-08..12-10'],
    ['off the 26th, one of this months trips', '11-26'],
  ]);
});

describe('the one after, and a few days of a week', () => {
  rows([
    ['not in this Thursday and the one after, hospital both times', '11-26 12-03'],
    ['cant do next week or the one after that', '11-30..12-11'],
    ['off Friday and the next one too, court', '11-27 12-04'],
    ['off thursday and the one after lunch on friday i will make', '11-26 11-27'],
    ['away the last two days of this week', '11-26 11-27'],
    ['first three days of next week im at a trade show so not in', '11-30..12-02'],
    ['off the first day of next week', '11-30'],
    ['wont be in the last day of next week', '12-04'],
    ['off the last two days of term', '?'],
  ]);
});

describe('a week that is spoken of', () => {
  rows([
    ['week of the 7th we are in Wales, I am off all week', '12-07..12-11'],
    ['off all week', '11-23..11-27'],
    ['back next week but not in the rest of this one, flu', '11-23..11-27'],
  ]);
});

describe('until a feast', () => {
  rows([
    ['off every Friday until Christmas', '11-27 12-04 12-11 12-18'],
    ['away every Wednesday till the new year', '11-25 12-02 12-09 12-16 12-23 12-30'],
    ['off every Tuesday until Easter', '11-24 12-01 12-08 12-15 12-22 12-29 01-05 01-12 01-19 01-26 02-02 02-09 02-16 02-23 03-02 03-09 03-16 03-23'],
    ['off between Christmas and New Year', '12-29..12-31'],
    ['off until Christmas', '11-23…'],
  ]); // biome-ignore format: one row a line
});

describe('a day behind', () => {
  const friday = { ...learner, today: '2026-11-27' as const };
  rows([['off sick since last Thursday, back on Monday', '11-19..11-27']], friday);
  rows([['off sick since last Wednesday, back on Monday', '11-25..11-27']], friday);
  rows([['off sick since Thursday, back on Monday', '11-26 11-27']], friday);
  const tuesday = { ...learner, today: '2026-11-24' as const };
  rows([['sorry I missed monday and tuesday, was ill', '11-23 11-24']], tuesday);
  rows([['sorry I missed tuesday, was ill', '11-17?']], tuesday);
  rows([
    ['legs are dead after the match on Saturday, not in', '11-23'],
    ['cant walk after that spin class yesterday so not coming', '11-23'],
  ]);
});

test('another day than the one they cannot make', () => {
  expect(only('have to do my review another day than Thursday, I am at work so not in').days).toEqual(daysOf('11-26'));
  expect(only('not in today, same as Thursday').days).toEqual(daysOf('11-23'));
});

describe('what is written in the evening', () => {
  const at = (now: string) => ({ ...learner, now });
  rows(
    [
      ['feeling awful, not going to make it in the morning', '11-24'],
      ['got the dentist at 9 in the morning so wont be in', '11-24'],
      ['not in Thursday, got the dentist in the morning', '11-26'],
      ['was up sick at 6 in the morning so not in', '11-23'],
      ['not coming in, been in a&e since 3 in the morning', '11-23'],
    ],
    at('19:30'),
  );
  rows([['got the dentist in the morning so wont be in', '11-23']], at('08:15'));
  rows(
    [
      ['wont be in, got a stinking cold', '11-24'],
      ['wont be in today, got a stinking cold', '11-23'],
    ],
    at('22:40'),
  );
  test('who comes late then is late for a class that is on', () => {
    expect(only('running 10 mins late', at('21:05')).days).toEqual(daysOf('11-23'));
  });
});

describe('beside an absence', () => {
  rows([
    ['out today with a bug. normal service next week', '11-23'],
    ['next week normal service but off until Wednesday, in Spain', '11-23 11-24…'],
    ['its Monday and its only tutorial so not coming', '11-23'],
    ['scrap Tuesday, its Thursday I am at the hospital', '11-26'],
    ['he said he will be waiting outside tomorrow so im not coming', '11-24'],
    ['he said he will be waiting outside tomorrow. off today', '11-23'],
    ['still really bad with my chest, missed thursday and friday as well', '11-19 11-20 11-23'],
    ['still waiting on the scan, missed thursday and friday because of it', '11-19 11-20'],
    ['missed friday and still rough but in today', '11-20'],
    ['was meant to come back today but been sick again so it will be Wednesday now', '11-23 11-24'],
    ['not in until Wednesday, tooth out this morning', '11-23 11-24…'],
    ['tooth out on Thursday so not in', '11-26'],
    ['had my wisdom teeth out Saturday, off for a week', '11-23..11-27'],
    ['not in today, roadworks till Friday', '11-23'],
  ]);
});

test('a week away from its Monday, and back in another', () => {
  expect(only('off from w/c 7th Dec, back w/c 4th Jan').days).toEqual(daysOf('12-07..01-01'));
});

describe('a day is of the month that was spoken of, where it is nearer there', () => {
  rows([
    ['on leave 7-11 Dec and also off the 17th and 18th', '12-07..12-11 12-17 12-18'],
    ['operation is 3rd Dec so off from the 30th until the 4th', '11-30..12-04'],
    ['off weds 9th or tues 8th', '12-08 12-09?'],
  ]);
  test('whoever it was said of', () => {
    const { events } = read(
      'Jack is on leave 18-22 Jan. Hamza is only off the 20th and 21st',
      employerOf('Jack', 'Hamza'),
    );
    expect(events.map((one) => one.days)).toEqual([daysOf('01-18..01-22'), daysOf('01-20 01-21')]);
  });
});

describe('what is told beside a day', () => {
  rows([
    ['wont be in mon tues this week', '11-23 11-24'],
    ['off wed thurs next week', '12-02 12-03'],
    ['not in today, pulled my shoulder at the gym yesterday', '11-23'],
    ['not in today, boss may let me come. Maybe next week he lets me', '11-23'],
    ['off today, mum is not been back since thursday', '11-23'],
    ['flight got cancelled, next one they can get us on is Wednesday so I will be in Thursday', '11-23..11-25'],
    ['flight is Wednesday so not in Thursday', '11-26'],
    ['they are off until they are 48 hours clear. think Thursday', '11-23..11-25…'],
    ['not in today or tomorrow. will make the Friday one', '11-23 11-24'],
    ['will not make the Friday one', '11-27'],
    ['jury service starts Monday 7th December, they reckon two weeks', '12-07..12-18'],
    ['off from tomorrow for about a month so back 14 Dec', '11-24..12-11'],
    ['my daughters school is closed on Friday, I can not come', '11-27'],
    ['my daughters school is closed on Friday. Off today', '11-23'],
    ['not in. he came back from that party on Saturday in a state and I am tired', '11-23'],
  ]);
});

describe('which of the days said is meant', () => {
  rows([
    ['off all week w/c 7 December, cadets', '12-07..12-11'],
    ['off all week. w/c 7 December I am back', '11-23..11-27'],
    ['cant come in, back when i can but it depends on the clinic tomorrow', '11-23'],
    ['not in again until my student finance comes on the 30th', '11-23..11-27…'],
    ['stuck in with the little one today, could be tomorrow as well', '11-23…'],
    ['I could be off Thursday as well', '11-26'],
    ['on jury service from the 7th for two weeks. Do I miss my Thursday days?', '12-07..12-18'],
    ['forgot to message friday I had food poisoning, in today', '11-20'],
  ]);
  const staff = { ...learner, sender: 'staff' as const };
  rows(
    [
      ['Please record Aisha as authorised absent Wed and Thurs this week, her nan died. Back Friday', '11-25 11-26'],
      ['Aisha was due with you Friday, she was off sick', '11-20'],
      ['Aisha was due with you Friday but she is off today', '11-23'],
    ],
    staff,
  );
  test('of the working day before and the class after it', () => {
    const late = only('doing the stock count till close tonight, can I come in for 10 tomorrow');
    expect([late.kind, late.days]).toEqual(['lateness', daysOf('11-24')]);
  });
});

describe('each day for a reason of its own', () => {
  const each = (text: string) => read(text).events.map(({ days, reason }) => [days, reason]);
  test('is a happening of its own', () => {
    const wanted = [
      [daysOf('11-26'), 'medical_appointment'],
      [daysOf('11-27'), 'other'],
    ];
    expect(each('thursday is the doctors, friday is court')).toEqual(wanted);
    expect(each('not in thursday and i wont be in friday. thursday is the doctors friday is court')).toEqual(wanted);
  });
  test('with one reason it stays one', () => {
    expect(each('not in thursday or friday. thursday is court')).toHaveLength(1);
    expect(each('not in thursday or friday. thursday is court, friday is not')).toHaveLength(1);
    expect(each('off thursday and friday, friday is court and thursday is court too')).toHaveLength(1);
  });
});

test('a site that closes and opens again, and who then is not at work or college', () => {
  const text = 'We close on the 23rd Dec and reopen 4th Jan so Megan will not be at work or college';
  expect(only(text, employerOf('Megan')).days).toEqual(daysOf('12-23..12-31'));
});

describe('of a week the days that are asked for', () => {
  rows([
    ['we will be off for Eid next week, put me down for Monday 30th and Tuesday 1st to be safe', '11-30 12-01'],
    ['off next week, on leave', '11-30..12-04'],
    ['cant come in mums not been back since thursday', '11-23'],
    ['ive been off sick since thursday', '11-19..11-23'],
  ]);
});

describe('a day that is over stays the day it was', () => {
  const wednesday = { ...learner, today: '2026-11-25', now: '14:40' } as const;
  test.each([
    ['I went home after lunch yesterday because I was sick', ['2026-11-24']],
    ["I couldn't come in after my appointment yesterday", ['2026-11-24']],
    ['I was off sick Monday and did not come in yesterday', ['2026-11-23', '2026-11-24']],
    ['not in today, my legs are dead after the bleep test yesterday', ['2026-11-25']],
  ])('%s', (text, days) => expect(read(text, wednesday).events.flatMap((one) => one.days)).toEqual(days));

  const evening = { ...learner, now: '20:30' } as const;
  test.each([
    ['I overslept in the morning so I missed first lesson', ['2026-11-23']],
    ['I got there late in the morning because of traffic', ['2026-11-23']],
    ['wont be in in the morning, got the dentist', ['2026-11-24']],
  ])('%s, written in the evening', (text, days) =>
    expect(read(text, evening).events.flatMap((one) => one.days)).toEqual(days),
  );

  const night = { ...learner, now: '21:45' } as const;
  test.each([
    ["I haven't been in because I've got flu", ['2026-11-23']],
    ["cant come in, I've got flu", ['2026-11-24']],
  ])('%s, written at night', (text, days) => expect(read(text, night).events.flatMap((one) => one.days)).toEqual(days));
});
