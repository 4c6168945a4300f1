import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { importCollege } from '../../src/cli/import/import-college.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';

describe('cli import', () => {
  let client: MongoClient;
  let c: Collections;
  let folder: string;
  const packs = loadPacks();
  const now = new Date('2026-11-23T12:00:00Z');
  const write = (name: string, rows: string[]) => writeFileSync(join(folder, name), `\ufeff${rows.join('\r\n')}\r\n`);
  const run = (dryRun = false) => importCollege(c, folder, { packs, now, dryRun });
  const sizes = async () => [
    await c.people.countDocuments(),
    await c.programmes.countDocuments(),
    await c.enrolments.countDocuments(),
    await c.sessions.countDocuments(),
  ];

  const college = () => {
    write('people.csv', [
      'person_id,name,roles,email',
      'T1,Sam Lee,tutor,sam@x.example',
      'L1,"Khan, Aisha",learner,aisha@x.example',
      'H1,Ruth A,hosp;tutor,ruth@x.example',
    ]);
    write('programmes.csv', ['programme_id,name,kind,pack,hosp_id', 'BUS,Business,study-programme,green-labyrinth,H1']);
    write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from', 'E1,L1,BUS,2026-09-01']);
    write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
      'S1,BUS,T1;H1,Class,teaching,face-to-face,2026-11-24,09:00,12:00',
      'S0,BUS,T1,Past class,teaching,face-to-face,2026-11-02,09:00,12:00',
      'SN,BUS,T1,Night,teaching,remote,2026-11-25,22:00,01:00',
    ]);
  };

  beforeAll(async () => {
    client = await connect(process.env.TEST_MONGODB_URI ?? '');
  });
  beforeEach(async () => {
    const db = client.db(`test-import-${Math.random().toString(36).slice(2, 10)}`);
    c = collectionsOf(db);
    await migrate(db);
    folder = mkdtempSync(join(tmpdir(), 'attendance-import-'));
    college();
  });
  afterAll(async () => {
    for (const { name } of (await client.db().admin().listDatabases()).databases)
      if (name.startsWith('test-import-')) await client.db(name).dropDatabase();
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('cover that was agreed in chat outlives the next import of the timetable', async () => {
    await run();
    const changes = [{ byId: 'T1', at: now, code: 'handed-over' as const, toId: 'H1' }];
    await c.sessions.updateOne({ _id: 'SN' }, { $set: { tutorIds: ['H1'], changes } });
    expect((await run()).problems).toEqual([]);
    expect(await c.sessions.findOne({ _id: 'SN' })).toMatchObject({ tutorIds: ['H1'], changes });
    expect((await c.sessions.findOne({ _id: 'S1' }))?.tutorIds).toEqual(['T1', 'H1']);
  });

  test('a dry run says what would be and writes nothing', async () => {
    expect((await run(true)).counts).toMatchObject({ people: { added: 3 }, sessions: { added: 3 } });
    expect(await sizes()).toEqual([0, 0, 0, 0]);
  });

  test('twice is the same as once', async () => {
    await run();
    const again = await run();
    expect(again.counts).toEqual({
      people: { added: 0, changed: 0, same: 3 },
      programmes: { added: 0, changed: 0, same: 1 },
      enrolments: { added: 0, changed: 0, same: 1 },
      sessions: { added: 0, changed: 0, same: 3 },
    });
    expect(await sizes()).toEqual([3, 1, 1, 3]);
    expect(await c.people.findOne({ _id: 'L1' })).toMatchObject({
      name: 'Khan, Aisha',
      roles: ['learner'],
      addresses: ['aisha@x.example'],
    });
  });

  test('only sessions still to start are prepared and opened; one past midnight keeps its start day', async () => {
    write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
      'S1,BUS,T1;H1,Class,teaching,face-to-face,2026-11-24,09:00,12:00',
      'S0,BUS,T1,Past class,teaching,face-to-face,2026-11-23,12:00,13:00',
      'SS,BUS,T1,Soon,teaching,face-to-face,2026-11-23,12:14,13:00',
      'SP,BUS,T1,In a quarter,teaching,face-to-face,2026-11-23,12:15,13:00',
      'SN,BUS,T1,Night,teaching,remote,2026-11-25,22:00,01:00',
    ]);
    await run();
    const next = async (_id: string) => (await c.sessions.findOne({ _id }))?.next;
    expect(await next('S0')).toBeUndefined();
    expect(await next('S1')).toEqual({ step: 'prepare', at: new Date('2026-11-24T08:45:00Z') });
    expect(await next('SS')).toEqual({ step: 'open', at: new Date('2026-11-23T12:14:00Z') });
    expect(await next('SP')).toEqual({ step: 'prepare', at: now });
    expect(await c.sessions.findOne({ _id: 'SN' })).toMatchObject({
      day: '2026-11-25',
      endsAt: new Date('2026-11-26T01:00:00Z'),
    });
  });

  test('a second import keeps links, marks and opened registers; a moved session moves its opening', async () => {
    await run();
    await c.people.updateOne(
      { _id: 'L1' },
      { $set: { entraId: 'e', chat: { conversationId: 'c', serviceUrl: 's', tenantId: 't', since: new Date(0) } } },
    );
    await c.sessions.updateOne({ _id: 'SN' }, { $unset: { next: '' } });
    write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
      'S1,BUS,T1,Class,teaching,face-to-face,2026-11-24,10:00,12:00',
      'SN,BUS,T1,Night,teaching,remote,2026-11-25,22:00,01:00',
    ]);
    await run();
    expect(await c.people.findOne({ _id: 'L1' })).toMatchObject({ entraId: 'e', chat: { conversationId: 'c' } });
    expect((await c.sessions.findOne({ _id: 'S1' }))?.next?.at).toEqual(new Date('2026-11-24T09:45:00Z'));
    expect(await c.sessions.findOne({ _id: 'SN' })).not.toHaveProperty('next');
  });

  test('problems are told by file and line, all at once, and nothing is written', async () => {
    write('people.csv', [
      'person_id,name,roles,email',
      'T1,Sam Lee,tutor,not-an-address',
      'T1,Sam Again,tutor,',
      'L1,Aisha,pupil,',
      ',Nobody,tutor,',
    ]);
    write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends',
      'S1,BUS,T9,Class,dancing,face-to-face,2026-02-30,25:00,12:00',
      'S2,NONE,T1,Class,teaching,remote,2026-11-24,09:00,10:00',
    ]);
    const { problems } = await run();
    const lines = problems.map((one) => `${one.file} ${one.line} ${one.problem}`).join('\n');
    for (const expected of [
      /people.csv 2 email/,
      /people.csv 4 roles/,
      /people.csv 5 person_id is missing/,
      /sessions.csv 2 day/,
      /sessions.csv 2 starts/,
      /sessions.csv 3 programme_id: NONE is not known here/,
    ])
      expect(lines).toMatch(expected);
    expect(await sizes()).toEqual([0, 0, 0, 0]);
  });

  test('the optional columns are read, and a blank takes away what was there, but not what protects someone', async () => {
    const optional = (people: string, programme: string, enrolment: string, session: string) => {
      write('people.csv', [
        'person_id,name,roles,deputy_id,parent_name,parent_consent,key_worker_name,key_worker_mobile,key_worker_email',
        'T1,Sam Lee,tutor,,,,,,',
        'H1,Ruth A,hosp;tutor,,,,,,',
        'L2,Ben C,learner,,,,,,',
        people,
      ]);
      write('programmes.csv', ['programme_id,name,kind,pack,centre,division,subcontractor', programme]);
      write('enrolments.csv', ['enrolment_id,learner_id,programme_id,from,breaks', enrolment]);
      write('sessions.csv', [
        'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends,learners',
        `S1,BUS,T1,Class,teaching,remote,2026-11-24,09:00,12:00,${session}`,
      ]);
    };
    const stored = async () => ({
      person: await c.people.findOne({ _id: 'L1' }),
      programme: await c.programmes.findOne({ _id: 'BUS' }),
      enrolment: await c.enrolments.findOne({ _id: 'E1' }),
      session: await c.sessions.findOne({ _id: 'S1' }),
    });
    optional(
      'L1,Aisha,learner,H1,Mum,no,Kim,07700 900000,kim@x.example',
      'BUS,Business,study-programme,green-labyrinth,North,scotland,Partner Ltd',
      'E1,L1,BUS,2026-09-01,2026-11-02/2026-11-30;2027-01-05/',
      'L1;L2',
    );
    await run();
    expect(await stored()).toMatchObject({
      person: {
        deputyId: 'H1',
        contacts: [
          { name: 'Mum', relation: 'parent or carer', consent: false },
          { name: 'Kim', relation: 'key worker', mobile: '+447700900000', email: 'kim@x.example', consent: true },
        ],
      },
      programme: { centre: 'North', division: 'scotland', subcontractor: 'Partner Ltd' },
      enrolment: { breaks: [{ from: '2026-11-02', to: '2026-11-30' }, { from: '2027-01-05' }] },
      session: { learnerIds: ['L1', 'L2'] },
    });
    expect((await run()).counts.enrolments).toEqual({ added: 0, changed: 0, same: 1 });
    optional('L1,Aisha,learner,,,,,,', 'BUS,Business,study-programme,green-labyrinth,,,', 'E1,L1,BUS,2026-09-01,', '');
    await run();
    const { person, programme, enrolment, session } = await stored();
    expect(person?.contacts).toEqual([{ name: 'Parent or carer', relation: 'parent or carer', consent: false }]);
    for (const [doc, field] of [
      [programme, 'centre'],
      [programme, 'division'],
      [programme, 'subcontractor'],
      [enrolment, 'breaks'],
      [session, 'learnerIds'],
    ] as const)
      expect(doc).not.toHaveProperty(field);
  });

  test('what people set in chat stays where the file has no column for it', async () => {
    await run();
    await c.people.updateOne({ _id: 'T1' }, { $set: { deputyId: 'H1' } });
    await c.enrolments.updateOne({ _id: 'E1' }, { $set: { breaks: [{ from: '2026-11-02' }] } });
    await run();
    expect(await c.people.findOne({ _id: 'T1' })).toMatchObject({ deputyId: 'H1' });
    expect(await c.enrolments.findOne({ _id: 'E1' })).toMatchObject({ breaks: [{ from: '2026-11-02' }] });
  });

  test('optional columns that make no sense are told', async () => {
    write('people.csv', [
      'person_id,name,roles,deputy_id,parent_consent',
      'T1,Sam Lee,tutor,T1,',
      'H1,Ruth A,hosp;tutor,L1,',
      'L1,Aisha,learner,,perhaps',
    ]);
    write('programmes.csv', [
      'programme_id,name,kind,pack,division',
      'BUS,Business,study-programme,green-labyrinth,wales',
    ]);
    write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from,breaks',
      'E1,L1,BUS,2026-09-01,2026-11-30/2026-11-02',
      'E2,L1,BUS,2026-09-01,in spring',
    ]);
    write('sessions.csv', [
      'session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends,learners',
      'S1,BUS,T1,Class,teaching,remote,2026-11-24,09:00,12:00,L1;T1',
    ]);
    const { problems } = await run();
    const lines = problems.map((one) => `${one.file} ${one.line} ${one.problem}`).join('\n');
    for (const expected of [
      /people.csv 2 deputy_id: T1/,
      /people.csv 3 deputy_id: L1/,
      /people.csv 4 parent_consent: yes, no or none, not "perhaps"/,
      /programmes.csv 2 division: england-and-wales, scotland/,
      /enrolments.csv 2 breaks: "2026-11-30\/2026-11-02" is no break/,
      /enrolments.csv 3 breaks: "in spring" is no break/,
      /sessions.csv 2 learners: T1/,
    ])
      expect(lines).toMatch(expected);
    expect(await sizes()).toEqual([0, 0, 0, 0]);
  });

  test('learners enrolled late appear on registers that are open today, and on no other', async () => {
    const rows = ['S1', 'SX', 'S0'].map(
      (id, i) => `${id},BUS,T1,Class,teaching,remote,${['2026-11-23', '2026-11-23', '2026-11-20'][i]},11:30,12:30`,
    );
    write('sessions.csv', ['session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends', ...rows]);
    await run();
    for (const [_id, state] of [
      ['S1', 'open'],
      ['SX', 'saved'],
      ['S0', 'open'],
    ] as const)
      await c.registers.insertOne({ _id, state, programmeId: 'BUS', rows: [] } as never);
    const due = async () => (await c.sessions.find({ next: { $exists: true } }).toArray()).map((one) => one._id);
    await run();
    expect(await due()).toEqual([]);
    write('people.csv', [
      'person_id,name,roles,email',
      'T1,Sam Lee,tutor,sam@x.example',
      'L1,Aisha,learner,aisha@x.example',
      'L2,Ben,learner,',
      'H1,Ruth A,hosp;tutor,ruth@x.example',
    ]);
    write('enrolments.csv', [
      'enrolment_id,learner_id,programme_id,from',
      'E1,L1,BUS,2026-09-01',
      'E2,L2,BUS,2026-11-23',
    ]);
    await run(true);
    expect(await due()).toEqual([]);
    await run();
    expect(await due()).toEqual(['S1']);
    expect((await c.sessions.findOne({ _id: 'S1' }))?.next).toEqual({ step: 'open', at: now });
  });

  test('a misspelt column, an empty file and a missing folder are told', async () => {
    write('people.csv', ['person_id,nmae,roles', 'T1,Sam,tutor']);
    expect((await run()).problems[0]).toMatchObject({
      file: 'people.csv',
      line: 1,
      problem: expect.stringContaining('unknown column nmae'),
    });
    writeFileSync(join(folder, 'people.csv'), '');
    expect((await run()).problems[0]?.problem).toContain('empty');
    expect((await importCollege(c, '/nowhere/at/all', { packs, now, dryRun: false })).problems[0]?.problem).toContain(
      'no such folder',
    );
  });
});

test('a learner enrolled late through an import appears on the register the tutor has open', async () => {
  const college = await College.open({ learners: 2 });
  const folder = mkdtempSync(join(tmpdir(), 'attendance-import-'));
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.addPerson('L9', 'Late Comer', ['learner']);
  writeFileSync(join(folder, 'enrolments.csv'), `enrolment_id,learner_id,programme_id,from\nBUS-L9,L9,BUS,${monday}\n`);
  const { world, clock } = college.bot;
  const report = await importCollege(college.c, folder, { packs: world.packs, now: clock.now(), dryRun: false });
  expect(report.problems).toEqual([]);
  world.wake();
  await until('the late learner on the card', () => college.find('T1', 'Late Comer'));
  const register = await college.c.registers.findOne({ _id: 's1' });
  expect(register?.rows.map((row) => row.learnerId)).toEqual(['L1', 'L2', 'L9']);
  await college.close();
});
