import type { AbsenceNotice, Reason } from '../../domain/absence-notice.ts';
import { addDays, type Day, daysBetween, type TimeOfDay, weekdayOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import { reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { type Action, may } from '../core/rights.ts';
import { viewNotice } from './view-notice.ts';

const longestNoticeDays = 120;

export type NoticeChange = {
  kind: AbsenceNotice['kind'];
  firstDay: Day;
  lastDay: Day;
  reason: Reason;
  minutesLate?: number;
  arriveAt?: TimeOfDay;
};

async function loadOwn(
  world: World,
  actor: Person,
  noticeId: string,
  action: Action,
): Promise<AbsenceNotice | undefined> {
  const notice = await world.records.notices.byId(noticeId);
  if (!notice) return undefined;
  const isOwn =
    notice.byId === actor._id ||
    (await reportableLearners(world.records, actor)).some((one) => one._id === notice.learnerId);
  return may(actor, action, isOwn) ? notice : undefined;
}

/**
 * Changes a notice under its version and asks for the sender's card in the same transaction. A press seen before, or
 * one on an older card, changes nothing and shows what now stands.
 */
async function moveNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
  action: Action,
  change: (notice: AbsenceNotice, now: Date) => AbsenceNotice | undefined,
): Promise<Outcome<CardModel>> {
  const notice = await loadOwn(world, actor, input.noticeId, action);
  if (!notice) return refuse('not-allowed');
  const now = world.clock.now();
  const changed = notice.presses.includes(input.pressId) ? undefined : change(notice, now);
  if (!changed) return viewNotice(world, notice);
  const after: AbsenceNotice = {
    ...changed,
    version: notice.version + 1,
    presses: [...notice.presses, input.pressId].slice(-20),
  };
  const stored = await world.records.together(async (records) => {
    if (!(await records.notices.replace(after, notice.version))) return records.notices.byId(notice._id);
    const recipient = { person: notice.byId };
    await records.slots.want({ kind: 'notice', subjectId: notice._id, recipient, revision: after.version }, now);
    return after;
  });
  world.wake();
  return stored ? viewNotice(world, stored) : refuse('notice-gone');
}

/** The sender says which of several learners of one name is meant. */
export function chooseLearner(
  world: World,
  actor: Person,
  input: { noticeId: string; learnerId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'change-notice', (notice) => {
    if (notice.question !== 'who' || !notice.candidates?.includes(input.learnerId)) return undefined;
    const { question: _, candidates: _c, ...rest } = notice;
    return { ...rest, learnerId: input.learnerId };
  });
}

/** The sender says the card has understood them. From now on the notice counts. */
export function confirmNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'confirm-notice', (notice, now) => {
    if (notice.state !== 'draft' || notice.days.length === 0 || notice.question === 'who') return undefined;
    const { question: _, ...rest } = notice;
    return { ...rest, state: 'confirmed', confirmedAt: now, next: { step: 'spread', at: now } };
  });
}

/** The form on which the sender corrects what was understood. */
export async function offerChange(world: World, actor: Person, noticeId: string): Promise<Outcome<CardModel>> {
  const notice = await loadOwn(world, actor, noticeId, 'change-notice');
  return notice ? viewNotice(world, notice, true) : refuse('not-allowed');
}

function weekdays(from: Day, to: Day): Day[] {
  const count = daysBetween(from, to) + 1;
  return Array.from({ length: count }, (_, ahead) => addDays(from, ahead)).filter(
    (day) => ![0, 6].includes(weekdayOf(day)),
  );
}

/** Stores the corrected notice, confirmed: the form itself is the confirmation. */
export async function changeNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string } & NoticeChange,
): Promise<Outcome<CardModel>> {
  const length = daysBetween(input.firstDay, input.lastDay);
  if (length < 0 || length > longestNoticeDays) return refuse('bad-payload');
  const days = weekdays(input.firstDay, input.lastDay);
  if (days.length === 0) return refuse('bad-payload');
  return moveNotice(world, actor, input, 'change-notice', (notice, now) => {
    if (notice.state === 'withdrawn' || notice.question === 'who') return undefined;
    // What was decided was decided about other days or another reason.
    const { question: _, decisions: _d, minutesLate: _minutes, arriveAt: _arrive, fromTime, toTime, ...rest } = notice;
    // The form does not show the hours of a part of a day; they stay as long as it is the same kind of notice.
    const hours = { ...(fromTime ? { fromTime } : {}), ...(toTime ? { toTime } : {}) };
    const late = {
      ...(input.minutesLate ? { minutesLate: input.minutesLate } : {}),
      ...(input.arriveAt ? { arriveAt: input.arriveAt } : {}),
    };
    const times = input.kind === 'lateness' ? late : input.kind === notice.kind ? hours : {};
    const { kind, reason } = input;
    return {
      ...rest,
      ...times,
      kind,
      days,
      reason,
      state: 'confirmed',
      // What was told in time stays told in time for the days it named already.
      confirmedAt: days.every((day) => notice.days.includes(day)) ? (notice.confirmedAt ?? now) : now,
      next: { step: 'spread', at: now },
    };
  });
}

/** The sender takes a notice back: drafts and confirmed ones alike. */
export function withdrawNotice(
  world: World,
  actor: Person,
  input: { noticeId: string; pressId: string },
): Promise<Outcome<CardModel>> {
  return moveNotice(world, actor, input, 'withdraw-notice', (notice, now) => {
    if (notice.state === 'withdrawn') return undefined;
    const { question: _, ...rest } = notice;
    return { ...rest, state: 'withdrawn', withdrawnAt: now, next: { step: 'spread', at: now } };
  });
}
