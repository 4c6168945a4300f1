import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import { nameSession, plannedMinutes } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { markType } from '../../policy/policy-pack.ts';
import { loadSession, nameOf } from '../core/about-session.ts';
import { standIns } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId, withdrawTask } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { settleNotice } from '../notices/decide-notice.ts';
import { redrawNotice } from '../notices/want-notice.ts';
import { parseChoice, sayChoice } from '../registers/register-choices.ts';
import { setMarks } from '../registers/set-mark.ts';
import { refoldLearner } from '../risk/fold-learner.ts';
import { putCase } from '../risk/put-case.ts';
import { pictureOf } from '../standing/attendance-picture.ts';

/** What is contested: a mark, a risk flag, a decision on a case or a task, or a notice that was not accepted. */
export type ContestSubject =
  | { kind: 'mark'; sessionId: string; enrolmentId: string }
  | { kind: 'flag'; packId: string }
  | { kind: 'case' | 'task' | 'notice'; id: string };

/** The subject as one text, alike for the same thing; nothing is ever read back from it. */
export function subjectKey(subject: ContestSubject): string {
  if (subject.kind === 'mark') return `mark|${subject.sessionId}|${subject.enrolmentId}`;
  return `${subject.kind}|${subject.kind === 'flag' ? subject.packId : subject.id}`;
}

type Data = {
  packId: string;
  subject: ContestSubject;
  /** What it is, in the words of whoever contests. */
  label: string;
  words: string;
  /** What the learner said of the same thing while it was being looked at. */
  more?: string[];
  /** Who marked or decided: they cannot answer, nor can whoever stands in for someone else in their stead. */
  notId?: string;
  answer?: string;
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    contest: Data;
  }
}

/** Someone other than the learner and who marked or decided, also as a stand-in: HoSP or manager, else office, else leadership (SPEC "What holds for both"). */
async function someoneElse(
  world: World,
  programmeId: string,
  notIds: readonly (string | undefined)[],
): Promise<string | undefined> {
  const programme = await world.records.enrolments.programme(programmeId);
  const office = (await world.records.people.withRole('office-manager')).map((one) => one._id);
  const leaders = (await world.records.people.withRole('leader')).map((one) => one._id);
  for (const id of [programme?.hospId, programme?.managerId, ...office, ...leaders]) {
    if (id === undefined || notIds.includes(id)) continue;
    const [acting] = await standIns(world, [id]);
    if (!notIds.includes(acting)) return id;
  }
  return undefined;
}

/** A learner contests a mark, a flag or a decision; someone else looks at it. Undefined: nobody could. */
export async function openContest(
  world: World,
  learnerId: string,
  input: {
    packId: string;
    programmeId: string;
    subject: ContestSubject;
    label: string;
    words: string;
    byId: string | undefined;
  },
): Promise<string | undefined> {
  const ownerId = await someoneElse(world, input.programmeId, [input.byId, learnerId]);
  if (!ownerId) return undefined;
  const key = subjectKey(input.subject);
  const before = (await world.records.tasks.ofLearner(learnerId, 'contest')).filter(
    (one) => subjectKey(one.data.subject) === key,
  );
  const open = before.find((one) => one.isOpen);
  if (open) {
    // The same thing again while someone looks at it: what is said now is read too.
    const said = [open.data.words, ...(open.data.more ?? [])];
    const more = [...said.slice(1), input.words];
    if (!said.includes(input.words))
      await moveTask(world, open, { act: 'said more', data: { more }, toBottom: open.ownerIds });
    return open.ownerIds[0];
  }
  const task = await openTask(world, {
    _id: taskId('contest', learnerId, key, String(before.length + 1)),
    kind: 'contest',
    learnerId,
    programmeId: input.programmeId,
    ownerIds: [ownerId],
    watcherIds: [learnerId],
    state: 'open',
    data: {
      packId: input.packId,
      subject: input.subject,
      label: input.label,
      words: input.words,
      ...(input.byId ? { notId: input.byId } : {}),
    },
  });
  await redrawContested(world, task);
  return task.ownerIds[0];
}

/** A notice's card says whether somebody looks at it again. */
async function redrawContested(world: World, task: Task<Data>): Promise<void> {
  const { subject } = task.data;
  if (subject.kind === 'notice') await redrawNotice(world, subject.id);
}

async function sayWhat(world: World, task: Task<Data>): Promise<string> {
  const { subject } = task.data;
  if (subject.kind !== 'mark') return task.data.label;
  const context = await loadSession(world, subject.sessionId);
  const register = await world.records.registers.byId(subject.sessionId);
  const mark = register?.rows.find((row) => row.enrolmentId === subject.enrolmentId)?.mark;
  if (!context || !mark) return task.data.label;
  return `Marked “${sayChoice(mark, context.pack)}” in ${nameSession(context.session)}, by ${await nameOf(world, mark.byId, 'the bot')}`;
}

/** A contested decision is put to whoever answered, not to who made it; what it had set going and is still open rests. */
async function decideAnew(world: World, task: Task<Data>, answererId: string): Promise<boolean> {
  const { subject } = task.data;
  if (subject.kind === 'task') {
    const decided = await world.records.tasks.byId(subject.id);
    if (!decided || decided.isOpen) return false;
    const move = {
      act: 'contested',
      state: 'open',
      isOpen: true,
      ownerIds: [answererId],
      watcherIds: decided.ownerIds,
    };
    await moveTask(world, decided, move);
    return true;
  }
  const riskCase = subject.kind === 'case' ? await world.records.cases.byId(subject.id) : null;
  if (riskCase?.state !== 'decided') return false;
  const ownerId = (await world.records.people.byId(answererId))?.roles.includes('hosp') ? answererId : riskCase.ownerId;
  const again = {
    ...riskCase,
    state: 'open' as const,
    ownerId,
    reopenedAt: world.clock.now(),
    version: riskCase.version + 1,
  };
  await putCase(world, again, riskCase, 'bottom');
  for (const kind of ['step', 'conduct-review', 'fitness-to-study'] as const)
    for (const one of await world.records.tasks.ofLearner(riskCase.learnerId, kind))
      if (one.data.caseId === riskCase._id && !['running', 'final'].includes(one.state))
        await withdrawTask(world, one, 'decided-anew');
  return true;
}

/** A notice that was not accepted is, by whoever looked at it again. */
async function acceptAfterAll(world: World, task: Task<Data>, answererId: string): Promise<boolean> {
  const { subject } = task.data;
  const notice = subject.kind === 'notice' ? await world.records.notices.byId(subject.id) : null;
  if (notice?.state !== 'confirmed') return false;
  const { packId } = task.data;
  await settleNotice(world, notice, { packId, state: 'accepted', byId: answererId, at: world.clock.now() });
  return true;
}

/** Amends the contested mark, reopens the contested decision, or sets the latest occurrence aside: whatever the answer asks for. */
async function carryOut({ world, task, actor, fields, now }: TaskPress<Data>): Promise<boolean> {
  const { subject } = task.data;
  if (subject.kind === 'mark') {
    const context = await loadSession(world, subject.sessionId);
    const choice = context && parseChoice(fields.mark ?? '', context.pack, plannedMinutes(context.session));
    if (!context || !choice) return false;
    return setMarks(world, subject.sessionId, new Map([[subject.enrolmentId, choice]]), {
      id: actor._id,
      pressId: `${task._id}|${task.version}`,
      pack: context.pack,
      cause: 'contested',
      words: fields.answer ?? '',
    });
  }
  if (subject.kind === 'case' || subject.kind === 'task') return decideAnew(world, task, actor._id);
  if (subject.kind === 'notice') return acceptAfterAll(world, task, actor._id);
  const learner = await world.records.people.byId(task.learnerId ?? '');
  const last = (await pictureOf(world, task.learnerId ?? '', task.data.packId)).standing?.occurrences.at(-1);
  if (!learner || !last) return false;
  const aside = {
    packId: task.data.packId,
    day: last.day,
    byId: actor._id,
    at: now,
    why: `contested: ${fields.answer ?? ''}`,
  };
  await world.records.people.setFairness(learner._id, { setAside: [...(learner.setAside ?? []), aside] });
  return true;
}

/** A contest: someone else looks, escalation rests meanwhile (SPEC "What holds for both"). */
export const contest = defineTask<Data>({
  clause: 'P',
  label: 'A contest',
  chase: 'contest',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  decides: { name: 'Contest', steps: { changed: 'changed', 'it stays': 'it stays' } },
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const isLearner = viewer._id === learner._id;
    const what = await sayWhat(world, task);
    const answered = task.history.findLast((one) => one.byId !== undefined);
    const by = await nameOf(world, task.isOpen ? task.ownerIds[0] : answered?.byId);
    if (isLearner)
      return {
        title: task.isOpen ? 'You asked for another look' : task.state === 'changed' ? 'Changed' : 'Looked at again',
        tone: task.state === 'changed' ? 'good' : 'default',
        lines: [
          what,
          ...(task.isOpen
            ? [`${by} looks at it. Nothing more happens meanwhile.`]
            : [`${by}: “${task.data.answer ?? ''}”`]),
        ],
      };
    const picture = task.isOpen ? await pictureOf(world, learner._id, task.data.packId) : undefined;
    const { subject } = task.data;
    const context = subject.kind === 'mark' ? await loadSession(world, subject.sessionId) : null;
    const marks = (context?.pack.marks ?? []).filter((one) => !one.asksMinutes && one.counts !== 'ignored');
    const change = {
      mark: 'Change the mark',
      flag: 'Set the last occurrence aside',
      case: 'Decide it anew',
      task: 'Decide it anew',
      notice: 'Accept the absence',
    }[subject.kind];
    return {
      title: task.isOpen ? 'A learner contests' : 'Contest answered',
      tone: task.isOpen ? 'attention' : 'default',
      who: nameAndRef(learner),
      lines: [what, ...[task.data.words, ...(task.data.more ?? [])].map((words) => `“${words}”`)],
      facts: picture?.facts ?? [],
      fields: task.isOpen
        ? [
            ...(context
              ? [
                  {
                    id: 'mark',
                    label: 'New mark, if you change it',
                    type: 'choice' as const,
                    options: marks.map((one) => ({ title: markType(context.pack, one.code).label, value: one.code })),
                  },
                ]
              : []),
            { id: 'answer', label: 'Your answer to the learner', type: 'words' as const, needed: true },
          ]
        : [],
      acts: task.isOpen
        ? [
            { act: 'change', title: change, style: 'positive' as const },
            { act: 'uphold', title: 'It stays' },
          ]
        : [],
      said: task.isOpen ? '' : `${by}: ${task.state === 'changed' ? change : 'it stays'}. “${task.data.answer ?? ''}”`,
    };
  },
  acts: {
    change: {
      by: 'owner',
      takes: ['mark', 'answer'],
      async run(press) {
        const answer = press.fields.answer ?? '';
        if (press.actor._id === press.task.data.notId) return refuse('not-yours-to-answer');
        if (answer.length < 3) return refuse('needs-a-reason');
        if (!(await carryOut(press))) return refuse('bad-payload');
        return {
          act: 'changed',
          words: answer,
          state: 'changed',
          isOpen: false,
          data: { answer },
          next: soon(press.now),
        };
      },
    },
    uphold: {
      by: 'owner',
      takes: ['answer'],
      async run({ world, fields, actor, task, now }) {
        const answer = fields.answer ?? '';
        if (actor._id === task.data.notId) return refuse('not-yours-to-answer');
        if (answer.length < 3) return refuse('needs-a-reason');
        await redrawContested(world, task);
        return { act: 'it stays', words: answer, state: 'upheld', isOpen: false, data: { answer }, next: soon(now) };
      },
    },
  },
  /** Answered: what rested meanwhile is looked at again. */
  async onTime(world, task) {
    await refoldLearner(world, task.learnerId ?? '');
    return { act: 'what rested goes on', next: null, toBottom: [] };
  },
});

const soon = (at: Date) => ({ step: 'go-on', at });
