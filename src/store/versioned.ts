import type { AnyBulkWriteOperation, Document } from 'mongodb';
import { inserted, replaced } from './writes.ts';

/** Versioned documents of a transaction as it sees them: what was read, what it wrote, one write each at the end. */
export class Versioned<T extends { _id: string; version: number }> {
  readonly docs = new Map<string, T | null>();
  /** The version in the database under what was written; undefined: it is new. */
  readonly #written = new Map<string, number | undefined>();

  know(docs: readonly T[]): void {
    for (const doc of docs) this.docs.set(doc._id, doc);
  }

  insert(doc: T): void {
    this.docs.set(doc._id, doc);
    this.#written.set(doc._id, undefined);
  }

  /** False when it has another version than expected. */
  replace(doc: T, expected: number): boolean {
    if (this.docs.get(doc._id)?.version !== expected) return false;
    if (!this.#written.has(doc._id)) this.#written.set(doc._id, expected);
    this.docs.set(doc._id, doc);
    return true;
  }

  all(): T[] {
    return [...this.docs.values()].filter((one) => one !== null) as T[];
  }

  takeWrites(): AnyBulkWriteOperation<Document>[] {
    const writes: object[] = [];
    for (const [id, base] of this.#written) {
      const doc = this.docs.get(id);
      if (!doc) continue;
      writes.push({ updateOne: base === undefined ? { ...inserted(doc), upsert: true } : replaced(doc, base) });
    }
    this.#written.clear();
    return writes as AnyBulkWriteOperation<Document>[];
  }
}
