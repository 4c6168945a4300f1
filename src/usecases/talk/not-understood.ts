import { firstName, isStaff, type Person } from '../../domain/person.ts';
import { feelingIn } from '../../language/talk/feeling.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { leadFor, showHelp } from '../desk/show-help.ts';
import { kindWords } from '../notices/say-kindly.ts';
import { examplesFor } from './answer-question.ts';
import { likelyButtons } from './offer-help.ts';

/** Said in turn, so that nobody reads the same words twice in a row. */
const sorry = [
  'I did not understand that.',
  'Sorry, I still do not follow.',
  'That is beyond me, I am only a program. The college office can help with anything else.',
] as const;

/**
 * The answer to grief or fear that tells of no absence: a kind sentence first, then what could help; undefined where the
 * words show neither.
 */
export function kindAnswer(actor: Person, text: string): CardModel | undefined {
  const feeling = feelingIn(text, 'none');
  if (!feeling) return undefined;
  const title = kindWords(feeling);
  const lead = isStaff(actor)
    ? 'If you need to be away, write “away” and name who stands in.'
    : 'If you need time off, or somebody does, just write when, for example “off tomorrow”. If you would rather talk to someone, your college office can help.';
  return { card: 'list-plain', data: { title, lead, items: [], commands: [] } };
}

/**
 * The answer to words nobody here could read: this role's own help and the likeliest buttons. `times` counts how often in
 * a row, so that the words change; the second time everything there is to ask for is listed.
 */
export async function notUnderstood(world: World, actor: Person, text: string, times: number): Promise<CardModel> {
  const title = sorry[times % sorry.length] ?? sorry[0];
  if (times % sorry.length === 1) {
    const help = await showHelp(world, actor);
    const commands = likelyButtons(actor, text, examplesFor(actor));
    return help.card === 'list-plain' ? { ...help, data: { ...help.data, title, commands } } : help;
  }
  const isFirst = times % sorry.length === 0;
  const lead = isFirst ? await leadFor(world, actor) : `Did you mean one of these, ${firstName(actor)}?`;
  return {
    card: 'list-plain',
    data: { title, lead, items: [], commands: likelyButtons(actor, text, examplesFor(actor)) },
  };
}
