import { apprenticesPage } from './apprentices-page.ts';
import { auditPage } from './audit-page.ts';
import { boardPage } from './board-page.ts';
import { caseloadPage } from './caseload-page.ts';
import { collegePage } from './college-page.ts';
import { deskPage } from './desk-page.ts';
import { heatMapPage } from './heat-map-page.ts';
import { unreachedPage, unreadPage } from './list-pages.ts';
import { ownPage } from './my-page.ts';
import { reviewPage } from './review-page.ts';
import { storyPage } from './story-page.ts';
import type { TabPages } from './tab.ts';
import { todayPage } from './today-page.ts';
import { tryPolicyPage } from './try-policy-page.ts';
import { weeksPage } from './weeks-page.ts';

/** The pages of the tab by the first part of their address, in the order of the menu. */
export const tabPages: TabPages = {
  college: collegePage,
  today: todayPage,
  caseload: caseloadPage,
  registers: boardPage,
  programmes: weeksPage,
  'when-missed': heatMapPage,
  'try-policy': tryPolicyPage,
  reviews: reviewPage,
  safeguarding: deskPage,
  audit: auditPage,
  'not-confirmed': unreadPage,
  'cannot-reach': unreachedPage,
  me: ownPage,
  apprentices: apprenticesPage,
  story: storyPage,
};
