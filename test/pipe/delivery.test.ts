import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFolderSender } from '../../src/channels/folder-sender.ts';
import { checkInstall } from '../../src/cli/doctor/check-install.ts';
import { runDoctor } from '../../src/cli/doctor.ts';
import { addDays, dayOf, instantOf } from '../../src/domain/calendar.ts';
import type { Person } from '../../src/domain/person.ts';
import { createGraph } from '../../src/graph/graph-client.ts';
import { openClock } from '../../src/store/clock.ts';
import { reachPerson } from '../../src/usecases/core/reach-person.ts';
import { College, type CollegeOptions, monday } from '../support/college.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { until } from '../support/until.ts';
import { Wire } from '../support/wire.ts';
import { wordsOf } from '../teams/client.ts';
import type { Fault } from '../teams/loopback-teams.ts';

/** A college whose worker retries quickly enough for a test. */
async function open(options: CollegeOptions = {}): Promise<College> {
  return College.open({ leaseMs: 2_000, ...options });
}

describe('once to the eye', () => {
  let college: College;
  let count = 0;
  beforeAll(async () => {
    college = await open({ graph: { install: true, reconcile: true } });
  });
  afterAll(() => college.close());

  /** Opens one more register while the next calls to Teams meet these faults; returns the cards that stand in the end. */
  const openWith = async (faults: Fault[]): Promise<number> => {
    const title = `Faulty ${++count}`;
    const pending = [...faults];
    college.teams.fault = ({ method, path }) =>
      method === 'POST' && path.endsWith('/activities') ? pending.shift() : undefined;
    await college.addSession({ _id: `f${count}`, at: `10:${String(count).padStart(2, '0')}`, title });
    await college.bot.clock.moveTo(new Date(`2026-11-23T10:${String(count).padStart(2, '0')}:00Z`));
    college.bot.world.wake();
    await until(
      `${title} to be shown`,
      async () => (await college.c.slots.findOne({ subjectId: `f${count}`, shown: { $gt: 0 } })) !== null,
      40_000,
    );
    await college.settled();
    expect(pending).toEqual([]);
    college.teams.fault = () => undefined;
    return college.teams.shownTo(college.user('T1')).filter((one) => wordsOf(one.card).includes(title)).length;
  };

  test.each<[string, Fault[]]>([
    ['429 with Retry-After', [{ kind: 'refuse', status: 429, headers: { 'retry-after': '1' } }]],
    ['429 without', [{ kind: 'refuse', status: 429 }]],
    [
      '412 and 503',
      [
        { kind: 'refuse', status: 412 },
        { kind: 'refuse', status: 503 },
      ],
    ],
    ['500 after the effect', [{ kind: 'after-effect', status: 500 }]],
    ['502 after the effect', [{ kind: 'after-effect', status: 502 }]],
    ['an answer lost', [{ kind: 'drop' }]],
    ['a hang', [{ kind: 'hang' }]],
    ['500 without effect, then lost', [{ kind: 'refuse', status: 500 }, { kind: 'drop' }]],
  ])(
    '%s: one card in the end',
    async (_, faults) => {
      expect(await openWith(faults)).toBe(1);
    },
    60_000,
  );

  test('a 429 burns no attempt and is honoured: nothing is tried before its time', async () => {
    const calls = college.teams.calls.length;
    await openWith([{ kind: 'refuse', status: 429, headers: { 'retry-after': '2' } }]);
    const posts = college.teams.calls.slice(calls).filter((call) => call.method === 'POST');
    expect(posts.map((call) => call.status)).toEqual([429, 201]);
    expect(posts[1]!.at - posts[0]!.at).toBeGreaterThanOrEqual(1_900);
  });

  test('a card whose activity is gone is sent anew', async () => {
    await openWith([]);
    const shown = await college.card('T1', `Faulty ${count}`);
    const chat = college.teams.chats.get(college.user('T1').chatId);
    await college.people.press(college.user('T1'), shown, 'Rest present, save');
    chat?.delete(shown.id);
    await college.c.slots.updateOne(
      { subjectId: `f${count}` },
      { $inc: { wanted: 1 }, $set: { next: { step: 'draw', at: college.bot.clock.now() } } },
    );
    college.bot.world.wake();
    const anew = await until('the card anew', () =>
      college.teams
        .shownTo(college.user('T1'))
        .find((one) => one.id !== shown.id && wordsOf(one.card).includes(`Faulty ${count}`)),
    );
    expect(wordsOf(anew.card)).toContain('Saved');
  });

  test('someone who never installed the app gets it through Graph, then the card', async () => {
    await college.addPerson('T9', 'Never Opened', ['tutor']);
    college.user('T9').installed = false;
    await college.addSession({ _id: 'never', at: '11:00', title: 'Never installed', tutorIds: ['T9'] });
    await college.bot.clock.moveTo(new Date('2026-11-23T11:00:00Z'));
    college.bot.world.wake();
    await until('the card after installation', () => college.find('T9', 'Never installed'));
  });

  test('a chat that was deleted is made again, once', async () => {
    const user = college.user('T1');
    const gone = user.chatId;
    college.teams.chats.delete(gone);
    user.chatId = 'a:new-chat';
    college.teams.chats.set('a:new-chat', new Map());
    await college.addSession({ _id: 'regone', at: '11:30', title: 'After deletion' });
    await college.moveTo('11:30');
    await until('the card in the new chat', () => college.find('T1', 'After deletion'));
    expect((await college.c.people.findOne({ _id: 'T1' }))?.chat?.conversationId).toBe('a:new-chat');
  });

  test('someone who blocked the bot is marked, told by mail, and gets what waited when they come back', async () => {
    const user = college.user('T2');
    user.refuse = {
      status: 403,
      body: { errorCode: 209, message: '{"subCode":"MessageWritesBlocked","details":"x"}' },
    };
    await college.addSession({ _id: 'blocked', at: '12:00', title: 'While blocked', tutorIds: ['T2'] });
    await college.moveTo('12:00');
    expect((await college.c.people.findOne({ _id: 'T2' }))?.unreachable?.code).toBe('MessageWritesBlocked');
    expect(await college.c.outbox.findOne({ _id: /^unreachable\|T2/ })).toMatchObject({
      kind: 'mail',
      acceptedAt: expect.any(Date),
    });

    delete user.refuse;
    await college.people.say(user, 'help');
    await until('what waited', () => college.find('T2', 'While blocked'));
  });

  test('what Teams will never take becomes a dead letter an operator can see, retry and count', async () => {
    college.teams.fault = ({ method, path }) =>
      method === 'POST' && path.endsWith('/activities') ? { kind: 'refuse', status: 400 } : undefined;
    await college.addSession({ _id: 'dead', at: '12:30', title: 'Refused for good' });
    await college.moveTo('12:30');
    const dead = (await college.bot.due.deadLetters()).map((one) => one.id);
    expect(dead).toContain('register|dead|T1');
    const metrics = await (await fetch(college.people.botUrl.replace('/api/messages', '/metrics'))).text();
    expect(metrics).toMatch(/attendance_dead_letters [1-9]/);

    college.teams.fault = () => undefined;
    expect(await college.bot.due.retryDead()).toBeGreaterThanOrEqual(dead.length);
    college.bot.world.wake();
    await until('the card after the retry', () => college.find('T1', 'Refused for good'));
  });

  test('where nobody can look, it gives up visibly after three unknown outcomes; a touched copy becomes the card, or goes where another has', async () => {
    const { teams } = college;
    const title = 'Nobody knows';
    teams.fault = ({ method, path }) =>
      method === 'POST' && path.endsWith('/activities') ? { kind: 'drop' } : undefined;
    await college.c.people.updateOne({ _id: 'T2' }, { $unset: { entraId: '' } });
    await college.addSession({ _id: 'unknown', at: '12:45', title, tutorIds: ['T2'] });
    await college.bot.clock.moveTo(new Date('2026-11-23T12:45:00Z'));
    college.bot.world.wake();
    await until(
      'the dead letter',
      async () => (await college.bot.due.deadLetters()).some((one) => one.error === 'outcome-unknown'),
      60_000,
    );
    teams.fault = () => undefined;
    await college.c.people.updateOne({ _id: 'T2' }, { $set: { entraId: college.user('T2').entraId } });
    const copies = teams.shownTo(college.user('T2')).filter((one) => wordsOf(one.card).includes(title));
    expect(copies).toHaveLength(3);

    await college.people.press(college.user('T2'), copies[1]!, 'Rest present, save');
    await college.settled();
    expect((await college.bot.due.deadLetters()).map((one) => one.id)).not.toContain('register|unknown|T2');
    const chat = teams.chats.get(college.user('T2').chatId);
    const now = (await college.c.slots.findOne({ subjectId: 'unknown' }))?.activityId ?? '';
    expect(wordsOf(chat?.get(now)?.card)).toContain('Saved');
    // Where Teams could be asked before the touch was noted, another copy is the card, and the touched one has gone.
    const touched = copies[1]!.id;
    expect(now === touched || (now === copies[2]!.id && !chat?.has(touched))).toBe(true);
  });

  test('a second copy of a card acts as the first and is removed when touched', async () => {
    await college.addSession({ _id: 'twice', at: '13:00', title: 'Shown twice' });
    await college.moveTo('13:00');
    const first = await college.card('T1', 'Shown twice');
    const chat = college.teams.chats.get(college.user('T1').chatId)!;
    chat.set('copy', { ...first, id: 'copy' });
    const answer = await college.people.press(college.user('T1'), { ...first, id: 'copy' }, 'Rest present, save');
    expect(wordsOf(answer.card)).toContain('Saved');
    await college.settled();
    expect(chat.has('copy')).toBe(false);
    expect(wordsOf(chat.get(first.id)?.card)).toContain('Saved');
  });
});

describe('the app is installed through Graph for whoever never opened it', () => {
  let college: College;
  let count = 0;
  beforeAll(async () => {
    college = await open({ graph: { install: true, reconcile: false } });
    await college.say('O1', 'help');
  });
  afterAll(() => college.close());

  /** A tutor without a known account, unless told, and without the app; a session of theirs is due. */
  async function newTutor(id: string, name: string, more: Partial<Person> = {}): Promise<string> {
    const addresses = more.upn ? { addresses: [more.upn.toLowerCase()] } : {};
    await college.addPerson(id, name, ['tutor'], { ...more, ...addresses } as Partial<Person>);
    const user = college.user(id);
    if (more.upn) user.upn = more.upn;
    user.installed = false;
    if (!more.entraId) await college.c.people.updateOne({ _id: id }, { $unset: { entraId: '' } });
    return `Of ${id}`;
  }
  const teach = async (id: string) => {
    const at = `09:${String(++count * 2).padStart(2, '0')}`;
    await college.addSession({ _id: `g${count}`, at, title: `Of ${id}`, tutorIds: [id] });
    await college.moveTo(at);
  };
  const person = (id: string) => college.c.people.findOne({ _id: id });
  const account = async (id: string) => (await person(id))?.entraId;
  async function onTheList(name: string): Promise<string> {
    await college.say('O1', 'cannot reach');
    return college.words('O1', ['People we cannot reach', name]);
  }

  test('no Entra id is known: their account is found by the name they sign in with, and by no other', async () => {
    const title = await newTutor('G1', 'Gwen Price', { upn: 'gwen@college.example' });
    await teach('G1');
    await until('the card in Teams', () => college.find('G1', title));
    expect(await account('G1')).toBe(college.user('G1').entraId);

    // What stands as mail in somebody's account is no proof that it is theirs.
    await newTutor('G2', 'Huw Bevan');
    college.user('G2').upn = 'other@college.example';
    await teach('G2');
    expect([await account('G2'), (await person('G2'))?.unreachable?.code]).toEqual([undefined, 'never-seen']);
    expect(await college.c.outbox.countDocuments({ _id: `register-link|g${count}|G2` })).toBe(1);

    // An account that the directory calls a guest's, of whom the office said nothing, whatever it signs in with.
    await newTutor('G0', 'Aled Wynne', { upn: 'aled@college.example' });
    college.user('G0').role = 'guest';
    await teach('G0');
    expect([await account('G0'), (await person('G0'))?.unreachable?.code]).toEqual([undefined, 'never-seen']);
  });

  test('who is being erased is linked to no account', async () => {
    await newTutor('G17', 'Tegan Rowe', { upn: 'g17@college.example' });
    await college.c.people.updateOne({ _id: 'G17' }, { $set: { erasing: new Date() } });
    await teach('G17');
    expect(await account('G17')).toBeUndefined();
  });

  test('who has no account yet is looked for again with a card a day later', async () => {
    college.user('G2').upn = 'g2@brookvale.example';
    await teach('G2');
    expect(await account('G2')).toBeUndefined();
    const next = addDays(monday, 1);
    await college.addSession({ _id: 'g2-next', on: next, at: '10:00', title: 'Of G2, next', tutorIds: ['G2'] });
    await college.moveTo('10:00', next);
    await until('the card in Teams', () => college.find('G2', 'Of G2, next'));
    expect((await person('G2'))?.unreachable).toBeUndefined();
  });

  test('a right that is missing, an account that is gone and a guest are told apart on the office’s list', async () => {
    const next = addDays(monday, 2);
    await college.moveTo('08:00', next);
    const known = { entraId: '20000000-0000-4000-8000-000000000001' };
    await newTutor('G3', 'Ioan Rees');
    await college.c.people.updateOne({ _id: 'G3' }, { $set: { entraId: college.user('G3').entraId } });
    college.user('G3').mayNotInstall = true;
    await newTutor('G4', 'Nest Owen', known);
    const upn = 'carys_else.example#EXT#@college.example';
    await newTutor('G5', 'Carys Lloyd', { upn, guest: true });
    college.user('G5').role = 'guest';
    for (const id of ['G3', 'G4', 'G5'])
      await college.addSession({ _id: `o-${id}`, on: next, at: '09:00', title: `Of ${id}`, tutorIds: [id] });
    await college.moveTo('09:00', next);
    expect(await onTheList('Ioan Rees')).toContain('does not have the app, and the bot may not install it');
    expect(await onTheList('Nest Owen')).toContain('has no account that Teams knows');
    expect(await onTheList('Carys Lloyd')).toContain('comes as a guest, for whom the app is not installed');
    expect(college.user('G5').installed).toBe(false);
    const said = await runDoctor({}, { uri: college.uri, database: college.database });
    expect(said.map((one) => one.what)).toContain('1 guest of the tenant without the app: G5');
  });

  test('an app put into the catalogue anew is found under its new id; one that is in none is said', async () => {
    college.teams.catalogueId = 'catalogue-2';
    await newTutor('G6', 'Mari Parry');
    const next = addDays(monday, 3);
    await college.addSession({ _id: 'o-G6', on: next, at: '09:00', title: 'Of G6', tutorIds: ['G6'] });
    await college.moveTo('09:00', next);
    await until('the card in Teams', () => college.find('G6', 'Of G6'));
    college.teams.catalogueId = undefined;
    await newTutor('G7', 'Elin Ward');
    await college.addSession({ _id: 'o-G7', on: next, at: '10:00', title: 'Of G7', tutorIds: ['G7'] });
    await college.restart();
    await college.moveTo('10:00', next);
    expect(await onTheList('Elin Ward')).toContain('not in your organisation’s catalogue');
  });

  test('a Graph that is down is asked seldom, and a moment of it is waited for: the card comes, and nobody counts as out of reach', async () => {
    const { teams } = college;
    teams.catalogueId = 'catalogue-2';
    teams.graphFault = { status: 503 };
    const next = addDays(monday, 4);
    const down = ['G10', 'G11', 'G12', 'G13', 'G14', 'G15'];
    for (const id of down) await newTutor(id, `Tutor ${id}`, { upn: `${id.toLowerCase()}@college.example` });
    await college.addSession({ _id: 'o-down', on: next, at: '09:00', title: 'While down', tutorIds: down });
    const before = teams.graphCalls.length;
    await college.bot.clock.moveTo(instantOf(next, '09:00'));
    college.bot.world.wake();
    await until('Graph to be asked', () => teams.graphCalls.length > before);
    // Who has a chat gets what is theirs meanwhile.
    await college.addSession({ _id: 'o-up', on: next, at: '09:00', title: 'Of one with a chat' });
    college.bot.world.wake();
    await until('the card of one with a chat', () => college.find('T1', 'Of one with a chat'));
    const putOff = { subjectId: 'o-down', lastError: 'graph-silent', tries: { $gte: 2 }, 'lease.owner': '' };
    await until('all to be put off twice', async () => {
      const times = await college.c.slots.countDocuments(putOff);
      return times === down.length;
    });
    expect(teams.graphCalls.length - before).toBeLessThan(2 * down.length - 2);
    teams.graphFault = undefined;
    for (const id of down) await until(`the card of ${id}`, () => college.find(id, 'While down'), 40_000);
    for (const id of down) expect((await person(id))?.unreachable).toBeUndefined();
  });

  test('while Graph says nothing they are told by a link, and tried again a quarter of an hour later', async () => {
    const { teams } = college;
    teams.graphFault = { status: 429, headers: { 'retry-after': '1' } };
    const next = addDays(monday, 7);
    await newTutor('G8', 'Olwen Tudor', { upn: 'olwen@college.example' });
    await newTutor('G9', 'Rhys Morgan', { entraId: '20000000-0000-4000-8000-000000000009' });
    await college.c.people.updateOne({ _id: 'G9' }, { $set: { entraId: college.user('G9').entraId } });
    for (const id of ['G8', 'G9']) {
      await college.addSession({ _id: `o-${id}`, on: next, at: '09:00', title: `Of ${id}`, tutorIds: [id] });
      await college.addSession({ _id: `p-${id}`, on: next, at: '09:30', title: `Later, of ${id}`, tutorIds: [id] });
    }
    await college.bot.clock.moveTo(instantOf(next, '09:00'));
    college.bot.world.wake();
    for (const id of ['G8', 'G9']) {
      const isSilent = async () => (await person(id))?.unreachable?.code === 'graph-silent';
      await until(`${id} to be given up on for now`, isSilent, 40_000);
    }
    await college.settled();
    for (const id of ['G8', 'G9'])
      expect(await college.c.outbox.countDocuments({ _id: `register-link|o-${id}|${id}` })).toBe(1);
    for (const name of ['Olwen Tudor', 'Rhys Morgan'])
      expect(await onTheList(name)).toContain('does not have the app, and Microsoft does not answer');
    teams.graphFault = undefined;
    await college.bot.clock.moveTo(instantOf(next, '09:30'));
    college.bot.world.wake();
    for (const id of ['G8', 'G9']) {
      await until(`the card of ${id}`, () => college.find(id, `Later, of ${id}`), 40_000);
      await until(`${id} to be in reach`, async () => (await person(id))?.unreachable === undefined);
    }
  });

  test('doctor says whether the app is in the catalogue, and whether accounts may be looked up', async () => {
    const { teams } = college;
    const credential = { getToken: async () => ({ token: 'graph', expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const headers = { authorization: `Bearer graph-${teams.appId}` };
    const probed = (baseUrl: string, more: object) =>
      checkInstall(
        { GRAPH_INSTALL: 'on' },
        createGraph({
          credential,
          elsewhere: { baseUrl, headers: { ...headers, ...more } },
          teamsAppId: 'manifest-1',
          install: true,
          reconcile: false,
          keyId: String,
        }),
      );
    teams.catalogueId = undefined;
    const [none] = await probed(`${teams.url}/graph/`, {});
    expect([none?.ok, none?.what]).toEqual([false, expect.stringContaining('TEAMS_APP_ID')]);
    teams.catalogueId = 'catalogue-3';
    expect((await probed(`${teams.url}/graph/`, {})).map((one) => one.ok)).toEqual([true]);
    teams.mayReadUsers = false;
    const [mayNot] = await probed(`${teams.url}/graph/`, {});
    expect([mayNot?.what, mayNot?.todo]).toEqual([
      'Graph answers 403 when it is asked for an account',
      expect.stringContaining('User.Read.All'),
    ]);
    const [refused] = await probed(`${teams.url}/graph/`, { authorization: 'Bearer of-nobody' });
    expect(refused?.what).toContain('Graph answers 401');
    expect(await checkInstall({})).toEqual([]);
  });
});

describe('whom Teams does not reach', () => {
  let college: College;
  beforeAll(async () => {
    college = await open();
    for (const id of ['O1', 'T1', 'T2']) await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const refusals: [string, object, string][] = [
    ['the app taken away', { error: { code: 'BotNotInConversationRoster', message: 'gone' } }, 'does not have the app'],
    ['a rule against it', { error: { code: 'Forbidden', message: 'AclCheckFailed' } }, 'administrator’s rule'],
    ['words without a code', { message: 'User blocked the conversation with the bot.' }, 'has blocked the app'],
    ['a refusal nobody knows', { error: { code: 'SomethingNew', message: 'no' } }, 'Teams refuses messages'],
  ];
  test.each(refusals)(
    '%s: known as such, the register comes by mail, the office sees it until they write',
    async (name, body, why) => {
      const i = refusals.findIndex(([one]) => one === name);
      const on = addDays(monday, i);
      const user = college.user('T2');
      const first = { _id: `away${i}`, on, at: '09:00', title: `Away ${i}`, tutorIds: ['T2'] };
      await college.addSession(first);
      await college.moveTo('08:30', on);
      user.refuse = { status: 403, body };
      await college.moveTo('09:00', on);
      const person = await college.c.people.findOne({ _id: 'T2' });
      expect(dayOf(person?.unreachable?.since ?? new Date(0))).toBe(on);
      expect(reachPerson(person as Person)).toEqual({ channel: 'mail', to: 't2@brookvale.example' });
      expect(await college.c.outbox.findOne({ _id: `register-link|away${i}|T2` })).toMatchObject({
        to: 't2@brookvale.example',
        acceptedAt: expect.any(Date),
      });
      const told = () => college.c.outbox.countDocuments({ _id: /^unreachable\|T2/, acceptedAt: { $exists: true } });
      expect(await told()).toBe(i + 1);
      await college.moveTo('09:01', on);
      expect(await college.words('O1', 'People we cannot reach')).toContain(why);
      expect(await college.words('O1', 'People we cannot reach')).toContain('Toni Okafor (BV-T2)');

      // The next register that day is mailed at once, and nobody is told twice that something waits.
      await college.addSession({ ...first, _id: `later${i}`, at: '10:00' });
      await college.moveTo('10:00', on);
      expect(await college.c.outbox.countDocuments({ _id: `register-link|later${i}|T2` })).toBe(1);
      expect(await told()).toBe(i + 1);

      delete user.refuse;
      await college.say('T2', 'help');
      await until('what waited', () => college.find('T2', `"registerId":"away${i}"`));
      await college.moveTo('10:05', on);
      expect(await college.words('O1', 'People we cannot reach')).toContain(
        'Everyone who has ever opened this chat can be reached',
      );
      expect(await college.c.tasks.findOne({ kind: 'out-of-reach' })).toMatchObject({ isOpen: false });
    },
    30_000,
  );

  test('a learner who never opened the app gets what is asked of them as a link, and the office sees it; with the first message it is over', async () => {
    const on = addDays(monday, 4);
    await college.moveTo('08:00', on);
    await college.say('O1', 'Isla Murphy rang by phone, off sick from 30 november to 9 december');
    await college.press('O1', 'Written down for Isla Murphy', 'Confirm');
    expect(await college.c.outbox.findOne({ _id: /^link\|task\|evidence.*\|L9/ })).toMatchObject({
      kind: 'sms',
      body: expect.stringMatching(
        /^Evidence for your absence\. Please answer here: http\S+\/l\/\S+ It is for you alone\.$/,
      ),
    });
    expect(await college.c.outbox.countDocuments({ _id: /^unreachable\|L9/ })).toBe(0);
    await college.say('O1', 'cannot reach');
    expect(await college.words('O1', ['People we cannot reach', 'Isla Murphy'])).toContain(
      'has never opened the app · since Friday 27 November',
    );
    await college.say('L9', 'help');
    await college.say('O1', 'cannot reach');
    expect(await college.words('O1', 'People we cannot reach')).toContain(
      'Everyone who has ever opened this chat can be reached',
    );
  });

  test('what an administrator allows again is noticed with the next card after a day, without a word from the person', async () => {
    const on = addDays(monday, 7);
    const user = college.user('T2');
    await college.moveTo('08:00', on);
    user.refuse = { status: 403, body: { error: { code: 'BotDisabledByAdmin', message: 'off' } } };
    await college.addSession({ _id: 'off', on, at: '09:00', title: 'Turned off', tutorIds: ['T2'] });
    await college.moveTo('09:00', on);
    expect((await college.c.people.findOne({ _id: 'T2' }))?.unreachable?.code).toBe('BotDisabledByAdmin');
    delete user.refuse;
    await college.addSession({ _id: 'same-day', on, at: '11:00', title: 'Same day', tutorIds: ['T2'] });
    await college.moveTo('11:00', on);
    expect(college.find('T2', 'Same day')).toBeUndefined();
    const next = addDays(on, 1);
    await college.addSession({ _id: 'on', on: next, at: '09:30', title: 'Turned on', tutorIds: ['T2'] });
    await college.moveTo('09:30', next);
    await until('both cards', () => college.find('T2', 'Turned on') && college.find('T2', 'Turned off'));
    expect(await college.c.people.findOne({ _id: 'T2' })).not.toHaveProperty('unreachable');
  });
});

describe('any number of instances', () => {
  test('two bots on one database share the work: every register once, none twice', async () => {
    const college = await open();
    const first = college.bot;
    await college.startBot();
    const second = college.bot;
    try {
      for (let i = 0; i < 30; i++)
        await college.addSession({ _id: `m${i}`, title: `Shared ${i}.`, tutorIds: [i % 2 ? 'T1' : 'T2'] });
      await college.moveTo('09:00');
      for (let i = 0; i < 30; i++) {
        const id = i % 2 ? 'T1' : 'T2';
        await college.card(id, `Shared ${i}.`);
        expect(
          college.teams.shownTo(college.user(id)).filter((one) => wordsOf(one.card).includes(`Shared ${i}.`)),
        ).toHaveLength(1);
      }
    } finally {
      await first.stop();
      college.bot = second;
      await college.close();
    }
  });

  test('a bot that is stopped in the middle of a turn ends within two seconds, though neither Teams nor the database answers', async () => {
    const wire = await Wire.to(process.env.TEST_MONGODB_URI ?? '');
    const college = await open({ botUri: wire.uri });
    await college.say('T1', 'help');
    const before = college.teams.calls.length;
    college.teams.fault = () => ({ kind: 'hang' });
    const turn = college.people.say(college.user('T1'), 'my registers').catch(() => 'cut off');
    await until('the turn to wait for Teams', () => college.teams.calls.length > before);
    wire.freeze();
    const elapsed = stopwatch();
    await college.bot.stop();
    expect(elapsed()).toBeLessThan(2_000);
    expect(await turn).toBe('cut off');
    wire.thaw();
    college.teams.fault = () => undefined;
    await college.startBot();
    await college.close();
    await wire.cut();
  });

  test('a stopping bot says so, finishes within two seconds, and leaves nothing undone', async () => {
    // On a busy machine a call may be cut off: whether it arrived is asked.
    const college = await open({ graph: { install: false, reconcile: true } });
    for (let i = 0; i < 20; i++) await college.addSession({ _id: `d${i}`, title: `Drained ${i}.` });
    await college.bot.clock.moveTo(new Date('2026-11-23T09:00:00Z'));
    college.bot.world.wake();
    await until('the burst to begin', () => college.teams.calls.length > 2);
    const elapsed = stopwatch();
    await college.bot.stop();
    expect(elapsed()).toBeLessThan(2_000);
    await college.startBot();
    await college.settled();
    for (let i = 0; i < 20; i++)
      expect(
        college.teams.shownTo(college.user('T1')).filter((one) => wordsOf(one.card).includes(`Drained ${i}.`)),
      ).toHaveLength(1);
    await college.close();
  });
});

describe('what goes first', () => {
  test('a text about a concern and today’s absences pass by hundreds of texts and mails that were due long before', async () => {
    const folder = createFolderSender(mkdtempSync(join(tmpdir(), 'attendance-slow-')));
    // A provider that takes two texts a second would have the others for minutes.
    const college = await open({ senders: { sms: { ...folder, perSecond: 2 }, mail: folder } });
    await college.c.people.updateOne({ _id: 'S1' }, { $set: { mobile: '+44 7700 900777' } });
    await college.addSession({ _id: 'busy' });
    await college.moveTo('09:00');
    await college.save('busy', { 'BUS-L2': 'unauthorised' });
    await college.say('L1', 'i do not want to be here any more');
    await college.bot.stop();
    const at = new Date('2026-11-23T06:00:00Z');
    const next = { step: 'send' as const, at };
    const bulk = { about: 'T1', subject: 'News', body: 'News', createdAt: at, next };
    const places = { sms: '+44 7700 900778', mail: 'all@brookvale.example' };
    for (const kind of ['sms', 'mail'] as const)
      await college.c.outbox.insertMany(
        Array.from({ length: 500 }, (_, i) => ({ ...bulk, _id: `bulk|${kind}|${i}`, kind, to: places[kind] })),
      );
    // The concern escalates and the absence is told while the others are on their way.
    await (await openClock(college.client.db(college.database), college.c, true)).moveTo(
      new Date('2026-11-23T09:45:00Z'),
    );
    await college.startBot();
    const taken = (row: object) => college.c.outbox.countDocuments({ ...row, acceptedAt: { $exists: true } });
    for (const _id of [/^concern/, /^absence/])
      await until(`a text of ${_id}`, async () => (await taken({ _id, kind: 'sms' })) > 0);
    expect(await taken({ _id: /^bulk/, kind: 'sms' })).toBeLessThan(250);
    await until('the mails', async () => (await taken({ _id: /^bulk/, kind: 'mail' })) === 500);
    await college.close();
  });
});
