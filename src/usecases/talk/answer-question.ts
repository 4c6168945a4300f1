import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';

export function examplesFor(_actor: Person): string[] {
  return [];
}

export async function answerQuestion(
  _world: World,
  _actor: Person,
  _text: string,
): Promise<Outcome<CardModel> | undefined> {
  return undefined;
}
