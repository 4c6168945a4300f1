import { collegeYearOf, dayOf } from '../domain/calendar.ts';
import { callName, firstName, mayTell, type Person } from '../domain/person.ts';
import { packOn } from '../policy/policy-pack.ts';
import { standingId, type World } from './ports.ts';
import { messageTo, reachContact } from './reach-person.ts';
import { tellChange } from './tasks/session-change.ts';

/** A message to a learner and, as recorded and allowed, their parents or carers; nothing under a hold (S11, G6). Returns how many were told. */
export async function tellFamily(
  world: World,
  learner: Person,
  message: { key: string; title: string; toLearner: string; toParent: string },
): Promise<number> {
  if (await world.records.concerns.isHeld(learner._id)) return 0;
  const now = world.clock.now();
  let told = await tellChange(world, { key: message.key, title: message.title, lines: [message.toLearner] }, [learner]);
  for (const contact of learner.contacts ?? []) {
    const reach = reachContact(contact);
    if (!mayTell(learner, contact, dayOf(now)) || reach.channel === 'none' || reach.channel === 'teams') continue;
    const body = { key: `family|${message.key}`, about: learner._id, subject: message.title, body: message.toParent };
    await world.records.outbox.put([messageTo(reach, body)], now);
    told++;
  }
  return told;
}

/** The attendance details to learner and parents by one press (G8, G9): figures, never reasons. */
export async function sendDetails(
  world: World,
  learnerId: string,
  packId: string,
  sender: Person,
  key: string,
): Promise<number> {
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return 0;
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, packId, today);
  const standing = await world.records.marks.standing(standingId(learnerId, packId, collegeYearOf(today)));
  const percent = standing?.percent == null ? 'not known yet' : `${standing.percent.toFixed(2)}%`;
  const missed = standing ? standing.tally.sessions - standing.tally.attended : 0;
  const sessions = `${missed} ${missed === 1 ? 'session' : 'sessions'} missed`;
  const aim = `The aim is ${pack.attendance.targetPercent}%.`;
  return tellFamily(world, learner, {
    key: `details|${key}`,
    title: 'Your attendance',
    toLearner: `Hello ${firstName(learner)}, your attendance this year is ${percent}, with ${sessions}. ${aim} We want to help: please talk to ${callName(sender)}.`,
    toParent: `${callName(learner)}’s attendance this year is ${percent}, with ${sessions}. ${aim} We would like to help. ${callName(sender)} will be glad to talk to you.`,
  });
}
