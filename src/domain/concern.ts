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
  version: number;
};
