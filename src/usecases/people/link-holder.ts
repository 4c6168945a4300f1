import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';

/**
 * Whose a signed link is. Undefined for someone who has left, and for links made before the office took theirs back:
 * whatever such a link once showed, it shows nothing any more.
 */
export async function linkHolder(
  world: Pick<World, 'records'>,
  { viewerId, madeAt }: { viewerId: string; madeAt: Date },
): Promise<Person | undefined> {
  const person = await world.records.people.byId(viewerId);
  if (!person || person.roles.length === 0) return undefined;
  return person.linksFrom && madeAt < person.linksFrom ? undefined : person;
}
