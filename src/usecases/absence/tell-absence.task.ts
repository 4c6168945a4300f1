import { addDays, addMinutes, collegeYearOf, dayOf, instantOf, laterOf, sayDay } from '../../domain/calendar.ts';
import { hasLeft } from '../../domain/enrolment.ts';
import { type Contact, callName, nameAndRef, type Person } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import { isCurrent } from '../../domain/session.ts';
import { slotId } from '../../domain/slot.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { type LoadedPack, markType } from '../../policy/pack-shelf.ts';
import { employerOf } from '../core/learners-of.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import {
  contactsToTell,
  isKeyWorker,
  messageTo,
  occurrenceTextKey,
  type Reach,
  reachContact,
  reachPerson,
} from '../core/reach-person.ts';
import { type StoredMark, standingId } from '../core/records/standing.ts';
import { isSilent } from '../core/silence.ts';
import { defineTask } from '../core/task-kind.ts';
import { enrolmentOn } from '../core/whose.ts';
import { heardOf } from './heard-of.ts';
import { type Audience, sayAbsence, sayCorrection } from './say-absence.ts';

/** `id`: the outbox row or the card's slot that knows what became of it. */
type Told = {
  who: Audience;
  name: string;
  channel: 'teams' | 'sms' | 'mail';
  to: string;
  at: Date;
  id?: string;
  byText?: boolean;
};
type Data = { enrolmentId: string; told: Told[]; corrected?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    absence: Data;
  }
}

/** What is told on a later day does not come at night: at once between these hours, else in the morning. */
const late = { from: '08:00', to: '20:00' };

/** When an absence is told: the pack's minutes after the start, so that late arrivals are not reported missing; on a later day at once, by day. */
function tellAt({ session, pack }: SessionContext, now: Date): Date {
  const at = laterOf(addMinutes(session.startsAt, pack.absence.tellAfterMinutes), now);
  if (isCurrent(session, now)) return at;
  const today = dayOf(at, session.zone);
  if (at >= instantOf(today, late.to, session.zone)) return instantOf(addDays(today, 1), late.from, session.zone);
  return laterOf(at, instantOf(today, late.from, session.zone));
}

/** True when the pack names someone who has not been told of this absence yet, such as the employer of one that was pending. */
async function isLeftToTell(world: World, { session, pack }: SessionContext, task: Task<Data>): Promise<boolean> {
  const absence = absenceOf(await world.records.registers.byId(session._id), task.data.enrolmentId, pack);
  return pack.absence.tell.some(
    ({ who }) => concerns(pack, who, absence) && !task.data.told.some((one) => one.who === who),
  );
}

/** Plans who is told of an absence, on its day or, when it is settled later, then (G6, S10). Who was told already is not told again. */
export async function planAbsence(
  world: World,
  context: SessionContext,
  learnerId: string,
  enrolmentId: string,
): Promise<void> {
  const { session, programme, pack } = context;
  if (pack.absence.tell.length === 0) return;
  const next = { step: 'tell', at: tellAt(context, world.clock.now()) };
  const task = await openTask(world, {
    _id: taskId('absence', session._id, enrolmentId),
    kind: 'absence',
    sessionId: session._id,
    learnerId,
    programmeId: programme._id,
    ownerIds: [],
    state: 'waiting',
    isShown: false,
    data: { enrolmentId, told: [] },
    pack: pack.ref,
    next,
  });
  // Amended away and back again: whoever was told of the correction is told anew.
  if (task.state === 'corrected' || task.state === 'not-needed')
    await moveTask(world, task, { act: 'absent-again', state: 'waiting', isOpen: true, data: { told: [] }, next });
  else if (task.state === 'told' && (await isLeftToTell(world, context, task)))
    await moveTask(world, task, { act: 'concerns-others-too', state: 'waiting', isOpen: true, next, toBottom: [] });
}

/** The mark as it is now: whether it is an absence, and an unauthorised one. */
function absenceOf(register: Register | null, enrolmentId: string, pack: LoadedPack) {
  const mark = register?.rows.find((row) => row.enrolmentId === enrolmentId)?.mark;
  const type = mark && markType(pack, mark.code);
  if (register?.state === 'cancelled') return { isAbsent: false, isUnauthorised: false, label: 'session cancelled' };
  const isAbsent = type?.counts === 'absent';
  return { isAbsent, isUnauthorised: isAbsent && type?.authorised === false, label: type?.label ?? 'not marked' };
}

function concerns(pack: LoadedPack, who: Audience, absence: { isAbsent: boolean; isUnauthorised: boolean }): boolean {
  const rule = pack.absence.tell.find((one) => one.who === who);
  return rule !== undefined && absence.isAbsent && (rule.of === 'any' || absence.isUnauthorised);
}

type Target = { who: Audience; person?: Person; contact?: Contact; reach: Reach };

/** Whom the pack names, as they are recorded: no one marked do not contact, an adult's parent only with consent (G6). */
async function targetsOf(world: World, task: Task<Data>, learner: Person): Promise<Target[]> {
  const employer = await employerOf(world, learner._id, task.programmeId ?? '');
  const contacts = await contactsToTell(world, learner);
  return [
    { who: 'learner', person: learner, reach: reachPerson(learner) },
    ...(employer ? [{ who: 'employer' as const, person: employer, reach: reachPerson(employer) }] : []),
    ...contacts.map(
      (contact): Target => ({
        who: isKeyWorker(contact) ? 'key-worker' : 'parent',
        contact,
        reach: reachContact(contact),
      }),
    ),
  ];
}

/** The text about this session's occurrence that is on its way to that place, or was sent to it. */
async function occurrenceText(
  world: World,
  { session, pack }: SessionContext,
  learnerId: string,
  reach: { channel: 'sms' | 'mail'; to: string },
): Promise<string | undefined> {
  const _id = standingId(learnerId, pack.id, collegeYearOf(session.day));
  const standing = await world.records.marks.standing(_id);
  if (!standing?.occurrences.some((one) => one.sessionId === session._id)) return undefined;
  const about = { key: occurrenceTextKey(_id, session.day), about: learnerId, subject: '', body: '' };
  return (await world.records.outbox.byIds([messageTo(reach, about)._id]))[0]?._id;
}

/** Looks at the mark again and tells each; by Teams as a card, else SMS or mail. */
async function tell(world: World, task: Task<Data>, context: SessionContext, learner: Person) {
  const { session, pack } = context;
  const register = await world.records.registers.byId(session._id);
  const absence = absenceOf(register, task.data.enrolmentId, pack);
  const now = world.clock.now();
  const told: Told[] = [];
  for (const { who, person, contact, reach: found } of await targetsOf(world, task, learner)) {
    if (!concerns(pack, who, absence)) continue;
    // Whom nothing reaches is on the office's list of what did not arrive, to be told by a person.
    const reach = found.channel === 'none' ? ({ channel: 'sms', to: '' } as const) : found;
    const name = person ? callName(person) : (contact?.name ?? '');
    const to = reach.channel === 'teams' ? (person?._id ?? '') : reach.to;
    if (task.data.told.some((one) => one.who === who && one.to === to)) continue;
    if (reach.channel === 'teams') {
      const id = slotId({ kind: 'task', subjectId: task._id, recipient: { person: to } });
      told.push({ who, name, channel: 'teams', to, at: now, id });
      continue;
    }
    // Who gets the text about the occurrence (G9) has had the one text about this absence.
    const text = await occurrenceText(world, context, learner._id, reach);
    if (text) {
      told.push({ who, name, channel: reach.channel, to, at: now, id: text, byText: true });
      continue;
    }
    const message = {
      // Without a place each of them is a line of the list.
      key: `absence|${task._id}|${task.version}${reach.to === '' ? `|${who} ${name}` : ''}`,
      taskId: task._id,
      about: learner._id,
      subject: `Attendance: ${callName(learner)}`,
      lane: 'absence' as const,
      ...(contact ? { isContact: true } : {}),
      ...(person ? { toId: person._id } : {}),
    };
    const heard = await heardOf(world, learner._id, session, person?._id);
    const body = sayAbsence({ who, learner, session, heard, at: now }, false);
    const wish = messageTo(reach, { ...message, body });
    await world.records.outbox.put([wish], now);
    told.push({ who, name, channel: reach.channel, to, at: now, id: wish._id });
  }
  return told;
}

/** After an amendment: corrects whoever was told and should not have been (G6, SPEC P). */
export async function correctAbsence(
  world: World,
  { session, pack }: SessionContext,
  { enrolmentId, learnerId }: Pick<StoredMark, 'enrolmentId' | 'learnerId'>,
): Promise<void> {
  const task = taskOf(
    'absence',
    await world.records.tasks.byId(taskId('absence', session._id, enrolmentId), learnerId),
  );
  if (!task || ['corrected', 'not-needed'].includes(task.state)) return;
  const register = await world.records.registers.byId(session._id);
  const absence = absenceOf(register, enrolmentId, pack);
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  const wrongly = task.data.told.filter((one) => !concerns(pack, one.who, absence));
  if (!learner) return;
  if (task.state === 'waiting' && !absence.isAbsent) {
    await moveTask(world, task, { act: 'not-needed', state: 'not-needed', isOpen: false, next: null });
    return;
  }
  if (wrongly.length === 0) return;
  for (const one of wrongly) {
    // The text about an occurrence is corrected with the occurrence.
    if (one.channel === 'teams' || one.byText) continue;
    const key = `absence-correction|${task._id}|${task.version}`;
    const message = {
      key,
      taskId: task._id,
      about: learner._id,
      subject: 'Attendance: correction',
      lane: 'absence' as const,
    };
    const body = sayCorrection(one.who, learner, session, absence.label);
    await world.records.outbox.put(
      [messageTo({ channel: one.channel, to: one.to }, { ...message, body })],
      world.clock.now(),
    );
  }
  const told = task.data.told.filter((one) => !wrongly.includes(one));
  await moveTask(world, task, {
    act: 'corrected',
    state: told.length === 0 ? 'corrected' : task.state,
    data: { told: [...told, ...wrongly.map((one) => ({ ...one, at: world.clock.now() }))], corrected: absence.label },
  });
}

/** The message about one absence, and its correction (G6, S10). A hold on the learner drops it: it would be stale later (S11). */
export const absenceMessage = defineTask<Data>({
  clause: 'G6, S10',
  label: 'Message about an absence',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'withdraw',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !learner) return undefined;
    const who = viewer._id === learner._id ? 'learner' : 'employer';
    const register = await world.records.registers.byId(context.session._id);
    const absence = absenceOf(register, task.data.enrolmentId, context.pack);
    const isRight = concerns(context.pack, who, absence);
    const { session } = context;
    if (!isRight)
      return {
        title: 'Correction',
        tone: 'good',
        who: who === 'learner' ? '' : nameAndRef(learner),
        lines: [sayCorrection(who, learner, session, absence.label)],
      };
    const heard = await heardOf(world, learner._id, session, viewer._id);
    const title = heard.by === 'them' ? 'You were not in' : 'We missed you';
    const at = task.data.told.find((one) => one.who === who)?.at ?? world.clock.now();
    return {
      // By the day's name: the card is in the chat on the days after, too.
      title: who === 'learner' ? title : `Not in on ${sayDay(session.day)}`,
      tone: who === 'learner' ? 'default' : 'warning',
      who: who === 'learner' ? '' : nameAndRef(learner),
      lines: [sayAbsence({ who, learner, session, heard, at }, true)],
    };
  },
  acts: {},
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || context.session.cancelled || !learner)
      return { act: 'not-needed', state: 'not-needed', isOpen: false, next: null };
    // Of who has left nobody is told of absences any more (S14, G13).
    const enrolment = await enrolmentOn(world, learner._id, context.programme._id);
    if (enrolment && hasLeft(enrolment, dayOf(world.clock.now())))
      return { act: 'has-left', state: 'dropped', isOpen: false, next: null };
    // Later it would be stale, so it does not rest: it is dropped.
    if (await isSilent(world, learner._id))
      return { act: 'dropped-under-a-hold', state: 'dropped', isOpen: false, next: null };
    const fresh = await tell(world, task, context, learner);
    const told = [...task.data.told, ...fresh];
    if (told.length === 0) return { act: 'nobody-to-tell', state: 'not-needed', isOpen: false, next: null };
    const inTeams = told.filter((one) => one.channel === 'teams').map((one) => one.to);
    return {
      act: 'told',
      words: fresh.map((one) => `${one.who} by ${one.channel}`).join(', '),
      state: 'told',
      isOpen: false,
      isShown: inTeams.length > 0,
      watcherIds: inTeams,
      data: { told },
      next: null,
    };
  },
});
