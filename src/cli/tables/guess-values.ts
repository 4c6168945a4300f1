import { roles } from '../../domain/person.ts';
import { spellCode } from './college-rows.ts';
import type { Sheet } from './sheet.ts';

/** Our columns that hold one of some words, and what other systems write for them; of session types the commonest. */
const words: Record<string, Record<string, string>> = {
  'people.roles': {
    ...Object.fromEntries(roles.map((one) => [one, one.replaceAll('-', ' ')])),
    learner: 'learner,student,trainee,apprentice,pupil',
    tutor: 'tutor,teacher,lecturer,trainer,instructor',
    mentor: 'mentor,personal tutor,pastoral tutor,progress coach',
    employer: 'employer,employer contact,line manager',
    hosp: 'hosp,head of study programme',
    safeguarding: 'safeguarding,dsl,designated safeguarding lead',
    'mis-officer': 'mis officer,mis',
    leader: 'leader,principal,vice principal',
    'data-protection-officer': 'data protection officer,dpo',
  },
  'programmes.kind': {
    apprenticeship: 'apprenticeship,apprenticeships,app',
    adult: 'adult,adult learning,aeb,asf',
    'study-programme': 'study programme,study programmes,16 19,16 18',
  },
  'programmes.pack': { 'green-labyrinth': 'green labyrinth', sts: 'sts' },
  'sessions.type': {
    teaching: 'teaching,lecture,lesson,class,taught',
    practical: 'practical,practical session,lab',
    tutorial: 'tutorial',
    workshop: 'workshop',
    'one-to-one': 'one to one,1 2 1,121',
  },
  'sessions.mode': {
    'face-to-face': 'face to face,in person,f2f,classroom,on site,onsite,campus,centre',
    remote: 'remote,online,virtual,teams,distance',
  },
};

/** More words than this in a column are hardly codes. */
const mostWords = 20;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** True for a column of ours that holds one of some words and is never empty: `sessions.type`. */
export const isCoded = (column: string) => words[column] !== undefined;

/**
 * The words of a column that are none of ours, each with a guess what it stands for; empty where a person must say.
 * Empty for columns that hold no codes.
 */
export function guessValues(sheet: Sheet, heading: string, column: string): { value: string; is: string }[] {
  const known = words[column];
  const at = sheet.header.indexOf(heading);
  if (!known || at < 0) return [];
  const values = new Set(sheet.records.map(({ cells }) => cells[at] ?? '').filter(Boolean));
  if (values.size > mostWords) return [];
  return [...values]
    .filter((value) => known[spellCode(value)] === undefined)
    .map((value) => {
      const is = Object.keys(known).find((one) => known[one]?.split(',').includes(plain(value)));
      return { value, is: is ?? '' };
    });
}
