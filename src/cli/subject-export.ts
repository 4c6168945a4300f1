import { renameSync, writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { dayOf, sayDayOfYear } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import { csvOf } from '../sheets/write-csv.ts';
import type { Collections } from '../store/database.ts';
import type { World } from '../usecases/core/ports.ts';
import { collectSubject, type SubjectData, subjectName } from './subject-data.ts';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** A page that says what lies in the zip and what does not, for somebody who has never seen a CSV file. */
function pageOf(data: SubjectData, college: string, now: Date): string {
  const { tables, files, withheld } = data;
  const item = (text: string) => `<li>${text}</li>`;
  const link = (name: string, what: string, more: string) =>
    item(`<a href="${escaped(name)}">${escaped(what)}</a> (${escaped(more)})`);
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>What we keep about you</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style></head><body>
<h1>What we keep about ${escaped(subjectName(data))}</h1>
<p>From ${escaped(college)}’s attendance register, as it stood on ${escaped(sayDayOfYear(dayOf(now)))}. Each table opens in any spreadsheet.</p>
<h2>In this folder</h2>
<ul>
${tables.map(({ name, what, rows }) => link(name, what, count(rows.length - 1, 'line'))).join('\n')}
${files.map(({ name }) => link(`files/${name}`, `A file you sent: ${name}`, 'as you sent it')).join('\n')}
</ul>
<h2>Left out</h2>
<ul>
${withheld.map(({ what, why }) => item(`${escaped(what)}: ${escaped(why)}.`)).join('\n')}
</ul>
<p>If something is wrong, tell us and we put it right. If you are not content with our answer, the Information Commissioner can help: ico.org.uk.</p>
</body></html>
`;
}

/**
 * Writes all that is stored about a person into a zip for them: a page to begin with, tables, the files they sent. It is
 * for whoever runs this alone until it is handed over. Returns what it holds, or undefined when nobody has that id.
 */
export async function exportSubject(
  world: World,
  c: Collections,
  id: string,
  { out, college }: { out: string; college: string },
): Promise<SubjectData | undefined> {
  const data = await collectSubject(world, c, id);
  if (!data) return undefined;
  const entries = [
    ['page.html', strToU8(pageOf(data, college, world.clock.now()))],
    ...data.tables.map(({ name, rows }) => [name, strToU8(`\ufeff${csvOf(rows)}`)]),
    ...data.files.map(({ name, bytes }) => [`files/${name}`, bytes]),
  ];
  const part = `${out}.part-${process.pid}`;
  writeFileSync(part, zipSync(Object.fromEntries(entries)), { mode: 0o600 });
  renameSync(part, out);
  return data;
}
