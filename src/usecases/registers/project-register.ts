import { saidAt } from '../../domain/absence-notice.ts';
import { collegeYearOf } from '../../domain/calendar.ts';
import type { Register } from '../../domain/register.ts';
import { isCurrent, plannedMinutes, type Session } from '../../domain/session.ts';
import { addTally, emptyTally } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { SessionContext } from '../core/load-session.ts';
import { employerOn, markEvent } from '../core/mis-event.ts';
import type { Records, World } from '../core/ports.ts';
import { enrolmentYearId, type StoredMark } from '../core/records/standing.ts';
import { stopFundingHint } from '../measures/funding-clock.task.ts';
import { settleLessons } from '../measures/review-lessons.ts';
import { foldLearner } from '../risk/fold-learner.ts';
import { sessionSums } from '../standing/session-sums.ts';
import { moveWeek } from '../standing/week-of-mark.ts';
import { followAbsence, followMissing } from './follow-mark.ts';
import { redrawRegisterClock, stopRegisterClock } from './register-due.task.ts';
import { registerRecipients } from './register-recipients.ts';

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
            ...employerOn(register),
            plannedMinutes: plannedMinutes(session),
            startsAt: session.startsAt,
            day: session.day,
            version: register.version,
            ...(row.mark.how === 'history' ? { history: true } : {}),
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
      mark.employerThere ?? '',
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

/** Writes a changed mark and moves its enrolment's totals and week by the difference. */
async function moveMark(records: Records, { mark, before }: Changed, pack: LoadedPack): Promise<void> {
  const { enrolmentId, learnerId, packId, year } = mark;
  const difference = addTally(tallyOf(mark, pack), before ? tallyOf(before, pack) : emptyTally, -1);
  await records.marks.put(mark);
  const id = { _id: enrolmentYearId(mark), enrolmentId, learnerId, packId, year };
  await records.marks.addTotals(id, difference);
  await moveWeek(records, mark, before);
}

/** Ends a transaction when the register has a newer version: that one is due by itself. */
class MovedOn extends Error {}

/** What one learner's changed marks of a register bring about. Part of a transaction. */
async function carryLearner(
  world: World,
  register: Register,
  context: SessionContext,
  changed: readonly Changed[],
): Promise<void> {
  const { session, pack } = context;
  const { records, clock } = world;
  const learnerId = changed[0]?.mark.learnerId ?? '';
  const learner = await records.people.byId(learnerId);
  for (const one of changed) {
    const row = register.rows.find(({ enrolmentId }) => enrolmentId === one.mark.enrolmentId);
    await moveMark(records, one, pack);
    if (!row?.mark || !learner || one.mark.history) continue;
    const notice = row.told && (await records.notices.byId(row.told.noticeId));
    const about = { learner, session, pack, notifiedAt: notice ? saidAt(notice, session.day) : undefined };
    await records.mis.put([markEvent(one.mark, row.mark, one.before, about)], clock.now());
  }
  const isAmended = changed.some(({ before }) => before !== undefined);
  const fresh = changed.filter(({ mark }) => !mark.history);
  const added = isAmended ? [] : changed.map(({ mark }) => mark);
  await foldLearner(world, learnerId, context, { added, isHistory: fresh.length === 0 });
  for (const { mark } of fresh) {
    await followAbsence(world, context, mark);
    await stopFundingHint(world, mark, pack);
  }
}

/** What follows from the register as a whole, once all its learners are carried on. Part of a transaction. */
async function finishRegister(world: World, register: Register, context: SessionContext, marks: readonly StoredMark[]) {
  const { session, programme } = context;
  const { records, clock } = world;
  const isHistory = marks.length > 0 && marks.every((mark) => mark.history);
  if (!isHistory) await followMissing(world, context, marks);
  await settleLessons(world, context, register.rows);
  if (register.state === 'open') await redrawRegisterClock(world, context);
  else {
    await stopRegisterClock(world, context);
    // Whoever has a card of it sees the change; those who should have one get it.
    const shown = (await records.slots.about('register', register._id)).map((slot) => slot.recipient);
    const wish = { kind: 'register' as const, subjectId: register._id, revision: register.version };
    // One of a day gone by comes to nobody who had none: years of marks brought in are no news.
    const due = isCurrent(session, clock.now()) ? await registerRecipients(world, session, programme) : [];
    for (const recipient of [...due, ...shown]) await records.slots.want({ ...wish, recipient }, clock.now());
  }
}

/** Learners carried on in one transaction: few enough to end long before the server's time limit for one. */
const batchSize = 24;

/** Carries a batch of learners on, and with the last one the register as a whole, in one transaction. */
async function carryBatch(
  world: World,
  register: Register,
  context: SessionContext,
  batch: readonly (readonly StoredMark[])[],
  whole: readonly StoredMark[] | undefined,
): Promise<void> {
  const { session, pack } = context;
  const learnerIds = batch.flatMap(([mark]) => (mark ? [mark.learnerId] : []));
  const ahead = { learnerIds, sessionId: session._id, packId: pack.id, year: collegeYearOf(session.day) };
  await world.together(async (inside) => {
    const { records } = inside;
    for (const own of batch) {
      const changed = changedIn(own, await records.marks.ofSession(session._id, own[0]?.learnerId));
      if (changed.length > 0) await carryLearner(inside, register, context, changed);
    }
    const added = whole && sessionSums(session, whole);
    if (whole) {
      await finishRegister(inside, register, context, whole);
      await records.marks.moveLessons(register.added, added);
    }
    const isSame = whole
      ? await records.registers.setProjected({ ...register, added })
      : await records.registers.countCarried(register._id, register.version);
    if (!isSame) throw new MovedOn();
  }, ahead);
}

/** The same in halves where a batch does not get through, so that one learner's trouble holds up nobody else. */
async function carryInHalves(
  world: World,
  register: Register,
  context: SessionContext,
  batch: readonly (readonly StoredMark[])[],
  whole: readonly StoredMark[] | undefined,
): Promise<void> {
  try {
    await carryBatch(world, register, context, batch, whole);
  } catch (error) {
    if (error instanceof MovedOn || batch.length < 2) throw error;
    const middle = Math.ceil(batch.length / 2);
    const carry = (half: typeof batch, end?: typeof whole) => carryInHalves(world, register, context, half, end);
    const failed = await carry(batch.slice(0, middle)).then(
      () => undefined,
      (why: unknown) => ({ why }),
    );
    if (failed?.why instanceof MovedOn) throw failed.why;
    await carry(batch.slice(middle), failed ? undefined : whole);
    if (failed) throw failed.why;
  }
}

/**
 * Carries a register's marks on to everything derived from them: marks, totals, standings, cases, messages, cards.
 * In batches of learners, each a transaction guarded by the register's version, so that its size does not matter: a
 * kill at any point only delays the rest, a repeat changes nothing.
 */
export async function projectRegister(world: World, registerId: string): Promise<void> {
  const { records } = world;
  const [register, session] = await Promise.all([
    records.registers.byId(registerId),
    records.sessions.byId(registerId),
  ]);
  const programme = session && (await records.enrolments.programme(session.programmeId));
  if (!register || !session || !programme) throw new Error('register without its session or programme');
  if (register.projected >= register.version) return void (await records.registers.setProjected(register));
  const context = { session, programme, pack: packOn(world.packs, programme.pack, session.day) };
  const marks = marksOf(register, session, context.pack);
  const all = [...Map.groupBy(marks, (mark) => mark.learnerId).values()];
  // Each batch looks itself at what is stored; of a large register only what has changed is worth a batch.
  const isLarge = all.length > batchSize;
  const stored = isLarge ? await records.marks.ofSession(registerId) : [];
  const learners = isLarge ? all.filter((own) => changedIn(own, stored).length > 0) : all;
  const failed: unknown[] = [];
  for (let from = 0; from === 0 || from < learners.length; from += batchSize) {
    const isLast = from + batchSize >= learners.length && failed.length === 0;
    const batch = learners.slice(from, from + batchSize);
    await carryInHalves(world, register, context, batch, isLast ? marks : undefined).catch((error) =>
      failed.push(error),
    );
    if (failed.at(-1) instanceof MovedOn) return world.wake();
  }
  if (failed.length > 0) throw failed[0];
  world.wake();
}
