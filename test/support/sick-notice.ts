import { monday } from './college.ts';

/** A day's sickness as its learner told and confirmed it. */
export const sickNotice = (_id: string, learnerId: string, at: Date) => ({
  _id,
  learnerId,
  byId: learnerId,
  kind: 'absence' as const,
  days: [monday],
  reason: 'sickness' as const,
  state: 'confirmed' as const,
  presses: [],
  version: 1,
  createdAt: at,
  confirmedAt: at,
  zone: 'Europe/London',
});
