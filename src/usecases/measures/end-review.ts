import type { Cause } from '../../domain/cause.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import { callName, firstName } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import type { TaskPress } from '../core/task-kind.ts';
import { recordStatus } from '../standing/record-status.ts';
import { tellDecision, tellFamily } from '../standing/tell-family.ts';
import type { ConductReview } from './conduct-review.ts';
import { weeksOf } from './review-weeks.ts';
import { openSeriousReview } from './serious-review.task.ts';

type Press = TaskPress<ConductReview>;

/** The weekly comments with one more, on the week that was picked. */
function withComment(world: World, task: Task<ConductReview>, fields: Record<string, string>): Outcome<string[]> {
  const { comment = '', week: picked = '1' } = fields;
  if (!task.data.from || comment.length < 3) return refuse('needs-a-reason', 'The comment');
  const week = Number(picked) - 1;
  if (!(week >= 0 && week < weeksOf(world, task.data))) return refuse('bad-payload');
  const comments = [...task.data.comments];
  for (let i = comments.length; i <= week; i++) comments[i] = '';
  comments[week] = comment;
  return comments;
}

/** A week's comment on attendance, punctuality and time-keeping (G11). */
export async function comment({ world, task, fields }: Press) {
  const comments = withComment(world, task, fields);
  if (isRefusal(comments)) return comments;
  return { act: 'commented' as const, words: fields.comment ?? '', data: { comments } };
}

const about = ({ learnerId = '', programmeId = '' }: Task<ConductReview>) => ({ learnerId, programmeId });

/** Not kept to: a serious review, with all that was signed and written before whoever decides it (G9, G13). */
async function escalate({ world, task, actor }: Press, cause: Cause): Promise<void> {
  await recordStatus(world, about(task), 'conduct-review-failed', actor._id);
  const { packId } = task.data;
  await openSeriousReview(world, { ...about(task), packId, causes: [cause], reviewId: task._id }, task._id);
}

/** The final review: wins, patterns, passed or not, next steps (G11). */
export async function finish(press: Press) {
  const { world, task, actor, fields } = press;
  const { wins = '', patterns = '', passed = '', next = '', comment = '' } = fields;
  if (task.state !== 'final') return refuse('not-found');
  if (!['yes', 'no'].includes(passed)) return refuse('pick-one', 'Has the learner passed?');
  if (wins.length < 3) return refuse('needs-words', 'Wins and areas for improvement');
  if (next.length < 3) return refuse('needs-words', 'Next steps');
  // The week's comment is part of the record that closes here.
  const comments = comment === '' ? task.data.comments : withComment(world, task, fields);
  if (isRefusal(comments)) return comments;
  const hasPassed = passed === 'yes';
  if (hasPassed) await recordStatus(world, about(task), 'no-concern', actor._id);
  else await escalate(press, { code: 'review-not-passed' });
  const words = hasPassed
    ? 'you have passed your Conduct Review. Well done.'
    : 'your Conduct Review was not passed. A serious review comes next.';
  await tellDecision(world, task, { title: 'Your Conduct Review', words, by: actor });
  return {
    act: hasPassed ? ('passed' as const) : ('not-passed' as const),
    words: next,
    state: hasPassed ? 'passed' : 'failed',
    isOpen: false,
    data: { wins, patterns, passed: hasPassed, nextSteps: next, comments },
    next: null,
  };
}

/** Ended before its two weeks are over, with a reason. */
export async function endEarly({ world, task, actor, fields }: Press) {
  const why = fields.comment ?? '';
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  if (task.state !== 'running' || !learner) return refuse('not-found');
  if (why.length < 3) return refuse('needs-a-reason');
  await tellFamily(world, learner, {
    key: `conduct-review-end|${task._id}|${task.version}`,
    taskId: task._id,
    title: 'Your Conduct Review has ended',
    toLearner: `Hello ${firstName(learner)}, your Conduct Review has been ended early. ${callName(actor)} will be glad to talk to you about it.`,
    toParent: `${callName(learner)}’s Conduct Review has been ended early. ${callName(actor)} will be glad to talk to you.`,
    by: actor,
  });
  await recordStatus(world, about(task), 'monitored', actor._id);
  return { act: 'ended-early' as const, words: why, state: 'ended', isOpen: false, next: null };
}

/** Ended before its two weeks are over because it is not kept to: a serious review comes next (G9, G13). */
export async function endForSeriousReview(press: Press) {
  const { world, task, actor, fields } = press;
  const why = fields.comment ?? '';
  if (task.state !== 'running') return refuse('not-found');
  if (why.length < 3) return refuse('needs-a-reason');
  await escalate(press, { code: 'review-ended-early', words: why });
  const words = 'your Conduct Review has been ended early. A serious review comes next.';
  await tellDecision(world, task, { title: 'Your Conduct Review', words, by: actor });
  return { act: 'ended-for-serious-review' as const, words: why, state: 'escalated', isOpen: false, next: null };
}
