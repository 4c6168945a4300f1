import { isoAt } from '../../domain/calendar.ts';
import { type MisEventType, type MisWish, misSchemaVersion } from '../../domain/mis-event.ts';
import type { Person } from '../../domain/person.ts';
import type { Mark, Register } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { type LoadedPack, markType } from '../../policy/pack-shelf.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { World } from './ports.ts';
import type { StoredMark } from './records/standing.ts';

/** An event as the MIS gets it: ids, references and figures only; no names, no reasons, no words of people. */
function misWish(
  event: { _id: string; type: MisEventType; subject: string; learner: Pick<Person, '_id' | 'ref'> },
  says: Record<string, unknown>,
): MisWish {
  const { _id, type, subject, learner } = event;
  const head = { schema_version: misSchemaVersion, id: _id, type, learner_id: learner._id, learner_ref: learner.ref };
  return { _id, type, subject, learnerId: learner._id, body: JSON.stringify({ ...head, ...says }) };
}

/** Notes an event about a learner, in the transaction of what it tells of. Nothing for somebody who is not known. */
export async function tellMis(
  world: World,
  event: { _id: string; type: MisEventType; subject: string; learnerId: string },
  says: Record<string, unknown>,
): Promise<void> {
  const learner = await world.records.people.byId(event.learnerId);
  if (learner) await world.records.mis.put([misWish({ ...event, learner }, says)], world.clock.now());
}

/**
 * One mark as the MIS hears it, the same day (S8): one a learner and session, keyed by the register's version, so that a
 * repeat is the same event and an amendment a new one. Of two about one mark the higher `mark_version` holds.
 */
export function markEvent(
  mark: StoredMark,
  made: Mark,
  before: StoredMark | undefined,
  about: { learner: Pick<Person, '_id' | 'ref'>; session: Session; pack: LoadedPack; notifiedAt?: Date | undefined },
): MisWish {
  const { learner, session, pack, notifiedAt } = about;
  const type = markType(pack, mark.code);
  const subject = `mark|${mark._id}`;
  return misWish(
    { _id: `${subject}|${mark.version}`, type: 'mark', subject, learner },
    {
      mark_version: mark.version,
      session_id: session._id,
      enrolment_id: mark.enrolmentId,
      programme_id: mark.programmeId,
      group_code: session.groups.join(';'),
      session_type: session.type,
      starts_at: isoAt(session.startsAt, session.zone),
      ends_at: isoAt(session.endsAt, session.zone),
      planned_minutes: mark.plannedMinutes,
      attended_minutes: tallyOf(mark, pack).attendedMinutes,
      mark: mark.code,
      counts: type.counts,
      authorised: type.authorised,
      minutes_late: mark.minutesLate,
      minutes_left_early: mark.minutesEarly ?? 0,
      took_part: type.counts === 'present' ? !mark.notTakingPart : null,
      employer_present: mark.employerThere ?? null,
      notified_at: notifiedAt ? isoAt(notifiedAt, session.zone) : null,
      recorded_by: made.byId,
      recorded_at: made.at.toISOString(),
      amended_from: before?.code ?? null,
    },
  );
}

/** Whether the employer took part, on each mark of a visit or review (S1); nothing where it was not said. */
export function employerOn({ employerThere }: Pick<Register, 'employerThere'>): Pick<StoredMark, 'employerThere'> {
  return employerThere === undefined ? {} : { employerThere };
}
