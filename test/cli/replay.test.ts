import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'attendance-replay-'));
const head = 'learner,starts_at,planned_minutes,lesson,mark,minutes_late';

async function replay(rows: string[], pack = 'green-labyrinth', header = head) {
  const file = join(folder, 'marks.csv');
  writeFileSync(file, [header, ...rows].join('\n'));
  return runCli({}, 'replay', '--pack', pack, file).then(({ stdout }) =>
    stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  );
}

describe('cli replay', () => {
  test('one JSON line a learner in order of first appearance, marks in order of start', async () => {
    const lines = await replay([
      'Zoe,2026-09-08T09:00:00+01:00,60,1,unauthorised,',
      'Adam,2026-09-07T09:00:00+01:00,60,1,late,20',
      'Zoe,2026-09-07T09:00:00+01:00,60,1,present,0',
      'Zoe,2026-09-09T09:00:00+01:00,60,1,unauthorised,',
      'Zoe,2026-09-09T11:00:00+01:00,60,2,unauthorised,',
    ]);
    expect(lines).toEqual([
      {
        learner: 'Zoe',
        percent: 25,
        rank: 'red',
        occurrences: [
          { date: '2026-09-08', percent: 50 },
          { date: '2026-09-09', percent: 33.33 },
        ],
        flag: 'amber',
        flaggedOn: '2026-09-09',
      },
      { learner: 'Adam', percent: 66.66, rank: 'red', occurrences: [], flag: 'none', flaggedOn: null },
    ]);
    expect(Object.keys(lines[0])).toEqual(['learner', 'percent', 'rank', 'occurrences', 'flag', 'flaggedOn']);
  });

  test('dates are local, offsets are honoured, minutes late stop at the planned', async () => {
    const [line] = await replay([
      'A,2026-09-07T23:30:00Z,60,1,unauthorised,',
      'A,2026-10-26T00:30:00+00:00,60,1,late,90',
      'A,2026-09-07T20:00:00-04:00,60,1,unauthorised,',
    ]);
    expect(line).toMatchObject({ percent: 0, occurrences: [{ date: '2026-09-08' }] });
  });

  test('sts: sessions, punctuality and the days its rules would have noticed', async () => {
    const lines = await replay(
      [
        'A,2026-09-07T09:00:00+01:00,60,1,unauthorised,',
        'A,2026-09-08T09:00:00+01:00,60,1,unauthorised,',
        'A,2026-09-09T09:00:00+01:00,60,1,late,5',
      ],
      'sts',
    );
    expect(lines).toEqual([
      {
        learner: 'A',
        sessions: 3,
        attended: 1,
        percent: 33.33,
        punctualityPercent: 0,
        noticed: [{ date: '2026-09-08', rule: 'absence-run' }],
      },
    ]);
  });

  test('bad rows are told by line, all at once, and nothing is printed', async () => {
    await expect(
      replay([
        'A,2026-09-07T09:00:00,60,1,present,',
        'A,2026-09-07T09:00:00Z,-5,1,present,',
        'A,2026-09-07T09:00:00Z,60,1,asleep,',
      ]),
    ).rejects.toMatchObject({
      stdout: '',
      code: 2,
      stderr: expect.stringMatching(/line 2: starts_at[\s\S]*line 3: planned_minutes[\s\S]*line 4: mark/),
    });
  });

  test('an unknown pack, a missing file and a wrong header are told', async () => {
    await expect(replay(['A,2026-09-07T09:00:00Z,60,1,present,'], 'nothing')).rejects.toMatchObject({
      stderr: expect.stringContaining('Known: green-labyrinth, sts'),
    });
    await expect(
      replay(['A,2026-09-07T09:00:00Z,60,1,present,'], 'sts', 'learner,start,planned_minutes,lesson,mark,minutes_late'),
    ).rejects.toMatchObject({ stderr: expect.stringContaining('the column starts_at is missing; unknown are start') });
  });
});
