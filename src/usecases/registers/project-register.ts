import { collegeYearOf } from '../../domain/calendar.ts';
import type { Register } from '../../domain/register.ts';
import { plannedMinutes, type Session } from '../../domain/session.ts';
import { addTally, emptyTally } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/policy-pack.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { SessionContext } from '../core/about-session.ts';
import { misEvent } from '../core/mis-event.ts';
import type { Records, StoredMark, World } from '../core/ports.ts';
import { stopFundingHint } from '../measures/funding-clock.task.ts';
import { foldLearner } from '../risk/fold-learner.ts';
import { followAbsence, followMissing } from './follow-mark.ts';
import { registerRecipients } from './open-register.ts';
import { stopRegisterClock } from './register-due.task.ts';

/** The marks of a register as they stand, one per row that has one. Those of a cancelled session count for nothing. */
export function marksOf(register: Register, session: Session, pack: LoadedPack): StoredMark[] {
  const isCancelled = register.state === 'cancelled';
  return register.rows.flatMap((row) =>
    row.mark
      ? [
          {
            _id: `${register._id}|${row.enrolmentId}`,
            sessionId: register._id,
            enrolmentId: row.enrolmentId,
            learnerId: row.learnerId,
            programmeId: register.programmeId,
            packId: pack.id,
            year: collegeYearOf(session.day),
            code: isCancelled ? pack.markRoles.notExpected : row.mark.code,
            minutesLate: isCancelled ? 0 : row.mark.minutesLate,
            ...(row.mark.minutesEarly && !isCancelled ? { minutesEarly: row.mark.minutesEarly } : {}),
            ...(row.notes?.length ? { notTakingPart: true } : {}),
            plannedMinutes: plannedMinutes(session),
            startsAt: session.startsAt,
            day: session.day,
            version: register.version,
          },
        ]
      : [],
  );
}

function isSameMark(a: StoredMark, b: StoredMark): boolean {
  const essence = (mark: StoredMark) =>
    [
      mark.code,
      mark.minutesLate,
      mark.minutesEarly ?? 0,
      mark.notTakingPart ?? false,
      mark.plannedMinutes,
      mark.startsAt.getTime(),
    ].join();
  return essence(a) === essence(b);
}

type Changed = { mark: StoredMark; before: StoredMark | undefined };

/** The marks of a register that are not stored yet, or stored otherwise. */
function changedIn(marks: readonly StoredMark[], stored: readonly StoredMark[]): Changed[] {
  const byId = new Map(stored.map((mark) => [mark._id, mark]));
  return marks.flatMap((mark) => {
    const before = byId.get(mark._id);
    return before && isSameMark(before, mark) ? [] : [{ mark, before }];
  });
}

/** Writes a changed mark and moves its enrolment's totals by the difference. */
async function moveMark(records: Records, { mark, before }: Changed, pack: LoadedPack): Promise<void> {
  const { enrolmentId, learnerId, packId, year } = mark;
  const difference = addTally(tallyOf(mark, pack), before ? tallyOf(before, pack) : emptyTally, -1);
  await records.marks.put(mark);
  const id = { _id: `${enrolmentId}|${packId}|${year}`, enrolmentId, learnerId, packId, year };
  await records.marks.addTotals(id, difference);
}

/** Ends a transaction when the register has a newer version: that one is due by itself. */
class MovedOn extends Error {}

/** Carries one learner's marks in a register on to everything derived from them, in one small transaction. */
async function carryLearner(
  world: World,
  register: Register,
  context: SessionContext,
  own: readonly StoredMark[],
): Promise<void> {
  const { session, pack } = context;
  await world.records.together(async (records) => {
    const inside = { ...world, records };
    const learnerId = own[0]?.learnerId ?? '';
    const changed = changedIn(own, await records.marks.ofSession(session._id, learnerId));
    for (const one of changed) {
      const made = register.rows.find((row) => row.enrolmentId === one.mark.enrolmentId)?.mark;
      await moveMark(records, one, pack);
      if (made) await records.outbox.put([misEvent(one.mark, made, one.before, session, pack)], world.clock.now());
    }
    if (changed.length > 0) await foldLearner(inside, learnerId, context);
    for (const { mark } of changed) {
      await followAbsence(inside, context, mark);
      await stopFundingHint(inside, mark, pack);
    }
    if (!(await records.registers.countCarried(register._id, register.version))) throw new MovedOn();
  });
}

/** What follows from the register as a whole, once all its learners are carried on. */
async function finishRegister(world: World, register: Register, context: SessionContext, marks: readonly StoredMark[]) {
  const { session, programme } = context;
  await world.records.together(async (records) => {
    const inside = { ...world, records };
    await followMissing(inside, context, marks);
    if (register.state !== 'open') {
      await stopRegisterClock(inside, context);
      // Whoever has a card of it sees the change; those who should have one get it.
      const shown = (await records.slots.about('register', register._id)).map((slot) => slot.recipient);
      const wish = { kind: 'register' as const, subjectId: register._id, revision: register.version };
      for (const recipient of [...(await registerRecipients(inside, session, programme)), ...shown])
        await records.slots.want({ ...wish, recipient }, world.clock.now());
    }
    if (!(await records.registers.countCarried(register._id, register.version))) throw new MovedOn();
    await records.registers.setProjected(register._id, register.version);
  });
}

/**
 * Carries a register's marks on to everything derived from them: marks, totals, standings, cases, messages, cards.
 * Learner by learner, each in a transaction guarded by the register's version, so that its size does not matter: a kill
 * at any point only delays the rest, a repeat changes nothing.
 */
export async function projectRegister(world: World, registerId: string): Promise<void> {
  const { records } = world;
  const register = await records.registers.byId(registerId);
  const session = await records.sessions.byId(registerId);
  const programme = session && (await records.enrolments.programme(session.programmeId));
  if (!register || !session || !programme) throw new Error('register without its session or programme');
  if (register.projected >= register.version) return records.registers.setProjected(registerId, register.version);
  const context = { session, programme, pack: packOn(world.packs, programme.pack, session.day) };
  const marks = marksOf(register, session, context.pack);
  const changed = changedIn(marks, await records.marks.ofSession(registerId)).map(({ mark }) => mark);
  try {
    for (const own of Map.groupBy(changed, (mark) => mark.learnerId).values())
      await carryLearner(world, register, context, own);
    await finishRegister(world, register, context, marks);
  } catch (error) {
    if (!(error instanceof MovedOn)) throw error;
  }
  world.wake();
}
