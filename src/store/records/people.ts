import { dialled } from '../../domain/phone.ts';
import type { People } from '../../usecases/core/records/people.ts';
import type { Access } from './access.ts';

/** Digits of a number that are the same however it is written: with its country, with a zero, or with neither. */
const sameDigits = 9;

/** Any spelling of a number that ends in these digits, as the database looks for it. */
function spellingsOf(number: string): { $regex: string } {
  const digits = number.replace(/\D/g, '').slice(-sameDigits);
  return { $regex: `${digits.split('').join('\\D*')}\\D*$` };
}

/** An address, whatever its letters' case. */
const withoutCase = (address: string) => ({
  $regex: `^${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`,
  $options: 'i',
});

export function peopleOf({ c, o, again, findBy }: Access): People {
  const byIds = findBy(c.people, '_id');
  const byEntraIds = findBy(c.people, 'entraId');
  return {
    byId: async (id) => (await byIds([id]))[0] ?? null,
    byIds,
    byEntraId: async (entraId) => (await byEntraIds([entraId]))[0] ?? null,
    byAddress: (address) => again(() => c.people.findOne({ addresses: address }, o)),
    atPlace: (kind, place) =>
      again(async () => {
        if (kind === 'mail') {
          const spelt = withoutCase(place);
          return c.people
            .find({ $or: [{ addresses: place }, { email: spelt }, { 'contacts.email': spelt }] }, o)
            .toArray();
        }
        const spelt = spellingsOf(place);
        const found = await c.people.find({ $or: [{ mobile: spelt }, { 'contacts.mobile': spelt }] }, o).toArray();
        const isAt = (number: string | undefined) => number !== undefined && dialled(number) === place;
        return found.filter((one) => isAt(one.mobile) || one.contacts?.some(({ mobile }) => isAt(mobile)));
      }),
    // In pieces: ten thousand read at once would take the event loop for as long as all of them.
    named: (text, most) =>
      again(() => {
        const which = { $or: [{ _id: text }, { ref: text }, { name: text }, { preferredName: text }] };
        return c.people
          .find(which, { ...o, collation: { locale: 'en', strength: 2 } })
          .limit(most)
          .toArray();
      }),
    withRole: (role) => again(() => c.people.find({ roles: role }, { ...o, batchSize: 500 }).toArray()),
    link: (id, entraId) =>
      again(async () => {
        const isFree = { $or: [{ entraId: { $exists: false } }, { entraId }] };
        const free = { _id: id, erasing: { $exists: false }, ...isFree };
        return c.people
          .findOneAndUpdate(free, { $set: { entraId } }, { ...o, returnDocument: 'after' })
          .catch((error: { code?: number }) => {
            if (error.code === 11000) return null;
            throw error;
          });
      }),
    fillIn: (id, own) =>
      again(async () => {
        for (const [field, value] of Object.entries(own)) {
          const change = { $set: { [field]: value }, $addToSet: { addresses: value.toLowerCase() } };
          await c.people.updateOne({ _id: id, [field]: { $exists: false } }, change, o);
        }
      }),
    deputisedBy: (id) => again(() => c.people.find({ 'away.deputyId': id }, o).toArray()),
    setFairness: (id, own) => again(async () => void (await c.people.updateOne({ _id: id }, { $set: own }, o))),
    setPlace: (id, place, to, contact) =>
      again(async () => {
        if (!contact) return void (await c.people.updateOne({ _id: id }, { $set: { [place]: to } }, o));
        const isTheirs = { 'it.name': contact.name, 'it.relation': contact.relation };
        const change = { $set: { [`contacts.$[it].${place}`]: to } };
        await c.people.updateOne({ _id: id }, change, { ...o, arrayFilters: [isTheirs] });
      }),
    leave: (id, day) =>
      again(
        async () => (await c.people.updateOne({ _id: id, left: day }, { $set: { roles: [] } }, o)).matchedCount === 1,
      ),
    setAway: (id, away) => again(async () => void (await c.people.updateOne({ _id: id }, { $set: { away } }, o))),
    setChat: (id, chat) =>
      again(async () => {
        const change = chat ? { $set: { chat } } : { $unset: { chat: '' as const } };
        // Told twice at once, as a first installation is, it changes once.
        const { conversationId, serviceUrl } = chat ?? {};
        const isOther = {
          $or: [{ 'chat.conversationId': { $ne: conversationId } }, { 'chat.serviceUrl': { $ne: serviceUrl } }],
        };
        const which = { _id: id, ...(chat ? isOther : {}) };
        return (await c.people.updateOne(which, change, o)).modifiedCount === 1;
      }),
    clearUnreachable: (id) =>
      again(async () => void (await c.people.updateOne({ _id: id }, { $unset: { unreachable: '' } }, o))),
    setUnreachable: (id, why, tried) =>
      again(async () => {
        const since = { $ifNull: ['$unreachable.since', why.since] };
        const change = [{ $set: { unreachable: { code: { $literal: why.code }, since, tried: why.since } } }];
        const sameChat = { 'chat.conversationId': tried?.conversationId ?? { $exists: false } };
        await c.people.updateOne({ _id: id, ...sameChat }, change, o);
      }),
    known: (after, most) =>
      again(() =>
        c.people
          .find({ _id: { $gt: after }, 'roles.0': { $exists: true } }, o)
          .sort({ _id: 1 })
          .limit(most)
          .toArray(),
      ),
    countUnheard: () =>
      again(() => {
        const silent = { 'chat.conversationId': null, unreachable: { $exists: false } } as const;
        return c.people.countDocuments({ ...silent, 'roles.0': { $exists: true } } as object, o);
      }),
    outOfReach: () =>
      again(() =>
        c.people
          .find({ 'unreachable.since': { $exists: true } }, o)
          .sort({ 'unreachable.since': 1, _id: 1 })
          .toArray(),
      ),
  };
}
