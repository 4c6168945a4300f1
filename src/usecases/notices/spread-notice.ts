import { isDeepStrictEqual } from 'node:util';
import { type AbsenceNotice, decisionUnder, type NoticeDecision, toldAbout } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, isOnBreak, type Programme } from '../../domain/enrolment.ts';
import type { Choice, Register, RegisterCause, RegisterRow } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { taskOf } from '../../domain/task.ts';
import { isUnauthorised, type LoadedPack, markType, packOn } from '../../policy/pack-shelf.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import { isAcceptedByItself } from '../../policy/rules/reasons.ts';
import type { World } from '../core/ports.ts';
import { redrawTask, taskId, withdrawTask } from '../core/put-task.ts';
import { tellRows } from '../registers/open-register.ts';
import { redrawRegisterClock } from '../registers/register-due.task.ts';
import { registerRecipients } from '../registers/register-recipients.ts';
import { setMarks } from '../registers/set-mark.ts';
import { endEvidence } from './end-evidence.ts';
import { askEvidence } from './evidence.task.ts';
import { runLength } from './illness-run.ts';
import { openLongAbsence } from './long-absence.task.ts';
import { addToBatch, isMoot, redrawBatch } from './notice-list.ts';
import { giveWaiting } from './offered-file.task.ts';
import { tellMisNotice } from './tell-mis-notice.ts';

/** What a decided notice makes of a mark that stands already; undefined leaves it. */
function decidedMark(notice: AbsenceNotice, row: RegisterRow, pack: LoadedPack): Choice | undefined {
  if (!row.mark || !row.told || row.told.noticeId !== notice._id) return undefined;
  const wanted = prefillMark(row.told, pack);
  if (!wanted || wanted.code === row.mark.code) return undefined;
  if (notice.kind === 'elsewhere') return wanted;
  const type = markType(pack, row.mark.code);
  // Who was there stays there; who was away is authorised or not as it was decided (S10: a person can).
  return decisionUnder(notice, pack.id) && type.counts === 'absent' ? wanted : undefined;
}

/** “Elsewhere” taken back: the mark it had replaced, as the register's history knows it. */
function markBefore(register: Register, row: RegisterRow): Choice | undefined {
  if (row.told || row.formerly?.at(-1)?.kind !== 'elsewhere') return undefined;
  const entry = register.history.findLast((one) =>
    one.changes.some((change) => change.enrolmentId === row.enrolmentId),
  );
  const change =
    entry?.cause === 'elsewhere' ? entry.changes.find((one) => one.enrolmentId === row.enrolmentId) : undefined;
  return change?.from;
}

function causeOf(notice: AbsenceNotice, decision: NoticeDecision | undefined): RegisterCause {
  if (notice.kind !== 'elsewhere') return decision ? `notice-${decision.state}` : 'told-before';
  return notice.state === 'withdrawn' ? 'not-elsewhere' : 'elsewhere';
}

/** Takes a notice to one session's register: unmarked rows are told, decided marks follow, tutors of open ones see a small card. */
async function spreadTo(world: World, notice: AbsenceNotice, session: Session, programme: Programme): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const register = await records.registers.byId(session._id);
    const row = register?.rows.find((one) => one.learnerId === notice.learnerId);
    if (!register || !row || register.state === 'cancelled') return;
    const pack = packOn(world.packs, programme.pack, session.day);
    const decision = decisionUnder(notice, pack.id);
    const told = toldAbout(notice, session, isAcceptedByItself(notice.reason, pack), decision);
    const wasTold = row.told?.noticeId === notice._id;
    if (!told && !wasTold) return;
    // Another notice may still hold for this row, so all of the day's are asked, not this one alone.
    const [fresh] = await tellRows(inside, session, [row], pack);
    if (!row.mark || decision || notice.kind === 'elsewhere')
      await records.registers.setTold(register._id, row.enrolmentId, fresh?.told);
    const now = (await records.registers.byId(session._id)) ?? register;
    const own = now.rows.find((one) => one.enrolmentId === row.enrolmentId) ?? row;
    const choice = (fresh && decidedMark(notice, fresh, pack)) ?? markBefore(now, own);
    if (choice)
      await setMarks(inside, register._id, new Map([[row.enrolmentId, choice]]), {
        id: decision?.byId ?? notice.byId,
        pressId: `notice|${notice._id}|${notice.version}`,
        pack,
        cause: causeOf(notice, decision),
      });
    // What was said or asked about this absence is written anew: now somebody has told us why.
    await redrawTask(inside, await records.tasks.byId(taskId('absence', session._id, row.enrolmentId)));
    if (register.state === 'open') await redrawRegisterClock(inside, { session, programme, pack });
    // A trip is set for many at once: no card for each. An open register is put right where nobody is left to mark on it,
    // or the trip is off; else what is picked on it stays, the tutor is told, and saving takes the trip in.
    const isAllAway = now.rows.every((one) => one.told?.kind === 'elsewhere' || one.mark !== undefined);
    const isRedrawn = isAllAway || notice.state === 'withdrawn';
    const isNew = !isDeepStrictEqual(row.told, fresh?.told);
    if (notice.kind === 'elsewhere' && register.state === 'open' && isNew && isRedrawn)
      for (const recipient of await registerRecipients(inside, session, programme))
        await records.slots.want(
          { kind: 'register', subjectId: session._id, recipient, revision: register.version, ask: 'again' },
          world.clock.now(),
        );
    // A decision shows as an amendment.
    if ((row.mark && decision) || notice.kind === 'elsewhere') return;
    // Once it is over the office decides; and what a newer notice says instead, that one's card tells.
    const late = { noticeId: notice._id, sessionId: session._id };
    const subjectId = `${notice._id}|${session._id}`;
    const isKnown = (await records.slots.about('late-notice', subjectId)).length > 0;
    const isTooLate = register.state !== 'open' && session.endsAt <= world.clock.now();
    // A register that was opened with the notice on it shows it already.
    const isShown = wasTold && isDeepStrictEqual(row.told, fresh?.told);
    if (!isKnown && (isTooLate || isShown || (!told && fresh?.told))) return;
    for (const recipient of await registerRecipients(inside, session, programme))
      await records.slots.want(
        { kind: 'late-notice', subjectId, late, recipient, revision: notice.version },
        world.clock.now(),
      );
  });
}

/** True when one of these sessions has an unauthorised mark already for the absence the notice tells of. */
async function isMarkedAway(
  world: World,
  notice: AbsenceNotice,
  sessions: readonly Session[],
  pack: LoadedPack,
): Promise<boolean> {
  const told = sessions.filter((one) => toldAbout(notice, one, true)?.kind === 'absence').map((one) => one._id);
  return (await world.records.registers.byIds(told)).some((register) => {
    const mark = register.rows.find((row) => row.learnerId === notice.learnerId)?.mark;
    return mark !== undefined && register.state !== 'cancelled' && isUnauthorised(markType(pack, mark.code));
  });
}

/** Asks of people what a confirmed absence asks for: a decision, evidence, alternative study (G2, G3, G4, S10). */
async function followNotice(
  world: World,
  notice: AbsenceNotice,
  enrolments: readonly Enrolment[],
  sessions: readonly Session[],
): Promise<void> {
  const first = notice.days[0] ?? dayOf(world.clock.now());
  const others = await world.records.notices.ofLearner(notice.learnerId, '0000-00-00');
  await world.together(async (inside) => {
    const { records } = inside;
    for (const enrolment of enrolments) {
      // Only who has the learner on these days hears of it.
      if (!notice.days.some((day) => covers(enrolment, day) && !isOnBreak(enrolment, day))) continue;
      const programme = await records.enrolments.programme(enrolment.programmeId);
      if (!programme) continue;
      const pack = packOn(world.packs, programme.pack, first);
      const holidays = world.holidays(programme);
      const length = runLength(notice, others, { programme, enrolment, holidays });
      const reason = pack.reasons.find((one) => one.code === notice.reason);
      const own = sessions.filter((one) => one.programmeId === programme._id);
      const isLate = own.some((one) => toldAbout(notice, one, true)?.inTime === false);
      // A mark made before the notice came stands until somebody decides, however good the reason.
      const isMarked = await isMarkedAway(inside, notice, own, pack);
      const needsPerson = !isAcceptedByItself(notice.reason, pack) || isLate || isMarked;
      const decision = decisionUnder(notice, pack.id);
      const hasLapsed = (await records.tasks.byId(taskId('evidence', notice._id)))?.state === 'lapsed';
      const isBack = decision?.state === 'evidence' && hasLapsed;
      if (((needsPerson && !decision) || isBack) && !(await isMoot(inside, notice, pack.id)))
        await addToBatch(inside, notice, programme, pack);
      const asks = reason?.evidenceAfterDays != null && length > reason.evidenceAfterDays;
      const isDecided = decision?.state === 'accepted' || decision?.state === 'rejected';
      if (asks && !isDecided && !hasLapsed) await askEvidence(inside, notice, programme._id);
      const mentorId = enrolment.mentorId ?? enrolment.coachId;
      if (pack.longAbsence && length >= pack.longAbsence.days && mentorId)
        await openLongAbsence(inside, notice, { mentorId, programmeId: programme._id, pack });
    }
    await giveWaiting(inside, notice);
  });
}

/** Taken back: what it asked of people is not needed any more; a file that came for it is deleted (G3, G4). */
async function withdrawAsked(world: World, notice: AbsenceNotice): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    await withdrawTask(inside, await records.tasks.byId(taskId('long-absence', notice._id)), 'notice-taken-back');
    const evidence = taskOf('evidence', await records.tasks.byId(taskId('evidence', notice._id)));
    if (evidence?.isOpen) await endEvidence(inside, evidence, 'withdrawn');
  });
}

/** Lists that show this notice are drawn again: it was changed, decided or taken back. */
async function redrawBatches(world: World, notice: AbsenceNotice): Promise<void> {
  for (const task of await world.records.tasks.ofKind('decide-notices', addMinutes(notice.createdAt, -1_440)))
    if (task.data.rows.some((row) => row.noticeId === notice._id))
      await world.together(async (inside) => {
        const { records } = inside;
        const fresh = taskOf('decide-notices', await records.tasks.byId(task._id));
        if (fresh) await redrawBatch(inside, fresh);
      });
}

/**
 * Takes a confirmed, decided or withdrawn notice to registers that exist already: onto rows not marked, as an amendment
 * where a person decided, and to the tutor as a small card of its own, because an open register is never redrawn under
 * the tutor's fingers. Registers opened later read the notice themselves.
 */
export async function spreadNotice(world: World, noticeId: string): Promise<void> {
  const { records } = world;
  const notice = await records.notices.byId(noticeId);
  const first = notice?.days[0];
  const last = notice?.days.at(-1);
  if (!notice) return;
  const enrolments = await records.enrolments.ofLearner(notice.learnerId);
  const programmes = [...new Set(enrolments.map((one) => one.programmeId))];
  const covered = first && last ? await records.sessions.ofProgrammes(programmes, first, last) : [];
  const touched = await records.registers.byIds(covered.map((one) => one._id));
  // A changed or withdrawn notice must also leave the registers of days it no longer covers.
  const left = await records.registers.telling(noticeId);
  const ids = [...new Set([...touched, ...left].map((one) => one._id))];
  for (const id of ids) {
    const session = await records.sessions.byId(id);
    const programme = session && (await records.enrolments.programme(session.programmeId));
    if (session && programme) await spreadTo(world, notice, session, programme);
  }
  if (notice.state === 'confirmed' && notice.kind === 'absence') await followNotice(world, notice, enrolments, covered);
  if (notice.state === 'withdrawn') await withdrawAsked(world, notice);
  await redrawBatches(world, notice);
  await tellMisNotice(world, notice);
  await records.notices.clearNext(noticeId, notice.version);
  world.wake();
}
