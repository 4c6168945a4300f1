import type { Day } from '../../src/domain/calendar.ts';
import type { RiskCase } from '../../src/domain/risk-case.ts';
import { openActionPlan } from '../../src/usecases/measures/action-plan.task.ts';
import { openMeeting } from '../../src/usecases/measures/meeting.task.ts';
import { openPlanAction } from '../../src/usecases/measures/plan-action.task.ts';
import { openConductReview } from '../../src/usecases/measures/propose-review.ts';
import type { College } from './college.ts';

/** What a decision about a learner would open, opened by itself. */
const missedALot = (learnerId: string) => ({
  learnerId,
  programmeId: 'BUS',
  packId: 'green-labyrinth',
  causes: [{ code: 'said' as const, words: 'missed a lot' }],
  ownerId: 'M1',
});

async function opened(college: College, open: Parameters<College['bot']['world']['together']>[0]): Promise<void> {
  await college.bot.world.together(open);
  college.bot.world.wake();
  await college.settled();
}

/** A Conduct Review to be proposed by the mentor. */
export const putReview = (college: College, learnerId: string, key = learnerId) =>
  opened(college, (inside) => openConductReview(inside, missedALot(learnerId), key));

/** A meeting to be arranged by the mentor. */
export const putMeeting = (college: College, learnerId: string, key = learnerId) =>
  opened(college, (inside) => openMeeting(inside, missedALot(learnerId), key));

/** An action plan about an apprentice, to be written by their manager. */
export const putPlan = (college: College, learnerId: string) =>
  opened(college, async (inside) => {
    const pack = inside.packs.find((one) => one.id === 'sts')?.ref;
    const about = { _id: `case-${learnerId}`, learnerId, programmeId: 'APP', ownerId: 'A1', pack };
    await openActionPlan(inside, about as RiskCase);
  });

type ActionAbout = { id: string; what: string; ownerId: string; learnerId: string; due?: Day };

/** An action of a plan about a learner, by 4 December unless said. */
export const putAction = (college: College, about: ActionAbout) =>
  opened(college, (inside) => {
    const { learnerId, due = '2026-12-04', ...action } = about;
    const plan = { _id: 'plan', learnerId, programmeId: 'APP' };
    return openPlanAction(inside, plan, { ...action, due });
  });
