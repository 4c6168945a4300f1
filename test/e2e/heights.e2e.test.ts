import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { addDays } from '../../src/domain/calendar.ts';
import { drawCard } from '../../src/teams/cards/draw-card.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { samples } from '../cards/samples.ts';
import { sampleChartUrl, withPictures } from '../support/chart-data.ts';
import { College, day, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';
import type { Card } from '../teams/loopback-teams.ts';
import { findChromium } from './find-chromium.ts';
import { decoded, keptCards } from './in-page.ts';
import { openBrowser } from './playground-page.ts';

const renderer = readFileSync(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js'), 'utf8');
const chromium = findChromium();
const describeIf = chromium ? describe : describe.skip;

/** Teams' own measures of a card, as near as Microsoft's renderer comes to them. */
const config = {
  fontFamily: 'sans-serif',
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  actions: { actionsOrientation: 'horizontal', maxActions: 6, buttonSpacing: 8 },
};
const style =
  'body{margin:0;font:14px/20px sans-serif}.ac-pushButton{height:32px;padding:0 12px}.ac-input{min-height:32px}';

describeIf('how tall cards are, as Teams draws them on a laptop', () => {
  let browser: Browser;
  let page: Page;
  let college: College;

  type Measured = { height: number; pressed: number };
  /** Before anything is unfolded: the card's height, and where the first thing that can be pressed ends, in pixels. */
  async function measure(card: unknown): Promise<Measured> {
    return page.evaluate(
      `(async () => { const card = new AdaptiveCards.AdaptiveCard(); card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(config)}); card.parse(${JSON.stringify(await withPictures(card))}); const box = document.getElementById('card'); box.replaceChildren(card.render()); ${decoded} const [first] = [...box.querySelectorAll('button, [role=button]')].filter((one) => one.offsetHeight > 0); return { height: box.offsetHeight, pressed: Math.round(first?.getBoundingClientRect().bottom ?? 0) }; })()`,
    );
  }
  const shownTo = (id: string, title: string) =>
    college.teams.shownTo(college.user(id)).flatMap(({ card }) => (wordsOf(card).startsWith(title) ? [card] : []));

  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await page.setContent(`<style>${style}</style><div id="card" style="width:500px"></div>`);
    await page.addScriptTag({ content: renderer });
    // As it is run, a decision can be undone for ten minutes.
    college = await College.open({ withDigests: true, rulesAlone: true, undoMinutes: 10 });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['T1', 'M1', 'H1', 'A1', 'V1']) await college.say(id, 'help');
    const before = Array.from({ length: 10 }, (_, i) => ({ code: 'present', on: addDays(monday, i - 14) }));
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5']) await college.addHistory(id, before);
    await recount(college.bot.world, true);
    for (const n of [0, 1, 2, 3, 4, 7, 8, 9, 10, 11])
      await college.addSession({ _id: `d-${n}`, on: day(n), title: `Day ${n}` });
    for (const n of [7, 8, 9, 10, 11])
      await college.addSession({ _id: `a-${n}`, programmeId: 'APP', on: day(n), at: '13:00', title: `Workshop ${n}` });
  });
  afterAll(async () => {
    await browser?.close();
    await college?.close();
  });

  test('a card about a learner is at most 600 px tall and what is asked stands in sight, however much is open', async () => {
    const { parts, ...rest } = samples['learner-follow'];
    const many = Array.from({ length: 14 }, (_, i) => ({ ...(parts[1] as (typeof parts)[number]), key: `p${i}` }));
    const data = { ...rest, parts: [parts[0], ...many] };
    const drawn = await measure(
      drawCard({ card: 'learner-follow', data } as never, { key: 'key', chartUrl: sampleChartUrl }).card,
    );
    expect(drawn.height).toBeLessThanOrEqual(600);
    const measured: [string, Measured][] = [];
    for (const n of [0, 1, 2, 3, 4]) {
      await college.moveTo('09:00', day(n));
      await college.save(`d-${n}`, { 'BUS-L2': 'unauthorised', ...(n < 2 ? { 'BUS-L3': 'unauthorised' } : {}) });
      for (const id of ['M1', 'H1'])
        for (const name of ['Ben Carter', 'Chloe Evans'])
          for (const card of shownTo(id, name)) measured.push([`${id}: ${wordsOf(card)}`, await measure(card)]);
      if (!shownTo('M1', 'Ben Carter').some((card) => wordsOf(card).includes('decision needed'))) continue;
      await college.press('M1', 'Ben Carter', 'B: Disciplinary');
      await college.moveTo('09:11', day(n));
    }
    const decisions = measured.filter(([words]) => words.includes('decision needed'));
    expect(decisions.length).toBeGreaterThan(2);
    expect(measured.some(([words]) => /○ \d+ open|✓ \d+ done/.test(words))).toBe(true);
    for (const [words, { height, pressed }] of measured) {
      expect([words, pressed > 0, pressed <= 600]).toEqual([words, true, true]);
      if (words.includes('decision needed')) expect([words, height > 600 ? height : 'fits']).toEqual([words, 'fits']);
    }
  });

  test('a list is at most 600 px tall however long it is, and its rest unfolds', async () => {
    const words = 'Your college sends none of these, so please tell people yourself.';
    for (const [rows, letters] of [
      [4, 60],
      [7, 60],
      [12, 20],
      [12, 150],
      [18, 90],
    ] as const) {
      const all = Array.from({ length: rows }, (_, i) => ({
        ...{
          key: `r${i}`,
          title: `Learner ${i + 1}`,
          detail: words.repeat(3).slice(0, letters),
          tone: 'warning' as const,
        },
        acts: [
          { act: 'told', title: 'I have told them' },
          { act: 'drop', title: 'Not needed any more' },
        ],
      }));
      const data = { ...samples['form-plain'], lines: [words], facts: [], chart: [], fields: [], links: [], rows: all };
      const { card } = drawCard({ card: 'form-plain', data } as never, { key: 'key', chartUrl: sampleChartUrl });
      const { height } = await measure(card);
      expect([rows, letters, height <= 600 ? 'fits' : height]).toEqual([rows, letters, 'fits']);
      const folded = (card.body as { id?: string; items?: object[] }[]).find((one) => one.id === 'more-rows');
      const open = (card.body as object[]).filter((one) => JSON.stringify(one).includes('"Learner ') && one !== folded);
      expect(open.length + (folded?.items?.length ?? 0)).toBe(rows);
      expect(open.length).toBeGreaterThanOrEqual(2);
    }
  });

  test('no card that the scenarios showed is over 600 px before unfolding; but registers, words of a worry, forms somebody opened, refusals with what was typed, help asked for whole', async () => {
    const tall: [string, number][] = [];
    for (const file of existsSync(keptCards) ? readdirSync(keptCards) : []) {
      const card = JSON.parse(readFileSync(join(keptCards, file), 'utf8')) as Card;
      const [words, actions] = [wordsOf(card), actionsOf(card)];
      const isOpened = actions.some((one) => one.title === 'Back' || one.verb === 'form-submit');
      // Why a press was refused stands on top of a card, which else begins with its name.
      const isRefused = (card.body as { style?: string; bleed?: boolean }[]).some(
        (one, i) => i === 0 && one.style === 'warning' && !one.bleed,
      );
      const isRegister = actions.some((one) => one.verb?.startsWith('register-'));
      // Help of which all was asked for.
      const isWhole = words.startsWith('Hello ') && !JSON.stringify(card).includes('more-rows');
      // Where a college has no time to undo in, the note of a decision stands open.
      const isAtOnce = words.includes('Note (needed for');
      // Nothing that somebody wrote in fear stands behind a row.
      const isWorry = file.includes('safeguarding-concern');
      if (isWorry || isOpened || isRefused || isRegister || isAtOnce || isWhole) continue;
      const { height } = await measure(card);
      if (height > 600) tall.push([file, height]);
    }
    expect(tall).toEqual([]);
    // Where everything is run, the scenarios have shown theirs before.
    if (process.env.CI) expect(readdirSync(keptCards).length).toBeGreaterThan(100);
  });

  test('cards of the scenarios on which all is done have shrunk: 130 px at most, what the reader did a moment ago and the way to the story aside', async () => {
    const shrunk: [string, number][] = [];
    for (const file of existsSync(keptCards) ? readdirSync(keptCards) : []) {
      const card = JSON.parse(readFileSync(join(keptCards, file), 'utf8')) as Card;
      const body = card.body as { selectAction?: { targetElements?: string[] } }[];
      if (!body[0]?.selectAction?.targetElements?.includes('rest')) continue;
      const { height } = await measure({ ...card, body: [body[0], body.at(-1)], actions: [] });
      shrunk.push([file, height]);
    }
    expect(shrunk.filter(([, height]) => height > 130)).toEqual([]);
    if (process.env.CI) expect(shrunk.length).toBeGreaterThan(20);
  });

  test('a Monday’s digest is below 450 px for a mentor, a head, a programme manager and a leader', async () => {
    for (const n of [7, 8, 9, 10, 11]) {
      await college.moveTo('09:00', day(n));
      await college.save(`d-${n}`, { 'BUS-L1': 'unauthorised', 'BUS-L3': 'unauthorised', 'BUS-L4': 'unauthorised' });
      await college.moveTo('13:00', day(n));
      await college.save(`a-${n}`, { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised' });
    }
    await college.moveTo('08:00', day(14));
    const all: string[] = [];
    for (const id of ['M1', 'H1', 'A1', 'V1'])
      for (const card of shownTo(id, 'Your week from')) {
        const { height } = await measure(card);
        all.push(wordsOf(card));
        expect([wordsOf(card), height < 450 ? 'fits' : height]).toEqual([wordsOf(card), 'fits']);
      }
    expect(all).toHaveLength(4);
    // As full as they become: four rows and a line about the rest; what changed with three names and more.
    expect(all[0]).toMatch(/\d+ more: write “my tasks”.*Last week:\s+\d down: /s);
  });
});
