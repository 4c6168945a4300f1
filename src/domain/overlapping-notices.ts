import { type AbsenceNotice, saidAt, tellersOf, toldAbout } from './absence-notice.ts';
import { type Day, dayOf } from './calendar.ts';
import type { Session } from './session.ts';

/** True when the notice, once confirmed, says something about the session. */
export function touches(notice: AbsenceNotice, session: Session): boolean {
  return !session.cancelled && toldAbout({ ...notice, state: 'confirmed' }, session, false) !== undefined;
}

/** True when all sessions a notice is about are over; where none are planned, when its last day has gone by. */
export function isOver(notice: AbsenceNotice, touched: readonly Session[], now: Date): boolean {
  if (touched.length > 0) return touched.every((session) => session.endsAt <= now);
  const last = notice.days.at(-1);
  return last !== undefined && last < dayOf(now, notice.zone);
}

function hoursOf(notice: AbsenceNotice): { from: string; to: string } {
  return { from: notice.fromTime ?? '00:00', to: notice.toTime ?? '24:00' };
}

/** True when "here from 13:00" ends an absence told of the same day: whoever is there then misses nothing that starts later. */
function isEndedBy(away: AbsenceNotice, { kind, arriveAt }: AbsenceNotice): boolean {
  return away.kind === 'absence' && kind === 'lateness' && arriveAt !== undefined && hoursOf(away).from < arriveAt;
}

/**
 * The days on which two notices about one learner speak of the same session, one that learners are away and the
 * other that they are there, too; where none are planned, of the same hours.
 */
export function sharedDays(a: AbsenceNotice, b: AbsenceNotice, sessions: readonly Session[]): Day[] {
  return a.days.filter((day) => {
    if (!b.days.includes(day)) return false;
    const ofDay = sessions.filter((one) => one.day === day);
    const [ofA, ofB] = [a, b].map((notice) => ofDay.filter((session) => touches(notice, session)));
    if (ofB?.length === 0 && ofA?.length && isEndedBy(a, b)) return true;
    if (ofA?.length === 0 && ofB?.length && isEndedBy(b, a)) return true;
    if (ofA?.length || ofB?.length) return ofA?.some((session) => ofB?.includes(session)) ?? false;
    const [hoursA, hoursB] = [hoursOf(a), hoursOf(b)];
    return hoursA.from < hoursB.to && hoursB.from < hoursA.to;
  });
}

const contents = ['kind', 'fromTime', 'toTime', 'minutesLate', 'arriveAt'] as const;

/** True when a later notice says nothing that an earlier one has not said already; to say fewer days instead is new. */
export function saysNothingNew(later: AbsenceNotice, earlier: AbsenceNotice): boolean {
  const instead = later.replaces?.find((one) => one.noticeId === earlier._id)?.days ?? [];
  return (
    instead.every((day) => later.days.includes(day)) &&
    contents.every((field) => later[field] === earlier[field]) &&
    later.days.every((day) => earlier.days.includes(day)) &&
    (earlier.notMeant ?? []).every((id) => later.notMeant?.includes(id)) &&
    ['none', earlier.reason].includes(later.reason)
  );
}

/** True when a later notice only says again what an earlier one says; one that is meant to say less in its place does not. */
export function isToldAlready(later: AbsenceNotice, earlier: AbsenceNotice): boolean {
  const isInstead = later.replaces?.some((one) => one.noticeId === earlier._id) ?? false;
  return saysNothingNew(later, earlier) && (!isInstead || saysNothingNew(earlier, later));
}

const isLate = (notice: AbsenceNotice) => notice.minutesLate !== undefined || notice.arriveAt !== undefined;

/** Being late and leaving early go together, unless one leaves before one comes. */
function joined(later: AbsenceNotice, earlier: AbsenceNotice): Partial<AbsenceNotice> {
  const { minutesLate, arriveAt } = isLate(later) ? later : earlier;
  const { fromTime } = later.kind === 'early_leave' ? later : earlier;
  const kinds = [later.kind, earlier.kind];
  const isPair = kinds.includes('early_leave') && kinds.every((kind) => kind === 'lateness' || kind === 'early_leave');
  if (!isPair || !fromTime || (arriveAt && arriveAt >= fromTime)) return {};
  const late = { ...(minutesLate ? { minutesLate } : {}), ...(arriveAt ? { arriveAt } : {}) };
  return { kind: 'early_leave', fromTime, ...late };
}

/** The later of two notices stands for the days both speak of; it takes over what it does not contradict. */
export function standInstead(later: AbsenceNotice, earlier: AbsenceNotice, days: readonly Day[]): AbsenceNotice {
  const isSameKind = later.kind === earlier.kind;
  const said = { ...later.said };
  for (const day of days.filter((one) => isSameKind && later.days.includes(one))) {
    const at = saidAt(earlier, day);
    if (at < saidAt(later, day)) said[day] = at;
  }
  const alsoBy = [...new Set([...(later.alsoBy ?? []), ...tellersOf(earlier)])].filter((id) => id !== later.byId);
  const takesReason = isSameKind && later.reason === 'none' && earlier.reason !== 'none';
  const reasonBy = earlier.reasonBy ?? earlier.byId;
  const others = (later.replaces ?? []).filter((one) => one.noticeId !== earlier._id);
  return {
    ...later,
    ...(later.days.every((day) => days.includes(day)) ? joined(later, earlier) : {}),
    said,
    ...(takesReason ? { reason: earlier.reason, ...(reasonBy === later.byId ? {} : { reasonBy }) } : {}),
    ...(alsoBy.length > 0 ? { alsoBy } : {}),
    replaces: [...others, { noticeId: earlier._id, days: [...days] }],
  };
}

/** A notice gives up days; with none left it is withdrawn. What was asked about taking days back is asked no more. */
export function giveUp(notice: AbsenceNotice, days: readonly Day[], now: Date): AbsenceNotice {
  const { question, backDays: _, next, ...rest } = notice;
  const left = notice.days.filter((day) => !days.includes(day));
  const version = notice.version + 1;
  // An unconfirmed one stands on no register.
  const spread = notice.state === 'confirmed' ? { next: { step: 'spread' as const, at: now } } : {};
  if (left.length === 0) return { ...rest, state: 'withdrawn', withdrawnAt: now, version, ...spread };
  const asked = question && question !== 'withdraw' ? { question } : {};
  return { ...rest, ...asked, ...(next ? { next } : {}), days: left, version, ...spread };
}

/** The earlier of two notices gives up days; with none left it is withdrawn for the other. */
export function giveWay(earlier: AbsenceNotice, days: readonly Day[], to: string, now: Date): AbsenceNotice {
  const after = giveUp(earlier, days, now);
  return after.state === 'withdrawn' ? { ...after, replacedBy: to } : after;
}

/** An earlier notice is told once more by someone else, or was told sooner than we knew. */
export function toldAgain(earlier: AbsenceNotice, again: AbsenceNotice, now: Date): AbsenceNotice {
  const said = { ...earlier.said };
  for (const day of again.days) if (saidAt(again, day) < saidAt(earlier, day)) said[day] = saidAt(again, day);
  const alsoBy = [...new Set([...(earlier.alsoBy ?? []), ...tellersOf(again)])].filter((id) => id !== earlier.byId);
  const version = earlier.version + 1;
  return { ...earlier, said, ...(alsoBy.length > 0 ? { alsoBy } : {}), version, next: { step: 'spread', at: now } };
}
