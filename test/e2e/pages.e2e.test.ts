import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
import { visitorOf } from '../support/visitor.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser, pictures } from './playground-page.ts';

const chromium = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const describeIf = chromium ? describe : describe.skip;

/** Each page of the tab, and somebody whose it is. */
const pages: [string, string, string][] = [
  ['story', 'M1', 'story/L2'],
  ['my-page', 'L2', 'me'],
  ['apprentices', 'E1', 'apprentices'],
  ['today', 'O1', 'today'],
  ['college', 'D1', 'college'],
  ['safeguarding', 'S1', 'safeguarding'],
  ['when-missed', 'H1', 'when-missed'],
  ['when-missed-learner', 'M1', 'when-missed?learner=L2'],
  ['audit', 'P1', 'audit'],
  ['not-confirmed', 'O1', 'not-confirmed'],
  ['cannot-reach', 'O1', 'cannot-reach'],
  ['caseload', 'M1', 'caseload'],
  ['programmes', 'H1', 'programmes'],
  ['learners-by-week', 'H1', 'programmes?by=learner&programme=BUS'],
  ['programmes-by-term', 'O1', 'programmes?columns=terms'],
  ['try-policy', 'O1', 'try-policy?span=this-year'],
  ['try-policy-leader', 'D1', 'try-policy?span=this-year'],
  ['registers', 'H1', 'registers?show=week'],
];

describeIf('pages of the tab in a browser', () => {
  let college: College;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    college = await College.open();
    await college.addPerson('D1', 'Dana Head', ['leader']);
    await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
    await fillTerm(college, 60);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'late:10' });
    await college.addSession({ _id: 's2', at: '13:00', title: 'Workshop' });
    await college.addSession({ _id: 's3', at: '09:00', on: addDays(monday, 1) });
    await college.moveTo('14:10');
    await college.say('L4', 'not in tomorrow, dentist at 2');
    await college.say('L4', 'yes');
    await college.say('L6', 'i dont want to be here any more');
    const unreachable = { code: 'ConversationBlockedByUser', since: college.bot.clock.now() };
    await college.c.people.updateOne({ _id: 'L9' }, { $set: { unreachable } });
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await college?.close();
  });

  const looks = [
    { name: 'light', width: 1280, colorScheme: 'light' as const },
    { name: 'dark', width: 1280, colorScheme: 'dark' as const },
    { name: 'contrast', width: 1280, colorScheme: 'dark' as const, theme: 'contrast' },
    { name: 'phone', width: 320, colorScheme: 'light' as const },
  ];

  describe.each(pages)('%s', (name, person, path) => {
    test.each(looks)('$name: no barrier that axe finds, nothing wider than the screen', async (look) => {
      const { url, cookie } = await visitorOf(college).enter(person, path);
      const context = await browser.newContext({
        viewport: { width: look.width, height: 900 },
        colorScheme: look.colorScheme,
        extraHTTPHeaders: { cookie },
        bypassCSP: true,
      });
      const page = await context.newPage();
      await page.goto(url);
      // What Teams says of its theme, as the page's script sets it.
      if ('theme' in look) await page.evaluate(`document.documentElement.dataset.theme = '${look.theme}'`);
      await page.screenshot({ path: join(pictures, `page-${name}-${look.name}.png`), fullPage: true });
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
      });
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      await context.close();
      expect({ found, wide }).toEqual({ found: [], wide: 0 });
    });
  });
});
