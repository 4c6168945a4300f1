import { createHash } from 'node:crypto';
import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { taskOf } from '../../domain/task.ts';
import { noteDone } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import type { StoredFile } from '../core/records/notices.ts';
import { askEvidence, receiveEvidence } from './evidence.task.ts';
import { touchedSessions } from './touched-sessions.ts';

/** The same file for the same thing is one file, however often it is delivered. */
export function fileIdOf(about: string, bytes: Uint8Array): string {
  return createHash('sha256').update(about).update('\n').update(bytes).digest('hex').slice(0, 40);
}

/** Who decides about a notice is found by the programme it touches; without a session by one of the learner's. */
async function programmeOf(world: World, notice: AbsenceNotice): Promise<string | undefined> {
  const [session] = await touchedSessions(world, notice);
  return session?.programmeId ?? (await world.records.enrolments.ofLearner(notice.learnerId))[0]?.programmeId;
}

/** A file goes in for a notice, to those who decide, whether or not it was asked for (G3). Part of a transaction. */
export async function giveFile(
  world: World,
  notice: AbsenceNotice,
  file: Pick<StoredFile, 'name' | 'type' | 'bytes' | 'fromId'> & { _id?: string },
): Promise<void> {
  const { records, clock } = world;
  const about = taskId('evidence', notice._id);
  const asked = await records.tasks.byId(about);
  // Teams delivers a message more than once, also at the same time.
  if (asked?.state === 'sent' && asked.data.fileId === fileIdOf(about, file.bytes)) return;
  if (asked?.state !== 'asked') await askEvidence(world, notice, await programmeOf(world, notice));
  const task = taskOf('evidence', await records.tasks.byId(about));
  if (!task) throw new Error('no request to keep the file for');
  const id = fileIdOf(about, file.bytes);
  const before = task.data.fileId;
  // One that was not accepted gives way to what comes in its place.
  if (before && before !== id) await records.files.remove(before);
  if (file._id && file._id !== id) await records.files.remove(file._id);
  const { name, type, bytes, fromId } = file;
  const given = { byId: fromId, thingId: id, aboutIds: [notice.learnerId], how: 'card' as const };
  await noteDone(world, id, { ...given, did: 'changed', what: 'certificate' });
  await records.files.put({ _id: id, learnerId: notice.learnerId, fromId, at: clock.now(), name, type, bytes });
  await receiveEvidence(world, task, { id, name });
}
