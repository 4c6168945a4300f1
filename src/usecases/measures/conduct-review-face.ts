import { addDays, type Day, dayOf, daysBetween, sayDay } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { Task } from '../../domain/task.ts';
import type { FormField } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { sayCauses } from '../core/say-causes.ts';
import type { TaskFace } from '../core/task-kind.ts';
import type { ConductReview } from './conduct-review.ts';
import { countLessons, sayLessons, sayUnsigned, unsignedOf } from './count-lessons.ts';
import { awaitsDecision } from './propose-review.ts';
import { type ReviewTarget, sayTarget, usualTargets } from './review-target.ts';
import { nextMonday, sayNextMonday, weekOver, weeksOf } from './review-weeks.ts';

const targetFields = (targets: readonly ReviewTarget[]): FormField[] =>
  usualTargets.map((usual, i) => ({
    id: `target${'ABC'[i]}`,
    label: `Target ${i + 1}`,
    type: 'line',
    value: sayTarget(targets[i] ?? usual),
    needed: true,
  }));

/** Which week a comment is about: the one that runs, or on a Monday the one just over. */
function weekField(world: World, { data }: Task<ConductReview>, today: Day): FormField {
  const weeks = weeksOf(world, data);
  const gone = Math.floor(daysBetween(data.from ?? today, addDays(today, -1)) / 7);
  const options = Array.from({ length: weeks }, (_, i) => ({ title: `Week ${i + 1}`, value: String(i + 1) }));
  const value = String(Math.min(weeks, Math.max(1, gone + 1)));
  return { id: 'week', label: 'Comment on', type: 'choice', options, value };
}

/** The mentor sets targets and a first Monday (G11). */
export async function draftFace(world: World, task: Task<ConductReview>, base: TaskFace): Promise<TaskFace> {
  const { from, declined } = task.data;
  const say = (causes: readonly Cause[]) => sayCauses(world, task.learnerId ?? '', causes);
  if (await awaitsDecision(world, task))
    return {
      ...base,
      title: 'Conduct Review: after your decision',
      lines: [await say(task.data.causes), 'Decide first, above. Then it can be proposed here, or found not needed.'],
    };
  const next = await nextMonday(world, task);
  const today = dayOf(world.clock.now());
  return {
    ...base,
    title: 'Propose a Conduct Review',
    tone: 'warning',
    lines: [
      await say(task.data.causes),
      ...(declined ? [`Not approved: “${await say([declined])}”`] : []),
      'Two weeks, every lesson signed by its tutor. The Head of Study Programme approves it.',
      ...(next ? [] : [`${await sayNextMonday(world, task)}, so it cannot start yet.`]),
    ],
    fields: [
      ...targetFields(task.data.targets),
      {
        id: 'from',
        label: 'Starts on a Monday',
        type: 'day',
        value: (from && next && from > today && from >= next ? from : next) ?? '',
        needed: true,
      },
    ],
    acts: [
      { act: 'propose', title: 'Propose it', style: 'positive' },
      { act: 'not-needed', title: 'Not needed', bare: true },
    ],
  };
}

/** The weeks that are over and have no comment, by number. */
export async function weeksWithoutComment(world: World, task: Task<ConductReview>): Promise<number[]> {
  const { from, comments } = task.data;
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const weeks = Array.from({ length: weeksOf(world, task.data) }, (_, i) => i + 1);
  const now = world.clock.now();
  return weeks.filter((week) => from && weekOver(world, programme, from, week) <= now && !comments[week - 1]);
}

/** What closes a review: passed or not first, what comes next, what went well; a comment is asked where a week has none. */
function finalFields(week: FormField, missing: readonly number[]): FormField[] {
  const isFolded = missing.length === 0;
  const comment = isFolded ? 'A comment on that week' : 'A comment that is still missing';
  const value = String(missing[0] ?? week.value);
  return [
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
    { id: 'wins', label: 'Wins and areas for improvement', type: 'words' },
    { ...week, value, isFolded },
    { id: 'comment', label: comment, type: 'words', isFolded },
    { id: 'patterns', label: 'Any patterns to note? (optional)', type: 'words', isFolded: true },
  ];
}

/** True of one that is approved and has not begun. */
export const isToCome = (world: World, { state, data }: Task<ConductReview>): boolean =>
  state === 'running' && data.from !== undefined && data.from > dayOf(world.clock.now());

/** A review that runs, or waits for its final review (G11): what is signed, what is missing, and what its mentor writes. */
export async function runningFace(
  world: World,
  task: Task<ConductReview>,
  isOwner: boolean,
  base: TaskFace,
): Promise<TaskFace> {
  const lessons = await countLessons(world, task._id, task.learnerId ?? '');
  const unsigned = unsignedOf(world, lessons);
  const missing = await weeksWithoutComment(world, task);
  const facts = [
    { label: 'Lessons', value: sayLessons(lessons) },
    ...(unsigned.length > 0 ? [{ label: 'Not signed', value: await sayUnsigned(world, unsigned) }] : []),
    ...task.data.comments.map((comment, i) => ({ label: `Week ${i + 1}`, value: comment })),
    ...missing.map((week) => ({ label: `Week ${week}`, value: 'no comment yet' })),
  ].filter((one) => one.value !== '');
  const isFinal = task.state === 'final';
  const askTutors = unsigned.length > 0 ? [{ act: 'ask-tutors', title: 'Ask the tutors again' }] : [];
  // Its first lesson draws it anew.
  const title = isFinal
    ? 'Conduct Review: final review'
    : isToCome(world, task)
      ? 'Conduct Review agreed'
      : 'Conduct Review running';
  if (!isOwner) return { ...base, title, facts, acts: askTutors };
  const week = weekField(world, task, dayOf(world.clock.now()));
  if (isFinal)
    return {
      ...base,
      title,
      tone: 'attention',
      facts,
      acts: askTutors,
      writes: {
        title: 'Write the final review',
        fields: finalFields(week, missing),
        acts: [
          { act: 'finish', title: 'Record the review', style: 'positive' },
          { act: 'comment', title: 'Save the comment only' },
        ],
      },
    };
  return {
    ...base,
    title,
    facts,
    acts: askTutors,
    writes: {
      title: 'Comment, or end it early',
      fields: [week, { id: 'comment', label: 'This week: attendance, punctuality, time-keeping', type: 'words' }],
      acts: [
        { act: 'comment', title: 'Save the comment', style: 'positive' },
        { act: 'end', title: 'End it early' },
        { act: 'escalate', title: 'End it: serious review' },
      ],
    },
  };
}

/** The review as its learner reads it: how many lessons are signed, and the report (G11). */
export async function learnerFace(world: World, task: Task<ConductReview>, base: TaskFace): Promise<TaskFace> {
  const { comments, passed, nextSteps, from, to } = task.data;
  const toCome = isToCome(world, task);
  const lessons = sayLessons(await countLessons(world, task._id, task.learnerId ?? ''));
  const said: Record<string, string> = {
    running: from && to ? `It ${toCome ? `starts on ${sayDay(from)} and runs` : 'runs'} until ${sayDay(to)}.` : '',
    final: 'The two weeks are over. Your mentor writes the final review.',
    ended: 'It was ended early.',
    escalated: 'It was ended early. A serious review comes next.',
  };
  return {
    ...base,
    title:
      passed === true
        ? 'Conduct Review: you passed'
        : toCome
          ? 'Conduct Review agreed'
          : 'Conduct Review: how it is going',
    who: '',
    tone: passed === true ? 'good' : 'default',
    facts: [
      { label: 'Lessons', value: lessons },
      ...comments.map((comment, i) => ({ label: `Week ${i + 1}`, value: comment })),
      ...(nextSteps ? [{ label: 'Next steps', value: nextSteps }] : []),
    ].filter((one) => one.value !== ''),
    said: said[task.state] ?? '',
  };
}
