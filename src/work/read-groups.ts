import { addMinutes } from '../domain/calendar.ts';
import type { GroupReading } from '../domain/group-member.ts';
import type { Claim, Due, GroupReader } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { takeMember } from '../usecases/people/take-member.ts';
import { listUnknownMembers } from '../usecases/people/unknown-members.task.ts';

const everyMinutes = 15;
/** While Graph is away it is asked this often, unless it asks to wait longer. */
const awayMinutes = 5;
/** Pages of one look; what is left comes with the next. */
const mostPages = 40;
/** Of those who are not known yet so many are looked at again each time: an import may have brought them. */
const mostAgain = 500;

type Log = { warn(data: object, message: string): void };
type Failed = { code: string; retryAfterMs?: number };

/**
 * Reads on who is in the college's Entra groups, as due work. Where Graph has forgotten how far that was, or other groups
 * are set, it begins anew, and at the end of that round whoever is not there any more is forgotten.
 */
export function createReadGroups(world: World, due: Due, reader: GroupReader | undefined, tenantId: string, log: Log) {
  const { groups, people } = world.records;

  async function wait(claim: Claim, { code, retryAfterMs }: Failed, set: object): Promise<void> {
    log.warn({ code }, 'groups not read');
    const minutes = Math.max(awayMinutes, (retryAfterMs ?? 0) / 60_000);
    await due.settle(claim, { ...set, lastCode: code }, addMinutes(world.clock.now(), minutes));
  }

  return async function readGroups(claim: Claim): Promise<void> {
    if (!reader) return void (await due.settle(claim, {}, null));
    const before = claim.doc as GroupReading;
    const isSame = reader.groupIds.join() === (before.groupIds ?? []).join();
    const isAnew = !before.link || !isSame;
    let link = isAnew ? undefined : before.link;
    const round = isAnew || !before.round ? new Date() : before.round;
    const isFirst = isAnew || before.isFirst === true;
    const kept = () => ({ round, isFirst, groupIds: [...reader.groupIds], ...(link ? { link } : {}) });
    const take = async (entraId: string, groupId: string): Promise<Failed | undefined> => {
      if (await people.byEntraId(entraId)) return undefined;
      const found = await reader.account(entraId);
      if (!found.ok) return found;
      if (found.account) await takeMember(world, entraId, found.account, { tenantId, groupId, round });
      return undefined;
    };
    let isOther = isAnew;
    for (const one of isAnew ? [] : await groups.all(mostAgain)) {
      const place = { tenantId, groupId: one.groupIds[0] ?? '', round: one.round };
      if (await takeMember(world, one._id, one, place)) isOther = true;
    }
    let isLast = false;
    for (let page = 0; page < mostPages && !isLast; page++) {
      const read = await reader.read(link);
      if (!read.ok && read.kind === 'expired') {
        log.warn({ code: read.code }, 'groups are read anew');
        return void (await due.settle(claim, { lastCode: read.code }, world.clock.now(), ['link']));
      }
      if (!read.ok) return wait(claim, read, kept());
      isOther ||= read.changes.length > 0;
      for (const { entraId, groupId, isGone } of read.changes) {
        const failed = isGone ? void (await groups.leave(entraId, groupId)) : await take(entraId, groupId);
        if (failed) return wait(claim, failed, kept());
      }
      ({ link, isLast } = read);
      // Kept page by page: what was taken need not be taken again.
      if (!(await due.mark(claim, kept()))) return;
    }
    if (isLast && isFirst) await groups.forgetBefore(round);
    if (isOther) await listUnknownMembers(world);
    const at = addMinutes(world.clock.now(), isLast ? everyMinutes : 0);
    await due.settle(claim, { ...kept(), readAt: new Date(), isFirst: isFirst && !isLast }, at, ['lastCode']);
  };
}
