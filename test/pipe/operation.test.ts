import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { startBot } from '../../src/compose.ts';
import { release } from '../../src/config/release.ts';
import { createLearnedReader } from '../../src/reader/learned-reader.ts';
import { openClock } from '../../src/store/clock.ts';
import { College } from '../support/college.ts';
import { runCli as cli, mongoOf } from '../support/run-cli.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { until } from '../support/until.ts';
import { Wire } from '../support/wire.ts';
import { TeamsClient, wordsOf } from '../teams/client.ts';
import { loopbackParts } from '../teams/loopback-bot.ts';

describe('operation', () => {
  let college: College;
  let mongo: Record<string, string>;
  beforeAll(async () => {
    college = await College.open();
    mongo = mongoOf(college);
  });
  afterAll(() => college.close());

  const get = (path: string) => fetch(college.people.botUrl.replace('/api/messages', path));

  test('/healthz and /readyz; not ready without an index, and it names it', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    await college.c.marks.dropIndex('session');
    const answer = await until('not ready', async () => {
      const now = await get('/readyz');
      return now.ok ? undefined : now;
    });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'not ready', release, why: ['index marks.session is missing'] },
    ]);
    await college.c.marks.createIndex({ sessionId: 1 }, { name: 'session' });
    await until('readiness', async () => (await get('/readyz')).ok);
  });

  test.each(['frozen', 'cut off'] as const)(
    'with the database %s, /readyz says so within two seconds, however often it is asked, and /metrics answers',
    async (state) => {
      const wire = await Wire.to(college.uri);
      const parts = loopbackParts(college.teams, { uri: wire.uri, database: college.database });
      const bot = await startBot(parts);
      const ask = async (path: string) => {
        const elapsed = stopwatch();
        const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
        return { status: answer.status, text: await answer.text(), ms: elapsed() };
      };
      try {
        expect((await ask('/readyz')).status).toBe(200);
        if (state === 'frozen') wire.freeze();
        else await wire.cut();
        const asked: number[] = [];
        await until('not ready', async () => {
          const { status, ms } = await ask('/readyz');
          asked.push(ms);
          return status === 503;
        });
        const answers = await Promise.all(Array.from({ length: 100 }, () => ask('/readyz')));
        for (const { status, text } of answers)
          expect([status, JSON.parse(text)]).toEqual([
            503,
            { status: 'not ready', release, why: ['the database does not answer'] },
          ]);
        expect(Math.max(...asked, ...answers.map((one) => one.ms))).toBeLessThan(2_000);
        const metrics = await ask('/metrics');
        expect([metrics.status, metrics.ms < 2_500]).toEqual([200, true]);
        expect(metrics.text).toContain('attendance_database_up 0');
        expect((await ask('/healthz')).status).toBe(200);
      } finally {
        await bot.stop();
        await wire.cut();
      }
    },
    30_000,
  );

  test('logs hold ids, never names or words, also when a turn fails; the person reads the reference', async () => {
    const lines: string[] = [];
    const logTo = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
    const parts = loopbackParts(
      college.teams,
      { uri: college.uri, database: college.database },
      { logLevel: 'debug', logTo },
    );
    // Alone: what the college's own bot did would stand in no log.
    await college.bot.stop();
    const bot = await startBot(parts);
    const people = new TeamsClient(college.teams, bot.port);
    await people.say(college.user('L1'), 'not in tomorrow, dentist at 2');
    await people.say(college.user('L2'), 'i do not feel safe at home');
    await college.addSession({ _id: 'logged' });
    await bot.clock.moveTo(new Date('2026-11-23T09:00:00Z'));
    bot.world.wake();
    await people.press(college.user('T1'), await college.card('T1', 'Business'), 'Rest present, save');
    bot.world.packs = [];
    const answer = await people.invoke(college.user('T1'), 'register-show', { registerId: 'logged', version: 1 });
    await bot.stop();
    await college.startBot();

    expect(answer.body.statusCode).toBe(500);
    const reference = /reference: (\w+)/.exec(JSON.stringify(answer.body))?.[1] ?? 'none';
    const text = lines.join('');
    expect(text).toContain(`"turn":"${reference}"`);
    expect(text).toContain('turn failed');
    const cards = lines
      .join('')
      .split('\n')
      .filter((line) => line.includes('"msg":"card"'));
    const ofRegister = cards.map((line) => JSON.parse(line)).filter((one) => one.card === 'register|logged|T1');
    expect(ofRegister[0]).toMatchObject({ level: 30, outcome: 'shown', how: 'sent' });
    for (const word of ['Aisha', 'Carter', 'Sam Lee', 'dentist', 'safe at home', 'brookvale.example', '+44'])
      expect(text).not.toContain(word);
  });

  test('unknown verbs and malformed payloads get a clear answer', async () => {
    expect(String((await college.people.invoke(college.user('T1'), 'no-such-verb', {})).body.value)).toContain(
      'I do not know that button',
    );
    expect(
      String(
        (await college.people.invoke(college.user('T1'), 'register-save', { registerId: { $ne: null } })).body.value,
      ),
    ).toContain('did not come through right');
  });

  test('advance is refused on a database that is no demo, and changes nothing', async () => {
    const meta = await college.c.meta.findOne({ _id: 'clock' });
    await college.c.meta.updateOne({ _id: 'clock' }, { $set: { shiftMs: 0 } });
    await expect(cli(mongo, 'advance', '2d')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('moves only in the demo'),
    });
    await expect(cli(mongo, 'advance', 'soon')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('90m, 2h, 2d or 1w'),
    });
    expect((await college.c.meta.findOne({ _id: 'clock' }))?.shiftMs).toBe(0);
    await college.c.meta.updateOne({ _id: 'clock' }, { $set: { shiftMs: meta?.shiftMs ?? 0 } });
  });

  test('production refuses a database whose time was moved', async () => {
    await expect(openClock(college.client.db(college.database), college.c, false)).rejects.toThrow(
      'business time is shifted',
    );
  });

  test('advance lives what falls due on the way', async () => {
    await college.c.meta.updateOne({ _id: 'demo' }, { $set: { at: new Date() } }, { upsert: true });
    await college.addSession({ _id: 'day1', on: '2026-11-24', title: 'Day one' });
    await college.addSession({ _id: 'day2', on: '2026-11-25', title: 'Day two' });
    const { stdout } = await cli(mongo, 'advance', '3d');
    expect(stdout).toContain('Tuesday 24 November 09:00');
    expect(stdout).toContain('Wednesday 25 November 09:00');
    for (const title of ['Day one', 'Day two'])
      expect(wordsOf((await college.card('T1', title)).card)).not.toContain('comes late');
  });

  test('without the learned reader the bot says so at its start and goes on by grammar and rules', async () => {
    const lines: string[] = [];
    const logTo = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
    const reader = createLearnedReader({ folder: mkdtempSync(join(tmpdir(), 'no-reader-')) });
    const mongod = { uri: college.uri, database: college.database };
    const bot = await startBot(loopbackParts(college.teams, mongod, { logLevel: 'error', logTo, reader }));
    await reader.start();
    const people = new TeamsClient(college.teams, bot.port);
    await people.say(college.user('L3'), 'off sick on thursday');
    await college.card('L3', 'Not in');
    await bot.stop();
    expect(lines.join('')).toMatch(/reader is missing: reader\.onnx.*read by grammar and rules alone/);
  });

  test('doctor counts by business time how long events wait for the MIS', async () => {
    const listedAt = new Date(college.bot.clock.now().getTime() - 2.5 * 3_600_000);
    const waiting = { _id: 'e', type: 'mark', subject: 's', learnerId: 'L1', body: '{}', createdAt: listedAt } as const;
    await college.c.misEvents.insertOne({ ...waiting, seq: 1_000, listedAt, waits: true });
    const doctor = await cli(mongo, 'doctor').catch((error: { stdout: string }) => error);
    expect(doctor.stdout).toContain('WRONG 1 events wait for the MIS, the oldest for 2 hours');
    await college.c.misEvents.deleteOne({ _id: 'e' });
  });

  test('recount by command agrees; doctor says what to do and shows no value', async () => {
    expect((await cli(mongo, 'recount')).stdout).toContain('All totals and standings agree.');
    const doctor = await cli({ ...mongo, MICROSOFT_APP_PASSWORD: 'hunter2' }, 'doctor').catch(
      (error: { stdout: string }) => error,
    );
    expect(doctor.stdout).toContain('ok    the database answers');
    expect(doctor.stdout).toContain('ok    all indexes are there');
    expect(doctor.stdout).toContain('ok    the learned reader reads');
    expect(doctor.stdout).toContain('WRONG MICROSOFT_APP_ID is not set');
    expect(doctor.stdout).not.toContain('hunter2');
    const dead = await cli({ MONGODB_URI: 'mongodb://127.0.0.1:9/?replicaSet=rs0' }, 'doctor').catch(
      (error: { stdout: string }) => error,
    );
    expect(dead.stdout).toContain('WRONG MONGODB_URI: nothing listens at that address');
    expect(dead.stdout).toContain('check MONGODB_URI');
  });

  test('doctor tries a managed identity as one, and asks for no password that start refuses', async () => {
    const identity = {
      MICROSOFT_APP_TYPE: 'UserAssignedMSI',
      MICROSOFT_APP_ID: '11111111-2222-4333-8444-555555555555',
      MICROSOFT_APP_TENANT_ID: '21111111-2222-4333-8444-555555555555',
      SMS_SENDER: 'none',
      MAIL_SENDER: 'none',
      MIS_SENDER: 'file',
      MIS_FILE_DIR: '/proc/nowhere',
    };
    const { stdout } = await cli({ ...mongo, ...identity }, 'doctor').catch((error: { stdout: string }) => error);
    expect(stdout).toContain('settings are complete');
    expect(stdout).toContain('managed identity');
    expect(stdout).not.toContain('password');
    expect(stdout).toContain('WRONG nothing can be written into MIS_FILE_DIR');
  });

  test('the manifest is filled, fits Microsoft’s schema, and is zipped with its icons', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'attendance-app-')), 'app.zip');
    const ids = {
      TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555',
      MICROSOFT_APP_ID: '21111111-2222-4333-8444-555555555555',
      PUBLIC_HOST: 'attendance.example.ac.uk',
    };
    await cli(ids, 'manifest', '--out', out);
    const files = unzipSync(readFileSync(out));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    expect(manifest).toMatchObject({
      id: ids.TEAMS_APP_ID,
      bots: [{ botId: ids.MICROSOFT_APP_ID, scopes: ['personal', 'team'] }],
      validDomains: [ids.PUBLIC_HOST],
    });
    expect(manifest.bots[0].commandLists[0].commands.length).toBeGreaterThan(4);
    const size = (png: Uint8Array | undefined) =>
      [16, 20].map((at) => new DataView(png!.buffer, png!.byteOffset).getUint32(at));
    expect(size(files['color.png'])).toEqual([192, 192]);
    expect(size(files['outline.png'])).toEqual([32, 32]);
    await expect(cli({}, 'manifest')).rejects.toMatchObject({ stderr: expect.stringContaining('TEAMS_APP_ID') });
  });

  test('an unknown command lists the known', async () => {
    await expect(cli({}, 'dance')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no command "dance"'),
    });
  });
});
