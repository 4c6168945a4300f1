import type { Person, Role } from '../../domain/person.ts';
import type { TaskKind } from '../../domain/task.ts';

/** How a right is limited. `own` is checked by the use case against the thing itself. */
type Reach = 'own' | 'any';

/** Who heads or manages programmes, for their own. */
const managers = { hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' } as const;
/** The office acts for anyone. */
const office = { admin: 'any', 'office-manager': 'any' } as const;
/** Everyone who works for the college, for their own. */
const staff = {
  ...managers,
  tutor: 'own',
  mentor: 'own',
  'office-manager': 'own',
  admin: 'own',
  safeguarding: 'own',
  'mis-officer': 'own',
  leader: 'own',
  'data-protection-officer': 'own',
} as const;

/**
 * Who may do what. The one table: use cases ask it, a test walks it for every role, and an action it does not
 * name is refused. Reach `own`: a learner themself, an employer's own learners, a tutor's own sessions, a mentor's
 * own learners, a manager's own programmes. Only the Safeguarding Team reads concerns (S11).
 */
export const rights = {
  help: { ...staff, learner: 'own', employer: 'own' },
  'report-absence': { ...office, learner: 'own', employer: 'own' },
  'confirm-notice': { ...office, learner: 'own', employer: 'own' },
  'change-notice': { ...office, learner: 'own', employer: 'own' },
  'withdraw-notice': { ...office, learner: 'own', employer: 'own' },
  'mark-register': { ...office, tutor: 'own' },
  'view-register': { ...managers, ...office, tutor: 'own' },
  'view-notice': { tutor: 'own' },
  'view-my-attendance': { learner: 'own' },
  'view-my-registers': { tutor: 'own' },
  'view-who-is-out': { ...managers, ...office, tutor: 'own' },
  'view-at-risk': { ...managers, mentor: 'own', leader: 'any' },
  // What is planned for oneself: a learner's timetable, a tutor's sessions.
  'view-my-day': { learner: 'own', tutor: 'own' },
  'view-my-learners': { ...managers, employer: 'own', tutor: 'own', mentor: 'own' },
  // One learner's day, week and figures; a family's numbers only for those who call them.
  'view-learner': { ...managers, ...office, employer: 'own', tutor: 'own', mentor: 'own', safeguarding: 'any' },
  'view-contacts': { ...managers, ...office, mentor: 'own', safeguarding: 'any' },
  // Pages. A learner's year in date order; why they were away only for those who decide about it.
  'view-story': { ...managers, ...office, tutor: 'own', mentor: 'own', safeguarding: 'any', learner: 'own' },
  'view-reason': { ...managers, ...office, mentor: 'own', safeguarding: 'any', learner: 'own' },
  'view-told': { ...managers, ...office, tutor: 'own', mentor: 'own', safeguarding: 'any' },
  'view-caseload': { ...managers, tutor: 'own', mentor: 'own' },
  'view-today': { ...managers, ...office },
  'view-college': { ...managers, leader: 'any' },
  // A policy tried on marks there are, before it is adopted.
  'try-policy': { ...office, leader: 'any' },
  'view-late-registers': { ...managers, ...office, tutor: 'own', leader: 'any' },
  'view-case': { ...managers, tutor: 'own', mentor: 'own' },
  'report-at-risk': { tutor: 'own' },
  'decide-fall': { mentor: 'own', hosp: 'own' },
  'decide-noticed': { tutor: 'own' },
  'decide-report': { ...managers },
  // Who saw and changed restricted things; of a concern that there is one, never its words.
  'view-audit': { 'data-protection-officer': 'any' },
  'view-concern': { safeguarding: 'any' },
  'acknowledge-concern': { safeguarding: 'any' },
  'note-learner': { ...office, tutor: 'own' },
  'hand-over': { ...managers, ...office, tutor: 'own', mentor: 'own' },
  'change-session': { ...managers, ...office, tutor: 'own', leader: 'any' },
  'close-centre': { ...managers, ...office, leader: 'any' },
  'enter-register': { ...office, tutor: 'own' },
  'set-elsewhere': { ...managers, ...office, tutor: 'own' },
  'set-break': { ...office },
  'set-away': { ...staff },
  'set-colleague-away': { ...managers, ...office, leader: 'any' },
  // About whom: themself or their own learners; the office and the team about anyone. Of others the words alone count.
  'raise-concern': { ...staff, ...office, safeguarding: 'any', learner: 'own', employer: 'own' },
  'task-register-due': { tutor: 'own' },
  'task-end-of-day': { ...managers, tutor: 'own' },
  'task-check-in': { tutor: 'own' },
  'task-roll-check': { ...managers, 'office-manager': 'own' },
  'task-absence': { learner: 'own', employer: 'own' },
  'task-missing': { ...managers },
  'task-alternative-session': { ...managers, learner: 'own', tutor: 'own' },
  'task-release': { employer: 'own', tutor: 'own' },
  'task-set-work': { tutor: 'own' },
  'task-missed-work': { ...managers, learner: 'own', tutor: 'own' },
  'task-log-activity': { learner: 'own', tutor: 'own' },
  'task-decide-notices': { ...managers, admin: 'own' },
  'task-notice-words': {},
  'task-offered-file': { ...office, learner: 'own', employer: 'own' },
  'task-evidence': { ...managers, learner: 'own', tutor: 'own', mentor: 'own', admin: 'own' },
  'task-long-absence': { tutor: 'own', mentor: 'own' },
  'task-mentor-report': { mentor: 'own', hosp: 'own' },
  'task-late-marks': {},
  'task-occurrence-steps': {},
  'task-stand-in': {},
  'task-change-of-people': {},
  'task-year-turn': { ...managers, tutor: 'own', mentor: 'own', 'office-manager': 'own' },
  'task-no-owner': { admin: 'own', 'office-manager': 'own' },
  'task-step': { ...managers, tutor: 'own', mentor: 'own' },
  'task-meeting': { ...managers, mentor: 'own' },
  'task-conduct-review': { ...managers, mentor: 'own', learner: 'own' },
  'task-conduct-lesson': { tutor: 'own' },
  'task-serious-review': { ...managers },
  'task-fitness-to-study': { ...managers, mentor: 'own', 'office-manager': 'own' },
  'task-place-decision': { ...managers },
  'task-referral': { ...managers, mentor: 'own' },
  'task-improvement-watch': {},
  'task-action-plan': { ...managers, tutor: 'own' },
  'task-plan-action': { ...managers, learner: 'own', employer: 'own', tutor: 'own' },
  'task-removal': { ...managers, leader: 'own' },
  'task-contest': { ...managers, learner: 'own', 'office-manager': 'own', leader: 'own' },
  'task-funding-clock': { admin: 'own', 'office-manager': 'own', 'mis-officer': 'own' },
  'task-praise': {},
  'task-week-digest': { ...managers, mentor: 'own', leader: 'own' },
  'task-policy-review': { leader: 'own' },
  'task-policy-read': { ...staff, learner: 'own', employer: 'own' },
  'task-policy-unread': { admin: 'own', 'office-manager': 'own' },
  'task-mis-refused': { admin: 'own', 'office-manager': 'own', 'mis-officer': 'own' },
  'task-out-of-reach': { admin: 'own', 'office-manager': 'own' },
  'task-unknown-members': { admin: 'own', 'office-manager': 'own' },
  'task-messages-in': { admin: 'own', 'office-manager': 'own' },
  'task-retention': {},
  'task-undelivered': { admin: 'own', 'office-manager': 'own' },
  'task-chase': { ...managers, 'office-manager': 'own', admin: 'own', leader: 'own' },
  'task-held-press': {},
  'view-out-of-reach': { ...office },
  'task-outside-message': { employer: 'own' },
  contest: { learner: 'own' },
  'set-fairness': { ...managers, ...office },
  'view-report': { ...managers, ...office, leader: 'any' },
  'record-status': { ...managers, tutor: 'own', mentor: 'own' },
  'view-decisions': { hosp: 'any', leader: 'any' },
  'task-session-change': { ...staff, learner: 'own', employer: 'own' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof rights;

/**
 * True for what someone leaves to others, whatever roles they hold: nobody marks, decides or changes anything about
 * themself. What a learner does for themself (a notice, a contest, work done) is no such thing.
 */
export function isAboutSelf(actor: Pick<Person, '_id'>, learnerId: string | undefined): boolean {
  return learnerId === actor._id;
}

/** The right a kind's people need, whatever they are to the task. */
export function rightFor(kind: TaskKind): Action {
  return `task-${kind}`;
}

/** The widest reach a person's roles give for an action; undefined when they may not do it at all. */
export function reachOf(person: Pick<Person, 'roles'>, action: Action): Reach | undefined {
  const table: Partial<Record<Role, Reach>> = rights[action];
  const reaches = person.roles.map((role) => table[role]).filter((reach) => reach !== undefined);
  if (reaches.includes('any')) return 'any';
  return reaches[0];
}

/** True when the person may do the action to something that is (or is not) their own. */
export function may(person: Pick<Person, 'roles'>, action: Action, isOwn: boolean): boolean {
  const reach = reachOf(person, action);
  return reach === 'any' || (reach === 'own' && isOwn);
}
