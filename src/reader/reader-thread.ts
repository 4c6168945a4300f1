import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { openModel } from './model.ts';
import { ModelProblem, readModelFile } from './model-file.ts';

/** What is asked of the thread and what it says; opinions in the order of the texts. */
export type ThreadAsk = { id: number; texts: string[] } | { stop: true };
export type ThreadSay =
  | { state: 'ready' }
  | { state: 'failed'; why: string }
  | { id: number; opinions: (import('../language/opinion.ts').Opinion | undefined)[] };

/** Gives back what starting left behind: a thread that waits is not swept by itself, and 20 MB would stay taken. */
function sweep(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as NodeJS.GCFunction)({ type: 'major', flavor: 'last-resort' });
}

const say = (what: ThreadSay) => parentPort?.postMessage(what);
try {
  const opinionOn = await openModel(readModelFile((workerData as { folder?: string }).folder));
  // The first run is the slow one; nobody should wait for it.
  await opinionOn('not in tomorrow, dentist at 2');
  sweep();
  say({ state: 'ready' });
  let work = Promise.resolve();
  parentPort?.on('message', (ask: ThreadAsk) => {
    work = work.then(async () => {
      if ('stop' in ask) return parentPort?.close();
      const opinions: (Awaited<ReturnType<typeof opinionOn>> | undefined)[] = [];
      for (const text of ask.texts) opinions.push(await opinionOn(text).catch(() => undefined));
      say({ id: ask.id, opinions });
    });
  });
} catch (error) {
  say({
    state: 'failed',
    why: error instanceof ModelProblem ? error.message : `the learned reader did not start (${(error as Error).name})`,
  });
}
