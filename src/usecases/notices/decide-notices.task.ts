import { type AbsenceNotice, decisionUnder } from '../../domain/absence-notice.ts';
import { addMinutes, dayOf } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Task } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { mayFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import type { TaskMove } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { quoteWritten } from '../core/typed-words.ts';
import { settleNotice } from './decide-notice.ts';
import { askEvidence } from './evidence.task.ts';
import {
  type Dropped,
  isOpen,
  isPending,
  isWaiting,
  type Listed,
  type Row,
  readKey,
  rowsOf,
  type Verdict,
} from './listed-notice.ts';
import { againOf, asItStands, isMoot, type ListData, noticesOf } from './notice-list.ts';

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

/** What whoever sees the list has pressed and can still undo; the rest of it may have no room. */
function sayUndoable(own: number, shown: number): string {
  if (own === 0) return '';
  const some = shown < own ? ` The newest ${shown} are shown.` : '';
  return ` ${count(own, 'decision')} of yours can still be undone; nothing of ${own === 1 ? 'it' : 'them'} has gone out yet.${some}`;
}

const withRow = (rows: readonly Row[], changed: Row) =>
  rows.map((one) => (one.noticeId === changed.noticeId ? changed : one));

async function decide(
  press: TaskPress<ListData>,
  state: 'accepted' | 'rejected' | 'evidence',
): Promise<Outcome<TaskMove<ListData>>> {
  const { world, task, actor, acting, fields, now } = press;
  const { packId, rows } = task.data;
  const row = readKey(press.row).noticeId;
  const entry = rows.find((one) => one.noticeId === row);
  const notice = entry && (await world.records.notices.byId(row));
  const written = state === 'rejected' ? quoteWritten({ why: fields.why ?? '' }) : undefined;
  if (!notice) return written ? refuse('moved-on', written) : refuse('not-found');
  const isDecided = !isPending({ notice, isMoot: await isMoot(world, notice, packId) }, packId);
  if (isDecided || entry.verdict) {
    return written ? refuse('moved-on', written) : { act: 'decided-already' };
  }
  const why = state === 'rejected' ? (fields.why ?? '') : '';
  if (state === 'rejected' && why.length < 3) return refuse('needs-a-reason');
  if (state !== 'evidence' && world.undoMinutes) {
    const times = { at: now, until: addMinutes(now, world.undoMinutes) };
    const verdict = { state, ...(why ? { why } : {}), days: notice.days, byId: actor._id, asId: acting._id, ...times };
    const pressed = withRow(rows, { noticeId: row, verdict });
    return { act: 'pressed', words: row, ...(await asItStands(world, task, pressed)) };
  }
  await settleNotice(world, notice, { packId, state, byId: actor._id, at: now, ...(why ? { why } : {}) });
  if (state === 'evidence') await askEvidence(world, notice, task.programmeId, actor._id);
  return { act: state, words: row, ...(await asItStands(world, task, withRow(rows, { noticeId: row }))) };
}

/** Takes back what was pressed on a row and has not happened yet. */
async function takeBack({
  world,
  task,
  acting,
  row: key,
  now,
}: TaskPress<ListData>): Promise<Outcome<TaskMove<ListData>>> {
  const { packId, rows } = task.data;
  const { noticeId: row, pressedAt } = readKey(key);
  const entry = rows.find((one) => one.noticeId === row);
  const notice = entry && (await world.records.notices.byId(row));
  if (!notice) return refuse('not-found');
  const { verdict } = entry;
  if (verdict && verdict.at.getTime() !== pressedAt) return { act: 'looked-again' };
  if (!verdict) {
    const isThere = isPending({ notice, isMoot: await isMoot(world, notice, packId) }, packId);
    return isThere ? { act: 'looked-again' } : refuse('undo-over');
  }
  if (verdict.asId !== acting._id) return refuse('not-allowed');
  if (verdict.until <= now) return refuse('undo-over');
  const back = await asItStands(world, task, withRow(rows, undoneRow(row, verdict)));
  return { act: 'taken-back', words: row, ...back };
}

const undoneRow = (noticeId: string, { state, why }: Verdict, dropped?: Dropped): Row => ({
  noticeId,
  undone: { state, ...(why ? { why } : {}), ...(dropped ? { dropped } : {}) },
});

/** Why what was pressed is not carried out as things are now; undefined where it is, or is not needed any more. */
async function whyDropped(
  world: World,
  task: Task<ListData>,
  one: Listed,
  verdict: Verdict,
): Promise<Dropped | undefined> {
  const { notice, evidence } = one;
  const { state, at, byId, asId } = verdict;
  // Taken back or cancelled, there is nothing to decide.
  if (notice.state !== 'confirmed' || one.isMoot) return undefined;
  const decision = decisionUnder(notice, task.data.packId);
  const isDecided = !isPending(one, task.data.packId) || (decision !== undefined && decision.at > at);
  if (isDecided) return decision?.state === state ? undefined : 'decided';
  const files = (evidence?.history ?? []).filter((entry) => entry.act === 'file-sent').map((entry) => entry.at);
  const isNew = files.some((sent) => sent > at);
  const hadFile = files.some((sent) => sent <= at);
  const isChanged = (notice.changedAt ?? at) > at || notice.days.join() !== verdict.days.join();
  // A certificate speaks for what was not accepted, and another one was not what was accepted.
  if (isChanged || (isNew && (state === 'rejected' || hadFile))) return 'news';
  const by = await world.records.people.byId(byId);
  const isTheirs = task.ownerIds.includes(asId) && by && (await mayFor(world, by, 'task-decide-notices', [asId]));
  return isTheirs ? undefined : 'not-theirs';
}

/** The notice of these that stands for one that gave way to another message. */
async function standsFor(world: World, rows: readonly Row[], gone: AbsenceNotice): Promise<Row | undefined> {
  let notice: AbsenceNotice | null = gone;
  for (let steps = 0; notice?.replacedBy && steps < mostRows; steps++) {
    const { replacedBy } = notice;
    const row = rows.find((one) => one.noticeId === replacedBy && !one.isGone);
    if (row) return row;
    notice = await world.records.notices.byId(replacedBy);
  }
  return undefined;
}

/** Does what was pressed on rows whose minutes are over; the rows as they are then, and whether one was not carried out. */
async function carryOutDue(world: World, task: Task<ListData>): Promise<{ rows: Row[]; isDropped: boolean }> {
  const { packId } = task.data;
  let { rows } = task.data;
  let isDropped = false;
  const now = world.clock.now();
  const listed = new Map((await noticesOf(world, task.data)).map((one) => [one.row.noticeId, one]));
  for (const { noticeId, verdict, ...row } of rows) {
    if (!verdict || verdict.until > now) continue;
    const one = listed.get(noticeId);
    const dropped = one && (await whyDropped(world, task, one, verdict));
    rows = withRow(rows, dropped ? undoneRow(noticeId, verdict, dropped) : { noticeId, ...row });
    // What gave way to another message is said where that one stands, or here where that stands elsewhere.
    const told = one || row.isGone ? null : await world.records.notices.byId(noticeId);
    const isReplaced = told?.replacedBy !== undefined;
    const instead = isReplaced ? await standsFor(world, rows, told) : undefined;
    const saidOn = instead && !instead.verdict ? instead.noticeId : noticeId;
    if (isReplaced) rows = withRow(rows, undoneRow(saidOn, verdict, 'news'));
    isDropped ||= dropped !== undefined || isReplaced;
    if (!one || dropped || !isPending(one, packId)) continue;
    const { until: _, asId: __, days: ___, ...decision } = verdict;
    await settleNotice(world, one.notice, { packId, ...decision });
  }
  return { rows, isDropped };
}

function titleOf(asked: number, pressed: number): string {
  if (asked > 0) return 'Absences to decide';
  return pressed > 0 ? 'Absences decided: you can still undo it' : 'Absences decided';
}

/** Notices that wait for a person, in batches, one press each (G2, S2, S10). */
export const decideNotices = defineTask<ListData>({
  clause: 'G2, S2, S10',
  label: 'Absences to decide',
  chase: 'step',
  waitsIn: ['open'],
  restsIn: ['pressed'],
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
    // Of what its reader can undo the newest have their place; of what is decided they stay to be seen.
    const isOwn = ({ row }: Listed) => row.verdict!.asId === viewer._id;
    const newest = pressed.toSorted((a, b) => b.row.verdict!.at.getTime() - a.row.verdict!.at.getTime());
    const own = newest.filter(isOwn);
    const undoable = [...own, ...newest.filter((one) => !isOwn(one))];
    const isDropped = ({ row }: Listed) => row.undone?.dropped !== undefined;
    const first = (all: readonly Listed[]) => [...all.filter(isDropped), ...all.filter((one) => !isDropped(one))];
    const asked = first([...waiting, ...others]);
    const over = first(decided.reverse());
    // What came to nothing is said, however much waits.
    const news = Math.min(over.filter(isDropped).length, keptRows);
    const most = mostRows - news;
    const room = most - Math.min(own.length, Math.max(keptRows, most - asked.length));
    const shownAsked = Math.min(room, asked.length);
    const open = new Set([...asked.slice(0, room), ...undoable.slice(0, most - shownAsked)]);
    // What was just pressed stays where it stood.
    const inPlace = notices.filter((one) => open.has(one));
    const shown = [...inPlace, ...over].slice(0, mostRows);
    const said = [
      sayWaiting(waiting.length, others.length, shownAsked),
      sayUndoable(own.length, own.filter((one) => open.has(one)).length),
    ];
    return {
      title: titleOf(asked.length, own.length),
      tone: waiting.length > 0 ? 'warning' : asked.length > 0 ? 'default' : 'good',
      who: await sayPolicy(world, packId),
      lines: [said.join('')],
      rows: await rowsOf(world, shown, packId, viewer),
      fields: asked.length > 0 ? [{ id: 'why', label: 'Reason, before you reject one', type: 'words' as const }] : [],
    };
  },
  async aboutRows(world, _task, rows) {
    const about = new Map<string, string>();
    for (const row of rows) about.set(row, (await world.records.notices.byId(readKey(row).noticeId))?.learnerId ?? '');
    return about;
  },
  acts: {
    accept: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'accepted') },
    reject: { by: 'owner', whenClosed: true, takes: ['why'], run: (press) => decide(press, 'rejected') },
    evidence: { by: 'owner', whenClosed: true, run: (press) => decide(press, 'evidence') },
    'take-back': { by: 'owner', whenClosed: true, run: takeBack },
  },
  async onTime(world, task) {
    const { rows, isDropped } = await carryOutDue(world, task);
    const stands = await asItStands(world, task, rows);
    // What waits for a learner's evidence is nobody's to be reminded of here.
    const isAgain = againOf(task) <= world.clock.now() && stands.state === 'open';
    const left = stands.isOpen ? 'done' : 'nothing-left';
    const act = isDropped ? 'not-carried-out' : isAgain ? 'shown-again' : left;
    return { act, ...stands, toBottom: isDropped || isAgain ? task.ownerIds : [] };
  },
});
