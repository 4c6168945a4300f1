import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskOf } from '../../src/domain/task.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { openRegister } from '../../src/usecases/registers/open-register.ts';
import { College, day } from '../support/college.ts';
import { putReview } from '../support/put-to-people.ts';
import { actionsOf, inputsOf, wordsOf } from '../teams/client.ts';

/** Monday 30 November is a bank holiday in Scotland; the term ends on Thursday 10 December and begins on 5 January. */
const start = day(7);
const taught = [8, 9, 10, 11, 14, 15, 16, 17, 43, 44, 49, 50];

/** A Conduct Review over weeks as they are: a bank holiday, the end of term, a cancelled lesson, an absence, a cover (G11). */
describe('a Conduct Review in real weeks', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    const terms = [
      { from: '2026-09-07', to: day(17) },
      { from: day(43), to: '2027-04-01' },
    ];
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'scotland', terms } });
    for (const n of taught)
      await college.addSession({ _id: `l-${n}`, on: day(n), minutes: 60, lesson: 1, title: `Lesson of day ${n}` });
    await college.addSession({ _id: 'fell-out', on: day(8), at: '11:00', minutes: 60, lesson: 2, tutorIds: ['T2'] });
    for (const id of ['L1', 'L2', 'M1', 'H1', 'T1', 'T2']) await college.say(id, 'help');
    for (const id of ['L1', 'L2']) await putReview(college, id);
    await college.settled();
  });
  afterAll(() => college.close());

  const proposal = (name: string) => college.card('M1', ['Propose a Conduct Review', name]);
  const running = (id: string) => college.card(id, ['Conduct Review', 'running', 'Ben Carter']);
  const lesson = (tutor: string, n: number) =>
    college.card(tutor, ['Conduct Review: this lesson', `Lesson of day ${n}`]);
  const sign = async (tutor: string, n: number) =>
    college.press(tutor, ['Conduct Review: this lesson', `Lesson of day ${n}`], 'Sign', { 'Targets met': '1,2,3' });
  async function held(n: number, marks: Record<string, string> = {}, tutor = 'T1'): Promise<void> {
    await college.moveTo('09:00', day(n));
    await college.save(`l-${n}`, marks, tutor);
  }

  test('G11: a start in the holidays, or with a week that has no lessons, is refused with the next possible Monday; the draft shows that one', async () => {
    expect(inputsOf((await proposal('Ben Carter')).card).f_from).toBe(start);
    for (const n of [14, 21]) {
      const refused = await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', {
        'Starts on': day(n),
      });
      expect(refused.words).toContain('The next possible Monday is Monday 30 November. A Conduct Review needs lessons');
    }
    expect(await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L2' })).toMatchObject({
      state: 'draft',
    });
    await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', { 'Starts on': start });
  });

  test('G11: an approval left undone is asked again after 2 working days, goes to the leader after 3, and a draft to the Head of Study Programme', async () => {
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.say('V1', 'help');
    const title = ['Approve this Conduct Review?', 'Ben Carter'];
    const first = await college.card('H1', title);
    await college.moveTo('09:01', day(1));
    expect((await college.card('H1', title)).id).toBe(first.id);
    await college.moveTo('09:01', day(2));
    expect((await college.card('H1', title)).id).not.toBe(first.id);
    await college.moveTo('09:01', day(3));
    expect(await college.words('V1', ['Not answered yet', 'Ben Carter'])).toContain('With Ruth Adeyemi');
    expect(await college.words('H1', ['Not answered yet', 'Aisha Khan'])).toContain('With Maya Patel');
    await college.press('H1', title, 'Approve');
    expect(college.find('V1', ['Not answered yet', 'Ben Carter'])).toBeUndefined();
    expect(await college.words('L2', 'Your Conduct Review')).toContain('Monday 30 November to Friday 11 December');
    // It does not run before its Monday, and nobody is told that it does.
    for (const id of ['M1', 'H1', 'L2'])
      expect(college.find(id, ['Conduct Review running', 'Ben Carter'])).toBeUndefined();
    expect(await college.words('M1', ['Conduct Review agreed', 'Ben Carter'])).toContain('approved by Ruth Adeyemi');
    expect(await college.words('L2', 'It starts on Monday 30 November')).toContain('runs until Friday 11 December');
    // Ended before it began, it is no agreed one to its learner.
    const review = await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L2' });
    const learner = await college.c.people.findOne({ _id: 'L2' });
    const ended = { ...review, state: 'ended', isOpen: false } as TaskOf<'conduct-review'>;
    const face = await taskKindsOf['conduct-review'].face(college.bot.world, ended, learner!);
    expect([face?.title, face?.said]).toEqual(['Conduct Review: how it is going', 'It was ended early.']);
  });

  test('G11: an unsigned lesson is asked for again five minutes before its end, that evening and the next morning, and not on the bank holiday', async () => {
    await college.moveTo('12:00', start);
    expect(college.find('T1', 'Conduct Review: this lesson')).toBeUndefined();
    await held(8);
    // Its first lesson draws it anew.
    for (const id of ['M1', 'H1']) expect(wordsOf((await running(id)).card)).not.toContain('agreed');
    expect(await college.words('L2', 'Conduct Review: how it is going')).toContain('It runs until Friday 11 December');
    const ids = new Set([(await lesson('T1', 8)).id]);
    for (const [at, n] of [
      ['09:55', 8],
      ['18:00', 8],
      ['09:01', 9],
    ] as const) {
      if (n === 9) await held(9, { 'BUS-L2': 'unauthorised' });
      await college.moveTo(at, day(n));
      ids.add((await lesson('T1', 8)).id);
    }
    expect(ids.size).toBe(4);
  });

  test('G11: an absent learner’s lesson asks nobody to tick; one cancelled after its time counts for nothing; who covers a lesson signs it', async () => {
    expect(college.find('T1', ['Conduct Review', 'Lesson of day 9', 'Ben Carter'])).toBeUndefined();
    await college.say('T2', 'change a session');
    await college.press('T2', 'Change or cancel', 'Change and tell everyone', {
      Session: 'fell-out',
      'What changes': 'cancel',
      Why: 'it never took place',
    });
    expect(wordsOf((await running('M1')).card)).toContain('none of 2 signed yet, 1 missed');
    await college.say('T1', 'cover');
    await college.press('T1', 'Cover or hand over', 'Hand over', { What: 'l-10', To: 'T2' });
    await held(10, {}, 'T2');
    await sign('T2', 10);
    await held(11);
    await sign('T1', 11);
  });

  test('G11: a comment that is being written stays under the writer’s fingers while lessons are signed; then the card is true again', async () => {
    const title = ['Conduct Review running', 'Ben Carter'];
    const shown = () => wordsOf(college.find('M1', title)?.card);
    expect(inputsOf(college.find('M1', title)?.card)).toEqual({});
    const opened = await college.press('M1', title, 'Comment, or end it early');
    const before = shown();
    await college.press('T1', ['Targets signed', 'Lesson of day 11'], 'Correct it');
    await college.press('T1', ['Correct what you signed', 'Lesson of day 11'], 'Sign', { 'Targets met': '1' });
    await college.moveTo('09:05', day(11));
    expect(shown()).toBe(before);
    // Saved from the card that was open all the while.
    const saved = await college.people.press(college.user('M1'), { card: opened.card! }, 'Save the comment', {
      'Comment on': '2',
      'This week': 'settling in',
    });
    expect(wordsOf(saved.card)).toContain('1 of 2 signed with all targets met');
    await college.moveTo('09:06', day(11));
    expect(shown()).toContain('settling in');
    expect(inputsOf(college.find('M1', title)?.card)).toEqual({});
    await college.press('T1', 'Lesson of day 11', 'Correct it');
    await college.press('T1', 'Lesson of day 11', 'Sign', { 'Targets met': '1,2,3' });
  });

  test('G11: at the week’s end the mentor is asked for a comment and who approved it sees what is unsigned, and can ask the tutors again', async () => {
    const before = [(await running('M1')).id, (await running('H1')).id];
    await college.moveTo('16:00', day(11));
    const [mentors, heads] = [await running('M1'), await running('H1')];
    expect(before).not.toContain(mentors.id);
    expect(before).not.toContain(heads.id);
    expect(wordsOf(heads.card)).toMatch(/Not signed\s+Tuesday 1 December 09:00 \(Sam Lee\)/);
    const asked = (await lesson('T1', 8)).id;
    await college.press('H1', ['Conduct Review running', 'Ben Carter'], 'Ask the tutors again');
    expect((await lesson('T1', 8)).id).not.toBe(asked);
    await sign('T1', 8);
    // The running card is true whenever it is read, though nobody has touched it.
    for (const id of ['M1', 'H1', 'L2'])
      expect(await college.words(id, ['Conduct Review', '3 of 3 signed with all targets met, 1 missed'])).not.toContain(
        'Not signed',
      );
  });

  test('G11: a week without its comment is asked for on Friday and Monday, and goes to who approved it after 3 working days', async () => {
    const [friday, heads] = [(await running('M1')).id, (await running('H1')).id];
    await college.moveTo('08:59', day(14));
    expect((await running('M1')).id).toBe(friday);
    await held(14);
    const monday14 = (await running('M1')).id;
    expect(monday14).not.toBe(friday);
    expect((await running('H1')).id).toBe(heads);
    await held(15);
    await held(16);
    const passedUp = await running('H1');
    expect(passedUp.id).not.toBe(heads);
    expect(wordsOf(passedUp.card)).toMatch(/Week 1\s+no comment yet/);
    await college.write(
      'M1',
      ['Conduct Review running', 'Ben Carter'],
      'Comment, or end it early',
      'Save the comment',
      {
        'This week': 'missed one, on time else',
      },
    );
    expect(await college.words('H1', ['Conduct Review running', 'Ben Carter'])).toContain('missed one, on time else');
  });

  test('G11: a register that is opened only after its day has its lesson to sign all the same', async () => {
    const late = { _id: 'late', on: day(15), at: '14:00', minutes: 60, lesson: 3, title: 'Lesson found late' };
    await college.addSession({ ...late, next: undefined as never });
    await openRegister(college.bot.world, 'late');
    await college.settled();
    const title = ['Conduct Review: this lesson', 'Lesson found late'];
    const first = await college.card('T1', title);
    await college.moveTo('09:05', day(17));
    expect((await college.card('T1', title)).id).not.toBe(first.id);
    await college.press('T1', title, 'Sign', { 'Targets met': '1' });
    expect(await college.c.tasks.findOne({ kind: 'conduct-lesson', sessionId: 'late' })).toMatchObject({
      state: 'signed',
    });
  });

  test('G11: its learner reads how it goes and the report; a colleague’s learner cannot', async () => {
    const own = await college.card('L2', 'Conduct Review: how it is going');
    expect(wordsOf(own.card)).toContain('1. Be in every lesson');
    const { url = '' } = (actionsOf(own.card)[0] ?? {}) as { url?: string };
    const report = await (await fetch(url)).text();
    expect(report).toContain('missed one, on time else');
    expect(report).toContain('not there');
    const { world } = college.bot;
    const review = await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L2' });
    const forged = world.link?.('report', review?._id ?? '', 'L1', new Date(world.clock.now().getTime() + 60_000));
    expect((await fetch(forged ?? '')).status).toBe(404);
  });

  test('G11: its last week ends with the term; the final review waits over the holidays and is asked for, then passed up, in the new term', async () => {
    await held(17);
    await college.moveTo('16:00', day(17));
    // The draft still open names the first Monday of the new term by now.
    expect(inputsOf((await proposal('Aisha Khan')).card).f_from).toBe(day(42));
    await college.press('M1', ['Propose a Conduct Review', 'Aisha Khan'], 'Propose it');
    await college.press('H1', ['Approve this Conduct Review?', 'Aisha Khan'], 'Approve');
    const title = ['final review', 'Ben Carter'];
    const final = await college.card('M1', title);
    await college.moveTo('09:01', day(28));
    expect((await college.card('M1', title)).id).toBe(final.id);
    await college.moveTo('09:01', day(43));
    expect((await college.card('M1', title)).id).not.toBe(final.id);
    expect(college.find('H1', ['Not answered yet', 'Ben Carter'])).toBeUndefined();
    await college.moveTo('09:01', day(45));
    expect(await college.words('H1', ['Not answered yet', 'Conduct Review', 'Ben Carter'])).toContain(
      'With Maya Patel',
    );
  });

  test('G13: one ended early because it is not kept to becomes a serious review, with all that was signed before whoever decides', async () => {
    await college.moveTo('09:00', day(46));
    await college.write(
      'M1',
      ['Conduct Review running', 'Aisha Khan'],
      'Comment, or end it early',
      'Save the comment',
      {
        'This week': 'was in on Tuesday',
      },
    );
    const press = (fields: Record<string, string>) =>
      college.write(
        'M1',
        ['Conduct Review running', 'Aisha Khan'],
        'Comment, or end it early',
        'End it: serious review',
        fields,
      );
    expect((await press({})).words).toContain('Please say in a few words why');
    await press({ 'This week': 'has not come since' });
    const serious = await college.words('H1', ['Serious review', 'Aisha Khan']);
    for (const words of ['has not come since', 'Be in every lesson', 'none of 2 signed yet', 'was in on Tuesday'])
      expect(serious).toContain(words);
    expect(await college.words('L1', 'A serious review comes next')).toContain('type: contest');
    const statuses = (await college.c.enrolments.findOne({ _id: 'BUS-L1' }))?.statuses?.map((one) => one.status);
    expect(statuses).toEqual(['conduct-review', 'conduct-review-failed', 'serious-review']);
  });
});
