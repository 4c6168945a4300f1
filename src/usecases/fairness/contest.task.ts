import { sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import { nameSession, plannedMinutes } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { standIns } from '../core/acting-for.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { askedForSite, nameOf } from '../core/whose.ts';
import { wordsOfNotice } from '../notices/notice-words.ts';
import { redrawNotice } from '../notices/want-notice.ts';
import { askAnew } from '../registers/end-of-day.task.ts';
import { betterChoices, sayChoice } from '../registers/register-choices.ts';
import { refoldLearner } from '../risk/fold-learner.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import { answerContest, lastContested } from './answer-contest.ts';
import { type ContestData, type ContestSubject, subjectKey } from './contest-subject.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    contest: ContestData;
  }
}

/** Someone other than the learner and who marked or decided, also as a stand-in: HoSP or manager, else office, else leadership (SPEC "What holds for both"). */
async function someoneElse(
  world: World,
  programmeId: string,
  notIds: readonly (string | undefined)[],
): Promise<string | undefined> {
  const programme = await world.records.enrolments.programme(programmeId);
  const office = askedForSite(await world.records.people.withRole('office-manager'), programme?.site);
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
    if (!said.includes(input.words)) {
      const moved = await moveTask(world, open, { act: 'said-more', data: { more }, toBottom: open.ownerIds });
      await askAnew(world, moved);
    }
    return open.ownerIds[0];
  }
  const isFlag = input.subject.kind === 'flag';
  const occurrences = isFlag ? (await pictureOf(world, learnerId, input.packId)).standing?.occurrences : undefined;
  const task = await openTask(world, {
    _id: taskId('contest', learnerId, key, String(before.length + 1)),
    kind: 'contest',
    learnerId,
    byId: learnerId,
    programmeId: input.programmeId,
    ownerIds: [ownerId],
    watcherIds: [learnerId],
    state: 'open',
    data: {
      packId: input.packId,
      subject: input.subject,
      label: input.label,
      words: input.words,
      ...(occurrences ? { occurredOn: occurrences.map(({ day }) => day) } : {}),
      ...(input.byId ? { notId: input.byId } : {}),
    },
  });
  await redrawContested(world, task);
  return task.ownerIds[0];
}

/** A notice's card says whether somebody looks at it again. */
async function redrawContested(world: World, task: Task<ContestData>): Promise<void> {
  const { subject } = task.data;
  if (subject.kind === 'notice') await redrawNotice(world, subject.id);
}

/** The mark that is contested, as it stands now; undefined where it is gone. */
async function contestedMark(world: World, subject: ContestSubject) {
  if (subject.kind !== 'mark') return undefined;
  const context = await loadSession(world, subject.sessionId);
  const register = await world.records.registers.byId(subject.sessionId);
  const mark = register?.rows.find((row) => row.enrolmentId === subject.enrolmentId)?.mark;
  return context && mark ? { context, mark } : undefined;
}
type Contested = Awaited<ReturnType<typeof contestedMark>>;

/** What it may become now: the register may have been amended since. */
const betterOf = ({ context, mark }: NonNullable<Contested>) =>
  betterChoices(context.pack, plannedMinutes(context.session), mark);

async function sayWhat(world: World, task: Task<ContestData>, contested: Contested): Promise<string> {
  if (!contested) return task.data.label;
  const { context, mark } = contested;
  return `Marked “${sayChoice(mark, context.pack)}” in ${nameSession(context.session)}, by ${await nameOf(world, mark.byId, 'the bot')}`;
}

/** What was told when it happened, for whoever decides about a notice anew (S2). */
async function sayNoticeWords(world: World, subject: ContestSubject): Promise<string[]> {
  const notice = subject.kind === 'notice' ? await world.records.notices.byId(subject.id) : null;
  const words = notice && (await wordsOfNotice(world, notice));
  return words ? [`Told at the time: “${words}”`] : [];
}

/** A contest: someone else looks, escalation rests meanwhile (SPEC "What holds for both"). */
export const contest = defineTask<ContestData>({
  clause: 'P',
  label: 'A contest',
  chase: 'contest',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  decides: { name: 'Contest', steps: { changed: 'changed', 'it-stays': 'it stays' } },
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const isLearner = viewer._id === learner._id;
    const { subject } = task.data;
    const contested = await contestedMark(world, subject);
    const what = await sayWhat(world, task, contested);
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
    const better = contested && betterOf(contested);
    const last = picture && subject.kind === 'flag' ? lastContested(task, picture.standing) : undefined;
    const canChange = subject.kind === 'mark' ? (better ?? []).length > 0 : subject.kind !== 'flag' || last;
    const change = {
      mark: 'Change the mark',
      flag: 'Set the occurrence aside',
      case: 'Decide it anew',
      task: 'Decide it anew',
      notice: 'Accept the absence',
    }[subject.kind];
    return {
      title: task.isOpen ? 'A learner contests' : 'Contest answered',
      tone: task.isOpen ? 'attention' : 'default',
      who: nameAndRef(learner),
      lines: [
        what,
        ...(await sayNoticeWords(world, subject)),
        ...[task.data.words, ...(task.data.more ?? [])].map((words) => `“${words}”`),
      ],
      // Whether somebody was there is not settled by how the rest of the year went.
      facts: [
        ...((['mark', 'notice'].includes(subject.kind) ? picture?.inShort : picture?.facts) ?? []),
        ...(last ? [{ label: 'Last when contested', value: sayDay(last.day) }] : []),
      ],
      fields: task.isOpen
        ? [
            ...(better && canChange
              ? [{ id: 'mark', label: 'New mark, if you change it', type: 'choice' as const, options: better }]
              : []),
            { id: 'answer', label: 'Your answer to the learner', type: 'words' as const, needed: true },
          ]
        : [],
      acts: task.isOpen
        ? [
            ...(canChange ? [{ act: 'change', title: change, style: 'positive' as const }] : []),
            { act: 'uphold', title: 'It stays' },
          ]
        : [],
      said: task.isOpen ? '' : `${by}: ${task.state === 'changed' ? change : 'it stays'}. “${task.data.answer ?? ''}”`,
    };
  },
  acts: {
    change: {
      by: 'owner',
      undo: true,
      takes: ['mark', 'answer'],
      async run(press) {
        const answer = press.fields.answer ?? '';
        if (press.task.state !== 'open') return refuse('not-found');
        if (press.actor._id === press.task.data.notId) return refuse('not-yours-to-answer');
        if (answer.length < 3) return refuse('needs-a-reason');
        const { subject } = press.task.data;
        if (subject.kind === 'mark') {
          const { mark } = press.fields;
          if (!mark) return refuse('pick-one', 'New mark');
          // Whoever amended it since, and an older card, are not overruled by what would be worse.
          const contested = await contestedMark(press.world, subject);
          const isBetter = contested && betterOf(contested).some((one) => one.value === mark);
          if (!isBetter) return refuse('mark-not-offered', 'New mark');
        }
        if (!(await answerContest(press))) return refuse('bad-payload');
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
      undo: true,
      takes: ['answer'],
      async run({ world, fields, actor, task, now }) {
        const answer = fields.answer ?? '';
        if (task.state !== 'open') return refuse('not-found');
        if (actor._id === task.data.notId) return refuse('not-yours-to-answer');
        if (answer.length < 3) return refuse('needs-a-reason');
        await redrawContested(world, task);
        return { act: 'it-stays', words: answer, state: 'upheld', isOpen: false, data: { answer }, next: soon(now) };
      },
    },
  },
  /** Answered: what rested meanwhile is looked at again. */
  async onTime(world, task) {
    await refoldLearner(world, task.learnerId ?? '');
    return { act: 'what-rested-goes-on', next: null, toBottom: [] };
  },
});

const soon = (at: Date) => ({ step: 'go-on', at });
