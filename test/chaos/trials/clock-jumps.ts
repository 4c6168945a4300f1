import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

const hour = 3_600_000;
/** By how much the wall clocks of the two that work are off, register by register. */
const jumps: readonly [number, number][] = [
  [hour, 0],
  [-hour, hour],
  [24 * hour, -hour],
  [-24 * hour, 24 * hour],
  [0, -24 * hour],
  [24 * hour, 24 * hour],
];

/** The wall clocks of those who do what is due jump by an hour and by a day, on and back, while registers are saved. */
export function clockJumps(setting: Setting): Promise<Counted> {
  return Trial.run(setting, { college: { only: 'web' } }, async (trial) => {
    const fleet = await trial.startWorkers([0, 0]);
    const shift = (clocks: readonly [number, number]) => {
      for (const [i, bot] of fleet.bots.entries()) fleet.shiftClock(bot, clocks[i] ?? 0);
    };
    const used = setting.isShort ? jumps.slice(1, 4) : [...jumps, ...jumps.toReversed()];
    for (const [i, id] of (await trial.addLessons(used.length)).entries()) {
      const [a, b] = used[i] ?? [0, 0];
      setting.say(`wall clocks are ${a / hour} and ${b / hour} hours off`);
      shift([a, b]);
      await trial.timeOf(id, 1);
      await trial.takeRegister(id);
    }
    // The MIS takes no signature of another hour, as documented; what waited goes once the clocks are right.
    setting.say(`clocks are right again; the MIS has ${trial.mis.kept.size} events by now`);
    shift([0, 0]);
    await trial.college.moveTo('18:00');
    await trial.settled();
    return countOutcome(trial);
  });
}
