import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export const pictures = join(import.meta.dirname, '../../.artifacts/screenshots');

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium in a fresh profile. */
export function openBrowser(executablePath: string, more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

/** One persona's Playground, used as that person would. */
export class PlaygroundPage {
  readonly page: Page;
  readonly port: number;
  constructor(page: Page, port: number) {
    this.page = page;
    this.port = port;
  }

  static async open(browser: Browser, port: number): Promise<PlaygroundPage> {
    const page = await browser.newPage({ viewport: { width: 1100, height: 1100 } });
    await page.goto(`http://127.0.0.1:${port}`);
    await page.locator('[data-lexical-editor]').waitFor();
    return new PlaygroundPage(page, port);
  }

  /** The newest card that holds these words. */
  card(words: string | RegExp): Locator {
    return this.page.locator('.ac-adaptiveCard').filter({ hasText: words }).last();
  }

  async see(words: string | RegExp): Promise<Locator> {
    const card = this.card(words);
    await card.waitFor({ timeout: 30_000 });
    return card;
  }

  async say(text: string): Promise<void> {
    const box = this.page.locator('[data-lexical-editor]');
    await box.click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  async choose(card: Locator, label: string, option: string): Promise<void> {
    await card.getByRole('combobox', { name: label }).click();
    await this.page.getByRole('option', { name: option, exact: true }).last().click();
  }

  async press(card: Locator, title: string): Promise<void> {
    await card.getByRole('button', { name: title, exact: true }).last().click();
  }

  /** A picture of the page, kept as output of CI. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
