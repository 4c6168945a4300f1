import { type AbsenceNotice, toldAbout } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf, instantOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { closingTime, nextMorning } from '../core/working-time.ts';
import { decidersOf } from './decide-notice.ts';
import { isPending, isWaiting, type Listed, type Row } from './listed-notice.ts';
import { sessionsOf } from './touched-sessions.ts';

/** `againAt`: when what waits is shown again, whatever is carried out before. */
export type ListData = { packId: string; rows: Row[]; againAt?: Date };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'decide-notices': ListData;
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
export async function redrawBatch(world: World, task: Task<ListData>): Promise<void> {
  if (!task.isOpen) return redrawTask(world, task);
  const stands = await asItStands(world, task, task.data.rows);
  if (stands.state === task.state) await redrawTask(world, task);
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
    data: { packId: pack.id, rows: [], againAt: again.at },
    pack: pack.ref,
    next: again,
  });
  const { rows } = task.data;
  const isKnown = rows.some((row) => row.noticeId === notice._id);
  const all = isKnown ? rows : [...rows, (await takeOff(world, task, notice)) ?? { noticeId: notice._id }];
  await moveTask(world, task, {
    act: isKnown ? 'changed' : 'added',
    ...(await asItStands(world, task, all)),
    // A batch on which nothing was left comes again; one that waits only grows.
    toBottom: isKnown || task.state === 'open' ? [] : task.ownerIds,
  });
}

/** Whose list it is: its id without the day. */
const batchOf = ({ _id }: Pick<Task, '_id'>) => _id.slice(0, _id.lastIndexOf('|'));

/** Takes a notice off the list of an earlier day of the same people: it stands on one, with what was pressed on it. */
async function takeOff(world: World, onto: Task<ListData>, notice: AbsenceNotice): Promise<Row | undefined> {
  for (const task of await world.records.tasks.ofKind('decide-notices', addMinutes(notice.createdAt, -1_440))) {
    const { rows } = task.data;
    const row = rows.find((one) => one.noticeId === notice._id);
    if (!row || task._id === onto._id || batchOf(task) !== batchOf(onto)) continue;
    const rest = await asItStands(
      world,
      task,
      rows.filter((one) => one !== row),
    );
    await moveTask(world, task, { act: 'carried-over', ...(task.isOpen ? rest : { data: rest.data }), toBottom: [] });
    return row;
  }
  return undefined;
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

/** The notices of a list that stand on it, with how each stands. */
export async function noticesOf(world: World, { packId, rows }: ListData): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const row of rows) {
    const notice = await world.records.notices.byId(row.noticeId);
    // What a newer notice took the place of is that one's row; but a press on it that came to nothing is said.
    const isReplaced = notice?.replacedBy !== undefined && !row.undone?.dropped;
    if (row.isGone || !notice || notice.state === 'draft' || isReplaced) continue;
    const evidence = taskOf('evidence', await world.records.tasks.byId(taskId('evidence', notice._id)));
    listed.push({ row, notice, isMoot: await isMoot(world, notice, packId), evidence });
  }
  return listed;
}

/** The notices of a list that still wait for its owner's decision. */
export async function waitingOn(world: World, task: Task<ListData>): Promise<AbsenceNotice[]> {
  const listed = await noticesOf(world, task.data);
  return listed.filter((one) => isWaiting(one, task.data.packId)).map((one) => one.notice);
}

/** When the first of what was pressed is due. */
function firstDue(rows: readonly Row[]): Date | undefined {
  const due = rows.flatMap(({ verdict }) => verdict?.until ?? []);
  return due.length > 0 ? new Date(Math.min(...due.map((at) => at.getTime()))) : undefined;
}

/** When what waits on a list is shown again. */
export const againOf = ({ data, next }: Task<ListData>): Date =>
  data.againAt ?? (next?.step === 'again' ? next.at : new Date(0));

/** A list with these rows: open while anything waits, `pressed` while all that is left can only be undone, else done. */
export async function asItStands(world: World, task: Task<ListData>, rows: readonly Row[]) {
  const { data } = task;
  const listed = await noticesOf(world, { ...data, rows: [...rows] });
  const due = firstDue(rows);
  const carryOut = due && { step: 'carry-out', at: due };
  if (listed.some((one) => isWaiting(one, data.packId))) {
    const planned = againOf(task);
    const at = task.isOpen && planned > world.clock.now() ? planned : againAt(world);
    const next = carryOut && carryOut.at < at ? carryOut : { step: 'again', at };
    return { state: 'open', isOpen: true, data: { rows: [...rows], againAt: at }, next };
  }
  if (carryOut) return { state: 'pressed', isOpen: true, data: { rows: [...rows] }, next: carryOut };
  // Of what is decided, words that were taken back are needed no more.
  const pending = new Set(listed.filter((one) => isPending(one, data.packId)).map(({ row }) => row.noticeId));
  const bare = rows.map(({ undone, ...row }) =>
    undone && (undone.dropped || pending.has(row.noticeId)) ? { ...row, undone } : row,
  );
  return { state: 'done', isOpen: false, data: { rows: bare }, next: null };
}
