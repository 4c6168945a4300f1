import type { Holidays } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';

/** The days off that hold where the learner is, if it is about one; else England and Wales'. */
export async function holidaysOf(world: World, learners: readonly Pick<Person, '_id'>[]): Promise<Holidays> {
  const [only] = learners;
  const [enrolment] = learners.length === 1 && only ? await world.records.enrolments.ofLearner(only._id) : [];
  const programme = enrolment && (await world.records.enrolments.programme(enrolment.programmeId));
  return world.holidays(programme);
}
