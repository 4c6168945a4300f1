import { setTimeout as pause } from 'node:timers/promises';
import type { BotFleet } from './bot-fleet.ts';
import type { Chance } from './random.ts';
import type { ReplicaSet } from './replica-set.ts';
import type { Weather } from './weather.ts';

export type Say = (line: string) => void;

/** Blows to the database, one at a time, until told to stop: the majority always comes back. Returns how many. */
export async function strikeDatabase(
  set: ReplicaSet,
  chance: Chance,
  isOver: () => boolean,
  say: Say,
): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await pause(chance.between(1_000, 3_000));
    const primary = await set.primary();
    const member = chance.is(0.75) ? primary : chance.pick(set.members.filter((one) => one !== primary));
    const role = member === primary ? 'primary' : 'secondary';
    const blow = chance.pick(['step-down', 'freeze', 'kill'] as const);
    count++;
    say(`${blow} the ${blow === 'step-down' ? 'primary' : role}`);
    if (blow === 'step-down') await set.stepDown(primary);
    if (blow === 'freeze') await set.freeze(member, chance.between(2_500, 6_000));
    if (blow === 'kill') {
      await set.kill(member);
      await pause(chance.between(1_000, 3_000));
      set.launch(member);
    }
    await set.healthy();
  }
  return count;
}

/** Kills bots in the middle of their work and makes clocks jump, until told to stop. Returns how many blows. */
export async function strikeBots(fleet: BotFleet, chance: Chance, isOver: () => boolean, say: Say): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await pause(chance.between(2_000, 5_000));
    const bot = chance.pick(fleet.bots);
    count++;
    const blow = chance.next();
    if (blow < 0.25) {
      const jumping = fleet.bots.at(-1) ?? bot;
      const clockMs = Math.round(chance.between(-15, 15) * 60_000);
      say(`clock of ${jumping.name} jumps to ${Math.round(clockMs / 1_000)} s off`);
      fleet.shiftClock(jumping, clockMs);
    } else if (blow < 0.4) {
      say(`freeze ${bot.name}`);
      await fleet.freeze(bot, chance.between(3_000, 7_000));
    } else {
      say(`kill ${bot.name}`);
      await fleet.kill(bot, chance.between(200, 1_500));
    }
  }
  return count;
}

/** Changes the weather over the connector every few seconds until told to stop. */
export async function changeWeather(weather: Weather, chance: Chance, isOver: () => boolean, say: Say): Promise<void> {
  while (!isOver()) {
    say(`connector: ${weather.turn()}`);
    await pause(chance.between(2_000, 4_500));
  }
}
