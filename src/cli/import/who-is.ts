import { plainId } from '../tables/college-rows.ts';

type Known = { _id: string; name: string; addresses: readonly string[]; roles: readonly string[] };

/** Finds people by what files call them. */
export type WhoIs = (text: string, roles?: readonly string[]) => string;

/**
 * Who somebody is in a file: by id, by email address, or by name where only one person of these roles has it. Nobody by
 * that name is left as it is written, so that it is told.
 */
export function createWhoIs(people: readonly Known[]): WhoIs {
  const ids = new Set(people.map((one) => one._id));
  const byAddress = new Map(people.flatMap((one) => one.addresses.map((each) => [each, one._id] as const)));
  const byName = Map.groupBy(people, (one) => one.name.toLowerCase());
  return (text, roles) => {
    const id = plainId(text);
    if (ids.has(id)) return id;
    if (text.includes('@')) return byAddress.get(text.toLowerCase()) ?? text;
    const named = (byName.get(text.toLowerCase()) ?? []).filter(
      (one) => !roles || one.roles.some((role) => roles.includes(role)),
    );
    if (named.length === 1) return named[0]?._id ?? text;
    return text.includes(' ') ? text : id;
  };
}
