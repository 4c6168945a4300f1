import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { envWith, root, runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'attendance-understand-'));
const message = { id: 'a', now: '2026-11-23T08:15:00+00:00', tz: 'Europe/London', sender_role: 'learner' };

function cli(command: 'understand' | 'teach', lines: unknown[]) {
  const file = join(folder, 'messages.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return runCli({}, command, file);
}

describe('cli understand', () => {
  test('one JSON line a message in the labelled shape, without a database', async () => {
    const { stdout } = await cli('understand', [
      { ...message, text: 'not in tomorrow, dentist at 2' },
      { ...message, id: 'b', text: 'what time is lesson 3?' },
    ]);
    const [report, query] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(report).toMatchObject({
      id: 'a',
      expected: {
        intent: 'report',
        events: [
          {
            kind: 'absence',
            who: { type: 'self', name: null },
            dates: ['2026-11-24'],
            reason: 'medical_appointment',
            reasonable: 'yes',
            evidence_required: null,
            minutes_late: null,
            arrive_at: null,
            lessons: [],
          },
        ],
        safeguarding: 'none',
        hold_notifications: false,
        clarify: [],
      },
    });
    expect(query).toMatchObject({ expected: { intent: 'query', events: [{ kind: 'not_a_report' }] } });
  });

  test('whoever reads on may stop reading: it ends as it would have', async () => {
    const file = join(folder, 'many.jsonl');
    writeFileSync(file, `${JSON.stringify({ ...message, text: 'not in tomorrow' })}\n`.repeat(40));
    const child = spawn(process.execPath, ['--no-warnings', 'src/cli/cli.ts', 'understand', file], {
      cwd: root,
      env: envWith({}),
    });
    child.stdout.destroy();
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [code] = await once(child, 'close');
    expect([code, said.join('')]).toEqual([0, '']);
  });

  test('a line that is no message is named by its number', async () => {
    const failed = await cli('understand', [{ ...message, text: 'late' }, '{"id":']).catch((error) => error);
    expect(failed.stderr).toMatch(/line 2 is not a message/);
    expect(failed.code).toBe(2);
  });
});

describe('cli teach', () => {
  const event = { kind: 'absence', who: { type: 'self' }, dates: ['2026-11-24'], reason: 'medical_appointment' };
  const calm = { events: [event], safeguarding: 'none' };

  test('says in plain words how well a college’s own lines are read, and where not', async () => {
    const { stdout } = await cli('teach', [
      { ...message, text: 'not in tomorrow, dentist at 2', expected: calm },
      {
        ...message,
        id: 'b',
        text: 'not in tomorrow, got the dentist',
        expected: { ...calm, events: [{ ...event, dates: ['2026-12-25'] }] },
      },
      {
        ...message,
        id: 'c',
        text: 'i want to kill myself',
        expected: { events: [{ kind: 'not_a_report' }], safeguarding: 'urgent' },
      },
    ]);
    expect(stdout).toContain('3 messages read. Nothing was stored.');
    expect(stdout).toContain('Hints at harm: heard 1 of 1. Missed 0.');
    expect(stdout).toContain('False alerts: 0 in 2 calm messages.');
    expect(stdout).toContain('the days: right in 1 of 2');
    expect(stdout).toContain('Weak at the days:\n  b: read 2026-11-24, you say 2026-12-25');
    expect(stdout).not.toContain('dentist');
  });

  test('a line without labels is named by its number', async () => {
    const failed = await cli('teach', [{ ...message, text: 'late' }]).catch((error) => error);
    expect(failed.stderr).toMatch(/line 1 is not a labelled message/);
  });
});
