import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { readSettings } from '../../src/config/settings.ts';
import { CollegeFiles } from '../support/college-files.ts';

const root = join(import.meta.dirname, '../..');
let folder = mkdtempSync(join(tmpdir(), 'attendance-init-'));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'attendance-init-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command and answers each question as somebody at the keyboard would. */
async function run(answers: Record<string, string[]>) {
  const child = spawn(process.execPath, ['--no-warnings', 'src/cli/cli.ts', 'init', '--out', folder], { cwd: root });
  let words = '';
  let answered = 0;
  child.stdout.on('data', (chunk) => {
    words += chunk;
    const asked = [...words.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
    for (const name of asked.slice(answered)) {
      answered++;
      const answer = answers[name]?.shift();
      if (answer === undefined) child.stdin.end();
      else child.stdin.write(`${answer}\n`);
    }
  });
  const [code] = (await once(child, 'close')) as [number];
  return { words, code };
}

const whole = () => ({
  COLLEGE_NAME: ['Brookvale College'],
  PUBLIC_HOST: ['attendance.brookvale.example'],
  MICROSOFT_APP_ID: ['not-a-guid', '11111111-1111-4111-8111-111111111111'],
  MICROSOFT_APP_TENANT_ID: ['22222222-2222-4222-8222-222222222222'],
  MICROSOFT_APP_PASSWORD: ['a secret # with "quotes"'],
  MONGODB_URI: ['mongodb://db.example/?replicaSet=rs0'],
  SMS_SENDER: ['none'],
  MAIL_SENDER: ['smtp'],
  MIS_SENDER: ['none'],
  MAIL_FROM: ['attendance@brookvale.example'],
  SMTP_URL: ['smtps://mail.brookvale.example'],
  COLLEGE_PHONE: ['01632 960000'],
});

test('it asks what the start asks, says what is wrong with an answer, and what it writes is whole and for its owner alone', async () => {
  const { words, code } = await run(whole());
  expect(words).toContain('Not yet: MICROSOFT_APP_ID: a GUID such as');
  expect(words).not.toContain('NOTIFY_API_KEY=');
  expect(words).toContain('Next: npm run cli -- doctor');
  expect(code).toBe(0);
  const file = join(folder, '.env');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const env = parseEnv(readFileSync(file, 'utf8'));
  const settings = readSettings(env);
  expect(env.LINK_SECRET).toMatch(/.{40}/);
  expect(settings).toMatchObject({
    collegeName: 'Brookvale College',
    app: { password: 'a secret # with "quotes"' },
  });
  const before = readFileSync(file, 'utf8');
  expect((await run({})).words).toContain('is there already; it stays as it is');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('stopped half way it writes nothing', async () => {
  const { words, code } = await run({ COLLEGE_NAME: ['Brookvale College'] });
  expect(words).toContain('Stopped: nothing was written.');
  expect(code).toBe(1);
  expect(() => statSync(join(folder, '.env'))).toThrow();
});

test('the college it writes can be imported as it is', async () => {
  await run(whole());
  const files = new CollegeFiles();
  await files.open();
  const { problems, counts } = await files.run(false, {}, join(folder, 'college-example'));
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({ people: { added: 3 }, sessions: { added: 1 } });
  await files.close();
});

test('settings, and people’s data that commands write beside them, are kept out of git', () => {
  const written = [
    '.env',
    'college/people.csv',
    'college-example/people.csv',
    'college-to-mend/people.csv',
    'L1-data.zip',
  ];
  const ignored = execFileSync('git', ['check-ignore', '--no-index', ...written], { cwd: root, encoding: 'utf8' });
  expect(ignored.trim().split('\n')).toEqual(written);
});
