import type { MisEvent } from '../../domain/mis-event.ts';

/** Writes the daily file; the same day again replaces it. Throws when it cannot be written. */
export type MisFileWriter = {
  /** Which events stand in it. */
  types: readonly MisEvent['type'][];
  write(day: string, events: readonly MisEvent[]): Promise<void>;
  /** Throws, with words for the operator, where nothing can be written. */
  probe(): Promise<void>;
};
