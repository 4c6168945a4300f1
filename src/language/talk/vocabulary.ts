import { editDistance } from '../words/near-words.ts';
import { questionPhrases } from './question-phrases.ts';

/** Words of commands and questions that people mistype. */
const mendable =
  `attendance absence absences absent authorised accepted approved apprentice apprentices because centre college contest cover decisions
   adjustments elsewhere evidence learner learners lesson lessons marked mentor missed missing overdue policy present register registers
   report session sessions status tasks timetable tutor tutors workshop yesterday caseload figures percentage concern break learning reach
   status worries holds`.split(/\s+/);
/** Words that stand in a question as they are: none of them is a slip for another. */
const asWritten = new Set([
  ...mendable,
  ...questionPhrases.flatMap(([, pattern]) => pattern.match(/[a-z]{2,}/g) ?? []),
  ...'tomorrow police market resort section lessen called reported broken breaks'.split(' '),
]);

/** True for a word that commands and questions are made of: it is nobody's name typed wrong. */
export function isOurWord(word: string): boolean {
  return asWritten.has(word);
}

/** A long word that is a letter or two off one of ours is taken for it: "attendence". */
export function mendWord(word: string): string {
  if (word.length < 5 || asWritten.has(word) || !/^[a-z]+$/.test(word)) return word;
  const most = word.length >= 8 ? 2 : 1;
  return mendable.find((one) => one[0] === word[0] && one.length >= 5 && editDistance(word, one, most) <= most) ?? word;
}
