import { type AbsenceNotice, type Half, hoursOfHalf, saidAt } from '../../domain/absence-notice.ts';
import { addDays, type Day, daysBetween, type TimeOfDay, weekdayOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { giveUp, saysNothingNew } from '../../domain/overlapping-notices.ts';
import type { Person } from '../../domain/person.ts';
import { reasonsOf } from '../../policy/rules/reasons.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { type Action, may } from '../core/rights.ts';
import { settleOverlaps } from './one-notice.ts';
import { packsUnder } from './reasons-under.ts';
import { isTooLate, viewNotice } from './view-notice.ts';
import { wantNotice } from './want-notice.ts';
import { isOwnNotice } from './whose-notice.ts';

const longestNoticeDays = 120;
const mostMinutes = 600;

type NoticeChange = {
  kind: AbsenceNotice['kind'];
  firstDay: Day;
  lastDay: Day;
  /** One that the learner's policies list. */
  reason: string;
  minutesLate?: number;
  arriveAt?: TimeOfDay;
  /** Of an absence; left out, its hours stay as they were told. */
  half?: Half;
};

async function loadOwn(
  world: World,
  actor: Person,
  noticeId: string,
  action: Action,
): Promise<AbsenceNotice | undefined> {
  const notice = await world.records.notices.byId(noticeId);
  return notice && may(actor, action, await isOwnNotice(world, notice, actor)) ? notice : undefined;
}

type Change = (inside: World, notice: AbsenceNotice, now: Date) => Promise<AbsenceNotice | undefined>;

/**
 * Changes a notice under its version and asks for its cards in the same transaction; one that is confirmed by it stands
 * alone for its sessions from then on. A press seen before, or one on an older card, changes nothing and shows what now
 * stands.
 */
async function moveNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
  action: Action,
  change: Change,
): Promise<Outcome<CardModel>> {
  if (!(await loadOwn(world, actor, input.noticeId, action))) return refuse('not-allowed');
  const stored = await world.together(async (inside) => {
    const { records } = inside;
    const notice = await records.notices.byId(input.noticeId);
    if (!notice || notice.presses.includes(input.pressId)) return notice;
    const changed = await change(inside, notice, world.clock.now());
    if (!changed) return notice;
    const presses = [...notice.presses, input.pressId].slice(-20);
    const moved: AbsenceNotice = { ...changed, version: notice.version + 1, presses };
    const saysMore = moved.confirmedAt !== notice.confirmedAt || moved.changedAt !== notice.changedAt;
    const after = moved.state === 'confirmed' && saysMore ? await settleOverlaps(inside, moved) : moved;
    if (!(await records.notices.replace(after, notice.version))) return records.notices.byId(notice._id);
    await wantNotice(inside, after);
    return after;
  });
  world.wake();
  return stored ? viewNotice(world, stored, actor) : refuse('notice-gone');
}

/** The sender says which of several learners of one name is meant. */
export function chooseLearner(
  world: World,
  actor: Person,
  input: { noticeId: string; learnerId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'change-notice', async (_inside, notice) => {
    if (notice.question !== 'who' || !notice.candidates?.includes(input.learnerId)) return undefined;
    const { question: _, candidates: _c, ...rest } = notice;
    return { ...rest, learnerId: input.learnerId };
  });
}

const isConfirmable = (notice: AbsenceNotice) =>
  notice.state === 'draft' && notice.days.length > 0 && notice.question !== 'who';

/** The notice counts from now on. When it was told is the message's time, not this one. */
function confirmed(notice: AbsenceNotice, now: Date): AbsenceNotice {
  const { question: _, backDays: _b, remindedAt: _r, ...rest } = notice;
  return { ...rest, state: 'confirmed', confirmedAt: now, next: { step: 'spread', at: now } };
}

/**
 * The sender says the card has understood them, or, where it asks, that a notice is not to be taken back. One whose
 * sessions are over cannot be confirmed as if in time: its card then offers what still can be done.
 */
export function confirmNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'confirm-notice', async (inside, notice, now) => {
    const { question, backDays: _, ...rest } = notice;
    if (notice.state === 'confirmed' && question === 'withdraw') return rest;
    if (!isConfirmable(notice) || (await isTooLate(inside, notice))) return undefined;
    return confirmed(notice, now);
  });
}

/** What was never confirmed while it could count goes to the office as told late (S10: a person can still authorise it). */
export function tellLate(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'confirm-notice', async (_inside, notice, now) =>
    isConfirmable(notice) && notice.kind === 'absence' ? confirmed(notice, now) : undefined,
  );
}

/** The notice's card as it stands: the form of change is left again. */
export async function showNotice(world: World, actor: Person, noticeId: string): Promise<Outcome<CardModel>> {
  const notice = await loadOwn(world, actor, noticeId, 'change-notice');
  return notice ? viewNotice(world, notice, actor) : refuse('not-allowed');
}

/** The form on which the sender corrects what was understood. */
export async function offerChange(world: World, actor: Person, noticeId: string): Promise<Outcome<CardModel>> {
  const notice = await loadOwn(world, actor, noticeId, 'change-notice');
  return notice ? viewNotice(world, notice, actor, true) : refuse('not-allowed');
}

function weekdays(from: Day, to: Day): Day[] {
  const count = daysBetween(from, to) + 1;
  return Array.from({ length: count }, (_, ahead) => addDays(from, ahead)).filter(
    (day) => ![0, 6].includes(weekdayOf(day)),
  );
}

type Hours = Pick<AbsenceNotice, 'fromTime' | 'toTime'>;

/** The hours of an absence as the form gives them; else those that were told. */
function hoursAfter({ kind, half }: NoticeChange, told: Hours): Hours {
  if (kind !== 'absence' || half === undefined || half === 'as-told') return told;
  return half === 'day' ? {} : hoursOfHalf[half];
}

/** Stores the corrected notice, confirmed: the form itself is the confirmation. */
export async function changeNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string } & NoticeChange,
): Promise<Outcome<CardModel>> {
  const length = daysBetween(input.firstDay, input.lastDay);
  if (length < 0 || length > longestNoticeDays) return refuse('days-do-not-fit');
  const range = weekdays(input.firstDay, input.lastDay);
  if (range.length === 0) return refuse('no-college-day');
  const { minutesLate } = input;
  if (minutesLate !== undefined && !(Number.isInteger(minutesLate) && minutesLate >= 1 && minutesLate <= mostMinutes))
    return refuse('minutes-out-of-range', `${minutesLate} minutes late`);
  const before = await loadOwn(world, actor, input.noticeId, 'change-notice');
  if (!before) return refuse('not-allowed');
  if (input.reason !== before.reason) {
    const listed = reasonsOf(await packsUnder(world, { learnerId: before.learnerId, days: range }));
    if (!listed.some((one) => one.code === input.reason)) return refuse('pick-one', 'Reason');
  }
  if (before.question === 'which-half' && input.kind === 'absence' && !input.half)
    return refuse('pick-one', 'Which part of the day');
  return moveNotice(world, actor, input, 'change-notice', async (_inside, notice, now) => {
    if (notice.state === 'withdrawn' || notice.question === 'who') return undefined;
    const {
      question,
      backDays: _b,
      remindedAt: _r,
      reasonBy,
      decisions,
      minutesLate: _minutes,
      arriveAt: _arrive,
      fromTime,
      toTime,
      notMeant,
      ...rest
    } = notice;
    const { kind } = input;
    // Days that were named one by one stay so unless the form says others.
    const isAsRead = notice.days[0] === input.firstDay && notice.days.at(-1) === input.lastDay;
    const days = isAsRead ? notice.days : range;
    // Which sessions were meant was read from the message; it holds for the same kind on the same days.
    const unmeant = isAsRead && input.kind === notice.kind && notMeant ? { notMeant } : {};
    const told = { ...(fromTime ? { fromTime } : {}), ...(toTime ? { toTime } : {}) };
    const hours = hoursAfter(input, kind === notice.kind ? told : {});
    const late = {
      ...(input.minutesLate ? { minutesLate: input.minutesLate } : {}),
      ...(input.arriveAt ? { arriveAt: input.arriveAt } : {}),
    };
    // Who left out the reason may not have been shown the one somebody else gave.
    const isKept = input.reason === 'none' && reasonBy !== undefined;
    const reason = isKept ? notice.reason : input.reason;
    const isBoth = kind === 'early_leave' && notice.kind === kind;
    const times = { ...hours, ...(kind === 'lateness' || isBoth ? late : {}) };
    const isAnswer = notice.state === 'draft' && question !== undefined;
    const isSaid = (day: Day) => notice.days.includes(day) && [kind, 'absence'].includes(notice.kind);
    const said = days.map((day) => [
      day,
      // Who answers a question said it with the message; a day or more of an absence than was said is told now.
      isAnswer ? notice.createdAt : isSaid(day) ? saidAt(notice, day) : now,
    ]);
    const changed: AbsenceNotice = {
      ...rest,
      ...times,
      ...unmeant,
      kind,
      days,
      reason,
      ...(isKept ? { reasonBy } : {}),
      said: Object.fromEntries(said),
      state: 'confirmed',
      confirmedAt: notice.confirmedAt ?? now,
      changedAt: now,
      next: { step: 'spread', at: now },
    };
    // What was decided was decided about other days or another reason.
    const isSame = saysNothingNew(changed, notice) && saysNothingNew(notice, changed);
    return decisions && isSame ? { ...changed, decisions } : changed;
  });
}

/** The sender takes a notice back, drafts and confirmed ones alike: whole, or the days it was asked about. */
export function withdrawNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'withdraw-notice', async (_inside, notice, now) => {
    if (notice.state === 'withdrawn') return undefined;
    return giveUp(notice, notice.backDays ?? notice.days, now);
  });
}
