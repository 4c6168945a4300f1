import fc from 'fast-check';

/** What people who mean harm repeat, whatever the expression looks for. */
const always = [
  ' ',
  'a',
  '1',
  '!',
  '.',
  '-',
  '\n',
  '\t',
  'A',
  ',',
  "'",
  '"',
  '<',
  '{',
  'a ',
  'abcdefghijklmno ',
  '1 ',
  '1:',
  '1-',
  'Aa ',
  '<at>',
  '\ufdfa',
  '\u0301',
  '😀',
];

/** A rough text an expression would take, without what only looks around. */
function sampleOf(source: string, flags: string): string[] {
  const plain = source
    .replaceAll(/\(\?<?[=!](?:[^()\\]|\\.|\([^()]*\))*\)/g, '')
    .replaceAll(/\\[bB]/g, '')
    .replaceAll(/\(\?<[a-zA-Z]\w*>/g, '(?:');
  try {
    return fc.sample(fc.stringMatching(new RegExp(plain, flags.replaceAll(/[gyd]/g, ''))), { numRuns: 6, seed: 7 });
  } catch {
    return [];
  }
}

/** The words written in an expression. */
function wordsIn(source: string): string[] {
  const text = source
    .replaceAll(/\\[bB]|\(\?(?:<?[=!:]|<\w+>)?/g, '|')
    .replaceAll(/\\s/g, ' ')
    .replaceAll(/\\d/g, '1')
    .replaceAll(/\\[wSpP](?:\{[^}]*\})?/g, 'a')
    .replaceAll(/\[\^[^\]]*\]/g, 'x')
    .replaceAll(/\[(\\?.)[^\]]*\]/g, '$1')
    .replaceAll(/\{\d*,?\d*\}|[?*+^$\\]/g, '');
  return text.split(/[|()]+/).filter(Boolean);
}

/** What is repeated to attack an expression: its own words, texts it takes, and beginnings of them. */
export function pumpsOf(source: string, flags: string): string[] {
  const words = wordsIn(source);
  const samples = sampleOf(source, flags).filter((text) => text.length > 0 && text.length < 400);
  const parts = samples.flatMap((text) => [text, text.slice(0, Math.ceil(text.length / 2)), text.slice(0, -1)]);
  const some = words.length > 24 ? words.filter((_, i) => i % Math.ceil(words.length / 24) === 0) : words;
  const spaced = [...some, ...parts].flatMap((text) => [text, `${text} `]);
  return [...new Set([...always, ...spaced, words.slice(0, 12).join(' ')])].filter(
    (text) => text.trim() !== '' || text.length === 1,
  );
}

/** Beginnings that get an expression going which looks only from the start: texts it takes, and its own words. */
export function headsOf(source: string, flags: string): string[] {
  if (!source.includes('^')) return [''];
  const samples = sampleOf(source, flags).filter((text) => text.length > 0 && text.length < 60);
  const words = wordsIn(source).filter((word) => word.length > 1);
  const some = words.filter((_, i) => i % Math.ceil(words.length / 10) === 0);
  return ['', ...new Set([...samples, ...some].map((text) => `${text.trim()} `))];
}

/** A text of a length from a pump, with an end that disappoints whoever expects more of the same. */
export function attackOf(pump: string, length: number, end: string, head = ''): string {
  return (head + pump.repeat(Math.ceil(length / pump.length))).slice(0, Math.max(0, length - end.length)) + end;
}

export const ends = ['', '\u0000', ' x'];
