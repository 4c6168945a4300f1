import { decisionUnder, pickTold } from '../../domain/absence-notice.ts';
import { isExpected } from '../../domain/enrolment.ts';
import type { Register, RegisterRow } from '../../domain/register.ts';
import { isCurrent, type Session } from '../../domain/session.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { isAcceptedByItself } from '../../policy/rules/reasons.ts';
import { isLoggedByLearners, loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { startFundingClocks } from '../measures/funding-clock.task.ts';
import { planPraise } from '../measures/praise.task.ts';
import { openLessons } from '../measures/review-lessons.ts';
import { openCheckIn } from './check-in.task.ts';
import { openLogs } from './log-activity.task.ts';
import { mailRegisterLinks } from './mail-register-link.ts';
import { watchMeeting } from './meeting-suggestions.ts';
import { startRegisterClock } from './register-due.task.ts';
import { registerRecipients } from './register-recipients.ts';

/** A register this much after its session's start says that it comes late. */
const lateAfterMs = 2 * 60_000;

/** Before a session's start: the check-in card where the pack wants it (S9); then the register opens at the start. */
export async function prepareSession(world: World, sessionId: string): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const context = await loadSession(inside, sessionId);
    if (!context || context.session.cancelled) return records.sessions.clearNext(sessionId);
    if (context.session.next?.step !== 'prepare') return;
    await openCheckIn(inside, context);
    await records.sessions.change(sessionId, { next: { step: 'open', at: context.session.startsAt } });
  });
  world.wake();
}

/** Rows with what the confirmed notices of the day say of them, the newest first; the only source of `told`. */
export async function tellRows(
  world: World,
  session: Session,
  rows: readonly RegisterRow[],
  pack: LoadedPack,
): Promise<RegisterRow[]> {
  const notices = await world.records.notices.touching(
    rows.map((row) => row.learnerId),
    session.day,
  );
  return rows.map((row) => {
    const told = pickTold(notices, row.learnerId, session, (notice) => ({
      accepted: isAcceptedByItself(notice.reason, pack),
      decision: decisionUnder(notice, pack.id),
    }));
    if (told) return { ...row, told };
    const { told: _, ...bare } = row;
    return bare;
  });
}

/**
 * Opens a session's register at its start (S7) and asks for its cards. Done again after a kill it changes nothing.
 * Everyone enrolled, in the group and not in a break that day is on it. `asHistory`: its marks come from a file on a
 * later day, so that nobody gets a card and no clock starts.
 */
export async function openRegister(world: World, sessionId: string, asHistory = false): Promise<void> {
  const { records } = world;
  const session = await records.sessions.byId(sessionId);
  if (!session || session.cancelled) return records.sessions.clearNext(sessionId);
  const programme = await records.enrolments.programme(session.programmeId);
  if (!programme) return records.sessions.clearNext(sessionId);
  const pack = packOn(world.packs, programme.pack, session.day);
  const enrolments = await records.enrolments.ofProgramme(programme._id);
  const expected = enrolments.filter((enrolment) => isExpected(enrolment, session));
  const people = await records.people.byIds(expected.map((enrolment) => enrolment.learnerId));
  const nameOf = new Map(people.map((person) => [person._id, person.preferredName ?? person.name]));
  const sorted = expected.toSorted((a, b) =>
    (nameOf.get(a.learnerId) ?? '').localeCompare(nameOf.get(b.learnerId) ?? '', 'en-GB'),
  );
  const bare = sorted.map((enrolment): RegisterRow => ({ enrolmentId: enrolment._id, learnerId: enrolment.learnerId }));
  const now = world.clock.now();
  const fresh: Register = {
    _id: session._id,
    programmeId: programme._id,
    pack: pack.ref,
    version: 1,
    touched: 0,
    state: 'open',
    rows: await tellRows(world, session, bare, pack),
    history: [],
    presses: [],
    openedAt: now,
    projected: 1,
    ...(now.getTime() - session.startsAt.getTime() > lateAfterMs ? { openedLate: true } : {}),
  };
  const stored = await records.registers.open(fresh);
  // A notice confirmed or taken back between reading notices and inserting the register is caught by this second look.
  const unmarked = stored.rows.filter((row) => !row.mark);
  for (const row of await tellRows(world, session, unmarked, pack)) {
    const before = unmarked.find((one) => one.enrolmentId === row.enrolmentId)?.told;
    if (before?.noticeId !== row.told?.noticeId)
      await records.registers.setTold(session._id, row.enrolmentId, row.told);
  }
  const missing = fresh.rows.filter((row) => !stored.rows.some((one) => one.enrolmentId === row.enrolmentId));
  if (stored.state === 'open' && missing.length > 0) await records.registers.addRows(session._id, missing);
  if (asHistory) return records.sessions.clearNext(sessionId);
  await startFundingClocks(world, { session, programme, pack }, fresh.rows);
  await planPraise(world, { session, programme, pack });
  if (isLoggedByLearners({ session, pack })) await openLogs(world, { session, programme, pack }, fresh.rows);
  else if (isCurrent(session, now)) {
    for (const recipient of await registerRecipients(world, session, programme))
      await records.slots.want(
        {
          kind: 'register',
          subjectId: session._id,
          recipient,
          revision: stored.version,
          // Someone enrolled late must appear on a card that is out already.
          ...(missing.length > 0 ? { ask: 'again' as const } : {}),
        },
        now,
      );
    await startRegisterClock(world, { session, programme, pack });
    await mailRegisterLinks(world, session, programme);
  }
  await openLessons(world, { session, programme, pack }, fresh.rows);
  await watchMeeting(world, session);
  await records.sessions.clearNext(sessionId);
  world.wake();
}
