import type { Session } from '../../domain/session.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask } from '../core/put-task.ts';
import { passCheckIn } from './check-in.task.ts';
import { registerRecipients } from './register-recipients.ts';

/**
 * A session has other tutors than before (`session`: as it was): its register, its check-in and the tasks that follow a
 * session are theirs now, and whoever had them sees so. Part of the transaction that changes the session.
 */
export async function passSessionWork(world: World, session: Session, tutorIds: readonly string[]): Promise<void> {
  const { records } = world;
  const programme = await records.enrolments.programme(session.programmeId);
  const register = await records.registers.byId(session._id);
  if (programme && register) {
    const had = (await records.slots.about('register', session._id)).map((slot) => slot.recipient);
    const now = await registerRecipients(world, { ...session, tutorIds: [...tutorIds] }, programme);
    for (const recipient of [...now, ...had])
      await records.slots.want(
        { kind: 'register', subjectId: session._id, recipient, revision: register.version, ask: 'again' },
        world.clock.now(),
      );
  }
  const context = await loadSession(world, session._id);
  if (context) await passCheckIn(world, context);
  const gone = session.tutorIds.filter((id) => !tutorIds.includes(id));
  const come = tutorIds.filter((id) => !session.tutorIds.includes(id));
  const swap = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => (gone.includes(id) ? come : [id])))];
  for (const task of await records.tasks.allOfSession(session._id)) {
    if (!task.isOpen || world.traits[task.kind].onHandOver !== 'follow') continue;
    await moveTask(world, task, {
      act: 'handed-over',
      ownerIds: swap(task.ownerIds),
      watcherIds: swap(task.watcherIds),
    });
  }
}
