import { type Day, sayDay } from '../../domain/calendar.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { sayWithdrawn } from '../core/put-task.ts';
import type { TaskFace } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';

/** `questions`: what the learner asked about the work and the tutor answered, oldest first; both are kept (S5). */
export type WorkData = {
  work: string;
  deadline: Day;
  asked?: Day;
  note?: string;
  isOverdue?: boolean;
  questions?: { question: string; answer?: string }[];
};
const workActs = {
  learner: [
    { act: 'done', title: 'I have done it', style: 'positive' as const },
    { act: 'ask', title: 'Ask for another date' },
    { act: 'question', title: 'I have a question' },
  ],
  done: [
    { act: 'accept', title: 'Accept', style: 'positive' as const },
    { act: 'not-yet', title: 'Not yet' },
  ],
  asked: [
    { act: 'agree', title: 'Agree the new date', style: 'positive' as const },
    { act: 'keep', title: 'Keep the old date' },
  ],
  question: [{ act: 'answer', title: 'Answer', style: 'positive' as const }],
  overdue: [
    { act: 'extend', title: 'Give a new date', style: 'positive' as const },
    { act: 'accept', title: 'Accept as it is' },
  ],
};

/** Questions with their answers, as both read them. */
function sayQuestions({ questions = [] }: WorkData): string[] {
  return questions.flatMap(({ question, answer }) => [
    `Question: “${question}”`,
    ...(answer ? [`Answer: “${answer}”`] : []),
  ]);
}

/** What the card of missed work shows to the learner, and to the tutor in each state (S5). */
export async function workFace(world: World, task: Task<WorkData>, viewer: Person): Promise<TaskFace | undefined> {
  const context = await loadSession(world, task.sessionId ?? '');
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  if (!context || !learner) return undefined;
  const { session } = context;
  const { work, deadline, asked, note, isOverdue } = task.data;
  const isLearner = viewer._id === learner._id;
  const base = {
    who: isLearner ? nameSession(session) : `${nameAndRef(learner)}: ${nameSession(session)}`,
    lines: [`“${work}”`, ...(note ? [note] : []), ...sayQuestions(task.data)],
    facts: [{ label: 'By', value: sayDay(deadline) }],
  };
  if (task.state === 'withdrawn') return { ...base, title: 'Nothing to do', tone: 'good', lines: [sayWithdrawn(task)] };
  if (task.state === 'accepted') {
    const by = await nameOf(world, task.history.at(-1)?.byId, 'The tutor');
    return { ...base, title: 'Missed work done', tone: 'good', said: `Accepted by ${by}.` };
  }
  const waits = { to: isLearner ? 'Your tutor looks at it.' : `Waiting for ${callName(learner)}.` };
  if (isLearner)
    return task.state === 'to-do' || task.state === 'overdue'
      ? {
          ...base,
          title: isOverdue ? 'Work from a session you missed: overdue' : 'Work from a session you missed',
          tone: isOverdue ? 'attention' : 'warning',
          fields: [
            { id: 'asked', label: 'Another date, if you need one', type: 'day' },
            { id: 'note', label: 'Anything your tutor should know', type: 'words' },
            { id: 'question', label: 'A question about the work', type: 'words' },
          ],
          acts: workActs.learner,
        }
      : {
          ...base,
          title: 'Work from a session you missed',
          said: task.state === 'question' ? 'Your tutor has your question and answers it here.' : waits.to,
        };
  if (task.state === 'done')
    return {
      ...base,
      title: 'Missed work handed in',
      tone: 'warning',
      fields: [{ id: 'note', label: 'If not yet: what is missing', type: 'words' }],
      acts: workActs.done,
    };
  if (task.state === 'question')
    return {
      ...base,
      title: 'A question about missed work',
      tone: 'warning',
      fields: [
        { id: 'answer', label: 'Your answer', type: 'words' },
        { id: 'deadline', label: 'New date, if they need one', type: 'day' },
      ],
      acts: workActs.question,
    };
  if (task.state === 'asked')
    return {
      ...base,
      title: 'Another date asked for',
      tone: 'warning',
      facts: [...base.facts, { label: 'Asked for', value: sayDay(asked ?? deadline) }],
      acts: workActs.asked,
    };
  if (task.state === 'overdue')
    return {
      ...base,
      title: 'Missed work overdue',
      tone: 'attention',
      fields: [{ id: 'deadline', label: 'New date', type: 'day' }],
      acts: workActs.overdue,
    };
  return { ...base, title: 'Missed work set', said: waits.to };
}
