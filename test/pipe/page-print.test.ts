import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

const css = readFileSync(join(import.meta.dirname, '../../src/http/pages/pages.css'), 'utf8');
const print = css.slice(css.indexOf('@media print'));

/** A story as a panel has it on paper, from the page that the server sends and what the style sheet leaves of it in print. */
describe('a story in print', () => {
  let college: College;
  const visit = () => visitorOf(college);
  const plain = (html = '') => pageWords(`<main>${html}`);

  beforeAll(async () => {
    college = await College.open({ rulesAlone: true });
    for (const id of ['L2', 'M1', 'H1', 'T1', 'S1']) await college.say(id, 'help');
    await fillTerm(college, 110);
    // Late on every day: more than a page shows at first.
    const mark = { code: 'late', minutesLate: 5 };
    const late = Object.fromEntries(Object.entries(mark).map(([key, value]) => [`rows.$[one].mark.${key}`, value]));
    await college.c.registers.updateMany({}, { $set: late }, { arrayFilters: [{ 'one.learnerId': 'L2' }] });
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.say('L2', 'not in tomorrow, dentist at 2');
    await college.say('L2', 'yes');
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised' });
    await college.moveTo('10:00');
    await college.say('L2', 'i dont want to be here any more');
    await college.moveTo('11:00');
  });
  afterAll(() => college.close());

  /** The rows of a story's table, each as its cells' words. */
  const rowsOf = (text: string) =>
    [...text.matchAll(/<tr><td data-label="When">(.*?)<\/tr>/gs)].map(([row]) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => plain(cell)),
    );
  const taken = async (who: string) => {
    const { text } = await visit().see(who, 'story/L2?export=csv');
    return parse(text, { bom: true, columns: true }) as Record<string, string>[];
  };

  test('a long one leads to all of it, and only what is whole has a button to print', async () => {
    const first = (await visit().see('O1', 'story/L2')).text;
    const [, whole] = /<a class="button" href="[^"]*(\?[^"]*)">All of it, to print<\/a>/.exec(first) ?? [];
    expect([whole, / data-print /.test(first), rowsOf(first).length]).toEqual(['?all=1', false, 120]);
    const { text } = await visit().see('O1', `story/L2${whole}`);
    expect(text).toContain(' data-print ');
    expect(rowsOf(text).length).toBeGreaterThan(120);
    expect(text).not.toMatch(/Show the other|All of it, to print/);
  });

  test('it holds every row that is taken as a file, in date order, with whom each was told by, how, and whether it arrived', async () => {
    const rows = rowsOf((await visit().see('O1', 'story/L2?all=1')).text);
    const all = await taken('O1');
    const at = all.map((one) => `${one.Day} ${one.Time}`);
    expect(at).toEqual(at.toSorted().reverse());
    const words = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim();
    expect(rows.map(([, kind, what, who, sent]) => words(kind, what, who, sent))).toEqual(
      all.map((one) =>
        words(one.Kind, one.What, one.Words, one.Who, (one['Channel and outcome'] ?? '').replaceAll('; ', ' ')),
      ),
    );
    const sent = rows.map((row) => row[4] ?? '').join(' ');
    const texts = await college.c.outbox.find({ about: 'L2', kind: 'sms', deliveredAt: { $exists: true } }).toArray();
    expect(texts.length).toBeGreaterThan(0);
    const arrived = sent.match(/: text message accepted [^:]*\d\d:\d\d, delivered \d\d:\d\d/g) ?? [];
    expect(arrived).toHaveLength(texts.length);
    expect(sent).toMatch(/Parent \(parent or carer\): text message accepted \d\d:\d\d, delivered \d\d:\d\d/);
    expect(sent).toMatch(/Teams to Ben Carter: sent \d\d:\d\d/);
    // Every mark that is not plain presence has its row.
    const marked = rows.filter(([, kind]) => kind === 'Absences' || kind === 'Lateness').length;
    expect(marked).toBe(await college.c.registers.countDocuments({ state: 'saved', 'rows.learnerId': 'L2' }));
  });

  test('of what stands on the page print leaves out menu, buttons and choices alone, and nothing is folded away', async () => {
    const { text } = await visit().see('O1', 'story/L2?all=1');
    const hidden = [...print.matchAll(/([^{}]+)\{[^{}]*(?:display:\s*none|visibility:\s*hidden)/g)].flatMap(
      ([, names = '']) => names.split(',').map((one) => one.trim()),
    );
    expect(hidden).toEqual(['header.top', '.tools', '.filters', '.skip', '.no-print']);
    const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    expect(main).not.toMatch(/<details|no-print/);
    expect(main.match(/<[^>]* hidden[^>]*>/g)).toEqual(['<button type="button" data-print hidden>']);
    const left = main.replace(/<div class="tools">.*?<\/div>/s, '').replace(/<ul class="filters".*?<\/ul>/s, '');
    expect(rowsOf(left)).toEqual(rowsOf(text));
    for (const words of ['Ben Carter', 'People to call', 'Level 2 Business', 'Week of 23 November'])
      expect([words, left.includes(words) || pageWords(left).includes(words)]).toEqual([words, true]);
    expect(/@page\s*\{[^}]*size:\s*A4/.test(print)).toBe(true);
    expect(/\.card\.flush\s*\{[^}]*overflow:\s*visible/.test(print)).toBe(true);
    expect(/thead\s*\{[^}]*display:\s*table-header-group/.test(print)).toBe(true);
  });

  test('what is shown of one kind says so, since the choices are not printed', async () => {
    const words = pageWords((await visit().see('O1', 'story/L2?kind=absence')).text);
    const all = await taken('O1');
    const own = all.filter((one) => one.Kind === 'Absences').length;
    expect(words).toContain(`Only “Absences”: ${own} of ${all.length}.`);
    expect(pageWords((await visit().see('O1', 'story/L2?all=1')).text)).not.toContain('Only “');
  });

  test('what the Safeguarding Team knows is in that team’s print alone (S11)', async () => {
    const kinds = async (who: string) => {
      const { text } = await visit().see(who, 'story/L2?all=1');
      const isThere = /be here any more|afeguarding/.test(text);
      return [who, isThere, rowsOf(text).some(([, kind]) => kind === 'Safeguarding')];
    };
    expect(await kinds('S1')).toEqual(['S1', true, true]);
    for (const who of ['M1', 'T1', 'H1', 'O1']) expect(await kinds(who)).toEqual([who, false, false]);
  });
});
