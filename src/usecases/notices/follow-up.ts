import type { AbsenceNotice, Replaced } from '../../domain/absence-notice.ts';
import { addMinutes, type Day } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { ReadEvent } from '../../language/reading.ts';
import { thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';

/** What is put right was told no longer ago than this. */
const freshMinutes = 1_440;
/** More learners than this are not looked through for what was told before. */
const mostLooked = 50;

/** What someone told of these learners in the last day and still stands, newest first. */
async function toldLately(world: World, actor: Person, learners: readonly Person[]): Promise<AbsenceNotice[]> {
  const { records, clock } = world;
  const since = addMinutes(clock.now(), -freshMinutes);
  const found = await records.notices.openOf(actor._id, since);
  if (learners.length <= mostLooked)
    for (const learner of learners) found.push(...(await records.notices.ofLearner(learner._id, '0000-00-00')));
  const ids = new Set(learners.map((one) => one._id));
  const isOwn = (one: AbsenceNotice) =>
    one.byId === actor._id && one.state !== 'withdrawn' && one.kind !== 'elsewhere' && one.createdAt >= since;
  const own = found.filter((one) => isOwn(one) && ids.has(one.learnerId));
  return [...new Map(own.map((one) => [one._id, one])).values()].toSorted(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
  );
}

/** The notice that a message puts right: the sender's newest of the last day, about one of these learners. */
export async function noticeBefore(
  world: World,
  actor: Person,
  learners: readonly Person[],
): Promise<AbsenceNotice | undefined> {
  return (await toldLately(world, actor, learners))[0];
}

/** The learners of the sender's last message: whom "both of them" means. */
export async function namedLast(world: World, actor: Person, learners: readonly Person[]): Promise<Person[]> {
  const told = await toldLately(world, actor, learners);
  const ids = told.filter((one) => !one.candidates && one.messageId === told[0]?.messageId).map((one) => one.learnerId);
  return thoseOf(learners, ids);
}

/** What a correction leaves out is as it was told before; where it says only days, everything else is. */
export function filledFrom(event: ReadEvent, before: AbsenceNotice): ReadEvent {
  const { fromTime, toTime, minutesLate, arriveAt, kind, reason } = before;
  const isSame = event.isBare && kind !== 'elsewhere';
  const hours = {
    ...(fromTime ? { fromTime } : {}),
    ...(toTime ? { toTime } : {}),
    ...(minutesLate ? { minutesLate } : {}),
    ...(arriveAt ? { arriveAt } : {}),
  };
  const days = event.isDayImplied && before.days.length > 0 ? before.days : event.days;
  const isKnown = (one: string) => one === 'how-late' || one === 'why' || (one === 'which-day' && event.isDayImplied);
  return {
    ...event,
    ...(isSame ? { ...hours, kind } : {}),
    days,
    isDayImplied: false,
    reason: event.reason === 'none' || isSame ? reason : event.reason,
    questions: event.questions.filter((one) => !isKnown(one) || (one === 'why' && reason === 'none')),
  };
}

/** What somebody told of these learners, however long ago, that speaks of days a message takes back, newest first. */
export async function toldOf(
  world: World,
  actor: Person,
  learners: readonly Person[],
  days: readonly Day[],
): Promise<AbsenceNotice[]> {
  const first = days.toSorted()[0];
  if (!first) return [];
  const found: AbsenceNotice[] = [];
  for (const learner of learners.slice(0, mostLooked))
    found.push(...(await world.records.notices.ofLearner(learner._id, first)));
  return found
    .filter(
      (one) =>
        one.byId === actor._id &&
        one.state !== 'withdrawn' &&
        one.kind !== 'elsewhere' &&
        !one.candidates &&
        one.days.some((day) => days.includes(day)),
    )
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** The days of notices before that a correction takes the place of: those it takes back, else all of the one it puts right. */
export function replacedBy(event: ReadEvent, denied: readonly AbsenceNotice[], before?: AbsenceNotice): Replaced[] {
  if (denied.length === 0) return before ? [{ noticeId: before._id, days: before.days }] : [];
  return denied.flatMap(({ _id, days }) => {
    const back = days.filter((day) => event.insteadOf.includes(day));
    return back.length > 0 ? [{ noticeId: _id, days: back }] : [];
  });
}
