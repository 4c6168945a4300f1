import { count } from '../domain/count.ts';
import { say } from './command.ts';
import { noteCommand } from './note-command.ts';
import { exportSubject } from './subject-export.ts';
import { UsageError, withDatabase } from './with-database.ts';

/** `cli subject-export`: what is stored about one person, as a zip; the exit code. */
export async function subjectCommand(id: string | undefined, wanted: unknown): Promise<number> {
  if (!id)
    throw new UsageError('subject-export needs a person: npm run cli -- subject-export <person_id> [--out <file.zip>]');
  const out = typeof wanted === 'string' ? wanted : `${id}-data.zip`;
  const college = process.env.COLLEGE_NAME || 'the college';
  return withDatabase(async ({ world, collections }) => {
    if (!(await world.records.people.byId(id))) throw new UsageError(`There is no person ${id}.`);
    await noteCommand(world, { did: 'took', what: 'subject-export', thingId: id, aboutIds: [id] });
    const data = await exportSubject(world, collections, id, { out, college });
    if (!data) throw new UsageError(`There is no person ${id}.`);
    for (const { name, rows } of data.tables) say(`${name}: ${count(rows.length - 1, 'line')}`);
    for (const { what, why } of data.withheld) say(`left out: ${what}: ${why}`);
    say(`Written to ${out}, readable by you alone. Look through it before you hand it over.`);
    return 0;
  });
}
