import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';
import { appendFileSync } from 'node:fs';
const log = (...a: unknown[]) => appendFileSync('/tmp/zz-a.log', a.map((x) => typeof x === 'string' ? x : JSON.stringify(x)).join(' ') + '\n');
const tuesday = addDays(monday, 1);

describe('one', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'T1','T2', 'E1', 'O1', 'A1', 'H1', 'M1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const mark = async (s: string, l: string) => (await college.c.registers.findOne({ _id: s }))?.rows.find((r) => r.learnerId === l)?.mark;

  test('1 accept while open', async () => {
    await college.addSession({ _id: 'r1' });
    await college.say('L4', 'not in today, dentist');
    await college.press('L4', 'Not in', 'Confirm');
    await college.moveTo('09:00');
    const card = await college.card('T1', '"registerId":"r1"');
    const batch = await college.card('O1', 'Absences to decide');
    log('2 reject inputs:', actionsOf(batch.card).map((a) => [a.title, (a as any).associatedInputs]));
    await college.press('O1', 'Absences to decide', 'Accept');
    const answer = await college.people.press(college.user('T1'), card, 'Rest present, save');
    log('1 save after accept:', answer.body.value && typeof answer.body.value === 'string' ? answer.body.value : wordsOf(answer.card).slice(0, 200));
    log('1 register state', (await college.c.registers.findOne({ _id: 'r1' }))?.state);
    const late = await college.card('T1','Daniel Osei');
    log('1 newest T1 card with Daniel', wordsOf(late.card).slice(0, 300));
  });

  test('3 free times', async () => {
    const opts = { programmeId: 'APP', type: 'one-to-one', minutes: 60 };
    // tutor has a 1-2-1 with L3 on Tuesday 09:00
    await college.addSession({ _id: 'busy', ...opts, on: tuesday, at: '09:00', learnerIds: ['L3'], title: 'Busy with Chloe', next: undefined as never });
    await college.addSession({ _id: 'o1', ...opts, at: '11:00', learnerIds: ['L1'], title: 'One A' });
    await college.addSession({ _id: 'o2', ...opts, at: '11:00', learnerIds: ['L2'], title: 'One B' });
    await college.moveTo('11:00');
    await college.save('o1', { 'APP-L1': 'unauthorised' });
    await college.save('o2', { 'APP-L2': 'unauthorised' });
    log('3 offer card', (await college.words('T1', ['Agree an alternative', 'One A'])).includes('Tuesday 24 November, 09:00'), JSON.stringify((await college.card('T1', ['Agree an alternative', 'One A'])).card).match(/Tuesday 24 November, \d\d:\d\d/g));
    await college.press('T1', ['Agree an alternative', 'One A'], 'Offer these times');
    await college.press('T1', ['Agree an alternative', 'One B'], 'Offer these times');
    await college.press('L1', 'Pick a time', 'Agree this time');
    const b = await college.press('L2', 'Pick a time', 'Agree this time');
    log('3 b', b.words);
    log('3 sessions', (await college.c.sessions.find({ programmeId: 'APP', day: tuesday }).toArray()).map((s) => [s._id, s.startsAt, s.tutorIds, s.learnerIds]));
    // 11: amended → release remains
    const form = await college.people.press(college.user('T1'), await college.card('T1', '"registerId":"o1"'), 'Amend');
    await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', { 'Aisha Khan': 'present' });
    await college.settled();
    log('11 release', (await college.c.tasks.find({ kind: 'release' }).toArray()).map((t) => [t._id, t.state, t.isOpen]));
    log('11 employer card', (await college.words('E1', ['Release for a 1-2-1', 'Aisha'])));
    log('11 alt', (await college.c.sessions.find({ agreedIn: /o1/ }).toArray()).map((s) => s.cancelled));
    // cancel agreed alternative for L2 → task?
    const alt = await college.c.sessions.findOne({ agreedIn: /o2/ });
    await college.say('T1', 'change a session');
    log('11b cancel', (await college.press('T1', 'Change or cancel', 'Change and tell everyone', { Session: alt!._id, 'What changes': 'cancel', Why: 'tutor ill' })).words);
    log('11b task', (await college.c.tasks.find({ kind: 'alternative-session', sessionId: 'o2' }).toArray()).map((t) => [t.state, t.isOpen, t.next]));
    log('11b T1 card', await college.words('T1', ['1-2-1', 'One B', 'agreed']));
  });

  test('6 prepare + cancelled loop', async () => {
    const s = await college.addSession({ _id: 'pc', on: tuesday, at: '10:00', next: { step: 'prepare', at: new Date(`${tuesday}T09:45:00Z`) } });
    await college.c.sessions.updateOne({ _id: 'pc' }, { $set: { cancelled: { by: 'T1', at: new Date(), why: 'x' } } });
    await college.bot.clock.moveTo(new Date(`${tuesday}T09:46:00Z`));
    college.bot.world.wake();
    await new Promise((r) => setTimeout(r, 1500));
    const doc: any = await college.c.sessions.findOne({ _id: 'pc' });
    log('6', doc.next, doc.lease, doc.tries, (await college.bot.due.counts(college.bot.clock.now())).due);
    await college.c.sessions.updateOne({ _id: 'pc' }, { $unset: { next: '', lease: '' } });
    await college.settled();
  });

  test('4 log-activity', async () => {
    const wed = addDays(monday, 2);
    await college.moveTo('08:00', wed);
    await college.say('L1', 'not in today, dentist');
    await college.press('L1', 'Not in', 'Confirm');
    await college.addSession({ _id: 'st', programmeId: 'APP', on: wed, at: '10:00', minutes: 60, type: 'independent-study', title: 'Study', learnerIds: ['L1', 'L2'] });
    await college.moveTo('11:00', wed);
    log('4 asked', (await college.words('L1', 'Did you do this?')).slice(0, 100));
    log('4 told', (await college.c.registers.findOne({ _id: 'st' }))?.rows.map((r) => [r.learnerId, r.told]));
    await college.press('L2', ['Did you do this?', 'Study'], 'I did it', { 'For how many minutes?': '60' });
    await college.moveTo('17:01', '2026-11-27');
    log('4 L1 mark', await mark('st', 'L1'));
    log('4 L2 mark before', await mark('st', 'L2'), (await college.c.tasks.findOne({ _id: 'log-activity|st|APP-L2' }))?.state, (await college.c.tasks.findOne({ _id: 'log-activity|st|APP-L2' }))?.next);
    await college.press('T1', ['Accept what was logged?', 'Study'], 'Ask the learner', { 'If you have': 'which chapter?' });
    log('4 L2 mark after question', await mark('st', 'L2'), (await college.c.tasks.findOne({ _id: 'log-activity|st|APP-L2' }))?.state);
    log('4 L2 card', await college.words('L2', ['Study', 'Not logged']));
  });

  test('5 HoSP hands over tasks', async () => {
    const day = '2026-11-30';
    await college.addSession({ _id: 'm1', programmeId: 'APP', on: day, title: 'Group', type: 'other', minutes: 60 });
    await college.moveTo('09:00', day);
    await college.save('m1', { 'APP-L1': 'unauthorised' });
    await college.moveTo('09:31', day);
    log('5 before', (await college.words('A1', 'Missing: Monday 30')).slice(0, 80));
    await college.say('A1', 'cover');
    log('5', (await college.press('A1', 'Cover or hand over', 'Hand over', { What: 'tasks', To: 'T2' })).words);
    log('5 T2 has', !!college.find('T2', 'Missing: Monday 30'), 'A1 sees', wordsOf(college.find('A1', 'handed to someone else')?.card));
    await college.say('T2', 'my tasks');
    log('5 T2 tasks', await college.words('T2', 'My tasks'));
    await college.moveTo('09:01', '2026-12-01');
    log('5 later T2', !!college.find('T2', 'Missing: Monday 30'), (await college.c.tasks.find({ kind: 'missing', isOpen: true }).toArray()).map((t) => [t._id, t.ownerIds]));
  });

  test('8 learner extends own deadline by forged press', async () => {
    const day = '2026-12-01';
    await college.addSession({ _id: 'ws', programmeId: 'APP', on: day, at: '10:00', title: 'WS', type: 'workshop', minutes: 60 });
    await college.moveTo('10:00', day);
    await college.save('ws', { 'APP-L2': 'unauthorised' });
    await college.press('T1', ['Set the missed work', 'WS'], 'Set the work', { 'What they are': 'Unit 4', By: '2026-12-03' });
    const t = await college.c.tasks.findOne({ kind: 'missed-work', sessionId: 'ws' });
    const a = await college.people.invoke(college.user('L2'), 'task-act', { id: t!._id, version: t!.version, act: 'extend', f_deadline: '2027-06-01' });
    await college.settled();
    const after = await college.c.tasks.findOne({ _id: t!._id });
    log('8', after?.data, after?.ownerIds, after?.watcherIds);
    log('8 T1', wordsOf(college.find('T1', 'handed to someone')?.card));
  });

  test('9 enter register of ten days ago', async () => {
    const now = '2026-12-03';
    await college.moveTo('08:00', now);
    await college.addSession({ _id: 'old', programmeId: 'APP', on: '2026-11-24', at: '13:00', title: 'Imported late', minutes: 60, tutorIds: ['T2'], type: 'other', next: undefined as never });
    const before = college.teams.shownTo(college.user('T2')).length;
    const beforeA = college.teams.shownTo(college.user('A1')).length;
    await college.say('O1', 'enter a register');
    await college.press('O1', 'Enter a register', 'Open it', { Session: 'old' });
    log('9 T2', college.teams.shownTo(college.user('T2')).slice(before).map((c) => wordsOf(c.card).slice(0, 120)));
    log('9 A1', college.teams.shownTo(college.user('A1')).slice(beforeA).map((c) => wordsOf(c.card).slice(0, 160)));
  });

  test('10 elsewhere flood', async () => {
    const now = '2026-12-04';
    for (const [i, at] of ['09:00', '10:00', '11:00'].entries())
      await college.addSession({ _id: `f${i}`, on: now, at, minutes: 50, title: `Lesson ${i}` });
    await college.moveTo('11:05', now);
    for (const i of [0, 1]) await college.save(`f${i}`);
    const before = college.teams.shownTo(college.user('T1')).length;
    await college.say('H1', 'elsewhere');
    log('10', (await college.press('H1', 'Elsewhere: trip', 'Set elsewhere', { 'A whole group': 'BUS|', Where: 'Bath' })).words);
    const cards = college.teams.shownTo(college.user('T1')).slice(before);
    log('10 count', cards.length, cards.slice(0, 2).map((c) => wordsOf(c.card)));
    // a fresh open register card: L4 etc. T1's open card f2 had no prefill
    const f2 = await college.card('T1', '"registerId":"f2"');
    const a = await college.people.press(college.user('T1'), f2, 'Rest present, save');
    log('10 save f2', typeof a.body.value === 'string' ? a.body.value : wordsOf(a.card).slice(0, 200));
  });
});
