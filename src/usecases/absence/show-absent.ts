import { pickTold, sayTold } from '../../domain/absence-notice.ts';
import { type Day, dayOf, sayWhen, timeOf } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { isLoggedByLearners } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';

const mostShown = 30;

/** The sessions of a day whose learners a person may see: own as a tutor, own programmes as a manager, else all. */
async function visibleSessions(world: World, actor: Person, today: string): Promise<Session[]> {
  const programmes = await world.records.enrolments.programmes();
  const isAny = reachOf(actor, 'view-who-is-out') === 'any';
  const managed = programmes
    .filter((one) => isAny || one.managerId === actor._id || one.hospId === actor._id)
    .map((one) => one._id);
  const ofManaged = await world.records.sessions.ofProgrammes(managed, today, today);
  const ofTutor = actor.roles.includes('tutor') ? await world.records.sessions.ofTutor(actor._id, today, today) : [];
  const byId = new Map([...ofManaged, ...ofTutor].map((session) => [session._id, session]));
  return [...byId.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Who is away on a day, today unless it is said: told in advance, or marked absent. Times and marks, never reasons. */
export async function showAbsent(world: World, actor: Person, day?: Day): Promise<Outcome<CardModel>> {
  if (reachOf(actor, 'view-who-is-out') === undefined) return refuse('not-allowed');
  const { records } = world;
  const now = dayOf(world.clock.now());
  const today = day ?? now;
  const when = sayWhen(today, now);
  const items: ListItem[] = [];
  for (const session of await visibleSessions(world, actor, today)) {
    if (session.cancelled) continue;
    const programme = await records.enrolments.programme(session.programmeId);
    if (!programme) continue;
    const pack = packOn(world.packs, programme.pack, today);
    const enrolments = (await records.enrolments.ofProgramme(programme._id)).filter((one) => isExpected(one, session));
    const learnerIds = enrolments.map((one) => one.learnerId);
    const [people, notices, register] = await Promise.all([
      records.people.byIds(learnerIds),
      records.notices.touching(learnerIds, today),
      records.registers.byId(session._id),
    ]);
    const names = listNames(people);
    const title = (learnerId: string) => `${names.get(learnerId) ?? learnerId} · ${sayStart(session)}`;
    for (const learnerId of learnerIds) {
      const mark = register?.rows.find((row) => row.learnerId === learnerId)?.mark;
      const type = mark && markType(pack, mark.code);
      const told = pickTold(notices, learnerId, session, () => ({ accepted: false }));
      if (type?.counts === 'absent')
        items.push({
          learnerId,
          title: title(learnerId),
          detail: type.label,
          tone: type.authorised === false ? 'attention' : 'default',
        });
      else if (!mark && told) items.push({ learnerId, title: title(learnerId), detail: sayTold(told) });
    }
    if (register?.state === 'open' && !isLoggedByLearners({ session, pack }))
      items.push({
        title: sayStart(session),
        detail: 'Register not saved yet: others not known',
        tone: 'warning',
      });
  }
  const asOf = today === now ? `As of ${timeOf(world.clock.now())}.` : 'What is known so far.';
  const lead = items.length === 0 ? `Nobody is known to ${today < now ? 'have been' : 'be'} away ${when}.` : asOf;
  const more = items.length > mostShown ? [{ title: `and ${items.length - mostShown} more`, detail: '' }] : [];
  return {
    card: 'list-plain',
    data: {
      title: `Who ${today < now ? 'was' : 'is'} out ${when}`,
      lead,
      items: [...items.slice(0, mostShown), ...more],
      commands: [],
    },
  };
}
