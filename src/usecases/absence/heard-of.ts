import { type AbsenceNotice, saidAt, tellersOf, toldAbout } from '../../domain/absence-notice.ts';
import { timeOf } from '../../domain/calendar.ts';
import type { Session } from '../../domain/session.ts';
import type { World } from '../core/ports.ts';
import { nameOf } from '../core/whose.ts';

/** What was said to us about an absence, by whoever is told of it now and by others; also what waits for its Confirm. */
export type Heard = { by: 'them' | 'others' | 'nobody'; isWaiting: boolean };

async function noticesAbout(world: World, learnerId: string, session: Session): Promise<AbsenceNotice[]> {
  return (await world.records.notices.ofLearner(learnerId, session.day)).filter(
    (one) => one.kind !== 'elsewhere' && one.days.includes(session.day) && one.state !== 'withdrawn',
  );
}

/** Whether this person, or anybody else, has told us about a learner and a session. */
export async function heardOf(
  world: World,
  learnerId: string,
  session: Session,
  personId: string | undefined,
): Promise<Heard> {
  const notices = await noticesAbout(world, learnerId, session);
  const confirmed = notices.filter((one) => toldAbout(one, session, true) !== undefined);
  const isTheirs = (one: AbsenceNotice) => personId !== undefined && tellersOf(one).includes(personId);
  if (confirmed.some(isTheirs)) return { by: 'them', isWaiting: false };
  const isWaiting = notices.some((one) => one.state === 'draft' && isTheirs(one));
  return { by: confirmed.length > 0 ? 'others' : 'nobody', isWaiting };
}

/** "Jordan Blake told us at 09:12", so that nobody is rung to be asked what they have said; empty where nobody did. */
export async function sayHeard(world: World, learnerId: string, session: Session): Promise<string> {
  const told = (await noticesAbout(world, learnerId, session)).findLast((one) => toldAbout(one, session, true));
  if (!told) return '';
  const at = saidAt(told, session.day);
  return `${await nameOf(world, told.byId)} told us at ${timeOf(at, session.zone)}`;
}
