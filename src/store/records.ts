import { Binary, type ClientSession, type MongoClient } from 'mongodb';
import type { MarkSum, Records } from '../usecases/core/ports.ts';
import type { Collections } from './database.ts';
import { readAhead } from './read-ahead.ts';
import { retryPassing } from './retry.ts';
import { createTalks } from './talks.ts';
import { inserted, laneOf, queued, raisedSlot, replaced } from './writes.ts';

/** A concern that still covers its learners (S11). */
const unreleased = { $in: ['open' as const, 'acknowledged' as const] };

type Writable = {
  updateOne(filter: object, update: object, options: object): Promise<{ matchedCount: number; upsertedCount: number }>;
};

/** So many earlier notices of one row are known; a card may still show any of them. */
const rememberedTold = 10;

/**
 * The use cases' records on MongoDB. With a session, all reads and writes belong to its transaction. Every call
 * outside a transaction is idempotent and done again while it fails in passing.
 */
export function createRecords(client: MongoClient, c: Collections, session?: ClientSession): Records {
  const o = session ? { session } : {};
  const lasting = <T>(call: () => Promise<T>): Promise<T> => (session ? call() : retryPassing(call));
  const find = lasting;
  const records: Records = {
    people: {
      byId: (id) => find(() => c.people.findOne({ _id: id }, o)),
      byIds: (ids) => find(() => c.people.find({ _id: { $in: [...new Set(ids)] } }, o).toArray()),
      byEntraId: (entraId) => find(() => c.people.findOne({ entraId }, o)),
      byAddress: (address) => find(() => c.people.findOne({ addresses: address }, o)),
      withRole: (role) => find(() => c.people.find({ roles: role }, o).toArray()),
      link: (id, entraId) =>
        lasting(async () => {
          const free = { _id: id, $or: [{ entraId: { $exists: false } }, { entraId }] };
          return c.people
            .findOneAndUpdate(free, { $set: { entraId } }, { ...o, returnDocument: 'after' })
            .catch((error: { code?: number }) => {
              if (error.code === 11000) return null;
              throw error;
            });
        }),
      deputisedBy: (id) => find(() => c.people.find({ 'away.deputyId': id }, o).toArray()),
      setFairness: (id, own) => lasting(async () => void (await c.people.updateOne({ _id: id }, { $set: own }, o))),
      setAway: (id, away) => lasting(async () => void (await c.people.updateOne({ _id: id }, { $set: { away } }, o))),
      setChat: (id, chat) =>
        lasting(async () => {
          const change = chat ? { $set: { chat } } : { $unset: { chat: '' as const } };
          return (await c.people.updateOne({ _id: id }, change, o)).modifiedCount === 1;
        }),
      clearUnreachable: (id) =>
        lasting(async () => void (await c.people.updateOne({ _id: id }, { $unset: { unreachable: '' } }, o))),
      setUnreachable: (id, why, tried) =>
        lasting(async () => {
          const since = { $ifNull: ['$unreachable.since', why.since] };
          const change = [{ $set: { unreachable: { code: { $literal: why.code }, since, tried: why.since } } }];
          const sameChat = { 'chat.conversationId': tried?.conversationId ?? { $exists: false } };
          await c.people.updateOne({ _id: id, ...sameChat }, change, o);
        }),
      outOfReach: () =>
        find(() =>
          c.people
            .find({ 'unreachable.since': { $exists: true } }, o)
            .sort({ 'unreachable.since': 1, _id: 1 })
            .toArray(),
        ),
    },
    tasks: {
      byId: (id) => find(() => c.tasks.findOne({ _id: id }, o)),
      known: (ids) =>
        find(async () =>
          (await c.tasks.find({ _id: { $in: [...ids] } }, { ...o, projection: { _id: 1 } }).toArray()).map(
            (one) => one._id,
          ),
        ),
      open: (task) => lasting(() => insertOnce(c.tasks, task)),
      replace: (task, expected) => lasting(() => replaceDue(c.tasks, task, expected)),
      openOf: (ownerIds) =>
        find(() =>
          c.tasks
            .find({ ownerIds: { $in: [...ownerIds] }, isOpen: true }, o)
            .sort({ openedAt: 1 })
            .limit(200)
            .toArray(),
        ),
      ofSession: (sessionId, kind) => find(() => c.tasks.find({ sessionId, ...(kind ? { kind } : {}) }, o).toArray()),
      ofLearner: (learnerId, kind) =>
        find(() =>
          c.tasks
            .find({ learnerId, ...(kind ? { kind } : {}) }, o)
            .sort({ openedAt: 1 })
            .toArray(),
        ),
      ofKind: (kind, from) =>
        find(() =>
          c.tasks
            .find({ kind, openedAt: { $gte: from } }, o)
            .sort({ openedAt: 1 })
            .toArray(),
        ),
    },
    files: {
      byId: (id) =>
        find(async () => {
          const file = await c.files.findOne({ _id: id }, { ...o, promoteBuffers: true });
          return file ? { ...file, bytes: new Uint8Array(file.bytes) } : null;
        }),
      put: (file) =>
        lasting(async () => {
          const bytes = new Binary(file.bytes) as unknown as Uint8Array;
          await c.files.replaceOne({ _id: file._id }, { ...file, bytes }, { ...o, upsert: true });
        }),
      remove: (id) => lasting(async () => void (await c.files.deleteOne({ _id: id }, o))),
    },
    enrolments: {
      ofProgramme: (programmeId) => find(() => c.enrolments.find({ programmeId }, o).toArray()),
      ofLearner: (learnerId) => find(() => c.enrolments.find({ learnerId }, o).toArray()),
      ofEmployer: (employerId) => find(() => c.enrolments.find({ employerId }, o).toArray()),
      ofCoach: (coachId) => find(() => c.enrolments.find({ coachId }, o).toArray()),
      ofMentor: (mentorId) => find(() => c.enrolments.find({ mentorId }, o).toArray()),
      programme: (id) => find(() => c.programmes.findOne({ _id: id }, o)),
      addStatus: (id, status) =>
        lasting(async () => void (await c.enrolments.updateOne({ _id: id }, { $addToSet: { statuses: status } }, o))),
      setBreaks: (id, breaks) =>
        lasting(async () => void (await c.enrolments.updateOne({ _id: id }, { $set: { breaks } }, o))),
      programmes: () => find(() => c.programmes.find({}, o).sort({ name: 1 }).toArray()),
    },
    sessions: {
      byId: (id) => find(() => c.sessions.findOne({ _id: id }, o)),
      ofProgrammes: (ids, from, to) =>
        find(() =>
          c.sessions
            .find({ programmeId: { $in: [...ids] }, day: { $gte: from, $lte: to } }, o)
            .sort({ startsAt: 1 })
            .toArray(),
        ),
      ofTutor: (personId, from, to) =>
        find(() =>
          c.sessions
            .find({ tutorIds: personId, day: { $gte: from, $lte: to } }, o)
            .sort({ startsAt: 1 })
            .toArray(),
        ),
      change: (id, set) =>
        lasting(
          async () =>
            void (await c.sessions.updateOne({ _id: id }, { $set: set, $unset: { lease: '', tries: '' } }, o)),
        ),
      add: (session) => lasting(async () => void (await insertOnce(c.sessions, session))),
      clearNext: (id) =>
        lasting(
          async () =>
            void (await c.sessions.updateOne(
              { _id: id },
              { $unset: { next: '', lease: '', tries: '', lastError: '' } },
              o,
            )),
        ),
    },
    registers: {
      byId: (id) => find(() => c.registers.findOne({ _id: id }, o)),
      byIds: (ids) => find(() => c.registers.find({ _id: { $in: [...ids] } }, o).toArray()),
      open: (register) =>
        lasting(async () => {
          const { _id, ...fresh } = register;
          const stored = await c.registers.findOneAndUpdate(
            { _id },
            { $setOnInsert: fresh },
            { ...o, upsert: true, returnDocument: 'after' },
          );
          return stored ?? register;
        }),
      replace: (register, before) =>
        lasting(async () => {
          const { _id, rows, version, state, history, presses, savedAt, savedById, employerThere, next } = register;
          const set = {
            rows,
            version,
            state,
            history,
            presses,
            ...(savedAt ? { savedAt } : {}),
            ...(savedById ? { savedById } : {}),
            ...(employerThere === undefined ? {} : { employerThere }),
            ...(next ? { next } : {}),
          };
          const guard = { _id, version: before.version, touched: before.touched };
          return (
            (await c.registers.updateOne(guard, { $set: set, $unset: { lease: '', tries: '' } }, o)).matchedCount === 1
          );
        }),
      setTold: (id, enrolmentId, told) =>
        lasting(async () => {
          const row = { _id: id, 'rows.enrolmentId': enrolmentId };
          const register = await c.registers.findOne(row, o);
          const before = register?.rows.find((one) => one.enrolmentId === enrolmentId)?.told;
          const change = {
            ...(told ? { $set: { 'rows.$.told': told } } : { $unset: { 'rows.$.told': '' as const } }),
            ...(before ? { $push: { 'rows.$.formerly': { $each: [before], $slice: -rememberedTold } } } : {}),
          };
          await c.registers.updateOne(row, { ...change, $inc: { touched: 1 } } as never, o);
        }),
      addRows: (id, rows) =>
        lasting(async () => {
          for (const row of rows) {
            const absent = { _id: id, state: 'open' as const, 'rows.enrolmentId': { $ne: row.enrolmentId } };
            await c.registers.updateOne(absent, { $push: { rows: row }, $inc: { touched: 1 } }, o);
          }
        }),
      ofLearner: (learnerId) => find(() => c.registers.find({ 'rows.learnerId': learnerId }, o).toArray()),
      telling: (noticeId) => find(() => c.registers.find({ 'rows.told.noticeId': noticeId }, o).toArray()),
      countCarried: (id, version) =>
        lasting(
          async () =>
            (await c.registers.updateOne({ _id: id, version }, { $inc: { carried: 1 } }, o)).matchedCount === 1,
        ),
      setProjected: (id, version) =>
        lasting(async () => {
          const change = {
            $max: { projected: version },
            $unset: { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const },
          };
          return (await c.registers.updateOne({ _id: id, version }, change, o)).matchedCount === 1;
        }),
      all: () => c.registers.find({}, o),
    },
    marks: {
      ofSession: (sessionId, learnerId) =>
        find(() => c.marks.find({ sessionId, ...(learnerId ? { learnerId } : {}) }, o).toArray()),
      ofLearner: (learnerId, packId, year) =>
        find(() => c.marks.find({ learnerId, packId, year }, o).sort({ startsAt: 1, _id: 1 }).toArray()),
      latestOf: (enrolmentId, most) =>
        find(() => c.marks.find({ enrolmentId }, o).sort({ startsAt: -1 }).limit(most).toArray()),
      sums: (programmeIds, { from, to }, by) =>
        find(async () => {
          const lost = { $add: ['$minutesLate', { $ifNull: ['$minutesEarly', 0] }] };
          const group = {
            _id: {
              programmeId: '$programmeId',
              packId: '$packId',
              key: by === 'day' ? '$day' : '$enrolmentId',
              code: '$code',
              notTakingPart: { $ifNull: ['$notTakingPart', false] },
            },
            count: { $sum: 1 },
            late: { $sum: { $cond: [{ $gt: ['$minutesLate', 0] }, 1, 0] } },
            plannedMinutes: { $sum: '$plannedMinutes' },
            lostMinutes: { $sum: { $min: [lost, '$plannedMinutes'] } },
          };
          const match = { programmeId: { $in: [...programmeIds] }, day: { $gte: from, $lte: to } };
          const rows = await c.marks.aggregate([{ $match: match }, { $group: group }], o).toArray();
          return rows.map(({ _id, ...sum }) => ({ ..._id, ...sum })) as MarkSum[];
        }),
      put: (mark) =>
        lasting(async () => void (await c.marks.replaceOne({ _id: mark._id }, mark, { ...o, upsert: true }))),
      addTotals: (id, by) =>
        // Outside a transaction this would not be idempotent, so it is never done again by itself.
        (async () => {
          const { _id, ...set } = id;
          await c.totals.updateOne({ _id }, { $set: set, $inc: by }, { ...o, upsert: true });
        })(),
      totalsOf: (learnerId) => find(() => c.totals.find({ learnerId }, o).toArray()),
      standing: (id) => find(() => c.standings.findOne({ _id: id }, o)),
      standingsOf: (learnerIds) => find(() => c.standings.find({ learnerId: { $in: [...learnerIds] } }, o).toArray()),
      putStanding: (standing) =>
        lasting(
          async () => void (await c.standings.replaceOne({ _id: standing._id }, standing, { ...o, upsert: true })),
        ),
      clear: (learnerId) =>
        lasting(async () => {
          // One after the other: a transaction takes no two calls at once.
          await c.marks.deleteMany({ learnerId }, o);
          await c.totals.deleteMany({ learnerId }, o);
          await c.standings.deleteMany({ learnerId }, o);
        }),
    },
    notices: {
      byId: (id) => find(() => c.notices.findOne({ _id: id }, o)),
      touching: (learnerIds, day) =>
        find(() => c.notices.find({ learnerId: { $in: [...learnerIds] }, days: day, state: 'confirmed' }, o).toArray()),
      ofLearner: (learnerId, from) =>
        find(() =>
          c.notices
            .find({ learnerId, days: { $gte: from } }, o)
            .sort({ createdAt: 1 })
            .toArray(),
        ),
      ofMessage: (messageId) => find(() => c.notices.find({ messageId }, o).sort({ createdAt: 1, _id: 1 }).toArray()),
      openOf: (byId, since) =>
        find(() => {
          const isOpen = { $or: [{ state: 'draft' as const }, { state: 'confirmed' as const, question: 'withdraw' }] };
          const isFresh = ['createdAt', 'askedAt', 'remindedAt'].map((field) => ({ [field]: { $gte: since } }));
          return c.notices
            .find({ byId, $and: [isOpen, { $or: isFresh }] } as object, o)
            .sort({ createdAt: 1, _id: 1 })
            .limit(50)
            .toArray();
        }),
      toldBy: (byId, since) =>
        find(() => {
          const isSince = ['createdAt', 'confirmedAt', 'askedAt', 'remindedAt'].map((one) => ({
            [one]: { $gte: since },
          }));
          return c.notices
            .find({ byId, kind: { $ne: 'elsewhere' }, $or: isSince } as object, o)
            .sort({ createdAt: -1, _id: 1 })
            .limit(50)
            .toArray();
        }),
      elsewhereBy: (byId, from) =>
        find(() =>
          c.notices
            .find({ byId, kind: 'elsewhere', state: 'confirmed', days: { $gte: from } }, o)
            .sort({ createdAt: -1 })
            .limit(500)
            .toArray(),
        ),
      draft: (notice) => lasting(() => insertOnce(c.notices, notice)),
      lookAgain: (learnerIds, day, at) =>
        lasting(async () => {
          const own = { learnerId: { $in: [...learnerIds] }, days: day, state: 'confirmed' as const };
          await c.notices.updateMany(own, { $set: { next: { step: 'spread', at } }, $inc: { version: 1 } }, o);
        }),
      replace: (notice, expected) => lasting(() => replaceDue(c.notices, notice, expected)),
      clearNext: (id, version) =>
        lasting(async () => {
          const change = {
            $unset: { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const },
          };
          await c.notices.updateOne({ _id: id, version }, change, o);
        }),
    },
    cases: {
      byId: (id) => find(() => c.cases.findOne({ _id: id }, o)),
      open: (riskCase) => lasting(() => insertOnce(c.cases, riskCase)),
      replace: (riskCase, expected) =>
        lasting(
          async () =>
            (await c.cases.replaceOne({ _id: riskCase._id, version: expected }, riskCase, o)).matchedCount === 1,
        ),
      ofLearner: (learnerId, packId) => find(() => c.cases.find({ learnerId, 'pack.id': packId }, o).toArray()),
      decidedSince: (from) => find(() => c.cases.find({ 'decisions.at': { $gte: from } }, o).toArray()),
      ofOwner: (ownerId) => find(() => c.cases.find({ ownerId }, o).sort({ openedAt: -1 }).limit(100).toArray()),
    },
    concerns: {
      byId: (id) => find(() => c.concerns.findOne({ _id: id }, o)),
      raise: (concern) => lasting(() => insertOnce(c.concerns, concern)),
      unreleased: () => find(() => c.concerns.find({ state: unreleased }, o).sort({ at: 1 }).toArray()),
      covering: (learnerId) =>
        find(() => c.concerns.find({ 'holds.learnerId': learnerId, state: unreleased }, o).sort({ at: 1 }).toArray()),
      ofLearner: (learnerId) =>
        find(() => c.concerns.find({ 'holds.learnerId': learnerId }, o).sort({ at: 1 }).toArray()),
      writtenBy: (personId) =>
        find(() => c.concerns.find({ 'messages.fromId': personId, state: unreleased }, o).sort({ at: 1 }).toArray()),
      withMessage: (messageId) => find(() => c.concerns.find({ 'messages.id': messageId }, o).toArray()),
      isHeld: async (learnerId) => (await records.concerns.heldAmong([learnerId])).length > 0,
      heldAmong: (learnerIds) =>
        find(async () => {
          const holds = { 'holds.learnerId': { $in: [...learnerIds] }, state: unreleased };
          const found = await c.concerns.find(holds, { ...o, projection: { 'holds.learnerId': 1 } }).toArray();
          const held = new Set(found.flatMap((one) => one.holds.map((hold) => hold.learnerId)));
          return learnerIds.filter((id) => held.has(id));
        }),
      replace: (concern, expected) => lasting(() => replaceDue(c.concerns, concern, expected)),
    },
    slots: {
      byId: (id) => find(() => c.slots.findOne({ _id: id }, o)),
      want: (wish, at) =>
        lasting(async () => {
          const { filter, update } = raisedSlot(wish, at);
          await c.slots.updateOne(filter, update, { ...o, upsert: true });
        }),
      about: (kind, subjectId) => find(() => c.slots.find({ kind, subjectId }, o).toArray()),
      openOf: (recipient) => find(() => c.slots.find({ lane: laneOf(recipient) }, o).toArray()),
      adopt: (id, activityId, conversationId, at) =>
        lasting(async () => {
          const change = {
            $set: { activityId, conversationId, shown: 0, next: { step: 'draw' as const, at } },
            $unset: {
              sending: '' as const,
              dead: '' as const,
              lease: '' as const,
              tries: '' as const,
              parked: '' as const,
            },
            $inc: { fence: 1 },
          };
          return (await c.slots.updateOne({ _id: id, activityId: { $exists: false } }, change, o)).modifiedCount === 1;
        }),
      hold: (id, until) =>
        lasting(
          async () =>
            void (await c.slots.updateOne(
              { _id: id },
              [until ? { $set: { heldUntil: until } } : { $unset: 'heldUntil' }],
              o,
            )),
        ),
      revive: (recipient, at) =>
        lasting(async () => {
          const parked = { lane: laneOf(recipient), parked: { $exists: true } };
          return (
            await c.slots.updateMany(
              parked,
              { $set: { next: { step: 'draw', at } }, $unset: { parked: '', dead: '', tries: '' } },
              o,
            )
          ).modifiedCount;
        }),
    },
    outbox: {
      put: (wishes, at) =>
        lasting(async () => {
          for (const wish of wishes) {
            const { filter, update } = queued(wish, at);
            await c.outbox.updateOne(filter, update, { ...o, upsert: true });
          }
        }),
      byIds: (ids) => find(() => c.outbox.find({ _id: { $in: [...ids] } }, o).toArray()),
      takeBack: (key) =>
        lasting(async () => {
          // A range on the key, so that the primary index serves it.
          const own = { _id: { $gte: `${key}|`, $lt: `${key}|\uffff` } };
          const sent = await c.outbox.find({ ...own, sentAt: { $exists: true } }, o).toArray();
          await c.outbox.deleteMany({ ...own, sentAt: { $exists: false }, phase: 'idle' }, o);
          return sent.map((row) => row.to);
        }),
      release: (learnerId, at) =>
        lasting(async () => {
          const held = { about: learnerId, held: true };
          await c.outbox.updateMany(held, { $set: { next: { step: 'send', at } }, $unset: { held: '' } }, o);
        }),
    },
    talks: createTalks(c, session),
    together: (work, ahead) => {
      if (session) return work(records);
      const inside = async (tx: ClientSession) => {
        const own = createRecords(client, c, tx);
        if (!ahead) return work(own);
        const unit = await readAhead(own, c, tx, ahead);
        const result = await work(unit.records);
        await unit.flush();
        return result;
      };
      return retryPassing(() =>
        client.withSession((tx) =>
          tx.withTransaction(inside, {
            readConcern: { level: 'snapshot' },
            writeConcern: { w: 'majority', j: true },
            readPreference: 'primary',
          }),
        ),
      );
    },
  };
  const replaceDue = async <T extends { _id: string }>(into: Writable, changed: T, expected: number) => {
    const { filter, update } = replaced(changed, expected);
    return (await into.updateOne(filter, update, o)).matchedCount === 1;
  };
  const insertOnce = async <T extends { _id: string }>(into: Writable, doc: T) => {
    const { filter, update } = inserted(doc);
    return (await into.updateOne(filter, update, { ...o, upsert: true })).upsertedCount === 1;
  };
  return records;
}
