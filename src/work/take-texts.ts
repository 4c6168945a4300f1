import type { ReceiptRequest, Senders, TextsAnswer } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { takeIn } from '../usecases/inbound/take-in.ts';
import { receiptsOf } from './take-receipt.ts';

/** Takes the texts people send: each handing over is proven by its own provider, then kept to be heard. */
function textsOf(world: World, senders: Senders) {
  const readers = Object.values(senders).flatMap(({ texts }) => (texts ? [texts] : []));
  return {
    forms: readers.filter((one) => one.isForm).map((one) => one.path),
    async take(path: string, request: Omit<ReceiptRequest, 'now'>): Promise<Omit<TextsAnswer, 'texts'> | undefined> {
      const reader = readers.find((one) => one.path === path);
      if (!reader) return undefined;
      // The world's clock may be moved; a signature's age is real time.
      const { texts, ...answer } = await reader.read({ ...request, now: new Date() });
      for (const text of texts) await takeIn(world, { ...text, kind: 'sms', id: `${path}|${text.id}` });
      return answer;
    },
  };
}

/** What providers may hand over: their reports, and texts that people send. */
export function doorsOf(world: World, senders: Senders) {
  return { receipts: receiptsOf(world, senders), texts: textsOf(world, senders) };
}
