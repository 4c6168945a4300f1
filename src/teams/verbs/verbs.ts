import { createHash } from 'node:crypto';
import { isRefusal, type Outcome, type RefusalCode, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { mayAtAll } from '../../usecases/core/acting-for.ts';
import type { CardModel } from '../../usecases/core/card-model.ts';
import type { World } from '../../usecases/core/ports.ts';
import { takenOut } from '../../usecases/core/typed-words.ts';
import { screenWords } from '../../usecases/safeguarding/screen-words.ts';
import { caseVerbs } from './case-verbs.ts';
import { commandVerbs } from './command-verbs.ts';
import { concernVerbs } from './concern-verbs.ts';
import { formVerbs } from './form-verbs.ts';
import { noticeVerbs } from './notice-verbs.ts';
import { readPart, readPayload } from './payload.ts';
import { textsIn, textsOf } from './payload-texts.ts';
import { registerVerbs } from './register-verbs.ts';
import type { Subject, Verb } from './verb.ts';

/** Every card action there is. */
export const verbs: readonly Verb[] = [
  ...registerVerbs,
  ...noticeVerbs,
  ...caseVerbs,
  ...concernVerbs,
  ...formVerbs,
  ...commandVerbs,
];
const byName = new Map(verbs.map((verb) => [verb.verb, verb]));

/** The same for every delivery of one press: who pressed what on which version of the card. */
function pressIdOf(actor: Person, verb: string, payload: unknown): string {
  const sorted = Object.entries(payload as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([actor._id, verb, sorted]))
    .digest('hex')
    .slice(0, 32);
}

/** A refused press's card: as it is now, with what was typed and picked on it, by the ids of its inputs. */
export type Again = { card: CardModel; typed: Record<string, unknown> };
/** The card stays as it is; these words say what came of the press. */
export type Said = { said: string };

/** `also`: a message of its own beside the card, such as kind words after a hint at harm. */
export type VerbAnswer = {
  outcome: Outcome<CardModel> | Said;
  subject?: Subject;
  also?: CardModel;
  again?: Again;
  /** What stands on other parts of the pressed card, by the ids of its inputs: it stays. */
  others?: Record<string, unknown>;
};

/** What tells people nothing about a card, whoever they are. */
const isClosed = (code: RefusalCode) => code === 'not-allowed' || code === 'unknown-verb';

/** Refuses a press unread but for harm: words of it still reach the Safeguarding Team, about nobody it claims (S11). */
export async function refusePress(world: World, actor: Person, data: unknown, code: RefusalCode): Promise<VerbAnswer> {
  const { reply } = await screenWords(world, actor, textsIn(data));
  return { outcome: refuse(code), ...(reply ? { also: reply } : {}) };
}

/** Runs a card action: known verb, allowed to these roles, payload of the right shape, then its use case. */
export async function runVerb(world: World, actor: Person, name: string, data: unknown): Promise<VerbAnswer> {
  const refused = (code: RefusalCode) => refusePress(world, actor, data, code);
  const verb = byName.get(name);
  if (!verb) return refused('unknown-verb');
  if (!(await mayAtAll(world, actor, verb.action))) return refused('not-allowed');
  const { own, others, part, on } = readPart(data);
  const payload = readPayload(verb, own);
  if (!payload.success) return refused('bad-payload');
  const given = payload.data as Record<string, unknown>;
  const pressId = pressIdOf(actor, name, given);
  const { words, reply } = await screenWords(world, actor, textsOf(verb.payload, given));
  const screened = { ...given, ...words };
  const outcome = await verb.run(world, actor, screened, pressId);
  if ('below' in outcome) return { outcome: { said: 'It is just below.' }, also: outcome.below };
  const subject = on ? { kind: 'learner' as const, subjectId: on } : verb.subject?.(payload.data);
  const answer = { outcome, others, ...(subject ? { subject } : {}), ...(reply ? { also: reply } : {}) };
  if (!isRefusal(outcome) || isClosed(outcome.refused)) return answer;
  const card = await verb.again?.(world, actor, screened);
  if (!card || isRefusal(card)) return answer;
  // Words that were passed on are echoed nowhere, not even to who wrote them (S11).
  const mine = Object.entries(screened).filter(([, value]) => value !== takenOut);
  const typed = Object.fromEntries(mine.map(([key, value]) => [part ? `${part}_${key}` : key, value]));
  return { ...answer, again: { card, typed: { ...others, ...typed } } };
}
