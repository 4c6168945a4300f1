import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

/** In the middle of the morning's registers the primary of three steps down, is killed, and later one is frozen. */
export function primaryLost(setting: Setting): Promise<Counted> {
  return Trial.run(setting, { mongods: 3 }, async (trial) => {
    const { set } = trial;
    const lessons = await trial.addLessons(setting.isShort ? 2 : 9);
    for (const [i, id] of lessons.entries()) {
      await trial.timeOf(id, 1);
      const taking = trial.takeRegister(id);
      const primary = await set.primary();
      const blow = (['step-down', 'kill', 'freeze'] as const)[i % 3];
      setting.say(`${blow} the primary while ${id} is taken`);
      if (blow === 'step-down') await set.stepDown(primary);
      if (blow === 'freeze') await set.freeze(primary, 4_000);
      if (blow === 'kill') {
        await set.kill(primary);
        await taking;
        set.launch(primary);
      }
      await taking;
      await set.healthy();
    }
    await trial.college.moveTo('18:00');
    await trial.settled();
    return countOutcome(trial);
  });
}
