import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { createMisFile } from '../../src/channels/mis-file.ts';
import { loadMisTemplate } from '../../src/config/load-mis-template.ts';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';

describe('the MIS gets a file each day (S8)', () => {
  let college: College;
  const directory = mkdtempSync(join(tmpdir(), 'mis-file-'));
  const file = (template: string) => createMisFile({ directory, ukprn: '10001234' }, loadMisTemplate(template));
  beforeAll(async () => {
    college = await College.open({ learners: 3, misFile: { writer: file('generic'), at: '21:00' } });
  });
  afterAll(async () => {
    await college.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const bytesOf = (name: string) => readFileSync(join(directory, name), 'utf8');
  const rowsOf = (name: string): Record<string, string>[] => parse(bytesOf(name), { columns: true, bom: true });

  test('every mark of the day once, as it stands, in domain columns; nothing half written beside it', async () => {
    await college.addSession({ _id: 'f-1', title: 'First' });
    await college.moveTo('09:00');
    await college.save('f-1', { 'BUS-L1': 'late:10', 'BUS-L2': 'unauthorised' });
    await college.save('f-1', { 'BUS-L2': 'present' });
    await college.moveTo('20:59');
    expect(readdirSync(directory)).toEqual([]);
    await college.moveTo('21:00');
    expect(readdirSync(directory)).toEqual(['attendance-2026-11-23.csv']);
    const text = bytesOf('attendance-2026-11-23.csv');
    expect(text.startsWith('\ufeffschema_version,ukprn,session_id,learn_ref_number,uln,')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(rowsOf('attendance-2026-11-23.csv')).toMatchObject([
      {
        ukprn: '10001234',
        learn_ref_number: 'BV-L1',
        starts_at: '2026-11-23T09:00:00+00:00',
        mark: 'late',
        minutes_late: '10',
        counts: 'present',
        amended_from: '',
      },
      { learn_ref_number: 'BV-L3', mark: 'present' },
      { learn_ref_number: 'BV-L2', mark: 'present', amended_from: 'unauthorised' },
    ]);
  });

  test('the next file holds what was amended since, and no mark twice', async () => {
    await college.save('f-1', { 'BUS-L1': 'present' });
    await college.moveTo('21:00', '2026-11-24');
    expect(rowsOf('attendance-2026-11-24.csv')).toMatchObject([
      { session_id: 'f-1', learn_ref_number: 'BV-L1', mark: 'present', amended_from: 'late' },
    ]);
  });

  test('missed days are written when the bot runs again, each its own file, with what is its own', async () => {
    await college.addSession({ _id: 'f-2', title: 'Second', on: '2026-11-25' });
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.say('L1', 'yes');
    await college.moveTo('09:00', '2026-11-25');
    await college.save('f-2');
    await college.bot.stop();
    await college.startBot();
    await college.moveTo('08:00', '2026-11-28');
    expect(readdirSync(directory).filter((name) => name > 'attendance-2026-11-24')).toEqual([
      'attendance-2026-11-24.csv',
      'attendance-2026-11-25.csv',
      'attendance-2026-11-26.csv',
      'attendance-2026-11-27.csv',
    ]);
    const rows = rowsOf('attendance-2026-11-25.csv').map((row) => [
      row.learn_ref_number,
      row.notified_at?.slice(0, 14),
    ]);
    expect(rows.toSorted()).toEqual([
      ['BV-L1', '2026-11-24T21:'],
      ['BV-L2', ''],
      ['BV-L3', ''],
    ]);
    expect(rowsOf('attendance-2026-11-26.csv')).toEqual([]);
  });

  test('of a learner under a hold a file says nothing new; the next one after the release says it (S11)', async () => {
    await college.say('L2', 'i do not feel safe at home');
    await college.addSession({ _id: 'f-held', title: 'Held', on: '2026-11-28' });
    await college.moveTo('09:00', '2026-11-28');
    await college.save('f-held');
    await college.moveTo('21:00', '2026-11-28');
    expect(rowsOf('attendance-2026-11-28.csv').map((row) => row.learn_ref_number)).toEqual(['BV-L1', 'BV-L3']);
    await college.press('S1', 'safe at home', 'I have it');
    await college.press('S1', 'safe at home', 'Release the hold', { 'What was done': 'spoke with her' });
    await college.moveTo('21:00', '2026-11-29');
    expect(rowsOf('attendance-2026-11-29.csv')).toMatchObject([{ session_id: 'f-held', learn_ref_number: 'BV-L2' }]);
  });

  test('switched off for a while, the file goes on where it stopped once it is on again', async () => {
    await college.bot.stop();
    college.set({ misFile: undefined });
    await college.startBot();
    await college.addSession({ _id: 'f-off', title: 'Off', on: '2026-11-30' });
    await college.moveTo('09:00', '2026-11-30');
    await college.save('f-off');
    await college.moveTo('21:00', '2026-12-01');
    await college.bot.stop();
    college.set({ misFile: { writer: file('generic'), at: '21:00' } });
    await college.startBot();
    await college.moveTo('21:00', '2026-12-02');
    expect(readdirSync(directory)).not.toContain('attendance-2026-11-30.csv');
    expect(rowsOf('attendance-2026-12-02.csv').map((row) => row.session_id)).toEqual(['f-off', 'f-off', 'f-off']);
  });

  test('a folder that is away is told in metrics and written once it is there', async () => {
    await college.addSession({ _id: 'f-3', title: 'Third', on: '2026-12-03' });
    await college.moveTo('09:00', '2026-12-03');
    await college.save('f-3');
    const away = `${directory}-away`;
    renameSync(directory, away);
    await college.moveTo('21:00', '2026-12-03');
    const metrics = async () => (await fetch(`http://127.0.0.1:${college.bot.port}/metrics`)).text();
    await until('metrics to say why', async () =>
      /attendance_mis_failing\{code="file-ENOENT"\} 1/.test(await metrics()),
    );
    renameSync(away, directory);
    await college.moveTo('21:10', '2026-12-03');
    expect(rowsOf('attendance-2026-12-03.csv')).toHaveLength(3);
  });
});

test('the PICS columns have its date form and hours; a text that a spreadsheet would run stays text', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mis-pics-'));
  const body = JSON.stringify({
    learner_ref: '=HYPERLINK("x")',
    starts_at: '2026-11-23T09:05:00+00:00',
    planned_minutes: 180,
    attended_minutes: 90,
    session_type: 'teaching',
    mark: 'late',
    minutes_late: 90,
    recorded_by: 'T1',
    session_id: 's,1',
  });
  const event = { _id: 'a', type: 'mark' as const, subject: 'a', learnerId: 'L1', body, createdAt: new Date() };
  await createMisFile({ directory }, loadMisTemplate('pics')).write('2026-11-23', [event]);
  const text = readFileSync(join(directory, 'pics-attendance-2026-11-23.csv'), 'utf8');
  expect(text.split('\r\n')[1]).toBe(`"'=HYPERLINK(""x"")",23/11/2026 09:05,3.00,1.50,teaching,late,90,T1,"s,1"`);
  rmSync(directory, { recursive: true });
});

test('a template of a college’s own maps its codes; a wrong one says what is wrong', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'mis-template-')), 'own.json');
  const template = (columns: object[]) =>
    writeFileSync(path, JSON.stringify({ types: ['mark'], fileName: 'm-{day}.csv', columns }));
  template([{ header: 'Code', field: 'mark', map: { present: '/' } }]);
  expect(loadMisTemplate(path).columns[0]?.map).toEqual({ present: '/' });
  template([{ header: 'Code' }]);
  expect(() => loadMisTemplate(path)).toThrow('MIS_FILE_TEMPLATE: columns.0: one of field, setting and value');
  expect(() => loadMisTemplate('nothing')).toThrow('MIS_FILE_TEMPLATE: generic, pics, or a JSON file that can be read');
});
