import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CollegeFiles } from '../support/college-files.ts';

describe('rows that cannot be are told by file, line, column and value, and nothing is written', () => {
  const files = new CollegeFiles();
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(async () => {
    await files.clear();
    await files.basics();
  });
  const sessions = (...rows: string[]) =>
    files.write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
      ...rows.map((row, i) => `S${i + 1},BUS,T1,Class,teaching,remote,${row}`),
    ]);

  test('sessions without length, with times changed about, or years away', async () => {
    sessions(
      '2026-12-01,09:00,09:00',
      '2026-12-01,12:00,09:00',
      '2026-12-01,08:00,20:30',
      '2062-11-24,09:00,10:00',
      '2016-11-21,09:00,10:00',
      '0209-11-24,09:00,10:00',
      '2026-12-01,9.5,10:00',
    );
    expect(await files.problems()).toEqual([
      'sessions.csv line 2: ends: "09:00" is when it starts, too',
      'sessions.csv line 3: ends: "09:00" after a start at 12:00 is 21 hours; at most 12. Are they changed about?',
      'sessions.csv line 4: ends: "20:30" after a start at 08:00 is 12.5 hours; at most 12. Are they changed about?',
      'sessions.csv line 5: day: "2062-11-24" is more than 10 years ago or 3 ahead',
      'sessions.csv line 6: day: "2016-11-21" is more than 10 years ago or 3 ahead',
      'sessions.csv line 7: day: a day of this century, as YYYY-MM-DD or DD/MM/YYYY, not "0209-11-24"',
      'sessions.csv line 8: starts: a time as HH:MM, not "9.5"',
    ]);
    expect(await files.c.sessions.countDocuments()).toBe(0);
  });

  test('a night class past midnight and times as spreadsheets write them are good', async () => {
    sessions('2026-12-01,22:00,01:00', '2026-12-01,9:00,12:00:00', '2026-12-01,08:00,20:00');
    expect(await files.problems()).toEqual([]);
    expect(await files.c.sessions.findOne({ _id: 'S2' })).toMatchObject({
      startsAt: new Date('2026-12-01T09:00:00Z'),
      endsAt: new Date('2026-12-01T12:00:00Z'),
    });
  });

  test('enrolments that end before they begin, or lie years away', async () => {
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,to',
      'E2,L2,BUS,2026-09-01,2026-08-01',
      'E3,L2,BUS,2002-09-01,2003-08-01',
    ]);
    expect(await files.problems()).toEqual([
      'enrolments.csv line 2: to: "2026-08-01" is before it begins (2026-09-01)',
      'enrolments.csv line 3: from: "2002-09-01" is more than 10 years ago or 3 ahead',
    ]);
  });

  test('a learner twice at once on one programme, in the file or beside what is stored; one after the other is good', async () => {
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,to',
      'E2,L2,BUS,2026-09-01,',
      'E3,L2,BUS,2026-10-01,2026-12-01',
      'E4,L1,BUS,2026-11-01,',
    ]);
    const hint = 'put several groups into one row, as A;B';
    expect(await files.problems()).toEqual([
      `enrolments.csv line 3: from: "2026-10-01" to 2026-12-01 overlaps E2 (2026-09-01 to no end) of L2 on BUS; ${hint}`,
      `enrolments.csv line 4: from: "2026-11-01" to no end overlaps E1 (2026-09-01 to no end) of L1 on BUS; ${hint}`,
    ]);
    expect(await files.c.enrolments.countDocuments()).toBe(1);
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,to,group',
      'E1,L1,BUS,2026-09-01,2026-10-31,A;B',
      'E4,L1,BUS,2026-11-01,,',
    ]);
    expect(await files.problems()).toEqual([]);
  });

  test('a learner who is their own mentor, coach or employer', async () => {
    files.write('people.csv', ['person_id,name,roles', 'X1,Xenia Stone,learner;mentor;tutor;employer']);
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,mentor_id,coach_id,employer_id',
      'E9,X1,BUS,2026-09-01,X1,T1,X1',
    ]);
    expect(await files.problems()).toEqual([
      'enrolments.csv line 2: mentor_id: X1 is the learner',
      'enrolments.csv line 2: employer_id: X1 is the learner',
    ]);
  });

  test('births that cannot be', async () => {
    files.write('people.csv', [
      'person_id,name,roles,born',
      'L1,Aisha Khan,learner,0209-01-01',
      'L2,Ben Carter,learner,2062-01-01',
      'L3,Chloe Evans,learner,2020-01-01',
      'L4,Daniel Osei,learner,01/13/2008',
      'L5,Ella Wright,learner,1931-05-05',
    ]);
    const kind = 'is no birth date of someone between 10 and 110';
    expect(await files.problems()).toEqual([
      `people.csv line 2: born: "0209-01-01" ${kind}`,
      `people.csv line 3: born: "2062-01-01" ${kind}`,
      `people.csv line 4: born: "2020-01-01" ${kind}`,
      'people.csv line 5: born: a day as YYYY-MM-DD or DD/MM/YYYY, or none, not "01/13/2008"',
    ]);
  });
});
