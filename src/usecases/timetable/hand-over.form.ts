import { sayDay } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, type Person, type Role } from '../../domain/person.ts';
import { isCurrent, nameSession, type Session } from '../../domain/session.ts';
import { idsFor } from '../core/acting-for.ts';
import type { Form } from '../core/form-kind.ts';
import { learnerChoices } from '../core/learners-of.ts';
import { canDecide, canDo, passCase, passTask, workOf } from '../core/pass-work.ts';
import type { World } from '../core/ports.ts';
import { nextPageOf, nextSessions, sessionChoices, staffSessions } from '../core/staff-sessions.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { passSessionWork } from '../registers/pass-session-work.ts';

// A session that runs past midnight is still yesterday's.
const span = { back: 1, ahead: 14 };

/** Tutors, and colleagues who hold one of the same roles. */
async function staff(world: World, actor: Person): Promise<Person[]> {
  const roles = new Set<Role>(['tutor', ...actor.roles.filter((role) => role !== 'learner' && role !== 'employer')]);
  const found = new Map<string, Person>();
  for (const role of roles) for (const one of await world.records.people.withRole(role)) found.set(one._id, one);
  found.delete(actor._id);
  return [...found.values()];
}

/** The sessions someone may hand over: those that still run or are to come. */
async function toCome(world: World, actor: Person): Promise<Session[]> {
  const sessions = await staffSessions(world, actor, 'hand-over', span);
  return sessions.filter((one) => !one.cancelled && isCurrent(one, world.clock.now()));
}

/** Gives one session to another tutor: its register, nudges, tasks and rights follow. */
async function passSession(world: World, actor: Person, session: Session, to: Person): Promise<void> {
  const { records } = world;
  const own = await idsFor(world, actor);
  const isTutor = session.tutorIds.some((id) => own.includes(id));
  // A manager who covers a session of several tutors adds one: who of them is missing is not theirs to guess.
  const others = session.tutorIds.length > 1 ? session.tutorIds : [];
  const kept = isTutor ? session.tutorIds.filter((id) => !own.includes(id)) : others;
  const tutorIds = [...new Set([...kept, to._id])];
  const change = {
    byId: actor._id,
    at: world.clock.now(),
    code: 'handed-over' as const,
    toId: to._id,
    from: session.tutorIds,
    to: tutorIds,
  };
  await records.sessions.change(session._id, { tutorIds, changes: [...(session.changes ?? []), change] });
  await passSessionWork(world, session, tutorIds);
  // What it has added to the sums of lessons is its new tutor's.
  await records.registers.carryAgain(session._id, world.clock.now());
}

/** Cover and hand-over: a session, a whole day, or all open tasks go to a colleague; rights and cards follow (SPEC People, P). */
export const handOver: Form = {
  action: 'hand-over',
  async face(world, actor, about, filled) {
    const sessions = await toCome(world, actor);
    const page = sessionChoices(sessions, about, filled?.what);
    const days = [...new Set(sessions.map((one) => one.day))];
    return {
      title: 'Cover or hand over',
      lines: ['The register, its reminders and the tasks go to your colleague, who is told.', ...page.lines],
      fields: [
        {
          id: 'what',
          label: 'What',
          type: 'choice',
          needed: true,
          options: [
            ...days.map((day) => ({ title: `All of ${sayDay(day)}`, value: `day:${day}` })),
            { title: 'All my open tasks', value: 'tasks' },
            ...page.options,
          ],
        },
        {
          id: 'to',
          label: 'To',
          type: 'choice',
          needed: true,
          options: learnerChoices(await staff(world, actor)).map((one) => ({ title: one.name, value: one.id })),
          none: 'There is no colleague yet who could take it: nobody else here is a tutor or has your role. The college office can add one.',
        },
      ],
      acts: [{ act: 'hand-over', title: 'Hand over', style: 'positive' }, ...page.acts],
    };
  },
  async submit(world, actor, about, { act, fields, pressId }) {
    if (act === nextSessions)
      return { open: `hand-over|${nextPageOf(await toCome(world, actor), about)}`, keeps: true };
    const { what = '', to = '' } = fields;
    const colleague = (await staff(world, actor)).find((one) => one._id === to);
    if (!colleague) return refuse('pick-one', 'To');
    if (what === 'tasks') return passTasks(world, actor, colleague);
    const mine = await toCome(world, actor);
    const chosen = mine.filter((one) => one._id === what || `day:${one.day}` === what);
    if (chosen.length === 0) return refuse('pick-one', 'What');
    if (!colleague.roles.includes('tutor')) return refuse('not-allowed');
    await world.together(async (inside) => {
      const { records } = inside;
      for (const session of chosen) {
        const fresh = await records.sessions.byId(session._id);
        if (fresh && !fresh.tutorIds.includes(colleague._id)) await passSession(inside, actor, fresh, colleague);
      }
      const lines = chosen.map((one) => nameSession(one));
      await tellChange(
        inside,
        {
          key: `hand-over|${pressId}`,
          title: `${callName(actor)} handed you ${count(chosen.length)}`,
          lines,
          byId: actor._id,
        },
        [colleague],
      );
      await tellOthers(inside, actor, chosen, colleague, pressId);
    });
    return `${callName(colleague)} has ${count(chosen.length)} now and has been told.`;
  },
};

/** Cover is told to who was to teach and to the learners (SPEC P). */
async function tellOthers(
  world: World,
  actor: Person,
  sessions: readonly Session[],
  to: Person,
  key: string,
): Promise<void> {
  for (const session of sessions) {
    const enrolments = (await world.records.enrolments.ofProgramme(session.programmeId)).filter((one) =>
      isExpected(one, session),
    );
    const ids = [...enrolments.map((one) => one.learnerId), ...session.tutorIds].filter(
      (id) => id !== actor._id && id !== to._id,
    );
    const people = await world.records.people.byIds([...new Set(ids)]);
    const change = {
      key: `cover|${key}|${session._id}`,
      title: `${callName(to)} takes this session`,
      lines: [nameSession(session)],
      byId: actor._id,
    };
    await tellChange(world, { ...change, sessionId: session._id }, people);
  }
}

const count = (sessions: number) => (sessions === 1 ? 'one session' : `${sessions} sessions`);

/** Only what the colleague may do is handed over, and nothing to whom it is about; the rest stays, and is said. */
async function passTasks(world: World, actor: Person, to: Person): Promise<string> {
  const { passed, kept } = await world.together(async (inside) => {
    const { tasks, cases } = await workOf(inside, actor);
    const mine = tasks.filter((task) => canDo(to, task));
    const decidable = cases.filter((one) => canDecide(to, one));
    for (const task of mine) await passTask(inside, task, actor._id, to._id);
    for (const one of decidable) await passCase(inside, one, to._id);
    const passed = mine.length + decidable.length;
    return { passed, kept: tasks.length + cases.length - passed };
  });
  const stays =
    kept === 0
      ? ''
      : ` ${kept === 1 ? 'One task stays' : `${kept} tasks stay`} with you: ${callName(to)} has not the role for ${kept === 1 ? 'it' : 'them'}.`;
  if (passed === 0) return `Nothing was handed over.${stays || ' You have no open tasks.'}`;
  return `${callName(to)} has ${passed === 1 ? 'one task' : `${passed} tasks`} of yours now.${stays}`;
}
