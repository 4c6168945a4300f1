import { makeNextRelease } from '../../deploy/next-release.ts';
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
