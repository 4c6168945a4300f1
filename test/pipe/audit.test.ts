import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { World } from '../../src/usecases/core/ports.ts';
import { askEvidence } from '../../src/usecases/notices/evidence.task.ts';
import { College } from '../support/college.ts';
import { pdfOf } from '../support/evidence.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';

import { sickNotice } from '../support/sick-notice.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** Who saw and changed restricted things (SPEC: Data protection). */
describe('the audit trail', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-audit-'));
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.c.meta.insertOne({ _id: 'demo' });
    for (const id of ['L1', 'L3', 'M1', 'S1', 'O1']) await college.say(id, 'help');
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const cli = async (...args: string[]) => (await runCli(mongoOf(college), ...args)).stdout;
  const lines = (what: string) =>
    college.c.audit
      .find({ what } as object)
      .sort({ at: 1, _id: 1 })
      .toArray();

  test('a concern: who was shown it and who changed it, about whom; none of its words', async () => {
    await college.say('L1', 'i do not feel safe at home');
    await college.press('S1', 'safeguarding concern', 'I have it');
    const seen = await lines('concern');
    expect(seen).toContainEqual(expect.objectContaining({ byId: 'S1', did: 'saw', how: 'card', aboutIds: ['L1'] }));
    expect(seen.filter((one) => one.did === 'changed')).toEqual([
      expect.objectContaining({ byId: 'S1', aboutIds: ['L1'], more: { state: 'acknowledged' } }),
    ]);
    await visitorOf(college).see('S1', 'safeguarding');
    expect(await lines('concern')).toHaveLength(seen.filter((one) => one.did === 'saw').length + 1);
    expect(JSON.stringify(await college.c.audit.find({}).toArray())).not.toMatch(/safe at home|Aisha|Nia/);
  });

  test('a story: one line however often it is loaded in a quarter of an hour; none for one’s own, none where it is refused', async () => {
    const { see } = visitorOf(college);
    for (let i = 0; i < 3; i++) expect((await see('M1', 'story/L2')).status).toBe(200);
    await see('L2', 'me');
    expect((await see('E1', 'story/L2')).status).toBe(403);
    expect(await lines('story')).toEqual([
      expect.objectContaining({ byId: 'M1', did: 'saw', how: 'page', thingId: 'L2', aboutIds: ['L2'] }),
    ]);
    expect((await see('M1', 'story/L2?export=csv')).status).toBe(200);
    expect(await lines('page-export')).toEqual([
      expect.objectContaining({ byId: 'M1', did: 'took', thingId: 'story/L2', aboutIds: ['L2'] }),
    ]);
  });

  test('a certificate: who opened it; nothing for who may not', async () => {
    const { world, clock } = college.bot;
    const notice = sickNotice('n1', 'L3', clock.now());
    await college.c.notices.insertOne(notice);
    await world.together((inside) => askEvidence(inside, notice, 'BUS'));
    await college.settled();
    const downloadUrl = college.teams.hostFile('file', pdfOf());
    const file = {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      contentUrl: 'https://brookvale.sharepoint.com/personal/file',
      name: 'note.pdf',
      content: { downloadUrl, uniqueId: 'u', fileType: 'pdf' },
    };
    await college.people.say(college.user('L3'), '', { attachments: [file] });
    await college.settled();
    const { _id = '' } = (await college.c.files.findOne({})) ?? {};
    const until = new Date(world.clock.now().getTime() + 60_000);
    const link = (who: string) => (world.link as NonNullable<World['link']>)('file', _id, who, until);
    expect((await fetch(link('E1'))).status).toBe(404);
    expect((await fetch(link('M1'))).status).toBe(200);
    const given = { byId: 'L3', did: 'changed', thingId: _id };
    const opened = { byId: 'M1', did: 'saw', thingId: _id, aboutIds: ['L3'] };
    expect(await lines('certificate')).toEqual([expect.objectContaining(given), expect.objectContaining(opened)]);
  });

  test('commands stand in it with the account that ran them; the office’s officer reads it by person and day', async () => {
    await cli('subject-export', 'L2', '--out', join(folder, 'L2.zip'));
    await cli('export', join(folder, 'marks.csv'));
    expect(statSync(join(folder, 'marks.csv')).mode & 0o777).toBe(0o600);
    expect(await cli('audit', '--person', 'L2')).toMatch(
      /\(on the machine\) took all that is stored about somebody \(L2\), about Ben Carter \(BV-L2\), by a command/,
    );
    const all = await cli('audit', '--since', '2026-11-23');
    expect(all).toMatch(/took marks as a file/);
    expect(all).toMatch(
      /Nia Roberts \(BV-S1\) changed a safeguarding concern \([0-9a-f]+\), about Aisha Khan \(BV-L1\), on a card; state: acknowledged/,
    );
    expect(await cli('audit', '--since', '2026-11-24')).toBe('0 lines.\n');
    // However long it grows, both questions are answered from an index.
    for (const filter of [{ $or: [{ byId: 'L2' }, { aboutIds: 'L2' }] }, {}]) {
      const plan = await college.c.audit.find(filter).sort({ at: -1, _id: 1 }).limit(10).explain('queryPlanner');
      expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toMatch(/COLLSCAN|"SORT"/);
    }
  });

  test('the Data Protection Officer reads it by person and days, and takes it as a file; that they did is on it; nobody’s words are', async () => {
    await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
    await college.addPerson('L9', 'Ben Carter', ['learner']);
    const { see } = visitorOf(college);
    for (const id of ['O1', 'S1', 'M1']) expect([id, (await see(id, 'audit')).status]).toEqual([id, 403]);
    const words = async (path: string) => pageWords((await see('P1', path)).text);
    const all = await words('audit');
    expect(all).toMatch(
      /Nia Roberts \(BV-S1\) changed a safeguarding concern, on a card [0-9a-f]+; state: acknowledged Aisha Khan \(BV-L1\)/,
    );
    expect(all).toMatch(/Petra Law \(BV-P1\) saw the audit trail, on a page/);
    expect(all).not.toContain('safe at home');
    // By id, reference or name; of two who are called so one is picked.
    const one = await words('audit?person=bv-l2');
    expect(one).toMatch(/lines by or about Ben Carter \(BV-L2\)\./);
    expect(one).toMatch(/\(on the machine\) took all that is stored about somebody, by a command/);
    expect(one).not.toContain('Aisha Khan');
    expect(await words('audit?person=ben%20carter')).toMatch(
      /2 people are called so\. Please pick one\..*Ben Carter \(BV-L2\) Ben Carter \(BV-L9\)/,
    );
    expect(await words('audit?person=Nobody%20Known')).toContain('Nobody is called “Nobody Known”');
    expect(await words('audit?to=2026-11-22')).toMatch(/Audit trail 0 lines\./);
    expect(await words('audit?from=2026-11-23&to=2026-11-23')).toContain('Nia Roberts');
    const csv = (await see('P1', 'audit?person=L2&export=csv')).text;
    expect(csv).toMatch(/Maya Patel \(BV-M1\),M1,saw a learner’s story,on a page,L2,Ben Carter \(BV-L2\),L2,/);
    expect((await see('P1', 'audit?export=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    expect(await lines('audit')).toContainEqual(
      expect.objectContaining({ byId: 'P1', did: 'saw', how: 'page', thingId: 'trail L2', aboutIds: ['L2'] }),
    );
    expect(await lines('page-export')).toContainEqual(expect.objectContaining({ byId: 'P1', thingId: 'audit' }));
  });
});
