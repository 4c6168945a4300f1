import { type AbsenceNotice, decisionUnder, saidAt, tellersOf, toldAbout } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf, instantOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import { type Task, type TaskOf, taskOf } from '../../domain/task.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { closingTime, nextMorning } from '../core/working-time.ts';
import { decidersOf, settleNotice } from './decide-notice.ts';
import { askEvidence } from './evidence.task.ts';
import { wordsOfNotice } from './notice-words.ts';
import { sayReason } from './reasons-under.ts';
import { sayWhat } from './say-notice.ts';
import { sessionsOf } from './touched-sessions.ts';

/** `isGone`: whoever told it was erased, so nobody decides it any more. */
type Row = { noticeId: string; isGone?: boolean };
type Data = { packId: string; rows: Row[] };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'decide-notices': Data;
  }
}

const againAfterMinutes = 180;

/** When what still waits is shown again: in some hours, but never in the evening or at night. */
function againAt(world: World): Date {
  const now = world.clock.now();
  const later = addMinutes(now, againAfterMinutes);
  const isInHours = later < closingTime(dayOf(now)) && later > instantOf(dayOf(now), '08:00');
  return isInHours ? later : nextMorning(world, undefined);
}

/** A list on which nothing waits any more closes; what it shows is drawn again. */
export async function redrawBatch(world: World, task: Task<Data>): Promise<void> {
  const isDone = task.isOpen && !(await noticesOf(world, task)).some((one) => isWaiting(one, task.data.packId));
  if (isDone) await moveTask(world, task, { act: 'nothing-left', state: 'done', isOpen: false, next: null });
  else await redrawTask(world, task);
}

/**
 * Puts a notice that a person must decide on the day's batch of its policy: of the office (a site's own), or of the programme's manager
 * (G2, S2, S10). What is decided under one policy is decided under that one alone.
 */
export async function addToBatch(
  world: World,
  notice: AbsenceNotice,
  programme: Programme,
  pack: LoadedPack,
): Promise<void> {
  const ownerIds = await decidersOf(world, programme, pack);
  if (ownerIds.length === 0) return;
  const today = dayOf(world.clock.now(), programme.zone);
  const office = ['office', ...(programme.site ? [programme.site] : [])];
  const batch = pack.notices.decidedBy === 'admin' ? office : [ownerIds[0] ?? ''];
  const again = { step: 'again', at: againAt(world) };
  const task = await openTask(world, {
    _id: taskId('decide-notices', ...batch, pack.id, today),
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

/** A notice on a list; `isMoot`: its sessions were cancelled, so there is nothing to decide; `evidence`: how that stands. */
type Listed = { notice: AbsenceNotice; isMoot: boolean; evidence: TaskOf<'evidence'> | null };

/** Waits for this policy's person; one for which evidence is asked waits for the learner. */
const isPending = ({ notice, isMoot }: Omit<Listed, 'evidence'>, packId: string) =>
  notice.state === 'confirmed' &&
  !isMoot &&
  !['accepted', 'rejected'].includes(decisionUnder(notice, packId)?.state ?? '');
const isWaiting = (one: Listed, packId: string) =>
  isPending(one, packId) && (decisionUnder(one.notice, packId) === undefined || one.evidence?.state === 'lapsed');
const decisionWords = { accepted: 'Accepted', rejected: 'Not accepted', evidence: 'Evidence asked for' } as const;

/** True when every session of a policy that a notice is about has been cancelled; not where none was planned. */
export async function isMoot(world: World, notice: AbsenceNotice, packId: string): Promise<boolean> {
  const programmes = (await world.records.enrolments.programmes()).filter((one) => one.pack === packId);
  const own = (await sessionsOf(world, notice.learnerId, notice.days)).filter(
    (session) =>
      programmes.some((one) => one._id === session.programmeId) &&
      toldAbout({ ...notice, state: 'confirmed' }, session, false) !== undefined,
  );
  return own.length > 0 && own.every((session) => session.cancelled);
}

async function noticesOf(world: World, task: Task<Data>): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const row of task.data.rows) {
    const notice = await world.records.notices.byId(row.noticeId);
    // What a newer notice took the place of is that one's row.
    if (row.isGone || !notice || notice.state === 'draft' || notice.replacedBy) continue;
    const evidence = taskOf('evidence', await world.records.tasks.byId(taskId('evidence', notice._id)));
    listed.push({ notice, isMoot: await isMoot(world, notice, task.data.packId), evidence });
  }
  return listed;
}

/** The notices of a list that still wait for its owner's decision. */
export async function waitingOn(world: World, task: Task<Data>): Promise<AbsenceNotice[]> {
  const listed = await noticesOf(world, task);
  return listed.filter((one) => isWaiting(one, task.data.packId)).map((one) => one.notice);
}

/** "said Monday 23 November, 08:50", and by whom where it was not the learner. */
function sayTold(notice: AbsenceNotice, name: ReadonlyMap<string, string>): string {
  const names = tellersOf(notice)
    .filter((id) => id !== notice.learnerId)
    .map((id) => name.get(id) ?? 'someone');
  const by = names.length > 0 ? ` · told by ${names.join(' and ')}${notice.via ? ` (${notice.via})` : ''}` : '';
  const at = saidAt(notice, notice.days[0] ?? '');
  return `${by} · said ${sayDay(dayOf(at))} ${timeOf(at)}`;
}

/** The reason in the person's own words, for whoever decides; the category alone would not tell what is reasonable (S2). */
async function sayWords(world: World, notice: AbsenceNotice): Promise<string> {
  const words = await wordsOfNotice(world, notice);
  return words ? ` · “${words}”` : '';
}

/** What the notice took the place of, so that nobody decides the same absence twice without knowing. */
async function sayBefore(world: World, notice: AbsenceNotice, packId: string): Promise<string> {
  const said: string[] = [];
  for (const { noticeId, days } of notice.replaces ?? []) {
    const other = await world.records.notices.byId(noticeId);
    const decision = other && decisionUnder(other, packId);
    if (!other?.confirmedAt) continue;
    const decided = decision ? ` (${decisionWords[decision.state].toLowerCase()})` : '';
    said.push(` · in place of: ${sayWhat({ ...other, days })}${decided}`);
  }
  return said.join('');
}

/** The policy's name, where the college has more than one: the same absence may stand on two lists. */
async function sayPolicy(world: World, packId: string): Promise<string> {
  const used = new Set((await world.records.enrolments.programmes()).map((one) => one.pack));
  return used.size > 1 ? packOn(world.packs, packId, dayOf(world.clock.now())).title : '';
}

async function rowsOf(world: World, listed: readonly Listed[], packId: string): Promise<FormRow[]> {
  const people = await world.records.people.byIds(
    listed.flatMap(({ notice: one }) => [
      one.learnerId,
      ...tellersOf(one),
      decisionUnder(one, packId)?.byId ?? one.byId,
    ]),
  );
  const names = new Map(people.map((person) => [person._id, nameAndRef(person)]));
  const name = new Map(people.map((person) => [person._id, callName(person)]));
  const rows: FormRow[] = [];
  for (const one of listed) {
    const { notice } = one;
    const decision = decisionUnder(notice, packId);
    const decided = decision
      ? ` · ${decisionWords[decision.state]} by ${name.get(decision.byId) ?? 'someone'}`
      : notice.state === 'withdrawn'
        ? ' · taken back'
        : one.isMoot
          ? ' · nothing to decide: the session was cancelled'
          : '';
    const what = `${sayWhat(notice)} · ${sayReason(world, notice, packId)}${sayTold(notice, name)}`;
    rows.push({
      key: notice._id,
      title: names.get(notice.learnerId) ?? notice.learnerId,
      detail: `${what}${await sayWords(world, notice)}${await sayBefore(world, notice, packId)}${decided}${sayEvidence(one.evidence, decision)}`,
      tone: isPending(one, packId) ? ('default' as const) : ('good' as const),
      acts: isPending(one, packId)
        ? [
            { act: 'accept', title: 'Accept' },
            { act: 'reject', title: 'Reject' },
            ...(isWaiting(one, packId) && one.evidence?.state !== 'asked'
              ? [{ act: 'evidence', title: 'Ask for evidence' }]
              : []),
          ]
        : [],
    });
  }
  return rows;
}

/** How the evidence of an absence stands, so that nobody accepts one that needs a certificate without knowing (G3). */
function sayEvidence(evidence: Listed['evidence'], decision: ReturnType<typeof decisionUnder>): string {
  const last = evidence?.history.at(-1);
  const isSaid = decision?.state === 'evidence';
  if (evidence?.state === 'asked') return `${isSaid ? '' : ' · a certificate is asked for'}, nothing has come in yet`;
  if (evidence?.state === 'sent') return ' · a file has come in, to be looked at';
  return evidence?.state === 'lapsed' && last ? ` · no certificate had come by ${sayDay(dayOf(last.at))}` : '';
}

const mostRows = 12;

/** How many wait for the list's owner, and how many of those they have asked evidence for wait for that. */
function sayWaiting(own: number, asked: number): string {
  if (own + asked === 0) return 'Nothing is waiting.';
  const wait = (number: number, one: string, many: string) => (number === 1 ? `One ${one}` : `${number} ${many}`);
  const yours = own === 0 ? 'Nothing waits for you' : `${wait(own, 'notice waits', 'notices wait')} for you`;
  const theirs = asked === 0 ? '' : ` ${wait(asked, 'waits', 'wait')} for evidence; you can decide without it.`;
  const more = own + asked > mostRows ? ` ${mostRows} are shown; the others come as you decide.` : '';
  return `${yours}.${theirs} Until then the register says “told us”.${more}`;
}

async function decide(press: TaskPress<Data>, state: 'accepted' | 'rejected' | 'evidence') {
  const { world, task, actor, row, fields, now } = press;
  const notice = task.data.rows.some((one) => one.noticeId === row) ? await world.records.notices.byId(row) : null;
  if (!notice) return refuse('not-found');
  const { packId } = task.data;
  if (!isPending({ notice, isMoot: await isMoot(world, notice, packId) }, packId))
    return { act: 'decided-already' as const };
  if (state === 'rejected' && (fields.why ?? '').length < 3) return refuse('needs-a-reason');
  await settleNotice(world, notice, {
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

/** Notices that wait for a person, in batches, one press each (G2, S2, S10). */
export const decideNotices = defineTask<Data>({
  clause: 'G2, S2, S10',
  label: 'Absences to decide',
  chase: 'step',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const notices = await noticesOf(world, task);
    const { packId } = task.data;
    const pending = notices.filter((one) => isPending(one, packId));
    const waiting = pending.filter((one) => isWaiting(one, packId));
    const others = pending.filter((one) => !isWaiting(one, packId));
    // What waits comes first; of what is decided the newest stay to be seen.
    const decided = notices.filter((one) => !isPending(one, packId)).reverse();
    const shown = [...waiting, ...others, ...decided].slice(0, mostRows);
    return {
      title: pending.length > 0 ? 'Absences to decide' : 'Absences decided',
      tone: waiting.length > 0 ? 'warning' : pending.length > 0 ? 'default' : 'good',
      who: await sayPolicy(world, packId),
      lines: [sayWaiting(waiting.length, others.length)],
      rows: await rowsOf(world, shown, packId),
      fields: pending.length > 0 ? [{ id: 'why', label: 'Reason, before you reject one', type: 'words' as const }] : [],
    };
  },
  async aboutRows(world, _task, rows) {
    const about = new Map<string, string>();
    for (const row of rows) about.set(row, (await world.records.notices.byId(row))?.learnerId ?? '');
    return about;
  },
  acts: {
    accept: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'accepted') },
    reject: { by: 'owner', whenClosed: true, takes: ['why'], run: (press) => decide(press, 'rejected') },
    evidence: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'evidence') },
  },
  async onTime(world, task) {
    // What waits for a learner's evidence is nobody's to be reminded of here.
    const waiting = (await noticesOf(world, task)).filter((one) => isWaiting(one, task.data.packId));
    if (waiting.length === 0) return { act: 'nothing-left', state: 'done', isOpen: false, next: null };
    return {
      act: 'shown-again',
      toBottom: task.ownerIds,
      next: { step: 'again', at: againAt(world) },
    };
  },
});
