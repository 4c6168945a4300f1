import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day, monday } from '../support/college.ts';
import { putMeeting } from '../support/put-to-people.ts';
import { addLessons, missOneTooMany, start } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('a learner’s story is a record that a panel reads: who did it, and how somebody is told whom it did not reach (S2)', () => {
  let college: College;

  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    for (const id of ['L2', 'M1', 'H1', 'T1']) await college.say(id, 'help');
    await addLessons(college, [0]);
    await missOneTooMany(college, ['L2']);
  });
  afterAll(() => college.close());

  const see = async (who: string, search = '') =>
    pageWords((await visitorOf(college).see(who, `story/L2${search}`)).text);

  test('a message that somebody sent is theirs, in Teams and by text; what a rule sends is by rule', async () => {
    await college.press('M1', ['Attendance report', 'Ben Carter'], 'Send to learner and parent');
    await putMeeting(college, 'L2');
    const when = { Day: day(3), Time: '15:30' };
    await college.press('M1', ['Arrange a meeting', 'Ben Carter'], 'Invite learner and parent', when);
    const words = await see('H1');
    expect(words).toMatch(/Maya Patel invites you to a meeting about Ben Carter’s[^.]*\. Maya Patel Parent /);
    expect(words).toMatch(/A meeting about your attendance\. Hello Ben,[^.]*\. Maya Patel Teams to Ben Carter/);
    expect(words).toMatch(/please talk to Maya Patel\. Maya Patel Teams to Ben Carter/);
    expect(words).toMatch(/Please tell us if something makes it hard to come in\. By rule Parent /);
  });

  test('who is asked to act is named as that and not as the doer, at each step that asks somebody else', async () => {
    await college.press('M1', ['B: Disciplinary', 'Ben Carter'], 'B: Disciplinary');
    const starts = { 'Starts on': start };
    await college.press('M1', ['Propose a Conduct Review', 'Ben Carter'], 'Propose it', starts);
    const words = await see('H1');
    expect(words).toContain('Conduct Review: asked of Maya Patel By rule');
    expect(words).toContain('Conduct Review: proposed now with Ruth Adeyemi Maya Patel');
  });

  test('an absence is by whoever marked it: the office, where it entered the register', async () => {
    await college.addSession({ _id: 'office', at: '11:00', minutes: 60, title: 'Workshop' });
    await college.moveTo('11:00');
    await college.save('office', { 'BUS-L2': 'unauthorised' }, 'O1');
    const words = await see('H1', '?kind=absence');
    expect(words).toMatch(/Absent: [^:]*11:00 Workshop[^:]* Pat Quinn/);
    expect(words).toMatch(/Absent: [^:]*09:00[^:]* Sam Lee/);
  });

  test('a message that did not arrive says whom to call, to those alone who may see the number', async () => {
    const toParent = { about: 'L2', to: '+44 7700 900900' };
    const fail = async (why: 'not-reached' | 'no-sender' | 'number-not-in-use') =>
      college.c.outbox.updateMany(toParent, {
        $set: { failed: { at: new Date(`${monday}T11:30Z`), why, code: '1' } },
        $unset: { deliveredAt: '', acceptedAt: '', next: '' },
      });
    await fail('not-reached');
    const call =
      /Parent \(parent or carer\): text message could not be delivered: phone off or out of reach Call \+44 7700 900900/;
    expect(await see('M1', '?kind=failed')).toMatch(call);
    expect(await see('T1', '?kind=failed')).not.toContain('900900');
    const { text } = await visitorOf(college).see('M1', 'story/L2?kind=failed');
    expect(text).toContain('<a href="tel:+447700900900">');
    await fail('no-sender');
    expect(await see('M1', '?kind=failed')).toContain('please tell them yourself, +44 7700 900900');
    expect(await see('T1', '?kind=failed')).not.toContain('900900');
    await fail('number-not-in-use');
    expect(await see('M1', '?kind=failed')).toContain('number not in use No other number or address on record');
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { 'contacts.0.email': 'parent@home.example' } });
    expect(await see('M1', '?kind=failed')).toContain('number not in use Write to parent@home.example');
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { 'contacts.0.doNotContact': true } });
    expect(await see('M1', '?kind=failed')).not.toMatch(/Write to|Call/);
  });

  test('its head has initials, reference, programme with the group of today, and the age for those alone who call the family', async () => {
    await college.c.people.updateOne({ _id: 'L2' }, { $set: { born: '2009-11-24' } });
    const groups = [
      { name: 'A', from: '2026-08-01', to: '2026-11-20' },
      { name: 'B', from: '2026-11-21' },
    ];
    await college.c.enrolments.updateOne({ _id: 'BUS-L2' }, { $set: { groups } });
    expect((await visitorOf(college).see('M1', 'story/L2')).text).toContain('class="initials" aria-hidden="true">BC<');
    expect(await see('M1')).toContain('Ben Carter BV-L2 · Level 2 Business, group B · age 16 ');
    for (const who of ['H1', 'O1']) expect(await see(who)).toContain('· age 16 ');
    expect(await see('T1')).toContain('Level 2 Business, group B');
    expect(await see('T1')).not.toContain('age 16');
    const own = pageWords((await visitorOf(college).see('L2', 'me')).text);
    expect(own).not.toContain('age 16');
  });

  test('“With a note” shows what somebody wrote words to, and nothing else', async () => {
    const decided = { learnerId: 'L2', 'decisions.0': { $exists: true } };
    await college.c.cases.updateOne(decided, { $set: { 'decisions.0.note': 'he said the bus was late' } });
    const noted = await see('M1', '?kind=notes');
    expect(noted).toMatch(
      /With a note (\d+) .*Only “With a note”: \1 of \d+\..*Decided: B: Disciplinary he said the bus was late Maya Patel/,
    );
    expect(noted).toContain('Attendance report: sent Monday 23 November Maya Patel');
    expect(noted).not.toContain('Conduct Review: proposed');
  });
});
