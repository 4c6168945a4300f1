import { addMinutes, type Day, dayOf, daysBetween, laterOf, sayDay } from '../../domain/calendar.ts';
import { callName, firstName } from '../../domain/person.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { familyOf, messageTo, occurrenceTextKey, reachContact } from '../core/reach-person.ts';
import { tellChange } from '../core/tell-people.task.ts';
import type { StandingMove } from '../standing/standing-move.ts';

/** A text about an occurrence older than this would only confuse: an amendment of an early mark can make many at once. */
const textDays = 3;

/** True when the learner has an unauthorised absence on that day all the same: only what it meant has changed. */
async function wasAway(world: World, { after, pack }: StandingMove, day: Day): Promise<boolean> {
  const marks = await world.records.marks.ofLearner(after.learnerId, pack.id, after.year);
  return marks.some((mark) => mark.day === day && markType(pack, mark.code).authorised === false);
}

/**
 * A text message to learner and parents for each new occurrence (G9), after the pack's minutes so that late arrivals are
 * not reported. An occurrence that falls away takes its text back, or corrects it.
 */
export async function textOccurrences(world: World, move: StandingMove): Promise<void> {
  const { before, after, pack, session } = move;
  const now = world.clock.now();
  const today = dayOf(now);
  const had = new Set((before?.occurrences ?? []).map((one) => one.day));
  const has = new Set(after.occurrences.map((one) => one.day));
  const fresh = after.occurrences.filter((one) => !had.has(one.day) && daysBetween(one.day, today) <= textDays);
  const gone = [...had].filter((day) => !has.has(day));
  const learner = fresh.length + gone.length > 0 && (await world.records.people.byId(after.learnerId));
  const rule = pack.occurrences;
  if (!learner || !rule) return;
  // One bad first week is no pattern: the text waits for the same history as the steps.
  const hasHistory = after.tally.sessions >= rule.leastHistorySessions;
  const key = (day: Day) => occurrenceTextKey(after._id, day);
  for (const day of gone) {
    const isStill = await wasAway(world, move, day);
    for (const { kind, to } of await world.records.outbox.takeBack(key(day))) {
      const body = isStill
        ? `Correction: ${callName(learner)} was not in on ${sayDay(day)}, but what our message said about the line of our policy does not count. We are sorry.`
        : `Correction: a mark of ${sayDay(day)} was amended, so please ignore our message about ${callName(learner)} of that day. We are sorry.`;
      const about = { about: learner._id, sessionId: session._id };
      const message = { key: `correction|${key(day)}`, ...about, subject: 'Attendance: correction', body };
      await world.records.outbox.put([messageTo({ channel: kind, to }, message)], now);
    }
  }
  const from = addMinutes(session.startsAt, pack.absence.tellAfterMinutes);
  for (const one of hasHistory ? fresh : []) {
    const lane = 'absence' as const;
    const about = { key: key(one.day), about: learner._id, sessionId: session._id, subject: 'Attendance', lane };
    const own = reachContact(learner);
    const family = await familyOf(world, learner);
    const parents = family.map((contact) => ({ reach: reachContact(contact), isContact: true }));
    for (const { reach, isContact } of [{ reach: own, isContact: false }, ...parents]) {
      if (reach.channel !== 'sms' && reach.channel !== 'mail') continue;
      const body = isContact
        ? `${callName(learner)}, ${sayDay(one.day)}: ${rule.smsParent}`
        : `${firstName(learner)}, ${sayDay(one.day)}: ${rule.sms}`;
      await world.records.outbox.put([messageTo(reach, { ...about, body, isContact })], laterOf(from, now));
    }
    // Without a phone or address the learner reads it in Teams.
    if (own.channel === 'none')
      await tellChange(world, { key: key(one.day), title: 'Attendance', lines: [rule.sms], aboutId: learner._id }, [
        learner,
      ]);
  }
}
