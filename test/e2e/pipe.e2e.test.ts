import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { cutInPrint, sheet, workedOut } from './in-page.ts';
import { openBrowser, PlaygroundPage, pictures } from './playground-page.ts';

const root = join(import.meta.dirname, '../..');
const chromium = findChromium();
const run = promisify(execFile);

let demo: ChildProcess;
let browser: Browser;
let output = '';

async function demoReady(): Promise<void> {
  demo = spawn(process.execPath, ['src/demo/demo.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (/^Demo ready$/m.test(output)) resolve();
    };
    demo.stdout?.on('data', read);
    demo.stderr?.on('data', read);
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${output}`)));
  });
}

const cli = (...args: string[]) => run(process.execPath, ['src/cli/cli.ts', ...args], { cwd: root, timeout: 120_000 });

// Where there is no chromium the runner says so plainly and counts these as skipped.
const describeIf = chromium ? describe : describe.skip;

describeIf('the pipe in the real Playground', () => {
  let tutor: PlaygroundPage;
  let learner: PlaygroundPage;
  let mentor: PlaygroundPage;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    await demoReady();
    browser = await openBrowser(chromium ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    if (demo?.exitCode !== null) return;
    const gone = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGINT');
    await gone;
  });

  test('what the demo prints leads to everybody’s pages', async () => {
    const links = [...output.matchAll(/^ {2}(\S.*?) {2,}.* (http:\/\/127\.0\.0\.1:\d+\/pages\/?\S*)$/gm)];
    expect(links.map(([, role]) => role)).toEqual(expect.arrayContaining(['tutor', 'leader', 'everyone']));
    for (const [, , link = ''] of links) {
      const opened = await fetch(link, { redirect: 'manual' });
      const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const to = new URL(opened.headers.get('location') ?? link, link);
      expect([link, (await fetch(to, { headers: { cookie } })).status]).toEqual([link, 200]);
    }
  });

  test('printed, no page of a person’s menu is wider than a sheet of A4 within its margins', async () => {
    const context = await browser.newContext({ viewport: sheet });
    const page = await context.newPage();
    const people = [...output.matchAll(/http:\/\/127\.0\.0\.1:\d+\/pages\/\S+/g)].map(([link]) => link);
    const seen = new Set<string>();
    for (const person of people) {
      await page.goto(person);
      await workedOut(page);
      const menu = await page.evaluate<string[]>(
        '[...document.querySelectorAll("nav a[href]")].map((one) => one.href)',
      );
      for (const link of menu) {
        await page.goto(link);
        await workedOut(page);
        const cut = await cutInPrint(page);
        expect([link, cut]).toEqual([link, []]);
        seen.add(link.replace(/.*\/|\?.*/g, ''));
      }
    }
    await context.close();
    expect([...seen]).toEqual(expect.arrayContaining(['caseload', 'college', 'programmes', 'today', 'registers']));
  });

  test('the register arrives; one late, one absent, the rest present; saved', async () => {
    tutor = await PlaygroundPage.open(browser, 15_150);
    const register = await tutor.see('Business communication');
    await tutor.picture('1-register-open');

    await tutor.choose(register, 'Aisha Khan', 'Late 10 min');
    await tutor.choose(register, 'Ben Carter', 'Absent');
    await tutor.picture('2-register-chosen');
    await tutor.press(register, 'Rest present, save');

    const saved = await tutor.see(/Saved \d\d:\d\d by Sam Lee/);
    await expect(saved.textContent()).resolves.toContain('Late 10 min');
    await tutor.picture('3-register-saved');
  });

  test('the third occurrence brings the mentor a card; option B is taken and kept', async () => {
    mentor = await PlaygroundPage.open(browser, 15_153);
    const card = await mentor.see('Red risk');
    await expect(card.textContent()).resolves.toContain('third unauthorised absence');
    await mentor.picture('4-mentor-decides');

    // The way to the story stands once, whatever parts the card has.
    await expect(card.getByText('Story', { exact: true }).count()).resolves.toBe(1);

    await mentor.press(card, 'B: Disciplinary');

    // Until its ten minutes are over it can be undone, and nothing of it happens.
    await (await mentor.see('Nothing has gone out yet')).getByRole('button', { name: /^Undo \(until/ }).waitFor();
    await mentor.picture('5-mentor-can-undo');
    await cli('advance', '11m');

    const decided = await mentor.see('Propose a Conduct Review');
    await expect(decided.getByRole('button', { name: 'B: Disciplinary', exact: true }).count()).resolves.toBe(0);
    await decided.getByRole('button', { name: 'Propose it' }).waitFor();
    // What is done stands behind its count: the decision, and what was done for the two occurrences before.
    await decided.getByText(/✓ \d done/).click();
    const done = await mentor.see(/Done: .*Disciplinary.*Maya Patel/);
    await expect(done.textContent()).resolves.toMatch(/Meeting held.*Maya Patel/);
    await mentor.picture('6-mentor-decided');
  });

  test('a learner’s sentence becomes a card, is confirmed, and stands on the tutor’s register', async () => {
    learner = await PlaygroundPage.open(browser, 15_151);
    await learner.say('not in tomorrow, dentist at 2');
    const understood = await learner.see(/Not in, Tuesday|Not in, \w+day/);
    await learner.picture('6-learner-asked');
    await learner.press(understood, 'Confirm');
    await learner.see('Confirmed');
    await learner.picture('7-learner-confirmed');

    await cli('advance', '1d');

    const tomorrow = await tutor.see('Isla Murphy · Told us: not in');
    await expect(tomorrow.getByRole('combobox', { name: /Isla Murphy/ }).inputValue()).resolves.toBe('Absent, told us');
    await tutor.picture('8-register-next-day');
  });

  test('a form of change and a question are sent as they are drawn, without touching an input', async () => {
    await learner.press(await learner.see(/Not in, .*Confirmed/s), 'Change');
    await learner.press(await learner.see('Minutes late, if late'), 'Confirm');
    await learner.see(/Not in, .*Confirmed/s);

    await learner.say('running late');
    await learner.press(await learner.see('About how many minutes late?'), 'Confirm');
    await learner.see(/Late.*Confirmed/s);
    await learner.picture('9-learner-changed');
  });

  test('help and my attendance are there for the learner', async () => {
    await learner.say('my attendance');
    const own = await learner.see('so far this year');
    // The picture of the chart comes from the bot.
    const chart = own.getByAltText(/^Attended each month: .*aim 100%/);
    await chart.evaluate((one) => (one as unknown as { decode(): Promise<void> }).decode());
    expect((await chart.boundingBox())?.height).toBeGreaterThan(100);
    await learner.picture('10-learner-attendance');
    const employer = await PlaygroundPage.open(browser, 15_152);
    await employer.say('Jamie is off sick today');
    await employer.see('About Jamie Smith: nobody has been told yet');
    await employer.picture('11-employer-asked');
  });
});
