import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readSettings, type SettingsMistakes, settingNames } from '../../src/config/settings.ts';

const root = join(import.meta.dirname, '../..');
const good = {
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_ID: '11111111-2222-4333-8444-555555555555',
  MICROSOFT_APP_PASSWORD: 'a-long-secret',
  MICROSOFT_APP_TENANT_ID: '21111111-2222-4333-8444-555555555555',
  MONGODB_URI: 'mongodb://127.0.0.1:1/?replicaSet=rs0',
  SMS_SENDER: 'none',
  MAIL_SENDER: 'none',
  MIS_SENDER: 'none',
};
const mistakesOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsMistakes).mistakes;
  }
};

describe('settings', () => {
  test('.env.example explains every name, and no other', () => {
    const text = readFileSync(join(root, '.env.example'), 'utf8');
    const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual([...settingNames].sort());
    for (const line of text.split('\n').filter((one) => one.includes('=') && !one.startsWith('#')))
      expect(text).toMatch(new RegExp(`#.*\\n(?:[A-Z_]+=.*\\n)*${line}`));
  });

  test('defaults fill what is left out; an empty line is left out', () => {
    expect(readSettings({ ...good, PORT: '', HOST: '' })).toMatchObject({
      http: { port: 3978, host: '0.0.0.0' },
      serviceHosts: expect.arrayContaining(['smba.trafficmanager.net']),
    });
  });

  test('all mistakes are told at once, never their values', () => {
    const told = mistakesOf({
      MICROSOFT_APP_TYPE: 'SingleTenent',
      MICROSOFT_APP_PASSWORD: 'hunter2',
      PORT: '99999',
    }).join('\n');
    for (const name of [
      'MICROSOFT_APP_TYPE',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_TENANT_ID',
      'MONGODB_URI',
      'MICROSOFT_APP_PASSWORD',
      'PORT',
    ])
      expect(told).toContain(name);
    expect(told).not.toMatch(/hunter2|SingleTenent|99999/);
  });

  test.each([
    ['an unknown app type', { MICROSOFT_APP_TYPE: 'multitenant' }],
    ['an empty app id', { MICROSOFT_APP_ID: '' }],
    ['an app id of zeros', { MICROSOFT_APP_ID: '00000000-0000-0000-0000-000000000000' }],
    ['no password where one is needed', { MICROSOFT_APP_PASSWORD: '' }],
    ['a password with a managed identity', { MICROSOFT_APP_TYPE: 'UserAssignedMSI' }],
    ['Graph install without the app’s id', { GRAPH_INSTALL: 'on' }],
    ['a link secret that is too short', { LINK_SECRET: 'short', PUBLIC_HOST: 'attendance.example.ac.uk' }],
    ['an older link secret without a new one', { LINK_SECRET_BEFORE: 'x'.repeat(32) }],
    ['a link secret without the host links lead to', { LINK_SECRET: 'x'.repeat(32) }],
    ['no word on who sends texts', { SMS_SENDER: '' }],
    ['no word on who sends mails', { MAIL_SENDER: undefined }],
    ['no word on who tells the MIS', { MIS_SENDER: undefined }],
    ['a folder as the sender of texts', { SMS_SENDER: 'folder' }],
    ['none beside a way in which the MIS hears', { MIS_SENDER: 'none,file', MIS_FILE_DIR: '/var/mis' }],
    ['a key of the MIS that is too short', { MIS_WEBHOOK_KEYS: '2026b:short' }],
    ['three keys of the MIS', { MIS_WEBHOOK_KEYS: ['a', 'b', 'c'].map((id) => `${id}:${'x'.repeat(32)}`).join(',') }],
  ])('%s is refused', (_, change) => {
    expect(mistakesOf({ ...good, ...change })).toHaveLength(1);
  });

  test('a sender asks for all it needs, and for whose name and phone stand in each message', () => {
    expect(mistakesOf({ ...good, SMS_SENDER: 'twilio', MAIL_SENDER: 'smtp' }).map((one) => one.split(':')[0])).toEqual([
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_FROM',
      'COLLEGE_NAME',
      'COLLEGE_PHONE',
      'MAIL_FROM',
      'SMTP_URL',
      'COLLEGE_NAME',
      'COLLEGE_PHONE',
    ]);
  });

  test('each way in which the MIS hears asks for what it needs; two keys may stand side by side', () => {
    expect(mistakesOf({ ...good, MIS_SENDER: 'webhook,file,read' }).map((one) => one.split(':')[0])).toEqual([
      'MIS_WEBHOOK_URL',
      'MIS_WEBHOOK_KEYS',
      'MIS_FILE_DIR',
      'MIS_READ_KEYS',
    ]);
    const keys = ['2027a', '2026b'].map((id) => ({ id, secret: `a:secret-of-${id}-that-is-long-enough` }));
    const MIS_WEBHOOK_KEYS = keys.map(({ id, secret }) => `${id}:${secret}`).join(', ');
    const webhook = { MIS_SENDER: 'webhook', MIS_WEBHOOK_URL: 'https://mis.example.ac.uk/events', MIS_WEBHOOK_KEYS };
    expect(readSettings({ ...good, ...webhook }).senders.mis).toEqual({
      webhook: { url: 'https://mis.example.ac.uk/events', keys },
    });
  });

  test('whatever else is wrong, what one setting asks of another is told too', () => {
    const told = mistakesOf({ LINK_SECRET: 'x'.repeat(32), GRAPH_INSTALL: 'on' }).join('\n');
    for (const name of ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MONGODB_URI', 'PUBLIC_HOST', 'TEAMS_APP_ID'])
      expect(told).toContain(name);
  });

  test.each([
    ['LINK_SECRETT', 'LINK_SECRET'],
    ['METRIC_KEY', 'METRICS_KEY'],
    ['MONGODB_DATBASE', 'MONGODB_DATABASE'],
    ['MICROSOFT_APP_PASWORD', 'MICROSOFT_APP_PASSWORD'],
    ['BANK_HOLIDAY_FILE', 'BANK_HOLIDAYS_FILE'],
  ])('%s is no setting: it names %s, and not its value', (wrong, meant) => {
    expect(mistakesOf({ ...good, [wrong]: 'hunter2' })).toEqual([`${wrong} is no setting; did you mean ${meant}?`]);
  });

  test('what other programs put into an environment is theirs', () => {
    const others = [
      'HOSTNAME',
      'PORTS',
      'HOSTS',
      'PATH',
      'LOGNAME',
      'LOG_FILE',
      'NODE_OPTIONS',
      'TEAMS_WEBHOOK',
      'GRAPHQL_URL',
    ];
    expect(mistakesOf({ ...good, ...Object.fromEntries(others.map((name) => [name, 'x'])) })).toEqual([]);
  });

  test.each([
    ['PORT', 'abc', 'a whole number from 1 to 65535'],
    ['MONGODB_DATABASE', 'my database', 'letters, digits'],
    ['GRAPH_INSTALL', 'yes', 'on or off'],
    ['SMS_SENDER', 'pigeon', 'none, notify, acs, twilio or webhook'],
    ['LOG_LEVEL', 'loud', 'debug, info, warn or error'],
    ['MICROSOFT_APP_TENANT_ID', 'college.onmicrosoft.com', 'not its domain'],
  ])('a wrong %s is told in words', (name, value, words) => {
    expect(mistakesOf({ ...good, [name]: value }).join()).toContain(words);
  });

  test('npm start refuses to run without credentials, in words, with a code', async () => {
    const run = promisify(execFile)(process.execPath, ['src/main.ts'], { cwd: root, env: { PATH: process.env.PATH } });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('MICROSOFT_APP_ID is not set'),
    });
  });
});
