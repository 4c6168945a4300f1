import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition and returns its value; throws, with what was waited for, when it does not come. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  forMs = 300_000,
): Promise<T> {
  const end = performance.now() + forMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(10);
  }
}
