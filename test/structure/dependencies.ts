import { importsOf, type Source } from './imports.ts';

/** The npm package an import names, `@scope/name` or `name`; a relative or `node:` import is no package. */
export function packageOf(wanted: string): string {
  const [first = '', second = ''] = wanted.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Imports of packages that an installation without development dependencies does not have. */
export function findMisplaced(sources: readonly Source[], production: readonly string[]): string[] {
  return sources
    .filter((source) => !source.path.startsWith('demo/'))
    .flatMap((source) =>
      importsOf(source)
        .filter((wanted) => !wanted.startsWith('.') && !wanted.startsWith('node:'))
        .map(packageOf)
        .filter((name) => !production.includes(name))
        .map((name) => `${source.path}: ${name} is not among the production dependencies`),
    );
}
