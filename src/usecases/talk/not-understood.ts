import { firstName, type Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import { leadFor, showHelp } from '../desk/show-help.ts';
import { examplesFor } from './answer-question.ts';
import { likelyButtons } from './offer-help.ts';

/** Said in turn, so that nobody reads the same words twice in a row. */
const sorry = [
  'I did not understand that.',
  'Sorry, I still do not follow.',
  'That is beyond me, I am only a program. The college office can help with anything else.',
] as const;

/**
 * The answer to words nobody here could read: this role's own help and the likeliest buttons. `times` counts how often in
 * a row, so that the words change; the second time everything there is to ask for is listed.
 */
export function notUnderstood(actor: Person, text: string, times: number): CardModel {
  const title = sorry[times % sorry.length] ?? sorry[0];
  if (times % sorry.length === 1) {
    const help = showHelp(actor);
    return help.card === 'list-plain' ? { ...help, data: { ...help.data, title } } : help;
  }
  const lead = times % sorry.length === 0 ? leadFor(actor) : `Did you mean one of these, ${firstName(actor)}?`;
  return {
    card: 'list-plain',
    data: { title, lead, items: [], commands: likelyButtons(actor, text, examplesFor(actor)) },
  };
}
