import type { Fault } from '../teams/loopback-teams.ts';
import type { Chance } from './random.ts';

type Sky = 'calm' | 'throttling' | 'murky' | 'failing';
const skies: readonly Sky[] = ['calm', 'throttling', 'murky', 'failing', 'murky'];
/** After this many faults in a row a conversation gets one good answer, so that waits stay within a short run. */
const mostInARow = 4;

/** The connector's faults: storms of 429, effects whose answers fail, drop or never come, and plain refusals. */
export class Weather {
  faults = 0;
  #sky: Sky = 'calm';
  #isOver = false;
  readonly #chance: Chance;
  readonly #inARow = new Map<string, number>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Another sky than now; returns it. */
  turn(): Sky {
    this.#sky = this.#chance.pick(skies.filter((sky) => sky !== this.#sky));
    return this.#sky;
  }

  clearUp(): void {
    this.#isOver = true;
  }

  /** What the next call of a conversation meets. */
  faultFor(conversationId: string): Fault | undefined {
    const row = this.#inARow.get(conversationId) ?? 0;
    const fault = this.#isOver || row >= mostInARow ? undefined : this.#draw();
    this.#inARow.set(conversationId, fault ? row + 1 : 0);
    if (fault) this.faults++;
    return fault;
  }

  #draw(): Fault | undefined {
    const chance = this.#chance;
    if (this.#sky === 'throttling' && chance.is(0.6)) {
      const headers = chance.is(0.5) ? { headers: { 'retry-after': String(chance.whole(1, 2)) } } : {};
      return { kind: 'refuse', status: 429, ...headers };
    }
    if (this.#sky === 'failing' && chance.is(0.4))
      return { kind: 'refuse', status: chance.pick([502, 503, 500, 412, 504]) };
    const isMurky = chance.is(this.#sky === 'murky' ? 0.5 : 0.03);
    if (!isMurky) return undefined;
    if (chance.is(0.15)) return { kind: 'hang' };
    return chance.is(0.5) ? { kind: 'drop' } : { kind: 'after-effect', status: chance.pick([500, 502, 504]) };
  }
}
