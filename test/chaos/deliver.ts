import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, TeamsClient } from '../teams/client.ts';
import type { Card, LoopbackTeams } from '../teams/loopback-teams.ts';
import type { BotFleet } from './bot-fleet.ts';
import type { Ledger } from './ledger.ts';
import type { Chance } from './random.ts';

type Activity = Record<string, unknown>;
/** What a tutor sees of one delivery: the refreshed card, or nothing good. */
export type Seen = { card?: Card };

/** Teams waits this long for the bot. */
const patienceMs = 15_000;

/** Teams on the way to the bot: any instance, each activity perhaps twice, an answer now and then lost. */
export class Delivery {
  readonly #teams: LoopbackTeams;
  readonly #fleet: BotFleet;
  readonly #ledger: Ledger;
  readonly #chance: Chance;
  readonly #late: Promise<unknown>[] = [];
  isCalm = false;

  constructor(teams: LoopbackTeams, fleet: BotFleet, ledger: Ledger, chance: Chance) {
    this.#teams = teams;
    this.#fleet = fleet;
    this.#ledger = ledger;
    this.#chance = chance;
  }

  /** Delivers once or twice at the same time, and sometimes again later under a new id; `onSeen` gets every answer. */
  async send(activity: Activity, onSeen: (seen: Seen) => void): Promise<Seen> {
    const deliveries = [this.#once(activity)];
    if (!this.isCalm && this.#chance.is(0.25)) deliveries.push(this.#once(activity));
    if (!this.isCalm && this.#chance.is(0.2)) {
      const later = this.#chance.between(1_000, 6_000);
      const again = { ...activity, id: randomUUID() };
      this.#late.push(pause(later).then(async () => onSeen(await this.#once(again))));
    }
    const seen = await Promise.all(deliveries);
    for (const one of seen) onSeen(one);
    return seen.find((one) => one.card) ?? {};
  }

  /** Waits for deliveries that were put off. */
  async settled(): Promise<void> {
    await Promise.all(this.#late);
  }

  async #once(activity: Activity): Promise<Seen> {
    const ports = this.#fleet.ports();
    if (ports.length === 0) {
      this.#ledger.count('no bot');
      await pause(300);
      return {};
    }
    const answer = await this.#answer(activity, this.#chance.pick(ports));
    if (!answer) {
      this.#ledger.count('no answer');
      return {};
    }
    if (!this.isCalm && this.#chance.is(0.1)) {
      this.#ledger.answersLost++;
      this.#ledger.count('answer lost on its way');
      return {};
    }
    const { status, body } = answer;
    const isSaved =
      status === 200 && body.statusCode === 200 && body.type === 'application/vnd.microsoft.card.adaptive';
    if (isSaved) {
      this.#ledger.count('saved');
      return { card: body.value as Card };
    }
    const words = typeof body.value === 'string' ? body.value.slice(0, 60) : '';
    this.#ledger.count(`${status} ${body.statusCode ?? ''} ${words}`.trim());
    return {};
  }

  async #answer(activity: Activity, port: number): Promise<Answer | undefined> {
    const now = Math.floor(Date.now() / 1_000);
    // Valid for hours either way: what is tested is the bot's own use of its wall clock, not the token's.
    const claims = { nbf: now - 7_200, exp: now + 7_200 };
    const token = this.#teams.mint.sign(this.#teams.appId, this.#teams.serviceUrl, claims);
    const sent = new TeamsClient(this.#teams, port).deliver(activity, { authorization: `Bearer ${token}` });
    const given = pause(patienceMs, undefined, { ref: false });
    return Promise.race([sent, given]).catch(() => undefined);
  }
}
