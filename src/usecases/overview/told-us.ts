import { addDays } from '../../domain/calendar.ts';
import { touches } from '../../domain/overlapping-notices.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { sayState, sayWhat } from '../notices/say-notice.ts';
import { sessionsOf } from '../notices/touched-sessions.ts';
import { frozenSince, programmesSeen } from './day-facts.ts';
import { todayOf } from './weeks.ts';

/** What was told us about a learner, who said it, and how it stands. */
export type ToldUs = { what: string; state: string; by: string; at: Date };

const backDays = 28;

/**
 * What was told about a learner for the last four weeks and the days to come, the newest first, as the viewer may see it;
 * while a hold covers the learner nothing that others said or decided since (S11).
 */
export async function toldUs(world: World, viewer: Person, learnerId: string): Promise<ToldUs[]> {
  const since = await frozenSince(world, viewer, learnerId);
  const notices = await world.records.notices.ofLearner(learnerId, addDays(todayOf(world), -backDays));
  const seen = notices.filter(
    (one) =>
      one.state !== 'withdrawn' &&
      one.kind !== 'elsewhere' &&
      !one.candidates &&
      (one.state === 'confirmed' || one.byId === viewer._id) &&
      (!since || one.byId === viewer._id || (one.confirmedAt ?? one.createdAt) <= since),
  );
  const programmes = await programmesSeen(world, viewer, learnerId);
  const planned = await sessionsOf(world, learnerId, [...new Set(seen.flatMap((one) => one.days))]);
  const theirs = planned.filter((one) => programmes.includes(one.programmeId));
  const people = await world.records.people.byIds(seen.map((one) => one.byId));
  const names = new Map(people.map((one) => [one._id, callName(one)]));
  const told: ToldUs[] = [];
  for (const notice of seen) {
    const sessions = theirs.filter((one) => touches(notice, one));
    // Of days without a session of theirs an employer hears only what they said themselves.
    if (sessions.length === 0 && viewer._id !== learnerId && notice.byId !== viewer._id) continue;
    const decisions = (notice.decisions ?? []).filter(({ at }) => !since || at <= since);
    const shown = { ...notice, decisions };
    told.push({
      what: sayWhat(shown),
      state: sayState(shown, sessions),
      by: notice.byId === viewer._id ? 'you' : (names.get(notice.byId) ?? 'Someone'),
      at: notice.createdAt,
    });
  }
  return told.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}
