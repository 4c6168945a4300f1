import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { exportMarks } from '../../src/cli/export-marks.ts';
import { importMarks } from '../../src/cli/import-marks.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { mongoOf, runCli } from '../support/run-cli.ts';

const head = 'session_id,learner_id,mark,minutes_late,minutes_early';

describe('cli marks and export (S17)', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-marks-'));
  const file = join(folder, 'marks.csv');
  const write = (...rows: string[]) => writeFileSync(file, [head, ...rows].join('\n'));
  const run = (byId = 'T1', dryRun = false) => importMarks(college.bot.world, file, { byId, dryRun });
  const registerOf = (id: string) => college.c.registers.findOne({ _id: id });
  const cli = (...args: string[]) => runCli(mongoOf(college), ...args);

  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await college.c.meta.updateOne({ _id: 'demo' }, { $set: { at: new Date() } }, { upsert: true });
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { subcontractor: '=Partner, "Ltd"' } });
    // Sessions of the morning that the bot has not opened.
    for (const _id of ['s1', 's2'])
      await college.addSession({ _id, at: '08:00', minutes: 60, on: '2026-11-20', next: undefined as never });
    await college.addSession({ _id: 'sts', programmeId: 'APP', at: '07:00', minutes: 60, next: undefined as never });
    await college.addSession({ _id: 'later', at: '15:00' });
    await college.addSession({ _id: 'other', at: '07:00', tutorIds: ['T2'], next: undefined as never });
    const cancelled = { by: 'O1', at: new Date(), why: 'snow' };
    await college.addSession({ _id: 'off', at: '07:30', cancelled, next: undefined as never });
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every bad row is told by its line, and nothing is written', async () => {
    write(
      's1,L1,present,,',
      's1,L1,late,5,',
      's1,L9,present,,',
      's1,L2,nonsense,,',
      's1,L3,late,,',
      's1,L4,late,50,20',
      's1,L2,present,5,',
      'none,L1,present,,',
      'later,L1,present,,',
      'other,L1,present,,',
      'off,L1,present,,',
      's1,L2,late,soon,',
      'sts,L1,notice-pending,,',
    );
    const { problems } = await run();
    expect(problems.map((one) => `${one.line} ${one.problem}`)).toEqual([
      '3 L1 stands twice for s1',
      '4 learner_id: L9 is not on the register of s1',
      expect.stringMatching(/^5 mark: nonsense is none of present, late, unauthorised/),
      '6 minutes_late: late needs minutes late or early, together 1 to 60',
      '7 minutes_late: late needs minutes late or early, together 1 to 60',
      '8 mark: present takes no minutes',
      '9 session_id: none is not known here',
      '10 session_id: later has not begun',
      '11 session_id: T1 may not mark other',
      '12 session_id: off is cancelled',
      '13 minutes_late: a number of minutes, not "soon"',
      expect.stringMatching(/^14 mark: notice-pending is none of/),
    ]);
    expect(await college.c.registers.countDocuments()).toBe(0);
    for (const [byId, rows] of [
      ['L1', 's1,L1,present,,'],
      ['H1', 's1,L1,present,,'],
      ['nobody', 's1,L1,present,,'],
      ['T2', 's1,L1,present,,'],
    ] as const) {
      write(rows);
      expect([byId, (await run(byId)).problems.length]).toEqual([byId, 1]);
    }
    expect(await college.c.registers.countDocuments()).toBe(0);
  });

  test('a dry run counts and writes nothing; then marks open and save the register, and are carried on', async () => {
    write('s1,L1,present,,', 's1,L2,late,10,', 's1,L3,late,0,20', 's1,L4,unauthorised,,', 'sts,L1,authorised,,');
    expect(await run('T1', true)).toMatchObject({ problems: [], sessions: 2, changed: 5, same: 0 });
    expect(await college.c.registers.countDocuments()).toBe(0);

    expect(await run()).toMatchObject({ problems: [], changed: 5, same: 0 });
    await college.settled();
    const register = await registerOf('s1');
    expect(register).toMatchObject({ state: 'saved', version: 2, projected: 2, savedById: 'T1' });
    expect(register?.rows.map((row) => row.mark?.minutesLate)).toEqual([0, 10, 0, 0]);
    expect(register?.rows[2]?.mark).toMatchObject({ code: 'late', minutesEarly: 20, byId: 'T1', how: 'history' });
    expect(register?.history).toMatchObject([{ byId: 'T1', cause: 'from-file' }]);
    expect(await college.c.marks.countDocuments({ sessionId: 's1' })).toBe(4);
    expect((await registerOf('sts'))?.state).toBe('open');
    // Years of marks brought in are no news: only the session of today has a card.
    expect(await college.c.slots.distinct('subjectId', { kind: 'register' })).toEqual(['sts']);
  });

  test('twice is the same as once, also after someone has amended a mark since', async () => {
    const before = await registerOf('s1');
    expect(await run()).toMatchObject({ problems: [], changed: 0, same: 5 });
    expect(await registerOf('s1')).toEqual(before);
    await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: 's1',
      version: 2,
      page: 0,
      rest: 'leave',
      why: 'wrong mark',
      'm_BUS-L4': 'present',
    });
    expect(await run()).toMatchObject({ problems: [], changed: 0 });
    expect((await registerOf('s1'))?.rows[3]?.mark?.code).toBe('present');
  });

  test('the office may give any mark of the pack, and change one with its history kept', async () => {
    write('s2,L1,authorised,,', 's1,L2,present,,');
    expect((await run('T1')).problems).toHaveLength(1);
    const told = await cli('marks', file, '--by', 'O1');
    expect(told.stdout).toContain('2 sessions: 2 marks new or changed, 0 the same');
    expect((await registerOf('s2'))?.rows[0]?.mark).toMatchObject({ code: 'authorised', byId: 'O1' });
    expect((await registerOf('s1'))?.history.at(-1)).toMatchObject({ changes: [{ from: { code: 'late' } }] });
    expect((await cli('marks', file, '--by', 'O1', '--dry-run')).stdout).toContain(
      '0 marks new or changed, 2 the same',
    );
    write('s2,L1,nonsense,,');
    await expect(cli('marks', file, '--by', 'O1')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('marks.csv line 2: mark: nonsense'),
    });
    await expect(cli('marks', file)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--by') });
  });

  test('the export has a row a mark, guards formulas, and says of who is under a hold what it said before', async () => {
    await college.settled();
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { name: '=HYPERLINK("http://x","y")' } });
    await college.c.people.updateOne({ _id: 'L3' }, { $set: { name: '+44, Aisha' } });
    await college.c.concerns.insertOne({
      _id: 'c1',
      holds: [{ learnerId: 'L4', since: instantOf(monday, '07:00'), figures: [] }],
      messages: [],
      level: 'possible',
      at: new Date(),
      rangAt: new Date(),
      state: 'open',
      log: [],
      version: 1,
    });
    const out = join(folder, 'out.csv');
    const told = await cli('export', out, '--from', '2026-11-20', '--to', '2026-11-20');
    expect(told.stdout).toContain('4 marks written');
    expect(statSync(out).mode & 0o077).toBe(0);
    const rows = parse(readFileSync(out, 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row.session_id, row.learner_name])).toEqual([
      ['s1', 'Aisha Khan'],
      ['s1', `'=HYPERLINK("http://x","y")`],
      ['s1', "'+44, Aisha"],
      ['s2', 'Aisha Khan'],
    ]);
    expect(rows[2]).toEqual({
      session_id: 's1',
      learner_ref: 'BV-L3',
      learner_name: "'+44, Aisha",
      programme: 'Level 2 Business',
      subcontractor: `'=Partner, "Ltd"`,
      day: '2026-11-20',
      starts: '08:00',
      type: 'teaching',
      mark: 'late',
      counts: 'present',
      authorised: '',
      minutes_late: '0',
      minutes_early: '20',
      planned_minutes: '60',
      attended_minutes: '40',
      recorded_by: 'T1',
      recorded_at: expect.stringMatching(/^2026-11-23T08:/),
      employer_present: '',
      amended: 'no',
    });
    expect(rows[1]).toMatchObject({ mark: 'present', recorded_by: 'O1', amended: 'yes' });
    expect(rows[3]).toMatchObject({ mark: 'authorised', counts: 'absent', authorised: 'yes', attended_minutes: '0' });
    // A mark given before the hold stays in the export; what it was amended to since does not.
    const amended = (await registerOf('s1'))?.history.find(
      (one) => one.changes[0]?.enrolmentId === 'BUS-L4' && one.words === 'wrong mark',
    );
    const before = new Date((amended?.at.getTime() ?? 0) - 1);
    await college.c.concerns.updateOne({ _id: 'c1' }, { $set: { 'holds.0.since': before } });
    await exportMarks(college.bot.world, college.c, out, { from: '2026-11-20', to: '2026-11-20' });
    const kept = parse(readFileSync(out, 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
    expect(kept.find((row) => row.learner_ref === 'BV-L4')).toMatchObject({
      mark: amended?.changes[0]?.from?.code,
      amended: 'no',
    });
    expect(await exportMarks(college.bot.world, college.c, out, { from: monday })).toBe(1);
    // Stopped on the way, it leaves the last one as it was, and nothing half done.
    const stopped = exportMarks(college.bot.world, college.c, out, {}, () => {
      throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(readFileSync(out, 'utf8').split('\r\n')).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
    await expect(cli('export', out, '--from', 'soon')).rejects.toMatchObject({ code: 2 });
    await expect(cli('export')).rejects.toMatchObject({ code: 2 });
  });
});
