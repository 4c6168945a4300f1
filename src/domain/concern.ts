import type { Next } from './due.ts';

/** A hint at harm in someone's words (S11). Only the Safeguarding Team can read it; the words are kept nowhere else. */
export type Concern = {
  _id: string;
  aboutId: string;
  fromId: string;
  words: string;
  level: 'possible' | 'urgent';
  at: Date;
  /** Until `released` a hold covers the learner: nobody outside is told anything. */
  state: 'open' | 'acknowledged' | 'released';
  acknowledged?: { byId: string; at: Date };
  released?: { byId: string; at: Date };
  /** Deputies it went to because nobody acknowledged it in time; they may read it too. */
  escalatedTo?: string[];
  /** How often it was escalated; each wait is twice the one before, up to a day. */
  escalations?: number;
  version: number;
  next?: Next<'escalate'>;
};
