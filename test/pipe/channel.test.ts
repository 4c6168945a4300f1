import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';
import { wordsOf } from '../teams/client.ts';

describe('a programme whose registers go to a team channel', () => {
  let college: College;
  const channel = '19:staff@thread.tacv2';
  beforeAll(async () => {
    college = await College.open();
    await college.c.programmes.updateOne(
      { _id: 'BUS' },
      { $set: { channel: { id: channel, serviceUrl: college.teams.serviceUrl } } },
    );
  });
  afterAll(() => college.close());

  const inChannel = (words: string) =>
    [...(college.teams.chats.get(channel)?.values() ?? [])].find((one) => wordsOf(one.card).includes(words));

  test('with staff alone the card stands there, and a tutor of the session saves it there', async () => {
    college.teams.addChannel(
      channel,
      ['T1', 'T2', 'M1', 'H1', 'O1'].map((id) => college.user(id)),
    );
    await college.addSession({ _id: 'c1', title: 'In the channel' });
    await college.moveTo('09:00');
    const shown = await until('the card in the channel', () => inChannel('In the channel'));
    expect(college.find('T1', 'In the channel')).toBeUndefined();
    const conversation = { id: channel, conversationType: 'channel', tenantId: college.teams.tenantId };
    const data = { registerId: 'c1', version: 1, page: 0, rest: 'present' };
    const press = (id: string) =>
      college.people.deliver(
        college.people.activity(college.user(id), {
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: shown.id,
          conversation,
          value: { action: { verb: 'register-save', data } },
        }),
      );

    expect(String((await press('T2')).body.value)).toContain('You cannot do that here');
    expect(wordsOf((await press('T1')).body.value)).toContain('Saved');
    await until('the summary in the channel', () => inChannel('Saved 09:00 by Sam Lee'));
  });

  test.each([
    ['a learner', () => college.user('L1')],
    ['someone unknown', () => college.teams.addUser('A Visitor')],
  ])('with %s in it nothing is shown there; the tutors get it', async (who, outsider) => {
    college.teams.channels.get(channel)?.push(outsider());
    const id = `c-${who.replaceAll(' ', '-')}`;
    await college.addSession({ _id: id, title: `Not for ${who}`, at: who === 'a learner' ? '10:00' : '11:00' });
    await college.moveTo(who === 'a learner' ? '10:00' : '11:00');
    await college.card('T1', `Not for ${who}`);
    expect(inChannel(`Not for ${who}`)).toBeUndefined();
    college.teams.channels.get(channel)?.pop();
  });
});
