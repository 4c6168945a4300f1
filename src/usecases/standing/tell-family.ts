import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { standingId, type World } from '../core/ports.ts';
import { familyOf, messageTo, reachContact } from '../core/reach-person.ts';
import { tellChange } from '../core/tell-people.task.ts';

/** A message to a learner and, as recorded and allowed, their parents or carers; nothing under a hold (S11, G6). Returns how many were told. */
export async function tellFamily(
  world: World,
  learner: Person,
  message: { key: string; title: string; toLearner: string; toParent: string },
): Promise<number> {
  if (await world.records.concerns.isHeld(learner._id)) return 0;
  const now = world.clock.now();
  let told = await tellChange(
    world,
    { key: message.key, title: message.title, lines: [message.toLearner], aboutId: learner._id },
    [learner],
  );
  for (const contact of await familyOf(world, learner)) {
    const reach = reachContact(contact);
    if (reach.channel === 'none' || reach.channel === 'teams') continue;
    const body = {
      key: `family|${message.key}`,
      about: learner._id,
      subject: message.title,
      body: message.toParent,
      isContact: true,
    };
    await world.records.outbox.put([messageTo(reach, body)], now);
    told++;
  }
  return told;
}

/** Tells a learner and their parents what a named person decided, and that another look can be asked for. */
export async function tellDecision(
  world: World,
  learnerId: string,
  decision: { key: string; title: string; words: string; by: Person },
): Promise<void> {
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return;
  await tellFamily(world, learner, {
    key: `decision|${decision.key}`,
    title: decision.title,
    toLearner: `Hello ${firstName(learner)}, ${decision.words} It was decided by ${callName(decision.by)}, who will gladly explain it. If you think it is wrong, type: contest`,
    toParent: `About ${callName(learner)}: ${decision.words} It was decided by ${callName(decision.by)}, who will gladly explain it.`,
  });
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
