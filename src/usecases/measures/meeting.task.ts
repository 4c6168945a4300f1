import {
  addMinutes,
  collegeYearOf,
  type Day,
  dayOf,
  instantOf,
  isDay,
  sayDay,
  type TimeOfDay,
  yearStart,
} from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { Next } from '../../domain/due.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, firstName, nameAndRef } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { FormField } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { openTask, sayWithdrawn, taskId } from '../core/put-task.ts';
import { sayCauses } from '../core/say-causes.ts';
import { sayToldTo, type ToldTo } from '../core/say-delivery.ts';
import { defineTask } from '../core/task-kind.ts';
import { remindersBefore } from '../core/working-time.ts';
import { tellFamily } from '../standing/tell-family.ts';
import { lookAtSteps } from './step-order.ts';

type Data = {
  packId: string;
  causes: Cause[];
  day?: string;
  time?: string;
  place?: string;
  /** Who was invited, last. */
  to?: ToldTo[];
  came?: string;
  agreed?: string;
  standingId?: string;
  n?: number;
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    meeting: Data;
  }
}

type MeetingAbout = {
  learnerId: string;
  programmeId: string;
  packId: string;
  causes: Cause[];
  ownerId: string;
  standingId?: string;
  n?: number;
};

const folded = (fields: readonly FormField[], isFolded: boolean) => fields.map((one) => ({ ...one, isFolded }));

/** How long a meeting is taken to last. */
const lastsMinutes = 60;

/** A meeting comes back the working day before, the same day, and once its time is over, with the question whether it happened. */
async function nextOf(world: World, task: Task<Data>, { day, time }: { day: Day; time: TimeOfDay }): Promise<Next> {
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const starts = instantOf(day, time, programme?.zone);
  const soon = remindersBefore(world, programme, starts).find((at) => at > world.clock.now());
  return soon ? { step: 'soon', at: soon } : { step: 'over', at: addMinutes(starts, lastsMinutes) };
}

const mostAgreed = 120;

/**
 * What came of the last meeting with this learner on the same programme this year, so that the second does not look like
 * the first; undefined where there was none. What was agreed on another programme is for those who answer for that one.
 */
async function lastMet(world: World, { learnerId = '', programmeId }: Task<Data>): Promise<string | undefined> {
  const from = yearStart(collegeYearOf(dayOf(world.clock.now())));
  const held = (await world.records.tasks.ofLearner(learnerId, 'meeting')).filter(
    (one) => one.state === 'held' && one.programmeId === programmeId && (one.data.day ?? '') >= from,
  );
  const last = held.map((one) => one.data).toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))[0];
  if (!last?.day) return undefined;
  const agreed = last.agreed ?? '';
  return `Last met ${sayDay(last.day)}: “${agreed.length > mostAgreed ? `${agreed.slice(0, mostAgreed)} …` : agreed}”`;
}

/** A meeting about attendance, to which learner and parents are invited (G17, G9). */
export async function openMeeting(world: World, about: MeetingAbout, key: string): Promise<void> {
  const { learnerId, programmeId, ownerId, ...data } = about;
  await openTask(world, {
    _id: taskId('meeting', key),
    kind: 'meeting',
    learnerId,
    programmeId,
    ownerIds: [ownerId],
    state: 'to-arrange',
    data,
    again: ['withdrawn'],
  });
}

/** The meeting: invited by one press, then when it was, who came and what was agreed are recorded (G17). */
export const meeting = defineTask<Data>({
  clause: 'G17, G9',
  label: 'A meeting to arrange',
  labelIn: { invited: 'Meeting', over: 'A meeting to record' },
  chase: 'step',
  chaseIn: { over: 'meeting' },
  waitsIn: ['to-arrange', 'over'],
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  inCalendar: true,
  async appointment(world, { state, ownerIds, learnerId, programmeId, data }) {
    const { day = '', time = '', place } = data;
    const learner = learnerId ? await world.records.people.byId(learnerId) : null;
    const [ownerId, ...colleagues] = ownerIds;
    if (!learner || !ownerId || !['invited', 'over', 'held'].includes(state) || !isDay(day) || !time) return undefined;
    const programme = programmeId ? await world.records.enrolments.programme(programmeId) : null;
    const startsAt = instantOf(day, time, programme?.zone);
    return {
      ownerId,
      guestIds: [...colleagues, learner._id],
      title: `Meeting with ${callName(learner)}`,
      startsAt,
      endsAt: addMinutes(startsAt, lastsMinutes),
      ...(place ? { place } : {}),
    };
  },
  async face(world, task) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const { day, time, place, came, agreed, causes } = task.data;
    const when = day ? `${sayDay(day)}${time ? ` at ${time}` : ''}${place ? `, ${place}` : ''}` : '';
    const why = await sayCauses(world, learner._id, causes);
    const before = task.state === 'to-arrange' ? await lastMet(world, task) : undefined;
    const base = { who: nameAndRef(learner), lines: [why, when, before].filter((line) => line) as string[] };
    const words = sayWithdrawn(task) || task.history.at(-1)?.words;
    const { to } = task.data;
    const invited = to?.length
      ? `Invited: ${(await sayToldTo(world, to)).words}.`
      : task.history.findLast((one) => one.act === 'invited')?.words;
    if (!task.isOpen)
      return {
        ...base,
        title: task.state === 'held' ? 'Meeting held' : 'Meeting not needed',
        tone: 'good',
        facts:
          task.state === 'held'
            ? [
                { label: 'Who came', value: came ?? '' },
                { label: 'Agreed', value: agreed ?? '' },
              ]
            : [],
        said: task.state === 'held' ? '' : (words ?? ''),
      };
    const record = [
      { id: 'came', label: 'Who came', type: 'line' as const },
      { id: 'agreed', label: 'What was agreed', type: 'words' as const },
    ];
    const invite = [
      { id: 'day', label: 'Day', type: 'day' as const, value: day ?? '' },
      { id: 'time', label: 'Time', type: 'time' as const, value: time ?? '' },
      { id: 'place', label: 'Place, or a link', type: 'line' as const, value: place ?? '' },
    ];
    return {
      ...base,
      title:
        task.state === 'over'
          ? 'Meeting: did it happen?'
          : task.state === 'invited'
            ? 'Meeting arranged'
            : 'Arrange a meeting',
      tone: 'warning',
      // What is asked now stands open: when it is to be, or what came of it.
      fields: [...folded(invite, task.state !== 'to-arrange'), ...folded(record, task.state !== 'over')],
      acts: [
        ...(task.state !== 'to-arrange'
          ? [
              { act: 'record', title: 'Record the meeting', style: 'positive' as const },
              { act: 'invite', title: 'Move it and tell them' },
            ]
          : [
              { act: 'invite', title: 'Invite learner and parent', style: 'positive' as const },
              { act: 'record', title: 'It has been held' },
            ]),
        { act: 'not-needed', title: 'Not needed' },
      ],
      said: task.state === 'to-arrange' ? '' : (invited ?? ''),
    };
  },
  acts: {
    invite: {
      by: 'owner',
      escalates: true,
      takes: ['day', 'time', 'place'],
      async run({ world, task, actor, fields, now }) {
        const { day = '', time = '', place = '' } = fields;
        const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
        if (!learner || !isDay(day) || day < dayOf(now) || !/^\d\d:\d\d$/.test(time))
          return refuse('day-needed', 'Day and time');
        const when = `${sayDay(day)} at ${time}${place ? `, ${place}` : ''}`;
        const told = await tellFamily(world, learner, {
          key: `meeting|${task._id}|${task.version}`,
          taskId: task._id,
          title: 'A meeting about your attendance',
          toLearner: `Hello ${firstName(learner)}, ${callName(actor)} would like to meet you on ${when}, to talk about your attendance and what would help.`,
          toParent: `${callName(actor)} invites you to a meeting about ${callName(learner)}’s attendance and what would help, on ${when}.`,
          by: actor,
        });
        const words = told
          ? `Invited: ${told.to.map((one) => one.name).join(', ')}.`
          : 'Nobody could be told: see contacts, or a hold.';
        const next = await nextOf(world, task, { day, time });
        return { act: 'invited', words, state: 'invited', data: { day, time, place, to: told?.to ?? [] }, next };
      },
    },
    record: {
      by: 'owner',
      takes: ['came', 'agreed', 'day', 'time', 'place'],
      async run({ world, task, fields, now }) {
        const { came = '', agreed = '' } = fields;
        if (came.length < 2) return refuse('needs-words', 'Who came');
        if (agreed.length < 3) return refuse('needs-words', 'What was agreed');
        const day = fields.day && isDay(fields.day) ? fields.day : (task.data.day ?? dayOf(now));
        await lookAtSteps(world, task.data);
        const { time = '', place = '' } = fields;
        const where = { ...(time ? { time } : {}), ...(place ? { place } : {}) };
        return {
          act: 'held',
          words: agreed,
          state: 'held',
          isOpen: false,
          next: null,
          data: { came, agreed, day, ...where },
        };
      },
    },
    'not-needed': {
      by: 'owner',
      takes: ['agreed'],
      async run({ world, task, fields }) {
        const words = fields.agreed ?? '';
        if (words.length < 3) return refuse('needs-a-reason', 'Under “What was agreed”');
        await lookAtSteps(world, task.data);
        return { act: 'not-needed', words, state: 'not-needed', isOpen: false, next: null };
      },
    },
  },
  async onTime(world, task) {
    const { day = '', time = '' } = task.data;
    if (task.state !== 'invited' || !isDay(day)) return undefined;
    if (task.next?.step === 'over')
      return { act: 'its-time-is-over', state: 'over', toBottom: task.ownerIds, next: null };
    return { act: 'reminded', toBottom: task.ownerIds, next: await nextOf(world, task, { day, time }) };
  },
});
