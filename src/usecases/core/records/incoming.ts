import type { Incoming, Thread } from '../../../domain/incoming.ts';

/** Texts and mails that come in, and what was asked at a number or address. */
export type IncomingRecords = {
  /** Keeps a message to be heard; false: it was handed over before. */
  take(message: Incoming): Promise<boolean>;
  byId(id: string): Promise<Incoming | null>;
  /** Writes what became of it; its words go where nobody has to read them any more. */
  note(id: string, became: Partial<Incoming>, keep: { words: boolean; next?: Incoming['next'] }): Promise<void>;
  /** How many came from a number or address since then. */
  countFrom(kind: Incoming['kind'], from: string, since: Date): Promise<number>;
  /** What waits for the office of a site to read it, or for the whole college's, oldest first. */
  forOffice(site: string | undefined, most: number): Promise<Incoming[]>;
  /** Takes the words from what came before a time and waits for nothing; what came before `wholly` is forgotten. */
  purge(before: Date, wholly: Date): Promise<void>;
  /** Begins to read a mailbox, from `since` on, or goes on where it was left. */
  watch(address: string, since: Date, at: Date): Promise<void>;
  thread(id: string): Promise<Thread | null>;
  /** Writes what is given; what is null is forgotten. */
  setThread(id: string, change: { [Field in keyof Omit<Thread, '_id'>]?: Thread[Field] | null }): Promise<void>;
};
