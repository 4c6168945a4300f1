const stops = new Set([
  'stop',
  'stopall',
  'stop all',
  'stop texts',
  'stop texting',
  'stop texting me',
  'unsubscribe',
  'opt out',
  'optout',
]);
const starts = new Set(['start', 'unstop', 'start texts', 'opt in', 'optin', 'subscribe']);

/** What a text that is wholly such a word asks of the texts themselves: none any more, or texts again. */
export function optOutOf(text: string): 'stop' | 'start' | undefined {
  if (text.length > 40) return undefined;
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^\s*please | please\s*$/g, '')
    .trim();
  if (stops.has(words)) return 'stop';
  return starts.has(words) ? 'start' : undefined;
}
