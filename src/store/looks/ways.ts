import type { MisEvent, MisLane } from '../../domain/mis-event.ts';
import type { Person } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import type { Collections, Held } from '../database.ts';

/** What is looked at once: more than a screen nobody reads. */
export const most = 40;

/** Things as they lie in the database, with who holds them, how often they were tried and what was given up: for operators. */
export function waysOf(c: Collections) {
  return {
    session: (id: string) => c.sessions.findOne({ _id: id }),
    person: (id: string) => c.people.findOne({ _id: id }),
    task: (id: string) => c.tasks.findOne({ _id: id }),
    kindsOf: async (taskIds: readonly string[]): Promise<Map<string, string>> =>
      new Map(
        (await c.tasks.find({ _id: { $in: [...taskIds] } }, { projection: { kind: 1 } }).toArray()).map((one) => [
          one._id,
          one.kind,
        ]),
      ),
    message: (idOrRef: string) => c.outbox.findOne({ $or: [{ _id: idOrRef }, { ref: idOrRef }] }),
    register: (id: string): Promise<(Register & Held) | null> => c.registers.findOne({ _id: id }),
    people: async (ids: readonly string[]): Promise<Map<string, Person>> =>
      new Map((await c.people.find({ _id: { $in: [...ids] } }).toArray()).map((one) => [one._id, one])),
    /** The cards of a session: its register's, and those of notices that came after it was opened. */
    cardsOfSession: (id: string) =>
      c.slots.find({ $or: [{ kind: 'register', subjectId: id }, { 'late.sessionId': id }] }).toArray(),
    tasksOfSession: (id: string) => c.tasks.find({ sessionId: id }).toArray(),
    /** Cards to somebody that are on their way, or wait. */
    cardsTo: (personId: string) => {
      const waits = [{ next: { $exists: true } }, { parked: { $exists: true } }, { dead: { $exists: true } }];
      return c.slots.find({ 'recipient.person': personId, $or: waits }).limit(most).toArray();
    },
    /** Messages about or to somebody, the newest first. */
    messagesOf: (personId: string) => {
      const theirs = { $or: [{ about: personId }, { toId: personId }] };
      return c.outbox.find(theirs).sort({ createdAt: -1 }).limit(most).toArray();
    },
    event: (id: string): Promise<(MisEvent & Held) | null> => c.misEvents.findOne({ _id: id }),
    /** What the MIS is told of a session's marks, the newest first. */
    eventsOfSession: (id: string) => {
      const from = `mark|${id}|`;
      const theirs = { _id: { $gte: from, $lt: `${from}\uffff` } };
      return c.misEvents
        .find(theirs)
        .sort({ createdAt: -1 })
        .limit(most + 1)
        .toArray();
    },
    /** What the MIS is told of somebody, the newest first. */
    eventsOf: (personId: string) =>
      c.misEvents
        .find({ learnerId: personId })
        .sort({ createdAt: -1 })
        .limit(most + 1)
        .toArray(),
    lanes: async (ids: readonly string[]): Promise<Map<string, MisLane>> =>
      new Map((await c.misLanes.find({ _id: { $in: [...ids] } }).toArray()).map((one) => [one._id, one])),
    askedOf: (personId: string) => c.tasks.find({ ownerIds: personId, isOpen: true }).limit(most).toArray(),
    card: (id: string) => c.slots.find({ _id: id }).toArray(),
    /** A task's cards: its own, or those about its learner. */
    cardsOfTask: ({ _id, learnerId }: { _id: string; learnerId?: string }) => {
      const about = learnerId ? [{ kind: 'learner' as const, subjectId: learnerId }] : [];
      return c.slots.find({ $or: [{ kind: 'task', subjectId: _id }, ...about] }).toArray();
    },
  };
}
export type Ways = ReturnType<typeof waysOf>;
