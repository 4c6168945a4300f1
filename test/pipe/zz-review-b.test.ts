import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/recount.ts';
import { College, monday } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const day = (n: number) => addDays(monday, n);
const history = Array.from({ length: 10 }, (_, i) => ({ code: i < 8 ? 'present' : 'authorised', on: day(-14 + i) }));
const out = (label: string, value: unknown) => process.stderr.write(`PROOF ${label}: ${JSON.stringify(value)}\n`);

describe('GL', () => {
  let college: College;
  let n = 0;
  beforeAll(async () => {
    college = await College.open();
    await college.addPerson('M0', 'Old Mentor', ['mentor']);
    for (const id of ['L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10', 'M0', 'M1', 'H1', 'O1', 'T1', 'T2']) await college.say(id, 'help');
    for (const id of ['L2', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9']) await college.addHistory(id, history);
    await college.addHistory('L3', Array.from({ length: 20 }, (_, i) => ({ code: i < 8 ? 'present' : i < 18 ? 'late' : 'authorised', ...(i >= 8 && i < 18 ? { minutesLate: 5 } : {}), on: day(-21 + i) })));
    await college.c.enrolments.updateOne({ _id: 'BUS-L10' }, { $set: { to: '2026-07-31', from: '2025-09-01', mentorId: 'M0' } });
    await college.c.enrolments.insertOne({ _id: 'BUS2-L10', learnerId: 'L10', programmeId: 'BUS', groups: [], from: '2026-08-01', mentorId: 'M1' });
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());
  async function lesson(on: string, at: string, marks: Record<string, string>): Promise<string> {
    const _id = `z${++n}`;
    await college.addSession({ _id, on, at, minutes: 60, title: `Lesson ${_id}` });
    await college.moveTo(at, on);
    await college.save(_id, marks);
    return _id;
  }
  const steps = (l: string, k: number) => college.c.tasks.find({ learnerId: l, 'data.n': k, kind: { $in: ['step', 'meeting', 'conduct-review'] } }).toArray();
  const fair = async (by: string, l: string, what: string, more: Record<string, string> = {}) => {
    const a = await college.people.invoke(college.user(by), 'form-submit', { id: `set-fairness|${l}`, version: 1, act: 'set', f_what: what, f_why: 'a good reason', ...more });
    await college.settled();
    return JSON.stringify(a.body).slice(0, 120);
  };

  test('P1,P3,P18', async () => {
    const id = await lesson(day(0), '09:00', { 'BUS-L2': 'unauthorised', 'BUS-L4': 'unauthorised', 'BUS-L5': 'unauthorised', 'BUS-L7': 'unauthorised', 'BUS-L8': 'unauthorised', 'BUS-L9': 'unauthorised', 'BUS2-L10': 'unauthorised' });
    out('P1 before', (await steps('L2', 1)).map((o) => o.state));
    await fair('H1', 'L2', `aside:green-labyrinth:${day(0)}`);
    out('P1 aside', (await steps('L2', 1)).map((o) => o.state));
    await fair('H1', 'L2', `count:green-labyrinth:${day(0)}`);
    out('P1 counted again: steps', (await steps('L2', 1)).map((o) => o.state));
    out('P1 occurrence-steps', (await college.c.tasks.findOne({ _id: 'occurrence-steps|L2|green-labyrinth|2026|1' }))?.state);
    out('P1 person', await college.c.people.findOne({ _id: 'L2' }, { projection: { setAside: 1, adjustments: 1 } }));
    await college.moveTo('09:05');
    const form = await college.people.press(college.user('T1'), await college.card('T1', `"registerId":"${id}"`), 'Amend');
    await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', { 'Daniel Osei': 'late:5' });
    await college.settled();
    await college.moveTo('09:45');
    out('P3 L4 mark', (await college.c.marks.findOne({ sessionId: id, learnerId: 'L4' }))?.code);
    out('P3 L4 sent', await college.sent('L4'));
    out('P18 report', college.find('M1', ['Attendance report', 'Daniel Osei']) && (await college.words('M1', ['Attendance report', 'Daniel Osei'])).slice(0, 200));
    out('P20 L10 case', (await college.c.tasks.find({ learnerId: 'L10' }).toArray()).map((o) => [o.kind, o.ownerIds]));
  });

  test('P2 lateness adjustment', async () => {
    const s = () => college.c.standings.findOne({ learnerId: 'L3', packId: 'green-labyrinth' });
    out('P2 before', [(await s())?.percent, (await s())?.tally]);
    await fair('H1', 'L3', 'ignore-late');
    out('P2 after', [(await s())?.percent, (await s())?.tally]);
  });

  test('P6/P7 contest', async () => {
    await lesson(day(1), '09:00', { 'BUS-L7': 'unauthorised', 'BUS-L8': 'unauthorised', 'BUS-L9': 'unauthorised' });
    await college.say('L7', 'contest');
    await college.press('L7', 'Ask for another look', 'Send', { 'What do you': 'flag|green-labyrinth', 'Why?': 'not fair' });
    out('P6 contest open', await college.c.tasks.countDocuments({ kind: 'contest', learnerId: 'L7', isOpen: true }));
    const pressed = await college.press('M1', ['B: Disciplinary', 'Grace Liu'], 'B: Disciplinary');
    out('P6 decision went through', pressed.words.slice(0, 400));
    await college.press('M1', ['Propose a Conduct Review', 'Grace Liu'], 'Propose it', { 'Starts on': day(7) });
    await college.press('H1', ['Approve this Conduct Review?', 'Grace Liu'], 'Approve');
    out('P6 review', (await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L7' }))?.state);
    out('P6 still contested', await college.c.tasks.countDocuments({ kind: 'contest', learnerId: 'L7', isOpen: true }));
    // P13
    const handed = await college.people.invoke(college.user('H1'), 'form-submit', { id: 'hand-over', version: 1, act: 'hand-over', f_what: 'tasks', f_to: 'T2' });
    await college.settled();
    out('P13', JSON.stringify(handed.body).slice(0, 300));
    out('P13 contest owner', (await college.c.tasks.findOne({ kind: 'contest', learnerId: 'L7' }))?.ownerIds);
    out('P13 T2 sees', [college.find('T2', 'A learner contests') !== undefined, college.find('H1', 'A learner contests') !== undefined]);
    await college.c.tasks.updateMany({ ownerIds: 'T2', isOpen: true, kind: 'contest' }, { $set: { ownerIds: ['H1'] } });
  });

  test('P7 anew', async () => {
    await college.press('M1', ['A: No action', 'Harry Singh'], 'B: Disciplinary');
    await college.say('L8', 'contest');
    const caseId = (await college.c.cases.findOne({ learnerId: 'L8', kind: 'fall' }))?._id ?? '';
    await college.press('L8', 'Ask for another look', 'Send', { 'What do you': caseId, 'Why?': 'my mum is ill' });
    await college.press('H1', ['A learner contests', 'Harry Singh'], 'Decide it anew', { 'Your answer': 'we look again' });
    const c = await college.c.cases.findOne({ _id: caseId });
    out('P7 reopened for', [c?.ownerId, c?.state, c?.decisions.map((d) => d.byId)]);
    await college.press('M1', ['C: Fitness to study', 'Harry Singh'], 'C: Fitness to study', { Note: 'family illness' });
    out('P7 tasks', (await college.c.tasks.find({ learnerId: 'L8', kind: { $in: ['step', 'conduct-review', 'fitness-to-study'] }, isOpen: true }).toArray()).map((o) => [o.kind, o.state, (o.data as { label?: string }).label]));
    out('P7b M1 fitness card has buttons', JSON.stringify(college.find('M1', ['Fitness to study', 'Harry Singh', 'says why'])?.card ?? '').includes('Careers Coach 1:1'));
  });

  test('P19 withdrawn review', async () => {
    for (const label of ['Record the attendance', 'Ask for evidence']) await college.press('M1', [label, 'Isla Murphy'], 'Done');
    await college.press('T1', ['Ask whether coursework', 'Isla Murphy'], 'Done');
    out('P19 steps 2', (await steps('L9', 2)).map((o) => [o.kind, o.state]));
    await college.press('M1', ['Propose a Conduct Review', 'Isla Murphy'], 'Propose it', { 'Starts on': day(7) });
    await college.press('H1', ['Approve this Conduct Review?', 'Isla Murphy'], 'Approve');
    const before = (await college.sent('L9')).length;
    await fair('H1', 'L9', `aside:green-labyrinth:${day(1)}`);
    const r = await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L9' });
    out('P19 review', [r?.state, r?.history.at(-1)]);
    out('P19 told after', (await college.sent('L9')).slice(before));
    out('P19 statuses', (await college.c.enrolments.findOne({ _id: 'BUS-L9' }))?.statuses?.map((o) => o.status));
  });

  test('P8 deputies', async () => {
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { deputyId: 'O1', away: [{ from: day(1), to: day(3) }] } });
    const id = await lesson(day(2), '09:00', { 'BUS-L5': 'unauthorised', 'BUS-L4': 'unauthorised' });
    const card = college.find('O1', ['B: Disciplinary', 'Ella Wright']);
    out('P8 deputy has card', card !== undefined);
    if (card) await college.people.press(college.user('O1'), card, 'B: Disciplinary');
    await college.settled();
    out('P8 tasks', (await college.c.tasks.find({ learnerId: 'L5', kind: { $in: ['step', 'conduct-review'] }, _id: /fall/ }).toArray()).map((o) => [o.kind, o.ownerIds]));
    out('P8 O1 sees warning / M1 sees', [college.find('O1', ['verbal warning', 'Ella Wright']) !== undefined, college.find('M1', ['verbal warning', 'Ella Wright']) !== undefined]);
    await college.c.people.updateOne({ _id: 'M1' }, { $set: { away: [] } });
    await college.c.people.updateOne({ _id: 'H1' }, { $set: { deputyId: 'O1', away: [{ from: day(1), to: day(3) }] } });
    await college.press('M1', ['C: Fitness to study', 'Daniel Osei'], 'B: Disciplinary');
    await college.press('M1', ['Propose a Conduct Review', 'Daniel Osei'], 'Propose it', { 'Starts on': day(7) });
    const ask = college.find('O1', ['Approve this Conduct Review?', 'Daniel Osei']);
    out('P8b deputy asked', ask !== undefined);
    if (ask) await college.people.press(college.user('O1'), ask, 'Approve');
    await college.settled();
    const r = await college.c.tasks.findOne({ kind: 'conduct-review', learnerId: 'L4' });
    out('P8b', [r?.state, (r?.data as { approvedBy?: string }).approvedBy, r?.history.at(-1)?.byId, (await college.c.enrolments.findOne({ _id: 'BUS-L4' }))?.statuses]);
    await college.c.people.updateOne({ _id: 'H1' }, { $set: { away: [] } });
    out('id', id);
  });

  test('P4 place', async () => {
    const ids: string[] = [];
    for (const at of ['10:00', '11:00', '12:00']) ids.push(await lesson(day(2), at, { 'BUS-L6': 'unauthorised' }));
    const t = () => college.c.tasks.findOne({ kind: 'place-decision', learnerId: 'L6' });
    out('P4 first', [(await t())?.state, (await college.c.standings.findOne({ learnerId: 'L6' }))?.percent]);
    const form = await college.people.press(college.user('T1'), await college.card('T1', `"registerId":"${ids[0]}"`), 'Amend');
    await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', { 'Freddie Novak': 'present' });
    await college.settled();
    out('P4 amended', [(await t())?.state, (await college.c.standings.findOne({ learnerId: 'L6' }))?.percent]);
    for (const at of ['13:00', '14:00', '15:00', '16:00']) await lesson(day(2), at, { 'BUS-L6': 'unauthorised' });
    out('P4 below again', [(await t())?.state, (await t())?.isOpen, (await college.c.standings.findOne({ learnerId: 'L6' }))?.percent]);
  });

  test('P11 GL report', async () => {
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', { Learner: 'L8', 'What have': 'stopped answering' });
    const c = college.find('H1', ['stopped answering']);
    out('P11', [c !== undefined, JSON.stringify(c?.card ?? {}).includes('Action.Execute'), (await college.c.cases.findOne({ kind: 'report', learnerId: 'L8' }))?.state]);
  });

  test('P14 late approval, P15 break', async () => {
    await college.press('M1', ['Propose a Conduct Review', 'Ella Wright'], 'Propose it', { 'Starts on': day(7) }).catch((e: Error) => out('P14 no draft', e.message));
    await college.press('M1', ['Propose a Conduct Review', 'Harry Singh'], 'Propose it', { 'Starts on': day(7) });
    // break for L2: occurrence 2 waiting
    await lesson(day(3), '09:00', { 'BUS-L6': 'unauthorised' });
    await college.c.enrolments.updateMany({ learnerId: 'L6' }, { $set: { breaks: [{ from: day(4) }] } });
    const before = await college.c.tasks.countDocuments({ learnerId: 'L6', kind: { $in: ['step', 'meeting', 'conduct-review'] } });
    await college.moveTo('09:30', day(14));
    out('P15 offered in break', [before, await college.c.tasks.countDocuments({ learnerId: 'L6', kind: { $in: ['step', 'meeting', 'conduct-review'] } })]);
    await college.moveTo('09:00', day(28));
    await college.press('H1', ['Approve this Conduct Review?', 'Harry Singh'], 'Approve');
    const r = await college.c.tasks.find({ kind: 'conduct-review', learnerId: 'L8' }).toArray();
    out('P14', r.map((o) => [o.state, (o.data as { from?: string }).from, (o.data as { to?: string }).to]));
    out('P14 learner told', (await college.words('L8', 'Your Conduct Review')).slice(0, 300));
    out('P14 today', day(28));
  });
});

describe('STS', () => {
  let college: College;
  let n = 0;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'E1', 'T1', 'A1', 'S1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  async function session(on: string, marks: Record<string, string>): Promise<void> {
    const _id = `y${++n}`;
    await college.addSession({ _id, programmeId: 'APP', on, minutes: 60, title: `Planned ${_id}`, type: 'other' });
    await college.moveTo('09:00', on);
    await college.save(_id, marks);
  }
  test('P9 hold, P10 lateness', async () => {
    await college.say('L1', 'i want to kill myself');
    await session(day(0), { 'APP-L1': 'unauthorised', 'APP-L2': 'late:30' });
    await session(day(1), { 'APP-L1': 'unauthorised', 'APP-L2': 'late:30' });
    await session(day(2), { 'APP-L2': 'late:30' });
    await college.press('S1', 'safeguarding concern', 'I have it');
    const c = await college.c.concerns.findOne({ aboutId: 'L1' });
    const rel = await college.people.invoke(college.user('S1'), 'concern-release', { concernId: c?._id });
    await college.settled();
    out('P9 released', [rel.status, (await college.c.concerns.findOne({ aboutId: 'L1' }))?.state]);
    out('P9 noticed', (await college.c.standings.findOne({ learnerId: 'L1', packId: 'sts' }))?.noticed);
    out('P9 cases', await college.c.cases.countDocuments({ learnerId: 'L1' }));
    out('P10 case', (await college.c.cases.findOne({ learnerId: 'L2', kind: 'noticed' }))?.why);
    for (const k of [4, 7, 8, 9, 10, 11]) await session(day(k), { 'APP-L2': 'late:30' });
    await college.moveTo('09:00', day(17));
    out('P10 watch', (await college.c.tasks.findOne({ kind: 'improvement-watch', learnerId: 'L2' }))?.history.at(-1));
  });
  test('P12 removal then close; P17 employer under a hold', async () => {
    await college.say('T1', 'report at risk');
    await college.press('T1', 'Who is at risk', 'Send to the manager', { Learner: 'L3', 'What have': 'has stopped answering' });
    const words = ['at risk of disengaging', 'Chloe Evans'];
    await college.say('L3', 'i want to kill myself');
    out('P17 press', (await college.press('A1', words, 'Inform employer')).words.slice(0, 500));
    const c = await college.c.concerns.findOne({ aboutId: 'L3' });
    await college.people.invoke(college.user('S1'), 'concern-release', { concernId: c?._id });
    await college.settled();
    out('P17 employer knows', college.find('E1', 'About Chloe Evans') !== undefined);
    out('P17 button again', JSON.stringify((await college.card('A1', words)).card).includes('"title":"Inform employer"'));
    await college.press('A1', words, 'Action plan');
    await college.press('A1', ['what is to be done?', 'Chloe'], 'Add this action', { Action: 'Come in on Tuesday', Who: 'L3', By: day(30) });
    await college.press('A1', ['what is to be done?', 'Chloe'], 'Start the plan', { 'Review the plan': day(21) });
    await college.moveTo('09:00', day(21));
    await college.press('A1', ['time to review', 'Chloe'], 'Propose removal', { 'What has come': 'no contact' });
    await college.press('A1', ['Removal proposed', 'Chloe'], 'Remove from the programme', { Why: 'agreed' });
    await college.say('L3', 'contest');
    out('P5 contest offers', (await college.words('L3', 'Ask for another look')).slice(0, 300));
    out('P5 told of removal', college.find('L3', 'emov') !== undefined);
    await college.press('A1', words, 'Close');
    out('P12', (await college.c.enrolments.findOne({ _id: 'APP-L3' }))?.statuses?.map((o) => o.status));
    await college.moveTo('17:01', day(30));
    out('P12b learner chased after removal', college.find('L3', 'Action overdue') !== undefined);
    expect(wordsOf).toBeDefined();
  });
});
