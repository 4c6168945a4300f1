const skin = /[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu;
const ending = /[\s.!]+$/;
const polite = /,? (please|thanks|thank you|ta|that is right|thats right|that's right)$/;
const yes = new Set([
  'yes',
  'yeah',
  'yep',
  'yup',
  'yh',
  'correct',
  'confirm',
  'confirmed',
  'thats right',
  "that's right",
]);
const no = new Set(['no', 'nope', 'nah', 'wrong', 'not that', 'not this', 'thats wrong', "that's wrong"]);
const longest = 40;

/** A bare yes or no to what the bot has just asked, if a message is nothing more than that. */
export function readAnswer(raw: string): 'yes' | 'no' | undefined {
  const said = raw.trim();
  if (said.length > longest) return undefined;
  const words = said.toLowerCase().replace(skin, '').replace(ending, '').replace('’', "'").replace(polite, '');
  if (yes.has(words) || words === '👍' || words === '✅') return 'yes';
  return no.has(words) || words === '👎' ? 'no' : undefined;
}
