import type { Task } from '../../domain/task.ts';
import type { World } from './ports.ts';

/** The same read, asked of the database once for the same words. */
function once<Args extends unknown[], Found>(read: (...args: Args) => Promise<Found>) {
  const known = new Map<string, Promise<Found>>();
  return (...args: Args): Promise<Found> => {
    const key = JSON.stringify(args);
    const found = known.get(key) ?? read(...args);
    known.set(key, found);
    return found;
  };
}

/**
 * The same world for one drawing: who somebody is, for whom they stand in, which programmes there are and what they teach is
 * read once, however many parts a card has; single tasks of a learner all of whose tasks are read anyway are among those. Not
 * for work that writes and reads what it wrote.
 */
export function readOnce(world: World): World {
  const { people, enrolments, sessions, tasks } = world.records;
  const ofLearner = new Map<string, Promise<Task[]>>();
  const records = {
    ...world.records,
    people: {
      ...people,
      byId: once(people.byId),
      byIds: once(people.byIds),
      deputisedBy: once(people.deputisedBy),
    },
    enrolments: {
      ...enrolments,
      programme: once(enrolments.programme),
      programmes: once(enrolments.programmes),
    },
    sessions: { ...sessions, programmesTaught: once(sessions.programmesTaught) },
    tasks: {
      ...tasks,
      allOfLearner(learnerId: string) {
        const found = ofLearner.get(learnerId) ?? tasks.allOfLearner(learnerId);
        ofLearner.set(learnerId, found);
        return found;
      },
      async byId(id: string, learnerId?: string) {
        const all = learnerId === undefined ? undefined : await ofLearner.get(learnerId);
        return all ? (all.find((one) => one._id === id) ?? null) : tasks.byId(id, learnerId);
      },
    },
  };
  return { ...world, records };
}
