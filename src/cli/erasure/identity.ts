import type { Person } from '../../domain/person.ts';
import type { Collections } from '../../store/database.ts';

const spelt = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const digitsOf = (number: string) => number.replace(/\D/g, '').slice(-10);
const plain = (text: string) => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Names of at least two words, by which somebody is found in a text; a first name alone may be anybody's. */
function namesOf(person: Person): string[] {
  const { name, preferredName, contacts = [] } = person;
  const last = name.trim().split(/\s+/).at(-1) ?? '';
  const all = [
    name,
    ...(preferredName ? [preferredName, `${preferredName} ${last}`] : []),
    ...contacts.map((one) => one.name),
  ];
  return all.map(plain).filter((one) => one.includes(' '));
}
const numbersOf = ({ mobile, contacts = [] }: Person): string[] =>
  [mobile, ...contacts.map((one) => one.mobile)].flatMap((one) =>
    one && digitsOf(one).length >= 9 ? [digitsOf(one)] : [],
  );
const mailsOf = ({ email, upn, contacts = [], ...person }: Person & { addresses?: string[] }): string[] =>
  [email, upn, ...(person.addresses ?? []), ...contacts.map((one) => one.email)].flatMap((one) =>
    one ? [plain(one)] : [],
  );

/** What tells who somebody is, in whatever spelling. */
export type Identity = {
  /** For the database: finds at least every text that `take` changes. */
  pattern: RegExp;
  /** A text without it. */
  take(text: string): string;
  /** True for a number or address that is theirs, or a contact's, and nobody else's. */
  isTheirs(place: string): boolean;
};

/** The texts by which these names (in small letters, one blank between), numbers and addresses are found. */
export function createIdentity(known: {
  names: readonly string[];
  numbers: readonly string[];
  mails: readonly string[];
}) {
  const { names, numbers, mails } = known;
  const byName = names.map((one) => one.split(' ').map(spelt).join('\\s{1,5}'));
  const byNumber = numbers.map((one) => `(\\+44|0044|0)?[\\s()-]{0,3}${[...one].join('[\\s()-]{0,3}')}`);
  const all = [...byName, ...mails.map(spelt), ...byNumber];
  if (all.length === 0) return undefined;
  const either = all.join('|');
  const exact = new RegExp(`(?<![\\p{L}\\d])(?:${either})(?![\\p{L}\\d])`, 'giu');
  return {
    pattern: new RegExp(either, 'i'),
    take: (text: string) => text.replace(exact, '(erased)'),
    isTheirs: (place: string) =>
      place.includes('@') ? mails.includes(plain(place)) : numbers.includes(digitsOf(place)),
  };
}

/**
 * By what a person and their contacts are known in texts. What somebody else has too, such as a sister's mother's number
 * or the same name, is left out: a text with it may be about the other. Undefined where nothing is left.
 */
export async function identityOf(c: Collections, person: Person): Promise<Identity | undefined> {
  const names = new Set(namesOf(person));
  const numbers = new Set(numbersOf(person));
  const mails = new Set(mailsOf(person));
  for await (const other of c.people.find({ _id: { $ne: person._id } })) {
    for (const one of namesOf(other)) names.delete(one);
    for (const one of numbersOf(other)) numbers.delete(one);
    for (const one of mailsOf(other)) mails.delete(one);
  }
  return createIdentity({ names: [...names], numbers: [...numbers], mails: [...mails] });
}
