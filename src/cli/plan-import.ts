import type { FieldColumns, Has } from './college-docs.ts';
import type { CsvRow } from './read-csv.ts';

export type Table<T> = { name: string; rows: CsvRow<T>[]; columns: readonly string[] };
export type ImportCount = { added: number; changed: number; same: number };

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

export type Stored<T> = {
  find(filter: object): { toArray(): Promise<T[]> };
  updateOne(filter: object, update: object, options: object): Promise<unknown>;
};

const normal = (value: unknown) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );

/**
 * What an import would store, row by row. `fields` are the optional ones with their columns: one whose columns the file
 * has is written, or taken away where its cell is empty; one whose columns it has not stays as it is. All else that
 * people and the bot added (chat, marks) stays too.
 */
export async function planTable<Row, T extends Doc>(
  stored: Stored<T>,
  table: Table<Row>,
  fields: FieldColumns,
  idOf: (row: Row) => string,
  toDoc: (row: Row, old: T | undefined, has: Has) => T,
): Promise<Planned<T>[]> {
  const has: Has = (column) => table.columns.includes(column);
  const ids = table.rows.map(({ value }) => idOf(value));
  const before = new Map((await stored.find({ _id: { $in: ids } }).toArray()).map((doc) => [doc._id, doc]));
  return table.rows.map(({ line, value }) => {
    const old = before.get(idOf(value));
    const doc: Record<string, unknown> & Doc = { ...toDoc(value, old, has) };
    const was = old as Record<string, unknown> | undefined;
    for (const [field, columns] of Object.entries(fields))
      if (was && !columns.some(has)) {
        delete doc[field];
        if (was[field] !== undefined) doc[field] = was[field];
      }
    const unset = Object.keys(fields).filter((field) => !(field in doc) && was?.[field] !== undefined);
    const isKept = Object.entries(doc).every(([key, one]) => normal(one) === normal(was?.[key]));
    return { file: table.name, line, has, old, doc: doc as unknown as T, unset, isSame: unset.length === 0 && isKept };
  });
}

/** How many rows are new, changed and the same. */
export function countPlanned(planned: readonly Planned<unknown>[]): ImportCount {
  const added = planned.filter((one) => one.old === undefined).length;
  const same = planned.filter((one) => one.isSame).length;
  return { added, changed: planned.length - added - same, same };
}

/** Writes what is new or differs. */
export async function writePlanned<T extends Doc>(into: Stored<T>, planned: readonly Planned<T>[]): Promise<void> {
  for (const { doc, unset, isSame } of planned) {
    if (isSame) continue;
    const { _id, ...set } = doc;
    const gone = Object.fromEntries(unset.map((key) => [key, '']));
    await into.updateOne({ _id }, { $set: set, ...(unset.length > 0 ? { $unset: gone } : {}) }, { upsert: true });
  }
}
