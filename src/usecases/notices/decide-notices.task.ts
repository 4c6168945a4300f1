import { type AbsenceNotice, toldAbout } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf, instantOf, timeOf } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, type TaskMove, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { quoteWritten } from '../core/typed-words.ts';
import { closingTime, nextMorning } from '../core/working-time.ts';
import { decidersOf, settleNotice } from './decide-notice.ts';
import { askEvidence } from './evidence.task.ts';
import { isOpen, isPending, isWaiting, type Listed, type Row, rowsOf, type Verdict } from './listed-notice.ts';
import { sessionsOf } from './touched-sessions.ts';

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

/** A list on which nothing waits any more closes, or waits for what can still be undone; what it shows is drawn again. */
export async function redrawBatch(world: World, task: Task<Data>): Promise<void> {
  const stands = await asItStands(world, task, task.data.rows);
  if (!task.isOpen || stands.state === task.state) await redrawTask(world, task);
  else await moveTask(world, task, { act: stands.isOpen ? 'changed' : 'nothing-left', ...stands });
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

async function noticesOf(world: World, { packId, rows }: Data): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const row of rows) {
    const notice = await world.records.notices.byId(row.noticeId);
    // What a newer notice took the place of is that one's row.
    if (row.isGone || !notice || notice.state === 'draft' || notice.replacedBy) continue;
    const evidence = taskOf('evidence', await world.records.tasks.byId(taskId('evidence', notice._id)));
    listed.push({ row, notice, isMoot: await isMoot(world, notice, packId), evidence });
  }
  return listed;
}

/** The notices of a list that still wait for its owner's decision. */
export async function waitingOn(world: World, task: Task<Data>): Promise<AbsenceNotice[]> {
  const listed = await noticesOf(world, task.data);
  return listed.filter((one) => isWaiting(one, task.data.packId)).map((one) => one.notice);
}

/** When the first of what was pressed is due. */
function firstDue(rows: readonly Row[]): Date | undefined {
  const due = rows.flatMap(({ verdict }) => verdict?.until ?? []);
  return due.length > 0 ? new Date(Math.min(...due.map((at) => at.getTime()))) : undefined;
}

/** A list with these rows: open while anything waits, `pressed` while all that is left can only be undone, else done. */
async function asItStands(world: World, { data, next }: Task<Data>, rows: readonly Row[]) {
  const listed = await noticesOf(world, { ...data, rows: [...rows] });
  const due = firstDue(rows);
  const carryOut = due && { step: 'carry-out', at: due };
  if (listed.some((one) => isWaiting(one, data.packId))) {
    const again = next?.step === 'again' ? next : { step: 'again', at: againAt(world) };
    const first = carryOut && carryOut.at < again.at ? carryOut : again;
    return { state: 'open', isOpen: true, data: { rows: [...rows] }, next: first };
  }
  if (carryOut) return { state: 'pressed', isOpen: true, data: { rows: [...rows] }, next: carryOut };
  // Words that were kept for whoever wrote them are needed no more.
  const bare = rows.map(({ undone: _, ...row }) => row);
  return { state: 'done', isOpen: false, data: { rows: bare }, next: null };
}

/** The policy's name, where the college has more than one: the same absence may stand on two lists. */
async function sayPolicy(world: World, packId: string): Promise<string> {
  const used = new Set((await world.records.enrolments.programmes()).map((one) => one.pack));
  return used.size > 1 ? packOn(world.packs, packId, dayOf(world.clock.now())).title : '';
}

const mostRows = 12;
/** Of what can be undone so many are shown on a full list. */
const keptRows = 4;

/** How many wait for the list's owner, and how many of those they have asked evidence for wait for that. */
function sayWaiting(own: number, asked: number, shown: number): string {
  if (own + asked === 0) return 'Nothing is waiting.';
  const wait = (number: number, one: string, many: string) => (number === 1 ? `One ${one}` : `${number} ${many}`);
  const yours = own === 0 ? 'Nothing waits for you' : `${wait(own, 'notice waits', 'notices wait')} for you`;
  const theirs = asked === 0 ? '' : ` ${wait(asked, 'waits', 'wait')} for evidence; you can decide without it.`;
  const more = own + asked > shown ? ` ${shown} are shown; the others come as you decide.` : '';
  return `${yours}.${theirs} Until then the register says “told us”.${more}`;
}

/** "One decision can be undone until 10:42." of what was pressed and has not happened. */
function sayUndoable(pressed: readonly Listed[]): string {
  const last = pressed.map(({ row }) => row.verdict!.until.getTime());
  if (last.length === 0) return '';
  return ` ${count(last.length, 'decision')} can be undone until ${timeOf(new Date(Math.max(...last)))}; nothing of it has gone out yet.`;
}

const withRow = (rows: readonly Row[], changed: Row) =>
  rows.map((one) => (one.noticeId === changed.noticeId ? changed : one));

async function decide(
  press: TaskPress<Data>,
  state: 'accepted' | 'rejected' | 'evidence',
): Promise<Outcome<TaskMove<Data>>> {
  const { world, task, actor, acting, row, fields, now } = press;
  const { packId, rows } = task.data;
  const entry = rows.find((one) => one.noticeId === row);
  const notice = entry && (await world.records.notices.byId(row));
  if (!notice) return refuse('not-found');
  const isDecided = !isPending({ notice, isMoot: await isMoot(world, notice, packId) }, packId);
  if (isDecided || entry.verdict) {
    const written = state === 'rejected' ? quoteWritten({ why: fields.why ?? '' }) : undefined;
    return written ? refuse('moved-on', written) : { act: 'decided-already' };
  }
  const why = state === 'rejected' ? (fields.why ?? '') : '';
  if (state === 'rejected' && why.length < 3) return refuse('needs-a-reason');
  if (state !== 'evidence' && world.undoMinutes) {
    const times = { at: now, until: addMinutes(now, world.undoMinutes) };
    const verdict = { state, ...(why ? { why } : {}), byId: actor._id, asId: acting._id, ...times };
    const pressed = withRow(rows, { noticeId: row, verdict });
    return { act: 'pressed', words: row, ...(await asItStands(world, task, pressed)) };
  }
  await settleNotice(world, notice, { packId, state, byId: actor._id, at: now, ...(why ? { why } : {}) });
  if (state === 'evidence') await askEvidence(world, notice, task.programmeId, actor._id);
  return { act: state, words: row, ...(await asItStands(world, task, withRow(rows, { noticeId: row }))) };
}

/** Takes back what was pressed on a row and has not happened yet. */
async function takeBack({ world, task, acting, row, now }: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const { packId, rows } = task.data;
  const entry = rows.find((one) => one.noticeId === row);
  const notice = entry && (await world.records.notices.byId(row));
  if (!notice) return refuse('not-found');
  const { verdict } = entry;
  if (!verdict) {
    const isThere = isPending({ notice, isMoot: await isMoot(world, notice, packId) }, packId);
    return isThere ? { act: 'looked-again' } : refuse('undo-over');
  }
  if (verdict.asId !== acting._id) return refuse('not-allowed');
  if (verdict.until <= now) return refuse('undo-over');
  const back = await asItStands(world, task, withRow(rows, undoneRow(row, verdict, false)));
  return { act: 'taken-back', words: row, ...back };
}

const undoneRow = (noticeId: string, { state, why }: Verdict, isDropped: boolean): Row => ({
  noticeId,
  undone: { state, ...(why ? { why } : {}), isDropped },
});

/** True where the absence was told anew since, or a file has come that speaks for what was not accepted. */
function isOvertaken({ notice, evidence }: Listed, { state, at }: Verdict): boolean {
  const cameIn = evidence?.history.findLast((one) => one.act === 'file-sent')?.at;
  return (notice.changedAt ?? at) > at || (state === 'rejected' && cameIn !== undefined && cameIn > at);
}

/** Does what was pressed on rows whose minutes are over; the rows as they are then, and whether one of them asks again. */
async function carryOutDue(world: World, task: Task<Data>): Promise<{ rows: Row[]; isAsked: boolean }> {
  const { packId } = task.data;
  let { rows } = task.data;
  let isAsked = false;
  const now = world.clock.now();
  const listed = new Map((await noticesOf(world, task.data)).map((one) => [one.row.noticeId, one]));
  for (const { noticeId, verdict, ...row } of rows) {
    if (!verdict || verdict.until > now) continue;
    const one = listed.get(noticeId);
    rows = withRow(rows, { noticeId, ...row });
    if (!one || !isPending(one, packId)) continue;
    if (isOvertaken(one, verdict)) {
      rows = withRow(rows, undoneRow(noticeId, verdict, true));
      isAsked = true;
      continue;
    }
    const { until: _, asId: __, ...decision } = verdict;
    await settleNotice(world, one.notice, { packId, ...decision });
  }
  return { rows, isAsked };
}

function titleOf(asked: number, pressed: number): string {
  if (asked > 0) return 'Absences to decide';
  return pressed > 0 ? 'Absences decided: you can still undo it' : 'Absences decided';
}

/** Notices that wait for a person, in batches, one press each (G2, S2, S10). */
export const decideNotices = defineTask<Data>({
  clause: 'G2, S2, S10',
  label: 'Absences to decide',
  chase: 'step',
  waitsIn: ['open'],
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const notices = await noticesOf(world, task.data);
    const { packId } = task.data;
    const waiting = notices.filter((one) => isWaiting(one, packId));
    const others = notices.filter((one) => isOpen(one, packId) && !isWaiting(one, packId));
    const pressed = notices.filter((one) => isPending(one, packId) && one.row.verdict);
    const decided = notices.filter((one) => !isPending(one, packId));
    // Of what can be undone the newest have their place; of what is decided they stay to be seen.
    const undoable = pressed.toSorted((a, b) => b.row.verdict!.at.getTime() - a.row.verdict!.at.getTime());
    const asked = [...waiting, ...others];
    const room = mostRows - Math.min(undoable.length, Math.max(keptRows, mostRows - asked.length));
    const open = new Set([...asked.slice(0, room), ...undoable.slice(0, mostRows - Math.min(room, asked.length))]);
    // What was just pressed stays where it stood.
    const inPlace = notices.filter((one) => open.has(one));
    const shown = [...inPlace, ...decided.reverse()].slice(0, mostRows);
    return {
      title: titleOf(asked.length, pressed.length),
      tone: waiting.length > 0 ? 'warning' : asked.length > 0 ? 'default' : 'good',
      who: await sayPolicy(world, packId),
      lines: [`${sayWaiting(waiting.length, others.length, Math.min(room, asked.length))}${sayUndoable(pressed)}`],
      rows: await rowsOf(world, shown, packId, viewer),
      fields: asked.length > 0 ? [{ id: 'why', label: 'Reason, before you reject one', type: 'words' as const }] : [],
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
    'take-back': { by: 'owner', whenClosed: true, run: takeBack },
  },
  async onTime(world, task) {
    const { rows, isAsked } = await carryOutDue(world, task);
    const isAgain = task.next?.step === 'again';
    const { next, ...stands } = await asItStands(world, { ...task, ...(isAgain ? { next: undefined } : {}) }, rows);
    // What waits for a learner's evidence is nobody's to be reminded of here.
    const act =
      stands.state === 'done' ? 'nothing-left' : isAsked ? 'not-carried-out' : isAgain ? 'shown-again' : 'done';
    return { act, ...stands, next, toBottom: stands.state === 'open' && (isAgain || isAsked) ? task.ownerIds : [] };
  },
});
