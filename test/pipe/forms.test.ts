import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { forms } from '../../src/usecases/desk/forms.ts';
import { commands } from '../../src/usecases/desk/show-help.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, inputId, inputsOf, saidBy, wordsOf } from '../teams/client.ts';

describe('forms keep what was picked, and can be left', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addSession({ _id: 's1', title: 'Morning' });
    await college.addSession({ _id: 's2', title: 'Afternoon', at: '13:00' });
    await college.addSession({ _id: 's3', title: 'Tomorrow', on: addDays(monday, 1) });
    await college.addSession({ _id: 's0', title: 'Last week', on: addDays(monday, -3) });
    await college.moveTo('09:00');
    await college.save('s1', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  test('every form that is opened by words has a way to leave it that takes no input along and changes nothing', async () => {
    const seen = new Set<string>();
    for (const id of ['T1', 'H1', 'O1', 'L2'])
      for (const { say } of commands) {
        await college.people.say(college.user(id), say);
        const card = college.teams.shownTo(college.user(id)).at(-1);
        const acts = actionsOf(card?.card).filter((one) => one.verb === 'form-submit');
        if (acts.length === 0) continue;
        seen.add(String(acts[0]?.data.id).split('|')[0] ?? '');
        const way = acts.find((one) => one.data.act === 'back');
        expect([say, way?.title, way?.associatedInputs]).toEqual([say, 'Not now', 'none']);
        const left = await college.people.press(college.user(id), card!, 'Not now');
        expect(saidBy(left)).toBe('Nothing was changed.');
      }
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['change-session', 'hand-over', 'set-break', 'set-elsewhere']),
    );
    for (const name of seen) expect(Object.keys(forms)).toContain(name);
  });

  test('“Another room” without a room asks for the room, and the session stays picked', async () => {
    await college.say('T1', 'change a session');
    const answer = await college.press('T1', 'Change or cancel a session', 'Change and tell everyone', {
      Session: 's2',
    });
    expect(answer.words).toMatch(/^Which room\? Please write the new one/);
    expect(inputsOf(answer.card)).toMatchObject({ f_session: 's2', f_what: 'room' });
    const mixed = await college.people.press(college.user('T1'), { card: answer.card! }, 'Change and tell everyone', {
      'What changes': 'cancel',
      'New room': 'Room 9',
      Why: 'the heating is off',
    });
    expect(saidBy(mixed)).toMatch(/^“New room”\. That button would throw away/);
    expect(inputsOf(mixed.card)).toMatchObject({ f_session: 's2', f_room: 'Room 9', f_why: 'the heating is off' });
    expect((await college.c.sessions.findOne({ _id: 's2' }))?.cancelled).toBeUndefined();
  });

  test('“Has returned” for someone without a break says so by name, and what was picked stays', async () => {
    await college.say('O1', 'break in learning');
    const answer = await college.press('O1', 'Break in learning', 'Has returned today', { Learner: 'L3' });
    expect(answer.words).toMatch(/^Chloe Evans\. There is no break in learning to end/);
    expect(inputsOf(answer.card).f_learner).toBe('L3');
    const lost = { 'Last day': '2026-12-18' };
    const typed = await college.people.press(college.user('O1'), { card: answer.card! }, 'Has returned today', lost);
    expect(saidBy(typed)).toMatch(/^“Last day”\. That button would throw away/);
  });

  test('“About a learner” goes back to the register, and comes back with what was done', async () => {
    const open = () => college.press('T1', '"registerId":"s1"', 'About a learner');
    const form = await open();
    const back = await college.people.press(college.user('T1'), { card: form.card! }, 'Back');
    expect(saidBy(back)).toContain('Saved 09:00 by Sam Lee');
    const again = await open();
    const empty = await college.people.press(college.user('T1'), { card: again.card! }, 'Send', {
      Learner: 'L3',
      'What is it?': 'worry',
    });
    expect(saidBy(empty)).toMatch(/^In a few words\. Please say it in a few words/);
    expect(inputsOf(empty.card)).toMatchObject({ f_learner: 'L3', f_what: 'worry' });
    const sent = await college.people.press(college.user('T1'), { card: empty.card! }, 'Send', {
      'What is it?': 'wrong-list',
      'In a few words': 'she says she is in group B',
    });
    await college.settled();
    expect(saidBy(sent)).toContain('have a task to check Chloe Evans’s group');
    expect(saidBy(sent)).toContain('Saved 09:00 by Sam Lee');
    expect(actionsOf(sent.card).map((one) => one.title)).toContain('Amend');
    expect(await college.words('H1', 'Please check the roll')).toContain('“she says she is in group B”');
  });

  test('cover offers what runs or is to come; with nobody to take it, it says why and what to do', async () => {
    await college.say('T1', 'cover');
    const shown = await college.card('T1', 'Cover or hand over');
    const what = JSON.stringify(shown.card).split(`"${inputId(shown.card, 'What')}"`)[1] ?? '';
    expect(what).toContain('All of Monday 23 November');
    expect(what).toContain('Tomorrow');
    expect(what).not.toContain('Last week');
    await college.c.people.updateMany({ _id: { $ne: 'T1' } }, { $pull: { roles: 'tutor' } });
    await college.say('T1', 'cover');
    const alone = await college.card('T1', 'There is no colleague yet who could take it');
    expect(wordsOf(alone.card)).toContain('The college office can add one.');
    expect(inputsOf(alone.card)).toEqual({});
    expect(actionsOf(alone.card).map((one) => one.title)).toEqual(['Not now']);
    await college.c.people.updateOne({ _id: 'T2' }, { $push: { roles: 'tutor' } });
  });

  test('a form of change is left as it was', async () => {
    await college.say('L4', 'not in tomorrow, dentist at 2');
    const form = await college.press('L4', 'Not in', 'Change');
    const left = await college.people.press(college.user('L4'), { card: form.card! }, 'Leave as it was');
    expect(saidBy(left)).toContain('Confirm');
    expect((await college.c.notices.findOne({ learnerId: 'L4' }))?.version).toBe(1);
  });

  test('what is asked about before it was understood has nothing it could be left as; it can be taken back', async () => {
    await college.say('L5', 'running late, flat tyre');
    const asked = await college.card('L5', 'About how many minutes late?');
    const titles = actionsOf(asked.card).map((one) => one.title);
    expect(titles).not.toContain('Leave as it was');
    expect(titles).toEqual(expect.arrayContaining(['Confirm', 'Not this']));
    const given = await college.press('L5', 'About how many minutes late?', 'Confirm', { 'Minutes late': '20' });
    expect(given.words).toContain('20 minutes late');
    const form = await college.press('L5', '20 minutes late', 'Change');
    expect(actionsOf(form.card!).map((one) => one.title)).toContain('Leave as it was');
  });

  test('P: “elsewhere” for some leaves what is picked on the open register; the tutor is told, and saving counts it', async () => {
    await college.addSession({ _id: 's4', title: 'Midday', at: '12:00', minutes: 45 });
    await college.moveTo('12:00');
    const before = await college.card('T1', 'Midday');
    await college.say('H1', 'elsewhere');
    const some = { 'Or single learners': 'L6,L7', Where: 'the theatre' };
    await college.press('H1', 'Elsewhere: trip, exam, placement', 'Set elsewhere', some);
    expect(await college.words('T1', 'Elsewhere: 2 learners')).toContain('the theatre, Monday 23 November');
    // Not drawn anew: who had picked marks on it has them still.
    expect(await college.card('T1', 'Midday')).toEqual(before);
    const picked = { 'Ben Carter': 'late:5' };
    const saved = await college.people.press(college.user('T1'), before, 'Rest present, save', picked);
    expect(wordsOf(saved.card)).toMatch(/Elsewhere[\s\S]*Ben Carter\s+Late 5 min/);
    const { rows = [] } = (await college.c.registers.findOne({ _id: 's4' })) ?? {};
    expect(rows.filter((row) => row.mark?.code === 'elsewhere').map((row) => row.learnerId)).toEqual(['L6', 'L7']);
  });

  test('P: “elsewhere” for a group tells the tutor, brings the open register up to date, and is one line when saved', async () => {
    await college.moveTo('13:00');
    const before = await college.card('T1', 'Afternoon');
    expect(inputsOf(before.card)).not.toHaveProperty('m_BUS-L5');
    await college.say('H1', 'elsewhere');
    await college.press('H1', 'Elsewhere: trip, exam, placement', 'Set elsewhere', {
      'A whole group': 'BUS|',
      Where: 'the museum',
    });

    const told = await college.words('T1', 'Elsewhere: 10 learners');
    expect(told).toContain('the museum, Monday 23 November. Set by Ruth Adeyemi.');
    expect(told).toContain('and 4 more');
    const after = await college.card('T1', ['Afternoon', 'Rest present, save']);
    expect(after.id).toBe(before.id);
    expect(wordsOf(after.card)).toContain('Ella Wright · Elsewhere today');
    expect(inputsOf(after.card)['m_BUS-L5']).toBe('elsewhere');
    const saved = await college.people.press(college.user('T1'), after, 'Rest present, save', {
      'Ben Carter': 'present',
    });
    expect(wordsOf(saved.card)).toContain('9\nElsewhere');
    expect(wordsOf(saved.card)).toMatch(/Elsewhere \(9\)\n {2}Aisha Khan, Chloe Evans, .*Jamie Smith/);
    expect(wordsOf(saved.card)).not.toMatch(/Ella Wright\n/);
  });
});
