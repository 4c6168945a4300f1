import { Worker } from 'node:worker_threads';
import type { Opinion } from '../language/opinion.ts';
import type { ThreadAsk, ThreadSay } from './reader-thread.ts';

/** Nobody waits longer for an opinion; what comes later is read by grammar and rules. */
const longestWaitMs = 6_000;
/** For a whole file of messages, where nobody waits for one of them and a busy machine must not change what is read. */
export const patientMs = 600_000;

type Opinions = readonly (Opinion | undefined)[];
type Ask = { resolve(opinions: Opinions): void; none: Opinions; timer: NodeJS.Timeout };

/**
 * The learned reader, in a thread of its own so that a long message holds up nobody. It gives opinions, never faults:
 * where the model file is missing or broken, or the thread dies or is too slow, the opinion is undefined.
 */
export function createLearnedReader(options: { folder?: string; waitMs?: number } = {}) {
  const asks = new Map<number, Ask>();
  let lastId = 0;
  let thread: Worker | undefined;
  let started: Worker | undefined;
  let isStopped = false;
  let starting: Promise<string | undefined> | undefined;

  const giveUp = () => {
    for (const [id, ask] of asks) answer(id, ask.none);
    thread = undefined;
  };
  const answer = (id: number, opinions: Opinions) => {
    const ask = asks.get(id);
    if (!ask) return;
    asks.delete(id);
    clearTimeout(ask.timer);
    ask.resolve(opinions);
  };

  /** Starts the thread; resolves with what is wrong, or undefined once it reads. */
  function start(): Promise<string | undefined> {
    starting ??= new Promise((resolve) => {
      // Else the library reports to its makers, and leaves a name for this machine on its disk. It looks into the
      // environment of the process, which a thread only has a copy of.
      process.env.ORT_DISABLE_TELEMETRY = '1';
      const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
        workerData: options,
        resourceLimits: { maxYoungGenerationSizeMb: 8 },
      });
      started = worker;
      worker.on('message', (said: ThreadSay) => {
        if ('id' in said) return answer(said.id, said.opinions);
        if (said.state === 'ready') thread = worker;
        // An idle reader keeps no process alive; a pending opinion does, by its timer.
        worker.unref();
        resolve(said.state === 'ready' ? undefined : said.why);
      });
      const end = () => {
        resolve('the learned reader’s thread ended');
        // It read and then died: the next who asks starts it anew. One that never read stays as it is.
        if (thread === worker) starting = undefined;
        giveUp();
      };
      worker.on('error', end);
      worker.on('exit', end);
    });
    return starting;
  }

  return {
    start,
    /** One opinion a text, in order. */
    judge(texts: readonly string[]): Promise<Opinions> {
      const none = texts.map(() => undefined);
      if (isStopped) return Promise.resolve(none);
      return new Promise((resolve) => {
        const id = ++lastId;
        const timer = setTimeout(() => answer(id, none), options.waitMs ?? longestWaitMs);
        asks.set(id, { resolve, none, timer });
        void start().then(() => {
          if (!thread) answer(id, none);
          else if (asks.has(id)) thread.postMessage({ id, texts: [...texts] } satisfies ThreadAsk);
        });
      });
    },
    /** The thread ends by itself once it is through: ended from outside while the model loads or reads, it takes the process with it. */
    async stop(): Promise<void> {
      isStopped = true;
      const worker = started;
      if (!worker) return;
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.ref();
      worker.postMessage({ stop: true } satisfies ThreadAsk);
      await ended;
    },
  };
}
export type LearnedReader = ReturnType<typeof createLearnedReader>;
