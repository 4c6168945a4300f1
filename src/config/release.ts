import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this release, as package.json and the README's list of releases have it. */
export const release: string = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
).version;
