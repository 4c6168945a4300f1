import type { Statement } from './statement.ts';

const takesBack: readonly RegExp[] = [
  /\bignore me\b|\b(ignore|disregard|scrap|cancel|delete|forget|undo|remove|withdraw|retract|take back)\b( \S+){0,4} (message|messages|that|absence|it|said|texted|wrote|sent|notice|report|NAME|this|off|text)\b(?! (previous|instructions))/,
  /\b(coming|be|am|is|in|make it|can|come|attend|attending|there|DAY) (\S+ ){0,3}after all\b|\bafter all\b( \S+){0,3} (in|coming)\b/,
  /\b(false alarm|(panic|drama|crisis|emergency) over|stand down|change of plan|chang(e|ed) my mind|no longer (off|sick|ill|away|absent|needs?|wants?)|not needed|nevermind|undo)\b/,
  /\bnot (sick|ill|off|away)( \S+){0,2} (now|any ?more|anymore|after all)\b/,
  /\b(?<!not )(am|is|are) (\S+ )?(attending|coming)\b.*\b(now|after all|instead)\b|\bNAME is (attending|coming)\b(?! (a|an|the|his|her|their|my|our|to) )/,
  /\bDAY ('s |is )?(back|on again) ?(on)?$|\bDAY 's back on\b/,
  /\bcan (make it|come in|come|make DAY|do DAY)( DAY)? (now|after all|actually)\b/,
];

/** True where a clause takes back what was told. */
export const isTakenBack = ({ clause }: Statement) => takesBack.some((one) => one.test(clause.text));

/** It tells, in words of its own, of being away, late or leaving on a day. */
const tellsOfDays = (one: Statement) =>
  one.isMain &&
  !one.clause.isQuestion &&
  !one.cues.has('past') &&
  !/\bafter all\b|\bno longer\b|\bnot (on )?DAY\b/.test(one.clause.text) &&
  one.days.some((day) => day.role === 'on' || day.role === 'from');

/**
 * "Cancel my Tuesday off, it is Thursday now, so off Thursday": the days taken back are wrong for those told after them;
 * what is said of them tells of no absence.
 */
export function withTakenBack(statements: readonly Statement[]): Statement[] {
  const back = statements.findIndex((one) => isTakenBack(one) && one.days.length > 0);
  const words = ({ days }: Statement) => days.map(({ item }) => JSON.stringify(item.day?.pieces));
  const known = back < 0 ? [] : words(statements[back]!);
  const isAnew = statements.some(
    (one, i) => i > back && !isTakenBack(one) && tellsOfDays(one) && words(one).some((said) => !known.includes(said)),
  );
  if (back < 0 || !isAnew) return [...statements];
  return statements.map((one, i) => {
    if (i !== back) return one;
    const days = one.days.map((day) => ({ ...day, role: 'wrong' as const }));
    return { ...one, days, cues: new Set(), isMain: false };
  });
}
