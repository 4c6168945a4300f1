import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { cancelMissing } from '../../src/cli/import/missing-sessions.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { CollegeFiles } from '../support/college-files.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

const head = 'session_id,programme_id,tutor_ids,title,type,mode,groups,day,starts,ends';
const session = (id: string, when: string, tutors = 'T1') => `${id},BUS,${tutors},Class,teaching,remote,,${when}`;

describe('an import that runs each night', () => {
  const files = new CollegeFiles();
  const mended = `${files.folder}-to-mend`;
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(async () => {
    await files.clear();
    await files.basics();
  });
  afterEach(() => rmSync(mended, { recursive: true, force: true }));
  const stored = () => files.c.sessions.distinct('_id');

  test('whom or what a row names: nobody here, or somebody without the role it takes', async () => {
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,mentor_id',
      'E1,L1,BUS,2026-09-01,L2',
      'E2,L2,ART,2026-09-01,M9',
    ]);
    expect((await files.problems()).toSorted()).toEqual([
      'enrolments.csv line 2: mentor_id: L2 is known here, but no mentor',
      'enrolments.csv line 3: mentor_id: M9 is not known here',
      'enrolments.csv line 3: programme_id: ART is not known here',
    ]);
  });

  test('by command the same problem of many lines is told once, with the first lines and how many more', async () => {
    files.write('people.csv', [
      'person_id,name,roles',
      ...Array.from({ length: 300 }, (_, i) => `L${i},Zoë Quinn,pupil`),
    ]);
    const { stderr } = await runCli(
      { MONGODB_URI: process.env.TEST_MONGODB_URI ?? '', MONGODB_DATABASE: files.c.people.dbName },
      'import',
      files.folder,
    ).catch((error: { stderr: string }) => error);
    expect(stderr).toContain('people.csv lines 2, 3, 4, 5, 6 and 295 more: roles: one of learner, employer,');
    expect(stderr.match(/roles: one of/g)).toHaveLength(1);
    expect(stderr).toContain('Nothing was imported: 300 problems.');
  });

  test('skip-bad imports the rest; the bad rows, and what hangs on them, can be mended in a folder of their own', async () => {
    files.write('people.csv', [
      'person_id,name,roles,mobile,parent_do_not_contact',
      'T1,Sam Lee,tutor,,',
      'L3,Chloe Evans,learner,4.47701E+11,yes',
      'L4,Daniel Osei,learner,,',
    ]);
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from',
      'E3,L3,BUS,2026-09-01',
      'E4,L4,BUS,2026-09-01',
    ]);
    expect((await files.run(true, { skipBad: true })).skipped?.rows).toBe(2);
    expect(existsSync(mended)).toBe(false);
    const { problems, counts, skipped } = await files.run(false, { skipBad: true });
    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ people: { added: 1 }, enrolments: { added: 1 } });
    expect(skipped?.problems.map((one) => `${one.file} ${one.line} ${one.problem}`)).toEqual([
      expect.stringMatching(/^people.csv 3 mobile: "4.47701E\+11"/),
      'enrolments.csv 2 learner_id: L3 is not known here',
    ]);
    expect(statSync(mended).mode & 0o777).toBe(0o700);
    expect(statSync(join(mended, 'people.csv')).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(mended, 'people.csv'), 'utf8');
    expect(text.split('\r\n')[0]).toBe('\ufeffperson_id,name,roles,mobile,parent_do_not_contact,problem');
    // Mended, the folder is imported like any other.
    writeFileSync(join(mended, 'people.csv'), text.replace('4.47701E+11', '07700 900123'));
    const again = await files.run(false, {}, mended);
    expect(again.problems).toEqual([]);
    expect(again.notes).toEqual([]);
    expect(again.counts).toMatchObject({ people: { added: 1 }, enrolments: { added: 1 } });
    expect(await files.c.people.findOne({ _id: 'L3' })).toMatchObject({ contacts: [{ doNotContact: true }] });
  });

  test('max-changes stops a file that would change too much, and says of what; what is new does not count', async () => {
    files.write('people.csv', [
      'person_id,name,roles',
      'T1,Sam Lee,tutor',
      'L1,Someone Else,learner',
      'L2,Another,learner',
    ]);
    expect((await files.run(false, { maxChanges: '10%' })).problems).toEqual([
      expect.objectContaining({ problem: expect.stringMatching(/^would change 2 of 3 people: more than 10%/) }),
    ]);
    expect(await files.c.people.findOne({ _id: 'L1' })).toMatchObject({ name: 'Aisha Khan' });
    expect((await files.run(false, { maxChanges: '2' })).problems).toEqual([]);
    files.write('people.csv', [
      'person_id,name,roles',
      ...Array.from({ length: 9 }, (_, i) => `N${i},New One,learner`),
    ]);
    expect((await files.run(false, { maxChanges: '0%' })).problems).toEqual([]);
  });

  test('which sessions the timetable has no more: those to come, of its programmes, in the days it covers', async () => {
    const days = ['2026-11-20', '2026-11-24', '2026-11-25', '2026-11-30', '2026-12-07'];
    files.write('sessions.csv', [head, ...days.map((day, i) => session(`S${i}`, `${day},09:00,10:00`))]);
    await files.run();
    await files.c.sessions.updateOne({ _id: 'S2' }, { $set: { agreedIn: 'a task' } });
    files.write('sessions.csv', [
      head,
      session('S0', '2026-11-20,09:00,10:00'),
      session('S5', '2026-12-01,09:00,10:00'),
    ]);
    expect((await files.run()).missing).toEqual([]);
    expect((await files.run(false, { cancelMissing: true })).missing).toEqual(['S1', 'S3']);
    expect(await stored()).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5']);
    const stop = await files.run(false, { cancelMissing: true, maxChanges: '1' });
    expect(stop.problems[0]?.problem).toMatch(/^would change 2 of 6 sessions: more than 1/);
  });

  test('who leaves: not while something still names them; places of a learner end with the day', async () => {
    files.write('people.csv', ['person_id,name,roles', 'T2,Toni Okafor,tutor']);
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,coach_id', 'E1,L1,BUS,2026-09-01,T1']);
    files.write('sessions.csv', [
      head,
      session('S1', '2026-11-24,09:00,10:00'),
      session('S2', '2026-12-01,09:00,10:00'),
    ]);
    expect(await files.problems()).toEqual([]);
    rmSync(join(files.folder, 'enrolments.csv'));
    rmSync(join(files.folder, 'sessions.csv'));
    files.write('people.csv', [
      'person_id,name,roles,left',
      'T1,Sam Lee,tutor,30/11/2026',
      'L1,Aisha Khan,,2026-11-27',
    ]);
    expect(await files.problems()).toEqual([
      'people.csv line 2: left: "2026-11-30", and still has 1 session after it; name somebody else for it first',
    ]);
    files.write('sessions.csv', [head, session('S2', '2026-12-01,09:00,10:00', 'Toni Okafor')]);
    expect(await files.problems()).toEqual([]);
    expect(await files.c.enrolments.findOne({ _id: 'E1' })).toMatchObject({ to: '2026-11-27' });
    expect(await files.c.people.findOne({ _id: 'T1' })).toMatchObject({ roles: ['tutor'], left: '2026-11-30' });
    const due = await files.c.tasks.find({ 'data.change.about': 'left' }).toArray();
    expect(due.map((one) => one.next?.at)).toEqual([
      new Date('2026-12-01T00:05:00Z'),
      new Date('2026-11-28T00:05:00Z'),
    ]);
    // The same files once the day is over, and the same again.
    const later = { now: new Date('2026-12-02T12:00:00Z') };
    expect((await files.run(false, later)).problems).toEqual([]);
    expect(await files.c.people.findOne({ _id: 'T1' })).toMatchObject({ roles: [] });
    expect((await files.run(false, later)).counts).toMatchObject({ people: { added: 0, changed: 0, same: 2 } });
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from', 'E9,L1,BUS,2027-01-05']);
    expect((await files.run(false, later)).problems).toEqual([
      expect.objectContaining({
        problem: 'left: "2026-11-27" is before E9 begins (2027-01-05); none if they are back',
      }),
    ]);
  });

  test('times that the change of clocks leaves out or doubles, and groups that nobody is in, are told', async () => {
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,group', 'E1,L1,BUS,2026-09-01,A;B']);
    files.write('sessions.csv', [
      head,
      'S1,BUS,T1,Class,teaching,remote,A,2027-03-28,01:30,02:30',
      'S2,BUS,T1,Class,teaching,remote,A,2026-10-25,01:30,02:30',
      'S3,BUS,T1,Class,teaching,remote,A;GX,2026-12-01,09:00,10:00',
      'S4,BUS,T1,Class,Lecture,remote,A,2026-12-01,09:00,10:00',
    ]);
    expect(await files.problems()).toEqual([
      'sessions.csv line 2: starts: "01:30" is not there on Sunday 28 March 2027: the clocks go forward over it',
      expect.stringMatching(/^sessions.csv line 3: starts: "01:30" is there twice on Sunday 25 October 2026/),
      'sessions.csv line 4: groups: "GX" has nobody on BUS; its groups are A, B',
      expect.stringMatching(/^sessions.csv line 5: type: "Lecture" is none of the types of BUS: teaching, practical,/),
    ]);
    files.write('sessions.csv', [
      head,
      'S2,BUS,T1,Class,Remote Learning,remote,A,2026-10-25,2026-10-25T01:30:00+01:00,2026-10-25T02:30:00+00:00',
    ]);
    expect(await files.problems()).toEqual([]);
    expect(await files.c.sessions.findOne({ _id: 'S2' })).toMatchObject({
      type: 'remote',
      startsAt: new Date('2026-10-25T00:30:00Z'),
    });
  });

  test('a column that looks misspelt stops the file', async () => {
    files.write('people.csv', ['person_id,name,roles,parent_do_not_contct', 'L1,Aisha Khan,learner,yes']);
    expect(await files.problems()).toEqual([
      'people.csv line 1: unknown column parent_do_not_contct: do you mean parent_do_not_contact?',
    ]);
  });
});

test('a session that left the timetable is cancelled: its register closes, and who was to come tomorrow is told', async () => {
  const college = await College.open({ learners: 2 });
  const files = new CollegeFiles();
  await college.addSession({ _id: 's1', at: '15:00' });
  await college.addSession({ _id: 's2', at: '16:00' });
  await college.moveTo('09:00');
  const { world, clock } = college.bot;
  const keep = `s2,BUS,T1,Class,teaching,face-to-face,,${monday},16:00,17:00`;
  files.write('sessions.csv', [head, keep]);
  const options = { packs: world.packs, now: clock.now(), dryRun: false, cancelMissing: true };
  const report = await importCollege(college.c, files.folder, options);
  expect(report.problems).toEqual([]);
  expect(report.missing).toEqual(['s1']);
  await cancelMissing(world, report.missing);
  expect(await college.c.sessions.findOne({ _id: 's1' })).toMatchObject({
    cancelled: { by: 'timetable', why: 'The timetable has it no more' },
  });
  world.wake();
  await college.settled();
  const told = college.find('T1', 'Session cancelled');
  const learner = await college.c.outbox.findOne({ about: 'L1', body: /^Session cancelled/ });
  await college.close();
  expect(learner).not.toBeNull();
  expect(told).toBeDefined();
  rmSync(files.folder, { recursive: true });
});

test('the day after their last one nobody has a role any more', async () => {
  const college = await College.open({ learners: 2 });
  const files = new CollegeFiles();
  const { world, clock } = college.bot;
  await college.moveTo('09:00');
  files.write('people.csv', ['person_id,name,roles,left', `L2,Somebody,learner,${monday}`]);
  const report = await importCollege(college.c, files.folder, { packs: world.packs, now: clock.now(), dryRun: false });
  expect(report.problems).toEqual([]);
  expect(await college.c.people.findOne({ _id: 'L2' })).toMatchObject({ roles: ['learner'] });
  await college.moveTo('09:00', addDays(monday, 1));
  await until('the roles to be gone', async () => (await college.c.people.findOne({ _id: 'L2' }))?.roles.length === 0);
  await college.close();
  rmSync(files.folder, { recursive: true });
});
