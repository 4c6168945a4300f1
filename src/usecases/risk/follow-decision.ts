import type { Cause } from '../../domain/cause.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { CaseOption } from '../../policy/policy-pack.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { openActionPlan } from '../measures/action-plan.task.ts';
import { openFitness } from '../measures/fitness-to-study.task.ts';
import { openConductReview } from '../measures/propose-review.ts';
import { awaitsDetails, openStep, type StepItem } from '../measures/step.task.ts';
import { withdrawDiscipline } from '../measures/withdraw-discipline.ts';
import { isTerminal, recordStatus } from '../standing/record-status.ts';
import { openReport, reportedBy } from './report-at-risk.ts';

/** Tells the employer that there is a concern, where there is one and no hold on the learner (S12, S11). */
async function tellEmployer(world: World, riskCase: RiskCase, by: Person): Promise<boolean> {
  const employer = await employerOf(world, riskCase.learnerId, riskCase.programmeId);
  const learner = await world.records.people.byId(riskCase.learnerId);
  if (!employer || !learner) return false;
  const told = await tellChange(
    world,
    {
      key: `concern|${riskCase._id}`,
      aboutId: learner._id,
      byId: by._id,
      title: `About ${callName(learner)}`,
      lines: [
        `We are concerned about ${callName(learner)}’s attendance and would like to work with you on it.`,
        `${callName(by)} will be in touch about a plan.`,
      ],
    },
    [employer],
  );
  return told > 0;
}

/** Sets going what a decision opens: its pack says what (G8, S12, S13). Part of the decision's transaction. */
export async function followDecision(
  world: World,
  riskCase: RiskCase,
  option: CaseOption,
  actor: Person,
  note: string | undefined,
): Promise<Outcome<void>> {
  const { learnerId, programmeId, pack, _id } = riskCase;
  const about = { learnerId, programmeId, packId: pack.id, caseId: _id };
  const key = `${_id}|${riskCase.version}`;
  const items: StepItem[] = [];
  if (option.opens.includes('warning')) items.push({ code: 'warning', does: 'note' });
  if (option.opens.includes('send-details') && !(await awaitsDetails(world, learnerId)))
    items.push({ code: 'send-details', does: 'send-details' });
  if (items.length > 0) await openStep(world, { ...about, ownerId: riskCase.ownerId, items }, `decision|${key}`);
  // What a rule noticed is nobody's own words.
  const said: Cause = note ? reportedBy(actor, note) : { code: 'passed-on', byId: actor._id, causes: riskCase.causes };
  const causes: Cause[] = note ? [{ code: 'said', words: note }] : riskCase.causes;
  if (option.means === 'support') await withdrawDiscipline(world, learnerId);
  for (const what of option.opens) {
    if (what === 'report' && !(await openReport(world, actor, learnerId, programmeId, said)))
      return refuse('no-manager');
    if (what === 'conduct-review') {
      const isOnOne = (await world.records.tasks.ofLearner(learnerId, 'conduct-review')).some((one) => one.isOpen);
      if (!isOnOne) await openConductReview(world, { ...about, ownerId: riskCase.ownerId, causes }, key);
    }
    if (what === 'fitness-to-study') await openFitness(world, about, actor, causes, key);
    if (what === 'inform-employer' && !(await tellEmployer(world, riskCase, actor))) return refuse('nobody-told');
    if (what === 'action-plan') await openActionPlan(world, riskCase);
  }
  if (option.sets && !(await isTerminal(world, about))) await recordStatus(world, about, option.sets, actor._id);
}
