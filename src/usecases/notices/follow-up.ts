import type { AbsenceNotice, Replaced } from '../../domain/absence-notice.ts';
import type { Day } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { ReadEvent } from '../../language/reading.ts';
import { thoseOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { lastOf, newestTold } from './newest-told.ts';

/**
 * The learners of the sender's last message, each with all it may be where that is asked: whom "both of them" means. They were told of,
 * or only named.
 */
export async function namedLast(
  world: World,
  actor: Person,
  learners: readonly Person[],
  events: readonly ReadEvent[],
): Promise<Person[][]> {
  if (!events.some(({ who }) => who.type === 'all' && who.count !== undefined)) return [];
  const talk = await world.records.talks.of(actor._id);
  const named = thoseOf(learners, talk?.namedIds ?? []);
  if (named.length > 0) return named.map((one) => [one]);
  const last = lastOf(await newestTold(world, actor));
  const each = new Map(last.map((one) => [one.candidates?.join() ?? one.learnerId, one.candidates ?? [one.learnerId]]));
  return [...each.values()].map((ids) => thoseOf(learners, ids)).filter((some) => some.length > 0);
}

/** What a correction leaves out is as it was told before; where it says only days, everything else is. */
export function filledFrom(event: ReadEvent, before: AbsenceNotice): ReadEvent {
  const { fromTime, toTime, minutesLate, arriveAt, kind } = before;
  // Whose word it was, somebody else may not read it (S3); it is taken over once this is confirmed.
  const reason = before.reasonBy === undefined ? before.reason : 'none';
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
  const ids = new Set(learners.map((one) => one._id));
  return (await world.records.notices.standingBy(actor._id, first))
    .filter((one) => ids.has(one.learnerId) && !one.candidates && one.days.some((day) => days.includes(day)))
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/**
 * What a correction takes the place of: of `taken`, which speak of the days it takes back, those days; else the notice
 * before it, or those of its days that it denies, and what the same person told earlier of the days that are wrong. What
 * was also told of the right days stays, unless it is the notice before.
 */
export function replacedBy(
  { days, insteadOf, kind }: Pick<ReadEvent, 'days' | 'insteadOf' | 'kind'>,
  before: AbsenceNotice,
  { taken, told }: { taken: readonly AbsenceNotice[]; told: readonly AbsenceNotice[] },
): Replaced[] {
  const isOfBoth = (one: AbsenceNotice) => one._id !== before._id && one.days.some((day) => days.includes(day));
  const back = taken.flatMap((one) => {
    const gone = one.days.filter((day) => insteadOf.includes(day));
    return isOfBoth(one) || gone.length === 0 ? [] : [{ noticeId: one._id, days: gone }];
  });
  if (back.length > 0) return back;
  return [{ noticeId: before._id, days: before.days }, ...toldEarlier({ ...before, kind }, days, before.days, told)];
}

/** What else was told of the days that were wrong, by the same person of the same learner: it must not stay. */
export function toldEarlier(
  before: Pick<AbsenceNotice, '_id' | 'learnerId' | 'kind'>,
  right: readonly Day[],
  gone: readonly Day[],
  told: readonly AbsenceNotice[],
): Replaced[] {
  const wrong = gone.filter((day) => !right.includes(day));
  return told.flatMap((one) => {
    const isOther = one._id === before._id || one.learnerId !== before.learnerId || one.kind !== before.kind;
    const days = one.days.filter((day) => wrong.includes(day));
    const isOfBoth = one.days.some((day) => right.includes(day));
    return isOther || one.candidates || isOfBoth || days.length === 0 ? [] : [{ noticeId: one._id, days }];
  });
}
