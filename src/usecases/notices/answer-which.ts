import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { correctNotice } from './correct-notice.ts';
import { correctWhom } from './correct-whom.ts';

/** What a button of “Which one do you mean?” says for whoever presses it: their words again, with the one that is meant. */
export async function answerWhich(world: World, actor: Person, say: string): Promise<CardModel | undefined> {
  const answers = (await correctWhom(world, actor, say)) ?? (await correctNotice(world, actor, say, say));
  if (!answers) return undefined;
  return answers[0] ?? { card: 'note-plain', data: { text: 'Put right. Its card is below.', tone: 'good' } };
}
