import type { AnyBulkWriteOperation, ClientSession, Document } from 'mongodb';
import type { Enrolment } from '../domain/enrolment.ts';
import type { Person } from '../domain/person.ts';
import type { RiskCase } from '../domain/risk-case.ts';
import { type Task, taskOf } from '../domain/task.ts';
import type { ReadAhead, Records } from '../usecases/core/ports.ts';
import { type StoredMark, type StoredStanding, standingId } from '../usecases/core/records/standing.ts';
import type { Collections } from './database.ts';
import { readTogether } from './read-together.ts';
import { lessonUpdates, weekUpdate } from './records/sums.ts';
import { Versioned } from './versioned.ts';
import { notedEvent, queued, raisedSlot } from './writes.ts';

const buffered = [
  'marks',
  'weeks',
  'lessons',
  'totals',
  'standings',
  'cases',
  'tasks',
  'slots',
  'outbox',
  'misEvents',
] as const;
type Buffered = (typeof buffered)[number];

/** Kinds of which a learner has few for long: read with the open tasks, so that closed ones need no call of their own. */
const lasting: readonly Task['kind'][] = [
  'contest',
  'mentor-report',
  'late-marks',
  'occurrence-steps',
  'place-decision',
  'funding-clock',
];

/**
 * Records of one transaction about some learners: what it will ask about them is read first in a few calls, and what it
 * writes goes out together, at the end or before a read that must see it. Everything else passes through.
 */
export async function readAhead(
  records: Records,
  c: Collections,
  session: ClientSession,
  ahead: ReadAhead,
): Promise<{ records: Records; flush(): Promise<void> }> {
  const o = { session };
  const learners = new Set(ahead.learnerIds);
  const ofLearners = { learnerId: { $in: [...learners] } };
  const standingIds = ahead.learnerIds.map((id) => standingId(id, ahead.packId, ahead.year));
  const isWanted = { $or: ['$isOpen', { $in: ['$kind', [...lasting]] }] };
  const found = await readTogether(c, o, ahead.sessionId, {
    people: [{ $match: { _id: { $in: [...learners] } } }],
    marks: [{ $match: { sessionId: ahead.sessionId } }],
    enrolments: [{ $match: ofLearners }],
    standings: [{ $match: { _id: { $in: standingIds } } }],
    cases: [{ $match: { ...ofLearners, 'pack.id': ahead.packId } }],
    tasks: [{ $match: ofLearners }, { $replaceWith: { $cond: [isWanted, '$$ROOT', { _id: '$_id' }] } }],
  });
  const byId = <T extends { _id: string }>(docs: readonly Document[]) =>
    new Map((docs as T[]).map((one) => [one._id, one]));
  const people = byId<Person>(found.people);
  const marks = byId<StoredMark>(found.marks);
  const enrolments = Map.groupBy(found.enrolments as Enrolment[], (one) => one.learnerId);
  const standings = byId<StoredStanding>(found.standings);
  const held = new Set(await records.concerns.heldAmong(ahead.learnerIds));
  const cases = new Versioned<RiskCase>();
  cases.know(found.cases as RiskCase[]);
  const tasks = new Versioned<Task>();
  const taskIds = new Set(found.tasks.map((one) => String(one._id)));
  tasks.know(found.tasks.filter((one) => 'kind' in one) as Task[]);

  const pending = new Map<Buffered, AnyBulkWriteOperation<Document>[]>();
  const write = (into: Buffered, filter: object, update: object) => {
    const all = pending.get(into) ?? [];
    all.push({ updateOne: { filter, update, upsert: true } } as AnyBulkWriteOperation<Document>);
    pending.set(into, all);
  };
  const flushOne = async (into: Buffered): Promise<void> => {
    const versioned = into === 'tasks' ? tasks.takeWrites() : into === 'cases' ? cases.takeWrites() : [];
    const all = [...(pending.get(into) ?? []), ...versioned];
    pending.delete(into);
    if (all.length === 0) return;
    const done = await c[into].bulkWrite(all as never, { ...o, ordered: true });
    if (done.matchedCount + done.upsertedCount !== all.length) throw new Error(`${into} changed meanwhile`);
  };
  const after =
    <A extends unknown[], R>(into: Buffered, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await flushOne(into);
      return call(...args);
    };
  const once = <T>(call: (id: string) => Promise<T>) => {
    const known = new Map<string, Promise<T>>();
    return (id: string): Promise<T> => {
      const value = known.get(id) ?? call(id);
      known.set(id, value);
      return value;
    };
  };

  const taskById = async (id: string, learnerId?: string): Promise<Task | null> => {
    const known = tasks.docs.get(id);
    if (known !== undefined) return known;
    if (learnerId !== undefined && learners.has(learnerId) && !taskIds.has(id)) return null;
    const read = await records.tasks.byId(id);
    tasks.docs.set(id, read);
    return read;
  };
  const peopleByIds = async (ids: readonly string[]): Promise<Person[]> => {
    const unknown = [...new Set(ids)].filter((id) => !people.has(id));
    if (unknown.length > 0) for (const one of await records.people.byIds(unknown)) people.set(one._id, one);
    return [...new Set(ids)].flatMap((id) => people.get(id) ?? []);
  };

  const unit: Records = {
    ...records,
    people: { ...records.people, byIds: peopleByIds, byId: async (id) => (await peopleByIds([id]))[0] ?? null },
    enrolments: {
      ...records.enrolments,
      programme: once(records.enrolments.programme),
      ofLearner: async (id) => (learners.has(id) ? (enrolments.get(id) ?? []) : records.enrolments.ofLearner(id)),
      addStatus: async (id, status) => {
        await records.enrolments.addStatus(id, status);
        for (const own of enrolments.values())
          for (const one of own) if (one._id === id) one.statuses = [...(one.statuses ?? []), status];
      },
    },
    sessions: { ...records.sessions, byId: once(records.sessions.byId) },
    registers: { ...records.registers, byId: once(records.registers.byId) },
    marks: {
      ...records.marks,
      ofSession: async (id, learnerId) => {
        if (id !== ahead.sessionId) return after('marks', records.marks.ofSession)(id, learnerId);
        return [...marks.values()].filter((one) => learnerId === undefined || one.learnerId === learnerId);
      },
      ofLearner: after('marks', records.marks.ofLearner),
      ofLearners: after('marks', records.marks.ofLearners),
      latestOf: after('marks', records.marks.latestOf),
      sums: after('marks', records.marks.sums),
      sumsOfSessions: after('marks', records.marks.sumsOfSessions),
      weekSums: after('weeks', records.marks.weekSums),
      enrolmentWeekSums: after('weeks', records.marks.enrolmentWeekSums),
      lessonWeekSums: after('lessons', records.marks.lessonWeekSums),
      lessonSlotSums: after('lessons', records.marks.lessonSlotSums),
      moveLessons: async (before, now) => {
        for (const { filter, update } of lessonUpdates(before, now)) write('lessons', filter, update);
      },
      weeksOf: after('weeks', records.marks.weeksOf),
      addWeek: async (id, by) => {
        const { filter, update } = weekUpdate(id, by);
        write('weeks', filter, update);
      },
      put: async (mark: StoredMark) => {
        const { _id, ...rest } = mark;
        if (mark.sessionId === ahead.sessionId) marks.set(_id, mark);
        write('marks', { _id }, [{ $replaceWith: { $literal: { _id, ...rest } } }]);
      },
      addTotals: async ({ _id, ...set }, by) => write('totals', { _id }, { $set: set, $inc: by }),
      totalsOf: after('totals', records.marks.totalsOf),
      standing: async (id) => standings.get(id) ?? (standingIds.includes(id) ? null : records.marks.standing(id)),
      standingsOf: after('standings', records.marks.standingsOf),
      putStanding: async (standing) => {
        standings.set(standing._id, standing);
        write('standings', { _id: standing._id }, [{ $replaceWith: { $literal: standing } }]);
      },
    },
    cases: {
      ...records.cases,
      byId: async (id) => cases.docs.get(id) ?? records.cases.byId(id),
      ofLearner: async (id, packId) =>
        learners.has(id) && packId === ahead.packId
          ? cases.all().filter((one) => one.learnerId === id)
          : after('cases', records.cases.ofLearner)(id, packId),
      open: async (riskCase) => {
        if ((await unit.cases.byId(riskCase._id)) !== null) return false;
        cases.insert(riskCase);
        return true;
      },
      replace: async (riskCase, expected) => {
        if (!cases.docs.has(riskCase._id)) return records.cases.replace(riskCase, expected);
        return cases.replace(riskCase, expected);
      },
      ofOwner: after('cases', records.cases.ofOwner),
      decidedSince: after('cases', records.cases.decidedSince),
    },
    concerns: {
      ...records.concerns,
      isHeld: async (id) => (learners.has(id) ? held.has(id) : records.concerns.isHeld(id)),
    },
    tasks: {
      byId: taskById,
      known: after('tasks', records.tasks.known),
      open: async (task) => {
        if ((await taskById(task._id, task.learnerId)) !== null) return false;
        tasks.insert(task);
        return true;
      },
      replace: async (task, expected) => {
        await taskById(task._id, task.learnerId);
        return tasks.replace(task, expected);
      },
      openOf: after('tasks', records.tasks.openOf),
      openOfKind: async (ownerIds, kind) => {
        await flushOne('tasks');
        return records.tasks.openOfKind(ownerIds, kind);
      },
      allOfSession: after('tasks', records.tasks.allOfSession),
      allOfLearner: after('tasks', records.tasks.allOfLearner),
      ofSession: async (id, kind) => {
        await flushOne('tasks');
        return records.tasks.ofSession(id, kind);
      },
      ofKind: async (kind, from) => {
        await flushOne('tasks');
        return records.tasks.ofKind(kind, from);
      },
      reportsTo: after('tasks', records.tasks.reportsTo),
      openAbout: after('tasks', records.tasks.openAbout),
      waitingOn: after('tasks', records.tasks.waitingOn),
      shownOfKind: async (kind) => {
        await flushOne('tasks');
        return records.tasks.shownOfKind(kind);
      },
      ofLearner: async (id, kind) => {
        if (learners.has(id) && lasting.includes(kind))
          return tasks
            .all()
            .flatMap((one) => (one.learnerId === id && taskOf(kind, one)) || [])
            .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime());
        await flushOne('tasks');
        return records.tasks.ofLearner(id, kind);
      },
    },
    slots: {
      ...records.slots,
      want: async (wish, at) => {
        const { filter, update } = raisedSlot(wish, at);
        write('slots', filter, update);
      },
      byId: after('slots', records.slots.byId),
      about: after('slots', records.slots.about),
      openOf: after('slots', records.slots.openOf),
      adopt: after('slots', records.slots.adopt),
      hold: after('slots', records.slots.hold),
      revive: after('slots', records.slots.revive),
    },
    // Nothing in a transaction reads them back.
    mis: {
      ...records.mis,
      put: async (wishes, at) => {
        for (const wish of wishes) {
          const { filter, update } = notedEvent(wish, at);
          write('misEvents', filter, update);
        }
      },
    },
    outbox: {
      put: async (wishes, at) => {
        for (const wish of wishes) {
          const { filter, update } = queued(wish, at);
          write('outbox', filter, update);
        }
      },
      byIds: after('outbox', records.outbox.byIds),
      sentAbout: after('outbox', records.outbox.sentAbout),
      takeBack: after('outbox', records.outbox.takeBack),
      latest: after('outbox', records.outbox.latest),
      byRef: after('outbox', records.outbox.byRef),
      note: after('outbox', records.outbox.note),
      arrived: after('outbox', records.outbox.arrived),
      tryAgain: after('outbox', records.outbox.tryAgain),
      undelivered: after('outbox', records.outbox.undelivered),
      again: after('outbox', records.outbox.again),
      hasStopped: records.outbox.hasStopped,
      noteStop: records.outbox.noteStop,
    },
  };
  return {
    records: unit,
    async flush() {
      for (const into of buffered) await flushOne(into);
    },
  };
}
