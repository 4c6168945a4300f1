import { type Outcome, refuse } from '../domain/failure.ts';
import type { Person } from '../domain/person.ts';
import type { RiskCase, RiskCaseKind } from '../domain/risk-case.ts';
import type { CardModel } from './card-model.ts';
import { putCase } from './follow-standing.ts';
import type { World } from './ports.ts';
import { openReport } from './report-at-risk.ts';
import { type Action, may } from './rights.ts';
import { packOfCase, viewCase } from './view-case.ts';

const actions: Record<RiskCaseKind, Action> = {
  fall: 'decide-fall',
  noticed: 'decide-noticed',
  report: 'decide-report',
};

export type DecideInput = { caseId: string; option: string; note?: string; pressId: string };

/**
 * Stores what a named person decided: the option, when, under which pack version, on which figures (G8, S12, S13).
 * The bot proposes, a person decides. A press seen before, or on a case decided meanwhile, changes nothing.
 */
export async function decideCase(world: World, actor: Person, input: DecideInput): Promise<Outcome<CardModel>> {
  const riskCase = await world.records.cases.byId(input.caseId);
  if (!riskCase || !may(actor, actions[riskCase.kind], riskCase.ownerId === actor._id)) return refuse('not-allowed');
  const option = packOfCase(world, riskCase).options[riskCase.kind].find((one) => one.code === input.option);
  if (!option) return refuse('bad-payload');
  if (riskCase.presses.includes(input.pressId)) return viewCase(world, riskCase, actor._id);
  if (riskCase.state === 'withdrawn') return refuse('case-withdrawn');
  if (riskCase.state !== 'open') return refuse('case-decided');
  const now = world.clock.now();
  const after: RiskCase = {
    ...riskCase,
    state: option.closes ? 'decided' : 'open',
    decisions: [
      ...riskCase.decisions,
      {
        option: option.code,
        byId: actor._id,
        at: now,
        pack: packOfCase(world, riskCase).ref,
        evidence: riskCase.evidence,
        ...(input.note ? { note: input.note } : {}),
      },
    ],
    presses: [...riskCase.presses, input.pressId].slice(-50),
    version: riskCase.version + 1,
  };
  const stored = await world.records.together(async (records) => {
    const current = await records.cases.byId(riskCase._id);
    if (current?.version !== riskCase.version) return current ?? riskCase;
    const inside = { ...world, records };
    await putCase(inside, after, riskCase, false);
    if (riskCase.kind === 'noticed' && option.code === 'report')
      await openReport(inside, actor, riskCase.learnerId, riskCase.programmeId, input.note ?? riskCase.why);
    return after;
  });
  world.wake();
  return viewCase(world, stored, actor._id);
}
