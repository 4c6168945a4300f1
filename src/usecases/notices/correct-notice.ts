import { createHash } from 'node:crypto';
import { type AbsenceNotice, type NoticeQuestion, saidAt } from '../../domain/absence-notice.ts';
import { addMinutes, type Day, dayOf, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { type Correction, correctionOf } from '../../language/talk/correction.ts';
import { reasonsOf } from '../../policy/rules/reasons.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';
import { putDraft } from './draft-notice.ts';
import { holidaysOf } from './holidays-of.ts';
import { keepWords, wordsKept } from './notice-words.ts';
import { putRight } from './put-right.ts';
import { listedReason, packsUnder } from './reasons-under.ts';
import { wantNotice } from './want-notice.ts';

/** Words like "no I meant Friday" are about what was told no longer ago than this. */
const freshMinutes = 720;
/** A reason alone is about a card that has just come. */
const justNowMinutes = 60;

const touchedAt = (one: AbsenceNotice) =>
  Math.max(
    ...[one.createdAt, one.confirmedAt, one.askedAt, one.remindedAt, one.correctedAt].map((at) => at?.getTime() ?? 0),
  );

/** The days after a correction, in order, and those of them that are new. */
function daysAfter({ days }: AbsenceNotice, { how, days: said, wrong }: Correction): { days: Day[]; fresh: Day[] } {
  if (!said) return { days, fresh: [] };
  const gone = (wrong ?? []).filter((day) => days.includes(day));
  const kept = how === 'also' ? days : gone.length > 0 ? days.filter((day) => !gone.includes(day)) : [];
  const after = [...new Set([...kept, ...said])].sort();
  return { days: after, fresh: after.filter((day) => !days.includes(day)) };
}

/** The question that is left once something was put right. */
function questionAfter(
  notice: AbsenceNotice,
  correction: Correction,
  days: readonly Day[],
): NoticeQuestion | undefined {
  if (correction.isUnsure || days.length === 0) return 'which-day';
  const isTimed = correction.minutesLate ?? correction.arriveAt ?? notice.minutesLate ?? notice.arriveAt;
  return notice.kind === 'lateness' && isTimed === undefined ? 'how-late' : undefined;
}

/** The notice as its sender meant it; a day that was not said before is told now. */
function corrected(notice: AbsenceNotice, correction: Correction, now: Date): AbsenceNotice {
  const { question: _, minutesLate, arriveAt, fromTime, toTime, ...rest } = notice;
  const { days, fresh } = daysAfter(notice, correction);
  const isLate = correction.minutesLate !== undefined || correction.arriveAt !== undefined;
  const late = isLate ? correction : { minutesLate, arriveAt };
  const isTimed = correction.fromTime !== undefined || correction.toTime !== undefined;
  const hours = isTimed ? correction : { fromTime, toTime };
  const question = questionAfter(notice, correction, days);
  const said = Object.fromEntries(days.map((day) => [day, fresh.includes(day) ? now : saidAt(notice, day)]));
  return {
    ...rest,
    days,
    said,
    ...(late.minutesLate ? { minutesLate: late.minutesLate } : {}),
    ...(late.arriveAt ? { arriveAt: late.arriveAt } : {}),
    ...(hours.fromTime ? { fromTime: hours.fromTime } : {}),
    ...(hours.toTime ? { toTime: hours.toTime } : {}),
    ...(correction.reason ? { reason: correction.reason } : {}),
    ...(question ? { question } : {}),
  };
}

const contents = ['kind', 'days', 'fromTime', 'toTime', 'minutesLate', 'arriveAt', 'reason', 'question'] as const;
const isSame = (a: AbsenceNotice, b: AbsenceNotice) =>
  contents.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

async function correctDraft(world: World, notice: AbsenceNotice, correction: Correction, words: string): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const now = world.clock.now();
    const fresh = await records.notices.byId(notice._id);
    if (fresh?.state !== 'draft') return;
    const put = corrected(fresh, correction, now);
    if (isSame(put, fresh)) return wantNotice(inside, fresh, [fresh.byId]);
    await putRight(inside, fresh, put, now);
    if (correction.reason) await keepWords(inside, put, words);
  });
}

/** The days that go where a correction only says fewer: "only Wednesday"; the others, and what was decided of them, stay. */
function daysLess(notice: AbsenceNotice, correction: Correction, now: Date): Day[] | undefined {
  const put = corrected(notice, correction, now);
  const gone = notice.days.filter((day) => !put.days.includes(day));
  const isLess = gone.length > 0 && put.days.length > 0 && isSame({ ...put, days: notice.days }, notice);
  return isLess && put.days.every((day) => notice.days.includes(day)) ? gone : undefined;
}

/** What counts already is not changed by words alone: a new card says what it would replace, and waits for a yes. */
async function draftInstead(
  world: World,
  notice: AbsenceNotice,
  correction: Correction,
  words: string,
): Promise<CardModel | undefined> {
  const now = world.clock.now();
  const put = corrected(notice, correction, now);
  const isAlso = correction.how === 'also';
  const days = isAlso ? put.days.filter((day) => !notice.days.includes(day)) : put.days;
  const {
    confirmedAt: _,
    decisions: _d,
    alsoBy: _a,
    replaces: _r,
    next: _n,
    askedAt: _k,
    remindedAt: _m,
    ...rest
  } = put;
  const what = JSON.stringify([
    notice._id,
    notice.version,
    days,
    put.minutesLate,
    put.arriveAt,
    put.fromTime,
    put.toTime,
  ]);
  if (days.length === 0) return undefined;
  const draft: AbsenceNotice = {
    ...rest,
    _id: createHash('sha256').update(what).digest('hex').slice(0, 24),
    days,
    said: Object.fromEntries(days.map((day) => [day, put.said?.[day] ?? now])),
    state: 'draft',
    presses: [],
    version: 1,
    createdAt: now,
    ...(isAlso ? {} : { replaces: [{ noticeId: notice._id, days: notice.days }] }),
  };
  const said = [await wordsKept(world, notice), words].filter((one) => one !== '').join(' … ');
  return putDraft(world, draft, { words: said });
}

/**
 * Words that change what their sender told just before: "no I meant Friday", "10 not 20", "and Thursday too", or only
 * "friday" after a question. `words`: the same for whoever decides, empty where they hint at harm. What to answer at once, the card follows; undefined where they are no such words.
 */
export async function correctNotice(
  world: World,
  actor: Person,
  text: string,
  words: string,
): Promise<CardModel[] | undefined> {
  const now = world.clock.now();
  const told = await world.records.notices.toldBy(actor._id, addMinutes(now, -freshMinutes));
  const last = told
    .filter((one) => one.state !== 'withdrawn' && one.question !== 'who' && one.question !== 'withdraw')
    .toSorted((a, b) => touchedAt(b) - touchedAt(a))[0];
  if (!last) return undefined;
  const holidays = await holidaysOf(world, [{ _id: last.learnerId }]);
  const packs = await packsUnder(world, last);
  const context = { today: dayOf(now), now: timeOf(now), holidays, of: last, ownReasons: reasonsOf(packs) };
  const read = correctionOf(text, context);
  const correction = read?.reason ? { ...read, reason: listedReason(packs, text, read.reason) } : read;
  if (!correction) return undefined;
  const isDraft = last.state === 'draft';
  if (!correction.isFramed && !isDraft) return undefined;
  const isJustNow = now.getTime() - touchedAt(last) <= justNowMinutes * 60_000;
  if (correction.reason && !(isDraft && isJustNow)) return undefined;
  const fewer = isDraft ? undefined : daysLess(last, correction, now);
  const answer = isDraft
    ? void (await correctDraft(world, last, correction, words))
    : fewer
      ? void (await world.together((inside) => askBack(inside, last, { days: fewer })))
      : await draftInstead(world, last, correction, words);
  world.wake();
  return answer ? [answer] : [];
}
