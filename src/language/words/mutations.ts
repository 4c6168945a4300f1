const soft: readonly [string, string][] = [
  ['ll', 'l'],
  ['rh', 'r'],
  ['p', 'b'],
  ['t', 'd'],
  ['c', 'g'],
  ['b', 'f'],
  ['d', 'dd'],
  ['g', ''],
  ['m', 'f'],
];
/** After "fy" and "yn", and after "a", "ei" (hers) and "tri". Those of b and d are left out: they make other words. */
const nasalAndRough: readonly [string, string][] = [
  ['p', 'mh'],
  ['t', 'nh'],
  ['c', 'ngh'],
  ['p', 'ph'],
  ['t', 'th'],
  ['c', 'ch'],
];
/** Letters that are one with their first: no plain c, d, p, t or l. */
const double = /^(ch|dd|ph|th|mh|nh|ng)/;

/** The forms that a Welsh word takes after others: "coleg" is also "goleg", "choleg" and "ngholeg". */
export function mutationsOf(word: string): string[] {
  if (double.test(word)) return [];
  const first = soft.find(([from]) => word.startsWith(from));
  const changed = (pair: readonly [string, string]) => pair[1] + word.slice(pair[0].length);
  const others = nasalAndRough.filter(([from]) => word.startsWith(from)).map(changed);
  return [...(first ? [changed(first)] : []), ...others];
}
