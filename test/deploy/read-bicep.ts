type BicepParam = { name: string; type: string; isSecure: boolean; isDescribed: boolean };

/** A text without comments. */
const withoutComments = (text: string) => text.replace(/^\s*\/\/.*$/gm, '');

/** The parameters of a Bicep file with what stands above each. */
export function paramsOf(text: string): BicepParam[] {
  const lines = withoutComments(text).split('\n');
  return lines.flatMap((line, i) => {
    const [, name, type] = /^param (\w+) (\w+)/.exec(line) ?? [];
    if (!name || !type) return [];
    const above: string[] = [];
    for (let at = i - 1; lines[at]?.startsWith('@'); at--) above.push(lines[at] ?? '');
    const has = (decorator: string) => above.some((one) => one.startsWith(`@${decorator}(`));
    return [{ name, type, isSecure: has('secure'), isDescribed: has('description') }];
  });
}

/** A whole variable or resource, from its first line to the one that ends it. */
export function blockOf(text: string, start: string): string {
  const [block = ''] = new RegExp(`^${start.replace(/[()]/g, '\\$&')}[\\s\\S]*?^[)}\\]]$`, 'm').exec(text) ?? [];
  return block;
}

/** What stands within `${…}` of a string. */
const interpolated = (literal: string) => [...literal.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner).join(' ');

const declaration = /^(?:param|var|resource) (\w+)/gm;
const keywords = new Set(
  'param var resource output existing if for in true false null string int object bool'.split(' '),
);

/** Names a Bicep file uses and nothing in it declares; functions of the language and names of properties are none. */
export function undeclaredIn(text: string): string[] {
  const plain = withoutComments(text)
    .replace(/^@.*$/gm, '')
    .replace(/'(?:[^'\\]|\\.)*'/g, (literal) => ` ${interpolated(literal)} `);
  const known = new Set([...text.matchAll(declaration)].map(([, name]) => name));
  for (const [, name] of plain.matchAll(/(?:for (\w+) in)|(?:(\w+) =>)/g)) if (name) known.add(name);
  for (const [, name] of plain.matchAll(/(\w+) =>/g)) known.add(name);
  const used = [...plain.matchAll(/(?<![.\w])([A-Za-z_]\w*)(?!\w|\s*[(:])/g)].map(([, name]) => name ?? '');
  const outputs = new Set([...plain.matchAll(/^output (\w+)/gm)].map(([, name]) => name));
  return [...new Set(used)].filter((name) => !known.has(name) && !keywords.has(name) && !outputs.has(name));
}
