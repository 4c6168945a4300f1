import { refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import { nextPageOf, nextSessions, sessionChoices, staffSessions } from '../core/staff-sessions.ts';
import { loadRegister } from './load-register.ts';
import { openRegister } from './open-register.ts';
import { viewRegister } from './view-register.ts';

const span = { back: 14, ahead: 0 };

/** The sessions that have begun, the newest first. */
async function lately(world: World, actor: Person): Promise<Session[]> {
  const now = world.clock.now();
  const sessions = await staffSessions(world, actor, 'enter-register', span);
  return sessions.filter((one) => one.startsAt <= now && !one.cancelled).reverse();
}

/**
 * Opens the register of a session that has begun: for the office on a tutor's behalf, recorded as entered by them, and
 * for a tutor whose timetable was imported after the start (SPEC P).
 */
export const enterRegister: Form = {
  action: 'enter-register',
  async face(world, actor, about, filled) {
    const begun = await lately(world, actor);
    const page = sessionChoices(begun, about, filled?.session);
    return {
      title: 'Enter a register',
      lines: [
        begun.length === 0 ? 'No session has begun in the last two weeks.' : 'It is recorded as entered by you.',
        ...page.lines,
      ],
      fields:
        begun.length === 0
          ? []
          : [
              {
                id: 'session',
                label: 'Session',
                type: 'choice',
                options: page.options,
                needed: true,
              },
            ],
      acts: begun.length === 0 ? [] : [{ act: 'open', title: 'Open it', style: 'positive' }, ...page.acts],
    };
  },
  async submit(world, actor, about, { act, fields }) {
    if (act === nextSessions)
      return { open: `enter-register|${nextPageOf(await lately(world, actor), about)}`, keeps: true };
    if (!fields.session) return refuse('pick-one', 'Session');
    const now = world.clock.now();
    const sessions = await staffSessions(world, actor, 'enter-register', span);
    const session = sessions.find((one) => one._id === fields.session && one.startsAt <= now);
    if (!session) return refuse('not-allowed');
    if (!(await world.records.registers.byId(session._id))) await openRegister(world, session._id);
    const opened = await loadRegister(world, session._id);
    return opened ? viewRegister(world, opened, 0, { viewer: actor }) : refuse('not-found');
  },
};
