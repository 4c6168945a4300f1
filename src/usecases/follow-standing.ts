import { createHash } from 'node:crypto';
import { dayOf, sayDay } from '../domain/calendar.ts';
import { isOnBreak } from '../domain/enrolment.ts';
import { firstName, mayTell } from '../domain/person.ts';
import type { RiskCase, RiskCaseKind } from '../domain/risk-case.ts';
import type { Flag } from '../domain/standing.ts';
import type { LoadedPack } from '../policy/policy-pack.ts';
import type { World } from './ports.ts';
import { evidenceOf, newCase, putCase } from './put-case.ts';
import type { StandingMove } from './standing-move.ts';
import { watchImprovement } from './tasks/improvement-watch.ts';
import { followReport } from './tasks/mentor-report.ts';
import { followSteps } from './tasks/occurrence-steps.ts';
import { followPlace } from './tasks/place-decision.ts';

const flagOrder: Record<Flag, number> = { none: 0, amber: 1, red: 2 };

async function ownerOf(world: World, kind: RiskCaseKind, move: StandingMove): Promise<string | undefined> {
  const enrolments = await world.records.enrolments.ofLearner(move.after.learnerId);
  const enrolment = enrolments.find((one) => one.programmeId === move.programme._id) ?? enrolments[0];
  if (kind === 'fall') return enrolment?.mentorId ?? move.programme.hospId;
  return enrolment?.coachId ?? move.session.tutorIds[0];
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

function sayFall(move: StandingMove, name: string): string {
  const count = move.after.occurrences.length;
  const percent = move.after.percent?.toFixed(2);
  const below = move.pack.occurrences?.belowPercent;
  if (count === 0) return `${name} is at ${percent}%, below ${below}%.`;
  const nth = ordinals[count - 1] ?? `${count}th`;
  return `${name} has a ${nth} unauthorised absence while below ${below}%.`;
}

/** Attendance below the pack's line: one case a fall, asked again whenever the flag rises (G8, G9). */
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
    const about = { learnerId: after.learnerId, programmeId: move.programme._id, ownerId, why: sayFall(move, name) };
    await putCase(world, newCase(world, { _id: key(last.sessionId), kind: 'fall', ...about, evidence }, pack), null);
    return;
  }
  const asksAgain = flagOrder[after.flag] > flagOrder[current.askedAt];
  const isLower = flagOrder[after.flag] < flagOrder[current.askedAt];
  const isBack = current.state === 'withdrawn';
  const { withdrawn: _, ...rest } = current;
  const next: RiskCase = {
    ...rest,
    evidence,
    state: asksAgain || isBack ? 'open' : current.state,
    askedAt: asksAgain || isLower ? after.flag : current.askedAt,
    why: asksAgain || isLower ? sayFall(move, name) : current.why,
    version: current.version + 1,
  };
  await putCase(world, next, current, asksAgain ? 'bottom' : undefined);
}

/** What the pack's rules notice goes to the tutor or coach first (S13). */
async function followNoticed(world: World, move: StandingMove, name: string): Promise<void> {
  const { before, after, pack } = move;
  const key = (one: { rule: string; day: string }) => `noticed|${after._id}|${one.rule}|${one.day}`;
  const had = new Set((before?.noticed ?? []).map(key));
  const has = new Set(after.noticed.map(key));
  for (const one of after.noticed) {
    const stored = await world.records.cases.byId(key(one));
    const evidence = evidenceOf(after);
    if (stored?.state === 'withdrawn') {
      // Amended away and back again: it holds once more.
      const { withdrawn: _, ...rest } = stored;
      await putCase(world, { ...rest, state: 'open', evidence, version: stored.version + 1 }, stored, 'bottom');
      continue;
    }
    const ownerId = stored || had.has(key(one)) ? undefined : await ownerOf(world, 'noticed', move);
    if (!ownerId) continue;
    const about = {
      learnerId: after.learnerId,
      programmeId: move.programme._id,
      ownerId,
      why: sayRule(one.rule, pack, name),
    };
    const opened = newCase(world, { _id: key(one), kind: 'noticed', ...about, evidence }, pack);
    await putCase(world, opened, null);
    await watchImprovement(world, opened);
  }
  for (const one of before?.noticed ?? []) {
    const stale = has.has(key(one)) ? null : await world.records.cases.byId(key(one));
    if (!stale || stale.state === 'withdrawn') continue;
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

/** A text message to learner and parents for each new occurrence (G9), unless a hold covers the learner (S11). */
async function followOccurrences(world: World, move: StandingMove): Promise<void> {
  const { before, after, pack } = move;
  const had = new Set((before?.occurrences ?? []).map((one) => one.day));
  const fresh = after.occurrences.filter((one) => !had.has(one.day));
  const learner = fresh.length > 0 && (await world.records.people.byId(after.learnerId));
  if (!learner || !pack.occurrences || (await world.records.concerns.isHeld(after.learnerId))) return;
  const contacts = (learner.contacts ?? []).filter(
    (contact) => contact.mobile && mayTell(learner, contact, dayOf(world.clock.now())),
  );
  const targets = [...(learner.mobile ? [learner.mobile] : []), ...contacts.map((contact) => contact.mobile ?? '')];
  for (const one of fresh)
    await world.records.outbox.put(
      targets.map((to) => ({
        _id: `occurrence|${after._id}|${one.day}|${createHash('sha256').update(to).digest('hex').slice(0, 12)}`,
        kind: 'sms' as const,
        to,
        about: learner._id,
        body: `${firstName(learner)}, ${sayDay(one.day)}: ${pack.occurrences?.sms ?? ''}`,
      })),
      world.clock.now(),
    );
}

/** Everything that follows from a learner's standing having moved. Idempotent; part of the projector's transaction. */
export async function followStanding(world: World, move: StandingMove): Promise<void> {
  const learner = await world.records.people.byId(move.after.learnerId);
  const name = learner ? (learner.preferredName ?? learner.name) : 'This learner';
  const today = dayOf(world.clock.now());
  const enrolments = await world.records.enrolments.ofLearner(move.after.learnerId);
  // A break in learning silences it all; a hold (S11) too, until it is released and the year is folded again.
  if (enrolments.length > 0 && enrolments.every((one) => isOnBreak(one, today))) return;
  await followOccurrences(world, move);
  if (await world.records.concerns.isHeld(move.after.learnerId)) return;
  await followFall(world, move, name);
  await followNoticed(world, move, name);
  await followReport(world, move);
  await followSteps(world, move);
  await followPlace(world, move);
}
