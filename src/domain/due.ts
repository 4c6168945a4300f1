/** What a thing with a future will do next, and when (business time). Doing it removes or moves it. */
export type Next<Step extends string = string> = { step: Step; at: Date };

/** The policy pack something was decided under: its id, version and the hash of its data. */
export type PackRef = { id: string; version: string; hash: string };
