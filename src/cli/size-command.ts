import { sessionsAt, sizesOf } from '../store/looks/sizes.ts';
import { say } from './command.ts';
import { withDatabase } from './with-database.ts';

/** Kept once for the college, whatever it teaches. */
const fixed = new Set(['people', 'programmes', 'enrolments', 'sites', 'sessions', 'meta', 'lanes', 'heard', 'stops']);

const inWords = (bytes: number) => {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
};

/** `cli size`: what each collection and its indexes take, how it grows with what is taught, and a forecast; the exit code. */
export async function sizeCommand(): Promise<number> {
  return withDatabase(async ({ world, collections }) => {
    const sizes = await sizesOf(collections);
    for (const { name, count, disk, indexes } of sizes.filter((one) => one.count > 0))
      say(`${name.padEnd(14)} ${String(count).padStart(10)}  ${inWords(disk)} on disk, ${inWords(indexes)} of indexes`);
    const all = sizes.reduce((sum, one) => sum + one.disk + one.indexes, 0);
    say(`Together ${inWords(all)}.`);
    const { begun, lately, ahead } = await sessionsAt(collections, world.clock.now());
    if (begun === 0) {
      say('No session has begun yet: how it grows is not known.');
      return 0;
    }
    const growing = sizes.filter((one) => !fixed.has(one.name));
    const each = growing.reduce((sum, one) => sum + one.disk + one.indexes, 0) / begun;
    say(
      `Each session that has begun takes ${inWords(each)}; in the last four weeks ${(lately / 4).toFixed(0)} began a week.`,
    );
    say(
      `That is ${inWords((each * lately) / 4)} a week, and ${inWords(each * ahead)} for the ${ahead} still in the timetable.`,
    );
    say('An empty part of a file is used again before it grows; what goes by age is not taken off this forecast.');
    return 0;
  });
}
