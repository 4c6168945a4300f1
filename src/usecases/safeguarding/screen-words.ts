import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import { hearWords } from '../core/hear-words.ts';
import { namedIn } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { raiseConcern } from './raise-concern.ts';

/** Stands where words were taken out: whoever asked for words has got some, and nobody reads them. */
export const takenOut = '(passed on)';
const isWords = (key: string) => /^(why|note|words|f_)/.test(key);

/** Whom the words on a card are about: the learner it names, or who writes. */
async function aboutWhom(
  world: World,
  actor: Person,
  payload: Record<string, unknown>,
  words: string,
): Promise<string> {
  if (actor.roles.includes('learner')) return actor._id;
  const text = (key: string) => (typeof payload[key] === 'string' ? (payload[key] as string) : '');
  if (text('learnerId')) return text('learnerId');
  const task = text('id') ? await world.records.tasks.byId(text('id')) : null;
  const riskCase = text('caseId') ? await world.records.cases.byId(text('caseId')) : null;
  const named = text('f_learner') || text('f_about');
  const only = task?.learnerId ?? riskCase?.learnerId ?? ((await world.records.people.byId(named))?._id || undefined);
  if (only) return only;
  const learners = await world.records.people.withRole('learner');
  return namedIn(learners, `${named} ${words}`)?._id ?? actor._id;
}

/**
 * Looks for hints at harm in whatever was typed on a card (S11). Such words go to the Safeguarding Team and are taken
 * out of the payload, so that nothing else stores or shows them. `reply` are kind words to the writer.
 */
export async function screenWords<Payload extends object>(
  world: World,
  actor: Person,
  payload: Payload,
): Promise<{ payload: Payload; reply?: CardModel }> {
  let reply: CardModel | undefined;
  const screened = { ...payload } as Record<string, unknown>;
  for (const [key, value] of Object.entries(payload)) {
    if (!isWords(key) || typeof value !== 'string' || value.length < 4) continue;
    const { harm } = await hearWords(world, value);
    if (harm === 'none') continue;
    reply = await raiseConcern(world, actor, await aboutWhom(world, actor, screened, value), value, harm);
    screened[key] = takenOut;
  }
  return { payload: screened as Payload, ...(reply ? { reply } : {}) };
}
