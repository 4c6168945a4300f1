import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';

type Node = { type: string; start: number; end: number; [key: string]: unknown };
/** A field of a schema that holds a value; `of`: the named schema whose own field it is, if it is not deeper. */
type Field = { name: string; line: number; start: number; end: number; isShort: boolean; of: string };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function walk(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, see);
  else if (isNode(node)) {
    see(node);
    for (const [key, child] of Object.entries(node)) if (key !== 'loc') walk(child, see);
  }
}

const methodOf = (node: Node) =>
  node.type === 'CallExpression' && isNode(node.callee) && isNode(node.callee.property)
    ? node.callee.property.name
    : '';

/** True for a value that is made of other objects of the schema, or that tells kinds of object apart. */
function isInner(value: unknown): boolean {
  let found = false;
  walk(value, (one) => {
    const isSchema = one.type === 'Identifier' && /^([A-Z]|chaseRule$)/.test(String(one.name));
    if (isSchema || ['strictObject', 'literal'].includes(String(methodOf(one)))) found = true;
  });
  return found;
}

/** The fields of all `z.strictObject`s of a file that hold a value, the last first. */
function valueFields(text: string): Field[] {
  const found: Field[] = [];
  const tree = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  const named = new Map<number, string>();
  walk(tree.program.body, (node) => {
    if (node.type !== 'VariableDeclarator' || !isNode(node.init) || !isNode(node.id)) return;
    const name = String(node.id.name);
    let isFirst = true;
    walk(node.init, (one) => {
      if (methodOf(one) === 'strictObject' && isFirst) {
        named.set(one.end, name);
        isFirst = false;
      }
    });
  });
  walk(tree.program.body, (call) => {
    if (methodOf(call) !== 'strictObject') return;
    const [shape] = call.arguments as Node[];
    for (const property of (shape?.properties ?? []) as Node[]) {
      if (isInner(property.value)) continue;
      const { name, start, end, loc } = property.key as Node & { name: string; loc: { start: { line: number } } };
      const isShort = property.shorthand === true;
      found.push({ name, start, end, line: loc.start.line, isShort, of: named.get(call.end) ?? '' });
    }
  });
  return found.sort((a, b) => b.start - a.start);
}

const missing = /Property '(\w+)' (?:does not exist on|is missing in) type '([^\n]+)'/g;
const severalMissing = /Type '([^\n]+)' is missing the following properties from type '[^\n]+': ([\w, ]+)/g;

/**
 * The fields of the policy pack's schema that nothing in src reads, as "name (line)". Every field is given another name
 * and the program is type-checked: whoever reads one does not find it any more. Neither a comment nor a field of the same
 * name elsewhere counts for a reader; the schema's own checks do not either.
 */
export function unreadFields(root: string, schema: string): string[] {
  const fields = valueFields(schema);
  let renamed = schema;
  for (const { name, line, start, end, isShort } of fields)
    renamed = `${renamed.slice(0, start)}${name}__${line}${isShort ? `: ${name}` : ''}${renamed.slice(end)}`;
  mkdirSync(join(root, '.artifacts'), { recursive: true });
  const folder = mkdtempSync(join(root, '.artifacts/pack-fields-'));
  try {
    cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !path.endsWith('model') });
    writeFileSync(join(folder, 'src/policy/policy-pack.ts'), renamed);
    const compilerOptions = { noErrorTruncation: true, noUnusedLocals: false };
    const config = { extends: '../../tsconfig.json', compilerOptions, include: ['src'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    const endOfSchema = schema.slice(0, schema.indexOf('export type PolicyPack')).split('\n').length;
    const read = new Set<Field | undefined>();
    for (const line of stdout.split('\n')) {
      const own = line.match(/policy-pack\.ts\((\d+),/);
      if (own && Number(own[1]) < endOfSchema) continue;
      const single = [...line.matchAll(missing)].map(([, name = '', type = '']) => ({ name, type }));
      const several = [...line.matchAll(severalMissing)].flatMap(([, type = '', names = '']) =>
        names.split(', ').map((name) => ({ name, type })),
      );
      for (const { name, type } of [...single, ...several]) {
        const at = Number(type.match(new RegExp(`\\b${name}__(\\d+)\\b`))?.[1]);
        const of = type.replace('LoadedPack', 'PolicyPack').match(/^\w+/)?.[0];
        read.add(fields.find((one) => one.name === name && (one.line === at || (!at && one.of === of))));
      }
    }
    return fields
      .filter((one) => !read.has(one))
      .map(({ name, line }) => `${name} (${line})`)
      .reverse();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
