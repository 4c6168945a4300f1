import type { College } from '../domain/sms-text.ts';
import type { World } from '../usecases/core/ports.ts';
import { takeIn } from '../usecases/inbound/take-in.ts';
import { createInboxPage } from './inbox-page.ts';
import { createDemoEntry } from './pages/demo-entry.ts';
import type { Tab } from './pages/tab.ts';
import type { PageAnswer } from './serve-pages.ts';

/** What only the demo has, by the first part of the address: everybody's texts and mails, everybody's pages. */
export function demoPages(
  world: World,
  college: College,
  tab: Tab | undefined,
): Record<string, (path: string, query: URLSearchParams) => Promise<PageAnswer>> {
  const list = createInboxPage(world, college);
  const inbox = async (path: string, query: URLSearchParams): Promise<PageAnswer> => {
    const [from, words, id] = ['from', 'words', 'id'].map((name) => query.get(name) ?? '');
    // A page of this machine alone, for looking: a form that is sent by its address is good enough.
    if (path === 'say' && from && words && id)
      await takeIn(world, { kind: from.includes('@') ? 'mail' : 'sms', id: `demo|${id}`, from, words });
    return { status: 200, html: await list(query.get('to') ?? (from || undefined)) };
  };
  return tab ? { inbox, pages: createDemoEntry(world, tab) } : { inbox };
}
