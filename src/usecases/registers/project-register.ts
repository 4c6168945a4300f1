import { collegeYearOf } from '../../domain/calendar.ts';
import type { Register } from '../../domain/register.ts';
import { plannedMinutes, type Session } from '../../domain/session.ts';
import { addTally, emptyTally } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/policy-pack.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import { misEvent } from '../core/mis-event.ts';
import type { Records, StoredMark, World } from '../core/ports.ts';
import { stopFundingHint } from '../measures/funding-clock.task.ts';
import { foldLearner } from '../risk/fold-learner.ts';
import { followAbsence } from './follow-mark.ts';
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

/** Writes changed marks and moves totals by the difference; returns what changed. */
async function moveMarks(
  records: Records,
  marks: readonly StoredMark[],
  sessionId: string,
  pack: LoadedPack,
): Promise<Changed[]> {
  const stored = new Map((await records.marks.ofSession(sessionId)).map((mark) => [mark._id, mark]));
  const changed: Changed[] = [];
  for (const mark of marks) {
    const before = stored.get(mark._id);
    if (before && isSameMark(before, mark)) continue;
    const difference = addTally(tallyOf(mark, pack), before ? tallyOf(before, pack) : emptyTally, -1);
    const { enrolmentId, learnerId, packId, year } = mark;
    await records.marks.put(mark);
    await records.marks.addTotals(
      { _id: `${enrolmentId}|${packId}|${year}`, enrolmentId, learnerId, packId, year },
      difference,
    );
    changed.push({ mark, before });
  }
  return changed;
}

/**
 * Carries a register's marks on to everything derived from them: marks, totals, standings, cases, messages, cards.
 * One transaction, guarded by the register's version: a kill at any point only delays it, a repeat changes nothing.
 */
export async function projectRegister(world: World, registerId: string): Promise<void> {
  await world.records.together(async (records) => {
    const register = await records.registers.byId(registerId);
    const session = await records.sessions.byId(registerId);
    const programme = session && (await records.enrolments.programme(session.programmeId));
    if (!register || !session || !programme) throw new Error('register without its session or programme');
    if (register.projected < register.version) {
      const pack = packOn(world.packs, programme.pack, session.day);
      const changed = await moveMarks(records, marksOf(register, session, pack), registerId, pack);
      const made = new Map(register.rows.map((row) => [row.enrolmentId, row.mark]));
      const events = changed.flatMap(({ mark, before }) => {
        const own = made.get(mark.enrolmentId);
        return own ? [misEvent(mark, own, before, session, pack)] : [];
      });
      await records.outbox.put(events, world.clock.now());
      const inside = { ...world, records };
      for (const learnerId of new Set(changed.map(({ mark }) => mark.learnerId)))
        await foldLearner(inside, learnerId, { session, programme, pack });
      for (const { mark } of changed) {
        await followAbsence(inside, { session, programme, pack }, mark);
        await stopFundingHint(inside, mark, pack);
      }
      if (register.state !== 'open') {
        await stopRegisterClock(inside, { session, programme, pack });
        // Whoever has a card of it sees the change; those who should have one get it.
        const shown = (await records.slots.about('register', registerId)).map((slot) => slot.recipient);
        const wish = { kind: 'register' as const, subjectId: registerId, revision: register.version };
        for (const recipient of [...(await registerRecipients(inside, session, programme)), ...shown])
          await records.slots.want({ ...wish, recipient }, world.clock.now());
      }
    }
    await records.registers.setProjected(registerId, register.version);
  });
  world.wake();
}
