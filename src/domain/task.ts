import type { Next, PackRef } from './due.ts';
import type { TaskStep } from './task-steps.ts';

/** What there is to do beyond a register or a case; one `.task.ts` a kind under `usecases`. */
export const taskKinds = [
  'register-due',
  'end-of-day',
  'check-in',
  'roll-check',
  'absence',
  'missing',
  'alternative-session',
  'release',
  'set-work',
  'missed-work',
  'log-activity',
  'decide-notices',
  'notice-words',
  'evidence',
  'offered-file',
  'long-absence',
  'session-change',
  'stand-in',
  'change-of-people',
  'no-owner',
  'year-turn',
  'mentor-report',
  'late-marks',
  'occurrence-steps',
  'step',
  'meeting',
  'conduct-review',
  'conduct-lesson',
  'serious-review',
  'fitness-to-study',
  'place-decision',
  'referral',
  'improvement-watch',
  'action-plan',
  'plan-action',
  'removal',
  'contest',
  'funding-clock',
  'praise',
  'week-digest',
  'policy-review',
  'policy-read',
  'policy-unread',
  'out-of-reach',
  'unknown-members',
  'undelivered',
  'messages-in',
  'retention',
  'mis-refused',
  'outside-message',
  'chase',
  'held-press',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Classes of what is left undone, each with its times in the policy pack. */
export const chaseClasses = [
  'register',
  'decision',
  'step',
  'review',
  'final-review',
  'meeting',
  'place',
  'contest',
  'induction',
] as const;
export type ChaseClass = (typeof chaseClasses)[number];

/** What a kind of task declares and the engine carries out, so that no kind can forget it. */
export type TaskTraits = {
  /** What people call it, in lists of what waits and of what was decided. */
  label: string;
  /** The same in states in which something else is asked, or nothing for now. */
  labelIn?: Readonly<Record<string, string>>;
  /**
   * Who is asked again, and when it goes to whoever is above them: by a class of the pack's; by the kind's own times
   * (`own-clock`); or never, since it asks nobody for anything (`nobody-waits`).
   */
  chase: ChaseClass | 'own-clock' | 'nobody-waits';
  /** States that have other times than the rest, such as those in which it is somebody else’s turn. */
  chaseIn?: Readonly<Record<string, ChaseClass>>;
  /** States in which its owners are to act; unless said, as long as it is open. */
  waitsIn?: readonly string[];
  /** States in which what they pressed can still be undone: it waits for nobody, and its chasing goes on if it is. */
  restsIn?: readonly string[];
  /** While these hold for its learner, its clock and its chasing rest until the next working morning. */
  rests: readonly ('held' | 'break' | 'contested')[];
  /** Who outside the staff still sees it while a hold covers its learner (S11). */
  whileHeld: 'staff-only' | 'learner-too' | 'everyone';
  /** When its session is cancelled. */
  onCancel: 'withdraw' | 'stay';
  /** When its session is handed to a colleague; `anew`: it is personal, so theirs ends and the colleague gets their own. */
  onHandOver: 'follow' | 'stay' | 'anew';
  /** Colleagues read it as a part of the one card they have about its learner. */
  onLearnersCard?: true;
  /** What is agreed in it stands in people's calendars, where the college lets the bot keep them. */
  inCalendar?: true;
  /** Nobody can do it for its owner: no deputy gets it, and it is never handed over. */
  isPersonal?: true;
};

/** One step: `cause` a code where the step has one, `words` what a person wrote; `askedIds`: who is to act from then on, where it says anew. */
type TaskEntry = { at: Date; byId?: string; act: TaskStep; cause?: string; words?: string; askedIds?: string[] };

/** What each kind keeps in `data`: every kind's own file adds its line, so that whoever reads such a task has its shape. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the kinds
export interface TaskDataOf {}

/** A task of one kind. */
export type TaskOf<Kind extends TaskKind> = Task<DataOf<Kind>> & { kind: Kind };
export type DataOf<Kind extends TaskKind> = Kind extends keyof TaskDataOf ? TaskDataOf[Kind] : never;

/** What is stored under a kind was written by it, with its data. */
function isOf<Kind extends TaskKind>(task: Task, kind: Kind): task is Task & TaskOf<Kind> {
  return task.kind === kind;
}

/** The task as one of this kind; null where there is none, or it is of another kind. */
export function taskOf<Kind extends TaskKind>(kind: Kind, task: Task | null | undefined): TaskOf<Kind> | null {
  return task && isOf(task, kind) ? task : null;
}

/**
 * Something a named person is to do, from its trigger to its closing, with its history. What it holds in `data`, who
 * may press what, and what happens when its time comes is the kind's own business.
 */
export type Task<Data = Record<string, unknown>> = {
  _id: string;
  kind: TaskKind;
  learnerId?: string;
  programmeId?: string;
  sessionId?: string;
  /** Who is asked to act now. */
  ownerIds: string[];
  /** Who sees how it stands. */
  watcherIds: string[];
  state: string;
  isOpen: boolean;
  /** Its cards are out; before that nobody sees it. */
  isShown: boolean;
  data: Data;
  history: TaskEntry[];
  /** Recent presses, so that a redelivered one changes nothing twice. */
  presses: string[];
  version: number;
  pack?: PackRef;
  openedAt: Date;
  dueAt?: Date;
  next?: Next;
  /** Its learner was erased: it stays as a record of who did what when, without words, and nobody's card. */
  erased?: true;
};
