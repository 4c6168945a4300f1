import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { type Day, latestOf } from '../../domain/calendar.ts';
import {
  giveWay,
  isToldAlready,
  saysNothingNew,
  sharedDays,
  standInstead,
  toldAgain,
} from '../../domain/overlapping-notices.ts';
import type { World } from '../core/ports.ts';
import { sessionsOf } from './touched-sessions.ts';
import { wantNotice } from './want-notice.ts';

type Overlap = { other: AbsenceNotice; days: Day[] };

/** What else was said about the sessions a notice is about, and what it is meant to replace; never trips set by staff. */
export async function overlapsOf(world: World, notice: AbsenceNotice): Promise<Overlap[]> {
  const meant = new Map((notice.replaces ?? []).map((one) => [one.noticeId, one.days]));
  const first = [...notice.days, ...[...meant.values()].flat()].toSorted()[0];
  if (!first || notice.kind === 'elsewhere') return [];
  const sessions = await sessionsOf(world, notice.learnerId, notice.days);
  const others = (await world.records.notices.ofLearner(notice.learnerId, first)).filter(
    (one) => one._id !== notice._id && one.state !== 'withdrawn' && one.kind !== 'elsewhere' && !one.candidates,
  );
  return others.flatMap((other) => {
    const shared = sharedDays(other, notice, sessions);
    const days = [...new Set([...shared, ...(meant.get(other._id) ?? [])])].filter((day) => other.days.includes(day));
    return days.length > 0 ? [{ other, days }] : [];
  });
}

/** When it was last said in words or by its form, in milliseconds. */
const toldAt = (one: AbsenceNotice) => latestOf(one.createdAt, one.correctedAt, one.changedAt);

async function store(world: World, after: AbsenceNotice, before: AbsenceNotice, isByOther = false): Promise<void> {
  if (!(await world.records.notices.replace(after, before.version))) throw new Error('notice changed meanwhile');
  // Whose words somebody else has replaced must not have to look for it.
  await wantNotice(world, after, isByOther ? [before.byId] : []);
}

/**
 * One notice per learner and session: what was said before about the same sessions gives way to this one, or this one,
 * when it says nothing new, is counted to what stands. Returns it as it is to be stored. Part of a transaction.
 */
export async function settleOverlaps(world: World, notice: AbsenceNotice): Promise<AbsenceNotice> {
  const now = world.clock.now();
  const overlaps = await overlapsOf(world, notice);
  const twin = overlaps.find(({ other }) => other.state === 'confirmed' && isToldAlready(notice, other))?.other;
  if (twin) {
    await store(world, toldAgain(twin, notice, now), twin);
    const isMeant = (one: AbsenceNotice) => notice.replaces?.some(({ noticeId }) => noticeId === one._id) ?? false;
    for (const { other, days } of overlaps)
      if (other !== twin && isMeant(other)) await store(world, giveWay(other, days, twin._id, now), other);
    const { next: _, ...rest } = notice;
    return { ...rest, state: 'withdrawn', withdrawnAt: now, replacedBy: twin._id };
  }
  let standing = notice;
  for (const { other, days } of overlaps) {
    // What was written after it and says something else waits for a yes of its own.
    if (other.state === 'draft' && toldAt(other) > toldAt(notice) && !saysNothingNew(other, notice)) continue;
    standing = standInstead(standing, other, days);
    await store(world, giveWay(other, days, notice._id, now), other, other.byId !== notice.byId);
  }
  return standing;
}

/** A sender's own older cards that nobody has confirmed give way to a newer one about the same; returns it as it is to be stored. */
export async function replaceDrafts(world: World, draft: AbsenceNotice): Promise<AbsenceNotice> {
  let standing = draft;
  for (const { other, days } of await overlapsOf(world, draft)) {
    const isOlderCard =
      other.state === 'draft' && other.byId === draft.byId && other.createdAt.getTime() < draft.createdAt.getTime();
    // One about more days than these stays until this one is confirmed.
    if (!isOlderCard || days.length < other.days.length) continue;
    const { replaces: _, ...taken } = standInstead(standing, other, days);
    standing = { ...taken, ...(draft.replaces ? { replaces: draft.replaces } : {}) };
    await store(world, giveWay(other, days, draft._id, world.clock.now()), other);
  }
  return standing;
}
