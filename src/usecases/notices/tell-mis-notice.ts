import { type AbsenceNotice, saidAt } from '../../domain/absence-notice.ts';
import { tellMis } from '../core/mis-event.ts';
import type { World } from '../core/ports.ts';

/** A notice that counts, was decided or was taken back, as the MIS hears it (S8): days, times and how it stands; never why. */
export async function tellMisNotice(world: World, notice: AbsenceNotice): Promise<void> {
  // A draft counts for nothing, taken back or not.
  if (!notice.confirmedAt || notice.state === 'draft') return;
  const { _id, version, learnerId, kind, state, days, decisions = [] } = notice;
  const subject = `notice|${_id}`;
  const first = days[0];
  await tellMis(
    world,
    { _id: `${subject}|${version}`, type: 'notice', subject, learnerId },
    {
      notice_id: _id,
      notice_version: version,
      kind,
      state,
      days,
      from_time: notice.fromTime ?? null,
      to_time: notice.toTime ?? null,
      arrive_at: notice.arriveAt ?? null,
      minutes_late: notice.minutesLate ?? null,
      notified_by: notice.byId,
      notified_at: (first ? saidAt(notice, first) : notice.createdAt).toISOString(),
      decisions: decisions.map(({ packId, state: decided, byId, at }) => ({
        policy: packId,
        decision: decided,
        decided_by: byId,
        decided_at: at.toISOString(),
      })),
    },
  );
}
