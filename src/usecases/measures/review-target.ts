/** The targets a review begins with. Of the first two the register knows whether they were met. */
const usual = {
  there: 'Be in every lesson',
  'on-time': 'Arrive on time',
  'takes-part': 'Take part in the lesson',
} as const;

/** One of the three targets of a Conduct Review: a usual one by its code, or in its mentor's own words (G11). */
export type ReviewTarget = { code: keyof typeof usual } | { words: string };

export const usualTargets = Object.keys(usual).map((code) => ({ code }) as { code: keyof typeof usual });

/** A target in words. */
export const sayTarget = (target: ReviewTarget): string => ('code' in target ? usual[target.code] : target.words);

/** What a mentor left in the field or wrote there: a usual target, whichever field it stands in, or one of their own. */
export function readTarget(written: string): ReviewTarget {
  const isMeant = (one: ReviewTarget) => sayTarget(one).toLowerCase() === written.trim().toLowerCase();
  return usualTargets.find(isMeant) ?? { words: written };
}
