import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { World } from '../../src/usecases/core/ports.ts';
import { openPlanAction } from '../../src/usecases/measures/plan-action.task.ts';
import { College } from '../support/college.ts';
import { type LinkTo, linkOf } from '../support/linked-page.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser, pictures } from './playground-page.ts';

const chromium = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the element with the focus is called; asked in the browser. */
const focused = '(({ labels, textContent }) => labels?.[0]?.textContent ?? textContent ?? "")(document.activeElement)';

type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

// Where there is no chromium these are counted as skipped.
const describeIf = chromium ? describe : describe.skip;

describeIf('linked pages in a real browser, 320 px wide', () => {
  let college: College;
  let world: World;
  let browser: Browser;
  let page: Page;
  const link = (...to: LinkTo) => linkOf(world, ...to);

  /** What axe finds wrong, whether anything hangs over the edge, and targets a thumb would miss. */
  async function faultsOf(name: string): Promise<string[]> {
    await page.screenshot({ path: join(pictures, `page-${name}.png`), fullPage: true });
    const faults: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
      faults.push(...violations.map((one) => `${colorScheme}: ${one.id} ${one.nodes[0]?.html}`));
    }
    await page.emulateMedia({ colorScheme: 'light' });
    const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
    if (wide > 320) faults.push(`${wide} px wide`);
    const small = await page
      .locator(
        'button, a.button, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), .pick',
      )
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML));
    return [...faults, ...small.map((one) => `lower than 44 px: ${one}`)];
  }

  const open = async (url: string) => {
    const answer = await page.goto(url);
    return answer?.status();
  };
  /** Tabs until the focus is on what has this name, as somebody without a mouse does. */
  async function tabTo(name: string): Promise<void> {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const on = String(await page.evaluate(focused));
      if (on.trim().startsWith(name)) return;
    }
    throw new Error(`the keyboard does not reach "${name}"`);
  }

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    college = await College.open({ learners: 5, rulesAlone: true });
    world = college.bot.world;
    browser = await openBrowser(chromium ?? '');
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, bypassCSP: false });
    page = await context.newPage();
    // Axe comes in beside the page, whose own policy allows no scripts at all.
    await page.addInitScript({ content: axe });
    const plan = { _id: 'plan', learnerId: 'L1', programmeId: 'APP' };
    const action = { id: '1', what: 'Talk through the rota', ownerId: 'E1', due: '2026-12-04' };
    await world.together((inside) => openPlanAction(inside, plan, action));
    await college.addSession({ _id: 's1', programmeId: 'APP' });
    await college.moveTo('09:00');
  });
  afterAll(async () => {
    await browser?.close();
    await college?.close();
  });

  test('an action is done by keyboard alone; a refusal is read first, and what was written stays', async () => {
    expect(await open(link('task', 'plan-action|plan|1', 'E1'))).toBe(200);
    expect(await faultsOf('task')).toEqual([]);
    await tabTo('Could not be done');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toBe('Not done yet: An action for you');
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe('alert');
    expect(await faultsOf('task-refused')).toEqual([]);
    await tabTo('Note (optional)');
    await page.keyboard.type('talked on the phone');
    await tabTo('Done');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Action done' }).waitFor();
    await page.getByText('talked on the phone').waitFor();
    expect(await faultsOf('task-done')).toEqual([]);
  });

  test('an absence is told, put right and confirmed by keyboard alone', async () => {
    await open(link('tell', 'L1', 'L1'));
    expect(await faultsOf('tell')).toEqual([]);
    await tabTo('Tell us in your own words');
    await page.keyboard.type('not in tomorrow, dentist at 2');
    await tabTo('Send');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nobody has been told yet' }).waitFor();
    expect(await faultsOf('tell-heard')).toEqual([]);
    await tabTo('Change');
    await page.keyboard.press('Enter');
    await page.getByLabel('First day').waitFor();
    expect(await faultsOf('notice-change')).toEqual([]);
    await tabTo('Confirm');
    await page.keyboard.press('Enter');
    await page.getByText('Confirmed').first().waitFor();
    expect(await faultsOf('notice-done')).toEqual([]);
  });

  test('a register: marked, saved, someone added who is not on it, a note about one', async () => {
    await open(link('register', 's1', 'T1'));
    expect(await faultsOf('register')).toEqual([]);
    await page.getByLabel('Ben Carter').selectOption({ label: 'Absent' });
    await page.getByRole('button', { name: 'Someone is not on my list' }).click();
    await page.getByLabel('Daniel Osei').check();
    expect(await faultsOf('register-guest')).toEqual([]);
    await page.getByRole('button', { name: 'Add to this register' }).click();
    await page.getByLabel('Daniel Osei').waitFor();
    expect(await page.getByLabel('Ben Carter').inputValue()).toBe('unauthorised');
    await page.getByRole('button', { name: 'Rest present, save' }).click();
    await page.getByText('by Sam Lee').first().waitFor();
    expect(await faultsOf('register-saved')).toEqual([]);
    await page.getByRole('link', { name: 'About a learner' }).click();
    await page.getByLabel('Daniel Osei').check();
    await page.getByLabel('In a few words').fill('asleep at the back');
    expect(await faultsOf('register-note')).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Daniel Osei was there but did not take part').waitFor();
    await college.settled();
    const register = await college.c.registers.findOne({ _id: 's1' });
    const row = (id: string) => register?.rows.find((one) => one.learnerId === id);
    expect(row('L2')?.mark?.code).toBe('unauthorised');
    expect(row('L4')).toMatchObject({
      mark: { code: 'present' },
      notes: [{ words: 'asleep at the back', byId: 'T1' }],
    });
  });

  test('a link that has run out or does not work says so', async () => {
    await open(world.link?.('task', 'plan-action|plan|1', 'E1', new Date(0)) ?? '');
    expect(await faultsOf('run-out')).toEqual([]);
    await page.getByRole('button', { name: 'Send me a new link' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await open(`${link('task', 'x', 'E1')}x`);
    expect(await faultsOf('gone')).toEqual([]);
  });
});
