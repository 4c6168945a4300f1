import { isWord as is, type Token } from '../words/tokens.ts';
import type { Statement } from './statement.ts';

/** Subjects as learners name them, whole or short; with a word before them that says which ("hair theory", "further maths"). */
const heads = new Set(
  (
    'math maths mathematics english science bio biology chem chemistry physics psych psychology sociology history geog geography art graphics photography music drama dance ' +
    'computing law criminology welsh french spanish german media economics econ politics philosophy textiles engineering joinery carpentry bricklaying brickwork welding plastering ' +
    'plumbing electrics catering hairdressing barbering esol theory practical accounting business childcare'
  ).split(' '),
);
const narrower = new Set(
  'hair beauty barbering bench site further applied functional food motor vehicle kitchen pastry health plumbing electrical gas nail brick wood welding theory gcse btec'.split(
    ' ',
  ),
);
/** What is said before a lesson that is missed. */
const leads =
  /\b(miss|missing|missed|skip|skipping|out of|(not|never|unable)( (be|able|going|coming|come|to|get|getting|make|making|attend|attending|do|doing|it))* ((in|here|there) for|in|at|do|make|attend|into|for|to)|can not|will not (attend|make|do))( (the|my|our|his|her|their|both|double|first|last|todays?|tomorrows?|this|DAY|'s))*$/;
const outOf = /\bout of( (the|my|our|both|double))*$/;
const joins = ['and', 'or', 'nor', 'plus', ',', '/'] as const;
/** "Maths test": something else than the lesson; "the maths class" is a session, which is told by its title. */
const notLesson = [
  'test',
  'exam',
  'mock',
  'homework',
  'teacher',
  'tutor',
  'coursework',
  'trip',
  'assignment',
  'resit',
  'class',
  'lesson',
  'session',
  'workshop',
] as const;

/** The token after a subject that begins at a token; undefined where none does. */
function subjectEnd(tokens: readonly Token[], at: number): number | undefined {
  const isNarrowed = narrower.has(tokens[at]?.word ?? '') && heads.has(tokens[at + 1]?.word ?? '');
  const isSkills = is(tokens[at], 'functional') && is(tokens[at + 1], 'skills', 'maths', 'english');
  const end = isNarrowed || isSkills ? at + 2 : heads.has(tokens[at]?.word ?? '') ? at + 1 : undefined;
  return end === undefined || is(tokens[end], ...notLesson) ? undefined : end;
}

/** Which lessons are missed, where they are named by subject ("I'll miss double Bio and Maths"), as they were typed. */
export function readSubjects(statements: readonly Statement[], tokens: readonly Token[]): string[] {
  const found: string[] = [];
  // The token at which a list of subjects may go on: "maths, english and science" is cut at its comma.
  let next = -1;
  for (const { clause, cues } of statements) {
    let said = '';
    for (const item of clause.items) {
      const at = item.start;
      const isNext = at === next || (at === next + 1 && is(tokens[next], ...joins));
      const end =
        isNext || ((cues.has('away') || outOf.test(said)) && leads.test(said)) ? subjectEnd(tokens, at) : undefined;
      if (end !== undefined) {
        found.push(
          tokens
            .slice(at, end)
            .map((token) => token.raw)
            .join(' '),
        );
        next = end;
      } else if (item.lessons && at === next) next = item.stop;
      said = `${said} ${item.word}`;
    }
  }
  return [...new Set(found)];
}
