import { type Day, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { sayStart } from '../../domain/session.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { withRegister } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';

/** A tutor's registers of a day, today unless they say; open ones are sent again so that they are at hand. */
export async function showRegisters(world: World, actor: Person, day?: Day): Promise<Outcome<CardModel>> {
  if (!may(actor, 'view-my-registers', true)) return refuse('not-allowed');
  const { records } = world;
  const now = world.clock.now();
  const today = dayOf(now);
  const on = day ?? today;
  const sessions = await records.sessions.ofTutor(actor._id, on, on);
  const registers = new Map(
    (await records.registers.byIds(sessions.map((one) => one._id))).map((one) => [one._id, one]),
  );
  const taken = new Set((await withRegister(world, sessions)).map((one) => one._id));
  const items: ListItem[] = [];
  let resent = 0;
  for (const session of sessions) {
    const register = registers.get(session._id);
    const marked = register?.rows.filter((row) => row.mark).length ?? 0;
    const state = session.cancelled
      ? 'Cancelled'
      : !taken.has(session._id)
        ? 'The learners log it themselves'
        : !register
          ? session.startsAt > now
            ? 'To come'
            : 'On its way'
          : register.state === 'saved'
            ? `Saved at ${register.savedAt ? timeOf(register.savedAt, session.zone) : ''}`
            : `Open, ${marked} of ${register.rows.length} marked`;
    items.push({
      title: sayStart(session),
      detail: state,
      tone: register?.state === 'open' && taken.has(session._id) ? 'attention' : 'default',
    });
    if (register?.state !== 'open' || !taken.has(session._id)) continue;
    resent++;
    await records.slots.want(
      {
        kind: 'register',
        subjectId: session._id,
        recipient: { person: actor._id },
        revision: register.version,
        ask: 'bottom',
      },
      now,
    );
  }
  world.wake();
  const lead =
    items.length === 0
      ? `You have no sessions ${on === today ? 'today' : `on ${sayDay(on)}`}.`
      : resent > 0
        ? `${resent === 1 ? 'One register is' : `${resent} registers are`} open. I am sending ${resent === 1 ? 'it' : 'them'} again below.`
        : 'Nothing is waiting for you.';
  return {
    card: 'list-plain',
    data: { title: on === today ? 'My registers today' : `My registers, ${sayDay(on)}`, lead, items, commands: [] },
  };
}
