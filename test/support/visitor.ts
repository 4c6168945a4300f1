import type { World } from '../../src/usecases/core/ports.ts';
import type { College } from './college.ts';
import { unescaped } from './plain-html.ts';
import { checkReading } from './reading-faults.ts';

type Visit = { status: number; headers: Headers; text: string; bytes: Buffer };

/** Opens pages of the tab as a person: by a signed link, then with the session it began. */
export function visitorOf(college: College) {
  const enter = async (person: string, path: string): Promise<{ url: string; cookie: string; status: number }> => {
    const { world } = college.bot;
    const until = new Date(world.clock.now().getTime() + 3_600_000);
    const link = (world.link as NonNullable<World['link']>)('page', path, person, until);
    const answer = await fetch(link, { redirect: 'manual' });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return { url: new URL(answer.headers.get('location') ?? '/', link).href, cookie, status: answer.status };
  };
  return {
    enter,
    /** The page with these words behind its name, such as `story/L1` or `caseload?show=falling`. */
    async see(person: string, path: string): Promise<Visit> {
      const { url, cookie } = await enter(person, path);
      const answer = await fetch(url, { headers: { cookie } });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const text = bytes.toString('utf8');
      checkReading(path, text);
      return { status: answer.status, headers: answer.headers, text, bytes };
    },
  };
}

/** A page's words as a reader hears them, one blank between. */
export function pageWords(page: string): string {
  const body = page.slice(page.indexOf('<main'));
  return unescaped(body.replace(/<svg.*?<\/svg>/gs, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}
