/** How many letters must be changed, put in or left out to make one word of another. */
export function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((row[j] ?? 0) + (letter === b[j] ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Shorter names may be anybody's: HOST and PORT have many neighbours in an environment. */
const leastLength = 8;
const mostEdits = 2;

/** The setting a name of the environment is most likely meant to be, if it is none itself and very near to one. */
export function nearSetting(name: string, settings: readonly string[]): string | undefined {
  if (settings.includes(name) || name.length < leastLength) return undefined;
  const isNear = (one: string) =>
    one.length >= leastLength &&
    Math.abs(one.length - name.length) <= mostEdits &&
    editsBetween(name, one) <= mostEdits;
  return settings.find(isNear);
}
