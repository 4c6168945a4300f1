import { noteSeen } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';
import type { StoredFile } from '../core/records/notices.ts';
import { may, rightFor } from '../core/rights.ts';

/**
 * A stored piece of evidence, if this person may look at it now: one of those its task is with, never the learner (G3).
 * Undefined does not say whether there is such a file.
 */
export async function seeFile(world: World, fileId: string, viewerId: string): Promise<StoredFile | undefined> {
  const [file, viewer] = await Promise.all([world.records.files.byId(fileId), world.records.people.byId(viewerId)]);
  if (!file || !viewer || viewer._id === file.learnerId || !may(viewer, rightFor('evidence'), true)) return undefined;
  const tasks = await world.records.tasks.ofLearner(file.learnerId, 'evidence');
  const isTheirs = tasks.some(
    (task) => task.data.fileId === fileId && [...task.ownerIds, ...task.watcherIds].includes(viewer._id),
  );
  if (!isTheirs) return undefined;
  const seen = { byId: viewerId, thingId: fileId, aboutIds: [file.learnerId] };
  await noteSeen(world, { ...seen, what: 'certificate', how: 'page' });
  return file;
}
