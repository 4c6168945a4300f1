import type { LoadedPack, PackShelf } from '../policy/policy-pack.ts';
import type { Collections } from './database.ts';

const sealId = (pack: LoadedPack) => `pack|${pack.id}|${pack.version}`;

/** Mark codes that the last version of a pack no longer has although marks of it are stored. */
async function droppedCodes(c: Collections, versions: readonly LoadedPack[]): Promise<string[]> {
  const problems: string[] = [];
  const all = new Set(versions.flatMap((pack) => pack.marks.map((mark) => mark.code)));
  for (const pack of versions)
    for (const code of all) {
      if (pack.marks.some((mark) => mark.code === code)) continue;
      if (!(await c.marks.findOne({ packId: pack.id, code }, { projection: { _id: 1 } }))) continue;
      problems.push(
        `policy pack ${pack.id} ${pack.version} has no mark "${code}", but marks of that code are stored. Keep the code in every version; to stop using it, set "offered" to false.`,
      );
    }
  return problems;
}

/**
 * Seals every pack version that is in force by its file's bytes, and refuses to go on with one that was changed since:
 * a decision made under a version must mean the same for ever. Also refuses a version without a mark code that is in
 * use: those marks could not be counted any more. Throws with every problem at once; a version whose day has not come
 * may still be worked on.
 */
export async function sealPacks(c: Collections, packs: PackShelf, today: string): Promise<void> {
  const problems: string[] = [];
  for (const pack of packs) {
    if (pack.validFrom > today) continue;
    const seal = { $setOnInsert: { hash: pack.ref.hash } };
    const stored = await c.meta.findOneAndUpdate({ _id: sealId(pack) }, seal, {
      upsert: true,
      returnDocument: 'after',
    });
    if (stored?.hash !== pack.ref.hash)
      problems.push(
        `policy pack ${pack.id} ${pack.version} was changed after it came into force on ${pack.validFrom}. Put the file back as it was, and write what is new as a version of its own with a later "validFrom".`,
      );
  }
  for (const versions of Map.groupBy(packs, (pack) => pack.id).values())
    if (versions.length > 1) problems.push(...(await droppedCodes(c, versions)));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
