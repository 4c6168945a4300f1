import type { Cause } from '../../domain/cause.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Fall, flagOrder } from '../../domain/standing.ts';
import { flagFor } from '../../policy/rules/fold-year.ts';
import type { World } from '../core/ports.ts';
import { isContested, isOnBreakToday } from '../core/silence.ts';
import { enrolmentOn } from '../core/whose.ts';
import { followPlace } from '../measures/place-decision.task.ts';
import { isHistory, type StandingMove } from '../standing/standing-move.ts';
import { followNoticed } from './follow-noticed.ts';
import { areMarksComingIn } from './late-marks.ts';
import { followLater, isAfterSteps } from './later-occurrence.ts';
import { followReport } from './mentor-report.task.ts';
import { followSteps } from './occurrence-steps.task.ts';
import { evidenceOf, newCase, putCase } from './put-case.ts';
import { textOccurrences } from './text-occurrence.ts';

async function mentorOf(world: World, move: StandingMove): Promise<string | undefined> {
  const enrolment = await enrolmentOn(world, move.after.learnerId, move.programme._id);
  return enrolment?.mentorId ?? move.programme.hospId;
}

function causeOfFall({ after, pack }: StandingMove): Cause {
  const nth = after.occurrences.length;
  const line = pack.occurrences?.belowPercent ?? 0;
  return nth === 0 ? { code: 'below-line', percent: after.percent, line } : { code: 'occurrence', nth, line };
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
async function followFall(world: World, move: StandingMove): Promise<void> {
  const { after, pack } = move;
  const rule = pack.occurrences;
  if (!rule) return;
  const key = (sessionId: string) => `fall|${after._id}|${sessionId}`;
  const isOf = (one: RiskCase, { sessionId }: Fall) =>
    one.fellIn ? one.fellIn === sessionId : one._id === key(sessionId);
  const known = (await world.records.cases.ofLearner(after.learnerId, pack.id)).filter(
    (one) => one.kind === 'fall' && one.standingId === after._id,
  );
  const gone = known.filter((one) => one.state !== 'withdrawn' && !after.falls.some((fall) => isOf(one, fall)));
  const evidence = evidenceOf(after);
  const last = after.falls.at(-1);
  const own = last && (known.find((one) => isOf(one, last)) ?? known.find((one) => one._id === key(last.sessionId)));
  // Marks put right one by one move a fall from day to day: the question nobody has answered yet goes along.
  const moved = own ?? (last && gone.findLast((one) => one.state === 'open' && one.decisions.length === 0));
  // A line of the learner's own (a reasonable adjustment) stands in the falls already.
  const isBelow = after.percent !== null && after.percent < rule.belowPercent;
  for (const one of gone) {
    if (one === moved) continue;
    const withdrawn = { at: world.clock.now(), code: isBelow ? ('another-fall' as const) : ('no-fall' as const) };
    await putCase(world, { ...one, state: 'withdrawn', withdrawn, evidence, version: one.version + 1 }, one);
  }
  if (!last) return;
  const current = moved && !isOf(moved, last) ? { ...moved, fellIn: last.sessionId } : moved;
  if (!current) {
    const ownerId = await mentorOf(world, move);
    if (!isBelow || !ownerId || after.tally.sessions < rule.leastHistorySessions) return;
    if ((await isHistory(world, after.learnerId, last)) && !(await hasRisen(world, move))) return;
    const about = { learnerId: after.learnerId, programmeId: move.programme._id, standingId: after._id, ownerId };
    const fields = { _id: key(last.sessionId), kind: 'fall' as const, ...about, causes: [causeOfFall(move)], evidence };
    await putCase(world, newCase(world, fields, pack), null);
    return;
  }
  const isLater = after.occurrences.length > current.evidence.occurrences.length && isAfterSteps(after, pack);
  const asksAgain = flagOrder[after.flag] > flagOrder[current.askedAt] || isLater;
  const isLower = flagOrder[after.flag] < flagOrder[current.askedAt];
  const isBack = current.state === 'withdrawn';
  const { withdrawn: _, ...rest } = current;
  const state = asksAgain || isBack ? 'open' : current.state;
  // A flag never falls silently.
  const note = { at: world.clock.now(), code: 'flag-fell' as const, from: current.askedAt, to: after.flag };
  const next: RiskCase = {
    ...rest,
    evidence,
    ...(isLower ? { notes: [...(current.notes ?? []), note] } : {}),
    state,
    askedAt: asksAgain || isLower ? after.flag : current.askedAt,
    causes: isLower || state === 'open' ? [causeOfFall(move)] : current.causes,
    version: current.version + 1,
  };
  await putCase(world, next, current, asksAgain ? 'bottom' : undefined);
}

/** Everything that follows from a learner's standing having moved. Idempotent; part of the projector's transaction. */
export async function followStanding(world: World, move: StandingMove): Promise<void> {
  const { learnerId } = move.after;
  // A break in learning silences it all; a hold (S11) too, until it is released and the year is folded again.
  if (await isOnBreakToday(world, learnerId)) return;
  await textOccurrences(world, move);
  if (await world.records.concerns.isHeld(learnerId)) return;
  await followReport(world, move);
  if (await areMarksComingIn(world, move)) return;
  await followSteps(world, move);
  // Nothing new is asked while the learner contests; the year is folded again once that is answered.
  if (await isContested(world, learnerId)) return;
  await followFall(world, move);
  await followNoticed(world, move);
  await followPlace(world, move);
  await followLater(world, move, causeOfFall(move));
}
