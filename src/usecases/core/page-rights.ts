import type { Person } from '../../domain/person.ts';
import { mayAtAll } from './acting-for.ts';
import type { World } from './ports.ts';
import type { Action } from './rights.ts';

/** Every page of the tab by the first part of its address, and the right that puts it on somebody's menu. */
export const pageRights = {
  college: 'view-college',
  today: 'view-today',
  caseload: 'view-caseload',
  registers: 'view-late-registers',
  programmes: 'view-report',
  'when-missed': 'view-report',
  'try-policy': 'try-policy',
  reviews: 'task-conduct-review',
  safeguarding: 'view-concern',
  audit: 'view-audit',
  'not-confirmed': 'task-policy-unread',
  'cannot-reach': 'view-out-of-reach',
  me: 'view-my-attendance',
  apprentices: 'view-my-learners',
  story: 'view-story',
} as const satisfies Record<string, Action>;
export type PageName = keyof typeof pageRights;

/** A page that a card leads to, as people call it; `rest`: what its address has behind its name. */
export type CardPage = { name: PageName; title: string; rest?: string };

/** A link to a page, for a card; none where there are no pages, or it is not theirs. */
export async function linkTo(
  world: World,
  viewer: Person,
  { name, title, rest = '' }: CardPage,
): Promise<{ title: string; url: string }[]> {
  if (!world.pageLink || !(await mayAtAll(world, viewer, pageRights[name]))) return [];
  const url = world.pageLink(`${name}${rest}`, viewer);
  return url ? [{ title, url }] : [];
}
