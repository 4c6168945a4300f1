import { makeNextRelease } from '../../deploy/next-release.ts';
import { until } from '../../support/until.ts';
import { TeamsClient } from '../../teams/client.ts';
import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

/** This release and one with a further step that only adds, beside each other on one database: presses go to either in turn. */
export function twoVersions(setting: Setting): Promise<Counted> {
  return Trial.run(setting, {}, async (trial) => {
    const { college } = trial;
    const next = makeNextRelease({ breaks: false });
    try {
      const { url, appId, tenantId } = college.teams;
      const mongo = { uri: trial.set.uri, database: college.database };
      const port = await next.start({ place: { url, appId, tenantId }, mongo, providers: trial.providers });
      setting.say('this release and the next are up');
      const doors = [college.people, new TeamsClient(college.teams, port)];
      for (const [i, id] of (await trial.addLessons(10)).entries()) {
        college.people = doors[i % 2] as TeamsClient;
        await trial.timeOf(id, 1);
        await trial.takeRegister(id);
      }
      await college.moveTo('18:00');
      await trial.settled();
      return await countOutcome(trial);
    } finally {
      await next.remove();
    }
  });
}

/** In the middle of the morning a release comes whose step breaks with this one: this one stands aside, and people press again until the next is ready. */
export function breakingRelease(setting: Setting): Promise<Counted> {
  return Trial.run(setting, {}, async (trial) => {
    const { college } = trial;
    const next = makeNextRelease({ breaks: true });
    const { url, appId, tenantId } = college.teams;
    const mongo = { uri: trial.set.uri, database: college.database };
    let starting: Promise<void> | undefined;
    try {
      for (const [i, id] of (await trial.addLessons(8)).entries()) {
        if (i === 4) {
          const isReady = async () => (await fetch(`http://127.0.0.1:${college.bot.port}/readyz`)).status === 200;
          await until('this release to stand aside', async () => !(await isReady()));
          setting.say(`this release stands aside while ${id} is taken`);
        }
        await trial.timeOf(id, 1);
        if (i === 3) {
          setting.say(`the next release starts while ${id} is taken`);
          starting = next.start({ place: { url, appId, tenantId }, mongo, providers: trial.providers }).then((port) => {
            college.people = new TeamsClient(college.teams, port);
          });
        }
        await trial.takeRegister(id);
      }
      await starting;
      await college.moveTo('18:00');
      await trial.settled();
      return await countOutcome(trial);
    } finally {
      await starting?.catch(() => undefined);
      await next.remove();
    }
  });
}
