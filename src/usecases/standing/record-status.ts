import { dayOf } from '../../domain/calendar.ts';
import { hasLeft } from '../../domain/enrolment.ts';
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
  const body = {
    schema_version: 1,
    enrolment_id: enrolment._id,
    learner_id: about.learnerId,
    programme_id: about.programmeId,
    risk_status: status,
    recorded_by: byId,
    recorded_at: at.toISOString(),
  };
  await world.records.outbox.put(
    [
      {
        _id: `mis-status|${enrolment._id}|${at.toISOString()}|${status}`,
        kind: 'mis',
        to: 'mis',
        about: about.learnerId,
        body: JSON.stringify(body),
      },
    ],
    at,
  );
}
