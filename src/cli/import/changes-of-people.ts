import { randomUUID } from 'node:crypto';
import { chunksOf } from '../../domain/chunks.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { Collections } from '../../store/database.ts';
import { reachContact } from '../../usecases/core/reach-person.ts';
import { type Change, followChange } from '../../usecases/people/change-of-people.task.ts';
import type { StoredPerson } from './college-docs.ts';
import { type Plan, wholeOf } from './plan.ts';
import { atOnce } from './plan-import.ts';

const ownerFields = ['mentorId', 'coachId', 'employerId'] as const;

/** Finds the enrolment a new one on the same programme follows on. */
function beforeReader({ rest, enrolments }: Plan): (doc: Enrolment) => Enrolment | undefined {
  const key = ({ learnerId, programmeId }: Enrolment) => `${learnerId}|${programmeId}`;
  const stored = [...rest.enrolments, ...enrolments.flatMap(({ old }) => (old ? [old] : []))];
  const places = Map.groupBy(stored, key);
  return (doc) =>
    (places.get(key(doc)) ?? []).filter((one) => one._id !== doc._id).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
}

function ofLearners(plan: Plan): Change[] {
  const heads = new Map(wholeOf(plan, 'programmes').map((one) => [one._id, one.hospId]));
  const before = beforeReader(plan);
  return plan.enrolments.flatMap(({ old, doc }) => {
    const { learnerId, programmeId } = doc;
    const was = old ?? before(doc);
    return ownerFields.flatMap((field): Change[] => {
      const fromId = was?.[field];
      // Without a mentor it is the Head of Study Programme's.
      const toId = doc[field] ?? (field === 'mentorId' ? heads.get(programmeId) : undefined);
      if (!fromId || !toId || fromId === toId) return [];
      return [{ about: 'learner', learnerId, programmeId, fromId, toId }];
    });
  });
}

/** Places that end, or end sooner than they were to. */
function ofPlaces(plan: Plan): Change[] {
  return plan.enrolments.flatMap(({ old, doc: { _id, learnerId, programmeId, to } }): Change[] => {
    const isEnded = old !== undefined && to !== undefined && (old.to === undefined || to < old.to);
    return isEnded ? [{ about: 'place', enrolmentId: _id, learnerId, programmeId, to }] : [];
  });
}

function ofProgrammes(plan: Plan): Change[] {
  return plan.programmes.flatMap(({ old, doc }) =>
    (['hospId', 'managerId'] as const).flatMap((field): Change[] => {
      const [fromId, toId] = [old?.[field], doc[field]];
      if (!fromId || !toId || fromId === toId) return [];
      return [{ about: 'programme', programmeId: doc._id, fromId, toId }];
    }),
  );
}

function ofSessions(plan: Plan): Change[] {
  return plan.sessions.flatMap(({ old, doc }): Change[] =>
    old && old.tutorIds.join() !== doc.tutorIds.join()
      ? [{ about: 'session', sessionId: doc._id, fromIds: old.tutorIds, toIds: doc.tutorIds }]
      : [],
  );
}

function ofPeople(plan: Plan): Change[] {
  return plan.people.flatMap(({ old, doc }): Change[] => [
    ...(old?.roles.some((role) => !doc.roles.includes(role)) ? [{ about: 'person' as const, personId: doc._id }] : []),
    ...(doc.left && doc.left !== old?.left && doc.roles.length > 0
      ? [{ about: 'left' as const, personId: doc._id, day: doc.left }]
      : []),
  ]);
}

/** Those in the file who have nothing by which they can be reached, and had before or are new. */
function ofLost(plan: Plan): Change[] {
  const isLost = (one: StoredPerson) => !one.chat && !one.entraId && !one.upn && !('to' in reachContact(one));
  return plan.people.flatMap(({ old, doc }): Change[] =>
    doc.roles.length > 0 && isLost(doc) && !(old && isLost(old)) ? [{ about: 'lost', personId: doc._id }] : [],
  );
}

/** Leaves each change of people for the bot to follow: whoever takes over a role takes over what is open; what nobody takes over the office hears of. */
export async function leaveChanges(c: Collections, plan: Plan, now: Date): Promise<void> {
  const changes = [
    ...ofLearners(plan),
    ...ofPlaces(plan),
    ...ofProgrammes(plan),
    ...ofSessions(plan),
    ...ofPeople(plan),
    ...ofLost(plan),
  ];
  const tasks = changes.map((change) => ({
    watcherIds: [],
    isOpen: true,
    history: [{ at: now, act: 'imported' }],
    presses: [],
    version: 1,
    openedAt: now,
    ...followChange(randomUUID(), change, now),
  }));
  for (const some of chunksOf(tasks, atOnce)) await c.tasks.insertMany(some as never);
}
