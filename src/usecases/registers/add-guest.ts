import { isExpected } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import { learnerChoices } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { startRegisterClock } from './register-due.task.ts';
import { openRollCheck } from './roll-check.task.ts';
import { loadRegister, type OpenedRegister, pageSize, viewForm } from './view-register.ts';

/** Learners of the provider's programmes that day who are not on this register yet, by name. */
async function candidates(world: World, opened: OpenedRegister): Promise<{ enrolmentId: string; learnerId: string }[]> {
  const programmes = await world.records.enrolments.programmes();
  const all = (await Promise.all(programmes.map((one) => world.records.enrolments.ofProgramme(one._id)))).flat();
  const present = new Set(opened.register.rows.map((row) => row.learnerId));
  const seen = new Set<string>();
  return all
    .filter((one) => isExpected(one, { groups: [], day: opened.session.day }) && !present.has(one.learnerId))
    .toSorted((a, b) => Number(b.programmeId === opened.programme._id) - Number(a.programmeId === opened.programme._id))
    .filter((one) => !seen.has(one.learnerId) && seen.add(one.learnerId))
    .map((one) => ({ enrolmentId: one._id, learnerId: one.learnerId }));
}

async function loadForGuest(world: World, actor: Person, registerId: string): Promise<OpenedRegister | null> {
  const opened = await loadRegister(world, registerId);
  return opened && (await mayFor(world, actor, 'mark-register', opened.session.tutorIds)) ? opened : null;
}

/** The form on which a tutor picks someone who is in the room but not on the list (G5). */
export async function offerGuests(world: World, actor: Person, registerId: string): Promise<Outcome<CardModel>> {
  const opened = await loadForGuest(world, actor, registerId);
  if (!opened) return refuse('not-allowed');
  const people = await world.records.people.byIds((await candidates(world, opened)).map((one) => one.learnerId));
  const learners = learnerChoices(people);
  return {
    card: 'register-guest',
    data: {
      registerId,
      version: opened.register.version,
      title: `${opened.programme.name}: ${opened.session.title}`,
      learners,
    },
  };
}

/** Adds a guest row, to be marked like any other, and asks for the roll to be checked (G5). A second press finds the guest there. */
export async function addGuest(
  world: World,
  actor: Person,
  registerId: string,
  learnerId: string,
): Promise<Outcome<CardModel>> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const opened = await loadForGuest(world, actor, registerId);
    if (!opened) return refuse('not-allowed');
    if (opened.register.state === 'cancelled') return refuse('register-cancelled');
    const { register } = opened;
    const isThere = register.rows.some((row) => row.learnerId === learnerId);
    const guest = isThere ? undefined : (await candidates(world, opened)).find((one) => one.learnerId === learnerId);
    if (!isThere && !guest) return refuse('learner-not-found');
    if (!guest) return viewForm(world, opened, 0, { isAmending: register.state === 'saved' });
    const after: Register = {
      ...register,
      version: register.version + 1,
      rows: [...register.rows, { ...guest, guest: true }],
      history: [
        ...register.history,
        { version: register.version + 1, byId: actor._id, at: world.clock.now(), why: 'guest added', changes: [] },
      ],
      state: 'open',
      next: { step: 'project', at: world.clock.now() },
    };
    const isAdded = await world.records.together(async (records) => {
      if (!(await records.registers.replace(after, register))) return false;
      const inside = { ...world, records };
      await openRollCheck(inside, opened, learnerId, 'not-on-list', actor);
      // The register is open again until the guest is marked.
      await startRegisterClock(inside, opened);
      return true;
    });
    if (isAdded)
      return viewForm(world, { ...opened, register: after }, Math.floor((after.rows.length - 1) / pageSize), {});
  }
  throw new Error('register stayed contended');
}
