import type { Collections } from '../database.ts';

/** What a collection takes: documents, on disk (squeezed), and its indexes. In bytes. */
type Size = { name: string; count: number; disk: number; indexes: number };

/** What each collection takes, the largest first. */
export async function sizesOf(c: Collections): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const [name, collection] of Object.entries(c)) {
    const [found] = await collection.aggregate([{ $collStats: { storageStats: {} } }]).toArray();
    const { count = 0, storageSize = 0, totalIndexSize = 0 } = found?.storageStats ?? {};
    sizes.push({ name, count, disk: storageSize, indexes: totalIndexSize });
  }
  return sizes.toSorted((a, b) => b.disk + b.indexes - a.disk - a.indexes);
}

/** Sessions that have begun, those of the last four weeks among them, and those still to come; what is kept grows with them. */
export async function sessionsAt(c: Collections, now: Date): Promise<{ begun: number; lately: number; ahead: number }> {
  const fourWeeks = new Date(now.getTime() - 28 * 86_400_000);
  const [begun, lately, ahead] = await Promise.all([
    c.sessions.countDocuments({ startsAt: { $lte: now } }),
    c.sessions.countDocuments({ startsAt: { $gt: fourWeeks, $lte: now } }),
    c.sessions.countDocuments({ startsAt: { $gt: now } }),
  ]);
  return { begun, lately, ahead };
}
