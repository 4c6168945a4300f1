import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Role, roles } from '../../src/domain/person.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { type Action, reachOf, rights } from '../../src/usecases/core/rights.ts';
import { commands } from '../../src/usecases/desk/show-help.ts';
import { College } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const managers: Role[] = ['hosp', 'apprenticeship-manager', 'adults-manager'];
const staff = roles.filter((role) => role !== 'learner' && role !== 'employer');

/** What each role may do, written out again by hand: the table in the code must agree with this one in both directions. */
const allowed: Record<Action, Role[]> = {
  help: [...roles],
  'report-absence': ['learner', 'employer', 'admin', 'office-manager'],
  'confirm-notice': ['learner', 'employer', 'admin', 'office-manager'],
  'change-notice': ['learner', 'employer', 'admin', 'office-manager'],
  'withdraw-notice': ['learner', 'employer', 'admin', 'office-manager'],
  'mark-register': ['tutor', 'admin', 'office-manager'],
  'view-register': ['tutor', 'admin', 'office-manager', 'hosp', 'apprenticeship-manager', 'adults-manager'],
  'view-notice': ['tutor'],
  'view-my-attendance': ['learner'],
  'view-my-registers': ['tutor'],
  'view-who-is-out': ['tutor', 'hosp', 'admin', 'office-manager', 'apprenticeship-manager', 'adults-manager'],
  'view-at-risk': ['mentor', 'hosp', 'apprenticeship-manager', 'adults-manager', 'leader'],
  'view-my-day': ['learner', 'tutor'],
  'view-my-learners': ['employer', 'tutor', 'mentor', ...managers],
  'view-learner': ['employer', 'tutor', 'mentor', ...managers, 'admin', 'office-manager', 'safeguarding'],
  'view-contacts': ['mentor', ...managers, 'admin', 'office-manager', 'safeguarding'],
  'view-story': ['learner', 'tutor', 'mentor', ...managers, 'admin', 'office-manager', 'safeguarding'],
  'view-reason': ['learner', 'mentor', ...managers, 'admin', 'office-manager', 'safeguarding'],
  'view-told': ['tutor', 'mentor', ...managers, 'admin', 'office-manager', 'safeguarding'],
  'view-caseload': ['tutor', 'mentor', ...managers],
  'view-today': [...managers, 'admin', 'office-manager'],
  'view-college': [...managers, 'leader'],
  'view-late-registers': ['tutor', ...managers, 'admin', 'office-manager', 'leader'],
  'view-case': ['mentor', 'tutor', 'apprenticeship-manager', 'adults-manager', 'hosp'],
  'report-at-risk': ['tutor'],
  'decide-fall': ['mentor', 'hosp'],
  'decide-noticed': ['tutor'],
  'decide-report': ['apprenticeship-manager', 'adults-manager', 'hosp'],
  'view-audit': ['data-protection-officer'],
  'view-concern': ['safeguarding'],
  'acknowledge-concern': ['safeguarding'],
  'note-learner': ['tutor', 'admin', 'office-manager'],
  'hand-over': ['tutor', 'mentor', ...managers, 'admin', 'office-manager'],
  'change-session': ['tutor', ...managers, 'admin', 'office-manager', 'leader'],
  'close-centre': [...managers, 'admin', 'office-manager', 'leader'],
  'enter-register': ['tutor', 'admin', 'office-manager'],
  'set-elsewhere': ['tutor', ...managers, 'admin', 'office-manager'],
  'set-break': ['admin', 'office-manager'],
  'set-away': staff,
  'set-colleague-away': [...managers, 'admin', 'office-manager', 'leader'],
  'raise-concern': [...roles],
  'task-register-due': ['tutor'],
  'task-end-of-day': ['tutor', ...managers],
  'task-check-in': ['tutor'],
  'task-roll-check': ['office-manager', ...managers],
  'task-absence': ['learner', 'employer'],
  'task-missing': [...managers],
  'task-alternative-session': ['tutor', 'learner', ...managers],
  'task-release': ['employer', 'tutor'],
  'task-set-work': ['tutor'],
  'task-missed-work': ['learner', 'tutor', ...managers],
  'task-log-activity': ['learner', 'tutor'],
  'task-decide-notices': ['admin', ...managers],
  'task-offered-file': ['learner', 'employer', 'admin', 'office-manager'],
  'task-evidence': ['learner', 'admin', 'mentor', 'tutor', ...managers],
  'task-long-absence': ['mentor', 'tutor'],
  'task-mentor-report': ['mentor', 'hosp'],
  'task-late-marks': [],
  'task-occurrence-steps': [],
  'task-stand-in': [],
  'task-change-of-people': [],
  'task-year-turn': ['tutor', 'mentor', 'office-manager', ...managers],
  'task-no-owner': ['admin', 'office-manager'],
  'task-step': ['mentor', 'tutor', ...managers],
  'task-meeting': ['mentor', ...managers],
  'task-conduct-review': ['learner', 'mentor', ...managers],
  'task-conduct-lesson': ['tutor'],
  'task-serious-review': [...managers],
  'task-fitness-to-study': ['office-manager', 'mentor', ...managers],
  'task-place-decision': [...managers],
  'task-referral': ['mentor', ...managers],
  'task-improvement-watch': [],
  'task-notice-words': [],
  'task-action-plan': ['tutor', ...managers],
  'task-plan-action': ['learner', 'employer', 'tutor', ...managers],
  'task-removal': [...managers, 'leader'],
  'task-contest': ['learner', 'office-manager', 'leader', ...managers],
  'task-funding-clock': ['mis-officer', 'admin', 'office-manager'],
  'task-praise': [],
  'task-week-digest': ['mentor', ...managers, 'leader'],
  'task-policy-review': ['leader'],
  'task-policy-read': [...roles],
  'task-policy-unread': ['admin', 'office-manager'],
  'task-mis-refused': ['mis-officer', 'admin', 'office-manager'],
  'task-out-of-reach': ['admin', 'office-manager'],
  'task-unknown-members': ['admin', 'office-manager'],
  'task-messages-in': ['admin', 'office-manager'],
  'task-retention': [],
  'task-undelivered': ['admin', 'office-manager'],
  'task-held-press': [],
  'view-out-of-reach': ['admin', 'office-manager'],
  'task-outside-message': ['employer'],
  contest: ['learner'],
  'set-fairness': [...managers, 'admin', 'office-manager'],
  'view-report': [...managers, 'admin', 'office-manager', 'leader'],
  'record-status': ['tutor', 'mentor', ...managers],
  'view-decisions': ['leader', 'hosp'],
  'try-policy': ['leader', 'admin', 'office-manager'],
  'task-chase': ['hosp', 'apprenticeship-manager', 'adults-manager', 'office-manager', 'admin', 'leader'],
  'task-session-change': [...roles],
};
const refusal = 'You cannot do that here';

describe('the table of rights', () => {
  test.each(Object.keys(rights) as Action[])('%s: every role is named as allowed or refused', (action) => {
    for (const role of roles)
      expect([role, reachOf({ roles: [role] }, action) !== undefined]).toEqual([
        role,
        allowed[action]?.includes(role) ?? 'not named',
      ]);
  });

  test('nothing but the table’s actions is named here, and every verb and command has one of them', () => {
    expect(Object.keys(allowed).sort()).toEqual(Object.keys(rights).sort());
    for (const one of [...verbs, ...commands]) expect(Object.keys(rights)).toContain(one.action);
  });
});

describe('every verb and command for every role, through the endpoint', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const role of roles) await college.addPerson(`R-${role}`, `Person ${role.replaceAll('-', ' ')}`, [role]);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:00');
    await college.people.say(college.user('L1'), 'not in tomorrow, dentist at 2');
    await college.people.say(college.user('L2'), 'i want to kill myself');
    await college.settled();
  });
  afterAll(() => college.close());

  /** Well-formed payloads about things that exist but are nobody's own here. */
  const payloads = async (): Promise<Record<string, object>> => {
    const notice = { noticeId: (await college.c.notices.findOne({}))?._id, version: 1 };
    const concern = { concernId: (await college.c.concerns.findOne({}))?._id };
    const register = { registerId: 's1', version: 1 };
    return {
      'register-save': { ...register, page: 0, rest: 'present' },
      'register-minutes': { ...register, 'm_BUS-L1': '5' },
      'register-page': { ...register, page: 0 },
      'register-amend': register,
      'register-show': register,
      'register-guest': register,
      'register-add-guest': { ...register, learnerId: 'L1' },
      'notice-confirm': notice,
      'notice-tell-late': notice,
      'notice-change': notice,
      'notice-show': notice,
      'notice-apply': { ...notice, kind: 'absence', firstDay: '2026-12-01', lastDay: '2026-12-01', reason: 'other' },
      'notice-withdraw': notice,
      'case-decide': { caseId: 'fall|L1|green-labyrinth|2026|1', version: 1, option: 'a' },
      'case-undo': { caseId: 'fall|L1|green-labyrinth|2026|1', version: 1 },
      'case-note': { caseId: 'fall|L1|green-labyrinth|2026|1', version: 1, note: 'because' },
      'case-report': { learnerId: 'L1', why: 'because' },
      'concern-acknowledge': concern,
      'concern-keep': concern,
      'concern-tell': { ...concern, to: 'employer|x', message: 'hello there' },
      'concern-about': { ...concern, whom: 'Ben Carter' },
      'concern-page': { ...concern, page: 0 },
      'concern-release': { ...concern, outcome: 'spoke with her' },
      'concern-undo': { ...concern, version: 1 },
      'concern-hold': concern,
      'concern-hand-over': { ...concern, handedTo: 'CPOMS 12', hasArrived: 'yes' },
      'run-command': { say: 'help' },
      'need-someone': { version: 0 },
      'task-act': { id: 'register-due|s1', version: 1, act: 'show' },
      'part-show': { id: 'register-due|s1', on: 'L1', version: 0 },
      'task-show': { id: 'register-due|s1', version: 0 },
      'form-open': { id: 'about-learner|s1', version: 1 },
      'form-submit': { id: 'about-learner|s1', version: 1, act: 'send', f_learner: 'L1', f_what: 'no-part' },
    };
  };
  /** Roles whose reach is `any`, so that another's thing is theirs to act on. */
  const reachesAny: Record<string, Role[]> = {
    register: ['admin', 'office-manager'],
    notice: ['admin', 'office-manager'],
    concern: ['safeguarding'],
    form: ['admin', 'office-manager'],
    'run-command': [...roles],
    'need-someone': [...roles],
  };

  test('verbs: only those whose reach is any may touch what is not their own', async () => {
    const data = await payloads();
    expect(Object.keys(data).sort()).toEqual(verbs.map((one) => one.verb).sort());
    for (const role of roles)
      for (const { verb } of verbs) {
        const family = Object.keys(reachesAny).find((name) => verb.startsWith(name)) ?? '';
        const answer = await college.people.invoke(college.user(`R-${role}`), verb, data[verb]);
        const isRefused =
          answer.body.type === 'application/vnd.microsoft.activity.message' &&
          String(answer.body.value).startsWith(refusal);
        expect([role, verb, isRefused]).toEqual([role, verb, !(reachesAny[family]?.includes(role) ?? false)]);
      }
  });

  // As a question it is about their own people, whom they may ask about one by one.
  const askedOfTheirOwn: Record<string, readonly string[]> = { 'who is out': ['employer', 'mentor'] };

  test('commands: each role gets those the table gives it, and a refusal tells nothing', async () => {
    for (const role of roles)
      for (const { say, action } of commands) {
        const answer = await college.people.invoke(college.user(`R-${role}`), 'run-command', { say });
        const isRefused = answer.body.type === 'application/vnd.microsoft.activity.message';
        const isAsked = askedOfTheirOwn[say]?.includes(role) ?? false;
        expect([role, say, isRefused]).toEqual([role, say, !allowed[action].includes(role) && !isAsked]);
        if (isRefused) expect(String(answer.body.value)).toContain(refusal);
      }
  });

  test('a refusal is the same whether the thing exists or not', async () => {
    const tutor = college.user('R-tutor');
    for (const [verb, real, unreal] of [
      [
        'register-save',
        { registerId: 's1', version: 1, page: 0, rest: 'present' },
        { registerId: 'nothing', version: 1, page: 0, rest: 'present' },
      ],
      [
        'case-decide',
        { caseId: 'fall|L1|green-labyrinth|2026|1', version: 1, option: 'a' },
        { caseId: 'nothing', version: 1, option: 'a' },
      ],
    ] as const)
      expect((await college.people.invoke(tutor, verb, real)).body).toEqual(
        (await college.people.invoke(tutor, verb, unreal)).body,
      );
  });

  test('help shows a role only what it can do', async () => {
    for (const role of roles) {
      const answer = await college.people.invoke(college.user(`R-${role}`), 'run-command', { say: 'help' });
      const words = wordsOf(answer.body.value);
      // “more” only shows the help of people with many roles whole.
      for (const { say, action, does } of commands.filter((one) => one.say !== 'more'))
        expect([role, say, words.includes(does)]).toEqual([role, say, allowed[action].includes(role)]);
    }
  });

  test('the actor is the activity’s Entra id, never what a card says', async () => {
    const answer = await college.people.invoke(college.user('R-learner'), 'register-save', {
      registerId: 's1',
      version: 1,
      page: 0,
      rest: 'present',
      byId: 'T1',
      actor: 'T1',
    });
    expect(String(answer.body.value)).toContain(refusal);
  });
});
