import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { isRefusal } from '../../src/domain/failure.ts';
import { learnerStory } from '../../src/usecases/overview/learner-story.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';
import { actionsOf, saidBy, seenOn, wordsOf } from '../teams/client.ts';

/** Ten sessions, two of them missed with leave: 80%, enough history, no occurrence. */
const history = Array.from({ length: 10 }, (_, i) => ({ code: i < 8 ? 'present' : 'authorised', on: day(-14 + i) }));

describe('risk, the Green Labyrinth way', () => {
  let college: College;
  let sessions = 0;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'M1', 'H1', 'O1', 'T1']) await college.say(id, 'help');
    for (const id of ['L2', 'L3', 'L4', 'L5', 'L6']) await college.addHistory(id, history);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  /** A lesson of an hour on a day; these learners are absent without leave. */
  async function lesson(on: string, at: string, absent: string[], more: Record<string, string> = {}): Promise<string> {
    const _id = `gl${++sessions}`;
    await college.addSession({ _id, on, at, minutes: 60, title: `Lesson at ${at}`, lesson: 1 });
    await college.moveTo(at, on);
    await college.save(_id, { ...Object.fromEntries(absent.map((id) => [`BUS-${id}`, 'unauthorised'])), ...more });
    return _id;
  }
  const steps = (learner: string, n: number) =>
    college.c.tasks
      .find({ learnerId: learner, 'data.n': n, kind: { $in: ['step', 'meeting', 'conduct-review'] } })
      .toArray();

  /** Whose reports stand under Maya's “my tasks”. */
  const listed = async () => {
    await college.say('M1', 'my tasks');
    const words = await college.words('M1', 'My tasks');
    return [...words.matchAll(/Attendance report: (\w+) \w+\s+Unauthorised absence on (\w+day \d+)/g)].map((one) =>
      one.slice(1, 3).join(', '),
    );
  };

  test('G9: the first occurrence: text to learner and parent, the report to the mentor at once, each step owned by someone', async () => {
    await lesson(day(0), '09:00', ['L2', 'L3', 'L5']);
    expect((await college.sent('L2')).filter((one) => /missed/.test(one))).toEqual([]);
    await college.moveTo('09:30', day(0));
    const texts = (await college.sent('L2')).filter((one) => one.includes('Monday 23 November: '));
    expect(texts.some((one) => one.includes('Ben, Monday 23 November: We missed you in class'))).toBe(true);
    expect(texts.some((one) => one.includes('Ben Carter, Monday 23 November: missed class'))).toBe(true);
    const decide = await college.words('M1', ['decision needed', 'Ella Wright']);
    expect(decide).toMatch(/The figures suggest A: No action: .* You decide, by Thursday 26 November\./);
    const report = await college.words('M1', 'Attendance report');
    expect(report).toContain('Unauthorised absence on Monday 23 November');
    const first = await steps('L2', 1);
    const items = (task: (typeof first)[number]) =>
      (task.data as { items: { code: string }[] }).items.map((one) => one.code);
    expect(first.map((one) => [one.ownerIds[0], items(one)])).toEqual([
      ['M1', ['monitor', 'evidence']],
      ['T1', ['coursework']],
    ]);
    expect(await college.words('T1', ['Ask whether coursework', 'Ben Carter'])).toContain(
      'First occurrence: steps to take',
    );
    expect(
      (
        await college.press('T1', ['Ask whether coursework', 'Ben Carter'], 'Done', {
          Note: 'extra maths help agreed',
        })
      ).words,
    ).toMatch(/Done: Sam Lee.*extra maths help agreed/);
  });

  test('G7: rank and flag stand side by side, the rank by its judgement and not by a colour, the percent cut and never rounded up', async () => {
    const card = await college.words('M1', 'Attendance report');
    expect(card).toMatch(/Rank\s+Unsatisfactory(?! *\()/);
    expect(card).toMatch(/Risk flag\s+None/);
    expect(card).toMatch(/Attendance\s+72% over 11 sessions/);
    // By its name, since the card stays in the chat while the days go by.
    expect(card).toMatch(/Last attended\s+\w+day \d+ \w+\b(?!,)/);
  });

  test('G9: the mentor sends the report on by one press and records the status, which goes to the MIS', async () => {
    const shown = (await college.teams.shownTo(college.user('M1')))
      .filter(
        (one) => wordsOf(one.card).includes('Ben Carter (BV-L2)') && wordsOf(one.card).includes('Attendance report'),
      )
      .at(-1);
    const sent = await college.people.press(college.user('M1'), shown!, 'Send to learner and parent');
    const told =
      /Told Monday 23 November, 09:3\d, by Maya Patel: Ben Carter \(Teams\), Parent \(text message accepted 09:3\d, delivered 09:3\d\)\./;
    // What the press brings is drawn before the text is out; the card says so once it is.
    expect(wordsOf(sent.card)).toMatch(
      /(Told|To be told) Monday 23 November, 09:3\d, by Maya Patel: Ben Carter \(Teams\), Parent/,
    );
    expect(actionsOf(sent.card).map((one) => one.title)).not.toContain('Send to learner and parent');
    await college.settled();
    expect(await college.words('M1', ['Attendance report', 'Ben Carter'])).toMatch(told);
    expect(await college.words('L2', 'Your attendance')).toContain('72%');
    expect((await college.sent('L2')).join()).toContain('Ben Carter’s attendance this year is 72%');
    await college.people.press(college.user('M1'), shown!, 'Record status', { 'Status for the MIS': 'monitored' });
    await college.settled();
    const event = await college.c.misEvents.findOne({ _id: /^risk-status\|BUS-L2/ });
    expect(JSON.parse(event?.body ?? '{}')).toMatchObject({ risk_status: 'monitored', recorded_by: 'M1' });
    expect((await college.c.enrolments.findOne({ _id: 'BUS-L2' }))?.statuses?.[0]?.status).toBe('monitored');
  });

  test('G9: a report with which nothing was done stands under “my tasks” for a week, and its row brings it', async () => {
    // Ben's was sent on.
    expect(await listed()).toEqual(['Chloe, Monday 23', 'Ella, Monday 23']);
    const list = await college.card('M1', 'My tasks');
    await college.people.press(college.user('M1'), list, 'Attendance report: Chloe Evans');
    await college.settled();
    const [last] = college.teams.shownTo(college.user('M1')).slice(-1);
    expect(wordsOf(last?.card)).toContain('Chloe Evans');
  });

  test('G9: the second occurrence flags Amber at once, but its steps wait until the first are closed or 5 working days old', async () => {
    await lesson(day(1), '09:00', ['L2', 'L3']);
    expect((await college.c.standings.findOne({ learnerId: 'L2', packId: 'green-labyrinth' }))?.flag).toBe('amber');
    expect(await steps('L2', 2)).toEqual([]);
    for (const row of ['monitor', 'evidence'])
      await college.press('M1', ['First occurrence', 'Ben Carter'], 'Done', { Note: 'seen' }, row);
    await college.settled();
    expect((await steps('L2', 2)).map((one) => one.kind).sort()).toEqual(['conduct-review', 'meeting', 'step']);
    expect(await steps('L3', 2)).toEqual([]);
    await college.moveTo('09:01', day(7));
    expect((await steps('L3', 2)).length).toBe(3);
  });

  test('G9: the story names each step as its card does, with what was noted', async () => {
    const mentor = await college.c.people.findOne({ _id: 'M1' });
    const story = await learnerStory(college.bot.world, mentor!, 'L2');
    if (isRefusal(story)) throw new Error(story.refused);
    const done = story.rows.filter((one) => one.what.startsWith('Steps to take: done')).map((one) => one.words);
    expect(done).toEqual([
      'Ask for evidence such as GP notes: seen',
      'Record the attendance details and keep an eye on progress: seen',
      // The tutor's own step, whose words are the tutor's.
      undefined,
    ]);
  });

  test('G17: learner and parent are invited to the meeting; when, who came and what was agreed are recorded', async () => {
    const arrange = await college.card('M1', ['Arrange a meeting', 'Ben Carter']);
    const invited = await college.people.press(college.user('M1'), arrange, 'Invite learner and parent', {
      Day: day(8),
      Time: '15:30',
      Place: 'Room 2',
    });
    expect(wordsOf(invited.card)).toContain('Invited: Ben Carter (Teams), Parent (text message');
    await college.settled();
    expect((await college.sent('L2')).join()).toContain(
      'Maya Patel invites you to a meeting about Ben Carter’s attendance',
    );
    expect(await college.words('L2', 'A meeting about your attendance')).toContain(
      'Tuesday 1 December at 15:30, Room 2',
    );
    const held = await college.people.press(college.user('M1'), { card: invited.card! }, 'Record the meeting', {
      'Who came': 'Ben and his mother',
      'What was agreed': 'bus pass, call on the way',
    });
    expect(wordsOf(held.card)).toContain('Ben and his mother');
    expect(await college.c.tasks.findOne({ kind: 'meeting', learnerId: 'L2' })).toMatchObject({
      state: 'held',
      data: { came: 'Ben and his mother', agreed: 'bus pass, call on the way' },
    });
  });

  test('G8: the mentor decides once per fall, the figures suggest, the person decides; C tells HoSP and Office Manager why', async () => {
    const card = await college.card('M1', ['C: Fitness to study', 'Ella Wright']);
    expect(wordsOf(card.card)).toContain('The figures suggest A: No action');
    const refused = await college.people.press(college.user('M1'), card, 'C: Fitness to study');
    expect(saidBy(refused)).toContain('Please say in a few words why');
    const decided = await college.people.press(college.user('M1'), card, 'C: Fitness to study', {
      Note: 'a parent is very ill',
    });
    expect(wordsOf(decided.card)).toContain('C: Fitness to study: Maya Patel');
    await college.settled();
    expect(await college.words('H1', 'Fitness to study')).toContain('Maya Patel says why: “a parent is very ill”');
    expect(await college.words('O1', 'Fitness to study')).toContain('Ella Wright');
    expect((await college.press('H1', 'Fitness to study', 'Careers Coach 1:1')).words).toContain('Ruth Adeyemi');
    expect(await college.words('M1', 'Arrange a 1:1 with the Careers Coach')).toContain('Ella Wright');
    const task = await college.c.tasks.findOne({ kind: 'fitness-to-study' });
    expect((task?.data as { evidence?: unknown[] } | undefined)?.evidence?.length).toBeGreaterThan(3);
  });

  test('G12: the mentor refers poor attendance to the Head of Study Programme', async () => {
    const own = await college.card('M1', ['Attendance report', 'Chloe Evans']);
    const answer = await college.people.press(college.user('M1'), own, 'Refer to Head of Study', {
      Note: 'does not answer me',
    });
    await college.settled();
    // What came of the press is seen, though something else of hers is asked first now.
    const said = /Attendance report\s+Referred to the Head of Study Programme\./;
    for (const card of [answer.card, (await college.card('M1', ['Attendance report', 'Chloe Evans'])).card])
      expect(seenOn(card)).toMatch(said);
    expect(await college.words('H1', 'Referred to you')).toContain('Maya Patel: “does not answer me”');
    expect((await college.press('H1', 'Referred to you', 'Arrange a meeting')).words).toContain(
      'Referred to you: decided',
    );
    expect(await college.words('H1', 'Referred for poor attendance')).toContain('Chloe Evans');
  });

  test('G9: the third occurrence is Red; panel and exit advice for the HoSP; nothing is decided without a press', async () => {
    await college.c.tasks.updateMany(
      { learnerId: 'L2', kind: 'conduct-review' },
      { $set: { isOpen: false, state: 'not-needed' } },
    );
    await college.press('M1', ['Second occurrence', 'Ben Carter'], 'Send it now');
    await lesson(day(8), '09:00', ['L2']);
    expect((await college.c.standings.findOne({ learnerId: 'L2', packId: 'green-labyrinth' }))?.flag).toBe('red');
    await college.settled();
    // Why a review is proposed is what happened, never the policy's instruction to the mentor.
    const proposed = await college.words('M1', ['Conduct Review: after your decision', 'Ben Carter']);
    expect(proposed).toMatch(
      /Conduct Review: after your decision\s+Ben Carter has a third unauthorised absence while below 90%\./,
    );
    expect(proposed).not.toContain('if the learner is not on one');
    const third = await steps('L2', 3);
    expect(third.map((one) => [one.kind, one.ownerIds[0], one.state]).sort()).toEqual([
      ['conduct-review', 'M1', 'draft'],
      ['meeting', 'H1', 'to-arrange'],
      ['meeting', 'M1', 'to-arrange'],
      ['step', 'H1', 'open'],
      ['step', 'M1', 'open'],
    ]);
    // The second meeting says what came of the first.
    expect(await college.words('M1', ['Arrange a meeting', 'Ben Carter'])).toContain(
      'Last met Tuesday 1 December: “bus pass, call on the way”',
    );
    expect(await college.words('H1', 'Fitness to Study Panel')).toContain('Ben Carter');
    expect(await college.words('H1', 'careers coaching 1:1')).toContain('Ben Carter');
    // A report is listed for a week.
    expect(await listed()).toEqual(['Ben, Tuesday 1']);
  });

  test('G10: below 64% exam entry is put to the HoSP, who alone decides', async () => {
    const at = day(9);
    for (const hour of ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00']) await lesson(at, hour, ['L6']);
    const card = await college.words('H1', 'A place at risk');
    expect(card).toContain('Freddie Novak');
    expect(card).toContain('below 64%: entry for exams is at risk');
    expect(String((await college.press('H1', 'A place at risk', 'Not entered, no progress')).words)).toContain(
      'Please say in a few words why',
    );
    expect((await college.press('H1', 'A place at risk', 'Keep the place')).words).toContain(
      'Keep the place: Ruth Adeyemi',
    );
  });

  test('G9: a mark amended away takes occurrence, flag, steps and cards back with a note, and deletes nothing', async () => {
    const before = await college.c.tasks.countDocuments({ learnerId: 'L2' });
    const third = (
      await college.c.registers.find({ 'rows.learnerId': 'L2', _id: /^gl/ }).sort({ openedAt: 1 }).toArray()
    )
      .filter((one) => one.rows.some((row) => row.learnerId === 'L2' && row.mark?.code === 'unauthorised'))
      .at(-1)!;
    await college.amend(third._id, { 'Ben Carter': 'present' });
    expect((await listed()).filter((one) => one.startsWith('Ben'))).toEqual([]);
    expect((await college.c.standings.findOne({ learnerId: 'L2', packId: 'green-labyrinth' }))?.flag).toBe('amber');
    expect((await steps('L2', 3)).every((one) => one.state === 'withdrawn')).toBe(true);
    expect(await college.words('H1', 'The occurrence does not count any more')).toContain('Ben Carter');
    expect(await college.c.tasks.countDocuments({ learnerId: 'L2' })).toBe(before);
  });

  test('G14: leadership sees decisions by decider without learners’ names, and is reminded of the yearly review', async () => {
    await college.addPerson('SLT', 'Lee Leader', ['leader']);
    await college.say('SLT', 'decisions');
    const view = await college.words('SLT', 'Decisions');
    expect(view).toMatch(/Maya Patel\s+C: Fitness to study 1/);
    expect(view).not.toMatch(/Ella|Ben|Chloe/);
    const head = view.slice(view.indexOf('Ruth Adeyemi'));
    expect(head).toContain('Fitness to study: Careers Coach 1:1 1');
    expect(head).toContain('Referral: Arrange a meeting 1');
    expect(view).not.toMatch(/careers-coach|withdrawn|printed/);
    // Named after the review was due, and nobody led before: reminded the next working morning.
    await college.moveTo('09:01', addDays(dayOf(college.bot.clock.now()), 4));
    expect(await college.words('SLT', ['Policy review is due', 'Green Labyrinth'])).toContain('Version 1.0');
    expect(
      (
        await college.press('SLT', ['is due', 'Green Labyrinth'], 'It has been reviewed', {
          'What was decided': 'no changes',
        })
      ).words,
    ).toContain('“no changes”');
  });
});
