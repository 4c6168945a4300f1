import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tabPages } from '../../src/http/pages/tab-pages.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { unescaped } from '../support/plain-html.ts';
import { readingFaults } from '../support/reading-faults.ts';
import { runReview } from '../support/review.ts';
import { fillTerm } from '../support/term.ts';
import { visitorOf } from '../support/visitor.ts';

/** Somebody of every role. */
const people = ['T1', 'E1', 'M1', 'A1', 'N1', 'H1', 'O1', 'S1', 'D1', 'P1', 'I1', 'L2'];

let college: College;
beforeAll(async () => {
  college = await College.open({ rulesAlone: true });
  await college.addPerson('D1', 'Dana Head', ['leader']);
  await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
  await college.addPerson('N1', 'Noor Baig', ['adults-manager']);
  await college.addPerson('I1', 'Ivo Marsh', ['mis-officer']);
  for (const id of ['M1', 'H1', 'T1', 'L2', 'S1']) await college.say(id, 'help');
  await fillTerm(college, 40);
  await recount(college.bot.world, true);
  await runReview(college);
  await college.say('L6', 'i dont want to be here any more');
});
afterAll(() => college.close());

/** Opens the pages of one person and where they lead within the tab: of addresses alike but for whom or what they name, one. */
async function walk(person: string): Promise<Set<string>> {
  const { see } = visitorOf(college);
  const found = new Set<string>();
  const next = [''];
  for (let path = next.shift(); path !== undefined; path = next.shift()) {
    const { text } = await see(person, path);
    for (const [, to = ''] of text.matchAll(/href="\/p\/[^/"]+\/([^"#]+)"/g)) {
      const address = new URL(unescaped(to), 'http://tab');
      const [name, ...rest] = address.pathname.split('/').filter(Boolean);
      const kind = `${name} ${rest.length} ${[...new Set(address.searchParams.keys())].sort().join()}`;
      if (address.searchParams.has('export') || found.has(kind)) continue;
      found.add(kind);
      next.push(unescaped(to));
    }
  }
  return found;
}

/** The names of all pages that were opened. */
const opened = new Set<string>();

test.each(people)(
  '%s hears every page that theirs lead to in order: a way past the menu, menu, page, headings, named tables',
  async (person) => {
    const found = await walk(person);
    // An MIS officer has none.
    expect(found.size > 0).toBe(person !== 'I1');
    for (const kind of found) opened.add(kind.split(' ')[0] ?? '');
  },
);

test('every page of the tab was among them', () => {
  expect([...opened].sort()).toEqual(Object.keys(tabPages).sort());
});

test.each([
  ['a second first heading', /<h2>/, '<h1>'],
  ['a level left out', /<h2>/, '<h4>'],
  ['a heading before the first', /<h1>/, '<h2>Before</h2><h1>'],
  ['no way past the menu', /<a class="skip"[^>]*>[^<]*<\/a>/, ''],
  [
    'a menu after the page',
    /<header class="top">.*?<\/header>(.*<\/main>)/s,
    '$1<header class="top"><nav aria-label="Pages"></nav></header>',
  ],
  ['a table without a name', /<caption.*?<\/caption>/, ''],
  ['a heading of nothing', / scope="col"/, ''],
  ['a part to scroll without a name', / aria-label="[^"]*" tabindex="0"/, ' tabindex="0"'],
])('%s would be found', async (_, pattern, instead) => {
  const { text } = await visitorOf(college).see('D1', 'college');
  expect(readingFaults(text)).toEqual([]);
  expect(text).toMatch(pattern);
  expect(readingFaults(text.replace(pattern, instead))).not.toEqual([]);
});
