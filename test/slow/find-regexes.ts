import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';

export type FoundRegex = { source: string; flags: string; at: string };
type Found = { literals: FoundRegex[]; builders: string[] };

type Node = { type?: string; loc?: { start: { line: number } }; [key: string]: unknown };

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (node !== null && typeof node === 'object') {
    visit(node as Node);
    for (const [key, value] of Object.entries(node)) if (key !== 'loc') walk(value, visit);
  }
}

/** Every regular expression written in the sources under a folder, and the files that build some while they are loaded. */
export function findRegexes(root: string): Found {
  const literals: FoundRegex[] = [];
  const builders = new Set<string>();
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const tree = parse(readFileSync(join(root, path), 'utf8'), { sourceType: 'module', plugins: ['typescript'] });
    walk(tree.program, (node) => {
      if (node.type === 'RegExpLiteral')
        literals.push({
          source: node.pattern as string,
          flags: node.flags as string,
          at: `${path}:${node.loc?.start.line}`,
        });
      const callee = node.callee as { name?: string } | undefined;
      if ((node.type === 'NewExpression' || node.type === 'CallExpression') && callee?.name === 'RegExp')
        builders.add(path);
    });
  }
  return { literals, builders: [...builders] };
}
