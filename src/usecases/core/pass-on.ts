import { dayOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { SlotKind } from '../../domain/slot.ts';
import { withRegister } from './load-session.ts';
import type { World } from './ports.ts';
import { wantCase, wantTask } from './want-card.ts';

/**
 * What is open goes to whoever is to act on it now: at the start of an absence to the deputy, at its end back. Both
 * see their cards drawn again; who may not act any more reads that it is someone else's.
 */
export async function passOn(world: World, person: Person, deputyId: string): Promise<void> {
  const { records } = world;
  const now = world.clock.now();
  const want = async (kind: SlotKind, subjectId: string, revision: number) => {
    for (const id of [person._id, deputyId]) {
      const recipient = { person: id };
      await records.slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, now);
    }
  };
  for (const task of await records.tasks.openOf([person._id]))
    if (task.isShown && !world.traits[task.kind].isPersonal)
      for (const id of [person._id, deputyId]) await wantTask(world, task, id, 'again');
  for (const riskCase of await records.cases.ofOwner(person._id))
    if (riskCase.state === 'open') for (const id of [person._id, deputyId]) await wantCase(world, riskCase, id);
  const today = dayOf(now);
  for (const session of await withRegister(world, await records.sessions.ofTutor(person._id, today, today))) {
    const register = await records.registers.byId(session._id);
    if (register?.state === 'open') await want('register', register._id, register.version);
  }
  if (person.roles.includes('safeguarding'))
    for (const concern of await records.concerns.unreleased()) await want('concern', concern._id, concern.version);
  world.wake();
}
