import { isExpected } from '../../domain/enrolment.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import { addGuestRow } from '../../domain/register.ts';
import type { CardModel } from '../core/card-model.ts';
import { learnerChoices } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import type { OpenedRegister } from './load-register.ts';
import { hold, holdMs, loadOwn, type Picked } from './mark-register.ts';
import { openRollCheck } from './roll-check.task.ts';
import { viewRegister } from './view-register.ts';
import { pageOf, viewForm } from './view-register-form.ts';

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

/** The form on which a tutor picks someone who is in the room but not on the list (G5). What was picked before is kept. */
export async function offerGuests(
  world: World,
  actor: Person,
  registerId: string,
  { page, picked }: { page: number; picked: Picked },
): Promise<Outcome<CardModel>> {
  const opened = await loadOwn(world, actor, registerId);
  if (isRefusal(opened)) return opened;
  await hold(world, actor, opened, new Date(world.clock.now().getTime() + holdMs));
  const people = await world.records.people.byIds((await candidates(world, opened)).map((one) => one.learnerId));
  return {
    card: 'register-guest',
    data: {
      registerId,
      version: opened.register.version,
      page,
      picked,
      title: `${opened.programme.name}: ${opened.session.title}`,
      learners: learnerChoices(people),
    },
  };
}

/**
 * Adds a guest row and asks for the roll to be checked (G5). On an open register it is marked like any other; a saved
 * one stays saved, and the guest is marked present as an amendment. A second press finds the guest there.
 */
export async function addGuest(
  world: World,
  actor: Person,
  registerId: string,
  learnerId: string,
  picked: Picked = {},
): Promise<Outcome<CardModel>> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const opened = await loadOwn(world, actor, registerId);
    if (isRefusal(opened)) return opened;
    if (isAboutSelf(actor, learnerId)) return refuse('not-yourself');
    const { register, pack } = opened;
    const isThere = register.rows.some((row) => row.learnerId === learnerId);
    const guest = isThere ? undefined : (await candidates(world, opened)).find((one) => one.learnerId === learnerId);
    if (!isThere && !guest) return refuse('learner-not-found');
    await hold(world, actor, opened);
    if (!guest) return viewRegister(world, opened, 0, { picked, viewer: actor });
    const at = world.clock.now();
    const after = addGuestRow(register, guest, { id: actor._id, at, presentCode: pack.markRoles.present });
    const isAdded = await world.together(async (inside) => {
      const { records } = inside;
      if (!(await records.registers.replace(after, register))) return false;
      await openRollCheck(inside, opened, learnerId, 'not-on-list', actor);
      return true;
    });
    if (!isAdded) continue;
    world.wake();
    const [person] = await world.records.people.byIds([learnerId]);
    const said = `${person ? callName(person) : 'The guest'} is added and marked present. Amend it if that is not so.`;
    const added = { ...opened, register: after };
    return after.state === 'open'
      ? viewForm(world, added, pageOf(after.rows.length - 1), { picked })
      : viewRegister(world, added, 0, { said, viewer: actor });
  }
  throw new Error('register stayed contended');
}
