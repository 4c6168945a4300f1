import type { Person } from '../../domain/person.ts';
import type { Collections } from '../../store/database.ts';
import type { Identity } from './identity.ts';

/** Texts and mails that came from somebody or their contacts, and the numbers and addresses they came from. */
export async function sentInOf(c: Collections, { _id }: Person, identity: Identity | undefined) {
  const places = (await c.incoming.distinct('from')).filter((from) => identity?.isTheirs(from));
  return { places, own: { $or: [{ personId: _id }, { from: { $in: places } }] } };
}
