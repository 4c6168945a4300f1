import type { ReadingContext, Who } from './reading.ts';

const relation =
  /\b(my|our) (apprentice|learner|son|daughter|lad|trainee|employee|girl|boy|student|kid)\b|\b(he|she|they|him|her) (is|are|will|has|can|had|wo|called|rang|phoned)\b/;
const all =
  /\b(all|both) (of )?(my|our|the) (apprentices|learners|lads|trainees|team|staff|girls|boys)\b|\bnone of (my|our|the) (apprentices|learners|lads|trainees)\b|\b(both|all) (of them|apprentices|learners)\b/;

/** Words that start a sentence with a capital and are no names. */
const notNames = new Set(
  'hi hello hey morning afternoon evening good dear thanks thank sorry please unfortunately just the a an my our we i he she they it this that not cant no yes ok can will due today tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december regards kind best cheers sent from teams level gp covid english maths room is are was for and but so if as also one two both all none'.split(
    ' ',
  ),
);

function literally(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** True when the name opens a greeting or closes the message as a signature. */
function isAddressee(text: string, name: string): boolean {
  const word = literally(name);
  return new RegExp(
    `\\b(hi|hello|hey|morning|dear|afternoon|evening|thanks|thank you|cheers)[, ]+${word}\\b`,
    'i',
  ).test(text);
}

/** Who a message is about. Known names win over words that only look like names. */
export function readWho(raw: string, normal: string, context: ReadingContext): Who[] {
  if (context.sender === 'learner') return [{ type: 'self' }];
  if (all.test(normal)) return [{ type: 'all' }];
  const known = context.names.filter((name) => mentions(raw, name) && !isAddressee(raw, name.split(' ')[0] ?? name));
  if (known.length > 0) return known.map((name) => ({ type: 'named', name }));
  const candidates = [...raw.matchAll(/\b([A-Z][a-zA-Z'’-]+(?: [A-Z][a-zA-Z'’-]+)?)\b/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !notNames.has((name.split(' ')[0] ?? '').toLowerCase()) && !isAddressee(raw, name));
  const signature = /[,.\n-]\s*([A-Z][a-z]+(?: [A-Z][a-z]+)?)\s*$/.exec(raw)?.[1];
  const names = [...new Set(candidates)].filter((name) => name !== signature);
  if (names.length > 0) return names.map((name) => ({ type: 'named', name }));
  return relation.test(normal) ? [{ type: 'relation' }] : [];
}

function mentions(raw: string, name: string): boolean {
  const first = name.split(' ')[0] ?? name;
  return new RegExp(`\\b(${literally(name)}|${literally(first)})\\b`, 'i').test(raw);
}
