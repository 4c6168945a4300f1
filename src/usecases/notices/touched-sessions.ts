import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { Day } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { touches } from '../../domain/overlapping-notices.ts';
import type { Session } from '../../domain/session.ts';
import type { World } from '../core/ports.ts';

/** The sessions a learner is expected in, on these days and those between them, cancelled ones too, in order. */
export async function sessionsOf(world: World, learnerId: string, days: readonly Day[]): Promise<Session[]> {
  const sorted = days.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return [];
  const enrolments = await world.records.enrolments.ofLearner(learnerId);
  const programmeIds = enrolments.map((one) => one.programmeId);
  const sessions = await world.records.sessions.ofProgrammes(programmeIds, first, last);
  return sessions.filter((session) =>
    enrolments.some((one) => one.programmeId === session.programmeId && isExpected(one, session)),
  );
}

/** The learner's sessions that a notice touches, in order. */
export async function touchedSessions(world: World, notice: AbsenceNotice): Promise<Session[]> {
  return (await sessionsOf(world, notice.learnerId, notice.days)).filter((session) => touches(notice, session));
}
