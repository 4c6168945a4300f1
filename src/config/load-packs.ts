import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedPack, PackShelf } from '../policy/pack-shelf.ts';
import { PolicyPack } from '../policy/policy-pack.ts';

const ownPacks = join(import.meta.dirname, '../policy/packs');

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`policy pack ${path} is not valid: it is no JSON`);
  }
}

function loadFile(path: string): LoadedPack {
  const bytes = readFileSync(path);
  const parsed = PolicyPack.safeParse(jsonOf(path, bytes.toString('utf8')));
  if (!parsed.success) {
    const first = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`policy pack ${path} is not valid: ${first}`);
  }
  // By the file's bytes: a field that the schema gains later leaves a released version what it was.
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { ...parsed.data, ref: { id: parsed.data.id, version: parsed.data.version, hash } };
}

/** Every released pack version in a folder of pack folders; folders starting with `_` are templates. */
export function packFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .flatMap((entry) =>
      readdirSync(join(directory, entry.name))
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(directory, entry.name, name)),
    );
}

/** The packs that come with the engine and, when given, a college's own. Throws with the file and field of a mistake. */
export function loadPacks(extraDirectory?: string): PackShelf {
  if (extraDirectory && !statSync(extraDirectory, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`PACKS_DIR: there is no folder ${extraDirectory}`);
  return [ownPacks, ...(extraDirectory ? [extraDirectory] : [])].flatMap(packFiles).map(loadFile);
}
