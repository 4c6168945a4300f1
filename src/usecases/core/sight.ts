import { collegeYearOf, dayOf, yearStart } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import type { Person, Role } from '../../domain/person.ts';
import { peopleFor } from './acting-for.ts';
import type { World } from './ports.ts';
import { type Action, reachOf } from './rights.ts';

/** What one viewer is to one learner: who may see what of them, by the one table of rights. */
export type Sight = {
  /** Programmes of the learner on which the viewer is anything to them. */
  programmeIds: string[];
  /** On one programme; without one, on any of theirs. */
  may(action: Action, programmeId?: string): boolean;
};

type Colleague = { person: Person; taught: ReadonlySet<string> };

function rolesOf({ person, taught }: Colleague, one: Enrolment, programme: Programme | undefined, isSelf: boolean) {
  const isTheirs: Partial<Record<Role, boolean>> = {
    tutor: one.coachId === person._id || taught.has(one.programmeId),
    mentor: one.mentorId === person._id,
    hosp: programme?.hospId === person._id,
    'apprenticeship-manager': programme?.managerId === person._id,
    'adults-manager': programme?.managerId === person._id,
    employer: isSelf && one.employerId === person._id,
  };
  return person.roles.filter((role) => isTheirs[role]);
}

/**
 * By which roles a learner is somebody's own, programme by programme, a colleague's whom they stand in for counted in.
 * Of themself anybody is a learner and nothing else, and an employer of what ended is none any more.
 */
export async function sightOf(world: World, viewer: Person, learnerId: string): Promise<Sight> {
  const { enrolments, sessions } = world.records;
  const today = dayOf(world.clock.now());
  const own = await enrolments.ofLearner(learnerId);
  if (viewer._id === learnerId) {
    const me = { roles: viewer.roles.filter((role) => role === 'learner') };
    return {
      programmeIds: [...new Set(own.map((one) => one.programmeId))],
      may: (action) => reachOf(me, action) !== undefined,
    };
  }
  const programmes = new Map((await enrolments.programmes()).map((one) => [one._id, one]));
  const colleagues: Colleague[] = [];
  for (const person of await peopleFor(world, viewer)) {
    const isTutor = person.roles.includes('tutor');
    const taught = isTutor ? await sessions.programmesTaught(person._id, yearStart(collegeYearOf(today))) : [];
    colleagues.push({ person, taught: new Set(taught) });
  }
  const roles = new Map<string, Role[]>();
  for (const one of own)
    for (const colleague of colleagues) {
      const isSelf = colleague.person._id === viewer._id && covers(one, today);
      const found = rolesOf(colleague, one, programmes.get(one.programmeId), isSelf);
      if (found.length > 0) roles.set(one.programmeId, [...(roles.get(one.programmeId) ?? []), ...found]);
    }
  const isAny = (action: Action) => reachOf(viewer, action) === 'any';
  const isOwn = (action: Action, id: string) => reachOf({ roles: roles.get(id) ?? [] }, action) !== undefined;
  return {
    programmeIds: isAny('view-story') ? [...new Set(own.map((one) => one.programmeId))] : [...roles.keys()],
    may: (action, programmeId) =>
      isAny(action) || (programmeId ? isOwn(action, programmeId) : [...roles.keys()].some((id) => isOwn(action, id))),
  };
}
