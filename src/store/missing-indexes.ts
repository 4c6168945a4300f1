import type { Db } from 'mongodb';
import { indexes } from './database.ts';

const namespaceNotFound = 26;

/** Names of indexes the database lacks, as `collection.index`. Throws when it does not answer. */
export async function missingIndexes(db: Db): Promise<string[]> {
  const found = Object.entries(indexes).map(async ([name, wanted]) => {
    const have = await db
      .collection(name)
      .indexes()
      .catch((error: { code?: number }) => {
        if (error.code !== namespaceNotFound) throw error;
        return [];
      });
    const names = new Set(have.map((index) => index.name));
    return wanted.filter((index) => !names.has(index.name)).map((index) => `${name}.${index.name}`);
  });
  return (await Promise.all(found)).flat();
}
