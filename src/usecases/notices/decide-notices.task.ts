import { type AbsenceNotice, decisionUnder, type NoticeDecision } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf, instantOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { LoadedPack } from '../../policy/policy-pack.ts';
import { managersOf, nextMorning } from '../core/about-session.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { askEvidence } from './evidence.task.ts';
import { reasonWords, sayWhat } from './view-notice.ts';

type Row = { noticeId: string; isGone?: boolean };
type Data = { packId: string; rows: Row[] };

const againAfterMinutes = 180;

async function deciders(world: World, programme: Programme, pack: LoadedPack): Promise<string[]> {
  if (pack.notices.decidedBy === 'manager') return managersOf(programme);
  return (await world.records.people.withRole('admin')).map((one) => one._id);
}

/** Puts a notice that a person must decide on the day's batch: of the office, or of the programme's manager (G2, S2, S10). */
export async function addToBatch(
  world: World,
  notice: AbsenceNotice,
  programme: Programme,
  pack: LoadedPack,
): Promise<void> {
  const ownerIds = await deciders(world, programme, pack);
  if (ownerIds.length === 0) return;
  const today = dayOf(world.clock.now(), programme.zone);
  const batch = pack.notices.decidedBy === 'admin' ? 'office' : (ownerIds[0] ?? '');
  const again = { step: 'again', at: addMinutes(world.clock.now(), againAfterMinutes) };
  const task = await openTask<Data>(world, {
    _id: taskId('decide-notices', batch, today),
    kind: 'decide-notices',
    ownerIds,
    programmeId: programme._id,
    state: 'open',
    data: { packId: pack.id, rows: [] },
    pack: pack.ref,
    next: again,
  });
  if (task.data.rows.some((row) => row.noticeId === notice._id)) {
    await moveTask(world, task, {
      act: 'changed',
      isOpen: true,
      state: 'open',
      next: task.next ?? again,
      toBottom: [],
    });
    return;
  }
  await moveTask(world, task, {
    act: 'added',
    isOpen: true,
    state: 'open',
    data: { rows: [...task.data.rows, { noticeId: notice._id }] },
    next: task.next ?? again,
    // A batch that was done comes again; one that waits only grows.
    toBottom: task.isOpen ? [] : task.ownerIds,
  });
}

/** Waits for this policy's person; one for which evidence is asked waits for the learner. */
const isPending = (notice: AbsenceNotice, packId: string) =>
  notice.state === 'confirmed' && !['accepted', 'rejected'].includes(decisionUnder(notice, packId)?.state ?? '');
const isWaiting = (notice: AbsenceNotice, packId: string) =>
  notice.state === 'confirmed' && decisionUnder(notice, packId) === undefined;
const decisionWords = { accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' } as const;

async function noticesOf(world: World, task: Task<Data>): Promise<AbsenceNotice[]> {
  const notices: AbsenceNotice[] = [];
  for (const row of task.data.rows) {
    const notice = await world.records.notices.byId(row.noticeId);
    if (notice && notice.state !== 'draft') notices.push(notice);
  }
  return notices;
}

async function rowsOf(world: World, notices: readonly AbsenceNotice[], packId: string): Promise<FormRow[]> {
  const people = await world.records.people.byIds(
    notices.flatMap((one) => [one.learnerId, one.byId, decisionUnder(one, packId)?.byId ?? one.byId]),
  );
  const names = new Map(people.map((person) => [person._id, nameAndRef(person)]));
  const name = new Map(people.map((person) => [person._id, callName(person)]));
  return notices.map((notice) => {
    const told =
      notice.byId === notice.learnerId
        ? ''
        : ` · told by ${name.get(notice.byId) ?? 'someone'}${notice.via ? ` (${notice.via})` : ''}`;
    const at = notice.confirmedAt ? ` · said ${sayDay(dayOf(notice.confirmedAt))} ${timeOf(notice.confirmedAt)}` : '';
    const decision = decisionUnder(notice, packId);
    const decided = decision
      ? ` · ${decisionWords[decision.state]} by ${name.get(decision.byId) ?? 'someone'}`
      : notice.state === 'withdrawn'
        ? ' · taken back'
        : '';
    return {
      key: notice._id,
      title: names.get(notice.learnerId) ?? notice.learnerId,
      detail: `${sayWhat(notice)} · ${reasonWords[notice.reason]}${told}${at}${decided}`,
      tone: isPending(notice, packId) ? ('default' as const) : ('good' as const),
      acts: isPending(notice, packId)
        ? [
            { act: 'accept', title: 'Accept' },
            { act: 'reject', title: 'Reject', bare: false },
            ...(decision ? [] : [{ act: 'evidence', title: 'Ask for evidence' }]),
          ]
        : [],
    };
  });
}

const mostRows = 12;

async function decide(press: TaskPress<Data>, state: 'accepted' | 'rejected' | 'evidence') {
  const { world, task, actor, row, fields, now } = press;
  const notice = task.data.rows.some((one) => one.noticeId === row) ? await world.records.notices.byId(row) : null;
  if (!notice) return refuse('not-found');
  const { packId } = task.data;
  if (!isPending(notice, packId)) return { act: 'decided already' };
  if (state === 'rejected' && (fields.why ?? '').length < 3) return refuse('needs-a-reason');
  await decideNotice(world, notice, {
    packId,
    state,
    byId: actor._id,
    at: now,
    ...(fields.why && state === 'rejected' ? { why: fields.why } : {}),
  });
  if (state === 'evidence') await askEvidence(world, notice, task.programmeId, actor._id);
  const left = (await noticesOf(world, task)).filter((one) => isWaiting(one, packId)).length;
  return { act: state, words: row, ...(left === 0 ? { isOpen: false, state: 'done', next: null } : {}) };
}

/** Stores what a person decided about a notice; it is spread to the registers again, and its sender sees it. */
export async function decideNotice(world: World, notice: AbsenceNotice, decision: NoticeDecision): Promise<void> {
  const after: AbsenceNotice = {
    ...notice,
    decisions: [...(notice.decisions ?? []), decision],
    version: notice.version + 1,
    next: { step: 'spread', at: world.clock.now() },
  };
  if (!(await world.records.notices.replace(after, notice.version))) throw new Error('notice changed meanwhile');
  for (const person of new Set([notice.byId, notice.learnerId])) {
    const wish = { kind: 'notice' as const, subjectId: notice._id, recipient: { person }, revision: after.version };
    if (person === notice.byId) await world.records.slots.want({ ...wish, ask: 'bottom' }, world.clock.now());
  }
  world.wake();
}

/** Notices that wait for a person, in batches, one press each (G2, S2, S10). */
export const decideNotices = defineTask<Data>({
  clause: 'G2, S2, S10',
  async face(world, task) {
    const notices = await noticesOf(world, task);
    const { packId } = task.data;
    const waiting = notices.filter((one) => isPending(one, packId));
    // What waits comes first; of what is decided the newest stay to be seen.
    const shown = [...waiting, ...notices.filter((one) => !isPending(one, packId)).reverse()].slice(0, mostRows);
    const more = waiting.length > mostRows ? ` ${mostRows} are shown; the others come as you decide.` : '';
    return {
      title: waiting.length > 0 ? 'Absences to decide' : 'Absences decided',
      tone: waiting.length > 0 ? 'warning' : 'good',
      lines: [
        waiting.length === 0
          ? 'Nothing is waiting.'
          : `${waiting.length === 1 ? 'One notice waits' : `${waiting.length} notices wait`} for you. Until then the register says “told us”.${more}`,
      ],
      rows: await rowsOf(world, shown, packId),
      fields: waiting.length > 0 ? [{ id: 'why', label: 'Reason, before you reject one', type: 'words' as const }] : [],
    };
  },
  acts: {
    accept: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'accepted') },
    reject: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'rejected') },
    evidence: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'evidence') },
  },
  async onTime(world, task) {
    // What waits for a learner's evidence is nobody's to be reminded of here.
    const waiting = (await noticesOf(world, task)).filter((one) => isWaiting(one, task.data.packId));
    if (waiting.length === 0) return { act: 'nothing left', state: 'done', isOpen: false, next: null };
    const now = world.clock.now();
    const later = addMinutes(now, againAfterMinutes);
    const isInHours = later < instantOf(dayOf(now), '17:00') && later > instantOf(dayOf(now), '08:00');
    return {
      act: 'shown again',
      toBottom: task.ownerIds,
      next: { step: 'again', at: isInHours ? later : nextMorning(world, undefined) },
    };
  },
});
