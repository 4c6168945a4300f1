import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Cards that the scenarios of a whole run showed, one file each. */
export const keptCards = join(import.meta.dirname, '../../.artifacts/cards');

/** Waits, in the page, until every picture on it can be seen. */
export const decoded = 'await Promise.all([...document.images].map((one) => one.decode()));';

/** Waits until the page loads itself anew no more: what is still being worked out is looked at again until it is there. */
export async function workedOut(page: Page): Promise<void> {
  await page.locator('[data-again]').waitFor({ state: 'detached' });
}

/** What stands between the margins of a sheet of A4, in pixels. */
export const sheet = { width: 703, height: 1000 };

/** What of a page as it is printed, `sheet.width` wide, is cut off at its right. */
export async function cutInPrint(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' });
  const cut = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main *')].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > ${sheet.width + 1}).map((one) => one.outerHTML.slice(0, 100))`,
  );
  await page.emulateMedia({ media: 'screen' });
  return cut;
}

/** Functions for what is asked in the page: a color as the browser says it, the ground behind an element, and how far two colors stand out from each other (WCAG's ratio). */
export const contrast = `
  const rgba = (text) => { const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number); return { rgb: [r, g, b], a }; };
  const light = ({ rgb }) => { const [r, g, b] = rgb.map((one) => { const part = one / 255; return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const groundOf = (one) => { for (let at = one; at; at = at.parentElement) { const color = rgba(getComputedStyle(at).backgroundColor); if (color.a > 0) return color; } return rgba('255 255 255'); };
  const ratioOf = (a, b) => { const [low, high] = [light(a), light(b)].sort((one, other) => one - other); return (high + 0.05) / (low + 0.05); };
`;
