import type { Filter } from 'mongodb';
import { addDays, instantOf } from '../../domain/calendar.ts';
import type { Register } from '../../domain/register.ts';
import type {
  Amendment,
  InTimeAsk,
  RegisterSaved,
  RegisterState,
  Registers,
} from '../../usecases/core/records/registers.ts';
import { registerChange } from '../register-change.ts';
import type { Access } from './access.ts';

/** So many earlier notices of one row are known; a card may still show any of them. */
const rememberedTold = 10;

/** Registers that have been carried on, or are just now or next: by the session as it was, perhaps. */
export const carriedOrDue: Filter<Register> = { $or: [{ added: { $exists: true } }, { 'next.step': 'project' }] };

/** Has them carried on once more. `projected` changes each time, so that whoever is at it has not finished it. */
export const carriedOnceMore = (at: Date) =>
  ({ $inc: { projected: -1 }, $set: { next: { step: 'project', at } }, $unset: { lease: '' } }) as const;

/** Sessions and their registers, each read from an index as far as it goes, brought together by their one id and counted by day. */
function inTimeSteps({ programmeIds, days, within, today, now }: InTimeAsk) {
  const programmeId = { $in: [...programmeIds] };
  const [first = today] = days.toSorted();
  // A register is opened on its session's day, or later.
  const opened = { programmeId, openedAt: { $gte: instantOf(addDays(first, -1), '00:00') } };
  const dueAt = { $add: ['$startsAt', within * 60_000] };
  const isSaved = { $and: [{ $eq: ['$state', 'saved'] }, { $gt: ['$savedAt', null] }] };
  const isAsked = { $or: [{ $gt: ['$state', null] }, { $eq: ['$day', today] }] };
  const isDue = { $or: [isSaved, { $and: [isAsked, { $lte: [dueAt, now] }] }] };
  const isInTime = { $and: [isSaved, { $lte: ['$savedAt', dueAt] }] };
  const countOf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  const registers = [{ $match: opened }, { $project: { state: 1, savedAt: 1 } }];
  const both = Object.fromEntries(['day', 'startsAt', 'state', 'savedAt'].map((one) => [one, { $max: `$${one}` }]));
  return [
    { $match: { programmeId, day: { $in: [...days] }, cancelled: { $exists: false } } },
    { $project: { day: 1, startsAt: 1 } },
    { $unionWith: { coll: 'registers', pipeline: registers } },
    { $group: { _id: '$_id', ...both } },
    { $match: { day: { $ne: null } } },
    { $group: { _id: '$day', due: countOf(isDue), inTime: countOf(isInTime) } },
  ];
}

/** The rows of one learner on a register. */
const ownRows = (learnerId: string) =>
  ({ $filter: { input: '$rows', as: 'row', cond: { $eq: ['$$row.learnerId', learnerId] } } }) as const;

type Replacing = { register: Register; before: Register };

export function registersOf({ c, o, again, findBy, gathered }: Access): Registers {
  const byIds = findBy(c.registers, '_id');
  /** Each under its own guard. Of one register only the first can be taken. */
  const replace = gathered(async (asks: readonly Replacing[]) => {
    const firsts = asks.filter(({ register }, i) => asks.findIndex((one) => one.register._id === register._id) === i);
    const changes = firsts.map(({ register, before }) => ({ updateOne: registerChange(register, before) }));
    const { matchedCount } = await c.registers.bulkWrite(changes as never, { ...o, ordered: false });
    // The server says how many were taken, not which: each looks again, and whoever was finds their press there.
    return asks.map((one) => matchedCount === firsts.length && firsts.includes(one));
  });
  return {
    byId: async (id) => (await byIds([id]))[0] ?? null,
    byIds,
    states: (ids) =>
      again(() => {
        // As `unmarkedOf` counts them.
        const unmarked = (cond: object) => ({
          $size: { $filter: { input: '$rows', as: 'row', cond: { $and: [{ $not: ['$$row.mark'] }, cond] } } },
        });
        const isElsewhere = { $eq: ['$$row.told.kind', 'elsewhere'] };
        const keep = {
          state: 1,
          savedAt: 1,
          savedById: 1,
          learners: { $size: '$rows' },
          unknown: unmarked({ $not: ['$$row.told'] }),
          told: unmarked({ $and: ['$$row.told', { $not: [isElsewhere] }] }),
          elsewhere: unmarked(isElsewhere),
        };
        return c.registers
          .aggregate<RegisterState>([{ $match: { _id: { $in: [...ids] } } }, { $project: keep }], o)
          .toArray();
      }),
    // Answered from the index alone: registers are large, and a college has thousands in four weeks.
    savedSince: (programmeIds, since) =>
      again(() =>
        c.registers
          .find({ programmeId: { $in: [...programmeIds] }, openedAt: { $gte: since } }, o)
          .project<RegisterSaved>({ state: 1, savedAt: 1, savedById: 1 })
          .batchSize(10_000)
          .toArray(),
      ),
    savedOf: (ids) =>
      again(() =>
        c.registers
          .find({ _id: { $in: [...ids] } }, o)
          .project<RegisterSaved>({ state: 1, savedAt: 1, savedById: 1 })
          .toArray(),
      ),
    // Outside of any transaction, in which $unionWith may not be: a count need not see its writes.
    inTime: (ask) =>
      again(async () => {
        const found = c.sessions.aggregate<{ _id: string; due: number; inTime: number }>(inTimeSteps(ask));
        return (await found.toArray()).map(({ _id: day, ...counts }) => ({ day, ...counts }));
      }),
    open: (register) =>
      again(async () => {
        const { _id, ...fresh } = register;
        const stored = await c.registers.findOneAndUpdate(
          { _id },
          { $setOnInsert: fresh },
          { ...o, upsert: true, returnDocument: 'after' },
        );
        return stored ?? register;
      }),
    replace: (register, before) => replace({ register, before }),
    setTold: (id, enrolmentId, told) =>
      again(async () => {
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
      again(async () => {
        for (const row of rows) {
          const absent = { _id: id, state: 'open' as const, 'rows.enrolmentId': { $ne: row.enrolmentId } };
          await c.registers.updateOne(absent, { $push: { rows: row }, $inc: { touched: 1 } }, o);
        }
      }),
    amendments: (learnerId, ids) =>
      again(async () => {
        const rows = await c.registers
          .aggregate<Amendment>(
            [
              { $match: { _id: { $in: [...ids] }, 'history.changes.from': { $exists: true } } },
              { $set: { own: ownRows(learnerId) } },
              { $unwind: '$history' },
              { $unwind: '$history.changes' },
              { $match: { 'history.changes.from': { $exists: true } } },
              { $match: { $expr: { $in: ['$history.changes.enrolmentId', '$own.enrolmentId'] } } },
              {
                $project: {
                  _id: 0,
                  sessionId: '$_id',
                  byId: '$history.byId',
                  at: '$history.at',
                  cause: '$history.cause',
                  words: '$history.words',
                  from: '$history.changes.from',
                  to: '$history.changes.to',
                },
              },
            ],
            o,
          )
          .toArray();
        return rows;
      }),
    rowsOf: (learnerId, ids) =>
      again(async () => {
        const steps = [{ $match: { _id: { $in: [...ids] } } }, { $project: { rows: ownRows(learnerId) } }];
        const found = await c.registers.aggregate<Pick<Register, '_id' | 'rows'>>(steps, o).toArray();
        return new Map(found.flatMap(({ _id, rows }) => rows.map((row) => [_id, row])));
      }),
    ofLearner: (learnerId) => again(() => c.registers.find({ 'rows.learnerId': learnerId }, o).toArray()),
    telling: (noticeId) => again(() => c.registers.find({ 'rows.told.noticeId': noticeId }, o).toArray()),
    countCarried: (id, version) =>
      again(
        async () => (await c.registers.updateOne({ _id: id, version }, { $inc: { carried: 1 } }, o)).matchedCount === 1,
      ),
    // Whoever has carried it on meanwhile has changed `projected`: what was read as added is then added no more.
    setProjected: ({ _id, version, projected, added }) =>
      again(async () => {
        const done = { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const };
        const change = {
          $set: { projected: Math.max(projected, version), ...(added ? { added } : {}) },
          $unset: { ...done, ...(added ? {} : { added: '' as const }) },
        };
        return (await c.registers.updateOne({ _id, version, projected }, change, o)).matchedCount === 1;
      }),
    carryAgain: (id, at) =>
      again(async () => {
        await c.registers.updateOne({ _id: id, ...carriedOrDue }, carriedOnceMore(at), o);
      }),
    addedOf: (programmeId) =>
      again(async () => {
        const found = c.registers.find({ programmeId, added: { $exists: true } }, o).project<Pick<Register, 'added'>>({
          added: 1,
        });
        return (await found.toArray()).flatMap(({ added }) => (added ? [added] : []));
      }),
    setAdded: ({ _id, version, projected }, added) =>
      again(async () => {
        const change = added ? { $set: { added } } : { $unset: { added: '' as const } };
        await c.registers.updateOne({ _id, version, projected }, change, o);
      }),
    all: () => c.registers.find({}, o),
  };
}
