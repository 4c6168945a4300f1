import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AbsenceNotice } from '../../src/domain/absence-notice.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { type TaskKind, taskKinds } from '../../src/domain/task.ts';
import { openTask } from '../../src/usecases/core/put-task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { nodesOf } from '../cards/check-card.ts';
import { College, monday, past } from '../support/college.ts';
import { pagesOn, teamsAppId } from '../support/pages-on.ts';
import { visitorOf } from '../support/visitor.ts';
import { wordsOf } from '../teams/client.ts';

const packId = 'green-labyrinth';
const causes = [{ code: 'said', words: 'missed a lot' }];
const review = {
  packId,
  causes,
  targets: ['a', 'b', 'c'].map((words) => ({ code: 'own', words })),
  comments: [],
  from: monday,
  to: '2026-12-04',
};

/** A task about Ben as it is stored, for these of the staff; or why no card of the kind is about one learner. */
type Put = { owners: string[]; watchers?: string[]; state?: string; sessionId?: string; data: object; isOpen?: false };
const kinds: Record<TaskKind, Put | 'about many or none' | 'not for the staff' | 'never shown' | 'only told'> = {
  'register-due': 'about many or none',
  'end-of-day': 'about many or none',
  'check-in': 'about many or none',
  'roll-check': { owners: ['H1', 'O1'], sessionId: 's1', data: { problem: 'not-on-list', byId: 'T1' } },
  absence: 'not for the staff',
  missing: 'about many or none',
  'alternative-session': {
    owners: ['T1', 'A1'],
    state: 'pick',
    sessionId: 's1',
    data: { deadline: '2026-11-27', offers: ['2026-11-26T10:00:00.000Z'] },
  },
  release: {
    owners: ['E1'],
    watchers: ['T1'],
    state: 'asked',
    sessionId: 's1',
    data: {
      startsAt: new Date(`${monday}T13:00Z`),
      endsAt: new Date(`${monday}T14:00Z`),
      title: '1-2-1',
      agreedIn: 'x',
    },
  },
  'set-work': 'about many or none',
  'missed-work': {
    owners: ['L2'],
    watchers: ['T1', 'A1'],
    state: 'to-do',
    sessionId: 's1',
    data: { work: 'Chapter 3', deadline: '2026-11-27' },
  },
  'log-activity': {
    owners: ['T1'],
    watchers: ['L2'],
    state: 'logged',
    sessionId: 's1',
    data: { enrolmentId: 'BUS-L2', minutes: 30 },
  },
  'decide-notices': 'about many or none',
  'notice-words': 'never shown',
  'offered-file': 'not for the staff',
  evidence: {
    owners: ['M1', 'O1'],
    watchers: ['L2'],
    state: 'sent',
    data: { noticeId: 'n1', looks: [], fileId: 'f1', fileName: 'a.pdf' },
  },
  'long-absence': { owners: ['M1', 'T1'], data: { noticeId: 'n1' } },
  'session-change': 'only told',
  'stand-in': 'never shown',
  'change-of-people': 'never shown',
  'no-owner': 'about many or none',
  'year-turn': 'about many or none',
  'mentor-report': {
    owners: ['M1'],
    watchers: ['H1'],
    state: 'new',
    isOpen: false,
    data: { packId, sessionId: 's1', day: monday },
  },
  'late-marks': 'never shown',
  'occurrence-steps': 'never shown',
  step: { owners: ['M1', 'T1'], watchers: ['H1'], data: { packId, items: [{ code: 'warning', does: 'note' }] } },
  meeting: { owners: ['M1'], watchers: ['H1'], data: { packId, causes } },
  'conduct-review': { owners: ['M1'], watchers: ['L2', 'H1'], state: 'running', data: review },
  'conduct-lesson': { owners: ['T1'], sessionId: 's1', data: { reviewId: 'put|conduct-review', met: [] } },
  'serious-review': { owners: ['H1'], data: { packId, causes } },
  'fitness-to-study': { owners: ['H1', 'O1'], watchers: ['M1'], data: { packId, byId: 'M1', causes } },
  'place-decision': { owners: ['H1'], data: { packId, what: 'exam', below: 64 } },
  referral: { owners: ['H1'], watchers: ['M1'], data: { packId, byId: 'M1', causes } },
  'improvement-watch': 'never shown',
  'action-plan': {
    owners: ['A1'],
    watchers: ['T1'],
    state: 'draft',
    data: { packId: 'sts', caseId: 'x', actions: [], rounds: 1 },
  },
  'plan-action': {
    owners: ['T1', 'E1'],
    watchers: ['A1'],
    data: { planId: 'put|action-plan', what: 'Ring', due: '2026-12-04' },
  },
  removal: { owners: ['H1', 'V1'], data: { packId, byId: 'M1', reason: 'no contact' } },
  contest: {
    owners: ['H1', 'O1', 'V1'],
    watchers: ['L2'],
    data: { packId, subject: { kind: 'flag', packId }, label: 'Red risk', words: 'I was there' },
  },
  'funding-clock': {
    owners: ['O1', 'I1'],
    state: 'asked',
    data: { enrolmentId: 'BUS-L2', lastDay: '2026-10-26', runsOut: '2026-11-27' },
  },
  praise: 'never shown',
  'week-digest': 'about many or none',
  'policy-review': 'about many or none',
  'policy-read': 'not for the staff',
  'policy-unread': 'about many or none',
  'out-of-reach': 'about many or none',
  'unknown-members': 'about many or none',
  undelivered: 'about many or none',
  'messages-in': 'about many or none',
  retention: 'never shown',
  'mis-refused': 'about many or none',
  'outside-message': 'not for the staff',
  chase: {
    owners: ['H1', 'V1', 'O1'],
    data: {
      about: { kind: 'task', id: 'put|meeting' },
      class: 'meeting',
      ownerIds: ['M1'],
      since: new Date(`${monday}T08:00Z`),
      asked: 1,
      passedTo: {},
    },
  },
  'held-press': 'never shown',
};
const walked = taskKinds.flatMap((kind): [TaskKind, Put][] => {
  const put = kinds[kind];
  return typeof put === 'string' ? [] : [[kind, put]];
});

describe('the way from a card about a learner to their story', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, teamsAppId });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.addPerson('I1', 'Ivo Mis', ['mis-officer']);
    await college.say('L2', 'help');
    await college.addSession({ _id: 's1', at: '13:00' });
    const told = { learnerId: 'L2', byId: 'L2', kind: 'absence', reason: 'sickness', zone: 'Europe/London' };
    const at = college.bot.clock.now();
    const notice = { ...told, _id: 'n1', days: [monday], state: 'confirmed', presses: [], version: 1, createdAt: at };
    await college.c.notices.insertOne(notice as unknown as AbsenceNotice);
    for (const [kind, { owners, watchers = [], state = 'open', data, ...more }] of walked) {
      const fields = { _id: `put|${kind}`, kind, ownerIds: owners, watcherIds: watchers, state, data, ...more };
      const programmeId = kind.includes('plan') ? 'APP' : 'BUS';
      await college.bot.world.together((inside) =>
        openTask(inside, { learnerId: 'L2', programmeId, ...fields } as never),
      );
    }
    college.bot.world.wake();
    await college.settled();
  });
  afterAll(() => college.close());

  /** The card somebody has of a task, of its own or the one about its learner. */
  async function cardOf(person: string, kind: TaskKind): Promise<unknown> {
    const own = { kind: 'task' as const, subjectId: `put|${kind}` };
    const slots = await college.c.slots
      .find({ $or: [own, { kind: 'learner', subjectId: 'L2' }], 'recipient.person': person })
      .toArray();
    const slot = slots.find((one) => one.kind === 'task') ?? slots[0];
    return college.teams.shownTo(college.user(person)).find((one) => one.id === slot?.activityId)?.card;
  }
  const storiesOn = (card: unknown) => pagesOn(card).filter((one) => one === 'story/L2').length;

  test.each(walked)(
    '%s leads each of the staff who may read it to the story once, and nobody else',
    async (kind, put) => {
      let led = 0;
      for (const id of [...put.owners, ...(put.watchers ?? [])]) {
        const card = await cardOf(id, kind);
        expect([kind, id, wordsOf(card).length > 0]).toEqual([kind, id, true]);
        const isStaff = !['L2', 'E1'].includes(id);
        const mayRead = isStaff && (await visitorOf(college).see(id, 'story/L2')).status === 200;
        expect([kind, id, storiesOn(card)]).toEqual([kind, id, mayRead ? 1 : 0]);
        led += mayRead ? 1 : 0;
      }
      expect(led).toBeGreaterThan(0);
    },
  );

  test('a leader, who reads no story, has none of these links, nor has an employer or the learner', async () => {
    for (const id of ['V1', 'I1', 'E1', 'L2']) {
      const shown = college.teams.shownTo(college.user(id));
      expect([id, shown.length > 0, shown.filter(({ card }) => storiesOn(card) > 0).length]).toEqual([id, true, 0]);
    }
  });

  test.each([
    ['M1', ['Next steps', 'Long absence']],
    ['A1', ['Action plan']],
    ['T1', ['Next steps', 'Action plan']],
  ])('%s has one card about the learner, with %j', async (id, parts) => {
    const about = college.teams.shownTo(college.user(id)).filter(({ card }) => wordsOf(card).startsWith('Ben Carter'));
    expect(about).toHaveLength(1);
    for (const part of parts) expect(JSON.stringify(about[0]?.card)).toContain(part);
  });
});

/** Cards about many, and lists that answer words: the name of each learner leads to their story, for who may read it. */
describe('the names on a list', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, teamsAppId, rulesAlone: true });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['M1', 'H1', 'T1', 'O1', 'A1', 'V1', 'E1']) await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    await college.addSession({ _id: 's1' });
    await college.moveTo('09:00');
    await college.say('L3', 'not in tomorrow, wedding');
    await college.say('L3', 'yes');
    await college.save('s1', { 'BUS-L2': 'unauthorised', 'BUS-L4': 'late:10' });
    await college.addSession({ _id: 's2', programmeId: 'APP', at: '10:00', type: 'workshop' });
    await college.moveTo('10:00');
    await college.save('s2', { 'APP-L1': 'unauthorised' });
    await college.moveTo('10:30');
  });
  afterAll(() => college.close());

  /** Of each name on somebody's newest card with these words, whose story it leads to. */
  async function leads(id: string, words: string): Promise<Record<string, string | undefined>> {
    const { card } = await college.card(id, words.split('|'));
    const runs = nodesOf(card).filter(
      (one) => one.type === 'TextRun' && /^(Aisha|Ben|Chloe|Daniel)/.test(String(one.text)),
    );
    return Object.fromEntries(
      runs.map(({ text, selectAction }) => [
        String(text).split(/ ·| \(/)[0],
        pagesOn(selectAction)[0]?.replace('story/', ''),
      ]),
    );
  }
  const asked = async (id: string, text: string, title: string) => {
    await college.say(id, text);
    return leads(id, title);
  };

  test('my learners, who worries me, at risk', async () => {
    expect(await asked('M1', 'my learners', 'My learners')).toEqual({
      'Aisha Khan': 'L1',
      'Ben Carter': 'L2',
      'Chloe Evans': 'L3',
      'Daniel Osei': 'L4',
    });
    expect(await asked('M1', 'who worries me', 'Who to look at')).toMatchObject({ 'Ben Carter': 'L2' });
    expect(await asked('M1', 'at risk', 'At risk|What waits for you')).toEqual({ 'Ben Carter': 'L2' });
    expect(await asked('H1', 'at risk', 'At risk|lies with others')).toEqual({ 'Ben Carter': 'L2' });
  });

  test('who is out, who is late', async () => {
    expect(await asked('T1', 'who is out', 'Who is out today')).toEqual({ 'Aisha Khan': 'L1', 'Ben Carter': 'L2' });
    expect(await asked('T1', 'who is late', 'Who is late today')).toEqual({ 'Daniel Osei': 'L4' });
  });

  test('the missing, and absences to decide', async () => {
    expect(await leads('A1', 'Missing: Monday')).toEqual({ 'Aisha Khan': 'L1' });
    const deciders = await college.c.tasks.find({ kind: 'decide-notices', isShown: true }).toArray();
    const ids = [...new Set(deciders.flatMap((one) => one.ownerIds))];
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect([id, await leads(id, 'to decide|wedding')]).toEqual([id, { 'Chloe Evans': 'L3' }]);
  });

  test('a saved register: who is not simply there', async () => {
    expect(await leads('T1', 'Level 2 Business|Saved')).toEqual({ 'Ben Carter': 'L2', 'Daniel Osei': 'L4' });
  });

  test('the work that was missed', async () => {
    expect(await leads('T1', 'Set the missed work|Missed by')).toEqual({ 'Aisha Khan': 'L1' });
  });

  test('a worry leads to its page on the desk, and to the story of each it is about', async () => {
    await college.say('L4', 'i dont want to be here any more');
    const pagesNow = async () => pagesOn((await college.card('S1', 'safeguarding concern')).card);
    const { _id } = (await college.c.concerns.findOne({}))!;
    expect(await pagesNow()).toEqual([`safeguarding/${_id}`, 'story/L4']);
    for (const page of await pagesNow())
      expect([page, (await visitorOf(college).see('S1', page)).status]).toEqual([page, 200]);
    // It comes back with what was wrong: the links stay.
    await college.people.press(college.user('S1'), await college.card('S1', 'safeguarding concern'), 'I have it');
    await college.settled();
    expect(await pagesNow()).toEqual([`safeguarding/${_id}`, 'story/L4']);
  });

  test('a name leads nobody there who reads no story: not the leader, not an employer', async () => {
    expect(Object.values(await asked('E1', 'my learners', 'My learners'))).toEqual([undefined, undefined]);
    await college.say('V1', 'at risk');
    for (const id of ['V1', 'E1'])
      for (const { card } of college.teams.shownTo(college.user(id)))
        expect(JSON.stringify(card)).not.toContain('story%2F');
  });

  test('every name on a list of theirs leads its reader to a page they may open; names of staff and employers lead nowhere', async () => {
    // The list of who has not confirmed the policy names everybody.
    await college.moveTo('09:00', addDays(monday, 21));
    expect(await college.words('O1', 'Policy not confirmed')).toContain('Sam Lee');
    let opened = 0;
    for (const id of ['M1', 'H1', 'T1', 'O1', 'A1'])
      for (const { card } of college.teams.shownTo(college.user(id)))
        for (const page of pagesOn(card)) {
          expect([id, page, (await visitorOf(college).see(id, page)).status]).toEqual([id, page, 200]);
          opened += page.startsWith('story/') ? 1 : 0;
        }
    expect(opened).toBeGreaterThan(10);
  });

  test('who stands in for the office reads no story by it, and no name leads them to one', async () => {
    await college.say('T2', 'help');
    const today = addDays(monday, 21);
    const away = { from: today, to: addDays(today, 4), deputyId: 'T2' };
    await college.c.people.updateOne({ _id: 'O1' }, { $set: { away: [away] } });
    await college.addSession({ _id: 's9', on: today, at: '11:00', tutorIds: ['T1'] });
    await college.say('L3', 'not in tomorrow, funeral of my godmother');
    await college.say('L3', 'yes');
    // The office's list is theirs to press meanwhile; Chloe's story, whom they do not teach, is not.
    expect((await visitorOf(college).see('T2', 'story/L3')).status).toBe(403);
    expect(await leads('T2', 'to decide|godmother')).toMatchObject({ 'Chloe Evans': undefined });
  });
});

/** The addresses of more names than this would be more than Teams takes: all stand, and none leads anywhere. */
describe('a card of more than thirty names', () => {
  let college: College;
  const learners = 34;
  beforeAll(async () => {
    college = await College.open({ learners, teamsAppId, rulesAlone: true });
    await college.say('T1', 'help');
  });
  afterAll(() => college.close());

  /** Saves a register of two pages, its first learners with this mark. */
  async function save(registerId: string, count: number, mark: string): Promise<void> {
    const marked = Array.from({ length: count }, (_, i) => [`m_BUS-L${i + 1}`, mark]);
    for (const page of [0, 1]) {
      const { version } = (await college.c.registers.findOne({ _id: registerId }))!;
      const inputs = { registerId, version, page, rest: 'present', ...Object.fromEntries(marked) };
      await college.people.invoke(college.user('T1'), 'register-save', inputs);
      await college.settled();
    }
  }

  test.each([
    ['09:00', 30, 30],
    ['11:00', 34, 0],
  ])('a saved register at %s with %i late: all by name, %i of them leading to their story', async (at, late, led) => {
    await college.addSession({ _id: at, at });
    await college.moveTo(at);
    await save(at, late, 'late:5');
    const { card } = await college.card('T1', [`"registerId":"${at}"`, 'Saved']);
    expect((wordsOf(card).match(/Late/g) ?? []).length).toBeGreaterThanOrEqual(late);
    expect(new Set(pagesOn(card).filter((one) => one.startsWith('story/'))).size).toBe(led);
  });
});
