import { join } from 'node:path';
import { leastMs, msOver } from '../support/processor-time.ts';
import { attackOf, ends, headsOf, pumpsOf } from './attack-words.ts';
import { type FoundRegex, findRegexes } from './find-regexes.ts';
import type { Reader } from './readers.ts';

/** What this process says at its end, as its last line. */
export type Told = {
  regexes: number;
  notSeen: string[];
  over: { at: string; ms: number; pump: string }[];
};

const src = join(import.meta.dirname, '../../src');
const boundMs = 50;
/** Files of `language` that see a whole chat message; the others see what `readableText` leaves of it. */
const wholeMessage = new Set(['normalise.ts', 'detect-harm.ts', 'harm-to.ts', 'words/long-text.ts']);
const longestMessage = 20_000;
const longestRead = 2_500;
/** Those that see less, because whoever calls them looks at the length first. */
const longestIn: [string, number][] = [
  ['language/read-answer.ts', 40],
  // `longestTalk` in `language/talk/shape`.
  ['language/talk/', 120],
  ['usecases/talk/commands.ts', 120],
  // What was kept, of which a message is the longest; it is a command's own process that looks through it.
  ['cli/erasure/', longestMessage],
];
const longestBody = 256 * 1024;

/** The longest text an expression can meet: that of a whole request, unless its file is known to see less. */
function longest(at: string): number {
  const file = at.replace(/:\d+$/, '');
  const known = longestIn.find(([place]) => file.startsWith(place));
  if (known) return known[1];
  if (!file.startsWith('language/')) return longestBody;
  return wholeMessage.has(file.slice('language/'.length)) ? longestMessage : longestRead;
}

/** Expressions that are put together while modules load or readers read, seen at their making. */
async function builtIn(files: readonly string[]): Promise<{ built: FoundRegex[]; readers: readonly Reader[] }> {
  const built: FoundRegex[] = [];
  const Plain = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Plain, {
    construct(target, args) {
      const made = new target(args[0], args[1]);
      const [, at] = new Error().stack?.match(/\/src\/(\S+?\.ts:\d+)/) ?? [];
      if (at) built.push({ source: made.source, flags: made.flags, at });
      return made;
    },
  });
  for (const file of files) await import(join(src, file));
  const { readers } = await import('./readers.ts');
  for (const { read } of readers) read('Anna will miss maths on friday, the tutorial too');
  globalThis.RegExp = Plain;
  return { built, readers };
}

/** The first attack on an expression that takes too long, up to the longest text it can meet. */
function slowestOf({ source, flags, at }: FoundRegex): { ms: number; pump: string } {
  const regex = new RegExp(source, flags);
  const use = (text: string) => void (regex.global ? text.replaceAll(regex, '') : regex.test(text));
  const timed = (head: string, pump: string, length: number, end: string) => {
    const text = attackOf(pump, length, end, head);
    return leastMs(() => use(text), 1);
  };
  const pumps = pumpsOf(source, flags);
  // From short to long, so that what never ends is seen while it still does.
  for (const head of headsOf(source, flags))
    for (const pump of pumps)
      for (const end of ends)
        for (const length of [30, 60, 90, 120, 180, 300]) {
          if (length > longest(at)) break;
          if (timed(head, pump, length, end) <= boundMs) continue;
          const ms = msOver(boundMs, () => use(attackOf(pump, length, end, head)));
          if (ms > 0) return { ms, pump: head + pump };
        }
  if (longest(at) <= 300) return { ms: 0, pump: '' };
  for (const pump of pumps)
    for (const end of ends) {
      const short = timed('', pump, 2_000, end);
      const long = timed('', pump, 8_000, end);
      const isSteep = long > 0.3 && long / short > 6;
      if (!isSteep && (long * longest(at)) / 8_000 < boundMs / 3) continue;
      const text = attackOf(pump, longest(at), end);
      const cut = (time: number) => use(text.slice(time));
      const ms = msOver(boundMs, cut);
      if (ms > 0) return { ms, pump };
    }
  return { ms: 0, pump: '' };
}

const { literals, builders } = findRegexes(src);
const { built, readers } = await builtIn(builders);
const notSeen = builders.filter((file) => !built.some((one) => one.at.startsWith(`${file}:`)));
const told: Told = { regexes: literals.length + built.length, notSeen, over: [] };
for (const found of [...literals, ...built]) {
  process.stderr.write(`${found.at}\n`);
  const { ms, pump } = slowestOf(found);
  if (ms > 0) told.over.push({ at: found.at, ms, pump });
}

// What is built of many expressions meets some words of each.
const words = [...literals, ...built].flatMap(({ source, flags, at }) =>
  at.startsWith('language/') ? pumpsOf(source, flags).slice(-1) : [],
);
const always = [
  ...pumpsOf('not in on the 3rd and then 2 weeks', ''),
  'Anna ',
  'Anna B',
  'anma benn wlll iala ',
  'Wkno end ',
];
for (const { name, length, isGrammar, read } of readers)
  for (const pump of new Set(isGrammar ? [...always, ...words] : always)) {
    process.stderr.write(`${name} ${JSON.stringify(pump)}\n`);
    const text = attackOf(pump, length, ' x');
    const cut = (time: number) => void read(text.slice(time));
    const ms = msOver(boundMs, cut);
    if (ms > 0) told.over.push({ at: name, ms, pump });
    if (ms > 0) break;
  }
process.stdout.write(`${JSON.stringify(told)}\n`);
