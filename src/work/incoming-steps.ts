import type { Claim, Due, MailReader } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import type { SayRefusal } from '../usecases/inbound/hear-as.ts';
import { hearIncoming } from '../usecases/inbound/hear-incoming.ts';
import { createReadFiles } from './mail-files.ts';
import { createReadMailbox } from './read-mailbox.ts';

/** What is due for texts and mails that people send: each is heard, and the mailbox is looked into (G2). */
export function createIncomingSteps(
  world: World,
  due: Due,
  { mailbox, sayRefusal }: { mailbox: MailReader | undefined; sayRefusal: SayRefusal },
  log: { warn(data: object, message: string): void },
) {
  const read = mailbox && createReadMailbox(world, due, mailbox, log);
  return {
    handlers: {
      incoming: (claim: Claim) =>
        hearIncoming(world, claim.id, {
          sayRefusal,
          readFiles: mailbox && createReadFiles(mailbox, claim.tries),
        }),
      async mailboxes(claim: Claim): Promise<void> {
        if (read && claim.id === mailbox.address) await read(claim);
        else await due.settle(claim, {}, null);
      },
    },
    /** Begins to look into the mailbox: what lay there before is not heard. */
    async plan(): Promise<void> {
      if (mailbox) await world.records.incoming.watch(mailbox.address, new Date(), world.clock.now());
    },
  };
}
