import { type Clause, clauseOf, type Item } from '../clauses.ts';
import type { Token } from '../words/tokens.ts';

const names = 'NAME(?: (?:, )?(?:and )?NAME)*';
const half = new RegExp(
  `^(?:(?:and|but|so|though) )*(?<who>${names}) (?<said>yes|no|(?:is|are|was|were|will|can)(?: not)?(?: be)?|has not|does not|do not)(?: either)?$`,
);
/** "Josh and Zoe are in tomorrow, just not Max". */
const notThem = new RegExp(
  `^(?:(?:and|but|just|only|sadly|unfortunately) )*not (?<who>${names})(?: (?:this time|though|sorry))?$`,
);
/** What was said in the clause before, of somebody else: the last of such words counts. */
const said = /\b(late|off|away|absent|ill|sick|poorly|in|here|there|coming|come|attending|attend|make (?:it|DAY))\b/;
const isAway = /^(?:late|off|away|absent|ill|sick|poorly)$/;

/** The word a half clause takes from the one before it. */
function wordFor(verb: string, before: Clause): string | undefined {
  if (verb === 'yes' || verb === 'no') return 'in';
  return said.exec(before.text)?.[1];
}

/**
 * "Josh won't be late but Max will be", "Zoe yes, Josh no": what is not said again is as in the clause before, and a day
 * is the same.
 */
export function withLeftUnsaid(clauses: readonly Clause[], tokens: readonly Token[]): Clause[] {
  const isBoth = (['yes', 'no'] as const).every((one) => clauses.some(({ text }) => text.endsWith(`NAME ${one}`)));
  return clauses.map((clause, i) => {
    const { items, isQuestion, sentence } = clause;
    const verb = half.exec(clause.text)?.groups?.said ?? (notThem.test(clause.text) ? 'not' : undefined);
    const isAnswer = verb === 'yes' || verb === 'no';
    const before = isAnswer ? clause : clauses[i - 1];
    if (isQuestion || !verb || !before || before.isQuestion || (isAnswer && !isBoth)) return clause;
    const word = wordFor(verb, before);
    if (!word || !(isAnswer || before.items.some(({ name }) => name))) return clause;
    const isDenied = /\b(?:not|no)$|\bnot\b/.test(verb);
    const start = items[0]!.start;
    const meant = (one: string): Item => ({ word: one, start, stop: start });
    const told = isAway.test(word) ? (isDenied ? ['in'] : [word]) : isDenied ? ['not', 'in'] : ['in'];
    const who = items.filter((one) => one.name || /^(?:,|and)$/.test(one.word)).filter((one, at) => at > 0 || one.name);
    const days = isAnswer ? [] : before.items.filter(({ day }) => day);
    return clauseOf([...who, ...['is', ...told].map(meant), ...days], tokens, isQuestion, sentence);
  });
}
