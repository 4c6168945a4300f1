import type { Day, TimeOfDay } from './calendar.ts';
import { instantOf } from './calendar.ts';
import { capital } from './capital.ts';
import { count } from './count.ts';
import type { Next } from './due.ts';
import type { Session } from './session.ts';

/** The reasons that are read out of words, plus `other` and `none` (not said). A policy pack lists these and its own. */
export const reasons = [
  'medical_appointment',
  'family_emergency',
  'sickness',
  'annual_leave',
  'urgent_work',
  'bereavement',
  'transport',
  'other',
  'none',
] as const;
export type Reason = (typeof reasons)[number];

/** `elsewhere`: on a trip, exam or placement, set by staff for many at once. */
export const noticeKinds = ['absence', 'lateness', 'early_leave', 'elsewhere'] as const;
type NoticeKind = (typeof noticeKinds)[number];

export const noticeQuestions = ['who', 'which-day', 'which-half', 'how-late', 'until-when', 'withdraw'] as const;
export type NoticeQuestion = (typeof noticeQuestions)[number];

/** Noon parts the day. */
export const hoursOfHalf = { am: { toTime: '12:00' }, pm: { fromTime: '12:00' } } as const;
export const halves = ['day', 'am', 'pm', 'as-told'] as const;
/** What of its days an absence is about; `as-told`: other hours, which were read from the words. */
export type Half = (typeof halves)[number];

export function halfOf({
  question,
  fromTime,
  toTime,
}: Pick<AbsenceNotice, 'question' | 'fromTime' | 'toTime'>): Half | '' {
  if (question === 'which-half') return '';
  if (!fromTime && !toTime) return 'day';
  if (toTime === '12:00' && !fromTime) return 'am';
  return fromTime === '12:00' && !toTime ? 'pm' : 'as-told';
}

/** Days after an absence in which its learner may ask for another look at what was decided about it. */
export const contestableDays = 42;

export type NoticeDecision = {
  packId: string;
  state: 'accepted' | 'rejected' | 'evidence';
  byId: string;
  at: Date;
  why?: string;
};

/** What was decided about a notice under one policy. */
export function decisionUnder(notice: Pick<AbsenceNotice, 'decisions'>, packId: string): NoticeDecision | undefined {
  return notice.decisions?.findLast((one) => one.packId === packId);
}

/** What a message about an absence carries beside the facts, and a person would answer first; `trouble` is a family's. */
export type Feeling = 'grief' | 'illness' | 'fear' | 'trouble';

/** Days of another notice that this one says otherwise about, or says for the first time of a changed message. */
export type Replaced = { noticeId: string; days: Day[] };

/** What someone told the bot about one learner (S2, S3, G2). Only a confirmed one counts. */
export type AbsenceNotice = {
  _id: string;
  learnerId: string;
  byId: string;
  kind: NoticeKind;
  days: Day[];
  /** Local times between which the learner is away; absent means the whole day. */
  fromTime?: TimeOfDay;
  toTime?: TimeOfDay;
  /** Lateness: minutes, or the time of arrival. */
  minutesLate?: number;
  arriveAt?: TimeOfDay;
  /** Sessions of these days that are not meant: over already, or another than the one spoken of. */
  notMeant?: string[];
  /** A reason's code in the policy pack: a `Reason`, or one of the college's own. */
  reason: string;
  /** Whose word the reason is, where it was taken over from what somebody else had told us. */
  reasonBy?: string;
  state: 'draft' | 'confirmed' | 'withdrawn';
  /** The one thing to ask before this can be confirmed. */
  question?: NoticeQuestion;
  /** Which of its days the sender is asked to take back, where others stay (question `withdraw`). */
  backDays?: Day[];
  /** Learners of one name, to be told apart by the sender (question `who`). */
  candidates?: string[];
  /** How it reached the college, when staff wrote it down for someone (G2). */
  via?: string;
  /** What people decided about it, one for each policy it touches (G2, S2, S10): accepted is authorised, also when told late. */
  decisions?: NoticeDecision[];
  /** Presses already carried out, so that a redelivered one changes nothing. */
  presses: string[];
  version: number;
  /** When the message came. */
  createdAt: Date;
  /** When each day was told, where that is not `createdAt`: a day added later, or told earlier by a message this one replaces. */
  said?: Record<Day, Date>;
  /** The first press of Confirm. */
  confirmedAt?: Date;
  /** When its sender last changed it by its form; what was asked of others before that was about other words. */
  changedAt?: Date;
  withdrawnAt?: Date;
  /** When the sender was asked to take it back (question `withdraw`). */
  askedAt?: Date;
  /** What its card said before its sender put it right in words, and when they did. */
  correctedFrom?: Pick<AbsenceNotice, 'kind' | 'days' | 'fromTime' | 'toTime' | 'minutesLate' | 'arriveAt'>;
  correctedAt?: Date;
  /** The last day, where nobody said until when and it was taken for this. */
  endAssumed?: Day;
  /** How its words sounded; kept while its card waits for a yes. */
  feeling?: Feeling;
  /** When the sender was reminded that nobody has been told yet. */
  remindedAt?: Date;
  /** Withdrawn because this notice says otherwise, or says the same and came first. */
  replacedBy?: string;
  replaces?: Replaced[];
  /** Others who told us about the same sessions, in notices that this one replaced or answers. */
  alsoBy?: string[];
  /** The chat message it was read from, conversation and id: an edit of it is about this notice. */
  messageId?: string;
  zone: string;
  next?: Next<'spread' | 'remind' | 'over'>;
};

/** When we were told about a day: the message counts, not the press of Confirm. */
export function saidAt(notice: Pick<AbsenceNotice, 'createdAt' | 'said'>, day: Day): Date {
  return notice.said?.[day] ?? notice.createdAt;
}

/** Everyone who told us what this notice says, or something it replaced. */
export function tellersOf(notice: Pick<AbsenceNotice, 'byId' | 'alsoBy'>): string[] {
  return [notice.byId, ...(notice.alsoBy ?? [])];
}

/** What a notice says about one session, as the tutor sees it: times, never the reason. */
export type Told = {
  noticeId: string;
  kind: NoticeKind;
  /** Minutes after the session's start at which the learner is expected; lateness only. */
  minutesLate?: number;
  /** Minutes before its end at which the learner leaves; early leave only. */
  minutesEarly?: number;
  arriveAt?: TimeOfDay;
  leaveAt?: TimeOfDay;
  /** Told before the session started and confirmed before it was over (S10: a late notice never authorises by itself). */
  inTime: boolean;
  accepted: boolean;
  /** What a person decided, which is above what the pack and the clock say. */
  decided?: 'accepted' | 'rejected';
};

const minutesFrom = (a: Date, b: Date) => Math.round((b.getTime() - a.getTime()) / 60_000);

/**
 * What the notice says about the session, or nothing when it does not touch it. `accepted`: the session's pack takes
 * the reason without asking a person.
 */
export function toldAbout(
  notice: AbsenceNotice,
  session: Session,
  accepted: boolean,
  decision?: NoticeDecision,
): Told | undefined {
  if (notice.state !== 'confirmed' || !notice.days.includes(session.day)) return undefined;
  if (notice.notMeant?.includes(session._id)) return undefined;
  const length = minutesFrom(session.startsAt, session.endsAt);
  const base = {
    noticeId: notice._id,
    ...(decision && decision.state !== 'evidence' ? { decided: decision.state } : {}),
    inTime:
      saidAt(notice, session.day) < session.startsAt &&
      (notice.confirmedAt ?? notice.createdAt).getTime() <= session.endsAt.getTime(),
    accepted,
  };
  if (notice.kind === 'elsewhere') return { ...base, kind: 'elsewhere' };
  const at = (time: TimeOfDay) => minutesFrom(session.startsAt, instantOf(session.day, time, session.zone));
  if (notice.kind === 'lateness') {
    const minutesLate = notice.arriveAt ? at(notice.arriveAt) : (notice.minutesLate ?? 0);
    if (notice.arriveAt && minutesLate <= 0) return undefined;
    if (minutesLate >= length) return { ...base, kind: 'absence' };
    return { ...base, kind: 'lateness', minutesLate, ...(notice.arriveAt ? { arriveAt: notice.arriveAt } : {}) };
  }
  if (notice.kind === 'early_leave') {
    // Late as well as leaving early: two messages about one session.
    const late =
      notice.minutesLate || notice.arriveAt
        ? toldAbout({ ...notice, kind: 'lateness' }, session, accepted, decision)
        : undefined;
    if (late?.kind === 'absence' || !notice.fromTime) return { ...(late ?? base), kind: late?.kind ?? 'early_leave' };
    const leaves = at(notice.fromTime);
    if (leaves >= length) return late;
    return leaves <= (late?.minutesLate ?? 0)
      ? { ...base, kind: 'absence' }
      : { ...(late ?? base), kind: 'early_leave', minutesEarly: length - leaves, leaveAt: notice.fromTime };
  }
  const start = notice.fromTime ? at(notice.fromTime) : 0;
  const end = notice.toTime ? at(notice.toTime) : length;
  if (end <= 0 || start >= length) return undefined;
  if (start > 0 && end >= length && notice.fromTime)
    return { ...base, kind: 'early_leave', minutesEarly: length - start, leaveAt: notice.fromTime };
  if (start <= 0 && end < length && notice.toTime)
    return { ...base, kind: 'lateness', minutesLate: end, arriveAt: notice.toTime };
  return { ...base, kind: 'absence' };
}

/** "1 minute late", "20 minutes late". */
export const sayMinutesLate = (minutes: number): string => `${count(minutes, 'minute')} late`;

const toldUs = 'Told us: ';

/** "Told us: not in", "Told us: here from 11:00". */
export function sayTold(told: Told): string {
  if (told.kind === 'absence') return `${toldUs}not in`;
  if (told.kind === 'elsewhere') return 'Elsewhere today';
  const late = told.arriveAt ? `here from ${told.arriveAt}` : sayMinutesLate(told.minutesLate ?? 0);
  if (told.kind === 'lateness') return `${toldUs}${late}`;
  return `${toldUs}${told.minutesLate ? `${late}, ` : ''}leaving at ${told.leaveAt ?? 'an earlier time'}`;
}

/** "Not in", of "Told us: not in": for where it is plain already that somebody told us. Other words stay as they are. */
export function whatWasTold(said: string): string {
  return capital(said.replace(toldUs, ''));
}

/**
 * What the notices say about a learner's session: the one told last, should there be several. `by` gives what its
 * policy makes of a notice.
 */
export function pickTold(
  notices: readonly AbsenceNotice[],
  learnerId: string,
  session: Session,
  by: (notice: AbsenceNotice) => { accepted: boolean; decision?: NoticeDecision | undefined },
): Told | undefined {
  const own = notices.filter((one) => one.learnerId === learnerId);
  const newestFirst = own.toSorted((a, b) => (b.confirmedAt?.getTime() ?? 0) - (a.confirmedAt?.getTime() ?? 0));
  for (const notice of newestFirst) {
    const { accepted, decision } = by(notice);
    const told = toldAbout(notice, session, accepted, decision);
    if (told) return told;
  }
  return undefined;
}
