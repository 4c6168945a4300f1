import type { Next, PackRef } from './due.ts';

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
  'evidence',
  'long-absence',
  'session-change',
  'stand-in',
  'mentor-report',
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
  'policy-review',
  'policy-read',
  'out-of-reach',
  'outside-message',
] as const;
export type TaskKind = (typeof taskKinds)[number];

export type TaskEntry = { at: Date; byId?: string; act: string; words?: string };

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
};
