type Change = (text: string, key: string) => string;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A value with every text in it changed, wherever it stands; the same value where nothing was to change. */
export function mapTexts<T>(value: T, change: Change, key = ''): T {
  if (typeof value === 'string') return change(value, key) as T;
  if (Array.isArray(value)) {
    const mapped = value.map((one) => mapTexts(one, change, key));
    return mapped.some((one, i) => one !== value[i]) ? (mapped as T) : value;
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, mapTexts(one, change, name)] as const);
  return entries.some(([name, one]) => one !== value[name]) ? (Object.fromEntries(entries) as T) : value;
}

/** Fields whose texts are codes of ours or of the pack, beside ids and who did something. */
const codes = new Set([
  'id',
  'code',
  'of',
  'kind',
  'state',
  'how',
  'does',
  'steps',
  'class',
  'channel',
  'who',
  'problem',
  'tone',
]);
const isId = (key: string) => /(Id|Ids|By)$/.test(key);
/** What a kind keeps under a name that another kind has for words. */
const known = new Set(['exam', 'progression', 'done', 'told', 'not-needed']);
const isTime = (text: string) => /^(\d{4}-\d\d-\d\d(T[\d:.]+Z)?|\d\d:\d\d)$/.test(text);

/** What a task about somebody keeps without what anybody wrote: ids, codes, days, figures. Whatever is in doubt goes. */
export function withoutWords<T>(data: T): T {
  return mapTexts(data, (text, key) => (isId(key) || codes.has(key) || known.has(text) || isTime(text) ? text : ''));
}
