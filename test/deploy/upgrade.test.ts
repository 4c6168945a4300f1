import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';
import { TeamsClient, wordsOf } from '../teams/client.ts';
import { makeNextRelease, nextSchema } from './next-release.ts';

/** Another process has to start, on a machine that may be busy. */
const patientMs = 300_000;

let college: College;
let next: ReturnType<typeof makeNextRelease>;
beforeEach(async () => {
  college = await College.open({ learners: 3, rulesAlone: true });
});
afterEach(async () => {
  await next.remove();
  await college.close();
});

const startNext = () => {
  const { url, appId, tenantId } = college.teams;
  return next.start({ place: { url, appId, tenantId }, mongo: { uri: college.uri, database: college.database } });
};
const registersShown = (title: string) =>
  college.teams.shownTo(college.user('T1')).filter(({ card }) => wordsOf(card).includes(title));
const ask = (path: string) => fetch(college.people.botUrl.replace('/api/messages', path));

describe('this release and the one after it on one database', () => {
  test('where its step only adds, both work: nothing is lost, doubled or taken away, and none of this release starts anew', async () => {
    next = makeNextRelease({ breaks: false });
    for (const [_id, at] of [
      ['s1', '09:00'],
      ['s2', '10:00'],
      ['s3', '11:00'],
    ] as const)
      await college.addSession({ _id, at, title: `Lesson ${_id}` });
    await college.moveTo('09:00');
    const port = await startNext();
    expect(await college.c.meta.findOne({ _id: 'schema' })).toMatchObject({ version: nextSchema });

    // This release takes a press on a card of its own, the next one on a card that either has shown.
    await college.save('s1', { 'BUS-L1': 'unauthorised' });
    await college.moveTo('10:00');
    const here = college.people;
    college.people = new TeamsClient(college.teams, port);
    await college.save('s2', { 'BUS-L2': 'late:10' });
    college.people = here;
    await college.moveTo('11:00');
    await college.save('s3', { 'BUS-L1': 'unauthorised' });

    const registers = await college.c.registers.find({}).sort({ _id: 1 }).toArray();
    expect(registers.map((one) => [one._id, one.state, one.projected === one.version])).toEqual([
      ['s1', 'saved', true],
      ['s2', 'saved', true],
      ['s3', 'saved', true],
    ]);
    // What the next one keeps with a document stays when this one writes to it.
    expect(registers[0]).toMatchObject({ later: 'kept' });
    for (const one of ['s1', 's2', 's3']) expect(registersShown(`Lesson ${one}`)).toHaveLength(1);
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
    expect((await ask('/readyz')).status).toBe(200);
    await expect(college.startSecond()).rejects.toThrow(`the database is of schema ${nextSchema}`);
  });

  test('where its step breaks with this one, this one stands aside: not ready, answers nobody, and the next does what is due', async () => {
    next = makeNextRelease({ breaks: true });
    await college.addSession({ _id: 's1', at: '09:00', title: 'Lesson s1' });
    const starting = startNext();
    await until('this release to stand aside', async () => (await ask('/readyz')).status === 503, patientMs);
    expect(await (await ask('/readyz')).json()).toMatchObject({ why: ['a later release has taken the database over'] });
    expect((await ask('/healthz')).status).toBe(200);
    const answer = await college.people.invoke(college.user('T1'), 'register-save', { registerId: 's1', version: 1 });
    expect(answer.status).toBe(503);
    await starting;
    await college.moveTo('09:00');
    expect(registersShown('Lesson s1')).toHaveLength(1);
    await expect(college.startSecond()).rejects.toThrow('run the newer release');
  });
});
