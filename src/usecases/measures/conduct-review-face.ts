import { addDays, type Day, dayOf, daysBetween, mondayOf } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import type { FormField } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import type { TaskFace } from '../core/task-kind.ts';

export type ConductReview = {
  packId: string;
  why: string;
  targets: string[];
  /** A Monday; the review ends on the Friday of its last week. */
  from?: Day;
  to?: Day;
  proposedBy?: string;
  approvedBy?: string;
  /** One a week. */
  comments: string[];
  wins?: string;
  patterns?: string;
  passed?: boolean;
  nextSteps?: string;
  declined?: string;
  standingId?: string;
  n?: number;
  /** The case whose decision asked for it. */
  caseId?: string;
};
/** The targets a review begins with; of the first two the register knows whether they were met. */
export const usualTargets = {
  there: 'Be in every lesson',
  onTime: 'Arrive on time',
  takesPart: 'Take part in the lesson',
} as const;
/** The Monday a review is proposed to start on: the next one, so that everyone has heard of it before. */
function nextMonday(today: Day): Day {
  return addDays(mondayOf(today), 7);
}

const targetFields = (targets: readonly string[]): FormField[] =>
  Object.values(usualTargets).map((usual, i) => ({
    id: `target${'ABC'[i]}`,
    label: `Target ${i + 1}`,
    type: 'line',
    value: targets[i] ?? usual,
    needed: true,
  }));

/** Which week a comment is about: the one that runs, or on a Monday the one just over. */
function weekField(task: Task<ConductReview>, today: Day): FormField {
  const start = task.data.from ?? today;
  const end = task.data.to ?? today;
  const weeks = Math.max(1, Math.ceil(daysBetween(start, end) / 7));
  const gone = Math.floor((daysBetween(start, today) - 1) / 7);
  const options = Array.from({ length: weeks }, (_, i) => ({ title: `Week ${i + 1}`, value: String(i + 1) }));
  const value = String(Math.min(weeks, Math.max(1, gone + 1)));
  return { id: 'week', label: 'Comment on', type: 'choice', options, value };
}

/** How many lessons were signed with all targets met, of those signed and of all. */
export async function countLessons(world: World, reviewId: string, learnerId: string) {
  const lessons = (await world.records.tasks.ofLearner(learnerId, 'conduct-lesson')).filter(
    (one) => one.data.reviewId === reviewId,
  );
  const held = lessons.filter((one) => one.state !== 'cancelled');
  const signed = held.filter((one) => one.state === 'signed');
  const met = signed.filter((one) => one.data.met.length === 3);
  return { all: held.length, signed: signed.length, met: met.length, lessons };
}

/** The mentor sets targets and a first Monday (G11). */
export function draftFace(task: Task<ConductReview>, today: Day, base: TaskFace): TaskFace {
  return {
    ...base,
    title: 'Propose a Conduct Review',
    tone: 'warning',
    lines: [
      task.data.why,
      ...(task.data.declined ? [`Not approved: “${task.data.declined}”`] : []),
      'Two weeks, every lesson signed by its tutor. The Head of Study Programme approves it.',
    ],
    fields: [
      ...targetFields(task.data.targets),
      {
        id: 'from',
        label: 'Starts on a Monday',
        type: 'day',
        value: task.data.from ?? nextMonday(today),
        needed: true,
      },
    ],
    acts: [
      { act: 'propose', title: 'Propose it', style: 'positive' },
      { act: 'not-needed', title: 'Not needed', bare: true },
    ],
  };
}

/** A review that runs, or waits for its final review (G11). */
export async function runningFace(
  world: World,
  task: Task<ConductReview>,
  isOwner: boolean,
  base: TaskFace,
): Promise<TaskFace> {
  const { all, signed, met } = await countLessons(world, task._id, task.learnerId ?? '');
  const facts = [
    {
      label: 'Lessons',
      value:
        all === 0
          ? 'none yet'
          : signed === 0
            ? `none of ${all} signed yet`
            : `${met} of ${signed} signed with all targets met${all > signed ? `, ${all - signed} not signed yet` : ''}`,
    },
    ...task.data.comments.map((comment, i) => ({ label: `Week ${i + 1}`, value: comment })),
  ];
  if (task.state === 'final')
    return {
      ...base,
      title: 'Conduct Review: final review',
      tone: 'attention',
      facts,
      fields: isOwner
        ? [
            weekField(task, dayOf(world.clock.now())),
            { id: 'comment', label: 'A comment that is still missing', type: 'words' },
            { id: 'wins', label: 'Wins and areas for improvement', type: 'words' },
            { id: 'patterns', label: 'Any patterns to note?', type: 'words' },
            {
              id: 'passed',
              label: 'Has the learner passed?',
              type: 'choice',
              options: [
                { title: 'Yes', value: 'yes' },
                { title: 'No', value: 'no' },
              ],
            },
            { id: 'next', label: 'Next steps', type: 'words' },
          ]
        : [],
      acts: isOwner
        ? [
            { act: 'finish', title: 'Record the review', style: 'positive' },
            { act: 'comment', title: 'Save the comment only' },
          ]
        : [],
    };
  return {
    ...base,
    title: 'Conduct Review running',
    facts,
    fields: isOwner
      ? [
          weekField(task, dayOf(world.clock.now())),
          { id: 'comment', label: 'This week: attendance, punctuality, time-keeping', type: 'words' },
        ]
      : [],
    acts: isOwner
      ? [
          { act: 'comment', title: 'Save the comment', style: 'positive' },
          { act: 'end', title: 'End it early' },
        ]
      : [],
  };
}
