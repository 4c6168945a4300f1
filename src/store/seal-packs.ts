import type { LoadedPack, PackShelf } from '../policy/pack-shelf.ts';
import type { Collections } from './database.ts';

const sealId = (pack: Pick<LoadedPack, 'id' | 'version'>) => `pack|${pack.id}|${pack.version}`;

/** Versions that came into force and are not what they were, or not there any more. */
async function brokenSeals(c: Collections, packs: PackShelf): Promise<string[]> {
  const problems: string[] = [];
  for (const { _id, hash } of await c.meta.find({ _id: /^pack\|/ }).toArray()) {
    const [, id = '', version = ''] = _id.split('|');
    const pack = packs.find((one) => one.id === id && one.version === version);
    if (pack && pack.ref.hash !== hash)
      problems.push(
        `policy pack ${id} ${version} was changed after it came into force on ${pack.validFrom}. Put the file back as it was, and write what is new as a version of its own with a later "validFrom".`,
      );
    if (!pack && (await c.marks.findOne({ packId: id }, { projection: { _id: 1 } })))
      problems.push(
        `policy pack ${id} ${version} is not there any more, but marks and decisions were made under it. Put the file back; a later version stands beside it.`,
      );
  }
  return problems;
}

/** Mark codes that a version of a pack does not have although marks of them are stored. */
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
 * What is wrong with these packs beside what the database holds, in words that say what to do; none is fine. A version
 * in force that was changed or taken away: a decision made under it must mean the same for ever. A version without a mark
 * code that is in use: those marks could not be counted any more. A version whose day has not come may be worked on.
 */
export async function packProblems(c: Collections, packs: PackShelf): Promise<string[]> {
  const problems = await brokenSeals(c, packs);
  for (const versions of Map.groupBy(packs, (pack) => pack.id).values())
    if (versions.length > 1) problems.push(...(await droppedCodes(c, versions)));
  return problems;
}

/** Seals every pack version that is in force by its file's bytes. Throws with every problem at once, and seals nothing then. */
export async function sealPacks(c: Collections, packs: PackShelf, today: string): Promise<void> {
  const problems = await packProblems(c, packs);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  for (const pack of packs.filter((one) => one.validFrom <= today))
    await c.meta.updateOne({ _id: sealId(pack) }, { $setOnInsert: { hash: pack.ref.hash } }, { upsert: true });
}
