import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { College } from '../support/college.ts';
import { tabToken } from '../support/tab-token.ts';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './playground-page.ts';
import { appHost, strangeHost, type TeamsSays, TeamsWindow } from './teams-window.ts';

const chromium = findChromium();
const describeIf = chromium ? describe : describe.skip;

describeIf('the tab in a window of Teams, by its own library and single sign-on', () => {
  let college: College;
  let teams: TeamsWindow;
  let browser: Browser;

  beforeAll(async () => {
    college = await College.open({ publicBase: `https://${appHost}` });
    teams = await TeamsWindow.open(() => college.bot.port);
    // Whatever is not partitioned is refused in a frame, as browsers do that keep no cookies of third parties.
    browser = await openBrowser(chromium ?? '', [
      `--host-resolver-rules=MAP * 127.0.0.1:${teams.port}`,
      '--test-third-party-cookie-phaseout',
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await teams?.close();
    await college?.close();
  });

  const tokenOf = (id: string) => tabToken(college.teams, college.user(id).entraId);

  type Window = { context: BrowserContext; page: Page; tab: Frame; faults: string[] };
  /** Opens the tab in a window of Teams, or of another site; `faults`: what the browser refused or what failed in a script. */
  async function inTeams<T>(says: TeamsSays, look: (window: Window) => Promise<T>, host = 'teams.microsoft.com') {
    teams.says = says;
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (one) => one.type() === 'error' && faults.push(one.text()));
      page.on('pageerror', ({ message }) => faults.push(message));
      await page.goto(`https://${host}/`);
      // A frame gets its name only once something has come into it, which may be after the page around it.
      const tab = await (await page.waitForSelector('iframe')).contentFrame();
      if (!tab) throw new Error('no tab in the window');
      return await look({ context, page, tab, faults });
    } finally {
      await context.close();
    }
  }
  const heading = (tab: Frame, words: string | RegExp) => tab.getByRole('heading', { level: 1, name: words }).waitFor();
  const askedFor = (page: Page) => page.evaluate<string[]>('asked');

  test('opens for whoever Teams proves, at the page a card led to; going on from there asks for no other proof', async () => {
    const seen = await inTeams({ token: tokenOf('M1'), subPageId: 'story/L2' }, async ({ page, tab, faults }) => {
      await heading(tab, /^Ben Carter/);
      await tab.getByRole('link', { name: 'Caseload' }).click();
      await heading(tab, 'Caseload');
      const me = await tab.locator('.me').textContent();
      const proofs = (await askedFor(page)).filter((one) => one.startsWith('authentication.getAuthToken'));
      return { me, proofs: proofs.length, faults };
    });
    expect(seen).toEqual({ me: 'Maya Patel', proofs: 1, faults: [] });
  });

  test('a page that is looked at again after the hour of a session is proved anew and comes, asking nobody', async () => {
    const seen = await inTeams({ token: tokenOf('M1') }, async ({ context, page, tab, faults }) => {
      await heading(tab, 'Caseload');
      await context.clearCookies();
      await tab.getByRole('link', { name: 'Reviews' }).click();
      await heading(tab, 'Conduct Reviews');
      const proofs = (await askedFor(page)).filter((one) => one.startsWith('authentication.getAuthToken'));
      return {
        proofs: proofs.length,
        at: new URL(tab.url()).pathname.split('/').slice(3),
        faults: [...new Set(faults)],
      };
    });
    // The browser itself writes down the 401 that brought the proof about.
    expect(seen).toEqual({ proofs: 2, at: ['reviews'], faults: [expect.stringMatching(/\b401\b/)] });
  });

  test('looks as Teams does: its theme when opened, and another when it is changed', async () => {
    const seen = await inTeams({ token: tokenOf('M1'), theme: 'dark' }, async ({ page, tab }) => {
      await heading(tab, 'Caseload');
      const themes: unknown[] = [];
      for (const [told, ours] of [
        ['', 'dark'],
        ['contrast', 'contrast'],
        ['default', 'light'],
      ] as const) {
        if (told) await page.evaluate(`setTheme('${told}')`);
        await tab.locator(`html[data-theme="${ours}"]`).waitFor({ state: 'attached' });
        themes.push(await tab.evaluate('getComputedStyle(document.body).backgroundColor'));
      }
      return new Set(themes).size;
    });
    expect(seen).toBe(3);
  });

  test('a sheet can be taken out of the frame', async () => {
    const file = await inTeams({ token: tokenOf('M1') }, async ({ page, tab }) => {
      await heading(tab, 'Caseload');
      const coming = page.waitForEvent('download');
      await tab.getByRole('link', { name: 'Export CSV' }).click();
      return readFileSync(await (await coming).path(), 'utf8');
    });
    expect(file).toContain('Aisha Khan');
  });

  test.each<[string, () => TeamsSays, string]>([
    ['gives no token', () => ({}), 'Teams did not say who you are. Please close the app and open it again.'],
    [
      "gives another tenant's token",
      () => ({ token: tabToken(college.teams, college.user('M1').entraId, { tid: 'somebody-elses' }) }),
      'Teams did not prove who you are. Please close the app and open it again.',
    ],
    [
      'proves somebody we do not know',
      () => ({ token: tabToken(college.teams, college.teams.addUser('Nobody Here').entraId) }),
      'We do not know you yet. Please write "help" to Attendance in the chat first.',
    ],
  ])('where Teams %s the tab says what to do, and shows nothing', async (_, says, words) => {
    await inTeams(says(), async ({ tab }) => {
      await tab.getByText(words).waitFor();
      expect((await tab.locator('main > *').allTextContents()).map((one) => one.trim())).toEqual(['Attendance', words]);
    });
  });

  test('another site may not frame it, and gets nothing by asking as Teams does', async () => {
    const seen = await inTeams(
      { token: tokenOf('M1') },
      async ({ page, faults }) => {
        await page.waitForFunction('document.readyState === "complete"');
        return { asked: await askedFor(page), why: faults.join(' ') };
      },
      strangeHost,
    );
    expect(seen).toEqual({ asked: [], why: expect.stringContaining('frame-ancestors') });
  });
});
