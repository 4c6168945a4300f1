import type { ReceiptAnswer, ReceiptRequest, Senders } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { noteReceipt } from '../usecases/sending/note-receipt.ts';

/** Takes providers' reports: each is proven by its own sender, then kept. */
export function receiptsOf(world: World, senders: Senders) {
  const readers = Object.values(senders).flatMap(({ receipts }) => (receipts ? [receipts] : []));
  return {
    forms: readers.filter((one) => one.isForm).map((one) => one.path),
    async take(path: string, request: Omit<ReceiptRequest, 'now'>): Promise<ReceiptAnswer | undefined> {
      const reader = readers.find((one) => one.path === path);
      if (!reader) return undefined;
      // The world's clock may be moved; a signature's age is real time.
      const answer = await reader.read({ ...request, now: new Date() });
      for (const receipt of answer.receipts) await noteReceipt(world, receipt);
      return answer;
    },
  };
}
