import type { Registers } from '../../usecases/core/records/registers.ts';
import type { Access } from './access.ts';

/** So many earlier notices of one row are known; a card may still show any of them. */
const rememberedTold = 10;

export function registersOf({ c, o, again }: Access): Registers {
  return {
    byId: (id) => again(() => c.registers.findOne({ _id: id }, o)),
    byIds: (ids) => again(() => c.registers.find({ _id: { $in: [...ids] } }, o).toArray()),
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
    replace: (register, before) =>
      again(async () => {
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
    ofLearner: (learnerId) => again(() => c.registers.find({ 'rows.learnerId': learnerId }, o).toArray()),
    telling: (noticeId) => again(() => c.registers.find({ 'rows.told.noticeId': noticeId }, o).toArray()),
    countCarried: (id, version) =>
      again(
        async () => (await c.registers.updateOne({ _id: id, version }, { $inc: { carried: 1 } }, o)).matchedCount === 1,
      ),
    setProjected: (id, version) =>
      again(async () => {
        const change = {
          $max: { projected: version },
          $unset: { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const },
        };
        return (await c.registers.updateOne({ _id: id, version }, change, o)).matchedCount === 1;
      }),
    all: () => c.registers.find({}, o),
  };
}
