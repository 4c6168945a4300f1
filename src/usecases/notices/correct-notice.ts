import { createHash } from 'node:crypto';
import { type AbsenceNotice, type NoticeQuestion, saidAt } from '../../domain/absence-notice.ts';
import { type Day, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { listNames, type Person } from '../../domain/person.ts';
import { type Correction, correctionOf } from '../../language/talk/correction.ts';
import { daysNamed } from '../../language/talk/shape.ts';
import { withoutName } from '../../language/talk/whom-meant.ts';
import { reasonsOf } from '../../policy/rules/reasons.ts';
import type { CardModel } from '../core/card-model.ts';
import { knownAs } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';
import { putDraft } from './draft-notice.ts';
import { toldEarlier } from './follow-up.ts';
import { holidaysOf } from './holidays-of.ts';
import { isSameTold, lastOf, newestTold, touchedAt } from './newest-told.ts';
import { keepWords, wordsKept } from './notice-words.ts';
import { putRight } from './put-right.ts';
import { listedReason, packsUnder } from './reasons-under.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** Words like "no I meant Friday" are about what was told no longer ago than this. */
const freshMinutes = 720;
/** A reason alone is about a card that has just come. */
const justNowMinutes = 60;

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
  if (notice.question === 'who') return 'who';
  if (correction.isUnsure || days.length === 0) return 'which-day';
  const isTimed = correction.minutesLate ?? correction.arriveAt ?? notice.minutesLate ?? notice.arriveAt;
  return notice.kind === 'lateness' && isTimed === undefined ? 'how-late' : undefined;
}

/** The notice as its sender meant it; a day that was not said before is told now. */
function corrected(notice: AbsenceNotice, correction: Correction, now: Date): AbsenceNotice {
  const { question: _, backDays: _b, minutesLate, arriveAt, fromTime, toTime, ...rest } = notice;
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

/** What words change of a notice; `told`: what else its sender told lately. */
type Put = { correction: Correction; words: string; told: readonly AbsenceNotice[] };

/** An open card is put right in place. */
async function correctDraft(world: World, notice: AbsenceNotice, { correction, words, told }: Put): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const now = world.clock.now();
    const fresh = await records.notices.byId(notice._id);
    if (fresh?.state !== 'draft') return;
    const put = corrected(fresh, correction, now);
    if (isSame(put, fresh)) return wantNotice(inside, fresh, [fresh.byId]);
    const earlier = correction.how === 'also' ? [] : toldEarlier(fresh, put.days, fresh.days, told);
    const replaces = [...(put.replaces ?? []), ...earlier];
    const whole = replaces.length > 0 ? { ...put, replaces } : put;
    await putRight(inside, fresh, whole, now);
    if (correction.reason) await keepWords(inside, whole, words);
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
  { correction, words, told }: Put,
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
    correctedAt: _p,
    correctedFrom: _f,
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
  const earlier = toldEarlier(notice, days, notice.days, told);
  const draft: AbsenceNotice = {
    ...rest,
    _id: createHash('sha256').update(what).digest('hex').slice(0, 24),
    days,
    said: Object.fromEntries(days.map((day) => [day, put.said?.[day] ?? now])),
    state: 'draft',
    presses: [],
    version: 1,
    createdAt: now,
    ...(isAlso ? {} : { replaces: [{ noticeId: notice._id, days: notice.days }, ...earlier] }),
  };
  const said = [await wordsKept(world, notice), words].filter((one) => one !== '').join(' … ');
  return putDraft(world, draft, { words: said });
}

/** What words change about a notice, as far as they can be about it. */
async function correctionFor(
  world: World,
  notice: AbsenceNotice,
  text: string,
  isNamed: boolean,
): Promise<Correction | undefined> {
  const now = world.clock.now();
  const holidays = await holidaysOf(world, [{ _id: notice.learnerId }]);
  const packs = await packsUnder(world, notice);
  const context = { today: dayOf(now), now: timeOf(now), holidays, of: notice, ownReasons: reasonsOf(packs) };
  const read = correctionOf(text, context);
  const isDraft = notice.state === 'draft';
  if (!read || !(read.isFramed || isDraft)) return undefined;
  // “Ben is sick” tells something of its own; “Ben is Thursday” does not.
  if (isNamed && !(read.isFramed && read.days)) return undefined;
  const isJustNow = now.getTime() - touchedAt(notice) <= justNowMinutes * 60_000;
  if (read.reason && !(isDraft && isJustNow)) return undefined;
  return read.reason ? { ...read, reason: listedReason(packs, text, read.reason) } : read;
}

type Found = { notice: AbsenceNotice; correction: Correction };

/** Of some notices those that words put right: where they name the wrong day, those of that day. */
async function putRightBy(
  world: World,
  notices: readonly AbsenceNotice[],
  text: string,
  isNamed: boolean,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const notice of notices) {
    const correction = await correctionFor(world, notice, text, isNamed);
    if (correction) found.push({ notice, correction });
  }
  const ofDay = found.filter(({ notice, correction }) => correction.wrong?.some((day) => notice.days.includes(day)));
  return ofDay.length > 0 ? ofDay : found;
}

/** “Tuesday 24 November: no 20 mins”, as a button of “Which one do you mean?” says it: of which day, and what. */
function labelOf(text: string, today: Day): { days: Day[]; rest: string } | undefined {
  const at = text.indexOf(': ');
  const days = at < 0 ? [] : daysNamed(text.slice(0, at), today);
  return days.length > 0 ? { days, rest: text.slice(at + 2) } : undefined;
}

/** Which of several cards the words put right: a button for each, that says it in full. */
async function askWhich(world: World, found: readonly Found[], text: string): Promise<CardModel> {
  const people = await world.records.people.byIds(found.map(({ notice }) => notice.learnerId));
  const names = listNames(people);
  const isOne = new Set(people.map((one) => one._id)).size === 1;
  const options = found.map(({ notice }) => {
    const title = isOne ? sayDay(notice.days[0] ?? '') : (names.get(notice.learnerId) ?? '');
    return { told: { title, detail: sayWhat(notice) }, command: { title, say: `${title}: ${text}` } };
  });
  const items = options.map((one) => one.told);
  const commands = options.map((one) => one.command);
  return { card: 'list-plain', data: { title: 'Which one do you mean?', lead: '', items, commands } };
}

/**
 * Words that change what their sender told just before: "no I meant Friday", "10 not 20", "and Thursday too", or only
 * "friday" after a question. They are about what was told, asked or shown last, or about whom they name; all cards of one
 * message are put right together where they say the same, else it is asked which. `words`: the same for whoever decides,
 * empty where they hint at harm. What to answer at once, the card follows; undefined where they are no such words.
 */
export async function correctNotice(
  world: World,
  actor: Person,
  text: string,
  words: string,
): Promise<CardModel[] | undefined> {
  const now = world.clock.now();
  const since = now.getTime() - freshMinutes * 60_000;
  const told = (await newestTold(world, actor)).filter((one) => touchedAt(one) >= since);
  if (told.length === 0) return undefined;
  const people = await world.records.people.byIds([...new Set(told.map((one) => one.learnerId))]);
  const labelled = labelOf(text, dayOf(now));
  const named = actor.roles.includes('learner') ? undefined : withoutName(text, knownAs(people));
  const about = told.filter((one) =>
    labelled ? one.days.some((day) => labelled.days.includes(day)) : (named?.ids.includes(one.learnerId) ?? true),
  );
  const said = labelled?.rest ?? named?.rest ?? text;
  const isNamed = named !== undefined && !named.isLabel;
  const last = lastOf(about);
  let puts = await putRightBy(world, last, said, isNamed);
  const denied = puts[0]?.correction.wrong;
  // The wrong day may be an older card’s: “Thursday not Wednesday”.
  if (denied && !puts.some(({ notice }) => notice.days.some((day) => denied.includes(day)))) {
    const older = lastOf(about.filter((one) => one.days.some((day) => denied.includes(day))));
    if (older.length > 0) puts = await putRightBy(world, older, said, isNamed);
  }
  const [first] = puts;
  if (!first) return undefined;
  if (!puts.every(({ notice }) => isSameTold(notice, first.notice)))
    // A button would say them again, and words that hint at harm are echoed nowhere (S11).
    return words === '' ? undefined : [await askWhich(world, puts, said)];
  const answers: CardModel[] = [];
  for (const { notice, correction } of puts) {
    const put = { correction, words, told };
    const isDraft = notice.state === 'draft';
    const fewer = isDraft ? undefined : daysLess(notice, correction, now);
    const answer = isDraft
      ? void (await correctDraft(world, notice, put))
      : fewer
        ? void (await world.together((inside) => askBack(inside, notice, { days: fewer })))
        : await draftInstead(world, notice, put);
    if (answer) answers.push(answer);
  }
  world.wake();
  return answers;
}
