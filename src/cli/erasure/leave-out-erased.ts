import { dayOf } from '../../domain/calendar.ts';
import type { Collections } from '../../store/database.ts';
import type { Table } from '../tables/read-college.ts';

/** Which person a row of a table is about, for the tables that would bring somebody back. */
const personOf: Partial<Record<Table<unknown>['name'], string>> = { people: 'person_id', enrolments: 'learner_id' };

/** The tables without rows of people who were erased: the MIS may know them for longer than the college may keep them here. */
export async function leaveOutErased(c: Pick<Collections, 'people'>, tables: readonly Table<unknown>[]) {
  const erased = new Map(
    await c.people
      .find({ $or: [{ erased: { $exists: true } }, { erasing: { $exists: true } }] })
      .map((one) => [one._id, one.erased ?? one.erasing] as const)
      .toArray(),
  );
  const found = new Set<string>();
  const kept = tables.map((table) => {
    const column = personOf[table.name];
    if (!column || erased.size === 0) return table;
    const isKept = ({ value }: { value: unknown }) => {
      const id = String((value as Record<string, unknown>)[column]);
      if (erased.has(id)) found.add(id);
      return !erased.has(id);
    };
    return { ...table, rows: table.rows.filter(isKept) };
  });
  const notes = [...found].map((id) => `${id} was erased on ${dayOf(erased.get(id) ?? new Date(0))}: left out`);
  return { kept, notes };
}
