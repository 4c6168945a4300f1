import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkTomorrow } from '../../src/cli/doctor/check-tomorrow.ts';
import { CollegeFiles } from '../support/college-files.ts';

describe('doctor looks at tomorrow', () => {
  const files = new CollegeFiles();
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(async () => {
    await files.clear();
    await files.basics();
  });
  const look = async () => {
    const found = await checkTomorrow(files.client.db(files.c.people.dbName), files.c, files.now);
    return found.map((one) => `${one.ok ? 'ok' : 'WRONG'} ${one.what}`);
  };
  const timetable = (...rows: string[]) =>
    files.write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,groups,day,starts,ends',
      ...rows.map((row, i) => `S${i + 1},BUS,T1,Class,teaching,remote,${row}`),
    ]);

  test('an empty timetable, and one that only goes on later', async () => {
    expect(await look()).toContain('WRONG no session is in the timetable in the next 7 days');
    timetable(',2027-01-11,09:00,10:00');
    await files.run();
    expect(await look()).toContain('ok no session is in the timetable in the next 7 days');
  });

  test('green: registers will be posted, to tutors who can be reached', async () => {
    timetable(',2026-11-24,09:00,10:00');
    await files.run();
    await files.c.people.updateOne({ _id: 'T1' }, { $set: { entraId: 'e1' } });
    const found = await look();
    expect(found).toContain('ok 1 register of Tuesday 24 November will be posted, to 1 tutor');
    expect(found).toContain('ok nothing that is due waits');
    expect(found).toContain('ok 3 of 3 people have not opened the app yet, 1 of them staff');
    expect(found.filter((one) => one.startsWith('WRONG') && !/free/.test(one))).toEqual([]);
  });

  test('sessions that will not open, that nobody teaches or is expected in, tutors out of reach, work that waits', async () => {
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,to', 'E1,L1,BUS,2026-09-01,2026-11-24']);
    timetable(',2026-11-24,09:00,10:00', ',2026-11-24,11:00,12:00', ',2026-11-24,13:00,14:00');
    expect(await files.problems()).toEqual([]);
    await files.c.sessions.updateOne({ _id: 'S1' }, { $unset: { next: '' } });
    await files.c.sessions.updateOne({ _id: 'S2' }, { $set: { tutorIds: ['gone'] } });
    await files.c.sessions.updateOne({ _id: 'S3' }, { $set: { groups: ['GX'] } });
    await files.c.tasks.insertOne({
      _id: 't',
      next: { step: 'x', at: new Date(files.now.getTime() - 600_000) },
    } as never);
    expect(await look()).toEqual(
      expect.arrayContaining([
        'WRONG 1 session of Tuesday 24 November will not open by itself: S1',
        'WRONG 1 session of Tuesday 24 November without a tutor who works here: S2',
        'WRONG 1 session of Tuesday 24 November with nobody expected: S3',
        'WRONG 1 tutor of Tuesday 24 November out of reach, in Teams and by mail: T1',
        'WRONG work has been waiting for 10 minutes',
      ]),
    );
  });

  test('learners under 18 whose parent nobody may tell', async () => {
    files.write('people.csv', [
      'person_id,name,roles,born,parent_mobile,parent_do_not_contact',
      'L1,Aisha Khan,learner,2009-02-02,07700 900123,',
      'L2,Ben Carter,learner,2009-02-02,07700 900123,yes',
      'L3,Grown Up,learner,2000-02-02,,',
    ]);
    expect(await files.problems()).toEqual([]);
    expect(await look()).toContain('ok 1 learner under 18 without a parent or carer who may be told: L2');
  });
});
