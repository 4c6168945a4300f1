// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes words from outside harmless on a card: `{{DATE()}}` is not expanded by the client, and no control or
 * direction characters get through. Markdown is kept out by place: people's words stand in labels and TextRuns only.
 */
export function plainText(text: string): string {
  return text.replace(invisible, '').replaceAll('{{', '{\u2060{').replaceAll('}}', '}\u2060}');
}

/** The same for every string in card data. */
export function plainData<T>(data: T): T {
  if (typeof data === 'string') return plainText(data) as T;
  if (Array.isArray(data)) return data.map(plainData) as T;
  if (data !== null && typeof data === 'object')
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plainData(value)])) as T;
  return data;
}
