import { dayOf } from '../../domain/calendar.ts';
import { hasLeft } from '../../domain/enrolment.ts';
import { tellMis } from '../core/mis-event.ts';
import type { World } from '../core/ports.ts';
import { enrolmentOn } from '../core/whose.ts';

/** True once a learner's last status says they have left: nothing recorded after may hide that. */
export async function isTerminal(world: World, about: { learnerId: string; programmeId: string }): Promise<boolean> {
  const enrolment = await enrolmentOn(world, about.learnerId, about.programmeId);
  return enrolment !== undefined && hasLeft(enrolment, dayOf(world.clock.now()));
}

/** Records a learner's risk status on the enrolment and tells the MIS (S12, G9). Ids and the status only. */
export async function recordStatus(
  world: World,
  about: { learnerId: string; programmeId: string },
  status: string,
  byId: string,
): Promise<void> {
  const at = world.clock.now();
  const enrolment = await enrolmentOn(world, about.learnerId, about.programmeId);
  if (!enrolment) return;
  await world.records.enrolments.addStatus(enrolment._id, { status, byId, at });
  const subject = `risk-status|${enrolment._id}`;
  await tellMis(
    world,
    {
      _id: `${subject}|${at.toISOString()}|${status}`,
      type: 'risk-status',
      subject,
      learnerId: about.learnerId,
    },
    {
      enrolment_id: enrolment._id,
      programme_id: about.programmeId,
      risk_status: status,
      recorded_by: byId,
      recorded_at: at.toISOString(),
    },
  );
}
