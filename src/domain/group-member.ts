import type { Next } from './due.ts';

/** Somebody in one of the college's Entra groups whom no import has brought. Nothing is made of them. `_id`: Entra id. */
export type GroupMember = {
  _id: string;
  name: string;
  /** The name they sign in with, and their mail. */
  upn?: string;
  mail?: string;
  /** Of the groups that are read, those they are in. */
  groupIds: string[];
  /** When the groups were last read anew from the beginning and they were still there; real time. */
  round: Date;
};

/** How far the college's Entra groups have been read; there is one. Times but `next` are real time. */
export type GroupReading = {
  _id: 'groups';
  /** Where to go on; Graph's own word. */
  link?: string;
  /** When it was last begun from the beginning. */
  round?: Date;
  /** True until that round has come to its end. */
  isFirst?: boolean;
  /** Which groups; with others it is begun anew. */
  groupIds?: string[];
  readAt?: Date;
  lastCode?: string;
  next?: Next<'read'>;
};
