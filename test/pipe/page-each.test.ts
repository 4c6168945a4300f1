import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Document } from 'mongodb';
import { readSheet } from 'read-excel-file/universal';
import { addDays } from '../../src/domain/calendar.ts';
import { tabPages } from '../../src/http/pages/tab-pages.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { fillTerm } from '../support/term.ts';
import { visitorOf } from '../support/visitor.ts';

/** What a college has few of; read whole, once a page. */
const few = ['programmes', 'sites'];

const week = addDays(monday, -7);
const figure = (line: string, key: string) => `programmes?${new URLSearchParams({ line, key, column: week })}`;
/** Every page, asked for by somebody who sees most of it, and each of its kinds that reads otherwise. */
const pages: [string, string][] = [
  ['D1', 'college'],
  ['O1', 'today'],
  ['M1', 'caseload'],
  ['D1', 'registers'],
  ['T1', 'registers?show=week'],
  ...['programme', 'group', 'tutor', 'employer', 'subcontractor', 'type'].map((by): [string, string] => [
    'O1',
    `programmes?by=${by}`,
  ]),
  ['H1', 'programmes?by=learner&programme=BUS'],
  ['O1', 'programmes?by=tutor&columns=terms'],
  ['O1', figure('programme', 'BUS')],
  ['O1', figure('group', 'BUS|')],
  ['O1', figure('tutor', 'T1')],
  ['O1', figure('employer', 'E1')],
  ['O1', figure('type', 'Teaching')],
  ['O1', 'when-missed'],
  ['M1', 'when-missed?learner=L2'],
  ['O1', 'when-missed?tutor=T1'],
  ['O1', 'try-policy?span=this-year'],
  ['H1', 'reviews'],
  ['S1', 'safeguarding'],
  ['P1', 'audit'],
  ['O1', 'not-confirmed'],
  ['O1', 'cannot-reach'],
  ['L2', 'me'],
  ['E1', 'apprentices'],
  ['M1', 'story/L2'],
];

let college: College;
beforeAll(async () => {
  college = await College.open({ rulesAlone: true });
  await college.addPerson('D1', 'Dana Head', ['leader']);
  await college.addPerson('P1', 'Petra Law', ['data-protection-officer']);
  await fillTerm(college, 40);
  await recount(college.bot.world, true);
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.say('L6', 'i dont want to be here any more');
});
afterAll(() => college.close());

test('each page of the menu is among them', () => {
  const asked = new Set(pages.map(([, path]) => path.split(/[?/]/)[0]));
  expect([...asked].sort()).toEqual(Object.keys(tabPages).sort());
});

test.each(pages)('what %s reads for %s is found by an index, but for what a college has few of', async (who, path) => {
  const db = college.client.db(college.database);
  await college.settled();
  await db.command({ profile: 2 });
  const { status } = await visitorOf(college).see(who, path);
  await db.command({ profile: 0 });
  const all = await db.collection<Document & { _id: never }>('system.profile').find({}).toArray();
  await db.collection('system.profile').drop();
  expect(status).toBe(200);
  const reads = all.filter((one) => ['query', 'command'].includes(one.op) && one.planSummary);
  expect(reads.length).toBeGreaterThan(0);
  const scanned = reads.filter((one) => /COLLSCAN/.test(one.planSummary)).map((one) => String(one.ns).split('.')[1]);
  expect(scanned.filter((one) => !few.includes(one ?? ''))).toEqual([]);
});

test.each(pages)(
  '%s takes %s along as CSV and as a workbook, which a reader opens again row for row',
  async (who, path) => {
    const visit = visitorOf(college);
    const as = (kind: string) => visit.see(who, `${path}${path.includes('?') ? '&' : '?'}export=${kind}`);
    const csv = await as('csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = parse(csv.text, { bom: true, relax_column_count: true }) as string[][];
    const rows = (await readSheet(new Blob([new Uint8Array((await as('xlsx')).bytes)]))) as unknown[][];
    expect(lines.length).toBeGreaterThan(0);
    const plain = (row: readonly unknown[]) =>
      row
        .map((one) => String(one ?? ''))
        .join('|')
        .replace(/\|+$/, '');
    // That a page is taken stands in the audit trail, and so in the next file of it.
    const isTaken = (line: string) => line.includes('|took a page as a file|on a page|audit');
    // In CSV what could be a formula has a sign before it.
    const written = lines.map((line) => plain(line.map((one) => one.replace(/^'(?=[=+@-])/, ''))));
    expect(rows.map(plain).filter((line) => !isTaken(line))).toEqual(written.filter((line) => !isTaken(line)));
  },
);
