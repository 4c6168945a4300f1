import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createMisWebhook } from '../../src/channels/mis-webhook.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { LoopbackMis } from '../support/loopback-mis.ts';
import { stopwatch } from '../support/stopwatch.ts';
import { until } from '../support/until.ts';

describe('events go to the MIS by a signed webhook (S8)', () => {
  let college: College;
  let mis: LoopbackMis;
  let sessions = 0;
  let day = monday;
  beforeAll(async () => {
    mis = await LoopbackMis.open();
    college = await College.open({
      learners: 4,
      senders: { mis: createMisWebhook({ url: mis.url, keys: [mis.key] }) },
    });
    await college.addPerson('MO', 'Kit Sayer', ['mis-officer']);
  });
  afterAll(async () => {
    await college.close();
    await mis.close();
  });
  afterEach(() => {
    expect(mis.broken).toEqual([]);
    mis.does = () => ({ status: 202 });
  });

  /** A day on which one session is taken with these marks; returns the session's id. */
  async function lesson(marks: Record<string, string> = {}, at = '09:00'): Promise<string> {
    const id = `web-${++sessions}`;
    await college.addSession({ _id: id, title: `Lesson ${sessions}`, on: day, at });
    await college.moveTo(at, day);
    await college.save(id, marks);
    return id;
  }
  const marksOf = (learner: string, session?: string) =>
    mis.keptOf(learner).filter((event) => event.type === 'mark' && (!session || event.session_id === session));
  const waiting = () => college.c.misEvents.countDocuments({ waits: true });

  test('a mark arrives once, signed with the key that is named, with its id as idempotency key', async () => {
    const id = await lesson({ 'BUS-L1': 'late:10' });
    expect(marksOf('L1', id)).toMatchObject([
      {
        mark: 'late',
        minutes_late: 10,
        learner_ref: 'BV-L1',
        schema_version: 1,
        starts_at: '2026-11-23T09:00:00+00:00',
      },
    ]);
    const call = mis.calls.find((one) => one.event.session_id === id && one.event.learner_id === 'L1');
    expect(call?.headers).toMatchObject({ 'x-attendance-key-id': '2026b', 'idempotency-key': call?.event.id });
    expect(mis.calls.filter((one) => one.id === call?.id)).toHaveLength(1);
  });

  test('down for two days: nothing is lost, each learner’s events arrive in their order, and each once', async () => {
    mis.does = () => ({ status: 503 });
    const ids = [await lesson({ 'BUS-L1': 'unauthorised' })];
    day = addDays(day, 1);
    ids.push(await lesson());
    await college.save(ids[0] ?? '', { 'BUS-L1': 'present' });
    await college.moveTo('17:00', day);
    day = addDays(day, 1);
    await college.moveTo('08:00', day);
    expect(await waiting()).toBeGreaterThanOrEqual(9);
    expect(ids.flatMap((id) => marksOf('L1', id))).toEqual([]);

    mis.does = () => ({ status: 200 });
    await college.moveTo('08:30', day);
    await until('the MIS to have everything', async () => (await waiting()) === 0);
    const told = mis.keptOf('L1').filter((event) => ids.includes(String(event.session_id)));
    expect(told.map((event) => [event.session_id, event.mark, event.amended_from])).toEqual([
      [ids[0], 'unauthorised', null],
      [ids[1], 'present', null],
      [ids[0], 'present', 'unauthorised'],
    ]);
    for (const learner of ['L2', 'L3', 'L4']) expect(ids.map((id) => marksOf(learner, id).length)).toEqual([1, 1]);
  });

  test('while one learner’s event is not taken, the next of that learner waits and other learners go on', async () => {
    let isAway = true;
    mis.does = ({ event }) => ({ status: isAway && event.learner_id === 'L2' ? 503 : 202 });
    const first = await lesson({ 'BUS-L2': 'unauthorised' });
    await college.save(first, { 'BUS-L2': 'present' });
    await college.moveTo('09:10', day);
    const tried = mis.calls.filter(({ event }) => event.session_id === first && event.learner_id === 'L2');
    expect(new Set(tried.map((call) => call.event.mark))).toEqual(new Set(['unauthorised']));
    expect(marksOf('L3', first)).toHaveLength(1);

    isAway = false;
    await college.moveTo('10:00', day);
    expect(marksOf('L2', first).map((event) => event.mark)).toEqual(['unauthorised', 'present']);
  });

  test('two instances, one of which comes while the other waits for an answer, keep the order and double nothing', async () => {
    const second = await college.startSecond();
    // Later than it is: where time is moved back, the other instance goes on by the later one until it looks at the clock again.
    const id = await lesson({ 'BUS-L3': 'unauthorised' }, '13:00');
    for (const mark of ['present', 'unauthorised', 'late:5']) await college.save(id, { 'BUS-L3': mark });
    await college.moveTo('13:20', day);
    // What the other instance still holds is no work of this one, which seems to have nothing left.
    await until('the last of four to be told', () => marksOf('L3', id).length === 4);
    await second.stop();
    expect(marksOf('L3', id).map((event) => event.mark)).toEqual(['unauthorised', 'present', 'unauthorised', 'late']);
    const ids = mis.calls.filter(({ event }) => event.session_id === id).map((call) => call.id);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  test('429 waits as long as Retry-After asks', async () => {
    day = addDays(day, 1);
    mis.does = () => ({ status: 429, headers: { 'retry-after': '1800' } });
    const id = await lesson();
    const before = mis.calls.length;
    // Nor is somebody tried of whom nothing waited when it said so.
    const event = { type: 'mark', subject: 'mark|elsewhere', learnerId: 'L-other' } as const;
    const body = JSON.stringify({ id: 'elsewhere', type: 'mark', learner_id: 'L-other' });
    await college.bot.world.records.mis.put([{ _id: 'elsewhere', ...event, body }], college.bot.clock.now());
    college.bot.world.wake();
    await college.settled();
    await college.moveTo('09:25', day);
    expect(mis.calls.slice(before).map(({ event }) => event)).toEqual([]);
    mis.does = () => ({ status: 202 });
    await college.moveTo('09:31', day);
    expect(mis.calls.some(({ event }) => event.id === 'elsewhere')).toBe(true);
    expect(marksOf('L1', id)).toHaveLength(1);
  });

  test('an answer that breaks off or is lost, a repeat it has already (409) and a redirect: taken once, or tried again', async () => {
    const answers: Record<string, ReturnType<LoopbackMis['does']>> = {
      L1: 'half',
      L2: { status: 409 },
      L3: { status: 302, headers: { location: `${mis.url}/elsewhere` } },
      L4: 'lost',
    };
    mis.does = ({ event }) => answers[String(event.learner_id)] ?? { status: 202 };
    day = addDays(day, 1);
    const id = await lesson();
    const callsOf = (learner: string) =>
      mis.calls.filter(({ event }) => event.learner_id === learner && event.session_id === id).length;
    // One that fails puts the others off a little: each has its turn within some minutes.
    const isTried = () => Object.keys(answers).every((learner) => callsOf(learner) > 0);
    for (let minute = 10; minute < 60 && !isTried(); minute++) await college.moveTo(`09:${minute}`, day);
    const left = await college.c.misEvents.distinct('learnerId', { waits: true });
    expect(left).toEqual(expect.arrayContaining(['L1', 'L3', 'L4']));
    expect(left).not.toContain('L2');
    expect(mis.calls.some(({ headers }) => headers.host?.includes('elsewhere'))).toBe(false);
    mis.does = () => ({ status: 202 });
    await college.moveTo('11:00', day);
    expect(marksOf('L1', id)).toHaveLength(1);
    // What it had kept came again under the same key and with the same bytes, and was kept once.
    expect(callsOf('L4')).toBeGreaterThan(1);
    expect(marksOf('L4', id)).toHaveLength(1);
    expect(await waiting()).toBe(0);
  });

  test('what the MIS will never take is a card at once, in its own words; sent again or entered by hand it is done', async () => {
    day = addDays(day, 3);
    mis.does = ({ event }) =>
      ['L1', 'L2'].includes(String(event.learner_id))
        ? { status: 422, says: JSON.stringify({ error: `Learner ${event.learner_ref} is not enrolled` }) }
        : { status: 202 };
    const id = await lesson({ 'BUS-L1': 'late:20' });
    const words = await college.words('MO', 'The MIS did not take something');
    expect(words).toMatch(/Aisha Khan/);
    expect(words).toMatch(/Mark “late”, 20 minutes late, Monday 30 November at 09:00/);
    expect(words).toMatch(/The MIS says: “Learner BV-L1 is not enrolled” \(http-422\)/);
    expect(words).toMatch(/2 entries wait/);
    const before = mis.calls.length;
    await college.moveTo('12:00', day);
    expect(mis.calls.slice(before).map(({ event }) => event)).toEqual([]);

    await college.press('MO', 'The MIS did not take something', 'I have entered it', {}, `mark|${id}|BUS-L2|2`);
    mis.does = () => ({ status: 202 });
    await college.press('MO', 'The MIS did not take something', 'Send it again');
    expect(marksOf('L1', id)).toHaveLength(1);
    expect(marksOf('L2', id)).toHaveLength(0);
    expect(await college.words('MO', 'The MIS has everything')).toMatch(/Nothing is left/);
  });

  test('a refused mark that an amendment says anew leaves the list by itself and is not sent after it', async () => {
    day = addDays(day, 1);
    mis.does = ({ event }) => ({ status: event.mark === 'unauthorised' ? 400 : 202 });
    const id = await lesson({ 'BUS-L4': 'unauthorised' });
    expect(await college.c.misEvents.countDocuments({ 'refused.at': { $exists: true } })).toBe(1);
    await college.save(id, { 'BUS-L4': 'present' });
    expect(marksOf('L4', id).map((event) => event.mark)).toEqual(['present']);
    expect(await college.c.misEvents.countDocuments({ 'refused.at': { $exists: true } })).toBe(0);
    expect((await college.c.tasks.findOne({ kind: 'mis-refused' }))?.isOpen).toBe(false);
  });

  test('401 is no event’s fault: it is tried again, and metrics say why', async () => {
    day = addDays(day, 1);
    mis.does = () => ({ status: 401 });
    const id = await lesson();
    expect(await college.c.misEvents.countDocuments({ 'refused.at': { $exists: true } })).toBe(0);
    // Figures that do not come in time are left as they were.
    const metrics = async () => (await fetch(`http://127.0.0.1:${college.bot.port}/metrics`)).text();
    await until('metrics to say why', async () => /attendance_mis_failing\{code="http-401"\} 1/.test(await metrics()));
    expect(await metrics()).toMatch(/attendance_mis_waiting 4/);
    mis.does = () => ({ status: 202 });
    await college.moveTo('11:00', day);
    expect(marksOf('L1', id)).toHaveLength(1);
    expect(await college.c.misLanes.find({ lastCode: { $exists: true } }).toArray()).toEqual([]);
  });

  test('seven days away: somebody is asked, trying goes on, and order holds when it is back', async () => {
    day = addDays(day, 1);
    mis.does = () => ({ status: 503 });
    const id = await lesson({ 'BUS-L1': 'unauthorised' });
    for (let i = 0; i < 6; i++) {
      day = addDays(day, 1);
      await college.moveTo('09:00', day);
    }
    expect((await college.c.tasks.findOne({ kind: 'mis-refused' }))?.isOpen).toBe(false);
    day = addDays(day, 2);
    await college.moveTo('09:00', day);
    expect(await college.words('MO', 'The MIS did not take something')).toMatch(/has not taken it for seven days/);
    await college.save(id, { 'BUS-L1': 'present' });
    expect(marksOf('L1', id)).toEqual([]);

    mis.does = () => ({ status: 202 });
    await college.moveTo('10:00', day);
    expect(marksOf('L1', id).map((event) => event.mark)).toEqual(['unauthorised', 'present']);
    expect(await college.words('MO', 'The MIS has everything')).toMatch(/Nothing is left/);
  });

  test('under a hold nothing about the learner leaves, what was listed before it neither; after the release it does (S11)', async () => {
    day = addDays(day, 1);
    mis.does = ({ event }) => ({ status: event.learner_id === 'L4' ? 503 : 202 });
    const before = await lesson({ 'BUS-L4': 'unauthorised' });
    await college.say('L4', 'i do not feel safe at home');
    mis.does = () => ({ status: 202 });
    const calls = mis.calls.length;
    await college.save(before, { 'BUS-L4': 'present' });
    await college.moveTo('12:00', day);
    expect(mis.calls.slice(calls).filter(({ event }) => event.learner_id === 'L4')).toEqual([]);
    await college.press('S1', 'safe at home', 'I have it');
    await college.press('S1', 'safe at home', 'Release the hold', { 'What was done': 'spoke with her' });
    await college.moveTo('12:30', day);
    expect(marksOf('L4', before).map((event) => event.mark)).toEqual(['unauthorised', 'present']);
  });
});

test('while a key is changed, an MIS that knows either of the two can prove the request; with neither it refuses', async () => {
  const mis = await LoopbackMis.open();
  const [other, third] = ['2027a', '2027b'].map((id) => ({ id, secret: `another-secret-of-${id}-that-is-long` })) as [
    typeof mis.key,
    typeof mis.key,
  ];
  const send = async (keys: (typeof mis.key)[], ref: string) => {
    const { send } = createMisWebhook({ url: mis.url, keys });
    return send({ _id: ref, kind: 'mis', to: 'mis', ref, body: '{}', createdAt: new Date() });
  };
  expect(await send([mis.key, other], 'a')).toEqual({ ok: true });
  expect(await send([other, mis.key], 'b')).toEqual({ ok: true });
  expect(await send([other, third], 'c')).toEqual({ ok: false, kind: 'refused', code: 'http-401' });
  expect([...mis.kept.keys()]).toEqual(['a', 'b']);
  await mis.close();
});

test('an MIS that takes the call and never answers is given up after ten seconds and tried again', async () => {
  const mis = await LoopbackMis.open();
  mis.does = () => 'hang';
  const { send } = createMisWebhook({ url: mis.url, keys: [mis.key] });
  const elapsed = stopwatch();
  const answer = await send({ _id: 'a', kind: 'mis', to: 'mis', ref: 'a', body: '{}', createdAt: new Date() });
  expect(answer).toEqual({ ok: false, kind: 'unknown', code: 'TimeoutError' });
  expect(elapsed()).toBeLessThan(15_000);
  await mis.close();
});
