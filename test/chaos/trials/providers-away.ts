import { addDays } from '../../../src/domain/calendar.ts';
import { monday } from '../../support/college.ts';
import { type Counted, countOutcome } from './count-outcome.ts';
import { type Setting, Trial } from './trial.ts';

/** The provider of texts answers 503 for a day, the MIS for two; registers are saved on each of three days. */
export function providersAway(setting: Setting): Promise<Counted> {
  return Trial.run(setting, {}, async (trial) => {
    const { college, sms, mis } = trial;
    const day = async (on: string) => {
      for (const id of await trial.addLessons(2, on)) {
        await trial.timeOf(id, 1);
        await trial.takeRegister(id);
      }
    };
    sms.faults.push(...Array.from({ length: 100_000 }, () => ({ status: 503 })));
    mis.does = () => ({ status: 503 });
    setting.say('texts and MIS are away');
    await day(monday);
    // Hour by hour, so that what is tried again is tried as often as it would be.
    for (let hour = 11; hour <= 20; hour++) await college.moveTo(`${hour}:00`);
    await day(addDays(monday, 1));
    sms.faults.length = 0;
    setting.say(`texts are back after a day; ${sms.taken.length} had left before`);
    for (let hour = 11; hour <= 20; hour++) await college.moveTo(`${hour}:00`, addDays(monday, 1));
    await day(addDays(monday, 2));
    mis.does = () => ({ status: 202 });
    setting.say(`the MIS is back after two; ${mis.kept.size} events had arrived before`);
    await college.moveTo('18:00', addDays(monday, 2));
    await trial.settled();
    return countOutcome(trial);
  });
}
