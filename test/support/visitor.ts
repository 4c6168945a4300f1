import type { World } from '../../src/usecases/core/ports.ts';
import type { College } from './college.ts';
import { unescaped } from './plain-html.ts';
import { checkReading } from './reading-faults.ts';

type Visit = { status: number; headers: Headers; text: string; bytes: Buffer };

/** Opens a signed link to a page: where it leads, and the session it began. */
async function enterBy(link: string): Promise<{ url: string; cookie: string; status: number }> {
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { url: new URL(answer.headers.get('location') ?? '/', link).href, cookie, status: answer.status };
}

/** The page that a signed link leads to. */
export async function seeByLink(link: string): Promise<Visit> {
  const { url, cookie } = await enterBy(link);
  const answer = await fetch(url, { headers: { cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString('utf8');
  checkReading(new URL(url).pathname, text);
  return { status: answer.status, headers: answer.headers, text, bytes };
}

/** Opens pages of the tab as a person: by a signed link, then with the session it began. */
export function visitorOf(college: College) {
  const linkFor = (person: string, path: string) => {
    const { world } = college.bot;
    const until = new Date(world.clock.now().getTime() + 3_600_000);
    return (world.link as NonNullable<World['link']>)('page', path, person, until);
  };
  return {
    enter: (person: string, path: string) => enterBy(linkFor(person, path)),
    /** The page with these words behind its name, such as `story/L1` or `caseload?show=falling`. */
    see: (person: string, path: string): Promise<Visit> => seeByLink(linkFor(person, path)),
  };
}

/** A page's words as a reader hears them, one blank between. */
export function pageWords(page: string): string {
  const body = page.slice(page.indexOf('<main'));
  return unescaped(body.replace(/<svg.*?<\/svg>/gs, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}
