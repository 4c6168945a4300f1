import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { RiskCase, RiskCaseKind } from '../../domain/risk-case.ts';
import { mayFor } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { type Action, isAboutSelf } from '../core/rights.ts';
import { isContested } from '../core/silence.ts';
import { quoteWritten } from '../core/typed-words.ts';
import { awaitsYearTurn } from '../core/year-of-case.ts';
import { followDecision } from './follow-decision.ts';
import { putCase } from './put-case.ts';
import { packOfCase, viewCase } from './view-case.ts';

const actions: Record<RiskCaseKind, Action> = {
  fall: 'decide-fall',
  noticed: 'decide-noticed',
  report: 'decide-report',
};

export type DecideInput = { caseId: string; option: string; note?: string; pressId: string };

/**
 * Stores what a named person decided: the option, when, under which pack version, on which figures (G8, S12, S13).
 * The bot proposes, a person decides. A press seen before changes nothing; one on a case that has moved on meanwhile
 * is carried out on the case as it now is, unless it is decided.
 */
export async function takeDecision(world: World, actor: Person, input: DecideInput): Promise<Outcome<RiskCase>> {
  const decided = await world.together(async (inside): Promise<Outcome<RiskCase>> => {
    const { records } = inside;
    const riskCase = await records.cases.byId(input.caseId);
    if (!riskCase || !(await mayFor(inside, actor, actions[riskCase.kind], [riskCase.ownerId])))
      return refuse('not-allowed');
    if (isAboutSelf(actor, riskCase.learnerId)) return refuse('not-yourself');
    const pack = packOfCase(world, riskCase);
    const option = pack.options[riskCase.kind].find((one) => one.code === input.option);
    if (!option) return refuse('bad-payload');
    if (riskCase.presses.includes(input.pressId)) return riskCase;
    const written = input.note === undefined ? undefined : quoteWritten({ note: input.note });
    if (riskCase.state === 'withdrawn') return refuse('case-withdrawn', written);
    if (riskCase.state !== 'open') return refuse('case-decided', written);
    if (awaitsYearTurn(inside, riskCase)) return refuse('year-ended');
    if (await isContested(inside, riskCase.learnerId)) return refuse('contested');
    if (option.needsNote && !input.note) return refuse('needs-a-reason');
    const followed = await followDecision(inside, riskCase, option, actor, input.note);
    if (isRefusal(followed)) return followed;
    const made = {
      option: option.code,
      byId: actor._id,
      at: world.clock.now(),
      pack: pack.ref,
      evidence: riskCase.evidence,
    };
    const after: RiskCase = {
      ...riskCase,
      state: option.closes ? 'decided' : 'open',
      decisions: [...riskCase.decisions, { ...made, ...(input.note ? { note: input.note } : {}) }],
      presses: [...riskCase.presses, input.pressId].slice(-50),
      version: riskCase.version + 1,
    };
    await putCase(inside, after, riskCase);
    return after;
  });
  world.wake();
  return decided;
}

/** The same on the case's own card, which is the answer. */
export async function decideCase(world: World, actor: Person, input: DecideInput): Promise<Outcome<CardModel>> {
  const decided = await takeDecision(world, actor, input);
  return isRefusal(decided) ? decided : viewCase(world, decided, actor);
}
