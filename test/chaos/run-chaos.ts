import { setTimeout as pause } from 'node:timers/promises';
import { retryPassing } from '../../src/store/retry.ts';
import { until } from '../support/until.ts';
import type { LoopbackTeams } from '../teams/loopback-teams.ts';
import type { BotFleet } from './bot-fleet.ts';
import type { ChaosCollege } from './chaos-college.ts';
import { countCards } from './count-cards.ts';
import { countTicks } from './count-ticks.ts';
import { Delivery } from './deliver.ts';
import { changeWeather, type Say, strikeBots, strikeDatabase } from './disasters.ts';
import { Ledger } from './ledger.ts';
import { Chance } from './random.ts';
import type { ReplicaSet } from './replica-set.ts';
import { TutorAtRegister } from './tutor.ts';
import { Weather } from './weather.ts';

type Scene = {
  set: ReplicaSet;
  fleet: BotFleet;
  college: ChaosCollege;
  teams: LoopbackTeams;
  seed: number;
  loadMs: number;
  say: Say;
};

const burstEveryMs = 8_000;
const drainMs = 150_000;
/** A card that is looked at again within this time counts as due. */
const soonMs = 20_000;

/** Waits until nothing is due any more; says what is left when that does not come. */
async function drain({ college, say }: Scene): Promise<boolean> {
  const counts = () => retryPassing(() => college.due.counts(college.world.clock.now()));
  const isQuiet = async () => {
    if ((await counts()).due > 0) return false;
    const soon = new Date(college.world.clock.now().getTime() + soonMs);
    return (await college.c.slots.countDocuments({ 'next.at': { $lte: soon }, heldUntil: { $exists: false } })) === 0;
  };
  const isDry = await until('nothing to be due', isQuiet, drainMs).catch(() => false);
  const { due, dead } = await counts();
  say(`drained: ${due} due, ${dead} dead letters`);
  const letters = await college.due.deadLetters();
  for (const letter of letters) say(`  dead: ${letter.kind} ${letter.id}: ${letter.error}`);
  // Given up visibly where nothing could be looked up: a person must look, which is as it should be.
  const isWrong = letters.some((one) => one.error !== 'outcome-unknown' || !college.isBlindTo(one.id));
  if (!isDry)
    for (const kind of ['sessions', 'registers', 'slots'] as const)
      for (const doc of (await college.c[kind]
        .find({ next: { $exists: true } })
        .limit(10)
        .toArray()) as object[])
        say(
          `  still due: ${kind} ${JSON.stringify({ ...doc, rows: undefined, history: undefined, presses: undefined })}`,
        );
  return isDry !== false && !isWrong;
}

/** After the faults: registers left open are finished and forms left open are closed by their tutors. */
async function finishAll({ college, say }: Scene, tutors: readonly TutorAtRegister[]): Promise<void> {
  const open = new Set((await college.c.registers.find({ state: 'open' }).toArray()).map((one) => one._id));
  const held = new Set((await college.c.slots.find({ heldUntil: { $exists: true } }).toArray()).map((one) => one._id));
  say(`${open.size} registers still open and ${held.size} forms left: their tutors finish them`);
  for (const at of tutors) {
    if (open.has(at.registerId)) await at.finish();
    if (held.has(`register|${at.registerId}|${at.tutor.id}`)) await at.leaveForm();
  }
}

/** Load and faults together, then healing, then the count. Prints the result; false when ticks were lost or doubled. */
export async function runChaos(scene: Scene): Promise<boolean> {
  const { set, fleet, college, teams, loadMs, say } = scene;
  const chance = new Chance(scene.seed);
  const ledger = new Ledger();
  const weather = new Weather(chance.fork());
  const delivery = new Delivery(teams, fleet, ledger, chance.fork());
  const end = performance.now() + loadMs;
  const isOver = () => performance.now() > end;
  const room = { college, delivery, ledger, isOver };
  teams.fault = (call) => weather.faultFor(call.conversationId);

  const atWork: { at: TutorAtRegister; work: Promise<void> }[] = [];
  async function openBursts(): Promise<void> {
    while (performance.now() + 4_000 < end) {
      const added = await college.addSessions(2, 500);
      say(`${added.length} registers open`);
      for (const { session, programme } of added)
        for (const tutor of programme.tutors) {
          const at = new TutorAtRegister(room, tutor, session._id, chance.fork());
          atWork.push({ at, work: at.work() });
        }
      await pause(burstEveryMs);
    }
  }

  const [, blows, kills] = await Promise.all([
    openBursts(),
    strikeDatabase(set, chance.fork(), isOver, say),
    strikeBots(fleet, chance.fork(), isOver, say),
    changeWeather(weather, chance.fork(), isOver, say),
  ]);

  say('healing');
  weather.clearUp();
  delivery.isCalm = true;
  await Promise.all([set.healthy(), fleet.allUp()]);
  await Promise.all([...atWork.map((one) => one.work), delivery.settled()]);
  const isDry = await drain(scene);
  await finishAll(
    scene,
    atWork.map((one) => one.at),
  );
  const isDryAgain = await drain(scene);

  const ticks = await countTicks(college, ledger);
  const cards = await countCards(college);
  const faults = weather.faults + blows + kills + ledger.answersLost;
  say(`deliveries: ${[...ledger.outcomes].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  const limited = teams.calls.filter((call) => call.status === 429).length;
  say(
    `connector calls ${teams.calls.length}, of them answered 429: ${limited}; database blows ${blows}, bot blows ${kills}`,
  );
  for (const one of fleet.ownEnds) say(`ended by itself and started again: ${one}`);
  const findings = { lost: ticks.lost, doubled: ticks.doubled, 'card lost': cards.lost, 'card doubled': cards.doubled };
  for (const [name, list] of Object.entries(findings)) for (const one of list) say(`${name}: ${one}`);
  for (const line of ticks.trails) say(line);
  for (const one of cards.givenUp) say(`given up where reconciling was impossible: ${one}`);
  say(`cards doubled where reconciling was impossible: ${cards.doubledBlind.length} of ${cards.blindCards} cards`);
  const result = {
    acknowledged: ledger.acknowledged(),
    lost: ticks.lost.length,
    doubled: ticks.doubled.length,
    cards: cards.cards,
    cardsLost: cards.lost.length,
    cardsDoubled: cards.doubled.length,
    faults,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.lost === 0 && result.doubled === 0 && isDry && isDryAgain;
}
