import { collegeYearOf, type Day, dayOf } from '../../domain/calendar.ts';
import type { OutboxWish } from '../../domain/outbox-row.ts';
import { callName, firstName, type Person } from '../../domain/person.ts';
import { wholePercent } from '../../domain/standing.ts';
import type { Task } from '../../domain/task.ts';
import { isUnauthorised, markType, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { familyOf, messageTo, reachContact, reachPerson } from '../core/reach-person.ts';
import { standingId } from '../core/records/standing.ts';
import type { ToldTo } from '../core/say-delivery.ts';
import { sendTelling, type Telling, tellingOf, tellingSlot } from '../core/tell-people.task.ts';

/** `taskId`: the task it tells of. */
type FamilyMessage = { key: string; taskId?: string; title: string; toLearner: string; toParent: string; by?: Person };

/**
 * A message to a learner and, as recorded and allowed, their parents or carers (G6). What was sent under its key before is
 * not sent again: the answer says what was. Undefined: nobody could be told.
 */
export async function tellFamily(world: World, learner: Person, message: FamilyMessage): Promise<Telling | undefined> {
  const known = await tellingOf(world, message.key);
  if (known) return known;
  const now = world.clock.now();
  const { title, toLearner, toParent, by, taskId } = message;
  const own = reachPerson(learner);
  const wishes: OutboxWish[] = [];
  const to: ToldTo[] = [];
  const put = (name: string, wish: OutboxWish) => {
    wishes.push(wish);
    to.push({ name, id: wish._id });
  };
  if (own.channel === 'teams') to.push({ name: callName(learner), id: tellingSlot(message.key, learner._id) });
  if (own.channel === 'sms' || own.channel === 'mail') {
    const body = [title, toLearner].join('. ');
    const words = { key: `change|${message.key}`, taskId, about: learner._id, subject: title, body };
    put(callName(learner), messageTo(own, words));
  }
  for (const contact of await familyOf(world, learner)) {
    const reach = reachContact(contact);
    if (reach.channel !== 'sms' && reach.channel !== 'mail') continue;
    const words = { key: `family|${message.key}`, taskId, about: learner._id, subject: title };
    put(contact.name, messageTo(reach, { ...words, body: toParent, isContact: true }));
  }
  if (to.length === 0) return undefined;
  const data = { title, lines: [toLearner], to, ...(taskId ? { taskId } : {}), ...(by ? { byId: by._id } : {}) };
  const inTeams = own.channel === 'teams' ? [learner._id] : [];
  const isTold = await sendTelling(world, message.key, data, { inTeams, wishes, aboutId: learner._id });
  if (!isTold) return undefined;
  return { at: now, to, ...(by ? { byId: by._id } : {}) };
}

/** Tells a learner and their parents what a named person decided on a task, and that another look can be asked for. */
export async function tellDecision(
  world: World,
  { _id: taskId, version, learnerId = '' }: Pick<Task, '_id' | 'version' | 'learnerId'>,
  { title, words, by }: { title: string; words: string; by: Person },
): Promise<void> {
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return;
  const said = `${words} It was decided by ${callName(by)}, who will gladly explain it.`;
  await tellFamily(world, learner, {
    key: `decision|${taskId}|${version}`,
    taskId,
    title,
    toLearner: `Hello ${firstName(learner)}, ${said} If you think it is wrong, type: contest`,
    toParent: `About ${callName(learner)}: ${said}`,
    by,
  });
}

/** The unauthorised absence that details are sent about: the last one of the year. */
async function lastMissed(world: World, learnerId: string, packId: string): Promise<Day | undefined> {
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, packId, today);
  const marks = await world.records.marks.ofLearner(learnerId, packId, collegeYearOf(today));
  return marks.findLast((mark) => isUnauthorised(markType(pack, mark.code)))?.day;
}

const detailsKey = (learnerId: string, packId: string, day: Day) => `details|${learnerId}|${packId}|${day}`;

/** Whether the details about one absence were sent already, from whatever card; the last absence unless a day is given. */
export async function detailsTold(
  world: World,
  learnerId: string,
  packId: string,
  day?: Day,
): Promise<Telling | undefined> {
  const about = day ?? (await lastMissed(world, learnerId, packId));
  return about ? tellingOf(world, detailsKey(learnerId, packId, about)) : undefined;
}

/**
 * The attendance details to learner and parents by one press (G8, G9): figures, never reasons. Once for each absence,
 * whatever card it is pressed on. Undefined: nobody could be told.
 */
export async function sendDetails(
  world: World,
  learnerId: string,
  packId: string,
  sender: Person,
  day?: Day,
): Promise<Telling | undefined> {
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return undefined;
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, packId, today);
  const standing = await world.records.marks.standing(standingId(learnerId, packId, collegeYearOf(today)));
  const percent = standing?.percent == null ? 'not known yet' : wholePercent(standing.percent);
  const missed = standing ? standing.tally.sessions - standing.tally.attended : 0;
  const sessions = `${missed} ${missed === 1 ? 'session' : 'sessions'} missed`;
  const aim = `The aim is ${pack.attendance.targetPercent}%.`;
  const about = day ?? (await lastMissed(world, learnerId, packId)) ?? today;
  return tellFamily(world, learner, {
    key: detailsKey(learnerId, packId, about),
    title: 'Your attendance',
    toLearner: `Hello ${firstName(learner)}, your attendance this year is ${percent}, with ${sessions}. ${aim} We want to help: please talk to ${callName(sender)}.`,
    toParent: `${callName(learner)}’s attendance this year is ${percent}, with ${sessions}. ${aim} We would like to help. ${callName(sender)} will be glad to talk to you.`,
    by: sender,
  });
}
