import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Task, TaskKind } from '../../src/domain/task.ts';
import { loadSession } from '../../src/usecases/core/load-session.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { openFitness } from '../../src/usecases/measures/fitness-to-study.task.ts';
import { openMeeting } from '../../src/usecases/measures/meeting.task.ts';
import { openConductReview } from '../../src/usecases/measures/propose-review.ts';
import { openReferral } from '../../src/usecases/measures/referral.task.ts';
import { openRemoval } from '../../src/usecases/measures/removal.task.ts';
import { openSeriousReview } from '../../src/usecases/measures/serious-review.task.ts';
import { openStep } from '../../src/usecases/measures/step.task.ts';
import { askEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { openRollCheck } from '../../src/usecases/registers/roll-check.task.ts';
import { College, day } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';

const packId = 'green-labyrinth';

/** The long scenarios take one way each; here people give the other answers that their cards offer. */
describe('the other answers', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('MIS', 'Ivo Marsh', ['mis-officer']);
    for (const id of ['H1', 'M1', 'A1', 'O1', 'T1', 'MIS', 'E1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const person = async (id: string) => (await college.c.people.findOne({ _id: id }))!;
  const bus = (learnerId: string) => ({ learnerId, programmeId: 'BUS', packId });
  async function put(open: (world: World) => Promise<unknown>): Promise<void> {
    await college.bot.world.together(open);
    college.bot.world.wake();
    await college.settled();
  }
  const stateOf = async (kind: TaskKind, learnerId: string) =>
    (await college.c.tasks.findOne({ kind, learnerId }, { sort: { openedAt: -1 } }))?.state;
  const statuses = async (enrolmentId: string) =>
    (await college.c.enrolments.findOne({ _id: enrolmentId }))?.statuses?.map((one) => one.status) ?? [];

  test('G13: after a serious review the learner stays, and the MIS hears so', async () => {
    await put((world) => openSeriousReview(world, { ...bus('L4'), causes: [{ code: 'review-not-passed' }] }, 'L4'));
    await college.press('H1', ['Serious review', 'Daniel Osei'], 'The learner stays', { Why: 'a clear plan now' });
    expect(await stateOf('serious-review', 'L4')).toBe('stays');
    expect(await statuses('BUS-L4')).toEqual(['serious-review', 'monitored']);
  });

  test.each([
    ['L5', 'Ella Wright', 'Second report', 'second-report'],
    ['L6', 'Freddie Novak', 'Alternative placement', 'placement'],
    ['L7', 'Grace Liu', 'No further action', 'no-action'],
  ])('G8: fitness to study of %s, %s: %s', async (id, name, title, state) => {
    const mentor = await person('M1');
    await put((world) =>
      openFitness(world, { ...bus(id), caseId: `case-${id}` }, mentor, [{ code: 'said', words: 'health at home' }], id),
    );
    await college.press('H1', ['Fitness to study', name], title, { Why: 'we have talked' });
    expect(await stateOf('fitness-to-study', id)).toBe(state);
    expect(await stateOf('step', id)).toBe(state === 'no-action' ? undefined : 'open');
  });

  test('G10: whether someone is entered for exams is decided later', async () => {
    await put((world) =>
      openTask(world, {
        _id: 'place-decision|exam|L8',
        kind: 'place-decision',
        learnerId: 'L8',
        programmeId: 'BUS',
        ownerIds: ['H1'],
        state: 'open',
        data: { packId, what: 'exam', below: 64 },
      }),
    );
    await college.press('H1', ['A place at risk', 'Harry Singh'], 'Decide later');
    expect(await stateOf('place-decision', 'L8')).toBe('later');
  });

  test('G12, G13: a referral goes on to a serious review', async () => {
    const mentor = await person('M1');
    const about = { _id: 'report', version: 1, learnerId: 'L9', programmeId: 'BUS', data: { packId } };
    await put((world) => openReferral(world, about as unknown as Task<{ packId: string }>, mentor, 'does not answer'));
    await college.press('H1', ['does not answer', 'Isla Murphy'], 'Serious review', { Why: 'nothing has helped' });
    expect(await stateOf('referral', 'L9')).toBe('serious-review');
    await college.card('H1', ['Serious review', 'Isla Murphy']);
  });

  test('S14: a learner whose removal was proposed is kept', async () => {
    const about = { _id: 'plan', learnerId: 'L1', programmeId: 'APP', data: { packId: 'sts' } };
    const manager = await person('A1');
    await put((world) => openRemoval(world, about as unknown as Task<{ packId: string }>, manager, 'no contact'));
    await college.press('A1', ['Removal proposed', 'Aisha Khan'], 'Keep on the programme', { Why: 'back at work' });
    expect(await statuses('APP-L1')).toEqual(['removal-proposed', 'at-risk']);
  });

  test('S12: an action is taken out, another could not be done; after another round the plan is closed as improved', async () => {
    await college.moveTo('09:00', day(0));
    await college.say('T1', 'report at risk');
    const report = { Learner: 'L2', 'What have': 'very quiet' };
    await college.press('T1', 'Who is at risk', 'Send to the manager', report);
    await college.press('A1', ['at risk of disengaging', 'Ben Carter'], 'Action plan');
    const plan = ['what is to be done?', 'Ben Carter'];
    for (const what of ['Ring every day', 'Weekly call'])
      await college.press('A1', plan, 'Add this action', { Action: what, Who: 'E1', By: day(4) });
    await college.press('A1', plan, 'Take out');
    await college.press('A1', plan, 'Start the plan', { 'Review the plan': day(7) });
    expect(college.find('E1', 'Ring every day')).toBeUndefined();
    // The plan that the employer reads names the action too.
    const action = ['Weekly call', 'From the action plan of'];
    const refused = await college.press('E1', action, 'Could not be done');
    expect(refused.words).toContain('Please say in a few words why');
    await college.press('E1', action, 'Could not be done', { Note: 'no phone on site' });
    expect(await stateOf('plan-action', 'L2')).toBe('not-done');
    const review = ['time to review', 'Ben Carter'];
    await college.moveTo('09:01', day(7));
    await college.press('A1', review, 'Another round', { 'What has come': 'a little better' });
    await college.press('A1', plan, 'Start the plan', { 'Review the plan': day(14) });
    await college.moveTo('09:01', day(14));
    await college.press('A1', review, 'Improved, close it', { 'What has come': 'on time again' });
    expect(await stateOf('action-plan', 'L2')).toBe('improved');
  });

  test('G4: for a long absence nothing is needed', async () => {
    await college.moveTo('10:00', day(0));
    await college.say('L10', 'off sick from 1 december to 18 december');
    await college.press('L10', 'obody has been told yet', 'Confirm');
    await college.press('M1', ['Long absence', 'Jamie Smith'], 'Not needed');
    expect(await stateOf('long-absence', 'L10')).toBe('not-needed');
  });

  test('S7, G5: a register still open is shown from the list of the day; a roll that was doubted is right', async () => {
    await college.addSession({ _id: 'left', at: '11:00', minutes: 60, title: 'Left open' });
    await college.moveTo('12:20', day(0));
    const before = (await college.card('T1', '"registerId":"left"')).id;
    await college.press('T1', 'Still open, Monday', 'Show it here', {}, 'left');
    expect((await college.card('T1', '"registerId":"left"')).id).not.toBe(before);
    const tutor = await person('T1');
    const context = (await loadSession(college.bot.world, 'left'))!;
    await put((world) => openRollCheck(world, context, 'L5', 'wrong-list', tutor));
    await college.press('H1', ['Please check the roll', 'Ella Wright'], 'Roll is right as it is', {
      Note: 'moved back',
    });
    expect(await stateOf('roll-check', 'L5')).toBe('unchanged');
  });

  test('G9, G17: a step and a meeting are not needed, each with a reason', async () => {
    const items = [{ code: 'ring', label: 'Ring home', does: 'note' as const }];
    await put((world) => openStep(world, { ...bus('L8'), ownerId: 'M1', items }, 'other'));
    const step = ['Ring home', 'Harry Singh'];
    expect((await college.press('M1', step, 'Not needed', {}, 'ring')).words).toContain('few words why');
    await college.press('M1', step, 'Not needed', { 'Note, sent': 'they rang us' }, 'ring');
    expect(await stateOf('step', 'L8')).toBe('done');
    await put((world) =>
      openMeeting(world, { ...bus('L8'), causes: [{ code: 'said', words: 'Attendance' }], ownerId: 'M1' }, 'other'),
    );
    const meeting = ['Arrange a meeting', 'Harry Singh'];
    await college.press('M1', meeting, 'Not needed', { 'What was agreed': 'spoken by phone' });
    expect(await stateOf('meeting', 'L8')).toBe('not-needed');
  });

  test('G11: one Conduct Review is not needed, another ends early', async () => {
    await put((world) =>
      openConductReview(world, { ...bus('L4'), causes: [{ code: 'said', words: 'Late often' }], ownerId: 'M1' }, 'one'),
    );
    await college.press('M1', ['Propose a Conduct Review', 'Daniel Osei'], 'Not needed');
    expect(await stateOf('conduct-review', 'L4')).toBe('not-needed');
    await put((world) =>
      openTask(world, {
        _id: 'conduct-review|two',
        kind: 'conduct-review',
        learnerId: 'L5',
        programmeId: 'BUS',
        ownerIds: ['M1'],
        state: 'running',
        data: {
          packId,
          causes: [{ code: 'said', words: 'Late' }],
          targets: ['a', 'b', 'c'].map((words) => ({ words })),
          comments: [],
          from: day(0),
          to: day(11),
          weeks: 2,
        },
      } as never),
    );
    const comment = { 'This week': 'new timetable, on time' };
    await college.write(
      'M1',
      ['Conduct Review running', 'Ella Wright'],
      'Comment, or end it early',
      'End it early',
      comment,
    );
    expect(await stateOf('conduct-review', 'L5')).toBe('ended');
  });

  test('G3: a certificate that cannot be read is not accepted; the next one is', async () => {
    await college.say('L9', 'off sick tomorrow');
    await college.press('L9', 'obody has been told yet', 'Confirm');
    const notice = (await college.c.notices.findOne({ learnerId: 'L9', state: 'confirmed' }))!;
    await put((world) => askEvidence(world, notice, 'BUS'));
    const file = {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      contentUrl: 'https://brookvale.sharepoint.com/personal/file',
      name: 'note.pdf',
    };
    for (const [round, title] of ['Not accepted', 'Accept'].entries()) {
      const downloadUrl = college.teams.hostFile(`note-${round}`, pdfOf(`${round}`));
      const attachments = [{ ...file, content: { downloadUrl, uniqueId: `u${round}`, fileType: 'pdf' } }];
      await college.people.say(college.user('L9'), '', { attachments });
      await college.settled();
      const why: Record<string, string> = round === 0 ? { 'If not accepted': 'the date is missing' } : {};
      await college.press('M1', ['Isla Murphy', 'vidence'], title, why);
      expect(await stateOf('evidence', 'L9')).toBe(round === 0 ? 'asked' : 'accepted');
    }
  });

  test('S4, S5: a tutor takes an offer of times back; and keeps the date of missed work', async () => {
    await college.say('L3', 'help');
    const one = { programmeId: 'APP', on: day(1), minutes: 60 };
    await college.addSession({
      ...one,
      _id: 'coach',
      at: '09:00',
      title: 'Coaching',
      type: 'one-to-one',
      learnerIds: ['L3'],
    });
    await college.addSession({ ...one, _id: 'shop', at: '13:00', title: 'Workshop', type: 'workshop' });
    await college.moveTo('09:00', day(1));
    await college.save('coach', { 'APP-L3': 'unauthorised' });
    await college.press('T1', ['Agree an alternative 1-2-1', 'Chloe Evans'], 'Offer these times');
    await college.press('T1', ['Waiting', 'Chloe Evans'], 'Offer other times');
    expect(await stateOf('alternative-session', 'L3')).toBe('offer');
    await college.moveTo('13:00', day(1));
    await college.save('shop', { 'APP-L3': 'unauthorised' });
    const work = { 'What they are': 'Read chapter four', By: day(9) };
    await college.press('T1', ['Set the missed work', 'Chloe Evans'], 'Set the work', work);
    await college.press('L3', 'Read chapter four', 'Ask for another date', { 'Another date': day(11) });
    await college.press('T1', 'Another date asked for', 'Keep the old date');
    expect((await college.c.tasks.findOne({ kind: 'missed-work', learnerId: 'L3' }))?.data.deadline).toBe(day(9));
  });

  test('P: a hint of the funding clock is noted by the MIS officer', async () => {
    await college.moveTo('09:05', day(25));
    await college.press('MIS', ['No attendance for a while', 'Chloe Evans'], 'Noted', { 'Note (optional)': 'in hand' });
    expect((await college.c.tasks.findOne({ _id: 'funding-clock|APP-L3' }))?.state).toBe('noted');
  });
});
