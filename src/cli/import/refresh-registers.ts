import { addDays, dayOf } from '../../domain/calendar.ts';
import type { Collections } from '../../store/database.ts';
import { carriedOnceMore, carriedOrDue } from '../../store/records/registers.ts';

/**
 * Has the bot look again at today's open registers of these programmes: learners enrolled late appear on them (SPEC P).
 * Opening a register that is open only adds who is missing. Saved registers and those of other days stay as they are.
 */
export async function refreshRegisters(c: Collections, programmeIds: readonly string[], now: Date): Promise<void> {
  const begun = { programmeId: { $in: [...programmeIds] }, startsAt: { $lte: now }, cancelled: { $exists: false } };
  // A day either side: which day it is depends on the session's zone.
  const near = [-1, 0, 1].map((days) => addDays(dayOf(now), days));
  const sessions = await c.sessions.find({ ...begun, day: { $in: near } }).toArray();
  const ids = sessions.filter((one) => one.day === dayOf(now, one.zone) || one.endsAt > now).map((one) => one._id);
  const open = await c.registers.find({ _id: { $in: ids }, state: 'open' }, { projection: { _id: 1 } }).toArray();
  await c.sessions.updateMany(
    { _id: { $in: open.map((one) => one._id) } },
    { $set: { next: { step: 'open', at: now } }, $unset: { lease: '', tries: '', dead: '' } },
  );
}

/**
 * Registers of sessions whose times changed are carried on once more: their marks have other planned minutes now, and
 * totals and standings follow. The marks themselves stay; the history says why.
 */
export async function carryOnAgain(c: Collections, registerIds: readonly string[], now: Date): Promise<void> {
  for (const register of await c.registers.find({ _id: { $in: [...registerIds] } }).toArray()) {
    const version = register.version + 1;
    const entry = { version, byId: 'import', at: now, why: 'the timetable changed', changes: [] };
    await c.registers.updateOne(
      { _id: register._id, version: register.version },
      { $set: { version, next: { step: 'project', at: now } }, $push: { history: entry }, $unset: { lease: '' } },
    );
  }
}

/** Registers of sessions with other tutors, groups or another type: what they add to the sums of lessons moves. */
export async function addUpAgain(c: Collections, registerIds: readonly string[], now: Date): Promise<void> {
  await c.registers.updateMany({ _id: { $in: [...registerIds] }, ...carriedOrDue }, carriedOnceMore(now));
}
