// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Blanks nobody sees; those that join emoji or letters are not among them. */
const unseen = /[\u00ad\u200b\u2060\ufeff]/g;

/**
 * What somebody typed, without what nobody sees: it goes on into text messages, mails and pages, where a character that
 * turns the direction of writing could make words say something else.
 */
export function visibleText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(invisible, '').replace(unseen, '');
}

/**
 * Makes words from outside harmless on a card: `{{DATE()}}` is not expanded by the client, and no control or
 * direction characters get through. Markdown is kept out by place: people's words stand in labels and TextRuns only.
 */
export function plainText(text: string): string {
  return text.replace(invisible, '').replaceAll('{{', '{\u2060{').replaceAll('}}', '}\u2060}');
}

/** The same for every string in card data. A list that stands there several times is looked at once. */
export function plainData<T>(data: T, lists: Map<unknown, unknown> = new Map()): T {
  if (typeof data === 'string') return plainText(data) as T;
  if (Array.isArray(data)) {
    const plain = lists.get(data) ?? data.map((one) => plainData(one, lists));
    lists.set(data, plain);
    return plain as T;
  }
  if (data !== null && typeof data === 'object')
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plainData(value, lists)])) as T;
  return data;
}
