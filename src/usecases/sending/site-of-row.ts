import type { OutboxRow } from '../../domain/outbox-row.ts';
import type { Site } from '../../domain/site.ts';
import type { World } from '../core/ports.ts';
import { siteOf } from '../core/site-of.ts';

/**
 * The site a message is of: that of the programme or session it tells of, so that a learner at two hears from the right
 * one; else where whom it is about, or whom it is for, is at home. Undefined: the whole college's.
 */
export async function siteOfRow(
  world: Pick<World, 'records' | 'clock'>,
  row: Pick<OutboxRow, 'about' | 'toId' | 'taskId' | 'sessionId'>,
): Promise<Site | undefined> {
  const { records } = world;
  if ((await records.sites.all()).length === 0) return undefined;
  const task = row.taskId ? await records.tasks.byId(row.taskId) : null;
  const sessionId = row.sessionId ?? task?.sessionId;
  const session = sessionId ? await records.sessions.byId(sessionId) : null;
  const programmeId = session?.programmeId ?? task?.programmeId;
  const programme = programmeId ? await records.enrolments.programme(programmeId) : null;
  const person = (await records.people.byId(row.about)) ?? (row.toId ? await records.people.byId(row.toId) : null);
  return siteOf(world, { programme, person });
}
