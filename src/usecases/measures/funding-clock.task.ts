import { addDays, type Day, dayOf, daysBetween, sayDay, workingDayBefore } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { nameAndRef } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import { taskOf } from '../../domain/task.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import type { FundingClock } from '../../policy/policy-pack.ts';
import { fundingClockOf, fundingDays } from '../../policy/rules/funding-clock.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { defineTask } from '../core/task-kind.ts';
import { misOfficersOf, nameOf } from '../core/whose.ts';
import { closingTime, morningOf, nextMorning } from '../core/working-time.ts';

type Data = { enrolmentId: string; lastDay?: Day; runsOut?: Day };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'funding-clock': Data;
  }
}

/** Marks looked back over for the last day attended: more than a month of six lessons a day. */
const lookBack = 200;

/** From where the clock counts: the last day attended, the end of a break, or the first day of the enrolment. */
async function countsFrom(world: World, enrolment: Enrolment, pack: LoadedPack, today: Day) {
  const marks = await world.records.marks.latestOf(enrolment._id, lookBack);
  const attended = marks.find((mark) => tallyOf(mark, pack).attended > 0)?.day;
  const breakEnds = (enrolment.breaks ?? []).flatMap((one) => (one.to && one.to < today ? [one.to] : []));
  const from = [enrolment.from, ...breakEnds, ...(attended ? [attended] : [])].toSorted().at(-1) ?? enrolment.from;
  return { from, attended };
}

/**
 * When a clock that counts from a day runs out, and the days on which that is told: the last working day up to each, since
 * a hint that comes a little early is better than one on a bank holiday.
 */
function daysOf(world: World, programme: Programme, clock: FundingClock, from: Day) {
  const { runsOut, hintOn } = fundingDays(clock, from);
  const workingDayBy = (day: Day) => workingDayBefore(addDays(day, 1), world.holidays(programme));
  return { runsOut, hintOn: workingDayBy(hintOn), againOn: workingDayBy(runsOut) };
}

/** What a clock rests on today; undefined when none runs for this enrolment any more. */
async function stateOf(world: World, enrolment: Enrolment | undefined, programme: Programme) {
  const today = dayOf(world.clock.now(), programme.zone);
  const pack = packOn(world.packs, programme.pack, today);
  const clock = fundingClockOf(pack, programme);
  if (!clock || !enrolment || !covers(enrolment, today)) return undefined;
  const { from, attended } = await countsFrom(world, enrolment, pack, today);
  return { today, clock, attended, ...daysOf(world, programme, clock, from) };
}

/** Starts the clock of everyone on a register that opens, unless it runs. */
export async function startFundingClocks(
  world: World,
  { programme, pack, session }: SessionContext,
  rows: Register['rows'],
) {
  const clock = fundingClockOf(pack, programme);
  if (!clock) return;
  const known = new Set(await world.records.tasks.known(rows.map((row) => taskId('funding-clock', row.enrolmentId))));
  for (const row of rows) {
    const _id = taskId('funding-clock', row.enrolmentId);
    if (known.has(_id)) continue;
    await openTask(world, {
      _id,
      kind: 'funding-clock',
      learnerId: row.learnerId,
      programmeId: programme._id,
      ownerIds: [],
      state: 'running',
      isShown: false,
      // Nothing to do for anybody until the hint is due.
      isOpen: false,
      data: { enrolmentId: row.enrolmentId },
      pack: pack.ref,
      next: { step: 'look', at: morningOf(daysOf(world, programme, clock, session.day).hintOn, programme.zone) },
    });
  }
}

/** Someone whose clock was put to the MIS officer is there again. */
export async function stopFundingHint(world: World, mark: StoredMark, pack: LoadedPack): Promise<void> {
  if (tallyOf(mark, pack).attended === 0) return;
  const task = taskOf(
    'funding-clock',
    await world.records.tasks.byId(taskId('funding-clock', mark.enrolmentId), mark.learnerId),
  );
  if (!task?.isShown || task.state === 'running' || mark.day <= (task.data.lastDay ?? '')) return;
  await moveTask(world, task, {
    act: 'attended-again',
    words: mark.day,
    state: 'running',
    isOpen: false,
    data: { lastDay: mark.day },
    next: { step: 'look', at: world.clock.now() },
  });
}

function sayClock({ after }: FundingClock): string {
  const unit = after.count === 1 ? after.unit.slice(0, -1) : after.unit;
  return `${after.count} ${unit}`;
}

/** Days without attendance, told to the MIS officer before the funding clock runs out: a hint, never evidence (P). */
export const fundingClock = defineTask<Data>({
  clause: 'P',
  label: 'No attendance for a while',
  chase: 'own-clock',
  rests: ['held', 'break'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    if (!learner || !programme) return undefined;
    const { lastDay, runsOut = '' } = task.data;
    const base = { who: `${nameAndRef(learner)}, ${programme.name}` };
    if (task.state === 'running')
      return {
        ...base,
        title: 'Attending again',
        tone: 'good',
        lines: [`Was there on ${sayDay(lastDay ?? '')}. Nothing to do.`],
      };
    const today = dayOf(world.clock.now(), programme.zone);
    const clock = fundingClockOf(packOn(world.packs, programme.pack, today), programme);
    const last = task.history.findLast((one) => one.act === 'noted');
    const since = lastDay
      ? `Last attended ${sayDay(lastDay)}, ${daysBetween(lastDay, today)} days ago.`
      : 'Has not attended since enrolling.';
    return {
      ...base,
      title: task.isOpen
        ? 'No attendance for a while'
        : `No attendance: ${task.state === 'ended' ? 'enrolment ended' : 'noted'}`,
      tone: task.isOpen ? 'warning' : 'default',
      lines: [
        since,
        ...(clock
          ? [`${sayClock(clock)} without attendance ${runsOut < today ? 'ended' : 'end'} on ${sayDay(runsOut)}.`]
          : []),
        'A hint from the registers, not evidence: please check the funding rules and the learner’s file.',
      ],
      fields: task.isOpen ? [{ id: 'note', label: 'Note (optional)', type: 'words' as const }] : [],
      acts: task.isOpen ? [{ act: 'noted', title: 'Noted', style: 'positive' as const }] : [],
      said: last ? `${await nameOf(world, last.byId)}${last.words ? `: “${last.words}”` : ''}` : '',
    };
  },
  acts: {
    noted: {
      by: 'owner',
      takes: ['note'],
      run: async ({ fields }) => ({
        act: 'noted',
        ...(fields.note ? { words: fields.note } : {}),
        state: 'noted',
        isOpen: false,
        next: null,
      }),
    },
  },
  async onTime(world, task) {
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    const learnerId = task.learnerId ?? '';
    const enrolment = (await world.records.enrolments.ofLearner(learnerId)).find(
      (one) => one._id === task.data.enrolmentId,
    );
    const state = programme && (await stateOf(world, enrolment, programme));
    if (!programme || !state) return { act: 'clock-ended', state: 'ended', isOpen: false, next: null };
    const { today, attended, runsOut, hintOn, againOn } = state;
    const morning = (day: Day) => ({ step: 'look', at: morningOf(day, programme.zone) });
    if (today < hintOn) return { act: 'attended-meanwhile', next: morning(hintOn) };
    const owners = await misOfficersOf(world);
    if (owners.length === 0)
      return { act: 'nobody-to-tell', next: { step: 'look', at: nextMorning(world, programme) } };
    return {
      act: task.state === 'told' ? 'reminded' : 'told',
      state: 'told',
      isOpen: true,
      isShown: true,
      ownerIds: owners,
      toBottom: owners,
      data: { ...(attended ? { lastDay: attended } : {}), runsOut },
      dueAt: closingTime(runsOut, programme.zone),
      // Once more on the day itself, or the working day before it.
      next: today < againOn ? morning(againOn) : null,
    };
  },
});
