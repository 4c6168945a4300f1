import type { Person, Role } from '../domain/person.ts';

/** How a right is limited. `own` is checked by the use case against the thing itself. */
type Reach = 'own' | 'any';

/**
 * Who may do what. The one table: use cases ask it, a test walks it for every role, and an action it does not
 * name is refused. Reach `own`: a learner themself, an employer's own learners, a tutor's own sessions, a mentor's
 * own learners, a manager's own programmes. Only the Safeguarding Team reads concerns (S11).
 */
export const rights = {
  help: {
    learner: 'own',
    employer: 'own',
    tutor: 'own',
    mentor: 'own',
    hosp: 'own',
    'office-manager': 'own',
    admin: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    safeguarding: 'own',
    leader: 'own',
  },
  'report-absence': { learner: 'own', employer: 'own', admin: 'any', 'office-manager': 'any' },
  'confirm-notice': { learner: 'own', employer: 'own', admin: 'any', 'office-manager': 'any' },
  'change-notice': { learner: 'own', employer: 'own', admin: 'any', 'office-manager': 'any' },
  'withdraw-notice': { learner: 'own', employer: 'own', admin: 'any', 'office-manager': 'any' },
  'mark-register': { tutor: 'own', admin: 'any', 'office-manager': 'any' },
  'view-register': {
    tutor: 'own',
    admin: 'any',
    'office-manager': 'any',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'view-notice': { tutor: 'own' },
  'view-my-attendance': { learner: 'own' },
  'view-my-registers': { tutor: 'own' },
  'view-who-is-out': {
    tutor: 'own',
    hosp: 'own',
    admin: 'any',
    'office-manager': 'any',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'view-at-risk': { mentor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'view-my-learners': { employer: 'own' },
  'view-case': { mentor: 'own', tutor: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own', hosp: 'own' },
  'report-at-risk': { tutor: 'own' },
  'decide-fall': { mentor: 'own', hosp: 'own' },
  'decide-noticed': { tutor: 'own' },
  'decide-report': { 'apprenticeship-manager': 'own', 'adults-manager': 'own', hosp: 'own' },
  'view-concern': { safeguarding: 'any' },
  'acknowledge-concern': { safeguarding: 'any' },
  'note-learner': { tutor: 'own', admin: 'any', 'office-manager': 'any' },
  'hand-over': {
    mentor: 'own',
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    admin: 'any',
    'office-manager': 'any',
  },
  'change-session': {
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    admin: 'any',
    'office-manager': 'any',
  },
  'close-centre': {
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    admin: 'any',
    'office-manager': 'any',
    leader: 'any',
  },
  'enter-register': { tutor: 'own', admin: 'any', 'office-manager': 'any' },
  'set-elsewhere': {
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    admin: 'any',
    'office-manager': 'any',
  },
  'set-break': { admin: 'any', 'office-manager': 'any' },
  'set-away': {
    tutor: 'own',
    mentor: 'own',
    hosp: 'own',
    'office-manager': 'own',
    admin: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    safeguarding: 'own',
    leader: 'own',
  },
  'raise-concern': {
    learner: 'own',
    employer: 'own',
    tutor: 'own',
    mentor: 'own',
    hosp: 'own',
    'office-manager': 'own',
    admin: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    safeguarding: 'own',
    leader: 'own',
  },
  'task-register-due': { tutor: 'own' },
  'task-end-of-day': { tutor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-check-in': { tutor: 'own' },
  'task-roll-check': { 'office-manager': 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-absence': { learner: 'own', employer: 'own' },
  'task-missing': { hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-alternative-session': {
    tutor: 'own',
    learner: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-release': { employer: 'own', tutor: 'own' },
  'task-set-work': { tutor: 'own' },
  'task-missed-work': {
    learner: 'own',
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-log-activity': { learner: 'own', tutor: 'own' },
  'task-decide-notices': { admin: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-evidence': {
    learner: 'own',
    admin: 'own',
    mentor: 'own',
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-long-absence': { mentor: 'own', tutor: 'own' },
  'task-mentor-report': { mentor: 'own', hosp: 'own' },
  'task-occurrence-steps': {},
  'task-stand-in': {},
  'task-step': { mentor: 'own', tutor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-meeting': { mentor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-conduct-review': { mentor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-conduct-lesson': { tutor: 'own' },
  'task-serious-review': { hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-fitness-to-study': {
    'office-manager': 'own',
    mentor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-place-decision': { hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-referral': { mentor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-improvement-watch': {},
  'task-action-plan': { tutor: 'own', hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-plan-action': {
    learner: 'own',
    employer: 'own',
    tutor: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-removal': { hosp: 'own', 'apprenticeship-manager': 'own', 'adults-manager': 'own' },
  'task-contest': {
    learner: 'own',
    'office-manager': 'own',
    leader: 'own',
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
  },
  'task-policy-review': { leader: 'own' },
  'task-policy-read': { learner: 'own', employer: 'own' },
  contest: { learner: 'own' },
  'set-fairness': {
    hosp: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    admin: 'any',
    'office-manager': 'any',
  },
  'view-decisions': { leader: 'any', hosp: 'any' },
  'task-session-change': {
    learner: 'own',
    employer: 'own',
    tutor: 'own',
    mentor: 'own',
    hosp: 'own',
    'office-manager': 'own',
    admin: 'own',
    'apprenticeship-manager': 'own',
    'adults-manager': 'own',
    safeguarding: 'own',
    leader: 'own',
  },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof rights;

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
