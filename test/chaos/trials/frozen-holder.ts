import { until } from '../../support/until.ts';
import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

/** Before which of its writes the holder is frozen, register by register. */
const places = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12];
const fewPlaces = [5];

/**
 * Who carries a register on is frozen in the middle of it, with a write on its way, until its lease is over and another
 * has done the work; then the write arrives and it goes on where it stood.
 */
export function frozenHolder(setting: Setting): Promise<Counted> {
  return Trial.run(setting, { college: { only: 'web' } }, async (trial) => {
    const { college } = trial;
    const gate = await trial.openGate();
    const { bots: holders } = await trial.startWorkers([0], gate.uri);
    const { bots: others } = await trial.startWorkers([0]);
    const used = setting.isShort ? fewPlaces : places;
    const lessons = await trial.addLessons(used.length);
    for (const [i, id] of lessons.entries()) {
      await trial.timeOf(id, 1);
      await until(`${id} to open`, () => college.c.registers.findOne({ _id: id }));
      await college.settled();
      // The holder alone is awake, so that it is the one that claims.
      others[0]?.process?.kill('SIGSTOP');
      const reached = gate.allow(used[i] ?? 0).then(() => true);
      await trial.takeRegister(id);
      const quiet = college.settled().then(() => false);
      const isFrozen = await Promise.race([reached, quiet]);
      if (isFrozen) holders[0]?.process?.kill('SIGSTOP');
      setting.say(isFrozen ? `frozen before write ${(used[i] ?? 0) + 1} of ${id}` : `${id} had no more writes`);
      others[0]?.process?.kill('SIGCONT');
      await quiet;
      gate.lift('arrives');
      holders[0]?.process?.kill('SIGCONT');
    }
    await college.moveTo('18:00');
    await trial.settled();
    return countOutcome(trial);
  });
}
