import type { Reader, ReceiptRequest, Senders } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { takeIn } from '../usecases/inbound/take-in.ts';
import { noteReceipt } from '../usecases/sending/note-receipt.ts';

/** Each handing over is proven and read by its own provider, then kept. */
function doorOf<Answer>(
  readers: readonly Reader<Answer>[],
  keep: (answer: Answer, reader: Reader<Answer>) => Promise<void>,
) {
  return {
    forms: readers.filter((one) => one.isForm).map((one) => one.path),
    /** True where a provider that asks first may hand over. */
    mayHandOver: (path: string, url: string) =>
      readers.find((one) => one.path === path)?.mayHandOver?.({ url }) === true,
    async take(path: string, request: Omit<ReceiptRequest, 'now'>): Promise<Answer | undefined> {
      const reader = readers.find((one) => one.path === path);
      if (!reader) return undefined;
      // The world's clock may be moved; a signature's age is real time.
      const answer = await reader.read({ ...request, now: new Date() });
      await keep(answer, reader);
      return answer;
    },
  };
}

/** What providers may hand over: their reports, and texts that people send. */
export function doorsOf(world: World, senders: Senders) {
  const all = Object.values(senders);
  return {
    receipts: doorOf(
      all.flatMap((one) => one.receipts ?? []),
      async ({ receipts }) => {
        for (const receipt of receipts) await noteReceipt(world, receipt);
      },
    ),
    texts: doorOf(
      all.flatMap((one) => one.texts ?? []),
      async ({ texts }, { path }) => {
        for (const text of texts) await takeIn(world, { ...text, kind: 'sms', id: `${path}|${text.id}` });
      },
    ),
  };
}
