import type { OutboxWish } from '../../domain/outbox-row.ts';
import type { Mark } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { type LoadedPack, markType } from '../../policy/pack-shelf.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { StoredMark } from './records/standing.ts';

/**
 * One mark as the MIS hears it, the same day (S8): a row a learner and session, keyed so that a repeat is the same row
 * and an amendment a new one. Ids and figures only; no names, no reasons.
 */
export function misEvent(
  mark: StoredMark,
  made: Mark,
  before: StoredMark | undefined,
  session: Session,
  pack: LoadedPack,
): OutboxWish {
  const type = markType(pack, mark.code);
  const body = {
    schema_version: 1,
    session_id: session._id,
    enrolment_id: mark.enrolmentId,
    learner_id: mark.learnerId,
    programme_id: mark.programmeId,
    session_type: session.type,
    starts_at: session.startsAt.toISOString(),
    ends_at: session.endsAt.toISOString(),
    planned_minutes: mark.plannedMinutes,
    attended_minutes: tallyOf(mark, pack).attendedMinutes,
    mark: mark.code,
    counts: type.counts,
    authorised: type.authorised,
    minutes_late: mark.minutesLate,
    minutes_left_early: mark.minutesEarly ?? 0,
    took_part: type.counts === 'present' ? !mark.notTakingPart : null,
    recorded_by: made.byId,
    recorded_at: made.at.toISOString(),
    amended_from: before?.code ?? null,
  };
  return {
    _id: `mis|${mark._id}|${mark.version}`,
    kind: 'mis',
    to: 'mis',
    about: mark.learnerId,
    body: JSON.stringify(body),
  };
}
