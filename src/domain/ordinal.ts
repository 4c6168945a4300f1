const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const ends: Record<number, string> = { 1: 'st', 2: 'nd', 3: 'rd' };

/** "first" to "tenth", then "11th", "21st", "22nd". */
export function sayOrdinal(n: number): string {
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  return words[n - 1] ?? `${n}${(!isTeen && ends[n % 10]) || 'th'}`;
}
