import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MongoClient } from 'mongodb';
import { importCollege } from '../../src/cli/import-college.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import { type Collections, collectionsOf, connect } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';

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

  test('only sessions still to start will open a register; one past midnight keeps its start day', async () => {
    await run();
    expect(await c.sessions.findOne({ _id: 'S0' })).not.toHaveProperty('next');
    expect(await c.sessions.findOne({ _id: 'S1' })).toMatchObject({
      next: { step: 'open', at: new Date('2026-11-24T09:00:00Z') },
    });
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
    expect((await c.sessions.findOne({ _id: 'S1' }))?.next?.at).toEqual(new Date('2026-11-24T10:00:00Z'));
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
