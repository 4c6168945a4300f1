import { chunksOf } from '../../domain/chunks.ts';
import type { Table } from '../tables/read-college.ts';
import type { FieldColumns, Has } from './college-docs.ts';

export type ImportCount = { added: number; changed: number; same: number };
/** Says how far something has come. */
export type Tell = (what: string, done: number, all: number) => void;

type Doc = { _id: string };
/** One row as it would be stored: the document with what the file says and what it leaves alone. */
export type Planned<T> = {
  file: string;
  line: number;
  /** True for a column the file has. */
  has: Has;
  old: T | undefined;
  doc: T;
  unset: string[];
  isSame: boolean;
};

type Write = { updateOne: { filter: object; update: object; upsert: boolean } };
export type Stored<T> = {
  find(filter: object): AsyncIterable<T>;
  bulkWrite(writes: Write[], options: { ordered: boolean }): Promise<unknown>;
};

/** What is read or written at once: the driver sends as much in one message. */
export const atOnce = 1_000;

const normal = (value: unknown) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );
/** Most fields are plain: those need no text to be compared. */
const isEqual = (a: unknown, b: unknown) =>
  a === b || (typeof a === 'object' && typeof b === 'object' && normal(a) === normal(b));

/** A row with its document, compared with the stored one; of what is as it was one copy is enough. */
export function planRow<T extends Doc>(row: Omit<Planned<T>, 'isSame'>): Planned<T> {
  const was = row.old as Record<string, unknown> | undefined;
  const isSame =
    was !== undefined &&
    row.unset.length === 0 &&
    Object.entries(row.doc).every(([key, one]) => isEqual(one, was[key]));
  return { ...row, old: isSame ? row.doc : row.old, isSame };
}

/** What is stored, by id. */
export async function readStored<T extends Doc>(
  stored: Stored<T>,
  filters: readonly object[] = [{}],
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const filter of filters) for await (const doc of stored.find(filter)) found.set(doc._id, doc);
  return found;
}

/**
 * What an import would store, row by row. `fields` are the optional ones with their columns: one whose columns the file
 * has is written, or taken away where its cell is empty; one whose columns it has not stays as it is. All else that
 * people and the bot added (chat, marks) stays too.
 */
export function planTable<Row, T extends Doc>(
  stored: ReadonlyMap<string, T>,
  table: Pick<Table<Row>, 'rows' | 'columns'>,
  fields: FieldColumns,
  idOf: (row: Row) => string,
  toDoc: (row: Row, old: T | undefined, has: Has) => T,
): Planned<T>[] {
  const columns = new Set(table.columns);
  const has: Has = (column) => columns.has(column);
  const isOurs = Object.entries(fields).map(([field, own]) => [field, own.some(has)] as const);
  return table.rows.map(({ file, line, value }) => {
    const old = stored.get(idOf(value));
    const doc: Record<string, unknown> & Doc = { ...toDoc(value, old, has) };
    const was = old as Record<string, unknown> | undefined;
    for (const [field, isIn] of isOurs)
      if (was && !isIn) {
        delete doc[field];
        if (was[field] !== undefined) doc[field] = was[field];
      }
    const unset = Object.keys(fields).filter((field) => !(field in doc) && was?.[field] !== undefined);
    return planRow({ file, line, has, old, doc: doc as unknown as T, unset });
  });
}

/** How many rows are new, changed and the same. */
export function countPlanned(planned: readonly Planned<unknown>[]): ImportCount {
  const added = planned.filter((one) => one.old === undefined).length;
  const same = planned.filter((one) => one.isSame).length;
  return { added, changed: planned.length - added - same, same };
}

/** Writes what is new or differs. */
export async function writePlanned<T extends Doc>(
  into: Stored<T>,
  planned: readonly Planned<T>[],
  tell: (done: number, all: number) => void,
): Promise<void> {
  const different = planned.filter((one) => !one.isSame);
  let done = 0;
  for (const rows of chunksOf(different, atOnce)) {
    const writes = rows.map(({ doc, unset }) => {
      const { _id, ...set } = doc;
      const gone = Object.fromEntries(unset.map((key) => [key, '']));
      const update = { $set: set, ...(unset.length > 0 ? { $unset: gone } : {}) };
      return { updateOne: { filter: { _id }, update, upsert: true } };
    });
    await into.bulkWrite(writes, { ordered: false });
    done += rows.length;
    tell(done, different.length);
  }
}
