import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { drawCard } from '../../src/teams/cards/draw-card.ts';
import type { CardModel, CardName } from '../../src/usecases/core/card-model.ts';
import { samples } from '../cards/samples.ts';
import { sampleChartUrl, withPictures } from '../support/chart-data.ts';
import { findChromium } from './find-chromium.ts';
import { contrast, decoded, keptCards } from './in-page.ts';
import { openBrowser, pictures } from './playground-page.ts';

const renderer = readFileSync(
  join(import.meta.dirname, '../../node_modules/adaptivecards/dist/adaptivecards.js'),
  'utf8',
);
const chromium = findChromium();
const describeIf = chromium ? describe : describe.skip;

/** The longest buttons of ours. */
const longTitles = ['Send to learner and parent', 'Someone is not on my list'];

const colors = (text: string, subtle: string) => ({ default: text, subtle });
const themes = {
  light: {
    page: '#ffffff',
    link: '#4f52b2',
    text: '#242424',
    subtle: '#616161',
    emphasis: '#f5f5f5',
    good: '#13a10e',
    warning: '#b8860b',
    attention: '#c4314b',
    goodBack: '#e7f2da',
    warningBack: '#fff4ce',
    attentionBack: '#fde7e9',
  },
  dark: {
    page: '#292929',
    link: '#aab1fa',
    text: '#ffffff',
    subtle: '#adadad',
    emphasis: '#3d3d3d',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9526b',
    goodBack: '#1d3b16',
    warningBack: '#463100',
    attentionBack: '#3e1f25',
  },
  // Teams' high contrast has one background and few pure colours.
  contrast: {
    page: '#000000',
    link: '#ffff01',
    text: '#ffffff',
    subtle: '#ffffff',
    emphasis: '#000000',
    good: '#00ff00',
    warning: '#ffff01',
    attention: '#ffff01',
    goodBack: '#000000',
    warningBack: '#000000',
    attentionBack: '#000000',
  },
} as const;

function hostConfig(theme: (typeof themes)[keyof typeof themes]): object {
  const foregroundColors = {
    default: colors(theme.text, theme.subtle),
    good: colors(theme.good, theme.good),
    warning: colors(theme.warning, theme.warning),
    attention: colors(theme.attention, theme.attention),
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  const containerStyles = {
    default: style(theme.page),
    emphasis: style(theme.emphasis),
    good: style(theme.goodBack),
    warning: style(theme.warningBack),
    attention: style(theme.attentionBack),
  };
  return { fontFamily: 'sans-serif', containerStyles };
}

describeIf('every card in each theme', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    mkdirSync(join(pictures, 'themes'), { recursive: true });
    browser = await openBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1500, height: 400 } });
    const boxes = Object.entries(themes).map(
      ([theme, look]) =>
        `<style>#${theme} a { color: ${look.link} }</style><div id="${theme}" style="background:${look.page};width:470px;padding:10px"></div>`,
    );
    // One page for all cards: the renderer is read once.
    await page.setContent(
      `<body style="margin:0"><div id="phone" style="width:320px"></div><div style="display:flex;gap:10px">${boxes.join('')}</div></body>`,
    );
    await page.addScriptTag({ content: renderer });
  });
  afterAll(() => browser?.close());

  /** Draws a card light, dark and in high contrast, keeps the picture, and returns its words in each. */
  async function draw(card: unknown, name: string): Promise<string[]> {
    const configs = Object.entries(themes).map(([theme, look]) => ({ theme, config: hostConfig(look) }));
    const words = await page.evaluate(
      `(async () => { const words = []; document.getElementById('phone').replaceChildren(); for (const { theme, config } of ${JSON.stringify(configs)}) { const card = new AdaptiveCards.AdaptiveCard(); card.hostConfig = new AdaptiveCards.HostConfig(config); card.parse(${JSON.stringify(await withPictures(card))}); document.getElementById(theme).replaceChildren(card.render()); ${decoded} words.push(document.getElementById(theme).innerText); } return words; })()`,
    );
    await page.screenshot({ path: join(pictures, 'themes', `${name}.png`), fullPage: true });
    return words as string[];
  }

  const own = (Object.keys(samples) as CardName[]).map((name): [string, unknown] => [
    name,
    drawCard({ card: name, data: samples[name] } as CardModel, { chartUrl: sampleChartUrl }).card,
  ]);

  /** What of a card a small phone would cut off or have to be scrolled sideways for, as drawn 320 px wide. */
  async function cutOff(card: unknown): Promise<string[]> {
    // Buttons that do not fit beside each other wrap in Teams; this renderer only knows one below the other.
    const actions = { actionsOrientation: 'vertical' };
    const config = JSON.stringify({ ...hostConfig(themes.light), actions });
    return page.evaluate(
      `(async () => { const box = document.getElementById('phone'); const card = new AdaptiveCards.AdaptiveCard(); card.hostConfig = new AdaptiveCards.HostConfig(${config}); card.parse(${JSON.stringify(await withPictures(card))}); box.replaceChildren(card.render()); ${decoded} return [...box.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > 321 && !one.children.length).map((one) => one.innerText || one.tagName); })()`,
    );
  }

  test('nothing of a card is cut off on a phone 320 px wide', async () => {
    const cut = [];
    for (const [name, card] of own) cut.push(...(await cutOff(card)).map((one) => `${name}: ${one}`));
    expect(cut).toEqual([]);
  });

  test('the longest button that is let through stands whole on a phone 320 px wide, in letters of 16 px', async () => {
    const fits = await page.evaluate<[string, boolean][]>(
      `(() => { const box = document.getElementById('phone'); return ${JSON.stringify(longTitles)}.map((title) => { const button = document.createElement('button'); button.textContent = title; button.style.cssText = 'font:600 16px sans-serif;padding:0 16px;border:0;white-space:nowrap'; box.replaceChildren(button); return [title, button.getBoundingClientRect().width <= 320 - 2 * 16]; }); })()`,
    );
    expect(fits).toEqual(longTitles.map((title) => [title, true]));
  });

  /** Words of the card last drawn in high contrast that stand out from what is behind them by less than 7 to 1. */
  const paleInContrast = (): Promise<string[]> =>
    page.evaluate(
      `(() => { ${contrast} return [...document.querySelectorAll('#contrast *')].filter((one) => !one.closest('button, input, select, textarea') && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())).filter((one) => ratioOf(rgba(getComputedStyle(one).color), groundOf(one)) < 7).map((one) => one.innerText); })()`,
    );

  test('in high contrast every word of each kind of card stands out from what is behind it', async () => {
    const pale = [];
    for (const [name, card] of own) {
      await draw(card, name);
      pale.push(...(await paleInContrast()).map((words) => `${name}: ${words}`));
    }
    expect(pale).toEqual([]);
  });

  const shown = existsSync(keptCards) ? readdirSync(keptCards) : [];
  test.each(own)('%s', async (name, card) => {
    const words = await draw(card, name);
    expect(words).toHaveLength(3);
    for (const text of words) expect(text.length).toBeGreaterThan(3);
  });

  // Cards that scenarios showed to people; a run of this file alone draws those of the last whole run.
  test('every card the scenarios showed', async () => {
    for (const file of shown) {
      const words = await draw(
        JSON.parse(readFileSync(join(keptCards, file), 'utf8')),
        `shown-${file.replace('.json', '')}`,
      );
      for (const text of words) expect([file, text.length > 3]).toEqual([file, true]);
    }
  });

  test('nothing of a card the scenarios showed is cut off on a phone 320 px wide', async () => {
    const cut = [];
    for (const file of shown) {
      const card = JSON.parse(readFileSync(join(keptCards, file), 'utf8'));
      // One word, as an address is that somebody has to copy, is broken by Teams and not by this renderer.
      const words = (await cutOff(card)).filter((one) => one.trim().includes(' '));
      cut.push(...words.map((one) => `${file}: ${one}`));
    }
    expect(cut).toEqual([]);
  });
});
