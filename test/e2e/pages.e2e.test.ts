import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { addDays } from '../../src/domain/calendar.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { allMissing } from '../support/all-missing.ts';
import { College, monday } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
import { visitorOf } from '../support/visitor.ts';
import { findChromium } from './find-chromium.ts';
import { contrast, cutInPrint, sheet, workedOut } from './in-page.ts';
import { openBrowser, pictures } from './playground-page.ts';

const chromium = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const describeIf = chromium ? describe : describe.skip;

/** Each page of the tab, and somebody whose it is; `{concern}` is the one that was raised. */
const pages: [string, string, string][] = [
  ['story', 'M1', 'story/L2'],
  ['my-page', 'L2', 'me'],
  ['apprentices', 'E1', 'apprentices'],
  ['today', 'O1', 'today'],
  ['college', 'D1', 'college'],
  ['safeguarding', 'S1', 'safeguarding'],
  ['concern', 'S1', 'safeguarding/{concern}'],
  ['when-missed', 'H1', 'when-missed'],
  ['when-missed-learner', 'M1', 'when-missed?learner=L2'],
  ['audit', 'P1', 'audit'],
  ['not-confirmed', 'O1', 'not-confirmed'],
  ['cannot-reach', 'O1', 'cannot-reach'],
  ['caseload', 'M1', 'caseload'],
  ['programmes', 'H1', 'programmes'],
  ['learners-by-week', 'H1', 'programmes?by=learner&programme=BUS'],
  ['programmes-by-term', 'O1', 'programmes?columns=terms'],
  ['try-policy', 'O1', 'try-policy?span=this-year'],
  ['try-policy-leader', 'D1', 'try-policy?span=this-year'],
  ['registers', 'H1', 'registers?show=week'],
  ['reviews', 'H1', 'reviews'],
  ['review', 'M1', 'reviews/review-L7'],
  ['behind-a-figure', 'H1', `programmes?line=type&key=Teaching&column=${addDays(monday, -7)}`],
];

/** One of each role; whose each page is, of the pages above and the story of an apprentice. */
const everybody = ['T1', 'M1', 'A1', 'B1', 'H1', 'O1', 'D1', 'S1', 'P1', 'I1', 'E1', 'L1', 'L2', 'L7'];
const paths = [...new Set(pages.map(([, , path]) => path)), 'story/L1'];
const whose: Record<string, string[]> = {
  'story/L2': ['T1', 'M1', 'A1', 'B1', 'H1', 'O1', 'S1', 'L2'],
  'story/L1': ['T1', 'M1', 'A1', 'B1', 'H1', 'O1', 'S1', 'L1'],
  me: ['L1', 'L2', 'L7'],
  apprentices: ['E1'],
  today: ['A1', 'B1', 'H1', 'O1'],
  college: ['A1', 'B1', 'H1', 'D1'],
  safeguarding: ['S1'],
  'safeguarding/{concern}': ['S1'],
  'when-missed': ['A1', 'B1', 'H1', 'O1', 'D1'],
  'when-missed?learner=L2': ['T1', 'M1', 'A1', 'B1', 'H1', 'O1', 'S1'],
  audit: ['P1'],
  'not-confirmed': ['O1'],
  'cannot-reach': ['O1'],
  caseload: ['T1', 'M1', 'A1', 'B1', 'H1'],
  programmes: ['A1', 'B1', 'H1', 'O1', 'D1'],
  'programmes?by=learner&programme=BUS': ['B1', 'H1', 'O1'],
  'programmes?columns=terms': ['A1', 'B1', 'H1', 'O1', 'D1'],
  'try-policy?span=this-year': ['O1', 'D1'],
  'registers?show=week': ['T1', 'A1', 'B1', 'H1', 'O1', 'D1'],
  reviews: ['M1', 'A1', 'B1', 'H1'],
  'reviews/review-L7': ['M1', 'H1', 'L7'],
  [`programmes?line=type&key=Teaching&column=${addDays(monday, -7)}`]: ['A1', 'B1', 'H1', 'O1'],
};
/** Each page of the tab, and somebody whose it is not; the safeguarding desk to everybody but the team. */
const refused: [string, string][] = [
  ...['T1', 'M1', 'A1', 'B1', 'H1', 'O1', 'D1', 'P1', 'I1', 'E1', 'L2'].map((id): [string, string] => [
    id,
    'safeguarding',
  ]),
  ['M1', 'safeguarding/{concern}'],
  ['B1', 'try-policy?span=this-year'],
  ['E1', 'story/L2'],
  ['T1', 'me'],
  ['L2', 'apprentices'],
  ['M1', 'today'],
  ['S1', 'college'],
  ['T1', 'when-missed'],
  ['D1', 'when-missed?learner=L2'],
  ['O1', 'audit'],
  ['H1', 'not-confirmed'],
  ['A1', 'cannot-reach'],
  ['O1', 'caseload'],
  ['I1', 'programmes'],
  ['H1', 'try-policy?span=this-year'],
  ['L2', 'registers?show=week'],
  ['L2', 'reviews'],
  ['D1', 'reviews/review-L7'],
  ['M1', `programmes?line=type&key=Teaching&column=${addDays(monday, -7)}`],
];

/** A Conduct Review of Grace that runs from this Monday on. */
const openReview = (world: World) =>
  openTask(world, {
    _id: 'review-L7',
    kind: 'conduct-review',
    learnerId: 'L7',
    programmeId: 'BUS',
    ownerIds: ['M1'],
    state: 'running',
    data: {
      packId: 'green-labyrinth',
      causes: [{ code: 'said', words: 'Late often' }],
      targets: ['a', 'b', 'c'].map((words) => ({ code: 'own', words })) as never,
      comments: [],
      approvedBy: 'H1',
      from: monday,
      to: addDays(monday, 11),
    },
  });

describeIf('pages of the tab in a browser', () => {
  let college: College;
  let browser: Browser;
  let concern: string;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    college = await College.open();
    await college.addPerson('D1', 'Dana Head', ['leader']);
    await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
    await college.addPerson('B1', 'Bea Stone', ['adults-manager']);
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { managerId: 'B1' } });
    await fillTerm(college, 85); // The twelve weeks that pages show.
    await fillTerm(college, 29, 8, addDays(monday, -364)); // Some of the same weeks last year.
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1', lesson: 1 });
    await college.bot.world.together(openReview);
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L3': 'late:10' });
    await college.addSession({ _id: 's2', at: '13:00', title: 'Workshop' });
    await college.addSession({ _id: 's3', at: '09:00', on: addDays(monday, 1) });
    await college.moveTo('14:10');
    await college.say('L4', 'not in tomorrow, dentist at 2');
    await college.say('L4', 'yes');
    await college.say('L6', 'i dont want to be here any more');
    concern = (await college.c.concerns.findOne({}))?._id ?? '';
    await college.addPerson('I1', 'Ivo Mis', ['mis-officer']);
    const unreachable = { code: 'ConversationBlockedByUser', since: college.bot.clock.now() };
    await college.c.people.updateOne({ _id: 'L9' }, { $set: { unreachable } });
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    await college?.close();
  });

  type Look = { name: string; width: number; colorScheme: 'light' | 'dark'; theme?: string };
  const light: Look = { name: 'light', width: 1280, colorScheme: 'light' };
  const phone: Look = { name: 'phone', width: 320, colorScheme: 'light' };
  const looks: Look[] = [
    light,
    { name: 'dark', width: 1280, colorScheme: 'dark' },
    { name: 'contrast', width: 1280, colorScheme: 'dark', theme: 'contrast' },
    phone,
  ];

  /** Looks at a page as this person has it, in a window of its own; as `nobody`, where somebody's session has run out. */
  async function withPage<T>(
    [person, path]: readonly [person: string, path: string],
    options: BrowserContextOptions,
    look: (page: Page, status: number | undefined) => Promise<T>,
    of = college,
  ): Promise<T> {
    const whole = path.replace('{concern}', concern);
    const { url, cookie } = await visitorOf(of).enter(person === 'nobody' ? 'M1' : person, whole);
    const own = person === 'nobody' ? {} : { extraHTTPHeaders: { cookie } };
    const context = await browser.newContext({ ...options, ...own });
    try {
      const page = await context.newPage();
      const status = (await page.goto(url))?.status();
      await workedOut(page);
      return await look(page, status);
    } finally {
      await context.close();
    }
  }
  const windowOf = ({ width, colorScheme }: Look) => ({ viewport: { width, height: 900 }, colorScheme });
  /** What Teams says of its theme, as the page's script sets it. */
  async function setTheme(page: Page, { theme = 'default' }: Look): Promise<void> {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
  }

  type Faults = { status: number | undefined; found: string[]; wide: unknown };
  /** What axe finds wrong with a page as this person has it, and how far it is wider than the screen, in each look. */
  const faultsOf = (person: string, path: string, all: readonly Look[], picture?: string, of = college) =>
    withPage(
      [person, path],
      { ...windowOf(all[0] ?? light), bypassCSP: true },
      async (page, status) => {
        const faults: Record<string, Faults> = {};
        let width = all[0]?.width;
        for (const look of all) {
          if (look.width !== width) {
            await page.setViewportSize(windowOf(look).viewport);
            await page.reload();
            await workedOut(page);
            width = look.width;
          }
          await page.emulateMedia({ colorScheme: look.colorScheme });
          await setTheme(page, look);
          if (picture) await page.screenshot({ path: join(pictures, `${picture}-${look.name}.png`), fullPage: true });
          await page.evaluate(axe);
          const found = await page.evaluate(async () => {
            const { violations } = await (
              globalThis as unknown as {
                axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
              }
            ).axe.run();
            return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
          });
          const wide = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          faults[look.name] = { status, found, wide };
        }
        return faults;
      },
      of,
    );
  /** No fault in any of them. */
  const none = (status: number, all: readonly Look[]) =>
    Object.fromEntries(all.map(({ name }) => [name, { status, found: [], wide: 0 }]));

  test.each(pages)(
    '%s: no barrier that axe finds, nothing wider than the screen; light, dark, in high contrast and on a phone',
    async (name, person, path) => {
      expect(await faultsOf(person, path, looks, `page-${name}`)).toEqual(none(200, looks));
    },
  );

  test.each(pages)(
    '%s is printed without its menu and buttons, nothing wider than a sheet of A4 and its margins',
    (_, person, path) =>
      withPage([person, path], { viewport: sheet }, async (page) => {
        const cut = await cutInPrint(page);
        await page.emulateMedia({ media: 'print' });
        const seen = await page
          .locator('header.top, .tools, .filters')
          .evaluateAll(
            (all) => all.filter((one) => (one as unknown as { offsetHeight: number }).offsetHeight > 0).length,
          );
        const file = await page.pdf({ preferCSSPageSize: true });
        expect({ seen, cut, isPdf: file.subarray(0, 5).toString() }).toEqual({ seen: 0, cut: [], isPdf: '%PDF-' });
      }),
  );

  test.each(pages)(
    '%s: the keyboard reaches everything that can be pressed, and where it is can be seen',
    (_, person, path) =>
      withPage([person, path], { viewport: { width: 1280, height: 900 } }, async (page) => {
        const waiting = await page.evaluate(
          `(() => { const all = [...document.querySelectorAll('a[href], button, select, summary, textarea, input:not([type=hidden])')].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled); window.left = new Set(all); return all.length; })()`,
        );
        const unseen: unknown[] = [];
        for (let i = 0; i < Number(waiting) + 40; i++) {
          await page.keyboard.press('Tab');
          const at = await page.evaluate(
            `(() => { const at = document.activeElement; window.left.delete(at); if (at === document.body) return ''; const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at); return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' ? '' : at.outerHTML.slice(0, 120); })()`,
          );
          if (at) unseen.push(at);
          if ((await page.evaluate('window.left.size')) === 0) break;
        }
        const left = await page.evaluate('[...window.left].map((one) => one.outerHTML.slice(0, 120))');
        expect({ isEmpty: Number(waiting) === 0, left, unseen }).toEqual({ isEmpty: false, left: [], unseen: [] });
      }),
  );

  /** What can be pressed and is smaller than a thumb's 44 pixels either way or lies under something else that can be, and figures of charts too small to read. */
  const tooSmall = `(() => {
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const pressed = seen('a[href], button, select, summary, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])').map((one) => ({ one, box: one.getBoundingClientRect() }));
    const say = (one) => one.outerHTML.slice(0, 100);
    const small = pressed.filter(({ box }) => box.width < 44 || box.height < 44).map(({ one, box }) => [Math.round(box.width), Math.round(box.height), say(one)].join(' '));
    // Under the name of a row that stays, its cells are moved away.
    const isStuck = (one) => one.closest('.heat th') !== null;
    const lies = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const over = pressed.flatMap(({ one, box }, i) => pressed.slice(i + 1).filter((other) => !one.contains(other.one) && !isStuck(one) && lies(box, other.box)).map((other) => say(one) + ' on ' + say(other.one)));
    const unread = seen('svg text').filter((one) => parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM()?.a ?? 1) < 10).map(say);
    return { small, over, unread };
  })()`;

  test.each(pages)(
    '%s on a phone: what can be pressed is big enough for a thumb, figures of charts can be read',
    (_, person, path) =>
      withPage([person, path], { viewport: { width: 320, height: 640 } }, async (page) => {
        expect(await page.evaluate(tooSmall)).toEqual({ small: [], over: [], unread: [] });
      }),
  );

  test('weeks that do not fit a phone are met at the newest, beside whose they are; days of a week at the first', async () => {
    for (const [person, path, what] of [
      ['H1', 'programmes?by=learner&programme=BUS', '.newest'],
      ['D1', 'college', '.newest'],
      ['M1', 'story/L2', '.scroll > .chart'],
      ['H1', 'when-missed', '.heat thead th:nth-child(2)'],
    ] as const) {
      const seen = await withPage([person, path], { viewport: { width: 320, height: 640 } }, (page) =>
        page.evaluate(
          `(() => { const one = document.querySelector('${what}'); const box = one.closest('.flush, .scroll').getBoundingClientRect(); const name = one.closest('.flush')?.querySelector('th[scope="row"]').getBoundingClientRect(); const { left, right } = one.getBoundingClientRect(); return { isNewest: right <= box.right + 1, isBesideName: !name || (name.left >= box.left - 1 && left >= name.right - 1) }; })()`,
        ),
      );
      expect([path, seen]).toEqual([path, { isNewest: true, isBesideName: true }]);
    }
  });

  /** What a chart draws that stands out from the ground behind it by less than 3 to 1, by its fill as by its outline; and how much it draws. */
  const paleLines = `(() => { ${contrast}
    const drawn = [...document.querySelectorAll('svg.chart, svg.spark')].flatMap((chart) => [...chart.querySelectorAll('.series, .before, .policy, .dot, .ring, [class^=bar], [class^=given]')]);
    const isPale = (one) => { const { fill, stroke } = getComputedStyle(one); return [fill, stroke].every((color) => color === 'none' || rgba(color).a === 0 || ratioOf(rgba(color), groundOf(one)) < 3); };
    return { drawn: drawn.length, pale: [...new Set(drawn.filter(isPale).map((one) => one.getAttribute('class')))] };
  })()`;

  test.each(looks)('$name: each line, dot and bar of a chart stands out from its ground', async (look) => {
    for (const [person, path] of [
      ['M1', 'story/L2'],
      ['M1', 'caseload'],
      ['D1', 'college'],
      ['L2', 'me'],
      ['H1', 'programmes'],
    ] as const) {
      const { drawn, pale } = await withPage([person, path], windowOf(look), async (page) => {
        await setTheme(page, look);
        return page.evaluate<{ drawn: number; pale: string[] }>(paleLines);
      });
      expect([path, drawn > 0, pale]).toEqual([path, true, []]);
    }
  });

  test.each(['light', 'dark'] as const)(
    'in the system’s own high contrast (%s), whatever Teams says of its theme, each line, dot and bar stands out',
    async (colorScheme) => {
      for (const theme of ['default', 'contrast'])
        for (const [person, path] of [
          ['M1', 'story/L2'],
          ['D1', 'college'],
          ['H1', 'programmes'],
        ] as const) {
          const look = { ...light, colorScheme, theme };
          const { drawn, pale } = await withPage([person, path], windowOf(look), async (page) => {
            await page.emulateMedia({ forcedColors: 'active' });
            await setTheme(page, look);
            return page.evaluate<{ drawn: number; pale: string[] }>(paleLines);
          });
          expect([theme, path, drawn > 0, pale]).toEqual([theme, path, true, []]);
        }
    },
  );

  test.each(looks)('$name: no two kinds of marks are drawn alike, and what still runs is hatched', async (look) => {
    const fills = await withPage(['H1', 'programmes'], windowOf(look), async (page) => {
      await setTheme(page, look);
      // Nothing waits to be decided in this college: it is drawn as it would be.
      return page.evaluate<string[]>(
        `(() => { document.querySelector('.chart.given').insertAdjacentHTML('beforeend', '<rect class="given-undecided" fill="url(#hatch)"/>'); return ['onTime', 'late', 'authorised', 'unauthorised', 'undecided'].map((kind) => getComputedStyle(document.querySelector('.given-' + kind)).fill); })()`,
      );
    });
    expect([fills, new Set(fills).size]).toEqual([fills, 5]);
    const running = await withPage(['D1', 'college'], windowOf(look), (page) =>
      page.evaluate<string>(
        `(() => { const bar = document.querySelector('.bar-now'); return getComputedStyle(bar).fill + (document.querySelector('pattern#hatch path') ? '' : ' missing'); })()`,
      ),
    );
    expect(running).toMatch(/^url\("?#hatch"?\)/);
  });

  test('a lesson of a Conduct Review that nobody signed has a yellow ground and edge', async () => {
    const seen = await withPage(['M1', 'reviews/review-L7'], windowOf(light), (page) =>
      page.evaluate<string[]>(
        `(() => { const { backgroundColor, boxShadow } = getComputedStyle(document.querySelector('td.due')); return [backgroundColor, boxShadow.slice(0, boxShadow.indexOf(')') + 1)]; })()`,
      ),
    );
    expect(seen).toEqual(['rgb(255, 244, 206)', 'rgb(122, 74, 0)']);
  });

  test('who gets which page', async () => {
    const gets: Record<string, string[]> = {};
    for (const path of paths) {
      gets[path] = [];
      for (const id of everybody) {
        const { status } = await visitorOf(college).see(id, path.replace('{concern}', concern));
        expect([200, 403]).toContain(status);
        if (status === 200) gets[path].push(id);
      }
    }
    expect(gets).toEqual(whose);
  });

  const isSeen = (id: string, path: string) => pages.some(([, person, seen]) => person === id && seen === path);
  const besides = Object.entries(whose).flatMap(([path, ids]) => {
    const rest = ids.filter((id) => !isSeen(id, path));
    return rest.length > 0 ? [[path, rest] as const] : [];
  });
  test.each(besides)('%s for %s: no barrier that axe finds; light and on a phone', async (path, ids) => {
    const both = [light, phone];
    for (const id of ids) expect([id, await faultsOf(id, path, both)]).toEqual([id, none(200, both)]);
  });

  test.each(refused)(
    '%s is refused %s: no barrier that axe finds; light, dark, in high contrast and on a phone',
    async (id, path) => {
      const name = `page-refused-${path.replaceAll(/\W+/g, '-')}-${id}`;
      expect(await faultsOf(id, path, looks, name)).toEqual(none(403, looks));
    },
  );

  test('with a session that has run out, outside Teams: no barrier that axe finds; light, dark, in high contrast and on a phone', async () => {
    expect(await faultsOf('nobody', 'caseload', looks, 'page-enter')).toEqual(none(401, looks));
  });

  test('today with sixty missing: no barrier that axe finds, nothing wider than a phone of 320 px', async () => {
    const large = await College.open({ learners: 60 });
    const everyone = Array.from({ length: 60 }, (_, i) => `L${i + 1}`);
    await allMissing(large, 's1', monday, everyone);
    const both = [light, phone];
    expect(await faultsOf('O1', 'today', both, 'page-today-sixty', large)).toEqual(none(200, both));
    await large.close();
  });
});
