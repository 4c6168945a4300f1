import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import { isCurrent, type Session } from '../../domain/session.ts';
import type { Heard } from './heard-of.ts';

export type Audience = 'learner' | 'parent' | 'employer' | 'key-worker';

/** What is told on a later day says that it comes late, and when (S10); empty on its day. */
function sayLate(session: Session, toldAt: Date): string {
  return isCurrent(session, toldAt)
    ? ''
    : ` This comes late: it was settled only on ${sayDay(dayOf(toldAt, session.zone))}.`;
}

type Saying = { who: Audience; learner: Person; session: Session; heard: Heard; at: Date };

/** Nobody who told us is asked to tell us; who has only not pressed Confirm is reminded of that. `inChat`: they can answer here. */
export function sayAbsence({ who, learner, session, heard, at }: Saying, inChat: boolean): string {
  const what = `${session.title} at ${timeOf(session.startsAt, session.zone)} on ${sayDay(session.day)}`;
  const isLate = sayLate(session, at);
  const confirm = 'You wrote to us about it, but the college is told only when you press Confirm on that card.';
  const known = { them: 'Thank you for telling us.', others: 'We have been told about it.', nobody: '' }[heard.by];
  if (who === 'learner') {
    const missed = heard.by === 'them' ? 'you were not in' : 'we missed you in';
    const said = heard.isWaiting ? confirm : known || 'If something makes it hard to come in, please tell us.';
    return `Hello ${firstName(learner)}, ${missed} ${what}.${isLate} ${said} We are here to help.`;
  }
  const away = `${callName(learner)} was not in ${what}.${isLate}`;
  if (who === 'employer' && heard.isWaiting) return `${away} ${confirm}`;
  const ask = inChat
    ? known || 'If you know why, write it to me here in your own words.'
    : `${known} If you have questions, please call the college office.`;
  return `${away} ${ask.trim()}`;
}

/** “Correction” to whoever was told of an absence that was none, or is none of their business any more. */
export function sayCorrection(who: Audience, learner: Person, session: Session, label: string): string {
  const what = `${session.title}, ${sayDay(session.day)}`;
  const name = who === 'learner' ? 'You are' : `${callName(learner)} is`;
  return `Correction for ${what}: ${name} now marked “${label}”. Please ignore our earlier message. We are sorry.`;
}
