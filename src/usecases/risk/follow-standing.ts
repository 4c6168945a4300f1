import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { sayOrdinal } from '../../domain/ordinal.ts';
import type { RiskCase, RiskCaseKind } from '../../domain/risk-case.ts';
import type { Flag } from '../../domain/standing.ts';
import type { LoadedPack } from '../../policy/policy-pack.ts';
import { flagFor } from '../../policy/rules/fold-year.ts';
import { enrolmentOn } from '../core/about-session.ts';
import type { World } from '../core/ports.ts';
import { isContested, isOnBreakToday } from '../core/silence.ts';
import { followPlace } from '../measures/place-decision.task.ts';
import { isHistory, type StandingMove } from '../standing/standing-move.ts';
import { watchImprovement } from './improvement-watch.task.ts';
import { followLater, isAfterSteps } from './later-occurrence.ts';
import { followReport } from './mentor-report.task.ts';
import { followSteps } from './occurrence-steps.task.ts';
import { evidenceOf, newCase, putCase } from './put-case.ts';
import { textOccurrences } from './text-occurrence.ts';

const flagOrder: Record<Flag, number> = { none: 0, amber: 1, red: 2 };

async function ownerOf(world: World, kind: RiskCaseKind, move: StandingMove): Promise<string | undefined> {
  const enrolment = await enrolmentOn(world, move.after.learnerId, move.programme._id);
  if (kind === 'fall') return enrolment?.mentorId ?? move.programme.hospId;
  return enrolment?.coachId ?? move.session.tutorIds[0];
}

function sayFall(move: StandingMove, name: string): string {
  const count = move.after.occurrences.length;
  const percent = move.after.percent?.toFixed(2);
  const below = move.pack.occurrences?.belowPercent;
  if (count === 0) return `${name} is at ${percent}%, below ${below}%.`;
  return `${name} has a ${sayOrdinal(count)} unauthorised absence while below ${below}%.`;
}

const flagNames: Record<Flag, string> = { none: 'no flag', amber: 'Amber', red: 'Red' };

/** A flag never falls silently. */
function sayLower(from: Flag, to: Flag): string {
  return `The risk flag fell from ${flagNames[from]} to ${flagNames[to]}: a mark was amended or an occurrence set aside.`;
}

/** True when the flag is higher than what came from files alone had made it. */
async function hasRisen(world: World, { after, pack }: StandingMove): Promise<boolean> {
  let past = 0;
  for (const one of after.occurrences) if (await isHistory(world, after.learnerId, one)) past++;
  return flagOrder[after.flag] > flagOrder[flagFor(past, pack)];
}

/**
 * Attendance below the pack's line: one case a fall, asked again whenever the flag rises, and at each occurrence after the
 * last one the pack has steps for (G8, G9).
 */
async function followFall(world: World, move: StandingMove, name: string): Promise<void> {
  const { after, pack } = move;
  const rule = pack.occurrences;
  if (!rule) return;
  const key = (sessionId: string) => `fall|${after._id}|${sessionId}`;
  const isFall = new Set(after.falls.map((fall) => key(fall.sessionId)));
  const known = await world.records.cases.ofLearner(after.learnerId, pack.id);
  const evidence = evidenceOf(after);
  for (const one of known) {
    const isOfThisYear = one._id.startsWith(key(''));
    if (!isOfThisYear || isFall.has(one._id) || one.state === 'withdrawn') continue;
    const withdrawn = {
      at: world.clock.now(),
      why: 'A mark was amended; attendance did not fall below the line then.',
    };
    await putCase(world, { ...one, state: 'withdrawn', withdrawn, evidence, version: one.version + 1 }, one);
  }
  const last = after.falls.at(-1);
  if (!last) return;
  const current = known.find((one) => one._id === key(last.sessionId));
  if (!current) {
    // A line of the learner's own (a reasonable adjustment) stands in the falls already.
    const isBelow = after.percent !== null && after.percent < rule.belowPercent;
    const ownerId = await ownerOf(world, 'fall', move);
    if (!isBelow || !ownerId || after.tally.sessions < rule.leastHistorySessions) return;
    if ((await isHistory(world, after.learnerId, last)) && !(await hasRisen(world, move))) return;
    const about = { learnerId: after.learnerId, programmeId: move.programme._id, ownerId, why: sayFall(move, name) };
    await putCase(world, newCase(world, { _id: key(last.sessionId), kind: 'fall', ...about, evidence }, pack), null);
    return;
  }
  const isLater = after.occurrences.length > current.evidence.occurrences.length && isAfterSteps(after, pack);
  const asksAgain = flagOrder[after.flag] > flagOrder[current.askedAt] || isLater;
  const isLower = flagOrder[after.flag] < flagOrder[current.askedAt];
  const isBack = current.state === 'withdrawn';
  const { withdrawn: _, ...rest } = current;
  const next: RiskCase = {
    ...rest,
    evidence,
    ...(isLower
      ? { notes: [...(current.notes ?? []), { at: world.clock.now(), words: sayLower(current.askedAt, after.flag) }] }
      : {}),
    state: asksAgain || isBack ? 'open' : current.state,
    askedAt: asksAgain || isLower ? after.flag : current.askedAt,
    why: asksAgain || isLower ? sayFall(move, name) : current.why,
    version: current.version + 1,
  };
  await putCase(world, next, current, asksAgain ? 'bottom' : undefined);
}

/** What was noticed longer ago than this is history: an import or recount must not put it to anybody. */
const noticedDays = 14;

/**
 * What the pack's rules notice goes to the tutor or coach first (S13). Driven by the cases that are stored, not by what
 * changed last: what a hold, a break or a recount passed over is made up for.
 */
async function followNoticed(world: World, move: StandingMove, name: string): Promise<void> {
  const { after, pack } = move;
  const key = (one: { rule: string; day: string }) => `noticed|${after._id}|${one.rule}|${one.day}`;
  const known = (await world.records.cases.ofLearner(after.learnerId, pack.id)).filter((one) =>
    one._id.startsWith(`noticed|${after._id}|`),
  );
  const evidence = evidenceOf(after);
  const today = dayOf(world.clock.now());
  for (const one of after.noticed) {
    const stored = known.find((each) => each._id === key(one));
    if (stored?.state === 'withdrawn') {
      // Amended away and back again: it holds once more, and is decided anew.
      const { withdrawn: _, ...rest } = stored;
      const again = {
        ...rest,
        state: 'open' as const,
        evidence,
        reopenedAt: world.clock.now(),
        version: stored.version + 1,
      };
      await putCase(world, again, stored, 'bottom');
      await watchImprovement(world, again);
      continue;
    }
    const isPast = daysBetween(one.day, today) > noticedDays || (await isHistory(world, after.learnerId, one));
    const ownerId = stored || isPast ? undefined : await ownerOf(world, 'noticed', move);
    if (!ownerId) continue;
    const why = sayRule(one.rule, pack, name);
    const about = { learnerId: after.learnerId, programmeId: move.programme._id, ownerId, why, rule: one.rule };
    const opened = newCase(world, { _id: key(one), kind: 'noticed', ...about, evidence }, pack);
    await putCase(world, opened, null);
    await watchImprovement(world, opened);
  }
  const has = new Set(after.noticed.map(key));
  for (const stale of known) {
    if (has.has(stale._id) || stale.state === 'withdrawn') continue;
    const withdrawn = { at: world.clock.now(), why: 'A mark was amended; the rule no longer applies.' };
    await putCase(world, { ...stale, state: 'withdrawn', withdrawn, version: stale.version + 1 }, stale);
  }
}

function sayRule(rule: string, pack: LoadedPack, name: string): string {
  const data = pack.noticeRules.find((one) => one.rule === rule);
  if (data?.rule === 'absence-run')
    return `${name} has missed ${data.sessions} sessions running${data.unauthorisedOnly ? ' without authorisation' : ''}.`;
  if (data?.rule === 'falling-percent')
    return `${name} has attended under ${data.below}% of the last ${data.overSessions} sessions.`;
  return data?.rule === 'lateness'
    ? `${name} was late ${data.times} times in the last ${data.ofAttended} sessions attended.`
    : `${name}: ${rule}.`;
}

/** Everything that follows from a learner's standing having moved. Idempotent; part of the projector's transaction. */
export async function followStanding(world: World, move: StandingMove): Promise<void> {
  const learner = await world.records.people.byId(move.after.learnerId);
  const name = learner ? (learner.preferredName ?? learner.name) : 'This learner';
  const { learnerId } = move.after;
  // A break in learning silences it all; a hold (S11) too, until it is released and the year is folded again.
  if (await isOnBreakToday(world, learnerId)) return;
  await textOccurrences(world, move);
  if (await world.records.concerns.isHeld(learnerId)) return;
  await followReport(world, move);
  await followSteps(world, move);
  // Nothing new is asked while the learner contests; the year is folded again once that is answered.
  if (await isContested(world, learnerId)) return;
  await followFall(world, move, name);
  await followNoticed(world, move, name);
  await followPlace(world, move);
  await followLater(world, move, sayFall(move, name));
}
