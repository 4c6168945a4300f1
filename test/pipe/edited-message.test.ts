import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const thursday = addDays(monday, 3);
const friday = addDays(monday, 4);

describe('messages that are changed, deleted or brought back in the chat', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'E1', 'S1']) await college.say(id, 'help');
    for (const on of [tuesday, thursday, friday]) await college.addSession({ _id: on, on, title: 'Business' });
  });
  afterAll(() => college.close());

  const write = async (id: string, messageId: string, text: string) => {
    await college.people.say(college.user(id), text, { id: messageId });
    await college.settled();
  };
  const edit = async (id: string, messageId: string, text: string, fields = {}) => {
    const answer = await college.people.edit(college.user(id), messageId, text, fields);
    await college.settled();
    return answer.status;
  };
  const remove = async (id: string, messageId: string) => {
    await college.people.remove(college.user(id), messageId);
    await college.settled();
  };
  const open = (learnerId: string, state = 'draft') =>
    college.c.notices
      .find({ learnerId, state: state as 'draft' })
      .sort({ createdAt: 1 })
      .toArray();
  const shown = (id: string) => college.teams.shownTo(college.user(id)).length;

  test('a draft follows the edit; the card of the old words has no buttons any more', async () => {
    await write('L1', 'm1', 'off sick tomorrow');
    await college.card('L1', 'Not in, Tuesday 24 November');
    expect(await edit('L1', 'm1', 'off sick Thursday')).toBe(200);
    expect((await open('L1')).map((one) => one.days)).toEqual([[thursday]]);
    const old = college.find('L1', ['Not in, Tuesday 24 November', 'Put away']);
    expect(wordsOf(old?.card)).toContain('You wrote later: Not in, Thursday 26 November');
    expect(actionsOf(old?.card)).toEqual([]);
    await college.press('L1', ['Not in, Thursday', 'obody has been told'], 'Confirm');
    expect((await open('L1', 'confirmed')).map((one) => one.days)).toEqual([[thursday]]);
  });

  test('what is confirmed stands until the card of the edit is confirmed', async () => {
    expect(await edit('L1', 'm1', 'off sick Friday')).toBe(200);
    expect((await open('L1', 'confirmed')).map((one) => one.days)).toEqual([[thursday]]);
    expect(await college.words('L1', ['Not in, Friday', 'obody has been told'])).toContain(
      'This replaces: Not in, Thursday 26 November',
    );
    await college.press('L1', ['Not in, Friday', 'obody has been told'], 'Confirm');
    expect((await open('L1', 'confirmed')).map((one) => one.days)).toEqual([[friday]]);
  });

  test('a mended spelling and a redelivered edit change nothing', async () => {
    await write('L2', 'm2', 'off sick tomorow');
    const before = [await open('L2'), shown('L2')];
    await edit('L2', 'm2', 'off sick tomorrow');
    expect([await open('L2'), shown('L2')]).toEqual(before);
    const at = { timestamp: '2026-11-23T08:10:00.000Z' };
    await edit('L2', 'm2', 'not in on Thursday, dentist', at);
    const once = [await open('L2'), shown('L2')];
    expect((await open('L2')).map((one) => one.days)).toEqual([[thursday]]);
    await edit('L2', 'm2', 'not in on Thursday, dentist', at);
    expect([await open('L2'), shown('L2')]).toEqual(once);
  });

  test('an edit that says nothing of an absence puts the draft away; a confirmed one is asked about', async () => {
    await edit('L2', 'm2', 'see you all at the game');
    await college.card('L2', 'You changed your message, so this is put away: Not in, Thursday');
    expect(await open('L2')).toEqual([]);
    await edit('L1', 'm1', 'see you all at the game');
    await college.card('L1', 'but what it said still counts: Not in, Friday 27 November');
    expect(await college.words('L1', 'Take this back?')).toContain('Not in, Friday');
    await college.say('L1', 'yes');
    expect(await open('L1', 'confirmed')).toEqual([]);
  });

  test('an edit to words of harm reaches the Safeguarding Team, in a channel too (S11)', async () => {
    await write('L3', 'm3', 'see you tomorrow');
    await edit('L3', 'm3', 'i want to die');
    await college.card('L3', 'Someone from our Safeguarding Team');
    expect(await college.words('S1', 'Chloe Evans')).toContain('i want to die');
    college.teams.addChannel('19:talk@thread.tacv2', [college.user('L6'), college.user('T1')]);
    const conversation = { id: '19:talk@thread.tacv2', conversationType: 'channel', tenantId: college.teams.tenantId };
    await edit('L6', 'm6', 'my stepdad hits me', { conversation });
    expect(await college.words('S1', 'Freddie Novak')).toContain('my stepdad hits me');
    expect(await college.words('L6', 'Someone from our Safeguarding Team')).toContain('999');
    expect([...(college.teams.chats.get('19:talk@thread.tacv2')?.values() ?? [])]).toEqual([]);
  });

  test('a deleted message takes its draft along, and brings it back; what counts already stays until taken back', async () => {
    await write('L4', 'm4', 'not in tomorrow, dentist at 2');
    await remove('L4', 'm4');
    await college.card('L4', 'You deleted your message, so this is put away: Not in, Tuesday');
    expect(await open('L4')).toEqual([]);
    await college.people.bringBack(college.user('L4'), 'm4', 'not in tomorrow, dentist at 2');
    await college.settled();
    await college.press('L4', ['Not in, Tuesday', 'obody has been told'], 'Confirm');
    await remove('L4', 'm4');
    await college.card('L4', 'You deleted your message, but what it said still counts: Not in, Tuesday');
    expect(await open('L4', 'confirmed')).toHaveLength(1);
    await college.press('L4', 'Take this back?', 'Take back');
    expect(await open('L4', 'confirmed')).toEqual([]);
  });

  test('a concern stays when its message is deleted; a message nobody knows changes nothing', async () => {
    const concerns = await college.c.concerns.find().toArray();
    await remove('L3', 'm3');
    expect(await college.c.concerns.find().toArray()).toEqual(concerns);
    const before = shown('L5');
    await remove('L5', 'never-seen');
    expect(shown('L5')).toBe(before);
  });

  test('an employer’s message about two: the one taken out by an edit is put away, the other stays', async () => {
    await write('E1', 'm7', 'Aisha Khan and Ben Carter are off tomorrow, stocktake');
    await edit('E1', 'm7', 'Ben Carter is off tomorrow, stocktake');
    expect([await open('L1'), (await open('L2')).map((one) => one.days)]).toEqual([[], [[tuesday]]]);
    await college.card('E1', 'You changed your message, so this is put away');
  });
});
