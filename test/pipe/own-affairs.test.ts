import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importMarks } from '../../src/cli/import-marks.ts';
import { roles } from '../../src/domain/person.ts';
import { taskKinds } from '../../src/domain/task.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { rights } from '../../src/usecases/core/rights.ts';
import { actOnTask } from '../../src/usecases/desk/act-on-task.ts';
import { forms } from '../../src/usecases/desk/forms.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { College, monday } from '../support/college.ts';
import { sickNotice } from '../support/sick-notice.ts';
import { wordsOf } from '../teams/client.ts';

/** Someone who is a learner here and holds every other role besides. */
const everyRole = roles.filter((role) => role !== 'employer');
const refusal = 'This is about you, so someone else has to do it';

/** Every verb: whether what it is pressed about can be a learner, so that separation of duties concerns it. */
const verbsAbout: Record<string, 'a learner' | 'nobody' | 'their own word'> = {
  'register-save': 'a learner',
  'register-minutes': 'a learner',
  'register-add-guest': 'a learner',
  'case-decide': 'a learner',
  'case-report': 'a learner',
  'task-act': 'a learner',
  'form-submit': 'a learner',
  'register-page': 'nobody',
  'register-amend': 'nobody',
  'register-show': 'nobody',
  'register-guest': 'nobody',
  'run-command': 'nobody',
  'form-open': 'nobody',
  'task-show': 'nobody',
  'part-show': 'nobody',
  // What waits to be carried out is one's own decision, which is never about oneself.
  'case-undo': 'nobody',
  'case-note': 'nobody',
  // What learners say of themself is theirs; what the office makes of it is a task.
  'notice-confirm': 'their own word',
  'notice-tell-late': 'their own word',
  'notice-change': 'their own word',
  'notice-apply': 'their own word',
  'notice-show': 'their own word',
  'notice-withdraw': 'their own word',
  'need-someone': 'their own word',
};
const formsAbout: Record<keyof typeof forms, 'a learner' | 'nobody' | 'their own word'> = {
  'about-learner': 'a learner',
  'set-break': 'a learner',
  'set-elsewhere': 'a learner',
  'set-fairness': 'a learner',
  'set-status': 'a learner',
  'mark-one': 'a learner',
  'attendance-report': 'nobody',
  'change-session': 'nobody',
  'enter-register': 'nobody',
  'hand-over': 'nobody',
  'set-away': 'nobody',
  'colleague-away': 'nobody',
  // Each is a press on its list, which refuses one's own.
  'accept-all': 'nobody',
  'confirm-all': 'their own word',
  contest: 'their own word',
  'need-someone': 'their own word',
  'notice-who': 'their own word',
  'raise-worry': 'their own word',
};

describe('nobody marks, decides or changes anything about themself', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-self-'));
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('X', 'Xenia Stone', everyRole);
    await college.addPerson('O2', 'Olu Ade', ['admin', 'office-manager']);
    await college.c.programmes.updateMany({}, { $set: { hospId: 'X', managerId: 'X' } });
    for (const programmeId of ['BUS', 'APP'])
      await college.c.enrolments.insertOne({
        _id: `${programmeId}-X`,
        learnerId: 'X',
        programmeId,
        groups: [],
        from: '2026-08-01',
        mentorId: 'X',
        coachId: 'X',
      });
    await college.addSession({ _id: 's1', tutorIds: ['X'] });
    await college.addSession({ _id: 'one', at: '13:00', tutorIds: ['X'], learnerIds: ['L1'], minutes: 60 });
    await college.moveTo('09:00');
    for (const id of ['O2', 'H1']) await college.say(id, 'help');
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const press = async (verb: string, data: object) => {
    const answer = await college.people.invoke(college.user('X'), verb, data);
    await college.settled();
    return typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.body.value);
  };
  const rowOf = async (id = 's1') =>
    (await college.c.registers.findOne({ _id: id }))?.rows.find((row) => row.learnerId === 'X');
  const versionOf = async (id = 's1') => (await college.c.registers.findOne({ _id: id }))?.version ?? 1;

  test('every verb and form is named here as one about a learner, or not', () => {
    expect(Object.keys(verbsAbout).sort()).toEqual(
      verbs
        .map((one) => one.verb)
        .filter((verb) => !verb.startsWith('concern-'))
        .sort(),
    );
    expect(Object.keys(formsAbout).sort()).toEqual(Object.keys(forms).sort());
  });

  test('register-save and register-minutes: the others are saved, their own row waits for a colleague, and it is said', async () => {
    for (const own of [{}, { 'm_BUS-X': 'present' }, { 'm_BUS-X': 'late:5' }]) {
      const data = { registerId: 's1', version: await versionOf(), page: 0, rest: 'present', ...own };
      expect(await press('register-save', data)).toContain('You stand on this register yourself');
    }
    await press('register-minutes', { registerId: 's1', version: await versionOf(), 'm_BUS-X': '5' });
    const register = await college.c.registers.findOne({ _id: 's1' });
    expect(register?.state).toBe('open');
    expect(register?.rows.filter((row) => row.mark).map((row) => row.learnerId)).toEqual(['L1', 'L2', 'L3']);
    const saved = await college.people.invoke(college.user('O2'), 'register-save', {
      registerId: 's1',
      version: await versionOf(),
      page: 0,
      rest: 'leave',
      'm_BUS-X': 'unauthorised',
    });
    expect(wordsOf(saved.body.value)).toContain('Saved');
    const amend = {
      registerId: 's1',
      version: await versionOf(),
      page: 0,
      rest: 'leave',
      why: 'no',
      'm_BUS-X': 'present',
    };
    expect(await press('register-save', amend)).toContain('You stand on this register yourself');
    expect((await rowOf())?.mark).toMatchObject({ code: 'unauthorised', byId: 'O2' });
    await college.settled();
  });

  test('register-add-guest: nobody puts themself on a register', async () => {
    await college.moveTo('13:00');
    const data = { registerId: 'one', version: await versionOf('one'), learnerId: 'X' };
    expect(await press('register-add-guest', data)).toContain(refusal);
    expect(await rowOf('one')).toBeUndefined();
  });

  test('a file of marks given in one’s own name does not mark oneself', async () => {
    const file = join(folder, 'marks.csv');
    writeFileSync(file, 'session_id,learner_id,mark\ns1,X,present\n');
    const report = await importMarks(college.bot.world, file, { byId: 'X', dryRun: false });
    expect(report.problems.map((one) => one.problem)).toEqual(['learner_id: X may not mark themself']);
  });

  test.each(['fall', 'noticed', 'report'] as const)('case-decide: a %s about oneself is refused', async (kind) => {
    const pack = college.bot.world.packs.find((one) => one.id === (kind === 'fall' ? 'green-labyrinth' : 'sts'));
    const [option] = pack?.options[kind] ?? [];
    const evidence = { percent: 80, punctualityPercent: 100, rank: null, flag: 'none', occurrences: [] };
    await college.c.cases.insertOne({
      _id: `${kind}|X`,
      kind,
      learnerId: 'X',
      programmeId: kind === 'fall' ? 'BUS' : 'APP',
      ownerId: 'X',
      causes: [],
      evidence,
      state: 'open',
      askedAt: 'none',
      decisions: [],
      presses: [],
      version: 1,
      pack: pack?.ref,
      openedAt: college.bot.clock.now(),
    } as never);
    const data = { caseId: `${kind}|X`, version: 1, option: option?.code, note: 'a reason' };
    expect(await press('case-decide', data)).toContain(refusal);
    expect((await college.c.cases.findOne({ _id: `${kind}|X` }))?.decisions).toEqual([]);
  });

  test('case-report: nobody reports themself at risk', async () => {
    const before = await college.c.cases.countDocuments();
    expect(await press('case-report', { learnerId: 'X', why: 'quiet lately' })).toContain(refusal);
    expect(await college.c.cases.countDocuments()).toBe(before);
  });

  const notTheirs: [keyof typeof forms, Record<string, string>][] = [
    ['about-learner', { id: 'about-learner|s1', act: 'send', f_learner: 'X', f_what: 'no-part' }],
    ['about-learner', { id: 'about-learner|s1', act: 'send', f_learner: 'X', f_what: 'wrong-list' }],
    ['set-break', { id: 'set-break', act: 'set', f_learner: 'X', f_from: monday }],
    ['set-break', { id: 'set-break', act: 'return', f_learner: 'X', f_from: monday }],
    [
      'set-elsewhere',
      { id: 'set-elsewhere', act: 'set', f_learners: 'X', f_from: monday, f_to: monday, f_where: 'Bath' },
    ],
    ['set-fairness', { id: 'set-fairness|X', act: 'set', f_what: 'ignore-late', f_why: 'I travel far' }],
    ['set-fairness', { id: 'set-fairness|X', act: 'set', f_what: 'threshold', f_below: '50', f_why: 'I travel far' }],
    ['set-fairness', { id: 'set-fairness|X', act: 'set', f_what: `aside:green-labyrinth:${monday}`, f_why: 'no bus' }],
    ['mark-one', { id: 'mark-one|s1|X|present', act: 'mark' }],
    ['set-status', { id: 'set-status|X', act: 'record', f_status: 'APP|no-concern' }],
  ];
  test.each(notTheirs)('form-submit: %s about oneself is refused: %j', async (_form, data) => {
    const stored = async () => [
      await college.c.people.findOne({ _id: 'X' }),
      await college.c.enrolments.find({ learnerId: 'X' }).toArray(),
      await rowOf(),
      await college.c.notices.countDocuments(),
      await college.c.tasks.countDocuments({ kind: 'roll-check' }),
    ];
    const before = await stored();
    expect(await press('form-submit', { version: 1, ...data })).toContain(refusal);
    expect(await stored()).toEqual(before);
  });

  test('each form about a learner is tried above', () => {
    const about = Object.entries(formsAbout).filter(([, what]) => what === 'a learner');
    expect([...new Set(notTheirs.map(([form]) => form))].sort()).toEqual(about.map(([form]) => form).sort());
  });

  test('“elsewhere” for a whole group leaves out who sets it', async () => {
    const data = {
      id: 'set-elsewhere',
      version: 1,
      act: 'set',
      f_group: 'BUS|',
      f_from: '2026-11-26',
      f_to: '2026-11-26',
    };
    expect(await press('form-submit', { ...data, f_where: 'Bath museum' })).toContain('3 learners are elsewhere');
    expect(await college.c.notices.countDocuments({ learnerId: 'X' })).toBe(0);
  });

  const insert = (kind: string, more: object) =>
    college.c.tasks.insertOne({
      _id: `${kind}|of X`,
      kind,
      ownerIds: ['X'],
      watcherIds: [],
      state: 'open',
      isOpen: true,
      isShown: true,
      data: {},
      history: [],
      presses: [],
      version: 1,
      openedAt: college.bot.clock.now(),
      ...more,
    } as never);

  /** The press itself, without the card drawn after it: these tasks hold nothing to draw. */
  const pressOn = async (kind: string, act: string, row = '') => {
    const actor = await college.c.people.findOne({ _id: 'X' });
    if (!actor) throw new Error('no person');
    const input = { taskId: `${kind}|of X`, act, row, fields: { why: 'because' }, pressId: 'p' };
    return actOnTask(college.bot.world, actor, input);
  };

  test('task-act through the endpoint: their own meeting is not theirs to record', async () => {
    await insert('meeting', { learnerId: 'X', programmeId: 'BUS', data: { packId: 'green-labyrinth', causes: [] } });
    const [act = ''] = Object.keys(taskKindsOf.meeting.acts);
    expect(await press('task-act', { id: 'meeting|of X', version: 1, act })).toContain(refusal);
    await college.c.tasks.deleteOne({ _id: 'meeting|of X' });
  });

  test('task-act: every button of every kind but the learner’s own is refused to the learner it is about', async () => {
    for (const kind of taskKinds) {
      const { acts, learnerActs = [] } = taskKindsOf[kind];
      const right: Partial<Record<string, string>> = rights[`task-${kind}`];
      if (everyRole.every((role) => right[role] === undefined)) continue;
      await insert(kind, { learnerId: 'X', programmeId: 'BUS', sessionId: 's1' });
      for (const act of Object.keys(acts).filter((one) => !learnerActs.includes(one))) {
        expect([kind, act, await pressOn(kind, act)]).toEqual([kind, act, { refused: 'not-yourself' }]);
      }
      expect(await college.c.tasks.findOne({ _id: `${kind}|of X` })).toMatchObject({ version: 1, history: [] });
      await college.c.tasks.deleteOne({ _id: `${kind}|of X` });
    }
  });

  test('only kinds whose right a learner has leave buttons to the learner, and only buttons there are', () => {
    for (const kind of taskKinds) {
      const { acts, learnerActs = [] } = taskKindsOf[kind];
      expect([kind, learnerActs.filter((act) => !Object.hasOwn(acts, act))]).toEqual([kind, []]);
      if (learnerActs.length > 0) expect([kind, 'learner' in rights[`task-${kind}`]]).toEqual([kind, true]);
    }
  });

  test('task-act: in a list their own row is refused: a notice to decide, a missing learner', async () => {
    await college.c.notices.insertOne(sickNotice('own', 'X', college.bot.clock.now()));
    const packId = 'green-labyrinth';
    await insert('decide-notices', { data: { packId, rows: [{ noticeId: 'own' }] } });
    await insert('missing', { programmeId: 'APP', data: { rows: [{ learnerId: 'X', sessionId: 's1' }], day: monday } });
    for (const [kind, row] of [
      ['decide-notices', 'own'],
      ['missing', 's1|X'],
    ] as const)
      for (const act of Object.keys(taskKindsOf[kind].acts)) {
        expect([kind, act, await pressOn(kind, act, row)]).toEqual([kind, act, { refused: 'not-yourself' }]);
      }
    expect(await college.c.notices.findOne({ _id: 'own' })).not.toHaveProperty('decisions');
  });

  test('a contest goes to someone who is neither the learner nor who marked', async () => {
    await college.say('X', 'contest');
    const answer = await college.press('X', 'Ask for another look', 'Send', {
      'What do you': 'mark|s1|BUS-X',
      'Why?': 'I was there',
    });
    const task = await college.c.tasks.findOne({ kind: 'contest', learnerId: 'X' });
    expect(task?.ownerIds).not.toContain('X');
    expect(task?.ownerIds).not.toContain('O2');
    expect(answer.words).toContain('looks at it');
  });

  test('work about someone is not handed over to them', async () => {
    await insert('meeting', { _id: 'meeting|handed', ownerIds: ['H1'], learnerId: 'X', programmeId: 'BUS' });
    await college.say('H1', 'cover');
    const words = (await college.press('H1', 'Cover or hand over', 'Hand over', { What: 'tasks', To: 'X' })).words;
    expect(words).toContain('stays with you');
    expect((await college.c.tasks.findOne({ _id: 'meeting|handed' }))?.ownerIds).toEqual(['H1']);
  });
});
