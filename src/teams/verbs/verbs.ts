import { createHash } from 'node:crypto';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../../usecases/core/card-model.ts';
import type { World } from '../../usecases/core/ports.ts';
import { reachOf } from '../../usecases/core/rights.ts';
import { screenWords } from '../../usecases/safeguarding/screen-words.ts';
import { caseVerbs } from './case-verbs.ts';
import { commandVerbs } from './command-verbs.ts';
import { formVerbs } from './form-verbs.ts';
import { noticeVerbs } from './notice-verbs.ts';
import { registerVerbs } from './register-verbs.ts';
import type { Subject, Verb } from './verb.ts';

/** Every card action there is. */
export const verbs: readonly Verb[] = [...registerVerbs, ...noticeVerbs, ...caseVerbs, ...formVerbs, ...commandVerbs];
const byName = new Map(verbs.map((verb) => [verb.verb, verb]));

/** The same for every delivery of one press: who pressed what on which version of the card. */
function pressIdOf(actor: Person, verb: string, payload: unknown): string {
  const sorted = Object.entries(payload as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([actor._id, verb, sorted]))
    .digest('hex')
    .slice(0, 32);
}

/** `also`: a message of its own beside the card, such as kind words after a hint at harm. */
export type VerbAnswer = { outcome: Outcome<CardModel>; subject?: Subject; also?: CardModel };

/** Runs a card action: known verb, allowed to these roles, payload of the right shape, then its use case. */
export async function runVerb(world: World, actor: Person, name: string, data: unknown): Promise<VerbAnswer> {
  const verb = byName.get(name);
  if (!verb) return { outcome: refuse('unknown-verb') };
  if (reachOf(actor, verb.action) === undefined) return { outcome: refuse('not-allowed') };
  const payload = verb.payload.safeParse(data);
  if (!payload.success) return { outcome: refuse('bad-payload') };
  const pressId = pressIdOf(actor, name, payload.data);
  const { payload: screened, reply } = await screenWords(world, actor, payload.data as object);
  const outcome = await verb.run(world, actor, screened, pressId);
  const subject = verb.subject?.(payload.data);
  return { outcome, ...(subject ? { subject } : {}), ...(reply ? { also: reply } : {}) };
}
