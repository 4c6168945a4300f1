import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Request, Response } from 'restify';
import { z } from 'zod';
import { isRefusal, type Outcome } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { csvOf } from '../../sheets/write-csv.ts';
import { xlsxOf } from '../../sheets/write-xlsx.ts';
import { peopleFor } from '../../usecases/core/acting-for.ts';
import { noteDone } from '../../usecases/core/note-audit.ts';
import { type PageName, pageRights } from '../../usecases/core/page-rights.ts';
import type { World } from '../../usecases/core/ports.ts';
import { reachOf } from '../../usecases/core/rights.ts';
import { html } from '../html.ts';
import type { Sessions } from './sessions.ts';
import { type Assets, enterPage, shellPage, type View } from './shell.ts';

/** What a page is asked: who looks, what is named behind its name, what was chosen. `at` makes addresses of the viewer's pages. */
export type TabAsk = { viewer: Person; rest: string[]; query: URLSearchParams; at(path: string): string };
/** A page of the tab. It looks at the viewer's rights itself; `pageRights` and `isOnMenu` decide whether it is on their menu. */
export type TabPage = {
  title: string;
  isOnMenu?(viewer: Person): boolean;
  show(world: World, ask: TabAsk): Promise<Outcome<View>>;
};
export type TabPages = Record<PageName, TabPage>;

type TabRoom = {
  world: World;
  pages: TabPages;
  sessions: Sessions;
  /** Proves a token of Teams; the Entra object id of whose it is. */
  prove(token: string): Promise<string | undefined>;
  now(): Promise<Date>;
};

const teamsPlaces =
  'https://teams.microsoft.com https://*.teams.microsoft.com https://teams.cloud.microsoft https://*.cloud.microsoft https://*.office.com https://*.microsoft365.com';
const headers = {
  'Cache-Control': 'no-store',
  // teams-js asks Microsoft which hosts may hold it, and knows them itself where it may not ask.
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' https://res.cdn.office.net; form-action 'self'; base-uri 'none'; frame-ancestors 'self' ${teamsPlaces}`,
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
};

const require = createRequire(import.meta.url);
const read = (path: string) => readFileSync(path, 'utf8');

/** What every page loads, each named by what is in it, so that browsers may keep it. */
function loadAssets(): { assets: Assets; files: Map<string, { type: string; text: string }> } {
  const files = new Map<string, { type: string; text: string }>();
  const add = (name: string, type: string, text: string) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
    const file = name.replace('.', `-${hash}.`);
    files.set(file, { type, text });
    return `/p/${file}`;
  };
  const js = 'text/javascript; charset=utf-8';
  const assets = {
    style: add('pages.css', 'text/css; charset=utf-8', read(join(import.meta.dirname, 'pages.css'))),
    script: add('tab.js', js, read(join(import.meta.dirname, 'tab.js'))),
    teams: add('teams.js', js, read(require.resolve('@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js'))),
  };
  return { assets, files };
}

const Entering = z.object({ token: z.string().min(10), to: z.string().max(300).default('') });
/** Where somebody may be led: a page of ours, never another place. */
const path = /^[a-z][a-z-]{0,30}(\/[\w.~%-]{1,100}){0,3}(\?[\w=&.%+-]{0,200})?$/;

const note = (title: string, words: string): View => ({ title, body: html`<div class="card"><p>${words}</p></div>` });

function sendPage(response: Response, status: number, text: string, more: Record<string, string> = {}): void {
  response.sendRaw(status, text, { ...headers, 'Content-Type': 'text/html; charset=utf-8', ...more });
}

/** Answers what is asked under /p/: the pages of the personal tab, for whoever has a session. */
export function createTab({ world, pages, sessions, prove, now }: TabRoom) {
  const { assets, files } = loadAssets();

  /** Begins a session; the address to go on at, and the cookie that lets them in. */
  async function begin(viewer: Person, to: string): Promise<{ to: string; cookie: string }> {
    const { folder, cookie } = sessions.begin(viewer._id, await now());
    return { to: `/p/${folder}/${path.test(to) ? to : ''}`, cookie };
  }

  async function enter(request: Request, response: Response): Promise<void> {
    const given = Entering.safeParse(request.body);
    const entraId = given.success ? await prove(given.data.token) : undefined;
    if (!given.success || !entraId)
      return void response.send(401, {
        words: 'Teams did not prove who you are. Please close the app and open it again.',
      });
    const viewer = await world.records.people.byEntraId(entraId);
    if (!viewer)
      return void response.send(403, {
        words: 'We do not know you yet. Please write "help" to Attendance in the chat first.',
      });
    const { to, cookie } = await begin(viewer, given.data.to);
    response.sendRaw(200, JSON.stringify({ to }), {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Set-Cookie': cookie,
    });
  }

  /** The pages somebody has, in the order of the menu. */
  async function menuOf(viewer: Person): Promise<[string, TabPage][]> {
    const people = await peopleFor(world, viewer);
    return Object.entries(pages).filter(([name, page]) => {
      const isTheirs = people.some((one) => reachOf(one, pageRights[name as PageName]) !== undefined);
      return isTheirs && (page.isOnMenu?.(viewer) ?? true);
    });
  }

  async function show(viewer: Person, folder: string, rest: string[], query: URLSearchParams, response: Response) {
    const menu = await menuOf(viewer);
    const [name = menu[0]?.[0] ?? '', ...more] = rest.filter(Boolean);
    const at = (to: string) => `/p/${folder}/${to}`;
    const page = Object.hasOwn(pages, name) ? pages[name as PageName] : undefined;
    const nav = menu.map(([one, { title }]) => ({ title, href: at(one), isCurrent: one === name }));
    const frame = { nav, me: callName(viewer), assets };
    const gone = note('Nothing here', 'There is no such page, or it is not yours to see.');
    const view = page ? await page.show(world, { viewer, rest: more.map(decodeURIComponent), query, at }) : undefined;
    if (!view || isRefusal(view)) return sendPage(response, page ? 403 : 404, shellPage(gone, frame));
    const format = query.get('export');
    if (view.sheet && (format === 'csv' || format === 'xlsx')) {
      const about = { thingId: [name, ...more].join('/'), aboutIds: [...(view.sheet.aboutIds ?? [])] };
      const took = { byId: viewer._id, did: 'took', what: 'page-export', how: 'page', ...about } as const;
      await noteDone(world, randomUUID(), took);
      const bytes = format === 'csv' ? Buffer.from(`\ufeff${csvOf(view.sheet.rows)}`) : await xlsxOf(view.sheet);
      const type =
        format === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      const file = `${view.sheet.name.replace(/[^A-Za-z0-9 -]/g, '_')}.${format}`;
      return void response.sendRaw(200, bytes as unknown as string, {
        ...headers,
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="${file}"`,
      });
    }
    const as = (kind: string) => {
      const own = new URLSearchParams([...query, ['export', kind]]);
      return `${at([name, ...more].join('/'))}?${own}`;
    };
    const exports = view.sheet ? { exports: { csv: as('csv'), xlsx: as('xlsx') } } : {};
    sendPage(response, 200, shellPage(view, { ...frame, ...exports }));
  }

  return {
    begin,
    menuOf,
    async answer(request: Request, response: Response): Promise<void> {
      const all = String((request.params as Record<string, unknown>)['*'] ?? '');
      if (request.method === 'POST' && all === 'session') return enter(request, response);
      const file = files.get(all);
      if (file) {
        const kept = { 'Cache-Control': 'public, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' };
        return void response.sendRaw(200, file.text, { ...kept, 'Content-Type': file.type });
      }
      const [folder = '', ...rest] = all.split('/');
      const id = sessions.read(folder, request.headers.cookie ?? '', await now());
      const viewer = id ? await world.records.people.byId(id) : null;
      const search = request.getQuery() ?? '';
      if (!viewer)
        return sendPage(response, folder ? 401 : 200, enterPage(assets, rest.join('/') + (search ? `?${search}` : '')));
      return show(viewer, folder, rest, new URLSearchParams(search), response);
    },
  };
}
export type Tab = ReturnType<typeof createTab>;
