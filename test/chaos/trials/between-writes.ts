import { once } from 'node:events';
import { addDays } from '../../../src/domain/calendar.ts';
import { monday } from '../../support/college.ts';
import { until } from '../../support/until.ts';
import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

const most = 120;
/** Of all pairs of writes the short form takes these. */
const fewPairs = [2, 6];

/**
 * Who carries registers on is killed between each pair of its writes: after the first of one register, after the second of
 * the next, and so on, until a register is carried on whole before its turn comes. After each kill another goes on.
 */
export function betweenWrites(setting: Setting): Promise<Counted> {
  const { isShort, say } = setting;
  return Trial.run(setting, { lessons: most, college: { only: 'web' } }, async (trial) => {
    const { college } = trial;
    const gate = await trial.openGate();
    const fleet = await trial.startWorkers([0], gate.uri);
    const [bot] = fleet.bots;
    const waiting: string[] = [];
    let day = monday;
    for (let i = 0; bot && i < (isShort ? fewPairs.length : most); i++) {
      if (waiting.length === 0) {
        waiting.push(...(await trial.addLessons(12, day)));
        day = addDays(day, 1);
      }
      const id = waiting.shift() ?? '';
      await trial.timeOf(id, 1);
      await until(`${id} to open`, () => college.c.registers.findOne({ _id: id }));
      await college.settled();
      const allowed = isShort ? (fewPairs[i] ?? 0) : i;
      const reached = gate.allow(allowed).then(() => true);
      await trial.takeRegister(id);
      const quiet = college.settled().then(() => false);
      if (!(await Promise.race([reached, quiet]))) {
        say(`${id} was carried on with ${gate.passed} writes: killed between all pairs before`);
        break;
      }
      const gone = bot.process && once(bot.process, 'exit');
      const killed = fleet.kill(bot, 0);
      await gone;
      gate.lift('is-lost');
      say(`killed after write ${allowed} of ${id}`);
      await killed;
      await fleet.allUp();
      await quiet;
    }
    gate.lift('arrives');
    await college.moveTo('18:00', addDays(day, -1));
    await trial.settled();
    return countOutcome(trial);
  });
}
