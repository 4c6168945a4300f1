import { addMinutes } from '../domain/calendar.ts';
import type { Mailbox } from '../domain/incoming.ts';
import type { Claim, Due, MailReader } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { takeIn } from '../usecases/inbound/take-in.ts';

const everyMinutes = 1;
/** While the service does not answer it is asked again this often, unless it asks to wait longer. */
const againMinutes = 2;
/** Pages of one look; what is left comes with the next. */
const mostPages = 40;
/** Begun anew, what came in this long before the last look is read again: each mail is known by its id. */
const backMs = 24 * 3_600_000;

/**
 * Reads a shared mailbox on from where it was left, as due work (G2). Where the service has forgotten how far that was, it is
 * read anew from a day before the last look; what was heard already is known.
 */
export function createReadMailbox(
  world: World,
  due: Due,
  reader: MailReader,
  log: { warn(data: object, message: string): void },
) {
  return async function readMailbox(claim: Claim): Promise<void> {
    const { since, readAt, ...box } = claim.doc as Mailbox;
    let { link } = box;
    for (let page = 0; page < mostPages; page++) {
      const read = await reader.read({ since, link });
      const now = world.clock.now();
      if (!read.ok) {
        log.warn({ code: read.code }, 'mailbox not read');
        if (read.kind === 'expired') {
          const from = new Date(Math.max(since.getTime(), (readAt ?? since).getTime() - backMs));
          await due.settle(claim, { since: from, lastCode: read.code }, now, ['link']);
          return;
        }
        const waitMs = Math.max(againMinutes * 60_000, read.retryAfterMs ?? 0);
        await due.settle(claim, { lastCode: read.code, ...(link ? { link } : {}) }, new Date(now.getTime() + waitMs));
        return;
      }
      for (const mail of read.mails) await takeIn(world, { ...mail, kind: 'mail' });
      ({ link } = read);
      // Kept page by page: what was taken need not be taken again.
      if (read.isLast || !(await due.mark(claim, { link }))) break;
    }
    const at = addMinutes(world.clock.now(), everyMinutes);
    await due.settle(claim, { readAt: new Date(), ...(link ? { link } : {}) }, at, ['lastCode']);
  };
}
