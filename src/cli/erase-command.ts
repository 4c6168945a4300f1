import { dayOf, sayDayOfYear } from '../domain/calendar.ts';
import { nameAndRef } from '../domain/person.ts';
import { say, type Values } from './command.ts';
import { erasePerson } from './erasure/erase-person.ts';
import { identityOf } from './erasure/identity.ts';
import { elsewhere, planErasure } from './erasure/plan-erasure.ts';
import { noteCommand } from './note-command.ts';
import { UsageError, withDatabase } from './with-database.ts';

const usage = 'npm run cli -- erase <person_id> [--yes] [--despite "<why>"]';

/** `cli erase`: says what an erasure would take and keep, and with `--yes` does it; the exit code, 1 where it is refused. */
export async function eraseCommand(id: string | undefined, values: Values): Promise<number> {
  if (!id) throw new UsageError(`erase needs a person: ${usage}`);
  const { despite } = values;
  if (despite !== undefined && (typeof despite !== 'string' || despite.trim().length < 10))
    throw new UsageError(`--despite needs the reason in a few words, which is kept: ${usage}`);
  return withDatabase(async ({ world, collections }) => {
    const person = await world.records.people.byId(id);
    if (!person) throw new UsageError(`There is no person ${id}.`);
    if (person.erased && !person.erasing) {
      say(`${id} was erased on ${sayDayOfYear(dayOf(person.erased))}. There is nothing to do.`);
      return 0;
    }
    const identity = await identityOf(collections, person);
    const { removed, kept, waits } = await planErasure(world, collections, person, identity);
    if (!values.yes) {
      say(`${nameAndRef(person)} would be erased. It cannot be undone.`);
      for (const one of removed) say(`  goes: ${one}`);
      for (const one of kept) say(`  stays: ${one}`);
      for (const one of elsewhere) say(`  not in here: ${one}`);
      for (const one of waits) say(`  must wait: ${one}`);
      say(`Nothing was changed. To do it: ${waits.length > 0 ? usage : usage.replace(/<person_id>.*/, `${id} --yes`)}`);
      return 0;
    }
    // One that was begun is carried through, whatever has come up since.
    if (waits.length > 0 && !despite && !person.erasing) {
      for (const one of waits) process.stderr.write(`${one}\n`);
      process.stderr.write('Nothing was changed. If it is to be done all the same, say why: --despite "<why>"\n');
      return 1;
    }
    // The reason is kept for longer than the name.
    const why: Record<string, string> = despite ? { despite: identity?.take(despite) ?? despite } : {};
    const about = { thingId: id, aboutIds: [id] };
    await noteCommand(world, { did: 'deleted', what: 'erasure', ...about, more: { ...why, waited: waits.length } });
    await erasePerson(world, collections, person, identity);
    say(`${id} is erased. What is kept has no name on it; see the dry run's list for what is not in here.`);
    return 0;
  });
}
