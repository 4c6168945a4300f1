import { count } from '../../domain/count.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { StoredPerson } from './college-docs.ts';
import { type Plan, wholeOf } from './plan.ts';

/** What somebody may have to hand over, and what each is called. */
const words = {
  after: 'session after it',
  toCome: 'session to come',
  coach: 'learner as coach',
  mentor: 'learner as mentor',
  employer: 'learner as employer',
  head: 'programme as head',
  manager: 'programme as manager',
  deputy: 'colleague as deputy',
} as const;
type Work = Partial<Record<keyof typeof words, number>>;

/** "2 sessions to come, 1 learner as coach"; empty where there is nothing. */
export function sayWork(work: Work): string {
  const parts = Object.entries(words) as [keyof Work, string][];
  return parts
    .filter(([part]) => work[part])
    .map(([part, one]) => count(work[part] ?? 0, one, one.replace(' ', 's ')))
    .join(', ');
}

/** Which places of learners count, and which of the colleagues they stand in for. */
type Counted = { isRunning: (place: Enrolment) => boolean; isThere: (colleague: StoredPerson) => boolean };

/** Who answers for what, sessions aside, as it would be once the files were imported; looked up once, asked of many. */
export function workReader(plan: Plan): (personId: string, counted: Counted) => Work {
  const [places, programmes] = [wholeOf(plan, 'enrolments'), wholeOf(plan, 'programmes')];
  const by = {
    coach: Map.groupBy(places, (one) => one.coachId),
    mentor: Map.groupBy(places, (one) => one.mentorId),
    employer: Map.groupBy(places, (one) => one.employerId),
    head: Map.groupBy(programmes, (one) => one.hospId),
    manager: Map.groupBy(programmes, (one) => one.managerId),
    deputy: Map.groupBy(wholeOf(plan, 'people'), (one) => one.deputyId),
  };
  return (id, { isRunning, isThere }) => {
    const placesOf = (role: 'coach' | 'mentor' | 'employer') => by[role].get(id)?.filter(isRunning).length ?? 0;
    return {
      coach: placesOf('coach'),
      mentor: placesOf('mentor'),
      employer: placesOf('employer'),
      head: by.head.get(id)?.length ?? 0,
      manager: by.manager.get(id)?.length ?? 0,
      deputy: by.deputy.get(id)?.filter(isThere).length ?? 0,
    };
  };
}
