import { boardPage } from './board-page.ts';
import { caseloadPage } from './caseload-page.ts';
import { ownPage, storyPage } from './story-page.ts';
import type { TabPages } from './tab.ts';
import { todayPage } from './today-page.ts';
import { weeksPage } from './weeks-page.ts';

/** The pages of the tab by the first part of their address, in the order of the menu. */
export const tabPages: TabPages = {
  today: todayPage,
  caseload: caseloadPage,
  registers: boardPage,
  programmes: weeksPage,
  me: ownPage,
  story: storyPage,
};
