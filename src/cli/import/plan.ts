import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { Site } from '../../domain/site.ts';
import type { RowProblem } from '../tables/sheet.ts';
import type { StoredPerson } from './college-docs.ts';
import type { Planned } from './plan-import.ts';

/** The whole college as it would be: what is stored, and what the files say of it. */
export type Plan = {
  people: Planned<StoredPerson>[];
  programmes: Planned<Programme>[];
  enrolments: Planned<Enrolment>[];
  sessions: Planned<Session>[];
  sites: Planned<Site>[];
  /** Stored people, programmes, enrolments and sites that the files say nothing of. */
  rest: { people: StoredPerson[]; programmes: Programme[]; enrolments: Enrolment[]; sites: Site[] };
};

type Whole = { [name in keyof Plan['rest']]: Plan['rest'][name][number] };

/** All of one kind, as they would be once the files were imported. */
export function wholeOf<Name extends keyof Whole>(plan: Pick<Plan, Name | 'rest'>, name: Name): Whole[Name][] {
  const [rest, planned] = [plan.rest[name] as Whole[Name][], plan[name] as unknown as Planned<Whole[Name]>[]];
  return [...rest, ...planned.map((one) => one.doc)];
}

/** What is wrong with a row. */
export const problem = ({ file, line }: { file: string; line: number }, text: string): RowProblem => ({
  file,
  line,
  problem: text,
});
