import { createCardPages } from './http/card-pages.ts';
import { createFilePage } from './http/file-page.ts';
import type { createLinks } from './http/links.ts';
import { createTabLink } from './http/pages/tab-link.ts';
import { createReportPage } from './http/report-page.ts';
import type { LinkRoom } from './http/serve-pages.ts';
import { createTellPage } from './http/tell-page.ts';
import { refusalWords } from './teams/refusal-words.ts';
import { runVerb } from './teams/verbs/verbs.ts';
import { createPace, type Rate } from './usecases/core/pace.ts';
import type { World } from './usecases/core/ports.ts';
import { collegeOf } from './usecases/core/site-of.ts';
import { linkHolder } from './usecases/people/link-holder.ts';
import { renewLink } from './usecases/people/send-link.ts';

/** How much may come by one link, and from one address; a whole class may stand behind one. */
export type LinkRates = { link: Rate; address: Rate };
const usualRates: LinkRates = { link: { burst: 60, perSecond: 0.5 }, address: { burst: 400, perSecond: 5 } };

type Room = {
  world: World;
  college: LinkRoom['college'];
  links: ReturnType<typeof createLinks>;
  /** The bot's own public address. */
  base(): string;
  /** Brings the clock up to date, where time can be moved. */
  sync(): Promise<unknown>;
  tab: Parameters<typeof createTabLink>[0] | undefined;
  rates?: LinkRates | undefined;
};

/** Wires what stands behind signed links: the pages, whose they are, and how much may come (S17, P). */
export function createLinkRoom({ world, college, links, base, sync, tab, rates = usualRates }: Room): LinkRoom {
  const byLink = createPace(rates.link);
  const byAddress = createPace(rates.address);
  return {
    college,
    collegeOf: async (holder) => (await collegeOf(world, holder)) ?? college,
    pages: {
      file: createFilePage(world),
      ...(tab ? { page: createTabLink(tab) } : {}),
      report: createReportPage(world),
      tell: createTellPage(world, refusalWords),
      ...createCardPages(world, (actor, verb, data) => runVerb(world, actor, verb, data), refusalWords),
    },
    async open(token) {
      await sync();
      return links.open(token);
    },
    holder: (linked) => linkHolder(world, linked),
    async renew(linked, holder) {
      const isSent = await renewLink(world, linked, holder);
      world.wake();
      return isSent;
    },
    origin: () => new URL(base()).origin,
    // A token that opens nothing is counted by its address alone.
    isInPace: ({ token, address }) =>
      byAddress(address).isInPace && (links.open(token) === undefined || byLink(token).isInPace),
  };
}
