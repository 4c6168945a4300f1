import type { Collections } from '../store/database.ts';

/** What goes when a person's Microsoft account is another one: the old chat must not be written to any more. */
const oldAccount = { chat: '', unreachable: '' } as const;

/**
 * Says which Microsoft account (Entra object id) a person has; the office's word, also for guests. What tied them to an
 * account before is forgotten. Returns what to tell, or why it cannot be.
 */
export async function linkAccount(
  c: Pick<Collections, 'people'>,
  personId: string,
  entraId: string,
): Promise<{ told: string } | { why: string }> {
  const id = entraId.toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return { why: `"${entraId}" is no Entra object id` };
  const person = await c.people.findOne({ _id: personId });
  if (!person) return { why: `there is no person ${personId}` };
  const other = await c.people.findOne({ entraId: id });
  if (other && other._id !== personId) return { why: `that account belongs to ${other._id} ${other.name} already` };
  if (other) return { told: `${personId} ${person.name} has that account already.` };
  await c.people.updateOne({ _id: personId }, { $set: { entraId: id }, $unset: oldAccount });
  return { told: `${personId} ${person.name} is linked. What waits for them comes to that account.` };
}

/**
 * Forgets a person's Microsoft account and chat, such as one that was deleted and made again. The signed links they have
 * had until `now` open nothing any more.
 */
export async function unlinkAccount(
  c: Pick<Collections, 'people'>,
  personId: string,
  now: Date,
): Promise<{ told: string } | { why: string }> {
  const person = await c.people.findOne({ _id: personId });
  if (!person) return { why: `there is no person ${personId}` };
  await c.people.updateOne({ _id: personId }, { $set: { linksFrom: now }, $unset: { entraId: '', ...oldAccount } });
  if (!person.entraId && !person.chat)
    return {
      told: `${personId} ${person.name} has no account linked. Links sent to them before do not work any more.`,
    };
  return {
    told: `${personId} ${person.name} is unlinked. When they next write to the bot they are linked by their sign-in name. Links sent to them before do not work any more.`,
  };
}
