import { createHash } from 'node:crypto';
import { dayOf, sayDay } from '../domain/calendar.ts';
import type { Programme } from '../domain/enrolment.ts';
import { firstName, mayTell } from '../domain/person.ts';
import type { Evidence, RiskCase, RiskCaseKind } from '../domain/risk-case.ts';
import type { Session } from '../domain/session.ts';
import type { Flag } from '../domain/standing.ts';
import type { LoadedPack } from '../policy/policy-pack.ts';
import type { StoredStanding, World } from './ports.ts';
import { standIns } from './stand-in.ts';

export type StandingMove = {
  before: StoredStanding | null;
  after: StoredStanding;
  pack: LoadedPack;
  session: Session;
  programme: Programme;
};

const flagOrder: Record<Flag, number> = { none: 0, amber: 1, red: 2 };

/** The figures a decision rests on, as they are now. */
export function evidenceOf(standing: StoredStanding): Evidence {
  return {
    percent: standing.percent,
    punctualityPercent: standing.punctualityPercent,
    rank: standing.rank,
    flag: standing.flag,
    occurrences: standing.occurrences.map(({ day, percent }) => ({ day, percent })),
    lostToLateness: standing.tally.lostToLateness,
    lostToAbsence: standing.tally.lostToAbsence,
    plannedMinutes: standing.tally.plannedMinutes,
    sessions: standing.tally.sessions,
  };
}

/** Writes a case and asks for its owner's card. */
export async function putCase(
  world: World,
  riskCase: RiskCase,
  before: RiskCase | null,
  ask?: 'bottom',
): Promise<void> {
  const { records, clock } = world;
  if (before) await records.cases.replace(riskCase, before.version);
  else await records.cases.open(riskCase);
  for (const person of await standIns(world, [riskCase.ownerId]))
    await records.slots.want(
      {
        kind: 'case',
        subjectId: riskCase._id,
        recipient: { person },
        revision: riskCase.version,
        ...(ask ? { ask } : {}),
      },
      clock.now(),
    );
  if (riskCase.openedById && riskCase.openedById !== riskCase.ownerId)
    await records.slots.want(
      { kind: 'case', subjectId: riskCase._id, recipient: { person: riskCase.openedById }, revision: riskCase.version },
      clock.now(),
    );
}

/** A new case, open and undecided. */
export function newCase(
  world: World,
  fields: Pick<RiskCase, '_id' | 'kind' | 'learnerId' | 'programmeId' | 'ownerId' | 'why' | 'evidence'> & {
    openedById?: string;
  },
  pack: LoadedPack,
): RiskCase {
  const base = { state: 'open' as const, askedAt: fields.evidence.flag, decisions: [], presses: [], version: 1 };
  return { ...fields, ...base, pack: pack.ref, openedAt: world.clock.now() };
}

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
    await putCase(world, newCase(world, { _id: key(one), kind: 'noticed', ...about, evidence }, pack), null);
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
  await followOccurrences(world, move);
  await followFall(world, move, name);
  await followNoticed(world, move, name);
}
