import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { LoopbackSms } from '../providers/loopback-sms.ts';
import { College, monday } from '../support/college.ts';
import { Telephone } from '../support/texting.ts';
import { until } from '../support/until.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';
import { saidBy, wordsOf } from '../teams/client.ts';

const sites = [
  'site_id,name,phone,contact,sms_sender,division,closed',
  `LDS,Brookvale Leeds,0113 496 0123,the Leeds office,BrookLeeds,,${addDays(monday, 8)}`,
  'GLA,Brookvale Glasgow,0141 496 0123,,,Scotland,',
];
const concernVerbs = verbs.map((one) => one.verb).filter((verb) => verb.startsWith('concern-'));

/** Business is taught in Leeds, the apprenticeship in Glasgow; Ben (L2) is on both and at home in Glasgow. */
async function openSites(college: College): Promise<void> {
  const programme = (id: string, name: string, kind: string, pack: string, head: string, site: string) =>
    `${id},${name},${kind},${pack},${head},${site}`;
  await college.addPerson('D1', 'Lea Principal', ['leader']);
  await college.import({
    'sites.csv': sites,
    'people.csv': ['person_id,name,roles,site_id', 'L2,Ben Carter,learner,GLA', 'S1,Nia Roberts,safeguarding,LDS'],
    'programmes.csv': [
      'programme_id,name,kind,pack,hosp_id,manager_id,site_id',
      programme('BUS', 'Level 2 Business', 'study-programme', 'green-labyrinth', 'H1,', 'LDS'),
      programme('APP', 'Level 3 Team Leader', 'apprenticeship', 'sts', ',A1', 'gla'),
    ],
  });
}

describe('two sites: texts and days off', () => {
  let college: College;
  const twin = new LoopbackSms();
  const parent = '+447700900900';
  const employer = '+447700900124';
  beforeAll(async () => {
    await twin.start();
    college = await College.open({
      senders: { sms: twin.webhook },
      learners: 4,
      rulesAlone: true,
    });
    await openSites(college);
    await college.c.people.updateOne({ _id: 'E1' }, { $set: { mobile: employer }, $unset: { entraId: '' } });
    for (const id of ['T1', 'A1', 'H1']) await college.say(id, 'help');
  });
  afterAll(async () => {
    await college.close();
    await twin.stop();
  });
  const textsTo = (number: string, words: string) => twin.to(number).filter((one) => one.text.includes(words));

  test('G6, S10: an absence is told with name, phone and sender of the site of that very session', async () => {
    await college.addSession({ _id: 'bus' });
    await college.addSession({ _id: 'app', programmeId: 'APP', at: '13:00', title: 'Workshop', type: 'workshop' });
    await college.moveTo('09:00');
    await college.save('bus', { 'BUS-L2': 'unauthorised', 'BUS-L4': 'unauthorised' });
    await college.moveTo('13:00');
    await college.save('app', { 'APP-L2': 'unauthorised' });
    await college.moveTo('14:00');
    for (const name of ['Ben', 'Daniel']) {
      const [told] = textsTo(parent, name);
      // Ben is at home in Glasgow; what he missed was in Leeds.
      expect(told?.text).toMatch(/^Brookvale Leeds: .*Call the Leeds office: 0113 496 0123$/s);
      expect(told?.from).toBe('BrookLeeds');
    }
    const [toEmployer] = textsTo(employer, 'Ben');
    expect(toEmployer?.text).toMatch(/^Brookvale Glasgow: .*Call us: 0141 496 0123$/s);
    expect(toEmployer?.from).toBeUndefined();
  });

  test('P: what is about nobody’s session goes by where somebody is at home, and of the whole college by the college', async () => {
    for (const [id, mobile] of [
      ['L2', '07700 900201'],
      ['L4', '07700 900202'],
      ['T2', '07700 900203'],
    ] as const)
      await college.c.people.updateOne({ _id: id }, { $set: { mobile } });
    const start = (number: string) => twin.to(number).at(-1)?.text.split(':')[0];
    const { world } = college.bot;
    const wishes = ['L2', 'L4', 'T2'].map((about, i) => ({
      _id: `said-${about}`,
      kind: 'sms' as const,
      to: `+44770090020${i + 1}`,
      about,
      body: 'Please ring.',
    }));
    await world.records.outbox.put(wishes, world.clock.now());
    await college.settled();
    expect(start('+447700900201')).toBe('Brookvale Glasgow');
    expect(start('+447700900202')).toBe('Brookvale Leeds');
    expect(start('+447700900203')).toBe('Brookvale College');
  });

  test('G2: “next week” leaves out the days off of where a learner is, told anew or put right', async () => {
    await college.c.enrolments.deleteOne({ _id: 'BUS-L1' });
    const week = [1, 2, 3, 4].map((n) => addDays(monday, 7 + n));
    const days = async () => (await college.c.notices.find({ learnerId: 'L1' }).sort({ createdAt: -1 }).next())?.days;
    await college.say('L1', 'not in next week');
    expect(await days()).toEqual(week);
    await college.say('L1', 'no i meant friday');
    expect(await days()).toEqual([addDays(monday, 4)]);
    await college.say('L1', 'no i meant next week');
    expect(await days()).toEqual(week);
  });

  test('S7: St Andrew’s Day is a day off in Glasgow alone, a closure of Leeds’ own in Leeds alone', async () => {
    const [scottish, closed] = [addDays(monday, 7), addDays(monday, 8)];
    const nudged: Record<string, boolean> = {};
    for (const day of [scottish, closed])
      for (const programmeId of ['BUS', 'APP']) {
        const _id = `${programmeId}-${day}`;
        const type = programmeId === 'BUS' ? 'teaching' : 'workshop';
        await college.addSession({ _id, programmeId, type, on: day, title: `Class ${_id}` });
      }
    for (const day of [scottish, closed]) {
      await college.moveTo('09:25', day);
      for (const programmeId of ['BUS', 'APP']) {
        const due = await college.c.tasks.findOne({ kind: 'register-due', sessionId: `${programmeId}-${day}` });
        nudged[`${programmeId} ${day}`] = due?.history.some((one) => one.act === 'nudged') ?? false;
      }
    }
    expect(nudged).toEqual({
      [`BUS ${scottish}`]: true,
      [`APP ${scottish}`]: false,
      [`BUS ${closed}`]: false,
      [`APP ${closed}`]: true,
    });
  });
});

describe('two sites: what the office reads and tells itself is asked of the site’s own', () => {
  let college: College;
  const twin = new LoopbackSms();
  const phone = (number: string) => new Telephone(college, twin, number);
  const offices = ['O1', 'O2', 'O3'];
  beforeAll(async () => {
    await twin.start();
    college = await College.open({
      senders: { sms: twin.webhook },
      learners: 4,
      rulesAlone: true,
    });
    await college.addPerson('O2', 'Gail Reid', ['admin', 'office-manager'], { sites: ['GLA'] });
    await college.addPerson('O3', 'Leo Webb', ['admin', 'office-manager'], { sites: ['LDS'] });
    await college.addPerson('T9', 'Ada Fry', ['tutor'], { sites: ['GLA'] });
    await openSites(college);
    for (const id of [...offices, 'T9']) await college.say(id, 'help');
  });
  afterAll(async () => {
    await college.close();
    await twin.stop();
  });
  /** Which of them have a card with these words. */
  const having = (words: string[]) => offices.filter((id) => college.find(id, words));

  test('G2: texts to read go by where their writer’s learner is at home, a stranger’s to everybody', async () => {
    const writers = { L2: '+447700900901', L4: '+447700900902' };
    for (const [_id, mobile] of Object.entries(writers)) {
      const contacts = [{ name: 'Mo', relation: 'parent or carer', mobile }];
      await college.c.people.updateOne({ _id }, { $set: { contacts } });
    }
    await phone(writers.L2).text('Ben is poorly today');
    await phone(writers.L4).text('Daniel is poorly today');
    expect(having(['Texts and emails to read', 'Ben is poorly'])).toEqual(['O1', 'O2']);
    expect(having(['Texts and emails to read', 'Daniel is poorly'])).toEqual(['O1', 'O3']);
    expect(having(['Texts and emails to read', 'Ben is poorly', 'Daniel is poorly'])).toEqual([]);
    await phone('+447700900199').text('is the college open');
    expect(having(['Texts and emails to read', 'is the college open'])).toEqual(offices);
    // Who moves meanwhile takes nothing off a list.
    await college.import({ 'people.csv': ['person_id,name,roles,site_id', 'L2,Ben Carter,learner,LDS'] });
    await college.press('O2', ['Texts and emails to read', 'Ben is poorly'], 'Dealt with');
    expect(having(['Texts and emails to read', 'Ben is poorly'])).toEqual([]);
    expect(having(['Texts and emails to read', 'Daniel is poorly'])).toEqual(['O1', 'O3']);
    await college.import({ 'people.csv': ['person_id,name,roles,site_id', 'L2,Ben Carter,learner,GLA'] });
    // A press that names a row of another site's list closes nothing.
    const own = await college.card('O3', ['Texts and emails to read', 'Daniel is poorly']);
    const id = /"row":"([^"]+)"/.exec(JSON.stringify(own.card))?.[1];
    await phone(writers.L2).text('Ben is still poorly');
    const glasgow = await college.card('O2', ['Texts and emails to read', 'Ben is still poorly']);
    const forged = JSON.parse(JSON.stringify(glasgow.card).replaceAll(/"row":"[^"]+"/g, `"row":"${id}"`));
    expect(
      saidBy(await college.people.press(college.user('O2'), { ...glasgow, card: forged }, 'Dealt with')),
    ).toContain('I cannot find that any more');
    expect((await college.c.incoming.findOne({ _id: id! }))?.done).toBeUndefined();
    expect(having(['Texts and emails to read', 'Daniel is poorly'])).toEqual(['O1', 'O3']);
  });

  test('G6: what nobody sends is told by the office where whom it is about is at home', async () => {
    const { world } = college.bot;
    await college.c.people.updateMany({ _id: { $in: ['L2', 'L4'] } }, { $unset: { mobile: '' } });
    const mail = (about: string) => ({
      _id: `mail-${about}`,
      kind: 'mail' as const,
      to: `${about.toLowerCase()}@x.example`,
      about,
      subject: 'Hi',
      body: `Please ring ${about}.`,
    });
    await world.records.outbox.put(['L2', 'L4', 'T2'].map(mail), world.clock.now());
    world.wake();
    // A row is due no more a moment before the office has it on its list.
    const words = ['L2', 'L4', 'T2'].map((about) => ['Please tell them yourself', `Please ring ${about}.`]);
    await until('each to be listed', () => words.every((one) => having(one).length > 0));
    await college.settled();
    expect(having(['Please tell them yourself', 'Please ring L2.'])).toEqual(['O1', 'O2']);
    expect(having(['Please tell them yourself', 'Please ring L4.'])).toEqual(['O1', 'O3']);
    expect(having(['Please tell them yourself', 'Please ring T2.'])).toEqual(offices);
    await college.press('O2', ['Please tell them yourself', 'Please ring L2.'], 'I have told them', {}, 'mail-L2');
    expect(await college.c.outbox.findOne({ _id: 'mail-L2' })).toMatchObject({ byHand: { byId: 'O2', how: 'told' } });
    expect(having(['Please tell them yourself', 'Please ring L2.'])).toEqual([]);
    expect(having(['Please tell them yourself', 'Please ring L4.'])).toEqual(['O1', 'O3']);
  });

  test('P: work without an owner is on the list of the site whose colleague had it', async () => {
    await college.addSession({ _id: 'app', programmeId: 'APP', type: 'workshop', title: 'Workshop', tutorIds: ['T9'] });
    await college.moveTo('09:35');
    await college.import({ 'people.csv': ['person_id,name,roles', 'T9,Ada Fry,none'] });
    await college.moveTo('10:00', addDays(monday, 1));
    expect(having(['Work without an owner', 'Ada Fry'])).toEqual(['O1', 'O2']);
  });
});

describe('two sites: the office of each has its own lists', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true, learners: 4 });
    await college.addPerson('O2', 'Gail Reid', ['admin', 'office-manager'], { sites: ['GLA'] });
    await college.addPerson('O3', 'Leo Webb', ['admin', 'office-manager'], { sites: ['LDS'] });
    await openSites(college);
    for (const id of ['L4', 'O1', 'O2', 'O3', 'D1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const both = ['Ben Carter', 'Daniel Osei'];

  test('P: whom Teams does not reach stands on the list of their own site, by page, command and card', async () => {
    const at = college.bot.clock.now();
    const unreachable = { code: 'UserBlocked', since: at, tried: at };
    await college.c.people.updateMany({ _id: { $in: ['L2', 'L4'] } }, { $set: { unreachable } });
    const visit = visitorOf(college);
    for (const [id, theirs] of [
      ['O1', both],
      ['O2', ['Ben Carter']],
      ['O3', ['Daniel Osei']],
    ] as const) {
      const page = pageWords((await visit.see(id, 'cannot-reach')).text);
      expect(both.filter((name) => page.includes(name))).toEqual(theirs);
      await college.say(id, 'cannot reach');
      const list = await college.words(id, 'People we cannot reach');
      expect(both.filter((name) => list.includes(name))).toEqual(theirs);
    }
  });

  test('P: programmes on pages are those of their site; a leader’s are all', async () => {
    const visit = visitorOf(college);
    const programmes = ['Level 2 Business', 'Level 3 Team Leader'];
    await college.addSession({ _id: 'bus-1', title: 'Spreadsheets' });
    await college.addSession({ _id: 'app-1', programmeId: 'APP', type: 'workshop', title: 'Coaching talk' });
    await college.moveTo('09:05');
    const seen = async (id: string, path: string, words: readonly string[]) => {
      const page = pageWords((await visit.see(id, path)).text);
      return words.filter((one) => page.includes(one));
    };
    expect(await seen('O2', 'today', ['Spreadsheets', 'Coaching talk'])).toEqual(['Coaching talk']);
    expect(await seen('O3', 'today', ['Spreadsheets', 'Coaching talk'])).toEqual(['Spreadsheets']);
    await college.save('bus-1');
    await college.save('app-1');
    await college.settled();
    expect(await seen('D1', 'programmes', programmes)).toEqual(programmes);
    expect(await seen('O2', 'programmes', programmes)).toEqual(['Level 3 Team Leader']);
  });

  test('G2: an absence to decide is asked of the office of its programme’s site, and of who is of the whole college', async () => {
    await college.addSession({ _id: 'later', on: addDays(monday, 1) });
    await college.say('L4', 'not in tomorrow, dentist at 2');
    await college.press('L4', 'Not in, Tuesday', 'Confirm');
    const asked = ['O1', 'O2', 'O3'].filter((id) => college.find(id, ['Absences to decide', 'Daniel Osei']));
    expect(asked).toEqual(['O1', 'O3']);
  });
});

describe('two sites: a concern is its own team’s', () => {
  let college: College;
  const texts = { L4: 'i want to kill myself because of room nine', L2: 'i want to kill myself because of the bridge' };
  const team = {
    LDS: ['S1', 'S5'],
    GLA: ['S2', 'S5'],
  };
  beforeAll(async () => {
    college = await College.open({ rulesAlone: true, learners: 4 });
    await college.addPerson('S2', 'Gil Munro', ['safeguarding'], { sites: ['GLA'], deputyId: 'X2' });
    await college.addPerson('S5', 'Ann Whole', ['safeguarding']);
    await college.addPerson('X1', 'Lou Deputy', ['hosp'], { mobile: '+44 7700 900701' });
    await college.addPerson('X2', 'Gus Deputy', ['hosp'], { mobile: '+44 7700 900702' });
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { deputyId: 'X1' } });
    await openSites(college);
    for (const id of ['L2', 'L4', 'S1', 'S2', 'S5', 'X1', 'X2', 'D1']) await college.say(id, 'help');
    await college.say('L4', texts.L4);
    await college.say('L2', texts.L2);
  });
  afterAll(() => college.close());

  const concernOf = async (learnerId: string) => {
    const found = await college.c.concerns.findOne({ 'holds.learnerId': learnerId });
    if (!found) throw new Error(`no concern about ${learnerId}`);
    return found;
  };
  /** Everything that is in somebody's chat, as one text. */
  const chatOf = (id: string) =>
    college.teams
      .shownTo(college.user(id))
      .map((one) => JSON.stringify(one.card ?? one.text ?? ''))
      .join('\n');
  const sees = (id: string, words: string) => chatOf(id).includes(words);

  /** Every verb of concerns, with all a press could hold, and every page and command: none gives a word or changes anything. */
  async function expectClosed(id: string, learnerId: 'L2' | 'L4', words: string): Promise<void> {
    const before = await concernOf(learnerId);
    const data = { concernId: before._id, personId: 'L1', outcome: 'all is well' };
    for (const verb of concernVerbs) {
      const answer = await college.people.invoke(college.user(id), verb, data);
      const said = typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.body.value);
      expect(said).toContain('You cannot do that here');
    }
    for (const say of ['holds', 'my tasks']) await college.say(id, say);
    const visit = visitorOf(college);
    const name = learnerId === 'L2' ? 'Ben Carter' : 'Daniel Osei';
    const whole = `safeguarding/${before._id}`;
    for (const path of [
      'safeguarding',
      'safeguarding?export=csv',
      whole,
      `${whole}?export=csv`,
      `story/${learnerId}`,
    ]) {
      const { text } = await visit.see(id, path);
      expect(text).not.toContain(words);
      if (path.startsWith('safeguarding')) expect(text).not.toContain(name);
    }
    const list = college.find(id, 'Holds');
    if (list) expect(wordsOf(list.card)).not.toContain(name);
    expect(sees(id, words)).toBe(false);
    expect(await concernOf(learnerId)).toEqual(before);
  }

  test('S11: it goes to the team where its learner is at home, and to who is of the whole college', async () => {
    const reached = (words: string) => ['S1', 'S2', 'S5', 'X1', 'X2', 'D1'].filter((id) => sees(id, words));
    expect(reached('room nine')).toEqual(team.LDS);
    expect(reached('the bridge')).toEqual(team.GLA);
    expect((await concernOf('L4')).sites).toEqual(['LDS']);
  });

  test('S11: unanswered, it goes to the deputies of its own team, by text too', async () => {
    await college.moveTo('08:11');
    expect([sees('X1', 'room nine'), sees('X1', 'the bridge')]).toEqual([true, false]);
    expect([sees('X2', 'room nine'), sees('X2', 'the bridge')]).toEqual([false, true]);
    for (const to of ['+44 7700 900701', '+44 7700 900702'])
      expect(await college.c.outbox.countDocuments({ to, acceptedAt: { $exists: true } })).toBe(1);
  });

  test('S11: no verb, command or page opens another site’s concern, nor for its deputies and who stands in', async () => {
    await expectClosed('S1', 'L2', 'the bridge');
    await expectClosed('S2', 'L4', 'room nine');
    await expectClosed('X1', 'L2', 'the bridge');
    const away = [{ from: monday, to: monday, deputyId: 'H1' }];
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { away } });
    await expectClosed('H1', 'L2', 'the bridge');
    await college.c.people.updateOne({ _id: 'S1' }, { $unset: { away: '' } });
    const desk = pageWords((await visitorOf(college).see('S5', 'safeguarding')).text);
    expect(desk).toMatch(/Ben Carter/);
    expect(desk).toMatch(/Daniel Osei/);
  });

  test('S11: who moves to the other site keeps the team that has their concern, until it passes it on', async () => {
    await college.press('S1', 'room nine', 'I have it');
    await college.import({ 'people.csv': ['person_id,name,roles,site_id', 'L4,Daniel Osei,learner,GLA'] });
    await college.say('S1', 'holds');
    const said = await college.words('S1', ['room nine', 'Pass it on']);
    expect(said).toContain('A concern about Daniel Osei would go to the Safeguarding Team of Brookvale Glasgow now.');
    expect(said).toContain('This one stays with the Safeguarding Team of Brookvale Leeds until you pass it on.');
    expect(sees('S2', 'room nine')).toBe(false);
    await college.press('S1', 'room nine', 'Pass it on');
    expect(await college.words('S2', 'room nine')).toMatch(/Nia Roberts: passed it on to the Safeguarding Team of/);
    expect(await concernOf('L4')).toMatchObject({ sites: ['GLA'], state: 'open', next: { step: 'escalate' } });
    await expectClosed('S1', 'L4', 'room nine');
  });

  test('S11: about whom nobody knows it is the team of whoever wrote; told whose it is, it goes to that team', async () => {
    await college.c.people.updateOne({ _id: 'T2' }, { $set: { sites: ['GLA'] } });
    await college.say('T2', 'i want to kill myself because of the purple marks');
    expect(['S1', 'S2', 'S5'].filter((id) => sees(id, 'purple marks'))).toEqual(team.GLA);
    const given = await college.press('S2', 'purple marks', 'Set whom it is about', { 'Whom is it about?': 'BV-L3' });
    expect(given.words).toContain('Chloe Evans');
    // Chloe is on a programme of each site and nobody said where she is at home: both teams have it.
    expect(['S1', 'S2', 'S5'].filter((id) => sees(id, 'purple marks'))).toEqual(['S1', 'S2', 'S5']);
  });

  test('S11: a site whose team is empty is nobody’s blind spot: the others’ teams hear', async () => {
    await college.c.people.updateMany({ _id: { $in: ['S2', 'S5'] } }, { $set: { roles: ['tutor'] } });
    await college.say('L2', 'i cut myself again last night by the canal');
    expect(sees('S1', 'by the canal')).toBe(true);
  });
});
