import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, past } from '../support/college.ts';
import { actionsOf, saidBy, sentInputs, wordsOf } from '../teams/client.ts';
import type { Card } from '../teams/loopback-teams.ts';

const columns = 'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends';

/** Questions, covers, places and other people's work, over weeks (S5, S14, SPEC P). */
describe('seen through by those concerned', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('T3', 'Uma Grant', ['tutor']);
    for (const id of ['T1', 'T2', 'T3', 'A1', 'H1', 'E1', 'L1', 'M1']) await college.say(id, 'help');
    for (const id of ['L5', 'L6']) await college.addHistory(id, [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  test('S5: a question about missed work goes to the tutor, is put to them again each morning, also past the date, and comes back answered; both are kept', async () => {
    await college.addSession({ _id: 'ws', programmeId: 'APP', title: 'Workshop', type: 'workshop', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('ws', { 'APP-L1': 'authorised' });
    await college.press('T1', 'Set the missed work', 'Set the work', { 'What they are': 'Read unit 4', By: day(2) });
    const bare = await college.press('L1', 'Read unit 4', 'I have a question');
    expect(bare.words).toContain('say it in a few words');
    const sent = await college.press('L1', 'Read unit 4', 'I have a question', {
      'A question about': 'the old book or the new one?',
    });
    expect(sent.words).toContain('Your tutor has your question');
    const card = ['A question about missed work', 'the old book'];
    const first = (await college.card('T1', card)).id;
    await college.moveTo('09:01', day(3));
    expect((await college.card('T1', card)).id).not.toBe(first);
    expect(college.find('T1', 'Missed work overdue')).toBeUndefined();
    await college.press('T1', card, 'Answer', { 'Your answer': 'the new one, pages 40 to 44' });
    const words = await college.words('L1', 'Read unit 4');
    expect(words).toContain('Question: “the old book or the new one?”');
    expect(words).toContain('Answer: “the new one, pages 40 to 44”');
    // Thursday's answer leaves two working days from then.
    expect(words).toContain('Monday 30 November');
    await college.press('L1', 'Read unit 4', 'I have done it');
    await college.press('T1', 'Missed work handed in', 'Accept');
    expect(await college.words('T1', ['Missed work done', 'Read unit 4'])).toContain('pages 40 to 44');
  });

  test('P: a cover stands when the same timetable comes again; a timetable that names somebody else, or another day, is newer', async () => {
    for (const id of ['c1', 'c2', 'c3'])
      await college.addSession({ _id: id, on: day(4), at: '10:00', minutes: 60, title: id });
    await college.say('T1', 'cover');
    await college.press('T1', 'Cover or hand over', 'Hand over', { What: `day:${day(4)}`, To: 'T2' });
    const timetable = (c2: string, c3: string) => [
      columns,
      `c1,BUS,T1,c1,teaching,face-to-face,${day(4)},10:00,11:00`,
      `c2,BUS,${c2},c2,teaching,face-to-face,${day(4)},10:00,11:00`,
      `c3,BUS,T1,c3,teaching,face-to-face,${c3},10:00,11:00`,
    ];
    const tutors = async () =>
      (
        await college.c.sessions
          .find({ _id: /^c[123]$/ })
          .sort({ _id: 1 })
          .toArray()
      ).map((one) => one.tutorIds);
    await college.import({ 'sessions.csv': timetable('T1', day(4)) });
    expect(await tutors()).toEqual([['T2'], ['T2'], ['T2']]);
    await college.import({ 'sessions.csv': timetable('T3', day(7)) });
    expect(await tutors()).toEqual([['T2'], ['T3'], ['T1']]);
    await college.import({ 'sessions.csv': timetable('T1', day(7)) });
    expect(await tutors()).toEqual([['T2'], ['T1'], ['T1']]);
  });

  /** So many sessions of the week after next, whose registers nobody is asked for. */
  async function addClasses(count: number): Promise<void> {
    for (let n = 0; n < count; n++)
      await college.addSession({
        _id: `many-${n}`,
        on: day(8 + (n % 4)),
        at: '13:00',
        title: `Class ${n}`,
        next: undefined as never,
      });
  }

  test('P: of more sessions than one card can carry each can be handed over: the list says how many there are, and a button brings the next', async () => {
    await addClasses(130);
    await college.say('H1', 'cover');
    const form = await college.card('H1', 'Cover or hand over');
    expect(JSON.stringify(form.card).length).toBeLessThan(25_000);
    const count = Number(/sessions 1 to 100 of (\d+)/.exec(wordsOf(form.card))?.[1]);
    expect(count).toBeGreaterThanOrEqual(130);
    const rest = await college.press('H1', 'Cover or hand over', `Show the next ${count - 100} sessions`);
    expect(rest.words).toContain(`sessions 101 to ${count} of ${count}`);
    const last = await college.c.sessions.findOne({ title: /^Class/ }, { sort: { startsAt: -1, _id: -1 } });
    await college.press('H1', 'Cover or hand over', 'Hand over', { What: last?._id ?? '', To: 'T2' });
    expect((await college.c.sessions.findOne({ _id: last?._id ?? '' }))?.tutorIds).toContain('T2');
    await college.c.sessions.deleteMany({ _id: /^many-/ });
  });

  test('P: what is filled in on such a form stays on its next page, also a session picked on another one', async () => {
    await addClasses(230);
    const first = await college.c.sessions.findOne({ title: /^Class/ }, { sort: { startsAt: 1, _id: 1 } });
    const [id, title] = [first?._id ?? '', first?.title ?? ''];
    const next = /^Show the next \d+ sessions$/;
    const press = async (card: Card | undefined, button: string, typed: Record<string, string> = {}) => {
      const answer = await college.people.press(college.user('H1'), card ? { card } : {}, button, typed);
      await college.settled();
      return { card: answer.card, words: saidBy(answer) };
    };
    const turn = (card: Card | undefined, typed: Record<string, string> = {}) =>
      press(card, actionsOf(card).find((one) => next.test(one.title ?? ''))?.title ?? '', typed);

    await college.say('H1', 'change a session');
    const form = (await college.card('H1', 'Change or cancel a session')).card;
    const typed = { Session: id, 'What changes': 'cancel', 'New room': 'Hall 2', Why: 'A burst pipe' };
    const second = await turn(form, typed);
    const whole = { f_session: id, f_what: 'cancel', f_room: 'Hall 2', f_why: 'A burst pipe' };
    expect(second.words).toContain('sessions 101 to 200');
    expect(sentInputs(second.card)).toEqual(whole);
    expect(JSON.stringify(second.card)).toContain(title);
    // Teams would not send it while something on it must be filled in.
    expect(JSON.stringify(second.card)).not.toContain('"isRequired":true');
    const third = await turn(second.card);
    expect(third.words).toContain('sessions 201 to');
    expect(sentInputs(third.card)).toEqual(whole);
    // A refused press keeps it, too; then the session of the first page is cancelled from the third.
    const refused = await press(third.card, 'Change and tell everyone');
    expect(refused.words).toContain('New room');
    expect(sentInputs(refused.card)).toEqual(whole);
    await press(refused.card, 'Change and tell everyone', { 'New room': '' });
    expect((await college.c.sessions.findOne({ _id: id }))?.cancelled?.why).toBe('A burst pipe');

    await college.say('H1', 'cover');
    const cover = await turn((await college.card('H1', 'Cover or hand over')).card, { To: 'T2' });
    expect(sentInputs(cover.card)).toMatchObject({ f_to: 'T2' });
    const unsaid = await press(cover.card, 'Hand over');
    expect(unsaid.words).toContain('What');
    expect(sentInputs(unsaid.card)).toMatchObject({ f_to: 'T2' });
    await college.c.sessions.deleteMany({ _id: /^many-/ });
  });

  test('P: “my tasks” of whoever heads a programme ends with what lies with others there, the longest waiting first', async () => {
    await college.moveTo('09:55', day(7));
    for (const [id, at] of [
      ['f5', '10:00'],
      ['f6', '11:00'],
    ] as const) {
      await college.addSession({ _id: id, on: day(7), at, minutes: 60 });
      await college.moveTo(at, day(7));
      await college.save(id, id === 'f5' ? { 'BUS-L5': 'unauthorised' } : { 'BUS-L6': 'unauthorised' });
    }
    await college.say('H1', 'my tasks');
    const words = await college.words('H1', 'My tasks');
    expect(words).toContain('A decision about attendance: Ella Wright');
    expect(words).toContain('With Maya Patel since Monday 30 November');
    expect(words.indexOf('Ella Wright')).toBeLessThan(words.indexOf('Freddie Novak'));
    await college.say('A1', 'my tasks');
    expect(await college.words('A1', 'My tasks')).not.toContain('Ella Wright');
  });

  test('S14: an enrolment that an import ends is told to the employer as a removal is, on the morning after, once; going on there is not', async () => {
    const header = 'enrolment_id,learner_id,programme_id,from,to,coach_id,employer_id';
    await college.import({
      'enrolments.csv': [
        header,
        `APP-L1,L1,APP,2026-08-01,${day(9)},T1,E1`,
        `APP-L2,L2,APP,2026-08-01,${day(9)},T1,E1`,
        `APP-L2b,L2,APP,${day(10)},,T1,E1`,
      ],
    });
    await college.moveTo('20:00', day(9));
    expect(college.find('E1', 'has left Level 3 Team Leader')).toBeUndefined();
    await college.moveTo('09:01', day(10));
    const words = await college.words('E1', 'has left Level 3 Team Leader');
    expect(words).toContain('Aisha Khan');
    expect(words).toContain('Their place ended on Wednesday 2 December');
    await college.import({ 'enrolments.csv': [header, `APP-L1,L1,APP,2026-08-01,${day(9)},T1,E1`] });
    await college.moveTo('09:01', day(14));
    const told = college.teams
      .shownTo(college.user('E1'))
      .filter((one) => JSON.stringify(one.card ?? '').includes('has left'));
    expect(told).toHaveLength(1);
  });
});
