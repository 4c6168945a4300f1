import type { Evidence, Gathered, RiskCase } from '../../domain/risk-case.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import { standIns } from '../core/acting-for.ts';
import { endChase, startChase } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import type { StoredStanding } from '../core/records/standing.ts';
import { wantCase } from '../core/want-card.ts';

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
  const { records } = world;
  if (before) await records.cases.replace(riskCase, before.version);
  else await records.cases.open(riskCase);
  for (const person of await standIns(world, [riskCase.ownerId]))
    await wantCase(world, riskCase, person, before ? ask : 'bottom');
  const about = { kind: 'case' as const, id: riskCase._id };
  const { learnerId, programmeId, ownerId } = riskCase;
  const isAsked = riskCase.state === 'open';
  const isAskedAnew = before?.state !== 'open' || before.ownerId !== ownerId || before.askedAt !== riskCase.askedAt;
  // A first press that leaves it open, such as an acknowledgement, is an answer.
  const isAnswered = before !== null && riskCase.decisions.length > before.decisions.length;
  if (isAsked && isAskedAnew)
    await startChase(world, about, { class: 'decision', ownerIds: [ownerId], learnerId, programmeId });
  else if (!isAsked || isAnswered) await endChase(world, about, learnerId);
  if (riskCase.openedById && riskCase.openedById !== riskCase.ownerId)
    await wantCase(world, riskCase, riskCase.openedById);
}

/** A new case, open and undecided. */
export function newCase(
  world: World,
  fields: Pick<RiskCase, '_id' | 'kind' | 'learnerId' | 'programmeId' | 'ownerId' | 'causes' | 'evidence'> & {
    standingId?: string;
    openedById?: string;
    gathered?: Gathered[];
  },
  pack: LoadedPack,
): RiskCase {
  const base = { state: 'open' as const, askedAt: fields.evidence.flag, decisions: [], presses: [], version: 1 };
  return { ...fields, ...base, pack: pack.ref, openedAt: world.clock.now() };
}
