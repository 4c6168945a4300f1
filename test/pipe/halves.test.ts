import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningBot, startBot } from '../../src/compose.ts';
import { instantOf } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';
import { wordsOf } from '../teams/client.ts';
import { loopbackParts } from '../teams/loopback-bot.ts';

/** One process that answers people and one that does what is due, on one database. */
let college: College;
let work: RunningBot | undefined;

beforeAll(async () => {
  college = await College.open({ only: 'web' });
});
afterAll(async () => {
  await work?.stop();
  await college.close();
});

test('the one for people answers and leaves what is due; the other does it, and answers nobody', async () => {
  await college.addSession({ _id: 's1' });
  await college.bot.clock.moveTo(instantOf(monday, '09:00'));
  await college.people.say(college.user('T1'), 'help');
  const shown = () => college.teams.shownTo(college.user('T1')).map((one) => wordsOf(one.card));
  expect(shown().join()).toContain('my registers');
  // Due since nine, and nobody is there to open it.
  expect(await college.c.registers.countDocuments()).toBe(0);
  expect((await college.c.sessions.findOne({ _id: 's1' }))?.next).toBeDefined();

  work = await startBot(
    loopbackParts(college.teams, { uri: college.uri, database: college.database }, { only: 'work' }),
  );
  // Help speaks of its button, too.
  await until('the register card', () => shown().some((words) => words.includes('Pick only the exceptions')));
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${work?.port}${path}`, init);
  const message = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  expect([(await ask('/readyz')).status, (await ask('/api/messages', message)).status]).toEqual([200, 404]);
  expect([(await ask('/p/today')).status, (await ask('/l/x')).status]).toEqual([404, 404]);

  // A press is answered by the one; what follows from it is the other's.
  expect(await college.save('s1', { 'BUS-L2': 'unauthorised' })).toContain('Saved');
  expect(await college.c.marks.countDocuments({ code: 'unauthorised' })).toBe(1);
});
