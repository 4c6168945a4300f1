import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CollegeFiles } from '../support/college-files.ts';

describe('an import changes only the columns a file has', () => {
  const files = new CollegeFiles();
  beforeAll(() => files.open());
  afterAll(() => files.close());
  beforeEach(async () => {
    await files.clear();
    files.write('people.csv', [
      'person_id,name,roles,email,upn,mobile,born,parent_name,parent_mobile,parent_do_not_contact,parent_consent,deputy_id,guest',
      'T1,Sam Lee,tutor,sam@x.example,,,,,,,,T2,',
      'T2,Toni Okafor,tutor,,,,,,,,,,',
      'L1,Aisha Khan,learner,a.khan@x.example,aisha@x.example,07700 900100,2009-02-02,Mum,07700 900123,yes,no,,',
    ]);
    expect(await files.problems()).toEqual([]);
  });
  const person = (_id: string) => files.c.people.findOne({ _id });

  test('a file without the columns leaves them, and says that nothing changed', async () => {
    const before = await person('L1');
    files.write('people.csv', ['person_id,name,roles', 'L1,Aisha Khan,learner', 'T1,Sam Lee,tutor']);
    const report = await files.run();
    expect(report.counts.people).toEqual({ added: 0, changed: 0, same: 2 });
    expect(report.notes).toEqual([]);
    expect(await person('L1')).toEqual(before);
    expect(await person('T1')).toMatchObject({ deputyId: 'T2', addresses: ['sam@x.example'] });
  });

  test('one column changes its own field: a parent’s new number keeps do-not-contact, a new email keeps the sign-in name', async () => {
    files.write('people.csv', [
      'person_id,name,roles,email,parent_mobile',
      'L1,Aisha Khan,learner,new@x.example,07700 900555',
    ]);
    expect(await files.problems()).toEqual([]);
    expect(await person('L1')).toMatchObject({
      email: 'new@x.example',
      addresses: ['new@x.example', 'aisha@x.example'],
      mobile: '+447700900100',
      born: '2009-02-02',
      contacts: [
        { name: 'Mum', mobile: '+447700900555', doNotContact: true, consent: false, relation: 'parent or carer' },
      ],
    });
  });

  test('an empty cell clears what is only a detail, and never what protects someone', async () => {
    files.write('people.csv', [
      'person_id,name,roles,mobile,born,parent_name,parent_mobile,parent_do_not_contact,parent_consent,deputy_id',
      'L1,Aisha Khan,learner,,,,,,,',
      'T1,Sam Lee,tutor,,,,,,,',
    ]);
    const report = await files.run();
    const learner = await person('L1');
    expect(learner).not.toHaveProperty('mobile');
    expect(learner).toMatchObject({ born: '2009-02-02', contacts: [{ doNotContact: true, consent: false }] });
    expect(learner?.contacts?.[0]).not.toHaveProperty('mobile');
    expect(await person('T1')).toMatchObject({ deputyId: 'T2' });
    expect(report.notes.filter((one) => /do_not_contact: yes →|consent: no →|born:|deputy/.test(one))).toEqual([]);
  });

  test('the word none clears a protection, and every change of one is told by person and field, in a dry run too', async () => {
    files.write('people.csv', [
      'person_id,name,roles,born,parent_do_not_contact,parent_consent,deputy_id',
      'L1,Aisha Khan,learner,2008-02-02,none,yes,',
      'T1,Sam Lee,tutor,,,,none',
    ]);
    const told = [
      'L1 Aisha Khan: born: 2009-02-02 → 2008-02-02',
      'L1 Aisha Khan: parent_do_not_contact: yes → none',
      'L1 Aisha Khan: parent_consent: no → yes',
      'T1 Sam Lee: deputy_id: T2 → none',
    ];
    expect((await files.run(true)).notes).toEqual(told);
    expect(await person('L1')).toMatchObject({ born: '2009-02-02', contacts: [{ doNotContact: true }] });
    expect((await files.run()).notes).toEqual(told);
    const learner = await person('L1');
    expect(learner).toMatchObject({ born: '2008-02-02', contacts: [{ consent: true }] });
    expect(learner?.contacts?.[0]).not.toHaveProperty('doNotContact');
    expect(await person('T1')).not.toHaveProperty('deputyId');
    files.write('people.csv', ['person_id,name,roles,born,parent_consent', 'L1,Aisha Khan,learner,none,none']);
    expect((await files.run()).notes).toHaveLength(2);
    expect(await person('L1')).not.toHaveProperty('born');
  });

  test('a protection that goes over to another parent by name is told', async () => {
    files.write('people.csv', ['person_id,name,roles,parent_name', 'L1,Aisha Khan,learner,Dad']);
    expect((await files.run()).notes).toEqual([
      'L1 Aisha Khan: parent_do_not_contact: yes stands for a new parent_name; please check',
      'L1 Aisha Khan: parent_consent: no stands for a new parent_name; please check',
    ]);
  });

  test('programmes, enrolments and sessions keep what a file has no column for: zone, groups, end, room', async () => {
    files.write('programmes.csv', [
      'programme_id,name,kind,pack,zone,centre',
      'BUS,Business,study-programme,green-labyrinth,Europe/Jersey,North',
    ]);
    files.write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,to,group',
      'E1,L1,BUS,2026-09-01,2027-06-30,A;B 2026-10-01/',
    ]);
    const head = 'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends';
    files.write('sessions.csv', [
      `${head},groups,room`,
      'S1,BUS,T1,Class,teaching,remote,2026-11-24,09:00,12:00,A,Room 4',
    ]);
    expect(await files.problems()).toEqual([]);
    const stored = async () => [
      await files.c.programmes.findOne({ _id: 'BUS' }),
      await files.c.enrolments.findOne({ _id: 'E1' }),
      await files.c.sessions.findOne({ _id: 'S1' }),
    ];
    const before = await stored();
    expect(before).toMatchObject([
      { zone: 'Europe/Jersey' },
      { groups: [{ name: 'A' }, { name: 'B' }] },
      { room: 'Room 4' },
    ]);
    files.write('programmes.csv', ['programme_id,name,kind,pack', 'BUS,Business,study-programme,green-labyrinth']);
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from', 'E1,L1,BUS,2026-09-01']);
    files.write('sessions.csv', [head, 'S1,BUS,T1,Class,teaching,remote,2026-11-24,09:00,12:00']);
    expect(await files.problems()).toEqual([]);
    expect(await stored()).toEqual(before);
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,to', 'E1,L1,BUS,2026-09-01,2027-01-31']);
    await files.run();
    expect(await files.c.enrolments.findOne({ _id: 'E1' })).toMatchObject({
      to: '2027-01-31',
      groups: [{ name: 'A', from: '2026-09-01', to: '2027-01-31' }, { name: 'B' }],
    });
  });

  test('someone who leaves: the word none for roles; what stays with them is told', async () => {
    files.write('programmes.csv', ['programme_id,name,kind,pack', 'BUS,Business,study-programme,green-labyrinth']);
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,coach_id', 'E1,L1,BUS,2026-09-01,T1']);
    const head = 'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends';
    files.write('sessions.csv', [
      head,
      ...['24', '25'].map((d) => `S${d},BUS,T1,Class,teaching,remote,2026-11-${d},09:00,12:00`),
    ]);
    expect(await files.problems()).toEqual([]);
    files.write('people.csv', ['person_id,name,roles', 'T2,Toni Okafor,none']);
    files.write('sessions.csv', [head]);
    files.write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from']);
    expect((await files.run()).notes).toEqual([
      'T2 Toni Okafor: roles: loses a role and still has 1 colleague as deputy; name somebody else for them',
    ]);
    expect(await person('T2')).toMatchObject({ roles: [] });
    files.write('people.csv', ['person_id,name,roles', 'T1,Sam Lee,mentor']);
    expect((await files.run()).notes).toEqual([
      'T1 Sam Lee: roles: loses a role and still has 2 sessions to come, 1 learner as coach; name somebody else for them',
    ]);
  });
});
